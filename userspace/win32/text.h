/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Strings of 16-bit units and of bytes.
 *
 * The kernel compares names byte by byte. A string of UTF-16 units becomes
 * UTF-8, in which a surrogate without its other half stands for itself, so that
 * any two strings of units that differ give bytes that differ (N-32).
 */
#ifndef NTSECTION_WIN32_INTERNAL_TEXT_H
#define NTSECTION_WIN32_INTERNAL_TEXT_H

#include <ntsection/win32.h>

/* The most bytes that a unit can become; two units of a pair become four. */
#define BYTES_OF_UNIT 3

/* Bytes written to @bytes, which has room for BYTES_OF_UNIT * @count. */
size_t bytes_of_units(char *bytes, const WCHAR *units, size_t count);

/*
 * Units of the UTF-8 string @bytes that ends with a NUL, without that; or -1 if
 * there are more than @room. What is no UTF-8 becomes U+FFFD.
 */
long units_of_bytes(WCHAR *units, size_t room, const char *bytes);

#endif /* NTSECTION_WIN32_INTERNAL_TEXT_H */
