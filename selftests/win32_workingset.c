// SPDX-License-Identifier: GPL-2.0
/*
 * QueryWorkingSetEx: which pages are in RAM, and whose they are.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"

/* What QueryWorkingSetEx says of an address: ShareCount is 0 or not. */
struct page {
	unsigned int valid, protect, shared, is_counted;
	ULONG_PTR rest;
};

static void take(struct page *page, PSAPI_WORKING_SET_EX_BLOCK attributes)
{
	page->valid = attributes.Valid;
	page->protect = attributes.Win32Protection;
	page->shared = attributes.Shared;
	page->is_counted = !!attributes.ShareCount;
	attributes.Valid = 0;
	attributes.Win32Protection = 0;
	attributes.Shared = 0;
	attributes.ShareCount = 0;
	page->rest = attributes.Flags;
}

/* A page, all of it; of a section it is shared. */
#define EXPECT_PAGE(address, is_valid, protection, is_shared) do {	\
	PSAPI_WORKING_SET_EX_INFORMATION info_;				\
	unsigned int valid_ = is_valid, shared_ = is_shared;		\
	PVOID address_ = address;					\
	struct page page_;						\
	memset(&info_, 0x41, sizeof(info_));				\
	info_.VirtualAddress = address_;				\
	EXPECT_SUCCESS(QueryWorkingSetEx(GetCurrentProcess(), &info_,	\
					 sizeof(info_)));		\
	EXPECT_EQ(address_, info_.VirtualAddress);			\
	take(&page_, info_.VirtualAttributes);				\
	EXPECT_EQ(valid_, page_.valid);					\
	EXPECT_EQ(protection, page_.protect);				\
	EXPECT_EQ(shared_, page_.shared);				\
	EXPECT_EQ(valid_ && shared_, page_.is_counted);			\
	EXPECT_EQ(0, page_.rest);					\
} while (0)

/* pages of views, touched and not, copied and not. */
TEST(working_set_of_views)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *copy = map(section, FILE_MAP_COPY);

	EXPECT_PAGE(view, 0, 0, 1);
	EXPECT_ACCESS(STATUS_SUCCESS, view, false);
	EXPECT_PAGE(view + 77, 1, PAGE_READWRITE, 1);
	EXPECT_PROTECT(PAGE_READWRITE, view, PAGE, PAGE_READONLY);
	EXPECT_PAGE(view, 1, PAGE_READONLY, 1);
	EXPECT_PROTECT(PAGE_READONLY, view, PAGE, PAGE_NOACCESS);
	EXPECT_PAGE(view, 0, 0, 1);

	EXPECT_ACCESS(STATUS_SUCCESS, copy + PAGE, false);
	EXPECT_PAGE(copy + PAGE, 1, PAGE_WRITECOPY, 1);
	EXPECT_ACCESS(STATUS_SUCCESS, copy + PAGE, true);
	EXPECT_PAGE(copy + PAGE, 1, PAGE_READWRITE, 0);
	EXPECT_PAGE(copy + 2 * PAGE, 0, 0, 1);
	UnmapViewOfFile(copy);
	EXPECT_PAGE(copy + PAGE, 0, 0, 0);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* Private memory: not shared, and many addresses in one call. */
TEST(working_set_of_private_memory)
{
	char *memory = VirtualAlloc(NULL, 4 * PAGE, MEM_RESERVE | MEM_COMMIT,
				    PAGE_READWRITE);
	char *other = VirtualAlloc(NULL, 2 * PAGE, MEM_RESERVE | MEM_COMMIT,
				   PAGE_READWRITE);
	PSAPI_WORKING_SET_EX_INFORMATION pages[4];
	unsigned int i;

	EXPECT_PAGE(memory, 0, 0, 0);
	EXPECT_ACCESS(STATUS_SUCCESS, memory, true);
	EXPECT_PAGE(memory, 1, PAGE_READWRITE, 0);
	EXPECT_PROTECT(PAGE_READWRITE, memory, PAGE, PAGE_NOACCESS);
	EXPECT_PAGE(memory, 0, 0, 0);
	EXPECT_PROTECT(PAGE_NOACCESS, memory, PAGE, PAGE_READWRITE);
	EXPECT_ACCESS(STATUS_SUCCESS, memory, false);
	EXPECT_PAGE(memory, 1, PAGE_READWRITE, 0);

	EXPECT_ACCESS(STATUS_SUCCESS, other + PAGE, true);
	memset(pages, 0x41, sizeof(pages));
	pages[0].VirtualAddress = memory + PAGE;
	pages[1].VirtualAddress = memory;
	pages[2].VirtualAddress = other + PAGE;
	pages[3].VirtualAddress = other;
	EXPECT_SUCCESS(QueryWorkingSetEx(GetCurrentProcess(), pages,
					 sizeof(pages)));
	for (i = 0; i < 4; i++) {
		bool touched = i == 1 || i == 2;
		struct page page;

		take(&page, pages[i].VirtualAttributes);
		EXPECT_EQ(touched, page.valid);
		EXPECT_EQ(touched ? PAGE_READWRITE : 0, page.protect);
		EXPECT_EQ(0, page.shared);
		EXPECT_EQ(0, page.is_counted);
		EXPECT_EQ(0, page.rest);
	}
	VirtualFree(other, 0, MEM_RELEASE);
	VirtualFree(memory, 0, MEM_RELEASE);
	EXPECT_PAGE(other + PAGE, 0, 0, 0);
	EXPECT_PAGE(NULL, 0, 0, 0);
	EXPECT_PAGE((PVOID)~0UL, 0, 0, 0);
}

/* Lengths, and pointers, that are none. */
TEST(working_set_bad_input)
{
	PSAPI_WORKING_SET_EX_INFORMATION pages[2];
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	SIZE_T length = POISON;

	memset(pages, 0, sizeof(pages));
	EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
		      NtQueryVirtualMemory(NtCurrentProcess(), NULL,
					   MemoryWorkingSetExInformation, pages,
					   0, &length));
	EXPECT_EQ(POISON, length);
	EXPECT_FAILURE(ERROR_BAD_LENGTH,
		       QueryWorkingSetEx(GetCurrentProcess(), pages, 0));
	EXPECT_FAILURE(ERROR_BAD_LENGTH,
		       QueryWorkingSetEx(GetCurrentProcess(), pages, 15));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       QueryWorkingSetEx(GetCurrentProcess(), NULL, 16));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       QueryWorkingSetEx(GetCurrentProcess(),
					 (PVOID)0xdeadbee0, 16));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       QueryWorkingSetEx(NULL, pages, sizeof(pages)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       QueryWorkingSetEx(section, pages, sizeof(pages)));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryVirtualMemory(NtCurrentProcess(), NULL,
					   MemoryWorkingSetExInformation, pages,
					   24, &length));
	EXPECT_EQ(24, length);
	EXPECT_EQ(0, pages[0].VirtualAttributes.Flags);
	CloseHandle(section);
}

TEST_HARNESS_MAIN
