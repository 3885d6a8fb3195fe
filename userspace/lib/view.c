// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Views: checks of what the caller asks for, and advice about ranges.
 */
#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "view.h"

/* Length of a view from @offset to the end; the handle may lack QUERY. */
static int size_to_end(int section, uint64_t offset, size_t *size)
{
	struct stat stat;
	uint64_t end;

	if (fstat(section, &stat))
		return -1;
	end = (uint64_t)stat.st_size;
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
	struct ntsection_view view = { .base = base, .offset = offset };
	int map_flags = flags & NTSECTION_COPY ? MAP_PRIVATE : MAP_SHARED;
	int err;

	if (flags & ~(NTSECTION_COPY | NTSECTION_UNMAP) ||
	    prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC) ||
	    (uintptr_t)base % NTSECTION_GRANULARITY ||
	    offset % NTSECTION_GRANULARITY || size > SIZE_MAX / 2) {
		errno = EINVAL;
		return NULL;
	}

	if (!size && size_to_end(section, offset, &size))
		return NULL;
	view.size = (size + page - 1) & ~(page - 1);

	view.base = place_view(section, &view, prot, map_flags);
	if (!view.base)
		return NULL;
	/* All of its blocks, so that a child can use the place. */
	if (flags & NTSECTION_UNMAP &&
	    madvise(view.base, blocks_of(view.size), MADV_DONTFORK))
		goto unplace;
	if (registry_add(&view, flags & NTSECTION_UNMAP))
		goto unplace;
	return view.base;

unplace:
	err = errno;
	unplace_view(&view);
	errno = err;
	return NULL;
}

int ntsection_unmap(void *address)
{
	struct ntsection_view view;

	/* Removed first: once unmapped, another thread may map there. */
	if (registry_remove(address, &view))
		return -1;
	unplace_view(&view);
	return 0;
}

int ntsection_find_view(const void *address, struct ntsection_view *view)
{
	return registry_find(address, view);
}

/* Give @advice on whole pages around a range that lies in one view. */
static int advise(void *address, size_t size, int advice)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	struct ntsection_view view;
	uintptr_t start, left;

	if (registry_find(address, &view))
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
