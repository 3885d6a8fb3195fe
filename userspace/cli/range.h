/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The section that a verb works on, and the range of it: NAME or --fd, --offset
 * and --size.
 */
#ifndef NTSECTION_CLI_RANGE_H
#define NTSECTION_CLI_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ntsection.h>

#include "options.h"

/* Environment variables that "ntsection create -- COMMAND" sets. */
#define FD_VARIABLE "NTSECTION_FD"
#define ID_VARIABLE "NTSECTION_ID"

/**
 * struct range - a range of a section
 * @fd: --fd, or NULL
 * @start: --offset, or NULL
 * @length: --size, or NULL
 * @name: NAME, or NULL
 * @device: a descriptor of /dev/ntsection
 * @section: the handle
 * @id: number of the section
 * @offset: first byte
 * @size: bytes, at least 1
 *
 * The texts are what the command line has, the rest is set by open_range().
 */
struct range {
	const char *fd, *start, *length, *name;
	int device;
	int section;
	uint64_t id;
	uint64_t offset, size;
};

/* For getopt_long(): stands before OUTPUT_LONG. */
enum { RANGE_FD = OUTPUT_END, RANGE_OFFSET, RANGE_SIZE, RANGE_END };

#define RANGE_LONG						\
	{ "fd", required_argument, NULL, RANGE_FD },		\
	{ "offset", required_argument, NULL, RANGE_OFFSET },	\
	{ "size", required_argument, NULL, RANGE_SIZE }

#define RANGE_HELP							\
	"      --fd N            the section of this inherited handle, instead of NAME; if\n" \
	"                        neither is given, that of the variable NTSECTION_FD, which\n" \
	"                        \"ntsection create -- COMMAND\" sets\n"	\
	"      --offset BYTES    where in the section to begin (0)\n"		\
	"      --size BYTES      how much of it (all to the end)\n"

/* Take an option of RANGE_LONG; false if @option is none. */
bool range_option(struct range *range, int option);

/*
 * Open the section with @access and check the range. Exits with a sentence if
 * that cannot be done.
 */
void open_range(const struct verb *verb, struct range *range, int argc,
		char **argv, uint32_t access);

/*
 * Map what contains the range, with @prot and @flags as of ntsection_map(), and
 * return where the range begins. Exits with a sentence if that cannot be done.
 */
char *map_range(const struct range *range, int prot, unsigned int flags);

/*
 * Read each page of the range that is in RAM, or in swap, through @view, which
 * is where the range begins. Pages that are in neither are not touched, since
 * that would make them.
 */
enum place { IN_RAM, IN_SWAP };
void touch_range(const struct range *range, const char *view, enum place place);

/* The options of a verb that moves a range's pages: RANGE_HELP, OUTPUT_HELP. */
void range_options(const struct verb *verb, struct range *range,
		   struct output *output, int argc, char **argv);

#endif /* NTSECTION_CLI_RANGE_H */
