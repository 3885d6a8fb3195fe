// SPDX-License-Identifier: GPL-2.0
/*
 * The commit limit of sections: the module parameter commit_limit.
 *
 * NT keeps its commit promise always: what was accepted can be used to the
 * last byte. Linux keeps it in overcommit mode 2 only, and a module cannot
 * change the mode for its own objects. What it can do is refuse more:
 *
 *	kernel	the kernel's overcommit policy alone (default)
 *	strict	all sections together stay within RAM and swap
 *	system	all that the system has committed, sections or not, stays within
 *		the RAM that the kernel does not need itself, and swap: NT's own
 *		rule (K-09), under which what was accepted can be filled
 *	SIZE	all sections together stay within SIZE bytes (suffixes K, M, G)
 *
 * All of them hold in every overcommit mode. A refusal comes before anything
 * is charged. With a limit, creations and commits take turns, so that two of
 * them do not both fit into what is left for one.
 *
 * No function that a module may call tells the total of swap, so "strict" and
 * "system" read /proc/meminfo at each check and so follow swapon and swapoff.
 * It is opened when the parameter is set, by whoever sets it.
 */

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "section.h"

#define LIMIT_KERNEL	0
#define LIMIT_STRICT	U64_MAX
#define LIMIT_SYSTEM	(U64_MAX - 1)

/* Changes under limit_lock. Read without it to see whether to take it. */
static u64 commit_limit = LIMIT_KERNEL;

/* /proc/meminfo, with LIMIT_STRICT and LIMIT_SYSTEM; under limit_lock. */
static struct file *meminfo;

/* Bytes charged for all sections. */
static atomic64_t charged;

/*
 * Protects the parameter, and makes a check and the charge that follows one
 * step. Outside of all locks of a section; may be taken under mmap_lock.
 */
static DEFINE_MUTEX(limit_lock);

/* The bytes that a line of /proc/meminfo tells, 0 without such a line. */
static u64 meminfo_value(const char *text, const char *key)
{
	const char *line = strstr(text, key);
	unsigned long long kib;

	if (!line || sscanf(line + strlen(key), " %llu kB", &kib) != 1)
		return 0;
	return (u64)kib << 10;
}

/*
 * Bytes that can be promised, 0 if that cannot be found out: RAM and swap, or
 * with @usable that part of RAM which is free, or can be freed or swapped.
 */
static u64 promisable(bool usable)
{
	static char text[2048];
	loff_t position = 0;
	ssize_t length;
	u64 ram;

	lockdep_assert_held(&limit_lock);

	length = kernel_read(meminfo, text, sizeof(text) - 1, &position);
	if (length <= 0)
		return 0;
	text[length] = '\0';

	if (usable) {
		ram = meminfo_value(text, "MemAvailable:") +
		      meminfo_value(text, "Active(anon):") +
		      meminfo_value(text, "Inactive(anon):");
		ram += meminfo_value(text, "SwapTotal:");
		/*
		 * To use it all takes page tables and nodes of the page cache,
		 * and pages on their way are in RAM and in swap: 1/40 was seen.
		 */
		return ram - ram / 16;
	}
	return meminfo_value(text, "MemTotal:") +
	       meminfo_value(text, "SwapTotal:");
}

static bool fits(u64 bytes)
{
	u64 used = atomic64_read(&charged), limit = commit_limit;

	lockdep_assert_held(&limit_lock);

	if (limit == LIMIT_KERNEL)
		return true;
	if (limit == LIMIT_STRICT) {
		limit = promisable(false);
	} else if (limit == LIMIT_SYSTEM) {
		used = (u64)vm_memory_committed() << PAGE_SHIFT;
		limit = promisable(true);
	}
	return used <= limit && bytes <= limit - used;
}

/**
 * ntsection_limit_begin - check that a charge stays within the limit
 * @bytes: the charge, which follows now
 *
 * Return: a value for ntsection_limit_end(), or -ENOMEM.
 */
int ntsection_limit_begin(u64 bytes)
{
	/* What is set at this moment holds from the next call on. */
	if (READ_ONCE(commit_limit) == LIMIT_KERNEL)
		return false;

	mutex_lock(&limit_lock);
	if (fits(bytes))
		return true;
	mutex_unlock(&limit_lock);
	return -ENOMEM;
}

/**
 * ntsection_limit_end - end what ntsection_limit_begin() began
 * @locked: what that returned
 * @bytes: what was charged, 0 if the charge failed
 */
void ntsection_limit_end(int locked, u64 bytes)
{
	atomic64_add(bytes, &charged);
	if (locked)
		mutex_unlock(&limit_lock);
}

/* Bytes of sections are not charged any more. */
void ntsection_limit_release(u64 bytes)
{
	atomic64_sub(bytes, &charged);
}

/*
 * Is the system within the limit, now that the kernel has charged a view that
 * may copy its pages (K-05)? Only "system" counts what is not a section's.
 */
bool ntsection_limit_allows_copies(void)
{
	bool within;

	/* Looked at again with the lock; here, only to do without it. */
	if (READ_ONCE(commit_limit) != LIMIT_SYSTEM)
		return true;

	mutex_lock(&limit_lock);
	within = commit_limit != LIMIT_SYSTEM || fits(0);
	mutex_unlock(&limit_lock);
	return within;
}

void ntsection_limit_exit(void)
{
	if (meminfo)
		fput(meminfo);
}

/*
 * Open /proc/meminfo, to be read under limit_lock.
 *
 * The file of a parameter has a lock as this one has, of the same kind and for
 * the same purpose, and is read and written with it held outside of limit_lock.
 * Nobody but us reads this file: its lock is inside, and of a class of its own.
 */
static struct file *open_meminfo(void)
{
	static struct lock_class_key key;
	struct file *file = filp_open("/proc/meminfo", O_RDONLY, 0);

	if (!IS_ERR(file))
		lockdep_set_class(&((struct seq_file *)file->private_data)->lock,
				  &key);
	return file;
}

static int commit_limit_set(const char *text, const struct kernel_param *param)
{
	struct file *file = NULL, *old;
	char *end;
	u64 limit;

	if (sysfs_streq(text, "kernel")) {
		limit = LIMIT_KERNEL;
	} else if (sysfs_streq(text, "strict")) {
		limit = LIMIT_STRICT;
	} else if (sysfs_streq(text, "system")) {
		limit = LIMIT_SYSTEM;
	} else {
		limit = memparse(text, &end);
		if (end == text || !sysfs_streq(end, "") ||
		    limit == LIMIT_KERNEL || limit >= LIMIT_SYSTEM)
			return -EINVAL;
	}

	if (limit >= LIMIT_SYSTEM) {
		/* Of a built-in module, on the kernel's command line. */
		if (system_state < SYSTEM_RUNNING)
			return -EAGAIN;
		file = open_meminfo();
		if (IS_ERR(file))
			return PTR_ERR(file);
	}

	mutex_lock(&limit_lock);
	old = meminfo;
	meminfo = file;
	/* Others read it without the lock. */
	WRITE_ONCE(commit_limit, limit);
	mutex_unlock(&limit_lock);

	if (old)
		fput(old);
	return 0;
}

static int commit_limit_get(char *buffer, const struct kernel_param *param)
{
	/* The lock is not worth it: it may change once it is told anyway. */
	u64 limit = READ_ONCE(commit_limit);

	if (limit == LIMIT_KERNEL)
		return scnprintf(buffer, PAGE_SIZE, "kernel\n");
	if (limit == LIMIT_STRICT)
		return scnprintf(buffer, PAGE_SIZE, "strict\n");
	if (limit == LIMIT_SYSTEM)
		return scnprintf(buffer, PAGE_SIZE, "system\n");
	return scnprintf(buffer, PAGE_SIZE, "%llu\n", limit);
}

static const struct kernel_param_ops commit_limit_ops = {
	.set = commit_limit_set,
	.get = commit_limit_get,
};
module_param_cb(commit_limit, &commit_limit_ops, NULL, 0644);
MODULE_PARM_DESC(commit_limit,
		 "kernel (its overcommit policy), strict (sections within RAM + swap), system (all within usable RAM + swap), or a size for all sections");
