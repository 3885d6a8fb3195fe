// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reserving and committing memory: private memory, placeholders, and the pages
 * of views.
 */
#include <errno.h>
#include <sys/mman.h>

#include "error.h"
#include "maps.h"
#include "memory.h"
#include "pagemap.h"
#include "pages.h"
#include "protection.h"

#define RESETS	(MEM_RESET | MEM_RESET_UNDO)
#define TYPES	(MEM_COMMIT | MEM_RESERVE | RESETS | MEM_TOP_DOWN | \
		 MEM_WRITE_WATCH | MEM_PHYSICAL | MEM_LARGE_PAGES)
#define PLACEHOLDERS (MEM_REPLACE_PLACEHOLDER | MEM_RESERVE_PLACEHOLDER)

/* Bits that go together. */
static NTSTATUS check_type(const struct memory_request *request)
{
	ULONG type = request->type, known = TYPES;

	if (request->extended)
		known |= PLACEHOLDERS;
	else if (type & PLACEHOLDERS)
		return STATUS_INVALID_PARAMETER;
	if (type & ~known)
		return STATUS_INVALID_PARAMETER;
	if (type & RESETS)
		return type == MEM_RESET || type == MEM_RESET_UNDO ?
		       STATUS_SUCCESS : STATUS_INVALID_PARAMETER_5;
	if (!(type & (MEM_COMMIT | MEM_RESERVE)))
		return type & PLACEHOLDERS ? STATUS_INVALID_PARAMETER :
					     STATUS_INVALID_PARAMETER_5;
	/* What only a reservation can be. */
	if (type & (MEM_WRITE_WATCH | MEM_PHYSICAL | PLACEHOLDERS) &&
	    !(type & MEM_RESERVE))
		return STATUS_INVALID_PARAMETER;
	if (type & MEM_RESERVE_PLACEHOLDER &&
	    (type & (MEM_COMMIT | MEM_REPLACE_PLACEHOLDER) ||
	     request->protect != PAGE_NOACCESS))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* What Windows has for private memory, and this library has not. */
static NTSTATUS check_offered(const struct memory_request *request)
{
	if (request->type & MEM_PHYSICAL && request->type & MEM_COMMIT)
		return STATUS_INVALID_PARAMETER;
	if (request->type & (MEM_WRITE_WATCH | MEM_PHYSICAL))
		return STATUS_NOT_SUPPORTED;
	if (!(request->type & MEM_LARGE_PAGES))
		return STATUS_SUCCESS;
	if (!(request->type & MEM_RESERVE) || !(request->type & MEM_COMMIT) ||
	    !GetLargePageMinimum() || request->size % GetLargePageMinimum())
		return STATUS_INVALID_PARAMETER;
	/* As if nobody had the privilege. */
	return STATUS_PRIVILEGE_NOT_HELD;
}

static NTSTATUS check_place(const struct memory_request *request)
{
	uintptr_t highest = highest_address();

	if (!request->size || request->size > highest)
		return STATUS_INVALID_PARAMETER_4;
	if (!request->base)
		return STATUS_SUCCESS;
	/* What has a place needs no limits for it. */
	if (request->extended && request->limits.given)
		return STATUS_INVALID_PARAMETER;
	if (request->base < LOWEST_ADDRESS)
		return STATUS_INVALID_PARAMETER_2;
	if (request->base > highest ||
	    request->size > highest - request->base + 1)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* Private memory is never copy-on-write. */
static NTSTATUS check_private(ULONG protect)
{
	return protection_copies(protect) ? STATUS_INVALID_PAGE_PROTECTION :
					    STATUS_SUCCESS;
}

/* Round the range outwards: its begin to @unit, its end to a page. */
static void round_range(struct memory_request *request, size_t unit)
{
	uintptr_t end = request->base + request->size + page_size() - 1;

	request->base &= ~((uintptr_t)unit - 1);
	request->size = (end & -page_size()) - request->base;
}

/* A placeholder, exactly, becomes private memory. Under the lock. */
static NTSTATUS replace_placeholder(const struct memory_request *request,
				    struct allocation **result)
{
	struct allocation *allocation = find_allocation(request->base);

	if (!allocation || !allocation->is_placeholder ||
	    allocation->base != request->base ||
	    allocation->size != request->size)
		return STATUS_CONFLICTING_ADDRESSES;
	allocation->is_placeholder = false;
	allocation->replaced = true;
	*result = allocation;
	return STATUS_SUCCESS;
}

/* Under the lock. */
static NTSTATUS reserve_new(const struct memory_request *request,
			    struct allocation **result)
{
	const struct pages reserved = { .protect = 0 };
	struct allocation *allocation;
	int error;

	allocation = new_allocation(0, request->size, &reserved);
	if (!allocation)
		return STATUS_NO_MEMORY;
	allocation->base = take_space(request->base, request->size,
				      &request->limits, &allocation->span);
	if (!allocation->base) {
		error = errno;
		free_allocation(allocation);
		return status_of_errno(error);
	}
	if (!add_allocation(allocation, false)) {
		munmap((void *)allocation->base, allocation->span);
		free_allocation(allocation);
		return STATUS_NO_MEMORY;
	}
	allocation->is_placeholder = request->type & MEM_RESERVE_PLACEHOLDER;
	*result = allocation;
	return STATUS_SUCCESS;
}

static void give_up(struct allocation *allocation)
{
	if (allocation->replaced) {
		allocation->replaced = false;
		allocation->is_placeholder = true;
		allocation->protect = PAGE_NOACCESS;
		allocation->caching = 0;
		return;
	}
	remove_allocation(allocation);
	munmap((void *)allocation->base, allocation->span);
	free_allocation(allocation);
}

/* Reserve, and perhaps commit all of it. Under the lock. */
static NTSTATUS reserve(struct memory_request *request)
{
	struct memory_request rounded = *request;
	struct allocation *allocation = NULL;
	NTSTATUS status;

	status = check_private(request->protect);
	if (NT_SUCCESS(status))
		status = check_offered(request);
	if (!NT_SUCCESS(status))
		return status;

	if (request->type & MEM_REPLACE_PLACEHOLDER) {
		round_range(&rounded, page_size());
		status = replace_placeholder(&rounded, &allocation);
	} else {
		round_range(&rounded, GRANULARITY);
		status = reserve_new(&rounded, &allocation);
	}
	if (!NT_SUCCESS(status))
		return status;

	allocation->protect = request->protect;
	allocation->caching = request->protect & CACHING_BITS;
	if (request->type & MEM_COMMIT)
		status = commit_pages(allocation, 0, allocation->size,
				      request->protect);
	if (!NT_SUCCESS(status)) {
		give_up(allocation);
		return status;
	}
	request->base = allocation->base;
	request->size = allocation->size;
	return STATUS_SUCCESS;
}

/* Commit a part of what is reserved, or of a view. Under the lock. */
static NTSTATUS commit(struct memory_request *request)
{
	struct memory_request rounded = *request;
	struct allocation *allocation;
	NTSTATUS status = STATUS_SUCCESS;
	size_t start;

	round_range(&rounded, page_size());
	allocation = find_allocation(rounded.base);
	if (!allocation || allocation->is_placeholder ||
	    !allocation_has(allocation, rounded.base, rounded.size))
		return STATUS_CONFLICTING_ADDRESSES;

	if (!allocation->is_view)
		status = check_private(request->protect);
	else if (!protection_allows(allocation->protect, request->protect))
		status = STATUS_SECTION_PROTECTION;
	if (!NT_SUCCESS(status))
		return status;

	start = rounded.base - allocation->base;
	status = commit_pages(allocation, start, start + rounded.size,
			      request->protect);
	if (NT_SUCCESS(status)) {
		request->base = rounded.base;
		request->size = rounded.size;
	}
	return status;
}

NTSTATUS allocate_memory(struct memory_request *request)
{
	NTSTATUS status = check_type(request);

	if (!NT_SUCCESS(status))
		return status;
	if (!protection_is_valid(request->protect))
		return STATUS_INVALID_PAGE_PROTECTION;
	status = check_place(request);
	if (!NT_SUCCESS(status))
		return status;

	if (request->type & RESETS) {
		struct memory_request rounded = *request;

		round_range(&rounded, page_size());
		status = reset_memory(rounded.base, rounded.size,
				      request->type == MEM_RESET_UNDO);
		if (NT_SUCCESS(status))
			*request = rounded;
		return status;
	}

	lock_space();
	if (request->type & MEM_RESERVE || !request->base)
		status = reserve(request);
	else
		status = commit(request);
	unlock_space();
	return status;
}
