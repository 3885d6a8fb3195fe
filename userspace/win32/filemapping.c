// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * CreateFileMapping and OpenFileMapping in all their forms.
 */
#include "error.h"
#include "limits.h"
#include "object.h"
#include "section.h"
#include "text.h"

/* Everything that flProtect has beside the protection. */
#define SEC_BITS (SEC_FILE | SEC_IMAGE | SEC_RESERVE | SEC_COMMIT | \
		  SEC_NOCACHE | SEC_WRITECOMBINE | SEC_LARGE_PAGES)

/*
 * Names are relative to the session's directory. One that is too long is not
 * cut: it would be another name (N-16).
 */
static NTSTATUS init_attributes(OBJECT_ATTRIBUTES *attributes,
				UNICODE_STRING *string, PCWSTR name,
				ULONG flags, PVOID descriptor)
{
	RtlInitUnicodeString(string, name);
	if (name && name[string->Length / sizeof(WCHAR)])
		return STATUS_OBJECT_NAME_INVALID;
	InitializeObjectAttributes(attributes, name ? string : NULL, flags,
				   name ? DIRECTORY_LOCAL : NULL, descriptor);
	return STATUS_SUCCESS;
}

/*
 * Rights of a Win32 creator's handle (C-34, C-35); 0 for a protection that
 * sections cannot have, PAGE_EXECUTE alone among them (C-16).
 */
static ACCESS_MASK access_of_protection(ULONG protect)
{
	const ACCESS_MASK access = STANDARD_RIGHTS_REQUIRED | SECTION_QUERY |
				   SECTION_MAP_READ;

	switch (protect) {
	case PAGE_READONLY:
	case PAGE_WRITECOPY:
		return access;
	case PAGE_READWRITE:
		return access | SECTION_MAP_WRITE;
	case PAGE_EXECUTE_READ:
	case PAGE_EXECUTE_WRITECOPY:
		return access | SECTION_MAP_EXECUTE;
	case PAGE_EXECUTE_READWRITE:
		return access | SECTION_MAP_WRITE | SECTION_MAP_EXECUTE;
	default:
		return 0;
	}
}

/* Create what @request says, with the default for what it does not. */
static HANDLE create_mapping(HANDLE file, const SECURITY_ATTRIBUTES *security,
			     struct section_request *request, PCWSTR name)
{
	ULONG flags = OBJ_OPENIF;
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;
	HANDLE handle = NULL;
	struct name parsed;
	NTSTATUS status;

	if (!access_of_protection(request->protect)) {
		succeeded(STATUS_INVALID_PAGE_PROTECTION);
		return NULL;
	}
	/* What no file backs, and nothing else, is what this library has. */
	if (file != INVALID_HANDLE_VALUE && file) {
		succeeded(STATUS_NOT_SUPPORTED);
		return NULL;
	}
	/* Without a file there is no size to fall back on (C-04). */
	if (!request->size) {
		succeeded(STATUS_INVALID_PARAMETER);
		return NULL;
	}
	if (!(request->attributes & SEC_BITS))
		request->attributes |= SEC_COMMIT;

	status = check_section(request);
	if (!succeeded(status))
		return NULL;
	if (security && security->bInheritHandle)
		flags |= OBJ_INHERIT;
	status = init_attributes(&attributes, &string, name, flags,
				 security ? security->lpSecurityDescriptor :
					    NULL);
	if (NT_SUCCESS(status))
		status = name_of_own_attributes(&parsed, &attributes);
	if (!succeeded(status))
		return NULL;
	status = create_section(&handle, request, &parsed);
	free_name(&parsed);
	if (!succeeded(status))
		return NULL;
	/* Said in any case: it is how callers tell (C-01, N-01). */
	SetLastError(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS
							 : ERROR_SUCCESS);
	return handle;
}

/* The units of a name in bytes; false with the last error (N-15). */
static BOOL wide_name(WCHAR *units, LPCSTR name)
{
	long count = units_of_bytes(units, MAX_PATH - 1, name);

	if (count < 0) {
		SetLastError(ERROR_FILENAME_EXCED_RANGE);
		return FALSE;
	}
	units[count] = 0;
	return TRUE;
}

HANDLE WINAPI
CreateFileMappingNumaW(HANDLE hFile,
		       LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		       DWORD flProtect, DWORD dwMaximumSizeHigh,
		       DWORD dwMaximumSizeLow, LPCWSTR lpName,
		       DWORD nndPreferred)
{
	struct section_request request = {
		.access = access_of_protection(flProtect & ~(ULONG)SEC_BITS),
		.size = (ULONG64)dwMaximumSizeHigh << 32 | dwMaximumSizeLow,
		.protect = flProtect & ~(ULONG)SEC_BITS,
		.attributes = flProtect & SEC_BITS,
		.node = nndPreferred,
	};

	return create_mapping(hFile, lpFileMappingAttributes, &request, lpName);
}

HANDLE WINAPI
CreateFileMappingNumaA(HANDLE hFile,
		       LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		       DWORD flProtect, DWORD dwMaximumSizeHigh,
		       DWORD dwMaximumSizeLow, LPCSTR lpName,
		       DWORD nndPreferred)
{
	WCHAR name[MAX_PATH];

	if (lpName && !wide_name(name, lpName))
		return NULL;
	return CreateFileMappingNumaW(hFile, lpFileMappingAttributes, flProtect,
				      dwMaximumSizeHigh, dwMaximumSizeLow,
				      lpName ? name : NULL, nndPreferred);
}

HANDLE WINAPI
CreateFileMappingW(HANDLE hFile, LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		   DWORD flProtect, DWORD dwMaximumSizeHigh,
		   DWORD dwMaximumSizeLow, LPCWSTR lpName)
{
	return CreateFileMappingNumaW(hFile, lpFileMappingAttributes, flProtect,
				      dwMaximumSizeHigh, dwMaximumSizeLow,
				      lpName, NUMA_NO_PREFERRED_NODE);
}

HANDLE WINAPI
CreateFileMappingA(HANDLE hFile, LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		   DWORD flProtect, DWORD dwMaximumSizeHigh,
		   DWORD dwMaximumSizeLow, LPCSTR lpName)
{
	return CreateFileMappingNumaA(hFile, lpFileMappingAttributes, flProtect,
				      dwMaximumSizeHigh, dwMaximumSizeLow,
				      lpName, NUMA_NO_PREFERRED_NODE);
}

HANDLE WINAPI CreateFileMappingFromApp(HANDLE hFile,
				       PSECURITY_ATTRIBUTES SecurityAttributes,
				       ULONG PageProtection,
				       ULONG64 MaximumSize, PCWSTR Name)
{
	return CreateFileMappingNumaW(hFile, SecurityAttributes, PageProtection,
				      (DWORD)(MaximumSize >> 32),
				      (DWORD)MaximumSize, Name,
				      NUMA_NO_PREFERRED_NODE);
}

/* As SECTION_* and FILE_MAP_* bits, of which one has another value. */
static ACCESS_MASK section_access(DWORD access)
{
	if (access & FILE_MAP_EXECUTE && access != FILE_MAP_ALL_ACCESS) {
		access &= ~(DWORD)FILE_MAP_EXECUTE;
		access |= SECTION_MAP_EXECUTE;
	}
	return access;
}

HANDLE WINAPI CreateFileMapping2(HANDLE File,
				 SECURITY_ATTRIBUTES *SecurityAttributes,
				 ULONG DesiredAccess, ULONG PageProtection,
				 ULONG AllocationAttributes,
				 ULONG64 MaximumSize, PCWSTR Name,
				 MEM_EXTENDED_PARAMETER *ExtendedParameters,
				 ULONG ParameterCount)
{
	struct section_request request = {
		.access = DesiredAccess ? section_access(DesiredAccess) :
					  access_of_protection(PageProtection),
		.size = MaximumSize,
		.protect = PageProtection,
		.attributes = AllocationAttributes,
	};
	struct limits limits;

	no_limits(&limits);
	if (!succeeded(add_parameters(&limits, ExtendedParameters,
				      ParameterCount)))
		return NULL;
	request.node = limits.node;
	return create_mapping(File, SecurityAttributes, &request, Name);
}

HANDLE WINAPI OpenFileMappingW(DWORD dwDesiredAccess, BOOL bInheritHandle,
			       LPCWSTR lpName)
{
	ACCESS_MASK access = section_access(dwDesiredAccess);
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;
	HANDLE handle = NULL;
	struct name name;
	NTSTATUS status;

	if (!lpName) {
		succeeded(STATUS_INVALID_PARAMETER);
		return NULL;
	}
	/* To copy is to read; the bit alone would be SECTION_QUERY. */
	if (dwDesiredAccess == FILE_MAP_COPY)
		access = SECTION_MAP_READ;

	status = init_attributes(&attributes, &string, lpName,
				 bInheritHandle ? OBJ_INHERIT : 0, NULL);
	if (NT_SUCCESS(status))
		status = name_of_own_attributes(&name, &attributes);
	if (!succeeded(status))
		return NULL;
	status = open_section(&handle, access, &name);
	free_name(&name);
	return succeeded(status) ? handle : NULL;
}

HANDLE WINAPI OpenFileMappingA(DWORD dwDesiredAccess, BOOL bInheritHandle,
			       LPCSTR lpName)
{
	WCHAR name[MAX_PATH];

	if (lpName && !wide_name(name, lpName))
		return NULL;
	return OpenFileMappingW(dwDesiredAccess, bInheritHandle,
				lpName ? name : NULL);
}

HANDLE WINAPI OpenFileMappingFromApp(ULONG DesiredAccess, BOOL InheritHandle,
				     PCWSTR Name)
{
	return OpenFileMappingW(DesiredAccess, InheritHandle, Name);
}
