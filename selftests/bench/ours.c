// SPDX-License-Identifier: GPL-2.0
/*
 * Sections: the ioctls and system calls themselves, and the same through the
 * libraries.
 */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <ntsection.h>
#include <ntsection/win32.h>

#include "kind.h"
#include "system.h"

#define READ_WRITE (NTSECTION_QUERY | NTSECTION_MAP_READ | NTSECTION_MAP_WRITE)

int device(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = ntsection_open();
	if (fd < 0)
		die("no /dev/ntsection");
	return fd;
}

static void create(struct memory *memory, uint32_t attributes)
{
	struct ntsection_create args = {
		.size = sizeof(args),
		.size_high = (uint64_t)memory->size >> 32,
		.size_low = (uint32_t)memory->size,
		.protection = NTSECTION_PAGE_READWRITE,
		.attributes = attributes,
		.access = READ_WRITE,
	};

	memory->fd = ioctl(device(), NTSECTION_IOC_CREATE, &args);
	if (memory->fd < 0)
		die("cannot create a section of %zu bytes", memory->size);
}

static void create_usual(struct memory *memory)
{
	create(memory, 0);
}

static void create_large(struct memory *memory)
{
	create(memory, NTSECTION_SEC_COMMIT | NTSECTION_SEC_LARGE_PAGES);
}

static void map(struct memory *memory)
{
	memory->view = mmap(NULL, memory->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED, memory->fd, 0);
	if (memory->view == MAP_FAILED)
		die("cannot map a section");
}

static void unmap(struct memory *memory)
{
	munmap(memory->view, memory->size);
}

static void close_fd(struct memory *memory)
{
	close(memory->fd);
}

static void library_create(struct memory *memory)
{
	memory->fd = ntsection_create(device(), memory->size, NULL);
	if (memory->fd < 0)
		die("no section from libntsection");
}

static void library_map(struct memory *memory)
{
	memory->view = ntsection_map(memory->fd, NULL, 0, 0,
				     PROT_READ | PROT_WRITE, 0);
	if (!memory->view)
		die("no view from libntsection");
}

static void library_unmap(struct memory *memory)
{
	ntsection_unmap(memory->view);
}

static void library_close(struct memory *memory)
{
	ntsection_close(memory->fd);
}

static void win32_create(struct memory *memory)
{
	memory->handle = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
					    PAGE_READWRITE,
					    (DWORD)((uint64_t)memory->size >> 32),
					    (DWORD)memory->size, NULL);
	if (!memory->handle)
		die("CreateFileMapping failed with %u", GetLastError());
}

static void win32_map(struct memory *memory)
{
	memory->view = MapViewOfFile(memory->handle, FILE_MAP_WRITE, 0, 0, 0);
	if (!memory->view)
		die("MapViewOfFile failed with %u", GetLastError());
}

static void win32_unmap(struct memory *memory)
{
	UnmapViewOfFile(memory->view);
}

static void win32_close(struct memory *memory)
{
	CloseHandle(memory->handle);
}

const struct kind section = {
	"ntsection", create_usual, map, unmap, close_fd,
};

const struct kind section_large = {
	"ntsection, large pages", create_large, map, unmap, close_fd,
};

const struct kind section_library = {
	"libntsection", library_create, library_map, library_unmap,
	library_close,
};

const struct kind section_win32 = {
	"libntsection-win32", win32_create, win32_map, win32_unmap,
	win32_close,
};
