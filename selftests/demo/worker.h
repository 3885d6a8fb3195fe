/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Workers: processes that own memory, fill it and read it, one order at a
 * time. The demo's main process has none of the memory itself; it gives the
 * orders and looks on.
 *
 * A worker lives in a cgroup of its own choice from its first page on, holds
 * no descriptor but its socket, and dies with the main process.
 */
#ifndef DEMO_WORKER_H
#define DEMO_WORKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "cgroup.h"
#include "memory.h"
#include "pattern.h"

enum order {
	/* Make a section of @size, map it, and send two handles of it back. */
	ORDER_CREATE,
	/* Map the section whose handle comes with the order, to read it. */
	ORDER_OPEN,
	/* Get @size bytes from malloc(); the answer is an address in them. */
	ORDER_HEAP,
	/* The same from mmap(). */
	ORDER_MAPPING,
	/* Fill @part of the memory with @pattern. */
	ORDER_FILL,
	/* Read it; the answer is the number of right bytes. */
	ORDER_VERIFY,
	/* Read it; the answer is a census of its pages. */
	ORDER_COUNT,
	/* The content of @part is not needed any more. */
	ORDER_RESET,
	/* It is needed again; the answer is 0, or ENODATA if any was lost. */
	ORDER_RESET_UNDO,
	/* Exit without tidying up: that is what is left to the kernel. */
	ORDER_EXIT,
};

struct request {
	enum order order;
	uint64_t size;
	struct part part;
	struct pattern pattern;
};

struct answer {
	int error;
	uint64_t value;
	struct census census;
};

struct worker {
	pid_t pid;
	int socket;
};

/* What ORDER_CREATE sends: to look at the section only, and to read it. */
struct handles {
	int observer;
	int reader;
};

void worker_start(struct worker *worker, const struct cgroup *cgroup);

/* Give an order and do not wait. @handle goes along unless it is -1. */
void worker_order(const struct worker *worker, const struct request *request,
		  int handle);

/*
 * Wait for the answer. The order must have succeeded.
 * Return: false if the worker died over it.
 */
bool worker_answer(const struct worker *worker, uint64_t *value,
		   struct handles *handles);

/* Both in one; the worker must not die. Return: the answer's value. */
uint64_t worker_do(const struct worker *worker, const struct request *request);
/* The same for ORDER_COUNT. */
void worker_count(const struct worker *worker, const struct request *request,
		  struct census *census);

/* Let the worker exit, or find that it has died. Return: its wait status. */
int worker_end(struct worker *worker);

#endif
