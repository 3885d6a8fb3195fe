// SPDX-License-Identifier: GPL-2.0
/*
 * Columns of "ntsection top", and sections in the order of one of them.
 */
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "order.h"
#include "pace.h"
#include "sections.h"

const struct column top_columns[TOP_COLUMNS + 1] = {
	[TIME] = { "TIME", KIND_NUMBER, false,
		   "when the sample was taken, in seconds since 1970" },
	[ID] = COLUMN_ID,
	[NAME] = COLUMN_NAME,
	[SIZE] = COLUMN_SIZE(true),
	[COMMITTED] = COLUMN_COMMITTED,
	[RESIDENT] = COLUMN_RESIDENT,
	[SWAPPED] = COLUMN_SWAPPED,
	[RESRATE] = { "RESRATE", KIND_SIZE, true,
		      "by how much RESIDENT has grown, per second" },
	[SWAPRATE] = { "SWAPRATE", KIND_SIZE, true,
		       "by how much SWAPPED has grown, per second" },
	[HANDLES] = COLUMN_HANDLES,
	[VIEWS] = COLUMN_VIEWS,
	[OWNER] = COLUMN_OWNER(false),
	[PID] = COLUMN_PID(true),
	[COMMAND] = COLUMN_COMMAND(true),
	[AGE] = COLUMN_AGE,
	{ .name = NULL },
};

static const struct order *current;	/* for qsort() */

/* The number in a column. */
static double number(const struct sampled *section)
{
	const struct ntsection_entry *entry = &section->entry;

	switch (current->column) {
	case SIZE:
		return (double)entry->maximum_size;
	case COMMITTED:
		return (double)entry->committed;
	case RESIDENT:
		return (double)entry->resident;
	case SWAPPED:
		return (double)entry->swapped;
	case RESRATE:
		return (double)section->rate.resident;
	case SWAPRATE:
		return (double)section->rate.swapped;
	case HANDLES:
		return entry->handles;
	case VIEWS:
		return entry->views;
	case PID:
		return entry->pid;
	case AGE:
		return -(double)entry->created;
	default:
		return (double)entry->id;
	}
}

/* Those without a name come behind those with one. */
static int compare_names(const struct ntsection_entry *a,
			 const struct ntsection_entry *b)
{
	if (!a->name_length || !b->name_length)
		return !a->name_length - !b->name_length;
	return memcmp(a->name, b->name, sizeof(a->name));
}

static int compare_owners(const struct ntsection_entry *a,
			  const struct ntsection_entry *b)
{
	char first[40], second[40];

	return strcmp(user_name(a->uid, first), user_name(b->uid, second));
}

static int compare(const void *left, const void *right)
{
	const struct sampled *a = *(const struct sampled * const *)left;
	const struct sampled *b = *(const struct sampled * const *)right;
	double first, second;
	int result;

	switch (current->column) {
	case NAME:
		result = compare_names(&a->entry, &b->entry);
		break;
	case OWNER:
		result = compare_owners(&a->entry, &b->entry);
		break;
	case COMMAND:
		result = memcmp(a->entry.command, b->entry.command,
				sizeof(a->entry.command));
		break;
	default:
		first = number(a);
		second = number(b);
		result = (first < second) - (first > second);
	}
	/* So that rows that are equal do not change places. */
	if (!result)
		return (a->entry.id > b->entry.id) -
		       (a->entry.id < b->entry.id);
	return current->reverse ? -result : result;
}

const struct sampled **in_order(const struct sample *sample,
				const struct order *order)
{
	const struct sampled **sections;
	size_t i;

	sections = calloc(sample->count + 1, sizeof(*sections));
	if (!sections)
		errx(EXIT_FAILURE, "no memory to sort sections");
	for (i = 0; i < sample->count; i++)
		sections[i] = &sample->sections[i];
	current = order;
	qsort(sections, sample->count, sizeof(*sections), compare);
	return sections;
}

static void set_rate(struct table *table, enum top_column column,
		     const struct output *output, bool known, int64_t rate)
{
	char text[8];

	if (!known)
		return;
	if (output->bytes || output->json)
		table_text(table, column, "%" PRId64, rate);
	else if (!rate)
		table_text(table, column, "0");
	else
		table_text(table, column, "%c%s", rate < 0 ? '-' : '+',
			   human_size(text, (uint64_t)(rate < 0 ? -rate :
						       rate)));
}

void top_row(struct table *table, const struct output *output,
	     const struct sampled *section)
{
	const struct ntsection_entry *entry = &section->entry;
	const struct rate *rate = &section->rate;
	char text[96];

	table_row(table);
	table_text(table, TIME, "%s", wall_time(text));
	table_number(table, ID, entry->id);
	if (entry->name_length)
		table_text(table, NAME, "%s", section_name(entry));
	table_size(table, SIZE, entry->maximum_size);
	table_size(table, COMMITTED, entry->committed);
	table_size(table, RESIDENT, entry->resident);
	table_size(table, SWAPPED, entry->swapped);
	set_rate(table, RESRATE, output, rate->known, rate->resident);
	set_rate(table, SWAPRATE, output, rate->known, rate->swapped);
	table_number(table, HANDLES, entry->handles);
	table_number(table, VIEWS, entry->views);
	table_text(table, OWNER, "%s", user_name(entry->uid, text));
	table_number(table, PID, entry->pid);
	table_text(table, COMMAND, "%s", (const char *)entry->command);
	table_number(table, AGE, section_age(entry));
}
