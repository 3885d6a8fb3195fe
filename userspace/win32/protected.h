/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * HANDLE_FLAG_PROTECT_FROM_CLOSE: handles that CloseHandle refuses to close.
 */
#ifndef NTSECTION_WIN32_INTERNAL_PROTECTED_H
#define NTSECTION_WIN32_INTERNAL_PROTECTED_H

#include <stdbool.h>

/* False if there is no memory to remember it. */
bool set_protected(int fd, bool is);
bool is_protected(int fd);

#endif /* NTSECTION_WIN32_INTERNAL_PROTECTED_H */
