/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What was measured, and the forms it is told in.
 */
#ifndef RESULT_H
#define RESULT_H

#include <stdbool.h>

#include "row.h"

/**
 * struct result - the figures of a row
 * @row: the row
 * @figures: of each side
 * @best: of the peers that are compared with; 0 if there are none
 * @ratio: ours to @best
 */
struct result {
	const struct row *row;
	double figures[MOST_SIDES];
	double best;
	double ratio;
};

#define MOST_RESULTS 32

/* Was the row's target reached? */
bool result_reached(const struct result *result);

/* table.c: for a person, on stdout */
void table_print(const struct result *results, unsigned int count);

/* json.c: bench.json, with the kernel that it is true of */
void json_write(const char *path, const struct result *results,
		unsigned int count);

#endif /* RESULT_H */
