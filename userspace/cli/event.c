// SPDX-License-Identifier: GPL-2.0
/*
 * An event of the tracepoints ntsection:*.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <ntsection.h>

#include "event.h"
#include "sections.h"
#include "text.h"

/* Bytes of the thread's name, which is right-aligned. */
#define PROCESS_WIDTH 16

static void name_rights(char *text, uint32_t access)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = {
		{ NTSECTION_QUERY, "query" },
		{ NTSECTION_MAP_WRITE, "map_write" },
		{ NTSECTION_MAP_READ, "map_read" },
		{ NTSECTION_MAP_EXECUTE, "map_execute" },
		{ NTSECTION_EXTEND_SIZE, "extend_size" },
		{ NTSECTION_DELETE, "delete" },
		{ NTSECTION_READ_CONTROL, "read_control" },
		{ NTSECTION_WRITE_DAC, "write_dac" },
		{ NTSECTION_WRITE_OWNER, "write_owner" },
	};
	size_t i;

	strcpy(text, access ? "" : "none");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(access & names[i].bit))
			continue;
		if (*text)
			strcat(text, ",");
		strcat(text, names[i].name);
	}
}

/* As protection_name(), for a view; @copy as the event has it. */
static void name_prot(char *text, uint32_t prot, bool copy)
{
	*text = '\0';
	if (prot & PROT_READ)
		strcat(text, "r");
	if (prot & PROT_WRITE)
		strcat(text, copy ? "c" : "w");
	if (prot & PROT_EXEC)
		strcat(text, "x");
	if (!*text)
		strcpy(text, "none");
}

/* The section's name out of the label "ntsection:NAME", or "ntsection". */
static void name_section(char *text, size_t size, const char *label)
{
	struct ntsection_entry entry = { .name_length = 0 };
	const char *name = strchr(label, ':');

	if (name) {
		entry.name_length = (uint32_t)strlen(++name);
		if (entry.name_length > sizeof(entry.name))
			entry.name_length = sizeof(entry.name);
		memcpy(entry.name, name, entry.name_length);
	}
	snprintf(text, size, "%s", section_name(&entry));
}

static struct field *add_field(struct event *event, const char *name,
			       enum field_kind kind)
{
	struct field *field = &event->fields[event->count];

	/* A module that is newer than this command may tell more. */
	if (event->count + 1 < EVENT_FIELDS)
		event->count++;
	field->name = name;
	field->kind = kind;
	*field->text = '\0';
	return field;
}

static void add_number(struct event *event, const char *key, uint64_t number,
		       const char *rest)
{
	static const char * const sizes[] = { "size", "length", "offset",
					      "start" };
	struct field *field;
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (strcmp(key, sizes[i]))
			continue;
		add_field(event, sizes[i], FIELD_SIZE)->bytes = number;
		return;
	}
	if (!strcmp(key, "id")) {
		event->id = number;
	} else if (!strcmp(key, "address")) {
		field = add_field(event, "address", FIELD_TEXT);
		snprintf(field->text, sizeof(field->text), "%#" PRIx64, number);
	} else if (!strcmp(key, "protection")) {
		field = add_field(event, "protection", FIELD_TEXT);
		strcpy(field->text, protection_name((uint32_t)number));
	} else if (!strcmp(key, "attributes")) {
		field = add_field(event, "attributes", FIELD_TEXT);
		attribute_names((uint32_t)number, field->text);
	} else if (!strcmp(key, "access")) {
		field = add_field(event, "access", FIELD_TEXT);
		name_rights(field->text, (uint32_t)number);
	} else if (!strcmp(key, "prot")) {
		field = add_field(event, "prot", FIELD_TEXT);
		name_prot(field->text, (uint32_t)number,
			  !strcmp(rest, "copy=1"));
	} else if (!strcmp(key, "errno")) {
		const char *name = strerrorname_np((int)number);

		field = add_field(event, "errno", FIELD_TEXT);
		snprintf(field->text, sizeof(field->text), "%s",
			 name ? name : "unknown");
	}
}

/* "key=value key=value label=all that follows" */
static void take_fields(struct event *event, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "=");
		const char *value = text + length + 1, *rest;
		struct field *field;
		char key[16];

		if (!text[length])
			return;
		snprintf(key, sizeof(key), "%.*s", (int)length, text);
		if (!strcmp(key, "label")) {
			field = add_field(event, "name", FIELD_TEXT);
			name_section(field->text, sizeof(field->text), value);
			return;
		}
		length = strcspn(value, " ");
		rest = value + length + (value[length] == ' ');
		if (!strcmp(key, "call")) {
			field = add_field(event, "call", FIELD_TEXT);
			snprintf(field->text, sizeof(field->text), "%.*s",
				 (int)length, value);
		} else {
			add_number(event, key, strtoull(value, NULL, 0), rest);
		}
		text = rest;
	}
}

/* The process that a thread is of; the thread itself if it has ended. */
static unsigned int process_of(unsigned int thread)
{
	char path[32], line[128];
	unsigned int process = thread;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%u/status", thread);
	file = fopen(path, "re");
	if (!file)
		return thread;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "Tgid: %u", &process) == 1)
			break;
	fclose(file);
	return process;
}

/*
 * What a thread is called, which can have newlines in it. The name that the kernel
 * remembers, @name, may be missing, or that of before an execve(): it is for
 * threads that have ended.
 */
static void ask_name(char *name, size_t size, unsigned int thread)
{
	char path[32];
	size_t length = 0;
	FILE *file;

	if (!strcmp(name, "<...>"))
		*name = '\0';
	snprintf(path, sizeof(path), "/proc/%u/comm", thread);
	file = fopen(path, "re");
	if (!file)
		return;
	length = fread(name, 1, size, file);
	fclose(file);
	/* A newline stands at the end. */
	if (length)
		name[length - 1] = '\0';
}

static bool is_lost(const char *line)
{
	size_t length = strlen(line);

	return !strncmp(line, "CPU:", 4) && length > 8 &&
	       !strcmp(line + length - 8, " EVENTS]");
}

/*
 * Where a thread's name ends is known by its width alone, since it may have
 * anything in it.
 */
enum line event_of_line(const char *line, struct event *event)
{
	size_t length = strlen(line);
	char process[PROCESS_WIDTH];
	unsigned int thread;
	int used = 0;

	memset(event, 0, sizeof(*event));
	if (is_lost(line))
		return LINE_LOST;
	if (length <= PROCESS_WIDTH ||
	    sscanf(line + PROCESS_WIDTH, "-%u [%*u] %*s %" SCNu64
		   ".%u: ntsection_%31[a-z_]: %n", &thread, &event->seconds,
		   &event->microseconds, event->name, &used) != 4 || !used)
		return LINE_PART;

	snprintf(process, sizeof(process), "%.*s", PROCESS_WIDTH -
		 (int)strspn(line, " "), line + strspn(line, " "));
	ask_name(process, sizeof(process), thread);
	printable(event->process, process, strlen(process));
	event->pid = process_of(thread);
	take_fields(event, line + PROCESS_WIDTH + used);
	return LINE_EVENT;
}
