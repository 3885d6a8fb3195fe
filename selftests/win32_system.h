/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of the Win32 library read of the system: counters of the
 * kernel, and what the process has.
 *
 * Included after win32_test.h.
 */
#ifndef NTSECTION_WIN32_SYSTEM_H
#define NTSECTION_WIN32_SYSTEM_H

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "proc.h"

#define KIB		((SIZE_T)1024)
#define MIB		((SIZE_T)1024 * KIB)

/* Committed_AS of other processes moves by less than this, in KiB. */
#define SLACK		(2 * 1024L)

/* Pages of private memory. */
#define EXPECT_PRIVATE(address, base, allocation_protect, size, state,	\
		       protect)						\
	EXPECT_REGION(address, base, allocation_protect, size, state,	\
		      protect, MEM_PRIVATE)

/* Is the charge more by this than it was, or less? */
static inline bool charged(long before, long kib)
{
	return labs(committed_kib() - before - kib) < SLACK;
}

/* References on the module: the open device, handles and views. */
static inline long module_references(void)
{
	return read_number("/sys/module/ntsection/refcnt");
}

/* How many descriptors are open, that of the folder itself included. */
static inline int count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	if (!folder)
		return -1;
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static inline int count_mappings(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	int count = 0, byte;

	if (!maps)
		return -1;
	while ((byte = getc(maps)) != EOF)
		count += byte == '\n';
	fclose(maps);
	return count;
}

/* Pressure: what a single process maps once leaves RAM. */
static inline int page_out(void *address, SIZE_T size)
{
	return madvise(address, size, MADV_PAGEOUT);
}

#endif /* NTSECTION_WIN32_SYSTEM_H */
