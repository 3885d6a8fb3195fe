/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of the raw interface share: one wrapper for each ioctl,
 * views, and the counters of the module by which leaks show.
 *
 * Included after kselftest_harness.h.
 */
#ifndef NTSECTION_TEST_H
#define NTSECTION_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/membarrier.h>
#include <linux/ntsection.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc.h"

/* Seconds until a test counts as hung, on the slowest kernel and emulator. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 600

#define DEVICE "/dev/ntsection"
#define KIB 1024UL
#define MIB (1024UL * KIB)
#define PAGE page_size()
#define PAGE_MAX 65536UL	/* the largest page of any kernel */

#define READ_WRITE (NTSECTION_MAP_READ | NTSECTION_MAP_WRITE)
#define RIGHTS (NTSECTION_QUERY | READ_WRITE)

/* A call fails with exactly this errno. */
#define EXPECT_ERRNO(expected, call) do {			\
	errno = 0;						\
	EXPECT_EQ(-1, (long)(call));				\
	EXPECT_EQ(expected, errno)				\
		TH_LOG("%s: %s", #call, strerror(errno));	\
} while (0)

static inline __u64 page_size(void)
{
	static __u64 size;

	if (!size)
		size = sysconf(_SC_PAGESIZE);
	return size;
}

/* The last page of the address space, which is nobody's. */
#define LAST_PAGE ((void *)-(unsigned long)PAGE)

static inline int open_device(void)
{
	return open(DEVICE, O_RDWR | O_CLOEXEC);
}

/* A descriptor of the device, opened once. */
static inline int device(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = open_device();
	return fd;
}

static inline struct ntsection_create create_args(__u64 size, __u32 protection,
						  __u32 access)
{
	return (struct ntsection_create) {
		.size = sizeof(struct ntsection_create),
		.size_high = size >> 32,
		.size_low = (__u32)size,
		.protection = protection,
		.access = access,
	};
}

static inline int create_with(__u64 size, __u32 protection, __u32 attributes,
			      __u32 access)
{
	struct ntsection_create args = create_args(size, protection, access);

	args.attributes = attributes;
	return ioctl(device(), NTSECTION_IOC_CREATE, &args);
}

/* A section that may be read and written, with all rights to do so. */
static inline int create(__u64 size)
{
	return create_with(size, NTSECTION_PAGE_READWRITE, 0, RIGHTS);
}

static inline int duplicate(int section, __u32 access, __u32 flags)
{
	struct ntsection_duplicate args = {
		.size = sizeof(args),
		.flags = flags,
		.access = access,
	};

	return ioctl(section, NTSECTION_IOC_DUPLICATE, &args);
}

/* Every output is poisoned first, so that one not written is seen. */
static inline int query(int section, struct ntsection_query *query)
{
	memset(query, 0xcc, sizeof(*query));
	query->size = sizeof(*query);
	query->flags = 0;
	return ioctl(section, NTSECTION_IOC_QUERY, query);
}

static inline char *map(int section, size_t size, int prot)
{
	return mmap(NULL, size, prot, MAP_SHARED, section, 0);
}

static inline char *map_copy(int section, size_t size, int prot)
{
	return mmap(NULL, size, prot, MAP_PRIVATE, section, 0);
}

/*
 * A view moves and another one stays in its place. Kernels before 5.13 keep no
 * shared mapping that moves; a length of 0 is the old way to say the same.
 */
static inline char *move_and_keep(char *view, size_t size)
{
	char *moved = mremap(view, size, size,
			     MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);

	if (moved == MAP_FAILED && errno == EINVAL)
		moved = mremap(view, 0, size, MREMAP_MAYMOVE);
	return moved;
}

/* References on the module: the open device, handles and view files. */
static inline long module_references(void)
{
	/* Open from now on, so that two counts can be compared. */
	device();
	return read_number("/sys/module/ntsection/refcnt");
}

/* A kernel that looks for leaks, or races, by itself, and is slow for it. */
static inline int kernel_checks(void)
{
	return !access("/sys/kernel/debug/kmemleak", F_OK) ||
	       !access("/sys/kernel/debug/kcsan", F_OK);
}

/* How often to do what may leak: so often that it shows, if it must. */
static inline unsigned int leak_rounds(unsigned int count)
{
	return kernel_checks() ? count / 50 : count;
}

/*
 * The size of the slab caches, in KiB, once what waits for other CPUs to stop
 * looking at it (inodes, files) is freed.
 */
static inline long settled_slab(void)
{
	long size = read_key("/proc/meminfo", "Slab"), before;

	do {
		before = size;
		/* Returns after an RCU grace period, with more than one CPU. */
		syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
		size = read_key("/proc/meminfo", "Slab");
	} while (size < before);
	return size;
}

/*
 * The smallest growth of the slab caches, in KiB, over some rounds of calls:
 * a leak shows in every round, what else goes on in the system does not.
 * Where the kernel checks, KASAN may keep what was freed, so that all grows.
 */
static inline long slab_growth(void (*calls)(void))
{
	long smallest = LONG_MAX;
	int round;

	if (kernel_checks()) {
		calls();
		return 0;
	}
	for (round = 0; round < 4; round++) {
		long before = settled_slab(), growth;

		calls();
		growth = settled_slab() - before;
		if (growth < smallest)
			smallest = growth;
	}
	return smallest;
}

/* A number below @limit: the same ones for the same seed. */
static inline unsigned int below(unsigned int *seed, unsigned int limit)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % limit;
}

static sigjmp_buf fault_jump;

static inline void fault_handler(int signal)
{
	siglongjmp(fault_jump, signal);
}

/* The signal that reading (or writing) a byte raises, 0 if none. */
static inline int fault_of(volatile char *address, int write)
{
	struct sigaction action = { .sa_handler = fault_handler };
	struct sigaction segv, bus;
	int signal;

	sigaction(SIGSEGV, &action, &segv);
	sigaction(SIGBUS, &action, &bus);
	signal = sigsetjmp(fault_jump, 1);
	if (!signal) {
		if (write)
			*address = 1;
		else
			(void)*address;
	}
	sigaction(SIGSEGV, &segv, NULL);
	sigaction(SIGBUS, &bus, NULL);
	return signal;
}

/* Exit status of a child that ran to its end, -1 otherwise. */
static inline int wait_status(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

#endif /* NTSECTION_TEST_H */
