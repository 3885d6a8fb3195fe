// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which sections there are, and where their pages are.
 */
#include <sys/ioctl.h>

#include "device.h"

int ntsection_list(int device, uint64_t *cursor,
		   struct ntsection_entry *entries, unsigned int count)
{
	struct ntsection_list args = {
		.size = sizeof(args),
		.cursor = *cursor,
		.entries = (uintptr_t)entries,
		.entry_size = sizeof(*entries),
		.count = count,
	};

	if (device_ioctl(device, NTSECTION_IOC_LIST, &args))
		return -1;
	*cursor = args.cursor;
	return (int)args.count;
}

int ntsection_residence(int fd, uint64_t id, uint64_t start, uint64_t length,
			struct ntsection_residence *residence)
{
	struct ntsection_residence args = {
		.size = sizeof(args),
		.id = id,
		.start = start,
		.length = length,
	};

	if (ioctl(fd, NTSECTION_IOC_RESIDENCE, &args))
		return -1;
	*residence = args;
	return 0;
}
