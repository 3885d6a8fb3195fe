// SPDX-License-Identifier: GPL-2.0
/*
 * A file of samples, read to be drawn.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "recording.h"

#define MOST_FIELDS	32

enum field { TIME, RESIDENT, SWAPPED, ID, NAME, EVENT, PANEL, FIELDS };

/* The file that is read; the process ends with the reading or soon after. */
struct reader {
	const char *name;
	char **sections;
	unsigned long line;
	int column[FIELDS];	/* -1 if there is none */
	char *fields[MOST_FIELDS];
	size_t count;
	struct recording *recording;
};

__attribute__((noreturn)) static void no_memory(void)
{
	errx(EXIT_FAILURE, "no memory for the recording");
}

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		no_memory();
	return copied;
}

/* Make room for one more of @count; there is some at each power of two. */
static void *grow(void *array, size_t count, size_t size)
{
	if (count & (count - 1))
		return array;
	array = reallocarray(array, count ? 2 * count : 1, size);
	if (!array)
		no_memory();
	return array;
}

/* A field of the line; "" if there is none. */
static const char *field(const struct reader *reader, enum field field)
{
	int column = reader->column[field];

	if (column < 0 || (size_t)column >= reader->count)
		return "";
	return reader->fields[column];
}

static double number(const struct reader *reader, enum field which)
{
	const char *text = field(reader, which);
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= 0 && value < 1e19))
		errx(EXIT_FAILURE,
		     "%s: line %lu: '%s' is no number: is this a file of \"ntsection record\"?",
		     reader->name, reader->line, text);
	return value;
}

/* The first line says where what is. */
static void find_columns(struct reader *reader)
{
	static const char * const names[] = {
		"time", "resident", "swapped", "id", "name", "event", "panel"
	};
	size_t i;
	int which;

	for (which = 0; which < FIELDS; which++) {
		reader->column[which] = -1;
		for (i = 0; i < reader->count; i++)
			if (!strcmp(reader->fields[i], names[which]))
				reader->column[which] = (int)i;
	}
	for (which = TIME; which <= SWAPPED; which++)
		if (reader->column[which] < 0)
			errx(EXIT_FAILURE,
			     "%s has no column '%s': it takes CSV as \"ntsection record\" writes it without --json",
			     reader->name, names[which]);
	if (reader->column[ID] < 0 && reader->column[NAME] < 0)
		errx(EXIT_FAILURE, "%s has neither a column 'id' nor one 'name'",
		     reader->name);
}

static struct panel *find_panel(struct reader *reader, double time)
{
	struct recording *recording = reader->recording;
	const char *title = field(reader, PANEL);
	struct panel *panel;
	size_t i;

	/* The one of the line before, most often. */
	for (i = recording->count; i; i--) {
		panel = &recording->panels[i - 1];
		if (!strcmp(panel->title, title))
			return panel;
	}
	recording->panels = grow(recording->panels, recording->count,
				 sizeof(*panel));
	panel = &recording->panels[recording->count++];
	*panel = (struct panel){ .title = copy(title), .start = time,
				 .end = time };
	return panel;
}

static struct series *find_series(struct reader *reader, struct panel *panel)
{
	const char *id = field(reader, ID), *name = field(reader, NAME);
	const char *key = *id ? id : name;
	struct series *series;
	size_t i;

	for (i = 0; i < panel->series_count; i++)
		if (!strcmp(panel->series[i].key, key))
			return &panel->series[i];
	panel->series = grow(panel->series, panel->series_count,
			     sizeof(*series));
	series = &panel->series[panel->series_count++];
	*series = (struct series){ .key = copy(key), .name = copy(name) };
	return series;
}

/* Add a point. Of points that are all the same the first and the last do. */
static void add_point(struct series *series, const struct point *point)
{
	double most = point->resident > point->swapped ? point->resident :
		      point->swapped;
	struct point *last = series->points + series->count - 1;

	if (most > series->peak)
		series->peak = most;
	if (series->count >= 2 && last->resident == point->resident &&
	    last->swapped == point->swapped &&
	    last[-1].resident == point->resident &&
	    last[-1].swapped == point->swapped) {
		*last = *point;
		return;
	}
	series->points = grow(series->points, series->count, sizeof(*point));
	series->points[series->count++] = *point;
}

static void add_event(struct panel *panel, double time, const char *text)
{
	panel->events = grow(panel->events, panel->event_count,
			     sizeof(*panel->events));
	panel->events[panel->event_count++] =
		(struct event){ .time = time, .text = copy(text) };
}

static bool is_wanted(const struct reader *reader)
{
	size_t i;

	for (i = 0; reader->sections[i]; i++)
		if (!strcmp(reader->sections[i], field(reader, ID)) ||
		    !strcmp(reader->sections[i], field(reader, NAME)))
			return true;
	return !i;
}

static void read_line(struct reader *reader)
{
	double time = number(reader, TIME);
	struct panel *panel;
	struct point point;

	if (*field(reader, EVENT)) {
		panel = find_panel(reader, time);
		add_event(panel, time, field(reader, EVENT));
	} else {
		if (!is_wanted(reader))
			return;
		point.time = time;
		point.resident = number(reader, RESIDENT);
		point.swapped = number(reader, SWAPPED);
		panel = find_panel(reader, time);
		add_point(find_series(reader, panel), &point);
	}
	if (time < panel->start)
		panel->start = time;
	if (time > panel->end)
		panel->end = time;
}

/* Sections that have the same name are told apart by their numbers. */
static char *make_label(const struct panel *panel, const struct series *series)
{
	bool alone = true;
	char *label;
	size_t i;

	for (i = 0; i < panel->series_count; i++)
		alone &= &panel->series[i] == series ||
			 strcmp(panel->series[i].name, series->name);
	if (!*series->name) {
		if (asprintf(&label, "section %s", series->key) < 0)
			no_memory();
	} else if (!alone) {
		if (asprintf(&label, "%s (%s)", series->name, series->key) < 0)
			no_memory();
	} else {
		label = copy(series->name);
	}
	return label;
}

/* One colour for what is called the same, in the order of its appearance. */
static void choose_colour(struct recording *recording, struct series *series)
{
	size_t i;

	for (i = 0; i < recording->label_count; i++)
		if (!strcmp(recording->labels[i], series->label))
			break;
	if (i == recording->label_count) {
		recording->labels = grow(recording->labels, i, sizeof(char *));
		recording->labels[i] = series->label;
		recording->label_count++;
	}
	series->colour = i;
}

/* Returns how many series there are. */
static size_t finish(struct recording *recording)
{
	size_t i, k, count = 0;

	for (i = 0; i < recording->count; i++) {
		struct panel *panel = &recording->panels[i];

		for (k = 0; k < panel->series_count; k++) {
			struct series *series = &panel->series[k];

			series->label = make_label(panel, series);
			choose_colour(recording, series);
			count++;
		}
	}
	return count;
}

void recording_read(struct recording *recording, const char *name,
		    char **sections)
{
	struct reader reader = { .name = name, .sections = sections,
				 .recording = recording };
	FILE *file = strcmp(name, "-") ? fopen(name, "re") : stdin;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	if (!file)
		err(EXIT_FAILURE, "%s", name);
	while ((length = getline(&line, &room, file)) > 0) {
		/* The end of a file that is still written to. */
		if (line[length - 1] != '\n')
			break;
		reader.count = csv_split(line, reader.fields, MOST_FIELDS);
		if (!reader.line++)
			find_columns(&reader);
		else
			read_line(&reader);
	}
	if (ferror(file))
		err(EXIT_FAILURE, "%s", name);
	free(line);
	if (file != stdin)
		fclose(file);
	if (!finish(recording))
		errx(EXIT_FAILURE, "%s has no samples%s", name,
		     sections[0] ? " of these sections" : "");
}
