// SPDX-License-Identifier: GPL-2.0
/*
 * The module parameter commit_limit: what it refuses, exactly, in every
 * overcommit mode, and that what was accepted can be used.
 */
#include <sys/swap.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define PARAMETER "/sys/module/ntsection/parameters/commit_limit"
#define OVERCOMMIT "/proc/sys/vm/overcommit_memory"

/* Committed_AS of other processes moves by less than this, in KiB. */
#define SLACK (2 * 1024L)

static void read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");

	line[0] = '\0';
	if (file && fgets(line, size, file))
		line[strcspn(line, "\n")] = '\0';
	if (file)
		fclose(file);
}

static long ram_and_swap(void)
{
	return read_key("/proc/meminfo", "MemTotal") +
	       read_key("/proc/meminfo", "SwapTotal");
}

/* What "system" leaves to commit, in KiB. */
static long left(void)
{
	long total = read_key("/proc/meminfo", "MemAvailable") +
		     read_key("/proc/meminfo", "Active(anon)") +
		     read_key("/proc/meminfo", "Inactive(anon)") +
		     read_key("/proc/meminfo", "SwapTotal");

	return total - total / 16 - committed_kib();
}

static int commit(int section, __u64 start, __u64 length)
{
	struct ntsection_range args = {
		.size = sizeof(args),
		.start = start,
		.length = length,
	};

	return ioctl(section, NTSECTION_IOC_COMMIT, &args);
}

FIXTURE(limit) {
	char parameter[32], mode[32], ratio[32];
};

FIXTURE_VARIANT(limit) {
	const char *mode;
};

FIXTURE_VARIANT_ADD(limit, guess) { .mode = "0" };
FIXTURE_VARIANT_ADD(limit, always) { .mode = "1" };
FIXTURE_VARIANT_ADD(limit, never) { .mode = "2" };

#define RATIO "/proc/sys/vm/overcommit_ratio"

FIXTURE_SETUP(limit)
{
	NEED_ROOT();
	read_line(PARAMETER, self->parameter, sizeof(self->parameter));
	read_line(OVERCOMMIT, self->mode, sizeof(self->mode));
	read_line(RATIO, self->ratio, sizeof(self->ratio));
	/* In mode 2 the kernel's own limit is not to come first. */
	ASSERT_EQ(0, write_text(RATIO, "200"));
	ASSERT_EQ(0, write_text(OVERCOMMIT, variant->mode));
}

FIXTURE_TEARDOWN(limit)
{
	EXPECT_EQ(0, write_text(PARAMETER, self->parameter));
	EXPECT_EQ(0, write_text(OVERCOMMIT, self->mode));
	EXPECT_EQ(0, write_text(RATIO, self->ratio));
}

/*
 * What lockdep complained of: the parameter is read, which takes its lock
 * inside of its file's, and a limit is then checked by reading another such
 * file, /proc/meminfo. The fixture has read the parameter.
 */
TEST_F(limit, checks_after_the_parameter_was_read)
{
	static const char * const limits[] = { "strict", "system" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		char line[32];

		ASSERT_EQ(0, write_text(PARAMETER, limits[i]));
		read_line(PARAMETER, line, sizeof(line));
		EXPECT_STREQ(limits[i], line);
		EXPECT_EQ(0, close(create(PAGE)));
	}
}

/* K-01, K-03, K-09: to the page, at RAM + swap, for all sections together. */
TEST_F(limit, strict_is_exact)
{
	long before = committed_kib();
	__u64 total = ram_and_swap() * KIB;
	int section, other, reserve;

	ASSERT_EQ(0, write_text(PARAMETER, "strict"));
	EXPECT_ERRNO(ENOMEM, create(total + PAGE));
	section = create(total - 8 * PAGE);
	ASSERT_GE(section, 0);
	EXPECT_ERRNO(ENOMEM, create(8 * PAGE + 1));
	other = create(2 * PAGE);
	ASSERT_GE(other, 0);

	/* A reserve costs nothing until it is committed (K-07). */
	reserve = create_with(total, NTSECTION_PAGE_READWRITE,
			      NTSECTION_SEC_RESERVE, RIGHTS);
	ASSERT_GE(reserve, 0);
	EXPECT_ERRNO(ENOMEM, commit(reserve, 0, 7 * PAGE));
	EXPECT_EQ(0, commit(reserve, 0, 6 * PAGE));
	EXPECT_ERRNO(ENOMEM, commit(reserve, 6 * PAGE, 1));
	EXPECT_ERRNO(ENOMEM, create(1));

	/* All of it is given back, and can be had again. */
	close(other);
	EXPECT_EQ(0, commit(reserve, 0, 8 * PAGE));
	close(reserve);
	close(section);
	section = create(total);
	EXPECT_GE(section, 0);
	close(section);
	EXPECT_LT(labs(committed_kib() - before), SLACK);
}

/* K-09: everybody's commit counts, and the kernel's own memory does not. */
TEST_F(limit, system_is_exact)
{
	char *copy;
	int section;

	ASSERT_EQ(0, write_text(PARAMETER, "system"));
	EXPECT_ERRNO(ENOMEM, create((left() + SLACK) * KIB));
	section = create((left() - 8 * SLACK) * KIB);
	ASSERT_GE(section, 0);
	EXPECT_ERRNO(ENOMEM, create(10 * SLACK * KIB));

	/* A view that may copy its pages counts as well (K-05). */
	EXPECT_EQ(MAP_FAILED, map_copy(section, 10 * SLACK * KIB,
				       PROT_READ | PROT_WRITE));
	EXPECT_EQ(ENOMEM, errno);
	copy = map_copy(section, 10 * SLACK * KIB, PROT_READ);
	EXPECT_NE(MAP_FAILED, copy);
	munmap(copy, 10 * SLACK * KIB);
	copy = map_copy(section, 4 * SLACK * KIB, PROT_READ | PROT_WRITE);
	EXPECT_NE(MAP_FAILED, copy);
	munmap(copy, 4 * SLACK * KIB);
	close(section);
}

/* A size is a limit for all sections together, and for them alone. */
TEST_F(limit, size_is_exact)
{
	struct ntsection_query info;
	int a, b;

	ASSERT_EQ(0, write_text(PARAMETER, "1M"));
	EXPECT_ERRNO(ENOMEM, create(MIB + 1));
	a = create(MIB - PAGE);
	ASSERT_GE(a, 0);
	EXPECT_ERRNO(ENOMEM, create(2 * PAGE));
	b = create(1);
	ASSERT_GE(b, 0);
	EXPECT_ERRNO(ENOMEM, create(1));
	close(b);

	/* What is charged page by page counts page by page. */
	b = create_with(2 * MIB, NTSECTION_PAGE_READWRITE,
			NTSECTION_SEC_RESERVE, RIGHTS);
	ASSERT_GE(b, 0);
	EXPECT_ERRNO(ENOMEM, commit(b, 0, 2 * PAGE));
	ASSERT_EQ(0, query(b, &info));
	EXPECT_EQ(0, info.committed);
	EXPECT_EQ(0, commit(b, 7 * PAGE, PAGE));
	EXPECT_EQ(0, commit(b, 7 * PAGE, PAGE));
	EXPECT_ERRNO(ENOMEM, commit(b, 0, PAGE));
	ASSERT_EQ(0, query(b, &info));
	EXPECT_EQ(PAGE, info.committed);

	/* It is given back with the section. */
	close(a);
	EXPECT_EQ(0, commit(b, 0, MIB));
	EXPECT_ERRNO(ENOMEM, commit(b, 0, MIB + 1));
	close(b);
	a = create(MIB);
	EXPECT_GE(a, 0);
}

/* K-09: the limit follows swapoff and swapon. */
TEST_F(limit, strict_follows_swap)
{
	const char *disk = getenv("NTSECTION_SWAP_DEVICE");
	__u64 with = ram_and_swap() * KIB, without;
	int section;

	if (!disk)
		SKIP(return, "NTSECTION_SWAP_DEVICE names no swap device");
	ASSERT_EQ(0, write_text(PARAMETER, "strict"));

	ASSERT_EQ(0, swapoff(disk));
	without = ram_and_swap() * KIB;
	EXPECT_GT(with, without);
	EXPECT_ERRNO(ENOMEM, create(with));
	EXPECT_ERRNO(ENOMEM, create(without + PAGE));
	section = create(without);
	EXPECT_GE(section, 0);
	close(section);

	ASSERT_EQ(0, swapon(disk, 0));
	EXPECT_ERRNO(ENOMEM, create(with + PAGE));
	section = create(with);
	EXPECT_GE(section, 0);
	close(section);
}

/* Nothing changes for whoever does not ask for it. */
TEST_F(limit, kernel_is_the_default)
{
	EXPECT_EQ(0, strcmp("kernel", self->parameter));
}

TEST(parameter_bad_input)
{
	static const char *const bad[] = {
		"", "\n", "0", "x", "strict ", "12Q", "-1", "1 M",
	};
	char before[32], after[32];
	unsigned int i;

	NEED_ROOT();
	read_line(PARAMETER, before, sizeof(before));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		int fd = open(PARAMETER, O_WRONLY | O_CLOEXEC);

		ASSERT_GE(fd, 0);
		/* Writing nothing is no call at all. */
		if (*bad[i])
			EXPECT_ERRNO(EINVAL, write(fd, bad[i], strlen(bad[i])));
		close(fd);
		read_line(PARAMETER, after, sizeof(after));
		EXPECT_EQ(0, strcmp(before, after));
	}

	ASSERT_EQ(0, write_text(PARAMETER, "64M"));
	read_line(PARAMETER, after, sizeof(after));
	EXPECT_EQ(0, strcmp("67108864", after));
	ASSERT_EQ(0, write_text(PARAMETER, "strict\n"));
	read_line(PARAMETER, after, sizeof(after));
	EXPECT_EQ(0, strcmp("strict", after));
	ASSERT_EQ(0, write_text(PARAMETER, "system"));
	read_line(PARAMETER, after, sizeof(after));
	EXPECT_EQ(0, strcmp("system", after));
	ASSERT_EQ(0, write_text(PARAMETER, before));
}

FIXTURE(promise) {
	char parameter[32], mode[32];
};

FIXTURE_SETUP(promise)
{
	NEED_ROOT();
	read_line(PARAMETER, self->parameter, sizeof(self->parameter));
	read_line(OVERCOMMIT, self->mode, sizeof(self->mode));
	ASSERT_EQ(0, write_text(OVERCOMMIT, "1"));
	ASSERT_EQ(0, write_text(PARAMETER, "system"));
}

FIXTURE_TEARDOWN(promise)
{
	EXPECT_EQ(0, write_text(PARAMETER, self->parameter));
	EXPECT_EQ(0, write_text(OVERCOMMIT, self->mode));
}

/*
 * When little swap is left, wait for the pages on their way to the disk. They
 * are in RAM and in swap, and a kernel that finds no free swap does not look for
 * them: should they be all of swap, it kills. Seen on 6.1 of arm64, where the
 * disk was slow. What CPUs have counted on their own is asked for.
 */
static void wait_for_disk(void)
{
	int tries = 1000;

	if (read_key("/proc/meminfo", "SwapFree") > 32 * 1024)
		return;
	while (!write_text("/proc/sys/vm/stat_refresh", "1") &&
	       read_key("/proc/meminfo", "Writeback") > 0 && tries--)
		usleep(1000);
}

/*
 * L-08: what "system" accepted is there to the last page. All that it accepts
 * is filled, with RAM too small for it, and read back.
 */
TEST_F(promise, is_kept)
{
	size_t size = (left() - SLACK) * KIB & ~(PAGE - 1);
	unsigned long *words, step, i, wrong = 0;
	int section;
	pid_t pid;

	/* KASAN and kmemleak take memory all the while, which nobody counts. */
	if (kernel_checks()) {
		ksft_print_msg("this kernel uses up what was promised\n");
		return;
	}
	section = create(size);
	ASSERT_GE(section, 0);
	ASSERT_GT(size, read_key("/proc/meminfo", "MemAvailable") * KIB);

	/* A child, for if the promise is broken it dies. */
	pid = fork();
	if (!pid) {
		words = (unsigned long *)map(section, size,
					     PROT_READ | PROT_WRITE);
		if ((char *)words == MAP_FAILED)
			_exit(1);
		step = PAGE / sizeof(*words);
		for (i = 0; i < size / sizeof(*words); i += step) {
			words[i] = i ^ 0x5bd1e995;
			if (i % (MIB / sizeof(*words)) == 0)
				wait_for_disk();
		}
		for (i = 0; i < size / sizeof(*words); i += step)
			wrong += words[i] != (i ^ 0x5bd1e995);
		_exit(wrong ? 2 : 0);
	}
	EXPECT_EQ(0, wait_status(pid));
}

TEST_HARNESS_MAIN
