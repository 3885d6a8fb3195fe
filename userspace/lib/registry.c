// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The views of this process, found by any address inside: a balanced tree
 * (tsearch) under one lock. fork() holds the lock, so that the child, which
 * has the views too, gets a whole tree and a free lock.
 */
#include <errno.h>
#include <pthread.h>
#include <search.h>
#include <stdlib.h>

#include "view.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *tree;

static void fork_prepare(void)
{
	pthread_mutex_lock(&lock);
}

static void fork_done(void)
{
	pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void registry_init(void)
{
	pthread_atfork(fork_prepare, fork_done, fork_done);
}

/* Views never overlap: two are equal if they share an address. */
static int compare(const void *left, const void *right)
{
	const struct ntsection_view *a = left, *b = right;

	if ((uintptr_t)a->base + a->size <= (uintptr_t)b->base)
		return -1;
	return (uintptr_t)b->base + b->size <= (uintptr_t)a->base;
}

/* Under the lock. */
static struct ntsection_view *find(const void *address)
{
	struct ntsection_view key = { .base = (void *)address, .size = 1 };
	struct ntsection_view **node = tfind(&key, &tree, compare);

	return node ? *node : NULL;
}

int registry_add(const struct ntsection_view *view)
{
	struct ntsection_view *copy = malloc(sizeof(*copy));
	void *node;

	if (!copy)
		return -1;
	*copy = *view;

	pthread_mutex_lock(&lock);
	node = tsearch(copy, &tree, compare);
	pthread_mutex_unlock(&lock);

	if (!node) {
		free(copy);
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

int registry_find(const void *address, struct ntsection_view *view)
{
	const struct ntsection_view *found;

	pthread_mutex_lock(&lock);
	found = find(address);
	if (found)
		*view = *found;
	pthread_mutex_unlock(&lock);

	if (!found) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

int registry_remove(const void *address, struct ntsection_view *view)
{
	struct ntsection_view *found;

	pthread_mutex_lock(&lock);
	found = find(address);
	if (found) {
		*view = *found;
		tdelete(found, &tree, compare);
	}
	pthread_mutex_unlock(&lock);

	if (!found) {
		errno = EINVAL;
		return -1;
	}
	free(found);
	return 0;
}
