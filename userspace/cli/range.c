// SPDX-License-Identifier: GPL-2.0
/*
 * The section that a verb works on, and the range of it.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "argument.h"
#include "range.h"
#include "sections.h"

bool range_option(struct range *range, int option)
{
	switch (option) {
	case RANGE_FD:
		range->fd = optarg;
		return true;
	case RANGE_OFFSET:
		range->start = optarg;
		return true;
	case RANGE_SIZE:
		range->length = optarg;
		return true;
	default:
		return false;
	}
}

void range_options(const struct verb *verb, struct range *range,
		   struct output *output, int argc, char **argv)
{
	static const struct option options[] = { RANGE_LONG, OUTPUT_LONG };
	int option;

	while ((option = getopt_long(argc, argv, OUTPUT_SHORT, options,
				     NULL)) != -1)
		if (!range_option(range, option))
			output_option(verb, output, option);
}

static int open_by_name(int device, const char *name, uint32_t access)
{
	int section = ntsection_open_named(device, name, 0, access, 0);

	if (section < 0 && errno == ENOENT)
		errx(EXIT_FAILURE,
		     "no section has the name '%s'; \"ntsection list\" shows those there are",
		     name);
	if (section < 0 && errno == EACCES)
		errx(EXIT_FAILURE,
		     "the section '%s' does not let you do this: it is its owner's to give more with create --mode",
		     name);
	if (section < 0 && (errno == ENOTDIR || errno == ENAMETOOLONG ||
			    errno == EINVAL))
		errx(EXIT_FAILURE, "'%s' is no name that a section can have",
		     name);
	if (section < 0)
		err(EXIT_FAILURE, "section '%s'", name);
	return section;
}

/* The handle that is there already; *@what is how it was named. */
static int inherited(const struct verb *verb, const char *fd, const char **what)
{
	*what = fd ? "--fd" : FD_VARIABLE;
	if (!fd)
		fd = getenv(FD_VARIABLE);
	if (!fd)
		usage_error(verb, "a section is missing: NAME or --fd");
	return (int)number_argument(verb, *what, fd, INT_MAX);
}

static void check_access(const struct ntsection_handle *info, uint32_t access)
{
	if ((info->access & access) != access)
		errx(EXIT_FAILURE,
		     "the handle does not have the rights for this: it has %#x, and %#x is needed",
		     info->access, access);
}

/* What can be told before anything is opened. */
static void parse_range(const struct verb *verb, struct range *range)
{
	if (range->name && range->fd)
		usage_error(verb, "NAME and --fd cannot go together");
	if (range->start)
		range->offset = size_argument(verb, "--offset", range->start);
	if (!range->length)
		return;
	range->size = size_argument(verb, "--size", range->length);
	if (!range->size)
		usage_error(verb, "--size needs at least 1 byte");
}

static void check_range(struct range *range, uint64_t size)
{
	if (range->offset >= size)
		errx(EXIT_FAILURE,
		     "the offset %" PRIu64 " is not inside the section, which has %"
		     PRIu64 " bytes", range->offset, size);
	if (!range->size)
		range->size = size - range->offset;
	if (range->size > size - range->offset)
		errx(EXIT_FAILURE,
		     "the range ends behind the section, which has %" PRIu64
		     " bytes", size);
}

void open_range(const struct verb *verb, struct range *range, int argc,
		char **argv, uint32_t access)
{
	struct ntsection_handle info;
	const char *what = "section";

	if (optind < argc)
		range->name = argv[optind++];
	if (optind < argc)
		usage_error(verb, "too many arguments");
	parse_range(verb, range);

	range->device = open_device();
	if (range->name)
		range->section = open_by_name(range->device, range->name,
					      access);
	else
		range->section = inherited(verb, range->fd, &what);
	if (ntsection_handle(range->section, &info))
		errx(EXIT_FAILURE,
		     "%s: descriptor %d is no handle of a section that this process has",
		     what, range->section);
	check_access(&info, access);
	range->id = info.id;
	check_range(range, info.maximum_size);
}

char *map_range(const struct range *range, int prot, unsigned int flags)
{
	uint64_t before = range->offset % NTSECTION_GRANULARITY;
	char *view = ntsection_map(range->section, NULL, range->offset - before,
				   range->size + before, prot, flags);

	if (!view && errno == EACCES)
		errx(EXIT_FAILURE,
		     "the section's protection does not allow this; \"ntsection list\" shows it");
	if (!view)
		err(EXIT_FAILURE, "view of the section");
	return view + before;
}

static void touch(const struct range *range, const char *view, uint64_t from,
		  uint64_t to, enum place place)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct ntsection_residence found;
	uint64_t bytes, middle;

	if (ntsection_residence(range->section, 0, from, to - from, &found))
		device_error("pages of the section");
	bytes = place == IN_RAM ? found.resident : found.swapped;
	if (!bytes)
		return;
	if (bytes == to - from || to - from == page) {
		for (; from < to; from += page)
			*(const volatile char *)
				(view + (int64_t)(from - range->offset));
		return;
	}
	middle = from + (to - from) / 2 / page * page;
	touch(range, view, from, middle, place);
	touch(range, view, middle, to, place);
}

void touch_range(const struct range *range, const char *view, enum place place)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t end = range->offset + range->size;

	touch(range, view, range->offset / page * page,
	      (end + page - 1) / page * page, place);
}
