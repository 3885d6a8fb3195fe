// SPDX-License-Identifier: GPL-2.0
/*
 * The table for a person: a row for each piece of work, with a line for each
 * peer below ours.
 */
#include <errno.h>
#include <libsmartcols.h>
#include <stdio.h>

#include "result.h"
#include "system.h"

enum { ID, SIDE, FIGURE, RATIO, TARGET, COLUMNS };

static const char *const names[COLUMNS] = {
	"ROW", "BY", "FIGURE", "RATIO", "TARGET",
};

static void put(struct libscols_line *line, int column, const char *format,
		double value)
{
	char text[32];

	snprintf(text, sizeof(text), format, value);
	if (scols_line_set_data(line, column, text))
		die("no memory for the table");
}

static struct libscols_line *add_line(struct libscols_table *table,
				      const char *id, const char *side)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line || scols_line_set_data(line, ID, id) ||
	    scols_line_set_data(line, SIDE, side))
		die("no memory for the table");
	return line;
}

static void add_result(struct libscols_table *table,
		       const struct result *result)
{
	const struct row *row = result->row;
	const struct side *side = row->sides;
	struct libscols_line *line;
	char text[64];

	line = add_line(table, row->id, side->name);
	put(line, FIGURE, "%.1f", result->figures[0]);
	if (result->best > 0)
		put(line, RATIO, "%.3f", result->ratio);
	put(line, TARGET, result->best > 0 ? "%.2f" : "%.0f", row->target);
	if (!result_reached(result))
		put(line, TARGET, "%.2f, missed", row->target);

	for (side++; side->name; side++) {
		snprintf(text, sizeof(text), side->apart ? "(%s)" : "%s",
			 side->name);
		line = add_line(table, "", text);
		put(line, FIGURE, "%.1f", result->figures[side - row->sides]);
	}
}

void table_print(const struct result *results, unsigned int count)
{
	struct libscols_table *table = scols_new_table();
	unsigned int i;

	errno = 0;
	if (!table)
		die("no memory for the table");
	for (i = 0; i < COLUMNS; i++) {
		if (!scols_table_new_column(table, names[i], 0, i >= FIGURE ?
					    SCOLS_FL_RIGHT : 0))
			die("no memory for the table");
	}
	for (i = 0; i < count; i++)
		add_result(table, &results[i]);
	scols_table_enable_maxout(table, 0);
	scols_print_table(table);
	scols_unref_table(table);
}
