// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: views and offsets above 4 GiB, and no room for a view.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#define GIB	((SIZE_T)1 << 30)
#define TIB	((SIZE_T)1 << 40)

static HANDLE create_reserve(SIZE_T size)
{
	return create_section(PAGE_READWRITE | SEC_RESERVE, size, NULL);
}

/* V-41, V-06, R-02: all of a section of 8 GiB in one view. */
TEST(view_of_8_gib)
{
	SIZE_T last = 8 * GIB - PAGE, high = 5 * GIB + 3 * PAGE;
	struct footprint before;
	HANDLE section;
	char *view;

	/* The device stays open from the first section on. */
	EXPECT_SUCCESS(CloseHandle(create_reserve(PAGE)));
	before = footprint();
	section = create_reserve(8 * GIB);
	ASSERT_NE(NULL, section);
	view = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	EXPECT_REGION(view, view, PAGE_READWRITE, 8 * GIB, MEM_RESERVE, 0,
		      MEM_MAPPED);
	EXPECT_EQ(view + last, VirtualAlloc(view + last, PAGE, MEM_COMMIT,
					    PAGE_READWRITE));
	EXPECT_EQ(view + high, VirtualAlloc(view + high, PAGE, MEM_COMMIT,
					    PAGE_READWRITE));
	EXPECT_ACCESS(STATUS_SUCCESS, view + 8 * GIB - 1, true);
	EXPECT_ACCESS(STATUS_SUCCESS, view + high, true);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + last - 1, true);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + (uint32_t)high, true);
	EXPECT_REGION(view + high, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view, view, PAGE_READWRITE, high, MEM_RESERVE, 0,
		      MEM_MAPPED);
	/* Any address inside will do, also one that is more than 4 GiB in. */
	EXPECT_SUCCESS(UnmapViewOfFile(view + last + 1));
	EXPECT_TRUE(is_free(view));
	EXPECT_TRUE(is_free(view + last));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_NO_FOOTPRINT(before);
}

/* B-04: offsets above 4 GiB keep their upper half, in all forms. */
TEST(offsets_above_4_gib)
{
	static const SIZE_T offsets[] = {
		4 * GIB, 4 * GIB + GRANULE, 5 * GIB, 8 * GIB - GRANULE,
	};
	HANDLE section = create_reserve(8 * GIB);
	HANDLE process = GetCurrentProcess();
	char *whole, *views[6];
	size_t i, j;

	ASSERT_NE(NULL, section);
	whole = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, whole);
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		SIZE_T offset = offsets[i];

		ASSERT_NE(NULL, VirtualAlloc(whole + offset, GRANULE,
					     MEM_COMMIT, PAGE_READWRITE));
		strcpy(whole + offset + PAGE, "above");
		whole[offset] = 'a' + i;
		views[0] = MapViewOfFile(section, FILE_MAP_READ, offset >> 32,
					 offset, PAGE);
		views[1] = MapViewOfFileEx(section, FILE_MAP_READ,
					   offset >> 32, offset, PAGE, NULL);
		views[2] = MapViewOfFileFromApp(section, FILE_MAP_READ, offset,
						PAGE);
		views[3] = MapViewOfFile2(section, process, offset, NULL, PAGE,
					  0, PAGE_READONLY);
		views[4] = MapViewOfFile3(section, process, NULL, offset, PAGE,
					  0, PAGE_READONLY, NULL, 0);
		views[5] = MapViewOfFile3FromApp(section, process, NULL,
						 offset, PAGE, 0,
						 PAGE_READONLY, NULL, 0);
		for (j = 0; j < ARRAY_SIZE(views); j++) {
			ASSERT_NE(NULL, views[j]);
			EXPECT_EQ('a' + i, views[j][0]);
			EXPECT_VIEW(views[j], PAGE, PAGE_READONLY);
			EXPECT_SUCCESS(UnmapViewOfFile(views[j]));
		}
	}
	/* To the end, and not a byte further. */
	views[0] = MapViewOfFileFromApp(section, FILE_MAP_READ, 5 * GIB, 0);
	ASSERT_NE(NULL, views[0]);
	EXPECT_EQ('c', views[0][0]);
	EXPECT_SUCCESS(UnmapViewOfFile(views[0] + 3 * GIB - 1));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       MapViewOfFileFromApp(section, FILE_MAP_READ, 8 * GIB,
					    0));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       MapViewOfFileFromApp(section, FILE_MAP_READ,
					    8 * GIB - GRANULE, 2 * GRANULE));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       MapViewOfFile(section, FILE_MAP_READ, 2, 0, PAGE));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_SUCCESS(UnmapViewOfFile(whole));
}

/* V-17: views until there is no room; then none, and no other harm. */
TEST(no_room_in_the_address_space)
{
	SIZE_T most = ((SIZE_T)last_address() + 1 + GRANULE) / 32;
	HANDLE section = create_reserve(most);
	char *views[64], *view = NULL;
	struct footprint before;
	size_t count = 0;

	ASSERT_NE(NULL, section);
	while (count < ARRAY_SIZE(views)) {
		view = map(section, FILE_MAP_WRITE);
		if (!view)
			break;
		views[count++] = view;
	}
	EXPECT_EQ(NULL, view);
	/* Most of the address space is free. */
	EXPECT_LT(16, count);
	EXPECT_GT(32, count);

	before = footprint();
	EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY, map(section, FILE_MAP_WRITE));
	EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY, map(section, FILE_MAP_READ));
	EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY, map(section, 0));
	EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY,
		       MapViewOfFile3(section, NULL, NULL, 0, 0, MEM_TOP_DOWN,
				      PAGE_READWRITE, NULL, 0));
	EXPECT_NO_FOOTPRINT(before);

	/* A smaller one has room, and so has this one where one was. */
	view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, GRANULE);
	EXPECT_NE(NULL, view);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(UnmapViewOfFile(views[0]));
	EXPECT_EQ(views[0], MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0,
					    views[0]));
	while (count)
		EXPECT_SUCCESS(UnmapViewOfFile(views[--count]));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* V-17, K-05: a view that would be charged, too, lacks room all the same. */
TEST(no_room_within_limits)
{
	HANDLE section = create_section(PAGE_READWRITE, 16 * GRANULE, NULL);
	MEM_ADDRESS_REQUIREMENTS wanted = {
		.LowestStartingAddress = last_address() + 1 - 8 * GRANULE,
	};
	MEM_EXTENDED_PARAMETER parameter = {
		.Type = MemExtendedParameterAddressRequirements,
		.Pointer = &wanted,
	};
	static const ULONG protections[] = {
		PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE, PAGE_WRITECOPY,
	};
	size_t i;

	ASSERT_NE(NULL, section);
	for (i = 0; i < ARRAY_SIZE(protections); i++)
		EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY,
			       MapViewOfFile3(section, NULL, NULL, 0, 0, 0,
					      protections[i], &parameter, 1));
	EXPECT_SUCCESS(CloseHandle(section));
}

TEST_HARNESS_MAIN
