// SPDX-License-Identifier: GPL-2.0
/*
 * "Backed by the paging file": pages that have to leave RAM go to swap and
 * come back right; pages that do not have to are never written.
 */
#include <sys/swap.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define SIZE (16 * MIB)
#define PAGES (SIZE / PAGE)

static long pages_written(void)
{
	return read_key("/proc/vmstat", "pswpout");
}

/* What is at byte @i of a section that was filled with @seed. */
static __u64 word(__u64 i, __u64 seed)
{
	return (i + seed) * 0x9e3779b97f4a7c15ULL;
}

static void fill(char *view, size_t size, __u64 seed)
{
	__u64 *words = (__u64 *)view, i;

	for (i = 0; i < size / sizeof(*words); i++)
		words[i] = word(i, seed);
}

static size_t wrong_words(const char *view, size_t size, __u64 seed)
{
	const __u64 *words = (const __u64 *)view;
	size_t wrong = 0, i;

	for (i = 0; i < size / sizeof(*words); i++)
		wrong += words[i] != word(i, seed);
	return wrong;
}

FIXTURE(swap) {
	int section;
	char *view;
};

FIXTURE_SETUP(swap)
{
	if (read_key("/proc/meminfo", "SwapFree") < (long)(2 * SIZE / KIB))
		SKIP(return, "needs %lu MiB of free swap", 2 * SIZE / MIB);
	self->section = create(SIZE);
	ASSERT_GE(self->section, 0);
	self->view = map(self->section, SIZE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, self->view);
}

FIXTURE_TEARDOWN(swap)
{
}

/* L-07: out and in again; QUERY and fdinfo follow. */
TEST_F(swap, pages_go_out_and_come_back)
{
	struct ntsection_query info;
	char path[64];

	fill(self->view, SIZE, 1);
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(SIZE, info.resident);
	EXPECT_EQ(0, info.swapped);

	ASSERT_EQ(0, madvise(self->view, SIZE, MADV_PAGEOUT));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GT(info.swapped, SIZE / 2);
	EXPECT_LT(info.resident, SIZE / 2);
	EXPECT_EQ(SIZE, info.resident + info.swapped);
	EXPECT_EQ(SIZE, info.committed);

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", self->section);
	EXPECT_EQ((long)info.swapped, read_key(path, "ntsection-swapped"));

	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(SIZE, info.resident);
}

/* L-07: another process reads from its own view what is in swap. */
TEST_F(swap, other_process_reads_from_swap)
{
	struct ntsection_query info;
	pid_t pid;

	fill(self->view, SIZE, 2);
	ASSERT_EQ(0, madvise(self->view, SIZE, MADV_PAGEOUT));
	ASSERT_EQ(0, query(self->section, &info));
	ASSERT_GT(info.swapped, SIZE / 2);
	pid = fork();
	if (!pid) {
		char *own = map(self->section, SIZE, PROT_READ | PROT_WRITE);

		if (own == MAP_FAILED || wrong_words(own, SIZE, 2))
			_exit(1);
		fill(own, SIZE, 3);
		_exit(0);
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 3));
}

/* The data is in swap also when no view and no process maps it (L-02). */
TEST_F(swap, unmapped_section_keeps_swapped_pages)
{
	struct ntsection_query info;

	fill(self->view, SIZE, 4);
	ASSERT_EQ(0, madvise(self->view, SIZE, MADV_PAGEOUT));
	munmap(self->view, SIZE);
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GT(info.swapped, SIZE / 2);
	self->view = map(self->section, SIZE, PROT_READ);
	ASSERT_NE(MAP_FAILED, self->view);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 4));
}

/* L-03: swap space is given back with the section. */
TEST_F(swap, swap_space_is_given_back)
{
	long before = read_key("/proc/meminfo", "SwapFree");

	fill(self->view, SIZE, 5);
	ASSERT_EQ(0, madvise(self->view, SIZE, MADV_PAGEOUT));
	EXPECT_LT(read_key("/proc/meminfo", "SwapFree"),
		  before - (long)(SIZE / 2 / KIB));
	close(self->section);
	munmap(self->view, SIZE);
	/* Others may give back some, too. */
	EXPECT_LT(before - read_key("/proc/meminfo", "SwapFree"), 1024);
}

/* L-06: what is freed before it has to leave RAM is never written. */
TEST_F(swap, freed_pages_are_never_written)
{
	long before = pages_written();

	fill(self->view, SIZE, 6);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 6));
	munmap(self->view, SIZE);
	close(self->section);
	EXPECT_EQ(before, pages_written());
}

/* A copy of a page is private memory and is paged as such (P-15). */
TEST_F(swap, private_copies_are_paged_too)
{
	char *copy = map_copy(self->section, SIZE, PROT_READ | PROT_WRITE);
	long before = pages_written();

	ASSERT_NE(MAP_FAILED, copy);
	fill(self->view, SIZE, 7);
	fill(copy, SIZE, 8);
	ASSERT_EQ(0, madvise(copy, SIZE, MADV_PAGEOUT));
	EXPECT_GT(pages_written() - before, (long)PAGES / 2);
	EXPECT_EQ(0, wrong_words(copy, SIZE, 8));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 7));
}

/* VirtualLock: locked pages stay. */
TEST_F(swap, locked_pages_stay)
{
	struct ntsection_query info;

	fill(self->view, SIZE, 9);
	ASSERT_EQ(0, mlock(self->view, PAGE));
	EXPECT_ERRNO(EINVAL, madvise(self->view, PAGE, MADV_PAGEOUT));
	ASSERT_EQ(0, madvise(self->view + PAGE, SIZE - PAGE, MADV_PAGEOUT));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GE(info.resident, PAGE);
	EXPECT_GT(info.swapped, SIZE / 2);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 9));
}

/*
 * L-08, H-08: more than the limit of a memory cgroup is written and read
 * over; not a byte is lost and nobody is killed. At memory.max kernels with
 * the multi-generational LRU (6.12, 7.2) kill rather than wait for a slow
 * swap device; at memory.high they wait.
 */
TEST_F(swap, under_a_memory_limit)
{
	static const char group[] = "/sys/fs/cgroup/ntsection-swap-test";
	long out = pages_written();
	char path[128], text[32];
	int round;
	pid_t pid;

	NEED_ROOT();
	ASSERT_EQ(0, mkdir(group, 0755));
	snprintf(path, sizeof(path), "%s/memory.high", group);
	snprintf(text, sizeof(text), "%lu", SIZE / 2);
	ASSERT_EQ(0, write_text(path, text));

	pid = fork();
	if (!pid) {
		snprintf(path, sizeof(path), "%s/cgroup.procs", group);
		if (write_text(path, "0"))
			_exit(1);
		for (round = 0; round < 3; round++) {
			fill(self->view, SIZE, 10 + round);
			if (wrong_words(self->view, SIZE, 10 + round))
				_exit(2);
		}
		_exit(0);
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_GT(pages_written() - out, (long)PAGES / 2);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 12));
	EXPECT_EQ(0, rmdir(group));
}

/* K-10: without a paging file sections work, and what was out comes home. */
TEST_F(swap, swapoff_brings_everything_home)
{
	const char *disk = getenv("NTSECTION_SWAP_DEVICE");
	struct ntsection_query info;
	int section;

	NEED_ROOT();
	if (!disk)
		SKIP(return, "NTSECTION_SWAP_DEVICE names no swap device");
	fill(self->view, SIZE, 13);
	ASSERT_EQ(0, madvise(self->view, SIZE, MADV_PAGEOUT));
	ASSERT_EQ(0, swapoff(disk));
	EXPECT_EQ(0, query(self->section, &info));
	EXPECT_EQ(0, info.swapped);
	EXPECT_EQ(SIZE, info.resident);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 13));

	section = create(SIZE);
	EXPECT_GE(section, 0);
	/* Nowhere to go. */
	EXPECT_EQ(0, madvise(self->view, SIZE, MADV_PAGEOUT));
	EXPECT_EQ(0, query(self->section, &info));
	EXPECT_EQ(SIZE, info.resident);
	EXPECT_EQ(0, swapon(disk, 0));
}

TEST_HARNESS_MAIN
