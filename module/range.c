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
#include <linux/uaccess.h>

#include "rules.h"
#include "section.h"
#include "trace.h"

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

static int span_of_views(struct span *span, u64 start, u64 length)
{
	struct ntsection_shown shown;
	int err;

	err = ntsection_find_shown(&shown, start, length);
	if (err)
		return err;

	span->file = shown.file;
	span->access = NTSECTION_QUERY | NTSECTION_MAP_READ;
	if (shown.writable)
		span->access |= NTSECTION_MAP_WRITE;
	span_set_pages(span, shown.offset, length);
	return 0;
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

/*
 * Is page @first committed? *@end, where to look no further, becomes the page
 * behind those of which the same is true. A page that is being committed would
 * make one run of those before and behind it: then it is looked at again.
 */
static bool committed_run(struct ntsection *section, u64 first, u64 *end)
{
	u64 stop = *end;
	bool committed;

	do {
		committed = ntsection_bits_test(&section->committed, first);
		*end = ntsection_bits_run(&section->committed, first, stop);
	} while (committed != ntsection_bits_test(&section->committed, first));
	return committed;
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
	if (section->attributes & NTSECTION_SEC_RESERVE)
		args.committed = committed_run(section, span.first, &end);
	/* The first page counts from @start, like all of the range. */
	args.length = min_t(u64, args.length,
			    ((end - span.first) << PAGE_SHIFT) -
			    offset_in_page(args.start));
put:
	fput(span.file);
	return err ?: ntsection_args_put(user_args, &args, sizeof(args));
}

static void trace_range(unsigned int cmd, const struct ntsection *section,
			const struct span *span)
{
	switch (cmd) {
	case NTSECTION_IOC_COMMIT:
		trace_ntsection_commit(section, span->first, span->end);
		break;
	case NTSECTION_IOC_RESET:
		trace_ntsection_reset(section, span->first, span->end);
		break;
	case NTSECTION_IOC_RESET_UNDO:
		trace_ntsection_reset_undo(section, span->first, span->end);
		break;
	}
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
	if (!err)
		trace_range(cmd, section, &span);
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
