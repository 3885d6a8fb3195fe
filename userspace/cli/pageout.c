// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection pageout": send a section's pages to swap.
 */
#include <err.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "moved.h"
#include "sections.h"

static int run(const struct verb *verb, int argc, char **argv)
{
	struct ntsection_residence before, after;
	struct output output = { .json = false };
	struct range range = { .name = NULL };
	struct table *table;
	char *view;

	range_options(verb, &range, &output, argc, argv);
	table = table_new(verb, verb->name, moved_columns, &output);
	open_range(verb, &range, argc, argv,
		   NTSECTION_QUERY | NTSECTION_MAP_READ);
	look(&range, &before);
	/* The kernel pages out what this process has touched. */
	view = map_range(&range, PROT_READ, 0);
	touch_range(&range, view, IN_RAM);
	if (ntsection_page_out(view, range.size))
		err(EXIT_FAILURE, "page out");
	look(&range, &after);
	print_moved(table, &before, &after);
	if (before.resident && after.resident >= before.resident)
		warnx("nothing has left RAM: \"ntsection pageout --help\" says what stays");
	return EXIT_SUCCESS;
}

const struct verb verb_pageout = {
	.name = "pageout",
	.summary = "send pages of a section to swap",
	.synopsis = "[NAME] [OPTION...]",
	.help = "Send the pages of a range of a section to swap now, and print where they were\n"
		"and are. Nothing is lost. Pages stay in RAM that other processes have touched in\n"
		"their views, that are locked, for which there is no swap, and all of them if the\n"
		"section was made by another user.\n"
		"\n"
		"Options:\n"
		RANGE_HELP
		OUTPUT_HELP,
	.columns = moved_columns,
	.run = run,
};
