// SPDX-License-Identifier: GPL-2.0
/*
 * Where the pages of a section are.
 *
 * The sums are those of the cells, so that they agree while pages move. What is
 * committed is known of the whole section only: a range's state is told to who
 * has a handle.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "residency.h"
#include "sections.h"

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The least multiple of a page that no more than MOST_CELLS cells have. */
static uint64_t cell_size(int device, uint64_t size)
{
	struct ntsection_features features;
	uint64_t pages;

	if (ntsection_features(device, &features))
		device_error("features");
	pages = size / features.page_size;
	return (pages + MOST_CELLS - 1) / MOST_CELLS * features.page_size;
}

/* Count the pages of a cell whose range is given. */
static void count_cell(int device, uint64_t id, struct cell *cell,
		       enum page_state rest)
{
	struct ntsection_residence counts;
	uint64_t present;

	if (ntsection_residence(device, id, cell->start, cell->length,
				&counts)) {
		if (errno == ESRCH)
			errx(EXIT_FAILURE,
			     "section %" PRIu64 " is gone by now; see \"ntsection list\"",
			     id);
		device_error("residence");
	}
	cell->bytes[STATE_DIRTY] = least(counts.dirty, counts.resident);
	cell->bytes[STATE_CLEAN] = counts.resident - cell->bytes[STATE_DIRTY];
	cell->bytes[STATE_SWAPPED] = counts.swapped;
	cell->huge = counts.huge;
	/* Pages that move may be counted twice. */
	present = least(counts.resident + counts.swapped, cell->length);
	cell->bytes[rest] = cell->length - present;
}

static void add_cell(struct cell *total, const struct cell *cell)
{
	unsigned int state;

	for (state = 0; state < STATES; state++)
		total->bytes[state] += cell->bytes[state];
	total->huge += cell->huge;
	total->length += cell->length;
}

void count_residency(int device, const struct ntsection_entry *entry,
		     struct residency *residency)
{
	uint64_t start, reserved = entry->maximum_size - entry->committed;
	struct cell *total = &residency->total;
	enum page_state rest = STATE_UNTOUCHED;

	memset(residency, 0, sizeof(*residency));
	residency->rest = reserved ? STATE_UNTOUCHED_OR_RESERVED : rest;
	if (!entry->committed) {
		rest = STATE_RESERVED;
		residency->rest = rest;
	}
	residency->cell_size = cell_size(device, entry->maximum_size);
	for (start = 0; start < entry->maximum_size;
	     start += residency->cell_size) {
		struct cell *cell = &residency->cells[residency->count++];

		cell->start = start;
		cell->length = least(residency->cell_size,
				     entry->maximum_size - start);
		count_cell(device, entry->id, cell, rest);
		add_cell(total, cell);
	}
	if (residency->rest == STATE_UNTOUCHED_OR_RESERVED) {
		total->bytes[STATE_RESERVED] =
			least(reserved, total->bytes[STATE_UNTOUCHED]);
		total->bytes[STATE_UNTOUCHED] -= total->bytes[STATE_RESERVED];
	}
}

enum page_state cell_state(const struct residency *residency,
			   const struct cell *cell)
{
	/* Of two that are equal the one that has pages. */
	static const enum page_state order[STATES] = {
		STATE_DIRTY, STATE_SWAPPED, STATE_CLEAN, STATE_UNTOUCHED,
		STATE_RESERVED,
	};
	enum page_state most = order[0];
	unsigned int i;

	for (i = 1; i < STATES; i++) {
		if (cell->bytes[order[i]] > cell->bytes[most])
			most = order[i];
	}
	return most == STATE_UNTOUCHED ? residency->rest : most;
}

const char *state_name(enum page_state state)
{
	static const char * const names[] = {
		[STATE_RESERVED] = "reserved",
		[STATE_UNTOUCHED] = "untouched",
		[STATE_CLEAN] = "clean",
		[STATE_DIRTY] = "dirty",
		[STATE_SWAPPED] = "swapped",
		[STATE_UNTOUCHED_OR_RESERVED] = "untouched or reserved",
	};

	return names[state];
}
