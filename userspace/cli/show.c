// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection show": one section, and where its memory is.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "colour.h"
#include "document.h"
#include "residency.h"
#include "sections.h"
#include "table.h"

enum { STATE, BYTES, PERCENT, MEANING };

static const struct column columns[] = {
	[STATE] = { "STATE", KIND_TEXT, true, "reserved, untouched, clean ..." },
	[BYTES] = { "BYTES", KIND_SIZE, true, "how much of the section" },
	[PERCENT] = { "PERCENT", KIND_NUMBER, true, "of its size" },
	[MEANING] = { "MEANING", KIND_TEXT, true, "what that means" },
	{ .name = NULL },
};

/* How a cell of the bar shows a state. */
static const struct {
	char sign;
	const char *colour;
	const char *meaning;
} looks[] = {
	[STATE_RESERVED] = { '_', COLOUR_FAINT,
			     "not committed yet; cannot be touched" },
	[STATE_UNTOUCHED] = { '.', COLOUR_FAINT,
			      "committed; takes no memory so far" },
	[STATE_CLEAN] = { '+', COLOUR_GREEN,
			  "in RAM; dropped unwritten, unless found written to" },
	[STATE_DIRTY] = { '#', COLOUR_RED,
			  "in RAM; must go to swap to leave it" },
	[STATE_SWAPPED] = { '~', COLOUR_BLUE, "only in swap" },
	[STATE_UNTOUCHED_OR_RESERVED] = { '.', COLOUR_FAINT, NULL },
};

static double percent(uint64_t bytes, uint64_t size)
{
	return 100.0 * (double)bytes / (double)size;
}

/* "64M", or the number with -b. @text has room for 24. */
static const char *size_text(char *text, const struct output *output,
			     uint64_t bytes)
{
	if (!output->bytes)
		return human_size(text, bytes);
	snprintf(text, 24, "%" PRIu64, bytes);
	return text;
}

/* "2 h 5 min". @text has room for 48. */
static const char *age_text(char *text, uint64_t seconds)
{
	if (seconds < 60)
		snprintf(text, 48, "%" PRIu64 " s", seconds);
	else if (seconds < 3600)
		snprintf(text, 48, "%" PRIu64 " min %" PRIu64 " s",
			 seconds / 60, seconds % 60);
	else if (seconds < 86400)
		snprintf(text, 48, "%" PRIu64 " h %" PRIu64 " min",
			 seconds / 3600, seconds / 60 % 60);
	else
		snprintf(text, 48, "%" PRIu64 " d %" PRIu64 " h",
			 seconds / 86400, seconds / 3600 % 24);
	return text;
}

static void print_facts(const struct ntsection_entry *entry,
			const struct output *output)
{
	char text[96];

	printf("Section      %llu\n", entry->id);
	if (entry->name_length)
		printf("Name         %s, mode %04o\n", section_name(entry),
		       entry->mode);
	else
		puts("Name         none");
	printf("Size         %s\n",
	       size_text(text, output, entry->maximum_size));
	printf("Committed    %s\n",
	       size_text(text, output, entry->committed));
	printf("Protection   %s\n", protection_name(entry->protection));
	printf("Attributes   %s\n", attribute_names(entry->attributes, text));
	printf("Owner        %s\n", user_name(entry->uid, text));
	printf("Made by      %s, process %" PRIu32 "\n",
	       section_command(entry), entry->pid);
	printf("Age          %s\n", age_text(text, section_age(entry)));
	printf("Handles      %" PRIu32 "\n", entry->handles);
	printf("Views        %" PRIu32 "\n\n", entry->views);
}

static void add_row(struct table *table, const char *name, uint64_t bytes,
		    uint64_t size, const char *meaning)
{
	table_row(table);
	table_text(table, STATE, "%s", name);
	table_size(table, BYTES, bytes);
	table_text(table, PERCENT, "%.1f", percent(bytes, size));
	table_text(table, MEANING, "%s", meaning);
}

static void fill_table(struct table *table, const struct cell *total)
{
	unsigned int state;

	for (state = 0; state < STATES; state++)
		add_row(table, state_name(state), total->bytes[state],
			total->length, looks[state].meaning);
	add_row(table, "huge", total->huge, total->length,
		"of clean and dirty: in huge pages");
}

static void print_cells(const struct residency *residency)
{
	enum page_state state, last = STATES + 1;
	unsigned int i;

	putchar('[');
	for (i = 0; i < residency->count; i++) {
		state = cell_state(residency, &residency->cells[i]);
		if (state != last)
			printf("%s%s", i ? colour(COLOUR_NONE) : "",
			       colour(looks[state].colour));
		putchar(looks[state].sign);
		last = state;
	}
	printf("%s]\n", colour(COLOUR_NONE));
}

/* Explain the signs that can be there. */
static void print_legend(const struct residency *residency)
{
	static const enum page_state order[] = {
		STATE_DIRTY, STATE_CLEAN, STATE_SWAPPED, STATES,
	};
	unsigned int i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		enum page_state state = order[i];

		if (state == STATES)
			state = residency->rest;
		printf("%s%s%c%s %s", i ? "   " : "",
		       colour(looks[state].colour), looks[state].sign,
		       colour(COLOUR_NONE), state_name(state));
	}
	puts(residency->rest == STATE_UNTOUCHED_OR_RESERVED ?
	     "\nWhich of the untouched are committed, only a handle can tell." :
	     "");
}

static void print_bar(const struct residency *residency,
		      const struct output *output)
{
	char text[2][24];

	printf("\nBy offset, %s a cell, which shows what most of it is:\n",
	       size_text(text[0], output, residency->cell_size));
	print_cells(residency);
	/* The end of the scale stands below the end of the bar. */
	printf("0 %*s\n", (int)residency->count,
	       size_text(text[1], output, residency->total.length));
	print_legend(residency);
}

static void json_facts(struct json *json, const struct ntsection_entry *entry)
{
	char text[96];

	json_number(json, "id", entry->id);
	json_text(json, "name",
		  entry->name_length ? section_name(entry) : NULL);
	json_number(json, "size", entry->maximum_size);
	json_number(json, "committed", entry->committed);
	json_text(json, "attributes", attribute_names(entry->attributes, text));
	json_text(json, "protection", protection_name(entry->protection));
	json_number(json, "handles", entry->handles);
	json_number(json, "views", entry->views);
	json_text(json, "owner", user_name(entry->uid, text));
	json_number(json, "pid", entry->pid);
	json_text(json, "command", section_command(entry));
	json_number(json, "age", section_age(entry));
	snprintf(text, sizeof(text), "%04o", entry->mode);
	json_text(json, "mode", entry->name_length ? text : NULL);
}

static void json_state(struct json *json, const char *name, uint64_t bytes,
		       uint64_t size)
{
	json_open_flat(json, NULL, '{');
	json_text(json, "state", name);
	json_number(json, "bytes", bytes);
	json_real(json, "percent", percent(bytes, size));
	json_close(json, '}');
}

static void json_cell(struct json *json, const struct residency *residency,
		      const struct cell *cell)
{
	bool unknown = residency->rest == STATE_UNTOUCHED_OR_RESERVED;
	unsigned int state;

	json_open_flat(json, NULL, '{');
	json_number(json, "start", cell->start);
	json_number(json, "length", cell->length);
	json_text(json, "most", state_name(cell_state(residency, cell)));
	for (state = 0; state < STATES; state++) {
		/* Of both only their sum is known, unless that is 0. */
		if (unknown && state <= STATE_UNTOUCHED &&
		    cell->bytes[STATE_UNTOUCHED])
			json_null(json, state_name(state));
		else
			json_number(json, state_name(state),
				    cell->bytes[state]);
	}
	json_number(json, "huge", cell->huge);
	json_close(json, '}');
}

static void print_json(const struct ntsection_entry *entry,
		       const struct residency *residency)
{
	const struct cell *total = &residency->total;
	struct json json = { .depth = 0 };
	unsigned int i;

	json_open(&json, NULL, '{');
	json_open(&json, "section", '{');
	json_facts(&json, entry);
	json_open(&json, "pages", '[');
	for (i = 0; i < STATES; i++)
		json_state(&json, state_name(i), total->bytes[i],
			   total->length);
	json_state(&json, "huge", total->huge, total->length);
	json_close(&json, ']');
	json_number(&json, "cell_size", residency->cell_size);
	json_open(&json, "cells", '[');
	for (i = 0; i < residency->count; i++)
		json_cell(&json, residency, &residency->cells[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	json_close(&json, '}');
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct output output = { .json = false };
	struct residency residency;
	struct ntsection_entry entry;
	struct table *table;
	bool bare;
	int device;

	output_options(verb, &output, argc, argv);
	if (optind == argc)
		usage_error(verb, "a section's number or name is missing");
	if (optind + 1 < argc)
		usage_error(verb, "too many arguments");
	bare = output.raw || output.noheadings;

	table = table_new(verb, "pages", columns, &output);
	device = open_device();
	find_section(device, argv[optind], &entry);
	count_residency(device, &entry, &residency);
	close(device);
	if (output.json) {
		print_json(&entry, &residency);
		return EXIT_SUCCESS;
	}

	fill_table(table, &residency.total);
	if (!bare)
		print_facts(&entry, &output);
	table_print(table);
	if (!bare)
		print_bar(&residency, &output);
	return EXIT_SUCCESS;
}

const struct verb verb_show = {
	.name = "show",
	.summary = "one section: what it is and where its memory is",
	.synopsis = "[OPTION...] ID",
	.help = "Show a section, ID being its number or its name: what it is, how much of it is\n"
		"where, and a bar that shows it by offset. What was promised is committed; what\n"
		"costs memory is clean, dirty and swapped.\n"
		"\n"
		"Protection is the most that views may do: r, w, x, and c to write to copies.\n"
		"Mode is who may open the section by its name, as permission bits.\n"
		"\n"
		"Options; columns are those of the table in the middle, which is all there is\n"
		"with -r and --noheadings. JSON has everything, and each cell of the bar.\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
