/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the verbs of the ntsection command share.
 *
 * Exit status of every verb: 0 success, 1 failure, 2 wrong usage. What went
 * wrong is one sentence on stderr.
 */
#ifndef NTSECTION_CLI_COMMAND_H
#define NTSECTION_CLI_COMMAND_H

#include <stdbool.h>

#define EXIT_USAGE 2

/* How a table is printed, from the options that all verbs have. */
struct output {
	bool json;		/* -J */
	bool noheadings;	/* --noheadings */
	bool raw;		/* -r */
};

int doctor(const struct output *output);

#endif /* NTSECTION_CLI_COMMAND_H */
