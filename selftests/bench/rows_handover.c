// SPDX-License-Identifier: GPL-2.0
/*
 * Rows: memory that two processes share, and that is not the same for both or
 * for ever.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <ntsection.h>

#include "kind.h"
#include "measure.h"
#include "partner.h"
#include "row.h"
#include "system.h"

#define CALLS 20000
#define LOGS 4
#define LOG_SIZE (64 * MIB)
#define STEP (64 * KIB)

static void *map_fd(void *at, size_t size, int fd)
{
	void *view = mmap(at, size, PROT_READ | PROT_WRITE,
			  MAP_SHARED | (at ? MAP_FIXED_NOREPLACE : 0), fd, 0);

	if (view == MAP_FAILED)
		die("cannot map a log of %zu bytes", size);
	return view;
}

/* A place where nothing is, and where a log can grow. */
static void *free_place(void)
{
	void *place = mmap(NULL, LOG_SIZE, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	munmap(place, LOG_SIZE);
	return place;
}

/* A section that is committed piece by piece: all views see it at once. */
static uint64_t grow_section(void)
{
	const struct ntsection_options options = {
		.attributes = NTSECTION_SEC_RESERVE,
		.access = NTSECTION_MAP_READ | NTSECTION_MAP_WRITE,
	};
	int fd = ntsection_create(device(), LOG_SIZE, &options);
	uint64_t start, at, cost;
	void *view, *other;

	if (fd < 0)
		die("cannot create a section to reserve");
	view = map_fd(NULL, LOG_SIZE, fd);
	other = map_fd(NULL, LOG_SIZE, fd);
	start = ticks();
	for (at = 0; at < LOG_SIZE; at += STEP)
		if (ntsection_commit(fd, at, STEP))
			die("cannot commit");
	cost = ticks() - start;
	munmap(other, LOG_SIZE);
	munmap(view, LOG_SIZE);
	close(fd);
	return cost;
}

/* A mapping that grows where it is. */
struct reader {
	char *base;
	size_t size;
};

static void grow_mapping(void *arg)
{
	struct reader *reader = arg;

	if (mremap(reader->base, reader->size, reader->size + STEP, 0) !=
	    reader->base)
		die("a log cannot grow where it is");
	reader->size += STEP;
}

static void nothing(void *arg)
{
	partner_nothing(arg);
}

/* The file grows, and then the mapping of each process. */
static uint64_t grow_memfd(void)
{
	int fd = memfd_create("bench", MFD_CLOEXEC);
	struct reader reader = { free_place(), STEP };
	struct partner partner;
	uint64_t start, cost;
	double telling;

	if (fd < 0 || ftruncate(fd, STEP))
		die("no memfd");
	map_fd(reader.base, STEP, fd);
	partner_begin(&partner, grow_mapping, &reader);
	telling = cost_of(nothing, &partner, 2000);
	start = ticks();
	while (reader.size < LOG_SIZE) {
		if (ftruncate(fd, (off_t)(reader.size + STEP)))
			die("a memfd cannot grow");
		grow_mapping(&reader);
		partner_work(&partner);
	}
	cost = ticks() - start;
	partner_end(&partner);
	munmap(reader.base, LOG_SIZE);
	close(fd);
	return cost - (uint64_t)(telling * (LOG_SIZE / STEP - 1));
}

/* Mapped beyond its end from the begin on; to touch that is a SIGBUS. */
static uint64_t grow_file_only(void)
{
	int fd = memfd_create("bench", MFD_CLOEXEC);
	uint64_t start, size, cost;
	void *view;

	if (fd < 0)
		die("no memfd");
	view = map_fd(NULL, LOG_SIZE, fd);
	start = ticks();
	for (size = STEP; size <= LOG_SIZE; size += STEP)
		if (ftruncate(fd, (off_t)size))
			die("a memfd cannot grow");
	cost = ticks() - start;
	munmap(view, LOG_SIZE);
	close(fd);
	return cost;
}

struct growth {
	uint64_t (*grow)(void);
};

static double per_step(const void *arg)
{
	const struct growth *growth = arg;
	uint64_t cost = 0;
	unsigned int i;

	growth->grow();
	for (i = 0; i < LOGS; i++)
		cost += growth->grow();
	return (double)cost / (LOGS * (LOG_SIZE / STEP));
}

static const struct growth growth_section = { grow_section };
static const struct growth growth_memfd = { grow_memfd };
static const struct growth growth_file_only = { grow_file_only };

struct source {
	int fd;
	char path[32];
};

static void duplicate_section(void *arg)
{
	const struct source *source = arg;
	int fd = ntsection_duplicate(source->fd, NTSECTION_QUERY |
				     NTSECTION_MAP_READ, NTSECTION_INHERIT);

	if (fd < 0)
		die("cannot duplicate a handle");
	close(fd);
}

static void reopen_memfd(void *arg)
{
	const struct source *source = arg;
	int fd = open(source->path, O_RDONLY);

	if (fd < 0)
		die("cannot open a memfd again");
	close(fd);
}

static double read_only(const struct kind *kind, void (*work)(void *arg))
{
	struct memory memory = { .size = MIB };
	struct source source;
	double cost;

	kind->create(&memory);
	source.fd = memory.fd;
	snprintf(source.path, sizeof(source.path), "/proc/self/fd/%d",
		 memory.fd);
	cost = cost_of(work, &source, CALLS);
	kind->close(&memory);
	return cost;
}

static double read_only_section(const void *arg)
{
	return read_only(arg, duplicate_section);
}

static double read_only_memfd(const void *arg)
{
	return read_only(arg, reopen_memfd);
}

const struct row handover_rows[] = {
	{ "dup-ro", "make a read-only descriptor for a child, and close it",
	  INSTRUCTIONS, 0.80, true, {
		{ "ntsection", read_only_section, &section },
		{ "memfd", read_only_memfd, &memfd },
	} },
	{ "reserve-grow",
	  "a log that two processes map grows by 64 KiB, up to 64 MiB",
	  INSTRUCTIONS " per step", 0.50, false, {
		{ "ntsection", per_step, &growth_section },
		{ "memfd", per_step, &growth_memfd },
		{ "memfd, SIGBUS", per_step, &growth_file_only, .apart = true },
	} },
	{ }
};
