// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Mapping and unmapping views.
 */
#include <sys/mman.h>

#include "error.h"
#include "maps.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"
#include "protection.h"
#include "view.h"

#define MAP_TYPES	(MEM_TOP_DOWN | MEM_LARGE_PAGES | \
			 MEM_DIFFERENT_IMAGE_BASE_OK)
#define UNMAP_FLAGS	(MEM_UNMAP_WITH_TRANSIENT_BOOST | \
			 MEM_PRESERVE_PLACEHOLDER)

/* Somebody else may take a gap that was found: not for ever. */
#define TRIES 16

static NTSTATUS check_type(const struct view_request *request)
{
	ULONG types = MAP_TYPES;

	if (request->extended)
		types |= MEM_REPLACE_PLACEHOLDER;
	/* MEM_RESERVE is for files that grow (V-18). */
	if (request->type & ~types)
		return request->extended ? STATUS_INVALID_PARAMETER :
					   STATUS_INVALID_PARAMETER_9;
	return STATUS_SUCCESS;
}

NTSTATUS check_view_words(const struct view_request *request)
{
	NTSTATUS status;

	if (request->inherit != ViewShare && request->inherit != ViewUnmap)
		return STATUS_INVALID_PARAMETER_8;
	status = check_type(request);
	if (!NT_SUCCESS(status))
		return status;
	return protection_is_valid(request->protect) ?
	       STATUS_SUCCESS : STATUS_INVALID_PAGE_PROTECTION;
}

/* What is wrong with the numbers alone; takes the zero bits as a limit. */
static NTSTATUS check_numbers(struct view_request *request)
{
	struct limits *limits = &request->limits;
	uintptr_t highest = highest_address();

	/* The last block is no program's, what is above it the kernel's. */
	if (request->base > highest + GRANULARITY)
		return STATUS_INVALID_PARAMETER_3;
	if (request->base > highest)
		return STATUS_INVALID_PARAMETER;
	/* One that ends with the highest address is a program's. */
	if (request->size && request->size - 1 > highest - request->base)
		return request->base ? STATUS_INVALID_PARAMETER :
				       STATUS_INVALID_PARAMETER_3;
	/* Views are placed at a base, or within limits, not both. */
	if (request->extended && request->base && limits->given)
		return STATUS_INVALID_PARAMETER;
	if (limits->aligned)
		return STATUS_INVALID_PARAMETER;
	if (!add_zero_bits(limits, request->zero_bits) ||
	    request->base > limits->high)
		return STATUS_INVALID_PARAMETER_4;
	return STATUS_SUCCESS;
}

static NTSTATUS check_handle(const struct view_request *request,
			     struct ntsection_handle *section)
{
	ACCESS_MASK wanted = access_for_view(request->protect);
	NTSTATUS status;

	status = section_of_handle(request->section, section);
	if (!NT_SUCCESS(status))
		return status;
	return wanted & ~section->access ? STATUS_ACCESS_DENIED :
					   STATUS_SUCCESS;
}

static NTSTATUS check_alignment(const struct view_request *request)
{
	size_t unit = request->type & MEM_REPLACE_PLACEHOLDER ? page_size() :
								GRANULARITY;

	return request->base % unit || request->offset % unit ?
	       STATUS_MAPPED_ALIGNMENT : STATUS_SUCCESS;
}

/* Against the section; rounds the size, and fills in that of the rest. */
static NTSTATUS check_section(struct view_request *request,
			      const struct ntsection_handle *section)
{
	ACCESS_MASK wanted = access_for_view(request->protect);
	ULONG64 end = section->maximum_size;

	if (wanted & ~access_of_section(section->protection))
		return STATUS_SECTION_PROTECTION;
	if (request->type & MEM_LARGE_PAGES &&
	    !(section->attributes & SEC_LARGE_PAGES))
		return request->extended ? STATUS_INVALID_PARAMETER :
					   STATUS_INVALID_PARAMETER_9;
	if (request->offset >= end || request->size > end - request->offset)
		return STATUS_INVALID_VIEW_SIZE;
	if (!request->size)
		request->size = end - request->offset;
	if (request->commit > request->size)
		return STATUS_INVALID_PARAMETER_5;
	if (request->size > highest_address())
		return STATUS_NO_MEMORY;
	request->size = (request->size + page_size() - 1) & -page_size();
	return STATUS_SUCCESS;
}

static NTSTATUS check_request(struct view_request *request,
			      struct ntsection_handle *section)
{
	NTSTATUS status = check_view_words(request);

	if (!NT_SUCCESS(status))
		return status;
	status = check_numbers(request);
	if (!NT_SUCCESS(status))
		return status;
	status = check_process(request->process);
	if (!NT_SUCCESS(status))
		return status;
	status = check_handle(request, section);
	if (!NT_SUCCESS(status))
		return status;
	status = check_alignment(request);
	if (!NT_SUCCESS(status))
		return status;
	return check_section(request, section);
}

static NTSTATUS status_of_mapping(const struct view_request *request)
{
	switch (errno) {
	case ENXIO:
		return STATUS_INVALID_VIEW_SIZE;
	case EBADF:	/* closed meanwhile */
		return STATUS_INVALID_HANDLE;
	case ENOSPC:	/* no gap within the limits */
		return STATUS_NO_MEMORY;
	case ENOMEM:
		/* Copies are charged when they are mapped (K-05). */
		return protection_copies(request->protect) ?
		       STATUS_COMMITMENT_LIMIT : STATUS_NO_MEMORY;
	default:
		return status_of_errno(errno);
	}
}

/* Of a request that check_request() has found to be sound. */
static void *map_native(const struct view_request *request, uintptr_t base,
			unsigned int flags)
{
	flags |= NTSECTION_CHECKED;
	if (protection_copies(request->protect))
		flags |= NTSECTION_COPY;
	if (request->inherit == ViewUnmap)
		flags |= NTSECTION_UNMAP;
	return ntsection_map(fd_of_handle(request->section), (void *)base,
			     request->offset, request->size,
			     prot_of(request->protect), flags);
}

static void *map_within_limits(const struct view_request *request)
{
	void *view;
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		uintptr_t gap = find_gap((request->size + GRANULARITY - 1) &
					 -GRANULARITY, request->limits.low,
					 request->limits.high, GRANULARITY);

		if (!gap)
			break;
		view = map_native(request, gap, 0);
		if (view || errno != EEXIST)
			return view;
	}
	errno = ENOSPC;
	return NULL;
}

static void describe_view(struct allocation *allocation,
			  const struct view_request *request,
			  const struct ntsection_handle *section)
{
	allocation->protect = request->protect & ~(ULONG)CACHING_BITS;
	allocation->caching = request->protect & CACHING_BITS;
	if (section->attributes & SEC_NOCACHE)
		allocation->caching = PAGE_NOCACHE;
	else if (section->attributes & SEC_WRITECOMBINE)
		allocation->caching = PAGE_WRITECOMBINE;
	if (request->protect != PAGE_NOACCESS)
		allocation->protect |= allocation->caching;
	allocation->is_view = true;
	allocation->is_reserve = section->attributes & SEC_RESERVE;
	allocation->is_copy = protection_copies(request->protect);
}

static struct pages pages_of(const struct view_request *request)
{
	return (struct pages) {
		.protect = request->protect & ~(ULONG)CACHING_BITS,
		.committed = true,
	};
}

/* Where a placeholder is, exactly. Under the lock. */
static NTSTATUS map_over_placeholder(struct view_request *request,
				     const struct ntsection_handle *section,
				     struct allocation **result)
{
	struct allocation *allocation = find_allocation(request->base);

	if (!allocation || !allocation->is_placeholder ||
	    allocation->base != request->base ||
	    allocation->size != request->size)
		return STATUS_CONFLICTING_ADDRESSES;
	if (!map_native(request, request->base, NTSECTION_REPLACE))
		return status_of_mapping(request);

	allocation->is_placeholder = false;
	allocation->replaced = true;
	allocation->runs->pages = pages_of(request);
	describe_view(allocation, request, section);
	*result = allocation;
	return STATUS_SUCCESS;
}

/* Where there is room. Under the lock. */
static NTSTATUS map_new(struct view_request *request,
			const struct ntsection_handle *section,
			struct allocation **result)
{
	struct pages pages = pages_of(request);
	struct allocation *allocation;
	void *view;

	allocation = new_allocation(0, request->size, &pages);
	if (!allocation)
		return STATUS_NO_MEMORY;

	if (request->base || !request->limits.given)
		view = map_native(request, request->base, 0);
	else
		view = map_within_limits(request);
	if (!view) {
		free_allocation(allocation);
		return status_of_mapping(request);
	}

	allocation->base = (uintptr_t)view;
	describe_view(allocation, request, section);
	if (!add_allocation(allocation, request->inherit == ViewUnmap)) {
		ntsection_unmap(view);
		free_allocation(allocation);
		return STATUS_NO_MEMORY;
	}
	*result = allocation;
	return STATUS_SUCCESS;
}

static NTSTATUS unmap_allocation(struct allocation *allocation, ULONG flags)
{
	const struct pages reserved = { .protect = 0 };
	void *base = (void *)allocation->base;

	if (!(flags & MEM_PRESERVE_PLACEHOLDER)) {
		remove_allocation(allocation);
		ntsection_unmap(base);
		/* The native library knows of no more than the view's size. */
		if (allocation->replaced && allocation->span > allocation->size)
			munmap((char *)base + allocation->size,
			       allocation->span - allocation->size);
		free_allocation(allocation);
		return STATUS_SUCCESS;
	}

	if (!allocation->replaced)
		return STATUS_CONFLICTING_ADDRESSES;
	if (ntsection_unmap_reserve(base))
		return status_of_errno(errno);
	allocation->is_view = false;
	allocation->is_reserve = false;
	allocation->is_copy = false;
	allocation->replaced = false;
	allocation->is_placeholder = true;
	allocation->protect = PAGE_NOACCESS;
	allocation->caching = 0;
	allocation->count = 1;
	allocation->runs->pages = reserved;
	return STATUS_SUCCESS;
}

NTSTATUS map_view(struct view_request *request)
{
	struct ntsection_handle section;
	struct allocation *allocation = NULL;
	NTSTATUS status;

	status = check_request(request, &section);
	if (!NT_SUCCESS(status))
		return status;

	lock_space();
	if (request->type & MEM_REPLACE_PLACEHOLDER)
		status = map_over_placeholder(request, &section, &allocation);
	else
		status = map_new(request, &section, &allocation);
	if (NT_SUCCESS(status)) {
		request->base = allocation->base;
		/* CommitSize matters for a reserve only (V-19). */
		if (request->commit && allocation->is_reserve)
			status = commit_pages(allocation, 0,
					      (request->commit + page_size() -
					       1) & -page_size(),
					      request->protect);
		if (!NT_SUCCESS(status))
			unmap_allocation(allocation, request->type &
					 MEM_REPLACE_PLACEHOLDER ?
					 MEM_PRESERVE_PLACEHOLDER : 0);
	}
	unlock_space();
	return status;
}

NTSTATUS unmap_view(uintptr_t address, ULONG flags)
{
	struct allocation *allocation;
	NTSTATUS status = STATUS_NOT_MAPPED_VIEW;

	if (flags & ~(ULONG)UNMAP_FLAGS)
		return STATUS_INVALID_PARAMETER;

	lock_space();
	allocation = find_allocation(address);
	if (allocation && allocation->is_view)
		status = unmap_allocation(allocation, flags);
	unlock_space();
	return status;
}
