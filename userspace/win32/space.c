// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The allocations of this process: a balanced tree (tsearch) under one lock.
 */
#include <pthread.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "space.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *tree;
static struct allocation *not_in_children;
static _Thread_local bool locked_here;

void lock_space(void)
{
	pthread_mutex_lock(&lock);
	locked_here = true;
}

void unlock_space(void)
{
	locked_here = false;
	pthread_mutex_unlock(&lock);
}

bool space_is_locked_here(void)
{
	return locked_here;
}

/* The kernel locks no pages of a child. */
static void forget_locks(const void *node, VISIT visit, int depth)
{
	const struct allocation *allocation = *(struct allocation *const *)node;
	size_t i;

	(void)depth;
	if (visit != postorder && visit != leaf)
		return;
	for (i = 0; i < allocation->count; i++)
		allocation->runs[i].pages.locked = false;
}

static void fork_child(void)
{
	struct allocation *allocation;

	while ((allocation = not_in_children)) {
		remove_allocation(allocation);
		free_allocation(allocation);
	}
	twalk(tree, forget_locks);
	unlock_space();
}

/* After the native library, whose lock is taken under this one. */
__attribute__((constructor)) static void space_init(void)
{
	pthread_atfork(lock_space, unlock_space, fork_child);
}

/* Allocations never overlap: two are equal if they share an address. */
static int compare(const void *left, const void *right)
{
	const struct allocation *a = left, *b = right;

	if (a->base + a->size <= b->base)
		return -1;
	return b->base + b->size <= a->base;
}

struct allocation *new_allocation(uintptr_t base, size_t size,
				  const struct pages *pages)
{
	struct allocation *allocation = malloc(sizeof(*allocation));

	if (!allocation)
		return NULL;
	*allocation = (struct allocation) {
		.base = base,
		.size = size,
		.span = size,
		.count = 1,
		.room = 1,
	};
	allocation->runs = malloc(sizeof(*allocation->runs));
	if (!allocation->runs) {
		free(allocation);
		return NULL;
	}
	allocation->runs->start = 0;
	allocation->runs->pages = *pages;
	return allocation;
}

void free_allocation(struct allocation *allocation)
{
	free(allocation->runs);
	free(allocation);
}

struct allocation *find_in_range(uintptr_t start, size_t size)
{
	struct allocation key = { .base = start, .size = size };
	struct allocation **node = tfind(&key, &tree, compare);

	return node ? *node : NULL;
}

struct allocation *find_allocation(uintptr_t address)
{
	/* The very last address has no end that can be compared. */
	return address == UINTPTR_MAX ? NULL : find_in_range(address, 1);
}

bool is_behind_allocation(uintptr_t address)
{
	uintptr_t block = address & -GRANULARITY;

	return address > block && find_in_range(block, address - block);
}

bool add_allocation(struct allocation *allocation, bool not_in_child)
{
	if (!tsearch(allocation, &tree, compare))
		return false;
	if (!not_in_child)
		return true;

	allocation->next = not_in_children;
	if (allocation->next)
		allocation->next->link = &allocation->next;
	not_in_children = allocation;
	allocation->link = &not_in_children;
	return true;
}

void remove_allocation(struct allocation *allocation)
{
	tdelete(allocation, &tree, compare);
	if (!allocation->link)
		return;
	*allocation->link = allocation->next;
	if (allocation->next)
		allocation->next->link = allocation->link;
	allocation->link = NULL;
}

struct run *run_at(const struct allocation *allocation, size_t offset)
{
	size_t low = 0, high = allocation->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (allocation->runs[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return &allocation->runs[low];
}

size_t end_of_run(const struct allocation *allocation, const struct run *run)
{
	return run + 1 < allocation->runs + allocation->count ?
	       run[1].start : allocation->size;
}

bool prepare_cut(struct allocation *allocation)
{
	/* A range that is in the middle of a run makes three of it. */
	size_t wanted = allocation->count + 2;
	struct run *more;

	if (wanted <= allocation->room)
		return true;
	wanted += allocation->room;
	more = realloc(allocation->runs, wanted * sizeof(*more));
	if (!more)
		return false;
	allocation->runs = more;
	allocation->room = wanted;
	return true;
}

/* Begin a run at @offset, if there is none that does. */
static struct run *cut_run(struct allocation *allocation, size_t offset)
{
	struct run *run = run_at(allocation, offset);

	if (run->start == offset)
		return run;
	run++;
	memmove(run + 1, run,
		(char *)(allocation->runs + allocation->count) - (char *)run);
	allocation->count++;
	*run = run[-1];
	run->start = offset;
	return run;
}

static bool pages_are_alike(const struct pages *a, const struct pages *b)
{
	return a->protect == b->protect && a->committed == b->committed &&
	       a->locked == b->locked && a->private_copy == b->private_copy;
}

struct run *cut_runs(struct allocation *allocation, size_t start, size_t end)
{
	if (end < allocation->size)
		cut_run(allocation, end);
	return cut_run(allocation, start);
}

void join_runs(struct allocation *allocation, size_t start, size_t end)
{
	struct run *last = run_at(allocation, start), *run;
	struct run *stop = allocation->runs + allocation->count;

	if (last > allocation->runs)
		last--;
	for (run = last + 1; run < stop && run->start <= end; run++) {
		if (!pages_are_alike(&last->pages, &run->pages))
			*++last = *run;
	}
	memmove(last + 1, run, (char *)stop - (char *)run);
	allocation->count -= (size_t)(run - last) - 1;
}

struct allocation *split_allocation(struct allocation *allocation, size_t at)
{
	const struct allocation before = *allocation;
	struct allocation *second;
	struct run *run;
	size_t i;

	second = calloc(1, sizeof(*second));
	if (!second)
		return NULL;
	*second = *allocation;
	second->base += at;
	second->size -= at;
	second->span -= at;
	second->next = NULL;
	second->link = NULL;

	run = run_at(allocation, at);
	second->count = allocation->count - (size_t)(run - allocation->runs);
	second->room = second->count;
	second->runs = malloc(second->count * sizeof(*second->runs));
	if (!second->runs) {
		free(second);
		return NULL;
	}
	for (i = 0; i < second->count; i++) {
		second->runs[i] = run[i];
		second->runs[i].start -= i ? at : run->start;
	}

	/* The key must not change while the tree has it; the end may. */
	allocation->size = at;
	allocation->span = at;
	allocation->count = (size_t)(run - allocation->runs) +
			    (run->start < at);
	if (!add_allocation(second, false)) {
		*allocation = before;
		free_allocation(second);
		return NULL;
	}
	return second;
}
