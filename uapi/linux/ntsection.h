/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * User-space interface of /dev/ntsection: NT section objects that are backed
 * by the paging file, which on Linux is RAM and swap.
 *
 * Row ids in brackets (C-07, A-06 ...) name the NT behaviours that
 * Documentation/conformance.md lists.
 *
 * Rules for every argument structure: @size is sizeof() the structure as the
 * caller knows it. A structure that is larger than the kernel's is accepted
 * if the unknown rest is zero (E2BIG otherwise), a smaller one down to the
 * first published size as well (EINVAL below it). Unknown flags are EINVAL.
 * A call that fails changes nothing and writes nothing.
 */
#ifndef _UAPI_LINUX_NTSECTION_H
#define _UAPI_LINUX_NTSECTION_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Page protections: exactly one is given at creation (C-14, C-15). */
#define NTSECTION_PAGE_READONLY			0x02
#define NTSECTION_PAGE_READWRITE		0x04
#define NTSECTION_PAGE_WRITECOPY		0x08
#define NTSECTION_PAGE_EXECUTE			0x10
#define NTSECTION_PAGE_EXECUTE_READ		0x20
#define NTSECTION_PAGE_EXECUTE_READWRITE	0x40
#define NTSECTION_PAGE_EXECUTE_WRITECOPY	0x80

/* Allocation attributes (C-19 to C-28). */
#define NTSECTION_SEC_FILE			0x00800000
#define NTSECTION_SEC_IMAGE			0x01000000
#define NTSECTION_SEC_RESERVE			0x04000000
#define NTSECTION_SEC_COMMIT			0x08000000
#define NTSECTION_SEC_NOCACHE			0x10000000
#define NTSECTION_SEC_WRITECOMBINE		0x40000000
#define NTSECTION_SEC_LARGE_PAGES		0x80000000

/* Access rights of a handle. */
#define NTSECTION_QUERY				0x00000001
#define NTSECTION_MAP_WRITE			0x00000002
#define NTSECTION_MAP_READ			0x00000004
#define NTSECTION_MAP_EXECUTE			0x00000008
#define NTSECTION_EXTEND_SIZE			0x00000010
#define NTSECTION_DELETE			0x00010000
#define NTSECTION_READ_CONTROL			0x00020000
#define NTSECTION_WRITE_DAC			0x00040000
#define NTSECTION_WRITE_OWNER			0x00080000
#define NTSECTION_ALL_ACCESS			0x000f001f

/* Flags of a call that makes a handle. */
/**
 * NTSECTION_INHERIT - the new descriptor stays open across execve()
 */
#define NTSECTION_INHERIT			0x00000001
/**
 * NTSECTION_SAME_ACCESS - duplicate with the access of the source
 */
#define NTSECTION_SAME_ACCESS			0x00000002
/**
 * NTSECTION_OPEN_IF - open the section that has the name already (N-08)
 */
#define NTSECTION_OPEN_IF			0x00000004
/**
 * NTSECTION_CASE_INSENSITIVE - ignore the case of ASCII letters (N-07)
 */
#define NTSECTION_CASE_INSENSITIVE		0x00000008
/**
 * NTSECTION_PREFERRED_NODE - @node of struct ntsection_create is given
 */
#define NTSECTION_PREFERRED_NODE		0x00000010

/**
 * NTSECTION_RESERVE_MAX - bytes in a section with NTSECTION_SEC_RESERVE
 */
#define NTSECTION_RESERVE_MAX			0x0000100000000000

/**
 * NTSECTION_NAME_MAX - bytes in a name, with its prefix (N-16)
 */
#define NTSECTION_NAME_MAX			98298

/**
 * struct ntsection_create - argument of %NTSECTION_IOC_CREATE
 * @size: sizeof(struct ntsection_create)
 * @flags: %NTSECTION_INHERIT, %NTSECTION_OPEN_IF, %NTSECTION_CASE_INSENSITIVE,
 *	%NTSECTION_PREFERRED_NODE
 * @size_high: upper 32 bits of the section's size in bytes
 * @size_low: lower 32 bits of the section's size in bytes; the whole is at
 *	least 1 and is rounded up to the page size (C-06, C-07)
 * @protection: one NTSECTION_PAGE_* value, the most that any view may have
 * @attributes: %NTSECTION_SEC_COMMIT or %NTSECTION_SEC_RESERVE, optionally with
 *	%NTSECTION_SEC_NOCACHE or %NTSECTION_SEC_WRITECOMBINE, which are
 *	kept and reported but do not change the caching of the pages; 0 means
 *	%NTSECTION_SEC_COMMIT (C-19). With %NTSECTION_SEC_COMMIT also
 *	%NTSECTION_SEC_LARGE_PAGES: pages come in the size of a large page
 *	where memory allows, are mapped as such in views that are aligned to
 *	it, and can go to swap (C-28, C-29)
 * @access: rights of the new handle, NTSECTION_QUERY ... bits, 0 included;
 *	the handle has exactly these (C-32)
 * @pad: must be 0
 * @name: address of the name, see below; not looked at if @name_length is 0
 * @name_length: bytes in the name, up to %NTSECTION_NAME_MAX; 0 for a section
 *	without a name
 * @mode: who may open the section by its name, as the permission bits of a
 *	file to read and write; 0 means 0600. Must be 0 without a name.
 * @existed: out: 1 if there was a section of that name, of which the handle
 *	is now, 0 if this call made it (N-01); not written if the caller's
 *	structure ends before it
 * @node: with %NTSECTION_PREFERRED_NODE the NUMA node to take pages from as
 *	long as it has free ones (C-37); else must be 0
 *
 * A name is any bytes, NUL included, but no backslash, after an optional
 * prefix. "X" and ``Local\X`` are one name in the caller's pid namespace,
 * ``Global\X`` is the name X of the initial pid namespace (N-23, N-24), which
 * other namespaces need CAP_SYS_ADMIN in the initial user namespace for
 * (N-26). It is known from this call on until the last handle is closed,
 * whatever views there are (N-27).
 *
 * The owner is the caller's file system user. With the permission to read one
 * may open with the rights QUERY, MAP_READ, MAP_EXECUTE and READ_CONTROL, with
 * that to write MAP_WRITE and EXTEND_SIZE; DELETE, WRITE_DAC and WRITE_OWNER
 * are for the owner. CAP_IPC_OWNER in the owner's user namespace has all.
 *
 * With %NTSECTION_OPEN_IF and a name that is known, the section's size,
 * protection and attributes stay what they are (N-02), and @access is what the
 * new handle has (N-03).
 */
struct ntsection_create {
	__u32 size;
	__u32 flags;
	__u32 size_high;
	__u32 size_low;
	__u32 protection;
	__u32 attributes;
	__u32 access;
	__u32 pad;
	__u64 name;
	__u32 name_length;
	__u32 mode;
	__u32 existed;
	__u32 node;
};

/**
 * struct ntsection_open - argument of %NTSECTION_IOC_OPEN
 * @size: sizeof(struct ntsection_open)
 * @flags: %NTSECTION_INHERIT, %NTSECTION_CASE_INSENSITIVE
 * @name: address of the name, as of struct ntsection_create
 * @name_length: bytes in the name
 * @access: rights of the new handle, at least one
 */
struct ntsection_open {
	__u32 size;
	__u32 flags;
	__u64 name;
	__u32 name_length;
	__u32 access;
};

/**
 * struct ntsection_duplicate - argument of %NTSECTION_IOC_DUPLICATE
 * @size: sizeof(struct ntsection_duplicate)
 * @flags: %NTSECTION_INHERIT, %NTSECTION_SAME_ACCESS
 * @access: rights of the new handle, a subset of the source's, 0 included, and
 *	%NTSECTION_EXTEND_SIZE, which is of no use for sections that never grow;
 *	must be 0 with %NTSECTION_SAME_ACCESS (H-01, H-02)
 * @pad: must be 0
 */
struct ntsection_duplicate {
	__u32 size;
	__u32 flags;
	__u32 access;
	__u32 pad;
};

/**
 * struct ntsection_query - argument and result of %NTSECTION_IOC_QUERY
 * @size: in: sizeof(struct ntsection_query)
 * @flags: in: must be 0
 * @id: number of the section, never used again while the module is loaded;
 *	equal for two handles if and only if they are of one section
 * @maximum_size: size in bytes, rounded up to the page size
 * @committed: bytes charged against the commit limit
 * @resident: bytes that are in RAM now
 * @swapped: bytes that are only in swap now
 * @protection: page protection as given at creation
 * @attributes: allocation attributes; never without a commit attribute
 * @access: rights of the handle that was asked
 * @pad: always 0
 *
 * @resident and @swapped are read one after the other while pages may move:
 * their sum can be off by what moved in between.
 */
struct ntsection_query {
	__u32 size;
	__u32 flags;
	__u64 id;
	__u64 maximum_size;
	__u64 committed;
	__u64 resident;
	__u64 swapped;
	__u32 protection;
	__u32 attributes;
	__u32 access;
	__u32 pad;
};

/* What the module offers beyond the calls that it had from the first day. */
/**
 * NTSECTION_FEATURE_RESERVE - SEC_RESERVE, %NTSECTION_IOC_COMMIT, _EXTENT
 */
#define NTSECTION_FEATURE_RESERVE		0x0000000000000001
/**
 * NTSECTION_FEATURE_RESET - %NTSECTION_IOC_RESET, _RESET_UNDO
 */
#define NTSECTION_FEATURE_RESET			0x0000000000000002
/**
 * NTSECTION_FEATURE_NAMES - names, %NTSECTION_IOC_OPEN
 */
#define NTSECTION_FEATURE_NAMES			0x0000000000000004
/**
 * NTSECTION_FEATURE_HANDLE - %NTSECTION_IOC_HANDLE
 */
#define NTSECTION_FEATURE_HANDLE		0x0000000000000008
/**
 * NTSECTION_FEATURE_REMAP - %NTSECTION_IOC_REMAP
 */
#define NTSECTION_FEATURE_REMAP			0x0000000000000010
/**
 * NTSECTION_FEATURE_LIST - %NTSECTION_IOC_LIST, _RESIDENCE
 */
#define NTSECTION_FEATURE_LIST			0x0000000000000020

/**
 * struct ntsection_features - argument and result of %NTSECTION_IOC_FEATURES
 * @size: in: sizeof(struct ntsection_features)
 * @flags: in: must be 0
 * @features: NTSECTION_FEATURE_* bits
 * @maximum_size: largest size in bytes that can be asked for at creation
 * @protections: all page protections that creation accepts, OR'ed
 * @attributes: all allocation attributes that creation accepts, OR'ed
 * @access: all access rights that a handle can have
 * @page_size: unit in bytes that sizes are rounded up to
 * @large_page_size: bytes of a large page, which sizes with
 *	%NTSECTION_SEC_LARGE_PAGES must be a multiple of; 0 if there are none
 */
struct ntsection_features {
	__u32 size;
	__u32 flags;
	__u64 features;
	__u64 maximum_size;
	__u32 protections;
	__u32 attributes;
	__u32 access;
	__u32 page_size;
	__u64 large_page_size;
};

/**
 * struct ntsection_handle - argument and result of %NTSECTION_IOC_HANDLE
 * @size: in: sizeof(struct ntsection_handle)
 * @flags: in: must be 0
 * @id: number of the section, as of struct ntsection_query
 * @maximum_size: size of the section in bytes, rounded up to the page size
 * @protection: page protection as given at creation
 * @attributes: allocation attributes; never without a commit attribute
 * @access: rights of the handle that was asked
 * @handles: number of handles that the section has in all processes
 */
struct ntsection_handle {
	__u32 size;
	__u32 flags;
	__u64 id;
	__u64 maximum_size;
	__u32 protection;
	__u32 attributes;
	__u32 access;
	__u32 handles;
};

/**
 * struct ntsection_range - argument of calls on a range of a section
 * @size: sizeof(struct ntsection_range)
 * @flags: must be 0
 * @start: on a handle: the first byte, as an offset in the section; on
 *	/dev/ntsection: its address in views of the caller
 * @length: bytes, at least 1
 *
 * The range is rounded outwards to whole pages. On /dev/ntsection it must lie
 * in views of one section that show it without a gap. No handle is needed
 * there: the view has the rights that the handle had which it was made
 * through.
 */
struct ntsection_range {
	__u32 size;
	__u32 flags;
	__u64 start;
	__u64 length;
};

/**
 * struct ntsection_extent - argument and result of %NTSECTION_IOC_EXTENT
 * @size: in: sizeof(struct ntsection_extent)
 * @flags: in: must be 0
 * @start: in: as of struct ntsection_range
 * @length: in: bytes to look at; out: bytes from @start that are all in the
 *	same state
 * @committed: out: 1 if they are committed, 0 if they are reserved
 * @pad: must be 0
 */
struct ntsection_extent {
	__u32 size;
	__u32 flags;
	__u64 start;
	__u64 length;
	__u32 committed;
	__u32 pad;
};

/**
 * NTSECTION_REMAP_COPY - a copy-on-write view, else a shared one
 */
#define NTSECTION_REMAP_COPY			0x00000001

/**
 * struct ntsection_remap - argument and result of %NTSECTION_IOC_REMAP
 * @size: in: sizeof(struct ntsection_remap)
 * @flags: in: %NTSECTION_REMAP_COPY
 * @start: in: address in a view of the caller, a multiple of the page size
 * @length: in: bytes, a multiple of the page size, at least 1 page
 * @prot: in: PROT_READ, PROT_WRITE, PROT_EXEC OR'ed, or PROT_NONE
 * @pad: must be 0
 * @address: out: where the new view begins
 */
struct ntsection_remap {
	__u32 size;
	__u32 flags;
	__u64 start;
	__u64 length;
	__u32 prot;
	__u32 pad;
	__u64 address;
};

/**
 * NTSECTION_ENTRY_NAME - bytes of a name that struct ntsection_entry has
 */
#define NTSECTION_ENTRY_NAME			128
/**
 * NTSECTION_ENTRY_COMMAND - bytes of a command's name, with a NUL at the end
 */
#define NTSECTION_ENTRY_COMMAND			16

/**
 * struct ntsection_entry - a section, as %NTSECTION_IOC_LIST tells of it
 * @id: number of the section, as of struct ntsection_query
 * @maximum_size: size in bytes, rounded up to the page size
 * @committed: bytes charged against the commit limit
 * @resident: bytes that are in RAM now
 * @swapped: bytes that are only in swap now
 * @created: when it was made, in nanoseconds of CLOCK_BOOTTIME
 * @ino: inode number of its pages, which /proc/PID/maps has in the lines of its
 *	views, and fstat() of a handle
 * @protection: page protection as given at creation
 * @attributes: allocation attributes
 * @handles: handles in all processes
 * @views: mappings in all processes; a view that mprotect() has split counts
 *	for each part. May be off by what changes at the moment.
 * @uid: user who made it, as the caller's user namespace knows him
 * @gid: his group
 * @pid: process that made it, in the caller's pid namespace; it may have ended
 * @mode: who may open it by its name, as permission bits; 0 without a name
 * @name_length: bytes of the name, which may be more than @name has; 0 if there
 *	is none, or none any more
 * @dev: device of @ino, as st_dev of fstat() is; the two together are of no
 *	other section, and no other file
 * @command: name of the process that made it, NUL at the end
 * @name: the name without its prefix, or its begin; zeros behind it
 */
struct ntsection_entry {
	__u64 id;
	__u64 maximum_size;
	__u64 committed;
	__u64 resident;
	__u64 swapped;
	__u64 created;
	__u64 ino;
	__u32 protection;
	__u32 attributes;
	__u32 handles;
	__u32 views;
	__u32 uid;
	__u32 gid;
	__u32 pid;
	__u32 mode;
	__u32 name_length;
	__u32 dev;
	__u8 command[NTSECTION_ENTRY_COMMAND];
	__u8 name[NTSECTION_ENTRY_NAME];
};

/**
 * struct ntsection_list - argument and result of %NTSECTION_IOC_LIST
 * @size: in: sizeof(struct ntsection_list)
 * @flags: in: must be 0
 * @cursor: in: list sections whose id is above this, 0 for all; out: id of the
 *	last one that was looked at
 * @entries: in: address of an array of @count entries
 * @entry_size: in: sizeof(struct ntsection_entry) as the caller knows it, at
 *	least that of its first publication. What the kernel does not know of is
 *	written as zeros.
 * @count: in: entries that the array has room for, at least 1; out: entries
 *	written; 0 at the end of the list
 */
struct ntsection_list {
	__u32 size;
	__u32 flags;
	__u64 cursor;
	__u64 entries;
	__u32 entry_size;
	__u32 count;
};

/**
 * struct ntsection_residence - argument and result of %NTSECTION_IOC_RESIDENCE
 * @size: in: sizeof(struct ntsection_residence)
 * @flags: in: must be 0
 * @id: in: on /dev/ntsection the section's number; on a handle 0
 * @start: in: first byte, a multiple of the page size
 * @length: in: bytes, a multiple of the page size, at least 1 page
 * @resident: out: bytes of the range that are in RAM
 * @dirty: out: of these, bytes that would have to be written to swap before
 *	the memory could be used for something else. Pages that were read through
 *	a view and then written to count once the kernel has looked at the view's
 *	page table, which it does before it would drop them.
 * @huge: out: of these, bytes in huge pages
 * @swapped: out: bytes of the range that are only in swap
 */
struct ntsection_residence {
	__u32 size;
	__u32 flags;
	__u64 id;
	__u64 start;
	__u64 length;
	__u64 resident;
	__u64 dirty;
	__u64 huge;
	__u64 swapped;
};

/**
 * NTSECTION_IOC_CREATE - make a new section and its first handle
 *
 * On /dev/ntsection. Returns the handle, a file descriptor that the caller
 * owns and close()s; it is close-on-exec unless %NTSECTION_INHERIT is given.
 * With %NTSECTION_SEC_COMMIT the whole size is charged against the commit
 * limit (K-01), with %NTSECTION_SEC_RESERVE nothing (K-07).
 *
 * Errors, in the order of the checks:
 *
 * * %EFAULT: the argument is not readable
 * * %EINVAL: bad @size, unknown flag, @pad not 0, unknown access right
 * * %E2BIG: @size says more than this kernel knows, and the rest is not 0
 * * %EINVAL: attributes that do not go together or are unknown (C-21 to C-26)
 * * %ENOEXEC: %NTSECTION_SEC_IMAGE alone: there is no image file (C-25)
 * * %EOPNOTSUPP: large pages, and the kernel has none for shared memory
 * * %EINVAL: not exactly one page protection (C-15)
 * * %EINVAL: the section's size is 0 (C-05)
 * * %EFBIG: the section's size is above @maximum_size of the features (C-09),
 *   or above %NTSECTION_RESERVE_MAX for a reserve (C-11, C-12)
 * * %EINVAL: large pages, and the size is no multiple of theirs (C-29)
 * * %EINVAL: no such NUMA node
 * * %EPERM: large pages without CAP_IPC_LOCK (C-28)
 * * %EINVAL: a @mode without a name, or with bits that are not in 0666
 * * %ENAMETOOLONG: @name_length is above %NTSECTION_NAME_MAX
 * * %EFAULT: the name is not readable
 * * %EACCES: ``Global\`` without the capability
 * * %EINVAL: an empty name after a prefix; a leading backslash (N-22)
 * * %ENOTDIR: another backslash: there are no directories (N-21, N-25)
 * * %EMFILE: the process has no free descriptor
 * * %EEXIST: the name is known and %NTSECTION_OPEN_IF not given (N-09)
 * * %EACCES: the section that has the name does not allow its opening with
 *   @access (N-04), or @access is 0 (C-33)
 * * %EINTR: the caller was killed
 * * %ENFILE: the system has no free file
 * * %ENOMEM: the commit limit would be exceeded, or no kernel memory (C-10)
 * * %EFAULT: @existed is not writable. Until then the section was known by its
 *   name, and somebody may have opened it.
 */
#define NTSECTION_IOC_CREATE	_IO('N', 0x90)

/**
 * NTSECTION_IOC_FEATURES - tell what this module can do
 *
 * On /dev/ntsection and on every handle. Returns 0.
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure.
 */
#define NTSECTION_IOC_FEATURES	_IO('N', 0x91)

/**
 * NTSECTION_IOC_QUERY - describe a section
 *
 * On a handle with %NTSECTION_QUERY. Returns 0.
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure;
 *
 * * %EACCES: the handle lacks %NTSECTION_QUERY
 */
#define NTSECTION_IOC_QUERY	_IO('N', 0x92)

/**
 * NTSECTION_IOC_DUPLICATE - make another handle of a section
 *
 * On a handle; no right is needed. Returns the new handle, which the caller
 * owns; it is close-on-exec unless %NTSECTION_INHERIT is given. Unlike a
 * descriptor from dup(), it has an access of its own.
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure;
 *
 * * %EINVAL: unknown access right, or one given with %NTSECTION_SAME_ACCESS
 * * %EACCES: the source does not have every right that was asked for
 * * %EMFILE: the process has no free descriptor
 * * %ENFILE: the system has no free file
 * * %ENOMEM: no kernel memory
 */
#define NTSECTION_IOC_DUPLICATE	_IO('N', 0x93)

/**
 * NTSECTION_IOC_COMMIT - commit a range of a section
 *
 * On a handle with %NTSECTION_MAP_READ, _WRITE or _EXECUTE, or on
 * /dev/ntsection. Returns 0. From then on the pages can be touched in every
 * view; before, it is SIGSEGV, and EFAULT for system calls.
 * Each page is charged once, by whomever and however often it is committed
 * and stays committed. All pages are committed, or
 * none that was not before. On a %NTSECTION_SEC_COMMIT section nothing is left
 * to do.
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure;
 *
 * * %EINVAL: @length is 0
 * * %EACCES: the handle has none of the rights
 * * %ENXIO: the range is not inside the section, or not inside views
 * * %ENOMEM: the commit limit would be exceeded, or no kernel memory
 * * %EINTR: the caller was killed
 */
#define NTSECTION_IOC_COMMIT	_IO('N', 0x94)

/**
 * NTSECTION_IOC_EXTENT - tell how far a range is committed, or reserved
 *
 * On a handle with %NTSECTION_QUERY, or on /dev/ntsection. Returns 0.
 *
 * Errors: as of %NTSECTION_IOC_COMMIT, but for %ENOMEM and %EINTR.
 */
#define NTSECTION_IOC_EXTENT	_IO('N', 0x95)

/**
 * NTSECTION_IOC_RESET - say that the content of a range is not needed (M-01)
 *
 * On a handle with %NTSECTION_MAP_WRITE, or on /dev/ntsection for a shared
 * view that may write. Returns 0. The content stays until the memory is
 * needed; then the pages vanish, and none is written to swap. Each page reads
 * as it was or as zeros afterwards, in every view (M-02, M-03). What is
 * written after the call has returned is kept. What was in swap is dropped at
 * once. A huge page that is in the range with a part only stays as it is, and
 * the section gets no new huge pages from then on. The commit charge does not
 * change (K-12).
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure;
 *
 * * %EINVAL: @length is 0
 * * %EACCES: no right to write
 * * %ENXIO: the range is not inside the section, or not inside views
 * * %ENOMEM: no kernel memory; a part may be reset
 * * %EINTR: the caller was killed; a part may be reset
 */
#define NTSECTION_IOC_RESET	_IO('N', 0x96)

/**
 * NTSECTION_IOC_RESET_UNDO - say that a range is needed again (M-06)
 *
 * On a handle with %NTSECTION_MAP_WRITE, or on /dev/ntsection for a shared
 * view that may write. Returns 0 if nothing in the range was lost since
 * %NTSECTION_IOC_RESET; from then on it cannot be lost any more.
 *
 * Errors: as of %NTSECTION_IOC_RESET, and
 *
 * * %ENODATA: at least one page was lost and reads as zeros, or had been
 *   replaced since; the others are as safe as on success
 */
#define NTSECTION_IOC_RESET_UNDO _IO('N', 0x97)

/**
 * NTSECTION_IOC_OPEN - open a section by its name
 *
 * On /dev/ntsection. Returns the handle, which the caller owns.
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure;
 *
 * * %EINVAL: unknown access right
 * * %ENAMETOOLONG, %EFAULT, %EACCES, %EINVAL, %ENOTDIR: the name, as of
 *   %NTSECTION_IOC_CREATE; %EINVAL also for a name of no bytes
 * * %ENOENT: no section has the name (N-11)
 * * %EACCES: @access is 0 (C-33), or the section does not allow it
 * * %EMFILE, %ENFILE, %ENOMEM: as of %NTSECTION_IOC_CREATE
 */
#define NTSECTION_IOC_OPEN	_IO('N', 0x98)

/**
 * NTSECTION_IOC_HANDLE - describe a handle
 *
 * On a handle; no right is needed, since it tells nothing that the holder
 * could not find out by mapping views, and counts no pages. Returns 0.
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure.
 */
#define NTSECTION_IOC_HANDLE	_IO('N', 0x99)

/**
 * NTSECTION_IOC_REMAP - map what a view shows once more
 *
 * On /dev/ntsection. Returns 0. The new view is where the kernel finds room,
 * shared or copy-on-write whatever the old one is, and has no more rights than
 * the old one can have. No handle is needed: on NT a view becomes copy-on-write
 * by VirtualProtect (P-05), and the handle may be closed by then. mremap() moves
 * the new view over the old one, whose private copies go with it.
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure;
 *
 * * %EINVAL: @start or @length is not made of whole pages; @length is 0;
 *   unknown bits in @prot; @pad not 0
 * * %ENXIO: the range is not inside one view, or beyond the section's end
 * * %EACCES: the view cannot have these rights
 * * %ENOMEM: the commit limit would be exceeded (K-06); no address space; no
 *   kernel memory
 * * %EINTR: the caller was killed
 */
#define NTSECTION_IOC_REMAP	_IO('N', 0x9a)

/**
 * NTSECTION_IOC_LIST - list sections in the order of their numbers
 *
 * On /dev/ntsection. Returns 0. A caller sees what was made in his pid
 * namespace or one below it, and of that what he has made himself, what he may
 * open by its name, and with CAP_SYS_ADMIN or CAP_SYS_PTRACE in the user
 * namespace of whoever made it, all. Sections that are made and unmade
 * meanwhile may be told of or not; no section is told of twice, and one that is
 * there all the time is not left out.
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure; also
 *
 * * %EFAULT: @entries is not writable; some may be written
 * * %EINVAL: @count is 0, or @entry_size too small or above a page
 * * %EINTR: the caller was killed
 */
#define NTSECTION_IOC_LIST	_IO('N', 0x9b)

/**
 * NTSECTION_IOC_RESIDENCE - count which pages of a range are where
 *
 * On a handle with %NTSECTION_QUERY, or on /dev/ntsection for a section that
 * %NTSECTION_IOC_LIST tells the caller of. Returns 0. Takes time for the pages
 * that are there, and no lock. Pages that move meanwhile are counted once,
 * twice or not at all.
 *
 * Errors: %EFAULT, %EINVAL and %E2BIG as for every argument structure; also
 *
 * * %EINVAL: @start or @length is not made of whole pages; @length is 0; on a
 *   handle @id is not 0
 * * %EACCES: the handle lacks %NTSECTION_QUERY
 * * %ESRCH: there is no such section, or none that the caller may see
 * * %ENXIO: the range is not inside the section
 * * %EINTR: the caller was killed
 */
#define NTSECTION_IOC_RESIDENCE	_IO('N', 0x9c)

#endif /* _UAPI_LINUX_NTSECTION_H */
