// SPDX-License-Identifier: GPL-2.0
/*
 * What a verb has moved.
 */
#include <unistd.h>

#include "moved.h"
#include "sections.h"

enum { WHEN, RESIDENT, DIRTY, SWAPPED };

const struct column moved_columns[] = {
	[WHEN] = { "WHEN", KIND_TEXT, true, "before or after" },
	[RESIDENT] = { "RESIDENT", KIND_SIZE, true, "of the range: in RAM" },
	[DIRTY] = { "DIRTY", KIND_SIZE, true,
		    "of this: has to be written to swap before it can leave RAM" },
	[SWAPPED] = { "SWAPPED", KIND_SIZE, true, "of the range: only in swap" },
	{ .name = NULL },
};

void look(const struct range *range, struct ntsection_residence *residence)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t start = range->offset / page * page;
	uint64_t end = range->offset + range->size + page - 1;

	if (ntsection_residence(range->section, 0, start,
				end / page * page - start, residence))
		device_error("pages of the section");
}

static void add_row(struct table *table, const char *when,
		    const struct ntsection_residence *residence)
{
	table_row(table);
	table_text(table, WHEN, "%s", when);
	table_size(table, RESIDENT, residence->resident);
	table_size(table, DIRTY, residence->dirty);
	table_size(table, SWAPPED, residence->swapped);
}

void print_moved(struct table *table, const struct ntsection_residence *before,
		 const struct ntsection_residence *after)
{
	add_row(table, "before", before);
	add_row(table, "after", after);
	table_print(table);
}
