// SPDX-License-Identifier: GPL-2.0
/*
 * What refuses a commitment.
 */
#include <stdlib.h>
#include <string.h>

#include "commit.h"
#include "meminfo.h"

/*
 * What the module reckons with for "system": RAM that is free, or can be freed
 * or swapped, and swap, less a sixteenth. See module/limit.c.
 */
static uint64_t usable(void)
{
	uint64_t bytes = meminfo("MemAvailable") + meminfo("Active(anon)") +
			 meminfo("Inactive(anon)") + meminfo("SwapTotal");

	return bytes - bytes / 16;
}

void read_commit_limit(struct commit_limit *limit)
{
	memset(limit, 0, sizeof(*limit));
	limit->known = first_line("/sys/module/ntsection/parameters/commit_limit",
				  limit->setting, sizeof(limit->setting));
	if (!limit->known) {
		strcpy(limit->setting, "unknown");
		limit->meaning = "the module has no such parameter, or it cannot be read";
	} else if (!strcmp(limit->setting, "kernel")) {
		limit->meaning = "sections: what the overcommit mode allows";
	} else if (!strcmp(limit->setting, "strict")) {
		limit->most = meminfo("MemTotal") + meminfo("SwapTotal");
		limit->meaning = "all sections stay within RAM and swap";
	} else if (!strcmp(limit->setting, "system")) {
		limit->most = usable();
		limit->counts_all = true;
		limit->meaning = "all that is committed stays within usable RAM and swap";
	} else {
		limit->most = strtoull(limit->setting, NULL, 10);
		limit->meaning = "all sections stay within this size";
	}
}

enum overcommit overcommit_mode(void)
{
	char mode[8];

	if (!first_line("/proc/sys/vm/overcommit_memory", mode, sizeof(mode)) ||
	    *mode < '0' || *mode > '2')
		return OVERCOMMIT_UNKNOWN;
	return (enum overcommit)(*mode - '0');
}

const char *overcommit_meaning(enum overcommit mode)
{
	switch (mode) {
	case OVERCOMMIT_GUESS:
		return "only a section larger than RAM and swap is refused";
	case OVERCOMMIT_ALWAYS:
		return "nothing is refused for lack of memory";
	case OVERCOMMIT_NEVER:
		return "what goes beyond CommitLimit is refused";
	default:
		return "the overcommit mode is unknown";
	}
}
