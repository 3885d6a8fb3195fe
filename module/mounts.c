// SPDX-License-Identifier: GPL-2.0
/*
 * Private tmpfs mounts: what a section's pages are like beyond their number.
 *
 * Shmem has no call for huge pages or a NUMA policy of one file, but tmpfs has
 * mount options for both. Sections that ask for either get their inode on a
 * mount of the kernel's own that has the option. A mount is made when it is
 * first needed and stays until the module goes.
 */

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/numa.h>
#include <linux/sched/task.h>
#include <linux/xarray.h>

#include "section.h"

/* By index_of(). Changes under mounts_lock, read without. */
static DEFINE_XARRAY(mounts);
static DEFINE_MUTEX(mounts_lock);

static unsigned long index_of(bool large, int node)
{
	/* NUMA_NO_NODE is -1. */
	return (unsigned long)(node + 1) * 2 + large;
}

/*
 * A mount holds the user namespace of whoever makes it, for as long as it
 * lasts: these are made by the kernel, whoever comes first.
 */
static struct vfsmount *mount_as_kernel(struct file_system_type *tmpfs,
					char *options)
{
	const struct cred *caller;
	struct vfsmount *mount;

	caller = override_creds(rcu_dereference_raw(init_task.cred));
	mount = vfs_kern_mount(tmpfs, SB_KERNMOUNT, "tmpfs", options);
	revert_creds(caller);
	return mount;
}

static struct vfsmount *make_mount(bool large, int node)
{
	struct file_system_type *tmpfs = get_fs_type("tmpfs");
	struct vfsmount *mount;
	char options[48];
	int length = 0;

	if (!tmpfs)
		return ERR_PTR(-ENODEV);
	if (large)
		length = scnprintf(options, sizeof(options), "huge=always,");
	if (node != NUMA_NO_NODE)
		length += scnprintf(options + length, sizeof(options) - length,
				    "mpol=prefer:%d,", node);
	/* Without the last comma. */
	options[length - 1] = '\0';

	mount = mount_as_kernel(tmpfs, options);
	module_put(tmpfs->owner);
	return mount;
}

/**
 * ntsection_mount - the mount for a section's inode
 * @large: with huge pages
 * @node: preferred NUMA node, or NUMA_NO_NODE; at least one of both is asked
 *
 * Return: a mount that lives as long as the module; -EOPNOTSUPP if the kernel
 * does not know the option; -ENOMEM.
 */
struct vfsmount *ntsection_mount(bool large, int node)
{
	unsigned long index = index_of(large, node);
	struct vfsmount *mount = xa_load(&mounts, index);
	int err;

	if (mount)
		return mount;

	mutex_lock(&mounts_lock);
	mount = xa_load(&mounts, index);
	if (!mount) {
		mount = make_mount(large, node);
		if (!IS_ERR(mount)) {
			err = xa_err(xa_store(&mounts, index, mount,
					      GFP_KERNEL));
			if (err) {
				kern_unmount(mount);
				mount = ERR_PTR(err);
			}
		}
	}
	mutex_unlock(&mounts_lock);

	return mount == ERR_PTR(-EINVAL) ? ERR_PTR(-EOPNOTSUPP) : mount;
}

void ntsection_mounts_exit(void)
{
	struct vfsmount *mount;
	unsigned long index;

	xa_for_each(&mounts, index, mount)
		kern_unmount(mount);
	xa_destroy(&mounts);
}
