/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Creating and opening sections, for the Nt functions and the Win32 ones.
 */
#ifndef NTSECTION_WIN32_INTERNAL_SECTION_H
#define NTSECTION_WIN32_INTERNAL_SECTION_H

#include "name.h"

/**
 * struct section_request - what a new section is to be
 * @access: rights of the handle, generic ones and unknown bits included
 * @size: bytes
 * @protect: PAGE_* value
 * @attributes: SEC_* bits
 * @node: NUMA node, or NUMA_NO_PREFERRED_NODE
 */
struct section_request {
	ACCESS_MASK access;
	ULONG64 size;
	ULONG protect;
	ULONG attributes;
	DWORD node;
};

/* Is the request sound in itself? In NT's order of checks. */
NTSTATUS check_section(const struct section_request *request);

/* STATUS_OBJECT_NAME_EXISTS is a success: the section was there (N-08). */
NTSTATUS create_section(HANDLE *handle, const struct section_request *request,
			const struct name *name);

NTSTATUS open_section(HANDLE *handle, ACCESS_MASK access,
		      const struct name *name);

#endif /* NTSECTION_WIN32_INTERNAL_SECTION_H */
