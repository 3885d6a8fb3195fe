// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The Win32 functions that ask about memory.
 */
#include "error.h"
#include "object.h"

SIZE_T WINAPI VirtualQueryEx(HANDLE hProcess, LPCVOID lpAddress,
			     PMEMORY_BASIC_INFORMATION lpBuffer,
			     SIZE_T dwLength)
{
	SIZE_T length = 0;
	NTSTATUS status;

	status = NtQueryVirtualMemory(hProcess, (PVOID)lpAddress,
				      MemoryBasicInformation, lpBuffer,
				      dwLength, &length);
	return succeeded(status) ? length : 0;
}

SIZE_T WINAPI VirtualQuery(LPCVOID lpAddress,
			   PMEMORY_BASIC_INFORMATION lpBuffer, SIZE_T dwLength)
{
	return VirtualQueryEx(GetCurrentProcess(), lpAddress, lpBuffer,
			      dwLength);
}

BOOL WINAPI QueryWorkingSetEx(HANDLE hProcess, PVOID pv, DWORD cb)
{
	return succeeded(NtQueryVirtualMemory(hProcess, NULL,
					      MemoryWorkingSetExInformation,
					      pv, cb, NULL));
}

/* Always for some reason none: there are no files here (V-35). */
static DWORD no_filename(HANDLE process, PVOID address, PVOID buffer,
			 DWORD size)
{
	NTSTATUS status = check_process(process);

	if (NT_SUCCESS(status) && !size) {
		SetLastError(ERROR_INSUFFICIENT_BUFFER);
		return 0;
	}
	if (NT_SUCCESS(status) && !buffer)
		status = STATUS_INVALID_PARAMETER;
	if (NT_SUCCESS(status))
		status = NtQueryVirtualMemory(process, address,
					      MemoryMappedFilenameInformation,
					      buffer, size, NULL);
	succeeded(status);
	return 0;
}

DWORD WINAPI GetMappedFileNameA(HANDLE hProcess, LPVOID lpv, LPSTR lpFilename,
				DWORD nSize)
{
	return no_filename(hProcess, lpv, lpFilename, nSize);
}

DWORD WINAPI GetMappedFileNameW(HANDLE hProcess, LPVOID lpv, LPWSTR lpFilename,
				DWORD nSize)
{
	return no_filename(hProcess, lpv, lpFilename, nSize);
}
