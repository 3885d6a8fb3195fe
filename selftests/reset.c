// SPDX-License-Identifier: GPL-2.0
/*
 * MEM_RESET: content that may be lost instead of being written to swap;
 * NTSECTION_IOC_RESET and NTSECTION_IOC_RESET_UNDO.
 *
 * MADV_PAGEOUT is the pressure: it takes pages that one process maps once.
 * What several map is pushed out through a memory cgroup.
 */
#include <limits.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "range.h"

#define SIZE (16 * MIB)
#define PAGES (SIZE / PAGE)
#define SLACK (8 * 1024)	/* KiB, as in charge.c */
#define GROUP "/sys/fs/cgroup/ntsection-reset-test"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static long pages_written(void)
{
	return read_key("/proc/vmstat", "pswpout");
}

static long pages_read(void)
{
	return read_key("/proc/vmstat", "pswpin");
}

static long swap_free(void)
{
	return read_key("/proc/meminfo", "SwapFree");
}

/* Pages by what they hold: what fill() wrote, zeros, or neither (M-02). */
struct census {
	unsigned long old, zero, other;
};

static struct census count_pages(const char *view, size_t size,
				 __u64 seed)
{
	struct census census = { };
	size_t offset;

	for (offset = 0; offset < size; offset += PAGE) {
		__u64 first = offset / sizeof(__u64) + seed;

		/* word() counts from the beginning of what was filled. */
		if (!wrong_words(view + offset, PAGE, first))
			census.old++;
		else if (is_zero(view + offset, PAGE))
			census.zero++;
		else
			census.other++;
	}
	return census;
}

FIXTURE(reset) {
	int section;
	char *view;
};

FIXTURE_SETUP(reset)
{
	if (swap_free() < (long)(3 * SIZE / KIB))
		SKIP(return, "needs %lu MiB of free swap", 3 * SIZE / MIB);
	self->section = create(SIZE);
	ASSERT_GE(self->section, 0);
	self->view = map(self->section, SIZE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, self->view);
	fill(self->view, SIZE, 1);
}

FIXTURE_TEARDOWN(reset)
{
}

/* M-01: no pressure, no loss; nothing about the section changes. */
TEST_F(reset, keeps_content_without_pressure)
{
	struct ntsection_query before, after;
	long charge = committed_kib();

	ASSERT_EQ(0, query(self->section, &before));
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, reset_view(self->view + 100, SIZE / 2));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	ASSERT_EQ(0, query(self->section, &after));
	EXPECT_EQ(0, memcmp(&before, &after, sizeof(before)));
	EXPECT_EQ(SIZE, after.resident);
	EXPECT_LT(labs(committed_kib() - charge), SLACK);
}

/* M-02, K-12: dropped and not written, page by page. */
TEST_F(reset, pages_vanish_under_pressure)
{
	long written = pages_written(), charge = committed_kib();
	long blocks = swap_free();
	struct ntsection_query info;
	struct census census;

	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(written, pages_written());
	EXPECT_EQ(blocks, swap_free());
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_LT(info.resident, SIZE / 2);
	EXPECT_EQ(0, info.swapped);
	EXPECT_EQ(SIZE, info.committed);
	census = count_pages(self->view, SIZE, 1);
	EXPECT_EQ(0, census.other);
	EXPECT_GT(census.zero, PAGES / 2);
	EXPECT_EQ(PAGES, census.old + census.zero);
	EXPECT_LT(labs(committed_kib() - charge), SLACK);

	/* The twin: the same without reset is written, and comes back. */
	fill(self->view, SIZE, 2);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_GT(pages_written() - written, (long)PAGES / 2);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 2));
}

/* Only what is in the range, rounded outwards. */
TEST_F(reset, takes_whole_pages_of_the_range)
{
	const unsigned long pages = 4 * MIB / PAGE;
	struct census census;

	ASSERT_EQ(0, reset(self->section, 5 * MIB - 1, 2));
	ASSERT_EQ(0, reset_view(self->view + 8 * MIB, 4 * MIB));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	census = count_pages(self->view, SIZE, 1);
	EXPECT_EQ(0, census.other);
	EXPECT_GT(census.zero, pages / 2);
	EXPECT_LE(census.zero, pages + 2);
	census = count_pages(self->view + 8 * MIB, 4 * MIB,
			     1 + 8 * MIB / sizeof(__u64));
	EXPECT_GT(census.zero, pages / 2);
	EXPECT_EQ(0, wrong_words(self->view, 5 * MIB - PAGE, 1));
	EXPECT_EQ(0, wrong_words(self->view + 5 * MIB + PAGE,
				 3 * MIB - PAGE,
				 1 + (5 * MIB + PAGE) / sizeof(__u64)));
	EXPECT_EQ(0, wrong_words(self->view + 12 * MIB, 4 * MIB,
				 1 + 12 * MIB / sizeof(__u64)));
}

/* M-02: what is written after the call has returned is kept. */
TEST_F(reset, pages_written_later_survive)
{
	unsigned long i, lost = 0, zero = 0, other = 0;
	long written = pages_written();

	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	/* One byte keeps the whole page, old content and all. */
	for (i = 0; i < PAGES; i += 4)
		self->view[i * PAGE + 77] ^= 0xff;
	/* So does a system call. */
	for (i = 1; i < PAGES; i += 64) {
		char byte = self->view[i * PAGE + 77] ^ 0xff;
		int ends[2];

		ASSERT_EQ(0, pipe(ends));
		ASSERT_EQ(1, write(ends[1], &byte, 1));
		ASSERT_EQ(1, read(ends[0], self->view + i * PAGE + 77, 1));
		close(ends[0]);
		close(ends[1]);
	}
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_GT(pages_written() - written, (long)PAGES / 8);
	EXPECT_LE(pages_written() - written, (long)(PAGES / 4 + PAGES / 64));
	for (i = 0; i < PAGES; i++) {
		char *page = self->view + i * PAGE;
		__u64 seed = 1 + i * PAGE / sizeof(__u64);

		if (i % 4 == 0 || i % 64 == 1) {
			page[77] ^= 0xff;
			lost += wrong_words(page, PAGE, seed) != 0;
		} else if (is_zero(page, PAGE)) {
			zero++;
		} else {
			other += wrong_words(page, PAGE, seed) != 0;
		}
	}
	EXPECT_EQ(0, lost);
	EXPECT_EQ(0, other);
	EXPECT_GT(zero, PAGES / 2);
}

/* What is in swap is dropped at once, and is not read for that. */
TEST_F(reset, swapped_pages_are_dropped)
{
	long before = swap_free(), read;
	struct ntsection_query info;
	pid_t pid;

	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_EQ(0, query(self->section, &info));
	ASSERT_GT(info.swapped, SIZE / 2);
	EXPECT_LT(swap_free(), before - (long)(SIZE / 2 / KIB));
	read = pages_read();
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	/* Others swap, too. */
	EXPECT_LT(before - swap_free(), (long)(SIZE / 4 / KIB));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(0, info.swapped);
	EXPECT_EQ(SIZE, info.committed);
	EXPECT_EQ(0, count_pages(self->view, SIZE, 1).other);
	EXPECT_GT(count_pages(self->view, SIZE, 1).zero, PAGES / 2);
	EXPECT_LT(pages_read() - read, (long)PAGES / 16);
	pid = fork();
	if (!pid) {
		char *own = map(self->section, SIZE, PROT_READ);

		_exit(own == MAP_FAILED ||
		      count_pages(own, SIZE, 1).zero <= PAGES / 2);
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_ERRNO(ENODATA, reset_undo(self->section, 0, SIZE));
}

/* A section without any view is reset as well. */
TEST_F(reset, unmapped_pages)
{
	struct ntsection_query info;

	ASSERT_EQ(0, page_out(self->view, SIZE / 2));
	ASSERT_EQ(0, munmap(self->view, SIZE));
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GE(info.resident, SIZE / 2);
	EXPECT_EQ(0, info.swapped);
	EXPECT_ERRNO(ENODATA, reset_undo(self->section, 0, SIZE / 2));
	EXPECT_EQ(0, reset_undo(self->section, SIZE / 2, SIZE / 2));
	self->view = map(self->section, SIZE, PROT_READ);
	ASSERT_NE(MAP_FAILED, self->view);
	EXPECT_EQ(0, wrong_words(self->view + SIZE / 2, SIZE / 2,
				 1 + SIZE / 2 / sizeof(__u64)));
}

/* M-02: nobody maps them, and the kernel gives up its caches. */
TEST_F(reset, unmapped_pages_vanish)
{
	struct ntsection_query info;

	NEED_ROOT();
	ASSERT_EQ(0, munmap(self->view, SIZE));
	/* The twin: content that is needed is no cache. */
	ASSERT_EQ(0, write_text("/proc/sys/vm/drop_caches", "1"));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(SIZE, info.resident + info.swapped);
	ASSERT_EQ(0, reset(self->section, 0, SIZE / 2));
	ASSERT_EQ(0, write_text("/proc/sys/vm/drop_caches", "1"));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_LT(info.resident, 3 * SIZE / 4);
	EXPECT_EQ(SIZE, info.committed);
	EXPECT_ERRNO(ENODATA, reset_undo(self->section, 0, SIZE / 2));
	EXPECT_EQ(0, reset_undo(self->section, SIZE / 2, SIZE / 2));
	self->view = map(self->section, SIZE, PROT_READ);
	ASSERT_NE(MAP_FAILED, self->view);
	EXPECT_EQ(0, count_pages(self->view, SIZE, 1).other);
	EXPECT_EQ(0, wrong_words(self->view + SIZE / 2, SIZE / 2,
				 1 + SIZE / 2 / sizeof(__u64)));
}

/* P-15, M-03: a copy is nobody else's; what is not copied follows. */
TEST_F(reset, copies_are_not_touched)
{
	char *copy = map_copy(self->section, SIZE, PROT_READ | PROT_WRITE);
	unsigned long offset, differ = 0;

	ASSERT_NE(MAP_FAILED, copy);
	fill(copy, SIZE / 2, 5);
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_GT(count_pages(self->view, SIZE, 1).zero, PAGES / 2);
	EXPECT_EQ(0, count_pages(self->view, SIZE, 1).other);
	EXPECT_EQ(0, wrong_words(copy, SIZE / 2, 5));
	for (offset = SIZE / 2; offset < SIZE; offset += PAGE)
		differ += memcmp(copy + offset, self->view + offset, PAGE) != 0;
	EXPECT_EQ(0, differ);
}

/* Locked pages have nowhere to go, reset or not. */
TEST_F(reset, locked_pages_stay)
{
	ASSERT_EQ(0, mlock(self->view, 4 * PAGE));
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, page_out(self->view + 4 * PAGE, SIZE - 4 * PAGE));
	EXPECT_EQ(0, wrong_words(self->view, 4 * PAGE, 1));
	EXPECT_EQ(0, reset_undo(self->section, 0, 4 * PAGE));
	EXPECT_ERRNO(ENODATA, reset_undo(self->section, 0, SIZE));
}

/* M-06: nothing was lost, and from now on nothing will be. */
TEST_F(reset, undo_in_time)
{
	long written = pages_written();

	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	EXPECT_EQ(0, reset_undo(self->section, 0, SIZE));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_GT(pages_written() - written, (long)PAGES / 2);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	/* It is in swap and back by now: still not lost. */
	EXPECT_EQ(0, undo_view(self->view, SIZE));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));

	/* Twice the same, and by half. */
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	EXPECT_EQ(0, undo_view(self->view, SIZE / 2));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(0, wrong_words(self->view, SIZE / 2, 1));
	EXPECT_ERRNO(ENODATA, undo_view(self->view, SIZE));
	EXPECT_EQ(0, undo_view(self->view, SIZE / 2));
}

/* M-06: also when pages were moved meanwhile. */
TEST_F(reset, undo_after_compaction)
{
	NEED_ROOT();
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, write_text("/proc/sys/vm/compact_memory", "1"));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	EXPECT_EQ(0, reset_undo(self->section, 0, SIZE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
}

/*
 * Drop a page of a section that has all its pages. The kernel leaves out what
 * another CPU has put aside and not yet looked at, which compaction asks it to do.
 */
static int drop_page(int section, char *page)
{
	struct ntsection_query info;
	unsigned int tries;

	for (tries = 0; tries < 3000; tries++) {
		if (page_out(page, PAGE) || query(section, &info))
			return -1;
		if (info.resident < info.maximum_size)
			return 0;
		if (write_text("/proc/sys/vm/compact_memory", "1"))
			usleep(10000);
	}
	return -1;
}

/* M-06: one lost page is enough, wherever it is; the others are safe. */
TEST_F(reset, undo_too_late)
{
	const unsigned long lost[] = { 0, 1, PAGES / 2, PAGES - 1 };
	struct census census;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lost); i++) {
		char *page = self->view + lost[i] * PAGE;

		fill(self->view, SIZE, 1);
		ASSERT_EQ(0, reset(self->section, 0, SIZE));
		ASSERT_EQ(0, drop_page(self->section, page));
		EXPECT_ERRNO(ENODATA, reset_undo(self->section, 0, SIZE));
		ASSERT_EQ(0, page_out(self->view, SIZE));
		census = count_pages(self->view, SIZE, 1);
		EXPECT_EQ(1, census.zero);
		EXPECT_EQ(PAGES - 1, census.old);
		EXPECT_EQ(1, is_zero(page, PAGE));
	}
}

/* M-06: a lost page that was used again is lost all the same. */
TEST_F(reset, undo_after_lost_pages_were_used)
{
	char *page = self->view;
	unsigned int i;

	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, page_out(self->view, 6 * PAGE));
	for (i = 0; i < 6; i++)
		EXPECT_EQ(1, is_zero(page + i * PAGE, PAGE)); /* read */
	page[PAGE] = 'w';				/* written */
	page[2 * PAGE] = 'o';				/* and paged out */
	page[3 * PAGE] = 'i';				/* and in again */
	ASSERT_EQ(0, page_out(page + 2 * PAGE, 2 * PAGE));
	EXPECT_EQ('i', page[3 * PAGE]);
	for (i = 0; i < 6; i++)
		EXPECT_ERRNO(ENODATA, undo_view(page + i * PAGE, PAGE));
	EXPECT_EQ('w', page[PAGE]);
	EXPECT_EQ('o', page[2 * PAGE]);
	/* The neighbours were not lost. */
	EXPECT_EQ(0, undo_view(page + 6 * PAGE, SIZE - 6 * PAGE));
}

/* M-06: pages written after the reset are not lost, in RAM or in swap. */
TEST_F(reset, undo_of_pages_in_swap)
{
	struct ntsection_query info;

	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	fill(self->view, SIZE, 3);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_EQ(0, query(self->section, &info));
	ASSERT_GT(info.swapped, SIZE / 2);
	EXPECT_EQ(0, reset_undo(self->section, 0, SIZE));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 3));
}

/* M-06: what was never reset, or never there, is not lost. */
TEST_F(reset, undo_without_reset)
{
	struct ntsection_query info;
	int other = create(SIZE);

	EXPECT_EQ(0, reset_undo(self->section, 0, SIZE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_EQ(0, query(self->section, &info));
	ASSERT_GT(info.swapped, SIZE / 2);
	EXPECT_EQ(0, reset_undo(self->section, 0, SIZE));
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	/* Nothing is read or made by it. */
	EXPECT_EQ(0, reset_undo(other, 0, SIZE));
	EXPECT_EQ(0, reset(other, 0, SIZE));
	EXPECT_EQ(0, reset_undo(other, 0, SIZE));
	ASSERT_EQ(0, query(other, &info));
	EXPECT_EQ(0, info.resident);
	EXPECT_EQ(0, info.swapped);
	/* Beside what was. */
	ASSERT_EQ(0, reset(self->section, 0, SIZE / 2));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(0, reset_undo(self->section, SIZE / 2, SIZE / 2));
	EXPECT_EQ(0, wrong_words(self->view + SIZE / 2, SIZE / 2,
				 1 + SIZE / 2 / sizeof(__u64)));
	EXPECT_ERRNO(ENODATA, reset_undo(self->section, 0, SIZE));
}

/*
 * M-06: a lost page that khugepaged, or somebody in a hurry, has made part
 * of a huge page is lost, whatever became of its neighbours.
 */
TEST_F(reset, undo_after_collapse)
{
	int section = create(HUGE_PAGE);
	char *view = map_aligned(section, HUGE_PAGE);
	struct census census;

	ASSERT_NE(MAP_FAILED, view);
	/* Page by page, as MADV_PAGEOUT will find it. */
	fill(view, HUGE_PAGE, 1);
	ASSERT_EQ(0, reset(section, 0, HUGE_PAGE));
	ASSERT_EQ(0, page_out(view, HUGE_PAGE / 2));
	/* Kernels that cannot do it here leave the pages as they are. */
	madvise(view, HUGE_PAGE, MADV_COLLAPSE);
	census = count_pages(view, HUGE_PAGE, 1);
	EXPECT_EQ(0, census.other);
	ASSERT_GT(census.zero, 0);
	EXPECT_ERRNO(ENODATA, undo_view(view, HUGE_PAGE / 2));
	EXPECT_EQ(0, count_pages(view, HUGE_PAGE, 1).other);
	munmap(view, HUGE_PAGE);
	close(section);
}

/* M-02, M-03, A-12, trap C6: throwing away is a way to write. */
TEST(rights)
{
	static const struct { __u32 access; int err; } rows[] = {
		{ 0, EACCES },
		{ NTSECTION_QUERY, EACCES },
		{ NTSECTION_MAP_READ, EACCES },
		{ NTSECTION_QUERY | NTSECTION_MAP_READ | NTSECTION_EXTEND_SIZE,
		  EACCES },
		{ NTSECTION_MAP_WRITE, 0 },
		{ READ_WRITE, 0 },
	};
	static const __u32 protections[] = {
		NTSECTION_PAGE_READONLY, NTSECTION_PAGE_WRITECOPY,
		NTSECTION_PAGE_EXECUTE_READ, NTSECTION_PAGE_EXECUTE_WRITECOPY,
	};
	int section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *shared, *copy;
	unsigned int i;
	int reader;

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'r';
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		int handle = duplicate(section, rows[i].access, 0);

		ASSERT_GE(handle, 0);
		if (rows[i].err) {
			EXPECT_ERRNO(EACCES, reset(handle, 0, PAGE));
			EXPECT_ERRNO(EACCES, reset_undo(handle, 0, PAGE));
		} else {
			EXPECT_EQ(0, reset(handle, 0, PAGE));
			EXPECT_EQ(0, reset_undo(handle, 0, PAGE));
		}
	}

	/* By address the view decides. */
	reader = duplicate(section, NTSECTION_MAP_READ, 0);
	shared = map(reader, PAGE, PROT_READ);
	copy = map_copy(section, PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, shared);
	ASSERT_NE(MAP_FAILED, copy);
	EXPECT_ERRNO(EACCES, reset_view(shared, PAGE));
	EXPECT_ERRNO(EACCES, undo_view(shared, PAGE));
	EXPECT_ERRNO(EACCES, reset_view(copy, PAGE));
	EXPECT_ERRNO(EACCES, undo_view(copy, PAGE));
	EXPECT_EQ(0, reset_view(view, PAGE));
	EXPECT_EQ(0, undo_view(view, PAGE));
	/* It may write again: lowered protection is no lack of a right. */
	ASSERT_EQ(0, mprotect(view, PAGE, PROT_READ));
	EXPECT_EQ(0, reset_view(view, PAGE));
	EXPECT_EQ(0, undo_view(view, PAGE));
	EXPECT_EQ('r', view[0]);

	/* A section that nobody can write to. */
	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		section = create_with(PAGE, protections[i], 0,
				      NTSECTION_ALL_ACCESS);
		view = map(section, PAGE, PROT_READ);
		ASSERT_NE(MAP_FAILED, view);
		EXPECT_ERRNO(EACCES, reset(section, 0, PAGE));
		EXPECT_ERRNO(EACCES, reset_undo(section, 0, PAGE));
		EXPECT_ERRNO(EACCES, reset_view(view, PAGE));
		EXPECT_ERRNO(EACCES, undo_view(view, PAGE));
	}
}

/* The errno with which both calls fail, or 0. */
static int range_error(int fd, __u64 start, __u64 length)
{
	int err;

	if (reset(fd, start, length) != -1)
		return 0;
	err = errno;
	return reset_undo(fd, start, length) == -1 && errno == err ? err : 0;
}

/* M-05 */
TEST(bad_ranges)
{
	const struct { __u64 start, length; int err; } bad[] = {
		{ 0, 0, EINVAL }, { ~0ULL, 0, EINVAL },
		{ 0, 4 * PAGE + 1, ENXIO }, { 4 * PAGE - 1, 2, ENXIO },
		{ 4 * PAGE, 1, ENXIO }, { PAGE, ~0ULL, ENXIO },
		{ PAGE, ~0ULL - PAGE + 2, ENXIO }, { ~0ULL, 1, ENXIO },
		{ 1ULL << 63, 1ULL << 63, ENXIO },
	};
	int section = create(4 * PAGE), other = create(4 * PAGE);
	char *view = map(section, 4 * PAGE, PROT_READ | PROT_WRITE);
	unsigned long address = (unsigned long)view;
	unsigned int i;

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'b';
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(bad[i].err,
			  range_error(section, bad[i].start, bad[i].length));
		EXPECT_EQ(bad[i].err,
			  range_error(device(), bad[i].start, bad[i].length));
	}
	EXPECT_EQ(EINVAL, range_error(device(), address, 0));
	EXPECT_EQ(ENXIO, range_error(device(), address - 1, 2));
	EXPECT_EQ(ENXIO, range_error(device(), address, 4 * PAGE + 1));
	EXPECT_EQ(ENXIO, range_error(device(), (unsigned long)&address, 1));
	EXPECT_EQ('b', view[0]);

	/* A part that may not write spoils the whole. */
	ASSERT_EQ(view + PAGE, mmap(view + PAGE, PAGE, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_FIXED, section, PAGE));
	EXPECT_EQ(-1, reset_view(view, 2 * PAGE));
	EXPECT_EQ(0, reset_view(view, PAGE));
	EXPECT_EQ(0, undo_view(view, PAGE));
	/* Another section's view. */
	ASSERT_EQ(view + PAGE, mmap(view + PAGE, PAGE, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_FIXED, other, PAGE));
	EXPECT_EQ(ENXIO, range_error(device(), address, 2 * PAGE));
	/* Split by protection. */
	ASSERT_EQ(0, mprotect(view + 2 * PAGE, PAGE, PROT_NONE));
	EXPECT_EQ(0, reset_view(view + 2 * PAGE, 2 * PAGE));
	/* No handle is needed. */
	close(section);
	EXPECT_EQ(0, reset_view(view, PAGE));
	EXPECT_EQ(0, undo_view(view, PAGE));
	EXPECT_EQ('b', view[0]);
}

/* M-01: over the uncommitted part as well, which stays what it is. */
TEST(reserved_pages)
{
	int section = reserve(SIZE);
	char *view = map(section, SIZE, PROT_READ | PROT_WRITE);
	struct ntsection_extent run;

	ASSERT_NE(MAP_FAILED, view);
	EXPECT_EQ(0, reset(section, 0, SIZE));
	EXPECT_EQ(0, reset_undo(section, 0, SIZE));
	ASSERT_EQ(0, commit(section, SIZE / 4, SIZE / 2));
	fill(view + SIZE / 4, SIZE / 2, 1);
	EXPECT_EQ(0, reset_view(view, SIZE));
	EXPECT_EQ(0, wrong_words(view + SIZE / 4, SIZE / 2, 1));
	EXPECT_EQ(0, undo_view(view, SIZE));
	ASSERT_EQ(0, reset(section, 0, SIZE));
	ASSERT_EQ(0, page_out(view + SIZE / 4, SIZE / 2));
	EXPECT_GT(count_pages(view + SIZE / 4, SIZE / 2, 1).zero, PAGES / 4);
	EXPECT_EQ(0, count_pages(view + SIZE / 4, SIZE / 2, 1).other);
	EXPECT_ERRNO(ENODATA, undo_view(view, SIZE));
	/* State and charge are as before (K-12). */
	EXPECT_EQ(SIZE / 2, committed(section));
	ASSERT_EQ(0, extent(section, SIZE / 4, SIZE / 2 + PAGE, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(SIZE / 2, run.length);
	EXPECT_EQ(SIGSEGV, fault_of(view, 0));
	EXPECT_EQ(SIGSEGV, fault_of(view + SIZE - 1, 1));
	EXPECT_EQ(0, fault_of(view + SIZE / 2, 1));
}

static double cpu_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_stime.tv_sec + usage.ru_stime.tv_usec / 1e6;
}

/*
 * Trap C27: neither memory nor time by the size of what is not there. There
 * is one page in all of it.
 */
TEST(large_reserves_cost_nothing)
{
	long before = read_key("/proc/meminfo", "Slab");
	double seconds = cpu_seconds();
	const __u64 size = NTSECTION_RESERVE_MAX;
	int section = reserve(size);

	ASSERT_GE(section, 0);
	ASSERT_EQ(0, commit(section, size - PAGE, PAGE));
	EXPECT_EQ(0, reset(section, 0, size));
	EXPECT_LT(read_key("/proc/meminfo", "Slab") - before, 1024);
	EXPECT_EQ(0, reset_undo(section, 0, size));
	EXPECT_LT(cpu_seconds() - seconds, 0.1);
}

/* The data never reaches the disk. */
TEST_F(reset, swap_device_has_no_trace)
{
	const char *disk = getenv("NTSECTION_SWAP_DEVICE");
	__u64 *buffer = NULL, i;
	unsigned long kept = 0, dropped = 0;
	ssize_t n;
	int fd;

	NEED_ROOT();
	if (!disk)
		SKIP(return, "NTSECTION_SWAP_DEVICE names no swap device");
	fd = open(disk, O_RDONLY | O_DIRECT | O_CLOEXEC);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, posix_memalign((void **)&buffer, PAGE, MIB));

	/* Secrets of this run, one to drop and one to find again. */
	fill(self->view, SIZE, (__u64)getpid() << 32);
	ASSERT_EQ(0, reset(self->section, 0, SIZE / 2));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	ASSERT_GT(count_pages(self->view, SIZE / 2,
			      (__u64)getpid() << 32).zero, PAGES / 4);
	while ((n = read(fd, buffer, MIB)) > 0) {
		for (i = 0; i < n / sizeof(*buffer); i++) {
			/* What word() made, undone: odd numbers can be. */
			__u64 at = buffer[i] * 0xf1de83e19937733dULL -
				   ((__u64)getpid() << 32);

			if (at < SIZE / 2 / sizeof(__u64))
				dropped++;
			else if (at < SIZE / sizeof(__u64))
				kept++;
		}
	}
	EXPECT_EQ(0, n);
	EXPECT_EQ(0, dropped);
	EXPECT_GT(kept, SIZE / 4 / sizeof(__u64));
	free(buffer);
	close(fd);
}

FIXTURE(group) {
	int section;
	char *view;
};

/* The test runs in a memory cgroup of its own. */
FIXTURE_SETUP(group)
{
	NEED_ROOT();
	if (swap_free() < (long)(3 * SIZE / KIB))
		SKIP(return, "needs %lu MiB of free swap", 3 * SIZE / MIB);
	ASSERT_EQ(0, mkdir(GROUP, 0755));
	ASSERT_EQ(0, write_text(GROUP "/cgroup.procs", "0"));
	self->section = create(SIZE);
	ASSERT_GE(self->section, 0);
	self->view = map(self->section, SIZE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, self->view);
}

FIXTURE_TEARDOWN(group)
{
	EXPECT_EQ(0, write_text("/sys/fs/cgroup/cgroup.procs", "0"));
	EXPECT_EQ(0, rmdir(GROUP));
}

/*
 * Reclaim more than the group has, which is too much to ask: -1. Kernels before
 * 5.19 reclaim when a limit is set, and never mind how much.
 */
static int reclaim_all(void)
{
	if (!access(GROUP "/memory.reclaim", F_OK))
		return write_text(GROUP "/memory.reclaim", "64M");
	write_text(GROUP "/memory.high", "0");
	write_text(GROUP "/memory.high", "max");
	return -1;
}

/* Pages that were used just now stay for a round or two. */
static int reclaim_half(int section, struct ntsection_query *info)
{
	unsigned int tries = 16;
	int err;

	do {
		reclaim_all();
		err = query(section, info);
	} while (!err && info->resident >= SIZE / 2 && --tries);
	return err;
}

/* M-03: all views, all processes, whatever their page tables say. */
TEST_F(group, other_views_lose_it_too)
{
	char *other = map(self->section, SIZE, PROT_READ | PROT_WRITE);
	int to_child[2], to_parent[2];
	unsigned long i, differ = 0;
	struct ntsection_query info;
	struct census census;
	long written;
	char byte;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, other);
	ASSERT_EQ(0, pipe(to_child));
	ASSERT_EQ(0, pipe(to_parent));
	fill(self->view, SIZE, 1);
	fill(other, SIZE, 1);
	pid = fork();
	if (!pid) {
		char *own = map(self->section, SIZE, PROT_READ | PROT_WRITE);

		/* Dirty in this page table as well. */
		if (own == MAP_FAILED)
			_exit(1);
		fill(own, SIZE, 1);
		fill(other, SIZE, 1);
		if (write(to_parent[1], "r", 1) != 1 ||
		    read(to_child[0], &byte, 1) != 1)
			_exit(2);
		census = count_pages(own, SIZE, 1);
		_exit(census.other || census.zero < PAGES / 2 ? 3 : 0);
	}
	/* A child that fails is not waited for. */
	close(to_parent[1]);
	ASSERT_EQ(1, read(to_parent[0], &byte, 1));
	written = pages_written();
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, reclaim_half(self->section, &info));
	EXPECT_EQ(0, info.swapped);
	EXPECT_LT(info.resident, SIZE / 2);
	/* That of the process itself. */
	EXPECT_LT(pages_written() - written, (long)PAGES / 4);
	ASSERT_EQ(1, write(to_child[1], "g", 1));
	EXPECT_EQ(0, wait_status(pid));
	census = count_pages(self->view, SIZE, 1);
	EXPECT_EQ(0, census.other);
	EXPECT_GT(census.zero, PAGES / 2);
	for (i = 0; i < SIZE; i += PAGE)
		differ += memcmp(self->view + i, other + i, PAGE) != 0;
	EXPECT_EQ(0, differ);

	/* The twin: written in one of the views only, and kept. */
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	fill(other, SIZE, 2);
	ASSERT_EQ(0, reclaim_half(self->section, &info));
	EXPECT_GT(info.swapped, SIZE / 2);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 2));
}

/* Four times the group's limit goes through, piece by piece. */
static int stream(char *view, unsigned long pieces, int with_reset)
{
	unsigned long i, piece = SIZE / pieces;

	for (i = 0; i < 4 * pieces; i++) {
		char *part = view + i % pieces * piece;

		fill(part, piece, i + 1);
		if (wrong_words(part, piece, i + 1))
			return -1;
		if (with_reset && reset_view(part, piece))
			return -1;
	}
	return 0;
}

/*
 * L-06, M-02, trap C5: under a limit, all that is reset is never written. The
 * twin is written, and memory.high, unlike memory.max, waits for that.
 */
TEST_F(group, under_a_memory_limit)
{
	struct ntsection_query info;
	long written;

	ASSERT_EQ(0, write_text(GROUP "/memory.high", "8M"));
	written = pages_written();
	ASSERT_EQ(0, stream(self->view, 16, 1));
	/* The process itself is in the group, too. */
	EXPECT_LT(pages_written() - written, (long)PAGES / 8);
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_LT(info.resident, 9 * MIB);
	EXPECT_EQ(SIZE, info.committed);

	/* The twin. */
	written = pages_written();
	ASSERT_EQ(0, stream(self->view, 16, 0));
	EXPECT_GT(pages_written() - written, 2 * (long)PAGES);
	/* And what is in swap from then goes. */
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_GT(info.swapped, SIZE / 4);
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(0, info.swapped);
}

/*
 * M-02, K-10: without swap the kernel looks for no shared memory to reclaim,
 * so what was reset stays, which is as good as old.
 */
TEST_F(group, without_swap)
{
	struct ntsection_query info;

	fill(self->view, SIZE, 1);
	ASSERT_EQ(0, write_text(GROUP "/memory.swap.max", "0"));
	ASSERT_EQ(0, reset(self->section, 0, SIZE));
	/* It gives what else it has, and that is not enough. */
	EXPECT_EQ(-1, reclaim_all());
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(SIZE, info.resident);
	EXPECT_EQ(0, wrong_words(self->view, SIZE, 1));
	EXPECT_EQ(0, reset_undo(self->section, 0, SIZE));
}

FIXTURE(huge) {
	char saved[32];
	int section;
	char *view;
};

FIXTURE_VARIANT(huge) {
	const char *shmem_enabled;
};

FIXTURE_VARIANT_ADD(huge, always) { "always" };
FIXTURE_VARIANT_ADD(huge, force) { "force" };

#define HUGE_PAGES (HUGE_PAGE / PAGE)

/* Huge pages in shared memory; CPUs keep counts of their own for a while. */
static long shmem_huge_kib(void)
{
	if (write_text("/proc/sys/vm/stat_refresh", "1"))
		return -1;
	return read_key("/proc/meminfo", "ShmemHugePages");
}

/* Two huge pages. */
FIXTURE_SETUP(huge)
{
	long before;

	NEED_ROOT();
	before = shmem_huge_kib();
	read_choice(SHMEM_ENABLED, self->saved, sizeof(self->saved));
	ASSERT_NE('\0', self->saved[0]);
	ASSERT_EQ(0, write_text("/proc/sys/vm/compact_memory", "1"));
	ASSERT_EQ(0, write_text(SHMEM_ENABLED, variant->shmem_enabled));
	self->section = create(2 * HUGE_PAGE);
	ASSERT_GE(self->section, 0);
	self->view = map_aligned(self->section, 2 * HUGE_PAGE);
	ASSERT_NE(MAP_FAILED, self->view);
	fill(self->view, 2 * HUGE_PAGE, 1);
	ASSERT_EQ(2 * HUGE_PAGE / KIB, shmem_huge_kib() - before);
}

FIXTURE_TEARDOWN(huge)
{
	EXPECT_EQ(0, write_text(SHMEM_ENABLED, self->saved));
}

/* M-02: they go, and are not written; one may be on another CPU's list still. */
TEST_F(huge, whole_pages_vanish)
{
	long written = pages_written();
	struct census census;

	ASSERT_EQ(0, reset(self->section, 0, 2 * HUGE_PAGE));
	EXPECT_EQ(0, wrong_words(self->view, 2 * HUGE_PAGE, 1));
	ASSERT_EQ(0, page_out(self->view, 2 * HUGE_PAGE));
	EXPECT_EQ(written, pages_written());
	census = count_pages(self->view, 2 * HUGE_PAGE, 1);
	EXPECT_EQ(0, census.other);
	EXPECT_GE(census.zero, HUGE_PAGES);
	EXPECT_ERRNO(ENODATA, undo_view(self->view, 2 * HUGE_PAGE));
}

/* A page with a part in the range stays; the one all inside goes. */
TEST_F(huge, partly_covered_pages_stay)
{
	struct census census;

	ASSERT_EQ(0, reset(self->section, HUGE_PAGE - PAGE, HUGE_PAGE + PAGE));
	ASSERT_EQ(0, page_out(self->view, 2 * HUGE_PAGE));
	EXPECT_EQ(0, wrong_words(self->view, HUGE_PAGE, 1));
	census = count_pages(self->view + HUGE_PAGE, HUGE_PAGE,
			     1 + HUGE_PAGE / sizeof(__u64));
	EXPECT_EQ(0, census.other);
	EXPECT_GT(census.zero, HUGE_PAGES / 2);
	EXPECT_EQ(0, undo_view(self->view, HUGE_PAGE));
	EXPECT_ERRNO(ENODATA, undo_view(self->view, 2 * HUGE_PAGE));
}

/* One byte keeps all that is dirty with it; UNDO keeps the rest. */
TEST_F(huge, written_later)
{
	struct census census;

	ASSERT_EQ(0, reset(self->section, 0, 2 * HUGE_PAGE));
	self->view[HUGE_PAGE / 2] ^= 0xff;
	ASSERT_EQ(0, page_out(self->view, 2 * HUGE_PAGE));
	self->view[HUGE_PAGE / 2] ^= 0xff;
	EXPECT_EQ(0, wrong_words(self->view + HUGE_PAGE / 2, PAGE,
				 1 + HUGE_PAGE / 2 / sizeof(__u64)));
	census = count_pages(self->view, 2 * HUGE_PAGE, 1);
	EXPECT_EQ(0, census.other);
	EXPECT_GT(census.zero, HUGE_PAGES / 2);

	fill(self->view, 2 * HUGE_PAGE, 2);
	ASSERT_EQ(0, reset(self->section, 0, 2 * HUGE_PAGE));
	EXPECT_EQ(0, undo_view(self->view, 2 * HUGE_PAGE));
	ASSERT_EQ(0, page_out(self->view, 2 * HUGE_PAGE));
	EXPECT_EQ(0, wrong_words(self->view, 2 * HUGE_PAGE, 2));
}

/* The end of the section is the end of its last huge page. */
TEST_F(huge, last_page_of_an_odd_size)
{
	unsigned long size = HUGE_PAGE + 4 * PAGE;
	int section = create(size);
	char *view = map_aligned(section, size);
	struct census census;
	long written;

	ASSERT_NE(MAP_FAILED, view);
	fill(view, size, 3);
	ASSERT_EQ(0, reset(section, 0, size));
	EXPECT_EQ(0, wrong_words(view, size, 3));
	written = pages_written();
	ASSERT_EQ(0, page_out(view, size));
	EXPECT_EQ(written, pages_written());
	census = count_pages(view, size, 3);
	EXPECT_EQ(0, census.other);
	EXPECT_GT(census.zero, HUGE_PAGES / 2);
}

/* M-06: a second RESET, of a part, does not hide what the first has lost. */
TEST_F(huge, undo_of_a_part_tells_the_loss)
{
	ASSERT_EQ(0, reset(self->section, 0, HUGE_PAGE));
	ASSERT_EQ(0, reset(self->section, HUGE_PAGE / 2, PAGE));
	ASSERT_EQ(0, page_out(self->view, HUGE_PAGE));
	ASSERT_EQ(1, is_zero(self->view + HUGE_PAGE / 2, PAGE));
	EXPECT_ERRNO(ENODATA, undo_view(self->view + HUGE_PAGE / 2, PAGE));
}

/* M-06: and when UNDO says that all is well, it stays so. */
TEST_F(huge, undo_of_a_part_keeps_it)
{
	ASSERT_EQ(0, reset(self->section, 0, HUGE_PAGE));
	ASSERT_EQ(0, reset(self->section, HUGE_PAGE / 2, PAGE));
	ASSERT_EQ(0, undo_view(self->view + HUGE_PAGE / 2, PAGE));
	ASSERT_EQ(0, page_out(self->view, HUGE_PAGE));
	EXPECT_EQ(0, wrong_words(self->view + HUGE_PAGE / 2, PAGE,
				 1 + HUGE_PAGE / 2 / sizeof(__u64)));
}

/*
 * Races. A writer's passes and the calls are counted: a pass during which no
 * RESET began that had not returned before it has to find all that it wrote,
 * whatever else happens to the pages.
 */
#define WRITERS 3
#define WRITER_PAGES 8UL
#define RACE_SIZE (WRITERS * WRITER_PAGES * PAGE)

/* Seconds, where two CPUs are emulated and others use them, too. */
#define RACE_TIMEOUT 180

FIXTURE(races) {
};

FIXTURE_SETUP(races)
{
}

FIXTURE_TEARDOWN(races)
{
}

struct race {
	char *view;
	int section;
	int disk;		/* to read from with O_DIRECT, or -1 */
	const char *on_disk;	/* what is there */
	atomic_ulong begun, ended;
	atomic_bool stop;
	atomic_ulong lost, checked;
};

struct writer {
	struct race *race;
	char *view;		/* this writer's pages */
	unsigned int number;
	atomic_ulong passes;
};

/* Write a page in this pass's way; false if that failed. */
static int write_page(struct writer *writer, char *page, unsigned long value,
		      const int *ends)
{
	switch (writer->number) {
	case 0:
		*(unsigned long *)page = value;
		return 1;
	case 1:
		/* By a system call. */
		return write(ends[1], &value, sizeof(value)) == sizeof(value) &&
		       read(ends[0], page, sizeof(value)) == sizeof(value);
	default:
		/* By the disk, into a pinned page; or all of it at once. */
		if (writer->race->disk >= 0) {
			memset(page, 0, PAGE);
			return pread(writer->race->disk, page, PAGE, 0) ==
			       PAGE;
		}
		fill(page, PAGE, value);
		return 1;
	}
}

static int page_is(struct writer *writer, const char *page,
		   unsigned long value)
{
	if (writer->number < 2)
		return *(const unsigned long *)page == value;
	if (writer->race->disk >= 0)
		return !memcmp(page, writer->race->on_disk, PAGE);
	return !wrong_words(page, PAGE, value);
}

static void *write_passes(void *arg)
{
	struct writer *writer = arg;
	struct race *race = writer->race;
	unsigned long pass, i, lost, begun;
	int ends[2];

	if (pipe(ends)) {
		atomic_fetch_add(&race->lost, 1);
		ends[0] = -1;
		ends[1] = -1;
	}
	for (pass = 1; !atomic_load(&race->stop); pass++) {
		int settled;

		begun = atomic_load(&race->begun);
		settled = atomic_load(&race->ended) == begun;
		lost = 0;
		for (i = 0; i < WRITER_PAGES; i++)
			lost += !write_page(writer, writer->view + i * PAGE,
					    pass, ends);
		for (i = 0; i < WRITER_PAGES; i++)
			lost += !page_is(writer, writer->view + i * PAGE, pass);
		if (settled && atomic_load(&race->begun) == begun) {
			atomic_fetch_add(&race->lost, lost);
			atomic_fetch_add(&race->checked, 1);
		}
		atomic_fetch_add(&writer->passes, 1);
	}
	close(ends[0]);
	close(ends[1]);
	return NULL;
}

/* M-02: a write that began after RESET had returned is never lost. */
TEST_F_TIMEOUT(races, writers_race_with_reset, RACE_TIMEOUT)
{
	const char *disk = getenv("NTSECTION_SWAP_DEVICE");
	struct race race = { .disk = -1 };
	const unsigned int rounds = race_rounds(40);
	struct writer writers[WRITERS] = { };
	pthread_t threads[WRITERS];
	char *on_disk = NULL;
	unsigned int round, i;

	ASSERT_EQ(0, posix_memalign((void **)&on_disk, PAGE, PAGE));
	if (disk && !geteuid()) {
		race.disk = open(disk, O_RDONLY | O_DIRECT | O_CLOEXEC);
		ASSERT_GE(race.disk, 0);
		/* The header of the swap area: it does not change. */
		ASSERT_EQ(PAGE, pread(race.disk, on_disk, PAGE, 0));
		ASSERT_EQ(0, memcmp(on_disk + PAGE - 10, "SWAPSPACE2", 10));
		race.on_disk = on_disk;
	}
	race.section = create(RACE_SIZE);
	race.view = map(race.section, RACE_SIZE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, race.view);
	for (i = 0; i < WRITERS; i++) {
		writers[i].race = &race;
		writers[i].number = i;
		writers[i].view = race.view + i * WRITER_PAGES * PAGE;
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, write_passes,
					    &writers[i]));
	}
	for (round = 0; round < rounds; round++) {
		atomic_fetch_add(&race.begun, 1);
		EXPECT_EQ(0, round & 1 ? reset(race.section, 0, RACE_SIZE) :
					 reset_view(race.view, RACE_SIZE));
		atomic_fetch_add(&race.ended, 1);
		/* At least one whole pass of each, under pressure. */
		for (i = 0; i < WRITERS; i++) {
			unsigned long passes = atomic_load(&writers[i].passes);

			do {
				EXPECT_EQ(0, page_out(race.view, RACE_SIZE));
			} while (atomic_load(&writers[i].passes) < passes + 2);
		}
	}
	atomic_store(&race.stop, true);
	for (i = 0; i < WRITERS; i++)
		ASSERT_EQ(0, pthread_join(threads[i], NULL));
	EXPECT_EQ(0, atomic_load(&race.lost));
	EXPECT_GE(atomic_load(&race.checked), WRITERS * rounds);
	free(on_disk);
}

#define TOUCHED (64 * PAGE)

static void *touch_pages(void *arg)
{
	struct race *race = arg;
	unsigned long i, pass;

	for (pass = 0; !atomic_load(&race->stop); pass++) {
		for (i = 0; i < TOUCHED / PAGE; i++) {
			volatile char *page = race->view + i * PAGE;

			if (pass & 1)
				*page = 1;
			/* Zero, or what all write here. */
			if (*page & ~1)
				atomic_fetch_add(&race->lost, 1);
		}
	}
	return NULL;
}

static void *reset_and_undo(void *arg)
{
	struct race *race = arg;
	unsigned int i;

	for (i = 0; !atomic_load(&race->stop); i++) {
		unsigned long offset = i % (TOUCHED / PAGE) * PAGE;

		/* Out of RAM, so that it is punched, if it is not back yet. */
		if (page_out(race->view + offset, PAGE) ||
		    reset(race->section, offset, PAGE))
			atomic_fetch_add(&race->lost, 1);
		if (reset_undo(race->section, 0, TOUCHED) && errno != ENODATA)
			atomic_fetch_add(&race->lost, 1);
	}
	return NULL;
}

/* Trap C16: RESET gets through, however hard the pages are used. */
TEST_F_TIMEOUT(races, reset_ends_under_faults, RACE_TIMEOUT)
{
	struct race race = { .section = create(TOUCHED) };
	long written = pages_written();
	const unsigned int rounds = race_rounds(50);
	pthread_t threads[5];
	unsigned int i;

	race.view = map(race.section, TOUCHED, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, race.view);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL,
					    i ? touch_pages : reset_and_undo,
					    &race));
	/* Until some were in swap, too. */
	for (i = 0; i < rounds || pages_written() == written; i++) {
		int err;

		EXPECT_EQ(0, page_out(race.view, TOUCHED));
		EXPECT_EQ(0, reset(race.section, 0, TOUCHED));
		err = reset_undo(race.section, 0, TOUCHED);
		EXPECT_TRUE(!err || errno == ENODATA);
	}
	atomic_store(&race.stop, true);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		ASSERT_EQ(0, pthread_join(threads[i], NULL));
	EXPECT_EQ(0, atomic_load(&race.lost));
}

static void lifecycles(void)
{
	unsigned int i;

	for (i = leak_rounds(500); i; i--) {
		int section = create(4 * MIB);
		char *view = map(section, 4 * MIB, PROT_READ | PROT_WRITE);

		view[0] = 1;
		view[MIB] = 1;
		reset(section, 0, 4 * MIB);
		page_out(view, PAGE);
		reset(section, 0, 4 * MIB + 1);
		view[PAGE] = 1;
		reset_undo(section, 0, MIB);
		close(section);
		munmap(view, 4 * MIB);
	}
}

/* L-03: nothing is left of what was remembered. */
TEST(lifecycles_leak_nothing)
{
	long references = module_references(), before = committed_kib();

	EXPECT_LT(slab_growth(lifecycles), 128);
	EXPECT_EQ(references, module_references());
	EXPECT_LT(labs(committed_kib() - before), SLACK);
}

TEST_HARNESS_MAIN
