// SPDX-License-Identifier: GPL-2.0
/*
 * Named shared memory: sections, and files in /dev/shm.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <linux/ntsection.h>

#include "kind.h"
#include "measure.h"
#include "named.h"
#include "system.h"

#define READ_WRITE (NTSECTION_QUERY | NTSECTION_MAP_READ | NTSECTION_MAP_WRITE)

static int create_section(const char *name)
{
	struct ntsection_create args = {
		.size = sizeof(args),
		.size_low = PAGE,
		.protection = NTSECTION_PAGE_READWRITE,
		.access = READ_WRITE,
		.name = (uintptr_t)name,
		.name_length = (uint32_t)strlen(name),
	};
	int fd = ioctl(device(), NTSECTION_IOC_CREATE, &args);

	if (fd < 0)
		die("cannot create a section named %s", name);
	return fd;
}

static int open_section(const char *name)
{
	struct ntsection_open args = {
		.size = sizeof(args),
		.name = (uintptr_t)name,
		.name_length = (uint32_t)strlen(name),
		.access = READ_WRITE,
	};
	int fd = ioctl(device(), NTSECTION_IOC_OPEN, &args);

	if (fd < 0)
		die("cannot open the section named %s", name);
	return fd;
}

static void gone_by_itself(const char *name)
{
	(void)name;
}

static int create_posix(const char *name)
{
	int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);

	if (fd < 0 || ftruncate(fd, PAGE))
		die("cannot create %s", name);
	return fd;
}

static int open_posix(const char *name)
{
	int fd = shm_open(name, O_RDWR, 0);

	if (fd < 0)
		die("cannot open %s", name);
	return fd;
}

static void remove_posix(const char *name)
{
	shm_unlink(name);
}

const struct named named_section = {
	create_section, open_section, gone_by_itself,
};

const struct named named_posix_shm = {
	create_posix, open_posix, remove_posix,
};
