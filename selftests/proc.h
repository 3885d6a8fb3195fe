/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that the kernel tells and takes in files of /proc and /sys.
 *
 * Included after kselftest_harness.h.
 */
#ifndef PROC_H
#define PROC_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What only root can try. In the VM nothing is skipped. */
#define NEED_ROOT() do {				\
	if (geteuid())					\
		SKIP(return, "needs root");		\
} while (0)

/* One number of a file of "key: number" or "key number" lines, or -1. */
static inline long read_key(const char *path, const char *key)
{
	FILE *file = fopen(path, "re");
	size_t length = strlen(key);
	char line[256];
	long value = -1;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file)) {
		if (strncmp(line, key, length))
			continue;
		if (line[length] == ':' || line[length] == ' ') {
			value = strtol(line + length + 1, NULL, 0);
			break;
		}
	}
	fclose(file);
	return value;
}

static inline long committed_kib(void)
{
	return read_key("/proc/meminfo", "Committed_AS");
}

static inline long read_number(const char *path)
{
	FILE *file = fopen(path, "re");
	long value = -1;

	if (!file)
		return -1;
	if (fscanf(file, "%ld", &value) != 1)
		value = -1;
	fclose(file);
	return value;
}

static inline int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t)strlen(text) ? 0 : -1;
}

/*
 * How often to do what may go wrong in a race. The kernel "debug", which looks
 * for leaks, is slow, and sees more in each round; races are not what it is for.
 */
static inline unsigned int race_rounds(unsigned int count)
{
	return access("/sys/kernel/debug/kmemleak", F_OK) ? count : count / 10;
}

#endif /* PROC_H */
