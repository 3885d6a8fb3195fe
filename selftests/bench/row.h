/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rows of the table: a piece of work, and who does it.
 */
#ifndef ROW_H
#define ROW_H

#include <stdbool.h>

#define MOST_SIDES 7

/**
 * struct side - one who does the work of a row
 * @name: what it is called in the table
 * @measure: does the work and returns what it cost
 * @arg: for @measure
 * @apart: shown, but not compared with: it does less than the work
 */
struct side {
	const char *name;
	double (*measure)(const void *arg);
	const void *arg;
	bool apart;
};

/**
 * struct row - a row
 * @id: its name
 * @what: the work
 * @unit: what the figures count, under --icount
 * @target: the ratio of ours to the best peer that is to be reached; without
 *	peers the figure itself
 * @brief: part of the short form
 * @sides: ours first, then the peers, up to one without a name
 */
struct row {
	const char *id;
	const char *what;
	const char *unit;
	double target;
	bool brief;
	struct side sides[MOST_SIDES + 1];
};

#define INSTRUCTIONS	"instructions"
#define PER_PAGE	"instructions per 4 KiB page"

/* One table for each theme, up to a row without an id. */
extern const struct row life_rows[], page_rows[], swap_rows[], name_rows[],
	handover_rows[], many_rows[];

#endif /* ROW_H */
