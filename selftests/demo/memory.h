/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that a worker fills with the pattern: a view of a section, blocks
 * from malloc(), or an anonymous private mapping.
 */
#ifndef DEMO_MEMORY_H
#define DEMO_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "pattern.h"

/* Below malloc()'s limit for a mapping of its own: the blocks are a heap. */
#define MEMORY_BLOCK	(64 << 10)

struct memory {
	uint64_t size;
	/* One address if the memory is in one piece, else one for each block. */
	unsigned char **blocks;
	uint64_t block_size;
};

/* Each returns 0 or an error number. @size is a multiple of MEMORY_BLOCK. */
int memory_view(struct memory *memory, int section, int prot);
int memory_heap(struct memory *memory, uint64_t size);
int memory_mapping(struct memory *memory, uint64_t size);

/*
 * A part of memory in bytes, both multiples of PATTERN_PAGE. A size of 0 means
 * all to the end.
 */
struct part {
	uint64_t offset;
	uint64_t size;
};

void memory_fill(const struct memory *memory, struct part part,
		 const struct pattern *pattern);

/* Read the part. Return: how many bytes are those of memory_fill(). */
uint64_t memory_right(const struct memory *memory, struct part part,
		      const struct pattern *pattern);

/* Pages by what they hold: all of what memory_fill() wrote, zeros, neither. */
struct census {
	uint64_t old;
	uint64_t zero;
	uint64_t other;
};

/* Read each page of the part once. */
void memory_count(const struct memory *memory, struct part part,
		  const struct pattern *pattern, struct census *census);

/*
 * Say that the content of the part is not needed any more, or needed again.
 * The memory must be a view. Each returns 0 or an error number; for the latter
 * that is ENODATA if content was lost.
 */
int memory_reset(const struct memory *memory, struct part part);
int memory_reset_undo(const struct memory *memory, struct part part);

#endif
