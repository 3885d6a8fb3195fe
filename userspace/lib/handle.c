// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The device and handles: one ioctl each.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ntsection.h"

#define NTSECTION_DEVICE "/dev/ntsection"

const char *ntsection_version(void)
{
	return NTSECTION_VERSION;
}

int ntsection_open(void)
{
	return open(NTSECTION_DEVICE, O_RDWR | O_CLOEXEC);
}

int ntsection_features(int fd, struct ntsection_features *features)
{
	struct ntsection_features args = { .size = sizeof(args) };

	if (ioctl(fd, NTSECTION_IOC_FEATURES, &args))
		return -1;
	*features = args;
	return 0;
}

int ntsection_create(int device, uint64_t size,
		     const struct ntsection_options *options)
{
	struct ntsection_create args = {
		.size = sizeof(args),
		.size_high = size >> 32,
		.size_low = (uint32_t)size,
		.protection = NTSECTION_PAGE_READWRITE,
		.access = NTSECTION_QUERY | NTSECTION_MAP_READ |
			  NTSECTION_MAP_WRITE,
	};
	int fd = device;
	int handle, err;

	if (options) {
		args.flags = options->flags;
		if (options->protection)
			args.protection = options->protection;
		args.attributes = options->attributes;
		args.access = options->access;
	}

	if (device == -1) {
		fd = ntsection_open();
		if (fd < 0)
			return -1;
	}

	handle = ioctl(fd, NTSECTION_IOC_CREATE, &args);

	if (device == -1) {
		err = errno;
		close(fd);
		errno = err;
	}
	return handle;
}

int ntsection_duplicate(int section, uint32_t access, unsigned int flags)
{
	struct ntsection_duplicate args = {
		.size = sizeof(args),
		.flags = flags,
		.access = access,
	};

	return ioctl(section, NTSECTION_IOC_DUPLICATE, &args);
}

int ntsection_query(int section, struct ntsection_query *query)
{
	struct ntsection_query args = { .size = sizeof(args) };

	if (ioctl(section, NTSECTION_IOC_QUERY, &args))
		return -1;
	*query = args;
	return 0;
}

int ntsection_close(int section)
{
	return close(section);
}
