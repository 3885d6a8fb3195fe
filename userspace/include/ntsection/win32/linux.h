/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: what there is for programs on Linux beside Windows' own.
 *
 * A handle as a file descriptor can be passed over a socket with SCM_RIGHTS,
 * used with the functions of ntsection.h, and looked at in /proc. What the
 * functions of ntsection.h map and unmap is not known to those here.
 */
#ifndef NTSECTION_WIN32_LINUX_H
#define NTSECTION_WIN32_LINUX_H

#include <ntsection/win32/types.h>
#include <ntsection/win32/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What an access was that faulted (winnt.h) */
#define EXCEPTION_READ_FAULT		0
#define EXCEPTION_WRITE_FAULT		1
#define EXCEPTION_EXECUTE_FAULT		8

/**
 * struct ntsection_exception - a fault that left ntsection_try()
 * @code: the status that ntsection_try() returns
 * @access: %EXCEPTION_READ_FAULT, %EXCEPTION_WRITE_FAULT or
 *	%EXCEPTION_EXECUTE_FAULT; always the first where the processor is no x86
 * @address: the address that was touched
 */
struct ntsection_exception {
	NTSTATUS code;
	DWORD access;
	void *address;
};

/**
 * ntsection_win32_version - version of the library
 *
 * Return: a string such as "0.1.0" that is never freed.
 */
const char *ntsection_win32_version(void);

/**
 * ntsection_win32_handle - make a handle of a descriptor
 * @fd: a descriptor of a section, from a socket, from ntsection_create(), or
 *	inherited
 *
 * The descriptor stays the same and belongs to the handle from then on: it is
 * closed with CloseHandle(). A handle that was inherited by number needs no
 * conversion.
 *
 * Return: the handle, or NULL with the last-error code: %ERROR_INVALID_HANDLE
 * if @fd is no section, and then it is still the caller's.
 */
HANDLE ntsection_win32_handle(int fd);

/**
 * ntsection_win32_fd - get the descriptor of a handle
 * @handle: a handle of a section
 *
 * The descriptor still belongs to the handle, which keeps it open: to close it,
 * use CloseHandle(); to keep it, dup().
 *
 * Return: the descriptor, or -1 with the last-error code:
 * %ERROR_INVALID_HANDLE.
 */
int ntsection_win32_fd(HANDLE handle);

/**
 * ntsection_try - call a function that may touch memory that is not there
 * @body: the function
 * @context: its argument
 * @exception: where to describe the fault, all 0 without one; or NULL
 *
 * Stands for __try and __except of Microsoft's compilers. If an access to
 * memory in @body, or in what it calls, faults, @body is left at once, as by
 * siglongjmp(): no destructor runs and no lock is released in what is left, and
 * of what it wrote that may be lost which the compiler had not stored yet,
 * unless it is volatile. Calls may be nested, and are each thread's own. Faults
 * that the kernel meets in a system call are EFAULT and do not come here.
 *
 * The first call installs handlers of SIGSEGV and SIGBUS. They pass on every
 * fault outside of ntsection_try(), in this and other threads, to the handlers
 * that were there before. A program that installs its own later takes them
 * away.
 *
 * Return: %STATUS_SUCCESS if @body returned; else %STATUS_ACCESS_VIOLATION if
 * the memory is not there or does not allow the access, reserved pages included
 * (V-33, R-01); %STATUS_GUARD_PAGE_VIOLATION for a page with %PAGE_GUARD, which
 * is an ordinary page from then on (V-32); %STATUS_IN_PAGE_ERROR if the page
 * could not be read back from the paging device (SIGBUS, L-08).
 */
NTSTATUS ntsection_try(void (*body)(void *context), void *context,
		       struct ntsection_exception *exception);

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_WIN32_LINUX_H */
