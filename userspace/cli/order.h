/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Columns of "ntsection top", and sections in the order of one of them.
 */
#ifndef NTSECTION_CLI_ORDER_H
#define NTSECTION_CLI_ORDER_H

#include "sample.h"
#include "table.h"

enum top_column {
	TIME, ID, NAME, SIZE, COMMITTED, RESIDENT, SWAPPED, RESRATE, SWAPRATE,
	HANDLES, VIEWS, OWNER, PID, COMMAND, AGE, TOP_COLUMNS
};

extern const struct column top_columns[TOP_COLUMNS + 1];

/**
 * struct order - what to sort by
 * @column: numbers with the largest first, texts with A first
 * @reverse: the other way round
 */
struct order {
	enum top_column column;
	bool reverse;
};

/* The sections of a sample in an order; the caller frees the array. */
const struct sampled **in_order(const struct sample *sample,
				const struct order *order);

/* Set the cells of a row of the table. */
void top_row(struct table *table, const struct output *output,
	     const struct sampled *section);

#endif /* NTSECTION_CLI_ORDER_H */
