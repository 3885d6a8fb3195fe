/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Allocating and freeing virtual memory, for the Nt functions and the Win32
 * ones.
 */
#ifndef NTSECTION_WIN32_INTERNAL_MEMORY_H
#define NTSECTION_WIN32_INTERNAL_MEMORY_H

#include "limits.h"

/**
 * struct memory_request - what is asked of VirtualAlloc
 * @base: where, or 0 for anywhere
 * @size: bytes
 * @type: MEM_* bits
 * @protect: PAGE_* value
 * @limits: where it may be without a base
 * @extended: placeholders are possible
 */
struct memory_request {
	uintptr_t base;
	SIZE_T size;
	ULONG type;
	ULONG protect;
	struct limits limits;
	bool extended;
};

/* On success base and size are rounded as NT does; else they are unchanged. */
NTSTATUS allocate_memory(struct memory_request *request);

/* The same for *@base and *@size; looks at @type, then at @process. */
NTSTATUS free_memory(HANDLE process, uintptr_t *base, SIZE_T *size,
		     ULONG type);

/* MEM_RESET and MEM_RESET_UNDO on a range inside one allocation. */
NTSTATUS reset_memory(uintptr_t base, SIZE_T size, bool undo);

#endif /* NTSECTION_WIN32_INTERNAL_MEMORY_H */
