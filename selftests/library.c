// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection: what the library adds to the device.
 */
#include <ntsection.h>
#include <sys/resource.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define GRANULARITY NTSECTION_GRANULARITY
#define RW (PROT_READ | PROT_WRITE)

static uintptr_t low_bits(const void *base)
{
	return (uintptr_t)base & (GRANULARITY - 1);
}

TEST(version_is_that_of_the_module)
{
	char version[32] = "";
	FILE *file = fopen("/sys/module/ntsection/version", "re");

	ASSERT_NE(NULL, file);
	ASSERT_EQ(1, fscanf(file, "%31s", version));
	fclose(file);
	EXPECT_EQ(0, strcmp(version, ntsection_version()));
}

TEST(create_with_defaults)
{
	int dev = ntsection_open();
	struct ntsection_query info;
	int section;

	ASSERT_GE(dev, 0);
	EXPECT_EQ(FD_CLOEXEC, fcntl(dev, F_GETFD));
	section = ntsection_create(dev, 5 * GRANULARITY + 1, NULL);
	ASSERT_GE(section, 0);
	ASSERT_EQ(0, ntsection_query(section, &info));
	EXPECT_EQ(5 * GRANULARITY + PAGE, info.maximum_size);
	EXPECT_EQ(NTSECTION_PAGE_READWRITE, info.protection);
	EXPECT_EQ(NTSECTION_SEC_COMMIT, info.attributes);
	EXPECT_EQ(RIGHTS, info.access);
	EXPECT_EQ(0, ntsection_close(section));
	EXPECT_ERRNO(EBADF, ntsection_close(section));
	EXPECT_ERRNO(EBADF, ntsection_query(section, &info));

	/* Without a device: it opens one and leaves none. */
	section = ntsection_create(-1, 1, NULL);
	EXPECT_EQ(dev + 1, dup(dev));
	EXPECT_EQ(dev + 2, section);
}

TEST(create_with_options)
{
	struct ntsection_options options = {
		.protection = NTSECTION_PAGE_EXECUTE_READ,
		.attributes = NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE,
		.access = NTSECTION_QUERY | NTSECTION_MAP_EXECUTE,
		.flags = NTSECTION_INHERIT,
	};
	struct ntsection_query info;
	int section = ntsection_create(-1, 1, &options);

	ASSERT_GE(section, 0);
	EXPECT_EQ(0, fcntl(section, F_GETFD));
	ASSERT_EQ(0, ntsection_query(section, &info));
	EXPECT_EQ(options.protection, info.protection);
	EXPECT_EQ(options.attributes, info.attributes);
	EXPECT_EQ(options.access, info.access);

	options.flags = 2;
	EXPECT_ERRNO(EINVAL, ntsection_create(-1, 1, &options));
}

TEST(create_passes_errors_on)
{
	EXPECT_ERRNO(EINVAL, ntsection_create(-1, 0, NULL));
	EXPECT_ERRNO(EFBIG, ntsection_create(-1, UINT64_MAX, NULL));
	EXPECT_ERRNO(ENOMEM, ntsection_create(-1, 1ULL << 60, NULL));
	EXPECT_ERRNO(EBADF, ntsection_create(-2, 1, NULL));
	EXPECT_ERRNO(ENOTTY, ntsection_create(STDOUT_FILENO, 1, NULL));
}

TEST(features_of_device_and_handle)
{
	struct ntsection_features features;
	int section = ntsection_create(-1, 1, NULL);

	memset(&features, 0xcc, sizeof(features));
	ASSERT_EQ(0, ntsection_features(section, &features));
	EXPECT_EQ(sizeof(features), features.size);
	EXPECT_EQ(PAGE, features.page_size);
	ASSERT_EQ(0, ntsection_features(device(), &features));
	EXPECT_ERRNO(ENOTTY, ntsection_features(STDOUT_FILENO, &features));
}

TEST(duplicate_with_less)
{
	int section = ntsection_create(-1, PAGE, NULL);
	int reader = ntsection_duplicate(section, NTSECTION_MAP_READ, 0);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);
	char *readonly = ntsection_map(reader, NULL, 0, 0, PROT_READ, 0);

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, readonly);
	view[0] = 'd';
	EXPECT_EQ('d', readonly[0]);
	EXPECT_EQ(NULL, ntsection_map(reader, NULL, 0, 0, RW, 0));
	EXPECT_EQ(EACCES, errno);
	EXPECT_ERRNO(EACCES, ntsection_duplicate(reader, RIGHTS, 0));
}

/* V-05, V-06, V-07: aligned bases, size 0 to the end, rounding. */
TEST(views_are_aligned)
{
	const size_t sizes[] = {
		1, PAGE, PAGE + 1, GRANULARITY - 1, GRANULARITY,
		GRANULARITY + 1, 3 * GRANULARITY, 5 * GRANULARITY - PAGE,
	};
	int section = ntsection_create(-1, 5 * GRANULARITY, NULL);
	struct ntsection_view view;
	unsigned int i, j;
	char *base;

	for (i = 0; i < 3 * ARRAY_SIZE(sizes); i++) {
		size_t size = sizes[i % ARRAY_SIZE(sizes)];
		size_t rounded = (size + PAGE - 1) & ~(PAGE - 1);

		base = ntsection_map(section, NULL, 0, size, RW, 0);
		ASSERT_NE(NULL, base);
		EXPECT_EQ(0, low_bits(base));
		ASSERT_EQ(0, ntsection_find_view(base + rounded - 1, &view));
		EXPECT_EQ(base, view.base);
		EXPECT_EQ(rounded, view.size);
		EXPECT_EQ(0, view.offset);
		/* V-08: the rest of the last block is nobody's. */
		for (j = rounded; j % GRANULARITY; j += PAGE)
			EXPECT_EQ(SIGSEGV, fault_of(base + j, 0));
		if (rounded % GRANULARITY)
			EXPECT_ERRNO(EINVAL, ntsection_find_view(base + rounded,
								 &view));
		if (i % 2)
			ASSERT_EQ(0, ntsection_unmap(base));
	}

	base = ntsection_map(section, NULL, 2 * GRANULARITY, 0, RW, 0);
	ASSERT_NE(NULL, base);
	ASSERT_EQ(0, ntsection_find_view(base, &view));
	EXPECT_EQ(3 * GRANULARITY, view.size);
	EXPECT_EQ(2 * GRANULARITY, view.offset);
}

/* V-24: the tail of the last block is taken, the next block is free. */
TEST(tail_of_the_last_block_is_reserved)
{
	int section = ntsection_create(-1, PAGE, NULL);
	char *base = ntsection_map(section, NULL, 0, 0, RW, 0);
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
	unsigned int i;

	ASSERT_NE(NULL, base);
	for (i = 0; i < GRANULARITY / PAGE; i++) {
		EXPECT_EQ(MAP_FAILED, mmap(base + i * PAGE, PAGE, PROT_READ,
					   flags, -1, 0));
		EXPECT_EQ(EEXIST, errno);
	}
	/* All of it is free again afterwards. */
	ASSERT_EQ(0, ntsection_unmap(base));
	EXPECT_EQ(base, mmap(base, GRANULARITY, PROT_READ, flags, -1, 0));
}

/* V-14, V-15, B-07: a base is kept to, and nothing is replaced. */
TEST(explicit_base)
{
	int section = ntsection_create(-1, 8 * GRANULARITY, NULL);
	char *free_base = ntsection_map(section, NULL, 0, 0, RW, 0);
	char *base, *other;

	ASSERT_NE(NULL, free_base);
	ASSERT_EQ(0, ntsection_unmap(free_base));

	base = ntsection_map(section, free_base, 4 * GRANULARITY, PAGE, RW, 0);
	ASSERT_EQ(free_base, base);
	other = ntsection_map(section, free_base + GRANULARITY, 0, GRANULARITY,
			      RW, 0);
	ASSERT_EQ(free_base + GRANULARITY, other);
	base[0] = 'b';

	/* Over either, over both, over the reserved tail only. */
	EXPECT_EQ(NULL, ntsection_map(section, free_base, 0, PAGE, RW, 0));
	EXPECT_EQ(EEXIST, errno);
	EXPECT_EQ(NULL, ntsection_map(section, free_base, 0, 0, RW, 0));
	EXPECT_EQ(EEXIST, errno);
	EXPECT_EQ(NULL, ntsection_map(section, other, 0, GRANULARITY, RW, 0));
	EXPECT_EQ(EEXIST, errno);
	EXPECT_EQ('b', base[0]);

	/* V-02 */
	EXPECT_EQ(NULL, ntsection_map(section, free_base + PAGE, 0, PAGE, RW,
				      0));
	EXPECT_EQ(EINVAL, errno);
}

/* V-01, V-10, V-11, V-12 and the other ways to ask for nonsense. */
TEST(map_bad_input)
{
	int section = ntsection_create(-1, 4 * GRANULARITY, NULL);
	const struct {
		uint64_t offset;
		size_t size;
		int prot;
		unsigned int flags;
		int err;
	} bad[] = {
		{ PAGE, PAGE, RW, 0, EINVAL },
		{ GRANULARITY - 1, PAGE, RW, 0, EINVAL },
		{ 4 * GRANULARITY, 0, RW, 0, ENXIO },
		{ 4 * GRANULARITY, 1, RW, 0, ENXIO },
		{ 5 * GRANULARITY, 0, RW, 0, ENXIO },
		{ 0, 4 * GRANULARITY + 1, RW, 0, ENXIO },
		{ 3 * GRANULARITY, GRANULARITY + 1, RW, 0, ENXIO },
		{ 0, SIZE_MAX, RW, 0, EINVAL },
		{ 0, SIZE_MAX - GRANULARITY + 2, RW, 0, EINVAL },
		{ 0, SIZE_MAX / 2, RW, 0, sizeof(long) < 8 ? ENXIO : ENOMEM },
		{ 0, PAGE, 8, 0, EINVAL },
		{ 0, PAGE, RW, NTSECTION_REPLACE, EINVAL },
		{ 0, PAGE, RW, 16, EINVAL },
		{ 0, 0, RW, NTSECTION_CHECKED, EINVAL },
		{ 4 * GRANULARITY, 1, RW, NTSECTION_CHECKED, ENXIO },
		{ 0, PAGE, RW | PROT_EXEC, 0, EACCES },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(NULL, ntsection_map(section, NULL, bad[i].offset,
					      bad[i].size, bad[i].prot,
					      bad[i].flags));
		EXPECT_EQ(bad[i].err, errno)
			TH_LOG("case %u: %s", i, strerror(errno));
	}
	EXPECT_EQ(NULL, ntsection_map(-1, NULL, 0, 0, RW, 0));
	EXPECT_EQ(EBADF, errno);
	EXPECT_EQ(NULL, ntsection_map(-1, NULL, 0, PAGE, RW, 0));
	EXPECT_EQ(EBADF, errno);
	EXPECT_EQ(NULL, ntsection_map(-1, NULL, 0, PAGE, RW, NTSECTION_CHECKED));
	EXPECT_EQ(EBADF, errno);
	EXPECT_EQ(NULL, ntsection_map(device(), NULL, 0, PAGE, RW, 0));
	EXPECT_EQ(ENOTTY, errno);
}

/* What the caller has asked already is not asked again. */
TEST(map_what_is_known)
{
	int section = ntsection_create(-1, 4 * GRANULARITY, NULL);
	int memfd = memfd_create("no section", MFD_CLOEXEC);
	char *view;

	view = ntsection_map(section, NULL, GRANULARITY, PAGE, RW,
			     NTSECTION_CHECKED);
	ASSERT_NE(NULL, view);
	view[0] = 1;
	EXPECT_EQ(0, (uintptr_t)view % GRANULARITY);
	EXPECT_EQ(0, ntsection_unmap(view));

	ASSERT_EQ(0, ftruncate(memfd, PAGE));
	EXPECT_EQ(NULL, ntsection_map(memfd, NULL, 0, PAGE, RW, 0));
	EXPECT_EQ(ENOTTY, errno);
	view = ntsection_map(memfd, NULL, 0, PAGE, RW, NTSECTION_CHECKED);
	ASSERT_NE(NULL, view);
	EXPECT_EQ(0, ntsection_unmap(view));
}

/* Refused views leave no address space behind. */
TEST(refused_views_leave_nothing)
{
	int section = ntsection_create(-1, PAGE, NULL);
	int reader = ntsection_duplicate(section, NTSECTION_MAP_READ, 0);
	long before = read_key("/proc/self/status", "VmSize");
	int i;

	for (i = leak_rounds(1000); i; i--) {
		EXPECT_EQ(NULL, ntsection_map(reader, NULL, 0, 0, RW, 0));
		EXPECT_EQ(NULL, ntsection_map(section, NULL, 0, 2 * PAGE, RW,
					      0));
	}
	EXPECT_EQ(before, read_key("/proc/self/status", "VmSize"));
}

/* V-23, V-25, V-26, V-27 */
TEST(unmap_by_any_address)
{
	const size_t inside[] = { 0, 100, PAGE, PAGE + 100, 2 * PAGE - 1 };
	int section = ntsection_create(-1, 2 * PAGE, NULL);
	unsigned int i;
	int local;

	for (i = 0; i < ARRAY_SIZE(inside); i++) {
		char *base = ntsection_map(section, NULL, 0, 0, RW, 0);

		ASSERT_NE(NULL, base);
		base[0] = 1;
		ASSERT_EQ(0, ntsection_unmap(base + inside[i]));
		EXPECT_EQ(SIGSEGV, fault_of(base, 0));
		EXPECT_ERRNO(EINVAL, ntsection_unmap(base));
	}
	EXPECT_ERRNO(EINVAL, ntsection_unmap(NULL));
	EXPECT_ERRNO(EINVAL, ntsection_unmap(&local));
	EXPECT_ERRNO(EINVAL, ntsection_unmap((void *)-1));
}

TEST(copy_view)
{
	int section = ntsection_create(-1, PAGE, NULL);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);
	char *copy = ntsection_map(section, NULL, 0, 0, RW, NTSECTION_COPY);

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, copy);
	copy[0] = 'c';
	EXPECT_EQ(0, view[0]);
	view[1] = 'v';
	EXPECT_EQ(0, copy[1]);
}

TEST(page_out_and_prefetch)
{
	const size_t size = 4 * MIB;
	int section = ntsection_create(-1, size, NULL);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);
	struct ntsection_query info;
	size_t i;

	if (read_key("/proc/meminfo", "SwapFree") < (long)(2 * size / KIB))
		SKIP(return, "needs swap");
	ASSERT_NE(NULL, view);
	memset(view, 'p', size);

	/* A range inside a page is that page. */
	ASSERT_EQ(0, ntsection_page_out(view + 5 * PAGE + 7, 1));
	ASSERT_EQ(0, ntsection_query(section, &info));
	EXPECT_EQ(PAGE, info.swapped);
	/* Two bytes over a boundary are two pages. */
	ASSERT_EQ(0, ntsection_page_out(view + 9 * PAGE - 1, 2));
	ASSERT_EQ(0, ntsection_query(section, &info));
	EXPECT_EQ(3 * PAGE, info.swapped);
	/* From the middle to the end. */
	ASSERT_EQ(0, ntsection_page_out(view + size / 2, 0));
	ASSERT_EQ(0, ntsection_query(section, &info));
	EXPECT_EQ(size / 2 + 3 * PAGE, info.swapped);

	ASSERT_EQ(0, ntsection_prefetch(view, 0));
	for (i = 0; i < size; i += PAGE)
		EXPECT_EQ('p', view[i]);
	ASSERT_EQ(0, ntsection_query(section, &info));
	EXPECT_EQ(size, info.resident);

	EXPECT_ERRNO(EINVAL, ntsection_page_out(view, size + 1));
	EXPECT_ERRNO(EINVAL, ntsection_page_out(view + size - 1, 2));
	EXPECT_ERRNO(EINVAL, ntsection_page_out(view + size, 1));
	EXPECT_ERRNO(EINVAL, ntsection_page_out(view, SIZE_MAX));
	EXPECT_ERRNO(EINVAL, ntsection_prefetch(&info, 1));
}

/* N-01, N-08, N-11: names, through the library. */
TEST(names)
{
	uint32_t existed = 0xcccccccc;
	struct ntsection_options options = {
		.access = RIGHTS,
		.flags = NTSECTION_OPEN_IF,
		.name = "library test",
		.existed = &existed,
	};
	struct ntsection_query a, b;
	int section, other;

	EXPECT_ERRNO(ENOENT, ntsection_open_named(-1, "library test", 0,
						  RIGHTS, 0));
	section = ntsection_create(-1, PAGE, &options);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, existed);
	other = ntsection_create(device(), 2 * PAGE, &options);
	ASSERT_GE(other, 0);
	EXPECT_EQ(1, existed);
	ASSERT_EQ(0, ntsection_query(section, &a));
	ASSERT_EQ(0, ntsection_query(other, &b));
	EXPECT_EQ(a.id, b.id);
	EXPECT_EQ(PAGE, b.maximum_size);

	options.flags = 0;
	EXPECT_ERRNO(EEXIST, ntsection_create(-1, PAGE, &options));
	/* The length counts, where there is one. */
	other = ntsection_open_named(-1, "library test and more", 12,
				     NTSECTION_QUERY, 0);
	ASSERT_GE(other, 0);
	ASSERT_EQ(0, ntsection_query(other, &b));
	EXPECT_EQ(a.id, b.id);
	EXPECT_EQ(NTSECTION_QUERY, b.access);
	EXPECT_ERRNO(ENOENT, ntsection_open_named(-1, "LIBRARY TEST", 0,
						  RIGHTS, 0));
	EXPECT_GE(ntsection_open_named(-1, "LIBRARY TEST", 0, RIGHTS,
				       NTSECTION_CASE_INSENSITIVE), 0);
	EXPECT_ERRNO(ENAMETOOLONG, ntsection_open_named(-1, "x", SIZE_MAX,
							RIGHTS, 0));
	EXPECT_ERRNO(EINVAL, ntsection_open_named(-1, NULL, 0, RIGHTS, 0));
}

/* a reserve, committed by offset and by address. */
TEST(list_and_residence)
{
	int section = ntsection_create(-1, 4 * PAGE, NULL);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);
	struct ntsection_residence where;
	struct ntsection_entry entries[2];
	struct ntsection_handle handle;
	uint64_t cursor;

	ASSERT_EQ(0, ntsection_handle(section, &handle));
	cursor = handle.id - 1;
	memset(entries, 0xcc, sizeof(entries));
	ASSERT_EQ(1, ntsection_list(device(), &cursor, entries, 1));
	EXPECT_EQ(handle.id, entries[0].id);
	EXPECT_EQ(handle.id, cursor);
	EXPECT_EQ(0, ntsection_list(-1, &cursor, entries, 2));

	view[PAGE] = 1;
	memset(&where, 0xcc, sizeof(where));
	ASSERT_EQ(0, ntsection_residence(section, 0, PAGE, 2 * PAGE, &where));
	EXPECT_EQ(PAGE, where.resident);
	EXPECT_EQ(0, where.swapped);
	ASSERT_EQ(0, ntsection_residence(device(), handle.id, 0, PAGE,
					 &where));
	EXPECT_EQ(0, where.resident);
	EXPECT_ERRNO(EINVAL, ntsection_list(-1, &cursor, entries, 0));
	EXPECT_ERRNO(ENOTTY, ntsection_list(section, &cursor, entries, 1));
	EXPECT_ERRNO(ESRCH, ntsection_residence(device(), 0, 0, PAGE, &where));
	EXPECT_ERRNO(EBADF, ntsection_residence(-1, 0, 0, PAGE, &where));
}

TEST(commit_and_extent)
{
	struct ntsection_options options = {
		.attributes = NTSECTION_SEC_RESERVE,
		.access = RIGHTS,
	};
	int section = ntsection_create(-1, 4 * MIB, &options);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);
	struct ntsection_extent extent;

	ASSERT_NE(NULL, view);
	EXPECT_EQ(SIGSEGV, fault_of(view, 1));
	ASSERT_EQ(0, ntsection_commit(section, 0, PAGE));
	EXPECT_EQ(0, fault_of(view, 1));
	EXPECT_EQ(SIGSEGV, fault_of(view + PAGE, 1));
	ASSERT_EQ(0, ntsection_close(section));
	ASSERT_EQ(0, ntsection_commit(device(), (uintptr_t)view + 3 * PAGE,
				      PAGE + 1));
	EXPECT_EQ(0, fault_of(view + 4 * PAGE, 1));

	memset(&extent, 0xcc, sizeof(extent));
	ASSERT_EQ(0, ntsection_extent(device(), (uintptr_t)view, 4 * MIB,
				      &extent));
	EXPECT_EQ(1, extent.committed);
	EXPECT_EQ(PAGE, extent.length);
	ASSERT_EQ(0, ntsection_extent(device(), (uintptr_t)view + PAGE, 4 * PAGE,
				      &extent));
	EXPECT_EQ(0, extent.committed);
	EXPECT_EQ(2 * PAGE, extent.length);
	EXPECT_ERRNO(ENXIO, ntsection_commit(device(), (uintptr_t)view,
					     4 * MIB + 1));
	EXPECT_ERRNO(EINVAL, ntsection_commit(device(), (uintptr_t)view, 0));
	EXPECT_ERRNO(ENOTTY, ntsection_commit(STDOUT_FILENO, 0, PAGE));
}

/* M-01, M-06 */
TEST(reset_and_undo)
{
	int section = ntsection_create(-1, MIB, NULL);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);

	if (read_key("/proc/meminfo", "SwapFree") < 4096)
		SKIP(return, "needs swap");
	ASSERT_NE(NULL, view);
	memset(view, 'r', MIB);
	ASSERT_EQ(0, ntsection_reset(section, 0, MIB));
	EXPECT_EQ(0, ntsection_reset_undo(device(), (uintptr_t)view, MIB));
	EXPECT_EQ('r', view[MIB - 1]);

	ASSERT_EQ(0, ntsection_reset(device(), (uintptr_t)view, MIB));
	ASSERT_EQ(0, ntsection_page_out(view, 0));
	EXPECT_ERRNO(ENODATA, ntsection_reset_undo(section, 0, MIB));
	EXPECT_EQ(0, view[0]);
	section = ntsection_duplicate(section, NTSECTION_MAP_READ, 0);
	EXPECT_ERRNO(EACCES, ntsection_reset(section, 0, MIB));
}

/* H-06, H-07: a view that children do not have, beside one that they do. */
TEST(view_not_in_children)
{
	int section = ntsection_create(-1, PAGE, NULL);
	char *apart = ntsection_map(section, NULL, 0, 0, RW, NTSECTION_UNMAP);
	char *shared = ntsection_map(section, NULL, 0, 0, RW, 0);
	char *other = ntsection_map(section, NULL, 0, 0, RW, NTSECTION_UNMAP);
	pid_t pid;

	ASSERT_NE(NULL, apart);
	ASSERT_NE(NULL, shared);
	ASSERT_NE(NULL, other);
	ASSERT_EQ(0, ntsection_unmap(other));
	pid = fork();
	if (!pid) {
		struct ntsection_view view;

		if (fault_of(apart, 0) != SIGSEGV ||
		    !ntsection_find_view(apart, &view) ||
		    !ntsection_unmap(apart))
			_exit(1);
		shared[0] = 'c';
		/* The place is free, to the end of the last block. */
		if (ntsection_map(section, apart, 0, 0, RW, 0) != apart)
			_exit(2);
		_exit(ntsection_unmap(apart) || ntsection_unmap(shared));
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ('c', apart[0]);
	EXPECT_EQ(0, ntsection_unmap(apart));
	EXPECT_EQ(0, ntsection_unmap(shared));
}

/* Views that can hold a huge page lie where it can be mapped. */
TEST(large_views_are_aligned_to_huge_pages)
{
	/* What an entry of the page middle directory maps. */
	const size_t huge = PAGE * PAGE / 8;
	const uint64_t offsets[] = { 0, GRANULARITY, huge / 2, 3 * huge / 2 };
	int section = ntsection_create(-1, 4 * huge, NULL);
	unsigned int i;

	for (i = 0; i < 2 * ARRAY_SIZE(offsets); i++) {
		uint64_t offset = offsets[i % ARRAY_SIZE(offsets)];
		char *view = ntsection_map(section, NULL, offset, 5 * huge / 2,
					   RW, 0);

		ASSERT_NE(NULL, view);
		EXPECT_EQ(0, low_bits(view));
		EXPECT_EQ(0, ((uintptr_t)view - offset) % huge);
		if (i % 3)
			ntsection_unmap(view);
	}
}

static void *map_and_unmap(void *arg)
{
	int section = *(int *)arg;
	char *views[8] = { NULL };
	struct ntsection_view view;
	unsigned int i;

	for (i = race_rounds(2000); i; i--) {
		char **slot = &views[i % ARRAY_SIZE(views)];
		size_t size = i % 3 ? GRANULARITY : PAGE;

		if (*slot && ntsection_unmap(*slot))
			return "unmap";
		*slot = ntsection_map(section, NULL, 0, size, RW, 0);
		if (!*slot || low_bits(*slot))
			return "map";
		if (ntsection_find_view(*slot + size - 1, &view) ||
		    view.base != *slot || view.size != size)
			return "find";
	}
	for (i = 0; i < ARRAY_SIZE(views); i++)
		if (ntsection_unmap(views[i]))
			return "last unmap";
	return NULL;
}

TEST(threads)
{
	int section = ntsection_create(-1, GRANULARITY, NULL);
	pthread_t threads[4];
	unsigned int i;
	void *failure;

	for (i = 0; i < ARRAY_SIZE(threads); i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, map_and_unmap,
					    &section));
	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		ASSERT_EQ(0, pthread_join(threads[i], &failure));
		EXPECT_EQ(NULL, failure)
			TH_LOG("%s failed", (char *)failure);
	}
}

static void *fork_children(void *arg)
{
	int section = *(int *)arg;
	unsigned int i;

	for (i = 0; i < 50; i++) {
		pid_t pid = fork();

		if (!pid) {
			char *view = ntsection_map(section, NULL, 0, 0, RW, 0);

			_exit(!view || ntsection_unmap(view));
		}
		if (wait_status(pid))
			return "child";
	}
	return NULL;
}

/* Every call works in a child, whatever other threads did at the fork. */
TEST(fork_among_threads)
{
	int section = ntsection_create(-1, GRANULARITY, NULL);
	pthread_t mapper, forker;
	void *failure;

	ASSERT_EQ(0, pthread_create(&mapper, NULL, map_and_unmap, &section));
	ASSERT_EQ(0, pthread_create(&forker, NULL, fork_children, &section));
	ASSERT_EQ(0, pthread_join(mapper, &failure));
	EXPECT_EQ(NULL, failure);
	ASSERT_EQ(0, pthread_join(forker, &failure));
	EXPECT_EQ(NULL, failure);
}

/* A child has its parent's views, and gives up its own ones only. */
TEST(child_has_its_parents_views)
{
	int section = ntsection_create(-1, PAGE, NULL);
	char *view = ntsection_map(section, NULL, 0, 0, RW, 0);
	pid_t pid;

	ASSERT_NE(NULL, view);
	pid = fork();
	if (!pid) {
		struct ntsection_view found;

		view[0] = 'f';
		_exit(ntsection_find_view(view, &found) ||
		      found.base != view || ntsection_unmap(view) ||
		      fault_of(view, 0) != SIGSEGV);
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ('f', view[0]);
	EXPECT_EQ(0, ntsection_unmap(view));
}

TEST_HARNESS_MAIN
