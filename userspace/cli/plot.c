// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection plot": a recording as a picture, drawn by gnuplot.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drawing.h"
#include "table.h"

/* More than these cannot be told apart. */
#define MOST_SERIES	12

extern char **environ;

struct plotter {
	const struct verb *verb;
	const char *file;	/* NULL for stdout */
	const char *title;	/* NULL for none */
	unsigned long panel;	/* number of the only one, 0 for all */
};

/* Gnuplot's name for the kind of picture that the file's name asks for. */
static const char *terminal_of(const struct plotter *plotter)
{
	const char *end = plotter->file ? strrchr(plotter->file, '.') :
					    NULL;

	if (!plotter->file || (end && !strcasecmp(end, ".svg")))
		return "svg dynamic";
	if (end && !strcasecmp(end, ".png"))
		return "pngcairo fontscale 0.75"; /* pixels, as of SVG */
	usage_error(plotter->verb, "'%s' is neither a .svg nor a .png",
		    plotter->file);
}

static void choose_panel(const struct plotter *plotter,
			 struct recording *recording)
{
	if (!plotter->panel)
		return;
	if (plotter->panel > recording->count)
		errx(EXIT_FAILURE, "there is no panel %lu: the file has %zu",
		     plotter->panel, recording->count);
	recording->panels += plotter->panel - 1;
	recording->count = 1;
}

static int compare_peaks(const void *left, const void *right)
{
	const struct series *a = left, *b = right;

	return (a->peak < b->peak) - (a->peak > b->peak);
}

/* Keep what can be told apart, the largest, and say so. */
static void choose_series(struct panel *panel)
{
	size_t i;

	if (panel->series_count <= MOST_SERIES)
		return;
	warnx("drawing the %d largest of %zu sections: name those that you want instead",
	      MOST_SERIES, panel->series_count);
	qsort(panel->series, panel->series_count, sizeof(*panel->series),
	      compare_peaks);
	panel->series_count = MOST_SERIES;
	for (i = 0; i < MOST_SERIES; i++)
		panel->series[i].colour = i;
}

/* Run gnuplot on a script, with its output to a descriptor. */
static void run_gnuplot(FILE *script, int output)
{
	char *command[] = { "gnuplot", "-", NULL };
	posix_spawn_file_actions_t actions;
	int status, error;
	pid_t child;

	/* The child reads from where the descriptor stands. */
	if (fflush(script) || lseek(fileno(script), 0, SEEK_SET))
		err(EXIT_FAILURE, "script for gnuplot");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fileno(script),
					 STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	error = posix_spawnp(&child, command[0], &actions, NULL, command,
			     environ);
	posix_spawn_file_actions_destroy(&actions);
	errno = error;
	if (error == ENOENT)
		errx(EXIT_FAILURE,
		     "gnuplot is not installed, and it draws the picture: install gnuplot-nox (Debian) or gnuplot");
	if (error)
		err(EXIT_FAILURE, "gnuplot");
	if (waitpid(child, &status, 0) != child)
		err(EXIT_FAILURE, "gnuplot");
	if (status)
		errx(EXIT_FAILURE, "gnuplot could not draw the picture; what it says is above");
}

/* Where a picture grows until it is whole. */
static char *new_file;

static void remove_new_file(void)
{
	if (new_file)
		unlink(new_file);
}

/* A file beside @name that takes its place when the picture is whole. */
static int open_beside(const char *name)
{
	mode_t mask = umask(0);
	int file;

	umask(mask);
	if (asprintf(&new_file, "%s.XXXXXX", name) < 0)
		errx(EXIT_FAILURE, "no memory for a name");
	file = mkostemp(new_file, O_CLOEXEC);
	if (file < 0) {
		warn("%s", name);
		new_file = NULL;
		exit(EXIT_FAILURE);
	}
	atexit(remove_new_file);
	fchmod(file, 0666 & ~mask);
	return file;
}

static void draw(const struct plotter *plotter,
		 const struct recording *recording, const char *terminal)
{
	FILE *script = tmpfile();
	int output = STDOUT_FILENO;

	if (!script)
		err(EXIT_FAILURE, "script for gnuplot");
	drawing_write(script, recording, terminal, plotter->title);
	if (plotter->file)
		output = open_beside(plotter->file);
	run_gnuplot(script, output);
	fclose(script);
	if (!plotter->file)
		return;
	if (close(output) || rename(new_file, plotter->file))
		err(EXIT_FAILURE, "%s", plotter->file);
	new_file = NULL;
}

static void parse_options(struct plotter *plotter, int argc, char **argv)
{
	static const struct option options[] = {
		{ "file", required_argument, NULL, 'f' },
		{ "title", required_argument, NULL, 't' },
		{ "panel", required_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	char *end;
	int option;

	while ((option = getopt_long(argc, argv, "f:t:p:h", options,
				     NULL)) != -1) {
		switch (option) {
		case 'f':
			plotter->file = optarg;
			break;
		case 't':
			plotter->title = optarg;
			break;
		case 'p':
			plotter->panel = strtoul(optarg, &end, 10);
			if (!plotter->panel || *end || *optarg == '-')
				usage_error(plotter->verb,
					    "'%s' is no number of a panel",
					    optarg);
			break;
		case 'h':
			print_help(plotter->verb);
		default:
			/* getopt_long() has said what is wrong. */
			exit(EXIT_USAGE);
		}
	}
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct plotter plotter = { .verb = verb };
	struct recording recording = { .count = 0 };
	const char *terminal;
	size_t i;

	parse_options(&plotter, argc, argv);
	if (optind == argc)
		usage_error(verb, "a file of samples is missing");
	terminal = terminal_of(&plotter);

	recording_read(&recording, argv[optind], argv + optind + 1);
	choose_panel(&plotter, &recording);
	for (i = 0; i < recording.count; i++)
		choose_series(&recording.panels[i]);
	/* One panel may have the title of the picture. */
	if (!plotter.title) {
		plotter.title = "Memory of sections in RAM and in swap";
		if (recording.count == 1 && *recording.panels[0].title) {
			plotter.title = recording.panels[0].title;
			recording.panels[0].title = "";
		}
	}
	draw(&plotter, &recording, terminal);
	return EXIT_SUCCESS;
}

const struct verb verb_plot = {
	.name = "plot",
	.summary = "a picture of what was recorded",
	.synopsis = "[OPTION...] FILE [SECTION...]",
	.help = "Draw a file of \"ntsection record\" with gnuplot: over time, what each section,\n"
		"or each that is named, had in RAM (solid lines) and in swap (dashed lines).\n"
		"\n"
		"Options:\n"
		"  -f, --file FILE       picture to write, FILE.svg or FILE.png; usual: SVG on stdout\n"
		"  -t, --title TEXT      what stands above it\n"
		"  -p, --panel N         draw only the panel with this number\n"
		"  -h, --help            print this\n"
		"\n"
		"FILE is CSV, - for stdin, and its first line names the columns. It needs time\n"
		"(seconds), resident and swapped (bytes), and id or name. A program that writes\n"
		"such files may have two more: event, with what happened at a time, which is\n"
		"drawn as a label, on lines of their own; and panel, with a title, for several\n"
		"panels in one picture.\n",
	.run = run,
};
