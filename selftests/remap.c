// SPDX-License-Identifier: GPL-2.0
/*
 * NTSECTION_IOC_REMAP: what a view shows, mapped once more, shared or
 * copy-on-write, with no more rights than the view has.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "range.h"
#include "strict.h"

#define RW (PROT_READ | PROT_WRITE)
#define NOT_WRITTEN 0xccccccccccccccccULL

static struct ntsection_remap remap_args(const char *start, __u64 length,
					 __u32 prot, __u32 flags)
{
	return (struct ntsection_remap) {
		.size = sizeof(struct ntsection_remap),
		.flags = flags,
		.start = (unsigned long)start,
		.length = length,
		.prot = prot,
		.address = NOT_WRITTEN,
	};
}

/* The new view; NULL with errno, and then no address was written. */
static char *again(const char *start, __u64 length, __u32 prot, __u32 flags)
{
	struct ntsection_remap args = remap_args(start, length, prot, flags);

	if (!ioctl(device(), NTSECTION_IOC_REMAP, &args))
		return (char *)(unsigned long)args.address;
	if (args.address != NOT_WRITTEN)
		errno = 0;
	return NULL;
}

#define EXPECT_REFUSED(expected, call) do {			\
	errno = 0;						\
	EXPECT_EQ(NULL, call);					\
	EXPECT_EQ(expected, errno);				\
} while (0)

static int count_mappings(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	int c, lines = 0;

	if (!maps)
		return -1;
	while ((c = fgetc(maps)) != EOF)
		lines += c == '\n';
	fclose(maps);
	return lines;
}

/* P-05, P-15, P-16: a shared view has a copy-on-write twin. */
TEST(copy_of_a_shared_view)
{
	int section = create(4 * PAGE);
	char *view = map(section, 4 * PAGE, RW), *copy;

	ASSERT_NE(MAP_FAILED, view);
	view[PAGE] = 'a';
	/* No handle is needed. */
	close(section);
	copy = again(view + PAGE, 2 * PAGE, RW, NTSECTION_REMAP_COPY);
	ASSERT_NE(NULL, copy);
	EXPECT_EQ('a', copy[0]);
	copy[0] = 'b';
	EXPECT_EQ('a', view[PAGE]);
	view[PAGE] = 'c';
	EXPECT_EQ('b', copy[0]);
	/* What was not written follows. */
	view[2 * PAGE] = 'd';
	EXPECT_EQ('d', copy[PAGE]);
	EXPECT_EQ(0, munmap(copy, 2 * PAGE));
	EXPECT_EQ('c', view[PAGE]);
}

TEST(shared_twin)
{
	int section = create(4 * PAGE);
	char *view = map(section, 4 * PAGE, RW), *twin;

	twin = again(view, 4 * PAGE, RW, 0);
	ASSERT_NE(NULL, twin);
	twin[3 * PAGE] = 'x';
	EXPECT_EQ('x', view[3 * PAGE]);
	/* Of the copy a shared view can be had again, for reading. */
	view = map_copy(section, 4 * PAGE, RW);
	view[0] = 'p';
	twin = again(view, 4 * PAGE, PROT_READ, 0);
	ASSERT_NE(NULL, twin);
	EXPECT_EQ(0, twin[0]);
	EXPECT_EQ('x', twin[3 * PAGE]);
}

/* mremap() puts the twin where the view was. */
TEST(moved_over_the_view)
{
	int section = create(4 * PAGE);
	char *view = map(section, 4 * PAGE, RW);
	char *other = map(section, 4 * PAGE, RW), *copy;

	copy = again(view + PAGE, PAGE, RW, NTSECTION_REMAP_COPY);
	ASSERT_NE(NULL, copy);
	ASSERT_EQ(view + PAGE, mremap(copy, PAGE, PAGE, MREMAP_MAYMOVE |
				      MREMAP_FIXED, view + PAGE));
	view[0] = 'a';
	view[PAGE] = 'b';
	EXPECT_EQ('a', other[0]);
	EXPECT_EQ(0, other[PAGE]);
	/* The range is still one view for all other calls. */
	EXPECT_EQ(0, commit_view(view, 4 * PAGE));
	EXPECT_ERRNO(EACCES, reset_view(view, 4 * PAGE));
}

/* What the view cannot become, its twin cannot be. */
TEST(rights_are_those_of_the_view)
{
	const int all = RW | PROT_EXEC;
	int section = create_with(PAGE, NTSECTION_PAGE_EXECUTE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	int runner = duplicate(section, NTSECTION_MAP_EXECUTE, 0);
	char *read_view = map(reader, PAGE, PROT_READ);
	char *run_view = map(runner, PAGE, PROT_EXEC);
	char *copy_view = map_copy(section, PAGE, RW);
	char *view = map(section, PAGE, PROT_READ);

	close(section);
	ASSERT_NE(MAP_FAILED, run_view);
	EXPECT_REFUSED(EACCES, again(read_view, PAGE, RW, 0));
	EXPECT_REFUSED(EACCES, again(read_view, PAGE, PROT_WRITE, 0));
	EXPECT_REFUSED(EACCES, again(read_view, PAGE, PROT_EXEC, 0));
	EXPECT_REFUSED(EACCES, again(read_view, PAGE, all,
				     NTSECTION_REMAP_COPY));
	EXPECT_NE(NULL, again(read_view, PAGE, RW, NTSECTION_REMAP_COPY));

	/* One that may only execute cannot be read that way either. */
	EXPECT_REFUSED(EACCES, again(run_view, PAGE, PROT_READ, 0));
	EXPECT_REFUSED(EACCES, again(run_view, PAGE, PROT_EXEC, 0));
	EXPECT_REFUSED(EACCES, again(run_view, PAGE, RW,
				     NTSECTION_REMAP_COPY));

	/* A copy-on-write view never writes to the section. */
	EXPECT_REFUSED(EACCES, again(copy_view, PAGE, RW, 0));

	/* A view that is not writable now, but may be. */
	EXPECT_NE(NULL, again(view, PAGE, all, 0));

	/* Nor does the twin become what the view cannot. */
	read_view = again(read_view, PAGE, PROT_READ, 0);
	ASSERT_NE(NULL, read_view);
	EXPECT_ERRNO(EACCES, mprotect(read_view, PAGE, RW));
	EXPECT_ERRNO(EACCES, mprotect(read_view, PAGE, PROT_EXEC));
}

TEST(ranges)
{
	int section = create(8 * PAGE), other = create(8 * PAGE);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	char *view = map(section, 8 * PAGE, RW), *area;

	/* mprotect() splits a view, which stays one. */
	ASSERT_EQ(0, mprotect(view + PAGE, PAGE, PROT_READ));
	ASSERT_EQ(0, mprotect(view + 2 * PAGE, PAGE, PROT_NONE));
	EXPECT_NE(NULL, again(view, 8 * PAGE, RW, 0));
	EXPECT_NE(NULL, again(view + 2 * PAGE, PAGE, RW, 0));

	/* What is behind it is another one, whatever it shows. */
	area = mmap(NULL, 4 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
	ASSERT_NE(MAP_FAILED, area);
	mmap(area, PAGE, RW, MAP_SHARED | MAP_FIXED, section, 0);
	mmap(area + PAGE, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, reader,
	     PAGE);
	mmap(area + 2 * PAGE, PAGE, RW, MAP_SHARED | MAP_FIXED, other,
	     2 * PAGE);
	EXPECT_NE(NULL, again(area, PAGE, PROT_READ, 0));
	EXPECT_NE(NULL, again(area + PAGE, PAGE, PROT_READ, 0));
	EXPECT_REFUSED(ENXIO, again(area, 2 * PAGE, PROT_READ, 0));
	EXPECT_REFUSED(ENXIO, again(area + PAGE, 2 * PAGE, PROT_READ, 0));
	EXPECT_REFUSED(ENXIO, again(area + 2 * PAGE, 2 * PAGE, PROT_READ, 0));
	EXPECT_REFUSED(ENXIO, again(area + 3 * PAGE, PAGE, PROT_READ, 0));
	munmap(area + 3 * PAGE, PAGE);
	EXPECT_REFUSED(ENXIO, again(area + 2 * PAGE, 2 * PAGE, PROT_READ, 0));
	EXPECT_REFUSED(ENXIO, again(area + 3 * PAGE, PAGE, PROT_READ, 0));

	/* The same pages in another order. */
	mmap(area + PAGE, PAGE, RW, MAP_SHARED | MAP_FIXED, section, 3 * PAGE);
	EXPECT_REFUSED(ENXIO, again(area, 2 * PAGE, PROT_READ, 0));

	/* Beyond the end of the section, and of the address space. */
	view = mremap(view + 7 * PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE);
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_NE(NULL, again(view, PAGE, RW, 0));
	EXPECT_REFUSED(ENXIO, again(view, 2 * PAGE, RW, 0));
	EXPECT_REFUSED(ENXIO, again(NULL, PAGE, RW, 0));
	EXPECT_REFUSED(ENXIO, again(view, -PAGE, RW, 0));
	EXPECT_REFUSED(ENXIO, again(LAST_PAGE, PAGE, RW, 0));
	EXPECT_REFUSED(ENXIO, again(LAST_PAGE, 2 * PAGE, RW, 0));
}

TEST(bad_input)
{
	int section = create(4 * PAGE), before;
	char *view = map(section, 4 * PAGE, RW);
	struct ntsection_remap args, *fixed;
	unsigned int bit;

	EXPECT_REFUSED(EINVAL, again(view, 0, RW, 0));
	EXPECT_REFUSED(EINVAL, again(view, PAGE + 1, RW, 0));
	EXPECT_REFUSED(EINVAL, again(view + 1, PAGE, RW, 0));
	for (bit = 1; bit < 32; bit++)
		EXPECT_REFUSED(EINVAL, again(view, PAGE, RW, 1U << bit));
	for (bit = 3; bit < 32; bit++)
		EXPECT_REFUSED(EINVAL, again(view, PAGE, 1U << bit, 0));

	args = remap_args(view, PAGE, RW, 0);
	args.pad = 1;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_REMAP, &args));
	args.pad = 0;
	args.size = sizeof(args) - 1;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_REMAP, &args));
	args.size = 2 * PAGE;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_REMAP, &args));
	args.size = sizeof(args);
	EXPECT_ERRNO(ENOTTY, ioctl(section, NTSECTION_IOC_REMAP, &args));
	EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_REMAP, NULL));

	/* An address that cannot be told leaves no view. */
	fixed = mmap(NULL, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*fixed = args;
	ASSERT_EQ(0, mprotect(fixed, PAGE, PROT_READ));
	before = count_mappings();
	EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_REMAP, fixed));
	EXPECT_EQ(before, count_mappings());
}

/* what is not committed cannot be touched in the twin either. */
TEST(reserve_has_twins)
{
	int section = reserve(4 * PAGE);
	char *view = map(section, 4 * PAGE, RW), *copy;

	ASSERT_EQ(0, commit_view(view, PAGE));
	copy = again(view, 4 * PAGE, RW, NTSECTION_REMAP_COPY);
	ASSERT_NE(NULL, copy);
	EXPECT_EQ(0, fault_of(copy, 1));
	EXPECT_EQ(SIGSEGV, fault_of(copy + PAGE, 0));
	ASSERT_EQ(0, commit_view(copy + PAGE, PAGE));
	EXPECT_EQ(0, fault_of(view + PAGE, 1));
	EXPECT_EQ(1, copy[PAGE]);
}

/* K-06: the copies are charged for, or refused with the view as it was. */
TEST_F(strict, copies_are_charged)
{
	long limit = read_key("/proc/meminfo", "CommitLimit");
	long size = (limit - committed_kib()) / 3 * 2 * KIB & -MIB;
	int section = create(size);
	char *view = map(section, size, RW);

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'v';
	EXPECT_REFUSED(ENOMEM, again(view, size, RW, NTSECTION_REMAP_COPY));
	EXPECT_EQ('v', view[0]);
	/* A part fits, and so does all of it shared or not writable. */
	EXPECT_NE(NULL, again(view, size / 4, RW, NTSECTION_REMAP_COPY));
	EXPECT_NE(NULL, again(view, size, RW, 0));
	EXPECT_NE(NULL, again(view, size, PROT_READ, NTSECTION_REMAP_COPY));
}

TEST_HARNESS_MAIN
