// SPDX-License-Identifier: GPL-2.0
/*
 * The swap disk: what was written to it, and what is on it.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

#include "swapdisk.h"
#include "system.h"

#define CHUNK	MIB

static const char *device;

void swapdisk_init(void)
{
	device = getenv("NTSECTION_SWAP_DEVICE");
	errno = 0;
	if (!device || strncmp(device, "/dev/", 5))
		die("NTSECTION_SWAP_DEVICE names no swap disk: run this in the test VM");
	if (!swapdisk_size())
		die("%s is not in use as swap", device);
}

const char *swapdisk_device(void)
{
	return device;
}

uint64_t swapdisk_sectors_written(void)
{
	uint64_t sectors;
	char path[64];
	char line[256];

	snprintf(path, sizeof(path), "/sys/class/block/%s/stat", device + 5);
	read_line(path, line, sizeof(line));
	/* Reads, merged, sectors, ms; writes, merged, sectors, ms ... */
	if (sscanf(line, "%*u %*u %*u %*u %*u %*u %" SCNu64, &sectors) != 1)
		die("cannot read %s", path);
	return sectors;
}

uint64_t swapdisk_size(void)
{
	FILE *file = fopen("/proc/swaps", "re");
	uint64_t kib = 0;
	char name[64];
	char line[256];

	if (!file)
		die("cannot read /proc/swaps");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%63s %*s %" SCNu64, name, &kib) == 2 &&
		    !strcmp(name, device))
			break;
		kib = 0;
	}
	fclose(file);
	return kib << 10;
}

/* Look at one place where the marker is. */
static void examine(const struct pattern *pattern, const unsigned char *page,
		    uint64_t page_count, unsigned char *seen,
		    struct swapdisk_search *found)
{
	uint64_t number = pattern_number(page);

	if (number >= page_count || seen[number])
		return;
	if (pattern_right(pattern, number, page) != PATTERN_PAGE)
		return;
	seen[number] = 1;
	found->pages++;
}

void swapdisk_search(const struct pattern *pattern, uint64_t memory_size,
		     struct swapdisk_search *found)
{
	const size_t marker_size = sizeof(pattern->marker);
	uint64_t page_count = memory_size / PATTERN_PAGE;
	unsigned char *buffer, *chunk, *from, *end, *hit, *seen;
	ssize_t got;
	int fd;

	memset(found, 0, sizeof(*found));
	/* The page before the chunk keeps the end of the chunk before. */
	buffer = aligned_alloc(PATTERN_PAGE, PATTERN_PAGE + CHUNK);
	seen = calloc(page_count, 1);
	if (!buffer || !seen)
		die("no memory to search the swap disk");
	chunk = buffer + PATTERN_PAGE;
	from = chunk;

	fd = open(device, O_RDONLY | O_DIRECT | O_CLOEXEC);
	if (fd < 0)
		die("cannot open %s", device);
	while ((got = read(fd, chunk, CHUNK)) > 0) {
		end = chunk + got;
		found->bytes_read += got;
		while ((hit = memmem(from, end - from, pattern->marker,
				     marker_size))) {
			found->markers++;
			/* Swap is written in whole pages at page boundaries. */
			if (hit >= chunk && !((hit - chunk) % PATTERN_PAGE) &&
			    end - hit >= PATTERN_PAGE)
				examine(pattern, hit, page_count, seen, found);
			from = hit + 1;
		}
		from = chunk - (marker_size - 1);
		memcpy(from, end - (marker_size - 1), marker_size - 1);
	}
	if (got < 0)
		die("cannot read %s", device);
	close(fd);
	free(seen);
	free(buffer);
}

void swapdisk_off(void)
{
	if (swapoff(device))
		die("cannot swapoff %s", device);
}

void swapdisk_on(void)
{
	if (swapon(device, 0))
		die("cannot swapon %s", device);
}
