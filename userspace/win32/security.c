// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Security descriptors. The kernel knows an owner, a group and permission bits
 * for a name, so what can be had of a DACL is what it allows to everyone. The
 * owner may always, and so may root, who stands for the system and the
 * administrators. To anything else the answer is STATUS_NOT_SUPPORTED, rather
 * than a section that is open, or closed, to whom it should not be.
 */
#include <stdbool.h>
#include <string.h>

#include "object.h"
#include "security.h"
#include "user.h"

#define OWNER_ONLY	0600
#define READ_BITS	0044
#define WRITE_BITS	0022

/* Those who matter, as bytes of their SIDs from the count on. */
static const struct {
	unsigned char sid[15];
	bool everyone;
} known[] = {
	{ { 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0 }, true },		/* S-1-1-0 */
	{ { 1, 0, 0, 0, 0, 0, 5, 11, 0, 0, 0 }, true },		/* S-1-5-11 */
	{ { 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0 }, false },		/* S-1-3-0 */
	{ { 1, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0 }, false },		/* S-1-3-4 */
	{ { 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0 }, false },	/* S-1-5-18 */
	{ { 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0 },
	  false },						/* S-1-5-32-544 */
};

/* Is the SID of an ACE that has @size bytes for it one of those above? */
static NTSTATUS find_sid(const unsigned char *sid, size_t size, bool *everyone)
{
	size_t i, length;

	if (size < 12 || sid[0] != SECURITY_DESCRIPTOR_REVISION ||
	    size < 8 + 4 * (size_t)sid[1])
		return STATUS_INVALID_ACL;
	length = 7 + 4 * (size_t)sid[1];
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (length <= sizeof(known[i].sid) &&
		    !memcmp(sid + 1, known[i].sid, length)) {
			*everyone = known[i].everyone;
			return STATUS_SUCCESS;
		}
	}
	return STATUS_NOT_SUPPORTED;
}

/* Add what one entry allows. */
static NTSTATUS add_ace(const unsigned char *ace, size_t size,
			unsigned int *mode)
{
	bool everyone = false;
	ACCESS_MASK mask;
	NTSTATUS status;

	if (ace[0] != ACCESS_ALLOWED_ACE_TYPE)
		return STATUS_NOT_SUPPORTED;
	if (size < 8)
		return STATUS_INVALID_ACL;
	status = find_sid(ace + 8, size - 8, &everyone);
	if (!NT_SUCCESS(status))
		return status;

	*mode |= OWNER_ONLY;
	if (!everyone)
		return STATUS_SUCCESS;
	memcpy(&mask, ace + 4, sizeof(mask));
	mask = map_generic_access(mask);
	if (mask & SECTION_MAP_READ)
		*mode |= READ_BITS;
	if (mask & SECTION_MAP_WRITE)
		*mode |= WRITE_BITS;
	return STATUS_SUCCESS;
}

static NTSTATUS mode_of_acl(const void *user_acl, unsigned int *mode)
{
	unsigned char ace[64];
	size_t left, count, at;
	NTSTATUS status;
	WORD size;
	ACL acl;

	status = copy_in(&acl, user_acl, sizeof(acl));
	if (!NT_SUCCESS(status))
		return status;
	if (acl.AclSize < sizeof(acl))
		return STATUS_INVALID_ACL;

	at = sizeof(acl);
	left = acl.AclSize - sizeof(acl);
	for (count = acl.AceCount; count; count--) {
		if (left < 4)
			return STATUS_INVALID_ACL;
		status = copy_in(ace, (const char *)user_acl + at, 4);
		if (!NT_SUCCESS(status))
			return status;
		memcpy(&size, ace + 2, sizeof(size));
		if (size < 4 || size > left)
			return STATUS_INVALID_ACL;
		/* The known ones are all shorter. */
		if (size > sizeof(ace))
			return STATUS_NOT_SUPPORTED;
		status = copy_in(ace, (const char *)user_acl + at, size);
		if (NT_SUCCESS(status))
			status = add_ace(ace, size, mode);
		if (!NT_SUCCESS(status))
			return status;
		at += size;
		left -= size;
	}
	/* Nobody at all, not even the owner, cannot be said. */
	return *mode ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

/* Find the DACL; a self-relative descriptor has offsets for pointers. */
static NTSTATUS dacl_of(const void *descriptor, const void **dacl)
{
	SECURITY_DESCRIPTOR absolute;
	DWORD offset;
	NTSTATUS status;
	WORD control;

	status = copy_in(&absolute, descriptor, 4);
	if (!NT_SUCCESS(status))
		return status;
	if (absolute.Revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	control = absolute.Control;
	if (!(control & SE_DACL_PRESENT)) {
		*dacl = descriptor;	/* none, and so the default */
		return STATUS_SUCCESS;
	}

	if (control & SE_SELF_RELATIVE) {
		status = copy_in(&offset, (const char *)descriptor + 16,
				 sizeof(offset));
		*dacl = offset ? (const char *)descriptor + offset : NULL;
		return status;
	}
	status = copy_in(&absolute, descriptor, sizeof(absolute));
	*dacl = absolute.Dacl;
	return status;
}

NTSTATUS mode_of_descriptor(const void *descriptor, unsigned int *mode)
{
	const void *dacl;
	NTSTATUS status;

	*mode = 0;
	if (!descriptor)
		return STATUS_SUCCESS;
	status = dacl_of(descriptor, &dacl);
	if (!NT_SUCCESS(status) || dacl == descriptor)
		return status;
	if (dacl)
		return mode_of_acl(dacl, mode);
	/* A DACL that is NULL keeps nobody out. */
	*mode = OWNER_ONLY | READ_BITS | WRITE_BITS;
	return STATUS_SUCCESS;
}

BOOL WINAPI InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR
					 pSecurityDescriptor,
					 DWORD dwRevision)
{
	SECURITY_DESCRIPTOR *descriptor = pSecurityDescriptor;

	if (dwRevision != SECURITY_DESCRIPTOR_REVISION) {
		SetLastError(ERROR_UNKNOWN_REVISION);
		return FALSE;
	}
	memset(descriptor, 0, sizeof(*descriptor));
	descriptor->Revision = SECURITY_DESCRIPTOR_REVISION;
	return TRUE;
}

BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
				      BOOL bDaclPresent, PACL pDacl,
				      BOOL bDaclDefaulted)
{
	SECURITY_DESCRIPTOR *descriptor = pSecurityDescriptor;

	if (descriptor->Revision != SECURITY_DESCRIPTOR_REVISION) {
		SetLastError(ERROR_UNKNOWN_REVISION);
		return FALSE;
	}
	if (descriptor->Control & SE_SELF_RELATIVE) {
		SetLastError(ERROR_INVALID_SECURITY_DESCR);
		return FALSE;
	}
	descriptor->Control &= ~(SE_DACL_PRESENT | SE_DACL_DEFAULTED);
	if (bDaclPresent) {
		descriptor->Control |= SE_DACL_PRESENT;
		if (bDaclDefaulted)
			descriptor->Control |= SE_DACL_DEFAULTED;
		descriptor->Dacl = pDacl;
	}
	return TRUE;
}
