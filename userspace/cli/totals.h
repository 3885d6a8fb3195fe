/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sum of sections, against what there is in the system.
 */
#ifndef NTSECTION_CLI_TOTALS_H
#define NTSECTION_CLI_TOTALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <ntsection.h>

/* Print it as a line, with sizes in bytes if @bytes. */
void print_totals(FILE *stream, const struct ntsection_entry *entries,
		  size_t count, bool bytes);

#endif /* NTSECTION_CLI_TOTALS_H */
