// SPDX-License-Identifier: GPL-2.0
/*
 * What views show: from addresses of the caller to a range of a section, for
 * calls that need no handle.
 */

#include <linux/file.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>

#include "rules.h"
#include "section.h"

static struct ntsection *section_of(const struct file *file)
{
	const struct ntsection_grant *grant = file->private_data;

	return grant->section;
}

/* Only then does the view write to the section. */
static bool is_writable(const struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_SHARED && vma->vm_flags & VM_MAYWRITE;
}

/**
 * ntsection_find_shown - find what the caller's views show at an address
 * @shown: where to; on success the caller fput()s @shown->file
 * @start: address
 * @length: bytes, at least 1
 *
 * mprotect() splits a view into VMAs: all that the range touches must show
 * the same section, one behind the other.
 *
 * Return: 0; -ENXIO if they do not; -EINTR if the caller was killed.
 */
int ntsection_find_shown(struct ntsection_shown *shown, u64 start, u64 length)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	u64 address = start, offset;
	int err = -ENXIO;

	if (length > TASK_SIZE || start > TASK_SIZE - length)
		return -ENXIO;

	if (mmap_read_lock_killable(mm))
		return -EINTR;

	shown->file = NULL;
	do {
		vma = find_vma(mm, address);
		if (!vma || vma->vm_start > address ||
		    !ntsection_file_is_view(vma->vm_file))
			goto unlock;
		offset = ((u64)vma->vm_pgoff << PAGE_SHIFT) + address -
			 vma->vm_start;
		if (!shown->file) {
			shown->file = vma->vm_file;
			shown->offset = offset;
			shown->one_file = true;
			shown->readable = true;
			shown->writable = true;
		} else if (section_of(vma->vm_file) != section_of(shown->file) ||
			   offset != shown->offset + address - start) {
			goto unlock;
		}
		shown->one_file &= vma->vm_file == shown->file;
		shown->readable &= !!(vma->vm_flags & VM_MAYREAD);
		shown->writable &= is_writable(vma);
		address = vma->vm_end;
	} while (address < start + length);

	/* A view that was grown by mremap() reaches beyond the end. */
	err = ntsection_check_range(shown->offset, length,
				    section_of(shown->file)->size);
	if (!err)
		get_file(shown->file);
unlock:
	mmap_read_unlock(mm);
	return err;
}
