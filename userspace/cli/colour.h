/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Colours, which only a terminal gets, and none if NO_COLOR is set.
 */
#ifndef NTSECTION_CLI_COLOUR_H
#define NTSECTION_CLI_COLOUR_H

#define COLOUR_RED	"\033[31m"
#define COLOUR_GREEN	"\033[32m"
#define COLOUR_YELLOW	"\033[33m"
#define COLOUR_BLUE	"\033[34m"
#define COLOUR_FAINT	"\033[2m"
#define COLOUR_NONE	"\033[0m"

/* @sequence, or "" if stdout shall have no colours. */
const char *colour(const char *sequence);

#endif /* NTSECTION_CLI_COLOUR_H */
