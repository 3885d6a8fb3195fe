/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What NT allows: sizes, attributes, protections and access rights.
 *
 * Pure functions on plain numbers, nothing of the kernel's, so that
 * selftests/host compiles the very same code in user space and tries every
 * combination under ASan and UBSan.
 */
#ifndef _NTSECTION_RULES_H
#define _NTSECTION_RULES_H

#include <linux/errno.h>
#include <linux/types.h>
#include <linux/ntsection.h>

#define NTSECTION_MAP_ACCESS \
	(NTSECTION_MAP_READ | NTSECTION_MAP_WRITE | NTSECTION_MAP_EXECUTE)

#define NTSECTION_PROTECTIONS \
	(NTSECTION_PAGE_READONLY | NTSECTION_PAGE_READWRITE | \
	 NTSECTION_PAGE_WRITECOPY | NTSECTION_PAGE_EXECUTE | \
	 NTSECTION_PAGE_EXECUTE_READ | NTSECTION_PAGE_EXECUTE_READWRITE | \
	 NTSECTION_PAGE_EXECUTE_WRITECOPY)

/* What creation can offer; a kernel without huge pages lacks large pages. */
#define NTSECTION_ATTRIBUTES \
	(NTSECTION_SEC_COMMIT | NTSECTION_SEC_RESERVE | \
	 NTSECTION_SEC_NOCACHE | NTSECTION_SEC_WRITECOMBINE | \
	 NTSECTION_SEC_LARGE_PAGES)

#define NTSECTION_NT_ATTRIBUTES \
	(NTSECTION_ATTRIBUTES | NTSECTION_SEC_IMAGE)

/* How a view is asked for: mmap()'s prot and MAP_PRIVATE. */
#define NTSECTION_VIEW_READ	0x1
#define NTSECTION_VIEW_WRITE	0x2
#define NTSECTION_VIEW_EXECUTE	0x4
#define NTSECTION_VIEW_COPY	0x8

/*
 * Rights that views of a section with @protection can ever have; 0 if
 * @protection is not exactly one legal value (C-14, C-15). A copy-on-write
 * view writes to pages of its own and needs no more than MAP_READ.
 */
static inline __u32 ntsection_protection_access(__u32 protection)
{
	switch (protection) {
	case NTSECTION_PAGE_READONLY:
	case NTSECTION_PAGE_WRITECOPY:
		return NTSECTION_MAP_READ;
	case NTSECTION_PAGE_READWRITE:
		return NTSECTION_MAP_READ | NTSECTION_MAP_WRITE;
	case NTSECTION_PAGE_EXECUTE:
		return NTSECTION_MAP_EXECUTE;
	case NTSECTION_PAGE_EXECUTE_READ:
	case NTSECTION_PAGE_EXECUTE_WRITECOPY:
		return NTSECTION_MAP_READ | NTSECTION_MAP_EXECUTE;
	case NTSECTION_PAGE_EXECUTE_READWRITE:
		return NTSECTION_MAP_ACCESS;
	default:
		return 0;
	}
}

/*
 * Right that a handle needs for a view. A writable view may also be
 * read, with or without MAP_READ; a view without any access needs
 * MAP_READ all the same.
 */
static inline __u32 ntsection_view_access(unsigned int view)
{
	__u32 access = 0;

	if (view & NTSECTION_VIEW_EXECUTE)
		access |= NTSECTION_MAP_EXECUTE;
	if (view & NTSECTION_VIEW_COPY)
		access |= NTSECTION_MAP_READ;
	else if (view & NTSECTION_VIEW_WRITE)
		access |= NTSECTION_MAP_WRITE;
	else if (view & NTSECTION_VIEW_READ || !access)
		access |= NTSECTION_MAP_READ;
	return access;
}

/*
 * Check SEC_* attributes of a section without a file (C-19 to C-26) and
 * store them with the default filled in. @offered are those that this kernel
 * can have.
 */
static inline int ntsection_check_attributes(__u32 attributes, __u32 offered,
					     __u32 *result)
{
	const __u32 commit = NTSECTION_SEC_COMMIT | NTSECTION_SEC_RESERVE;
	const __u32 caching = NTSECTION_SEC_NOCACHE | NTSECTION_SEC_WRITECOMBINE;

	if (!attributes)
		attributes = NTSECTION_SEC_COMMIT;
	if (attributes & ~NTSECTION_NT_ATTRIBUTES)
		return -EINVAL;

	if (attributes & NTSECTION_SEC_IMAGE) {
		/* SEC_IMAGE_NO_EXECUTE is SEC_IMAGE with SEC_NOCACHE. */
		if (attributes & ~(NTSECTION_SEC_IMAGE | NTSECTION_SEC_NOCACHE))
			return -EINVAL;
		return -ENOEXEC;
	}

	if (!(attributes & commit) || (attributes & commit) == commit)
		return -EINVAL;
	if ((attributes & caching) == caching)
		return -EINVAL;
	if (attributes & NTSECTION_SEC_RESERVE &&
	    attributes & NTSECTION_SEC_LARGE_PAGES)
		return -EINVAL;
	if (attributes & ~offered)
		return -EOPNOTSUPP;

	*result = attributes;
	return 0;
}

/*
 * Join the halves of a section's size and round it up to pages (C-06, C-07).
 * @limit is the largest size in bytes, a multiple of @page_size. With @large,
 * which is the size of a large page or 0, nothing is rounded (C-29).
 */
static inline int ntsection_check_size(__u32 high, __u32 low, __u64 page_size,
				       __u64 large, __u64 limit, __u64 *result)
{
	__u64 size = (__u64)high << 32 | low;

	if (!size)
		return -EINVAL;
	/* Before the rounding, which would wrap for sizes near 2^64. */
	if (size > limit)
		return -EFBIG;
	if (large && size % large)
		return -EINVAL;

	*result = (size + page_size - 1) & ~(page_size - 1);
	return 0;
}

/*
 * Is [@offset, @offset + @length) inside a section of @size bytes? Neither
 * sum nor product can wrap (V-10).
 */
static inline int ntsection_check_range(__u64 offset, __u64 length, __u64 size)
{
	if (offset > size || length > size - offset)
		return -ENXIO;
	return 0;
}

#endif /* _NTSECTION_RULES_H */
