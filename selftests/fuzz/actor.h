/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Actors: the processes that do what operations say, one at a time, and the
 * outcome that they report.
 */
#ifndef FUZZ_ACTOR_H
#define FUZZ_ACTOR_H

#include <linux/ntsection.h>
#include <stdbool.h>
#include <stdint.h>

#include "op.h"

enum { USER_ROOT, USER_ALICE, USER_BOB, USERS };
/* Alice has her own group, bob his own and hers. */
#define ALICE 1000
#define BOB 1001

#define PAGE 4096UL
/* Where the arena is, in every actor, and the first of its descriptors. */
#define ARENA 0x10000000000UL
#define FIRST_FD 100

#define LIST_ENTRIES 6

/* What a page says that has no single value. */
#define MIXED UINT64_MAX

/**
 * struct outcome - what came of an operation
 * @error: errno, 0 if there was none
 * @signal: that an access to memory raised
 * @changed: an argument structure was written to, though the call failed
 * @existed: of CREATE; poisoned before
 * @value: what a page had
 * @handle: of a new handle, as HANDLE tells it
 * @query and below: results of the call
 */
struct outcome {
	int error;
	int signal;
	bool changed;
	uint32_t existed;
	uint64_t value;
	struct ntsection_handle handle;
	union {
		struct ntsection_query query;
		struct ntsection_features features;
		struct ntsection_extent extent;
		struct ntsection_residence residence;
		struct ntsection_list list;
	};
	struct ntsection_entry entries[LIST_ENTRIES];
};

/* Poison of @existed and others. */
#define POISON 0xcccccccc

/* @work is what an actor does in its turn. */
void actors_init(void (*work)(unsigned int actor));
/* They have nothing. Returns the number that ids count from. */
uint64_t actors_begin(void);
/* False if an actor did not answer, or went away. */
bool actors_work(unsigned int actor);
/* Operations that take several processes, done by the controller. */
bool is_of_several(enum kind kind);
bool actors_do(const struct op *op, struct outcome *outcome);
bool actors_end(bool failed);
/* No process is left. */
void actors_quit(void);
unsigned int first_user(unsigned int actor);

/* Of whoever does an operation: this actor, and its descriptors. */
void actor_call(unsigned int actor, const struct op *op,
		struct outcome *outcome);
void actor_fork(struct outcome *outcome, unsigned int to);
int actor_send(int fd);
int actor_receive(void);
int actor_device(void);

/* Do @op in this process. @base is the number from which ids count. */
void call(const struct op *op, uint64_t base, struct outcome *outcome);
void call_init(void);

#endif /* FUZZ_ACTOR_H */
