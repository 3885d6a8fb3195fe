/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Internal interfaces. The object model stands at the top of section.c.
 */
#ifndef _NTSECTION_SECTION_H
#define _NTSECTION_SECTION_H

#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/ntsection.h>

#include "bits.h"

struct module;
struct ntsection_name;
struct seq_file;
struct vm_area_struct;

/* View files differ in these bits; each combination is one access class. */
#define NTSECTION_CLASS_WRITE	0x1
#define NTSECTION_CLASS_EXECUTE	0x2
#define NTSECTION_CLASSES	4

/**
 * struct ntsection_grant - private data of a handle file or a view file
 * @section: the section; the file holds a reference
 * @access: granted access, constant
 */
struct ntsection_grant {
	struct ntsection *section;
	u32 access;
};

/**
 * struct ntsection - a section object
 * @ref: one for every handle file and every view file
 * @handles: number of handle files; never rises again from 0
 * @node: in the tree of all sections; under that tree's lock
 * @id: the section's number, see struct ntsection_query
 * @size: bytes, a multiple of the page size
 * @protection: NTSECTION_PAGE_* value
 * @attributes: NTSECTION_SEC_* bits
 * @inode: the shmem inode that holds the pages
 * @name: its name, or NULL; constant once the first handle is published, owned
 *	by the section, in the tree of names as long as there is a handle
 * @mnt: shmem's internal mount, which outlives every module
 * @views: view file of each access class, made on first use. Set once with
 *	cmpxchg() by whoever holds a handle. There is a reference for each until
 *	the last handle is gone; then the pointer is good for counting views
 *	under RCU, until the file's release clears it.
 * @first: grant of the first handle, and of all files that may do the same
 * @cred: of whoever made it
 * @creator: his process
 * @command: its name
 * @created: when, in nanoseconds of CLOCK_BOOTTIME
 * @lock: serializes commit and reset; protects what follows
 * @committed: pages that are committed; SEC_RESERVE only. Read without @lock.
 * @committed_pages: their number. Read without @lock.
 * @charges: files whose sizes are the charge for them, chained through
 *	private_data, the last first; SEC_RESERVE only
 * @reset: pages that were there when NTSECTION_IOC_RESET was called on them
 *
 * What stands before @lock, but for the counts, @node and @views, is constant
 * once the first handle exists.
 */
struct ntsection {
	struct kref ref;
	refcount_t handles;
	struct rb_node node;
	u64 id;
	u64 size;
	u32 protection;
	u32 attributes;
	struct inode *inode;
	struct vfsmount *mnt;
	struct ntsection_name *name;
	struct file *views[NTSECTION_CLASSES];
	struct ntsection_grant first;
	const struct cred *cred;
	struct pid *creator;
	char command[TASK_COMM_LEN];
	u64 created;
	struct mutex lock;	/* commit and reset, see above */
	struct ntsection_bits committed;
	u64 committed_pages;
	struct file *charges;
	struct ntsection_bits reset;
};

/**
 * struct ntsection_kind - what a new section is to be
 * @size: bytes, a multiple of the page size
 * @protection: NTSECTION_PAGE_* value
 * @attributes: NTSECTION_SEC_* bits, checked
 * @node: preferred NUMA node, or NUMA_NO_NODE
 */
struct ntsection_kind {
	u64 size;
	u32 protection;
	u32 attributes;
	int node;
};

/**
 * struct ntsection_shown - what views show at an address
 * @file: view file there
 * @offset: bytes from the section's begin
 * @one_file: it is the view file of the whole range
 * @readable: the views may be readable, all of them
 * @writable: the views may write to the section, all of them
 */
struct ntsection_shown {
	struct file *file;
	u64 offset;
	bool one_file;
	bool readable;
	bool writable;
};

/* section.c */
int ntsection_section_init(void);
void ntsection_section_exit(void);
struct ntsection *ntsection_section_new(const struct ntsection_kind *kind,
					struct ntsection_name *name, u32 access,
					struct file **base);
u64 ntsection_committed(const struct ntsection *section);
u64 ntsection_resident(const struct ntsection *section);
u64 ntsection_swapped(const struct ntsection *section);
void ntsection_put(struct ntsection *section);
u32 ntsection_map_access(const struct ntsection *section, u32 access);
struct file *ntsection_file_new(struct ntsection *section, u32 access,
				const struct file_operations *fops);
void ntsection_file_adopt(struct ntsection *section, struct file *base,
			  const struct file_operations *fops);
void ntsection_grant_free(struct ntsection_grant *grant);
void ntsection_describe(const struct ntsection_grant *grant,
			struct ntsection_query *query);
int ntsection_shmem_mmap(struct vm_area_struct *vma);
int ntsection_shmem_punch(struct file *file, u64 first, u64 end);
u64 ntsection_maximum_size(void);
u64 ntsection_large_page_size(void);
u32 ntsection_attributes(void);

/* handle.c */
int ntsection_handle_create(const struct ntsection_create *args,
			    void __user *user_args);
int ntsection_handle_open(const struct ntsection_open *args);

/* view.c */
int ntsection_view_map(const struct ntsection_grant *grant,
		       struct vm_area_struct *vma);
void ntsection_views_release(struct ntsection *section);
u32 ntsection_views_count(const struct ntsection *section);
bool ntsection_file_is_view(const struct file *file);

/* list.c */
void ntsection_list_add(struct ntsection *section);
void ntsection_list_remove(struct ntsection *section);
struct ntsection *ntsection_list_get(u64 id);
int ntsection_list(void __user *user_args);

/* residence.c */
int ntsection_residence(const struct ntsection_grant *grant,
			void __user *user_args);

/* reserve.c */
void ntsection_reserve_init(struct inode *inode, u64 size);
void ntsection_reserve_map(struct vm_area_struct *vma);
void ntsection_reserve_release(struct ntsection *section);
int ntsection_commit(struct ntsection *section, u64 first, u64 end);

/* reset.c */
int ntsection_reset(struct ntsection *section, struct file *file, u64 first,
		    u64 end);
int ntsection_reset_undo(struct ntsection *section, u64 first, u64 end);

/* limit.c */
int ntsection_limit_begin(u64 bytes);
void ntsection_limit_end(int locked, u64 bytes);
void ntsection_limit_release(u64 bytes);
bool ntsection_limit_allows_copies(void);
void ntsection_limit_exit(void);

/* mounts.c */
struct vfsmount *ntsection_mount(bool large, int node);
void ntsection_mounts_exit(void);

/* range.c */
long ntsection_range_ioctl(struct file *handle, unsigned int cmd,
			   void __user *user_args);

/* shown.c */
int ntsection_find_shown(struct ntsection_shown *shown, u64 start, u64 length);

/* remap.c */
int ntsection_remap(void __user *user_args);

/* args.c */
int ntsection_args_get(void *args, size_t known, size_t least,
		       const void __user *user_args);
int ntsection_args_put(void __user *user_args, const void *args, size_t known);

/* main.c */
int ntsection_features(void __user *user_args);

#endif /* _NTSECTION_SECTION_H */
