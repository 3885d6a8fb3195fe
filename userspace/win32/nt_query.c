// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NtQueryVirtualMemory, and NtAreMappedFilesTheSame.
 */
#include "error.h"
#include "maps.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"
#include "protection.h"
#include "user.h"

/*
 * Find what begins at or above an address that is free. The rest of a block
 * that an allocation ends in is, though nobody can have it (V-08, V-24).
 */
static bool find_next(uintptr_t page, struct mapping *mapping)
{
	bool found = find_mapping(page, mapping);
	uintptr_t end = (page | (GRANULARITY - 1)) + 1;

	if (!found || !is_tail(mapping, page))
		return found;
	found = find_mapping(end, mapping);
	/* Other reservations may have become one mapping with it. */
	if (found && mapping->start < end)
		mapping->start = end;
	return found;
}

/* Neighbours that are alike are one mapping: leave allocations out of it. */
static void leave_out_allocations(struct mapping *mapping, uintptr_t page)
{
	const struct allocation *other;

	while (mapping->start < page &&
	       (other = find_in_range(mapping->start, page - mapping->start)))
		mapping->start = other->base + other->size;
	while ((other = find_in_range(page, mapping->end - page)))
		mapping->end = other->base;
}

/* Of memory that this library has not made, and of what is free. */
static void describe_foreign(uintptr_t page, MEMORY_BASIC_INFORMATION *info)
{
	struct mapping mapping;
	bool found = find_next(page, &mapping);

	info->BaseAddress = (PVOID)page;
	info->AllocationBase = NULL;
	info->AllocationProtect = 0;
	info->State = MEM_FREE;
	info->Protect = PAGE_NOACCESS;
	info->Type = 0;
	info->RegionSize = highest_address() + 1 - page;
	if (!found)
		return;
	if (mapping.start > page) {
		if (mapping.start - page < info->RegionSize)
			info->RegionSize = mapping.start - page;
		return;
	}

	leave_out_allocations(&mapping, page);
	info->AllocationBase = (PVOID)mapping.start;
	info->AllocationProtect = protection_of_mapping(&mapping);
	info->RegionSize = mapping.end - page;
	info->Type = mapping.is_file ? MEM_MAPPED : MEM_PRIVATE;
	info->State = MEM_COMMIT;
	info->Protect = info->AllocationProtect;
	/* Address space that somebody keeps free. */
	if (!mapping.prot && !mapping.is_file) {
		info->State = MEM_RESERVE;
		info->Protect = 0;
	}
}

/* Under the lock. */
static void describe_own(const struct allocation *allocation, uintptr_t page,
			 MEMORY_BASIC_INFORMATION *info)
{
	size_t offset = page - allocation->base;
	struct page_state state;

	info->BaseAddress = (PVOID)page;
	info->AllocationBase = (PVOID)allocation->base;
	info->AllocationProtect = allocation->protect;
	info->RegionSize = region_at(allocation, offset, &state) - offset;
	info->State = state.state;
	info->Protect = state.protect;
	info->Type = allocation->is_view ? MEM_MAPPED : MEM_PRIVATE;
}

static NTSTATUS query_basic(uintptr_t address, PVOID buffer, SIZE_T length,
			    SIZE_T *wanted)
{
	MEMORY_BASIC_INFORMATION info = { 0 };
	uintptr_t page = address & -page_size();
	const struct allocation *allocation;

	*wanted = sizeof(info);
	if (length < sizeof(info))
		return STATUS_INFO_LENGTH_MISMATCH;

	lock_space();
	allocation = find_allocation(page);
	if (allocation)
		describe_own(allocation, page, &info);
	else
		describe_foreign(page, &info);
	unlock_space();
	return copy_out(buffer, &info, sizeof(info));
}

/* What is charged to the process: private pages, and copies. */
static SIZE_T charge_of(const struct allocation *allocation)
{
	SIZE_T charge = 0;
	size_t i;

	if (allocation->is_view)
		return allocation->is_copy ? allocation->size : 0;
	for (i = 0; i < allocation->count; i++) {
		const struct run *run = &allocation->runs[i];

		if (run->pages.committed)
			charge += end_of_run(allocation, run) - run->start;
	}
	return charge;
}

static NTSTATUS query_region(uintptr_t address, PVOID buffer, SIZE_T length,
			     SIZE_T *wanted)
{
	MEMORY_REGION_INFORMATION info = { 0 };
	const struct allocation *allocation;
	MEMORY_BASIC_INFORMATION basic;
	NTSTATUS status = STATUS_SUCCESS;

	/* The last two fields came later. */
	*wanted = length < sizeof(info) ? length : sizeof(info);
	if (length < offsetof(MEMORY_REGION_INFORMATION, CommitSize))
		return STATUS_INFO_LENGTH_MISMATCH;

	lock_space();
	allocation = find_allocation(address);
	if (allocation) {
		info.AllocationBase = (PVOID)allocation->base;
		info.AllocationProtect = allocation->protect;
		info.RegionSize = allocation->size;
		info.CommitSize = charge_of(allocation);
	} else {
		describe_foreign(address & -page_size(), &basic);
		info.AllocationBase = basic.AllocationBase;
		info.AllocationProtect = basic.AllocationProtect;
		info.RegionSize = (uintptr_t)basic.BaseAddress +
				  basic.RegionSize -
				  (uintptr_t)basic.AllocationBase;
		if (basic.State == MEM_FREE)
			status = STATUS_INVALID_ADDRESS;
	}
	unlock_space();
	return NT_SUCCESS(status) ? copy_out(buffer, &info, *wanted) : status;
}

static BOOL is_free(uintptr_t address)
{
	MEMORY_BASIC_INFORMATION basic;

	describe_foreign(address & -page_size(), &basic);
	return basic.State == MEM_FREE;
}

/* No image is ever mapped by this library. */
static NTSTATUS query_image(uintptr_t address, PVOID buffer, SIZE_T length,
			    SIZE_T *wanted)
{
	const MEMORY_IMAGE_INFORMATION info = { 0 };
	bool free;

	if (length < sizeof(info))
		return STATUS_INFO_LENGTH_MISMATCH;
	lock_space();
	free = !find_allocation(address) && is_free(address);
	unlock_space();
	if (free)
		return STATUS_INVALID_ADDRESS;
	*wanted = sizeof(info);
	return copy_out(buffer, &info, sizeof(info));
}

/* A view of a section without a file has no file's name (V-35). */
static NTSTATUS query_filename(uintptr_t address, PVOID buffer)
{
	const struct allocation *allocation;
	NTSTATUS status = STATUS_INVALID_ADDRESS;

	if (!buffer)
		return STATUS_ACCESS_VIOLATION;
	lock_space();
	allocation = find_allocation(address);
	if (allocation && allocation->is_view)
		status = STATUS_FILE_INVALID;
	unlock_space();
	return status;
}

/* Under the lock. */
static void describe_page(const struct allocation *allocation,
			  PSAPI_WORKING_SET_EX_INFORMATION *entry)
{
	uintptr_t page = (uintptr_t)entry->VirtualAddress & -page_size();
	size_t alike, offset = page - allocation->base;
	struct page_state state;
	bool shared;

	state_at(allocation, offset, &state);
	shared = allocation->is_view &&
		 !is_private_copy(page, page_size(), &alike);
	entry->VirtualAttributes.Shared = shared;
	if (state.state != MEM_COMMIT || state.protect == PAGE_NOACCESS ||
	    state.protect & PAGE_GUARD || !is_resident(page))
		return;
	entry->VirtualAttributes.Valid = 1;
	entry->VirtualAttributes.Win32Protection = state.protect;
	/* How many more share it is not for everybody to know. */
	entry->VirtualAttributes.ShareCount = shared;
	entry->VirtualAttributes.Locked =
		run_at(allocation, offset)->pages.locked;
}

static NTSTATUS query_working_set(PVOID buffer, SIZE_T length, SIZE_T *wanted)
{
	PSAPI_WORKING_SET_EX_INFORMATION *user = buffer, entry;
	SIZE_T i, count = length / sizeof(entry);
	const struct allocation *allocation;
	NTSTATUS status;

	if (!count)
		return STATUS_INFO_LENGTH_MISMATCH;
	for (i = 0; i < count; i++) {
		status = copy_in(&entry, user + i, sizeof(entry));
		if (!NT_SUCCESS(status))
			return status;
		entry.VirtualAttributes.Flags = 0;
		lock_space();
		allocation = find_allocation((uintptr_t)entry.VirtualAddress);
		if (allocation)
			describe_page(allocation, &entry);
		unlock_space();
		status = copy_out(user + i, &entry, sizeof(entry));
		if (!NT_SUCCESS(status))
			return status;
	}
	*wanted = length;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
NtQueryVirtualMemory(HANDLE ProcessHandle, PVOID BaseAddress,
		     MEMORY_INFORMATION_CLASS MemoryInformationClass,
		     PVOID MemoryInformation, SIZE_T MemoryInformationLength,
		     PSIZE_T ReturnLength)
{
	uintptr_t address = (uintptr_t)BaseAddress;
	NTSTATUS status = check_process(ProcessHandle), copied;
	SIZE_T wanted = 0;

	if (!NT_SUCCESS(status))
		return status;
	if (address > highest_address() &&
	    MemoryInformationClass != MemoryWorkingSetExInformation)
		return STATUS_INVALID_PARAMETER;

	switch (MemoryInformationClass) {
	case MemoryBasicInformation:
		status = query_basic(address, MemoryInformation,
				     MemoryInformationLength, &wanted);
		break;
	case MemoryRegionInformation:
		status = query_region(address, MemoryInformation,
				      MemoryInformationLength, &wanted);
		break;
	case MemoryImageInformation:
		status = query_image(address, MemoryInformation,
				     MemoryInformationLength, &wanted);
		break;
	case MemoryMappedFilenameInformation:
		return query_filename(address, MemoryInformation);
	case MemoryWorkingSetExInformation:
		status = query_working_set(MemoryInformation,
					   MemoryInformationLength, &wanted);
		break;
	default:
		return STATUS_INVALID_INFO_CLASS;
	}

	if (!NT_SUCCESS(status) || !ReturnLength)
		return status;
	copied = copy_out(ReturnLength, &wanted, sizeof(wanted));
	return NT_SUCCESS(copied) ? status : copied;
}

/* Under the lock: a view, or why there is none. */
static NTSTATUS find_view(uintptr_t address, const struct allocation **view)
{
	*view = find_allocation(address);
	if (!*view)
		return is_free(address) ? STATUS_INVALID_ADDRESS :
					  STATUS_CONFLICTING_ADDRESSES;
	return (*view)->is_view ? STATUS_SUCCESS : STATUS_CONFLICTING_ADDRESSES;
}

NTSTATUS NTAPI NtAreMappedFilesTheSame(PVOID File1MappedAsAnImage,
				       PVOID File2MappedAsFile)
{
	const struct allocation *first, *second;
	NTSTATUS status;

	lock_space();
	status = find_view((uintptr_t)File1MappedAsAnImage, &first);
	if (NT_SUCCESS(status))
		status = find_view((uintptr_t)File2MappedAsFile, &second);
	/* Neither is an image (V-36). */
	if (NT_SUCCESS(status) && first != second)
		status = STATUS_NOT_SAME_DEVICE;
	unlock_space();
	return status;
}
