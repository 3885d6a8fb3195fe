/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An event of the tracepoints ntsection:*, out of the line that the kernel makes
 * of it.
 */
#ifndef NTSECTION_CLI_EVENT_H
#define NTSECTION_CLI_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include <ntsection.h>

#define EVENT_FIELDS 8
/* A name, each byte of which may be written as \xNN, and "...". */
#define EVENT_TEXT (4 * NTSECTION_ENTRY_NAME + 8)

enum field_kind { FIELD_SIZE, FIELD_TEXT };

/**
 * struct field - what an event tells
 * @name: of what
 * @kind: whether it is @bytes or @text
 * @bytes: a size, or an offset
 * @text: anything else, in words, printable
 */
struct field {
	const char *name;
	enum field_kind kind;
	uint64_t bytes;
	char text[EVENT_TEXT];
};

/**
 * struct event - an event
 * @seconds: when: seconds of CLOCK_BOOTTIME
 * @microseconds: and their fraction
 * @process: name of the thread, printable; "" if it is not known
 * @pid: process
 * @name: of the event, without the prefix ntsection_
 * @id: number of the section; 0 if there is none
 * @count: number of @fields
 * @fields: what else it tells
 */
struct event {
	uint64_t seconds;
	unsigned int microseconds;
	char process[64];
	unsigned int pid;
	char name[32];
	uint64_t id;
	unsigned int count;
	struct field fields[EVENT_FIELDS];
};

/* What a line is. */
enum line { LINE_EVENT, LINE_LOST, LINE_PART };

/*
 * Take a line of trace_pipe apart. LINE_LOST: the kernel had no room for events.
 * LINE_PART: a name with a newline in it has split the line; try again with the
 * next line added.
 */
enum line event_of_line(const char *line, struct event *event);

#endif /* NTSECTION_CLI_EVENT_H */
