// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Where views go: on 64 KiB boundaries, in whole blocks of 64 KiB.
 *
 * A view that fills its blocks is one mmap(). Any other stands on a
 * reservation without access, of which its tail stays (V-08, V-24). An address
 * is found by trying the block below the last view, which is nearly always
 * free, and by a reservation that is too large otherwise. MAP_FIXED_NOREPLACE
 * makes each try safe, so the last address is a mere hint that threads may
 * overwrite for each other.
 *
 * A view that replaces what is there takes its size only. It is mapped
 * elsewhere and moved over, because mmap() with MAP_FIXED leaves a hole where it
 * fails.
 *
 * A view that is large enough lies so that what is aligned to a huge page in
 * the section is in memory too, or none could be mapped.
 */
#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "view.h"

#define RESERVE_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)

/* What an entry of the page middle directory maps, 8 bytes of a page. */
static uintptr_t huge_page(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	return page * page / 8;
}

/* What an address and its offset in the section must agree in, minus 1. */
static uintptr_t alignment_mask(const struct ntsection_view *view)
{
	uintptr_t huge = huge_page();

	return (view->size < huge ? NTSECTION_GRANULARITY : huge) - 1;
}

/* Base of the view that was placed last; 0 before the first. */
static atomic_uintptr_t last_base;

/* Map on a reservation of the view's blocks, which is given up on failure. */
static void *map_reserved(int section, const struct ntsection_view *view,
			  void *base, int prot, int map_flags)
{
	int err;

	if (mmap(base, view->size, prot, map_flags | MAP_FIXED, section,
		 (off_t)view->offset) != MAP_FAILED)
		return base;

	err = errno;
	munmap(base, blocks_of(view->size));
	errno = err;
	return NULL;
}

/* Map at @base if nothing is there; else EEXIST. */
static void *map_at(int section, const struct ntsection_view *view, void *base,
		    int prot, int map_flags)
{
	size_t blocks = blocks_of(view->size);

	if (blocks == view->size) {
		void *address = mmap(base, blocks, prot,
				     map_flags | MAP_FIXED_NOREPLACE, section,
				     (off_t)view->offset);

		return address == MAP_FAILED ? NULL : address;
	}

	if (mmap(base, blocks, PROT_NONE, RESERVE_FLAGS | MAP_FIXED_NOREPLACE,
		 -1, 0) == MAP_FAILED)
		return NULL;
	return map_reserved(section, view, base, prot, map_flags);
}

/* Map wherever there is room. */
static void *map_anywhere(int section, const struct ntsection_view *view,
			  int prot, int map_flags)
{
	size_t blocks = blocks_of(view->size);
	uintptr_t mask = alignment_mask(view);
	size_t slack = mask + 1 - (size_t)sysconf(_SC_PAGESIZE);
	size_t head;
	char *room;

	room = mmap(NULL, blocks + slack, PROT_NONE, RESERVE_FLAGS, -1, 0);
	if (room == MAP_FAILED)
		return NULL;

	head = (view->offset - (uintptr_t)room) & mask;
	if (head)
		munmap(room, head);
	if (slack - head)
		munmap(room + head + blocks, slack - head);
	return map_reserved(section, view, room + head, prot, map_flags);
}

static void *place(int section, const struct ntsection_view *view, int prot,
		   int map_flags)
{
	uintptr_t last = atomic_load_explicit(&last_base, memory_order_relaxed);
	size_t blocks = blocks_of(view->size);
	void *base = NULL;

	if (view->base)
		return map_at(section, view, view->base, prot, map_flags);

	if (last > blocks + huge_page()) {
		uintptr_t below = last - blocks;

		below -= (below - view->offset) & alignment_mask(view);
		base = map_at(section, view, (void *)below, prot, map_flags);
		/* Not a matter of where: elsewhere it would fail as well. */
		if (!base && (errno == EACCES || errno == ENXIO))
			return NULL;
	}
	if (!base)
		base = map_anywhere(section, view, prot, map_flags);
	if (base)
		atomic_store_explicit(&last_base, (uintptr_t)base,
				      memory_order_relaxed);
	return base;
}

int place_view(int section, struct placed_view *placed, int prot, int map_flags)
{
	placed->view.base = place(section, &placed->view, prot, map_flags);
	placed->span = blocks_of(placed->view.size);
	return placed->view.base ? 0 : -1;
}

/* Move a mapping over whatever is at @to; on failure both stay. */
int move_over(void *from, size_t size, void *to)
{
	int err;

	if (mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to) !=
	    MAP_FAILED)
		return 0;

	err = errno;
	munmap(from, size);
	errno = err;
	return -1;
}

int place_view_over(int section, struct placed_view *placed, int prot,
		    int map_flags)
{
	const struct ntsection_view *view = &placed->view;
	void *elsewhere = mmap(NULL, view->size, prot, map_flags, section,
			       (off_t)view->offset);

	if (elsewhere == MAP_FAILED)
		return -1;
	placed->span = view->size;
	return move_over(elsewhere, view->size, view->base);
}

void unplace_view(const struct placed_view *placed)
{
	uintptr_t base = (uintptr_t)placed->view.base;

	munmap(placed->view.base, placed->span);
	/* Let the next view have the place, and its page tables. */
	atomic_compare_exchange_strong_explicit(&last_base, &base,
						base + placed->span,
						memory_order_relaxed,
						memory_order_relaxed);
}

/*
 * Put a reservation where the view is. Not MAP_NORESERVE: it is not charged as
 * long as nobody can write to it, and whoever makes it writable is.
 */
int reserve_place(const struct placed_view *placed)
{
	void *base = mmap(placed->view.base, placed->span, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	return base == MAP_FAILED ? -1 : 0;
}
