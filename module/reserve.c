// SPDX-License-Identifier: GPL-2.0
/*
 * SEC_RESERVE: sections that are charged page by page as they are committed,
 * and whose other pages cannot be touched.
 *
 * Charge. The kernel's accounting is not open to modules, but a shmem file is
 * charged by its size. The file with the pages is therefore made with size 0,
 * so that it is charged nothing, and gets its real size behind shmem's back
 * (the seals keep that from being noticed). What is committed is charged by
 * the size of a second file without pages, which grows with each commit. On
 * release the size of the first goes back to 0 before shmem sees it again.
 *
 * Access. Views have shmem's vm_operations with another fault handler, which
 * lets committed pages through. Pages are committed for good, so the check
 * needs no lock against anything that could take them away.
 *
 * Huge pages. One of them would map uncommitted neighbours of a committed
 * page, whatever the fault handler says. Shmem gives them to regular files
 * only, so the inode of such a section is not one. Unlike a mount with
 * huge=never this also holds with shmem_enabled=force and MADV_HUGEPAGE. Kernels
 * without folios do not look at that: there a fault splits what it finds.
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/shmem_fs.h>

#include "compat.h"
#include "section.h"

/* Shmem's operations, and a copy of them with our fault handler. */
static const struct vm_operations_struct *shmem_vm_ops;
static struct vm_operations_struct reserve_vm_ops;	/* const once set */
static DEFINE_MUTEX(reserve_vm_ops_lock);

/*
 * A fault on a committed page has found it in a huge page, and locked. Drop
 * what is not committed there, and was never touched; this splits the huge
 * page. Not while pages are being committed, which could be those. The fault
 * is repeated in any case.
 */
static vm_fault_t split_uncommitted(struct ntsection *section,
				    struct vm_fault *vmf, vm_fault_t result)
{
	u64 first = round_down(vmf->pgoff, HPAGE_PMD_NR);
	u64 end = first + HPAGE_PMD_NR, stop;
	struct folio *folio = page_folio(vmf->page);

	if (ntsection_bits_count(&section->committed, first, end) ==
	    HPAGE_PMD_NR)
		return result;

	folio_unlock(folio);
	folio_put(folio);
	vmf->page = NULL;

	if (!mutex_trylock(&section->lock))
		return VM_FAULT_NOPAGE;
	for (; first < end; first = stop) {
		stop = ntsection_bits_run(&section->committed, first, end);
		if (!ntsection_bits_test(&section->committed, first))
			shmem_truncate_range(section->inode,
					     first << PAGE_SHIFT,
					     (stop << PAGE_SHIFT) - 1);
	}
	mutex_unlock(&section->lock);
	return VM_FAULT_NOPAGE;
}

static vm_fault_t ntsection_reserve_fault(struct vm_fault *vmf)
{
	const struct ntsection_grant *grant = vmf->vma->vm_file->private_data;
	vm_fault_t result;

	if (!ntsection_bits_test(&grant->section->committed, vmf->pgoff))
		return VM_FAULT_SIGSEGV;
	result = shmem_vm_ops->fault(vmf);
	if (ntsection_fault_is_huge(vmf, result))
		result = split_uncommitted(grant->section, vmf, result);
	return result;
}

/* Replace the vm_operations that shmem has given to a view. */
void ntsection_reserve_map(struct vm_area_struct *vma)
{
	mutex_lock(&reserve_vm_ops_lock);
	if (!shmem_vm_ops) {
		reserve_vm_ops = *vma->vm_ops;
		reserve_vm_ops.fault = ntsection_reserve_fault;
		/* It would map neighbours that are in the page cache. */
		reserve_vm_ops.map_pages = NULL;
		ntsection_forbid_userfaultfd(&reserve_vm_ops);
		shmem_vm_ops = vma->vm_ops;
	}
	mutex_unlock(&reserve_vm_ops_lock);

	vma->vm_ops = &reserve_vm_ops;
}

/* Make the inode of a new section, of size 0, one of @size reserved bytes. */
void ntsection_reserve_init(struct inode *inode, u64 size)
{
	inode->i_mode &= ~S_IFMT;
	inode_lock(inode);
	i_size_write(inode, size);
	inode_unlock(inode);
}

/* Undo all of it, before shmem evicts the inode. */
void ntsection_reserve_release(struct ntsection *section)
{
	struct inode *inode = section->inode;

	inode_lock(inode);
	shmem_truncate_range(inode, 0, (loff_t)-1);
	i_size_write(inode, 0);
	inode_unlock(inode);

	while (section->charges) {
		struct file *file = section->charges;

		section->charges = file->private_data;
		fput(file);
	}
}

/* Change the charge of @file, a file without pages, to @size bytes. */
static int ntsection_charge_resize(struct file *file, u64 size)
{
	struct iattr attr = { .ia_valid = ATTR_SIZE, .ia_size = size };
	struct inode *inode = file_inode(file);
	int err;

	inode_lock(inode);
	err = ntsection_setattr(file->f_path.dentry, &attr);
	inode_unlock(inode);
	return err;
}

/* Charge @bytes more with the kernel. */
static int ntsection_charge_kernel(struct ntsection *section, u64 bytes)
{
	struct file *file = section->charges;

	lockdep_assert_held(&section->lock);

	if (file) {
		u64 size = i_size_read(file_inode(file)) + bytes;

		/* Or else the caller would get SIGXFSZ: no file of his. */
		if (size <= rlimit(RLIMIT_FSIZE))
			return ntsection_charge_resize(file, size);
	}

	file = shmem_file_setup("ntsection", bytes, EMPTY_VMA_FLAGS);
	if (IS_ERR(file))
		return PTR_ERR(file) == -ENOSPC ? -ENOMEM : PTR_ERR(file);
	file->private_data = section->charges;
	section->charges = file;
	return 0;
}

/* Charge @bytes more. */
static int ntsection_charge(struct ntsection *section, u64 bytes)
{
	int err, locked;

	locked = ntsection_limit_begin(bytes);
	if (locked < 0)
		return locked;
	err = ntsection_charge_kernel(section, bytes);
	ntsection_limit_end(locked, err ? 0 : bytes);
	return err;
}

/* Take back what the last ntsection_charge() of @bytes did. */
static void ntsection_uncharge(struct ntsection *section, u64 bytes)
{
	struct file *file = section->charges;

	lockdep_assert_held(&section->lock);
	ntsection_charge_resize(file, i_size_read(file_inode(file)) - bytes);
	ntsection_limit_release(bytes);
}

/**
 * ntsection_commit - commit pages of a section
 * @section: of any kind; all pages of a SEC_COMMIT section are committed
 * @first: first page
 * @end: page after the last one
 *
 * Each page is charged once, whoever commits it how often. Either all pages
 * are committed in the end, or none that was not before.
 *
 * Return: 0; -ENOMEM if the commit limit would be exceeded, or no kernel
 * memory; -EINTR if the caller was killed.
 */
int ntsection_commit(struct ntsection *section, u64 first, u64 end)
{
	u64 missing;
	int err;

	if (!(section->attributes & NTSECTION_SEC_RESERVE))
		return 0;

	if (mutex_lock_killable(&section->lock))
		return -EINTR;

	missing = end - first -
		  ntsection_bits_count(&section->committed, first, end);
	if (!missing) {
		err = 0;
		goto unlock;
	}

	err = ntsection_charge(section, missing << PAGE_SHIFT);
	if (err)
		goto unlock;

	err = ntsection_bits_prepare(&section->committed, first, end, true);
	if (err) {
		ntsection_uncharge(section, missing << PAGE_SHIFT);
		goto unlock;
	}

	/* Only now, when it is paid for, can the pages be touched. */
	ntsection_bits_set(&section->committed, first, end);
	/* Those who ask how many there are do not take the lock. */
	WRITE_ONCE(section->committed_pages,
		   section->committed_pages + missing);
unlock:
	mutex_unlock(&section->lock);
	return err;
}
