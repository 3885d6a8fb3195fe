// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection list": all sections that the caller may see, a line each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "columns.h"
#include "sections.h"
#include "table.h"
#include "totals.h"

enum {
	ID, NAME, SIZE, COMMITTED, RESIDENT, SWAPPED, ATTRIBUTES, PROTECTION,
	HANDLES, VIEWS, OWNER, PID, COMMAND, AGE, MODE
};

static const struct column columns[] = {
	[ID] = COLUMN_ID,
	[NAME] = COLUMN_NAME,
	[SIZE] = COLUMN_SIZE(true),
	[COMMITTED] = COLUMN_COMMITTED,
	[RESIDENT] = COLUMN_RESIDENT,
	[SWAPPED] = COLUMN_SWAPPED,
	[ATTRIBUTES] = { "ATTRIBUTES", KIND_TEXT, true,
			 "commit, reserve, large, nocache, writecombine" },
	[PROTECTION] = { "PROTECTION", KIND_TEXT, true,
			 "the most that views may do: r, w, x, and c to write to copies" },
	[HANDLES] = COLUMN_HANDLES,
	[VIEWS] = COLUMN_VIEWS,
	[OWNER] = COLUMN_OWNER(true),
	[PID] = COLUMN_PID(true),
	[COMMAND] = COLUMN_COMMAND(true),
	[AGE] = COLUMN_AGE,
	[MODE] = { "MODE", KIND_TEXT, false,
		   "who may open it by name, as permission bits" },
	{ .name = NULL },
};

static void add_row(struct table *table, const struct ntsection_entry *entry)
{
	char text[96];

	table_row(table);
	table_number(table, ID, entry->id);
	if (entry->name_length) {
		table_text(table, NAME, "%s", section_name(entry));
		table_text(table, MODE, "%04o", entry->mode);
	}
	table_size(table, SIZE, entry->maximum_size);
	table_size(table, COMMITTED, entry->committed);
	table_size(table, RESIDENT, entry->resident);
	table_size(table, SWAPPED, entry->swapped);
	table_text(table, ATTRIBUTES, "%s",
		   attribute_names(entry->attributes, text));
	table_text(table, PROTECTION, "%s", protection_name(entry->protection));
	table_number(table, HANDLES, entry->handles);
	table_number(table, VIEWS, entry->views);
	table_text(table, OWNER, "%s", user_name(entry->uid, text));
	table_number(table, PID, entry->pid);
	table_text(table, COMMAND, "%s", section_command(entry));
	table_number(table, AGE, section_age(entry));
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct output output = { .json = false };
	struct ntsection_entry *entries;
	struct table *table;
	size_t count, i;
	int device;

	output_options(verb, &output, argc, argv);
	if (optind < argc)
		usage_error(verb, "too many arguments");

	table = table_new(verb, "sections", columns, &output);
	device = open_device();
	entries = list_sections(device, &count);
	close(device);
	for (i = 0; i < count; i++)
		add_row(table, &entries[i]);
	table_print(table);
	/* For people, not for programs. */
	if (!output.json && !output.raw && !output.noheadings)
		print_totals(stdout, entries, count, output.bytes);
	free(entries);
	return EXIT_SUCCESS;
}

const struct verb verb_list = {
	.name = "list",
	.summary = "all sections, a line each",
	.synopsis = "[OPTION...]",
	.help = "List the sections that you may see: your own, those that you may open by their\n"
		"names, and as root all. The last line has totals.\n"
		"\n"
		"Options:\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
