// SPDX-License-Identifier: GPL-2.0
/*
 * Names of sections.
 *
 * A name is known in one pid namespace: that is what a container has of its
 * own, and a reference on it can be held with exported functions. "X" and
 * "Local\X" are the name X in the caller's namespace, "Global\X" is the name X
 * in the initial one, which other namespaces need CAP_SYS_ADMIN for.
 *
 * A name goes with the last handle of its section (N-27), not with the last
 * view. So the tree below has sections only that have a handle, and who finds
 * one under the lock can take another. The last handle is given up under the
 * same lock.
 *
 * One tree has all names, sorted by namespace, by the hash of the name with its
 * letters folded, by that folded name, and by the name itself. A lookup that
 * ignores case finds the first of those that differ in case only. The hash
 * spares the comparison of long names that begin alike; unlike a table, a tree
 * has no worst case that an unprivileged user could bring about.
 *
 * Between the look for a name and its insertion the memory is charged, which
 * can fail for two of one name where it would not for one. So creators of one
 * name take turns: they hold the lock that the name's hash selects. Creators of
 * others do not wait, however long reclaim may take.
 *
 * Lock order:
 *
 *	the lock of a name's creators
 *	  locks of shmem and the commit limit
 *	  names_lock; nothing of this module is taken, allocated or freed under it
 */

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/random.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/user_namespace.h>

#include "names.h"
#include "section.h"

static DEFINE_MUTEX(names_lock);
static struct rb_root names = RB_ROOT;

static struct mutex creators[64];
static u32 hash_seed;

void ntsection_names_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(creators); i++)
		mutex_init(&creators[i]);
	hash_seed = get_random_u32();
}

/* A letter of ASCII in lower case, any other byte as it is. */
static u8 fold(u8 byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

/* In pieces: each byte by itself would take several times as long. */
static u32 hash_of(const struct ntsection_name *name)
{
	u32 hash = hash_seed, done, i;
	u8 folded[64];

	for (done = 0; done < name->length; done += i) {
		u32 piece = min_t(u32, name->length - done, sizeof(folded));

		for (i = 0; i < piece; i++)
			folded[i] = fold(name->text[done + i]);
		hash = jhash(folded, piece, hash);
	}
	return hash;
}

/**
 * ntsection_name_lock - wait for one's turn to create a section of a name
 * @name: the name
 *
 * Return: a mutex for the caller to unlock; -EINTR if the caller was killed.
 */
struct mutex *ntsection_name_lock(const struct ntsection_name *name)
{
	struct mutex *turn;	/* of those who create this name */

	turn = &creators[name->hash % ARRAY_SIZE(creators)];
	return mutex_lock_killable(turn) ? ERR_PTR(-EINTR) : turn;
}

static int compare_folded(const struct ntsection_name *a,
			  const struct ntsection_name *b)
{
	u32 i, length = min(a->length, b->length);

	if (a->pid_ns != b->pid_ns)
		return a->pid_ns < b->pid_ns ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;

	for (i = 0; i < length; i++) {
		int diff = fold(a->text[i]) - fold(b->text[i]);

		if (diff)
			return diff;
	}
	return a->length < b->length ? -1 : a->length > b->length;
}

static int compare(const struct ntsection_name *a,
		   const struct ntsection_name *b)
{
	/* Equal when folded means equal in length. */
	return compare_folded(a, b) ?: memcmp(a->text, b->text, a->length);
}

/* The name in the tree that is equal to @key; with @folded the first that is. */
static struct ntsection_name *lookup(const struct ntsection_name *key,
				     bool folded)
{
	struct rb_node *node = names.rb_node;
	struct ntsection_name *found = NULL;

	lockdep_assert_held(&names_lock);

	while (node) {
		struct ntsection_name *name;
		int order;

		name = rb_entry(node, struct ntsection_name, node);
		order = folded ? compare_folded(key, name) : compare(key, name);
		if (!order)
			found = name;
		if (!order && !folded)
			break;
		node = order <= 0 ? node->rb_left : node->rb_right;
	}
	return found;
}

static void insert(struct ntsection_name *name)
{
	struct rb_node **link = &names.rb_node, *parent = NULL;

	lockdep_assert_held(&names_lock);

	while (*link) {
		parent = *link;
		if (compare(name, rb_entry(parent, struct ntsection_name,
					   node)) < 0)
			link = &parent->rb_left;
		else
			link = &parent->rb_right;
	}
	rb_link_node(&name->node, parent, link);
	rb_insert_color(&name->node, &names);
}

/*
 * Do the permission bits let the caller open the section of @name with @access?
 * Reading gives the rights to query, map, copy and execute, writing those to
 * write and extend; those on the object itself are the owner's.
 */
static bool mode_permits(const struct ntsection_name *name, u32 access)
{
	const u32 read = NTSECTION_QUERY | NTSECTION_MAP_READ |
			 NTSECTION_MAP_EXECUTE | NTSECTION_READ_CONTROL;
	const u32 write = NTSECTION_MAP_WRITE | NTSECTION_EXTEND_SIZE;
	bool owner = uid_eq(current_fsuid(), name->uid);
	umode_t mode = name->mode;
	u32 granted = 0;

	if (owner)
		mode >>= 6;
	else if (in_group_p(name->gid))
		mode >>= 3;
	if (mode & 0004)
		granted |= read;
	if (mode & 0002)
		granted |= write;
	if (owner)
		granted |= NTSECTION_DELETE | NTSECTION_READ_CONTROL |
			   NTSECTION_WRITE_DAC | NTSECTION_WRITE_OWNER;

	return !(access & ~granted);
}

static bool permitted(const struct ntsection_name *name, u32 access)
{
	return mode_permits(name, access) ||
	       ns_capable(name->user_ns, CAP_IPC_OWNER);
}

/* Take a handle on the section of @name, found under the lock. */
static struct ntsection *open_name(const struct ntsection_name *name,
				   const struct ntsection_lookup *how)
{
	struct ntsection *section = name->section;

	lockdep_assert_held(&names_lock);

	if (how->exclusive)
		return ERR_PTR(-EEXIST);
	/* No right at all is for new sections only (C-33). */
	if (!how->access || !permitted(name, how->access))
		return ERR_PTR(-EACCES);

	/*
	 * In this order: with two handles counted the other one can be closed
	 * without the lock, and its reference may be the last.
	 */
	kref_get(&section->ref);
	refcount_inc(&section->handles);
	return section;
}

static const char global[] = "Global\\", local[] = "Local\\";

/* Does @name begin with @prefix? If so, remove it. */
static bool remove_prefix(struct ntsection_name *name, const char *prefix,
			  u32 length)
{
	if (name->length < length || memcmp(name->text, prefix, length))
		return false;
	name->length -= length;
	memmove(name->text, name->text + length, name->length);
	return true;
}

/*
 * Find the namespace that the prefix means, and check what is left: a name
 * is one component, for there are no directories that could have others
 * (N-21, N-22, N-25).
 */
static int resolve(struct ntsection_name *name)
{
	struct pid_namespace *pid_ns = task_active_pid_ns(current);

	if (remove_prefix(name, global, sizeof(global) - 1)) {
		if (pid_ns != &init_pid_ns && !capable(CAP_SYS_ADMIN))
			return -EACCES;
		pid_ns = &init_pid_ns;
	} else {
		remove_prefix(name, local, sizeof(local) - 1);
	}

	if (!name->length || name->text[0] == '\\')
		return -EINVAL;
	if (memchr(name->text, '\\', name->length))
		return -ENOTDIR;

	name->pid_ns = get_pid_ns(pid_ns);
	return 0;
}

/**
 * ntsection_name_new - read a name, for a lookup or for a new section
 * @user_text: address of the name in the caller's memory
 * @length: its length in bytes
 * @mode: permission bits; 0 means 0600
 *
 * Return: the name, owned by the caller; -EINVAL for an empty name, a leading
 * backslash, or bits in @mode that are no permissions to read and write;
 * -ENAMETOOLONG; -ENOTDIR for another backslash; -EACCES for "Global\" without
 * the capability; -EFAULT; -ENOMEM.
 */
struct ntsection_name *ntsection_name_new(u64 user_text, u32 length, u32 mode)
{
	struct ntsection_name *name;
	int err;

	if (mode & ~0666)
		return ERR_PTR(-EINVAL);
	if (length > NTSECTION_NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);

	name = kvmalloc(struct_size(name, text, length), GFP_KERNEL_ACCOUNT);
	if (!name)
		return ERR_PTR(-ENOMEM);

	err = -EFAULT;
	if (copy_from_user(name->text, u64_to_user_ptr(user_text), length))
		goto err_free;

	name->length = length;
	err = resolve(name);
	if (err)
		goto err_free;

	name->hash = hash_of(name);
	RB_CLEAR_NODE(&name->node);
	name->section = NULL;
	name->user_ns = get_user_ns(current_user_ns());
	name->uid = current_fsuid();
	name->gid = current_fsgid();
	name->mode = mode ?: 0600;
	return name;

err_free:
	kvfree(name);
	return ERR_PTR(err);
}

void ntsection_name_free(struct ntsection_name *name)
{
	if (!name)
		return;
	put_pid_ns(name->pid_ns);
	put_user_ns(name->user_ns);
	kvfree(name);
}

/**
 * ntsection_name_find - open the section of a name
 * @key: the name
 * @how: how
 *
 * Return: the section, with a reference and a handle counted for the caller;
 * -ENOENT; -EACCES; -EEXIST if @how says that it must not exist.
 */
struct ntsection *ntsection_name_find(const struct ntsection_name *key,
				      const struct ntsection_lookup *how)
{
	struct ntsection *section = ERR_PTR(-ENOENT);
	struct ntsection_name *name;

	mutex_lock(&names_lock);
	name = lookup(key, how->fold);
	if (name)
		section = open_name(name, how);
	mutex_unlock(&names_lock);
	return section;
}

/**
 * ntsection_name_insert - let a new section be found by its name
 * @section: the section, with a name that is not taken and a handle counted
 *
 * Context: with the lock of the name's creators.
 */
void ntsection_name_insert(struct ntsection *section)
{
	mutex_lock(&names_lock);
	section->name->section = section;
	insert(section->name);
	mutex_unlock(&names_lock);
}

/**
 * ntsection_name_label - make the label of a section's files
 * @name: the section's name, or NULL
 * @label: where to, NTSECTION_LABEL_SIZE bytes
 *
 * Where it is shown, the kernel escapes what would be mistaken for the end.
 */
void ntsection_name_label(const struct ntsection_name *name, char *label)
{
	const size_t prefix = sizeof(NTSECTION_LABEL ":") - 1;
	size_t length;

	if (!name) {
		strscpy(label, NTSECTION_LABEL, NTSECTION_LABEL_SIZE);
		return;
	}
	length = min_t(size_t, name->length, NTSECTION_LABEL_SIZE - prefix - 1);
	memcpy(label, NTSECTION_LABEL ":", prefix);
	memcpy(label + prefix, name->text, length);
	label[prefix + length] = '\0';
}

/*
 * Could the caller open the section of @name, with any right to its content?
 * Who only looks at a list has not used a capability, nor missed one.
 */
bool ntsection_name_opens(const struct ntsection_name *name)
{
	return name->pid_ns == task_active_pid_ns(current) &&
	       (mode_permits(name, NTSECTION_QUERY) ||
		mode_permits(name, NTSECTION_MAP_WRITE) ||
		ns_capable_noaudit(name->user_ns, CAP_IPC_OWNER));
}

/*
 * Give up a handle of @section. With the last one the name goes; returns true
 * then.
 */
bool ntsection_name_put(struct ntsection *section)
{
	/* Whether there is a name does not change once there are handles. */
	if (!section->name)
		return refcount_dec_and_test(&section->handles);

	if (!refcount_dec_and_mutex_lock(&section->handles, &names_lock))
		return false;
	rb_erase(&section->name->node, &names);
	mutex_unlock(&names_lock);
	return true;
}
