/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rows of CSV (RFC 4180), each on one line.
 */
#ifndef NTSECTION_CLI_CSV_H
#define NTSECTION_CLI_CSV_H

#include <stdio.h>

/* Print a text as a field, in quotes where it needs them. */
void csv_text(FILE *stream, const char *text);

/*
 * Split a line, in place, into fields without their quotes; returns how many,
 * at most @most.
 */
size_t csv_split(char *line, char **fields, size_t most);

#endif /* NTSECTION_CLI_CSV_H */
