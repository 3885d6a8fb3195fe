/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All differences between kernel versions. The rest of the module is written
 * for the newest kernel; NTSECTION_HAVE_* come from the probes in Kbuild.
 */
#ifndef _NTSECTION_COMPAT_H
#define _NTSECTION_COMPAT_H

#include <linux/file.h>
#include <linux/fs.h>
#include <linux/huge_mm.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string_helpers.h>

#ifdef NTSECTION_HAVE_MNT_IDMAP
#include <linux/mnt_idmapping.h>
#endif
#ifndef NTSECTION_HAVE_FOLIO
#include "compat-folio.h"
#endif

#ifndef NTSECTION_HAVE_VM_FLAGS_CLEAR
static inline void vm_flags_clear(struct vm_area_struct *vma,
				  unsigned long flags)
{
	vma->vm_flags &= ~flags;
}
#endif

#ifndef NTSECTION_HAVE_VMA_SET_FILE
static inline void vma_set_file(struct vm_area_struct *vma, struct file *file)
{
	get_file(file);
	swap(vma->vm_file, file);
	fput(file);
}
#endif

/* Before there was ->mmap_prepare(), every file had ->mmap(). */
#ifndef NTSECTION_HAVE_VFS_MMAP
static inline int vfs_mmap(struct file *file, struct vm_area_struct *vma)
{
	return file->f_op->mmap(file, vma);
}
#endif

/* The flags of shmem_file_setup() have become a type of their own. */
#ifndef NTSECTION_HAVE_SHMEM_VMA_FLAGS
#undef EMPTY_VMA_FLAGS
#define EMPTY_VMA_FLAGS 0
#endif

/*
 * Let userfaultfd not fill pages that are mapped with these operations. Older
 * kernels let it do so with shmem's own operations only.
 */
static inline void
ntsection_forbid_userfaultfd(struct vm_operations_struct *vm_ops)
{
#ifdef NTSECTION_HAVE_UFFD_OPS
	vm_ops->uffd_ops = NULL;
#endif
}

/* Call ->setattr() of a file that no user can reach, without a file mount. */
static inline int ntsection_setattr(struct dentry *dentry, struct iattr *attr)
{
	const struct inode_operations *op = d_inode(dentry)->i_op;

#if defined(NTSECTION_HAVE_MNT_IDMAP)
	return op->setattr(&nop_mnt_idmap, dentry, attr);
#elif defined(NTSECTION_HAVE_SETATTR_USER_NS)
	return op->setattr(&init_user_ns, dentry, attr);
#else
	return op->setattr(dentry, attr);
#endif
}

static inline pgoff_t ntsection_folio_index(const struct folio *folio)
{
#ifdef NTSECTION_HAVE_FOLIO
	return folio->index;
#else
	return folio->page.index;
#endif
}

/* The folio at @index, locked and referenced, or NULL: none, or in swap. */
static inline struct folio *ntsection_lock_folio(struct address_space *mapping,
						 pgoff_t index)
{
	struct folio *folio = __filemap_get_folio(mapping, index, FGP_LOCK, 0);

	return IS_ERR(folio) ? NULL : folio;
}

/*
 * Has a fault found a huge page, which would be mapped as a whole? Kernels
 * with folios make none in an inode that is no regular file.
 */
static inline bool ntsection_fault_is_huge(const struct vm_fault *vmf,
					   vm_fault_t result)
{
#ifdef NTSECTION_HAVE_FOLIO
	return false;
#else
	return result & VM_FAULT_LOCKED && PageTransCompound(vmf->page);
#endif
}

/*
 * A place for a view where huge pages can be mapped as a whole. Before there
 * were folios the kernel's own function had such places for DAX only.
 */
#if defined(NTSECTION_HAVE_FOLIO) || !defined(CONFIG_TRANSPARENT_HUGEPAGE)
#define ntsection_large_unmapped_area thp_get_unmapped_area
#else
static inline unsigned long
ntsection_large_unmapped_area(struct file *file, unsigned long address,
			      unsigned long length, unsigned long pgoff,
			      unsigned long flags)
{
	unsigned long offset = pgoff << PAGE_SHIFT;
	unsigned long padded = length + HPAGE_PMD_SIZE;
	struct mm_struct *mm = current->mm;
	unsigned long start;

	if (!address && !(flags & MAP_FIXED) && length >= HPAGE_PMD_SIZE &&
	    padded > length) {
		start = mm->get_unmapped_area(file, 0, padded, pgoff, flags);
		if (!IS_ERR_VALUE(start))
			return start + ((offset - start) & ~HPAGE_PMD_MASK);
	}
	return mm->get_unmapped_area(file, address, length, pgoff, flags);
}
#endif

#ifndef NTSECTION_HAVE_SEQ_ESCAPE_MEM
static inline void seq_escape_mem(struct seq_file *m, const char *text,
				  size_t length, unsigned int flags,
				  const char *only)
{
	char *buffer;
	size_t size = seq_get_buf(m, &buffer);
	int written = string_escape_mem(text, length, buffer, size, flags, only);

	seq_commit(m, written < size ? written : -1);
}
#endif

#endif /* _NTSECTION_COMPAT_H */
