/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers and lines of /proc and /sys.
 */
#ifndef NTSECTION_CLI_MEMINFO_H
#define NTSECTION_CLI_MEMINFO_H

#include <stdbool.h>
#include <stdint.h>

/* A value of /proc/meminfo in bytes; 0 if it is not there. */
uint64_t meminfo(const char *key);

/* The first line of a file, without its end; false if there is none. */
bool first_line(const char *path, char *line, int size);

#endif /* NTSECTION_CLI_MEMINFO_H */
