/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Page protections: which there are, what each allows, and which right and
 * which mmap() it takes.
 */
#ifndef NTSECTION_WIN32_INTERNAL_PROTECTION_H
#define NTSECTION_WIN32_INTERNAL_PROTECTION_H

#include <ntsection/win32.h>
#include <stdbool.h>

#include "maps.h"

/* What the eight protections are, and what may be added to them. */
#define PROTECTION_BITS	0xff
#define CACHING_BITS	(PAGE_NOCACHE | PAGE_WRITECOMBINE)

/* Exactly one of the eight, with modifiers that go together? */
bool protection_is_valid(ULONG protect);
bool protection_copies(ULONG protect);

/* Is @wanted inside of what @most allows (P-01)? */
bool protection_allows(ULONG most, ULONG wanted);

/* Rights that a handle needs for a view, and that a section can give. */
ACCESS_MASK access_for_view(ULONG protect);
ACCESS_MASK access_of_section(ULONG protect);

/* PROT_* of a page. A guard page cannot be touched. */
int prot_of(ULONG protect);

/* What a copy-on-write page is called once it is a copy (P-14). */
ULONG protection_of_copy(ULONG protect);

/* What a mapping that this library has not made would be called. */
ULONG protection_of_mapping(const struct mapping *mapping);

#endif /* NTSECTION_WIN32_INTERNAL_PROTECTION_H */
