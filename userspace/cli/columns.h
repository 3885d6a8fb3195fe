/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Columns that several tables of sections have: entries of struct column, with
 * @usual where that differs.
 */
#ifndef NTSECTION_CLI_COLUMNS_H
#define NTSECTION_CLI_COLUMNS_H

#include "table.h"

#define COLUMN_ID { "ID", KIND_NUMBER, true, "number of the section" }
#define COLUMN_NAME { "NAME", KIND_TEXT, true, "its name, if it has one" }
#define COLUMN_SIZE(usual) { "SIZE", KIND_SIZE, usual, "its size" }
#define COLUMN_COMMITTED \
	{ "COMMITTED", KIND_SIZE, true, "charged against the commit limit" }
#define COLUMN_RESIDENT { "RESIDENT", KIND_SIZE, true, "in RAM" }
#define COLUMN_SWAPPED { "SWAPPED", KIND_SIZE, true, "only in swap" }
#define COLUMN_HANDLES { "HANDLES", KIND_NUMBER, true, "in all processes" }
#define COLUMN_VIEWS \
	{ "VIEWS", KIND_NUMBER, true, "mappings in all processes" }
#define COLUMN_OWNER(usual) { "OWNER", KIND_TEXT, usual, "user who made it" }
#define COLUMN_PID(usual) { "PID", KIND_NUMBER, usual, "process that made it" }
#define COLUMN_COMMAND(usual) { "COMMAND", KIND_TEXT, usual, "its name" }
#define COLUMN_AGE { "AGE", KIND_NUMBER, false, "seconds since then" }

#endif /* NTSECTION_CLI_COLUMNS_H */
