// SPDX-License-Identifier: GPL-2.0
/*
 * SEC_LARGE_PAGES, and a preferred NUMA node.
 */
#include <linux/capability.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

/* What an entry of the page middle directory maps. */
#define LARGE (PAGE * PAGE / 8)
#define LARGE_PAGES (NTSECTION_SEC_COMMIT | NTSECTION_SEC_LARGE_PAGES)

static int create_large(__u64 size)
{
	return create_with(size, NTSECTION_PAGE_READWRITE, LARGE_PAGES, RIGHTS);
}

static long mapped_huge_kib(void)
{
	return read_key("/proc/self/smaps_rollup", "ShmemPmdMapped");
}

TEST(size_of_a_large_page)
{
	struct ntsection_features features = { .size = sizeof(features) };

	features.large_page_size = 0xcccccccc;
	ASSERT_EQ(0, ioctl(device(), NTSECTION_IOC_FEATURES, &features));
	EXPECT_EQ(LARGE, features.large_page_size);
	EXPECT_EQ(NTSECTION_SEC_LARGE_PAGES,
		  features.attributes & NTSECTION_SEC_LARGE_PAGES);

	/* A caller of the first day does not get what he does not know. */
	features.size = offsetof(struct ntsection_features, large_page_size);
	features.large_page_size = 0xcccccccc;
	ASSERT_EQ(0, ioctl(device(), NTSECTION_IOC_FEATURES, &features));
	EXPECT_EQ(0xcccccccc, features.large_page_size);
}

/* C-29: only whole large pages. */
TEST(size_is_a_multiple)
{
	struct ntsection_query info;
	int section;

	NEED_ROOT();
	EXPECT_ERRNO(EINVAL, create_large(PAGE));
	EXPECT_ERRNO(EINVAL, create_large(LARGE - PAGE));
	EXPECT_ERRNO(EINVAL, create_large(LARGE + 1));
	EXPECT_ERRNO(EINVAL, create_large(3 * LARGE / 2));
	EXPECT_ERRNO(EINVAL, create_large(0));
	section = create_large(3 * LARGE);
	ASSERT_GE(section, 0);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(3 * LARGE, info.maximum_size);
	EXPECT_EQ(3 * LARGE, info.committed);
	EXPECT_EQ(LARGE_PAGES, info.attributes);
}

/* C-28: a privilege is needed, and it is looked at last. */
TEST(needs_the_privilege)
{
	pid_t pid;

	NEED_ROOT();
	pid = fork();
	if (!pid) {
		if (prctl(PR_CAPBSET_DROP, CAP_IPC_LOCK) ||
		    setgid(65534) || setuid(65534))
			_exit(1);
		if (create_large(LARGE) != -1 || errno != EPERM)
			_exit(2);
		if (create_large(PAGE) != -1 || errno != EINVAL)
			_exit(3);
		/* The twin without large pages. */
		_exit(create(LARGE) < 0 ? 4 : 0);
	}
	EXPECT_EQ(0, wait_status(pid));
}

/* For 64-bit callers the kernel finds a place that is aligned to large pages. */
static char *map_large(int section, size_t size, int prot)
{
	char *place = NULL;

	if (sizeof(long) < 8) {
		place = mmap(NULL, size + LARGE, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (place == MAP_FAILED)
			return MAP_FAILED;
		munmap(place, size + LARGE);
		place += -(unsigned long)place % LARGE;
	}
	return mmap(place, size, prot, MAP_SHARED, section, 0);
}

/* Filled a large page at a time, and mapped so. */
TEST(pages_are_large)
{
	const size_t size = 4 * LARGE;
	struct ntsection_query info;
	char *view, *other;
	int section;

	NEED_ROOT();
	section = create_large(size);
	ASSERT_GE(section, 0);
	view = map_large(section, size, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_EQ(0, (unsigned long)view % LARGE);

	view[LARGE + 5] = 'l';
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(LARGE, info.resident);
	EXPECT_EQ((long)(LARGE / KIB), mapped_huge_kib());

	memset(view, 'L', size);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(size, info.resident);
	EXPECT_EQ((long)(size / KIB), mapped_huge_kib());

	other = map_large(section, size, PROT_READ);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ('L', other[size - 1]);

	/* The twin: an ordinary section has ordinary pages. */
	section = create(size);
	view = map_large(section, size, PROT_READ | PROT_WRITE);
	view[0] = 's';
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(PAGE, info.resident);
}

/* Unlike NT's and hugetlbfs's, these go to swap when they must. */
TEST(large_pages_are_paged)
{
	const size_t size = 4 * LARGE;
	struct ntsection_query info;
	size_t i, wrong = 0;
	char *view;
	int section;

	NEED_ROOT();
	if (read_key("/proc/meminfo", "SwapFree") < (long)(2 * size / KIB))
		SKIP(return, "needs swap");
	section = create_large(size);
	view = map_large(section, size, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	for (i = 0; i < size; i += 512)
		view[i] = i / 512 * 7;
	ASSERT_EQ(0, madvise(view, size, MADV_PAGEOUT));
	ASSERT_EQ(0, query(section, &info));
	EXPECT_GT(info.swapped, size / 2);
	EXPECT_EQ(size, info.swapped + info.resident);
	for (i = 0; i < size; i += 512)
		wrong += view[i] != (char)(i / 512 * 7);
	EXPECT_EQ(0, wrong);
}

/* The charge is that of any section (K-01, K-08). */
TEST(large_pages_are_charged)
{
	long before = committed_kib();
	int section;

	NEED_ROOT();
	section = create_large(128 * MIB);
	ASSERT_GE(section, 0);
	EXPECT_LT(labs(committed_kib() - before - 128 * 1024), 8 * 1024);
	close(section);
	EXPECT_LT(labs(committed_kib() - before), 8 * 1024);
}

/* All other ways around the rights are closed for these as well. */
TEST(large_handles_are_handles)
{
	int section, reader;
	char *view;

	NEED_ROOT();
	section = create_large(LARGE);
	reader = duplicate(section, NTSECTION_MAP_READ, 0);
	ASSERT_GE(reader, 0);
	view = map_large(reader, LARGE, PROT_READ);
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_EQ(0, (unsigned long)view % LARGE);
	EXPECT_ERRNO(EACCES, mprotect(view, PAGE, PROT_READ | PROT_WRITE));
	EXPECT_ERRNO(EPERM, ftruncate(section, 0));
	EXPECT_EQ(MAP_FAILED, map(section, 2 * LARGE, PROT_READ));
	EXPECT_EQ(ENXIO, errno);
}

static int create_on_node(__u32 node, __u32 flags, __u32 attributes)
{
	struct ntsection_create args =
		create_args(LARGE, NTSECTION_PAGE_READWRITE, RIGHTS);

	args.attributes = attributes;
	args.flags = flags;
	args.node = node;
	return ioctl(device(), NTSECTION_IOC_CREATE, &args);
}

/* C-37: a node is a preference; behaviour is that of any section. */
TEST(preferred_node)
{
	struct ntsection_query info;
	char *view;
	int section;

	section = create_on_node(0, NTSECTION_PREFERRED_NODE, 0);
	ASSERT_GE(section, 0);
	view = map(section, LARGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	memset(view, 'n', LARGE);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(LARGE, info.resident);
	EXPECT_EQ(NTSECTION_SEC_COMMIT, info.attributes);

	EXPECT_GE(create_on_node(0, NTSECTION_PREFERRED_NODE,
				 NTSECTION_SEC_RESERVE), 0);
	if (!geteuid())
		EXPECT_GE(create_on_node(0, NTSECTION_PREFERRED_NODE,
					 LARGE_PAGES), 0);

	EXPECT_ERRNO(EINVAL, create_on_node(1023, NTSECTION_PREFERRED_NODE, 0));
	EXPECT_ERRNO(EINVAL, create_on_node(1024, NTSECTION_PREFERRED_NODE, 0));
	EXPECT_ERRNO(EINVAL, create_on_node(0xffffffff,
					    NTSECTION_PREFERRED_NODE, 0));
	/* Without the flag it is padding. */
	EXPECT_ERRNO(EINVAL, create_on_node(1, 0, 0));
}

static void reserve_on_node(void)
{
	unsigned int i;

	for (i = leak_rounds(2500); i; i--)
		close(create_on_node(0, NTSECTION_PREFERRED_NODE,
				     NTSECTION_SEC_RESERVE));
}

/* C-37, L-03: the memory policy of a reserve goes with it. */
TEST(policies_are_given_back)
{
	/* 2500 leaked policies would be 195 KiB. */
	EXPECT_LT(slab_growth(reserve_on_node), 128);
}

TEST_HARNESS_MAIN
