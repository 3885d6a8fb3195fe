// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The Win32 functions on handles.
 */
#include <fcntl.h>
#include <unistd.h>

#include "error.h"
#include "object.h"
#include "protected.h"
#include "user.h"

HANDLE WINAPI GetCurrentProcess(VOID)
{
	return (HANDLE)(LONG_PTR)-1;
}

DWORD WINAPI GetCurrentProcessId(VOID)
{
	return (DWORD)getpid();
}

BOOL WINAPI CloseHandle(HANDLE hObject)
{
	return succeeded(close_handle(hObject));
}

BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
			    HANDLE hTargetProcessHandle,
			    LPHANDLE lpTargetHandle, DWORD dwDesiredAccess,
			    BOOL bInheritHandle, DWORD dwOptions)
{
	return succeeded(NtDuplicateObject(hSourceProcessHandle, hSourceHandle,
					   hTargetProcessHandle,
					   lpTargetHandle, dwDesiredAccess,
					   bInheritHandle ? OBJ_INHERIT : 0,
					   dwOptions));
}

BOOL WINAPI GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags)
{
	struct ntsection_handle section;
	int fd = fd_of_handle(hObject);
	DWORD flags = 0;

	if (!succeeded(section_of_handle(hObject, &section)))
		return FALSE;

	if (!(fcntl(fd, F_GETFD) & FD_CLOEXEC))
		flags |= HANDLE_FLAG_INHERIT;
	if (is_protected(fd))
		flags |= HANDLE_FLAG_PROTECT_FROM_CLOSE;
	return succeeded(copy_out(lpdwFlags, &flags, sizeof(flags)));
}

BOOL WINAPI SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags)
{
	struct ntsection_handle section;
	int fd = fd_of_handle(hObject);

	if (!succeeded(section_of_handle(hObject, &section)))
		return FALSE;
	if (dwMask & ~(HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE))
		return succeeded(STATUS_INVALID_PARAMETER);

	if (dwMask & HANDLE_FLAG_PROTECT_FROM_CLOSE &&
	    !set_protected(fd, dwFlags & HANDLE_FLAG_PROTECT_FROM_CLOSE))
		return succeeded(STATUS_NO_MEMORY);
	if (dwMask & HANDLE_FLAG_INHERIT)
		fcntl(fd, F_SETFD,
		      dwFlags & HANDLE_FLAG_INHERIT ? 0 : FD_CLOEXEC);
	return TRUE;
}

BOOL WINAPI CompareObjectHandles(HANDLE hFirstObjectHandle,
				 HANDLE hSecondObjectHandle)
{
	return succeeded(NtCompareObjects(hFirstObjectHandle,
					  hSecondObjectHandle));
}

/* None of the objects here is a file (C-41). */
DWORD WINAPI GetFileType(HANDLE hFile)
{
	(void)hFile;
	SetLastError(ERROR_INVALID_HANDLE);
	return FILE_TYPE_UNKNOWN;
}
