/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: handles.
 *
 * A handle is of a section, has a fixed set of rights (H-01), and is the number
 * of a file descriptor, plus one, times four; the two lowest bits do not
 * matter. Other descriptors are no handles here. Handles that a process leaves
 * open are closed when it ends.
 */
#ifndef NTSECTION_WIN32_HANDLE_H
#define NTSECTION_WIN32_HANDLE_H

#include <ntsection/win32/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Options of DuplicateHandle() */
#define DUPLICATE_CLOSE_SOURCE		0x00000001
#define DUPLICATE_SAME_ACCESS		0x00000002

/* What GetHandleInformation() and SetHandleInformation() are about */
#define HANDLE_FLAG_INHERIT		0x00000001
#define HANDLE_FLAG_PROTECT_FROM_CLOSE	0x00000002

/* Types of files; a section is none */
#define FILE_TYPE_UNKNOWN		0x0000
#define FILE_TYPE_DISK			0x0001
#define FILE_TYPE_CHAR			0x0002
#define FILE_TYPE_PIPE			0x0003
#define FILE_TYPE_REMOTE		0x8000

/**
 * GetCurrentProcess - get the handle of this process
 *
 * It is a constant, means this process in every process, and need not be
 * closed. No other handle is one of a process.
 *
 * Page: GetCurrentProcess (processthreadsapi.h)
 *
 * Return: (HANDLE)-1.
 */
HANDLE WINAPI GetCurrentProcess(void);

/**
 * GetCurrentProcessId - get the number of this process
 *
 * Page: GetCurrentProcessId (processthreadsapi.h)
 *
 * Return: what getpid() says.
 */
DWORD WINAPI GetCurrentProcessId(void);

/**
 * DuplicateHandle - make another handle of the same section
 * @hSourceProcessHandle: GetCurrentProcess()
 * @hSourceHandle: a handle with any rights, or none
 * @hTargetProcessHandle: GetCurrentProcess(); NULL with
 *	%DUPLICATE_CLOSE_SOURCE to close the source and no more
 * @lpTargetHandle: where to write the new handle, NULL on failure. If this is
 *	NULL itself, no handle remains
 * @dwDesiredAccess: its rights: SECTION_* and generic bits, or 0 for
 *	none; %MAXIMUM_ALLOWED for those of the source
 * @bInheritHandle: not 0: child processes have the handle, also after execve()
 * @dwOptions: %DUPLICATE_SAME_ACCESS for the rights of the source, with
 *	@dwDesiredAccess not looked at; %DUPLICATE_CLOSE_SOURCE to close the
 *	source, whether the call fails or not (H-02)
 *
 * Rights only ever shrink: a duplicate cannot have more than the source (H-03,
 * The duplicate of GetCurrentProcess() is the same constant. For a
 * handle in another process pass its descriptor over a socket, or inherit it.
 * The caller closes the new handle with CloseHandle().
 *
 * Page: DuplicateHandle (handleapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_HANDLE if the
 * source is no section's or a process is not this one; %ERROR_ACCESS_DENIED if
 * the source lacks a right; %ERROR_NO_SYSTEM_RESOURCES if no file descriptor is
 * free; %ERROR_NOT_ENOUGH_MEMORY; %ERROR_NOACCESS if @lpTargetHandle cannot be
 * written.
 */
BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
			    HANDLE hTargetProcessHandle,
			    LPHANDLE lpTargetHandle, DWORD dwDesiredAccess,
			    BOOL bInheritHandle, DWORD dwOptions);

/**
 * CloseHandle - close a handle of a section
 * @hObject: the handle; its number may be used again for a new one
 *
 * Views stay (H-04). With the last handle, in all processes, the name goes
 * (N-27). GetCurrentProcess() can be closed, which does nothing.
 *
 * Page: CloseHandle (handleapi.h)
 *
 * Return: TRUE, or FALSE with %ERROR_INVALID_HANDLE, and nothing is closed, if
 * it is no handle of a section, was closed before (B-03), or has
 * %HANDLE_FLAG_PROTECT_FROM_CLOSE.
 */
BOOL WINAPI CloseHandle(HANDLE hObject);

/**
 * GetHandleInformation - get the flags of a handle
 * @hObject: a handle with any rights, or none
 * @lpdwFlags: where to write HANDLE_FLAG_* bits
 *
 * %HANDLE_FLAG_INHERIT is the opposite of FD_CLOEXEC (B-09).
 *
 * Page: GetHandleInformation (handleapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_HANDLE,
 * %ERROR_NOACCESS.
 */
BOOL WINAPI GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags);

/**
 * SetHandleInformation - change flags of a handle
 * @hObject: a handle with any rights, or none
 * @dwMask: which to change, HANDLE_FLAG_* bits
 * @dwFlags: what they become; other bits are not looked at
 *
 * A handle that is protected from CloseHandle() can still be closed by close()
 * of Linux, and by the end of the process. The protection is not inherited.
 *
 * Page: SetHandleInformation (handleapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_HANDLE,
 * %ERROR_INVALID_PARAMETER for other bits in @dwMask, %ERROR_NOT_ENOUGH_MEMORY.
 */
BOOL WINAPI SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags);

/**
 * CompareObjectHandles - tell whether two handles are of one section
 * @hFirstObjectHandle: a handle with any rights, or none
 * @hSecondObjectHandle: another, or the same
 *
 * Page: CompareObjectHandles (handleapi.h)
 *
 * Return: TRUE if they are (H-13), or FALSE with the last-error code:
 * %ERROR_NOT_SAME_OBJECT if they are not, %ERROR_INVALID_HANDLE if one is no
 * handle.
 */
BOOL WINAPI CompareObjectHandles(HANDLE hFirstObjectHandle,
				 HANDLE hSecondObjectHandle);

/**
 * GetFileType - tell what type of file a handle is of
 * @hFile: any handle
 *
 * Page: GetFileType (fileapi.h)
 *
 * Return: %FILE_TYPE_UNKNOWN with %ERROR_INVALID_HANDLE: a section is no file
 * (C-41).
 */
DWORD WINAPI GetFileType(HANDLE hFile);

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_WIN32_HANDLE_H */
