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

/* registry.c: the views of this process, found by any address inside. */
int registry_add(const struct ntsection_view *view, bool apart);
int registry_find(const void *address, struct ntsection_view *view);
int registry_remove(const void *address, struct ntsection_view *view);

/* place.c: mapping on 64 KiB boundaries. */
void *place_view(int section, const struct ntsection_view *view, int prot,
		 int map_flags);
void unplace_view(const struct ntsection_view *view);

#endif /* NTSECTION_LIB_VIEW_H */
