// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that a worker fills with the pattern.
 */

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ntsection.h>

#include "memory.h"

static int memory_blocks(struct memory *memory, uint64_t size,
			 uint64_t block_size)
{
	memory->size = size;
	memory->block_size = block_size;
	memory->blocks = calloc(size / block_size, sizeof(*memory->blocks));
	return memory->blocks ? 0 : ENOMEM;
}

int memory_view(struct memory *memory, int section, int prot)
{
	struct ntsection_query query;
	void *view;
	int err;

	if (ntsection_query(section, &query))
		return errno;
	view = ntsection_map(section, NULL, 0, 0, prot, 0);
	if (!view)
		return errno;
	err = memory_blocks(memory, query.maximum_size, query.maximum_size);
	if (!err)
		memory->blocks[0] = view;
	return err;
}

int memory_heap(struct memory *memory, uint64_t size)
{
	uint64_t i;
	int err;

	err = memory_blocks(memory, size, MEMORY_BLOCK);
	for (i = 0; !err && i < size / MEMORY_BLOCK; i++) {
		memory->blocks[i] = malloc(MEMORY_BLOCK);
		if (!memory->blocks[i])
			err = ENOMEM;
	}
	return err;
}

int memory_mapping(struct memory *memory, uint64_t size)
{
	void *base;
	int err;

	base = mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (base == MAP_FAILED)
		return errno;
	err = memory_blocks(memory, size, size);
	if (!err)
		memory->blocks[0] = base;
	return err;
}

static void *memory_page(const struct memory *memory, uint64_t number)
{
	uint64_t offset = number * PATTERN_PAGE;

	return memory->blocks[offset / memory->block_size] +
	       offset % memory->block_size;
}

void memory_fill(const struct memory *memory, const struct pattern *pattern)
{
	uint64_t i;

	for (i = 0; i < memory->size / PATTERN_PAGE; i++)
		pattern_fill(pattern, i, memory_page(memory, i));
}

uint64_t memory_right(const struct memory *memory,
		      const struct pattern *pattern)
{
	uint64_t right = 0;
	uint64_t i;

	for (i = 0; i < memory->size / PATTERN_PAGE; i++)
		right += pattern_right(pattern, i, memory_page(memory, i));
	return right;
}
