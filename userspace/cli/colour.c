// SPDX-License-Identifier: GPL-2.0
/*
 * Colours, which only a terminal gets, and none if NO_COLOR is set.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "colour.h"

static bool has_colours(void)
{
	const char *unwanted = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(unwanted && *unwanted) && terminal &&
	       strcmp(terminal, "dumb");
}

const char *colour(const char *sequence)
{
	static int has = -1;

	if (has < 0)
		has = has_colours();
	return has ? sequence : "";
}
