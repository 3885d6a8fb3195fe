// SPDX-License-Identifier: GPL-2.0
/*
 * The list of all sections, and who may see what of it.
 *
 * Sections stand in an array by their numbers, from the moment they are made
 * until the last reference is gone. Who finds one takes a reference under the
 * array's lock, which a section that is freed takes to get out; so a listing
 * needs no more than the number where it stopped, whatever comes and goes
 * meanwhile.
 */

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <linux/xarray.h>

#include "names.h"
#include "section.h"

static DEFINE_XARRAY(sections);

/* Add a section that is complete. */
int ntsection_list_add(struct ntsection *section)
{
	return xa_insert(&sections, section->id, section, GFP_KERNEL_ACCOUNT);
}

/* Nobody has a reference any more; this is where a listing would find it. */
void ntsection_list_remove(struct ntsection *section)
{
	xa_erase(&sections, section->id);
}

/* The first section from number *@id on, with a reference, or NULL. */
static struct ntsection *next_section(unsigned long *id)
{
	struct ntsection *section;

	xa_lock(&sections);
	for (section = xa_find(&sections, id, ULONG_MAX, XA_PRESENT); section;
	     section = xa_find_after(&sections, id, ULONG_MAX, XA_PRESENT)) {
		if (kref_get_unless_zero(&section->ref))
			break;
	}
	xa_unlock(&sections);
	return section;
}

/*
 * What comes from another pid namespace is nobody's but the admin's there.
 * Nothing is audited: a list asks about sections that are not meant.
 */
static bool is_visible(const struct ntsection *section)
{
	const struct cred *cred = section->cred;

	if (!pid_vnr(section->creator))
		return false;
	return uid_eq(current_fsuid(), cred->fsuid) ||
	       (section->name && refcount_read(&section->handles) &&
		ntsection_name_opens(section->name)) ||
	       ns_capable_noaudit(cred->user_ns, CAP_SYS_PTRACE) ||
	       ns_capable_noaudit(cred->user_ns, CAP_SYS_ADMIN);
}

/**
 * ntsection_list_get - find a section by its number
 * @id: the number
 *
 * Return: the section, with a reference for the caller; -ESRCH if there is
 * none, or the caller may not see it.
 */
struct ntsection *ntsection_list_get(u64 id)
{
	unsigned long next = id;
	struct ntsection *section;

	section = next == id ? next_section(&next) : NULL;
	if (section && (next != id || !is_visible(section))) {
		ntsection_put(section);
		section = NULL;
	}
	return section ?: ERR_PTR(-ESRCH);
}

static void describe_name(const struct ntsection_name *name,
			  struct ntsection_entry *entry)
{
	entry->mode = name->mode;
	entry->name_length = name->length;
	memcpy(entry->name, name->text,
	       min_t(size_t, name->length, sizeof(entry->name)));
}

static void describe(const struct ntsection *section,
		     struct ntsection_entry *entry)
{
	struct user_namespace *user_ns = current_user_ns();

	memset(entry, 0, sizeof(*entry));
	entry->id = section->id;
	entry->maximum_size = section->size;
	entry->committed = ntsection_committed(section);
	entry->resident = ntsection_resident(section);
	entry->swapped = ntsection_swapped(section);
	entry->created = section->created;
	entry->ino = section->inode->i_ino;
	entry->dev = new_encode_dev(section->inode->i_sb->s_dev);
	entry->protection = section->protection;
	entry->attributes = section->attributes;
	entry->handles = refcount_read(&section->handles);
	entry->views = ntsection_views_count(section);
	entry->uid = from_kuid_munged(user_ns, section->cred->fsuid);
	entry->gid = from_kgid_munged(user_ns, section->cred->fsgid);
	entry->pid = pid_vnr(section->creator);
	BUILD_BUG_ON(sizeof(entry->command) != sizeof(section->command));
	memcpy(entry->command, section->command, sizeof(entry->command));
	/* A name goes with the last handle, whatever views there are (N-27). */
	if (section->name && entry->handles)
		describe_name(section->name, entry);
}

static int put_entry(const struct ntsection *section,
		     const struct ntsection_list *args, u32 index)
{
	u64 address = args->entries + (u64)index * args->entry_size;
	void __user *to = u64_to_user_ptr(address);
	struct ntsection_entry entry;
	size_t known = min_t(size_t, args->entry_size, sizeof(entry));

	describe(section, &entry);
	if (copy_to_user(to, &entry, known) ||
	    clear_user(to + known, args->entry_size - known))
		return -EFAULT;
	return 0;
}

/* Fill the caller's array; *@filled says how far. */
static int put_entries(struct ntsection_list *args, u32 *filled)
{
	unsigned long id = args->cursor;
	struct ntsection *section;
	int err = 0;

	while (*filled < args->count && id < ULONG_MAX) {
		id++;
		section = next_section(&id);
		if (!section)
			break;
		if (is_visible(section)) {
			err = put_entry(section, args, *filled);
			*filled += !err;
		}
		ntsection_put(section);
		if (err)
			return err;
		args->cursor = id;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

/* NTSECTION_IOC_LIST */
int ntsection_list(void __user *user_args)
{
	struct ntsection_list args;
	u32 filled = 0;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags || !args.count || args.entry_size > PAGE_SIZE ||
	    args.entry_size < sizeof(struct ntsection_entry))
		return -EINVAL;

	err = put_entries(&args, &filled);
	if (err)
		return err;
	args.count = filled;
	return ntsection_args_put(user_args, &args, sizeof(args));
}
