// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Decommitting and releasing memory, and what placeholders are split into and
 * made of. All under the lock of space.h.
 */
#include <sys/mman.h>

#include "error.h"
#include "maps.h"
#include "memory.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"

static NTSTATUS check_type(ULONG type, SIZE_T size)
{
	switch (type) {
	case MEM_DECOMMIT:
	case MEM_RELEASE:
		return STATUS_SUCCESS;
	case MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER:
	case MEM_RELEASE | MEM_COALESCE_PLACEHOLDERS:
		return size ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER_3;
	default:
		return STATUS_INVALID_PARAMETER_4;
	}
}

/* Make a range an allocation of its own; *@allocation is that afterwards. */
static NTSTATUS isolate(struct allocation **allocation, uintptr_t start,
			size_t size)
{
	if (start + size < (*allocation)->base + (*allocation)->size &&
	    !split_allocation(*allocation, start + size - (*allocation)->base))
		return STATUS_NO_MEMORY;
	if (start > (*allocation)->base) {
		struct allocation *second;

		second = split_allocation(*allocation,
					  start - (*allocation)->base);
		/* The first cut, if there was one, does no harm. */
		if (!second)
			return STATUS_NO_MEMORY;
		*allocation = second;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS release(struct allocation *allocation, uintptr_t start,
			size_t size)
{
	NTSTATUS status = isolate(&allocation, start, size);

	if (!NT_SUCCESS(status))
		return status;
	remove_allocation(allocation);
	munmap((void *)allocation->base, allocation->span);
	free_allocation(allocation);
	return STATUS_SUCCESS;
}

/* Split a placeholder, or turn private memory that replaced one into it. */
static NTSTATUS preserve(struct allocation *allocation, uintptr_t start,
			 size_t size)
{
	NTSTATUS status;

	if (allocation->is_placeholder ? size == allocation->size :
					 !allocation->replaced)
		return STATUS_CONFLICTING_ADDRESSES;
	status = isolate(&allocation, start, size);
	if (!NT_SUCCESS(status) || allocation->is_placeholder)
		return status;

	status = decommit_pages(allocation, 0, allocation->size);
	if (!NT_SUCCESS(status))
		return status;
	allocation->is_placeholder = true;
	allocation->replaced = false;
	allocation->protect = PAGE_NOACCESS;
	allocation->caching = 0;
	return STATUS_SUCCESS;
}

/* Is the range two or more placeholders, all of each? */
static bool are_placeholders(uintptr_t start, size_t size)
{
	uintptr_t next = start;
	unsigned int count = 0;

	while (next < start + size) {
		const struct allocation *allocation = find_allocation(next);

		if (!allocation || !allocation->is_placeholder ||
		    allocation->base != next)
			return false;
		next += allocation->size;
		count++;
	}
	return next == start + size && count > 1;
}

static NTSTATUS coalesce(uintptr_t start, size_t size)
{
	struct allocation *first, *next;

	if (!are_placeholders(start, size))
		return STATUS_CONFLICTING_ADDRESSES;
	first = find_allocation(start);
	while (first->size < size) {
		next = find_allocation(first->base + first->size);
		/* The key may grow only when the neighbour is gone. */
		remove_allocation(next);
		first->span = first->size + next->span;
		first->size += next->size;
		free_allocation(next);
	}
	return STATUS_SUCCESS;
}

static NTSTATUS free_locked(uintptr_t *base, SIZE_T *size, ULONG type)
{
	uintptr_t start = *base & -page_size();
	size_t bytes = ((*base + *size + page_size() - 1) & -page_size()) -
		       start;
	/* What ends beyond all memory may have no end that can be said. */
	bool too_long = *size > highest_address() - *base + 1;
	struct allocation *allocation;
	NTSTATUS status;

	if (type & MEM_COALESCE_PLACEHOLDERS) {
		status = too_long ? STATUS_CONFLICTING_ADDRESSES :
				    coalesce(start, bytes);
		goto done;
	}

	allocation = find_allocation(*base);
	if (!allocation)
		return STATUS_MEMORY_NOT_ALLOCATED;
	if (allocation->is_view)
		return STATUS_UNABLE_TO_DELETE_SECTION;
	if (!*size) {
		if (start != allocation->base)
			return STATUS_FREE_VM_NOT_AT_BASE;
		bytes = allocation->size;
	} else if (too_long || !allocation_has(allocation, start, bytes)) {
		return STATUS_UNABLE_TO_FREE_VM;
	}

	if (type == MEM_DECOMMIT) {
		status = decommit_pages(allocation, start - allocation->base,
					start - allocation->base + bytes);
		/* A size of 0 is said again. */
		if (!*size)
			bytes = 0;
	} else if (type & MEM_PRESERVE_PLACEHOLDER) {
		status = preserve(allocation, start, bytes);
	} else {
		status = release(allocation, start, bytes);
	}
done:
	if (NT_SUCCESS(status)) {
		*base = start;
		*size = bytes;
	}
	return status;
}

NTSTATUS free_memory(HANDLE process, uintptr_t *base, SIZE_T *size, ULONG type)
{
	NTSTATUS status = check_type(type, *size);

	if (NT_SUCCESS(status))
		status = check_process(process);
	if (!NT_SUCCESS(status))
		return status;
	if (*base > highest_address())
		return STATUS_MEMORY_NOT_ALLOCATED;

	lock_space();
	status = free_locked(base, size, type);
	unlock_space();
	return status;
}
