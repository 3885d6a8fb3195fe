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

void memory_fill(const struct memory *memory, const struct pattern *pattern);

/* Read everything. Return: how many bytes are those of memory_fill(). */
uint64_t memory_right(const struct memory *memory,
		      const struct pattern *pattern);

#endif
