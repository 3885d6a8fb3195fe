// SPDX-License-Identifier: GPL-2.0
/*
 * Figures that were written before: the gate, and what gnuplot needs.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "stored.h"
#include "system.h"

/* More than this is worse, and no matter of where in a page something lies. */
#define TOLERANCE 1.02

static json_t *load(const char *path)
{
	json_error_t error;
	json_t *root = json_load_file(path, 0, &error);

	errno = 0;
	if (!root)
		die("%s: %s", path, error.text);
	return root;
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

static const json_t *find(const json_t *rows, const char *id)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		if (!strcmp(text(row, "id"), id))
			return row;
	return NULL;
}

static double ours(const json_t *row)
{
	return json_number_value(json_object_get(row, "ntsection"));
}

int compare(const char *stored, const char *path)
{
	const json_t *row, *old;
	json_t *before = load(stored), *now = load(path);
	int worse = 0, compared = 0;
	size_t i;

	if (strcmp(text(before, "version"), text(now, "version"))) {
		printf("nothing to compare with: %s is of another kernel than this one, %s %s\n",
		       stored, text(now, "kernel"), text(now, "version"));
		return 0;
	}
	json_array_foreach(json_object_get(now, "rows"), i, row) {
		old = find(json_object_get(before, "rows"), text(row, "id"));
		if (!old)
			continue;
		compared++;
		if (ours(row) <= ours(old) * TOLERANCE)
			continue;
		worse++;
		printf("%s: %.1f %s, before %.1f\n", text(row, "id"), ours(row),
		       text(row, "unit"), ours(old));
	}
	printf("%d rows compared, %d worse by more than 2 %%\n", compared, worse);
	json_decref(before);
	json_decref(now);
	return worse || !compared;
}

void ratios_print(const char *path)
{
	json_t *root = load(path);
	const json_t *row;
	size_t i;

	json_array_foreach(json_object_get(root, "rows"), i, row) {
		const json_t *ratio = json_object_get(row, "ratio");

		if (!json_is_number(ratio))
			continue;
		printf("%s\t%.3f\t%.3f\n", text(row, "id"),
		       json_number_value(ratio),
		       json_number_value(json_object_get(row, "target")));
	}
	json_decref(root);
}
