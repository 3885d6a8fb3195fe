// SPDX-License-Identifier: GPL-2.0
/*
 * A recording as a script for gnuplot: one panel below the other or two beside
 * each other, resident memory solid, swapped memory dashed, a colour for each
 * section, a dotted line with a label for each event.
 *
 * All panels have the same height in bytes, so that they can be compared.
 */
#include <stdbool.h>

#include "drawing.h"

/* Sizes in pixels. */
#define WIDTH		1200
#define TITLE_HEIGHT	81	/* above the first panel's axes */
#define PANEL_HEIGHT	285	/* of the axes */
#define BETWEEN		182	/* axes, for three lines of the key */
#define KEY_LINE	18
#define USUAL_KEY	3

/* Colours that colour-blind readers can tell apart. */
static const unsigned int colours[] = {
	0x0072b2, 0xe69f00, 0x009e73, 0xd55e00, 0xcc79a7, 0x56b4e9, 0x000000,
};

/* Below the axes, in two columns: what is resident, what is swapped. */
static const char key[] =
	"set key at graph 0.5,-0.19 center top Left reverse vertical \\\n"
	"samplen 3.5 font ',12' textcolor rgb '#333333'\n";

struct drawing {
	FILE *script;
	const struct recording *recording;
	double most;		/* bytes of all */
	double unit;		/* bytes of a unit of the axis */
	const char *unit_name;
	bool events;		/* there are some, and they need room */
	int height;		/* pixels of the picture */
	int pitch;		/* of a row of panels */
};

/* A text as gnuplot wants it. */
static void write_text(FILE *script, const char *text)
{
	putc('\'', script);
	for (; *text; text++) {
		if (*text == '\'')
			putc('\'', script);
		putc(*text, script);
	}
	putc('\'', script);
}

static void measure(struct drawing *drawing)
{
	static const char * const names[] = { "KiB", "MiB", "GiB", "TiB" };
	const struct recording *recording = drawing->recording;
	size_t i, k, lines = USUAL_KEY;
	int unit = 0, rows;

	for (i = 0; i < recording->count; i++) {
		const struct panel *panel = &recording->panels[i];

		if (panel->series_count > lines)
			lines = panel->series_count;
		drawing->events |= panel->event_count;
		for (k = 0; k < panel->series_count; k++)
			if (panel->series[k].peak > drawing->most)
				drawing->most = panel->series[k].peak;
	}
	drawing->unit = 1024;
	while (unit < 3 && drawing->most >= 1024 * drawing->unit) {
		drawing->unit *= 1024;
		unit++;
	}
	drawing->unit_name = names[unit];
	if (!drawing->most)
		drawing->most = drawing->unit;
	drawing->pitch = PANEL_HEIGHT + BETWEEN +
			 KEY_LINE * (int)(lines - USUAL_KEY);
	rows = (int)(recording->count + 1) / 2;
	drawing->height = TITLE_HEIGHT + rows * drawing->pitch - 62;
}

static void write_head(const struct drawing *drawing, const char *terminal,
		       const char *title)
{
	double most = drawing->most / drawing->unit, step = 1;
	FILE *script = drawing->script;

	while (most / step > 5)
		step *= 2;
	while (most / step < 2)
		step /= 2;
	fprintf(script,
		"set terminal %s noenhanced size %d,%d font 'sans-serif,13' background 'white'\n",
		terminal, WIDTH, drawing->height);
	fputs("set encoding utf8\n"
	      "set multiplot title ", script);
	write_text(script, title);
	fputs(" font ',17'\n"
	      "set grid ytics linecolor rgb '#dddddd'\n"
	      "set border 3 linecolor rgb '#555555'\n"
	      "set tics nomirror\n", script);
	fprintf(script, "set ylabel '%s' offset 1.2,0\n", drawing->unit_name);
	/* Labels of events stand above what is drawn. */
	fprintf(script, "set yrange [0:%g]\n",
		most * (drawing->events ? 1.84 : 1.08));
	fprintf(script, "set ytics 0,%g,%g\n", step, most);
	fputs(key, script);
}

/* Seconds of a unit of the time axis. */
static double time_unit(double seconds, const char **name)
{
	if (seconds < 600) {
		*name = "seconds";
		return 1;
	}
	if (seconds < 4 * 3600) {
		*name = "minutes";
		return 60;
	}
	*name = "hours";
	return 3600;
}

/* Two panels in a row; if the last is alone it has all of it. */
static void place_panel(const struct drawing *drawing, size_t i)
{
	bool wide = i + 1 == drawing->recording->count && !(i % 2);
	double height = drawing->height;
	double top = TITLE_HEIGHT + (double)(i / 2) * drawing->pitch;

	fprintf(drawing->script, "set lmargin at screen %g\n"
		"set rmargin at screen %g\n"
		"set tmargin at screen %g\n"
		"set bmargin at screen %g\n",
		i % 2 ? 0.555 : 0.055, i % 2 || wide ? 0.985 : 0.485,
		1 - top / height, 1 - (top + PANEL_HEIGHT) / height);
}

/* A line for each event, and labels that are moved apart where they are close. */
static void write_events(const struct drawing *drawing,
			 const struct panel *panel, double unit, double gap)
{
	double most = drawing->most / drawing->unit, place = -gap;
	FILE *script = drawing->script;
	size_t i;

	for (i = 0; i < panel->event_count; i++) {
		double x = (panel->events[i].time - panel->start) / unit;

		place = x < place + gap ? place + gap : x;
		fprintf(script,
			"set arrow from %.4f,0 to %.4f,%g nohead linecolor rgb '#bbbbbb' dashtype 3\n",
			x, x, 1.08 * most);
		fputs("set label ", script);
		write_text(script, panel->events[i].text);
		fprintf(script, " at %.4f,%g rotate left font ',11' textcolor rgb '#333333'\n",
			place, 1.11 * most);
	}
}

static void write_points(const struct drawing *drawing,
			 const struct panel *panel, double unit)
{
	FILE *script = drawing->script;
	size_t i, k;

	for (i = 0; i < panel->series_count; i++) {
		const struct series *series = &panel->series[i];

		fprintf(script, "$series%zu << END\n", i);
		for (k = 0; k < series->count; k++) {
			const struct point *point = &series->points[k];

			fprintf(script, "%.4f %.9g %.9g\n",
				(point->time - panel->start) / unit,
				point->resident / drawing->unit,
				point->swapped / drawing->unit);
		}
		fputs("END\n", script);
	}
}

static void write_lines(const struct drawing *drawing,
			const struct panel *panel)
{
	static const char * const kinds[] = { "resident", "swapped" };
	size_t colour_count = sizeof(colours) / sizeof(colours[0]);
	FILE *script = drawing->script;
	size_t i;
	int kind;

	fputs("plot", script);
	for (kind = 0; kind < 2; kind++) {
		for (i = 0; i < panel->series_count; i++) {
			const struct series *series = &panel->series[i];
			char title[300];

			fprintf(script,
				"%s $series%zu using 1:%d with lines linewidth 2.2%s linecolor rgb %u title ",
				kind || i ? "," : "", i, 2 + kind,
				kind ? " dashtype (8,4)" : "",
				colours[series->colour % colour_count]);
			snprintf(title, sizeof(title), "%s, %s", series->label,
				 kinds[kind]);
			write_text(script, title);
		}
	}
	/* A panel may have events alone. */
	fputs(panel->series_count ? "\n" : " NaN notitle\n", script);
}

static void write_panel(const struct drawing *drawing, size_t i)
{
	const struct panel *panel = &drawing->recording->panels[i];
	bool wide = i + 1 == drawing->recording->count && !(i % 2);
	FILE *script = drawing->script;
	const char *unit_name;
	double unit = time_unit(panel->end - panel->start, &unit_name);
	double end = (panel->end - panel->start) / unit;

	/* One sample is no range. */
	if (end <= 0)
		end = 1;
	place_panel(drawing, i);
	fprintf(script, "set xlabel '%s' offset 0,0.4\n", unit_name);
	fprintf(script, "set xrange [%.4f:%.4f]\n", -0.02 * end, 1.05 * end);
	fprintf(script, "set key maxrows %zu\n"
		"set title ", panel->series_count ? panel->series_count : 1);
	write_text(script, panel->title);
	fputs(" font ',14' offset 0,-0.3\n"
	      "unset arrow\n"
	      "unset label\n", script);
	write_events(drawing, panel, unit, end * (wide ? 0.016 : 0.033));
	write_points(drawing, panel, unit);
	write_lines(drawing, panel);
}

void drawing_write(FILE *script, const struct recording *recording,
		   const char *terminal, const char *title)
{
	struct drawing drawing = { .script = script, .recording = recording };
	size_t i;

	measure(&drawing);
	write_head(&drawing, terminal, title);
	for (i = 0; i < recording->count; i++)
		write_panel(&drawing, i);
	fputs("unset multiplot\n", script);
}
