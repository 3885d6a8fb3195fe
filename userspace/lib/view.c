// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Views: checks of what the caller asks for, and advice about ranges.
 */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"
#include "view.h"

/*
 * The length of a view, to the end if @size is 0. Asks the handle in any case: a
 * descriptor may come from somebody else and be of anything, and of a file that
 * is no section the pages may vanish under a view. With NTSECTION_CHECKED it is
 * the caller who has asked.
 */
static int size_of_view(int section, uint64_t offset, size_t *size)
{
	struct ntsection_handle handle;
	uint64_t end;

	if (ntsection_handle(section, &handle))
		return -1;
	if (*size)
		return 0;
	end = handle.maximum_size;
	if (offset >= end) {
		errno = ENXIO;
		return -1;
	}
	if (end - offset > SIZE_MAX / 2) {
		errno = EINVAL;
		return -1;
	}
	*size = end - offset;
	return 0;
}

void *ntsection_map(int section, void *base, uint64_t offset, size_t size,
		    int prot, unsigned int flags)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t unit = flags & NTSECTION_REPLACE ? page : NTSECTION_GRANULARITY;
	struct placed_view placed = {
		.view = { .base = base, .offset = offset },
		.apart = flags & NTSECTION_UNMAP,
	};
	int map_flags = flags & NTSECTION_COPY ? MAP_PRIVATE : MAP_SHARED;
	int err;

	if (flags & ~(NTSECTION_COPY | NTSECTION_UNMAP | NTSECTION_REPLACE |
		      NTSECTION_CHECKED) ||
	    prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC) ||
	    (uintptr_t)base % unit || offset % unit || size > SIZE_MAX / 2 ||
	    (flags & NTSECTION_REPLACE && !base) ||
	    (flags & NTSECTION_CHECKED && !size)) {
		errno = EINVAL;
		return NULL;
	}

	if (!(flags & NTSECTION_CHECKED) &&
	    size_of_view(section, offset, &size))
		return NULL;
	placed.view.size = (size + page - 1) & ~(page - 1);

	if (flags & NTSECTION_REPLACE ?
	    place_view_over(section, &placed, prot, map_flags) :
	    place_view(section, &placed, prot, map_flags))
		return NULL;
	/* All of its blocks, so that a child can use the place. */
	if (placed.apart &&
	    madvise(placed.view.base, placed.span, MADV_DONTFORK))
		goto unplace;
	if (registry_add(&placed))
		goto unplace;
	return placed.view.base;

unplace:
	err = errno;
	if (flags & NTSECTION_REPLACE)
		reserve_place(&placed);
	else
		unplace_view(&placed);
	errno = err;
	return NULL;
}

int ntsection_unmap(void *address)
{
	struct placed_view placed;

	/* Removed first: once unmapped, another thread may map there. */
	if (registry_remove(address, &placed))
		return -1;
	unplace_view(&placed);
	return 0;
}

int ntsection_unmap_reserve(void *address)
{
	struct placed_view placed;

	if (registry_remove(address, &placed))
		return -1;
	return reserve_place(&placed);
}

int ntsection_remap(int device, void *address, size_t size, int prot,
		    unsigned int flags)
{
	struct ntsection_remap args = {
		.size = sizeof(args),
		.flags = flags & NTSECTION_COPY ? NTSECTION_REMAP_COPY : 0,
		.start = (uintptr_t)address,
		.length = size,
		.prot = (__u32)prot,
	};
	struct placed_view placed;
	void *again;

	if (flags & ~NTSECTION_COPY) {
		errno = EINVAL;
		return -1;
	}
	if (registry_find(address, &placed))
		return -1;
	if (device_ioctl(device, NTSECTION_IOC_REMAP, &args))
		return -1;

	again = (void *)(uintptr_t)args.address;
	if (placed.apart)
		madvise(again, size, MADV_DONTFORK);
	return move_over(again, size, address);
}

int ntsection_find_view(const void *address, struct ntsection_view *view)
{
	struct placed_view placed;

	if (registry_find(address, &placed))
		return -1;
	*view = placed.view;
	return 0;
}

/* Give @advice on whole pages around a range that lies in one view. */
static int advise(void *address, size_t size, int advice)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	struct ntsection_view view;
	uintptr_t start, left;

	if (ntsection_find_view(address, &view))
		return -1;

	left = (uintptr_t)view.base + view.size - (uintptr_t)address;
	if (size > left) {
		errno = EINVAL;
		return -1;
	}
	if (!size)
		size = left;

	start = (uintptr_t)address & ~(page - 1);
	/* madvise() rounds the end up by itself. */
	return madvise((void *)start, (uintptr_t)address + size - start,
		       advice);
}

int ntsection_page_out(void *address, size_t size)
{
	return advise(address, size, MADV_PAGEOUT);
}

int ntsection_prefetch(void *address, size_t size)
{
	return advise(address, size, MADV_WILLNEED);
}
