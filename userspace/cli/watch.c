// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection watch": the module's tracepoints as they happen, in words.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "argument.h"
#include "child.h"
#include "event.h"
#include "json.h"
#include "sections.h"
#include "table.h"
#include "tracing.h"

enum { TIME, PROCESS, PID, EVENT, ID, DETAILS, COLUMNS };

static const struct column columns[] = {
	[TIME] = { "TIME", KIND_TEXT, true,
		   "of day; in JSON seconds since 1970" },
	[PROCESS] = { "PROCESS", KIND_TEXT, true, "name of the thread" },
	[PID] = { "PID", KIND_NUMBER, true, "process" },
	[EVENT] = { "EVENT", KIND_TEXT, true, "what happened" },
	[ID] = { "ID", KIND_NUMBER, true, "number of the section" },
	[DETAILS] = { "DETAILS", KIND_TEXT, true,
		      "what else there is to say; in JSON a value each" },
	{ .name = NULL },
};

/* A stream knows no widest cell: these are what is usual. */
static const int widths[] = { 15, -15, 7, -10, 6, 0 };

/* As Documentation/userspace-api/ntsection.rst says. */
static const char * const events[] = {
	"create", "open", "duplicate", "close", "map", "unmap", "commit",
	"reset", "reset_undo", "destroy", "refuse",
};

#define EVENTS (sizeof(events) / sizeof(events[0]))

/* What the command line asks for. */
struct watch {
	const struct verb *verb;
	struct output output;
	const char *section;		/* --id, or NULL */
	bool wanted[EVENTS];
	bool chosen;			/* --event was given */
	unsigned int columns[COLUMNS], count;
	int64_t boot;			/* when the system booted, in us */
	unsigned long lost;
	char part[512];			/* of a line that was split */
};

static volatile sig_atomic_t caught, child_ended;

static void catch(int number)
{
	if (number == SIGCHLD)
		child_ended = 1;
	else
		caught = number;
}

static void want_events(struct watch *watch, const char *names)
{
	for (;;) {
		size_t length = strcspn(names, ","), i;

		for (i = 0; i < EVENTS; i++)
			if (strlen(events[i]) == length &&
			    !strncmp(events[i], names, length))
				break;
		if (i == EVENTS)
			usage_error(watch->verb, "unknown event '%.*s'",
				    (int)length, names);
		watch->wanted[i] = true;
		if (!names[length])
			break;
		names += length + 1;
	}
	watch->chosen = true;
}

static void take_options(struct watch *watch, int argc, char **argv)
{
	static const struct option options[] = {
		{ "id", required_argument, NULL, 'i' },
		{ "event", required_argument, NULL, 'e' },
		OUTPUT_LONG
	};
	int option;

	while ((option = getopt_long(argc, argv, OUTPUT_SHORT, options,
				     NULL)) != -1) {
		if (option == 'i')
			watch->section = optarg;
		else if (option == 'e')
			want_events(watch, optarg);
		else
			output_option(watch->verb, &watch->output, option);
	}
	if (optind < argc)
		usage_error(watch->verb,
			    "too many arguments: a command stands behind --");
	watch->count = choose_columns(watch->verb, columns, &watch->output,
				      watch->columns);
}

/* A number may be of a section that is to come, or has gone. */
static uint64_t wanted_id(const struct watch *watch)
{
	struct ntsection_entry entry;
	const char *text = watch->section;
	int device;

	if (!text)
		return 0;
	if (*text && !text[strspn(text, "0123456789")]) {
		entry.id = number_argument(watch->verb, "--id", text,
					   UINT64_MAX);
		if (!entry.id)
			usage_error(watch->verb, "--id: sections have numbers from 1 on");
		return entry.id;
	}
	device = open_device();
	find_section(device, text, &entry);
	close(device);
	return entry.id;
}

static void enable(const struct watch *watch, uint64_t id)
{
	unsigned int i;

	for (i = 0; i < EVENTS; i++) {
		/* Calls that are refused have no section. */
		if (watch->chosen ? !watch->wanted[i] :
				    id && !strcmp(events[i], "refuse"))
			continue;
		if (!tracing_knows(events[i]))
			errx(EXIT_FAILURE,
			     "the loaded module has no event '%s': load the module that came with the command",
			     events[i]);
		tracing_enable(events[i], strcmp(events[i], "refuse") ? id : 0);
	}
}

/* A cell; the last one of a line is not padded. */
static void print_cell(const struct watch *watch, unsigned int place,
		       const char *text)
{
	int width = widths[watch->columns[place]];
	bool last = place + 1 == watch->count;

	if (place)
		putchar(' ');
	if (watch->output.raw || (last && width <= 0))
		width = 0;
	if (!watch->output.raw) {
		printf("%*s", width, text);
		return;
	}
	/* What reads this takes a blank for the end of a cell. */
	for (; *text; text++)
		if (*text == ' ' && watch->columns[place] != DETAILS)
			fputs("\\x20", stdout);
		else
			putchar(*text);
}

static void print_headings(const struct watch *watch)
{
	unsigned int i;

	if (watch->output.json || watch->output.noheadings)
		return;
	for (i = 0; i < watch->count; i++)
		print_cell(watch, i, columns[watch->columns[i]].name);
	putchar('\n');
}

static void details_text(const struct watch *watch, const struct event *event,
			 char *text, size_t size)
{
	unsigned int i;

	*text = '\0';
	for (i = 0; i < event->count; i++) {
		const struct field *field = &event->fields[i];
		size_t used = strlen(text);
		char human[24];

		if (field->kind == FIELD_TEXT && !*field->text)
			continue;
		if (field->kind == FIELD_SIZE && watch->output.bytes)
			snprintf(human, sizeof(human), "%" PRIu64,
				 field->bytes);
		else if (field->kind == FIELD_SIZE)
			human_size(human, field->bytes);
		snprintf(text + used, size - used, "%s%s=%s",
			 used ? " " : "", field->name,
			 field->kind == FIELD_SIZE ? human : field->text);
	}
}

/* When an event was, in microseconds since 1970. */
static int64_t time_of(const struct watch *watch, const struct event *event)
{
	return watch->boot + (int64_t)event->seconds * 1000000 +
	       event->microseconds;
}

static void print_row(const struct watch *watch, struct event *event)
{
	int64_t when = time_of(watch, event);
	time_t second = (time_t)(when / 1000000);
	char text[2 * EVENT_TEXT];
	unsigned int i;

	for (i = 0; i < watch->count; i++) {
		switch (watch->columns[i]) {
		case TIME:
			strftime(text, 16, "%H:%M:%S", localtime(&second));
			snprintf(text + strlen(text), 8, ".%06u",
				 (unsigned int)(when % 1000000));
			break;
		case PROCESS:
			strcpy(text, event->process);
			break;
		case PID:
			snprintf(text, sizeof(text), "%u", event->pid);
			break;
		case EVENT:
			strcpy(text, event->name);
			break;
		case ID:
			*text = '\0';
			if (event->id)
				snprintf(text, sizeof(text), "%" PRIu64,
					 event->id);
			break;
		default:
			details_text(watch, event, text, sizeof(text));
		}
		print_cell(watch, i, text);
	}
	putchar('\n');
}

static void json_key(const char *key, bool *first)
{
	printf("%s\"%s\": ", *first ? "{" : ", ", key);
	*first = false;
}

static void json_details(const struct event *event, bool *first)
{
	unsigned int i;

	for (i = 0; i < event->count; i++) {
		const struct field *field = &event->fields[i];

		json_key(field->name, first);
		if (field->kind == FIELD_SIZE)
			printf("%" PRIu64, field->bytes);
		else
			json_string(stdout, field->text);
	}
}

static void print_json(const struct watch *watch, const struct event *event)
{
	static const char * const keys[] = { "time", "process", "pid", "event",
					     "id" };
	int64_t when = time_of(watch, event);
	bool first = true;
	unsigned int i;

	for (i = 0; i < watch->count; i++) {
		if (watch->columns[i] != DETAILS)
			json_key(keys[watch->columns[i]], &first);
		switch (watch->columns[i]) {
		case TIME:
			printf("%" PRId64 ".%06u", when / 1000000,
			       (unsigned int)(when % 1000000));
			break;
		case PROCESS:
			json_string(stdout, event->process);
			break;
		case PID:
			printf("%u", event->pid);
			break;
		case EVENT:
			json_string(stdout, event->name);
			break;
		case ID:
			if (event->id)
				printf("%" PRIu64, event->id);
			else
				fputs("null", stdout);
			break;
		default:
			json_details(event, &first);
		}
	}
	puts(first ? "{}" : "}");
}

/* Whoever reads has gone: end as if SIGPIPE had come. */
static void flush(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return;
	if (errno == EPIPE)
		caught = SIGPIPE;
	else
		err(EXIT_FAILURE, "stdout");
}

static void take_line(struct watch *watch, const char *line)
{
	size_t length = strlen(watch->part);
	struct event event;

	/* Too long for anything that the kernel writes. */
	if (length + strlen(line) + 2 > sizeof(watch->part))
		length = 0;
	snprintf(watch->part + length, sizeof(watch->part) - length, "%s",
		 line);
	switch (event_of_line(watch->part, &event)) {
	case LINE_PART:
		if (strlen(watch->part) + 2 <= sizeof(watch->part))
			strcat(watch->part, "\n");
		return;
	case LINE_LOST:
		watch->lost++;
		break;
	case LINE_EVENT:
		if (watch->output.json)
			print_json(watch, &event);
		else
			print_row(watch, &event);
		flush();
		break;
	}
	*watch->part = '\0';
}

static void take_lines(struct watch *watch)
{
	unsigned long lost = watch->lost;
	char *line;

	while (!caught && (line = tracing_line()))
		take_line(watch, line);
	if (watch->lost > lost)
		warnx("events were lost: choose fewer with --id or --event");
}

/* Let signals come while we wait, and only then. */
static void catch_signals(sigset_t *waiting)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM,
				       SIGPIPE, SIGCHLD };
	struct sigaction action = { .sa_handler = catch }, old;
	sigset_t block;
	unsigned int i;

	sigemptyset(&block);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		/* nohup and shells in the background have their reasons. */
		sigaction(numbers[i], NULL, &old);
		if (old.sa_handler == SIG_IGN && numbers[i] != SIGCHLD)
			continue;
		sigaction(numbers[i], &action, NULL);
		sigaddset(&block, numbers[i]);
	}
	sigprocmask(SIG_BLOCK, &block, waiting);
}

static void wait_for_events(const sigset_t *waiting)
{
	/* A pipe without a reader is an error that needs no asking for. */
	struct pollfd polled[] = {
		{ .fd = tracing_descriptor(), .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	/* Kernels differ in what wakes a reader: look now and then. */
	const struct timespec moment = { .tv_nsec = 200000000 };

	if (ppoll(polled, 2, &moment, waiting) > 0 &&
	    polled[1].revents & POLLERR)
		caught = SIGPIPE;
}

/* Watch until a signal comes, or @child, if there is one, has ended. */
static int watch_on(struct watch *watch, pid_t child, const sigset_t *waiting)
{
	int status = 0;

	while (!caught) {
		bool ended = child && waitpid(child, &status, WNOHANG) == child;

		take_lines(watch);
		if (ended)
			return status_of(status);
		wait_for_events(waiting);
	}
	tracing_close();
	if (child && (caught == SIGTERM || caught == SIGHUP))
		kill(child, caught);
	signal(caught, SIG_DFL);
	raise(caught);
	sigprocmask(SIG_SETMASK, waiting, NULL);
	return 128 + caught;
}

static int run(const struct verb *verb, int argc, char **argv)
{
	char **command = split_command(verb, &argc, argv);
	struct watch watch = { .verb = verb };
	struct timespec now, boot;
	pid_t child = 0;
	sigset_t waiting;
	uint64_t id;

	take_options(&watch, argc, argv);
	id = wanted_id(&watch);
	catch_signals(&waiting);
	tracing_open();
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	watch.boot = (int64_t)(now.tv_sec - boot.tv_sec) * 1000000 +
		     (now.tv_nsec - boot.tv_nsec) / 1000;
	enable(&watch, id);
	print_headings(&watch);
	flush();
	if (command)
		child = start_command(command, STDERR_FILENO);
	return watch_on(&watch, child, &waiting);
}

const struct verb verb_watch = {
	.name = "watch",
	.summary = "what happens to sections, as it happens",
	.synopsis = "[OPTION...] [-- COMMAND [ARGUMENT...]]",
	.help = "Print a line for each thing that happens to a section, in all processes, until\n"
		"a signal comes; or as long as COMMAND runs, whose output goes to stderr and whose\n"
		"exit status becomes this one's. Needs the permission to trace, which root has.\n"
		"\n"
		"Options:\n"
		"      --id ID           of this section only, by number or name\n"
		"      --event EVENT,... these events only, which are create, open, duplicate,\n"
		"                        close, map, unmap, commit, reset, reset_undo, destroy,\n"
		"                        and refuse for calls that failed\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
