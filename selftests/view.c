// SPDX-License-Identifier: GPL-2.0
/*
 * Views: where they may lie, what is seen through them, copy-on-write.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"

/* C-13, L-11: every byte is zero at first, whatever was in the pages before. */
TEST(fresh_section_is_zero)
{
	const size_t size = 4 * MIB;
	char *zeros = calloc(1, size);
	int round;

	ASSERT_NE(NULL, zeros);
	for (round = 0; round < 2; round++) {
		int section = create(size);
		char *view = map(section, size, PROT_READ | PROT_WRITE);

		ASSERT_NE(MAP_FAILED, view);
		EXPECT_EQ(0, memcmp(zeros, view, size));
		memset(view, 0xa5, size);
		munmap(view, size);
		close(section);
	}
	free(zeros);
}

/* L-01, V-09, V-31: views of any offset and length show the same bytes. */
TEST(views_are_coherent)
{
	const size_t pages = 16;
	int section = create(pages * PAGE);
	char *whole = map(section, pages * PAGE, PROT_READ | PROT_WRITE);
	size_t first, count;

	ASSERT_NE(MAP_FAILED, whole);
	for (first = 0; first < pages; first++) {
		for (count = 1; first + count <= pages; count++) {
			char *part = mmap(NULL, count * PAGE,
					  PROT_READ | PROT_WRITE, MAP_SHARED,
					  section, first * PAGE);
			size_t last = (first + count) * PAGE - 1;

			ASSERT_NE(MAP_FAILED, part);
			whole[first * PAGE] = first + count;
			EXPECT_EQ((char)(first + count), part[0]);
			part[count * PAGE - 1] = first - count;
			EXPECT_EQ((char)(first - count), whole[last]);
			munmap(part, count * PAGE);
		}
	}
}

/* L-01: across processes, with interlocked operations. */
TEST(views_are_coherent_across_processes)
{
	const int children = 4, adds = 10000;
	int section = create(PAGE);
	int *counter = (int *)map(section, PAGE, PROT_READ | PROT_WRITE);
	int i, j;

	ASSERT_NE(MAP_FAILED, (char *)counter);
	for (i = 0; i < children; i++) {
		pid_t pid = fork();

		ASSERT_GE(pid, 0);
		if (!pid) {
			int *own = (int *)map(section, PAGE,
					      PROT_READ | PROT_WRITE);

			if ((char *)own == MAP_FAILED)
				_exit(1);
			for (j = 0; j < adds; j++)
				__atomic_fetch_add(own, 1, __ATOMIC_SEQ_CST);
			_exit(0);
		}
	}
	for (i = 0; i < children; i++) {
		int status;

		ASSERT_GT(wait(&status), 0);
		EXPECT_EQ(0, status);
	}
	EXPECT_EQ(children * adds, *counter);
}

/* V-41, C-06: a view, and an offset, of more than 4 GiB. */
TEST(views_larger_than_4_gib)
{
	/* 32-bit callers have room for a part of it. */
	const size_t length = sizeof(long) < 8 ? 1 << 30 : 8ULL << 30;
	const off_t first = sizeof(long) < 8 ? 4ULL << 30 : 0;
	const off_t offset = (5ULL << 30) - 3 * PAGE;
	struct ntsection_range range = {
		.size = sizeof(range),
		.start = offset,
		.length = PAGE,
	};
	int section = create_with(8ULL << 30, NTSECTION_PAGE_READWRITE,
				  NTSECTION_SEC_RESERVE, RIGHTS);
	char *large, *part;

	ASSERT_GE(section, 0);
	ASSERT_EQ(0, ioctl(section, NTSECTION_IOC_COMMIT, &range));
	large = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, section,
		     first);
	ASSERT_NE(MAP_FAILED, large);
	part = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, section, offset);
	ASSERT_NE(MAP_FAILED, part);
	large[offset - first + 7] = 'x';
	EXPECT_EQ('x', part[7]);
}

/* V-10, trap C10: nothing beyond the end, whatever the arithmetic. */
TEST(views_stay_inside)
{
	const size_t size = 4 * PAGE;
	int section = create(size);
	const struct { off_t offset; size_t length; int err; } bad[] = {
		{ 0, 5 * PAGE, ENXIO },
		{ PAGE, 4 * PAGE, ENXIO },
		{ 3 * PAGE, 2 * PAGE, ENXIO },
		{ 4 * PAGE, PAGE, ENXIO },
		{ 5 * PAGE, PAGE, ENXIO },
		{ 1ULL << 40, PAGE, ENXIO },
#ifdef __LP64__ /* the C library lets them pass */
		{ 0, 1ULL << 40, ENXIO },
		{ (1ULL << 63) - PAGE, PAGE, EOVERFLOW },
		{ 1ULL << 63, PAGE, EOVERFLOW },
		{ -PAGE, 2 * PAGE, EOVERFLOW },
		{ -PAGE, PAGE, EOVERFLOW },
#endif
		{ 0, 0, EINVAL },
		{ 1, PAGE, EINVAL },
		{ PAGE - 1, PAGE, EINVAL },
	};
	static const int flags[] = { MAP_SHARED, MAP_PRIVATE };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		for (j = 0; j < ARRAY_SIZE(flags); j++) {
			EXPECT_EQ(MAP_FAILED, mmap(NULL, bad[i].length,
						   PROT_READ, flags[j], section,
						   bad[i].offset))
				TH_LOG("offset %#llx, length %#zx",
				       (long long)bad[i].offset, bad[i].length);
			EXPECT_EQ(bad[i].err, errno)
				TH_LOG("offset %#llx, length %#zx",
				       (long long)bad[i].offset, bad[i].length);
		}
	}
	/* The twins that just fit. A length is rounded up to the page. */
	EXPECT_NE(MAP_FAILED, mmap(NULL, size, PROT_READ, MAP_SHARED, section,
				   0));
	EXPECT_NE(MAP_FAILED, mmap(NULL, 1, PROT_READ, MAP_SHARED, section,
				   3 * PAGE));
}

/* A MAP_FIXED view that does not fit leaves nothing of the section. */
TEST(fixed_views_stay_inside)
{
	int section = create(PAGE);
	char *room = mmap(NULL, 4 * PAGE, PROT_READ, MAP_PRIVATE |
			  MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, room);
	EXPECT_EQ(MAP_FAILED, mmap(room, 2 * PAGE, PROT_READ,
				   MAP_SHARED | MAP_FIXED, section, 0));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(room + PAGE, mmap(room + PAGE, PAGE, PROT_READ,
				    MAP_SHARED | MAP_FIXED, section, 0));
	EXPECT_EQ(0, fault_of(room + PAGE, 0));
}

/* P-15, P-16, A-18, trap C17: copies are private, unwritten pages follow. */
TEST(copy_on_write)
{
	static const __u32 protections[] = {
		NTSECTION_PAGE_READWRITE, NTSECTION_PAGE_READONLY,
		NTSECTION_PAGE_WRITECOPY,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		int section = create_with(2 * PAGE, protections[i], 0, RIGHTS);
		char *copy = map_copy(section, 2 * PAGE,
				      PROT_READ | PROT_WRITE);
		char *other = map_copy(section, 2 * PAGE, PROT_READ);
		char *shared = map(section, 2 * PAGE, PROT_READ);

		ASSERT_NE(MAP_FAILED, copy);
		ASSERT_NE(MAP_FAILED, other);
		ASSERT_NE(MAP_FAILED, shared);
		copy[0] = 'c';
		EXPECT_EQ('c', copy[0]);
		EXPECT_EQ(0, other[0]);
		EXPECT_EQ(0, shared[0]);

		if (protections[i] == NTSECTION_PAGE_READWRITE) {
			char *writer = map(section, 2 * PAGE,
					   PROT_READ | PROT_WRITE);

			ASSERT_NE(MAP_FAILED, writer);
			writer[0] = 's';
			writer[PAGE] = 's';
			EXPECT_EQ('c', copy[0]);
			EXPECT_EQ('s', copy[PAGE]);
			EXPECT_EQ('s', other[0]);
		}
		/* Gone with the view. */
		munmap(copy, 2 * PAGE);
		copy = map_copy(section, PAGE, PROT_READ);
		ASSERT_NE(MAP_FAILED, copy);
		EXPECT_EQ(shared[0], copy[0]);
		close(section);
	}
}

/* A copy through a read-only handle does not reach the section. */
TEST(copy_through_a_read_only_handle)
{
	int section = create(PAGE);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *copy = map_copy(reader, PAGE, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, copy);
	view[0] = 's';
	EXPECT_EQ('s', copy[0]);
	copy[0] = 'c';
	EXPECT_EQ('s', view[0]);
}

/* L-09: pages are made by touching them, one by one. */
TEST(pages_are_made_on_first_touch)
{
	const size_t pages = 64;
	int section = create(pages * PAGE);
	char *view = map(section, pages * PAGE, PROT_READ | PROT_WRITE);
	struct ntsection_query info;
	size_t i;

	ASSERT_NE(MAP_FAILED, view);
	for (i = 0; i < pages; i++) {
		ASSERT_EQ(0, query(section, &info));
		EXPECT_EQ(i * PAGE, info.resident);
		EXPECT_EQ(0, info.swapped);
		view[(i * 7 % pages) * PAGE] = 1;
	}
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(pages * PAGE, info.resident);
	EXPECT_EQ(pages * PAGE, info.committed);
}

/*
 * L-10, A-20, trap C29: code that was written through one view runs through
 * another of the same section.
 */
TEST(code_runs_in_an_executable_view)
{
#if defined(__x86_64__) || defined(__i386__)
	static const unsigned char code[] = {
		0xb8, 0x2a, 0x00, 0x00, 0x00,	/* mov $42, %eax */
		0xc3,				/* ret */
	};
#elif defined(__aarch64__)
	static const unsigned char code[] = {
		0x40, 0x05, 0x80, 0x52,		/* mov w0, #42 */
		0xc0, 0x03, 0x5f, 0xd6,		/* ret */
	};
#endif
	int section = create_with(PAGE, NTSECTION_PAGE_EXECUTE_READWRITE, 0,
				  RIGHTS | NTSECTION_MAP_EXECUTE);
	char *writable = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *executable = map(section, PAGE, PROT_READ | PROT_EXEC);

	ASSERT_NE(MAP_FAILED, writable);
	ASSERT_NE(MAP_FAILED, executable);
	memcpy(writable, code, sizeof(code));
	__builtin___clear_cache(executable, executable + sizeof(code));
	EXPECT_EQ(42, ((int (*)(void))executable)());
}

/* V-40: system calls read and write through views as through any memory. */
TEST(views_as_buffers_of_system_calls)
{
	int section = create(2 * PAGE);
	char *view = map(section, 2 * PAGE, PROT_READ | PROT_WRITE);
	char *other = map(section, 2 * PAGE, PROT_READ);
	int ends[2];

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, other);
	ASSERT_EQ(0, pipe(ends));
	ASSERT_EQ(5, write(ends[1], "views", 5));
	ASSERT_EQ(5, read(ends[0], view + PAGE - 2, 5));
	EXPECT_EQ(0, memcmp(other + PAGE - 2, "views", 5));
	/* Into a view that may not be written. */
	ASSERT_EQ(5, write(ends[1], "views", 5));
	EXPECT_ERRNO(EFAULT, read(ends[0], other, 5));
}

/* V-33: what a view does not allow is SIGSEGV, never SIGBUS. */
TEST(forbidden_access_is_sigsegv)
{
	int section = create(PAGE);
	char *readonly = map(section, PAGE, PROT_READ);
	char *none = map(section, PAGE, PROT_NONE);

	ASSERT_NE(MAP_FAILED, readonly);
	ASSERT_NE(MAP_FAILED, none);
	EXPECT_EQ(0, fault_of(readonly, 0));
	EXPECT_EQ(SIGSEGV, fault_of(readonly, 1));
	EXPECT_EQ(SIGSEGV, fault_of(none, 0));
	EXPECT_EQ(SIGSEGV, fault_of(none, 1));
}

/* P-04: protection can go down and up again, each view for itself (P-13). */
TEST(protection_is_per_view)
{
	int section = create(PAGE);
	char *a = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *b = map(section, PAGE, PROT_READ | PROT_WRITE);

	ASSERT_EQ(0, mprotect(a, PAGE, PROT_READ));
	EXPECT_EQ(SIGSEGV, fault_of(a, 1));
	EXPECT_EQ(0, fault_of(b, 1));
	EXPECT_EQ(1, a[0]);
	ASSERT_EQ(0, mprotect(a, PAGE, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, fault_of(a, 1));
}

/*
 * Trap C9: mlock() locks (VM_DONTEXPAND would make it say so and do nothing).
 * mremap() may grow a view as it may any file mapping; there is nothing.
 */
TEST(mlock_and_mremap)
{
	int section = create(PAGE);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	long before = read_key("/proc/self/status", "VmLck");
	char *grown;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, mlock(view, PAGE));
	EXPECT_EQ(before + PAGE / KIB, read_key("/proc/self/status", "VmLck"));
	ASSERT_EQ(0, munlock(view, PAGE));

	view[0] = 'm';
	grown = mremap(view, PAGE, 2 * PAGE, MREMAP_MAYMOVE);
	ASSERT_NE(MAP_FAILED, grown);
	EXPECT_EQ('m', grown[0]);
	EXPECT_EQ(SIGBUS, fault_of(grown + PAGE, 0));
	EXPECT_EQ(SIGBUS, fault_of(grown + PAGE, 1));
}

/* Trap C24: VMAs may be moved, split, copied and left out over fork. */
TEST(vma_surgery)
{
	long references = module_references();
	int section = create(8 * PAGE);
	char *view = map(section, 8 * PAGE, PROT_READ | PROT_WRITE);
	char *moved;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	memset(view, 's', 8 * PAGE);
	/* Split by unmapping the middle and by protection. */
	ASSERT_EQ(0, munmap(view + 3 * PAGE, PAGE));
	ASSERT_EQ(0, mprotect(view + 5 * PAGE, PAGE, PROT_READ));
	close(section);

	moved = move_and_keep(view, 2 * PAGE);
	ASSERT_NE(MAP_FAILED, moved);
	EXPECT_EQ('s', moved[PAGE]);
	EXPECT_EQ('s', view[PAGE]);

	ASSERT_EQ(0, madvise(moved, PAGE, MADV_DONTFORK));
	pid = fork();
	if (!pid) {
		view[4 * PAGE] = 'c';
		_exit(fault_of(moved, 0) == SIGSEGV &&
		      !fault_of(moved + PAGE, 0) ? 0 : 1);
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ('c', view[4 * PAGE]);

	munmap(moved, 2 * PAGE);
	munmap(view, 8 * PAGE);
	EXPECT_EQ(references, module_references());
}

/* Trap C14: huge pages for all shmem, and a view large enough for one. */
TEST(views_with_huge_pages_enabled)
{
	static const char path[] =
		"/sys/kernel/mm/transparent_hugepage/shmem_enabled";
	const size_t size = 8 * MIB;
	char *view;
	int section;

	NEED_ROOT();
	ASSERT_EQ(0, write_text(path, "always"));
	section = create(size);
	view = map(section, size, PROT_READ | PROT_WRITE);
	EXPECT_NE(MAP_FAILED, view);
	if (view != MAP_FAILED) {
		memset(view, 'h', size);
		EXPECT_EQ('h', view[size - 1]);
	}
	EXPECT_EQ(0, write_text(path, "never"));
}

TEST_HARNESS_MAIN
