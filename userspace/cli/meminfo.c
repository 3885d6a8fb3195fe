// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers and lines of /proc and /sys.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "meminfo.h"

bool first_line(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "re");
	bool found;

	if (!file)
		return false;
	found = fgets(line, size, file);
	fclose(file);
	if (found)
		line[strcspn(line, "\n")] = '\0';
	return found;
}

uint64_t meminfo(const char *key)
{
	FILE *file = fopen("/proc/meminfo", "re");
	uint64_t kib = 0;
	char line[128];

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file)) {
		size_t length = strlen(key);

		if (!strncmp(line, key, length) && line[length] == ':') {
			sscanf(line + length + 1, "%" SCNu64, &kib);
			break;
		}
	}
	fclose(file);
	return kib * 1024;
}
