// SPDX-License-Identifier: GPL-2.0
/*
 * Calls on a range of a section, which is given as an offset in a handle's
 * section, or as an address in views of the caller. The latter needs no
 * handle: on NT too it is addresses that are committed and reset, and the
 * handle may be closed by then.
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/uaccess.h>

#include "rules.h"
#include "section.h"

/* Pages of a section, and a file that holds it. */
struct span {
	struct file *file;
	u64 first, end;
	/* Rights of the handle, or those that the view shows. */
	u32 access;
};

static const struct ntsection_grant *span_grant(const struct span *span)
{
	return span->file->private_data;
}

/* Round bytes outwards to pages; the range was checked against the size. */
static void span_set_pages(struct span *span, u64 offset, u64 length)
{
	span->first = offset >> PAGE_SHIFT;
	span->end = (offset + length + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static int span_of_handle(struct span *span, struct file *handle, u64 start,
			  u64 length)
{
	const struct ntsection_grant *grant = handle->private_data;
	int err;

	err = ntsection_check_range(start, length, grant->section->size);
	if (err)
		return err;

	span->file = get_file(handle);
	span->access = grant->access & NTSECTION_QUERY;
	span->access |= ntsection_map_access(grant->section, grant->access);
	span_set_pages(span, start, length);
	return 0;
}

/* What may be done with a view can be done through it. */
static u32 view_access(const struct vm_area_struct *vma)
{
	u32 access = NTSECTION_QUERY | NTSECTION_MAP_READ;

	/* Only then does it write to the section. */
	if (vma->vm_flags & VM_SHARED && vma->vm_flags & VM_MAYWRITE)
		access |= NTSECTION_MAP_WRITE;
	return access;
}

static bool same_section(const struct file *a, const struct file *b)
{
	const struct ntsection_grant *one = a->private_data;
	const struct ntsection_grant *other = b->private_data;

	return one->section == other->section;
}

/*
 * mprotect() splits a view into VMAs: all that the range touches must show
 * the same section, one behind the other.
 */
static int span_of_views(struct span *span, u64 start, u64 length)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	struct file *file = NULL;
	u64 offset = 0, next;
	u64 address = start;
	int err = -ENXIO;

	if (length > TASK_SIZE || start > TASK_SIZE - length)
		return -ENXIO;

	if (mmap_read_lock_killable(mm))
		return -EINTR;

	do {
		vma = find_vma(mm, address);
		if (!vma || vma->vm_start > address ||
		    !ntsection_file_is_view(vma->vm_file))
			goto unlock;
		next = ((u64)vma->vm_pgoff << PAGE_SHIFT) + address -
		       vma->vm_start;
		if (!file) {
			file = vma->vm_file;
			offset = next;
			span->access = view_access(vma);
		} else if (!same_section(file, vma->vm_file) ||
			   next != offset + address - start) {
			goto unlock;
		}
		span->access &= view_access(vma);
		address = vma->vm_end;
	} while (address < start + length);

	span->file = get_file(file);
	span_set_pages(span, offset, length);
	/* A view that was grown by mremap() reaches beyond the end. */
	err = ntsection_check_range(offset, length,
				    span_grant(span)->section->size);
	if (err)
		fput(span->file);
unlock:
	mmap_read_unlock(mm);
	return err;
}

/* Resolve what the caller gave. On success the caller fput()s span->file. */
static int span_get(struct span *span, struct file *handle, u64 start,
		    u64 length)
{
	if (!length)
		return -EINVAL;
	return handle ? span_of_handle(span, handle, start, length) :
			span_of_views(span, start, length);
}

static int ntsection_extent(struct file *handle, void __user *user_args)
{
	struct ntsection_extent args;
	struct ntsection *section;
	struct span span;
	u64 end;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags || args.pad)
		return -EINVAL;
	err = span_get(&span, handle, args.start, args.length);
	if (err)
		return err;

	if (!(span.access & NTSECTION_QUERY)) {
		err = -EACCES;
		goto put;
	}
	section = span_grant(&span)->section;
	end = span.end;
	args.committed = 1;
	if (section->attributes & NTSECTION_SEC_RESERVE) {
		args.committed = ntsection_bits_test(&section->committed,
						     span.first);
		end = ntsection_bits_run(&section->committed, span.first,
					 span.end);
	}
	/* The first page counts from @start, like all of the range. */
	args.length = min_t(u64, args.length,
			    ((end - span.first) << PAGE_SHIFT) -
			    offset_in_page(args.start));
put:
	fput(span.file);
	return err ?: ntsection_args_put(user_args, &args, sizeof(args));
}

static int ntsection_range(struct file *handle, unsigned int cmd,
			   const void __user *user_args)
{
	struct ntsection_range args;
	struct ntsection *section;
	struct span span;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags)
		return -EINVAL;
	err = span_get(&span, handle, args.start, args.length);
	if (err)
		return err;

	section = span_grant(&span)->section;
	err = -EACCES;
	switch (cmd) {
	case NTSECTION_IOC_COMMIT:
		if (span.access & NTSECTION_MAP_ACCESS)
			err = ntsection_commit(section, span.first, span.end);
		break;
	case NTSECTION_IOC_RESET:
		if (span.access & NTSECTION_MAP_WRITE)
			err = ntsection_reset(section, span.file, span.first,
					      span.end);
		break;
	case NTSECTION_IOC_RESET_UNDO:
		if (span.access & NTSECTION_MAP_WRITE)
			err = ntsection_reset_undo(section, span.first,
						   span.end);
		break;
	}
	fput(span.file);
	return err;
}

/* Calls on a handle's section, or with @handle NULL on the caller's views. */
long ntsection_range_ioctl(struct file *handle, unsigned int cmd,
			   void __user *user_args)
{
	switch (cmd) {
	case NTSECTION_IOC_EXTENT:
		return ntsection_extent(handle, user_args);
	case NTSECTION_IOC_COMMIT:
	case NTSECTION_IOC_RESET:
	case NTSECTION_IOC_RESET_UNDO:
		return ntsection_range(handle, cmd, user_args);
	default:
		return -ENOIOCTLCMD;
	}
}
