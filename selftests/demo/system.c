// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel tells in /proc and /sys, and how demo and bench give up.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "system.h"

void die(const char *format, ...)
{
	int err = errno;
	va_list args;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	if (err)
		fprintf(stderr, ": %s", strerror(err));
	fputc('\n', stderr);
	/* Not exit(): a worker shares the buffers of its parent's streams. */
	_exit(1);
}

static FILE *open_text(const char *path)
{
	FILE *file = fopen(path, "re");

	if (!file)
		die("cannot read %s", path);
	return file;
}

void read_line(const char *path, char *line, int size)
{
	FILE *file = open_text(path);

	if (!fgets(line, size, file))
		die("%s is empty", path);
	line[strcspn(line, "\n")] = '\0';
	fclose(file);
}

uint64_t read_key(const char *path, const char *key)
{
	size_t length = strlen(key);
	FILE *file = open_text(path);
	char line[256];
	uint64_t value;
	char unit[8];
	int fields;

	while (fgets(line, sizeof(line), file)) {
		if (strncmp(line, key, length))
			continue;
		fields = sscanf(line + length, " %" SCNu64 " %7s", &value, unit);
		if (fields < 1)
			continue;
		fclose(file);
		return fields == 2 && !strcmp(unit, "kB") ? value << 10 : value;
	}
	errno = 0;
	die("%s has no line '%s'", path, key);
}

uint64_t read_number(const char *path)
{
	char line[64];
	char *end;
	uint64_t value;

	read_line(path, line, sizeof(line));
	errno = 0;
	value = strtoull(line, &end, 10);
	if (errno || end == line || *end)
		die("%s is no number: %s", path, line);
	return value;
}

int write_text(const char *path, const char *format, ...)
{
	va_list args;
	int err = 0;
	int fd;

	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	va_start(args, format);
	if (vdprintf(fd, format, args) < 0)
		err = errno;
	va_end(args);
	close(fd);
	return err;
}

double elapsed(void)
{
	static struct timespec start;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!start.tv_sec && !start.tv_nsec)
		start = now;
	return (now.tv_sec - start.tv_sec) +
	       (now.tv_nsec - start.tv_nsec) / 1e9;
}
