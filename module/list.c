// SPDX-License-Identifier: GPL-2.0
/*
 * The list of all sections, and who may see what of it.
 *
 * Sections stand in a tree by their numbers, from the moment they are made
 * until the last reference is gone. Who finds one takes a reference under the
 * tree's lock, which a section that is freed takes to get out; so a listing
 * needs no more than the number where it stopped, whatever comes and goes
 * meanwhile. A tree and not an array, because its nodes are part of what they
 * stand for: the creation of a section allocates nothing here.
 */

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/rbtree.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "names.h"
#include "section.h"

static DEFINE_SPINLOCK(sections_lock);
static struct rb_root sections = RB_ROOT;
static u64 last_id;

/* Give a section that is complete its number, and list it. */
void ntsection_list_add(struct ntsection *section)
{
	struct rb_node *last;

	spin_lock(&sections_lock);
	section->id = ++last_id;
	last = rb_last(&sections);
	rb_link_node(&section->node, last,
		     last ? &last->rb_right : &sections.rb_node);
	rb_insert_color(&section->node, &sections);
	spin_unlock(&sections_lock);
}

/* Nobody has a reference any more; this is where a listing would find it. */
void ntsection_list_remove(struct ntsection *section)
{
	spin_lock(&sections_lock);
	rb_erase(&section->node, &sections);
	spin_unlock(&sections_lock);
}

static struct ntsection *section_at(struct rb_node *node)
{
	return rb_entry_safe(node, struct ntsection, node);
}

/* The first section from number @id on. */
static struct ntsection *first_from(u64 id)
{
	struct rb_node *node = sections.rb_node;
	struct ntsection *found = NULL;

	lockdep_assert_held(&sections_lock);

	while (node) {
		struct ntsection *section = section_at(node);

		if (section->id >= id) {
			found = section;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

/* The first section from number @id on, with a reference, or NULL. */
static struct ntsection *next_section(u64 id)
{
	struct ntsection *section;

	spin_lock(&sections_lock);
	for (section = first_from(id); section;
	     section = section_at(rb_next(&section->node))) {
		if (kref_get_unless_zero(&section->ref))
			break;
	}
	spin_unlock(&sections_lock);
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
	struct ntsection *section = next_section(id);

	if (section && (section->id != id || !is_visible(section))) {
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
	struct ntsection *section;
	int err = 0;

	while (*filled < args->count && args->cursor < U64_MAX) {
		u64 id;

		section = next_section(args->cursor + 1);
		if (!section)
			break;
		id = section->id;
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
