/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is mapped in this process, by /proc/self/maps.
 */
#ifndef NTSECTION_WIN32_INTERNAL_MAPS_H
#define NTSECTION_WIN32_INTERNAL_MAPS_H

#include <ntsection/win32.h>
#include <stdbool.h>
#include <stdint.h>

struct mapping {
	uintptr_t start;
	uintptr_t end;
	int prot;
	bool shared;
	bool is_file;
};

/* The lowest and the highest address that a program may use. */
#define LOWEST_ADDRESS ((uintptr_t)0x10000)
uintptr_t highest_address(void);

/*
 * Find the first mapping that ends above @address. False if there is none, or
 * if /proc cannot be read.
 */
bool find_mapping(uintptr_t address, struct mapping *mapping);

/*
 * Is @mapping, at @address in no allocation, what keeps the rest of an
 * allocation's last block free (V-08)? Under the lock of space.h.
 */
bool is_tail(const struct mapping *mapping, uintptr_t address);

/*
 * The highest address at which @size bytes are free now, a multiple of @align,
 * with all bytes from @low to @high. 0 if there is none.
 */
uintptr_t find_gap(size_t size, uintptr_t low, uintptr_t high, size_t align);

#endif /* NTSECTION_WIN32_INTERNAL_MAPS_H */
