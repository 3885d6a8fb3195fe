// SPDX-License-Identifier: GPL-2.0
/*
 * bench.json: the figures, and the kernel that they are true of.
 */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <sys/utsname.h>

#include "result.h"
#include "system.h"

static void set(json_t *object, const char *key, json_t *value)
{
	errno = 0;
	if (json_object_set_new(object, key, value))
		die("no memory for the figures");
}

/* One digit behind the point is more than two runs have in common. */
static json_t *figure(double value)
{
	return json_real(round(value * 10) / 10);
}

static json_t *row_of(const struct result *result)
{
	const struct row *row = result->row;
	json_t *object = json_object(), *peers = json_object();
	const struct side *side;

	set(object, "id", json_string(row->id));
	set(object, "what", json_string(row->what));
	set(object, "unit", json_string(row->unit));
	set(object, "ntsection", figure(result->figures[0]));
	for (side = row->sides + 1; side->name; side++)
		set(peers, side->name,
		    figure(result->figures[side - row->sides]));
	set(object, "peers", peers);
	set(object, "ratio", result->best > 0 ?
	    json_real(round(result->ratio * 1000) / 1000) : json_null());
	set(object, "target", json_real(row->target));
	set(object, "reached", json_boolean(result_reached(result)));
	return object;
}

void json_write(const char *path, const struct result *results,
		unsigned int count)
{
	json_t *root = json_object(), *rows = json_array();
	struct utsname system;
	char command[1024];
	unsigned int i;

	if (uname(&system))
		die("the kernel does not tell its name");
	read_line("/proc/cmdline", command, sizeof(command));
	set(root, "kernel", json_string(system.release));
	set(root, "version", json_string(system.version));
	set(root, "command_line", json_string(command));
	for (i = 0; i < count; i++) {
		if (json_array_append_new(rows, row_of(&results[i])))
			die("no memory for the figures");
	}
	set(root, "rows", rows);
	if (json_dump_file(root, path, JSON_INDENT(2) | JSON_REAL_PRECISION(9)))
		die("cannot write %s", path);
	json_decref(root);
}
