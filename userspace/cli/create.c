// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection create": make a section for a shell, and hold it.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "argument.h"
#include "child.h"
#include "range.h"
#include "sections.h"

enum { SIZE = 0x100, NAME, MODE, RESERVE, LARGE, PROTECTION, COMMIT, OPEN };

/* What the command line asks for. */
struct wish {
	uint64_t size;
	uint64_t commit;
	struct ntsection_options options;
};

static void take_option(const struct verb *verb, struct wish *wish, int option)
{
	struct ntsection_options *options = &wish->options;

	switch (option) {
	case SIZE:
		wish->size = size_argument(verb, "--size", optarg);
		if (!wish->size)
			usage_error(verb, "--size needs at least 1 byte");
		break;
	case NAME:
		options->name = optarg;
		if (!*optarg)
			usage_error(verb, "--name needs at least 1 byte");
		break;
	case MODE:
		options->mode = strtoul(optarg, &optarg, 8);
		if (*optarg || !options->mode || options->mode & ~0666u)
			usage_error(verb,
				    "--mode needs octal permissions to read and write, such as 0640");
		break;
	case RESERVE:
		options->attributes |= NTSECTION_SEC_RESERVE;
		break;
	case LARGE:
		options->attributes |= NTSECTION_SEC_LARGE_PAGES |
				       NTSECTION_SEC_COMMIT;
		break;
	case PROTECTION:
		options->protection = protection_argument(verb, "--protection",
							  optarg);
		break;
	case COMMIT:
		wish->commit = size_argument(verb, "--commit", optarg);
		break;
	case OPEN:
		options->flags |= NTSECTION_OPEN_IF;
		break;
	case 'h':
		print_help(verb);
	default:
		exit(EXIT_USAGE);
	}
}

static void take_options(const struct verb *verb, struct wish *wish, int argc,
			 char **argv)
{
	static const struct option options[] = {
		{ "size", required_argument, NULL, SIZE },
		{ "name", required_argument, NULL, NAME },
		{ "mode", required_argument, NULL, MODE },
		{ "reserve", no_argument, NULL, RESERVE },
		{ "large", no_argument, NULL, LARGE },
		{ "protection", required_argument, NULL, PROTECTION },
		{ "commit", required_argument, NULL, COMMIT },
		{ "open", no_argument, NULL, OPEN },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	uint32_t attributes;
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1)
		take_option(verb, wish, option);
	if (optind < argc)
		usage_error(verb, "too many arguments: a command stands behind --");
	if (!wish->size)
		usage_error(verb, "--size is missing");
	attributes = wish->options.attributes;
	if (!wish->options.name && wish->options.mode)
		usage_error(verb, "--mode is for a section with a --name");
	if (!wish->options.name && wish->options.flags & NTSECTION_OPEN_IF)
		usage_error(verb, "--open is for a section with a --name");
	if (attributes & NTSECTION_SEC_RESERVE &&
	    attributes & NTSECTION_SEC_LARGE_PAGES)
		usage_error(verb, "--reserve and --large cannot go together");
	if (wish->commit && !(attributes & NTSECTION_SEC_RESERVE))
		usage_error(verb, "--commit is for a section with --reserve");
	if (wish->commit > wish->size)
		usage_error(verb, "--commit is more than --size");
}

/* Say why there is no section, and what to do. */
__attribute__((noreturn)) static void create_error(const struct wish *wish)
{
	const char *name = wish->options.name;
	bool large = wish->options.attributes & NTSECTION_SEC_LARGE_PAGES;

	switch (errno) {
	case EEXIST:
		errx(EXIT_FAILURE,
		     "a section has the name '%s' already: --open opens it",
		     name);
	case EACCES:
		if (name && !strncmp(name, "Global\\", 7))
			errx(EXIT_FAILURE,
			     "'%s': either its owner does not let you open it, or names in Global\\ need CAP_SYS_ADMIN here",
			     name);
		errx(EXIT_FAILURE,
		     "the section '%s' does not let you open it with this --protection",
		     name ? name : "");
	case ENOMEM:
		errx(EXIT_FAILURE,
		     "the commit limit does not leave room for this: take a smaller --size, or --reserve and commit piece by piece; \"ntsection doctor\" tells the limit");
	case EFBIG:
		errx(EXIT_FAILURE,
		     "--size is above the largest that a section can have");
	case EPERM:
		errx(EXIT_FAILURE,
		     "large pages are for those with CAP_IPC_LOCK: run this as root, or leave out --large");
	case EOPNOTSUPP:
		errx(EXIT_FAILURE,
		     "this kernel has no large pages for shared memory: leave out --large");
	case ENOTDIR:
		errx(EXIT_FAILURE,
		     "'%s': a name has no backslash but that of Local\\ or Global\\",
		     name ? name : "");
	case ENAMETOOLONG:
		errx(EXIT_FAILURE, "the name is too long: %d bytes at most",
		     NTSECTION_NAME_MAX);
	case EINVAL:
		if (name && (*name == '\\' || name[strlen(name) - 1] == '\\'))
			errx(EXIT_FAILURE, "'%s' is no name", name);
		if (large)
			errx(EXIT_FAILURE,
			     "with --large the size must be a multiple of a large page");
		break;
	}
	device_error("creation of a section");
}

/* The section as the list has it, since that knows its name without prefix. */
static void describe(int device, uint64_t id, struct ntsection_entry *entry)
{
	uint64_t cursor = id - 1;
	int got = ntsection_list(device, &cursor, entry, 1);

	if (got < 0)
		device_error("list of sections");
	if (!got || entry->id != id)
		errx(EXIT_FAILURE, "the list does not show the new section");
}

static int make(int device, const struct wish *wish)
{
	int section = ntsection_create(device, wish->size, &wish->options);

	if (section < 0)
		create_error(wish);
	if (wish->commit && ntsection_commit(section, 0, wish->commit)) {
		if (errno == ENOMEM)
			create_error(wish);
		device_error("commit");
	}
	return section;
}

static void export(int section, uint64_t id)
{
	char text[24];

	snprintf(text, sizeof(text), "%d", section);
	setenv(FD_VARIABLE, text, 1);
	snprintf(text, sizeof(text), "%" PRIu64, id);
	setenv(ID_VARIABLE, text, 1);
}

static int run(const struct verb *verb, int argc, char **argv)
{
	char **command = split_command(verb, &argc, argv);
	struct wish wish = {
		.options.protection = NTSECTION_PAGE_READWRITE,
	};
	struct ntsection_handle info;
	struct ntsection_entry entry;
	int device, section;

	take_options(verb, &wish, argc, argv);
	wish.options.access = NTSECTION_QUERY |
		access_of_protection(wish.options.protection);
	if (command)
		wish.options.flags |= NTSECTION_INHERIT;
	device = open_device();
	section = make(device, &wish);
	if (ntsection_handle(section, &info))
		device_error("new section");

	if (command) {
		export(section, info.id);
	} else {
		describe(device, info.id, &entry);
		printf("id %" PRIu64, (uint64_t)info.id);
		if (entry.name_length)
			printf(" name %s", section_name(&entry));
		putchar('\n');
		if (fflush(stdout))
			err(EXIT_FAILURE, "stdout");
	}
	close(device);
	return command ? wait_command(start_command(command, STDOUT_FILENO)) :
			 wait_for_stdin();
}

const struct verb verb_create = {
	.name = "create",
	.summary = "make a section and hold it, as long as a command runs",
	.synopsis = "--size BYTES [OPTION...] [-- COMMAND [ARGUMENT...]]",
	.help = "Make a section and run COMMAND, which inherits the handle: the variable\n"
		"NTSECTION_FD has its number, NTSECTION_ID that of the section. The exit status is\n"
		"COMMAND's; 127 or 126 if it cannot be run. Without COMMAND, print the section's\n"
		"id and name and hold it until stdin ends or a signal comes.\n"
		"\n"
		"Options:\n"
		"      --size BYTES      size, such as 4M\n"
		"      --name NAME       name, with or without Local\\ or Global\\\n"
		"      --open            if there is a section with this name, open it\n"
		"      --mode MODE       who may open it by its name, as permission bits (0600)\n"
		"      --protection P    the most that views may do: r, w, x, and c to write to\n"
		"                        copies, in one of r, rw, rc, x, rx, rwx, rcx (rw); the\n"
		"                        handle has the rights for it\n"
		"      --reserve         reserve the size, commit nothing of it\n"
		"      --commit BYTES    with --reserve: commit this much from the begin on\n"
		"      --large           large pages\n"
		"  -h, --help            print this\n",
	.run = run,
};
