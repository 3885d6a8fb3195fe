/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Security descriptors, as far as permission bits can say the same.
 */
#ifndef NTSECTION_WIN32_INTERNAL_SECURITY_H
#define NTSECTION_WIN32_INTERNAL_SECURITY_H

#include <ntsection/win32.h>

/* @mode is 0, the default, without a descriptor or without a DACL in it. */
NTSTATUS mode_of_descriptor(const void *descriptor, unsigned int *mode);

#endif /* NTSECTION_WIN32_INTERNAL_SECURITY_H */
