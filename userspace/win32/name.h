/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of sections: from an OBJECT_ATTRIBUTES to what the kernel takes.
 */
#ifndef NTSECTION_WIN32_INTERNAL_NAME_H
#define NTSECTION_WIN32_INTERNAL_NAME_H

#include <ntsection/win32.h>
#include <stdbool.h>

/**
 * struct name - a name, and how a section is looked up by it
 * @bytes: as the kernel takes it; no NUL at the end
 * @length: their number; 0 for a section without a name
 * @flags: NTSECTION_* flags for creation and opening, from the OBJ_* ones
 * @mode: permission bits, 0 for the default
 * @is_directory: it is the name of a directory, and of no section
 * @is_root: it has no characters, under a root directory
 * @directory: which directory or root
 * @few: where short names are, so that they need no memory
 */
struct name {
	char *bytes;
	size_t length;
	unsigned int flags;
	unsigned int mode;
	bool is_directory;
	bool is_root;
	HANDLE directory;
	char few[256];
};

/*
 * Without @attributes there is no name. On success the caller frees the name
 * with free_name().
 */
NTSTATUS name_of_attributes(struct name *name,
			    const OBJECT_ATTRIBUTES *attributes);
/* The same where attributes and string are ours, and so known to be there. */
NTSTATUS name_of_own_attributes(struct name *name,
				const OBJECT_ATTRIBUTES *attributes);
void free_name(struct name *name);

#endif /* NTSECTION_WIN32_INTERNAL_NAME_H */
