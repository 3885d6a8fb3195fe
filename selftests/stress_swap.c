// SPDX-License-Identifier: GPL-2.0
/*
 * Swap that is full, that goes away while it is used, that is compressed
 * memory, that cannot be read or written; and RAM and swap nearly full for as
 * long as one likes.
 */
#include <sys/utsname.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "ram.h"
#include "range.h"
#include "stress.h"

#define SIZE (8 * MIB)
#define PAGES (SIZE / PAGE)

FIXTURE(swap) {
	struct left before;
	int section;
	char *view;
};

FIXTURE_SETUP(swap)
{
	NEED_ROOT();
	if (read_key("/proc/meminfo", "SwapFree") < (long)(4 * SIZE / KIB))
		SKIP(return, "needs %lu MiB of free swap", 4 * SIZE / MIB);
	self->before = left_now();
	self->section = create(SIZE);
	ASSERT_GE(self->section, 0);
	self->view = map_aligned(self->section, SIZE);
	ASSERT_NE(MAP_FAILED, self->view);
	fill(self->view, SIZE, 1);
}

FIXTURE_TEARDOWN(swap)
{
	munmap(self->view, SIZE);
	close(self->section);
	EXPECT_NOTHING_LEFT(self->before);
}

/* L-08: what does not fit into swap stays in RAM. */
TEST_F_TIMEOUT(swap, that_is_full, STRESS_TIMEOUT)
{
	size_t size = (read_key("/proc/meminfo", "SwapFree") + 16 * 1024) * KIB;
	int section = create(size), other;
	char *view = map(section, size, PROT_READ | PROT_WRITE);
	struct ntsection_query info;

	ASSERT_NE(MAP_FAILED, view);
	fill(view, size, 2);
	ASSERT_EQ(0, page_out(view, size));
	EXPECT_LT(read_key("/proc/meminfo", "SwapFree"), 1024);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(size, info.resident + info.swapped);
	other = create(SIZE);
	EXPECT_GE(other, 0);
	close(other);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	EXPECT_EQ(0, wrong_words(view, size, 2));
	munmap(view, size);
	close(section);
}

/* K-10: swap goes away, and comes again, while pages go out and come in. */
TEST_F_TIMEOUT(swap, that_goes_away_under_load, STRESS_TIMEOUT)
{
	const char *disk = getenv("NTSECTION_SWAP_DEVICE");
	unsigned long rounds = scaled(5), round, i;
	int running[2], started[2];
	pid_t pids[2];
	char byte;

	if (!disk)
		SKIP(return, "NTSECTION_SWAP_DEVICE names no swap device");
	/* Nobody's page tables have them now: so whoever has can page out. */
	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_EQ(0, pipe2(running, O_NONBLOCK));
	ASSERT_EQ(0, pipe(started));
	for (i = 0; i < ARRAY_SIZE(pids); i++) {
		pids[i] = fork();
		if (!pids[i]) {
			char *own = self->view + i * SIZE / 2;
			unsigned long seed = i;

			close(running[1]);
			/* EAGAIN until the other end is closed. */
			while (read(running[0], &byte, 1)) {
				fill(own, SIZE / 2, ++seed);
				if (page_out(own, SIZE / 2))
					_exit(1);
				if (seed < 9 && write(started[1], "", 1) != 1)
					_exit(2);
				if (wrong_words(own, SIZE / 2, seed))
					_exit(3);
			}
			_exit(0);
		}
	}
	for (i = 0; i < 4; i++)
		ASSERT_EQ(1, read(started[0], &byte, 1));
	for (round = 0; round < rounds; round++) {
		EXPECT_EQ(0, swapoff(disk));
		EXPECT_EQ(0, swapon(disk, 0));
	}
	close(running[1]);
	for (i = 0; i < ARRAY_SIZE(pids); i++)
		EXPECT_EQ(0, wait_status(pids[i]));
}

/* Swap in compressed memory, which is used before the disk. */
TEST_F_TIMEOUT(swap, in_zram, STRESS_TIMEOUT)
{
	struct ntsection_query info;

	ASSERT_EQ(0, system("modprobe zram"));
	ASSERT_EQ(0, write_text("/sys/block/zram0/disksize", "32M"));
	ASSERT_EQ(0, swap_on("/dev/zram0"));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GT(info.swapped, SIZE / 2);
	/* mm_stat begins with the bytes that were stored. */
	EXPECT_GT(read_number("/sys/block/zram0/mm_stat"), (long)SIZE / 2);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(0, swapoff("/dev/zram0"));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	EXPECT_EQ(0, write_text("/sys/block/zram0/reset", "1"));
	EXPECT_EQ(0, system("rmmod zram"));
}

#define ZSWAP "/sys/module/zswap/parameters/enabled"

/* Pages that are compressed on their way to the disk. */
TEST_F_TIMEOUT(swap, behind_zswap, STRESS_TIMEOUT)
{
	struct ntsection_query info;
	unsigned long i, wrong = 0;
	long stored;

	/* Debian's cloud kernels are built without it. */
	if (access(ZSWAP, F_OK)) {
		ksft_print_msg("this kernel has no zswap\n");
		return;
	}
	ASSERT_EQ(0, write_text(ZSWAP, "Y"));
	/* Half of each page is zero: it compresses, and is not all the same. */
	for (i = 0; i < SIZE; i += PAGE)
		memset(self->view + i, 0, PAGE / 2);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	stored = read_number("/sys/kernel/debug/zswap/stored_pages");
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GT(info.swapped, SIZE / 4);
	EXPECT_GT(stored, 0);
	for (i = 0; i < SIZE; i += PAGE) {
		wrong += !is_zero(self->view + i, PAGE / 2);
		wrong += wrong_words(self->view + i + PAGE / 2, PAGE / 2,
				     1 + (i + PAGE / 2) / sizeof(__u64));
	}
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, write_text(ZSWAP, "N"));
}

/* Huge pages wherever they fit: in and out, whole and split, and reset. */
TEST_F_TIMEOUT(swap, of_huge_pages, STRESS_TIMEOUT)
{
	char before[32];
	unsigned long rounds = scaled(2), round;
	int section;
	char *view;

	read_choice(SHMEM_ENABLED, before, sizeof(before));
	ASSERT_EQ(0, write_text(SHMEM_ENABLED, "always"));
	for (round = 0; round < rounds; round++) {
		section = create(SIZE);
		view = map_aligned(section, SIZE);
		ASSERT_NE(MAP_FAILED, view);
		fill(view, SIZE, round);
		ASSERT_EQ(0, page_out(view, SIZE));
		EXPECT_EQ(0, wrong_words(view, SIZE, round));
		fill(view, SIZE, round + 1);
		ASSERT_EQ(0, page_out(view + PAGE, SIZE / 2));
		ASSERT_EQ(0, reset(section, SIZE / 2, SIZE / 2));
		ASSERT_EQ(0, page_out(view, SIZE));
		EXPECT_EQ(0, wrong_words(view, SIZE / 2, round + 1));
		munmap(view, SIZE);
		close(section);
	}
	EXPECT_EQ(0, write_text(SHMEM_ENABLED, before));
}

/*
 * Fill a view by a process of the group, so that the group has the pages, and
 * move them all to swap. Those that are written are in RAM for a while still:
 * what is read then is not what the disk has.
 */
static int fill_and_evict(char *view, __u64 seed)
{
	pid_t pid = fork();

	if (!pid) {
		int err = group_set("cgroup.procs", "0");

		fill(view, SIZE, seed);
		_exit(!!err);
	}
	if (wait_status(pid))
		return -1;
	do {
		if (group_set("memory.high", "0"))
			return -1;
	} while (group_number("memory.current") > (long)MIB / 2);
	return group_set("memory.high", "max");
}

#define PAGE_CLUSTER "/proc/sys/vm/page-cluster"
/* Each such step of the disk has one place that cannot be read. */
#define UNREADABLE (128 * KIB)

/*
 * Linux 7.2 warns in swap_put_entries_direct() when it frees memory of shmem,
 * whoever's, that could not be read; 7.3 does not. A warning ends the VM.
 */
static bool warns_of_what_was_lost(void)
{
	struct utsname name;

	return !uname(&name) && !strncmp(name.release, "7.2.", 4);
}

/*
 * A disk of which some sectors cannot be read: whoever touches a page that was
 * there gets SIGBUS, or EFAULT from a system call, and every other page is
 * right.
 */
TEST_F_TIMEOUT(swap, that_cannot_be_read, STRESS_TIMEOUT)
{
	const char *disk = getenv("NTSECTION_UNREADABLE_DEVICE");
	unsigned long i, lost = 0, wrong = 0;
	int section, ends[2];
	char cluster[8];
	char *view;

	if (!disk)
		SKIP(return, "NTSECTION_UNREADABLE_DEVICE names no device");
	if (warns_of_what_was_lost()) {
		ksft_print_msg("this kernel warns when it frees lost pages\n");
		return;
	}
	section = create(SIZE);
	view = map(section, SIZE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, pipe(ends));
	ASSERT_EQ(0, group_make("max", "max"));
	ASSERT_EQ(0, swap_on(disk));
	/* What is read in one go is lost as one. */
	snprintf(cluster, sizeof(cluster), "%ld", read_number(PAGE_CLUSTER));
	ASSERT_EQ(0, write_text(PAGE_CLUSTER, "0"));
	ASSERT_EQ(0, fill_and_evict(view, 3));
	for (i = 0; i < PAGES; i++) {
		char *page = view + i * PAGE;
		int fault = fault_of(page, 0);

		if (fault == SIGBUS) {
			lost++;
			EXPECT_ERRNO(EFAULT, write(ends[1], page, 1));
			EXPECT_EQ(SIGBUS, fault_of(page, 1));
		} else {
			wrong += fault || wrong_words(page, PAGE, 3 + i *
						      PAGE / sizeof(__u64));
		}
	}
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, write_text(PAGE_CLUSTER, cluster));
	EXPECT_GT(lost, 0);
	/* Where the pages are on the disk may be twice as unlucky. */
	EXPECT_LE(lost, 2 * SIZE / UNREADABLE);
	ksft_print_msg("%lu of %lu pages could not be read\n", lost,
		       (unsigned long)PAGES);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	munmap(view, SIZE);
	close(section);
	/* Nothing is lost of a section that is new. */
	section = create(SIZE);
	view = map(section, SIZE, PROT_READ | PROT_WRITE);
	EXPECT_EQ(0, swapoff(disk));
	EXPECT_EQ(1, is_zero(view, SIZE));
	munmap(view, SIZE);
	close(section);
	EXPECT_EQ(0, group_remove());
}

/* A disk of which some sectors cannot be written: those pages stay in RAM. */
TEST_F_TIMEOUT(swap, that_cannot_be_written, STRESS_TIMEOUT)
{
	const char *disk = getenv("NTSECTION_UNWRITABLE_DEVICE");
	unsigned int round;

	if (!disk)
		SKIP(return, "NTSECTION_UNWRITABLE_DEVICE names no device");
	ASSERT_EQ(0, swap_on(disk));
	for (round = 1; round < 4; round++) {
		fill(self->view, SIZE, round);
		ASSERT_EQ(0, page_out(self->view, SIZE));
		EXPECT_EQ(0, wrong_words(self->view, SIZE, round));
	}
	EXPECT_EQ(0, system("dmesg | grep -q 'Write-error on swap-device'"));
	EXPECT_EQ(0, swapoff(disk));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 3));
}

#define CHUNK MIB
#define CHUNKS_MAX 4096

/* L-08: RAM is full, swap half so; all is written and read over and over. */
TEST_F_TIMEOUT(swap, nearly_full, STRESS_TIMEOUT)
{
	static unsigned long seeds[CHUNKS_MAX];
	static char *views[CHUNKS_MAX];
	unsigned long cycles = scaled(2), cycle, i, wrong = 0, written = 0;
	unsigned long chunks, ram, half;
	struct paging before, after;
	unsigned int seed = 95;

	/* A short run fills what is left, a long one all there is. */
	ASSERT_EQ(0, take_ram((16 + scaled(32)) * KIB));
	ram = read_key("/proc/meminfo", "MemAvailable") * KIB / 100 * 95;
	half = read_key("/proc/meminfo", "SwapFree") * KIB / 2;
	if (half > (16 + scaled(16)) * MIB)
		half = (16 + scaled(16)) * MIB;
	chunks = (ram + half) / CHUNK;
	before = paging_now();
	/* More than that if what went to swap first was the root's own files. */
	for (i = 0; i < chunks || paging_now().in == before.in; i++) {
		int section = create(CHUNK);

		ASSERT_LT(i, CHUNKS_MAX);
		views[i] = map(section, CHUNK, PROT_READ | PROT_WRITE);
		ASSERT_NE(MAP_FAILED, views[i]);
		close(section);
		seeds[i] = i;
		fill(views[i], CHUNK, i);
		written += CHUNK;
		if (i >= chunks)
			wrong += wrong_words(views[i - chunks], CHUNK,
					     i - chunks);
	}
	chunks = i;
	for (cycle = 0; cycle < cycles; cycle++) {
		for (i = 0; i < chunks / 4; i++) {
			unsigned int which = below(&seed, chunks);

			seeds[which] += chunks;
			fill(views[which], CHUNK, seeds[which]);
			written += CHUNK;
		}
		for (i = 0; i < chunks; i++)
			wrong += wrong_words(views[i], CHUNK, seeds[i]);
		ASSERT_EQ(0, wrong);
	}
	after = paging_now();
	EXPECT_GT(after.out, before.out);
	EXPECT_GT(after.in, before.in);
	ksft_print_msg("%lu MiB held, %lu cycles, %lu MiB written\n",
		       chunks * CHUNK / MIB, cycles, written / MIB);
	ksft_print_msg("%ld pages out, %ld pages in, %lu words wrong\n",
		       after.out - before.out, after.in - before.in, wrong);
	for (i = 0; i < chunks; i++)
		munmap(views[i], CHUNK);
	EXPECT_EQ(0, give_ram_back());
}

TEST_HARNESS_MAIN
