/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of sections, see names.c.
 */
#ifndef _NTSECTION_NAMES_H
#define _NTSECTION_NAMES_H

#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/rbtree.h>

struct mutex;
struct ntsection;
struct pid_namespace;
struct user_namespace;

/**
 * struct ntsection_name - a name, and who may open the section by it
 * @node: in the tree of all names; under the lock of names.c
 * @section: the section, which owns the name
 * @pid_ns: where the name is known; the name holds a reference
 * @user_ns: of whoever made the section; the name holds a reference
 * @uid: owner
 * @gid: group
 * @mode: permission bits, as of a file
 * @hash: of @text with letters folded
 * @length: bytes of @text
 * @text: the name without prefix, any bytes but the backslash
 */
struct ntsection_name {
	struct rb_node node;
	struct ntsection *section;
	struct pid_namespace *pid_ns;
	struct user_namespace *user_ns;
	kuid_t uid;
	kgid_t gid;
	umode_t mode;
	u32 hash;
	u32 length;
	u8 text[];
};

/* The label of files that /proc/PID/maps and /proc/PID/fd show. */
#define NTSECTION_LABEL		"ntsection"
/* It has the begin of a name as well. */
#define NTSECTION_LABEL_SIZE	80

/**
 * struct ntsection_lookup - how to open the section of a name
 * @access: rights of the handle
 * @fold: ignore the case of ASCII letters
 * @exclusive: a name that is known is an error
 */
struct ntsection_lookup {
	u32 access;
	bool fold;
	bool exclusive;
};

void ntsection_names_init(void);
struct mutex *ntsection_name_lock(const struct ntsection_name *name);
struct ntsection_name *ntsection_name_new(u64 user_text, u32 length, u32 mode);
void ntsection_name_free(struct ntsection_name *name);
struct ntsection *ntsection_name_find(const struct ntsection_name *name,
				      const struct ntsection_lookup *how);
void ntsection_name_insert(struct ntsection *section);
void ntsection_name_label(const struct ntsection_name *name, char *label);

/* The same in less time: @buffer is not written to where there is no name. */
static inline const char *ntsection_label(const struct ntsection_name *name,
					  char *buffer)
{
	if (!name)
		return NTSECTION_LABEL;
	ntsection_name_label(name, buffer);
	return buffer;
}

bool ntsection_name_opens(const struct ntsection_name *name);
bool ntsection_name_put(struct ntsection *section);

#endif /* _NTSECTION_NAMES_H */
