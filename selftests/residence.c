// SPDX-License-Identifier: GPL-2.0
/*
 * NTSECTION_IOC_RESIDENCE: which pages are in RAM, dirty, huge, in swap.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "range.h"

#define RW (PROT_READ | PROT_WRITE)
#define SIZE (64 * PAGE)
#define POISONED 0xccccccccccccccccULL

static int residence(int fd, __u64 id, __u64 start, __u64 length,
		     struct ntsection_residence *args)
{
	memset(args, 0xcc, sizeof(*args));
	args->size = sizeof(*args);
	args->flags = 0;
	args->id = id;
	args->start = start;
	args->length = length;
	return ioctl(fd, NTSECTION_IOC_RESIDENCE, args);
}

static __u64 id_of(int section)
{
	struct ntsection_query info;

	return query(section, &info) ? 0 : info.id;
}

#define EXPECT_RESIDENCE(fd, id, start, length, in_ram, unwritten, of_huge, \
			 in_swap)					\
do {									\
	struct ntsection_residence got;					\
	ASSERT_EQ(0, residence(fd, id, start, length, &got));		\
	EXPECT_EQ((__u64)(in_ram), got.resident);			\
	EXPECT_EQ((__u64)(unwritten), got.dirty);			\
	EXPECT_EQ((__u64)(of_huge), got.huge);				\
	EXPECT_EQ((__u64)(in_swap), got.swapped);			\
} while (0)

/* L-09: a page is made when it is touched. */
TEST(pages_are_counted)
{
	int section = create(SIZE);
	char *view = map(section, SIZE, RW);
	__u64 id = id_of(section);
	unsigned int i;

	EXPECT_RESIDENCE(section, 0, 0, SIZE, 0, 0, 0, 0);
	for (i = 0; i < 64; i += 4)
		view[i * PAGE] = 1;
	EXPECT_RESIDENCE(section, 0, 0, SIZE, 16 * PAGE, 16 * PAGE, 0, 0);
	EXPECT_RESIDENCE(section, 0, 8 * PAGE, 5 * PAGE, 2 * PAGE, 2 * PAGE,
			 0, 0);
	EXPECT_RESIDENCE(section, 0, 9 * PAGE, PAGE, 0, 0, 0, 0);
	EXPECT_RESIDENCE(device(), id, 0, SIZE, 16 * PAGE, 16 * PAGE, 0, 0);
	/* What was read only is clean, and need not be written. */
	(void)*(volatile char *)(view + PAGE);
	EXPECT_RESIDENCE(section, 0, 0, 4 * PAGE, 2 * PAGE, PAGE, 0, 0);
	/* What was reset is, too. */
	ASSERT_EQ(0, reset(section, 0, PAGE));
	EXPECT_RESIDENCE(section, 0, 0, PAGE, PAGE, 0, 0, 0);
}

TEST(swapped_pages)
{
	int section = create(SIZE);
	char *view = map(section, SIZE, RW);

	memset(view, 's', SIZE);
	ASSERT_EQ(0, madvise(view, SIZE / 2, MADV_PAGEOUT));
	EXPECT_RESIDENCE(section, 0, 0, SIZE / 2, 0, 0, 0, SIZE / 2);
	EXPECT_RESIDENCE(section, 0, 0, SIZE, SIZE / 2, SIZE / 2, 0, SIZE / 2);
	EXPECT_RESIDENCE(section, 0, SIZE / 2 - PAGE, 2 * PAGE, PAGE, PAGE, 0,
			 PAGE);
}

TEST(huge_pages)
{
	int section = create_with(2 * HUGE_PAGE, NTSECTION_PAGE_READWRITE,
				  NTSECTION_SEC_COMMIT |
				  NTSECTION_SEC_LARGE_PAGES, RIGHTS);
	char *view = map_aligned(section, 2 * HUGE_PAGE);

	ASSERT_NE(MAP_FAILED, view);
	view[HUGE_PAGE] = 1;
	EXPECT_RESIDENCE(section, 0, 0, 2 * HUGE_PAGE, HUGE_PAGE, HUGE_PAGE,
			 HUGE_PAGE, 0);
	/* A part of it, at its begin, inside and at its end. */
	EXPECT_RESIDENCE(section, 0, HUGE_PAGE - PAGE, 2 * PAGE, PAGE, PAGE,
			 PAGE, 0);
	EXPECT_RESIDENCE(section, 0, HUGE_PAGE + 3 * PAGE, 5 * PAGE, 5 * PAGE,
			 5 * PAGE, 5 * PAGE, 0);
	EXPECT_RESIDENCE(section, 0, 2 * HUGE_PAGE - PAGE, PAGE, PAGE, PAGE,
			 PAGE, 0);
}

TEST(reserve_has_what_was_touched)
{
	int section = reserve(1ULL << 40);
	char *view = map(section, SIZE, RW);

	ASSERT_EQ(0, commit(section, 0, 4 * PAGE));
	view[PAGE] = 1;
	EXPECT_RESIDENCE(section, 0, 0, 1ULL << 40, PAGE, PAGE, 0, 0);
}

/* Also of a section without handles. */
TEST(by_number)
{
	struct ntsection_residence args;
	int section = create(SIZE);
	char *view = map(section, SIZE, RW);
	__u64 id = id_of(section);

	view[0] = 1;
	close(section);
	EXPECT_RESIDENCE(device(), id, 0, SIZE, PAGE, PAGE, 0, 0);
	munmap(view, SIZE);
	EXPECT_ERRNO(ESRCH, residence(device(), id, 0, SIZE, &args));
	EXPECT_EQ(POISONED, args.resident);
}

TEST(bad_input)
{
	struct ntsection_residence args;
	int section = create(SIZE);
	int blind = duplicate(section, READ_WRITE, 0);
	__u64 id = id_of(section);

	EXPECT_ERRNO(EACCES, residence(blind, 0, 0, SIZE, &args));
	EXPECT_ERRNO(EINVAL, residence(section, id, 0, SIZE, &args));
	EXPECT_ERRNO(EINVAL, residence(section, 0, 0, 0, &args));
	EXPECT_ERRNO(EINVAL, residence(section, 0, 1, PAGE, &args));
	EXPECT_ERRNO(EINVAL, residence(section, 0, 0, PAGE + 1, &args));
	EXPECT_ERRNO(ENXIO, residence(section, 0, 0, SIZE + PAGE, &args));
	EXPECT_ERRNO(ENXIO, residence(section, 0, SIZE, PAGE, &args));
	EXPECT_ERRNO(ENXIO, residence(section, 0, -PAGE, 2 * PAGE, &args));
	EXPECT_ERRNO(ESRCH, residence(device(), 0, 0, SIZE, &args));
	EXPECT_ERRNO(ESRCH, residence(device(), ~0ULL, 0, SIZE, &args));
	EXPECT_EQ(POISONED, args.resident);
	args.flags = 1;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_RESIDENCE, &args));
	args.flags = 0;
	args.size--;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_RESIDENCE, &args));
	args.size = 2 * PAGE;
	EXPECT_ERRNO(E2BIG, ioctl(section, NTSECTION_IOC_RESIDENCE, &args));
	EXPECT_ERRNO(EFAULT, ioctl(section, NTSECTION_IOC_RESIDENCE, NULL));
}

TEST_HARNESS_MAIN
