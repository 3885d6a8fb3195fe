/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All differences between kernel versions. The rest of the module is written
 * for the newest kernel; NTSECTION_HAVE_* come from the probes in Kbuild.
 */
#ifndef _NTSECTION_COMPAT_H
#define _NTSECTION_COMPAT_H

#include <linux/fs.h>
#include <linux/mnt_idmapping.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

#ifndef NTSECTION_HAVE_VM_FLAGS_CLEAR
static inline void vm_flags_clear(struct vm_area_struct *vma,
				  unsigned long flags)
{
	vma->vm_flags &= ~flags;
}
#endif

/* The flags of shmem_file_setup() have become a type of their own. */
#ifndef NTSECTION_HAVE_VMA_FLAGS_T
#define EMPTY_VMA_FLAGS 0
#endif

/* Call ->setattr() of a file that no user can reach, without a file mount. */
static inline int ntsection_setattr(struct dentry *dentry, struct iattr *attr)
{
	const struct inode_operations *op = d_inode(dentry)->i_op;

#ifdef NTSECTION_HAVE_MNT_IDMAP
	return op->setattr(&nop_mnt_idmap, dentry, attr);
#else
	return op->setattr(&init_user_ns, dentry, attr);
#endif
}

/* The folio at @index, locked and referenced, or NULL: none, or in swap. */
static inline struct folio *ntsection_lock_folio(struct address_space *mapping,
						 pgoff_t index)
{
	struct folio *folio = __filemap_get_folio(mapping, index, FGP_LOCK, 0);

	return IS_ERR(folio) ? NULL : folio;
}

#endif /* _NTSECTION_COMPAT_H */
