// SPDX-License-Identifier: GPL-2.0
/*
 * Callers who take all that they can get: names, descriptors, kernel memory,
 * reserves. They meet their own limits with an error that says so, the kernel
 * spends no more than these allow, and others are served all the while.
 */
#include "kselftest_harness.h"

#include <sched.h>
#include <sys/prctl.h>

#include "ntsection_test.h"
#include "names_test.h"
#include "range.h"
#include "stress.h"

#define FILE_MAX "/proc/sys/fs/file-max"

/* A slab page of the group may be counted for a while when it is gone. */
#define SLAB_SLACK (8 * 1024L)

/* What bob can do all the time; where it went wrong, or 0. */
static int serve_bob(void)
{
	struct ntsection_create args = named("served");
	int section, other;
	char *view;

	section = create_by(&args);
	if (section < 0)
		return 1;
	other = open_named("served", RIGHTS);
	if (other < 0 || id_of(other) != id_of(section))
		return 2;
	view = map(other, PAGE, PROT_READ | PROT_WRITE);
	if (view == MAP_FAILED)
		return 3;
	view[0] = 'b';
	section = reserve(NTSECTION_RESERVE_MAX);
	if (section < 0 || commit(section, NTSECTION_RESERVE_MAX / 2, PAGE))
		return 4;
	return view[0] != 'b';
}

static int bob_is_served(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(become(BOB) ? serve_bob() : 100);
	return wait_status(pid);
}

/* What a hostile child tells its parent. */
struct report {
	unsigned long count;
	int err;
};

/*
 * Run @hostile as alice in the group, with @files descriptors, until it reports
 * that nothing more goes; the kernel may as well kill it. It holds all that it
 * got until the other end of @done is closed.
 */
static pid_t start_hostile(void (*hostile)(struct report *), rlim_t files,
			   int report, const int done[2])
{
	struct rlimit limit = { files, files };
	pid_t pid = fork();

	if (!pid) {
		struct report told = { };
		char byte;

		close(done[1]);
		device();
		if (group_set("cgroup.procs", "0") ||
		    setrlimit(RLIMIT_NOFILE, &limit) || !become(ALICE))
			_exit(100);
		hostile(&told);
		if (write(report, &told, sizeof(told)) != sizeof(told))
			_exit(101);
		_exit(read(done[0], &byte, 1) ? 102 : 0);
	}
	return pid;
}

FIXTURE(hostile) {
	struct left before;
	long slab;
	char file_max[32];
	int report[2], done[2];
	pid_t pid;
	struct report told;
	bool killed;
};

FIXTURE_SETUP(hostile)
{
	NEED_ROOT();
	self->before = left_now();
	self->slab = read_key("/proc/meminfo", "Slab");
	snprintf(self->file_max, sizeof(self->file_max), "%ld",
		 read_number(FILE_MAX));
	ASSERT_EQ(0, pipe2(self->report, O_CLOEXEC));
	ASSERT_EQ(0, pipe2(self->done, O_CLOEXEC));
}

FIXTURE_TEARDOWN(hostile)
{
	int status;

	close(self->done[1]);
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, 0));
	EXPECT_EQ(self->killed ? SIGKILL : 0, status);
	EXPECT_EQ(0, write_text(FILE_MAX, self->file_max));
	EXPECT_EQ(0, group_remove());
	EXPECT_NOTHING_LEFT(self->before);
	EXPECT_EQ(0, bob_is_served());
}

/* Wait for the report, or for the end. */
#define HOSTILE(hostile, files) do {					\
	self->pid = start_hostile(hostile, files, self->report[1],	\
				  self->done);				\
	ASSERT_GE(self->pid, 0);					\
	close(self->report[1]);						\
	close(self->done[0]);						\
	self->killed = read(self->report[0], &self->told,		\
			    sizeof(self->told)) == 0;			\
} while (0)

/* Until the memory is used up: an error, or the end of who uses it. */
#define HOSTILE_IN_LITTLE_MEMORY(hostile) do {				\
	ASSERT_EQ(0, group_make("8M", "0"));				\
	HOSTILE(hostile, 1000000);					\
	if (!self->killed)						\
		EXPECT_EQ(ENOMEM, self->told.err);			\
	EXPECT_LT(read_key("/proc/meminfo", "Slab") - self->slab,	\
		  8 * 1024 + SLAB_SLACK);				\
	EXPECT_EQ(0, bob_is_served());					\
} while (0)

static void make_names(struct report *told)
{
	char name[16];

	for (;;) {
		snprintf(name, sizeof(name), "n%lu", told->count);
		if (create_named(name) < 0) {
			told->err = errno;
			return;
		}
		told->count++;
	}
}

/* A hundred thousand names, until no descriptor is left. */
TEST_F_TIMEOUT(hostile, names, STRESS_TIMEOUT)
{
	unsigned long files = scaled(100000);

	/* So many files are not foreseen in a small machine. */
	ASSERT_EQ(0, write_text(FILE_MAX, "1000000"));
	ASSERT_EQ(0, group_make("max", "0"));
	HOSTILE(make_names, files);
	ASSERT_FALSE(self->killed);
	EXPECT_EQ(EMFILE, self->told.err);
	EXPECT_GT(self->told.count, files - 16);
	EXPECT_EQ(0, bob_is_served());
	/* What each costs is the group's, not everybody's. */
	EXPECT_GT(read_key(GROUP "/memory.stat", "slab"),
		  (long)self->told.count * 1024);
	ksft_print_msg("%lu names, %ld bytes of kernel memory each\n",
		       self->told.count,
		       group_number("memory.current") /
		       (long)self->told.count);
}

/* A name for each KiB or two, more than there are. */
TEST_F_TIMEOUT(hostile, names_in_little_memory, STRESS_TIMEOUT)
{
	HOSTILE_IN_LITTLE_MEMORY(make_names);
}

static void make_reserves(struct report *told)
{
	/* As far apart as can be, to cost the most for each page. */
	const __u64 step = 1ULL << 28;
	__u64 at;
	int section;

	for (;;) {
		section = reserve(NTSECTION_RESERVE_MAX);
		if (section < 0) {
			told->err = errno;
			return;
		}
		for (at = 0; at < NTSECTION_RESERVE_MAX; at += step) {
			if (commit(section, at, PAGE)) {
				told->err = errno;
				return;
			}
			told->count++;
		}
	}
}

/* Trap C27: reserves of 16 TiB, with pages all over them. */
TEST_F_TIMEOUT(hostile, reserves_in_little_memory, STRESS_TIMEOUT)
{
	HOSTILE_IN_LITTLE_MEMORY(make_reserves);
}

static void make_duplicates(struct report *told)
{
	int section = create(PAGE);

	while (duplicate(section, told->count & RIGHTS, 0) >= 0)
		told->count++;
	told->err = errno;
}

/* Handles of one section, to the last descriptor. */
TEST_F_TIMEOUT(hostile, handles, STRESS_TIMEOUT)
{
	ASSERT_EQ(0, group_make("max", "0"));
	HOSTILE(make_duplicates, 4096);
	ASSERT_FALSE(self->killed);
	EXPECT_EQ(EMFILE, self->told.err);
	EXPECT_GT(self->told.count, 4000);
	EXPECT_EQ(0, bob_is_served());
}

/* Set a limit for good, as alice; the result is the child's. */
static int within(int resource, rlim_t value, int (*what)(void))
{
	struct rlimit limit = { value, value };
	pid_t pid = fork();

	if (!pid) {
		device();
		if (!become(ALICE) || setrlimit(resource, &limit))
			_exit(100);
		_exit(what());
	}
	return wait_status(pid);
}

/* A section is no file that somebody writes. */
static int without_file_size(void)
{
	int section = create(MIB), wide = reserve(MIB);
	char *view = map(section, MIB, PROT_READ | PROT_WRITE);

	if (view == MAP_FAILED || commit(wide, 0, MIB))
		return 1;
	memset(view, 'f', MIB);
	return reset(section, 0, MIB) || reset_undo(section, 0, MIB);
}

static int without_address_space(void)
{
	struct ntsection_remap again = {
		.size = sizeof(again),
		.length = MIB,
		.prot = PROT_READ,
	};
	int section = create(256 * MIB), small = create(MIB);
	char *view;

	if (section < 0 || small < 0)
		return 1;
	if (map(section, 256 * MIB, PROT_READ) != MAP_FAILED ||
	    errno != ENOMEM)
		return 2;
	/* Until one more does not fit. */
	do {
		again.start = 0;
		view = map(small, MIB, PROT_READ);
		if (view != MAP_FAILED)
			again.start = (unsigned long)view;
	} while (view != MAP_FAILED &&
		 !ioctl(device(), NTSECTION_IOC_REMAP, &again));
	if (errno != ENOMEM)
		return 3;
	/* The section is none the worse for it. */
	return !id_of(section) || close(section) || close(small);
}

static int without_locked_memory(void)
{
	int section = create(MIB);
	char *view = map(section, MIB, PROT_READ | PROT_WRITE);

	if (view == MAP_FAILED)
		return 1;
	if (!mlock(view, MIB) || errno != EPERM)
		return 2;
	if (mmap(NULL, MIB, PROT_READ, MAP_SHARED | MAP_LOCKED, section, 0) !=
	    MAP_FAILED || errno != EPERM)
		return 3;
	view[0] = 'l';
	return 0;
}

static int with_little_locked_memory(void)
{
	int section = create(MIB);
	char *view = map(section, MIB, PROT_READ | PROT_WRITE);

	if (view == MAP_FAILED)
		return 1;
	if (!mlock(view, MIB) || errno != ENOMEM)
		return 2;
	return mlock(view, 4 * PAGE) || munlock(view, 4 * PAGE);
}

/* Private copies are data; shared views are not. */
static int without_data(void)
{
	int section = create(64 * MIB);

	if (map(section, 64 * MIB, PROT_READ | PROT_WRITE) == MAP_FAILED ||
	    map_copy(section, 64 * MIB, PROT_READ) == MAP_FAILED)
		return 1;
	return map_copy(section, 64 * MIB, PROT_READ | PROT_WRITE) !=
	       MAP_FAILED || errno != ENOMEM;
}

/* The limits of a process say no as they do for any mapping, and no more. */
TEST(limits_of_a_process)
{
	struct left before;

	NEED_ROOT();
	before = left_now();
	EXPECT_EQ(0, within(RLIMIT_FSIZE, 0, without_file_size));
	EXPECT_EQ(0, within(RLIMIT_AS, 128 * MIB, without_address_space));
	EXPECT_EQ(0, within(RLIMIT_MEMLOCK, 0, without_locked_memory));
	EXPECT_EQ(0, within(RLIMIT_MEMLOCK, 64 * KIB,
			    with_little_locked_memory));
	EXPECT_EQ(0, within(RLIMIT_DATA, 32 * MIB, without_data));
	EXPECT_NOTHING_LEFT(before);
}

TEST_HARNESS_MAIN
