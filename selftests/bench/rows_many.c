// SPDX-License-Identifier: GPL-2.0
/*
 * Rows: many sections that nobody uses at the moment.
 */
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include <ntsection.h>

#include "kind.h"
#include "measure.h"
#include "row.h"
#include "system.h"

#define MANY 10000

static struct memory *make_many(const struct kind *kind)
{
	const struct rlimit limit = { MANY + 100, MANY + 100 };
	struct memory *all = calloc(MANY, sizeof(*all));
	int i;

	if (!all || setrlimit(RLIMIT_NOFILE, &limit))
		die("no room for %d descriptors", MANY);
	for (i = 0; i < MANY; i++) {
		all[i].size = MIB;
		kind->create(&all[i]);
	}
	return all;
}

static void close_many(const struct kind *kind, struct memory *all)
{
	int i;

	for (i = 0; i < MANY; i++)
		kind->close(&all[i]);
	free(all);
}

/* The slab caches, once nothing waits any more for RCU to free it. */
static uint64_t settled_slab(void)
{
	uint64_t size, now = read_key("/proc/meminfo", "Slab:");

	do {
		size = now;
		usleep(100 * 1000);
		now = read_key("/proc/meminfo", "Slab:");
	} while (now < size);
	return now;
}

static double memory_of(const void *arg)
{
	uint64_t before, after;
	struct memory *all;

	/* Once in vain: the table of descriptors and partial slabs stay. */
	close_many(arg, make_many(arg));
	settled_slab();
	if (write_text("/proc/sys/vm/drop_caches", "2"))
		die("cannot drop caches");
	before = settled_slab();
	all = make_many(arg);
	after = settled_slab();
	close_many(arg, all);
	return ((double)after - (double)before) / MANY;
}

#define BATCH 100

static void list_all(void *arg)
{
	static struct ntsection_entry entries[BATCH];
	uint64_t cursor = 0;
	int count, all = 0;

	(void)arg;
	while ((count = ntsection_list(device(), &cursor, entries, BATCH)) > 0)
		all += count;
	if (count || all < MANY)
		die("sections are missing from the list");
}

static double enumerate(const void *arg)
{
	struct memory *all = make_many(arg);
	double cost = cost_of(list_all, NULL, 1) / MANY;

	close_many(arg, all);
	return cost;
}

const struct row many_rows[] = {
	{ "memory", "kernel memory of an idle unnamed section, among 10 000",
	  "bytes of slab", 1.25, false, {
		{ "ntsection", memory_of, &section },
		{ "memfd", memory_of, &memfd },
	} },
	{ "enumerate", "list 10 000 sections, 100 at a time",
	  INSTRUCTIONS " per section", 2000, false, {
		{ "ntsection", enumerate, &section },
	} },
	{ }
};
