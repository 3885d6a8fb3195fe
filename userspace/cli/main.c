// SPDX-License-Identifier: GPL-2.0
/*
 * The ntsection command: finds the verb and lets it run.
 */
#include <err.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ntsection.h>

#include "table.h"

static const struct verb * const verbs[] = {
	&verb_list,
	&verb_show,
	&verb_views,
	&verb_top,
	&verb_watch,
	&verb_record,
	&verb_plot,
	&verb_create,
	&verb_map,
	&verb_fill,
	&verb_pageout,
	&verb_prefetch,
	&verb_reset,
	&verb_limits,
	&verb_doctor,
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

static void print_usage(void)
{
	unsigned int i;

	puts("Usage: ntsection VERB [OPTION...] [ARGUMENT...]\n"
	     "       ntsection --help | --version\n"
	     "Look at NT section objects, which are shared memory backed by swap.\n"
	     "\n"
	     "Verbs, each with a --help of its own:");
	for (i = 0; i < VERBS; i++)
		printf("  %-10s  %s\n", verbs[i]->name, verbs[i]->summary);
}

/* What was printed must have got where it should go. */
static void flush(void)
{
	if (fflush(stdout) || ferror(stdout))
		err(EXIT_FAILURE, "stdout");
}

void print_help(const struct verb *verb)
{
	printf("Usage: ntsection %s %s\n%s", verb->name, verb->synopsis,
	       verb->help);
	if (verb->columns)
		print_columns(verb->columns);
	flush();
	exit(EXIT_SUCCESS);
}

void usage_error(const struct verb *verb, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "ntsection %s: ", verb->name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "; see \"ntsection %s --help\"\n", verb->name);
	exit(EXIT_USAGE);
}

int main(int argc, char **argv)
{
	unsigned int i;
	int status;

	setlocale(LC_ALL, "");
	/* 1.5M and 0.5 seconds are written and read with a point everywhere. */
	setlocale(LC_NUMERIC, "C");
	if (argc < 2)
		errx(EXIT_USAGE, "a verb is missing; see \"ntsection --help\"");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_usage();
		flush();
		return EXIT_SUCCESS;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("ntsection %s\n", ntsection_version());
		flush();
		return EXIT_SUCCESS;
	}
	if (argv[1][0] == '-')
		errx(EXIT_USAGE,
		     "unknown option '%s': options follow the verb; see \"ntsection --help\"",
		     argv[1]);

	for (i = 0; i < VERBS; i++) {
		if (strcmp(argv[1], verbs[i]->name))
			continue;
		status = verbs[i]->run(verbs[i], argc - 1, argv + 1);
		flush();
		return status;
	}
	errx(EXIT_USAGE, "unknown verb '%s'; see \"ntsection --help\"",
	     argv[1]);
}
