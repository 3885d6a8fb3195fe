// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection top": sections as they change, on the terminal or as samples.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "order.h"
#include "pace.h"
#include "screen.h"
#include "sections.h"
#include "totals.h"

struct top {
	const struct verb *verb;
	struct output output;
	struct order order;
	int64_t interval;
	unsigned long samples;	/* to take; 0 for no end */
	bool batch;
	int device;
	struct sample sample;
	size_t first;		/* row that is at the top of the terminal */
};

/* The table of a sample; the caller frees it. */
static char *make_table(struct top *top)
{
	const struct sampled **sections = in_order(&top->sample, &top->order);
	struct table *table = table_new(top->verb, "sections", top_columns,
					&top->output);
	size_t i;

	for (i = 0; i < top->sample.count; i++)
		top_row(table, &top->output, sections[i]);
	free(sections);
	return table_string(table);
}

static void add_totals(const struct top *top, FILE *stream)
{
	struct ntsection_entry *entries;
	size_t i, count = top->sample.count;

	entries = calloc(count + 1, sizeof(*entries));
	if (!entries)
		errx(EXIT_FAILURE, "no memory for a sample");
	for (i = 0; i < count; i++)
		entries[i] = top->sample.sections[i].entry;
	print_totals(stream, entries, count, top->output.bytes);
	free(entries);
}

static void print_clock(FILE *stream, const char *format)
{
	time_t now = time(NULL);
	char text[32];

	strftime(text, sizeof(text), format, localtime(&now));
	fputs(text, stream);
}

/* JSON on one line: no string of it has a line end in it. */
static void print_json(const char *table)
{
	char text[32];

	printf("{\"time\": %s, ", wall_time(text));
	for (table = strchr(table, '"'); *table; table++) {
		if (*table != '\n') {
			putchar(*table);
			continue;
		}
		while (isspace((unsigned char)table[1]))
			table++;
	}
	putchar('\n');
}

static void print_sample(struct top *top)
{
	const struct output *output = &top->output;
	char *table = make_table(top);

	if (output->json) {
		print_json(table);
	} else {
		/* For people, not for programs. */
		if (!output->raw && !output->noheadings) {
			print_clock(stdout, "%F %T  ");
			add_totals(top, stdout);
		}
		fputs(table, stdout);
	}
	free(table);
	/* Whoever reads it wants to know now. */
	if (fflush(stdout))
		err(EXIT_FAILURE, "stdout");
}

static void run_batch(struct top *top)
{
	struct pace pace;
	unsigned long i;

	pace_begin(&pace, top->interval);
	for (i = 0; !top->samples || i < top->samples; i++) {
		if (i) {
			pace_sleep(&pace);
			pace_next(&pace);
			if (!top->output.json && !top->output.raw)
				putchar('\n');
		}
		sample_take(top->device, &top->sample);
		print_sample(top);
	}
}

static const char keys_line[] =
	"q quit  r RESIDENT  s SWAPPED  c COMMITTED  z SIZE  < > other column  R reverse";

/* Print the first lines of the terminal; returns how many. */
static int add_head(struct top *top, FILE *frame, int columns)
{
	char *text = NULL;
	size_t length;
	FILE *head = open_memstream(&text, &length);

	if (!head)
		err(EXIT_FAILURE, "terminal");
	fputs("ntsection top  ", head);
	print_clock(head, "%T");
	fprintf(head, "  every %g s, sorted by %s%s\n",
		(double)top->interval / NANOSECONDS,
		top_columns[top->order.column].name,
		top->order.reverse ? ", reversed" : "");
	add_totals(top, head);
	if (fclose(head))
		err(EXIT_FAILURE, "terminal");
	screen_line(frame, "", text, columns);
	screen_line(frame, "", strchr(text, '\n') + 1, columns);
	screen_line(frame, "", "", columns);
	free(text);
	return 3;
}

static const char *skip_lines(const char *text, size_t count)
{
	while (count-- && *text) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

/* Print the part of the table for which there are @lines lines. */
static void add_table(struct top *top, FILE *frame, int lines, int columns)
{
	char *table = make_table(top);
	const char *row = table;
	size_t room = lines > 0 ? (size_t)lines : 0;

	if (!top->output.noheadings && top->sample.count && room) {
		/* Bold and such is no colour, but then it is not wanted either. */
		screen_line(frame, getenv("NO_COLOR") ? "" : "7", row, columns);
		row = skip_lines(row, 1);
		room--;
	}
	/* Not further than the last page. */
	if (top->first + room > top->sample.count)
		top->first = top->sample.count > room ?
			     top->sample.count - room : 0;
	for (row = skip_lines(row, top->first); *row && room; room--) {
		screen_line(frame, "", row, columns);
		row = skip_lines(row, 1);
	}
	for (; room; room--)
		screen_line(frame, "", "", columns);
	free(table);
}

static void draw(struct top *top)
{
	char *text = NULL;
	size_t length;
	FILE *frame = open_memstream(&text, &length);
	int lines, columns, used = 0;

	if (!frame)
		err(EXIT_FAILURE, "terminal");
	screen_size(&lines, &columns);
	if (lines > 5)
		used = add_head(top, frame, columns);
	add_table(top, frame, lines - used - 1, columns);
	screen_line(frame, "", keys_line, columns);
	if (fclose(frame))
		err(EXIT_FAILURE, "terminal");
	screen_show(text, length);
	free(text);
}

static void sort_by(struct top *top, enum top_column column)
{
	top->order.column = column;
	top->order.reverse = false;
	top->first = 0;
}

/* To the next column or the one before; not to TIME, which is all the same. */
static void sort_beside(struct top *top, int step)
{
	int column = (int)top->order.column + step;

	if (column >= TOP_COLUMNS)
		column = TIME + 1;
	else if (column <= TIME)
		column = TOP_COLUMNS - 1;
	sort_by(top, (enum top_column)column);
}

static void obey_key(struct top *top, int key)
{
	static const struct {
		char key;
		enum top_column column;
	} columns[] = {
		{ 'r', RESIDENT }, { 's', SWAPPED }, { 'c', COMMITTED },
		{ 'z', SIZE }, { 'i', ID }, { 'n', NAME }, { 'h', HANDLES },
		{ 'v', VIEWS }, { 'p', PID }, { 'a', AGE },
	};
	size_t i;

	switch (key) {
	case '<':
	case SCREEN_LEFT:
		sort_beside(top, -1);
		return;
	case '>':
	case SCREEN_RIGHT:
		sort_beside(top, 1);
		return;
	case 'R':
		top->order.reverse = !top->order.reverse;
		return;
	case SCREEN_UP:
		top->first -= top->first > 0;
		return;
	case SCREEN_DOWN:
		top->first++;
		return;
	}
	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (columns[i].key == key)
			sort_by(top, columns[i].column);
}

static void run_on_terminal(struct top *top)
{
	unsigned long taken = 1;
	struct pace pace;
	int event;

	sample_take(top->device, &top->sample);
	screen_open();
	pace_begin(&pace, top->interval);
	do {
		draw(top);
		event = screen_wait(pace_left(&pace));
		if (event == SCREEN_TIME || event == ' ') {
			if (event == SCREEN_TIME)
				pace_next(&pace);
			if (taken++ == top->samples)
				break;
			sample_take(top->device, &top->sample);
		} else {
			obey_key(top, event);
		}
	} while (event != 'q' && event != SCREEN_GONE);
	screen_close();
}

static void parse_order(struct top *top, const char *text)
{
	bool reverse = *text == '-';
	int i;

	for (i = 0; i < TOP_COLUMNS; i++) {
		if (strcasecmp(top_columns[i].name, text + reverse))
			continue;
		top->order.column = (enum top_column)i;
		top->order.reverse = reverse;
		return;
	}
	usage_error(top->verb, "unknown column '%s'", text + reverse);
}

static void parse_options(struct top *top, int argc, char **argv)
{
	static const struct option options[] = {
		{ "delay", required_argument, NULL, 'd' },
		{ "samples", required_argument, NULL, 'n' },
		{ "sort", required_argument, NULL, 's' },
		{ "batch", no_argument, NULL, 'B' },
		OUTPUT_LONG
	};
	int option;

	while ((option = getopt_long(argc, argv, "d:n:s:" OUTPUT_SHORT, options,
				     NULL)) != -1) {
		switch (option) {
		case 'd':
			top->interval = parse_interval(top->verb, optarg);
			break;
		case 'n':
			top->samples = parse_times(top->verb, optarg);
			break;
		case 's':
			parse_order(top, optarg);
			break;
		case 'B':
			top->batch = true;
			break;
		default:
			output_option(top->verb, &top->output, option);
		}
	}
	if (optind < argc)
		usage_error(top->verb, "too many arguments");
	top->batch |= top->output.json || top->output.raw;
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct top top = {
		.verb = verb,
		.order = { .column = RESIDENT },
		.interval = NANOSECONDS,
	};
	struct table *table;

	parse_options(&top, argc, argv);
	/* Columns that there are not are wrong usage before anything happens. */
	table = table_new(verb, "sections", top_columns, &top.output);
	free(table_string(table));
	if (!top.batch && !screen_possible())
		usage_error(verb, "there is no terminal: print samples with --batch or --json");

	top.device = open_device();
	if (top.batch)
		run_batch(&top);
	else
		run_on_terminal(&top);
	free(top.sample.sections);
	close(top.device);
	return EXIT_SUCCESS;
}

const struct verb verb_top = {
	.name = "top",
	.summary = "sections as they change, the largest first",
	.synopsis = "[OPTION...]",
	.help = "Show the sections that you may see, sorted, until q is typed. With --batch print\n"
		"samples below each other instead; with --json one object on a line for each.\n"
		"\n"
		"Options:\n"
		"  -d, --delay S         seconds from one sample to the next, such as 0.5; usual: 1\n"
		"  -n, --samples N       end after so many; usual: no end\n"
		"  -s, --sort COL        sort by this column, the largest or A first; usual:\n"
		"                        RESIDENT; -COL sorts the other way round\n"
		"      --batch           no terminal; --json and --raw mean it, too\n"
		OUTPUT_HELP
		"\n"
		"Keys:\n"
		"  q                     quit\n"
		"  r s c z               sort by RESIDENT, SWAPPED, COMMITTED, SIZE\n"
		"  i n h v p a           sort by ID, NAME, HANDLES, VIEWS, PID, AGE\n"
		"  < >, left, right      sort by the column before, by the next\n"
		"  R                     sort the other way round\n"
		"  up, down              see other rows, if there are more than lines\n"
		"  blank                 take a sample now\n",
	.columns = top_columns,
	.run = run,
};
