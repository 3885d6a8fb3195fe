// SPDX-License-Identifier: GPL-2.0
/*
 * Messages between processes, each with up to two file descriptors.
 */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "message.h"

union control {
	struct cmsghdr align;
	char space[CMSG_SPACE(MESSAGE_MAX_FDS * sizeof(int))];
};

int message_send(int socket, const void *data, size_t size, const int *fds,
		 int count)
{
	struct iovec part = { .iov_base = (void *)data, .iov_len = size };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	union control control = {};
	struct cmsghdr *head;

	if (count) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(head), fds, count * sizeof(int));
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int message_receive(int socket, void *data, size_t size,
		    int fds[MESSAGE_MAX_FDS])
{
	struct iovec part = { .iov_base = data, .iov_len = size };
	union control control = {};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *head;
	ssize_t got;
	int i;

	for (i = 0; i < MESSAGE_MAX_FDS; i++)
		fds[i] = -1;
	got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	if (!got || (got < 0 && errno == ECONNRESET))
		return 0;
	if (got < 0)
		return -1;
	if ((size_t)got != size || message.msg_flags & MSG_CTRUNC) {
		errno = EPROTO;
		return -1;
	}
	head = CMSG_FIRSTHDR(&message);
	if (head && head->cmsg_level == SOL_SOCKET &&
	    head->cmsg_type == SCM_RIGHTS)
		memcpy(fds, CMSG_DATA(head), head->cmsg_len - CMSG_LEN(0));
	return 1;
}
