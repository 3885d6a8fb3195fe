// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Content that is not needed: MEM_RESET and MEM_RESET_UNDO, and what Win32
 * calls to discard, to offer and to reclaim.
 *
 * On a view that writes to its section all of these are the kernel's reset,
 * which drops pages when memory is needed, without writing them to swap. On
 * other memory they do nothing, and so nothing is ever lost there, but to
 * DiscardVirtualMemory(), which drops it at once: Linux can drop private pages
 * later, too, but cannot tell afterwards whether it did.
 */
#include <sys/mman.h>

#include "error.h"
#include "memory.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"

/* Does the range lie in a view? Fails where it is not in one allocation. */
static NTSTATUS find_range(uintptr_t base, SIZE_T size, bool *is_view)
{
	const struct allocation *allocation;
	NTSTATUS status = STATUS_CONFLICTING_ADDRESSES;

	lock_space();
	allocation = find_allocation(base);
	if (allocation && allocation_has(allocation, base, size)) {
		*is_view = allocation->is_view;
		status = STATUS_SUCCESS;
	}
	unlock_space();
	return status;
}

static NTSTATUS status_of_reset(void)
{
	switch (errno) {
	case EACCES:
		/* A view that cannot write does neither. */
		return STATUS_SUCCESS;
	case ENODATA:
		return STATUS_DEVICE_BUSY;
	case ENXIO:	/* unmapped meanwhile */
		return STATUS_CONFLICTING_ADDRESSES;
	default:
		return status_of_errno(errno);
	}
}

NTSTATUS reset_memory(uintptr_t base, SIZE_T size, bool undo)
{
	bool is_view;
	NTSTATUS status = find_range(base, size, &is_view);
	int result;

	if (!NT_SUCCESS(status) || !is_view)
		return status;
	/* Not under the lock: this may take a while. */
	if (undo)
		ON_DEVICE(result, ntsection_reset_undo(device(), base, size));
	else
		ON_DEVICE(result, ntsection_reset(device(), base, size));
	return result ? status_of_reset() : STATUS_SUCCESS;
}

/* Whole pages that are committed, with the protection if that matters. */
static NTSTATUS check_range(const void *address, SIZE_T size, ULONG protect)
{
	uintptr_t base = (uintptr_t)address;
	const struct allocation *allocation;
	struct page_state state;
	NTSTATUS status = STATUS_CONFLICTING_ADDRESSES;
	size_t at, end;

	if (!size || base % page_size() || size % page_size())
		return STATUS_INVALID_PARAMETER;

	lock_space();
	allocation = find_allocation(base);
	if (!allocation || !allocation_has(allocation, base, size))
		goto unlock;
	at = base - allocation->base;
	for (end = at + size; at < end; at = state_at(allocation, at, &state)) {
		state_at(allocation, at, &state);
		status = STATUS_NOT_COMMITTED;
		if (state.state != MEM_COMMIT)
			goto unlock;
		status = STATUS_INVALID_PARAMETER;
		if (protect && (state.protect & 0xff) != protect)
			goto unlock;
	}
	status = STATUS_SUCCESS;
unlock:
	unlock_space();
	return status;
}

DWORD WINAPI DiscardVirtualMemory(PVOID VirtualAddress, SIZE_T Size)
{
	uintptr_t base = (uintptr_t)VirtualAddress;
	bool is_view = true;
	NTSTATUS status;

	status = check_range(VirtualAddress, Size, PAGE_READWRITE);
	if (NT_SUCCESS(status))
		status = find_range(base, Size, &is_view);
	if (NT_SUCCESS(status) && is_view)
		status = reset_memory(base, Size, false);
	/* What private memory had is gone at once. */
	else if (NT_SUCCESS(status) &&
		 madvise(VirtualAddress, Size, MADV_DONTNEED))
		status = status_of_errno(errno);
	return RtlNtStatusToDosError(status);
}

DWORD WINAPI OfferVirtualMemory(PVOID VirtualAddress, SIZE_T Size,
				OFFER_PRIORITY Priority)
{
	NTSTATUS status;

	if (Priority < VmOfferPriorityVeryLow ||
	    Priority > VmOfferPriorityNormal)
		return ERROR_INVALID_PARAMETER;
	status = check_range(VirtualAddress, Size, 0);
	if (NT_SUCCESS(status))
		status = reset_memory((uintptr_t)VirtualAddress, Size, false);
	return RtlNtStatusToDosError(status);
}

DWORD WINAPI ReclaimVirtualMemory(const VOID *VirtualAddress, SIZE_T Size)
{
	NTSTATUS status = check_range(VirtualAddress, Size, 0);

	if (NT_SUCCESS(status))
		status = reset_memory((uintptr_t)VirtualAddress, Size, true);
	/* ERROR_BUSY: the memory is there again, its content is not (M-08). */
	return RtlNtStatusToDosError(status);
}
