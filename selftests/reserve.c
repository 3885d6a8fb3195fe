// SPDX-License-Identifier: GPL-2.0
/*
 * SEC_RESERVE: address space that costs nothing, and is committed page by
 * page; NTSECTION_IOC_COMMIT and NTSECTION_IOC_EXTENT.
 */
#include <limits.h>
#include <linux/falloc.h>
#include <linux/userfaultfd.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "range.h"
#include "strict.h"

#define GIB (1024ULL * MIB)
#define TIB (1024 * GIB)
#define SLACK (8 * 1024)	/* KiB, as in charge.c */

#define EXPECT_CHARGED(before, bytes)					\
	EXPECT_LT(labs(committed_kib() - (before) - (long)((bytes) / KIB)), \
		  SLACK)

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
#ifndef F_ADD_SEALS
#define F_ADD_SEALS 1033
#define F_SEAL_WRITE 8
#endif

/* Neither to be read nor to be written, and never SIGBUS. */
static int no_access(char *address)
{
	return fault_of(address, 0) == SIGSEGV &&
	       fault_of(address, 1) == SIGSEGV;
}

/* The errno with which all calls on a range fail that write nothing; or 0. */
static int range_error(int fd, __u64 start, __u64 length)
{
	struct ntsection_extent run;
	int err;

	if (commit(fd, start, length) != -1)
		return 0;
	err = errno;
	if (extent(fd, start, length, &run) != -1 || errno != err ||
	    run.length != length || run.committed != EXTENT_POISON)
		return 0;
	return err;
}

static int view_error(const void *address, __u64 length)
{
	return range_error(device(), (unsigned long)address, length);
}

/* C-06, C-20, K-07, R-16: 8 GiB, of which nothing is charged. */
TEST(reserve_is_not_charged)
{
	/* 32-bit callers have room for its end. */
	const size_t size = sizeof(long) < 8 ? GIB / 2 : 8 * GIB;
	const __u64 offset = 8 * GIB - size;
	long before = committed_kib();
	struct ntsection_query info;
	char *view, *reader, *copy;
	struct stat stat;
	char path[64];
	int section;

	section = reserve(8 * GIB);
	ASSERT_GE(section, 0);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(8 * GIB, info.maximum_size);
	EXPECT_EQ(0, info.committed);
	EXPECT_EQ(0, info.resident);
	EXPECT_EQ(0, info.swapped);
	EXPECT_EQ(NTSECTION_PAGE_READWRITE, info.protection);
	EXPECT_EQ(NTSECTION_SEC_RESERVE, info.attributes);
	ASSERT_EQ(0, fstat(section, &stat));
	EXPECT_EQ(8 * GIB, stat.st_size);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", section);
	EXPECT_EQ(0, read_key(path, "ntsection-committed"));
	EXPECT_CHARGED(before, 0);

	/* Nor are its views. */
	view = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, section,
		    offset);
	reader = mmap(NULL, size, PROT_READ, MAP_SHARED, section, offset);
	copy = mmap(NULL, size, PROT_READ, MAP_PRIVATE, section, offset);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, reader);
	ASSERT_NE(MAP_FAILED, copy);
	EXPECT_CHARGED(before, 0);
	EXPECT_TRUE(no_access(view));
	EXPECT_TRUE(no_access(view + size - 1));

	/* It grows in place: old data stays where it is. */
	ASSERT_EQ(0, commit(section, offset, PAGE));
	view[0] = 'a';
	ASSERT_EQ(0, commit_view(view + size - 1, 1));
	view[size - 1] = 'z';
	EXPECT_EQ('a', reader[0]);
	EXPECT_EQ('z', copy[size - 1]);
	EXPECT_EQ(2 * PAGE, committed(section));
	EXPECT_EQ(2 * PAGE, read_key(path, "ntsection-committed"));
	EXPECT_TRUE(no_access(view + PAGE));
	EXPECT_TRUE(no_access(view + size - PAGE - 1));
}

/* C-20: with the attributes that SEC_COMMIT goes with, too. */
TEST(attributes_read_back)
{
	static const __u32 attributes[] = {
		NTSECTION_SEC_RESERVE,
		NTSECTION_SEC_RESERVE | NTSECTION_SEC_NOCACHE,
		NTSECTION_SEC_RESERVE | NTSECTION_SEC_WRITECOMBINE,
	};
	struct ntsection_query info;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		int section = create_with(3 * PAGE, NTSECTION_PAGE_READWRITE,
					  attributes[i], RIGHTS);

		ASSERT_GE(section, 0);
		ASSERT_EQ(0, query(section, &info));
		EXPECT_EQ(attributes[i], info.attributes);
		EXPECT_EQ(0, info.committed);
		close(section);
	}
}

/*
 * C-11, trap C27: kernel memory is for what is committed, not for the size.
 * What 64 sections need together is told apart from noise.
 */
TEST(reserve_takes_no_memory)
{
	long before = read_key("/proc/meminfo", "Slab");
	int sections[64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		sections[i] = reserve(TIB);
		ASSERT_GE(sections[i], 0);
	}
	EXPECT_LT(read_key("/proc/meminfo", "Slab") - before, 64 * 4);
	/* A page in 1 TiB costs some nodes and a chunk of bits. */
	for (i = 0; i < ARRAY_SIZE(sections); i++)
		ASSERT_EQ(0, commit(sections[i], TIB - PAGE, PAGE));
	EXPECT_LT(read_key("/proc/meminfo", "Slab") - before, 64 * 16);
}

#ifdef __LP64__ /* there is room for the view */
/* C-11: 1 TiB, used at both ends. */
TEST(huge_reserve_works)
{
	int section = reserve(TIB);
	struct ntsection_extent run;
	char *view;

	ASSERT_GE(section, 0);
	view = map(section, TIB, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, 0, PAGE));
	ASSERT_EQ(0, commit_view(view + TIB - PAGE, PAGE));
	EXPECT_EQ(2 * PAGE, committed(section));
	view[0] = 1;
	view[TIB - 1] = 2;
	ASSERT_EQ(0, extent(section, PAGE, TIB - PAGE, &run));
	EXPECT_EQ(0, run.committed);
	EXPECT_EQ(TIB - 2 * PAGE, run.length);
	EXPECT_TRUE(no_access(view + PAGE));
	EXPECT_TRUE(no_access(view + TIB / 2));
	EXPECT_TRUE(no_access(view + TIB - PAGE - 1));
}
#endif

static double cpu_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_stime.tv_sec + usage.ru_stime.tv_usec / 1e6;
}

/* C-12: more than the module keeps books of. */
TEST(too_large_reserves_are_refused)
{
	const __u64 sizes[] = {
		NTSECTION_RESERVE_MAX + 1, 128 * TIB, 1ULL << 62,
		(1ULL << 63) - PAGE, 1ULL << 63, ~0ULL,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		EXPECT_ERRNO(EFBIG, reserve(sizes[i]));
	/* The twin. */
	EXPECT_LE(0, reserve(NTSECTION_RESERVE_MAX));
}

/*
 * Trap C27: no call takes time by the size of what is not committed, during
 * which nothing could even kill it. A tenth of a second is many times what it
 * needs.
 */
TEST(calls_on_the_largest_reserve_end)
{
	const __u64 size = NTSECTION_RESERVE_MAX;
	struct ntsection_extent run;
	int section = reserve(size);
	double before;

	ASSERT_GE(section, 0);
	ASSERT_EQ(0, commit(section, size - PAGE, PAGE));

	before = cpu_seconds();
	ASSERT_EQ(0, extent(section, 0, size, &run));
	EXPECT_EQ(size - PAGE, run.length);
	EXPECT_EQ(0, run.committed);
	EXPECT_LT(cpu_seconds() - before, 0.1);

	before = cpu_seconds();
	EXPECT_ERRNO(ENOMEM, commit(section, 0, size));
	EXPECT_LT(cpu_seconds() - before, 0.1);
	EXPECT_EQ(PAGE, committed(section));
}

/* Does this kernel know MADV_POPULATE_READ and WRITE? From 5.14 on. */
static int can_populate(void)
{
	static char page[PAGE_MAX] __attribute__((aligned(PAGE_MAX)));

	return !madvise(page, PAGE, MADV_POPULATE_READ);
}

/* System calls get EFAULT for memory that is not committed. */
static void expect_calls_fail(struct __test_metadata *const _metadata,
			      char *address, int mem, const int *ends)
{
	char buffer[1] = "b";
	struct iovec here = { .iov_base = buffer, .iov_len = 1 };
	struct iovec there = { .iov_base = address, .iov_len = 1 };

	EXPECT_ERRNO(EFAULT, write(ends[1], address, 1));
	EXPECT_EQ(1, write(ends[1], "x", 1));
	EXPECT_ERRNO(EFAULT, read(ends[0], address, 1));
	EXPECT_EQ(1, read(ends[0], buffer, 1));
	EXPECT_ERRNO(EFAULT,
		     process_vm_readv(getpid(), &here, 1, &there, 1, 0));
	EXPECT_ERRNO(EFAULT,
		     process_vm_writev(getpid(), &here, 1, &there, 1, 0));
	EXPECT_ERRNO(EIO, pread(mem, buffer, 1, (unsigned long)address));
	EXPECT_ERRNO(EIO, pwrite(mem, buffer, 1, (unsigned long)address));
	EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_FEATURES, address));
	EXPECT_ERRNO(can_populate() ? EFAULT : EINVAL,
		     madvise(address, PAGE, MADV_POPULATE_READ));
	EXPECT_ERRNO(ENOMEM, mlock(address, PAGE));
	EXPECT_EQ(0, munlock(address, PAGE));
}

/* address space and nothing else, in every kind of view. */
TEST(what_is_reserved_cannot_be_touched)
{
	int section = create_with(4 * PAGE, NTSECTION_PAGE_EXECUTE_READWRITE,
				  NTSECTION_SEC_RESERVE,
				  NTSECTION_ALL_ACCESS);
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	char buffer[8] = "";
	unsigned int i, kind;
	char *views[5];
	int ends[2];

	ASSERT_GE(section, 0);
	ASSERT_GE(mem, 0);
	ASSERT_EQ(0, pipe(ends));
	views[0] = map(section, 4 * PAGE, PROT_READ | PROT_WRITE);
	views[1] = map(section, 4 * PAGE, PROT_READ);
	views[2] = map_copy(section, 4 * PAGE, PROT_READ | PROT_WRITE);
	views[3] = map(section, 4 * PAGE, PROT_READ | PROT_EXEC);
	/* Populating it is no way in. */
	views[4] = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_POPULATE, section, 0);
	for (kind = 0; kind < ARRAY_SIZE(views); kind++) {
		ASSERT_NE(MAP_FAILED, views[kind]);
		for (i = 0; i < 4; i++)
			EXPECT_TRUE(no_access(views[kind] + i * PAGE));
		expect_calls_fail(_metadata, views[kind] + 2 * PAGE, mem, ends);
	}
	EXPECT_ERRNO(can_populate() ? EFAULT : EINVAL,
		     madvise(views[0], PAGE, MADV_POPULATE_WRITE));
	EXPECT_EQ(0, committed(section));

	/* The twin: it was only the commit that was missing. */
	ASSERT_EQ(0, commit(section, 0, 4 * PAGE));
	for (kind = 0; kind < ARRAY_SIZE(views); kind++) {
		for (i = 0; i < 4; i++)
			EXPECT_EQ(0, fault_of(views[kind] + i * PAGE, 0));
		EXPECT_EQ(1, write(ends[1], views[kind], 1));
		EXPECT_EQ(1, read(ends[0], buffer, 1));
		EXPECT_EQ(1, pread(mem, buffer, 1, (unsigned long)views[kind]));
		EXPECT_EQ(0, mlock(views[kind], PAGE));
		EXPECT_EQ(0, munlock(views[kind], PAGE));
	}
	if (can_populate())
		EXPECT_EQ(0, madvise(views[0], 4 * PAGE, MADV_POPULATE_WRITE));
}

/* C-13: what one view commits all can use, whoever has them. */
TEST(commit_reaches_all_views)
{
	int section = reserve(8 * PAGE);
	int writer = duplicate(section, READ_WRITE, 0);
	char *view = map(section, 8 * PAGE, PROT_READ | PROT_WRITE);
	char *other = map(writer, 8 * PAGE, PROT_READ | PROT_WRITE);
	char *window = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, section,
			    3 * PAGE);
	char *copy = map_copy(section, 8 * PAGE, PROT_READ | PROT_WRITE);
	int to_child[2], to_parent[2];
	char byte;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, other);
	ASSERT_NE(MAP_FAILED, window);
	ASSERT_NE(MAP_FAILED, copy);
	ASSERT_EQ(0, pipe(to_child));
	ASSERT_EQ(0, pipe(to_parent));

	pid = fork();
	if (!pid) {
		char *own = map(writer, 8 * PAGE, PROT_READ | PROT_WRITE);

		/* Before, in the view that was there at fork() and its own. */
		if (own == MAP_FAILED || fault_of(own + 3 * PAGE, 0) != SIGSEGV)
			_exit(1);
		if (fault_of(view + 3 * PAGE, 1) != SIGSEGV)
			_exit(2);
		if (write(to_parent[1], "r", 1) != 1 ||
		    read(to_child[0], &byte, 1) != 1)
			_exit(3);
		/* And after, without any call. */
		if (own[3 * PAGE] != 'p' || view[3 * PAGE] != 'p')
			_exit(4);
		own[3 * PAGE + 1] = 'c';
		/* What the child commits the parent can use. */
		if (commit_view(own + 5 * PAGE, PAGE))
			_exit(5);
		own[5 * PAGE] = 'd';
		_exit(fault_of(own + 4 * PAGE, 0) == SIGSEGV ? 0 : 6);
	}
	/* A child that fails is not waited for. */
	close(to_parent[1]);
	ASSERT_EQ(1, read(to_parent[0], &byte, 1));
	ASSERT_EQ(0, commit(section, 3 * PAGE, 1));
	EXPECT_EQ(1, is_zero(view + 3 * PAGE, PAGE));
	view[3 * PAGE] = 'p';
	EXPECT_EQ('p', other[3 * PAGE]);
	EXPECT_EQ('p', *window);
	EXPECT_EQ('p', copy[3 * PAGE]);
	ASSERT_EQ(1, write(to_child[1], "g", 1));
	EXPECT_EQ(0, wait_status(pid));

	EXPECT_EQ('c', view[3 * PAGE + 1]);
	EXPECT_EQ('d', view[5 * PAGE]);
	EXPECT_EQ('d', other[5 * PAGE]);
	EXPECT_EQ(2 * PAGE, committed(section));
	EXPECT_TRUE(no_access(view + 2 * PAGE));
	EXPECT_TRUE(no_access(other + 4 * PAGE));
	EXPECT_TRUE(no_access(copy + 6 * PAGE));
}

/* R-18, P-15: a copy view may commit; what it writes stays its own. */
TEST(commit_through_a_copy_view)
{
	int section = create_with(3 * PAGE, NTSECTION_PAGE_READONLY,
				  NTSECTION_SEC_RESERVE,
				  NTSECTION_QUERY | NTSECTION_MAP_READ);
	char *copy = map_copy(section, 3 * PAGE, PROT_READ | PROT_WRITE);
	char *view = map(section, 3 * PAGE, PROT_READ);

	ASSERT_NE(MAP_FAILED, copy);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit_view(copy + PAGE, PAGE));
	EXPECT_EQ(PAGE, committed(section));
	copy[PAGE] = 'c';
	EXPECT_EQ('c', copy[PAGE]);
	EXPECT_EQ(0, view[PAGE]);
	EXPECT_TRUE(no_access(copy));
	EXPECT_TRUE(no_access(copy + 2 * PAGE));
}

#define MODEL_PAGES 16384

static __u64 random_state;

static unsigned long random_below(unsigned long limit)
{
	random_state = random_state * 6364136223846793005ULL + 1;
	return (random_state >> 33) % limit;
}

/*
 * K-07: any order of ranges, unaligned, overlapping,
 * repeated, by offset and by address, against a model of one byte per page.
 */
TEST(charge_follows_a_model)
{
	static unsigned char model[MODEL_PAGES];
	unsigned long wrong = 0, count = 0, page, i;
	int section = reserve(MODEL_PAGES * PAGE);
	char *view = map(section, MODEL_PAGES * PAGE, PROT_READ | PROT_WRITE);
	struct ntsection_extent run;

	ASSERT_NE(MAP_FAILED, view);
	random_state = 1;
	for (i = 0; i < 400; i++) {
		/* Small ones, and some over a border of 4096 pages. */
		unsigned long most = i % 10 ? 40 * PAGE : 5000 * PAGE;
		unsigned long start = random_below(MODEL_PAGES * PAGE);
		unsigned long length = 1 + random_below(most);

		if (length > MODEL_PAGES * PAGE - start)
			length = MODEL_PAGES * PAGE - start;
		if (i == 300)
			start = 0, length = 1;
		ASSERT_EQ(0, i & 1 ? commit(section, start, length) :
				     commit_view(view + start, length));
		for (page = start / PAGE; page * PAGE < start + length; page++)
			if (!model[page])
				count += model[page] = 1;
		ASSERT_EQ(count * PAGE, committed(section))
			TH_LOG("round %lu: %#lx + %#lx", i, start, length);
	}
	EXPECT_LT(count, MODEL_PAGES);

	for (page = 0; page < MODEL_PAGES; page += run.length / PAGE) {
		unsigned long end = page;

		while (end < MODEL_PAGES && model[end] == model[page])
			end++;
		ASSERT_EQ(0, extent(section, page * PAGE,
				    (MODEL_PAGES - page) * PAGE, &run));
		ASSERT_EQ(model[page], run.committed);
		ASSERT_EQ((end - page) * PAGE, run.length);
	}

	/* Where faults are slow, some of them. */
	for (page = 0; page < MODEL_PAGES; page += kernel_checks() ? 7 : 1)
		wrong += fault_of(view + page * PAGE, page & 1) !=
			 (model[page] ? 0 : SIGSEGV);
	EXPECT_EQ(0, wrong);

	/* All that is left, at once. */
	ASSERT_EQ(0, commit(section, 0, MODEL_PAGES * PAGE));
	EXPECT_EQ(MODEL_PAGES * PAGE, committed(section));
	ASSERT_EQ(0, extent(section, 0, MODEL_PAGES * PAGE, &run));
	EXPECT_EQ(MODEL_PAGES * PAGE, run.length);
}

/* K-07, R-05, R-08: the system's own figure agrees. */
TEST(each_page_is_charged_once)
{
	long before = committed_kib();
	int section = reserve(256 * MIB);
	int other = duplicate(section, READ_WRITE, 0);
	char *view = map(section, 256 * MIB, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, 32 * MIB, 32 * MIB));
	EXPECT_CHARGED(before, 32 * MIB);
	/* The same again, from others. */
	ASSERT_EQ(0, commit(other, 32 * MIB, 32 * MIB));
	ASSERT_EQ(0, commit_view(view + 32 * MIB, 32 * MIB));
	EXPECT_CHARGED(before, 32 * MIB);
	/* The one before it, then one over both and more. */
	ASSERT_EQ(0, commit(section, 0, 32 * MIB));
	EXPECT_CHARGED(before, 64 * MIB);
	ASSERT_EQ(0, commit(section, 16 * MIB, 80 * MIB));
	EXPECT_CHARGED(before, 96 * MIB);
	EXPECT_EQ(96 * MIB, committed(section));
	/* Touching is free (K-12). */
	memset(view, 1, 16 * MIB);
	EXPECT_CHARGED(before, 96 * MIB);
	/* A byte here and there is a page here and there. */
	ASSERT_EQ(0, commit(section, 200 * MIB - 1, 2));
	EXPECT_EQ(96 * MIB + 2 * PAGE, committed(section));
	EXPECT_CHARGED(before, 96 * MIB);

	close(section);
	close(other);
	EXPECT_CHARGED(before, 96 * MIB);
	munmap(view, 256 * MIB);
	EXPECT_CHARGED(before, 0);
}

/* K-08: whichever is last, handle, view, or those of another process. */
TEST(charge_is_given_back_in_each_order)
{
	static const unsigned long size = 64 * MIB;
	long before = committed_kib();
	int order, section, other, ends[2];
	char *view, *copy, byte;
	pid_t pid;

	for (order = 0; order < 3; order++) {
		section = reserve(size);
		other = duplicate(section, NTSECTION_MAP_READ, 0);
		view = map(section, size, PROT_READ | PROT_WRITE);
		copy = map_copy(other, size, PROT_READ);
		ASSERT_NE(MAP_FAILED, view);
		ASSERT_NE(MAP_FAILED, copy);
		ASSERT_EQ(0, commit(section, 0, size / 2));
		ASSERT_EQ(0, commit_view(copy + size / 2, size / 2));
		view[0] = 1;
		EXPECT_CHARGED(before, size);
		switch (order) {
		case 0:
			close(section);
			close(other);
			munmap(view, size);
			EXPECT_CHARGED(before, size);
			munmap(copy, size);
			break;
		case 1:
			munmap(copy, size);
			munmap(view, size);
			close(section);
			EXPECT_CHARGED(before, size);
			close(other);
			break;
		case 2:
			ASSERT_EQ(0, pipe(ends));
			pid = fork();
			if (!pid)
				_exit(read(ends[0], &byte, 1) == 1 ? 0 : 1);
			munmap(copy, size);
			munmap(view, size);
			close(section);
			close(other);
			EXPECT_CHARGED(before, size);
			ASSERT_EQ(1, write(ends[1], "x", 1));
			EXPECT_EQ(0, wait_status(pid));
			break;
		}
		EXPECT_CHARGED(before, 0);
	}
}

/* Trap C22: an O_PATH descriptor keeps the inode, but no charge. */
TEST(path_descriptor_keeps_no_charge)
{
	long before = committed_kib();
	int section = reserve(256 * MIB), path;
	char *view = map(section, 256 * MIB, PROT_READ | PROT_WRITE);
	char name[64];
	struct stat stat;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, 64 * MIB, 128 * MIB));
	memset(view + 64 * MIB, 1, MIB);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", section);
	path = open(name, O_PATH | O_CLOEXEC);
	ASSERT_GE(path, 0);
	EXPECT_ERRNO(EBADF, commit(path, 0, PAGE));
	close(section);
	EXPECT_CHARGED(before, 128 * MIB);
	munmap(view, 256 * MIB);
	EXPECT_CHARGED(before, 0);
	ASSERT_EQ(0, fstat(path, &stat));
	EXPECT_EQ(0, stat.st_size);
	EXPECT_EQ(0, stat.st_blocks);
	close(path);
	EXPECT_CHARGED(before, 0);
}

#define RACERS 4
#define RACE_PAGES 2048
#define RACE_COMMITS 1500

/* One for each racer on each page: a zero fill that came late loses it. */
struct racer {
	int section;
	unsigned int number;
	unsigned int failures;
};

static void *commit_and_write(void *arg)
{
	struct racer *racer = arg;
	char *view = map(racer->section, RACE_PAGES * PAGE,
			 PROT_READ | PROT_WRITE);
	__u64 state = 7;	/* the same pages in the same order */
	unsigned int i, page;

	if (view == MAP_FAILED) {
		racer->failures = RACE_COMMITS;
		return NULL;
	}
	for (i = 0; i < RACE_COMMITS; i++) {
		unsigned int first, count;

		state = state * 6364136223846793005ULL + 1;
		first = (state >> 33) % RACE_PAGES;
		count = 1 + (state >> 50) % 3;
		if (count > RACE_PAGES - first)
			count = RACE_PAGES - first;
		if (commit(racer->section, first * PAGE, count * PAGE)) {
			racer->failures++;
			continue;
		}
		for (page = first; page < first + count; page++)
			view[page * PAGE + racer->number] = 'x';
	}
	munmap(view, RACE_PAGES * PAGE);
	return NULL;
}

/* threads and processes that commit the same pages at once. */
TEST(commits_race)
{
	struct racer racers[RACERS] = { };
	int section = reserve(RACE_PAGES * PAGE);
	char *view = map(section, RACE_PAGES * PAGE, PROT_READ | PROT_WRITE);
	struct ntsection_extent run;
	unsigned long page, expected = 0, lost = 0;
	pthread_t threads[RACERS];
	unsigned int i;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	/* Two processes of two threads each. */
	for (i = 0; i < RACERS; i++)
		racers[i] = (struct racer) { .section = section, .number = i };
	pid = fork();
	for (i = pid ? 0 : 2; i < (pid ? 2 : RACERS); i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, commit_and_write,
					    &racers[i]));
	for (i = pid ? 0 : 2; i < (pid ? 2 : RACERS); i++)
		ASSERT_EQ(0, pthread_join(threads[i], NULL));
	if (!pid)
		_exit(racers[2].failures || racers[3].failures);
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ(0, racers[0].failures);
	EXPECT_EQ(0, racers[1].failures);

	for (page = 0; page < RACE_PAGES; page += run.length / PAGE) {
		ASSERT_EQ(0, extent(section, page * PAGE,
				    (RACE_PAGES - page) * PAGE, &run));
		expected += run.committed * run.length;
	}
	EXPECT_EQ(expected, committed(section));
	EXPECT_GT(expected, RACE_PAGES * PAGE / 3);
	for (page = 0; page < RACE_PAGES; page++) {
		if (fault_of(view + page * PAGE, 0))
			continue;
		for (i = 0; i < RACERS; i++)
			lost += view[page * PAGE + i] != 'x';
		lost += view[page * PAGE + RACERS] != 0;
	}
	EXPECT_EQ(0, lost);
}

#define HOLES 4000

struct filler {
	int section;
	atomic_ulong hole;	/* the next one */
	unsigned long failures;
};

static void *fill_holes(void *arg)
{
	struct filler *filler = arg;
	unsigned long hole;

	for (hole = 0; hole < HOLES; hole++) {
		atomic_store(&filler->hole, hole);
		filler->failures += commit(filler->section, 2 * hole * PAGE,
					   PAGE) != 0;
	}
	atomic_store(&filler->hole, HOLES);
	return NULL;
}

/* What is told of a page that is being committed was true once, of it alone. */
TEST(extents_race_with_commits)
{
	struct filler filler = { .section = reserve(2 * HOLES * PAGE) };
	unsigned long hole, wrong = 0, failures = 0;
	struct ntsection_extent run;
	pthread_t thread;

	ASSERT_GE(filler.section, 0);
	for (hole = 0; hole < HOLES; hole++)
		failures += commit(filler.section, (2 * hole + 1) * PAGE,
				   PAGE) != 0;
	ASSERT_EQ(0, pthread_create(&thread, NULL, fill_holes, &filler));
	while ((hole = atomic_load(&filler.hole)) < HOLES) {
		failures += extent(filler.section, 2 * hole * PAGE, 2 * PAGE,
				   &run) != 0;
		wrong += run.length != (run.committed ? 2 * PAGE : PAGE);
	}
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, failures + filler.failures);
}

struct toucher {
	char *view;
	unsigned long pages;
	atomic_bool stop;
	atomic_ulong failures;
	int section;
};

static void *touch_all(void *arg)
{
	struct toucher *toucher = arg;
	char byte;
	int ends[2];
	unsigned long page;

	if (pipe(ends))
		atomic_fetch_add(&toucher->failures, 1);
	while (!atomic_load(&toucher->stop)) {
		for (page = 0; page < toucher->pages; page++) {
			char *address = toucher->view + page * PAGE;

			/* Whether it is committed by now or not. */
			if (write(ends[1], address, 1) == 1)
				atomic_fetch_add(&toucher->failures,
						 read(ends[0], &byte, 1) != 1);
			else
				atomic_fetch_add(&toucher->failures,
						 errno != EFAULT);
		}
	}
	close(ends[0]);
	close(ends[1]);
	return NULL;
}

/* Trap C25: faults that race with commits, and with the end of the handle. */
TEST(faults_race_with_commits)
{
	long references = module_references();
	struct toucher toucher = { .pages = 64 };
	pthread_t threads[2];
	unsigned int round, i;

	for (round = race_rounds(100); round; round--) {
		toucher.section = reserve(toucher.pages * PAGE);
		ASSERT_GE(toucher.section, 0);
		toucher.view = map(toucher.section, toucher.pages * PAGE,
				   PROT_READ | PROT_WRITE);
		ASSERT_NE(MAP_FAILED, toucher.view);
		atomic_store(&toucher.stop, false);
		for (i = 0; i < ARRAY_SIZE(threads); i++)
			ASSERT_EQ(0, pthread_create(&threads[i], NULL,
						    touch_all, &toucher));
		for (i = 0; i < toucher.pages / 2; i++)
			EXPECT_EQ(0, commit(toucher.section, 2 * i * PAGE, 1));
		close(toucher.section);
		for (i = 0; i < toucher.pages / 2; i++)
			EXPECT_EQ(0, fault_of(toucher.view + 2 * i * PAGE, 1));
		munmap(toucher.view, toucher.pages * PAGE);
		atomic_store(&toucher.stop, true);
		for (i = 0; i < ARRAY_SIZE(threads); i++)
			ASSERT_EQ(0, pthread_join(threads[i], NULL));
	}
	EXPECT_EQ(0, atomic_load(&toucher.failures));
	EXPECT_EQ(references, module_references());
}

FIXTURE(neighbours) {
	char saved[32];
	int section;
	char *view;
};

FIXTURE_VARIANT(neighbours) {
	const char *shmem_enabled;
};

FIXTURE_VARIANT_ADD(neighbours, never) { "never" };
FIXTURE_VARIANT_ADD(neighbours, always) { "always" };
FIXTURE_VARIANT_ADD(neighbours, force) { "force" };

FIXTURE_SETUP(neighbours)
{
	NEED_ROOT();
	read_choice(SHMEM_ENABLED, self->saved, sizeof(self->saved));
	ASSERT_NE('\0', self->saved[0]);
	ASSERT_EQ(0, write_text(SHMEM_ENABLED, variant->shmem_enabled));
	self->section = reserve(3 * HUGE_PAGE);
	ASSERT_GE(self->section, 0);
	self->view = map_aligned(self->section, 3 * HUGE_PAGE);
	ASSERT_NE(MAP_FAILED, self->view);
}

FIXTURE_TEARDOWN(neighbours)
{
	EXPECT_EQ(0, write_text(SHMEM_ENABLED, self->saved));
}

/* Trap C20: no huge page makes uncommitted pages accessible. */
TEST_F(neighbours, of_committed_pages_stay_reserved)
{
	char *page = self->view + HUGE_PAGE + 7 * PAGE, *other;
	struct ntsection_query info;
	unsigned long i;

	ASSERT_EQ(0, madvise(self->view, 3 * HUGE_PAGE, MADV_HUGEPAGE));
	ASSERT_EQ(0, commit_view(page, PAGE));
	*page = 1;
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(PAGE, info.resident);
	for (i = 1; i < HUGE_PAGE / PAGE - 7; i += 31) {
		EXPECT_TRUE(no_access(page + i * PAGE));
		EXPECT_TRUE(no_access(page - i * PAGE));
	}
	/* Half of the block, then all of it, in another view as well. */
	ASSERT_EQ(0, commit(self->section, HUGE_PAGE, HUGE_PAGE / 2));
	memset(self->view + HUGE_PAGE, 1, HUGE_PAGE / 2);
	/* Neither by force. It may say what it likes. */
	madvise(self->view + HUGE_PAGE, HUGE_PAGE, MADV_COLLAPSE);
	EXPECT_TRUE(no_access(self->view + HUGE_PAGE - 1));
	EXPECT_TRUE(no_access(self->view + HUGE_PAGE + HUGE_PAGE / 2));
	EXPECT_TRUE(no_access(self->view + 2 * HUGE_PAGE - 1));
	ASSERT_EQ(0, commit(self->section, HUGE_PAGE, HUGE_PAGE));
	memset(self->view + HUGE_PAGE, 2, HUGE_PAGE);
	madvise(self->view + HUGE_PAGE, HUGE_PAGE, MADV_COLLAPSE);
	other = map_aligned(self->section, 3 * HUGE_PAGE);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ(2, other[HUGE_PAGE]);
	EXPECT_TRUE(no_access(self->view + HUGE_PAGE - 1));
	EXPECT_TRUE(no_access(self->view + 2 * HUGE_PAGE));
	EXPECT_TRUE(no_access(other + HUGE_PAGE - 1));
	EXPECT_TRUE(no_access(other + 2 * HUGE_PAGE));
	ASSERT_EQ(0, query(self->section, &info));
	EXPECT_EQ(HUGE_PAGE, info.resident);
	EXPECT_EQ(HUGE_PAGE, info.committed);
}

/* Trap C21: a fault does not map what is around it. */
TEST_F(neighbours, are_not_mapped_by_a_fault)
{
	char *view, *copy;
	unsigned long i;

	/* All even pages are in the page cache. */
	for (i = 0; i < 64; i += 2) {
		ASSERT_EQ(0, commit(self->section, i * PAGE, PAGE));
		self->view[i * PAGE] = 'e';
	}
	view = map(self->section, 64 * PAGE, PROT_READ);
	copy = map_copy(self->section, 64 * PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, copy);
	for (i = 0; i < 64; i += 2) {
		EXPECT_EQ('e', view[i * PAGE]);
		EXPECT_EQ('e', copy[i * PAGE]);
		copy[i * PAGE] = 'c';
	}
	for (i = 1; i < 64; i += 2) {
		EXPECT_TRUE(no_access(view + i * PAGE));
		EXPECT_TRUE(no_access(copy + i * PAGE));
	}
}

/* a commit outlives the view, the handle, and the process. */
TEST(commit_is_for_good)
{
	int section = reserve(8 * PAGE);
	struct ntsection_extent run;
	char *view;
	int other;
	pid_t pid;

	ASSERT_GE(section, 0);
	/* A process that ends. */
	pid = fork();
	if (!pid) {
		char *own = map(section, 8 * PAGE, PROT_READ | PROT_WRITE);

		if (own == MAP_FAILED || commit_view(own, PAGE))
			_exit(1);
		own[0] = 'p';
		_exit(0);
	}
	EXPECT_EQ(0, wait_status(pid));
	/* A view that is unmapped. */
	view = map(section, 8 * PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit_view(view + PAGE, PAGE));
	view[PAGE] = 'v';
	munmap(view, 8 * PAGE);
	/* A handle that is closed. */
	other = duplicate(section, READ_WRITE, 0);
	ASSERT_EQ(0, commit(other, 2 * PAGE, PAGE));
	close(other);

	EXPECT_EQ(3 * PAGE, committed(section));
	view = map(section, 8 * PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, extent(section, 0, 8 * PAGE, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(3 * PAGE, run.length);
	EXPECT_EQ('p', view[0]);
	EXPECT_EQ('v', view[PAGE]);
	EXPECT_EQ(1, is_zero(view + 2 * PAGE, PAGE));
	EXPECT_TRUE(no_access(view + 3 * PAGE));

	/* Nothing takes it back: neither content nor commit. */
	EXPECT_EQ(0, madvise(view, 8 * PAGE, MADV_DONTNEED));
	EXPECT_ERRNO(EPERM, madvise(view, PAGE, MADV_REMOVE));
	EXPECT_EQ('p', view[0]);
	EXPECT_TRUE(no_access(view + 3 * PAGE));

	/* With the last handle gone it goes on, by address. */
	close(section);
	ASSERT_EQ(0, commit_view(view + 3 * PAGE, PAGE));
	view[3 * PAGE] = 'h';
	ASSERT_EQ(0, extent(device(), (unsigned long)view, 8 * PAGE, &run));
	EXPECT_EQ(4 * PAGE, run.length);
	EXPECT_TRUE(no_access(view + 4 * PAGE));
}

/* on a SEC_COMMIT section nothing is left to do. */
TEST(commit_of_what_was_committed_at_creation)
{
	long before = committed_kib();
	int section = create(64 * MIB);
	char *view = map(section, 64 * MIB, PROT_READ | PROT_WRITE);
	struct ntsection_extent run;

	ASSERT_NE(MAP_FAILED, view);
	view[5] = 'k';
	EXPECT_EQ(0, commit(section, 0, 64 * MIB));
	EXPECT_EQ(0, commit_view(view + 1, PAGE));
	EXPECT_EQ('k', view[5]);
	/* Neither does any other use change its charge (M-11). */
	EXPECT_EQ(0, mlock(view, MIB));
	EXPECT_EQ(0, madvise(view, 64 * MIB, MADV_WILLNEED));
	memset(view + MIB, 1, 16 * MIB);
	EXPECT_EQ(64 * MIB, committed(section));
	EXPECT_CHARGED(before, 64 * MIB);
	/* One run, as far as was asked. */
	ASSERT_EQ(0, extent(section, 0, 64 * MIB, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(64 * MIB, run.length);
	ASSERT_EQ(0, extent(device(), (unsigned long)view + 10, PAGE + 1, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(PAGE + 1, run.length);
}

#ifdef __LP64__ /* there is room for the views */
/* C-11, trap C27: where nothing is refused, all can be committed. */
TEST_F(strict, largest_commit)
{
	const __u64 size = NTSECTION_RESERVE_MAX;
	long before = committed_kib();
	struct ntsection_extent run;
	long slab;
	int section = reserve(size);
	char *view = map(section, size, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, write_text("/proc/sys/vm/overcommit_memory", "1"));
	/* A page of its own in the first chunk. */
	ASSERT_EQ(0, commit(section, PAGE, PAGE));
	slab = read_key("/proc/meminfo", "Slab");
	ASSERT_EQ(0, commit(section, 0, size));
	/* A byte in a thousand million. */
	EXPECT_LT(read_key("/proc/meminfo", "Slab") - slab, 16 * 1024);
	EXPECT_EQ(size, committed(section));
	EXPECT_CHARGED(before, size);
	ASSERT_EQ(0, extent(section, 0, size, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(size, run.length);
	view[0] = 'a';
	view[size / 2] = 'm';
	view[size - 1] = 'z';
	EXPECT_EQ(0, commit(section, size / 2, size / 2));
	EXPECT_EQ(size, committed(section));
	close(section);
	munmap(view, size);
	EXPECT_CHARGED(before, 0);
}
#endif

/*
 * a commit that was refused, over chunks of bits that were not there,
 * leaves them as if nothing had been tried.
 */
TEST_F(strict, pieces_after_a_refusal)
{
	unsigned long chunk = 4096 * PAGE, i;
	int section = reserve(64 * chunk);
	char *view = map(section, 64 * chunk, PROT_READ | PROT_WRITE);
	struct ntsection_extent run;

	ASSERT_NE(MAP_FAILED, view);
	for (i = 0; i < 4; i++) {
		/* A whole chunk, between two pages in the next ones. */
		EXPECT_ERRNO(ENOMEM, commit(section, 0, 64 * chunk));
		ASSERT_EQ(0, commit(section, 2 * i * chunk + PAGE, PAGE));
		ASSERT_EQ(0, commit(section, (2 * i + 1) * chunk, PAGE));
		EXPECT_TRUE(no_access(view + 2 * i * chunk));
		EXPECT_EQ(0, fault_of(view + 2 * i * chunk + PAGE, 1));
		EXPECT_TRUE(no_access(view + 2 * i * chunk + 2 * PAGE));
		EXPECT_EQ((i + 1) * 2 * PAGE, committed(section));
	}
	/* Whole chunks, of which some have bits already, and their borders. */
	ASSERT_EQ(0, commit(section, 6 * chunk, 3 * chunk));
	EXPECT_EQ(3 * chunk + 6 * PAGE, committed(section));
	ASSERT_EQ(0, extent(section, 6 * chunk, 64 * chunk - 6 * chunk, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(3 * chunk, run.length);
	EXPECT_TRUE(no_access(view + 6 * chunk - 1));
	EXPECT_TRUE(no_access(view + 9 * chunk));
	EXPECT_EQ(0, fault_of(view + 9 * chunk - 1, 1));
	ASSERT_EQ(0, extent(section, 9 * chunk, PAGE, &run));
	EXPECT_EQ(0, run.committed);
}

#ifdef __LP64__ /* there is room for the views */
/* K-07, R-11: all of it or nothing, and what was there stays. */
TEST_F(strict, commit_above_the_limit)
{
	long before = committed_kib();
	long left = read_key("/proc/meminfo", "CommitLimit") - before;
	struct ntsection_extent run;
	int section, round;
	char *view;

	ASSERT_GT(left, 8 * SLACK);
	section = reserve(8 * GIB);
	ASSERT_GE(section, 0);
	view = map(section, 8 * GIB, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, MIB, 32 * MIB));
	fill(view + MIB, MIB, 1);
	EXPECT_CHARGED(before, 32 * MIB);

	/* Over what is committed already, on both sides of it. */
	for (round = 0; round < 20; round++) {
		EXPECT_ERRNO(ENOMEM, commit(section, 0,
					    (left + SLACK) * KIB));
		EXPECT_ERRNO(ENOMEM, commit_view(view + 8 * MIB, 7 * GIB));
	}
	EXPECT_EQ(32 * MIB, committed(section));
	EXPECT_CHARGED(before, 32 * MIB);
	EXPECT_TRUE(no_access(view));
	EXPECT_TRUE(no_access(view + 33 * MIB));
	ASSERT_EQ(0, extent(section, 0, 8 * GIB, &run));
	EXPECT_EQ(0, run.committed);
	EXPECT_EQ(MIB, run.length);
	ASSERT_EQ(0, extent(section, MIB, 7 * GIB, &run));
	EXPECT_EQ(1, run.committed);
	EXPECT_EQ(32 * MIB, run.length);

	/* What was committed before is not touched, and can all be used. */
	EXPECT_EQ(0, wrong_words(view + MIB, MIB, 1));
	fill(view + MIB, 32 * MIB, 2);
	EXPECT_EQ(0, wrong_words(view + MIB, 32 * MIB, 2));

	/* A commit that fits still works, also over what is committed. */
	ASSERT_EQ(0, commit(section, 0, (left - 4 * SLACK) * KIB));
	EXPECT_EQ((__u64)(left - 4 * SLACK) * KIB, committed(section));
	EXPECT_CHARGED(before, (left - 4 * SLACK) * KIB);
	EXPECT_ERRNO(ENOMEM, commit(section, GIB * 7, 8 * SLACK * KIB));
	/* Nothing to charge is nothing to refuse. */
	EXPECT_EQ(0, commit(section, MIB, 32 * MIB));

	close(section);
	munmap(view, 8 * GIB);
	EXPECT_CHARGED(before, 0);
}
#endif

/* The limit on file sizes of whoever commits is none of ours. */
TEST(file_size_limit_does_not_matter)
{
	const unsigned long limits[] = { 0, 1, PAGE, 20 * MIB };
	long before = committed_kib();
	unsigned int i, round;
	int section;
	pid_t pid;

	for (round = 0; round < ARRAY_SIZE(limits); round++) {
		section = reserve(128 * MIB);
		ASSERT_GE(section, 0);
		/* A charge file may be there already, or not. */
		if (round & 1)
			ASSERT_EQ(0, commit(section, 0, 8 * MIB));
		pid = fork();
		if (!pid) {
			struct rlimit limit = { .rlim_cur = limits[round] };
			char *view = map(section, 128 * MIB,
					 PROT_READ | PROT_WRITE);

			limit.rlim_max = limits[round];
			if (view == MAP_FAILED ||
			    setrlimit(RLIMIT_FSIZE, &limit))
				_exit(1);
			for (i = 0; i < 16; i++)
				if (commit(section, i * 4 * MIB, 4 * MIB))
					_exit(2);
			view[0] = 1;
			view[64 * MIB - 1] = 1;
			_exit(fault_of(view + 64 * MIB, 0) == SIGSEGV ? 0 : 3);
		}
		EXPECT_EQ(0, wait_status(pid));
		EXPECT_EQ(64 * MIB, committed(section));
		EXPECT_CHARGED(before, 64 * MIB);
		ASSERT_EQ(0, commit(section, 0, 96 * MIB));
		EXPECT_EQ(96 * MIB, committed(section));
		EXPECT_CHARGED(before, 96 * MIB);
		close(section);
		EXPECT_CHARGED(before, 0);
	}
}

/* L-07: committed pages go to swap and come back; the others stay out. */
TEST(committed_pages_are_paged)
{
	static const unsigned long size = 16 * MIB;
	struct ntsection_query info;
	char *view, *other;
	unsigned long i;
	int section;
	pid_t pid;

	if (read_key("/proc/meminfo", "SwapFree") < (long)(2 * size / KIB))
		SKIP(return, "needs %lu MiB of free swap", 2 * size / MIB);
	section = reserve(3 * size);
	view = map(section, 3 * size, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, size, size));
	fill(view + size, size, 1);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(size, info.resident);

	ASSERT_EQ(0, madvise(view, 3 * size, MADV_PAGEOUT));
	ASSERT_EQ(0, query(section, &info));
	EXPECT_GT(info.swapped, size / 2);
	EXPECT_EQ(size, info.swapped + info.resident);
	EXPECT_EQ(size, info.committed);
	EXPECT_TRUE(no_access(view + size - 1));
	EXPECT_TRUE(no_access(view + 2 * size));

	pid = fork();
	if (!pid) {
		char *own = map(section, 3 * size, PROT_READ);

		if (own == MAP_FAILED || wrong_words(own + size, size, 1))
			_exit(1);
		_exit(fault_of(own + 2 * size, 0) == SIGSEGV ? 0 : 2);
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ(0, wrong_words(view + size, size, 1));

	/* Each second page, out and in again. */
	other = view + 2 * size;
	for (i = 0; i < size / PAGE; i += 2) {
		ASSERT_EQ(0, commit_view(other + i * PAGE, PAGE));
		fill(other + i * PAGE, PAGE, i);
	}
	ASSERT_EQ(0, madvise(other, size, MADV_PAGEOUT));
	for (i = 0; i < size / PAGE; i += 2)
		EXPECT_EQ(0, wrong_words(other + i * PAGE, PAGE, i));
	for (i = 1; i < size / PAGE; i += 16)
		EXPECT_TRUE(no_access(other + i * PAGE));
}

/* Traps C7, C22: as on any section, the inode is closed for changes. */
TEST(files_cannot_be_changed)
{
	long before = committed_kib();
	int section = reserve(128 * MIB);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	struct stat stat;

	ASSERT_GE(reader, 0);
	ASSERT_EQ(0, commit(section, 0, 64 * MIB));
	/* No regular file: trap C20. */
	EXPECT_ERRNO(EINVAL, ftruncate(section, 0));
	EXPECT_ERRNO(EINVAL, ftruncate(section, 256 * MIB));
	EXPECT_ERRNO(EINVAL, ftruncate(reader, 0));
	EXPECT_ERRNO(EPERM, fallocate(section, 0, 0, 128 * MIB));
	EXPECT_ERRNO(EPERM, fallocate(section, FALLOC_FL_PUNCH_HOLE |
				      FALLOC_FL_KEEP_SIZE, 0, PAGE));
	EXPECT_ERRNO(EBADF, fallocate(reader, 0, 0, PAGE));
	EXPECT_ERRNO(EPERM, fcntl(section, F_ADD_SEALS, F_SEAL_WRITE));
	EXPECT_ERRNO(EPERM, fcntl(reader, F_ADD_SEALS, F_SEAL_WRITE));
	EXPECT_ERRNO(EPERM, fchmod(section, 0777));
	EXPECT_ERRNO(EPERM, fchown(section, 1, 1));
	ASSERT_EQ(0, fstat(section, &stat));
	EXPECT_EQ(0, stat.st_mode);
	EXPECT_EQ(128 * MIB, stat.st_size);
	EXPECT_EQ(64 * MIB, committed(section));
	EXPECT_CHARGED(before, 64 * MIB);
}

/* Trap C2: nor can it be opened anew. */
TEST(reopening_fails)
{
	int section = reserve(PAGE);
	char path[64];

	NEED_ROOT();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", section);
	EXPECT_ERRNO(ENXIO, open(path, O_RDONLY));
	EXPECT_ERRNO(EPERM, open(path, O_RDWR));
	EXPECT_ERRNO(EPERM, open(path, O_RDWR | O_TRUNC));
}

static int register_view(int uffd, char *view, __u64 mode)
{
	struct uffdio_register reg = {
		.range = { .start = (unsigned long)view, .len = 2 * PAGE },
		.mode = mode,
	};

	return ioctl(uffd, UFFDIO_REGISTER, &reg);
}

/* Trap C19: userfaultfd would fill in pages past our fault handler. */
TEST(userfaultfd_is_refused)
{
	static const __u64 modes[] = {
		UFFDIO_REGISTER_MODE_MISSING, UFFDIO_REGISTER_MODE_WP,
		UFFDIO_REGISTER_MODE_MINOR,
		UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_MINOR,
	};
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_copy copy = { .len = PAGE };
	struct uffdio_zeropage zero = { .range.len = PAGE };
	static char source[PAGE_MAX] __attribute__((aligned(PAGE_MAX)));
	char *view, *plain;
	int section, uffd;
	unsigned int i;

	NEED_ROOT();
	uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	ASSERT_GE(uffd, 0);
	ASSERT_EQ(0, ioctl(uffd, UFFDIO_API, &api));
	section = reserve(2 * PAGE);
	ASSERT_EQ(0, commit(section, 0, PAGE));
	view = map(section, 2 * PAGE, PROT_READ | PROT_WRITE);
	plain = map(create(2 * PAGE), 2 * PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, plain);
	for (i = 0; i < ARRAY_SIZE(modes); i++)
		EXPECT_ERRNO(EINVAL, register_view(uffd, view, modes[i]));
	copy.src = (unsigned long)source;
	copy.dst = (unsigned long)view + PAGE;
	EXPECT_ERRNO(ENOENT, ioctl(uffd, UFFDIO_COPY, &copy));
	zero.range.start = (unsigned long)view + PAGE;
	EXPECT_ERRNO(ENOENT, ioctl(uffd, UFFDIO_ZEROPAGE, &zero));
	EXPECT_TRUE(no_access(view + PAGE));
	/* The twin. */
	EXPECT_EQ(0, register_view(uffd, plain, UFFDIO_REGISTER_MODE_MISSING));
}

/* Traps C1, C24: what becomes of a view later shows no more than before. */
TEST(views_that_change_stay_checked)
{
	long references = module_references();
	int section = reserve(8 * PAGE);
	char *view = map(section, 8 * PAGE, PROT_READ | PROT_WRITE), *moved;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, 2 * PAGE, 2 * PAGE));
	view[2 * PAGE] = '2';
	view[3 * PAGE] = '3';
	/* Split and joined. */
	ASSERT_EQ(0, mprotect(view + PAGE, 2 * PAGE, PROT_NONE));
	ASSERT_EQ(0, mprotect(view + PAGE, 2 * PAGE, PROT_READ | PROT_WRITE));
	EXPECT_TRUE(no_access(view + PAGE));
	EXPECT_EQ('2', view[2 * PAGE]);
	/* Cut. */
	ASSERT_EQ(0, munmap(view, PAGE));
	EXPECT_TRUE(no_access(view + PAGE));
	EXPECT_EQ('3', view[3 * PAGE]);
	/* Moved. */
	moved = move_and_keep(view + PAGE, 7 * PAGE);
	ASSERT_NE(MAP_FAILED, moved);
	EXPECT_TRUE(no_access(moved));
	EXPECT_EQ('2', moved[PAGE]);
	EXPECT_TRUE(no_access(moved + 3 * PAGE));
	EXPECT_EQ('2', view[2 * PAGE]);
	EXPECT_TRUE(no_access(view + 4 * PAGE));
	/* Pages in another order. */
	ASSERT_EQ(0, remap_file_pages(moved, PAGE, 0, 3, 0));
	EXPECT_EQ('3', moved[0]);
	ASSERT_EQ(0, remap_file_pages(moved + PAGE, PAGE, 0, 5, 0));
	EXPECT_TRUE(no_access(moved + PAGE));
	EXPECT_ERRNO(ENXIO, remap_file_pages(moved, PAGE, 0, 8, 0));
	/* And what they show is committed by the same page of the section. */
	ASSERT_EQ(0, commit_view(moved + PAGE, PAGE));
	moved[PAGE] = '5';
	EXPECT_EQ('5', view[5 * PAGE]);
	EXPECT_EQ(3 * PAGE, committed(section));

	close(section);
	munmap(view, 8 * PAGE);
	munmap(moved, 7 * PAGE);
	EXPECT_EQ(references, module_references());
}

/* any right to map will do; EXTENT is a query. */
TEST(rights)
{
	static const struct { __u32 access; int commit, extent; } rows[] = {
		{ 0, EACCES, EACCES },
		{ NTSECTION_QUERY, EACCES, 0 },
		{ NTSECTION_EXTEND_SIZE | NTSECTION_DELETE, EACCES, EACCES },
		{ NTSECTION_MAP_READ, 0, EACCES },
		{ NTSECTION_MAP_WRITE, 0, EACCES },
		{ NTSECTION_QUERY | NTSECTION_MAP_READ, 0, 0 },
		/* Not a right under this section's protection. */
		{ NTSECTION_MAP_EXECUTE, EACCES, EACCES },
	};
	struct ntsection_extent run;
	unsigned int i;
	int section;

	section = create_with(8 * PAGE, NTSECTION_PAGE_READWRITE,
			      NTSECTION_SEC_RESERVE, NTSECTION_ALL_ACCESS);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		int handle = duplicate(section, rows[i].access, 0);
		__u64 before = committed(section);

		ASSERT_GE(handle, 0);
		if (rows[i].commit)
			EXPECT_ERRNO(rows[i].commit,
				     commit(handle, i * PAGE, PAGE));
		else
			EXPECT_EQ(0, commit(handle, i * PAGE, PAGE));
		EXPECT_EQ(before + (rows[i].commit ? 0 : PAGE),
			  committed(section));
		if (rows[i].extent) {
			EXPECT_ERRNO(rows[i].extent,
				     extent(handle, 0, PAGE, &run));
			EXPECT_EQ(EXTENT_POISON, run.committed);
			EXPECT_EQ(PAGE, run.length);
		} else {
			EXPECT_EQ(0, extent(handle, 0, PAGE, &run));
		}
		close(handle);
	}

	/* MAP_EXECUTE where it is one. */
	section = create_with(PAGE, NTSECTION_PAGE_EXECUTE,
			      NTSECTION_SEC_RESERVE, NTSECTION_MAP_EXECUTE);
	EXPECT_EQ(0, commit(section, 0, PAGE));
}

/* ranges that are not inside the section. */
TEST(bad_ranges)
{
	const struct { __u64 start, length; int err; } bad[] = {
		{ 0, 0, EINVAL },
		{ 4 * PAGE, 0, EINVAL },
		{ ~0ULL, 0, EINVAL },
		{ 0, 4 * PAGE + 1, ENXIO },
		{ 4 * PAGE - 1, 2, ENXIO },
		{ 4 * PAGE, 1, ENXIO },
		{ 3 * PAGE, 64 * KIB, ENXIO },	/* in the block's tail */
		{ PAGE, ~0ULL, ENXIO },
		{ PAGE, ~0ULL - PAGE + 1, ENXIO },	/* the sum is 0 */
		{ PAGE, ~0ULL - PAGE + 2, ENXIO },	/* the sum is 1 */
		{ ~0ULL, 1, ENXIO },
		{ ~0ULL - PAGE + 1, PAGE, ENXIO },
		{ 1ULL << 63, 1ULL << 63, ENXIO },
		{ 0, 1ULL << 63, ENXIO },
	};
	int section = reserve(4 * PAGE);
	unsigned int i;

	ASSERT_GE(section, 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(bad[i].err,
			  range_error(section, bad[i].start, bad[i].length));
		/* The same numbers as addresses are in no view. */
		EXPECT_EQ(bad[i].err,
			  range_error(device(), bad[i].start, bad[i].length));
	}
	EXPECT_EQ(0, committed(section));
	/* The twin: to the last byte. */
	EXPECT_EQ(0, commit(section, 4 * PAGE - 1, 1));
	EXPECT_EQ(PAGE, committed(section));
	EXPECT_EQ(0, commit(section, 0, 4 * PAGE));
	EXPECT_EQ(4 * PAGE, committed(section));
}

/* Flags, padding, sizes of the structure, pointers. */
TEST(bad_arguments)
{
	static const unsigned int commands[] = {
		NTSECTION_IOC_COMMIT, NTSECTION_IOC_EXTENT,
		NTSECTION_IOC_RESET, NTSECTION_IOC_RESET_UNDO,
	};
	int section = reserve(4 * PAGE);
	char *view = map(section, 4 * PAGE, PROT_READ | PROT_WRITE);
	struct {
		struct ntsection_extent args;	/* begins as a range does */
		__u64 future[2];
	} grown;
	char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct ntsection_extent *end = (void *)(page + PAGE - 8);
	static char huge[2 * PAGE_MAX];
	unsigned int i, j, bit;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, page);
	ASSERT_EQ(0, munmap(page + PAGE, PAGE));
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		unsigned int cmd = commands[i];
		int extends = cmd == NTSECTION_IOC_EXTENT;
		unsigned int size = extends ? sizeof(grown.args) :
					      sizeof(struct ntsection_range);

		for (j = 0; j < 2; j++) {
			int fd = j ? device() : section;

#define START() do {							\
	memset(&grown, 0, sizeof(grown));				\
	grown.args.size = size;						\
	grown.args.start = j ? (unsigned long)view : 0;			\
	grown.args.length = PAGE;					\
} while (0)
			for (bit = 0; bit < 32; bit++) {
				START();
				grown.args.flags = 1U << bit;
				EXPECT_ERRNO(EINVAL, ioctl(fd, cmd, &grown));
			}
			if (extends) {
				START();
				grown.args.pad = 1;
				EXPECT_ERRNO(EINVAL, ioctl(fd, cmd, &grown));
			}
			START();
			grown.args.size = size - 1;
			EXPECT_ERRNO(EINVAL, ioctl(fd, cmd, &grown));
			grown.args.size = 0;
			EXPECT_ERRNO(EINVAL, ioctl(fd, cmd, &grown));
			/* Larger, with something in it. */
			grown.args.size = size + 8;
			((char *)&grown)[size + 7] = 1;
			EXPECT_ERRNO(E2BIG, ioctl(fd, cmd, &grown));
			((struct ntsection_range *)huge)->size = PAGE + 1;
			EXPECT_ERRNO(E2BIG, ioctl(fd, cmd, huge));
			EXPECT_ERRNO(EFAULT, ioctl(fd, cmd, NULL));
			EXPECT_ERRNO(EFAULT, ioctl(fd, cmd, page + PAGE));
			EXPECT_ERRNO(EFAULT, ioctl(fd, cmd, -PAGE));
			end->size = size;
			end->flags = 0;
			EXPECT_ERRNO(EFAULT, ioctl(fd, cmd, end));
			EXPECT_EQ(0, committed(section));
			/* The twin: larger, with zeros. */
			if (cmd != NTSECTION_IOC_COMMIT) {
				START();
				grown.args.size = size + 8;
				EXPECT_EQ(0, ioctl(fd, cmd, &grown));
				EXPECT_EQ(size + 8, grown.args.size);
			}
#undef START
		}
	}
	memset(&grown, 0, sizeof(grown));
	grown.args.size = sizeof(struct ntsection_range) + 8;
	grown.args.length = PAGE;
	EXPECT_EQ(0, ioctl(section, NTSECTION_IOC_COMMIT, &grown));
	EXPECT_EQ(PAGE, committed(section));

	/* EXTENT cannot write its answer. */
	memset(page, 0, PAGE);
	end = (void *)page;
	end->size = sizeof(*end);
	end->length = PAGE;
	ASSERT_EQ(0, mprotect(page, PAGE, PROT_READ));
	EXPECT_ERRNO(EFAULT, ioctl(section, NTSECTION_IOC_EXTENT, end));
	/* The others write nothing. */
	EXPECT_EQ(0, ioctl(section, NTSECTION_IOC_COMMIT, &(struct
		  ntsection_range) { .size = 24, .length = PAGE }));
}

/* ranges by address. */
TEST(addresses)
{
	unsigned long area_size = 32 * PAGE;
	int section = reserve(8 * PAGE), other = reserve(8 * PAGE);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	char *area = mmap(NULL, area_size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *view = area + 4 * PAGE;
	struct ntsection_extent run;

	ASSERT_NE(MAP_FAILED, area);
	ASSERT_EQ(view, mmap(view, 8 * PAGE, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_FIXED, section, 0));
	/* In no view, beginning before one, leaving one. */
	EXPECT_EQ(ENXIO, view_error(area, PAGE));
	EXPECT_EQ(ENXIO, view_error(view - 1, 2));
	EXPECT_EQ(ENXIO, view_error(view, 8 * PAGE + 1));
	EXPECT_EQ(ENXIO, view_error(view + 8 * PAGE - 1, 2));
	EXPECT_EQ(ENXIO, view_error(view, ~0ULL));
	EXPECT_EQ(ENXIO, view_error(view, -(unsigned long)view + 1));
	/* Another kind of memory. */
	EXPECT_EQ(ENXIO, view_error(&area_size, 1));
	EXPECT_EQ(0, committed(section));

	/* Into another section's view, although their offsets fit. */
	ASSERT_EQ(view + 8 * PAGE, mmap(view + 8 * PAGE, 8 * PAGE,
					PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_FIXED, other, 0));
	EXPECT_EQ(ENXIO, view_error(view + 7 * PAGE, 2 * PAGE));
	EXPECT_EQ(0, committed(section));
	EXPECT_EQ(0, committed(other));

	/* The same section, but not the pages that come next. */
	ASSERT_EQ(view + 8 * PAGE, mmap(view + 8 * PAGE, 8 * PAGE,
					PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_FIXED, section, 0));
	EXPECT_EQ(ENXIO, view_error(view + 7 * PAGE, 2 * PAGE));
	EXPECT_EQ(0, committed(section));

	/* A gap. */
	ASSERT_EQ(0, munmap(view + 8 * PAGE, 8 * PAGE));
	ASSERT_EQ(0, munmap(view + 3 * PAGE, PAGE));
	EXPECT_EQ(ENXIO, view_error(view + 2 * PAGE, 3 * PAGE));
	EXPECT_EQ(0, committed(section));
	/* Filled by a page that does not belong there: inside, but not next. */
	ASSERT_EQ(view + 3 * PAGE, mmap(view + 3 * PAGE, PAGE,
					PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_FIXED, section,
					6 * PAGE));
	EXPECT_EQ(ENXIO, view_error(view + 2 * PAGE, 3 * PAGE));
	EXPECT_EQ(0, committed(section));
	/* Filled by a view of its own: no gap any more. */
	ASSERT_EQ(view + 3 * PAGE, mmap(view + 3 * PAGE, PAGE,
					PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_FIXED, section,
					3 * PAGE));
	EXPECT_EQ(0, commit_view(view + 3 * PAGE - 1, PAGE + 2));
	EXPECT_EQ(3 * PAGE, committed(section));

	/* Split by protections, PROT_NONE included. */
	ASSERT_EQ(0, mprotect(view + 5 * PAGE, PAGE, PROT_READ));
	ASSERT_EQ(0, mprotect(view + 6 * PAGE, PAGE, PROT_NONE));
	ASSERT_EQ(0, extent(device(), (unsigned long)view + 5 * PAGE,
			    3 * PAGE, &run));
	EXPECT_EQ(0, run.committed);
	EXPECT_EQ(3 * PAGE, run.length);
	EXPECT_EQ(0, commit_view(view, 8 * PAGE));
	EXPECT_EQ(8 * PAGE, committed(section));

	/* A view at an offset. */
	ASSERT_NE(MAP_FAILED, mmap(area, 2 * PAGE, PROT_READ,
				   MAP_SHARED | MAP_FIXED, other, 6 * PAGE));
	EXPECT_EQ(0, commit_view(area + PAGE, PAGE));
	ASSERT_EQ(0, extent(other, 0, 8 * PAGE, &run));
	EXPECT_EQ(7 * PAGE, run.length);
	EXPECT_EQ(0, run.committed);

	/* After all handles are gone; and when the view is. */
	close(section);
	close(reader);
	EXPECT_EQ(0, commit_view(view, 8 * PAGE));
	ASSERT_EQ(0, munmap(view, 8 * PAGE));
	EXPECT_EQ(ENXIO, view_error(view, PAGE));
}

/* As the header says: views of one section without a gap, whatever kinds. */
TEST(addresses_in_views_of_several_kinds)
{
	int section = reserve(3 * PAGE);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	char *view = map(section, 3 * PAGE, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(view + PAGE, mmap(view + PAGE, PAGE, PROT_READ,
				    MAP_SHARED | MAP_FIXED, reader, PAGE));
	ASSERT_EQ(view + 2 * PAGE, mmap(view + 2 * PAGE, PAGE,
					PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_FIXED, section,
					2 * PAGE));
	EXPECT_EQ(0, commit_view(view, 3 * PAGE));
	EXPECT_EQ(3 * PAGE, committed(section));
}

/* Trap C10: what mremap() adds to a view is beyond the section's end. */
TEST(addresses_beyond_the_end)
{
	int section = reserve(4 * PAGE);
	char *view = map(section, 4 * PAGE, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	view = mremap(view, 4 * PAGE, 8 * PAGE, MREMAP_MAYMOVE);
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_EQ(ENXIO, view_error(view + 4 * PAGE, PAGE));
	EXPECT_EQ(ENXIO, view_error(view, 4 * PAGE + 1));
	EXPECT_EQ(ENXIO, view_error(view, 8 * PAGE));
	EXPECT_EQ(0, committed(section));
	EXPECT_EQ(0, commit_view(view, 4 * PAGE));
	view[4 * PAGE - 1] = 1;
	EXPECT_TRUE(no_access(view + 4 * PAGE));
	EXPECT_TRUE(no_access(view + 7 * PAGE));
}

/* What the pages of a range are, run by run. */
TEST(extents)
{
	const struct { __u64 start, length, run; __u32 is; } rows[] = {
		{ 0, 1, 1, 0 },
		{ 0, 10 * PAGE, 3 * PAGE, 0 },
		{ 1, 10 * PAGE - 1, 3 * PAGE - 1, 0 },
		{ 3 * PAGE - 1, 2, 1, 0 },
		{ 3 * PAGE, 7 * PAGE, 2 * PAGE, 1 },
		{ 3 * PAGE, PAGE, PAGE, 1 },		/* clipped */
		{ 3 * PAGE, PAGE + 1, PAGE + 1, 1 },
		{ 3 * PAGE + 100, 200, 200, 1 },
		{ 4 * PAGE + 100, PAGE, PAGE - 100, 1 },
		{ 5 * PAGE, 5 * PAGE, 4 * PAGE, 0 },
		{ 9 * PAGE, PAGE, PAGE, 1 },
		{ 10 * PAGE - 1, 1, 1, 1 },
	};
	int section = reserve(10 * PAGE);
	char *view = map(section, 10 * PAGE, PROT_READ);
	struct ntsection_extent run;
	unsigned int i, j;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, commit(section, 3 * PAGE, 2 * PAGE));
	ASSERT_EQ(0, commit(section, 9 * PAGE, PAGE));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		for (j = 0; j < 2; j++) {
			__u64 start = rows[i].start +
				      (j ? (unsigned long)view : 0);

			ASSERT_EQ(0, extent(j ? device() : section, start,
					    rows[i].length, &run));
			EXPECT_EQ(sizeof(run), run.size);
			EXPECT_EQ(0, run.flags);
			EXPECT_EQ(start, run.start);
			EXPECT_EQ(rows[i].run, run.length)
				TH_LOG("row %u", i);
			EXPECT_EQ(rows[i].is, run.committed);
			EXPECT_EQ(0, run.pad);
		}
	}
}

/* Calls of the other kinds of file. */
TEST(unknown_commands)
{
	struct ntsection_range args = { .size = sizeof(args), .length = PAGE };
	int section = reserve(PAGE);

	EXPECT_ERRNO(ENOTTY, ioctl(section, _IO('N', 0x9f), &args));
	EXPECT_ERRNO(ENOTTY, ioctl(section, _IOW('N', 0x94, args), &args));
	EXPECT_ERRNO(ENOTTY, ioctl(device(), _IOW('N', 0x94, args), &args));
	EXPECT_ERRNO(ENOTTY, ioctl(STDIN_FILENO, NTSECTION_IOC_COMMIT, &args));
}

static void lifecycles(void)
{
	unsigned int i;

	for (i = leak_rounds(1000); i; i--) {
		int section = reserve(GIB);
		char *view = map(section, GIB, PROT_READ | PROT_WRITE);

		commit(section, 0, MIB);
		commit(section, GIB - PAGE, PAGE);
		commit(section, 0, GIB + 1);
		view[0] = 1;
		close(section);
		commit_view(view + MIB, MIB);
		munmap(view, GIB);
	}
}

/* L-03: chunks, charge files and all go with the section. */
TEST(lifecycles_leak_nothing)
{
	long references = module_references(), before = committed_kib();

	EXPECT_LT(slab_growth(lifecycles), 128);
	EXPECT_EQ(references, module_references());
	EXPECT_CHARGED(before, 0);
}

TEST_HARNESS_MAIN
