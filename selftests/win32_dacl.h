/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Security descriptors of one DACL, made by hand.
 *
 * Included after win32_test.h.
 */
#ifndef WIN32_DACL_H
#define WIN32_DACL_H

/* Who an entry is about: a SID, as it is in memory. */
struct sid {
	unsigned char bytes[16];
	WORD size;
};

/* With one sub-authority, below 256 */
#define SID_OF(authority, rid) \
	{ { 1, 1, 0, 0, 0, 0, 0, authority, rid }, 12 }

static const struct sid everyone = SID_OF(1, 0);
static const struct sid authenticated = SID_OF(5, 11);
static const struct sid creator_owner = SID_OF(3, 0);
static const struct sid owner_rights = SID_OF(3, 4);
static const struct sid local_system = SID_OF(5, 18);
static const struct sid administrators = {
	{ 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2 }, 16,
};

/* A descriptor with a list that grows. */
struct dacl {
	SECURITY_DESCRIPTOR descriptor;
	SECURITY_ATTRIBUTES security;
	ACL acl;
	unsigned char entries[256];
};

static inline void init_dacl(struct dacl *dacl)
{
	memset(dacl, 0, sizeof(*dacl));
	InitializeSecurityDescriptor(&dacl->descriptor,
				     SECURITY_DESCRIPTOR_REVISION);
	SetSecurityDescriptorDacl(&dacl->descriptor, TRUE, &dacl->acl, FALSE);
	dacl->security.nLength = sizeof(dacl->security);
	dacl->security.lpSecurityDescriptor = &dacl->descriptor;
	dacl->acl.AclRevision = ACL_REVISION;
	dacl->acl.AclSize = sizeof(dacl->acl);
}

/* Where the next entry is. */
static inline unsigned char *end_of_dacl(struct dacl *dacl)
{
	return (unsigned char *)&dacl->acl + dacl->acl.AclSize;
}

/* The entry can be spoilt by the caller; it is the last one. */
static inline ACE_HEADER *add_entry(struct dacl *dacl, BYTE type,
				    ACCESS_MASK mask, const struct sid *sid)
{
	unsigned char *entry = end_of_dacl(dacl);
	ACE_HEADER header = { .AceType = type, .AceSize = 8 + sid->size };

	memcpy(entry, &header, sizeof(header));
	memcpy(entry + sizeof(header), &mask, sizeof(mask));
	memcpy(entry + 8, sid->bytes, sid->size);
	dacl->acl.AclSize += header.AceSize;
	dacl->acl.AceCount++;
	return (ACE_HEADER *)entry;
}

static inline ACE_HEADER *allow(struct dacl *dacl, ACCESS_MASK mask,
				const struct sid *sid)
{
	return add_entry(dacl, ACCESS_ALLOWED_ACE_TYPE, mask, sid);
}

#endif /* WIN32_DACL_H */
