// SPDX-License-Identifier: GPL-2.0
/*
 * Argument structures of ioctls: each begins with its size, so that callers
 * and kernels of different age understand each other.
 */

#include <linux/mm.h>
#include <linux/uaccess.h>

#include "section.h"

/**
 * ntsection_args_get - read an argument structure
 * @args: where to; what the caller does not know of is zero
 * @known: sizeof(*args)
 * @least: size of the structure when it was first published
 * @user_args: the caller's structure
 *
 * The size inside @args is the one that was checked, whatever the caller
 * writes there meanwhile.
 *
 * Return: 0; -EFAULT; -EINVAL if the size is below @least; -E2BIG if it is
 * absurd, or above @known with a rest that is not zero.
 */
int ntsection_args_get(void *args, size_t known, size_t least,
		       const void __user *user_args)
{
	const u32 __user *user_size = user_args;
	u32 size;
	int err;

	if (get_user(size, user_size))
		return -EFAULT;
	if (size < least)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(args, known, user_args, size);
	if (err)
		return err;

	*(u32 *)args = size;
	return 0;
}

/**
 * ntsection_args_put - write an argument structure back
 * @user_args: the caller's structure
 * @args: as ntsection_args_get() filled it, with the results
 * @known: sizeof(*args)
 *
 * What the caller has beyond @known was zero on entry and stays zero.
 *
 * Return: 0 or -EFAULT.
 */
int ntsection_args_put(void __user *user_args, const void *args, size_t known)
{
	size_t size = min_t(size_t, *(const u32 *)args, known);

	return copy_to_user(user_args, args, size) ? -EFAULT : 0;
}
