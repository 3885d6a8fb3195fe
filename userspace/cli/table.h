/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables of libsmartcols: columns that the user can choose, sizes as he wants
 * them, JSON with numbers as numbers.
 */
#ifndef NTSECTION_CLI_TABLE_H
#define NTSECTION_CLI_TABLE_H

#include <stdint.h>

#include "options.h"

enum column_kind {
	KIND_TEXT,
	KIND_NUMBER,
	KIND_SIZE,	/* bytes: 1.5M, or a number with -b and in JSON */
	KIND_WIDE,	/* text that is cut where the terminal ends */
};

/**
 * struct column - a column that a table can have
 * @name: heading; in JSON and for -o in any case
 * @kind: what stands in it
 * @usual: it is there without -o
 * @help: what it tells, for --help
 */
struct column {
	const char *name;
	enum column_kind kind;
	bool usual;
	const char *help;
};

struct table;

/*
 * A table called @name in JSON, with the columns that @output asks for of
 * @columns, which end with one without a name. Exits with status 2 for a column
 * that does not exist.
 */
struct table *table_new(const struct verb *verb, const char *name,
			const struct column *columns,
			const struct output *output);

/* Begin the next row. Cells of it that are not set are empty; null in JSON. */
void table_row(struct table *table);

/* Set a cell of the row; nothing happens if the column was not asked for. */
__attribute__((format(printf, 3, 4)))
void table_text(struct table *table, unsigned int column, const char *format,
		...);
void table_number(struct table *table, unsigned int column, uint64_t number);
void table_size(struct table *table, unsigned int column, uint64_t bytes);

/* Print all of it and free it. Exits with status 1 if that fails. */
void table_print(struct table *table);

/* The same into a string that the caller frees. */
char *table_string(struct table *table);

/*
 * For what is no table but has columns: write to @chosen which of @columns
 * @output asks for, in its order, and return their number. @chosen has room for
 * all. Exits as table_new().
 */
unsigned int choose_columns(const struct verb *verb,
			    const struct column *columns,
			    const struct output *output, unsigned int *chosen);

/* Print a line of a verb's --help for each column. */
void print_columns(const struct column *columns);

/* "1.5M": at most five characters. @text has room for 8. */
const char *human_size(char *text, uint64_t bytes);

/* Bytes of "4M", "1.5G", "0x1000" and the like; false if it is none. */
bool parse_size(const char *text, uint64_t *bytes);

#endif /* NTSECTION_CLI_TABLE_H */
