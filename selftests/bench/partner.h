/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A second process, which does a piece of work whenever it is told to.
 */
#ifndef PARTNER_H
#define PARTNER_H

#include <sys/types.h>

struct partner {
	pid_t pid;
	int orders;
	int answers;
};

/* Begin one, with all that this process has. It does @work(@arg). */
void partner_begin(struct partner *partner, void (*work)(void *arg), void *arg);

/* Let it do the work once, and wait for it. */
void partner_work(struct partner *partner);

/* The same without work: what it costs to tell. */
void partner_nothing(struct partner *partner);

void partner_end(struct partner *partner);

#endif /* PARTNER_H */
