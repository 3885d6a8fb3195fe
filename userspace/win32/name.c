// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Names of sections.
 *
 * Of NT's tree of objects there are two directories: BaseNamedObjects of the
 * caller's session, which is his pid namespace, and that of session 0, which is
 * the initial one's. The links Local and Global lead from both to where they
 * lead on NT (N-23, N-24). Everything else is a path that does not exist.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "name.h"
#include "object.h"
#include "security.h"
#include "text.h"
#include "user.h"

#define GLOBAL_PREFIX "Global\\"

/* The rest of a path that is still to be looked at. */
struct path {
	const WCHAR *units;
	size_t count;
	bool fold;
};

static WCHAR lower(WCHAR unit)
{
	return unit >= 'A' && unit <= 'Z' ? unit | 0x20 : unit;
}

/* Length of the first component. */
static size_t component(const struct path *path)
{
	size_t i;

	for (i = 0; i < path->count && path->units[i] != '\\'; i++)
		;
	return i;
}

static void step(struct path *path, size_t count)
{
	path->units += count;
	path->count -= count;
}

/* Is the first component @text? */
static bool begins_with(const struct path *path, const char *text)
{
	size_t i, length = component(path);

	if (length != strlen(text))
		return false;
	for (i = 0; i < length; i++) {
		WCHAR a = path->units[i], b = (unsigned char)text[i];

		if (path->fold ? lower(a) != lower(b) : a != b)
			return false;
	}
	return true;
}

static bool begins_with_number(const struct path *path)
{
	size_t i, length = component(path);

	for (i = 0; i < length; i++) {
		if (path->units[i] < '0' || path->units[i] > '9')
			return false;
	}
	return length;
}

/*
 * Step over the first component and the backslash behind it. At the end of
 * the path *@end says so: what was stepped over is what the path names.
 */
static NTSTATUS enter(struct path *path, bool *end)
{
	step(path, component(path));
	*end = !path->count;
	if (*end)
		return STATUS_SUCCESS;
	step(path, 1);
	/* A backslash at the end, or two of them. */
	return component(path) ? STATUS_SUCCESS : STATUS_OBJECT_NAME_INVALID;
}

/* From the root to one of the directories. */
static NTSTATUS find_directory(struct path *path, HANDLE *directory, bool *end)
{
	NTSTATUS status;

	step(path, 1);
	*end = !path->count;
	if (*end)
		return STATUS_SUCCESS;
	if (!component(path))
		return STATUS_OBJECT_NAME_INVALID;

	*directory = DIRECTORY_GLOBAL;
	if (begins_with(path, "Sessions")) {
		*directory = DIRECTORY_LOCAL;
		status = enter(path, end);
		if (!NT_SUCCESS(status) || *end)
			return status;
		if (!begins_with_number(path))
			return STATUS_OBJECT_PATH_NOT_FOUND;
		status = enter(path, end);
		if (!NT_SUCCESS(status) || *end)
			return status;
	}
	if (!begins_with(path, "BaseNamedObjects"))
		return STATUS_OBJECT_PATH_NOT_FOUND;
	return enter(path, end);
}

/* From a directory to the name in it, or in one that a link leads to. */
static NTSTATUS follow_links(struct path *path, HANDLE *directory, bool *end)
{
	NTSTATUS status;

	for (;;) {
		bool global = begins_with(path, "Global");

		if (!global && !begins_with(path, "Local"))
			break;
		if (global)
			*directory = DIRECTORY_GLOBAL;
		status = enter(path, end);
		if (!NT_SUCCESS(status) || *end)
			return status;
	}
	return component(path) == path->count ? STATUS_SUCCESS :
						STATUS_OBJECT_PATH_NOT_FOUND;
}

static NTSTATUS set_bytes(struct name *name, const struct path *path,
			  HANDLE directory)
{
	const size_t prefix = sizeof(GLOBAL_PREFIX) - 1;
	size_t room = prefix + BYTES_OF_UNIT * path->count;

	name->bytes = name->few;
	if (room > sizeof(name->few)) {
		name->bytes = malloc(room);
		if (!name->bytes)
			return STATUS_NO_MEMORY;
	}
	if (directory == DIRECTORY_GLOBAL) {
		memcpy(name->bytes, GLOBAL_PREFIX, prefix);
		name->length = prefix;
	}
	name->length += bytes_of_units(name->bytes + name->length, path->units,
				       path->count);
	return STATUS_SUCCESS;
}

/* Resolve a name of at least one unit. */
static NTSTATUS resolve(struct name *name, struct path *path, HANDLE root)
{
	struct ntsection_handle section;
	HANDLE directory = root;
	NTSTATUS status;
	bool end = false;

	if (root && root != DIRECTORY_LOCAL && root != DIRECTORY_GLOBAL) {
		status = section_of_handle(root, &section);
		return NT_SUCCESS(status) ? STATUS_OBJECT_TYPE_MISMATCH :
					    status;
	}
	/* Absolute without a root, relative with one (N-19, N-22). */
	if (!root == (path->units[0] != '\\'))
		return STATUS_OBJECT_PATH_SYNTAX_BAD;

	status = root ? STATUS_SUCCESS : find_directory(path, &directory, &end);
	if (NT_SUCCESS(status) && !end)
		status = follow_links(path, &directory, &end);
	if (!NT_SUCCESS(status))
		return status;
	if (end) {
		name->is_directory = true;
		name->directory = directory;
		return STATUS_SUCCESS;
	}
	return set_bytes(name, path, directory);
}

/* Read the characters of a name and resolve it. */
static NTSTATUS read_name(struct name *name, const UNICODE_STRING *string,
			  HANDLE root, bool fold)
{
	WCHAR few[sizeof(name->few) / sizeof(WCHAR)], *units = few;
	struct path path = { .count = string->Length / sizeof(WCHAR),
			     .fold = fold };
	NTSTATUS status;

	if ((uintptr_t)string->Buffer % sizeof(WCHAR))
		return STATUS_DATATYPE_MISALIGNMENT;
	if (string->Length > sizeof(few)) {
		units = malloc(string->Length);
		if (!units)
			return STATUS_NO_MEMORY;
	}

	status = copy_in(units, string->Buffer, string->Length);
	/* The longest one leaves room for a NUL (N-16). */
	if (NT_SUCCESS(status) &&
	    (string->Length % sizeof(WCHAR) || string->Length >= 0xfffe))
		status = STATUS_OBJECT_NAME_INVALID;
	path.units = units;
	if (NT_SUCCESS(status))
		status = resolve(name, &path, root);

	if (units != few)
		free(units);
	return status;
}

static NTSTATUS set_name(struct name *name, const OBJECT_ATTRIBUTES *attributes)
{
	const UNICODE_STRING *string = attributes->ObjectName;

	if (!string)
		return attributes->RootDirectory ? STATUS_OBJECT_NAME_INVALID :
						   STATUS_SUCCESS;
	/* Of no characters: the root itself, to whom it matters (N-14). */
	if (!string->Length) {
		name->is_root = attributes->RootDirectory;
		name->directory = attributes->RootDirectory;
		return STATUS_SUCCESS;
	}
	return read_name(name, string, attributes->RootDirectory,
			 attributes->Attributes & OBJ_CASE_INSENSITIVE);
}

static NTSTATUS set_flags(struct name *name, const OBJECT_ATTRIBUTES *attributes)
{
	if (attributes->Length != sizeof(*attributes) ||
	    attributes->Attributes & ~OBJ_VALID_ATTRIBUTES)
		return STATUS_INVALID_PARAMETER;

	if (attributes->Attributes & OBJ_INHERIT)
		name->flags |= NTSECTION_INHERIT;
	if (attributes->Attributes & OBJ_OPENIF)
		name->flags |= NTSECTION_OPEN_IF;
	if (attributes->Attributes & OBJ_CASE_INSENSITIVE)
		name->flags |= NTSECTION_CASE_INSENSITIVE;
	return STATUS_SUCCESS;
}

static NTSTATUS set_rest(struct name *name, const OBJECT_ATTRIBUTES *attributes)
{
	NTSTATUS status = set_name(name, attributes);

	if (!NT_SUCCESS(status))
		return status;
	status = mode_of_descriptor(attributes->SecurityDescriptor,
				    &name->mode);
	/* Nothing here outlives its last handle (N-30). */
	if (NT_SUCCESS(status) && attributes->Attributes & OBJ_PERMANENT)
		status = STATUS_PRIVILEGE_NOT_HELD;
	if (!NT_SUCCESS(status))
		free_name(name);
	return status;
}

static void init_name(struct name *name)
{
	name->bytes = NULL;
	name->length = 0;
	name->flags = 0;
	name->mode = 0;
	name->is_directory = false;
	name->is_root = false;
	name->directory = NULL;
}

NTSTATUS name_of_attributes(struct name *name,
			    const OBJECT_ATTRIBUTES *user_attributes)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;
	NTSTATUS status;

	init_name(name);
	if (!user_attributes)
		return STATUS_SUCCESS;

	status = copy_in(&attributes, user_attributes, sizeof(attributes));
	if (!NT_SUCCESS(status))
		return status;
	status = set_flags(name, &attributes);
	if (!NT_SUCCESS(status))
		return status;
	if (attributes.ObjectName) {
		status = copy_in(&string, attributes.ObjectName,
				 sizeof(string));
		if (!NT_SUCCESS(status))
			return status;
		attributes.ObjectName = &string;
	}
	return set_rest(name, &attributes);
}

NTSTATUS name_of_own_attributes(struct name *name,
				const OBJECT_ATTRIBUTES *attributes)
{
	NTSTATUS status;

	init_name(name);
	status = set_flags(name, attributes);
	return NT_SUCCESS(status) ? set_rest(name, attributes) : status;
}

void free_name(struct name *name)
{
	if (name->bytes != name->few)
		free(name->bytes);
}
