// SPDX-License-Identifier: GPL-2.0
/*
 * Workers, as the main process sees them.
 */

#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "message.h"
#include "orders.h"
#include "system.h"
#include "worker.h"

void worker_start(struct worker *worker, const struct cgroup *cgroup)
{
	int sockets[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets))
		die("no socket for a worker");
	worker->pid = fork();
	if (worker->pid < 0)
		die("no process for a worker");
	if (!worker->pid)
		orders_obey(sockets[1], cgroup);
	close(sockets[1]);
	worker->socket = sockets[0];
}

void worker_order(const struct worker *worker, const struct request *request,
		  int handle)
{
	if (message_send(worker->socket, request, sizeof(*request), &handle,
			 handle >= 0))
		die("cannot give worker %d an order", worker->pid);
}

static bool receive(const struct worker *worker, struct answer *answer,
		    int fds[MESSAGE_MAX_FDS])
{
	switch (message_receive(worker->socket, answer, sizeof(*answer), fds)) {
	case 0:
		return false;
	case -1:
		die("worker %d answers nonsense", worker->pid);
	}
	errno = answer->error;
	if (errno)
		die("worker %d could not do as told", worker->pid);
	return true;
}

bool worker_answer(const struct worker *worker, uint64_t *value,
		   struct handles *handles)
{
	int fds[MESSAGE_MAX_FDS];
	struct answer answer;

	if (!receive(worker, &answer, fds))
		return false;
	if (value)
		*value = answer.value;
	if (handles) {
		handles->observer = fds[0];
		handles->reader = fds[1];
	}
	return true;
}

static struct answer ask(const struct worker *worker,
			 const struct request *request)
{
	int fds[MESSAGE_MAX_FDS];
	struct answer answer;

	worker_order(worker, request, -1);
	errno = 0;
	if (!receive(worker, &answer, fds))
		die("worker %d died", worker->pid);
	return answer;
}

uint64_t worker_do(const struct worker *worker, const struct request *request)
{
	return ask(worker, request).value;
}

void worker_count(const struct worker *worker, const struct request *request,
		  struct census *census)
{
	*census = ask(worker, request).census;
}

int worker_end(struct worker *worker)
{
	struct request request = { .order = ORDER_EXIT };
	int status;

	/* The worker may be gone already: then this fails, as it should. */
	message_send(worker->socket, &request, sizeof(request), NULL, 0);
	if (waitpid(worker->pid, &status, 0) < 0)
		die("cannot wait for worker %d", worker->pid);
	close(worker->socket);
	return status;
}
