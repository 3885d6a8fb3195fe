/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A control group (cgroup v2) that measures and limits the memory of workers.
 */
#ifndef DEMO_CGROUP_H
#define DEMO_CGROUP_H

#include <stdint.h>

#define CGROUP_NO_LIMIT	UINT64_MAX

struct cgroup {
	const char *name;
};

void cgroup_create(const struct cgroup *cgroup);
/* All processes in it must be gone. */
void cgroup_remove(const struct cgroup *cgroup);
/* Move the calling process into it. */
void cgroup_enter(const struct cgroup *cgroup);

/* Limit the memory. What is above the limit now leaves before this returns. */
void cgroup_limit(const struct cgroup *cgroup, uint64_t limit);

/*
 * Ask the kernel to take @bytes out of RAM.
 * Return: 0, or an error number: EAGAIN if it could not.
 */
int cgroup_reclaim(const struct cgroup *cgroup, uint64_t bytes);

/* The number in one of the cgroup's files, after @key unless that is NULL. */
uint64_t cgroup_number(const struct cgroup *cgroup, const char *file,
		       const char *key);

#endif
