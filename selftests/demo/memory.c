// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that a worker fills with the pattern.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
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

/* The page behind the part. */
static uint64_t part_end(const struct memory *memory, struct part part)
{
	uint64_t end = part.size ? part.offset + part.size : memory->size;

	return end / PATTERN_PAGE;
}

void memory_fill(const struct memory *memory, struct part part,
		 const struct pattern *pattern)
{
	uint64_t end = part_end(memory, part);
	uint64_t i;

	for (i = part.offset / PATTERN_PAGE; i < end; i++)
		pattern_fill(pattern, i, memory_page(memory, i));
}

uint64_t memory_right(const struct memory *memory, struct part part,
		      const struct pattern *pattern)
{
	uint64_t end = part_end(memory, part);
	uint64_t right = 0;
	uint64_t i;

	for (i = part.offset / PATTERN_PAGE; i < end; i++)
		right += pattern_right(pattern, i, memory_page(memory, i));
	return right;
}

void memory_count(const struct memory *memory, struct part part,
		  const struct pattern *pattern, struct census *census)
{
	static const unsigned char zeros[PATTERN_PAGE];
	uint64_t end = part_end(memory, part);
	uint64_t i;

	*census = (struct census){};
	for (i = part.offset / PATTERN_PAGE; i < end; i++) {
		const void *page = memory_page(memory, i);

		/* In this order: a page may vanish meanwhile, never return. */
		if (pattern_right(pattern, i, page) == PATTERN_PAGE)
			census->old++;
		else if (!memcmp(page, zeros, PATTERN_PAGE))
			census->zero++;
		else
			census->other++;
	}
}

/* By address in the view, which needs the device and no handle. */
static int reset_call(int (*call)(int fd, uint64_t start, uint64_t length),
		      const struct memory *memory, struct part part)
{
	uint64_t first = part.offset / PATTERN_PAGE;
	int device = ntsection_open();
	int err = 0;

	if (device < 0)
		return errno;
	if (call(device, (uintptr_t)memory_page(memory, first),
		 (part_end(memory, part) - first) * PATTERN_PAGE))
		err = errno;
	ntsection_close(device);
	return err;
}

int memory_reset(const struct memory *memory, struct part part)
{
	return reset_call(ntsection_reset, memory, part);
}

int memory_reset_undo(const struct memory *memory, struct part part)
{
	return reset_call(ntsection_reset_undo, memory, part);
}
