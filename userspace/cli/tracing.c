// SPDX-License-Identifier: GPL-2.0
/*
 * The module's tracepoints as they happen.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tracing.h"

#define INSTANCE "ntsection-"

static char instance[64];	/* path; empty if there is none */
static int trace_pipe = -1;
static char text[1 << 16];	/* what was read, from @begin to @end */
static size_t begin, end;

void tracing_close(void)
{
	/* An instance that is read is not removed. */
	if (trace_pipe >= 0)
		close(trace_pipe);
	trace_pipe = -1;
	if (*instance)
		rmdir(instance);
	*instance = '\0';
}

/* What a process left behind that was killed with SIGKILL. */
static void remove_stale(const char *instances)
{
	struct dirent *entry;
	DIR *directory = opendir(instances);

	while (directory && (entry = readdir(directory))) {
		int pid = 0;

		if (sscanf(entry->d_name, INSTANCE "%d", &pid) == 1 &&
		    pid > 0 && kill(pid, 0) && errno == ESRCH)
			unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
	}
	if (directory)
		closedir(directory);
}

__attribute__((format(printf, 2, 3)))
static bool write_file(const char *name, const char *format, ...)
{
	char path[192], value[64];
	bool written;
	va_list args;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", instance, name);
	va_start(args, format);
	vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	written = write(fd, value, strlen(value)) >= 0;
	close(fd);
	return written;
}

/* Where tracefs is, or NULL: mounted here since Linux 4.1, there before. */
static const char *find_instances(void)
{
	static const char * const places[] = {
		"/sys/kernel/tracing/instances",
		"/sys/kernel/debug/tracing/instances",
	};
	unsigned int i;

	for (i = 0; i < 2; i++)
		if (!access(places[i], F_OK) || errno == EACCES)
			return places[i];
	return NULL;
}

void tracing_open(void)
{
	const char *instances = find_instances();
	char path[128];

	if (!instances)
		errx(EXIT_FAILURE,
		     "tracefs is not mounted: run \"mount -t tracefs none /sys/kernel/tracing\"");
	remove_stale(instances);
	snprintf(instance, sizeof(instance), "%s/" INSTANCE "%d", instances,
		 getpid());
	if (mkdir(instance, 0700)) {
		*instance = '\0';
		if (errno == EACCES || errno == EPERM)
			errx(EXIT_FAILURE,
			     "no permission to trace: run this as root");
		err(EXIT_FAILURE, "tracing: %s", instances);
	}
	atexit(tracing_close);

	/* Times that can be told as time of day; wake us at once. */
	write_file("trace_clock", "boot");
	write_file("buffer_percent", "0");
	if (!tracing_knows("create"))
		errx(EXIT_FAILURE,
		     "the module is not loaded, or is one without tracepoints: run \"modprobe ntsection\" or insmod ntsection.ko");
	snprintf(path, sizeof(path), "%s/trace_pipe", instance);
	trace_pipe = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (trace_pipe < 0)
		err(EXIT_FAILURE, "tracing: %s", path);
}

bool tracing_knows(const char *event)
{
	char path[192];

	snprintf(path, sizeof(path), "%s/events/ntsection/ntsection_%s",
		 instance, event);
	return !access(path, F_OK);
}

void tracing_enable(const char *event, uint64_t id)
{
	char name[96];

	if (id) {
		snprintf(name, sizeof(name),
			 "events/ntsection/ntsection_%s/filter", event);
		if (!write_file(name, "id == %" PRIu64, id))
			err(EXIT_FAILURE, "tracing: filter of %s", event);
	}
	snprintf(name, sizeof(name), "events/ntsection/ntsection_%s/enable",
		 event);
	if (!write_file(name, "1"))
		err(EXIT_FAILURE, "tracing: event %s", event);
}

int tracing_descriptor(void)
{
	return trace_pipe;
}

char *tracing_line(void)
{
	for (;;) {
		char *line = text + begin;
		char *newline = memchr(line, '\n', end - begin);
		ssize_t got;

		if (newline) {
			*newline = '\0';
			begin = (size_t)(newline + 1 - text);
			return line;
		}
		memmove(text, line, end - begin);
		end -= begin;
		begin = 0;
		/* The kernel's lines are shorter than a page. */
		if (end == sizeof(text))
			end = 0;
		got = read(trace_pipe, text + end, sizeof(text) - end);
		if (got <= 0)
			return NULL;
		end += (size_t)got;
	}
}
