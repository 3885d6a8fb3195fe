/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All differences between kernel versions. The rest of the module is written
 * for the newest kernel; NTSECTION_HAVE_* come from the probes in Kbuild.
 */
#ifndef _NTSECTION_COMPAT_H
#define _NTSECTION_COMPAT_H

#include <linux/mm.h>

#ifndef NTSECTION_HAVE_VM_FLAGS_CLEAR
static inline void vm_flags_clear(struct vm_area_struct *vma,
				  unsigned long flags)
{
	vma->vm_flags &= ~flags;
}
#endif

#endif /* _NTSECTION_COMPAT_H */
