// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * HANDLEs: what they are, their rights, duplicates and the end of them.
 */
#include <limits.h>
#include <stdatomic.h>
#include <unistd.h>

#include "error.h"
#include "object.h"
#include "protected.h"

/* All that the kernel lets a handle have (A-17: no SYNCHRONIZE). */
#define VALID_ACCESS SECTION_ALL_ACCESS

static atomic_int device_fd = -1;

HANDLE handle_of_fd(int fd)
{
	return (HANDLE)(((uintptr_t)fd + 1) * 4);
}

/* The two lowest bits of a handle are the caller's, as on NT. */
int fd_of_handle(HANDLE handle)
{
	uintptr_t number = (uintptr_t)handle / 4;

	return number && number - 1 <= INT_MAX ? (int)(number - 1) : -1;
}

int device(void)
{
	int fd = atomic_load(&device_fd), other = -1;

	if (fd >= 0)
		return fd;
	fd = ntsection_open();
	if (fd < 0)
		return -1;
	if (atomic_compare_exchange_strong(&device_fd, &other, fd))
		return fd;
	close(fd);
	return other;
}

bool device_is_lost(int error)
{
	struct ntsection_handle section;
	int fd = atomic_load(&device_fd);
	bool lost = error == EBADF || error == ENOTTY;

	/* A section takes addresses for offsets, which it does not have. */
	if (fd >= 0 && !lost)
		lost = !ntsection_handle(fd, &section);
	errno = error;
	return lost && fd >= 0 &&
	       atomic_compare_exchange_strong(&device_fd, &fd, -1);
}

/* -1 is this process, -2 this thread, -3 to -6 are their tokens. */
static bool is_pseudo_handle(HANDLE handle)
{
	return (LONG_PTR)handle < 0 && (LONG_PTR)handle >= -6;
}

static bool is_directory(HANDLE handle)
{
	return handle == DIRECTORY_LOCAL || handle == DIRECTORY_GLOBAL;
}

NTSTATUS section_of_handle(HANDLE handle, struct ntsection_handle *section)
{
	if (is_pseudo_handle(handle) || is_directory(handle))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!ntsection_handle(fd_of_handle(handle), section))
		return STATUS_SUCCESS;
	/* A descriptor that is open, but no section. */
	return errno == EBADF ? STATUS_INVALID_HANDLE :
				STATUS_OBJECT_TYPE_MISMATCH;
}

NTSTATUS check_process(HANDLE process)
{
	struct ntsection_handle section;
	NTSTATUS status;

	if (process == GetCurrentProcess())
		return STATUS_SUCCESS;
	status = section_of_handle(process, &section);
	return NT_SUCCESS(status) ? STATUS_OBJECT_TYPE_MISMATCH : status;
}

HANDLE new_handle(int fd)
{
	set_protected(fd, false);
	return handle_of_fd(fd);
}

ACCESS_MASK map_generic_access(ACCESS_MASK access)
{
	if (access & GENERIC_READ)
		access |= STANDARD_RIGHTS_READ | SECTION_QUERY |
			  SECTION_MAP_READ;
	if (access & GENERIC_WRITE)
		access |= STANDARD_RIGHTS_WRITE | SECTION_MAP_WRITE;
	if (access & GENERIC_EXECUTE)
		access |= STANDARD_RIGHTS_EXECUTE | SECTION_MAP_EXECUTE;
	if (access & GENERIC_ALL)
		access |= SECTION_ALL_ACCESS;
	return access & VALID_ACCESS;
}

NTSTATUS close_handle(HANDLE handle)
{
	struct ntsection_handle section;
	NTSTATUS status;

	if (is_directory(handle))
		return STATUS_SUCCESS;
	if (handle == GetCurrentProcess())
		return STATUS_SUCCESS;
	status = section_of_handle(handle, &section);
	/* Not ours to close, whatever else it may be. */
	if (!NT_SUCCESS(status))
		return STATUS_INVALID_HANDLE;
	if (is_protected(fd_of_handle(handle)))
		return STATUS_HANDLE_NOT_CLOSABLE;
	return close(fd_of_handle(handle)) ? STATUS_INVALID_HANDLE :
					     STATUS_SUCCESS;
}

static NTSTATUS duplicate_section(HANDLE source, HANDLE *target,
				  ACCESS_MASK access, bool inherit, bool same)
{
	struct ntsection_handle section;
	unsigned int flags = inherit ? NTSECTION_INHERIT : 0;
	NTSTATUS status;
	int fd;

	status = section_of_handle(source, &section);
	if (!NT_SUCCESS(status))
		return status;

	/* To read audit rules is nobody's right here. */
	if (!same && access & ACCESS_SYSTEM_SECURITY)
		return STATUS_ACCESS_DENIED;
	if (access & MAXIMUM_ALLOWED)
		same = true;
	if (same)
		flags |= NTSECTION_SAME_ACCESS;
	fd = ntsection_duplicate(fd_of_handle(source),
				 same ? 0 : map_generic_access(access), flags);
	if (fd < 0)
		return status_of_errno(errno);
	*target = new_handle(fd);
	return STATUS_SUCCESS;
}

NTSTATUS duplicate_handle(HANDLE source_process, HANDLE source,
			  HANDLE target_process, HANDLE *target,
			  ACCESS_MASK access, bool inherit, ULONG options)
{
	NTSTATUS status = check_process(source_process);

	*target = NULL;
	if (!NT_SUCCESS(status))
		return status;

	/* With DUPLICATE_CLOSE_SOURCE alone a target is not needed. */
	if (target_process || !(options & DUPLICATE_CLOSE_SOURCE))
		status = check_process(target_process);
	if (NT_SUCCESS(status) && target_process) {
		/* Of what there is once only, a duplicate is the same. */
		if (source == GetCurrentProcess() || is_directory(source))
			*target = source;
		else
			status = duplicate_section(source, target, access,
						   inherit, options &
						   DUPLICATE_SAME_ACCESS);
	}
	/* Whatever came of the rest (H-02). */
	if (options & DUPLICATE_CLOSE_SOURCE)
		close_handle(source);
	return status;
}
