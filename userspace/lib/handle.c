// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The device and handles: one ioctl each.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "device.h"

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

/* Fill in a name; no name is one of no bytes. */
static int set_name(const char *name, size_t length, __u64 *address,
		    __u32 *address_length)
{
	if (name && !length)
		length = strlen(name);
	if (length > UINT32_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	*address = (uintptr_t)name;
	*address_length = name ? length : 0;
	return 0;
}

int device_ioctl(int device, unsigned long request, void *args)
{
	int fd = device, result, err;

	if (device == -1) {
		fd = ntsection_open();
		if (fd < 0)
			return -1;
	}
	result = ioctl(fd, request, args);
	if (device == -1) {
		err = errno;
		close(fd);
		errno = err;
	}
	return result;
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
	int handle;

	if (options) {
		args.flags = options->flags;
		if (options->protection)
			args.protection = options->protection;
		args.attributes = options->attributes;
		args.access = options->access;
		if (set_name(options->name, options->name_length, &args.name,
			     &args.name_length))
			return -1;
		args.mode = options->mode;
		args.node = options->node;
	}

	handle = device_ioctl(device, NTSECTION_IOC_CREATE, &args);
	if (handle >= 0 && options && options->existed)
		*options->existed = args.existed;
	return handle;
}

int ntsection_open_named(int device, const char *name, size_t name_length,
			 uint32_t access, unsigned int flags)
{
	struct ntsection_open args = {
		.size = sizeof(args),
		.flags = flags,
		.access = access,
	};

	if (set_name(name, name_length, &args.name, &args.name_length))
		return -1;
	return device_ioctl(device, NTSECTION_IOC_OPEN, &args);
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

int ntsection_handle(int section, struct ntsection_handle *handle)
{
	struct ntsection_handle args = { .size = sizeof(args) };

	if (ioctl(section, NTSECTION_IOC_HANDLE, &args))
		return -1;
	*handle = args;
	return 0;
}

static int range_ioctl(int fd, unsigned long request, uint64_t start,
		       uint64_t length)
{
	struct ntsection_range args = {
		.size = sizeof(args),
		.start = start,
		.length = length,
	};

	return ioctl(fd, request, &args);
}

int ntsection_commit(int fd, uint64_t start, uint64_t length)
{
	return range_ioctl(fd, NTSECTION_IOC_COMMIT, start, length);
}

int ntsection_reset(int fd, uint64_t start, uint64_t length)
{
	return range_ioctl(fd, NTSECTION_IOC_RESET, start, length);
}

int ntsection_reset_undo(int fd, uint64_t start, uint64_t length)
{
	return range_ioctl(fd, NTSECTION_IOC_RESET_UNDO, start, length);
}

int ntsection_extent(int fd, uint64_t start, uint64_t length,
		     struct ntsection_extent *extent)
{
	struct ntsection_extent args = {
		.size = sizeof(args),
		.start = start,
		.length = length,
	};

	if (ioctl(fd, NTSECTION_IOC_EXTENT, &args))
		return -1;
	*extent = args;
	return 0;
}

int ntsection_close(int section)
{
	return close(section);
}
