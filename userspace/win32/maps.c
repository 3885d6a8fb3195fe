// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What is mapped in this process, by /proc/self/maps.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "maps.h"
#include "space.h"

/*
 * The stack is near the end of the address space, which is a power of two, but
 * for a last block that NT leaves out as well.
 */
uintptr_t highest_address(void)
{
	static uintptr_t highest;
	uintptr_t stack = (uintptr_t)environ, end = GRANULARITY;

	if (!highest) {
		if (!stack)
			stack = (uintptr_t)&stack;
		while (end <= stack && end << 1)
			end <<= 1;
		/* end is 0 where the whole of 32 bits is in use */
		highest = (end <= stack ? 0 : end) - GRANULARITY - 1;
	}
	return highest;
}

/* Read a line's mapping. */
static bool next_mapping(FILE *maps, struct mapping *mapping)
{
	char permissions[5], line[256];
	unsigned long start, end, inode;

	if (!fgets(line, sizeof(line), maps) ||
	    sscanf(line, "%lx-%lx %4s %*s %*s %lu", &start, &end, permissions,
		   &inode) != 4)
		return false;
	while (!feof(maps) && !ferror(maps)) {
		size_t i;

		/* A long path goes on. */
		for (i = 0; line[i] && line[i] != '\n'; i++)
			;
		if (line[i] == '\n' || !fgets(line, sizeof(line), maps))
			break;
	}

	mapping->start = start;
	mapping->end = end;
	mapping->prot = (permissions[0] == 'r' ? PROT_READ : 0) |
			(permissions[1] == 'w' ? PROT_WRITE : 0) |
			(permissions[2] == 'x' ? PROT_EXEC : 0);
	mapping->shared = permissions[3] == 's';
	mapping->is_file = inode;
	return true;
}

bool find_mapping(uintptr_t address, struct mapping *mapping)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	bool found = false;

	if (!maps)
		return false;
	while (!found && next_mapping(maps, mapping))
		found = mapping->end > address;
	fclose(maps);
	return found;
}

bool is_tail(const struct mapping *mapping, uintptr_t address)
{
	return mapping->start <= address && !mapping->prot &&
	       !mapping->is_file && is_behind_allocation(address);
}

/* The highest place between two addresses, 0 if they are too close. */
static uintptr_t fit(uintptr_t from, uintptr_t to, size_t size, size_t align)
{
	uintptr_t base;

	if (to < from || to - from < size)
		return 0;
	base = (to - size) & ~((uintptr_t)align - 1);
	return base >= from ? base : 0;
}

uintptr_t find_gap(size_t size, uintptr_t low, uintptr_t high, size_t align)
{
	uintptr_t from = low, best = 0, place;
	struct mapping mapping;
	FILE *maps;

	maps = fopen("/proc/self/maps", "re");
	if (!maps)
		return 0;
	while (from <= high && next_mapping(maps, &mapping)) {
		uintptr_t to = mapping.start;

		if (to > high + 1)
			to = high + 1;
		place = fit(from, to, size, align);
		if (place)
			best = place;
		if (mapping.end > from)
			from = mapping.end;
	}
	fclose(maps);

	place = from <= high ? fit(from, high + 1, size, align) : 0;
	return place ? place : best;
}
