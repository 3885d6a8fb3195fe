// SPDX-License-Identifier: GPL-2.0
/*
 * Commit charge: what is charged when, what is given back, and the refusal
 * when the limit is reached. Sizes are large against the slack of the
 * kernel's per-CPU counting of Committed_AS.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "strict.h"

#define SIZE (128 * MIB)
#define SLACK (8 * 1024)	/* KiB */

#define EXPECT_CHARGED(before, bytes)					\
	EXPECT_LT(labs(committed_kib() - (before) - (long)((bytes) / KIB)), \
		  SLACK)

/* K-01, K-04, K-08, K-11, trap C22 */
TEST(section_is_charged_at_creation)
{
	long swap_free = read_key("/proc/meminfo", "SwapFree");
	long before = committed_kib();
	int section = create(SIZE);
	char *view, *other;

	ASSERT_GE(section, 0);
	EXPECT_CHARGED(before, SIZE);
	/* Accounting only: no slot of the paging file is taken. */
	EXPECT_EQ(swap_free, read_key("/proc/meminfo", "SwapFree"));

	/* Views add nothing, however many (K-04). */
	view = map(section, SIZE, PROT_READ | PROT_WRITE);
	other = map(section, SIZE, PROT_READ);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_CHARGED(before, SIZE);

	/* Neither does touching. */
	memset(view, 1, 16 * MIB);
	EXPECT_CHARGED(before, SIZE);

	/* It is given back with the last view, not before (K-08). */
	close(section);
	munmap(view, SIZE);
	EXPECT_CHARGED(before, SIZE);
	munmap(other, SIZE);
	EXPECT_CHARGED(before, 0);
}

/* K-05, K-08: a view that may copy its pages is charged for them. */
TEST(copy_view_is_charged)
{
	long before = committed_kib();
	int section = create(SIZE);
	char *copy = map_copy(section, SIZE, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, copy);
	EXPECT_CHARGED(before, 2 * SIZE);
	munmap(copy, SIZE);
	EXPECT_CHARGED(before, SIZE);
	close(section);
	EXPECT_CHARGED(before, 0);
}

/* K-06: so is one that mprotect() makes writable, for what that covers. */
TEST(copy_view_is_charged_when_it_becomes_writable)
{
	int section = create(SIZE);
	long before = committed_kib();
	char *copy = map_copy(section, SIZE, PROT_READ);

	ASSERT_NE(MAP_FAILED, copy);
	EXPECT_CHARGED(before, 0);
	ASSERT_EQ(0, mprotect(copy, SIZE / 2, PROT_READ | PROT_WRITE));
	EXPECT_CHARGED(before, SIZE / 2);
	munmap(copy, SIZE);
	EXPECT_CHARGED(before, 0);
}

/* M-11: neither touching, nor locking, nor advice changes the charge. */
TEST(use_does_not_change_the_charge)
{
	int section = create(SIZE);
	char *view = map(section, SIZE, PROT_READ | PROT_WRITE);
	struct ntsection_query info;
	long before = committed_kib();

	ASSERT_NE(MAP_FAILED, view);
	memset(view, 1, 16 * MIB);
	ASSERT_EQ(0, mlock(view, MIB));
	ASSERT_EQ(0, munlock(view, MIB));
	ASSERT_EQ(0, madvise(view, 16 * MIB, MADV_PAGEOUT));
	ASSERT_EQ(0, madvise(view, 16 * MIB, MADV_WILLNEED));
	EXPECT_CHARGED(before, 0);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(SIZE, info.committed);
}

/* Handles of the same section are free. */
TEST(duplicates_are_not_charged)
{
	long before = committed_kib();
	int section = create(SIZE);
	int other = duplicate(section, NTSECTION_MAP_READ, 0);

	ASSERT_GE(other, 0);
	EXPECT_CHARGED(before, SIZE);
	close(section);
	EXPECT_CHARGED(before, SIZE);
	close(other);
	EXPECT_CHARGED(before, 0);
}

/* A section that refuses views is charged and given back all the same. */
TEST(read_only_section_is_charged)
{
	long before = committed_kib();
	int section = create_with(SIZE, NTSECTION_PAGE_READONLY, 0,
				  NTSECTION_MAP_READ);

	ASSERT_GE(section, 0);
	EXPECT_CHARGED(before, SIZE);
	close(section);
	EXPECT_CHARGED(before, 0);
}

/* C-10, K-03: no section above the limit, no charge left; one below it. */
TEST_F(strict, limit_holds)
{
	long limit = read_key("/proc/meminfo", "CommitLimit");
	long before = committed_kib();
	long left = limit - before;
	struct ntsection_query info;
	int section;

	ASSERT_GT(left, 4 * SLACK);
	EXPECT_ERRNO(ENOMEM, create((left + SLACK) * KIB));
	EXPECT_CHARGED(before, 0);

	section = create((left - 2 * SLACK) * KIB);
	ASSERT_GE(section, 0);
	EXPECT_CHARGED(before, (left - 2 * SLACK) * KIB);
	/* What is left does not do for a second one. */
	EXPECT_ERRNO(ENOMEM, create(4 * SLACK * KIB));
	EXPECT_EQ(0, query(section, &info));
	close(section);
	EXPECT_CHARGED(before, 0);
}

/* A call that should have failed shows as a charge. */
static void bad_calls(void)
{
	unsigned int i;

	for (i = leak_rounds(2500); i; i--) {
		create(0);
		create(~0ULL);
		create((1ULL << 63) - PAGE);
		create_with(SIZE, 0, 0, RIGHTS);
		create_with(SIZE, NTSECTION_PAGE_READWRITE, 1, RIGHTS);
	}
}

/* Bad calls by the thousand leave neither charge nor kernel memory. */
TEST(failed_calls_leak_nothing)
{
	long references = module_references();
	long before = committed_kib();

	/* 2500 leaked objects of 64 bytes would be 156 KiB. */
	EXPECT_LT(slab_growth(bad_calls), 128);
	EXPECT_EQ(references, module_references());
	EXPECT_CHARGED(before, 0);
}

static void lifecycles(void)
{
	unsigned int i;

	for (i = leak_rounds(2500); i; i--) {
		int section = create(MIB);
		int reader = duplicate(section, NTSECTION_MAP_READ, 0);
		char *view = map(section, MIB, PROT_READ | PROT_WRITE);
		char *copy = map_copy(reader, MIB, PROT_READ | PROT_WRITE);

		view[0] = 1;
		copy[0] = 1;
		close(section);
		munmap(view, MIB);
		close(reader);
		munmap(copy, MIB);
	}
}

/* Good calls by the thousand neither. */
TEST(lifecycles_leak_nothing)
{
	long references = module_references();
	long before = committed_kib();

	EXPECT_LT(slab_growth(lifecycles), 128);
	EXPECT_EQ(references, module_references());
	EXPECT_CHARGED(before, 0);
}

TEST_HARNESS_MAIN
