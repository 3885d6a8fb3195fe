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
	for (i = 0; i < ROUNDS; i++) {
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

struct shared {
	int section;
	atomic_int failures;
};

/* Map all kinds at once: the view files are made by whoever comes first. */
static void *map_all_kinds(void *arg)
{
	struct shared *shared = arg;
	static const struct { int prot, flags; } kinds[] = {
		{ PROT_READ, MAP_SHARED },
		{ PROT_READ | PROT_WRITE, MAP_SHARED },
		{ PROT_READ | PROT_WRITE, MAP_PRIVATE },
		{ PROT_READ | PROT_EXEC, MAP_SHARED },
	};
	struct ntsection_query info;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		char *view = mmap(NULL, PAGE, kinds[i].prot, kinds[i].flags,
				  shared->section, 0);

		if (view == MAP_FAILED || query(shared->section, &info))
			atomic_fetch_add(&shared->failures, 1);
		else
			munmap(view, PAGE);
	}
	return NULL;
}

TEST(first_views_made_at_once)
{
	long references = module_references();
	struct shared shared = { .failures = 0 };
	pthread_t threads[4];
	unsigned int round, i;

	for (round = 0; round < ROUNDS / 10; round++) {
		shared.section =
			create_with(PAGE, NTSECTION_PAGE_EXECUTE_READWRITE, 0,
				    RIGHTS | NTSECTION_MAP_EXECUTE);
		ASSERT_GE(shared.section, 0);
		for (i = 0; i < ARRAY_SIZE(threads); i++)
			ASSERT_EQ(0, pthread_create(&threads[i], NULL,
						    map_all_kinds, &shared));
		for (i = 0; i < ARRAY_SIZE(threads); i++)
			ASSERT_EQ(0, pthread_join(threads[i], NULL));
		close(shared.section);
	}
	EXPECT_EQ(0, shared.failures);
	EXPECT_EQ(references, module_references());
}

static void *duplicate_and_close(void *arg)
{
	struct shared *shared = arg;
	int i;

	for (i = 0; i < ROUNDS; i++) {
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
	EXPECT_EQ((int)(ARRAY_SIZE(threads) * ROUNDS), *(int *)view);
	munmap(view, PAGE);
	close(shared.section);
	EXPECT_EQ(references, module_references());
}

TEST_HARNESS_MAIN
