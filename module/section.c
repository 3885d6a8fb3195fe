// SPDX-License-Identifier: GPL-2.0
/*
 * Section objects: the memory, its lifetime and the files that lead to it.
 *
 * A section is RAM and swap behind one shmem inode. Its size, protection and
 * attributes never change. It is reached through three kinds of struct file,
 * all over that same inode:
 *
 *  - A handle is what user space holds as a file descriptor. It carries the
 *    access that was granted to it. Copies of the descriptor (dup, fork,
 *    SCM_RIGHTS) are the same handle, NTSECTION_IOC_DUPLICATE makes another.
 *
 *  - A view file is never a descriptor. It is the vm_file of views, VMAs that
 *    is, so that a view keeps the memory but not the handle through which it
 *    was made: ->release() of a handle therefore runs at the last CloseHandle
 *    and not at the last unmap. A section has one view file for each access
 *    class, since a VMA's file decides what the VMA can become later.
 *
 *  - The file that shmem itself made. It becomes the first handle if that one
 *    may write, which saves a file for nearly every section, and goes away
 *    otherwise.
 *
 * Handles and view files hold a reference on the section, the section holds
 * one on the view files as long as there is a handle. The last handle breaks
 * this cycle. VMAs pin view files, view files pin the section, the section
 * pins the inode, and every file pins the module.
 *
 * What a section is made of is constant, the counts are atomic and the view
 * files are published with cmpxchg(): making, using and closing handles and
 * views takes no lock. The section's one lock serializes commit and reset:
 *
 *	section->lock
 *	  inode_lock of the section's inode, or of the file with its charge
 *	    folio lock
 *
 * It is never waited for in ->mmap(), in ->release() or in a fault, and nothing
 * touches user memory under it: it has no order against mmap_lock.
 *
 * The open mode of a file is the kernel's own protection: do_mmap() gives a
 * shared mapping of a read-only file neither VM_MAYWRITE nor VM_SHARED, and
 * this is what mprotect(), remap_file_pages(), userfaultfd, /proc/PID/mem and
 * get_user_pages() go by. Handle and view files are open for writing only if
 * they may write.
 */

#include <linux/anon_inodes.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/numa.h>
#include <linux/pid.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "compat.h"
#include "names.h"
#include "rules.h"
#include "section.h"
#include "trace.h"

/* A file of shmem's own, for what its operations do and ours borrow. */
static struct file *shmem_file_kept;

/*
 * The kernel's file operations whose ->open() fails with ENXIO. They are the
 * kernel's and not ours since an O_PATH descriptor can keep the inode for
 * longer than this module is loaded.
 */
static const struct file_operations *no_open_fops;

static struct kmem_cache *section_cache;

/* Learn what has no exported name: see above. */
static int learn_operations(void)
{
	static const struct file_operations probe_fops;
	struct file *file;

	file = anon_inode_getfile(NTSECTION_LABEL, &probe_fops, NULL, O_RDONLY);
	if (IS_ERR(file))
		return PTR_ERR(file);
	no_open_fops = file_inode(file)->i_fop;
	fput(file);
	if (!no_open_fops->open)
		return -EOPNOTSUPP;

	file = shmem_file_setup(NTSECTION_LABEL, 0, EMPTY_VMA_FLAGS);
	if (IS_ERR(file))
		return PTR_ERR(file);
	/* Each view would be an access to it. */
	file_inode(file)->i_flags |= S_NOATIME;
	shmem_file_kept = file;
	return 0;
}

int ntsection_section_init(void)
{
	int err;

	/* Sections of their own size: kmalloc() would round them up. */
	section_cache = KMEM_CACHE(ntsection, SLAB_ACCOUNT);
	if (!section_cache)
		return -ENOMEM;
	err = learn_operations();
	if (err)
		kmem_cache_destroy(section_cache);
	return err;
}

void ntsection_section_exit(void)
{
	fput(shmem_file_kept);
	kmem_cache_destroy(section_cache);
}

u64 ntsection_maximum_size(void)
{
	return round_down(MAX_LFS_FILESIZE, PAGE_SIZE);
}

/* Bytes of a large page, 0 if the kernel has none for shmem. */
u64 ntsection_large_page_size(void)
{
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	if (has_transparent_hugepage())
		return HPAGE_PMD_SIZE;
#endif
	return 0;
}

/* The attributes that a section can have on this kernel. */
u32 ntsection_attributes(void)
{
	u32 attributes = NTSECTION_ATTRIBUTES;

	if (!ntsection_large_page_size())
		attributes &= ~NTSECTION_SEC_LARGE_PAGES;
	return attributes;
}

/*
 * Leave no way to the pages but ours: reopening through /proc/PID/fd or
 * map_files fails, the size is sealed (the commit charge is computed from it),
 * and neither mode, owner nor times can be changed, so that nobody gains
 * permissions on the inode. A section has no times: not keeping them also
 * takes work off every first write to a page.
 */
static void ntsection_inode_close(struct inode *inode)
{
	inode->i_fop = no_open_fops;
	inode->i_mode &= ~0777;
	inode->i_flags |= S_IMMUTABLE | S_NOATIME | S_NOCMTIME;
	SHMEM_I(inode)->seals |= F_SEAL_SEAL | F_SEAL_GROW | F_SEAL_SHRINK;
}

/* Make the shmem file of a section, charged with @size bytes. */
static struct file *ntsection_base_file(const struct ntsection_kind *kind,
					const struct ntsection_name *name,
					u64 size)
{
	bool large = kind->attributes & NTSECTION_SEC_LARGE_PAGES;
	char label[NTSECTION_LABEL_SIZE];
	struct vfsmount *mount;
	const char *text;
	struct file *file;
	int locked;

	text = ntsection_label(name, label);
	locked = ntsection_limit_begin(size);
	if (locked < 0)
		return ERR_PTR(locked);

	/* No VM_NORESERVE: the whole size is charged here and now (K-01). */
	if (large || kind->node != NUMA_NO_NODE) {
		mount = ntsection_mount(large, kind->node);
		file = IS_ERR(mount) ? ERR_CAST(mount) :
		       shmem_file_setup_with_mnt(mount, text, size,
						 EMPTY_VMA_FLAGS);
	} else {
		file = shmem_file_setup(text, size, EMPTY_VMA_FLAGS);
	}

	ntsection_limit_end(locked, IS_ERR(file) ? 0 : size);
	/* Shmem says ENOSPC when it finds no memory for an inode. */
	return file == ERR_PTR(-ENOSPC) ? ERR_PTR(-ENOMEM) : file;
}

/* Remember who makes a section. */
static void ntsection_set_creator(struct ntsection *section)
{
	section->cred = get_current_cred();
	section->creator = get_task_pid(current, PIDTYPE_TGID);
	BUILD_BUG_ON(sizeof(section->command) != sizeof(current->comm));
	/* No lock: one that changes now may come out mixed, but it ends. */
	data_race(memcpy(section->command, current->group_leader->comm,
			 sizeof(section->command)));
	section->created = ktime_get_boottime_ns();
}

/*
 * Make a section that has one reference and counts one handle, both for the
 * handle with @access that the caller makes now. It owns @name, unless the call
 * fails. *@base is shmem's file: the caller adopts or drops it.
 */
struct ntsection *ntsection_section_new(const struct ntsection_kind *kind,
					struct ntsection_name *name, u32 access,
					struct file **base)
{
	bool reserve = kind->attributes & NTSECTION_SEC_RESERVE;
	struct ntsection *section;
	struct file *file;

	section = kmem_cache_zalloc(section_cache, GFP_KERNEL);
	if (!section)
		return ERR_PTR(-ENOMEM);

	file = ntsection_base_file(kind, name, reserve ? 0 : kind->size);
	if (IS_ERR(file)) {
		kmem_cache_free(section_cache, section);
		return ERR_CAST(file);
	}

	if (reserve)
		ntsection_reserve_init(file_inode(file), kind->size);
	ntsection_inode_close(file_inode(file));

	kref_init(&section->ref);
	refcount_set(&section->handles, 1);
	section->size = kind->size;
	section->protection = kind->protection;
	section->attributes = kind->attributes;
	section->inode = file_inode(file);
	ihold(section->inode);
	section->mnt = file->f_path.mnt;
	section->first.section = section;
	section->first.access = access;
	mutex_init(&section->lock);
	ntsection_bits_init(&section->committed);
	ntsection_bits_init(&section->reset);
	ntsection_set_creator(section);
	section->name = name;
	ntsection_list_add(section);
	*base = file;
	return section;
}

/* Bytes that are charged for a section. */
u64 ntsection_committed(const struct ntsection *section)
{
	/* Without the lock: a commit that has not ended counts, or not. */
	if (section->attributes & NTSECTION_SEC_RESERVE)
		return READ_ONCE(section->committed_pages) << PAGE_SHIFT;
	return section->size;
}

/* Bytes in RAM. */
u64 ntsection_resident(const struct ntsection *section)
{
	/* A count that is a moment old is what the caller gets anyway. */
	return (u64)data_race(section->inode->i_mapping->nrpages) << PAGE_SHIFT;
}

/* Bytes in swap. */
u64 ntsection_swapped(const struct ntsection *section)
{
	/* As above. */
	return (u64)data_race(SHMEM_I(section->inode)->swapped) << PAGE_SHIFT;
}

static void ntsection_free(struct kref *ref)
{
	struct ntsection *section = container_of(ref, struct ntsection, ref);

	trace_ntsection_destroy(section);
	ntsection_list_remove(section);
	ntsection_limit_release(ntsection_committed(section));
	if (section->attributes & NTSECTION_SEC_RESERVE)
		ntsection_reserve_release(section);
	/* Shmem frees the memory policy of regular files only. */
	section->inode->i_mode |= S_IFREG;
	ntsection_bits_destroy(&section->committed);
	ntsection_bits_destroy(&section->reset);
	mutex_destroy(&section->lock);
	ntsection_name_free(section->name);
	put_pid(section->creator);
	put_cred(section->cred);
	iput(section->inode);
	kmem_cache_free(section_cache, section);
}

void ntsection_put(struct ntsection *section)
{
	kref_put(&section->ref, ntsection_free);
}

/* The mapping rights that are left of @access under the protection. */
u32 ntsection_map_access(const struct ntsection *section, u32 access)
{
	return access & ntsection_protection_access(section->protection);
}

/*
 * A grant takes over one reference of the caller's on @section. They do not
 * change, so most files do with the first one.
 */
static struct ntsection_grant *ntsection_grant_new(struct ntsection *section,
						   u32 access)
{
	struct ntsection_grant *grant;

	if (access == section->first.access)
		return &section->first;

	grant = kmalloc(sizeof(*grant), GFP_KERNEL_ACCOUNT);
	if (!grant)
		return NULL;
	grant->section = section;
	grant->access = access;
	return grant;
}

void ntsection_grant_free(struct ntsection_grant *grant)
{
	struct ntsection *section = grant->section;

	if (grant != &section->first)
		kfree(grant);
	ntsection_put(section);
}

/*
 * Make a handle file or a view file with @access over the section's inode.
 * It takes a reference of its own on the section.
 */
struct file *ntsection_file_new(struct ntsection *section, u32 access,
				const struct file_operations *fops)
{
	u32 map_access = ntsection_map_access(section, access);
	char label[NTSECTION_LABEL_SIZE];
	struct ntsection_grant *grant;
	struct file *file;

	grant = ntsection_grant_new(section, access);
	if (!grant)
		return ERR_PTR(-ENOMEM);

	/* The file will own these, fput() gives the module's back. */
	kref_get(&section->ref);
	ihold(section->inode);
	__module_get(fops->owner);

	file = alloc_file_pseudo(section->inode, section->mnt,
				 ntsection_label(section->name, label),
				 map_access & NTSECTION_MAP_WRITE ? O_RDWR :
								    O_RDONLY,
				 fops);
	if (IS_ERR(file)) {
		module_put(fops->owner);
		iput(section->inode);
		ntsection_grant_free(grant);
		return file;
	}

	file->private_data = grant;
	return file;
}

/*
 * Turn shmem's file, which is open for reading and writing, into the first
 * handle. It takes over one reference of the caller's on the section.
 */
void ntsection_file_adopt(struct ntsection *section, struct file *base,
			  const struct file_operations *fops)
{
	__module_get(fops->owner);
	base->f_op = fops;
	/* What shmem's operations could do and ours cannot. */
	base->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE |
			  FMODE_CAN_READ | FMODE_CAN_WRITE);
	base->private_data = &section->first;
}

/* Fill in all of @query but the fields that the caller gave. */
void ntsection_describe(const struct ntsection_grant *grant,
			struct ntsection_query *query)
{
	const struct ntsection *section = grant->section;

	query->id = section->id;
	query->maximum_size = section->size;
	query->committed = ntsection_committed(section);
	query->resident = ntsection_resident(section);
	query->swapped = ntsection_swapped(section);
	query->protection = section->protection;
	query->attributes = section->attributes;
	query->access = grant->access;
	query->pad = 0;
}

/*
 * Let shmem set up a VMA. All that this takes from the file is that it has no
 * name in the file system, so one file will do for all sections.
 */
int ntsection_shmem_mmap(struct vm_area_struct *vma)
{
	return vfs_mmap(shmem_file_kept, vma);
}

/*
 * Drop the pages in [@first, @end) of the page cache and of swap, with
 * shmem's own hole punching, which knows how to wait for faults.
 */
int ntsection_shmem_punch(struct file *file, u64 first, u64 end)
{
	return shmem_file_kept->f_op->fallocate(file, FALLOC_FL_PUNCH_HOLE |
						FALLOC_FL_KEEP_SIZE,
						first << PAGE_SHIFT,
						(end - first) << PAGE_SHIFT);
}
