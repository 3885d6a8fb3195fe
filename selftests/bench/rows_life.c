// SPDX-License-Identifier: GPL-2.0
/*
 * Rows: the life of shared memory that nobody writes to.
 */
#include "kind.h"
#include "measure.h"
#include "row.h"
#include "system.h"

#define LIVES 1000
#define CALLS 8000

struct life {
	const struct kind *kind;
	struct memory memory;
};

static void live(void *arg)
{
	struct life *life = arg;

	life->kind->create(&life->memory);
	life->kind->map(&life->memory);
	life->kind->unmap(&life->memory);
	life->kind->close(&life->memory);
}

static double lifecycle(const void *kind)
{
	struct life life = { .kind = kind, .memory.size = MIB };

	return cost_of(live, &life, LIVES);
}

static void make_and_close(void *arg)
{
	struct life *life = arg;

	life->kind->create(&life->memory);
	life->kind->close(&life->memory);
}

static double create_close(const void *kind)
{
	struct life life = { .kind = kind, .memory.size = PAGE };

	return cost_of(make_and_close, &life, CALLS);
}

static double create_close_large(const void *kind)
{
	struct life life = { .kind = kind, .memory.size = GIB };

	return cost_of(make_and_close, &life, CALLS);
}

const struct row life_rows[] = {
	{ "lifecycle", "unnamed 1 MiB: create, map, unmap, close",
	  INSTRUCTIONS, 0.95, true, {
		{ "ntsection", lifecycle, &section },
		{ "memfd", lifecycle, &memfd },
		{ "shm_open", lifecycle, &posix_shm },
		{ "shmget", lifecycle, &sysv_shm },
		/* Nobody else can have it: there is no handle to give. */
		{ "anonymous", lifecycle, &anonymous, .apart = true },
	} },
	{ "lifecycle-lib", "the same through libntsection",
	  INSTRUCTIONS, 1.00, true, {
		{ "libntsection", lifecycle, &section_library },
		{ "memfd", lifecycle, &memfd },
		{ "shm_open", lifecycle, &posix_shm },
		{ "shmget", lifecycle, &sysv_shm },
	} },
	{ "win32", "the same through libntsection-win32",
	  INSTRUCTIONS, 1.15, true, {
		{ "libntsection-win32", lifecycle, &section_win32 },
		{ "libntsection", lifecycle, &section_library },
	} },
	{ "create-close", "create and close 4 KiB",
	  INSTRUCTIONS, 0.95, true, {
		{ "ntsection", create_close, &section },
		{ "memfd", create_close, &memfd },
		{ "shm_open", create_close, &posix_shm },
		{ "shmget", create_close, &sysv_shm },
	} },
	{ "create-close-1g", "create and close 1 GiB",
	  INSTRUCTIONS, 0.95, true, {
		{ "ntsection", create_close_large, &section },
		{ "memfd", create_close_large, &memfd },
		{ "shm_open", create_close_large, &posix_shm },
		{ "shmget", create_close_large, &sysv_shm },
	} },
	{ }
};
