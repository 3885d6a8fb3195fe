/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file of samples, read to be drawn.
 *
 * It is CSV, and its first line names the columns, of which these are known:
 *
 *   time	seconds, since whenever
 *   resident, swapped	bytes; a line without them is an event
 *   id, name	what the sample is of; one of both at least
 *   event	what happened at this time
 *   panel	title of the panel that a line belongs to, where there are several
 *
 * "ntsection record" writes it; other programs may, with what they know.
 */
#ifndef NTSECTION_CLI_RECORDING_H
#define NTSECTION_CLI_RECORDING_H

#include <stddef.h>
#include <stdint.h>

struct point {
	double time;
	double resident;
	double swapped;
};

/**
 * struct series - samples of one section
 * @key: what tells it from others, its number if it has one
 * @name: "" if it has none
 * @label: what it is called in the drawing
 * @points: in the order of the file
 * @count: of the points
 * @peak: the most it had
 * @colour: its number, the same in all panels
 */
struct series {
	char *key;
	char *name;
	char *label;
	struct point *points;
	size_t count;
	double peak;
	size_t colour;
};

struct event {
	double time;
	char *text;
};

/**
 * struct panel - what is drawn above one time axis
 * @title: "" if the file has no panels
 * @start: the first time, @end: the last
 */
struct panel {
	char *title;
	struct series *series;
	size_t series_count;
	struct event *events;
	size_t event_count;
	double start;
	double end;
};

/**
 * struct recording - all of a file
 * @labels: each once; the number of one is that of its colour
 */
struct recording {
	struct panel *panels;
	size_t count;
	char **labels;
	size_t label_count;
};

/*
 * Read a file; if @sections are named, only these. Exits with a sentence if
 * there is nothing in it that can be drawn.
 */
void recording_read(struct recording *recording, const char *name,
		    char **sections);

#endif /* NTSECTION_CLI_RECORDING_H */
