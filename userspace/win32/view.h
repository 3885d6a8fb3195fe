/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Mapping and unmapping views, for the Nt functions and the Win32 ones.
 */
#ifndef NTSECTION_WIN32_INTERNAL_VIEW_H
#define NTSECTION_WIN32_INTERNAL_VIEW_H

#include "limits.h"

/**
 * struct view_request - what is asked of a view
 * @section: a handle
 * @process: must be this one
 * @base: where, or 0 for anywhere
 * @offset: first byte in the section
 * @size: bytes; 0 for all to the end
 * @zero_bits: upper bits of the address that must be 0, or a mask
 * @commit: bytes of a SEC_RESERVE section to commit at the view's begin
 * @type: MEM_* bits
 * @protect: PAGE_* value
 * @inherit: ViewShare or ViewUnmap
 * @limits: where it may be without a base
 * @extended: it is the Ex form, whose errors have no numbers
 */
struct view_request {
	HANDLE section;
	HANDLE process;
	uintptr_t base;
	ULONG64 offset;
	SIZE_T size;
	ULONG_PTR zero_bits;
	SIZE_T commit;
	ULONG type;
	ULONG protect;
	SECTION_INHERIT inherit;
	struct limits limits;
	bool extended;
};

/*
 * What NT looks at first, before it reads anything by a pointer (V-22):
 * @inherit, @type and @protect. map_view() does it as well.
 */
NTSTATUS check_view_words(const struct view_request *request);

/* In NT's order of checks (V-22); on success base and size are the view's. */
NTSTATUS map_view(struct view_request *request);

/* @address may be anywhere in the view (V-25); @flags are MEM_* for unmapping. */
NTSTATUS unmap_view(uintptr_t address, ULONG flags);

#endif /* NTSECTION_WIN32_INTERNAL_VIEW_H */
