// SPDX-License-Identifier: GPL-2.0
/*
 * NT section objects backed by the paging file: the device /dev/ntsection.
 *
 * Opening the device gives nothing but the right to create sections, which
 * is no more than memfd_create() offers to everybody. An open device has no
 * state.
 */

#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>

#include "names.h"
#include "rules.h"
#include "section.h"
#include "trace.h"

/* Size of struct ntsection_create before sections had names. */
#define CREATE_LEAST	offsetof(struct ntsection_create, name)

static int ntsection_create(void __user *user_args)
{
	const u32 flags = NTSECTION_INHERIT | NTSECTION_OPEN_IF |
			  NTSECTION_CASE_INSENSITIVE |
			  NTSECTION_PREFERRED_NODE;
	struct ntsection_create args;
	int err;

	err = ntsection_args_get(&args, sizeof(args), CREATE_LEAST, user_args);
	if (err)
		return err;
	if (args.flags & ~flags || args.access & ~NTSECTION_ALL_ACCESS ||
	    args.pad)
		return -EINVAL;

	return ntsection_handle_create(&args, user_args);
}

static int ntsection_open(const void __user *user_args)
{
	struct ntsection_open args;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags & ~(NTSECTION_INHERIT | NTSECTION_CASE_INSENSITIVE) ||
	    args.access & ~NTSECTION_ALL_ACCESS)
		return -EINVAL;

	return ntsection_handle_open(&args);
}

/* Size of struct ntsection_features before there were large pages. */
#define FEATURES_LEAST	offsetof(struct ntsection_features, large_page_size)

int ntsection_features(void __user *user_args)
{
	struct ntsection_features args;
	int err;

	err = ntsection_args_get(&args, sizeof(args), FEATURES_LEAST, user_args);
	if (err)
		return err;
	if (args.flags)
		return -EINVAL;

	args.features = NTSECTION_FEATURE_RESERVE | NTSECTION_FEATURE_RESET |
			NTSECTION_FEATURE_NAMES | NTSECTION_FEATURE_HANDLE |
			NTSECTION_FEATURE_REMAP | NTSECTION_FEATURE_LIST;
	args.maximum_size = ntsection_maximum_size();
	args.protections = NTSECTION_PROTECTIONS;
	args.attributes = ntsection_attributes();
	args.access = NTSECTION_ALL_ACCESS;
	args.page_size = PAGE_SIZE;
	args.large_page_size = ntsection_large_page_size();
	return ntsection_args_put(user_args, &args, sizeof(args));
}

static long ntsection_device_call(unsigned int cmd, void __user *argp)
{
	switch (cmd) {
	case NTSECTION_IOC_CREATE:
		return ntsection_create(argp);
	case NTSECTION_IOC_OPEN:
		return ntsection_open(argp);
	case NTSECTION_IOC_FEATURES:
		return ntsection_features(argp);
	case NTSECTION_IOC_REMAP:
		return ntsection_remap(argp);
	case NTSECTION_IOC_LIST:
		return ntsection_list(argp);
	case NTSECTION_IOC_RESIDENCE:
		return ntsection_residence(NULL, argp);
	default:
		return ntsection_range_ioctl(NULL, cmd, argp);
	}
}

static long ntsection_device_ioctl(struct file *file, unsigned int cmd,
				   unsigned long parm)
{
	long result = ntsection_device_call(cmd, (void __user *)parm);

	if (result < 0)
		trace_ntsection_refuse(cmd, result);
	return result;
}

static const struct file_operations ntsection_device_fops = {
	.owner		= THIS_MODULE,
	.open		= nonseekable_open,
	.unlocked_ioctl	= ntsection_device_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

static struct miscdevice ntsection_device = {
	.minor		= MISC_DYNAMIC_MINOR,
	.name		= "ntsection",
	.fops		= &ntsection_device_fops,
	.mode		= 0666,
};

static int __init ntsection_init(void)
{
	int err;

	ntsection_names_init();
	err = ntsection_section_init();
	if (err)
		goto err_limit;
	err = misc_register(&ntsection_device);
	if (err)
		goto err_section;
	return 0;

err_section:
	ntsection_section_exit();
err_limit:
	/* A parameter was set before this function was called. */
	ntsection_limit_exit();
	return err;
}
module_init(ntsection_init);

static void __exit ntsection_exit(void)
{
	misc_deregister(&ntsection_device);
	ntsection_section_exit();
	ntsection_mounts_exit();
	ntsection_limit_exit();
}
module_exit(ntsection_exit);

MODULE_AUTHOR("The ntsection authors");
MODULE_DESCRIPTION("NT section objects backed by the paging file");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
