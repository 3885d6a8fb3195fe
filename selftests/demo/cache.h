/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A cache: a process that keeps content in a section, with or without having
 * said of the first half that it is not needed any more.
 *
 * Each half has a pattern of its own, so that a place on the disk where a
 * marker is, wherever it is, belongs to one half.
 */
#ifndef DEMO_CACHE_H
#define DEMO_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "swapdisk.h"
#include "usage.h"
#include "worker.h"

#define CACHE_SIZE	(64 << 20)
#define CACHE_HALF	(CACHE_SIZE / 2)

/* The half that is reset, if one is, and the half that is kept. */
enum half { FIRST, SECOND, HALVES };

struct cache {
	const char *name;	/* in the plot */
	bool reset;
	struct cgroup cgroup;
	struct pattern patterns[HALVES];
	struct worker worker;
	struct subject subject;
	/* Measured while there is memory enough. */
	struct usage plenty;
	uint64_t plenty_right;
	int plenty_undo;
	/* Measured under the limit; the pages count from before it was set. */
	struct usage squeezed;
	uint64_t pages_swapped_out;
	struct swapdisk_search found[HALVES];
	struct census census[HALVES];
	int undo;
};

/* Make the section, fill it, and reset the first half if @reset is set. */
void cache_start(struct cache *cache);
/* Read all of it while there is memory enough, and have a reset undone. */
void cache_leave_alone(struct cache *cache);
/* Limit the memory and search the disk for both halves. */
void cache_squeeze(struct cache *cache);
/* Read all of it while the limit holds, and have a reset undone. */
void cache_read_back(struct cache *cache);
void cache_end(struct cache *cache);

#endif
