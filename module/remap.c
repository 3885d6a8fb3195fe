// SPDX-License-Identifier: GPL-2.0
/*
 * Mapping what a view shows once more, shared or copy-on-write.
 *
 * NT changes a view from the one to the other in place, and Linux cannot: that
 * a VMA is private is settled when it is made. So the caller gets a new view
 * and moves it over the old one. To do that here, with MAP_FIXED, would leave a
 * hole where the commit limit refuses the copies, because the kernel removes
 * what is in the way before it charges.
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/uaccess.h>

#include "section.h"

/*
 * ntsection_remap - NTSECTION_IOC_REMAP
 *
 * The rights are checked by the view file's ->mmap(), which see.
 */
int ntsection_remap(void __user *user_args)
{
	const u32 prots = PROT_READ | PROT_WRITE | PROT_EXEC;
	struct ntsection_remap args;
	struct ntsection_shown shown;
	unsigned long address;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags & ~NTSECTION_REMAP_COPY || args.prot & ~prots ||
	    args.pad || !args.length || !PAGE_ALIGNED(args.start) ||
	    !PAGE_ALIGNED(args.length))
		return -EINVAL;

	err = ntsection_find_shown(&shown, args.start, args.length);
	if (err)
		return err;

	/* Views that differ in rights are not one view, however close. */
	address = -ENXIO;
	if (!shown.one_file)
		goto put;
	/* A view file may read, its view perhaps only execute. */
	address = -EACCES;
	if (!shown.readable)
		goto put;
	address = vm_mmap(shown.file, 0, args.length, args.prot,
			  args.flags & NTSECTION_REMAP_COPY ? MAP_PRIVATE :
							      MAP_SHARED,
			  shown.offset);
put:
	fput(shown.file);
	if (IS_ERR_VALUE(address))
		return (int)address;

	args.address = address;
	err = ntsection_args_put(user_args, &args, sizeof(args));
	if (err)
		vm_munmap(address, args.length);
	return err;
}
