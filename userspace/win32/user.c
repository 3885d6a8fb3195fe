// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Copies to and from memory that may not be there, made by the kernel, which
 * says so instead of raising a signal.
 */
#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "user.h"

/* Where the call is forbidden (seccomp) pointers are taken at their word. */
static NTSTATUS status_of(ssize_t copied, size_t size)
{
	if (copied == (ssize_t)size)
		return STATUS_SUCCESS;
	if (copied < 0 && errno != EFAULT)
		return STATUS_SUCCESS;
	return STATUS_ACCESS_VIOLATION;
}

NTSTATUS copy_out(void *user, const void *from, size_t size)
{
	struct iovec local = { .iov_base = (void *)from, .iov_len = size };
	struct iovec remote = { .iov_base = user, .iov_len = size };
	NTSTATUS status;

	if (!user)
		return STATUS_ACCESS_VIOLATION;
	status = status_of(process_vm_writev(getpid(), &local, 1, &remote, 1,
					     0), size);
	/* Once more, for those who watch: valgrind does not see the above. */
	if (NT_SUCCESS(status))
		memcpy(user, from, size);
	return status;
}

NTSTATUS copy_in(void *to, const void *user, size_t size)
{
	struct iovec local = { .iov_base = to, .iov_len = size };
	struct iovec remote = { .iov_base = (void *)user, .iov_len = size };
	NTSTATUS status;

	if (!user)
		return STATUS_ACCESS_VIOLATION;
	status = status_of(process_vm_readv(getpid(), &local, 1, &remote, 1, 0),
			   size);
	if (NT_SUCCESS(status))
		memcpy(to, user, size);
	return status;
}
