// SPDX-License-Identifier: GPL-2.0
/*
 * Views: mapping a section, and the view files that the VMAs keep.
 *
 * Shmem does all the work of a view (faults, swap, huge pages, copy-on-write,
 * NUMA policy, mlock) with its own vm_operations: no access to a view of a
 * SEC_COMMIT section ever runs code of this module.
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "compat.h"
#include "rules.h"
#include "section.h"
#include "trace.h"

static const struct file_operations ntsection_view_fops;

/* Check that a VMA stays inside the section and inside the access. */
static int ntsection_view_check(const struct ntsection_grant *grant,
				const struct vm_area_struct *vma)
{
	const struct ntsection *section = grant->section;
	u32 access = ntsection_map_access(section, grant->access);
	unsigned int view = 0;

	if (vma->vm_flags & VM_READ)
		view |= NTSECTION_VIEW_READ;
	if (vma->vm_flags & VM_WRITE)
		view |= NTSECTION_VIEW_WRITE;
	if (vma->vm_flags & VM_EXEC)
		view |= NTSECTION_VIEW_EXECUTE;
	/* Not VM_SHARED, which a shared map of a read-only file lacks too. */
	if (!(vma->vm_flags & VM_MAYSHARE))
		view |= NTSECTION_VIEW_COPY;

	if (ntsection_view_access(view) & ~access)
		return -EACCES;

	return ntsection_check_range((u64)vma->vm_pgoff << PAGE_SHIFT,
				     vma->vm_end - vma->vm_start,
				     section->size);
}

/* Set up a VMA that was checked. */
static int ntsection_view_setup(const struct ntsection_grant *grant,
				struct vm_area_struct *vma)
{
	u32 access = ntsection_map_access(grant->section, grant->access);
	int err;

	err = ntsection_shmem_mmap(vma);
	if (err)
		return err;

	/* The kernel has charged the view's copies already (K-05). */
	if (vma->vm_flags & VM_ACCOUNT && !ntsection_limit_allows_copies())
		return -ENOMEM;

	if (grant->section->attributes & NTSECTION_SEC_RESERVE)
		ntsection_reserve_map(vma);

	/*
	 * Take away what mprotect() must not give later. Writing is the open
	 * mode's business; a writable view may be read.
	 */
	if (!(access & NTSECTION_MAP_EXECUTE))
		vm_flags_clear(vma, VM_MAYEXEC);
	if (!(access & (NTSECTION_MAP_READ | NTSECTION_MAP_WRITE)))
		vm_flags_clear(vma, VM_MAYREAD);
	trace_ntsection_map(grant->section, vma);
	return 0;
}

/*
 * The view file for an access class, without a reference for the caller: the
 * section's own holds as long as there is a handle, and the caller has one.
 */
static struct file *ntsection_view_file(struct ntsection *section,
					unsigned int class)
{
	/* Somebody else may set it right now, which the cmpxchg() sees. */
	struct file *file = READ_ONCE(section->views[class]);
	u32 access = NTSECTION_MAP_READ;
	struct file *other;

	if (file)
		return file;

	if (class & NTSECTION_CLASS_WRITE)
		access |= NTSECTION_MAP_WRITE;
	if (class & NTSECTION_CLASS_EXECUTE)
		access |= NTSECTION_MAP_EXECUTE;
	/* To views all grants are alike that allow the same. */
	if (ntsection_map_access(section, section->first.access) == access)
		access = section->first.access;

	file = ntsection_file_new(section, access, &ntsection_view_fops);
	if (IS_ERR(file))
		return file;

	other = cmpxchg(&section->views[class], NULL, file);
	if (other) {
		fput(file);
		return other;
	}
	return file;
}

/**
 * ntsection_view_map - make a view through a handle
 * @grant: the handle's
 * @vma: the new VMA; its vm_file is the handle on entry
 *
 * Context: under mmap_lock, with the handle pinned by mmap().
 * Return: 0; -EACCES if the access or the section's protection does not allow
 * the view; -ENXIO if it does not lie inside the section; -ENOMEM.
 */
int ntsection_view_map(const struct ntsection_grant *grant,
		       struct vm_area_struct *vma)
{
	struct ntsection *section = grant->section;
	unsigned int class = 0;
	struct file *file;
	int err;

	err = ntsection_view_check(grant, vma);
	if (err)
		return err;

	/* VM_SHARED: the view may write to the section, now or later. */
	if (vma->vm_flags & VM_SHARED)
		class |= NTSECTION_CLASS_WRITE;
	if (ntsection_map_access(section, grant->access) & NTSECTION_MAP_EXECUTE)
		class |= NTSECTION_CLASS_EXECUTE;

	file = ntsection_view_file(section, class);
	if (IS_ERR(file))
		return PTR_ERR(file);

	err = ntsection_view_setup(grant, vma);
	if (err)
		return err;

	/* Last, since not every kernel's error path knows of a new file. */
	vma_set_file(vma, file);
	return 0;
}

/*
 * Drop the section's references on its view files. Nobody makes views any
 * more: the last handle is gone. Those that views hold stay.
 */
void ntsection_views_release(struct ntsection *section)
{
	unsigned int class;

	for (class = 0; class < NTSECTION_CLASSES; class++) {
		if (section->views[class])
			fput(section->views[class]);
	}
}

/*
 * How many views there are, or parts of them: each is a reference on a view
 * file, but for the one of the section itself.
 */
u32 ntsection_views_count(const struct ntsection *section)
{
	bool owned = refcount_read(&section->handles);
	unsigned int class;
	long count = 0;

	rcu_read_lock();
	for (class = 0; class < NTSECTION_CLASSES; class++) {
		/* Set and cleared by cmpxchg() meanwhile; freed after RCU. */
		struct file *file = READ_ONCE(section->views[class]);

		if (file)
			count += file_count(file) - owned;
	}
	rcu_read_unlock();
	return max(count, 0L);
}

/*
 * Reached through remap_file_pages() and NTSECTION_IOC_REMAP, which map a
 * VMA's own file anew: the range and the rights hold as they did the first
 * time.
 */
static int ntsection_view_mmap(struct file *file, struct vm_area_struct *vma)
{
	const struct ntsection_grant *grant = file->private_data;
	int err;

	err = ntsection_view_check(grant, vma);
	if (err)
		return err;
	return ntsection_view_setup(grant, vma);
}

static int ntsection_view_release(struct inode *inode, struct file *file)
{
	struct ntsection_grant *grant = file->private_data;
	unsigned int class;

	/* Who counts views now is done before the file is freed. */
	for (class = 0; class < NTSECTION_CLASSES; class++)
		cmpxchg(&grant->section->views[class], file, NULL);
	trace_ntsection_unmap(grant->section,
			      ntsection_map_access(grant->section,
						   grant->access));
	ntsection_grant_free(grant);
	return 0;
}

static const struct file_operations ntsection_view_fops = {
	.owner		= THIS_MODULE,
	.mmap		= ntsection_view_mmap,
	.release	= ntsection_view_release,
};

/* Is the vm_file of some VMA a view file, with a grant as private data? */
bool ntsection_file_is_view(const struct file *file)
{
	return file && file->f_op == &ntsection_view_fops;
}
