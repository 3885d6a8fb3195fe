// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Between HANDLEs and file descriptors.
 */
#include "error.h"
#include "object.h"

const char *ntsection_win32_version(void)
{
	return NTSECTION_VERSION;
}

HANDLE ntsection_win32_handle(int fd)
{
	HANDLE handle = fd < 0 ? NULL : handle_of_fd(fd);
	struct ntsection_handle section;

	return succeeded(section_of_handle(handle, &section)) ?
	       new_handle(fd) : NULL;
}

int ntsection_win32_fd(HANDLE handle)
{
	struct ntsection_handle section;

	return succeeded(section_of_handle(handle, &section)) ?
	       fd_of_handle(handle) : -1;
}
