/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the parts of the library that deal with views share.
 */
#ifndef NTSECTION_LIB_VIEW_H
#define NTSECTION_LIB_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "ntsection.h"

/* Bytes of address space, whole blocks, that a view of @size bytes takes. */
static inline size_t blocks_of(size_t size)
{
	return (size + NTSECTION_GRANULARITY - 1) &
	       ~((size_t)NTSECTION_GRANULARITY - 1);
}

/* A view, and the address space that it takes: its blocks, or its size only. */
struct placed_view {
	struct ntsection_view view;	/* first: the registry compares views */
	size_t span;
	bool apart;	/* children of fork() do not have it */
};

/* registry.c: the views of this process, found by any address inside. */
int registry_add(const struct placed_view *placed);
int registry_find(const void *address, struct placed_view *placed);
int registry_remove(const void *address, struct placed_view *placed);

/* place.c: mapping on 64 KiB boundaries, or over what is there. */
int place_view(int section, struct placed_view *placed, int prot, int map_flags);
int place_view_over(int section, struct placed_view *placed, int prot,
		    int map_flags);
int move_over(void *from, size_t size, void *to);
void unplace_view(const struct placed_view *placed);
int reserve_place(const struct placed_view *placed);

#endif /* NTSECTION_LIB_VIEW_H */
