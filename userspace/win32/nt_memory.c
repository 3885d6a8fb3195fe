// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The Nt functions that allocate, free and protect virtual memory.
 */
#include <sys/mman.h>

#include "error.h"
#include "maps.h"
#include "memory.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"
#include "protection.h"
#include "user.h"

static NTSTATUS put_range(PVOID *user_base, PSIZE_T user_size, uintptr_t base,
			  SIZE_T size)
{
	PVOID address = (PVOID)base;
	NTSTATUS status = copy_out(user_base, &address, sizeof(address));

	return NT_SUCCESS(status) ? copy_out(user_size, &size, sizeof(size)) :
				    status;
}

/* Writes it back at once: what cannot be told later is not to be done. */
static NTSTATUS get_range(PVOID *user_base, PSIZE_T user_size, uintptr_t *base,
			  SIZE_T *size)
{
	PVOID address;
	NTSTATUS status = copy_in(&address, user_base, sizeof(address));

	*base = (uintptr_t)address;
	if (NT_SUCCESS(status))
		status = copy_in(size, user_size, sizeof(*size));
	return NT_SUCCESS(status) ? put_range(user_base, user_size, *base,
					      *size) : status;
}

static NTSTATUS allocate(HANDLE process, struct memory_request *request,
			 PVOID *user_base, PSIZE_T user_size)
{
	NTSTATUS status = check_process(process);

	if (!NT_SUCCESS(status))
		return status;
	status = allocate_memory(request);
	if (!NT_SUCCESS(status))
		return status;
	return put_range(user_base, user_size, request->base, request->size);
}

NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				       ULONG_PTR ZeroBits, PSIZE_T RegionSize,
				       ULONG AllocationType, ULONG Protect)
{
	struct memory_request request = {
		.type = AllocationType,
		.protect = Protect,
	};
	NTSTATUS status;

	status = get_range(BaseAddress, RegionSize, &request.base,
			   &request.size);
	if (!NT_SUCCESS(status))
		return status;
	no_limits(&request.limits);
	if (!add_zero_bits(&request.limits, ZeroBits))
		return STATUS_INVALID_PARAMETER_3;
	return allocate(ProcessHandle, &request, BaseAddress, RegionSize);
}

NTSTATUS NTAPI
NtAllocateVirtualMemoryEx(HANDLE ProcessHandle, PVOID *BaseAddress,
			  PSIZE_T RegionSize, ULONG AllocationType,
			  ULONG PageProtection,
			  PMEM_EXTENDED_PARAMETER ExtendedParameters,
			  ULONG ExtendedParameterCount)
{
	struct memory_request request = {
		.type = AllocationType,
		.protect = PageProtection,
		.extended = true,
	};
	NTSTATUS status;

	status = get_range(BaseAddress, RegionSize, &request.base,
			   &request.size);
	if (!NT_SUCCESS(status))
		return status;
	no_limits(&request.limits);
	status = add_parameters(&request.limits, ExtendedParameters,
				ExtendedParameterCount);
	if (!NT_SUCCESS(status))
		return status;
	return allocate(ProcessHandle, &request, BaseAddress, RegionSize);
}

NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				   PSIZE_T RegionSize, ULONG FreeType)
{
	uintptr_t base;
	NTSTATUS status;
	SIZE_T size;

	status = get_range(BaseAddress, RegionSize, &base, &size);
	if (NT_SUCCESS(status))
		status = free_memory(ProcessHandle, &base, &size, FreeType);
	if (NT_SUCCESS(status))
		status = put_range(BaseAddress, RegionSize, base, size);
	return status;
}

/* Of memory that this library has not made, as its mapping says. */
static NTSTATUS protect_foreign(uintptr_t base, SIZE_T size, ULONG protect,
				ULONG *old)
{
	struct mapping mapping;
	uintptr_t at;

	/* Allocations change as such only. */
	if (find_in_range(base, size))
		return STATUS_CONFLICTING_ADDRESSES;
	for (at = base; at < base + size; at = mapping.end) {
		if (!find_mapping(at, &mapping) || mapping.start > at ||
		    is_tail(&mapping, at))
			return STATUS_CONFLICTING_ADDRESSES;
		if (at == base)
			*old = protection_of_mapping(&mapping);
	}
	if (mprotect((void *)base, size, prot_of(protect)))
		return errno == EACCES ? STATUS_SECTION_PROTECTION :
					 status_of_errno(errno);
	return STATUS_SUCCESS;
}

/* Under the lock. */
static NTSTATUS protect_own(struct allocation *allocation, uintptr_t base,
			    SIZE_T size, ULONG protect, ULONG *old)
{
	size_t start = base - allocation->base;
	struct page_state state;

	if (!allocation_has(allocation, base, size))
		return STATUS_CONFLICTING_ADDRESSES;
	if (allocation->is_view &&
	    !protection_allows(allocation->protect, protect)) {
		*old = 0;
		return STATUS_SECTION_PROTECTION;
	}
	if (!allocation->is_view && protection_copies(protect))
		return STATUS_INVALID_PAGE_PROTECTION;
	/* All of it, or nothing changes (P-08). */
	if (!range_is_committed(allocation, start, start + size))
		return STATUS_NOT_COMMITTED;

	state_at(allocation, start, &state);
	*old = state.protect;
	return protect_pages(allocation, start, start + size, protect);
}

static NTSTATUS protect_memory(uintptr_t base, SIZE_T size, ULONG protect,
			       ULONG *old)
{
	struct allocation *allocation;
	NTSTATUS status;

	/* What a call that fails says, as a rule (P-12). */
	*old = PAGE_NOACCESS;
	lock_space();
	allocation = find_allocation(base);
	status = allocation ? protect_own(allocation, base, size, protect,
					  old) :
			      protect_foreign(base, size, protect, old);
	unlock_space();
	return status;
}

NTSTATUS NTAPI NtProtectVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				      PSIZE_T RegionSize, ULONG NewProtect,
				      PULONG OldProtect)
{
	uintptr_t base, start;
	ULONG old = 0;
	NTSTATUS status, copied;
	SIZE_T size;

	if (!protection_is_valid(NewProtect))
		return STATUS_INVALID_PAGE_PROTECTION;
	status = get_range(BaseAddress, RegionSize, &base, &size);
	if (NT_SUCCESS(status))
		status = copy_out(OldProtect, &old, sizeof(old));
	if (NT_SUCCESS(status))
		status = check_process(ProcessHandle);
	if (!NT_SUCCESS(status))
		return status;
	if (base > highest_address())
		return STATUS_INVALID_PARAMETER_2;
	if (!size || size > highest_address() - base + 1)
		return STATUS_INVALID_PARAMETER_3;

	start = base & -page_size();
	size = ((base + size + page_size() - 1) & -page_size()) - start;
	status = protect_memory(start, size, NewProtect, &old);
	copied = copy_out(OldProtect, &old, sizeof(old));
	if (!NT_SUCCESS(status))
		return status;
	if (NT_SUCCESS(copied))
		copied = put_range(BaseAddress, RegionSize, start, size);
	return copied;
}
