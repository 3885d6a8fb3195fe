// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors of anything but a section where a handle is expected, as a peer
 * may send them, and handles where the device is: each call that takes one
 * fails with the errno that says so, and nothing happens to the file.
 */
#include "kselftest_harness.h"

#include <ntsection.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>

#include "ntsection_test.h"
#include "names_test.h"

#ifndef F_ADD_SEALS
#define F_ADD_SEALS 1033
#define F_SEAL_SHRINK 2
#define F_SEAL_WRITE 8
#endif

#define LENGTH 64

/* What a peer may send. */
enum kind {
	MEMFD, SEALED_MEMFD, SECTION_BY_PATH, FILE_BY_PATH, DIRECTORY, PIPE,
	NULL_DEVICE, ZERO_DEVICE, SOCKET, EVENTFD, EPOLL, PIDFD, UNLINKED,
	KINDS,
};

static int open_kind(enum kind kind)
{
	char path[64];
	int ends[2], fd;

	switch (kind) {
	case MEMFD:
		fd = memfd_create("ntsection", MFD_CLOEXEC);
		return fd < 0 || ftruncate(fd, LENGTH * KIB) ? -1 : fd;
	case SEALED_MEMFD:
		fd = memfd_create("ntsection", MFD_ALLOW_SEALING);
		return fd < 0 || ftruncate(fd, LENGTH * KIB) ||
		       fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_WRITE) ?
		       -1 : fd;
	case SECTION_BY_PATH:
		snprintf(path, sizeof(path), "/proc/self/fd/%d",
			 create(LENGTH * KIB));
		return open(path, O_PATH);
	case FILE_BY_PATH:
		return open(DEVICE, O_PATH);
	case DIRECTORY:
		return open("/dev", O_RDONLY | O_DIRECTORY);
	case PIPE:
		return pipe(ends) ? -1 : ends[0];
	case NULL_DEVICE:
		return open("/dev/null", O_RDWR);
	case ZERO_DEVICE:
		return open("/dev/zero", O_RDWR);
	case SOCKET:
		return socket(AF_UNIX, SOCK_STREAM, 0);
	case EVENTFD:
		return eventfd(0, 0);
	case EPOLL:
		return epoll_create1(0);
	case PIDFD:
		return syscall(SYS_pidfd_open, getpid(), 0);
	default:
		fd = open("/tmp/ntsection-hostile", O_RDWR | O_CREAT, 0600);
		unlink("/tmp/ntsection-hostile");
		return fd < 0 || ftruncate(fd, LENGTH * KIB) ? -1 : fd;
	}
}

/* The argument of every call, as each of them would take it. */
union argument {
	__u32 size;
	struct ntsection_create create;
	struct ntsection_open open;
	struct ntsection_duplicate duplicate;
	struct ntsection_query query;
	struct ntsection_features features;
	struct ntsection_handle handle;
	struct ntsection_range range;
	struct ntsection_extent extent;
	struct ntsection_remap remap;
	struct ntsection_list list;
	struct ntsection_residence residence;
};

static const struct {
	unsigned int command;
	__u32 size;
	int device, handle;	/* where it is known */
} calls[] = {
	{ NTSECTION_IOC_FEATURES, sizeof(struct ntsection_features), 1, 1 },
	{ NTSECTION_IOC_CREATE, sizeof(struct ntsection_create), 1, 0 },
	{ NTSECTION_IOC_OPEN, sizeof(struct ntsection_open), 1, 0 },
	{ NTSECTION_IOC_REMAP, sizeof(struct ntsection_remap), 1, 0 },
	{ NTSECTION_IOC_LIST, sizeof(struct ntsection_list), 1, 0 },
	{ NTSECTION_IOC_QUERY, sizeof(struct ntsection_query), 0, 1 },
	{ NTSECTION_IOC_DUPLICATE, sizeof(struct ntsection_duplicate), 0, 1 },
	{ NTSECTION_IOC_HANDLE, sizeof(struct ntsection_handle), 0, 1 },
	{ NTSECTION_IOC_COMMIT, sizeof(struct ntsection_range), 1, 1 },
	{ NTSECTION_IOC_EXTENT, sizeof(struct ntsection_extent), 1, 1 },
	{ NTSECTION_IOC_RESET, sizeof(struct ntsection_range), 1, 1 },
	{ NTSECTION_IOC_RESET_UNDO, sizeof(struct ntsection_range), 1, 1 },
	{ NTSECTION_IOC_RESIDENCE, sizeof(struct ntsection_residence), 1, 1 },
};

static int call(int fd, unsigned int i)
{
	union argument argument;

	memset(&argument, 0, sizeof(argument));
	argument.size = calls[i].size;
	return ioctl(fd, calls[i].command, &argument);
}

/* -1 if it is not mapped. */
static int map_fd(int fd, size_t size)
{
	return ntsection_map(fd, NULL, 0, size, PROT_READ, 0) ? 0 : -1;
}

#define EXPECT_REFUSED(call) do {				\
	errno = 0;						\
	EXPECT_EQ(-1, call);					\
	EXPECT_TRUE(errno == expected || errno == other)	\
		TH_LOG("file %d, %s: %s", kind, #call,		\
		       strerror(errno));			\
} while (0)

/* Each kind of file against each call of the module, and of the library. */
TEST(files_that_are_no_sections)
{
	unsigned int i;
	int kind;

	for (kind = 0; kind < KINDS; kind++) {
		int fd = open_kind(kind);
		bool path = kind == SECTION_BY_PATH || kind == FILE_BY_PATH;
		int expected = path ? EBADF : ENOTTY;
		/* They have calls of their own, on newer kernels. */
		int other = kind == EPOLL || kind == PIDFD ? EINVAL : expected;
		struct ntsection_query query;
		struct ntsection_handle handle;
		struct ntsection_features features;
		struct stat before, after;

		ASSERT_GE(fd, 0);
		ASSERT_EQ(0, fstat(fd, &before));
		for (i = 0; i < ARRAY_SIZE(calls); i++)
			EXPECT_REFUSED(call(fd, i));

		EXPECT_REFUSED(ntsection_features(fd, &features));
		EXPECT_REFUSED(ntsection_create(fd, PAGE, NULL));
		EXPECT_REFUSED(ntsection_open_named(fd, "x", 1, RIGHTS, 0));
		EXPECT_REFUSED(ntsection_duplicate(fd, RIGHTS, 0));
		EXPECT_REFUSED(ntsection_query(fd, &query));
		EXPECT_REFUSED(ntsection_handle(fd, &handle));
		EXPECT_REFUSED(ntsection_commit(fd, 0, PAGE));
		EXPECT_REFUSED(ntsection_reset(fd, 0, PAGE));
		EXPECT_REFUSED(ntsection_reset_undo(fd, 0, PAGE));
		EXPECT_REFUSED(map_fd(fd, PAGE));
		EXPECT_REFUSED(map_fd(fd, 0));

		ASSERT_EQ(0, fstat(fd, &after));
		EXPECT_EQ(before.st_size, after.st_size);
		EXPECT_EQ(before.st_blocks, after.st_blocks);
		close(fd);
		/* What is closed is no file at all. */
		for (i = 0; i < ARRAY_SIZE(calls); i++)
			EXPECT_ERRNO(EBADF, call(fd, i));
		EXPECT_ERRNO(EBADF, ntsection_duplicate(fd, RIGHTS, 0));
		EXPECT_ERRNO(EBADF, map_fd(fd, PAGE));
	}
}

/* What is for the device is unknown to a handle, and the other way round. */
TEST(handle_and_device_exchanged)
{
	long references = module_references();
	int section = create(PAGE);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		if (!calls[i].handle)
			EXPECT_ERRNO(ENOTTY, call(section, i));
		if (!calls[i].device)
			EXPECT_ERRNO(ENOTTY, call(device(), i));
	}
	errno = 0;
	EXPECT_EQ(MAP_FAILED, map(device(), PAGE, PROT_READ));
	EXPECT_EQ(ENODEV, errno);
	close(section);
	EXPECT_EQ(references, module_references());
}

/* A peer's section is his: whoever maps it can find out that first. */
TEST(section_of_a_peer)
{
	int ends[2], section, received;
	struct ntsection_handle handle;
	struct stat status;
	char *view;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
			      NTSECTION_MAP_READ);
	ASSERT_EQ(0, send_descriptor(ends[0], section));
	close(section);
	received = receive_descriptor(ends[1]);
	ASSERT_GE(received, 0);
	/* Smaller, and with less rights, than was agreed on. */
	ASSERT_EQ(0, ntsection_handle(received, &handle));
	EXPECT_EQ(PAGE, handle.maximum_size);
	EXPECT_EQ(NTSECTION_MAP_READ, handle.access);
	/* It tells whose it is. */
	ASSERT_EQ(0, fstat(received, &status));
	EXPECT_EQ(geteuid(), status.st_uid);
	errno = 0;
	EXPECT_EQ(NULL, ntsection_map(received, NULL, 0, 2 * PAGE, PROT_READ,
				      0));
	EXPECT_EQ(ENXIO, errno);
	errno = 0;
	EXPECT_EQ(NULL, ntsection_map(received, NULL, 0, PAGE,
				      PROT_READ | PROT_WRITE, 0));
	EXPECT_EQ(EACCES, errno);
	/* Unlike a memfd it never becomes smaller under a view. */
	view = ntsection_map(received, NULL, 0, 0, PROT_READ, 0);
	ASSERT_NE(NULL, view);
	EXPECT_ERRNO(EINVAL, ftruncate(received, 0));
	EXPECT_EQ(0, fault_of(view, 0));
	EXPECT_EQ(0, ntsection_unmap(view));
}

TEST_HARNESS_MAIN
