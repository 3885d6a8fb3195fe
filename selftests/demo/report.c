// SPDX-License-Identifier: GPL-2.0
/*
 * The report: what a person reads on the terminal, and demo.json.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <jansson.h>

#include "report.h"
#include "system.h"

#define RULE \
	"==============================================================================\n"

static json_t *root;		/* of demo.json */
static json_t *acts;
static json_t *measured;	/* of the act that runs */
static const char *name;
static bool verdict;
static enum part { PLAN, STAGES, FIGURES, CHECKS } part;

/* Begin the part of an act that the next line belongs to. */
static void enter(enum part next)
{
	if (part == next)
		return;
	part = next;
	putchar('\n');
	if (part == FIGURES)
		puts("Measured:");
}

static void add(json_t *object, const char *key, json_t *value)
{
	errno = 0;
	if (json_object_set_new(object, key, value))
		die("no memory for the report");
}

void report_begin(void)
{
	struct utsname system;

	if (uname(&system))
		die("no system name");
	root = json_object();
	acts = json_array();
	add(root, "kernel", json_string(system.release));
	add(root, "acts", acts);
}

static bool all_true(void)
{
	size_t i;

	for (i = 0; i < json_array_size(acts); i++)
		if (!json_is_true(json_object_get(json_array_get(acts, i),
						  "verdict")))
			return false;
	return json_array_size(acts) > 0;
}

bool report_end(const char *folder)
{
	bool passed = all_true();
	char path[256];
	json_t *act;
	size_t i;

	fputs("\n" RULE, stdout);
	json_array_foreach(acts, i, act)
		printf("Act %zu  %-5s  %s\n", i + 1,
		       json_is_true(json_object_get(act, "verdict")) ?
		       "true" : "FALSE",
		       json_string_value(json_object_get(act, "name")));
	printf("%.1f seconds in the VM\n", elapsed());

	snprintf(path, sizeof(path), "%s/demo.json", folder);
	if (json_dump_file(root, path, JSON_INDENT(2)))
		die("cannot write %s", path);
	json_decref(root);
	return passed;
}

void report_act(int number, const char *title, const char *plan)
{
	printf("\n" RULE "Act %d of 5: %s\n" RULE "\n%s", number, title, plan);
	name = title;
	measured = json_object();
	verdict = true;
	part = PLAN;
}

void report_stage(const char *format, ...)
{
	va_list args;

	enter(STAGES);
	printf("  %5.1f s  ", elapsed());
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void report_line(const char *format, ...)
{
	va_list args;

	enter(FIGURES);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

char *report_size(char text[16], uint64_t bytes)
{
	if (bytes && bytes < MIB)
		snprintf(text, 16, "%.1f KiB", bytes / 1024.0);
	else
		snprintf(text, 16, "%.1f MiB", (double)bytes / MIB);
	return text;
}

void report_bytes(const char *key, const char *label, uint64_t bytes)
{
	char text[16];

	add(measured, key, json_integer(bytes));
	report_line("  %-56s %16s", label, report_size(text, bytes));
}

void report_count(const char *key, const char *label, uint64_t count)
{
	add(measured, key, json_integer(count));
	report_line("  %-56s %12" PRIu64, label, count);
}

void report_value(const char *key, const char *suffix, uint64_t value)
{
	char whole[64];

	snprintf(whole, sizeof(whole), "%s%s", key, suffix);
	add(measured, whole, json_integer(value));
}

void report_check(const char *claim, bool holds)
{
	enter(CHECKS);
	printf("  %-4s %s\n", holds ? "yes" : "NO", claim);
	verdict &= holds;
}

void report_verdict(const char *meaning)
{
	json_t *act = json_object();

	if (verdict)
		printf("\nWhat it means:\n%s\nVerdict: true\n", meaning);
	else
		puts("\nVerdict: FALSE, see the claims marked NO");
	add(act, "name", json_string(name));
	add(act, "measured", measured);
	add(act, "verdict", json_boolean(verdict));
	errno = 0;
	if (json_array_append_new(acts, act))
		die("no memory for the report");
}
