// SPDX-License-Identifier: GPL-2.0
/*
 * bench: what sections cost, and what one would take instead.
 *
 *	bench measure FILE [ROW...]	print the table, write it to FILE as JSON
 *	bench brief FILE		the same for the rows of the short form
 *	bench growth FILE		how costs grow, as CSV
 *	bench contention		the same on two CPUs at once
 *	bench profile FOLDER		work for profile/plugin.c
 *	bench compare STORED FILE	is FILE worse?
 *	bench ratios FILE		its ratios, for gnuplot
 *
 * "run" does all of it in the test VM.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contention.h"
#include "growth.h"
#include "profile.h"
#include "result.h"
#include "stored.h"
#include "system.h"

/* Those of the short form first, so that both forms do the same before them. */
static const struct row *const themes[] = {
	life_rows, page_rows, name_rows, handover_rows, swap_rows, many_rows,
};

#define THEMES (sizeof(themes) / sizeof(themes[0]))

static struct result results[MOST_RESULTS];
static unsigned int count;

bool result_reached(const struct result *result)
{
	double figure = result->best > 0 ? result->ratio : result->figures[0];

	/* As precise as the table is. */
	return figure < result->row->target + 0.005;
}

static void measure(const struct row *row)
{
	struct result *result = &results[count++];
	const struct side *side;

	if (count > MOST_RESULTS)
		die("too many rows");
	result->row = row;
	fprintf(stderr, "%s: %s:", row->id, row->what);
	for (side = row->sides; side->name; side++) {
		double figure = side->measure(side->arg);

		result->figures[side - row->sides] = figure;
		fprintf(stderr, " %s %.1f", side->name, figure);
		if (side == row->sides || side->apart)
			continue;
		if (!result->best || figure < result->best)
			result->best = figure;
	}
	fputc('\n', stderr);
	if (result->best > 0)
		result->ratio = result->figures[0] / result->best;
}

static bool is_wanted(const struct row *row, bool brief, char *const *ids)
{
	if (brief)
		return row->brief;
	if (!*ids)
		return true;
	for (; *ids; ids++)
		if (!strcmp(row->id, *ids))
			return true;
	return false;
}

static void measure_all(bool brief, bool quick, char *const *ids)
{
	const struct row *row;
	unsigned int i;

	for (i = 0; i < THEMES; i++)
		for (row = themes[i]; row->id; row++)
			if (row->brief == quick && is_wanted(row, brief, ids))
				measure(row);
}

int main(int argc, char **argv)
{
	bool brief = argc == 3 && !strcmp(argv[1], "brief");

	errno = 0;
	if (brief || (argc >= 3 && !strcmp(argv[1], "measure"))) {
		measure_all(brief, true, argv + 3);
		measure_all(brief, false, argv + 3);
		table_print(results, count);
		json_write(argv[2], results, count);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "growth")) {
		growth_write(argv[2]);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "contention")) {
		contention_print();
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "profile")) {
		profile(argv[2]);
		return 0;
	}
	if (argc == 4 && !strcmp(argv[1], "compare"))
		return compare(argv[2], argv[3]);
	if (argc == 3 && !strcmp(argv[1], "ratios")) {
		ratios_print(argv[2]);
		return 0;
	}
	die("usage: see the begin of main.c");
}
