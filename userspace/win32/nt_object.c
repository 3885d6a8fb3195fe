// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The Nt functions on objects of any kind, and directories.
 */
#include <fcntl.h>
#include <string.h>

#include "error.h"
#include "name.h"
#include "object.h"
#include "protected.h"
#include "user.h"

#define TYPE_NAME u"Section"

NTSTATUS NTAPI NtClose(HANDLE Handle)
{
	return close_handle(Handle);
}

/* OBJ_INHERIT and OBJ_PROTECT_CLOSE of a handle, 0 if it is none. */
static ULONG attributes_of(HANDLE handle)
{
	int flags = fcntl(fd_of_handle(handle), F_GETFD);
	ULONG attributes = 0;

	if (flags < 0)
		return 0;
	if (!(flags & FD_CLOEXEC))
		attributes |= OBJ_INHERIT;
	if (is_protected(fd_of_handle(handle)))
		attributes |= OBJ_PROTECT_CLOSE;
	return attributes;
}

NTSTATUS NTAPI NtDuplicateObject(HANDLE SourceProcessHandle,
				 HANDLE SourceHandle,
				 HANDLE TargetProcessHandle,
				 PHANDLE TargetHandle,
				 ACCESS_MASK DesiredAccess,
				 ULONG HandleAttributes, ULONG Options)
{
	HANDLE target = NULL;
	NTSTATUS status, copied = STATUS_SUCCESS;

	if (TargetHandle)
		copied = copy_out(TargetHandle, &target, sizeof(target));
	if (!NT_SUCCESS(copied))
		return copied;

	/* Now: the source may be closed below. */
	if (Options & DUPLICATE_SAME_ATTRIBUTES)
		HandleAttributes = attributes_of(SourceHandle);
	status = duplicate_handle(SourceProcessHandle, SourceHandle,
				  TargetProcessHandle, &target, DesiredAccess,
				  HandleAttributes & OBJ_INHERIT, Options);
	if (target && HandleAttributes & OBJ_PROTECT_CLOSE &&
	    fd_of_handle(target) >= 0)
		set_protected(fd_of_handle(target), true);
	if (TargetHandle)
		copied = copy_out(TargetHandle, &target, sizeof(target));
	else if (target)
		close_handle(target);
	return NT_SUCCESS(status) ? copied : status;
}

NTSTATUS NTAPI NtCompareObjects(HANDLE FirstObjectHandle,
				HANDLE SecondObjectHandle)
{
	struct ntsection_handle first, second;
	NTSTATUS status;

	/* Of the pseudo handles each is one object, and no section. */
	if (FirstObjectHandle == SecondObjectHandle &&
	    FirstObjectHandle == GetCurrentProcess())
		return STATUS_SUCCESS;
	status = section_of_handle(FirstObjectHandle, &first);
	if (status == STATUS_OBJECT_TYPE_MISMATCH)
		return STATUS_NOT_SAME_OBJECT;
	if (!NT_SUCCESS(status))
		return status;
	status = section_of_handle(SecondObjectHandle, &second);
	if (status == STATUS_OBJECT_TYPE_MISMATCH)
		return STATUS_NOT_SAME_OBJECT;
	if (!NT_SUCCESS(status))
		return status;
	return first.id == second.id ? STATUS_SUCCESS : STATUS_NOT_SAME_OBJECT;
}

static NTSTATUS query_basic(const struct ntsection_handle *section,
			    ULONG attributes, PVOID buffer, ULONG length,
			    ULONG *wanted)
{
	OBJECT_BASIC_INFORMATION info = {
		.Attributes = attributes,
		.GrantedAccess = section->access,
		.HandleCount = section->handles,
		.PointerCount = section->handles + 1,
	};

	*wanted = sizeof(info);
	if (length != sizeof(info))
		return STATUS_INFO_LENGTH_MISMATCH;
	return copy_out(buffer, &info, sizeof(info));
}

/* What is the same for all sections (H-12). */
static NTSTATUS query_type(PVOID buffer, ULONG length, ULONG *wanted)
{
	static const WCHAR name[] = TYPE_NAME;
	struct {
		OBJECT_TYPE_INFORMATION info;
		WCHAR name[sizeof(name) / sizeof(WCHAR)];
	} type = {
		.info = {
			.TypeName = {
				.Length = sizeof(name) - sizeof(WCHAR),
				.MaximumLength = sizeof(name),
			},
			.GenericMapping = {
				.GenericRead = STANDARD_RIGHTS_READ |
					       SECTION_QUERY | SECTION_MAP_READ,
				.GenericWrite = STANDARD_RIGHTS_WRITE |
						SECTION_MAP_WRITE,
				.GenericExecute = STANDARD_RIGHTS_EXECUTE |
						  SECTION_MAP_EXECUTE,
				.GenericAll = SECTION_ALL_ACCESS,
			},
			.ValidAccessMask = SECTION_ALL_ACCESS | SYNCHRONIZE,
			.SecurityRequired = TRUE,
		},
	};

	*wanted = sizeof(type.info) + sizeof(name);
	if (length < *wanted)
		return STATUS_INFO_LENGTH_MISMATCH;
	memcpy((char *)&type + sizeof(type.info), name, sizeof(name));
	type.info.TypeName.Buffer = (PWSTR)((char *)buffer + sizeof(type.info));
	return copy_out(buffer, &type, *wanted);
}

static NTSTATUS query_handle_flags(ULONG attributes, PVOID buffer, ULONG length,
				   ULONG *wanted)
{
	const OBJECT_HANDLE_FLAG_INFORMATION info = {
		.Inherit = !!(attributes & OBJ_INHERIT),
		.ProtectFromClose = !!(attributes & OBJ_PROTECT_CLOSE),
	};

	*wanted = sizeof(info);
	if (length < sizeof(info))
		return STATUS_INFO_LENGTH_MISMATCH;
	return copy_out(buffer, &info, sizeof(info));
}

NTSTATUS NTAPI NtQueryObject(HANDLE Handle,
			     OBJECT_INFORMATION_CLASS ObjectInformationClass,
			     PVOID ObjectInformation,
			     ULONG ObjectInformationLength,
			     PULONG ReturnLength)
{
	struct ntsection_handle section;
	ULONG attributes, wanted = 0;
	NTSTATUS status, copied;

	status = section_of_handle(Handle, &section);
	if (!NT_SUCCESS(status))
		return status;
	attributes = attributes_of(Handle);

	switch (ObjectInformationClass) {
	case ObjectBasicInformation:
		status = query_basic(&section, attributes & OBJ_INHERIT,
				     ObjectInformation, ObjectInformationLength,
				     &wanted);
		break;
	case ObjectTypeInformation:
		status = query_type(ObjectInformation, ObjectInformationLength,
				    &wanted);
		break;
	case ObjectHandleFlagInformation:
		status = query_handle_flags(attributes, ObjectInformation,
					    ObjectInformationLength, &wanted);
		break;
	default:
		return STATUS_INVALID_INFO_CLASS;
	}

	if (!ReturnLength)
		return status;
	copied = copy_out(ReturnLength, &wanted, sizeof(wanted));
	return NT_SUCCESS(status) ? copied : status;
}

/* The directories are what names can be relative to, and nothing else. */
NTSTATUS NTAPI NtOpenDirectoryObject(PHANDLE DirectoryHandle,
				     ACCESS_MASK DesiredAccess,
				     POBJECT_ATTRIBUTES ObjectAttributes)
{
	HANDLE handle = NULL;
	struct name name;
	NTSTATUS status;

	status = copy_out(DirectoryHandle, &handle, sizeof(handle));
	if (!NT_SUCCESS(status))
		return status;
	if (!ObjectAttributes)
		return STATUS_INVALID_PARAMETER;
	if (!DesiredAccess)
		return STATUS_ACCESS_DENIED;

	status = name_of_attributes(&name, ObjectAttributes);
	if (!NT_SUCCESS(status))
		return status;
	free_name(&name);
	if (name.length)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (!name.is_directory && !name.is_root)
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	/* Also the root of all, and a handle that is no directory. */
	if (name.directory != DIRECTORY_LOCAL &&
	    name.directory != DIRECTORY_GLOBAL)
		return STATUS_OBJECT_TYPE_MISMATCH;
	return copy_out(DirectoryHandle, &name.directory,
			sizeof(name.directory));
}

VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING DestinationString,
				PCWSTR SourceString)
{
	size_t length = 0;

	DestinationString->Buffer = (PWSTR)SourceString;
	DestinationString->Length = 0;
	DestinationString->MaximumLength = 0;
	if (!SourceString)
		return;

	/* The most that the lengths can say. */
	while (SourceString[length] && length < 0xfffc / sizeof(WCHAR))
		length++;
	DestinationString->Length = (USHORT)(length * sizeof(WCHAR));
	DestinationString->MaximumLength =
		(USHORT)((length + 1) * sizeof(WCHAR));
}
