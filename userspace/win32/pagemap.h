/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kernel has of the pages of this process, by /proc/self/pagemap.
 */
#ifndef NTSECTION_WIN32_INTERNAL_PAGEMAP_H
#define NTSECTION_WIN32_INTERNAL_PAGEMAP_H

#include <ntsection/win32.h>
#include <stdbool.h>
#include <stdint.h>

size_t page_size(void);

/*
 * Is the page at @address of a private mapping of a section a copy of its own?
 * *@alike is how many bytes from there on are so as well, at most @size. False
 * if the kernel does not tell.
 */
bool is_private_copy(uintptr_t address, size_t size, size_t *alike);

/* Is the page in RAM, and mapped? */
bool is_resident(uintptr_t address);

#endif /* NTSECTION_WIN32_INTERNAL_PAGEMAP_H */
