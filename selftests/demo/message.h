/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages between processes, each with up to two file descriptors.
 */
#ifndef DEMO_MESSAGE_H
#define DEMO_MESSAGE_H

#include <stddef.h>

#define MESSAGE_MAX_FDS	2

/* Return: 0, or -1 with errno. */
int message_send(int socket, const void *data, size_t size, const int *fds,
		 int count);

/*
 * Unfilled places of @fds become -1.
 * Return: 1, 0 if the other side is gone, or -1 with errno.
 */
int message_receive(int socket, void *data, size_t size,
		    int fds[MESSAGE_MAX_FDS]);

#endif
