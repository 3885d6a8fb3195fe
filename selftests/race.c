// SPDX-License-Identifier: GPL-2.0
/*
 * Races: threads that create, map, query and close against each other, by
 * count and not by time.
 */
#include <stdatomic.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define ROUNDS 2000

static atomic_bool done;

/* Close whatever appears among the descriptors that create() may return. */
static void *close_guesses(void *arg)
{
	int first = *(int *)arg, fd;

	while (!atomic_load(&done)) {
		for (fd = first; fd < first + 4; fd++)
			close(fd);
	}
	return NULL;
}

/*
 * Traps C3, C12: a handle that is closed by a guess of its number before the
 * call that makes it has returned.
 */
TEST(handles_closed_while_they_are_made)
{
	long references = module_references();
	int next = dup(device());
	pthread_t thread;
	int i;

	ASSERT_GE(next, 0);
	close(next);
	ASSERT_EQ(0, pthread_create(&thread, NULL, close_guesses, &next));
	for (i = race_rounds(ROUNDS); i; i--) {
		int section = create(PAGE);
		char *view;

		ASSERT_GE(section, 0);
		view = map(section, PAGE, PROT_READ | PROT_WRITE);
		if (view != MAP_FAILED) {
			view[0] = 1;
			munmap(view, PAGE);
		}
		close(duplicate(section, NTSECTION_MAP_READ, 0));
		close(section);
	}
	atomic_store(&done, true);
	ASSERT_EQ(0, pthread_join(thread, NULL));
	for (i = next; i < next + 8; i++)
		close(i);
	EXPECT_EQ(references, module_references());
}

/*
 * Map all kinds at once: the view files are made by whoever comes first. In
 * processes, because the threads of one take turns at mmap().
 */
static int map_all_kinds(int section, pthread_barrier_t *barrier)
{
	static const struct { int prot, flags; } kinds[] = {
		{ PROT_READ, MAP_PRIVATE },
		{ PROT_READ | PROT_WRITE, MAP_SHARED },
	};
	struct ntsection_query info;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		char *view;

		pthread_barrier_wait(barrier);
		view = mmap(NULL, PAGE, kinds[i].prot, kinds[i].flags, section,
			    0);
		if (view == MAP_FAILED || query(section, &info))
			return 1;
		munmap(view, PAGE);
	}
	return 0;
}

TEST(first_views_made_at_once)
{
	long references = module_references();
	pthread_barrierattr_t attr;
	pthread_barrier_t *barrier;
	unsigned int round, i;
	pid_t pids[2];
	int status;

	barrier = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, (char *)barrier);
	pthread_barrierattr_init(&attr);
	pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(barrier, &attr, ARRAY_SIZE(pids));

	for (round = race_rounds(ROUNDS / 10); round; round--) {
		int section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
					  RIGHTS);

		ASSERT_GE(section, 0);
		for (i = 0; i < ARRAY_SIZE(pids); i++) {
			pids[i] = fork();
			ASSERT_GE(pids[i], 0);
			if (!pids[i])
				_exit(map_all_kinds(section, barrier));
		}
		for (i = 0; i < ARRAY_SIZE(pids); i++) {
			ASSERT_EQ(pids[i], waitpid(pids[i], &status, 0));
			EXPECT_EQ(0, status);
		}
		close(section);
	}
	EXPECT_EQ(references, module_references());
}

struct shared {
	int section;
	atomic_int failures;
};

static void *duplicate_and_close(void *arg)
{
	struct shared *shared = arg;
	int i;

	for (i = race_rounds(ROUNDS); i; i--) {
		int handle = duplicate(shared->section, READ_WRITE, 0);
		char *view = map(handle, PAGE, PROT_READ | PROT_WRITE);

		if (handle < 0 || view == MAP_FAILED || close(handle)) {
			atomic_fetch_add(&shared->failures, 1);
			continue;
		}
		__atomic_fetch_add((int *)view, 1, __ATOMIC_SEQ_CST);
		munmap(view, PAGE);
	}
	return NULL;
}

TEST(handles_come_and_go)
{
	long references = module_references();
	struct shared shared = { .section = create(PAGE) };
	char *view = map(shared.section, PAGE, PROT_READ);
	pthread_t threads[4];
	unsigned int i;

	ASSERT_NE(MAP_FAILED, view);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL,
					    duplicate_and_close, &shared));
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		ASSERT_EQ(0, pthread_join(threads[i], NULL));
	EXPECT_EQ(0, shared.failures);
	EXPECT_EQ((int)(ARRAY_SIZE(threads) * race_rounds(ROUNDS)),
		  *(int *)view);
	munmap(view, PAGE);
	close(shared.section);
	EXPECT_EQ(references, module_references());
}

TEST_HARNESS_MAIN
