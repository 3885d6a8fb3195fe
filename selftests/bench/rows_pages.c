// SPDX-License-Identifier: GPL-2.0
/*
 * Rows: pages that are in memory, or come there.
 */
#include <string.h>

#include "kind.h"
#include "measure.h"
#include "row.h"
#include "system.h"

#define SIZE (64 * MIB)
#define TIMES 8

static double touch_once(const struct kind *kind)
{
	struct memory memory = { .size = SIZE };
	uint64_t start;
	double cost;

	kind->create(&memory);
	kind->map(&memory);
	start = ticks();
	write_pages(memory.view, SIZE);
	cost = per_page(start, PAGES(SIZE));
	kind->unmap(&memory);
	kind->close(&memory);
	return cost;
}

/*
 * Not the first time, so that the pages come from where the same side has put
 * them: in what order they are free, and whether large ones are, is a matter of
 * who had them before. And several times, for the same reason.
 */
static double mean(double (*once)(const struct kind *kind),
		   const struct kind *kind)
{
	double cost = 0;
	unsigned int i;

	once(kind);
	for (i = 0; i < TIMES; i++)
		cost += once(kind);
	return cost / TIMES;
}

static double first_touch(const void *kind)
{
	return mean(touch_once, kind);
}

static double refault(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = SIZE };
	uint64_t start;
	double cost;

	kind->create(&memory);
	kind->map(&memory);
	write_pages(memory.view, SIZE);
	kind->unmap(&memory);
	start = ticks();
	kind->map(&memory);
	read_pages(memory.view, SIZE);
	cost = per_page(start, PAGES(SIZE));
	kind->unmap(&memory);
	kind->close(&memory);
	return cost;
}

static double fill_once(const struct kind *kind)
{
	struct memory memory = { .size = SIZE };
	uint64_t start;
	double cost;

	kind->create(&memory);
	start = ticks();
	kind->map(&memory);
	memset(memory.view, 1, SIZE);
	cost = per_page(start, PAGES(SIZE));
	kind->unmap(&memory);
	kind->close(&memory);
	return cost;
}

static double fill(const void *kind)
{
	return mean(fill_once, kind);
}

const struct row page_rows[] = {
	{ "first-touch", "first write of each 4 KiB page of 64 MiB",
	  PER_PAGE, 1.00, true, {
		{ "ntsection", first_touch, &section },
		{ "memfd", first_touch, &memfd },
		{ "shm_open", first_touch, &posix_shm },
		{ "shmget", first_touch, &sysv_shm },
		{ "anonymous", first_touch, &anonymous },
	} },
	{ "refault", "map 64 MiB again and read each page, all present",
	  PER_PAGE, 1.00, true, {
		{ "ntsection", refault, &section },
		{ "memfd", refault, &memfd },
		{ "shm_open", refault, &posix_shm },
		{ "shmget", refault, &sysv_shm },
	} },
	{ "large-fill", "fill 64 MiB, ours with SEC_LARGE_PAGES",
	  PER_PAGE, 0.20, false, {
		{ "ntsection, large", fill, &section_large },
		{ "memfd", fill, &memfd },
		{ "anonymous", fill, &anonymous },
	} },
	{ "large-fill-hugetlb", "the same against pages that never leave RAM",
	  PER_PAGE, 1.05, false, {
		{ "ntsection, large", fill, &section_large },
		{ "MFD_HUGETLB", fill, &hugetlb },
	} },
	{ }
};
