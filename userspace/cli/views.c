// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection views": which process has which part of which section where.
 *
 * A mapping is known to be of a section by its inode, which the list of
 * sections has as well. That list is read after the mappings, so that it has
 * all of them that are still there.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mappings.h"
#include "sections.h"
#include "table.h"

enum {
	PID, COMMAND, ID, NAME, START, SIZE, OFFSET, PROTECTION, SHARING, RSS,
	PSS, SWAP, END, COPIED, HUGE, LOCKED
};

static const struct column columns[] = {
	[PID] = { "PID", KIND_NUMBER, true, "process" },
	[COMMAND] = { "COMMAND", KIND_TEXT, true, "its name" },
	[ID] = { "ID", KIND_NUMBER, true,
		 "number of the section; - if you may not see it" },
	[NAME] = { "NAME", KIND_TEXT, true, "its name, if it has one" },
	[START] = { "START", KIND_TEXT, true, "address where the view begins" },
	[SIZE] = { "SIZE", KIND_SIZE, true, "how much the view has" },
	[OFFSET] = { "OFFSET", KIND_SIZE, true, "where in the section it begins" },
	[PROTECTION] = { "PROTECTION", KIND_TEXT, true,
			 "what the process may do now: r, w, x" },
	[SHARING] = { "SHARING", KIND_TEXT, true,
		      "shared; copy: writes go to private copies" },
	[RSS] = { "RSS", KIND_SIZE, true, "in RAM and mapped, copies included" },
	[PSS] = { "PSS", KIND_SIZE, true,
		  "its share of that, if others map it as well" },
	[SWAP] = { "SWAP", KIND_SIZE, true, "only in swap" },
	[END] = { "END", KIND_TEXT, false, "address behind the view" },
	[COPIED] = { "COPIED", KIND_SIZE, false, "private copies in RAM" },
	[HUGE] = { "HUGE", KIND_SIZE, false, "mapped as huge pages" },
	[LOCKED] = { "LOCKED", KIND_SIZE, false, "kept in RAM by mlock()" },
	{ .name = NULL },
};

/* The section of a mapping, or NULL if it is not in the list. */
static const struct ntsection_entry *
section_of(const struct mapping *mapping, const struct ntsection_entry *entries,
	   size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (entries[i].ino == mapping->ino &&
		    entries[i].dev == mapping->dev)
			return &entries[i];
	}
	return NULL;
}

static void add_row(struct table *table, const struct output *output,
		    const struct mapping *mapping,
		    const struct ntsection_entry *section)
{
	table_row(table);
	table_number(table, PID, (uint64_t)mapping->pid);
	table_text(table, COMMAND, "%s", mapping->command);
	if (section)
		table_number(table, ID, section->id);
	else if (!output->json)
		table_text(table, ID, "-");
	/* A name goes with the last handle, the label stays. */
	if (section && section->name_length)
		table_text(table, NAME, "%s", section_name(section));
	else if (!section && *mapping->label)
		table_text(table, NAME, "%s", mapping->label);
	table_text(table, START, "%" PRIx64, mapping->start);
	table_text(table, END, "%" PRIx64, mapping->end);
	table_size(table, SIZE, mapping->end - mapping->start);
	table_size(table, OFFSET, mapping->offset);
	table_text(table, PROTECTION, "%s", mapping->protection);
	table_text(table, SHARING, mapping->copy ? "copy" : "shared");
	table_size(table, RSS, mapping->rss);
	table_size(table, PSS, mapping->pss);
	table_size(table, SWAP, mapping->swap);
	table_size(table, COPIED, mapping->copied);
	table_size(table, HUGE, mapping->huge);
	table_size(table, LOCKED, mapping->locked);
}

static const char *plural(size_t count, const char *one, const char *more)
{
	return count == 1 ? one : more;
}

static void print_totals(const struct output *output, size_t views,
			 size_t processes, size_t unreadable)
{
	/* The line is for people, but what is missing must be said to all. */
	bool quiet = output->json || output->raw || output->noheadings;

	if (!quiet)
		printf("%zu %s in %zu %s%s", views,
		       plural(views, "view", "views"), processes,
		       plural(processes, "process", "processes"),
		       unreadable ? "; " : "\n");
	if (unreadable)
		fprintf(quiet ? stderr : stdout,
			"%s%zu %s not be looked at: only root may\n",
			quiet ? "ntsection: " : "", unreadable,
			plural(unreadable, "process could", "processes could"));
}

/* Those of one process, which must be there and readable. */
static void find_of_process(struct mappings *mappings, const char *text,
			    const struct verb *verb)
{
	unsigned long pid;
	char *end;
	int error;

	pid = strtoul(text, &end, 10);
	if (*text < '1' || *text > '9' || *end || pid > INT_MAX)
		usage_error(verb, "'%s' is no number of a process", text);
	if (kill((pid_t)pid, 0) && errno == ESRCH)
		errx(EXIT_FAILURE, "there is no process %lu", pid);
	error = add_mappings(mappings, (pid_t)pid);
	if (error == EACCES || error == EPERM)
		errx(EXIT_FAILURE,
		     "process %lu may not be looked at: try as root", pid);
	if (error) {
		errno = error;
		err(EXIT_FAILURE, "process %lu", pid);
	}
}

static void print_views(const struct verb *verb, const struct output *output,
			const char *process, const char *section)
{
	const struct ntsection_entry *found;
	struct ntsection_entry *entries, only = { .id = 0 };
	struct mappings mappings = { .list = NULL };
	size_t count, i, views = 0, processes = 0;
	pid_t last = 0;
	struct table *table;
	int device;

	table = table_new(verb, "views", columns, output);
	device = open_device();
	if (section)
		find_section(device, section, &only);
	if (process)
		find_of_process(&mappings, process, verb);
	else
		add_all_mappings(&mappings);
	entries = list_sections(device, &count);
	close(device);

	for (i = 0; i < mappings.count; i++) {
		found = section_of(&mappings.list[i], entries, count);
		if (section && (!found || found->id != only.id))
			continue;
		add_row(table, output, &mappings.list[i], found);
		views++;
		processes += mappings.list[i].pid != last;
		last = mappings.list[i].pid;
	}
	table_print(table);
	print_totals(output, views, processes, mappings.unreadable);
	free(entries);
	free(mappings.list);
}

static int run(const struct verb *verb, int argc, char **argv)
{
	static const struct option options[] = {
		{ "pid", required_argument, NULL, 'p' },
		OUTPUT_LONG
	};
	struct output output = { .json = false };
	const char *process = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "p:" OUTPUT_SHORT, options,
				     NULL)) != -1) {
		if (option == 'p')
			process = optarg;
		else
			output_option(verb, &output, option);
	}
	if (optind + 1 < argc)
		usage_error(verb, "too many arguments");
	print_views(verb, &output, process, argv[optind]);
	return EXIT_SUCCESS;
}

const struct verb verb_views = {
	.name = "views",
	.summary = "which process has which part of which section where",
	.synopsis = "[OPTION...] [ID]",
	.help = "List the views that processes have, or those of one section, ID being its number\n"
		"or its name. As root of all processes, else of your own; the last line says how\n"
		"many could not be looked at. A view that mprotect() has split has several lines.\n"
		"\n"
		"Options:\n"
		"  -p, --pid PID         only of this process\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
