// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that are killed at any point of any call leave no name, charge,
 * page or reference on the module.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "names_test.h"
#include "range.h"
#include "stress.h"

#define KILLS 300
#define VICTIMS 3
#define SLOTS 6
#define RESERVE (64 * MIB)

static const char *const names[] = { "kill0", "kill1", "Global\\kill2" };

struct slot {
	int section;
	char *view;
	size_t size;
};

static void empty(struct slot *slot)
{
	/* The handle or the view is the last, by turns. */
	if (slot->size & PAGE)
		close(slot->section);
	if (slot->view)
		munmap(slot->view, slot->size);
	if (!(slot->size & PAGE))
		close(slot->section);
	*slot = (struct slot) { .section = -1 };
}

static void refill(struct slot *slot, unsigned int *seed)
{
	__u32 existed;

	empty(slot);
	slot->size = (1 + below(seed, 64)) * PAGE;
	switch (below(seed, 4)) {
	case 0:
		slot->section = create(slot->size);
		break;
	case 1:
		slot->section = create_or_open(names[below(seed, 3)], &existed);
		slot->size = PAGE;
		break;
	case 2:
		slot->section = open_named(names[below(seed, 3)], RIGHTS);
		slot->size = PAGE;
		break;
	default:
		slot->section = reserve(RESERVE);
		commit(slot->section, below(seed, 1024) * PAGE, slot->size);
		slot->size = RESERVE;
		break;
	}
	slot->view = map(slot->section, slot->size, PROT_READ | PROT_WRITE);
	if (slot->view == MAP_FAILED)
		slot->view = NULL;
}

/* Anything, without end; a byte for each step. Errors are other tests' task. */
static void act(int steps, unsigned int seed)
{
	struct slot slots[SLOTS];
	struct ntsection_query info;
	unsigned int i, children = 0;

	for (i = 0; i < SLOTS; i++)
		slots[i] = (struct slot) { .section = -1 };
	for (;;) {
		struct slot *slot = &slots[below(&seed, SLOTS)];
		unsigned int what = slot->view ? below(&seed, 10) : 0;

		switch (what) {
		case 0:
		case 1:
			refill(slot, &seed);
			break;
		case 2:
			close(duplicate(slot->section, NTSECTION_MAP_READ, 0));
			break;
		case 3:
			commit_view(slot->view, slot->size / 2);
			break;
		case 4:
			reset(slot->section, 0, slot->size);
			break;
		case 5:
			reset_undo(slot->section, 0, slot->size);
			break;
		case 6:
			page_out(slot->view, slot->size);
			break;
		case 7:
			query(slot->section, &info);
			break;
		case 8:
			/* Dies with its parent, holds what that held. */
			if (!children++ && !fork())
				pause();
			break;
		default:
			if (slot->size < RESERVE)
				memset(slot->view, 'k', slot->size);
			break;
		}
		if (write(steps, "", 1) != 1)
			_exit(1);
	}
}

FIXTURE(killed) {
	struct left before;
};

FIXTURE_SETUP(killed)
{
	NEED_ROOT();
	self->before = left_now();
}

FIXTURE_TEARDOWN(killed)
{
}

/* H-08, L-04, N-27: whatever they were at. */
TEST_F_TIMEOUT(killed, at_random_points, STRESS_TIMEOUT)
{
	unsigned long kills = scaled(KILLS), kill_at;
	int steps[VICTIMS][2], status;
	pid_t pids[VICTIMS];
	unsigned int i, seed = 20, wait;
	char byte;

	for (i = 0; i < VICTIMS; i++)
		ASSERT_EQ(0, pipe2(steps[i], O_CLOEXEC));
	for (kill_at = 0; kill_at < kills + VICTIMS; kill_at++) {
		i = kill_at % VICTIMS;
		if (kill_at >= VICTIMS) {
			/* After a number of steps, and in some next one. */
			for (wait = below(&seed, 12); wait; wait--)
				ASSERT_EQ(1, read(steps[i][0], &byte, 1));
			for (wait = below(&seed, 2000); wait; wait--)
				__asm__ volatile("" ::: "memory");
			ASSERT_EQ(0, kill(-pids[i], SIGKILL));
			ASSERT_EQ(pids[i], waitpid(pids[i], &status, 0));
			ASSERT_EQ(SIGKILL, status);
		}
		pids[i] = fork();
		ASSERT_GE(pids[i], 0);
		if (!pids[i]) {
			setpgid(0, 0);
			act(steps[i][1], kill_at);
		}
		setpgid(pids[i], pids[i]);
	}
	for (i = 0; i < VICTIMS; i++) {
		kill(-pids[i], SIGKILL);
		ASSERT_EQ(pids[i], waitpid(pids[i], &status, 0));
		close(steps[i][1]);
	}
	/* Grandchildren have the other ends, too, until they are gone. */
	for (i = 0; i < VICTIMS; i++) {
		while (read(steps[i][0], &byte, 1) == 1)
			;
	}
	for (i = 0; i < ARRAY_SIZE(names); i++)
		EXPECT_ERRNO(ENOENT, open_named(names[i], RIGHTS));
	EXPECT_NOTHING_LEFT(self->before);
	ksft_print_msg("%lu kills\n", kills);
}

TEST_HARNESS_MAIN
