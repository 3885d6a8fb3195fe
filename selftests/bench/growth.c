// SPDX-License-Identifier: GPL-2.0
/*
 * How costs grow: the same work again and again, with more of something around
 * it each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "growth.h"
#include "kind.h"
#include "measure.h"
#include "partner.h"
#include "system.h"

#define CALLS 1000
#define FAULTS 256
#define MOST_AROUND 10000

struct work {
	const struct kind *kind;
	struct memory memory;
};

static void live(void *arg)
{
	struct work *work = arg;

	work->kind->create(&work->memory);
	work->kind->map(&work->memory);
	work->kind->unmap(&work->memory);
	work->kind->close(&work->memory);
}

static double by_size(const struct kind *kind, unsigned int mib)
{
	struct work work = { .kind = kind, .memory.size = mib * MIB };

	return cost_of(live, &work, CALLS);
}

static double by_sections(const struct kind *kind, unsigned int count)
{
	static struct memory around[MOST_AROUND];
	struct work work = { .kind = kind, .memory.size = MIB };
	unsigned int i;
	double cost;

	for (i = 0; i < count; i++) {
		around[i].size = MIB;
		kind->create(&around[i]);
	}
	cost = cost_of(live, &work, CALLS);
	for (i = 0; i < count; i++)
		kind->close(&around[i]);
	return cost;
}

static void map_once_more(void *arg)
{
	struct work *work = arg;

	work->kind->map(&work->memory);
	work->kind->unmap(&work->memory);
}

/* Of one page each, so that no two of them become one. */
static double by_views(const struct kind *kind, unsigned int count)
{
	static char *views[MOST_AROUND];
	struct work work = { .kind = kind, .memory.size = PAGE };
	unsigned int i;
	double cost;

	kind->create(&work.memory);
	for (i = 0; i < count; i++) {
		kind->map(&work.memory);
		views[i] = work.memory.view;
	}
	cost = cost_of(map_once_more, &work, CALLS);
	for (i = 0; i < count; i++)
		munmap(views[i], PAGE);
	kind->close(&work.memory);
	return cost;
}

static void touch(void *arg)
{
	const struct work *work = arg;

	write_pages(work->memory.view, work->memory.size);
}

/* Write faults on pages that other processes have mapped as well. */
static void fault(void *arg)
{
	struct work *work = arg;

	madvise(work->memory.view, work->memory.size, MADV_DONTNEED);
	write_pages(work->memory.view, work->memory.size);
}

static double by_processes(const struct kind *kind, unsigned int count)
{
	struct work work = { .kind = kind, .memory.size = FAULTS * PAGE };
	struct partner *partners = calloc(count, sizeof(*partners));
	unsigned int i;
	double cost;

	kind->create(&work.memory);
	kind->map(&work.memory);
	for (i = 0; i < count; i++) {
		partner_begin(&partners[i], touch, &work);
		partner_work(&partners[i]);
	}
	cost = cost_of(fault, &work, 20) / FAULTS;
	/* The later ones have the pipes of those before. */
	while (i--)
		partner_end(&partners[i]);
	kind->unmap(&work.memory);
	kind->close(&work.memory);
	free(partners);
	return cost;
}

static const struct panel {
	const char *name;
	double (*measure)(const struct kind *kind, unsigned int count);
	unsigned int counts[8];
} panels[] = {
	{ "size", by_size, { 1, 4, 16, 64, 256, 1024 } },
	{ "sections", by_sections, { 1, 10, 100, 1000, 10000 } },
	{ "views", by_views, { 1, 10, 100, 1000, 10000 } },
	{ "processes", by_processes, { 1, 4, 16, 64 } },
};

void growth_write(const char *path)
{
	const struct rlimit limit = { MOST_AROUND + 100, MOST_AROUND + 100 };
	FILE *file = fopen(path, "we");
	unsigned int i, j;

	if (!file)
		die("cannot write %s", path);
	if (setrlimit(RLIMIT_NOFILE, &limit))
		die("cannot have %d descriptors", MOST_AROUND);
	fprintf(file, "panel,x,ntsection,memfd\n");
	for (i = 0; i < sizeof(panels) / sizeof(panels[0]); i++) {
		for (j = 0; panels[i].counts[j]; j++) {
			unsigned int x = panels[i].counts[j];

			fprintf(file, "%s,%u,%.1f,%.1f\n", panels[i].name, x,
				panels[i].measure(&section, x),
				panels[i].measure(&memfd, x));
		}
	}
	if (fclose(file))
		die("cannot write %s", path);
}
