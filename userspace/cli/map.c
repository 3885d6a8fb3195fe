// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection map": keep a view, as long as a command runs.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "argument.h"
#include "child.h"
#include "range.h"
#include "sections.h"

/* What a view is to be. */
struct kind {
	int prot;
	unsigned int flags;
	uint32_t access;
};

static void take_prot(const struct verb *verb, struct kind *kind,
		      const char *text)
{
	uint32_t protection;
	const char *letters;

	kind->flags = 0;
	kind->prot = PROT_NONE;
	kind->access = NTSECTION_MAP_READ;
	if (!strcmp(text, "none"))
		return;
	protection = protection_argument(verb, "--prot", text);
	letters = protection_name(protection);
	kind->access = access_of_protection(protection);
	if (strchr(letters, 'r'))
		kind->prot |= PROT_READ;
	if (strpbrk(letters, "wc"))
		kind->prot |= PROT_WRITE;
	if (strchr(letters, 'x'))
		kind->prot |= PROT_EXEC;
	if (strchr(letters, 'c'))
		kind->flags |= NTSECTION_COPY;
}

static void take_options(const struct verb *verb, struct range *range,
			 struct kind *kind, int argc, char **argv)
{
	static const struct option options[] = {
		RANGE_LONG,
		{ "prot", required_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int option;

	take_prot(verb, kind, "r");
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (range_option(range, option))
			continue;
		if (option == 'h')
			print_help(verb);
		if (option != 'p')
			exit(EXIT_USAGE);
		take_prot(verb, kind, optarg);
	}
}

static int run(const struct verb *verb, int argc, char **argv)
{
	char **command = split_command(verb, &argc, argv);
	struct range range = { .name = NULL };
	struct kind kind;
	pid_t child = 0;
	void *view;

	take_options(verb, &range, &kind, argc, argv);
	open_range(verb, &range, argc, argv, kind.access);
	if (range.offset % NTSECTION_GRANULARITY)
		usage_error(verb, "--offset needs a multiple of 64K");
	view = map_range(&range, kind.prot, kind.flags);

	if (command) {
		child = start_command(command, STDOUT_FILENO);
	} else {
		printf("id %" PRIu64 " address %p size %" PRIu64 "\n", range.id,
		       view, range.size);
		if (fflush(stdout))
			err(EXIT_FAILURE, "stdout");
	}
	/* Only the view is kept; what COMMAND inherits is its own. */
	ntsection_close(range.section);
	close(range.device);
	return command ? wait_command(child) : wait_for_stdin();
}

const struct verb verb_map = {
	.name = "map",
	.summary = "keep a view of a section, as long as a command runs",
	.synopsis = "[NAME] [OPTION...] [-- COMMAND [ARGUMENT...]]",
	.help = "Map a view of a section, close the handle, and keep the view as long as COMMAND\n"
		"runs. The exit status is COMMAND's; 127 or 126 if it cannot be run. Without\n"
		"COMMAND, print the view's address and keep it until stdin ends or a signal comes.\n"
		"The section lives as long as the view does; its name goes with its last handle.\n"
		"\n"
		"Options:\n"
		RANGE_HELP
		"      --prot PROT       what the view may do: r, w, x, and c to write to copies,\n"
		"                        in one of r, rw, rc, x, rx, rwx, rcx, none (r)\n"
		"  -h, --help            print this\n",
	.run = run,
};
