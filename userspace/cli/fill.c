// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection fill": write to a section.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "argument.h"
#include "range.h"
#include "sections.h"

enum { PATTERN = RANGE_END, ZERO, RANDOM };

/* What to write. */
struct content {
	bool random;
	uint64_t seed;
	unsigned char pattern;
};

static void take_options(const struct verb *verb, struct range *range,
			 struct content *content, int argc, char **argv)
{
	static const struct option options[] = {
		RANGE_LONG,
		{ "pattern", required_argument, NULL, PATTERN },
		{ "zero", no_argument, NULL, ZERO },
		{ "random", required_argument, NULL, RANDOM },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int option, given = 0;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (range_option(range, option))
			continue;
		if (option == 'h')
			print_help(verb);
		if (option < PATTERN)
			exit(EXIT_USAGE);
		if (given++)
			usage_error(verb, "--pattern, --zero and --random cannot go together");
		content->random = option == RANDOM;
		content->pattern = 0;
		if (option == RANDOM)
			content->seed = number_argument(verb, "--random",
							optarg, UINT64_MAX);
		else if (option == PATTERN)
			content->pattern = (unsigned char)
				number_argument(verb, "--pattern", optarg, 255);
	}
}

/* Uncommitted pages cannot be touched: say so instead of a crash. */
static void check_committed(const struct range *range, const char *view)
{
	uint64_t done = 0;

	while (done < range->size) {
		struct ntsection_extent extent;

		/* Of a view, because a handle needs a right to be asked. */
		if (ntsection_extent(range->device, (uintptr_t)view + done,
				     range->size - done, &extent))
			device_error("committed pages");
		if (!extent.committed)
			errx(EXIT_FAILURE,
			     "byte %" PRIu64
			     " is reserved and not committed: fill what is, with --offset and --size, or create with --commit",
			     range->offset + done);
		done += extent.length;
	}
}

/* Splitmix64: each seed another sequence, and pages that do not compress. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t value = *state += 0x9e3779b97f4a7c15;

	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
	value = (value ^ value >> 27) * 0x94d049bb133111eb;
	return value ^ value >> 31;
}

static void write_content(char *view, uint64_t size, struct content *content)
{
	uint64_t done, value;

	if (!content->random) {
		memset(view, content->pattern, size);
		return;
	}
	for (done = 0; done < size; done += sizeof(value)) {
		uint64_t rest = size - done;

		value = next_random(&content->seed);
		memcpy(view + done, &value,
		       rest < sizeof(value) ? rest : sizeof(value));
	}
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct content content = { .random = true, .seed = 1 };
	struct range range = { .name = NULL };
	char *view;

	take_options(verb, &range, &content, argc, argv);
	open_range(verb, &range, argc, argv, NTSECTION_MAP_WRITE);
	view = map_range(&range, PROT_READ | PROT_WRITE, 0);
	check_committed(&range, view);
	write_content(view, range.size, &content);
	printf("%" PRIu64 " bytes written\n", range.size);
	return EXIT_SUCCESS;
}

const struct verb verb_fill = {
	.name = "fill",
	.summary = "write to a section, so that it has pages",
	.synopsis = "[NAME] [OPTION...]",
	.help = "Write to each byte of a range of a section, and print how many that are.\n"
		"\n"
		"Options:\n"
		RANGE_HELP
		"      --random SEED     random bytes, which do not compress (of seed 1)\n"
		"      --pattern BYTE    this byte, a number such as 0xa5\n"
		"      --zero            zeros\n"
		"  -h, --help            print this\n",
	.run = run,
};
