// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the kernel has of the pages of this process, by /proc/self/pagemap: one
 * number of 64 bits for each page (Documentation/admin-guide/mm/pagemap.rst of
 * the kernel).
 */
#include <fcntl.h>
#include <unistd.h>

#include "pagemap.h"

#define PRESENT		(UINT64_C(1) << 63)
#define SWAPPED		(UINT64_C(1) << 62)
#define FILE_OR_SHARED	(UINT64_C(1) << 61)

size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static int open_pagemap(void)
{
	return open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
}

/* How many entries were read of those that were asked for. */
static size_t read_entries(int fd, uintptr_t address, uint64_t *entries,
			   size_t count)
{
	ssize_t bytes = pread(fd, entries, count * sizeof(*entries),
			      (off_t)(address / page_size() *
				      sizeof(*entries)));

	return bytes < 0 ? 0 : (size_t)bytes / sizeof(*entries);
}

/* A page of the section is the file's; one that was copied is not. */
static bool entry_is_copy(uint64_t entry)
{
	return entry & (PRESENT | SWAPPED) && !(entry & FILE_OR_SHARED);
}

bool is_private_copy(uintptr_t address, size_t size, size_t *alike)
{
	size_t page = page_size(), done = 0, count, i;
	bool is_copy = false;
	uint64_t entries[512];
	int fd = open_pagemap();

	*alike = size;
	if (fd < 0)
		return false;
	while (done < size) {
		count = (size - done) / page;
		if (count > 512)
			count = 512;
		count = read_entries(fd, address + done, entries, count);
		for (i = 0; i < count; i++, done += page) {
			if (!done)
				is_copy = entry_is_copy(entries[i]);
			else if (entry_is_copy(entries[i]) != is_copy)
				break;
		}
		if (i < count || !count)
			break;
	}
	close(fd);
	if (done)
		*alike = done;
	return is_copy;
}

bool is_resident(uintptr_t address)
{
	uint64_t entry = 0;
	int fd = open_pagemap();

	if (fd < 0)
		return false;
	read_entries(fd, address, &entry, 1);
	close(fd);
	return entry & PRESENT;
}
