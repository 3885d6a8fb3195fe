/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From errno to NTSTATUS to the last-error code.
 */
#ifndef NTSECTION_WIN32_INTERNAL_ERROR_H
#define NTSECTION_WIN32_INTERNAL_ERROR_H

#include <ntsection/win32.h>

/* Set the last-error code of a status that is a failure. */
BOOL succeeded(NTSTATUS status);

/* What an errno means that has no special meaning to the caller. */
NTSTATUS status_of_errno(int error);

#endif /* NTSECTION_WIN32_INTERNAL_ERROR_H */
