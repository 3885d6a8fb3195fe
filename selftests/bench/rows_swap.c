// SPDX-License-Identifier: GPL-2.0
/*
 * Rows: pages that leave memory. Swap is on zram, which has no wait in it that
 * would be counted, and pages of one value, which take it hardly any work.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ntsection.h>

#include "cgroup.h"
#include "kind.h"
#include "measure.h"
#include "row.h"
#include "system.h"

#define SIZE (64 * MIB)

static uint64_t pages_written(void)
{
	return read_key("/proc/vmstat", "pswpout");
}

static double out_and_in(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = SIZE };
	uint64_t start, written;
	double cost;

	kind->create(&memory);
	kind->map(&memory);
	memset(memory.view, 1, SIZE);
	written = pages_written();
	start = ticks();
	if (madvise(memory.view, SIZE, MADV_PAGEOUT))
		die("cannot page out %s", kind->name);
	read_pages(memory.view, SIZE);
	cost = per_page(start, PAGES(SIZE));
	errno = 0;
	if (pages_written() - written < PAGES(SIZE))
		die("%s: not all pages went to swap", kind->name);
	kind->unmap(&memory);
	kind->close(&memory);
	return cost;
}

static void reset_nothing(const struct memory *memory)
{
	(void)memory;
}

static void reset_section(const struct memory *memory)
{
	if (ntsection_reset(memory->fd, 0, memory->size))
		die("cannot reset a section");
}

struct disposal {
	const struct kind *kind;
	void (*reset)(const struct memory *memory);
};

/* Written, not needed any more, and in the way of others. */
static void dispose(const struct disposal *disposal,
		    const struct cgroup *cgroup)
{
	struct memory memory = { .size = SIZE };

	cgroup_enter(cgroup);
	disposal->kind->create(&memory);
	disposal->kind->map(&memory);
	memset(memory.view, 1, SIZE);
	disposal->reset(&memory);
	/* The kernel may find a few pages less: what it did is counted. */
	cgroup_reclaim(cgroup, SIZE);
	_exit(0);
}

static double disposable(const void *arg)
{
	const struct cgroup cgroup = { "bench" };
	uint64_t written = pages_written();
	int status;
	pid_t pid;

	cgroup_create(&cgroup);
	pid = fork();
	if (!pid)
		dispose(arg, &cgroup);
	if (waitpid(pid, &status, 0) != pid || status)
		die("a process that gives up memory failed");
	cgroup_remove(&cgroup);
	return (double)(pages_written() - written);
}

static const struct disposal disposal_section = { &section, reset_section };
static const struct disposal disposal_memfd = { &memfd, reset_nothing };

const struct row swap_rows[] = {
	{ "swap", "page 64 MiB out, and in again",
	  PER_PAGE, 1.00, false, {
		{ "ntsection", out_and_in, &section },
		{ "memfd", out_and_in, &memfd },
		{ "anonymous", out_and_in, &anonymous },
	} },
	{ "swap-large", "the same, ours with SEC_LARGE_PAGES",
	  PER_PAGE, 1.10, false, {
		{ "ntsection, large", out_and_in, &section_large },
		{ "memfd", out_and_in, &memfd },
	} },
	{ "disposable", "64 MiB written, reset and pushed out by pressure",
	  "pages written to swap", 0.00, false, {
		{ "ntsection", disposable, &disposal_section },
		{ "memfd", disposable, &disposal_memfd },
	} },
	{ }
};
