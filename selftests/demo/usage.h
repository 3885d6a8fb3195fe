/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How much of something is in RAM and how much in swap, as the kernel tells.
 */
#ifndef DEMO_USAGE_H
#define DEMO_USAGE_H

#include <stdint.h>
#include <sys/types.h>

#include "cgroup.h"

struct usage {
	uint64_t resident;
	uint64_t swapped;
};

/* What to ask about; exactly one of the three is set. */
struct subject {
	const char *name;
	/* A section, by a handle with NTSECTION_QUERY. */
	int section;
	/* The mappings of a process that lie in a range of addresses. */
	pid_t pid;
	uint64_t address;
	uint64_t size;
	/* All that a cgroup is charged for. */
	const struct cgroup *cgroup;
};

static inline struct subject subject_section(const char *name, int section)
{
	return (struct subject){ .name = name, .section = section };
}

static inline struct subject subject_range(const char *name, pid_t pid,
					   uint64_t address, uint64_t size)
{
	return (struct subject){ .name = name, .section = -1, .pid = pid,
				 .address = address, .size = size };
}

static inline struct subject subject_cgroup(const char *name,
					    const struct cgroup *cgroup)
{
	return (struct subject){ .name = name, .section = -1,
				 .cgroup = cgroup };
}

void usage_read(const struct subject *subject, struct usage *usage);

#endif
