// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The views of this process, found by any address inside: a balanced tree
 * (tsearch) under one lock. fork() holds the lock, so that the child, which
 * has the views too, gets a whole tree and a free lock. Views that children
 * do not have are in a list besides, and leave the child's tree.
 */
#include <errno.h>
#include <pthread.h>
#include <search.h>
#include <stdlib.h>

#include "view.h"

struct node {
	struct placed_view placed;	/* first: the tree compares views */
	struct node *next, **link;	/* in the list; else link is NULL */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *tree;
static struct node *not_in_children;

static int compare(const void *left, const void *right);

static void fork_prepare(void)
{
	pthread_mutex_lock(&lock);
}

static void fork_parent(void)
{
	pthread_mutex_unlock(&lock);
}

static void fork_child(void)
{
	struct node *node;

	while ((node = not_in_children)) {
		not_in_children = node->next;
		tdelete(node, &tree, compare);
		free(node);
	}
	pthread_mutex_unlock(&lock);
}

/*
 * Early, so that a library which holds a lock of its own around our calls, and
 * over fork() as well, takes it before ours.
 */
__attribute__((constructor(101))) static void registry_init(void)
{
	pthread_atfork(fork_prepare, fork_parent, fork_child);
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
static struct node *find(const void *address)
{
	struct ntsection_view key = { .base = (void *)address, .size = 1 };
	struct node **node = tfind(&key, &tree, compare);

	return node ? *node : NULL;
}

int registry_add(const struct placed_view *placed)
{
	struct node *node = malloc(sizeof(*node));
	void *added;

	if (!node)
		return -1;
	*node = (struct node) { .placed = *placed };

	pthread_mutex_lock(&lock);
	added = tsearch(node, &tree, compare);
	if (added && placed->apart) {
		node->next = not_in_children;
		if (node->next)
			node->next->link = &node->next;
		not_in_children = node;
		node->link = &not_in_children;
	}
	pthread_mutex_unlock(&lock);

	if (!added) {
		free(node);
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

int registry_find(const void *address, struct placed_view *placed)
{
	const struct node *found;

	pthread_mutex_lock(&lock);
	found = find(address);
	if (found)
		*placed = found->placed;
	pthread_mutex_unlock(&lock);

	if (!found) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

int registry_remove(const void *address, struct placed_view *placed)
{
	struct node *found;

	pthread_mutex_lock(&lock);
	found = find(address);
	if (found) {
		*placed = found->placed;
		tdelete(found, &tree, compare);
		if (found->link) {
			*found->link = found->next;
			if (found->next)
				found->next->link = found->link;
		}
	}
	pthread_mutex_unlock(&lock);

	if (!found) {
		errno = EINVAL;
		return -1;
	}
	free(found);
	return 0;
}
