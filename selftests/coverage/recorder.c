// SPDX-License-Identifier: GPL-2.0
/*
 * The recorder: which basic blocks of ntsection.ko were reached, by whatever
 * task, since this module was loaded. It outlives ntsection.ko, which may be
 * loaded several times meanwhile.
 *
 * /sys/kernel/debug/ntsection_coverage has a line for each block: "core OFFSET"
 * counts from the function in hit.c, "init OFFSET" from the module's init
 * function.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "recorder.h"

u8 ntsection_coverage_core[NTSECTION_COVERAGE_SIZE];
EXPORT_SYMBOL_GPL(ntsection_coverage_core);
u8 ntsection_coverage_init[NTSECTION_COVERAGE_SIZE];
EXPORT_SYMBOL_GPL(ntsection_coverage_init);

static struct dentry *file;

static void show(struct seq_file *m, const char *kind, const u8 *blocks)
{
	long i;

	for (i = 0; i < NTSECTION_COVERAGE_SIZE; i++) {
		if (READ_ONCE(blocks[i]))
			seq_printf(m, "%s %ld\n", kind,
				   i - (long)NTSECTION_COVERAGE_REACH);
	}
}

static int ntsection_coverage_show(struct seq_file *m, void *unused)
{
	show(m, "core", ntsection_coverage_core);
	show(m, "init", ntsection_coverage_init);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(ntsection_coverage);

static int __init recorder_init(void)
{
	file = debugfs_create_file("ntsection_coverage", 0400, NULL, NULL,
				   &ntsection_coverage_fops);
	return PTR_ERR_OR_ZERO(file);
}
module_init(recorder_init);

static void __exit recorder_exit(void)
{
	debugfs_remove(file);
}
module_exit(recorder_exit);

MODULE_DESCRIPTION("Which basic blocks of ntsection.ko were reached");
MODULE_LICENSE("GPL");
