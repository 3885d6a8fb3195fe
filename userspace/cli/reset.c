// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection reset": say that content is not needed, or is needed again.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "moved.h"
#include "sections.h"

static bool take_options(const struct verb *verb, struct range *range,
			 struct output *output, int argc, char **argv)
{
	static const struct option options[] = {
		RANGE_LONG,
		{ "undo", no_argument, NULL, 'u' },
		OUTPUT_LONG
	};
	bool undo = false;
	int option;

	while ((option = getopt_long(argc, argv, OUTPUT_SHORT, options,
				     NULL)) != -1) {
		if (option == 'u')
			undo = true;
		else if (!range_option(range, option))
			output_option(verb, output, option);
	}
	return undo;
}

static void undo_reset(const struct range *range)
{
	if (!ntsection_reset_undo(range->section, range->offset, range->size))
		return;
	if (errno == ENODATA)
		errx(EXIT_FAILURE,
		     "content was lost: pages were dropped since the reset and read as zeros; what was not lost is safe again");
	device_error("undo of the reset");
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct ntsection_residence before, after;
	struct output output = { .json = false };
	struct range range = { .name = NULL };
	struct table *table;
	bool undo;

	undo = take_options(verb, &range, &output, argc, argv);
	table = table_new(verb, verb->name, moved_columns, &output);
	open_range(verb, &range, argc, argv,
		   NTSECTION_QUERY | NTSECTION_MAP_WRITE);
	look(&range, &before);
	if (undo)
		undo_reset(&range);
	else if (ntsection_reset(range.section, range.offset, range.size))
		device_error("reset");
	look(&range, &after);
	print_moved(table, &before, &after);
	return EXIT_SUCCESS;
}

const struct verb verb_reset = {
	.name = "reset",
	.summary = "say that content is not needed, or is needed again",
	.synopsis = "[NAME] [OPTION...]",
	.help = "Say that the content of a range of a section is not needed, and print where its\n"
		"pages were and are. They stay until the memory is needed, and are dropped then\n"
		"and not written to swap; what was in swap is dropped at once.\n"
		"\n"
		"Options:\n"
		"      --undo            say that it is needed again; the exit status is 1 if any\n"
		"                        of it was lost\n"
		RANGE_HELP
		OUTPUT_HELP,
	.columns = moved_columns,
	.run = run,
};
