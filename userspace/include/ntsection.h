/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection: NT section objects backed by the paging file.
 *
 * A thin, thread-safe layer over /dev/ntsection. It adds what NT does and
 * mmap() does not: views lie on 64 KiB boundaries and own whole 64 KiB blocks
 * of address space, are found by any address inside them, and reach to the end
 * of the section on request.
 *
 * A handle is a file descriptor. It can be inherited, sent over a socket with
 * SCM_RIGHTS and closed with close(). Every function can be used in any
 * thread, and after fork() in the child, which has all views and handles of
 * its parent. None is safe inside a signal handler but ntsection_close().
 *
 * Row ids in brackets (V-01 ...) name the NT behaviours that
 * Documentation/conformance.md lists.
 */
#ifndef NTSECTION_H
#define NTSECTION_H

#include <stddef.h>
#include <stdint.h>
#include <linux/ntsection.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * NTSECTION_GRANULARITY - boundary in bytes of views and their offsets
 */
#define NTSECTION_GRANULARITY	0x10000

/**
 * NTSECTION_COPY - ntsection_map(): writes go to private copies of pages
 */
#define NTSECTION_COPY		0x00000001
/**
 * NTSECTION_UNMAP - ntsection_map(): a child of fork() does not have the view;
 * its place is free there (H-06, NT's ViewUnmap)
 */
#define NTSECTION_UNMAP		0x00000002
/**
 * NTSECTION_REPLACE - ntsection_map(): the view replaces what is at @base,
 * which is the caller's, as a reservation made by mmap() with PROT_NONE is.
 * Base and offset are multiples of the page size then, and the view takes no
 * more address space than its size (V-03).
 */
#define NTSECTION_REPLACE	0x00000004
/**
 * NTSECTION_CHECKED - ntsection_map(): the caller knows that @section is one,
 * from ntsection_handle() say, and which @size the view has; it is not asked
 * again. Any other descriptor that can be mapped is mapped then.
 */
#define NTSECTION_CHECKED	0x00000008

/**
 * struct ntsection_options - how ntsection_create() makes a section
 * @protection: the most that any view may have, one NTSECTION_PAGE_* value;
 *	0 means %NTSECTION_PAGE_READWRITE
 * @attributes: NTSECTION_SEC_* bits; 0 means %NTSECTION_SEC_COMMIT
 * @access: rights of the handle, NTSECTION_QUERY ... bits; none is a legal
 *	value, so there is no default here
 * @flags: %NTSECTION_INHERIT, %NTSECTION_OPEN_IF, %NTSECTION_CASE_INSENSITIVE,
 *	%NTSECTION_PREFERRED_NODE
 * @name: bytes of the name, with or without ``Local\`` or ``Global\``; NULL for
 *	a section without a name
 * @name_length: their number; 0 if @name ends with a NUL, which is not part of
 *	the name
 * @mode: who may open the section by its name, as the permission bits of a
 *	file to read and write; 0 means 0600
 * @node: with %NTSECTION_PREFERRED_NODE the NUMA node to take pages from
 * @existed: where to write 1 if the handle is of a section that had the name
 *	already, 0 if it is of a new one; NULL if that does not matter
 */
struct ntsection_options {
	uint32_t protection;
	uint32_t attributes;
	uint32_t access;
	uint32_t flags;
	const char *name;
	size_t name_length;
	uint32_t mode;
	uint32_t node;
	uint32_t *existed;
};

/**
 * struct ntsection_view - a view of this process
 * @base: first byte, a multiple of %NTSECTION_GRANULARITY
 * @size: bytes, a multiple of the page size
 * @offset: where in the section @base is, in bytes, a multiple of
 *	%NTSECTION_GRANULARITY
 */
struct ntsection_view {
	void *base;
	size_t size;
	uint64_t offset;
};

/**
 * ntsection_version - version of the library
 *
 * Return: a string such as "0.1.0" that is never freed.
 */
const char *ntsection_version(void);

/**
 * ntsection_open - open /dev/ntsection
 *
 * One descriptor serves any number of ntsection_create() calls and threads.
 * It is close-on-exec.
 *
 * Return: a file descriptor that the caller owns and closes, or -1 with errno:
 * %ENOENT or %ENXIO if the module is not loaded, %EACCES if the administrator
 * took the right away, %EMFILE, %ENFILE, %ENOMEM.
 */
int ntsection_open(void);

/**
 * ntsection_features - tell what the module can do
 * @fd: a descriptor from ntsection_open(), or any handle
 * @features: where to; @features->size is set by the function
 *
 * Return: 0, or -1 with errno: %EBADF, %ENOTTY if @fd is neither.
 */
int ntsection_features(int fd, struct ntsection_features *features);

/**
 * ntsection_create - create a section
 * @device: a descriptor from ntsection_open(), or -1 to open and close one
 *	for this call
 * @size: bytes, from 1 to @maximum_size of struct ntsection_features; rounded
 *	up to the page size (C-07)
 * @options: how, or NULL for a readable and writable section and a handle with
 *	%NTSECTION_QUERY, %NTSECTION_MAP_READ and %NTSECTION_MAP_WRITE
 *
 * With %NTSECTION_SEC_COMMIT the whole size is charged against the commit
 * limit at once (K-01), with %NTSECTION_SEC_RESERVE what ntsection_commit()
 * commits (K-07). It is given back when the last handle and the last view are
 * gone (K-08). No page exists before it is touched (L-09); then it is zero
 * (C-13). A name goes with the last handle (N-27).
 *
 * Return: a handle that the caller owns, or -1 with errno as of
 * %NTSECTION_IOC_CREATE: %EINVAL for a size of 0 or unknown or conflicting
 * options, %EFBIG for a size above the maximum, %EOPNOTSUPP and %ENOEXEC for
 * attributes that NT has and the kernel has not, %EPERM for large pages without
 * CAP_IPC_LOCK, %EEXIST for a known name without %NTSECTION_OPEN_IF, %EACCES if
 * its section does not allow the access, %ENOTDIR and %ENAMETOOLONG for a bad
 * name, %ENOMEM if the commit limit would be exceeded, %EMFILE, %ENFILE; as of
 * ntsection_open() if @device is -1; %EBADF or %ENOTTY if @device is no such
 * descriptor.
 */
int ntsection_create(int device, uint64_t size,
		     const struct ntsection_options *options);

/**
 * ntsection_open_named - open a section by its name
 * @device: a descriptor from ntsection_open(), or -1 to open and close one
 *	for this call
 * @name: bytes of the name, as of struct ntsection_options
 * @name_length: their number; 0 if @name ends with a NUL
 * @access: rights of the handle, at least one
 * @flags: %NTSECTION_INHERIT, %NTSECTION_CASE_INSENSITIVE
 *
 * Return: a handle that the caller owns, or -1 with errno: %ENOENT if no
 * section has the name (N-11), %EACCES if it does not allow the access,
 * %EINVAL, %ENOTDIR and %ENAMETOOLONG for a bad name, %EMFILE, %ENFILE,
 * %ENOMEM; as of ntsection_open() if @device is -1; %EBADF, %ENOTTY.
 */
int ntsection_open_named(int device, const char *name, size_t name_length,
			 uint32_t access, unsigned int flags);

/**
 * ntsection_duplicate - make another handle of the same section
 * @section: a handle; stays open
 * @access: rights of the new handle, a subset of @section's, 0 included
 * @flags: %NTSECTION_INHERIT; %NTSECTION_SAME_ACCESS with an @access of 0
 *
 * Return: a handle that the caller owns, or -1 with errno: %EACCES if @section
 * lacks a right, %EINVAL for unknown bits, %EMFILE, %ENFILE, %ENOMEM, %EBADF,
 * %ENOTTY if @section is no handle.
 */
int ntsection_duplicate(int section, uint32_t access, unsigned int flags);

/**
 * ntsection_query - describe a section
 * @section: a handle with %NTSECTION_QUERY
 * @query: where to; @query->size and @query->flags are set by the function
 *
 * Return: 0, or -1 with errno: %EACCES without the right, %EBADF,
 * %ENOTTY if @section is no handle.
 */
int ntsection_query(int section, struct ntsection_query *query);

/**
 * ntsection_handle - describe a handle
 * @section: a handle with any rights, or none
 * @handle: where to; @handle->size and @handle->flags are set by the function
 *
 * Unlike ntsection_query() it needs no right, and counts no pages. Two handles
 * are of one section if and only if @handle->id is equal.
 *
 * Return: 0, or -1 with errno: %EBADF, %ENOTTY if @section is no handle.
 */
int ntsection_handle(int section, struct ntsection_handle *handle);

/**
 * ntsection_commit - commit a range of a SEC_RESERVE section
 * @fd: a handle with a right to map; or a descriptor from ntsection_open()
 * @start: with a handle the offset of the first byte; with the device its
 *	address in a view of the section, for which no handle is needed
 * @length: bytes, at least 1; the range is rounded outwards to pages
 *
 * The pages can be touched in every view from then on. Each is charged
 * once and stays committed.
 *
 * Return: 0, or -1 with errno: %EINVAL for a @length of 0, %EACCES without a
 * right, %ENXIO if the range is not inside the section or not in views, %ENOMEM
 * if the commit limit would be exceeded, which changes nothing, %EINTR
 * if the process was killed, %EBADF, %ENOTTY.
 */
int ntsection_commit(int fd, uint64_t start, uint64_t length);

/**
 * ntsection_extent - tell how far a range is committed, or reserved
 * @fd: a handle with %NTSECTION_QUERY; or a descriptor from ntsection_open()
 * @start: as of ntsection_commit()
 * @length: bytes to look at, at least 1
 * @extent: where to; @extent->length and @extent->committed tell it
 *
 * Return: 0, or -1 with errno as of ntsection_commit(), but for %ENOMEM.
 */
int ntsection_extent(int fd, uint64_t start, uint64_t length,
		     struct ntsection_extent *extent);

/**
 * ntsection_reset - say that the content of a range is not needed (M-01)
 * @fd: a handle with %NTSECTION_MAP_WRITE; or a descriptor from
 *	ntsection_open()
 * @start: as of ntsection_commit(); with the device in a shared view that may
 *	write
 * @length: bytes, at least 1; the range is rounded outwards to pages
 *
 * The content stays until the memory is needed; then the pages vanish without
 * being written to swap, and read as zeros (M-02). What is written after the
 * call is kept.
 *
 * Return: 0, or -1 with errno as of ntsection_commit(); %ENOMEM is a lack of
 * kernel memory.
 */
int ntsection_reset(int fd, uint64_t start, uint64_t length);

/**
 * ntsection_reset_undo - say that a range is needed again (M-06)
 * @fd: as of ntsection_reset()
 * @start: as of ntsection_reset()
 * @length: bytes, at least 1; the range is rounded outwards to pages
 *
 * Return: 0 if nothing was lost; -1 with errno %ENODATA if a page was, or as of
 * ntsection_reset().
 */
int ntsection_reset_undo(int fd, uint64_t start, uint64_t length);

/**
 * ntsection_list - list sections that the caller may see
 * @device: a descriptor from ntsection_open(), or -1 to open and close one
 *	for this call
 * @cursor: where the listing stands; *@cursor is 0 for the begin, and is
 *	moved on for the next call
 * @entries: where to
 * @count: how many @entries has room for, at least 1
 *
 * Who sees what, and what happens to sections that come and go meanwhile, is
 * said at %NTSECTION_IOC_LIST.
 *
 * Return: entries written, 0 at the end of the list; -1 with errno: %EINVAL for
 * a @count of 0, %EINTR if the process was killed, %ENOTTY if @device is no such
 * descriptor or the module is too old to list, %EBADF; as of ntsection_open() if
 * @device is -1.
 */
int ntsection_list(int device, uint64_t *cursor,
		   struct ntsection_entry *entries, unsigned int count);

/**
 * ntsection_residence - count which pages of a range are where
 * @fd: a handle with %NTSECTION_QUERY; or a descriptor from ntsection_open()
 * @id: with the device the section's number; with a handle 0
 * @start: first byte in the section, a multiple of the page size
 * @length: bytes, a multiple of the page size, at least 1 page
 * @residence: where to; all but the results is set by the function
 *
 * Return: 0, or -1 with errno: %EINVAL for a range that is not made of whole
 * pages, %EACCES without the right, %ESRCH if there is no such section that the
 * caller may see, %ENXIO if the range is not inside the section, %EINTR if the
 * process was killed, %EBADF, %ENOTTY.
 */
int ntsection_residence(int fd, uint64_t id, uint64_t start, uint64_t length,
			struct ntsection_residence *residence);

/**
 * ntsection_close - close a handle
 * @section: the handle
 *
 * Views stay (H-04). The same as close().
 *
 * Return: 0, or -1 with errno %EBADF.
 */
int ntsection_close(int section);

/**
 * ntsection_map - map a view of a section
 * @section: a handle with the rights that the view needs:
 *	%NTSECTION_MAP_WRITE to write, %NTSECTION_MAP_READ to read, to copy or
 *	for a view without access, %NTSECTION_MAP_EXECUTE to execute
 * @base: where, a multiple of %NTSECTION_GRANULARITY, or NULL for anywhere
 * @offset: first byte in the section, a multiple of %NTSECTION_GRANULARITY
 * @size: bytes, rounded up to the page size; 0 for all to the end (V-06)
 * @prot: PROT_READ, PROT_WRITE, PROT_EXEC OR'ed, or PROT_NONE
 * @flags: %NTSECTION_COPY for a copy-on-write view, %NTSECTION_UNMAP,
 *	%NTSECTION_REPLACE, %NTSECTION_CHECKED
 *
 * The view takes whole blocks of %NTSECTION_GRANULARITY bytes of address
 * space; what the last block has beyond the view is not accessible (V-08).
 * With a @base the view is there or nowhere; nothing is ever replaced (V-15)
 * but with %NTSECTION_REPLACE, and then not if the call fails.
 * The view lives on when @section is closed.
 *
 * Return: the base, which the caller gives back with ntsection_unmap(), or
 * NULL with errno: %EINVAL for a misaligned @base or @offset, unknown @flags
 * or @prot, a @size above the address space, or 0 with %NTSECTION_CHECKED
 * (V-01, V-02); %EACCES if the
 * handle or the section's protection does not allow the view; %ENXIO if it
 * does not lie in the section (V-10); %EEXIST if something is at @base;
 * %ENOMEM; %EBADF; %ENOTTY if @section is no handle.
 */
void *ntsection_map(int section, void *base, uint64_t offset, size_t size,
		    int prot, unsigned int flags);

/**
 * ntsection_unmap - unmap a view
 * @address: any address inside the view (V-25)
 *
 * Return: 0, or -1 with errno %EINVAL if there is no view (V-26, V-27).
 */
int ntsection_unmap(void *address);

/**
 * ntsection_unmap_reserve - unmap a view and keep its place
 * @address: any address inside the view
 *
 * The address space that the view took is reserved afterwards, without access,
 * and is the caller's: for ntsection_map() with %NTSECTION_REPLACE, or for
 * munmap(). Nobody else can get it in between.
 *
 * Return: 0, or -1 with errno %EINVAL if there is no view; %ENOMEM, and then the
 * memory is still mapped, and the caller's to munmap().
 */
int ntsection_unmap_reserve(void *address);

/**
 * ntsection_remap - make a part of a view shared, or copy-on-write
 * @device: a descriptor from ntsection_open(), or -1 to open and close one
 *	for this call
 * @address: first byte, a multiple of the page size, inside a view
 * @size: bytes, a multiple of the page size, all inside the view
 * @prot: PROT_READ, PROT_WRITE, PROT_EXEC OR'ed, or PROT_NONE
 * @flags: %NTSECTION_COPY for copy-on-write, 0 for shared
 *
 * The range shows the section as it is: private copies that it had are lost,
 * as are locks and advice on its pages. No handle is needed; what the view may
 * have, mprotect() and this together, is settled when it is mapped (P-05).
 *
 * Return: 0, or -1 with errno, and the view is as before: %EINVAL if @address
 * is in no view, or for a range that is not made of whole pages, unknown @flags
 * or @prot; %ENXIO if the range leaves the view; %EACCES if the view cannot have
 * these rights; %ENOMEM if the commit limit would be exceeded (K-06) or for lack
 * of memory; as of ntsection_open() if @device is -1; %EBADF, %ENOTTY.
 */
int ntsection_remap(int device, void *address, size_t size, int prot,
		    unsigned int flags);

/**
 * ntsection_find_view - find the view that an address lies in
 * @address: any address
 * @view: where to
 *
 * Return: 0, or -1 with errno %EINVAL if there is no view.
 */
int ntsection_find_view(const void *address, struct ntsection_view *view);

/**
 * ntsection_page_out - advise that a range is not needed in RAM for a while
 * @address: first byte, inside a view; rounded down to the page
 * @size: bytes; the end is rounded up to the page; 0 for all to the end of
 *	the view
 *
 * Pages that only this process maps go to swap now. Advice: pages stay that
 * other processes map, that this process never touched, that are locked, for
 * which there is no swap, and all of them if the caller is neither of the user
 * who made the section nor has CAP_FOWNER. Nothing is lost.
 *
 * Return: 0, or -1 with errno: %EINVAL if the range is not inside one view.
 */
int ntsection_page_out(void *address, size_t size);

/**
 * ntsection_prefetch - advise that a range will be needed in RAM soon
 * @address: first byte, inside a view; rounded down to the page
 * @size: bytes; the end is rounded up to the page; 0 for all to the end of
 *	the view
 *
 * Starts to read back what is in swap and does not wait for it.
 *
 * Return: 0, or -1 with errno: %EINVAL if the range is not inside one view.
 */
int ntsection_prefetch(void *address, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_H */
