/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An exchange: a creator process makes a section, a consumer process gets a
 * read-only handle of it. The main process keeps a handle to look on.
 */
#ifndef DEMO_EXCHANGE_H
#define DEMO_EXCHANGE_H

#include "pattern.h"
#include "worker.h"

#define EXCHANGE_SIZE	(64 << 20)

struct exchange {
	struct cgroup cgroup;
	struct pattern pattern;
	struct worker creator;
	struct worker consumer;
	int observer;
};

/* Make the cgroup, both processes and the section, and sample it. */
void exchange_start(struct exchange *exchange);

/* The creator fills the section. */
void exchange_fill(const struct exchange *exchange);
/* A worker reads the section. Return: how many bytes are right. */
uint64_t exchange_right(const struct exchange *exchange,
			const struct worker *worker);

/* Both processes exit, the handle is closed. */
void exchange_end(struct exchange *exchange);
/* The cgroup, which outlives the section to tell what is left, goes as well. */
void exchange_remove(struct exchange *exchange);

#endif
