// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * MapViewOfFile, UnmapViewOfFile and FlushViewOfFile in all their forms.
 */
#include "error.h"
#include "object.h"
#include "space.h"
#include "view.h"

/* FILE_MAP_* bits to a protection. */
static ULONG protection_of_access(DWORD access)
{
	bool execute = access & FILE_MAP_EXECUTE;
	DWORD kind = access & (FILE_MAP_COPY | FILE_MAP_WRITE | FILE_MAP_READ |
			       SECTION_MAP_EXECUTE);

	if (kind == FILE_MAP_COPY)
		return execute ? PAGE_EXECUTE_WRITECOPY : PAGE_WRITECOPY;
	if (kind & FILE_MAP_WRITE)
		return execute ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE;
	if (kind & FILE_MAP_READ)
		return execute ? PAGE_EXECUTE_READ : PAGE_READONLY;
	return PAGE_NOACCESS;
}

static LPVOID map(struct view_request *request)
{
	return succeeded(map_view(request)) ? (LPVOID)request->base : NULL;
}

static LPVOID map_by_access(HANDLE section, DWORD access, ULONG64 offset,
			    SIZE_T size, LPVOID base)
{
	struct view_request request = {
		.section = section,
		.process = GetCurrentProcess(),
		.base = (uintptr_t)base,
		.offset = offset,
		.size = size,
		.type = access & FILE_MAP_LARGE_PAGES ? MEM_LARGE_PAGES : 0,
		.protect = protection_of_access(access),
		.inherit = ViewShare,
	};

	if (access & FILE_MAP_RESERVE)
		request.type |= MEM_RESERVE;
	no_limits(&request.limits);
	return map(&request);
}

static ULONG64 join(DWORD high, DWORD low)
{
	return (ULONG64)high << 32 | low;
}

LPVOID WINAPI MapViewOfFile(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
			    DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
			    SIZE_T dwNumberOfBytesToMap)
{
	return map_by_access(hFileMappingObject, dwDesiredAccess,
			     join(dwFileOffsetHigh, dwFileOffsetLow),
			     dwNumberOfBytesToMap, NULL);
}

LPVOID WINAPI MapViewOfFileEx(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
			      DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
			      SIZE_T dwNumberOfBytesToMap,
			      LPVOID lpBaseAddress)
{
	return map_by_access(hFileMappingObject, dwDesiredAccess,
			     join(dwFileOffsetHigh, dwFileOffsetLow),
			     dwNumberOfBytesToMap, lpBaseAddress);
}

/* The node is a preference, and the section's is what counts (C-37). */
LPVOID WINAPI MapViewOfFileExNuma(HANDLE hFileMappingObject,
				  DWORD dwDesiredAccess,
				  DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
				  SIZE_T dwNumberOfBytesToMap,
				  LPVOID lpBaseAddress, DWORD nndPreferred)
{
	(void)nndPreferred;
	return map_by_access(hFileMappingObject, dwDesiredAccess,
			     join(dwFileOffsetHigh, dwFileOffsetLow),
			     dwNumberOfBytesToMap, lpBaseAddress);
}

PVOID WINAPI MapViewOfFileFromApp(HANDLE hFileMappingObject,
				  ULONG DesiredAccess, ULONG64 FileOffset,
				  SIZE_T NumberOfBytesToMap)
{
	return map_by_access(hFileMappingObject, DesiredAccess, FileOffset,
			     NumberOfBytesToMap, NULL);
}

PVOID WINAPI MapViewOfFile3(HANDLE FileMapping, HANDLE Process,
			    PVOID BaseAddress, ULONG64 Offset, SIZE_T ViewSize,
			    ULONG AllocationType, ULONG PageProtection,
			    MEM_EXTENDED_PARAMETER *ExtendedParameters,
			    ULONG ParameterCount)
{
	struct view_request request = {
		.section = FileMapping,
		/* None is this one (B-06). */
		.process = Process ? Process : GetCurrentProcess(),
		.base = (uintptr_t)BaseAddress,
		.offset = Offset,
		.size = ViewSize,
		.type = AllocationType,
		.protect = PageProtection,
		.inherit = ViewShare,
		.extended = true,
	};

	no_limits(&request.limits);
	if (!succeeded(add_parameters(&request.limits, ExtendedParameters,
				      ParameterCount)))
		return NULL;
	return map(&request);
}

PVOID WINAPI MapViewOfFile3FromApp(HANDLE FileMapping, HANDLE Process,
				   PVOID BaseAddress, ULONG64 Offset,
				   SIZE_T ViewSize, ULONG AllocationType,
				   ULONG PageProtection,
				   MEM_EXTENDED_PARAMETER *ExtendedParameters,
				   ULONG ParameterCount)
{
	return MapViewOfFile3(FileMapping, Process, BaseAddress, Offset,
			      ViewSize, AllocationType, PageProtection,
			      ExtendedParameters, ParameterCount);
}

PVOID WINAPI MapViewOfFileNuma2(HANDLE FileMappingHandle, HANDLE ProcessHandle,
				ULONG64 Offset, PVOID BaseAddress,
				SIZE_T ViewSize, ULONG AllocationType,
				ULONG PageProtection, ULONG PreferredNode)
{
	struct view_request request = {
		.section = FileMappingHandle,
		.process = ProcessHandle,
		.base = (uintptr_t)BaseAddress,
		.offset = Offset,
		.size = ViewSize,
		.type = AllocationType,
		.protect = PageProtection,
		.inherit = ViewShare,
	};

	(void)PreferredNode;	/* see MapViewOfFileExNuma() */
	no_limits(&request.limits);
	return map(&request);
}

PVOID WINAPI MapViewOfFile2(HANDLE FileMappingHandle, HANDLE ProcessHandle,
			    ULONG64 Offset, PVOID BaseAddress, SIZE_T ViewSize,
			    ULONG AllocationType, ULONG PageProtection)
{
	return MapViewOfFileNuma2(FileMappingHandle, ProcessHandle, Offset,
				  BaseAddress, ViewSize, AllocationType,
				  PageProtection, NUMA_NO_PREFERRED_NODE);
}

BOOL WINAPI UnmapViewOfFileEx(PVOID BaseAddress, ULONG UnmapFlags)
{
	return succeeded(unmap_view((uintptr_t)BaseAddress, UnmapFlags));
}

BOOL WINAPI UnmapViewOfFile(LPCVOID lpBaseAddress)
{
	return succeeded(unmap_view((uintptr_t)lpBaseAddress, 0));
}

BOOL WINAPI UnmapViewOfFile2(HANDLE Process, PVOID BaseAddress,
			     ULONG UnmapFlags)
{
	return succeeded(NtUnmapViewOfSectionEx(Process, BaseAddress,
						UnmapFlags));
}

/* Nothing is written anywhere (F-01): there is no file. */
BOOL WINAPI FlushViewOfFile(LPCVOID lpBaseAddress,
			    SIZE_T dwNumberOfBytesToFlush)
{
	PVOID base = (PVOID)lpBaseAddress;
	SIZE_T size = dwNumberOfBytesToFlush;
	IO_STATUS_BLOCK result;
	NTSTATUS status;

	status = NtFlushVirtualMemory(GetCurrentProcess(), &base, &size,
				      &result);
	return status == STATUS_NOT_MAPPED_DATA ? TRUE : succeeded(status);
}
