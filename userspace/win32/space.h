/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The allocations of this process: views, private memory and placeholders,
 * found by any address inside, each with the state of its pages in runs.
 *
 * Everything here is under one lock, which is held while memory is mapped and
 * unmapped, so that what is remembered and what is there are one. It is never
 * held while memory of the program is touched. fork() holds it too, so that a
 * child has a whole map and a free lock.
 */
#ifndef NTSECTION_WIN32_INTERNAL_SPACE_H
#define NTSECTION_WIN32_INTERNAL_SPACE_H

#include <ntsection/win32.h>
#include <stdbool.h>
#include <stdint.h>

#define GRANULARITY ((size_t)0x10000)

/**
 * struct pages - what is known of some pages in a row
 * @protect: PAGE_* value with PAGE_GUARD; private memory that is not committed
 *	has none
 * @committed: of private memory; that a view's pages are is asked for
 * @locked: VirtualLock was called on them
 * @private_copy: pages of a shared view that were made copy-on-write
 */
struct pages {
	ULONG protect;
	bool committed;
	bool locked;
	bool private_copy;
};

/* Pages that are alike, from @start on to the next run, in bytes. */
struct run {
	size_t start;
	struct pages pages;
};

/**
 * struct allocation - a view, private memory, or a placeholder
 * @base: first byte; the key
 * @size: bytes, whole pages
 * @span: bytes of address space, @size and perhaps an unused tail
 * @protect: AllocationProtect, with caching bits
 * @caching: PAGE_NOCACHE or PAGE_WRITECOMBINE, of all its pages
 * @is_view: of a section
 * @is_reserve: the view's section is SEC_RESERVE
 * @is_copy: the view is copy-on-write as a whole
 * @is_placeholder: private, reserved, and for MEM_REPLACE_PLACEHOLDER
 * @replaced: stands where a placeholder was
 * @runs: pages, in order; the first begins at 0
 * @count: their number, at least 1
 * @room: how many @runs has room for
 * @next: in the list of those that children of fork() do not have
 * @link: what points to this one in that list, or NULL
 */
struct allocation {
	uintptr_t base;
	size_t size;
	size_t span;
	ULONG protect;
	ULONG caching;
	bool is_view;
	bool is_reserve;
	bool is_copy;
	bool is_placeholder;
	bool replaced;
	struct run *runs;
	size_t count;
	size_t room;
	struct allocation *next, **link;
};

void lock_space(void);
void unlock_space(void);
/* Does this thread hold the lock? For signal handlers. */
bool space_is_locked_here(void);

/* NULL if there is no memory. All pages are alike at first. */
struct allocation *new_allocation(uintptr_t base, size_t size,
				  const struct pages *pages);
void free_allocation(struct allocation *allocation);

/* Under the lock. */
struct allocation *find_allocation(uintptr_t address);
/* Any that has a byte of a range, which does not wrap. */
struct allocation *find_in_range(uintptr_t start, size_t size);
/* Does an allocation end in the same block, below an address in none? */
bool is_behind_allocation(uintptr_t address);
bool add_allocation(struct allocation *allocation, bool not_in_children);
void remove_allocation(struct allocation *allocation);

/*
 * Cut an allocation in two. The one at @at is new, and returned; the tail goes
 * with it. NULL if there is no memory, and nothing has changed.
 */
struct allocation *split_allocation(struct allocation *allocation, size_t at);

/* The run that the byte at @offset is in, and where the run ends. */
struct run *run_at(const struct allocation *allocation, size_t offset);
size_t end_of_run(const struct allocation *allocation, const struct run *run);

/*
 * To change pages: make room, which fails for lack of memory; cut so that runs
 * begin at @start and end at @end, and get the first of them; change those; and
 * join what is alike then.
 */
bool prepare_cut(struct allocation *allocation);
struct run *cut_runs(struct allocation *allocation, size_t start, size_t end);
void join_runs(struct allocation *allocation, size_t start, size_t end);

/* Is the whole range inside the allocation? */
static inline bool allocation_has(const struct allocation *allocation,
				  uintptr_t start, size_t size)
{
	return start >= allocation->base && size <= allocation->size &&
	       start - allocation->base <= allocation->size - size;
}

#endif /* NTSECTION_WIN32_INTERNAL_SPACE_H */
