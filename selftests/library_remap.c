// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection: views in the place of something else, and views of which a
 * part is remapped.
 */
#include <ntsection.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define GRANULARITY NTSECTION_GRANULARITY
#define RW (PROT_READ | PROT_WRITE)

static char *reservation(size_t size)
{
	return mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static int is_taken(char *page)
{
	char *got = mmap(page, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
			 MAP_FIXED_NOREPLACE, -1, 0);

	if (got == page)
		munmap(page, PAGE);
	return got != page;
}

TEST(handle_is_described)
{
	int section = ntsection_create(-1, 3 * PAGE, NULL);
	int none = ntsection_duplicate(section, 0, 0);
	struct ntsection_handle info;

	memset(&info, 0xcc, sizeof(info));
	ASSERT_EQ(0, ntsection_handle(none, &info));
	EXPECT_EQ(sizeof(info), info.size);
	EXPECT_EQ(3 * PAGE, info.maximum_size);
	EXPECT_EQ(0, info.access);
	EXPECT_EQ(2, info.handles);
	EXPECT_ERRNO(ENOTTY, ntsection_handle(STDOUT_FILENO, &info));
	EXPECT_ERRNO(ENOTTY, ntsection_handle(device(), &info));
	EXPECT_ERRNO(EBADF, ntsection_handle(-1, &info));
}

/* V-03: page by page, and nothing beside it is touched. */
TEST(views_replace_a_reservation)
{
	int section = ntsection_create(-1, 4 * PAGE, NULL);
	char *area = reservation(3 * PAGE);
	struct ntsection_view view;
	char *base;

	ASSERT_NE(MAP_FAILED, area);
	base = ntsection_map(section, area + PAGE, 2 * PAGE, PAGE, RW,
			     NTSECTION_REPLACE);
	ASSERT_EQ(area + PAGE, base);
	base[0] = 'r';
	EXPECT_EQ(SIGSEGV, fault_of(area, 0));
	EXPECT_EQ(SIGSEGV, fault_of(area + 2 * PAGE, 0));
	ASSERT_EQ(0, ntsection_find_view(base, &view));
	EXPECT_EQ(PAGE, view.size);
	EXPECT_EQ(2 * PAGE, view.offset);

	/* Unmapped, it gives back its own page and no other. */
	ASSERT_EQ(0, ntsection_unmap(base));
	EXPECT_TRUE(is_taken(area));
	EXPECT_FALSE(is_taken(area + PAGE));
	EXPECT_TRUE(is_taken(area + 2 * PAGE));
}

/* A ring: the same memory twice, side by side, over and over. */
TEST(ring_buffer)
{
	int section = ntsection_create(-1, PAGE, NULL), round;
	/* Volatile: what is one page to us is two to the compiler. */
	volatile char *ring = reservation(2 * PAGE);
	char *area = (char *)ring;

	for (round = 0; round < 3; round++) {
		ASSERT_EQ(area, ntsection_map(section, area, 0, 0, RW,
					      NTSECTION_REPLACE));
		ASSERT_EQ(area + PAGE, ntsection_map(section, area + PAGE, 0,
						     0, RW,
						     NTSECTION_REPLACE));
		ring[PAGE - 1] = 'a' + round;
		EXPECT_EQ('a' + round, ring[2 * PAGE - 1]);
		/* The place stays the caller's all the time. */
		ASSERT_EQ(0, ntsection_unmap_reserve(area + 1));
		ASSERT_EQ(0, ntsection_unmap_reserve(area + PAGE));
		EXPECT_TRUE(is_taken(area));
		EXPECT_TRUE(is_taken(area + PAGE));
		EXPECT_EQ(SIGSEGV, fault_of(area, 0));
		EXPECT_ERRNO(EINVAL, ntsection_unmap_reserve(area));
	}
	EXPECT_EQ(0, munmap(area, 2 * PAGE));
}

/* Of an ordinary view the whole blocks stay reserved. */
TEST(unmap_and_keep_the_place)
{
	int section = ntsection_create(-1, PAGE, NULL);
	char *base = ntsection_map(section, NULL, 0, 0, RW, 0);
	unsigned int i;

	ASSERT_EQ(0, ntsection_unmap_reserve(base));
	for (i = 0; i < GRANULARITY / PAGE; i++)
		EXPECT_TRUE(is_taken(base + i * PAGE));
	EXPECT_EQ(0, munmap(base, GRANULARITY));
}

TEST(replace_bad_input)
{
	int section = ntsection_create(-1, 4 * PAGE, NULL);
	int reader = ntsection_duplicate(section, NTSECTION_MAP_READ, 0);
	char *area = mmap(NULL, 4 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			  0);

	memset(area, 'm', 4 * PAGE);
#define EXPECT_NO_VIEW(expected, ...) do {			\
	errno = 0;						\
	EXPECT_EQ(NULL, ntsection_map(__VA_ARGS__));		\
	EXPECT_EQ(expected, errno);				\
} while (0)
	EXPECT_NO_VIEW(EINVAL, section, NULL, 0, 0, RW, NTSECTION_REPLACE);
	EXPECT_NO_VIEW(EINVAL, section, area + 1, 0, 0, RW, NTSECTION_REPLACE);
	EXPECT_NO_VIEW(EINVAL, section, area, 1, 0, RW, NTSECTION_REPLACE);
	EXPECT_NO_VIEW(ENXIO, section, area, 4 * PAGE, 0, RW,
		       NTSECTION_REPLACE);
	EXPECT_NO_VIEW(ENXIO, section, area, PAGE, 4 * PAGE, RW,
		       NTSECTION_REPLACE);
	EXPECT_NO_VIEW(EACCES, reader, area, 0, 0, RW, NTSECTION_REPLACE);
	/* What was there is still there. */
	EXPECT_EQ('m', area[0]);
	EXPECT_EQ('m', area[4 * PAGE - 1]);
}

/* P-05: copy-on-write in place, and shared again. */
TEST(part_of_a_view_changes)
{
	int section = ntsection_create(-1, 3 * PAGE, NULL);
	char *base = ntsection_map(section, NULL, 0, 0, RW, 0);
	char *other = ntsection_map(section, NULL, 0, 0, PROT_READ, 0);

	ASSERT_NE(NULL, base);
	ntsection_close(section);
	ASSERT_EQ(0, ntsection_remap(-1, base + PAGE, PAGE, RW,
				     NTSECTION_COPY));
	memset(base, 'w', 3 * PAGE);
	EXPECT_EQ('w', other[0]);
	EXPECT_EQ(0, other[PAGE]);
	EXPECT_EQ('w', other[2 * PAGE]);
	ASSERT_EQ(0, ntsection_remap(device(), base + PAGE, PAGE, RW, 0));
	EXPECT_EQ(0, base[PAGE]);
	base[PAGE] = 's';
	EXPECT_EQ('s', other[PAGE]);
	EXPECT_EQ(0, ntsection_unmap(base));
	EXPECT_EQ(SIGSEGV, fault_of(base + PAGE, 0));
}

/* H-06: a child does not have the part either. */
TEST(part_of_a_view_not_in_children)
{
	int section = ntsection_create(-1, 2 * PAGE, NULL);
	char *base = ntsection_map(section, NULL, 0, 0, RW, NTSECTION_UNMAP);
	pid_t pid;

	ASSERT_EQ(0, ntsection_remap(-1, base, PAGE, RW, NTSECTION_COPY));
	pid = fork();
	if (!pid)
		_exit(fault_of(base, 0) != SIGSEGV);
	EXPECT_EQ(0, wait_status(pid));
}

TEST(remap_bad_input)
{
	int section = ntsection_create(-1, 2 * PAGE, NULL);
	int reader = ntsection_duplicate(section, NTSECTION_MAP_READ, 0);
	char *base = ntsection_map(section, NULL, 0, 0, RW, 0);
	char *read_only = ntsection_map(reader, NULL, 0, 0, PROT_READ, 0);

	base[0] = 'k';
	EXPECT_ERRNO(EINVAL, ntsection_remap(-1, base, PAGE, RW, 2));
	EXPECT_ERRNO(EINVAL, ntsection_remap(-1, base, 0, RW, 0));
	EXPECT_ERRNO(EINVAL, ntsection_remap(-1, base + 1, PAGE, RW, 0));
	EXPECT_ERRNO(EINVAL, ntsection_remap(-1, base, PAGE - 1, RW, 0));
	EXPECT_ERRNO(EINVAL, ntsection_remap(-1, base, PAGE, 8, 0));
	EXPECT_ERRNO(EINVAL, ntsection_remap(-1, &section, PAGE, RW, 0));
	EXPECT_ERRNO(ENXIO, ntsection_remap(-1, base, 3 * PAGE, RW, 0));
	EXPECT_ERRNO(EACCES, ntsection_remap(-1, read_only, PAGE, RW, 0));
	EXPECT_ERRNO(ENOTTY, ntsection_remap(STDOUT_FILENO, base, PAGE, RW,
					     0));
	EXPECT_ERRNO(EBADF, ntsection_remap(-2, base, PAGE, RW, 0));
	EXPECT_EQ('k', base[0]);
	EXPECT_EQ('k', read_only[0]);
}

TEST_HARNESS_MAIN
