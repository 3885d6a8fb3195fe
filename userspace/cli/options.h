/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The options that all verbs with a table have.
 */
#ifndef NTSECTION_CLI_OPTIONS_H
#define NTSECTION_CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>

#include "command.h"

/* How a table is printed. */
struct output {
	const char *columns;	/* -o: "A,B" or "+A,B"; NULL for the default */
	bool json;
	bool bytes;
	bool raw;
	bool noheadings;
};

/* What getopt_long() returns for options without a letter; a verb's own follow. */
enum { NOHEADINGS = 0x100, OUTPUT_END };

/* For getopt_long(): a verb's own options stand before these. */
#define OUTPUT_SHORT "o:Jbrh"
#define OUTPUT_LONG						\
	{ "output", required_argument, NULL, 'o' },		\
	{ "json", no_argument, NULL, 'J' },			\
	{ "bytes", no_argument, NULL, 'b' },			\
	{ "raw", no_argument, NULL, 'r' },			\
	{ "noheadings", no_argument, NULL, NOHEADINGS },	\
	{ "help", no_argument, NULL, 'h' },			\
	{ NULL, 0, NULL, 0 }

/* What --help says of them. */
#define OUTPUT_HELP							\
	"  -o, --output COL,...  print these columns; +COL,... adds to the usual ones\n" \
	"  -J, --json            print JSON; sizes are numbers in bytes\n"	\
	"  -b, --bytes           print sizes in bytes\n"			\
	"  -r, --raw             print columns separated by single blanks\n"	\
	"      --noheadings      print no line of headings\n"			\
	"  -h, --help            print this\n"

/*
 * Take an option that getopt_long() has returned and the verb does not know.
 * Exits for --help and for what nobody knows.
 */
void output_option(const struct verb *verb, struct output *output, int option);

/* The options of a verb that has no others. optind is the first argument. */
void output_options(const struct verb *verb, struct output *output, int argc,
		    char **argv);

#endif /* NTSECTION_CLI_OPTIONS_H */
