// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of libsmartcols.
 */
#include <err.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

#define MOST_COLUMNS 64

struct table {
	const struct verb *verb;
	const struct column *columns;
	const struct output *output;
	struct libscols_table *scols;
	struct libscols_line *line;
	int place[MOST_COLUMNS];	/* of each column, -1 if it is not there */
	int count;
};

__attribute__((noreturn)) static void no_memory(void)
{
	errx(EXIT_FAILURE, "no memory for the table");
}

static void add_column(struct table *table, unsigned int column)
{
	const struct column *wanted = &table->columns[column];
	struct libscols_column *added;
	int flags = 0;

	if (wanted->kind == KIND_NUMBER || wanted->kind == KIND_SIZE)
		flags = SCOLS_FL_RIGHT;
	else if (wanted->kind == KIND_WIDE)
		flags = SCOLS_FL_TRUNC;
	added = scols_table_new_column(table->scols, wanted->name, 0, flags);
	if (!added)
		no_memory();
	if (flags == SCOLS_FL_RIGHT)
		scols_column_set_json_type(added, SCOLS_JSON_NUMBER);
	table->place[column] = table->count++;
}

static unsigned int find_column(const struct verb *verb,
				const struct column *columns, const char *name,
				size_t length)
{
	unsigned int i;

	for (i = 0; columns[i].name; i++)
		if (strlen(columns[i].name) == length &&
		    !strncasecmp(columns[i].name, name, length))
			return i;
	usage_error(verb, "unknown column '%.*s'", (int)length, name);
}

/* Once is enough. */
static unsigned int choose(unsigned int *chosen, unsigned int count,
			   unsigned int column)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (chosen[i] == column)
			return count;
	chosen[count] = column;
	return count + 1;
}

unsigned int choose_columns(const struct verb *verb,
			    const struct column *columns,
			    const struct output *output, unsigned int *chosen)
{
	const char *names = output->columns;
	unsigned int i, count = 0;

	for (i = 0; columns[i].name; i++)
		if (columns[i].usual && (!names || *names == '+'))
			count = choose(chosen, count, i);
	if (!names)
		return count;
	names += *names == '+';
	for (;;) {
		size_t length = strcspn(names, ",");

		count = choose(chosen, count,
			       find_column(verb, columns, names, length));
		if (!names[length])
			return count;
		names += length + 1;
	}
}

static void add_columns(struct table *table)
{
	unsigned int chosen[MOST_COLUMNS], count, i;

	for (i = 0; i < MOST_COLUMNS; i++)
		table->place[i] = -1;
	count = choose_columns(table->verb, table->columns, table->output,
			       chosen);
	for (i = 0; i < count; i++)
		add_column(table, chosen[i]);
}

struct table *table_new(const struct verb *verb, const char *name,
			const struct column *columns,
			const struct output *output)
{
	struct table *table = calloc(1, sizeof(*table));

	if (!table)
		no_memory();
	table->verb = verb;
	table->columns = columns;
	table->output = output;
	table->scols = scols_new_table();
	if (!table->scols || scols_table_set_name(table->scols, name))
		no_memory();
	scols_table_enable_json(table->scols, output->json);
	scols_table_enable_raw(table->scols, output->raw);
	scols_table_enable_noheadings(table->scols, output->noheadings);
	add_columns(table);
	return table;
}

void table_row(struct table *table)
{
	table->line = scols_table_new_line(table->scols, NULL);
	if (!table->line)
		no_memory();
}

/* Takes over @text. */
static void set_cell(struct table *table, unsigned int column, char *text)
{
	if (!text ||
	    scols_line_refer_data(table->line, (size_t)table->place[column],
				  text))
		no_memory();
}

void table_text(struct table *table, unsigned int column, const char *format,
		...)
{
	va_list args;
	char *text;

	if (table->place[column] < 0)
		return;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		no_memory();
	va_end(args);
	set_cell(table, column, text);
}

void table_number(struct table *table, unsigned int column, uint64_t number)
{
	table_text(table, column, "%" PRIu64, number);
}

void table_size(struct table *table, unsigned int column, uint64_t bytes)
{
	char text[8];

	if (table->output->bytes || table->output->json)
		table_number(table, column, bytes);
	else
		table_text(table, column, "%s", human_size(text, bytes));
}

static void print_to(struct table *table, FILE *stream)
{
	scols_table_set_stream(table->scols, stream);
	/* Of no lines libsmartcols prints nothing, not even JSON's brackets. */
	if (scols_table_is_empty(table->scols) && table->output->json)
		fprintf(stream, "{\n   \"%s\": []\n}\n",
			scols_table_get_name(table->scols));
	else if (scols_print_table(table->scols))
		err(EXIT_FAILURE, "stdout");
	scols_unref_table(table->scols);
	free(table);
}

void table_print(struct table *table)
{
	print_to(table, stdout);
}

char *table_string(struct table *table)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	if (!stream)
		no_memory();
	print_to(table, stream);
	if (fclose(stream))
		no_memory();
	return text;
}

void print_columns(const struct column *columns)
{
	puts("\nColumns:");
	for (; columns->name; columns++)
		printf("  %-12s  %s%s\n", columns->name, columns->help,
		       columns->usual ? "" : " (with -o only)");
}

const char *human_size(char *text, uint64_t bytes)
{
	static const char units[] = "BKMGTPE";
	unsigned int unit = 0;
	double value = bytes;

	while (value >= 1023.5 && units[unit + 1]) {
		value /= 1024;
		unit++;
	}
	/* One digit behind the point where there is room and something to say. */
	if (value < 9.95 && value != (unsigned int)value)
		snprintf(text, 8, "%.1f%c", value, units[unit]);
	else
		snprintf(text, 8, "%.0f%c", value, units[unit]);
	return text;
}

bool parse_size(const char *text, uint64_t *bytes)
{
	static const char units[] = "KMGTPE";
	const char *unit;
	double value;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	*bytes = strtoull(text, &end, 0);
	if (!*end)
		return *bytes != UINT64_MAX;
	value = strtod(text, &end);
	unit = *end ? strchr(units, *end & ~0x20) : NULL;
	if (!unit || end[1])
		return false;
	value *= (double)(UINT64_C(1024) << 10 * (unit - units));
	if (value >= 18446744073709551616.0)
		return false;
	*bytes = (uint64_t)value;
	return true;
}
