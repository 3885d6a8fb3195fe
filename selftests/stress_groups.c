// SPDX-License-Identifier: GPL-2.0
/*
 * Memory cgroups: many sections in one that is too small for them, and owners
 * that the kernel kills for want of memory.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "names_test.h"
#include "range.h"
#include "stress.h"

#define SECTIONS 400
#define SIZE (64 * KIB)

FIXTURE(group) {
	struct left before;
};

FIXTURE_SETUP(group)
{
	NEED_ROOT();
	self->before = left_now();
}

FIXTURE_TEARDOWN(group)
{
	EXPECT_EQ(0, group_remove());
	EXPECT_NOTHING_LEFT(self->before);
}

/* Fill all, then read all; with half a handle each, for they have a view. */
static int fill_and_check(unsigned int rounds)
{
	static char *views[SECTIONS];
	unsigned int i, round;

	if (group_set("cgroup.procs", "0"))
		return 1;
	for (i = 0; i < SECTIONS; i++) {
		int section = create(SIZE);

		views[i] = map(section, SIZE, PROT_READ | PROT_WRITE);
		if (views[i] == MAP_FAILED)
			return 2;
		if (i % 2)
			close(section);
	}
	for (round = 0; round < rounds; round++) {
		for (i = 0; i < SECTIONS; i++)
			fill(views[i], SIZE, round * SECTIONS + i);
		for (i = 0; i < SECTIONS; i++)
			if (wrong_words(views[i], SIZE, round * SECTIONS + i))
				return 3;
	}
	return 0;
}

/*
 * L-08: 25 MiB of sections where 12 MiB are allowed. At memory.high the kernel
 * waits for a slow disk; at memory.max some kill (see swap.c).
 */
TEST_F_TIMEOUT(group, of_many_sections, STRESS_TIMEOUT)
{
	long out = paging_now().out;
	pid_t pid;

	ASSERT_EQ(0, group_make("max", "max"));
	ASSERT_EQ(0, group_set("memory.high", "12M"));
	pid = fork();
	if (!pid)
		_exit(fill_and_check(scaled(2)));
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_GT(paging_now().out - out, SECTIONS * SIZE / PAGE / 4);
	EXPECT_EQ(0, read_key(GROUP "/memory.events", "oom_kill"));
}

/* Writes until it is killed; @shared is somebody else's, and may not suffer. */
static void write_until_killed(char *shared)
{
	__u32 existed;
	int named = create_or_open("oom", &existed);
	int section = create(64 * MIB);
	char *view = map(section, 64 * MIB, PROT_READ | PROT_WRITE);

	if (group_set("cgroup.procs", "0") || named < 0 || view == MAP_FAILED)
		_exit(1);
	shared[0] = 'o';
	close(section);
	memset(view, 'o', 64 * MIB);
	_exit(2);
}

/* H-08, L-04: the killed one's sections, names and charges go with it. */
TEST_F_TIMEOUT(group, that_is_killed, STRESS_TIMEOUT)
{
	unsigned long kills = scaled(5), i;
	int section = create(SIZE), status;
	char *view = map(section, SIZE, PROT_READ | PROT_WRITE);
	long references = module_references();
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, group_make("8M", "0"));
	fill(view, SIZE, 1);
	for (i = 0; i < kills; i++) {
		pid = fork();
		if (!pid)
			write_until_killed(view);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(SIGKILL, status);
		EXPECT_ERRNO(ENOENT, open_named("oom", RIGHTS));
		EXPECT_EQ(references, module_references());
	}
	EXPECT_EQ((long)kills, read_key(GROUP "/memory.events", "oom_kill"));
	EXPECT_EQ('o', view[0]);
	EXPECT_EQ(0, wrong_words(view + PAGE, SIZE - PAGE,
				 1 + PAGE / sizeof(__u64)));
	munmap(view, SIZE);
	close(section);
}

TEST_HARNESS_MAIN
