// SPDX-License-Identifier: GPL-2.0
/*
 * The options that all verbs with a table have.
 */
#include <stdlib.h>

#include "options.h"

void output_option(const struct verb *verb, struct output *output, int option)
{
	switch (option) {
	case 'o':
		output->columns = optarg;
		break;
	case 'J':
		output->json = true;
		break;
	case 'b':
		output->bytes = true;
		break;
	case 'r':
		output->raw = true;
		break;
	case NOHEADINGS:
		output->noheadings = true;
		break;
	case 'h':
		print_help(verb);
	default:
		/* getopt_long() has said what is wrong. */
		exit(EXIT_USAGE);
	}
}

void output_options(const struct verb *verb, struct output *output, int argc,
		    char **argv)
{
	static const struct option options[] = { OUTPUT_LONG };
	int option;

	while ((option = getopt_long(argc, argv, OUTPUT_SHORT, options,
				     NULL)) != -1)
		output_option(verb, output, option);
}
