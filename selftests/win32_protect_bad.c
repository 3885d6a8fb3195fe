// SPDX-License-Identifier: GPL-2.0
/*
 * VirtualProtect on views: what is refused, with which error, what that says of
 * the old protection, and that nothing has changed.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"

/* Every value that is not exactly one protection, with at most one modifier. */
TEST(values_that_are_no_protection)
{
	static const ULONG more[] = {
		PAGE_GUARD, PAGE_NOCACHE, PAGE_WRITECOMBINE,
		PAGE_NOACCESS | PAGE_GUARD, PAGE_NOACCESS | PAGE_NOCACHE,
		PAGE_READONLY | PAGE_NOCACHE | PAGE_WRITECOMBINE,
		PAGE_READWRITE | 0x800, PAGE_READWRITE | 0x40000000,
		PAGE_READWRITE | 0x80000000, 0x10000, ~0U,
	};
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_READ | FILE_MAP_WRITE);
	ULONG value;

	for (value = 0; value < 256 + ARRAY_SIZE(more); value++) {
		ULONG protect = value < 256 ? value : more[value - 256];

		if (value < 256 && __builtin_popcount(value) == 1)
			continue;
		EXPECT_NO_PROTECT(STATUS_INVALID_PAGE_PROTECTION, POISON, view,
				  PAGE, protect);
		EXPECT_PROTECT_ERROR(ERROR_INVALID_PARAMETER, view, PAGE,
				     protect);
	}
	EXPECT_EQ(PAGE_READWRITE, protection_of(view));
	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* P-07, P-08, P-12: a page that is not committed, and what comes before. */
TEST(pages_that_are_not_committed)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE,
					16 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *none = map_protected(section, PAGE_NOACCESS);

	ASSERT_NE(NULL, none);
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, view, PAGE,
			  PAGE_READONLY);
	EXPECT_PROTECT_ERROR(ERROR_INVALID_ADDRESS, view, PAGE, PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0, none, PAGE,
			  PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, none, PAGE,
			  PAGE_NOACCESS);
	EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0, view, PAGE,
			  PAGE_EXECUTE_READ);

	/* All of the range, or nothing: 3 pages are there, the 4th is not. */
	ASSERT_EQ(view + PAGE, VirtualAlloc(view + PAGE, 3 * PAGE, MEM_COMMIT,
					    PAGE_READWRITE));
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, view + PAGE,
			  4 * PAGE, PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, view, 2 * PAGE,
			  PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, view + PAGE,
			  15 * PAGE, PAGE_WRITECOPY);
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, 3 * PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view + 4 * PAGE, view, PAGE_READWRITE, 12 * PAGE,
		      MEM_RESERVE, 0, MEM_MAPPED);
	EXPECT_PROTECT(PAGE_READWRITE, view + PAGE, 3 * PAGE, PAGE_READONLY);
	UnmapViewOfFile(view);
	UnmapViewOfFile(none);
	CloseHandle(section);
}

/* P-10, P-12: ranges that leave the view, and addresses where there is none. */
TEST(ranges_that_leave_the_view)
{
	const SIZE_T size = GRANULE + 3 * PAGE;
	HANDLE section = create_section(PAGE_READWRITE, size, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	const struct {
		char *address;
		SIZE_T size;
	} outside[] = {
		{ view, size + 1 },
		{ view + size - PAGE, 2 * PAGE },
		{ view + size - 1, 2 },
		{ view + size, PAGE },
		{ view + size, 1 },
		{ view + 2 * GRANULE - PAGE, PAGE },
		{ view + PAGE, 2 * GRANULE },
		{ view, 16 << 20 },
		{ NULL, PAGE },
		{ (char *)PAGE, 1 },
		{ (char *)0xdeadbeef, 1 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(outside); i++) {
		EXPECT_NO_PROTECT(STATUS_CONFLICTING_ADDRESSES, PAGE_NOACCESS,
				  outside[i].address, outside[i].size,
				  PAGE_READONLY);
		EXPECT_PROTECT_ERROR(ERROR_INVALID_ADDRESS, outside[i].address,
				     outside[i].size, PAGE_READONLY);
	}
	EXPECT_REGION(view, view, PAGE_READWRITE, size, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	/* What the last block has beyond the view is still no memory (V-08). */
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + size, false);
	UnmapViewOfFile(view);
	EXPECT_NO_PROTECT(STATUS_CONFLICTING_ADDRESSES, PAGE_NOACCESS, view,
			  PAGE, PAGE_READONLY);
	CloseHandle(section);
}

/* Numbers that are no range at all; the arithmetic does not wrap. */
TEST(ranges_that_cannot_be)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	SYSTEM_INFO info;
	char *highest;

	GetSystemInfo(&info);
	highest = info.lpMaximumApplicationAddress;
	EXPECT_NO_PROTECT(STATUS_INVALID_PARAMETER_3, 0, view, ~0UL,
			  PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_INVALID_PARAMETER_3, 0, view,
			  -(uintptr_t)view, PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_INVALID_PARAMETER_3, 0, view,
			  highest + 2 - view, PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_INVALID_PARAMETER_3, 0, view, 0,
			  PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_INVALID_PARAMETER_2, 0, highest + 1, 1,
			  PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_INVALID_PARAMETER_2, 0, ~0UL, 1,
			  PAGE_READONLY);
	EXPECT_PROTECT_ERROR(ERROR_INVALID_PARAMETER, view, ~0UL,
			     PAGE_READONLY);
	EXPECT_PROTECT_ERROR(ERROR_INVALID_PARAMETER, (void *)~0UL, 1,
			     PAGE_READONLY);
	EXPECT_EQ(PAGE_READWRITE, protection_of(view));
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* P-11: pointers that cannot be written, or read. Nothing changes. */
TEST(pointers_that_are_bad)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *reader = map(section, FILE_MAP_READ);
	PVOID bad[] = { NULL, (PVOID)0xdeadbee0, (PVOID)~0xfUL, reader };
	PVOID base = view;
	ULONG old = POISON;
	SIZE_T size = PAGE;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(ERROR_NOACCESS,
			       VirtualProtect(view, PAGE, PAGE_READONLY,
					      bad[i]));
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtProtectVirtualMemory(NtCurrentProcess(), &base,
						     &size, PAGE_READONLY,
						     bad[i]));
		if (bad[i] == reader)
			break;
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtProtectVirtualMemory(NtCurrentProcess(),
						     bad[i], &size,
						     PAGE_READONLY, &old));
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtProtectVirtualMemory(NtCurrentProcess(), &base,
						     bad[i], PAGE_READONLY,
						     &old));
	}
	EXPECT_EQ(POISON, old);
	EXPECT_EQ(PAGE_READWRITE, protection_of(view));
	EXPECT_EQ(PAGE_READONLY, protection_of(reader));
	/* A protection that does not exist is looked at first. */
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualProtect(view, PAGE, 0, NULL));
	UnmapViewOfFile(view);
	UnmapViewOfFile(reader);
	CloseHandle(section);
}

/* Only this process can be changed, and its handle is no number made up. */
TEST(processes_that_are_none)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE closed = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	const struct {
		HANDLE handle;
		NTSTATUS status;
	} bad[] = {
		{ NULL, STATUS_INVALID_HANDLE },
		{ closed, STATUS_INVALID_HANDLE },
		{ (HANDLE)0xdeadbee0, STATUS_INVALID_HANDLE },
		{ section, STATUS_OBJECT_TYPE_MISMATCH },
		{ (HANDLE)4, STATUS_OBJECT_TYPE_MISMATCH },
	};
	DWORD previous = POISON;
	unsigned int i;

	CloseHandle(closed);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		DWORD old = POISON;
		PVOID base = view;
		SIZE_T size = 1;

		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       VirtualProtectEx(bad[i].handle, view, PAGE,
						PAGE_READONLY, &old));
		EXPECT_STATUS(bad[i].status,
			      NtProtectVirtualMemory(bad[i].handle, &base,
						     &size, PAGE_READONLY,
						     &old));
		EXPECT_EQ(view, base);
		EXPECT_EQ(1, size);
		EXPECT_EQ(PAGE_READWRITE, protection_of(view));
	}
	EXPECT_SUCCESS(VirtualProtectEx(GetCurrentProcess(), view, PAGE,
					PAGE_READONLY, &previous));
	EXPECT_EQ(PAGE_READWRITE, previous);
	EXPECT_EQ(PAGE_READONLY, protection_of(view));
	UnmapViewOfFile(view);
	CloseHandle(section);
}

TEST_HARNESS_MAIN
