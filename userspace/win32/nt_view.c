// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The Nt functions that map and unmap views.
 */
#include "error.h"
#include "object.h"
#include "user.h"
#include "view.h"

/* Read a value that will be written: what cannot be is found out now. */
static NTSTATUS copy_in_out(void *value, void *user, size_t size)
{
	NTSTATUS status = copy_in(value, user, size);

	return NT_SUCCESS(status) ? copy_out(user, value, size) : status;
}

/* Read what goes in and out by pointers, if the rest is worth it (V-22). */
static NTSTATUS get_places(struct view_request *request, PVOID *user_base,
			   PLARGE_INTEGER user_offset, PSIZE_T user_size)
{
	LARGE_INTEGER offset;
	PVOID base;
	NTSTATUS status;

	status = check_view_words(request);
	if (NT_SUCCESS(status))
		status = copy_in_out(&base, user_base, sizeof(base));
	if (NT_SUCCESS(status))
		status = copy_in_out(&request->size, user_size,
				     sizeof(request->size));
	if (NT_SUCCESS(status) && user_offset) {
		status = copy_in(&offset, user_offset, sizeof(offset));
		request->offset = (ULONG64)offset.QuadPart;
	}
	if (NT_SUCCESS(status))
		request->base = (uintptr_t)base;
	return status;
}

static NTSTATUS map_to_places(struct view_request *request, PVOID *user_base,
			      PSIZE_T user_size)
{
	NTSTATUS status = map_view(request), copied;
	PVOID base = (PVOID)request->base;

	if (!NT_SUCCESS(status))
		return status;
	copied = copy_out(user_base, &base, sizeof(base));
	if (NT_SUCCESS(copied))
		copied = copy_out(user_size, &request->size,
				  sizeof(request->size));
	/* The memory went away meanwhile; a placeholder must not. */
	if (!NT_SUCCESS(copied))
		unmap_view(request->base, request->type &
			   MEM_REPLACE_PLACEHOLDER ? MEM_PRESERVE_PLACEHOLDER :
						     0);
	return copied;
}

NTSTATUS NTAPI NtMapViewOfSection(HANDLE SectionHandle, HANDLE ProcessHandle,
				  PVOID *BaseAddress, ULONG_PTR ZeroBits,
				  SIZE_T CommitSize,
				  PLARGE_INTEGER SectionOffset,
				  PSIZE_T ViewSize,
				  SECTION_INHERIT InheritDisposition,
				  ULONG AllocationType, ULONG Win32Protect)
{
	struct view_request request = {
		.section = SectionHandle,
		.process = ProcessHandle,
		.zero_bits = ZeroBits,
		.commit = CommitSize,
		.type = AllocationType,
		.protect = Win32Protect,
		.inherit = InheritDisposition,
	};
	NTSTATUS status;

	status = get_places(&request, BaseAddress, SectionOffset, ViewSize);
	if (!NT_SUCCESS(status))
		return status;
	no_limits(&request.limits);
	return map_to_places(&request, BaseAddress, ViewSize);
}

NTSTATUS NTAPI
NtMapViewOfSectionEx(HANDLE SectionHandle, HANDLE ProcessHandle,
		     PVOID *BaseAddress, PLARGE_INTEGER SectionOffset,
		     PSIZE_T ViewSize, ULONG AllocationType,
		     ULONG PageProtection,
		     PMEM_EXTENDED_PARAMETER ExtendedParameters,
		     ULONG ExtendedParameterCount)
{
	struct view_request request = {
		.section = SectionHandle,
		.process = ProcessHandle,
		.type = AllocationType,
		.protect = PageProtection,
		.inherit = ViewShare,
		.extended = true,
	};
	NTSTATUS status;

	status = get_places(&request, BaseAddress, SectionOffset, ViewSize);
	if (!NT_SUCCESS(status))
		return status;
	no_limits(&request.limits);
	status = add_parameters(&request.limits, ExtendedParameters,
				ExtendedParameterCount);
	if (!NT_SUCCESS(status))
		return status;
	return map_to_places(&request, BaseAddress, ViewSize);
}

NTSTATUS NTAPI NtUnmapViewOfSectionEx(HANDLE ProcessHandle, PVOID BaseAddress,
				      ULONG Flags)
{
	NTSTATUS status = check_process(ProcessHandle);

	return NT_SUCCESS(status) ? unmap_view((uintptr_t)BaseAddress, Flags) :
				    status;
}

NTSTATUS NTAPI NtUnmapViewOfSection(HANDLE ProcessHandle, PVOID BaseAddress)
{
	return NtUnmapViewOfSectionEx(ProcessHandle, BaseAddress, 0);
}
