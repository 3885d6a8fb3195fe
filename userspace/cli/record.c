// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection record": samples of sections, for programs and for "ntsection
 * plot".
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "columns.h"
#include "csv.h"
#include "json.h"
#include "pace.h"
#include "sections.h"
#include "table.h"

enum {
	TIME, ID, NAME, SIZE, COMMITTED, RESIDENT, SWAPPED, HANDLES, VIEWS, PID,
	COMMAND
};

static const struct column columns[] = {
	[TIME] = { "TIME", KIND_NUMBER, true, "seconds since 1970" },
	[ID] = COLUMN_ID,
	[NAME] = COLUMN_NAME,
	[SIZE] = COLUMN_SIZE(false),
	[COMMITTED] = COLUMN_COMMITTED,
	[RESIDENT] = COLUMN_RESIDENT,
	[SWAPPED] = COLUMN_SWAPPED,
	[HANDLES] = COLUMN_HANDLES,
	[VIEWS] = COLUMN_VIEWS,
	[PID] = COLUMN_PID(false),
	[COMMAND] = COLUMN_COMMAND(false),
	{ .name = NULL },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]) - 1)

struct recorder {
	const struct verb *verb;
	const char *file_name;	/* NULL or "-" for stdout */
	struct output output;
	unsigned int columns[COLUMNS];	/* that are recorded */
	unsigned int count;
	int64_t interval;
	unsigned long samples;	/* to take; 0 for no end */
	char **sections;	/* that are wanted; none for all */
	bool *seen;		/* for each of these */
	char **command;		/* NULL if there is none */
	int device;
	FILE *file;
	sigset_t awaited;	/* signals that end the recording */
	pid_t child;
};

static bool is_wanted(struct recorder *recorder,
		      const struct ntsection_entry *entry)
{
	bool wanted = !recorder->sections[0];
	size_t i;

	for (i = 0; recorder->sections[i]; i++) {
		if (!is_section(entry, recorder->sections[i]))
			continue;
		recorder->seen[i] = true;
		wanted = true;
	}
	return wanted;
}

static void write_text(const struct recorder *recorder, const char *text)
{
	if (recorder->output.json)
		json_string(recorder->file, text);
	else
		csv_text(recorder->file, text);
}

static uint64_t number_of(const struct ntsection_entry *entry,
			  unsigned int column)
{
	switch (column) {
	case ID:
		return entry->id;
	case SIZE:
		return entry->maximum_size;
	case COMMITTED:
		return entry->committed;
	case RESIDENT:
		return entry->resident;
	case SWAPPED:
		return entry->swapped;
	case HANDLES:
		return entry->handles;
	case VIEWS:
		return entry->views;
	default:
		return entry->pid;
	}
}

static void write_value(const struct recorder *recorder, const char *time,
			const struct ntsection_entry *entry,
			unsigned int column)
{
	switch (column) {
	case TIME:
		fputs(time, recorder->file);
		break;
	case NAME:
		write_text(recorder, section_name(entry));
		break;
	case COMMAND:
		write_text(recorder, section_command(entry));
		break;
	default:
		fprintf(recorder->file, "%" PRIu64, number_of(entry, column));
	}
}

/* As a key of JSON, and in the first line of CSV. */
static void write_key(const struct recorder *recorder, unsigned int column)
{
	const char *name = columns[column].name;

	for (; *name; name++)
		putc(tolower(*name), recorder->file);
}

static void write_row(const struct recorder *recorder, const char *time,
		      const struct ntsection_entry *entry)
{
	bool json = recorder->output.json;
	unsigned int i;

	for (i = 0; i < recorder->count; i++) {
		if (json) {
			fputs(i ? ", \"" : "{\"", recorder->file);
			write_key(recorder, recorder->columns[i]);
			fputs("\": ", recorder->file);
		} else if (i) {
			putc(',', recorder->file);
		}
		write_value(recorder, time, entry, recorder->columns[i]);
	}
	fputs(json ? "}\n" : "\n", recorder->file);
}

static void flush_file(struct recorder *recorder)
{
	if (fflush(recorder->file))
		err(EXIT_FAILURE, "%s",
		    recorder->file_name ? recorder->file_name : "stdout");
}

static void take_sample(struct recorder *recorder)
{
	struct ntsection_entry *entries;
	char time[32];
	size_t count, i;

	entries = list_sections(recorder->device, &count);
	wall_time(time);
	for (i = 0; i < count; i++)
		if (is_wanted(recorder, &entries[i]))
			write_row(recorder, time, &entries[i]);
	free(entries);
	flush_file(recorder);
}

static void open_file(struct recorder *recorder)
{
	const char *name = recorder->file_name;

	recorder->file = stdout;
	if (!name || !strcmp(name, "-"))
		return;
	recorder->file = fopen(name, "we");
	if (!recorder->file)
		err(EXIT_FAILURE, "%s", name);
}

static void write_head(struct recorder *recorder)
{
	unsigned int i;

	if (recorder->output.json)
		return;
	for (i = 0; i < recorder->count; i++) {
		if (i)
			putc(',', recorder->file);
		write_key(recorder, recorder->columns[i]);
	}
	putc('\n', recorder->file);
	flush_file(recorder);
}

/* Signals wait until the recording is whole, but for those that are ignored. */
static void block_signals(struct recorder *recorder)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP };
	sigset_t *awaited = &recorder->awaited;
	struct sigaction action;
	size_t i;

	sigemptyset(awaited);
	sigaddset(awaited, SIGCHLD);
	for (i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
		sigaction(ending[i], NULL, &action);
		/* As nohup does, and a shell for what runs in its background. */
		if (action.sa_handler != SIG_IGN)
			sigaddset(awaited, ending[i]);
	}
	sigprocmask(SIG_BLOCK, awaited, NULL);
	signal(SIGCHLD, SIG_DFL);
}

/* A signal came. Returns true for the end, with the exit status. */
static bool is_end(const struct recorder *recorder, int number, int *status)
{
	int child_status;

	*status = EXIT_SUCCESS;
	/* Whoever ends a recording wants to have it. */
	if (!recorder->command)
		return number != SIGCHLD;
	if (number == SIGCHLD) {
		if (waitpid(recorder->child, &child_status, WNOHANG) <= 0)
			return false;
		*status = status_of(child_status);
		return true;
	}
	/* SIGINT comes from the terminal, which sends it to the child as well. */
	if (number != SIGINT)
		kill(recorder->child, number);
	return false;
}

/*
 * Wait until it is time, or for ever if @pace is NULL. Returns true for the end,
 * with the exit status.
 */
static bool wait_for_end(const struct recorder *recorder,
			 const struct pace *pace, int *status)
{
	struct timespec left;
	int number;

	for (;;) {
		if (pace)
			left = to_timespec(pace_left(pace));
		number = sigtimedwait(&recorder->awaited, NULL,
				      pace ? &left : NULL);
		if (number < 0 && errno == EAGAIN)
			return false;
		if (number > 0 && is_end(recorder, number, status))
			return true;
	}
}

static int record(struct recorder *recorder)
{
	unsigned long taken = 0;
	int status = EXIT_SUCCESS;
	struct pace pace;

	pace_begin(&pace, recorder->interval);
	for (;;) {
		take_sample(recorder);
		if (++taken == recorder->samples)
			break;
		if (wait_for_end(recorder, &pace, &status)) {
			/* How it is in the end belongs to it. */
			take_sample(recorder);
			return status;
		}
		pace_next(&pace);
	}
	if (recorder->command)
		wait_for_end(recorder, NULL, &status);
	return status;
}

/* Say which sections never were there. Returns whether any was. */
static bool tell_missing(const struct recorder *recorder)
{
	bool any = !recorder->sections[0];
	size_t i;

	for (i = 0; recorder->sections[i]; i++) {
		any |= recorder->seen[i];
		if (!recorder->seen[i])
			warnx("no section '%s' that you may see was there",
			      recorder->sections[i]);
	}
	return any;
}

static void parse_options(struct recorder *recorder, int argc, char **argv)
{
	static const struct option options[] = {
		{ "delay", required_argument, NULL, 'd' },
		{ "samples", required_argument, NULL, 'n' },
		{ "file", required_argument, NULL, 'f' },
		{ "output", required_argument, NULL, 'o' },
		{ "json", no_argument, NULL, 'J' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	const struct verb *verb = recorder->verb;
	int option;

	while ((option = getopt_long(argc, argv, "d:n:f:o:Jh", options,
				     NULL)) != -1) {
		switch (option) {
		case 'd':
			recorder->interval = parse_interval(verb, optarg);
			break;
		case 'n':
			recorder->samples = parse_times(verb, optarg);
			break;
		case 'f':
			recorder->file_name = optarg;
			break;
		default:
			output_option(verb, &recorder->output, option);
		}
	}
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct recorder recorder = { .verb = verb, .interval = NANOSECONDS };
	int status;

	recorder.command = split_command(verb, &argc, argv);
	parse_options(&recorder, argc, argv);
	if (recorder.command && !recorder.file_name)
		usage_error(verb,
			    "with a command, --file says where the samples go; - is stdout");
	recorder.count = choose_columns(verb, columns, &recorder.output,
					recorder.columns);
	recorder.sections = argv + optind;
	recorder.seen = calloc((size_t)(argc - optind) + 1, sizeof(bool));
	if (!recorder.seen)
		errx(EXIT_FAILURE, "no memory for a recording");

	recorder.device = open_device();
	open_file(&recorder);
	write_head(&recorder);
	block_signals(&recorder);
	if (recorder.command)
		recorder.child = start_command(recorder.command,
					       STDOUT_FILENO);
	status = record(&recorder);
	if (recorder.file != stdout && fclose(recorder.file))
		err(EXIT_FAILURE, "%s", recorder.file_name);
	if (!tell_missing(&recorder) && !recorder.command)
		status = EXIT_FAILURE;
	free(recorder.seen);
	close(recorder.device);
	return status;
}

const struct verb verb_record = {
	.name = "record",
	.summary = "samples of sections to a file, while a command runs or until ^C",
	.synopsis = "[OPTION...] [SECTION...] [-- COMMAND [ARGUMENT...]]",
	.help = "Write a line for each section, again and again: for all that you may see, or for\n"
		"those that are named by number or name, which need not be there yet. Without\n"
		"-n that goes on until COMMAND ends, or until ^C. The exit status is COMMAND's:\n"
		"128 and the number for a signal, 127 if it is not found.\n"
		"\n"
		"Options:\n"
		"  -d, --delay S         seconds from one sample to the next, such as 0.1; usual: 1\n"
		"  -n, --samples N       end after so many\n"
		"  -f, --file FILE       write to this file; usual, without COMMAND: stdout\n"
		"  -o, --output COL,...  record these columns; +COL,... adds to the usual ones\n"
		"  -J, --json            JSON, an object on a line, instead of CSV\n"
		"  -h, --help            print this\n"
		"\n"
		"A picture of it is made by \"ntsection plot\".\n",
	.columns = columns,
	.run = run,
};
