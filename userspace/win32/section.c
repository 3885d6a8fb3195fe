// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Creating and opening sections.
 *
 * What is wrong in itself is found here, in NT's order and with NT's status;
 * what depends on the system is the kernel's to say.
 */
#include "error.h"
#include "object.h"
#include "protection.h"
#include "section.h"

#define SEC_KINDS	(SEC_RESERVE | SEC_COMMIT)
#define SEC_CACHING	(SEC_NOCACHE | SEC_WRITECOMBINE)

/* Rights that the owner alone has, and that are of no use here. */
#define OWNER_RIGHTS	(DELETE | WRITE_DAC | WRITE_OWNER)

static NTSTATUS check_attributes(ULONG attributes)
{
	ULONG caching = attributes & SEC_CACHING;
	ULONG kind = attributes & SEC_KINDS;

	if (attributes == SEC_IMAGE || attributes == SEC_IMAGE_NO_EXECUTE)
		return STATUS_INVALID_FILE_FOR_SECTION;
	if (attributes & ~(SEC_KINDS | SEC_CACHING | SEC_LARGE_PAGES |
			   SEC_BASED))
		return STATUS_INVALID_PARAMETER_6;
	if (!kind || kind == SEC_KINDS || caching == SEC_CACHING)
		return STATUS_INVALID_PARAMETER_6;
	if (kind == SEC_RESERVE && attributes & SEC_LARGE_PAGES)
		return STATUS_INVALID_PARAMETER_6;
	/* No address can be kept free in every process (C-39). */
	if (attributes & SEC_BASED)
		return STATUS_NOT_SUPPORTED;
	return STATUS_SUCCESS;
}

NTSTATUS check_section(const struct section_request *request)
{
	NTSTATUS status = check_attributes(request->attributes);

	if (!NT_SUCCESS(status))
		return status;
	/* No modifiers (C-18), and none that gives no access (C-15). */
	if (request->protect & ~(ULONG)PROTECTION_BITS ||
	    !protection_is_valid(request->protect) ||
	    request->protect == PAGE_NOACCESS)
		return STATUS_INVALID_PAGE_PROTECTION;
	return request->size ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER_4;
}

/* What the kernel says of a request that is sound. */
static NTSTATUS status_of_creation(const struct section_request *request)
{
	switch (errno) {
	case EINVAL:
		/* What it alone knows: the size of a large page, the nodes. */
		return request->attributes & SEC_LARGE_PAGES ?
		       STATUS_INVALID_PARAMETER_4 : STATUS_INVALID_PARAMETER;
	case EFBIG:
		return STATUS_SECTION_TOO_BIG;
	case EPERM:
		return STATUS_PRIVILEGE_NOT_HELD;
	case EEXIST:
		return STATUS_OBJECT_NAME_COLLISION;
	case ENAMETOOLONG:
		return STATUS_OBJECT_NAME_INVALID;
	case ENOTDIR:
		return STATUS_OBJECT_PATH_NOT_FOUND;
	case ENOMEM:
		return STATUS_COMMITMENT_LIMIT;
	default:
		return status_of_errno(errno);
	}
}

static NTSTATUS create_with(HANDLE *handle,
			    const struct section_request *request,
			    const struct name *name, ACCESS_MASK access)
{
	uint32_t existed = 0;
	const struct ntsection_options options = {
		.protection = request->protect,
		.attributes = request->attributes,
		.access = access,
		.flags = name->flags |
			 (request->node == NUMA_NO_PREFERRED_NODE ?
			  0 : NTSECTION_PREFERRED_NODE),
		.name = name->length ? name->bytes : NULL,
		.name_length = name->length,
		.mode = name->length ? name->mode : 0,
		.node = request->node == NUMA_NO_PREFERRED_NODE ?
			0 : request->node,
		.existed = &existed,
	};
	int fd;

	ON_DEVICE(fd, ntsection_create(device(), request->size, &options));
	if (fd < 0)
		return status_of_creation(request);
	*handle = new_handle(fd);
	return existed ? STATUS_OBJECT_NAME_EXISTS : STATUS_SUCCESS;
}

NTSTATUS create_section(HANDLE *handle, const struct section_request *request,
			const struct name *name)
{
	ACCESS_MASK access = map_generic_access(request->access);
	NTSTATUS status;

	if (name->is_directory)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (request->access & MAXIMUM_ALLOWED)
		access = SECTION_ALL_ACCESS;

	status = create_with(handle, request, name, access);
	/*
	 * The section is there and another user's, who lets others in. On NT
	 * he would let them have these rights, too.
	 */
	if (status == STATUS_ACCESS_DENIED && access & OWNER_RIGHTS)
		status = create_with(handle, request, name,
				     access & ~(ACCESS_MASK)OWNER_RIGHTS);
	return status;
}

static NTSTATUS status_of_opening(void)
{
	switch (errno) {
	case ENOENT:
		return STATUS_OBJECT_NAME_NOT_FOUND;
	case ENAMETOOLONG:
		return STATUS_OBJECT_NAME_INVALID;
	case ENOTDIR:
		return STATUS_OBJECT_PATH_NOT_FOUND;
	default:
		return status_of_errno(errno);
	}
}

static NTSTATUS open_with(HANDLE *handle, ACCESS_MASK access,
			  const struct name *name)
{
	unsigned int flags = name->flags & ~(unsigned int)NTSECTION_OPEN_IF;
	int fd;

	/* That the device is missing is not that the name is. */
	if (device() < 0)
		return status_of_errno(errno);
	ON_DEVICE(fd, ntsection_open_named(device(), name->bytes, name->length,
					   access, flags));
	if (fd < 0)
		return status_of_opening();
	*handle = new_handle(fd);
	return STATUS_SUCCESS;
}

NTSTATUS open_section(HANDLE *handle, ACCESS_MASK access,
		      const struct name *name)
{
	/* What reading and writing include, the most first. */
	static const ACCESS_MASK most[] = {
		SECTION_ALL_ACCESS,
		SECTION_ALL_ACCESS & ~OWNER_RIGHTS,
		READ_CONTROL | SECTION_QUERY | SECTION_MAP_READ |
			SECTION_MAP_EXECUTE,
		SECTION_MAP_WRITE | SECTION_EXTEND_SIZE,
		0
	};
	ACCESS_MASK mapped = map_generic_access(access);
	NTSTATUS status;
	size_t i;

	if (name->is_directory || name->is_root)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!name->length)
		return STATUS_OBJECT_PATH_SYNTAX_BAD;

	for (i = 0; access & MAXIMUM_ALLOWED; i++) {
		status = open_with(handle, most[i], name);
		if (status != STATUS_ACCESS_DENIED || !most[i + 1])
			return status;
	}

	status = open_with(handle, mapped, name);
	if (status == STATUS_ACCESS_DENIED && mapped & OWNER_RIGHTS &&
	    mapped & ~(ACCESS_MASK)OWNER_RIGHTS)
		status = open_with(handle,
				   mapped & ~(ACCESS_MASK)OWNER_RIGHTS, name);
	return status;
}
