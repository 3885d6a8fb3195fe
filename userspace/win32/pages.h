/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pages of an allocation: what state they are in, and how it changes. All
 * under the lock of space.h.
 */
#ifndef NTSECTION_WIN32_INTERNAL_PAGES_H
#define NTSECTION_WIN32_INTERNAL_PAGES_H

#include "space.h"

/* What VirtualQuery says of pages. */
struct page_state {
	ULONG state;	/* MEM_COMMIT or MEM_RESERVE */
	ULONG protect;	/* 0 if they are reserved */
};

/* The state of the page at @offset; all before the offset returned have it. */
size_t state_at(const struct allocation *allocation, size_t offset,
		struct page_state *state);

/* The same, but the state is another one, or the allocation ends, there. */
size_t region_at(const struct allocation *allocation, size_t offset,
		 struct page_state *state);

/* Are all pages of a range committed? */
bool range_is_committed(const struct allocation *allocation, size_t start,
			size_t end);

/*
 * Give committed pages a protection, checked before. STATUS_NO_MEMORY,
 * STATUS_COMMITMENT_LIMIT; then a part of the range may have changed.
 */
NTSTATUS protect_pages(struct allocation *allocation, size_t start, size_t end,
		       ULONG protect);

/* Commit pages and give them a protection. Errors as above. */
NTSTATUS commit_pages(struct allocation *allocation, size_t start, size_t end,
		      ULONG protect);

/* Decommit pages of private memory. */
NTSTATUS decommit_pages(struct allocation *allocation, size_t start,
			size_t end);

/* Remember whether pages are locked. */
NTSTATUS mark_locked(struct allocation *allocation, size_t start, size_t end,
		     bool locked);

/*
 * Lock pages of a view, and bring them to RAM. None becomes a private copy of
 * it. Fails as mlock(), which see. Needs no lock.
 */
int lock_view_pages(uintptr_t start, size_t size);

#endif /* NTSECTION_WIN32_INTERNAL_PAGES_H */
