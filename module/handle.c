// SPDX-License-Identifier: GPL-2.0
/*
 * Handles: the file descriptors through which user space holds a section,
 * each with the access that was granted to it.
 */

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>
#include <linux/seq_file.h>
#include <linux/string_helpers.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "names.h"
#include "rules.h"
#include "section.h"
#include "trace.h"

static const struct file_operations ntsection_handle_fops;
static const struct file_operations ntsection_large_handle_fops;

static const struct file_operations *
ntsection_handle_fops_of(const struct ntsection *section)
{
	return section->attributes & NTSECTION_SEC_LARGE_PAGES ?
	       &ntsection_large_handle_fops : &ntsection_handle_fops;
}

static int ntsection_fd_flags(u32 flags)
{
	return flags & NTSECTION_INHERIT ? 0 : O_CLOEXEC;
}

/* Give up a handle that is counted in @section. */
static void ntsection_handle_put(struct ntsection *section)
{
	if (ntsection_name_put(section))
		ntsection_views_release(section);
}

/*
 * Make the file of a handle that is counted in @section already. Takes over
 * the count and a reference, also on failure.
 */
static struct file *ntsection_handle_file(struct ntsection *section, u32 access)
{
	struct file *file;

	file = ntsection_file_new(section, access,
				  ntsection_handle_fops_of(section));
	if (IS_ERR(file))
		ntsection_handle_put(section);
	ntsection_put(section);
	return file;
}

/* Make the first handle of a new section out of @base, or beside it. */
static struct file *ntsection_first_handle(struct ntsection *section,
					   struct file *base, u32 access)
{
	struct file *file;

	if (ntsection_map_access(section, access) & NTSECTION_MAP_WRITE) {
		ntsection_file_adopt(section, base,
				     ntsection_handle_fops_of(section));
		return base;
	}

	file = ntsection_handle_file(section, access);
	fput(base);
	return file;
}

/* What is asked of a new section, with its form checked. */
struct demand {
	struct ntsection_kind kind;
	struct ntsection_lookup how;
};

static int ntsection_check_request(const struct ntsection_create *args,
				   struct demand *request)
{
	struct ntsection_kind *kind = &request->kind;
	u64 limit = ntsection_maximum_size(), large = 0;
	int err;

	request->how.access = args->access;
	request->how.fold = args->flags & NTSECTION_CASE_INSENSITIVE;
	request->how.exclusive = !(args->flags & NTSECTION_OPEN_IF);

	err = ntsection_check_attributes(args->attributes,
					 ntsection_attributes(),
					 &kind->attributes);
	if (err)
		return err;
	if (!ntsection_protection_access(args->protection))
		return -EINVAL;
	kind->protection = args->protection;

	if (kind->attributes & NTSECTION_SEC_LARGE_PAGES)
		large = ntsection_large_page_size();
	/* What is reserved costs nothing, but to commit it takes time. */
	if (kind->attributes & NTSECTION_SEC_RESERVE)
		limit = min_t(u64, limit, NTSECTION_RESERVE_MAX);
	err = ntsection_check_size(args->size_high, args->size_low, PAGE_SIZE,
				   large, limit, &kind->size);
	if (err)
		return err;

	kind->node = NUMA_NO_NODE;
	if (args->flags & NTSECTION_PREFERRED_NODE) {
		if (args->node >= MAX_NUMNODES || !node_online(args->node))
			return -EINVAL;
		kind->node = args->node;
	} else if (args->node) {
		return -EINVAL;
	}

	/* NT's SeLockMemoryPrivilege (C-28). */
	if (large && !capable(CAP_IPC_LOCK))
		return -EPERM;
	return 0;
}

/*
 * Make a section and its first handle, with @name if there is one, which is
 * consumed and which nobody else can take meanwhile.
 */
static struct file *ntsection_create_file(const struct demand *request,
					  struct ntsection_name *name)
{
	struct ntsection *section;
	struct file *base;

	section = ntsection_section_new(&request->kind, name,
					request->how.access, &base);
	if (IS_ERR(section)) {
		ntsection_name_free(name);
		return ERR_CAST(section);
	}
	if (name)
		ntsection_name_insert(section);
	trace_ntsection_create(section, request->how.access);
	return ntsection_first_handle(section, base, request->how.access);
}

/*
 * Open the section of @name, or make it. Nothing is charged for a name that
 * is known already (K-14). Consumes @name.
 */
static struct file *ntsection_create_or_open(const struct demand *request,
					     struct ntsection_name *name,
					     bool *existed)
{
	struct ntsection *section;
	struct mutex *turn;	/* of those who create this name */
	struct file *file;

	section = ntsection_name_find(name, &request->how);
	if (PTR_ERR(section) == -ENOENT) {
		turn = ntsection_name_lock(name);
		if (IS_ERR(turn)) {
			ntsection_name_free(name);
			return ERR_CAST(turn);
		}
		section = ntsection_name_find(name, &request->how);
		if (PTR_ERR(section) == -ENOENT) {
			file = ntsection_create_file(request, name);
			mutex_unlock(turn);
			return file;
		}
		mutex_unlock(turn);
	}

	ntsection_name_free(name);
	if (IS_ERR(section))
		return ERR_CAST(section);
	*existed = true;
	trace_ntsection_open(section, request->how.access);
	return ntsection_handle_file(section, request->how.access);
}

/* Tell the caller whether the section existed, if he wants to know. */
static int ntsection_put_existed(const struct ntsection_create *args,
				 void __user *user_args, bool existed)
{
	struct ntsection_create __user *create = user_args;

	if (args->size < offsetofend(struct ntsection_create, existed))
		return 0;
	return put_user(existed, &create->existed);
}

/*
 * Create a section, or open the one that has its name, and return a handle.
 * What @args says was checked for its form only. The handle is complete, and
 * the outputs are written, before it becomes visible.
 */
int ntsection_handle_create(const struct ntsection_create *args,
			    void __user *user_args)
{
	struct ntsection_name *name = NULL;
	struct demand request;
	bool existed = false;
	struct file *file;
	int err, fd;

	err = ntsection_check_request(args, &request);
	if (err)
		return err;
	if (args->name_length) {
		name = ntsection_name_new(args->name, args->name_length,
					  args->mode);
		if (IS_ERR(name))
			return PTR_ERR(name);
	} else if (args->mode) {
		return -EINVAL;
	}

	fd = get_unused_fd_flags(ntsection_fd_flags(args->flags));
	if (fd < 0) {
		ntsection_name_free(name);
		return fd;
	}

	if (name)
		file = ntsection_create_or_open(&request, name, &existed);
	else
		file = ntsection_create_file(&request, NULL);
	if (IS_ERR(file)) {
		err = PTR_ERR(file);
		goto err_fd;
	}

	err = ntsection_put_existed(args, user_args, existed);
	if (err)
		goto err_file;

	fd_install(fd, file);
	return fd;

err_file:
	fput(file);
err_fd:
	put_unused_fd(fd);
	return err;
}

/* Open a section by its name and return a handle. */
int ntsection_handle_open(const struct ntsection_open *args)
{
	const struct ntsection_lookup how = {
		.access = args->access,
		.fold = args->flags & NTSECTION_CASE_INSENSITIVE,
	};
	struct ntsection_name *name;
	struct ntsection *section;
	struct file *file;
	int fd;

	name = ntsection_name_new(args->name, args->name_length, 0);
	if (IS_ERR(name))
		return PTR_ERR(name);
	section = ntsection_name_find(name, &how);
	ntsection_name_free(name);
	if (IS_ERR(section))
		return PTR_ERR(section);

	trace_ntsection_open(section, args->access);
	file = ntsection_handle_file(section, args->access);
	if (IS_ERR(file))
		return PTR_ERR(file);

	fd = get_unused_fd_flags(ntsection_fd_flags(args->flags));
	if (fd < 0)
		fput(file);
	else
		fd_install(fd, file);
	return fd;
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
	/* Nobody loses by a right that is of no use: sections never grow. */
	if (access & ~(source->access | NTSECTION_EXTEND_SIZE))
		return -EACCES;

	fd = get_unused_fd_flags(ntsection_fd_flags(args->flags));
	if (fd < 0)
		return fd;

	/* Not 0 before: the caller of the ioctl holds the source. */
	refcount_inc(&section->handles);
	kref_get(&section->ref);
	trace_ntsection_duplicate(section, access);
	file = ntsection_handle_file(section, access);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}

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

static int ntsection_describe_handle(const struct ntsection_grant *grant,
				     void __user *user_args)
{
	const struct ntsection *section = grant->section;
	struct ntsection_handle args;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags)
		return -EINVAL;

	args.id = section->id;
	args.maximum_size = section->size;
	args.protection = section->protection;
	args.attributes = section->attributes;
	args.access = grant->access;
	args.handles = refcount_read(&section->handles);
	return ntsection_args_put(user_args, &args, sizeof(args));
}

static long ntsection_handle_call(struct file *file, unsigned int cmd,
				  void __user *argp)
{
	const struct ntsection_grant *grant = file->private_data;

	switch (cmd) {
	case NTSECTION_IOC_FEATURES:
		return ntsection_features(argp);
	case NTSECTION_IOC_QUERY:
		return ntsection_query(grant, argp);
	case NTSECTION_IOC_HANDLE:
		return ntsection_describe_handle(grant, argp);
	case NTSECTION_IOC_RESIDENCE:
		return ntsection_residence(grant, argp);
	case NTSECTION_IOC_DUPLICATE:
		return ntsection_duplicate(grant, argp);
	default:
		return ntsection_range_ioctl(file, cmd, argp);
	}
}

static long ntsection_handle_ioctl(struct file *file, unsigned int cmd,
				   unsigned long parm)
{
	long result = ntsection_handle_call(file, cmd, (void __user *)parm);

	if (result < 0)
		trace_ntsection_refuse(cmd, result);
	return result;
}

static int ntsection_handle_mmap(struct file *file, struct vm_area_struct *vma)
{
	int err = ntsection_view_map(file->private_data, vma);

	if (err)
		trace_ntsection_refuse(0, err);
	return err;
}

static int ntsection_handle_release(struct inode *inode, struct file *file)
{
	struct ntsection_grant *grant = file->private_data;

	trace_ntsection_close(grant->section, grant->access);
	ntsection_handle_put(grant->section);
	ntsection_grant_free(grant);
	return 0;
}

/* Keys as in Documentation/gpu/drm-usage-stats.rst; sizes are in bytes. */
static void ntsection_handle_fdinfo(struct seq_file *m, struct file *file)
{
	const struct ntsection_grant *grant = file->private_data;
	const struct ntsection *section = grant->section;
	struct ntsection_query info;

	ntsection_describe(grant, &info);
	seq_printf(m, "ntsection-id:\t%llu\n", info.id);
	seq_printf(m, "ntsection-size:\t%llu\n", info.maximum_size);
	seq_printf(m, "ntsection-committed:\t%llu\n", info.committed);
	seq_printf(m, "ntsection-resident:\t%llu\n", info.resident);
	seq_printf(m, "ntsection-swapped:\t%llu\n", info.swapped);
	seq_printf(m, "ntsection-protection:\t%#x\n", info.protection);
	seq_printf(m, "ntsection-attributes:\t%#x\n", info.attributes);
	seq_printf(m, "ntsection-access:\t%#x\n", info.access);
	seq_printf(m, "ntsection-handles:\t%u\n",
		   refcount_read(&section->handles));
	seq_printf(m, "ntsection-views:\t%u\n",
		   ntsection_views_count(section));
	if (section->name) {
		seq_puts(m, "ntsection-name:\t");
		seq_escape_mem(m, section->name->text, section->name->length,
			       ESCAPE_SPACE | ESCAPE_SPECIAL | ESCAPE_NULL |
			       ESCAPE_OCTAL | ESCAPE_NP, NULL);
		seq_putc(m, '\n');
	}
}

/*
 * No read, write, seek, fallocate or splice: the only way to the pages is a
 * view. No ->get_unmapped_area() of shmem's: it insists on shmem's f_op.
 */
#define NTSECTION_HANDLE_FOPS				\
	.owner		= THIS_MODULE,			\
	.mmap		= ntsection_handle_mmap,	\
	.release	= ntsection_handle_release,	\
	.unlocked_ioctl	= ntsection_handle_ioctl,	\
	.compat_ioctl	= compat_ptr_ioctl,		\
	.show_fdinfo	= ntsection_handle_fdinfo

static const struct file_operations ntsection_handle_fops = {
	NTSECTION_HANDLE_FOPS,
};

/* Views are placed where a huge page can be mapped as a whole. */
static const struct file_operations ntsection_large_handle_fops = {
	NTSECTION_HANDLE_FOPS,
	.get_unmapped_area = ntsection_large_unmapped_area,
};
