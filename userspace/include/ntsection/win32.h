/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: sections as Windows programs know them.
 *
 * A facade over libntsection with the names, types and error codes of Windows:
 * CreateFileMapping and MapViewOfFile on sections that are backed by the paging
 * file, VirtualAlloc and its family on their views and on private memory, and
 * the native functions below both. Files are no part of it.
 *
 * What holds for every function:
 *
 * - A HANDLE is a Linux file descriptor: its number plus one, times four. One
 *   that is inherited has the same value in the child (H-05). The calls of
 *   libntsection and of Linux work on the descriptor; ntsection/win32/linux.h
 *   converts. CloseHandle() closes sections and never anything else.
 * - A process handle can only be GetCurrentProcess(): Linux maps no memory into
 *   other processes. Any other is ERROR_INVALID_HANDLE (H-09, H-10).
 * - A call that fails changes nothing, unless its comment says otherwise. It
 *   sets the last-error code of the thread; one that succeeds leaves the code
 *   alone, but for CreateFileMapping*() (C-01, N-01).
 * - Without the module ntsection the calls that need it fail with
 *   ERROR_DEVICE_NOT_CONNECTED, or STATUS_DEVICE_NOT_CONNECTED. Private memory
 *   does not need it.
 * - A pointer to memory that is not there is ERROR_NOACCESS, or
 *   STATUS_ACCESS_VIOLATION, and no signal. Exceptions are named.
 * - All can be called in any thread. None is safe in a signal handler but
 *   GetLastError(), SetLastError() and GetCurrentProcess().
 * - A child of fork() has the handles, the private memory as a copy, and all
 *   views but those mapped with ViewUnmap (H-07). Nothing survives execve() but
 *   handles that can be inherited.
 * - Sizes and offsets are bytes. A page is dwPageSize of GetSystemInfo(), the
 *   granularity of views and reservations 64 KiB.
 * - "char" strings are UTF-8, WCHAR strings UTF-16. Names are compared unit by
 *   unit, in whichever form they are given (B-01, N-32).
 *
 * Row ids in brackets (C-01 ...) name the NT behaviours that
 * Documentation/conformance.md lists. "Page" names Microsoft's page on the
 * function, and the header it is filed under.
 */
#ifndef NTSECTION_WIN32_H
#define NTSECTION_WIN32_H

#include <ntsection/win32/types.h>
#include <ntsection/win32/error.h>
#include <ntsection/win32/memory.h>
#include <ntsection/win32/section.h>
#include <ntsection/win32/handle.h>
#include <ntsection/win32/nt.h>
#include <ntsection/win32/linux.h>

#endif /* NTSECTION_WIN32_H */
