// SPDX-License-Identifier: GPL-2.0
/*
 * The ntsection command: verbs and options.
 */
#include <err.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ntsection.h>

#include "command.h"

static const char usage[] =
	"Usage: ntsection [OPTION...] VERB\n"
	"Look at NT section objects, which are shared memory backed by swap.\n"
	"\n"
	"Verbs:\n"
	"  doctor         say what on this system will work, what will not, and why;\n"
	"                 exit status 1 if sections cannot be used\n"
	"\n"
	"Options:\n"
	"  -J, --json     print JSON; all sizes are bytes\n"
	"  -r, --raw      print columns separated by single blanks\n"
	"  --noheadings   print no line of headings\n"
	"  -V, --version  print the version of the library\n"
	"  -h, --help     print this\n";

static const struct {
	const char *name;
	int (*run)(const struct output *output);
} verbs[] = {
	{ "doctor", doctor },
};

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ "raw", no_argument, NULL, 'r' },
		{ "noheadings", no_argument, NULL, 'n' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct output output = { .json = false };
	unsigned int i;
	int option;

	setlocale(LC_ALL, "");
	while ((option = getopt_long(argc, argv, "JrVh", options, NULL)) != -1) {
		switch (option) {
		case 'J':
			output.json = true;
			break;
		case 'r':
			output.raw = true;
			break;
		case 'n':
			output.noheadings = true;
			break;
		case 'V':
			printf("ntsection %s\n", ntsection_version());
			return 0;
		case 'h':
			fputs(usage, stdout);
			return 0;
		default:
			errx(EXIT_USAGE, "see \"ntsection --help\"");
		}
	}

	if (optind + 1 != argc)
		errx(EXIT_USAGE, "%s; see \"ntsection --help\"",
		     optind == argc ? "a verb is missing" :
				      "too many arguments");
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (!strcmp(argv[optind], verbs[i].name))
			return verbs[i].run(&output);
	}
	errx(EXIT_USAGE, "unknown verb '%s'; see \"ntsection --help\"",
	     argv[optind]);
}
