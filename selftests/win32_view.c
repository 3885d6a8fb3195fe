// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: MapViewOfFile in all its forms: where a view goes, how
 * large it is, what it shows, and what is refused.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#include <sys/mman.h>

#define SIZE	((SIZE_T)(16 * GRANULE))

/* The eight functions as one: all of them map a view to read and write. */
static char *map_plain(HANDLE section, ULONG64 offset, SIZE_T size, void *base)
{
	(void)base;
	return MapViewOfFile(section, FILE_MAP_WRITE, offset >> 32, offset,
			     size);
}

static char *map_ex(HANDLE section, ULONG64 offset, SIZE_T size, void *base)
{
	return MapViewOfFileEx(section, FILE_MAP_WRITE, offset >> 32, offset,
			       size, base);
}

static char *map_ex_numa(HANDLE section, ULONG64 offset, SIZE_T size,
			 void *base)
{
	return MapViewOfFileExNuma(section, FILE_MAP_WRITE, offset >> 32,
				   offset, size, base, 0);
}

static char *map_app(HANDLE section, ULONG64 offset, SIZE_T size, void *base)
{
	(void)base;
	return MapViewOfFileFromApp(section, FILE_MAP_WRITE, offset, size);
}

static char *map_2(HANDLE section, ULONG64 offset, SIZE_T size, void *base)
{
	return MapViewOfFile2(section, GetCurrentProcess(), offset, base, size,
			      0, PAGE_READWRITE);
}

static char *map_numa_2(HANDLE section, ULONG64 offset, SIZE_T size,
			void *base)
{
	return MapViewOfFileNuma2(section, GetCurrentProcess(), offset, base,
				  size, 0, PAGE_READWRITE, 0);
}

static char *map_3(HANDLE section, ULONG64 offset, SIZE_T size, void *base)
{
	return MapViewOfFile3(section, GetCurrentProcess(), base, offset, size,
			      0, PAGE_READWRITE, NULL, 0);
}

static char *map_3_app(HANDLE section, ULONG64 offset, SIZE_T size, void *base)
{
	/* No process means this one (B-06). */
	return MapViewOfFile3FromApp(section, NULL, base, offset, size, 0,
				     PAGE_READWRITE, NULL, 0);
}

static const struct {
	char *(*map)(HANDLE section, ULONG64 offset, SIZE_T size, void *base);
	bool takes_base;
} forms[] = {
	{ map_plain, false },
	{ map_app, false },
	{ map_ex, true },
	{ map_ex_numa, true },
	{ map_2, true },
	{ map_numa_2, true },
	{ map_3, true },
	{ map_3_app, true },
};

FIXTURE(view) {
	HANDLE section;
	char *whole;		/* a view of all of it */
	char *place;		/* where there is room for another */
	struct footprint before;
};

FIXTURE_SETUP(view)
{
	self->section = create_section(PAGE_READWRITE, SIZE, NULL);
	ASSERT_NE(NULL, self->section);
	self->whole = map(self->section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, self->whole);
	self->place = free_place(SIZE);
	ASSERT_NE(NULL, self->place);
	self->before = footprint();
}

FIXTURE_TEARDOWN(view)
{
	EXPECT_NO_FOOTPRINT(self->before);
	EXPECT_SUCCESS(UnmapViewOfFile(self->whole));
	EXPECT_SUCCESS(CloseHandle(self->section));
}

/* V-01: an offset is a multiple of 64 KiB, or the call fails, in all forms. */
TEST_F(view, offset_must_be_aligned)
{
	static const ULONG64 bad[] = {
		1, PAGE - 1, PAGE, GRANULE - 1, GRANULE + 1, GRANULE + PAGE,
		SIZE + 1, -(ULONG64)1, (ULONG64)1 << 32 | PAGE,
	};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (j = 0; j < ARRAY_SIZE(bad); j++) {
			EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
				       forms[i].map(self->section, bad[j],
						    PAGE, NULL));
			/* Before it is seen that the base is taken. */
			if (forms[i].takes_base)
				EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
					       forms[i].map(self->section,
							    bad[j], 0,
							    self->whole));
		}
		for (j = 0; j < SIZE; j += GRANULE) {
			char *view = forms[i].map(self->section, j, 0, NULL);

			ASSERT_NE(NULL, view);
			EXPECT_VIEW(view, SIZE - j, PAGE_READWRITE);
			EXPECT_SUCCESS(UnmapViewOfFile(view));
		}
	}
}

/* V-02: a base is never rounded, whether its place is free or not. */
TEST_F(view, base_must_be_aligned)
{
	static const size_t bad[] = {
		1, 42, PAGE, PAGE + 1, GRANULE - PAGE, GRANULE - 1,
		GRANULE + 1, GRANULE + PAGE,
	};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		if (!forms[i].takes_base)
			continue;
		for (j = 0; j < ARRAY_SIZE(bad); j++) {
			EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
				       forms[i].map(self->section, 0, PAGE,
						    self->place + bad[j]));
			EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
				       forms[i].map(self->section, 0, PAGE,
						    self->whole + bad[j]));
			EXPECT_FAILURE(ERROR_MAPPED_ALIGNMENT,
				       forms[i].map(self->section, 0, PAGE,
						    (char *)0 + bad[j]));
		}
	}
	EXPECT_TRUE(is_free(self->place));
}

/* V-04, V-18: types of allocation that a view cannot have. */
TEST_F(view, bad_types)
{
	static const ULONG bad[] = {
		AT_ROUND_TO_PAGE, MEM_COMMIT, MEM_RESERVE,
		MEM_RESERVE | MEM_COMMIT, MEM_RESERVE_PLACEHOLDER, MEM_RESET,
		1, 2, MEM_TOP_DOWN | MEM_COMMIT, MEM_PHYSICAL, ~0U,
	};
	char *odd = self->place + PAGE;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       MapViewOfFile3(self->section, NULL, NULL, 0, 0,
					      bad[i], PAGE_READWRITE, NULL, 0));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       MapViewOfFile2(self->section,
					      GetCurrentProcess(), 0, odd, 0,
					      bad[i], PAGE_READWRITE));
	}
	/* This one is for a section that has them. */
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       MapViewOfFile3(self->section, NULL, NULL, 0, 0,
				      MEM_LARGE_PAGES, PAGE_READWRITE, NULL,
				      0));
	/* In MapViewOfFile() two of them are said by a bit of the access. */
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       map(self->section, FILE_MAP_WRITE |
					  FILE_MAP_LARGE_PAGES));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       map(self->section, FILE_MAP_WRITE | FILE_MAP_RESERVE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       MapViewOfFile2(self->section, GetCurrentProcess(), 0,
				      self->place, PAGE,
				      MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE));
}

/* V-05, V-06, V-07: a base of the system's choice, size 0, rounding. */
TEST_F(view, sizes_are_rounded)
{
	static const struct { SIZE_T size, rounded; } sizes[] = {
		{ 0, SIZE - GRANULE }, { 1, PAGE }, { PAGE - 1, PAGE },
		{ PAGE, PAGE }, { PAGE + 1, 2 * PAGE },
		{ GRANULE - 1, GRANULE }, { GRANULE + 1, GRANULE + PAGE },
		{ SIZE - GRANULE - 1, SIZE - GRANULE },
		{ SIZE - GRANULE, SIZE - GRANULE },
	};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			char *view = forms[i].map(self->section, GRANULE,
						  sizes[j].size, NULL);

			ASSERT_NE(NULL, view);
			EXPECT_EQ(0, (uintptr_t)view % GRANULE);
			EXPECT_VIEW(view, sizes[j].rounded, PAGE_READWRITE);
			EXPECT_SUCCESS(UnmapViewOfFile(view));
		}
	}
}

/* V-08, V-24: what is left of the last 64 KiB is nobody's. */
TEST_F(view, rest_of_the_last_block)
{
	SIZE_T size = GRANULE + 3 * PAGE, offset;
	char *view = map_ex(self->section, 0, size, self->place), *next;

	ASSERT_EQ(self->place, view);
	EXPECT_ACCESS(STATUS_SUCCESS, view + size - 1, true);
	for (offset = size; offset < 2 * GRANULE; offset += PAGE) {
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + offset, false);
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + offset, true);
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(view + offset, PAGE, MEM_RESERVE,
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(view + offset, PAGE,
					    MEM_RESERVE | MEM_COMMIT,
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(view + offset, PAGE, MEM_COMMIT,
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       UnmapViewOfFile(view + offset));
		/* Nor is it the kernel's to give away. */
		EXPECT_EQ(MAP_FAILED, mmap(view + offset, PAGE, PROT_READ,
					   MAP_PRIVATE | MAP_ANONYMOUS |
					   MAP_FIXED_NOREPLACE, -1, 0));
		EXPECT_EQ(EEXIST, errno);
	}
	EXPECT_VIEW(view, size, PAGE_READWRITE);

	next = VirtualAlloc(view + 2 * GRANULE, PAGE, MEM_RESERVE,
			    PAGE_READWRITE);
	EXPECT_EQ(view + 2 * GRANULE, next);
	EXPECT_SUCCESS(VirtualFree(next, 0, MEM_RELEASE));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	/* The whole block is free again. */
	view = VirtualAlloc(self->place, 2 * GRANULE, MEM_RESERVE,
			    PAGE_NOACCESS);
	EXPECT_EQ(self->place, view);
	EXPECT_SUCCESS(VirtualFree(view, 0, MEM_RELEASE));
}

/* V-09, V-31: two views show one memory, each from its offset on. */
TEST_F(view, views_show_their_part)
{
	size_t i, j;

	for (i = 0; i < SIZE / GRANULE; i++)
		self->whole[i * GRANULE] = 'a' + i;
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (j = 0; j < SIZE / GRANULE; j++) {
			SIZE_T size = SIZE - j * GRANULE;
			char *view = forms[i].map(self->section, j * GRANULE,
						  size, NULL);

			ASSERT_NE(NULL, view);
			EXPECT_TRUE(view + size <= self->whole ||
				    view >= self->whole + SIZE);
			EXPECT_EQ('a' + j, view[0]);
			view[PAGE + i] = 'A' + j;
			EXPECT_EQ('A' + j,
				  self->whole[j * GRANULE + PAGE + i]);
			self->whole[SIZE - 1] = i + j;
			EXPECT_EQ(i + j, view[size - 1]);
			EXPECT_SUCCESS(UnmapViewOfFile(view));
		}
	}
}

/* V-10, V-11: a view does not leave the section, not even by a byte. */
TEST_F(view, views_stay_in_the_section)
{
	static const struct { ULONG64 offset; SIZE_T size; } bad[] = {
		{ 0, SIZE + 1 }, { 0, SIZE + PAGE }, { 0, (SIZE_T)1 << 32 },
		{ 0, (SIZE_T)1 << 46 }, { GRANULE, SIZE },
		{ GRANULE, SIZE - GRANULE + 1 }, { SIZE - GRANULE, GRANULE + 1 },
		{ SIZE, 0 }, { SIZE, 1 }, { SIZE, PAGE },
		{ SIZE + GRANULE, 0 }, { SIZE + GRANULE, PAGE },
		{ (ULONG64)1 << 32, 0 }, { (ULONG64)1 << 32, PAGE },
		{ (ULONG64)1 << 63, 0 }, { (ULONG64)1 << 63, PAGE },
		{ -(ULONG64)GRANULE, 0 }, { -(ULONG64)GRANULE, PAGE },
		{ -(ULONG64)GRANULE, GRANULE }, { -(ULONG64)GRANULE, SIZE },
	};
	HANDLE small = create_section(PAGE_READWRITE, PAGE + 1, NULL);
	size_t i, j;
	char *view;

	ASSERT_NE(NULL, small);
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (j = 0; j < ARRAY_SIZE(bad); j++)
			EXPECT_FAILURE(ERROR_ACCESS_DENIED,
				       forms[i].map(self->section,
						    bad[j].offset, bad[j].size,
						    NULL));
		/* The size that counts is the rounded one. */
		EXPECT_FAILURE(ERROR_ACCESS_DENIED,
			       forms[i].map(small, 0, 2 * PAGE + 1, NULL));
		view = forms[i].map(small, 0, 2 * PAGE, NULL);
		ASSERT_NE(NULL, view);
		EXPECT_ACCESS(STATUS_SUCCESS, view + 2 * PAGE - 1, true);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
	}
	EXPECT_SUCCESS(CloseHandle(small));
}

/* V-12: sizes that no address space has. */
TEST_F(view, absurd_sizes)
{
	static const SIZE_T bad[] = {
		-(SIZE_T)1, -PAGE, -PAGE + 1, -GRANULE, (SIZE_T)1 << 63,
		(SIZE_T)1 << 48,
	};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (j = 0; j < ARRAY_SIZE(bad); j++) {
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       forms[i].map(self->section, 0, bad[j],
						    NULL));
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       forms[i].map(self->section, GRANULE,
						    bad[j], self->place));
		}
	}
}

/* V-14: a base that is free is where the view is. */
TEST_F(view, base_of_choice)
{
	size_t i;
	char *view;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		if (!forms[i].takes_base)
			continue;
		self->whole[GRANULE] = i;
		view = forms[i].map(self->section, GRANULE, PAGE, self->place);
		EXPECT_EQ(self->place, view);
		EXPECT_VIEW(self->place, PAGE, PAGE_READWRITE);
		EXPECT_EQ(i, self->place[0]);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
		EXPECT_TRUE(is_free(self->place));
	}
}

/* V-15: a place that is taken, by whatever, is not taken again. */
TEST_F(view, base_that_is_taken)
{
	char *reserved = VirtualAlloc(NULL, PAGE, MEM_RESERVE, PAGE_READWRITE);
	char *private = VirtualAlloc(NULL, 2 * GRANULE, MEM_COMMIT,
				     PAGE_READWRITE);
	char *foreign = mmap(self->place + 2 * GRANULE + PAGE, PAGE, PROT_READ,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
			     -1, 0);
	const struct { char *base; SIZE_T size; } bad[] = {
		{ self->whole, 0 }, { self->whole, PAGE },
		{ self->whole + SIZE - GRANULE, PAGE },
		{ reserved, PAGE }, { private, GRANULE },
		{ private + GRANULE, 1 },
		/* The first blocks are free, the last has a page in it. */
		{ self->place, 3 * GRANULE },
		{ self->place + 2 * GRANULE, 2 * PAGE },
	};
	size_t i, j;
	char *view;

	ASSERT_NE(NULL, reserved);
	ASSERT_NE(NULL, private);
	ASSERT_NE(MAP_FAILED, foreign);
	private[0] = 'p';
	self->whole[0] = 'w';
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		if (!forms[i].takes_base)
			continue;
		for (j = 0; j < ARRAY_SIZE(bad); j++)
			EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
				       forms[i].map(self->section, 0,
						    bad[j].size, bad[j].base));
		view = forms[i].map(self->section, 0, 2 * GRANULE, self->place);
		EXPECT_EQ(self->place, view);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
	}
	EXPECT_EQ('p', private[0]);
	EXPECT_EQ('w', self->whole[0]);
	EXPECT_VIEW(self->whole, SIZE, PAGE_READWRITE);
	EXPECT_ACCESS(STATUS_SUCCESS, foreign, false);
	EXPECT_EQ(0, munmap(foreign, PAGE));
	EXPECT_SUCCESS(VirtualFree(private, 0, MEM_RELEASE));
	EXPECT_SUCCESS(VirtualFree(reserved, 0, MEM_RELEASE));
}

/* V-16: bases that are no program's, and ranges that end there. */
TEST_F(view, base_beyond_the_last_address)
{
	char *end = last_address() + 1;
	const struct { char *base; SIZE_T size; } bad[] = {
		{ end, PAGE }, { end + GRANULE, PAGE },
		{ (char *)((uintptr_t)1 << 56), PAGE },
		{ (char *)((uintptr_t)1 << 63), PAGE },
		{ (char *)0xffff800000000000, PAGE },
		{ (char *)-GRANULE, PAGE }, { (char *)-GRANULE, 0 },
		{ end - GRANULE, GRANULE + 1 }, { end - GRANULE, 2 * GRANULE },
		{ end - 2 * GRANULE, SIZE },
	};
	size_t i, j;
	char *view;

	ASSERT_EQ(0, (uintptr_t)end % GRANULE);
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		if (!forms[i].takes_base)
			continue;
		for (j = 0; j < ARRAY_SIZE(bad); j++)
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       forms[i].map(self->section, 0,
						    bad[j].size, bad[j].base));
	}

	/* The very last block is a program's, unless the stack is there. */
	if (!is_free(end - GRANULE)) {
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       map_3(self->section, 0, GRANULE, end - GRANULE));
		return;
	}
	view = map_3(self->section, 0, GRANULE, end - GRANULE);
	EXPECT_EQ(end - GRANULE, view);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
}

TEST_HARNESS_MAIN
