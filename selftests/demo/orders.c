// SPDX-License-Identifier: GPL-2.0
/*
 * The inside of a worker process: obeying orders.
 */

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <ntsection.h>

#include "memory.h"
#include "message.h"
#include "orders.h"
#include "system.h"
#include "worker.h"

/* Where the socket is moved to, so that everything after it can be closed. */
#define SOCKET	3

/*
 * Make a section that the worker has a writable view of, and two handles that
 * can do no more than they must: one only tells about the section, the other
 * also gives views to read. @fds has both; the first handle of all is closed,
 * the view keeps the section alive.
 */
static int create(struct memory *memory, uint64_t size,
		  int fds[MESSAGE_MAX_FDS])
{
	int section;
	int err;

	section = ntsection_create(-1, size, NULL);
	if (section < 0)
		return errno;
	err = memory_view(memory, section, PROT_READ | PROT_WRITE);
	if (err)
		return err;
	fds[0] = ntsection_duplicate(section, NTSECTION_QUERY, 0);
	fds[1] = ntsection_duplicate(section, NTSECTION_QUERY |
				     NTSECTION_MAP_READ, 0);
	if (fds[0] < 0 || fds[1] < 0)
		return errno;
	ntsection_close(section);
	return 0;
}

static void address_of(const struct memory *memory, struct answer *answer)
{
	if (!answer->error)
		answer->value = (uintptr_t)memory->blocks[0];
}

static void obey(const struct request *request, struct memory *memory,
		 struct answer *answer, int fds[MESSAGE_MAX_FDS])
{
	switch (request->order) {
	case ORDER_CREATE:
		answer->error = create(memory, request->size, fds);
		break;
	case ORDER_OPEN:
		answer->error = memory_view(memory, fds[0], PROT_READ);
		ntsection_close(fds[0]);
		fds[0] = -1;
		break;
	case ORDER_HEAP:
		answer->error = memory_heap(memory, request->size);
		address_of(memory, answer);
		break;
	case ORDER_MAPPING:
		answer->error = memory_mapping(memory, request->size);
		address_of(memory, answer);
		break;
	case ORDER_FILL:
		memory_fill(memory, request->part, &request->pattern);
		break;
	case ORDER_VERIFY:
		answer->value = memory_right(memory, request->part,
					     &request->pattern);
		break;
	case ORDER_COUNT:
		memory_count(memory, request->part, &request->pattern,
			     &answer->census);
		break;
	case ORDER_RESET:
		answer->error = memory_reset(memory, request->part);
		break;
	case ORDER_RESET_UNDO:
		answer->value = memory_reset_undo(memory, request->part);
		if (answer->value != ENODATA)
			answer->error = answer->value;
		break;
	case ORDER_EXIT:
		_exit(0);
	}
}

void orders_obey(int socket, const struct cgroup *cgroup)
{
	int fds[MESSAGE_MAX_FDS];
	struct memory memory = {};
	struct request request;
	struct answer answer;
	int count;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* A copied handle of another section would keep that one alive. */
	if (dup2(socket, SOCKET) < 0 || close_range(SOCKET + 1, ~0U, 0))
		die("a worker cannot close descriptors");
	cgroup_enter(cgroup);

	while (message_receive(SOCKET, &request, sizeof(request), fds) == 1) {
		answer = (struct answer){};
		obey(&request, &memory, &answer, fds);
		for (count = 0; count < MESSAGE_MAX_FDS; count++)
			if (fds[count] < 0)
				break;
		if (message_send(SOCKET, &answer, sizeof(answer), fds, count))
			die("a worker cannot answer");
		while (count)
			close(fds[--count]);
	}
	_exit(1);
}
