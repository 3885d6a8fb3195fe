/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the pages of a section are: sums, and by offset in cells.
 */
#ifndef NTSECTION_CLI_RESIDENCY_H
#define NTSECTION_CLI_RESIDENCY_H

#include <stdbool.h>
#include <stdint.h>
#include <ntsection.h>

#define MOST_CELLS 64

/* What a byte of a section is. Each is one of these. */
enum page_state {
	STATE_RESERVED,		/* cannot be touched yet */
	STATE_UNTOUCHED,	/* committed; has no page so far */
	STATE_CLEAN,		/* in RAM, not known to have been written to */
	STATE_DIRTY,		/* in RAM, and must go to swap to leave it */
	STATE_SWAPPED,		/* only in swap */
	STATES,
	/* Of a reserve's part without pages only a handle tells what it is. */
	STATE_UNTOUCHED_OR_RESERVED = STATES,
};

/**
 * struct cell - a range of a section
 * @start: first byte
 * @length: bytes
 * @bytes: of each state; those without pages are in the one of @rest of the
 *	residency, or in that of untouched if that is not known
 * @huge: bytes of those clean and dirty, in huge pages
 */
struct cell {
	uint64_t start;
	uint64_t length;
	uint64_t bytes[STATES];
	uint64_t huge;
};

/**
 * struct residency - all of a section
 * @total: of all cells, where reserved and untouched are known
 * @rest: what the bytes of a cell are that have no page
 * @cell_size: bytes of each cell but the last, which may have less
 * @count: cells
 * @cells: they
 */
struct residency {
	struct cell total;
	enum page_state rest;
	uint64_t cell_size;
	unsigned int count;
	struct cell cells[MOST_CELLS];
};

/* Count a section's pages; exits with a sentence if it cannot be done. */
void count_residency(int device, const struct ntsection_entry *entry,
		     struct residency *residency);

/* What most of a cell is. */
enum page_state cell_state(const struct residency *residency,
			   const struct cell *cell);

/* "reserved", "untouched" ... */
const char *state_name(enum page_state state);

#endif /* NTSECTION_CLI_RESIDENCY_H */
