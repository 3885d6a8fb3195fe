/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory that the caller names and that may not be there: NT answers a bad
 * pointer with a status, where a plain access here would be a signal.
 */
#ifndef NTSECTION_WIN32_INTERNAL_USER_H
#define NTSECTION_WIN32_INTERNAL_USER_H

#include <ntsection/win32.h>

/* STATUS_SUCCESS, or STATUS_ACCESS_VIOLATION; then some may be copied. */
NTSTATUS copy_out(void *user, const void *from, size_t size);
NTSTATUS copy_in(void *to, const void *user, size_t size);

#endif /* NTSECTION_WIN32_INTERNAL_USER_H */
