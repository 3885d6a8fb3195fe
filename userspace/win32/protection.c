// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Page protections.
 */
#include <sys/mman.h>

#include "protection.h"

#define R PROT_READ
#define W PROT_WRITE
#define X PROT_EXEC

/* By bit: what the protection allows to do with the section's pages. */
static const struct {
	unsigned char allows;	/* as P-01 counts it */
	unsigned char prot;
	unsigned char copies;
	ACCESS_MASK view;	/* right on the handle */
	ACCESS_MASK section;	/* rights that the section can give */
} kinds[] = {
	/* PAGE_NOACCESS */
	{ 0, PROT_NONE, 0, SECTION_MAP_READ, 0 },
	/* PAGE_READONLY */
	{ R, R, 0, SECTION_MAP_READ, SECTION_MAP_READ },
	/* PAGE_READWRITE */
	{ R | W, R | W, 0, SECTION_MAP_WRITE,
	  SECTION_MAP_READ | SECTION_MAP_WRITE },
	/* PAGE_WRITECOPY */
	{ R, R | W, 1, SECTION_MAP_READ, SECTION_MAP_READ },
	/* PAGE_EXECUTE */
	{ R | X, X, 0, SECTION_MAP_EXECUTE, SECTION_MAP_EXECUTE },
	/* PAGE_EXECUTE_READ */
	{ R | X, R | X, 0, SECTION_MAP_EXECUTE | SECTION_MAP_READ,
	  SECTION_MAP_EXECUTE | SECTION_MAP_READ },
	/* PAGE_EXECUTE_READWRITE */
	{ R | W | X, R | W | X, 0, SECTION_MAP_EXECUTE | SECTION_MAP_WRITE,
	  SECTION_MAP_EXECUTE | SECTION_MAP_READ | SECTION_MAP_WRITE },
	/* PAGE_EXECUTE_WRITECOPY */
	{ R | X, R | W | X, 1, SECTION_MAP_EXECUTE | SECTION_MAP_READ,
	  SECTION_MAP_EXECUTE | SECTION_MAP_READ },
};

static unsigned int index_of(ULONG protect)
{
	return (unsigned int)__builtin_ctz(protect & PROTECTION_BITS);
}

bool protection_is_valid(ULONG protect)
{
	ULONG kind = protect & PROTECTION_BITS;
	ULONG modifiers = protect & ~PROTECTION_BITS;

	if (!kind || kind & (kind - 1) ||
	    modifiers & ~(PAGE_GUARD | CACHING_BITS))
		return false;
	/* No access needs no modifier, and one kind of caching is enough. */
	if (kind == PAGE_NOACCESS)
		return !modifiers;
	return !modifiers || !(modifiers & (modifiers - 1));
}

bool protection_copies(ULONG protect)
{
	return kinds[index_of(protect)].copies;
}

bool protection_allows(ULONG most, ULONG wanted)
{
	return !(kinds[index_of(wanted)].allows &
		 ~kinds[index_of(most)].allows);
}

ACCESS_MASK access_for_view(ULONG protect)
{
	return kinds[index_of(protect)].view;
}

ACCESS_MASK access_of_section(ULONG protect)
{
	return kinds[index_of(protect)].section;
}

int prot_of(ULONG protect)
{
	return protect & PAGE_GUARD ? PROT_NONE :
				      kinds[index_of(protect)].prot;
}

ULONG protection_of_copy(ULONG protect)
{
	if (protect & PAGE_WRITECOPY)
		return (protect & ~PAGE_WRITECOPY) | PAGE_READWRITE;
	if (protect & PAGE_EXECUTE_WRITECOPY)
		return (protect & ~PAGE_EXECUTE_WRITECOPY) |
		       PAGE_EXECUTE_READWRITE;
	return protect;
}

ULONG protection_of_mapping(const struct mapping *mapping)
{
	static const ULONG protections[] = {
		[PROT_NONE] = PAGE_NOACCESS,
		[R] = PAGE_READONLY,
		[W] = PAGE_READWRITE,
		[R | W] = PAGE_READWRITE,
		[X] = PAGE_EXECUTE,
		[R | X] = PAGE_EXECUTE_READ,
		[W | X] = PAGE_EXECUTE_READWRITE,
		[R | W | X] = PAGE_EXECUTE_READWRITE,
	};
	ULONG protect = protections[mapping->prot];

	if (!mapping->is_file || mapping->shared)
		return protect;
	if (protect == PAGE_READWRITE)
		return PAGE_WRITECOPY;
	return protect == PAGE_EXECUTE_READWRITE ? PAGE_EXECUTE_WRITECOPY :
						   protect;
}
