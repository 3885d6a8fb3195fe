// SPDX-License-Identifier: GPL-2.0
/*
 * Handles: the file descriptors through which user space holds a section,
 * each with the access that was granted to it.
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "rules.h"
#include "section.h"

static const struct file_operations ntsection_handle_fops;

static int ntsection_fd_flags(u32 flags)
{
	return flags & NTSECTION_INHERIT ? 0 : O_CLOEXEC;
}

/* Make the first handle of @section out of @base, or beside it. */
static struct file *ntsection_first_handle(struct ntsection *section,
					   struct file *base, u32 access)
{
	struct ntsection_grant *grant;
	struct file *file;

	if (ntsection_map_access(section, access) & NTSECTION_MAP_WRITE) {
		grant = ntsection_grant_new(section, access);
		if (!grant) {
			file = ERR_PTR(-ENOMEM);
			goto err;
		}
		ntsection_file_adopt(base, grant, &ntsection_handle_fops);
		return base;
	}

	file = ntsection_file_new(section, access, &ntsection_handle_fops);
err:
	/* The handle has a reference of its own, or there will be none. */
	ntsection_put(section);
	fput(base);
	return file;
}

/*
 * Create a section and return its first handle. What @args says was checked
 * for its form only. The handle is complete before it becomes visible.
 */
int ntsection_handle_create(const struct ntsection_create *args)
{
	struct ntsection *section;
	struct file *base, *file;
	u32 attributes;
	u64 size;
	int err, fd;

	err = ntsection_check_attributes(args->attributes, &attributes);
	if (err)
		return err;
	if (!ntsection_protection_access(args->protection))
		return -EINVAL;
	err = ntsection_check_size(args->size_high, args->size_low, PAGE_SIZE,
				   ntsection_maximum_size(), &size);
	if (err)
		return err;

	fd = get_unused_fd_flags(ntsection_fd_flags(args->flags));
	if (fd < 0)
		return fd;

	section = ntsection_section_new(size, args->protection, attributes,
					&base);
	if (IS_ERR(section)) {
		err = PTR_ERR(section);
		goto err_fd;
	}

	file = ntsection_first_handle(section, base, args->access);
	if (IS_ERR(file)) {
		err = PTR_ERR(file);
		goto err_fd;
	}

	fd_install(fd, file);
	return fd;

err_fd:
	put_unused_fd(fd);
	return err;
}

static int ntsection_handle_duplicate(const struct ntsection_grant *source,
				      const struct ntsection_duplicate *args)
{
	struct ntsection *section = source->section;
	u32 access = args->access;
	struct file *file;
	int fd;

	if (args->flags & NTSECTION_SAME_ACCESS) {
		if (access)
			return -EINVAL;
		access = source->access;
	}
	if (access & ~source->access)
		return -EACCES;

	fd = get_unused_fd_flags(ntsection_fd_flags(args->flags));
	if (fd < 0)
		return fd;

	file = ntsection_file_new(section, access, &ntsection_handle_fops);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}

	/* Not 0 before: the caller of the ioctl holds the source. */
	refcount_inc(&section->handles);
	fd_install(fd, file);
	return fd;
}

static int ntsection_duplicate(const struct ntsection_grant *grant,
			       const void __user *user_args)
{
	struct ntsection_duplicate args;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags & ~(NTSECTION_INHERIT | NTSECTION_SAME_ACCESS) ||
	    args.access & ~NTSECTION_ALL_ACCESS || args.pad)
		return -EINVAL;

	return ntsection_handle_duplicate(grant, &args);
}

static int ntsection_query(const struct ntsection_grant *grant,
			   void __user *user_args)
{
	struct ntsection_query args;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags)
		return -EINVAL;
	if (!(grant->access & NTSECTION_QUERY))
		return -EACCES;

	ntsection_describe(grant, &args);
	return ntsection_args_put(user_args, &args, sizeof(args));
}

static long ntsection_handle_ioctl(struct file *file, unsigned int cmd,
				   unsigned long parm)
{
	const struct ntsection_grant *grant = file->private_data;
	void __user *argp = (void __user *)parm;

	switch (cmd) {
	case NTSECTION_IOC_FEATURES:
		return ntsection_features(argp);
	case NTSECTION_IOC_QUERY:
		return ntsection_query(grant, argp);
	case NTSECTION_IOC_DUPLICATE:
		return ntsection_duplicate(grant, argp);
	default:
		return ntsection_range_ioctl(file, cmd, argp);
	}
}

static int ntsection_handle_mmap(struct file *file, struct vm_area_struct *vma)
{
	return ntsection_view_map(file->private_data, vma);
}

static int ntsection_handle_release(struct inode *inode, struct file *file)
{
	struct ntsection_grant *grant = file->private_data;

	if (refcount_dec_and_test(&grant->section->handles))
		ntsection_views_release(grant->section);
	ntsection_grant_free(grant);
	return 0;
}

/* Keys as in Documentation/gpu/drm-usage-stats.rst; sizes are in bytes. */
static void ntsection_handle_fdinfo(struct seq_file *m, struct file *file)
{
	struct ntsection_query info;

	ntsection_describe(file->private_data, &info);
	seq_printf(m, "ntsection-id:\t%llu\n", info.id);
	seq_printf(m, "ntsection-size:\t%llu\n", info.maximum_size);
	seq_printf(m, "ntsection-committed:\t%llu\n", info.committed);
	seq_printf(m, "ntsection-resident:\t%llu\n", info.resident);
	seq_printf(m, "ntsection-swapped:\t%llu\n", info.swapped);
	seq_printf(m, "ntsection-protection:\t%#x\n", info.protection);
	seq_printf(m, "ntsection-attributes:\t%#x\n", info.attributes);
	seq_printf(m, "ntsection-access:\t%#x\n", info.access);
}

/*
 * No read, write, seek, fallocate or splice: the only way to the pages is a
 * view. No ->get_unmapped_area() either: shmem's insists on shmem's f_op.
 */
static const struct file_operations ntsection_handle_fops = {
	.owner		= THIS_MODULE,
	.mmap		= ntsection_handle_mmap,
	.release	= ntsection_handle_release,
	.unlocked_ioctl	= ntsection_handle_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.show_fdinfo	= ntsection_handle_fdinfo,
};
