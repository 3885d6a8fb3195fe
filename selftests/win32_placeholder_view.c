// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: views in placeholders: a ring buffer, views on any page,
 * placeholders again afterwards, and never a moment in which somebody else can
 * have the addresses.
 */
#include "kselftest_harness.h"
#include "proc.h"
#include "win32_test.h"
#include "win32_view_test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>

#define SIZE		((SIZE_T)0x80000)

/* Put a view into a placeholder. */
static char *map_over(HANDLE section, char *base, ULONG64 offset, SIZE_T size,
		      ULONG protect)
{
	return MapViewOfFile3(section, GetCurrentProcess(), base, offset, size,
			      MEM_REPLACE_PLACEHOLDER, protect, NULL, 0);
}

static BOOL unmap_to_placeholder(char *view)
{
	return UnmapViewOfFile2(GetCurrentProcess(), view,
				MEM_PRESERVE_PLACEHOLDER);
}

FIXTURE(placeholder) {
	HANDLE section;
	char *base;		/* a placeholder of twice the section's size */
};

FIXTURE_SETUP(placeholder)
{
	self->section = create_section(PAGE_READWRITE, SIZE, NULL);
	ASSERT_NE(NULL, self->section);
	self->base = placeholder(2 * SIZE);
	ASSERT_NE(NULL, self->base);
}

/* Whatever is left, in whichever pieces, is given back. */
FIXTURE_TEARDOWN(placeholder)
{
	MEMORY_BASIC_INFORMATION info;
	char *at;

	for (at = self->base; at < self->base + 2 * SIZE; at += PAGE) {
		if (query_basic(at, &info) || info.AllocationBase != at)
			continue;
		if (info.Type == MEM_MAPPED)
			EXPECT_SUCCESS(UnmapViewOfFile(at));
		else
			EXPECT_SUCCESS(VirtualFree(at, 0, MEM_RELEASE));
	}
	for (at = self->base; at < self->base + 2 * SIZE; at += PAGE)
		EXPECT_TRUE(is_free(at));
	CloseHandle(self->section);
}

/* V-09, V-31: one section twice, side by side: what wraps is in a row. */
TEST_F(placeholder, ring_buffer)
{
	const char text[] = "goes around the end";
	char *first = self->base, *second = first + SIZE;
	/* A compiler is sure that two addresses are two places. */
	volatile char *written = first, *read = second;
	SIZE_T i;

	EXPECT_SUCCESS(VirtualFree(first, SIZE, PRESERVE));
	EXPECT_EQ(first, map_over(self->section, first, 0, SIZE,
				  PAGE_READWRITE));
	EXPECT_EQ(second, map_over(self->section, second, 0, SIZE,
				   PAGE_READWRITE));
	EXPECT_VIEW(first, SIZE, PAGE_READWRITE);
	EXPECT_VIEW(second, SIZE, PAGE_READWRITE);
	strcpy(second - 7, text);
	EXPECT_EQ(0, memcmp(first, text + 7, sizeof(text) - 7));
	EXPECT_EQ(0, memcmp(second + SIZE - 7, text, 7));
	for (i = 0; i < SIZE; i += PAGE) {
		written[i + 100] = i / PAGE;
		EXPECT_EQ((char)(i / PAGE), read[i + 100]);
	}
	EXPECT_SUCCESS(UnmapViewOfFile(first));
	EXPECT_TRUE(is_free(first));
	EXPECT_STREQ(text + 7, second);
	EXPECT_SUCCESS(UnmapViewOfFile(second + SIZE - 1));
	EXPECT_TRUE(is_free(second));
}

/* V-28: a view becomes a placeholder again, and nothing else does. */
TEST_F(placeholder, view_and_placeholder_again)
{
	const ULONG boost = MEM_UNMAP_WITH_TRANSIENT_BOOST |
			    MEM_PRESERVE_PLACEHOLDER;
	HANDLE process = GetCurrentProcess();
	char *p = self->base;
	int round;

	EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
	for (round = 0; round < 3; round++) {
		EXPECT_EQ(p, map_over(self->section, p, 0, SIZE,
				      PAGE_READWRITE));
		EXPECT_EQ(round, p[SIZE - 1]);
		p[SIZE - 1] = round + 1;
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       UnmapViewOfFile2(NULL, p,
						MEM_PRESERVE_PLACEHOLDER));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       UnmapViewOfFile2(process, p, PRESERVE));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualFree(p, SIZE, PRESERVE));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualFree(p, 0, MEM_RELEASE));
		EXPECT_VIEW(p, SIZE, PAGE_READWRITE);
		if (round == 1)
			EXPECT_SUCCESS(UnmapViewOfFile2(process, p, boost));
		else if (round == 2)
			EXPECT_SUCCESS(UnmapViewOfFileEx(p + SIZE - 1, boost));
		else
			EXPECT_SUCCESS(unmap_to_placeholder(p));
		EXPECT_PLACEHOLDER(p, SIZE);
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, p, false);
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS, unmap_to_placeholder(p));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS, UnmapViewOfFile(p));
		EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
			      NtUnmapViewOfSectionEx(process, p,
						     MEM_PRESERVE_PLACEHOLDER));
	}
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(p, SIZE, PRESERVE));
	/* It can be cut, joined, and filled with other things. */
	EXPECT_SUCCESS(VirtualFree(p, PAGE, PRESERVE));
	EXPECT_SUCCESS(VirtualFree(p, 2 * SIZE, COALESCE));
	EXPECT_PLACEHOLDER(p, 2 * SIZE);
}

/* V-03, B-06, B-07: a view in a placeholder is on any page, and of any. */
TEST_F(placeholder, pages_are_enough)
{
	char *base = self->base, *start = base + PAGE, *end = base + 2 * PAGE;
	HANDLE process = GetCurrentProcess();
	char *view, *block;

	strcpy(map(self->section, FILE_MAP_WRITE) + PAGE, "second page");
	EXPECT_SUCCESS(VirtualFree(start, PAGE, PRESERVE));
	EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
		       map_over(self->section, start - 1, PAGE, PAGE,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
		       map_over(self->section, start, PAGE - 1, PAGE,
				PAGE_READWRITE));
	EXPECT_PLACEHOLDER(start, PAGE);
	view = map_over(self->section, start, PAGE, PAGE, PAGE_READWRITE);
	EXPECT_EQ(start, view);
	EXPECT_STREQ("second page", view);
	EXPECT_VIEW(view, PAGE, PAGE_READWRITE);
	EXPECT_PLACEHOLDER(base, PAGE);
	EXPECT_PLACEHOLDER(end, 2 * SIZE - 2 * PAGE);
	EXPECT_SUCCESS(UnmapViewOfFile(view));

	/* Alignment first, though there is no placeholder any more. */
	EXPECT_TRUE(is_free(start));
	EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
		       map_over(self->section, start - 1, PAGE, PAGE,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
		       map_over(self->section, start, PAGE - 1, PAGE,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       map_over(self->section, start, PAGE, PAGE,
				PAGE_READWRITE));
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_SUCCESS(VirtualFree(end, 0, MEM_RELEASE));

	/* Without a placeholder it takes 64 KiB, and any memory is free. */
	EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
		       MapViewOfFile3(self->section, process, end, PAGE, 0, 0,
				      PAGE_READWRITE, NULL, 0));
	EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
		       MapViewOfFile3(self->section, process, end, PAGE, PAGE,
				      0, PAGE_READWRITE, NULL, 0));
	block = base + GRANULE;
	EXPECT_EQ(block, MapViewOfFile3(self->section, process, block, 0, PAGE,
					0, PAGE_READWRITE, NULL, 0));
	EXPECT_VIEW(block, PAGE, PAGE_READWRITE);
	EXPECT_SUCCESS(UnmapViewOfFile(block));
	EXPECT_EQ(block, MapViewOfFile3(self->section, NULL, block,
					4 * GRANULE, PAGE, 0, PAGE_READWRITE,
					NULL, 0));
	EXPECT_SUCCESS(UnmapViewOfFile(block));
}

/* A view that does not fit, or may not be, leaves the placeholder. */
TEST_F(placeholder, view_that_is_refused)
{
	HANDLE reader = NULL, bad[] = { NULL, (HANDLE)4, GetCurrentProcess() };
	static const struct { size_t offset; SIZE_T size; } misfits[] = {
		{ 0, PAGE }, { 0, SIZE - PAGE }, { PAGE, SIZE },
		{ 0, 2 * SIZE }, { SIZE, SIZE - PAGE }, { PAGE, PAGE },
	};
	char *p = self->base, *plain = placeholder(GRANULE);
	PVOID *readonly, base = p;
	SIZE_T size = SIZE;
	ULONG old;
	size_t i;

	EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
	EXPECT_SUCCESS(DuplicateHandle(GetCurrentProcess(), self->section,
				       GetCurrentProcess(), &reader,
				       FILE_MAP_READ, FALSE, 0));
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       map_over(bad[i], p, 0, SIZE, PAGE_READONLY));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       map_over(reader, p, 0, SIZE, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       map_over(self->section, p, PAGE, SIZE, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       map_over(self->section, p, 0, SIZE, 0));
	for (i = 0; i < ARRAY_SIZE(misfits); i++) {
		if (misfits[i].size > SIZE)
			continue;
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       map_over(self->section, p + misfits[i].offset, 0,
					misfits[i].size, PAGE_READWRITE));
	}
	/* No place, or not a placeholder's. */
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       map_over(self->section, NULL, 0, SIZE, PAGE_READWRITE));
	EXPECT_SUCCESS(VirtualFree(plain, 0, MEM_RELEASE));
	plain = VirtualAlloc(NULL, GRANULE, MEM_COMMIT, PAGE_READWRITE);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       map_over(self->section, plain, 0, GRANULE,
				PAGE_READWRITE));
	EXPECT_ACCESS(STATUS_SUCCESS, plain, true);

	/* Where the base cannot be written back to there is no view. */
	readonly = (PVOID *)plain;
	readonly[0] = p;
	EXPECT_SUCCESS(VirtualProtect(plain, PAGE, PAGE_READONLY, &old));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtMapViewOfSectionEx(self->section, NtCurrentProcess(),
					   readonly, NULL, &size,
					   MEM_REPLACE_PLACEHOLDER,
					   PAGE_READWRITE, NULL, 0));
	EXPECT_PLACEHOLDER(p, SIZE);
	EXPECT_PLACEHOLDER(p + SIZE, SIZE);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtMapViewOfSectionEx(self->section, NtCurrentProcess(),
					   &base, NULL, &size,
					   MEM_REPLACE_PLACEHOLDER,
					   PAGE_READWRITE, NULL, 0));
	EXPECT_EQ((PVOID)p, base);
	EXPECT_SUCCESS(VirtualFree(plain, 0, MEM_RELEASE));
	EXPECT_SUCCESS(CloseHandle(reader));
}

/* V-33, P-15: views of each kind in place of one; what each of them allows. */
TEST_F(placeholder, views_of_all_kinds)
{
	static const struct { ULONG protect; NTSTATUS read, write; } kinds[] = {
		{ PAGE_NOACCESS, STATUS_ACCESS_VIOLATION,
		  STATUS_ACCESS_VIOLATION },
		{ PAGE_READONLY, STATUS_SUCCESS, STATUS_ACCESS_VIOLATION },
		{ PAGE_WRITECOPY, STATUS_SUCCESS, STATUS_SUCCESS },
		{ PAGE_READWRITE, STATUS_SUCCESS, STATUS_SUCCESS },
	};
	char *p = self->base, *other = map(self->section, FILE_MAP_READ);
	size_t i;

	ASSERT_NE(NULL, other);
	EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		EXPECT_EQ(p, map_over(self->section, p, 0, SIZE,
				      kinds[i].protect));
		EXPECT_VIEW(p, SIZE, kinds[i].protect);
		EXPECT_ACCESS(kinds[i].read, p, false);
		EXPECT_ACCESS(kinds[i].write, p, true);
		EXPECT_EQ(kinds[i].protect == PAGE_READWRITE, other[0]);
		EXPECT_SUCCESS(unmap_to_placeholder(p));
		EXPECT_PLACEHOLDER(p, SIZE);
	}
	EXPECT_SUCCESS(UnmapViewOfFile(other));
}

/* One placeholder after the other on each page, of views and of memory. */
TEST_F(placeholder, page_by_page)
{
	const int pages = 2 * SIZE / PAGE;
	char *p = self->base;
	int i;

	for (i = 0; i < pages; i++) {
		char *page = p + i * PAGE;

		if (i < pages - 1)
			EXPECT_SUCCESS(VirtualFree(page, PAGE, PRESERVE));
		if (i % 2) {
			EXPECT_EQ(page, map_over(self->section, page,
						 i / 2 * PAGE, PAGE,
						 PAGE_READWRITE));
		} else {
			EXPECT_EQ(page, replace(page, PAGE, MEM_COMMIT,
						PAGE_READWRITE));
		}
		page[PAGE - 1] = i;
	}
	for (i = 0; i < pages; i++) {
		EXPECT_EQ((char)i, p[i * PAGE + PAGE - 1]);
		EXPECT_REGION(p + i * PAGE, p + i * PAGE, PAGE_READWRITE, PAGE,
			      MEM_COMMIT, PAGE_READWRITE,
			      i % 2 ? MEM_MAPPED : MEM_PRIVATE);
	}
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(p, SIZE, COALESCE));
	for (i = 0; i < pages; i++)
		EXPECT_SUCCESS(i % 2 ? unmap_to_placeholder(p + i * PAGE) :
				       VirtualFree(p + i * PAGE, PAGE,
						   PRESERVE));
	EXPECT_SUCCESS(VirtualFree(p, 2 * SIZE, COALESCE));
	EXPECT_PLACEHOLDER(p, 2 * SIZE);
}

/* H-07: a clone has placeholders of its own, and views in them are shared. */
TEST_F(placeholder, placeholders_in_a_clone)
{
	char *p = self->base, *other = map(self->section, FILE_MAP_READ);
	pid_t pid;

	ASSERT_NE(NULL, other);
	EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
	EXPECT_EQ(p, map_over(self->section, p, 0, SIZE, PAGE_READWRITE));
	pid = fork();
	ASSERT_GE(pid, 0);
	if (!pid) {
		if (map_over(self->section, p + SIZE, 0, SIZE,
			     PAGE_READWRITE) != p + SIZE)
			_exit(1);
		p[0] = 'v';
		p[SIZE + 1] = 'p';
		_exit(!unmap_to_placeholder(p) ||
		      !unmap_to_placeholder(p + SIZE) ||
		      !VirtualFree(p, 2 * SIZE, COALESCE));
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ('v', other[0]);
	EXPECT_EQ('p', other[1]);
	EXPECT_VIEW(p, SIZE, PAGE_READWRITE);
	EXPECT_PLACEHOLDER(p + SIZE, SIZE);
	EXPECT_SUCCESS(UnmapViewOfFile(other));
}

/* K-05: memory is charged in every placeholder, also where a view has been. */
TEST_F(placeholder, memory_is_charged)
{
	const SIZE_T size = (SIZE_T)64 << 20;
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE, size,
					NULL);
	char *p = placeholder(size);
	long before = committed_kib(), charged;
	int round;

	ASSERT_NE(NULL, section);
	ASSERT_NE(NULL, p);
	for (round = 0; round < 2; round++) {
		EXPECT_EQ(p, replace(p, size, MEM_COMMIT, PAGE_READWRITE));
		charged = committed_kib() - before;
		EXPECT_LT((long)(size >> 11), charged);
		EXPECT_SUCCESS(VirtualFree(p, size, PRESERVE));
		charged = committed_kib() - before;
		EXPECT_GT((long)(size >> 11), charged);
		EXPECT_EQ(p, map_over(section, p, 0, size, PAGE_READWRITE));
		EXPECT_SUCCESS(unmap_to_placeholder(p));
	}
	EXPECT_SUCCESS(VirtualFree(p, 0, MEM_RELEASE));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* A thread that takes what is free in a range. */
struct thief {
	char *base;
	atomic_bool stop;
	long tries;
	long taken;
};

static void *steal(void *context)
{
	struct thief *thief = context;

	do {
		char *place = thief->base +
			      thief->tries++ % (2 * SIZE / PAGE) * PAGE;
		void *page = mmap(place, PAGE, PROT_READ,
				  MAP_PRIVATE | MAP_ANONYMOUS |
				  MAP_FIXED_NOREPLACE, -1, 0);

		thief->taken += page != MAP_FAILED;
	} while (!thief->stop);
	return NULL;
}

/* V-28: the addresses are never free, whatever is put there meanwhile. */
TEST_F(placeholder, nobody_else_gets_the_addresses)
{
	struct thief thief = { .base = self->base };
	char *p = self->base;
	pthread_t thread;
	int round;

	ASSERT_EQ(0, pthread_create(&thread, NULL, steal, &thief));
	for (round = race_rounds(500); round; round--) {
		EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
		EXPECT_EQ(p, map_over(self->section, p, 0, SIZE,
				      PAGE_READWRITE));
		EXPECT_EQ(p + SIZE, replace(p + SIZE, SIZE, MEM_COMMIT,
					    PAGE_READWRITE));
		EXPECT_SUCCESS(unmap_to_placeholder(p));
		EXPECT_SUCCESS(VirtualFree(p + SIZE, SIZE, PRESERVE));
		EXPECT_SUCCESS(VirtualFree(p, 2 * SIZE, COALESCE));
	}
	thief.stop = true;
	EXPECT_EQ(0, pthread_join(thread, NULL));
	EXPECT_LT(0, thief.tries);
	EXPECT_EQ(0, thief.taken);
	EXPECT_PLACEHOLDER(p, 2 * SIZE);
}

TEST_HARNESS_MAIN
