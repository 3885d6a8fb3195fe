/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * HANDLEs and the file descriptors behind them.
 *
 * A HANDLE is its descriptor plus one, times four: a multiple of four, never
 * NULL, and after fork() and execve() in the child the same value (H-05).
 * There is no table: which descriptors are sections, the kernel knows.
 */
#ifndef NTSECTION_WIN32_INTERNAL_OBJECT_H
#define NTSECTION_WIN32_INTERNAL_OBJECT_H

#include <errno.h>
#include <ntsection.h>
#include <ntsection/win32.h>
#include <stdbool.h>

/* The directories that names can be relative to. They are never closed. */
#define DIRECTORY_LOCAL		((HANDLE)(LONG_PTR)-0x10)
#define DIRECTORY_GLOBAL	((HANDLE)(LONG_PTR)-0x14)

HANDLE handle_of_fd(int fd);
int fd_of_handle(HANDLE handle);

/*
 * /dev/ntsection, opened once; -1 with errno if it cannot be. A call that fails
 * with an errno by which the descriptor is no longer ours, since the program
 * closed or replaced it, is tried again with another one.
 */
int device(void);
bool device_is_lost(int error);

#define ON_DEVICE(result, call) do {				\
	(result) = device() < 0 ? -1 : (call);			\
} while ((result) < 0 && device_is_lost(errno))

/* Is it a section? STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH. */
NTSTATUS section_of_handle(HANDLE handle, struct ntsection_handle *section);

/* Is it this process? All others are out of reach on Linux (H-09). */
NTSTATUS check_process(HANDLE process);

/* Forget what was known of a descriptor that is a new handle now. */
HANDLE new_handle(int fd);

/* Rights as the kernel knows them, generic ones mapped. */
ACCESS_MASK map_generic_access(ACCESS_MASK access);

NTSTATUS close_handle(HANDLE handle);
NTSTATUS duplicate_handle(HANDLE source_process, HANDLE source,
			  HANDLE target_process, HANDLE *target,
			  ACCESS_MASK access, bool inherit, ULONG options);

#endif /* NTSECTION_WIN32_INTERNAL_OBJECT_H */
