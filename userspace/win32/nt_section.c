// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The Nt functions that create, open, query and extend sections.
 */
#include "error.h"
#include "limits.h"
#include "maps.h"
#include "object.h"
#include "section.h"
#include "user.h"

/*
 * From the protection on, which is looked at before the name (N-16 ... N-20),
 * with the handle written already.
 */
static NTSTATUS create_named(PHANDLE user_handle,
			     const struct section_request *request,
			     const OBJECT_ATTRIBUTES *attributes)
{
	HANDLE handle = NULL;
	struct name name;
	NTSTATUS status, copied;

	status = name_of_attributes(&name, attributes);
	if (!NT_SUCCESS(status))
		return status;
	status = create_section(&handle, request, &name);
	free_name(&name);
	if (!NT_SUCCESS(status))
		return status;

	copied = copy_out(user_handle, &handle, sizeof(handle));
	if (NT_SUCCESS(copied))
		return status;
	close_handle(handle);
	return copied;
}

NTSTATUS NTAPI
NtCreateSectionEx(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
		  POBJECT_ATTRIBUTES ObjectAttributes,
		  PLARGE_INTEGER MaximumSize, ULONG SectionPageProtection,
		  ULONG AllocationAttributes, HANDLE FileHandle,
		  PMEM_EXTENDED_PARAMETER ExtendedParameters,
		  ULONG ExtendedParameterCount)
{
	struct section_request request = {
		.access = DesiredAccess,
		.protect = SectionPageProtection,
		.attributes = AllocationAttributes,
		.node = NUMA_NO_PREFERRED_NODE,
	};
	const HANDLE none = NULL;
	struct limits limits;
	LARGE_INTEGER size;
	NTSTATUS status;

	status = copy_out(SectionHandle, &none, sizeof(none));
	if (!NT_SUCCESS(status))
		return status;
	if (MaximumSize) {
		status = copy_in(&size, MaximumSize, sizeof(size));
		if (!NT_SUCCESS(status))
			return status;
		request.size = (ULONG64)size.QuadPart;
	}
	no_limits(&limits);
	status = add_parameters(&limits, ExtendedParameters,
				ExtendedParameterCount);
	if (!NT_SUCCESS(status))
		return status;
	request.node = limits.node;

	status = check_section(&request);
	if (NT_SUCCESS(status) && FileHandle)
		status = STATUS_NOT_SUPPORTED;
	if (!NT_SUCCESS(status))
		return status;
	return create_named(SectionHandle, &request, ObjectAttributes);
}

NTSTATUS NTAPI NtCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
			       POBJECT_ATTRIBUTES ObjectAttributes,
			       PLARGE_INTEGER MaximumSize,
			       ULONG SectionPageProtection,
			       ULONG AllocationAttributes, HANDLE FileHandle)
{
	return NtCreateSectionEx(SectionHandle, DesiredAccess, ObjectAttributes,
				 MaximumSize, SectionPageProtection,
				 AllocationAttributes, FileHandle, NULL, 0);
}

NTSTATUS NTAPI NtOpenSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
			     POBJECT_ATTRIBUTES ObjectAttributes)
{
	HANDLE handle = NULL;
	struct name name;
	NTSTATUS status, copied;

	status = copy_out(SectionHandle, &handle, sizeof(handle));
	if (!NT_SUCCESS(status))
		return status;
	if (!ObjectAttributes)
		return STATUS_INVALID_PARAMETER;

	status = name_of_attributes(&name, ObjectAttributes);
	if (!NT_SUCCESS(status))
		return status;
	status = open_section(&handle, DesiredAccess, &name);
	free_name(&name);
	if (!NT_SUCCESS(status))
		return status;

	copied = copy_out(SectionHandle, &handle, sizeof(handle));
	if (!NT_SUCCESS(copied))
		close_handle(handle);
	return copied;
}

static NTSTATUS query_basic(HANDLE handle, PVOID buffer)
{
	struct ntsection_handle section;
	SECTION_BASIC_INFORMATION info;
	NTSTATUS status;

	status = section_of_handle(handle, &section);
	if (!NT_SUCCESS(status))
		return status;
	if (!(section.access & SECTION_QUERY))
		return STATUS_ACCESS_DENIED;

	info.BaseAddress = NULL;
	info.Attributes = section.attributes;
	info.Size.QuadPart = (LONGLONG)section.maximum_size;
	return copy_out(buffer, &info, sizeof(info));
}

static NTSTATUS query_image(HANDLE handle)
{
	struct ntsection_handle section;
	NTSTATUS status;

	status = section_of_handle(handle, &section);
	if (!NT_SUCCESS(status))
		return status;
	return section.access & SECTION_QUERY ? STATUS_SECTION_NOT_IMAGE :
						STATUS_ACCESS_DENIED;
}

NTSTATUS NTAPI
NtQuerySection(HANDLE SectionHandle,
	       SECTION_INFORMATION_CLASS SectionInformationClass,
	       PVOID SectionInformation, SIZE_T SectionInformationLength,
	       PSIZE_T ReturnLength)
{
	const SIZE_T length = sizeof(SECTION_BASIC_INFORMATION);
	SIZE_T least = length;
	NTSTATUS status;

	switch (SectionInformationClass) {
	case SectionBasicInformation:
		break;
	case SectionImageInformation:
		least = sizeof(SECTION_IMAGE_INFORMATION);
		break;
	default:
		return STATUS_INVALID_INFO_CLASS;
	}
	/* The whole buffer has to be where programs have memory. */
	if (!SectionInformation ||
	    SectionInformationLength > highest_address() -
				       (uintptr_t)SectionInformation)
		return STATUS_ACCESS_VIOLATION;
	if (SectionInformationLength < least)
		return STATUS_INFO_LENGTH_MISMATCH;

	if (SectionInformationClass == SectionImageInformation)
		return query_image(SectionHandle);
	status = query_basic(SectionHandle, SectionInformation);
	if (NT_SUCCESS(status) && ReturnLength)
		status = copy_out(ReturnLength, &length, sizeof(length));
	return status;
}

/* The size of a section that is no file never changes (C-40). */
NTSTATUS NTAPI NtExtendSection(HANDLE SectionHandle,
			       PLARGE_INTEGER NewSectionSize)
{
	struct ntsection_handle section;
	LARGE_INTEGER size;
	NTSTATUS status;

	status = copy_in(&size, NewSectionSize, sizeof(size));
	if (!NT_SUCCESS(status))
		return status;
	status = section_of_handle(SectionHandle, &section);
	if (!NT_SUCCESS(status))
		return status;
	return section.access & SECTION_EXTEND_SIZE ?
	       STATUS_SECTION_NOT_EXTENDED : STATUS_ACCESS_DENIED;
}
