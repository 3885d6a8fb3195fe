/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of names share. Included after ntsection_test.h.
 *
 * Each test runs in a process of its own, with whose handles its names go.
 */
#ifndef NAMES_TEST_H
#define NAMES_TEST_H

#include <sys/resource.h>
#include <sys/socket.h>

#define POISON 0xcccccccc

/* Arguments for a section of one page, with the output poisoned. */
static inline struct ntsection_create named_bytes(const void *name,
						  __u32 length)
{
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);

	args.name = (unsigned long)name;
	args.name_length = length;
	args.existed = POISON;
	return args;
}

static inline struct ntsection_create named(const char *name)
{
	return named_bytes(name, strlen(name));
}

static inline int create_by(struct ntsection_create *args)
{
	return ioctl(device(), NTSECTION_IOC_CREATE, args);
}

/*
 * The errno of a creation that is to fail; 0 if it does not, and -1 if it
 * wrote something all the same.
 */
static inline int create_error(const struct ntsection_create *args)
{
	struct ntsection_create copy = *args;
	int section = create_by(&copy);
	int err = errno;

	if (section >= 0) {
		close(section);
		return 0;
	}
	return memcmp(&copy, args, sizeof(copy)) ? -1 : err;
}

/* A section that must not exist yet. */
static inline int create_named(const char *name)
{
	struct ntsection_create args = named(name);

	return create_by(&args);
}

static inline int create_or_open(const char *name, __u32 *existed)
{
	struct ntsection_create args = named(name);
	int section;

	args.flags = NTSECTION_OPEN_IF;
	section = create_by(&args);
	*existed = args.existed;
	return section;
}

static inline int open_bytes(const void *name, __u32 length, __u32 flags,
			     __u32 access)
{
	struct ntsection_open args = {
		.size = sizeof(args),
		.flags = flags,
		.name = (unsigned long)name,
		.name_length = length,
		.access = access,
	};

	return ioctl(device(), NTSECTION_IOC_OPEN, &args);
}

static inline int open_named(const char *name, __u32 access)
{
	return open_bytes(name, strlen(name), 0, access);
}

/* The number of a section, 0 without a handle; such a number is none's. */
static inline __u64 id_of(int section)
{
	struct ntsection_query info;

	return query(section, &info) ? 0 : info.id;
}

/* The number of the section that has a name; with errno 0 if none has. */
static inline __u64 id_of_bytes(const void *name, __u32 length, __u32 flags)
{
	int section = open_bytes(name, length, flags, NTSECTION_QUERY);
	__u64 id;

	if (section < 0)
		return 0;
	id = id_of(section);
	close(section);
	return id;
}

static inline __u64 id_of_name(const char *name)
{
	return id_of_bytes(name, strlen(name), 0);
}

/* Send a descriptor; it is in flight then, whatever becomes of the sender. */
static inline int send_descriptor(int socket, int fd)
{
	char space[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { .iov_base = "", .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	struct cmsghdr *control = CMSG_FIRSTHDR(&message);

	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &fd, sizeof(fd));
	return sendmsg(socket, &message, 0) == 1 ? 0 : -1;
}

static inline int receive_descriptor(int socket)
{
	char space[CMSG_SPACE(sizeof(int))], byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	struct cmsghdr *control;
	int fd;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1)
		return -1;
	control = CMSG_FIRSTHDR(&message);
	if (!control || control->cmsg_type != SCM_RIGHTS)
		return -1;
	memcpy(&fd, CMSG_DATA(control), sizeof(fd));
	return fd;
}

#endif /* NAMES_TEST_H */
