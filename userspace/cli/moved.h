/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a verb has moved: where the pages of a range were before, and where they
 * are after.
 */
#ifndef NTSECTION_CLI_MOVED_H
#define NTSECTION_CLI_MOVED_H

#include "range.h"
#include "table.h"

extern const struct column moved_columns[];

/* Where the pages of @range are now; exits with a sentence if that fails. */
void look(const struct range *range, struct ntsection_residence *residence);

/* Print a line for each in a table of moved_columns, which is freed. */
void print_moved(struct table *table, const struct ntsection_residence *before,
		 const struct ntsection_residence *after);

#endif /* NTSECTION_CLI_MOVED_H */
