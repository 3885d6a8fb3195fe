// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection prefetch": read a section's pages back from swap.
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
	view = map_range(&range, PROT_READ, 0);
	if (ntsection_prefetch(view, range.size))
		err(EXIT_FAILURE, "prefetch");
	/* Advice only starts to read: wait until the pages are there. */
	touch_range(&range, view, IN_SWAP);
	look(&range, &after);
	print_moved(table, &before, &after);
	return EXIT_SUCCESS;
}

const struct verb verb_prefetch = {
	.name = "prefetch",
	.summary = "read pages of a section back from swap",
	.synopsis = "[NAME] [OPTION...]",
	.help = "Read the pages of a range of a section back from swap, wait until they are in\n"
		"RAM, and print where they were and are.\n"
		"\n"
		"Options:\n"
		RANGE_HELP
		OUTPUT_HELP,
	.columns = moved_columns,
	.run = run,
};
