// SPDX-License-Identifier: GPL-2.0
/*
 * How much of something is in RAM and how much in swap, as the kernel tells.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ntsection.h>

#include "system.h"
#include "usage.h"

static void usage_of_section(int section, struct usage *usage)
{
	struct ntsection_query query;

	if (ntsection_query(section, &query))
		die("cannot query the section");
	usage->resident = query.resident;
	usage->swapped = query.swapped;
}

/*
 * From /proc/PID/smaps: a line with the addresses of a mapping, then its
 * figures in kB. A heap can be two mappings, since one that fork() copied does
 * not grow.
 */
static void usage_of_range(const struct subject *subject, struct usage *usage)
{
	uint64_t end = subject->address + subject->size;
	uint64_t from, to, kib;
	int inside = 0;
	char path[32];
	char line[512];
	FILE *file;

	memset(usage, 0, sizeof(*usage));
	snprintf(path, sizeof(path), "/proc/%d/smaps", subject->pid);
	file = fopen(path, "re");
	if (!file)
		die("cannot read %s", path);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " ", &from, &to) == 2)
			inside = from < end && subject->address < to;
		else if (inside && sscanf(line, "Rss: %" SCNu64, &kib) == 1)
			usage->resident += kib << 10;
		else if (inside && sscanf(line, "Swap: %" SCNu64, &kib) == 1)
			usage->swapped += kib << 10;
	}
	fclose(file);
}

void usage_read(const struct subject *subject, struct usage *usage)
{
	if (subject->cgroup) {
		usage->resident = cgroup_number(subject->cgroup,
						"memory.current", NULL);
		usage->swapped = cgroup_number(subject->cgroup,
					       "memory.swap.current", NULL);
	} else if (subject->pid) {
		usage_of_range(subject, usage);
	} else {
		usage_of_section(subject->section, usage);
	}
}
