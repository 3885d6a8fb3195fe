// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which pages are in RAM: locking, prefetching and flushing.
 */
#include <sys/mman.h>

#include "error.h"
#include "maps.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"
#include "protection.h"
#include "user.h"

/* A range, rounded outwards to pages. */
struct range {
	uintptr_t start;
	size_t size;
};

static NTSTATUS get_range(struct range *range, PVOID *user_base,
			  PSIZE_T user_size)
{
	uintptr_t base;
	NTSTATUS status;
	SIZE_T size;

	status = copy_in(&base, user_base, sizeof(base));
	if (NT_SUCCESS(status))
		status = copy_in(&size, user_size, sizeof(size));
	if (!NT_SUCCESS(status))
		return status;
	if (base > highest_address() || size > highest_address() - base + 1)
		return STATUS_INVALID_PARAMETER;
	range->start = base & -page_size();
	range->size = ((base + size + page_size() - 1) & -page_size()) -
		      range->start;
	return STATUS_SUCCESS;
}

static NTSTATUS put_range(const struct range *range, PVOID *user_base,
			  PSIZE_T user_size)
{
	NTSTATUS status;

	status = copy_out(user_base, &range->start, sizeof(range->start));
	if (NT_SUCCESS(status))
		status = copy_out(user_size, &range->size, sizeof(range->size));
	return status;
}

/*
 * Can the pages be touched? The first guard page is none afterwards, as if it
 * had been touched (V-32). Under the lock.
 */
static NTSTATUS check_touch(struct allocation *allocation,
			    const struct range *range)
{
	size_t at = range->start - allocation->base, end = at + range->size;
	NTSTATUS status = STATUS_SUCCESS;
	struct page_state state;

	if (!allocation_has(allocation, range->start, range->size))
		return STATUS_ACCESS_VIOLATION;
	while (at < end) {
		const struct run *run = run_at(allocation, at);
		size_t next = state_at(allocation, at, &state);

		if (run->pages.locked)
			status = STATUS_WAS_LOCKED;
		if (state.state != MEM_COMMIT)
			return STATUS_NOT_COMMITTED;
		if (state.protect & PAGE_GUARD) {
			protect_pages(allocation, at, at + page_size(),
				      state.protect & ~(ULONG)PAGE_GUARD);
			return STATUS_GUARD_PAGE_VIOLATION;
		}
		if (state.protect == PAGE_NOACCESS)
			return STATUS_ACCESS_VIOLATION;
		at = next;
	}
	return status;
}

/* Remember it, if the memory is still there. */
static void remember_lock(const struct range *range, bool locked)
{
	struct allocation *allocation;
	size_t start;

	lock_space();
	allocation = find_allocation(range->start);
	if (allocation &&
	    allocation_has(allocation, range->start, range->size)) {
		start = range->start - allocation->base;
		mark_locked(allocation, start, start + range->size, locked);
	}
	unlock_space();
}

/* The range of a call that needs one. */
static NTSTATUS get_pages(struct range *range, PVOID *user_base,
			  PSIZE_T user_size, ULONG map_type)
{
	SIZE_T size;
	NTSTATUS status;

	if (!map_type || map_type & ~(ULONG)(MAP_PROCESS | MAP_SYSTEM))
		return STATUS_INVALID_PARAMETER;
	status = get_range(range, user_base, user_size);
	if (NT_SUCCESS(status))
		status = copy_in(&size, user_size, sizeof(size));
	return NT_SUCCESS(status) && !size ? STATUS_INVALID_PARAMETER : status;
}

static NTSTATUS lock_range(const struct range *range)
{
	struct allocation *allocation;
	NTSTATUS status = STATUS_SUCCESS;
	bool is_view;
	int result;

	lock_space();
	allocation = find_allocation(range->start);
	if (allocation)
		status = check_touch(allocation, range);
	is_view = allocation && allocation->is_view;
	unlock_space();
	if (!NT_SUCCESS(status))
		return status;

	/* Not under the lock: all of it comes from swap now. */
	result = is_view ? lock_view_pages(range->start, range->size) :
			   mlock((void *)range->start, range->size);
	if (result) {
		/* ENOMEM is said of a gap as well. */
		if (errno == ENOMEM && !allocation)
			return STATUS_ACCESS_VIOLATION;
		return STATUS_WORKING_SET_QUOTA;
	}
	remember_lock(range, true);
	return status;
}

NTSTATUS NTAPI NtLockVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				   PSIZE_T RegionSize, ULONG MapType)
{
	struct range range;
	NTSTATUS status, copied;

	status = get_pages(&range, BaseAddress, RegionSize, MapType);
	if (NT_SUCCESS(status))
		status = check_process(ProcessHandle);
	if (NT_SUCCESS(status))
		status = lock_range(&range);
	if (!NT_SUCCESS(status))
		return status;
	copied = put_range(&range, BaseAddress, RegionSize);
	return NT_SUCCESS(copied) ? status : copied;
}

static NTSTATUS unlock_range(const struct range *range)
{
	const struct allocation *allocation;
	NTSTATUS status = STATUS_SUCCESS;
	size_t at, end;

	lock_space();
	allocation = find_allocation(range->start);
	if (allocation &&
	    !allocation_has(allocation, range->start, range->size))
		status = STATUS_NOT_LOCKED;
	if (allocation && NT_SUCCESS(status)) {
		at = range->start - allocation->base;
		for (end = at + range->size; at < end;) {
			const struct run *run = run_at(allocation, at);

			if (!run->pages.locked)
				status = STATUS_NOT_LOCKED;
			at = end_of_run(allocation, run);
		}
	}
	unlock_space();
	if (!NT_SUCCESS(status))
		return status;

	/* The range has a gap. */
	if (munlock((void *)range->start, range->size))
		return STATUS_NOT_LOCKED;
	remember_lock(range, false);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtUnlockVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				     PSIZE_T RegionSize, ULONG MapType)
{
	struct range range;
	NTSTATUS status;

	status = get_pages(&range, BaseAddress, RegionSize, MapType);
	if (NT_SUCCESS(status))
		status = check_process(ProcessHandle);
	if (NT_SUCCESS(status))
		status = unlock_range(&range);
	if (!NT_SUCCESS(status))
		return status;
	return put_range(&range, BaseAddress, RegionSize);
}

BOOL WINAPI VirtualLock(LPVOID lpAddress, SIZE_T dwSize)
{
	return succeeded(NtLockVirtualMemory(GetCurrentProcess(), &lpAddress,
					     &dwSize, MAP_PROCESS));
}

BOOL WINAPI VirtualUnlock(LPVOID lpAddress, SIZE_T dwSize)
{
	return succeeded(NtUnlockVirtualMemory(GetCurrentProcess(), &lpAddress,
					       &dwSize, MAP_PROCESS));
}

/* A hint: what is not there, or not to be had, is no error (M-10). */
static NTSTATUS prefetch(ULONG_PTR count, const MEMORY_RANGE_ENTRY *user)
{
	MEMORY_RANGE_ENTRY entry;
	NTSTATUS status;
	ULONG_PTR i;

	for (i = 0; i < count; i++) {
		uintptr_t start;

		status = copy_in(&entry, user + i, sizeof(entry));
		if (!NT_SUCCESS(status))
			return status;
		if (!entry.NumberOfBytes)
			return STATUS_INVALID_PARAMETER_4;
		start = (uintptr_t)entry.VirtualAddress & -page_size();
		madvise((void *)start, (uintptr_t)entry.VirtualAddress +
			entry.NumberOfBytes - start, MADV_WILLNEED);
	}
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
NtSetInformationVirtualMemory(HANDLE ProcessHandle,
			      VIRTUAL_MEMORY_INFORMATION_CLASS VmInformationClass,
			      ULONG_PTR NumberOfEntries,
			      PMEMORY_RANGE_ENTRY VirtualAddresses,
			      PVOID VmInformation, ULONG VmInformationLength)
{
	NTSTATUS status;
	ULONG flags;

	if (VmInformationClass != VmPrefetchInformation)
		return (ULONG)VmInformationClass < MaxVmInfoClass ?
		       STATUS_NOT_SUPPORTED : STATUS_INVALID_PARAMETER_2;
	if (!VmInformation)
		return STATUS_INVALID_PARAMETER_5;
	if (VmInformationLength != sizeof(flags))
		return STATUS_INVALID_PARAMETER_6;
	if (!NumberOfEntries)
		return STATUS_INVALID_PARAMETER_3;
	status = copy_in(&flags, VmInformation, sizeof(flags));
	if (!NT_SUCCESS(status))
		return status;
	if (flags)
		return STATUS_INVALID_PARAMETER_5;
	status = check_process(ProcessHandle);
	if (!NT_SUCCESS(status))
		return status;
	return prefetch(NumberOfEntries, VirtualAddresses);
}

BOOL WINAPI PrefetchVirtualMemory(HANDLE hProcess, ULONG_PTR NumberOfEntries,
				  PWIN32_MEMORY_RANGE_ENTRY VirtualAddresses,
				  ULONG Flags)
{
	return succeeded(NtSetInformationVirtualMemory(hProcess,
						       VmPrefetchInformation,
						       NumberOfEntries,
						       (PMEMORY_RANGE_ENTRY)
						       VirtualAddresses,
						       &Flags, sizeof(Flags)));
}

/* There is no file to write to, which is what the status says (F-01). */
NTSTATUS NTAPI NtFlushVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				    PSIZE_T RegionSize,
				    PIO_STATUS_BLOCK IoStatus)
{
	const IO_STATUS_BLOCK result = { .Status = STATUS_NOT_MAPPED_DATA };
	const struct allocation *allocation;
	struct range range;
	NTSTATUS status;

	status = get_range(&range, BaseAddress, RegionSize);
	if (NT_SUCCESS(status))
		status = check_process(ProcessHandle);
	if (!NT_SUCCESS(status))
		return status;

	lock_space();
	allocation = find_allocation(range.start);
	if (!allocation || !allocation->is_view ||
	    !allocation_has(allocation, range.start, range.size))
		status = STATUS_NOT_MAPPED_VIEW;
	unlock_space();
	if (!NT_SUCCESS(status))
		return status;
	status = copy_out(IoStatus, &result, sizeof(result));
	return NT_SUCCESS(status) ? STATUS_NOT_MAPPED_DATA : status;
}
