// SPDX-License-Identifier: GPL-2.0
/*
 * What one would take instead of a section, as its best users use it: with no
 * call that is not needed, and nothing left behind.
 */
#include <fcntl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kind.h"
#include "system.h"

#define SHM_NAME "/ntsection-bench"

static void set_size(struct memory *memory)
{
	if (memory->fd < 0 || ftruncate(memory->fd, (off_t)memory->size))
		die("cannot make %zu bytes", memory->size);
}

static void memfd_make(struct memory *memory)
{
	memory->fd = memfd_create("bench", MFD_CLOEXEC);
	set_size(memory);
}

static void hugetlb_make(struct memory *memory)
{
	memory->fd = memfd_create("bench", MFD_CLOEXEC | MFD_HUGETLB);
	set_size(memory);
}

static void fd_map(struct memory *memory)
{
	memory->view = mmap(NULL, memory->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED, memory->fd, 0);
	if (memory->view == MAP_FAILED)
		die("cannot map %zu bytes", memory->size);
}

static void unmap(struct memory *memory)
{
	munmap(memory->view, memory->size);
}

static void fd_close(struct memory *memory)
{
	close(memory->fd);
}

static void posix_make(struct memory *memory)
{
	memory->fd = shm_open(SHM_NAME, O_RDWR | O_CREAT | O_EXCL, 0600);
	set_size(memory);
}

static void posix_close(struct memory *memory)
{
	shm_unlink(SHM_NAME);
	close(memory->fd);
}

static void sysv_make(struct memory *memory)
{
	memory->fd = shmget(IPC_PRIVATE, memory->size, IPC_CREAT | 0600);
	if (memory->fd < 0)
		die("no segment of %zu bytes", memory->size);
}

static void sysv_map(struct memory *memory)
{
	memory->view = shmat(memory->fd, NULL, 0);
	if (memory->view == (void *)-1)
		die("cannot attach");
}

static void sysv_unmap(struct memory *memory)
{
	shmdt(memory->view);
}

static void sysv_remove(struct memory *memory)
{
	shmctl(memory->fd, IPC_RMID, NULL);
}

/* There is no object: it is there with the mapping and goes with it. */
static void nothing(struct memory *memory)
{
	(void)memory;
}

static void anonymous_map(struct memory *memory)
{
	memory->view = mmap(NULL, memory->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory->view == MAP_FAILED)
		die("cannot map %zu bytes", memory->size);
}

const struct kind memfd = {
	"memfd", memfd_make, fd_map, unmap, fd_close,
};

const struct kind posix_shm = {
	"shm_open", posix_make, fd_map, unmap, posix_close,
};

const struct kind sysv_shm = {
	"shmget", sysv_make, sysv_map, sysv_unmap, sysv_remove,
};

const struct kind anonymous = {
	"anonymous", nothing, anonymous_map, unmap, nothing,
};

const struct kind hugetlb = {
	"MFD_HUGETLB", hugetlb_make, fd_map, unmap, fd_close,
};
