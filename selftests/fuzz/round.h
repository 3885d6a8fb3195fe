/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A round: one sequence of operations, from nothing to nothing.
 */
#ifndef FUZZ_ROUND_H
#define FUZZ_ROUND_H

#include <stdbool.h>

#include "model.h"
#include "op.h"

/* Operations in a round. */
#define LENGTH_MAX 10000

/**
 * struct round - how to run a sequence, and what came of it
 * @print: print each operation before it is done
 * @fresh: places that no operation had reached before
 * @done: operations that were done
 * @failed: something was not as the model has it
 * @reason: what
 */
struct round {
	bool print;
	unsigned int fresh;
	unsigned int done;
	bool failed;
	char reason[sizeof(((struct model *)0)->complaint)];
};

void round_init(void);
/* With @dice each operation is made when its turn comes, and kept. */
void round_run(struct round *round, struct sequence *sequence,
	       struct dice *dice);
void round_print_counts(void);
/* Seconds. */
double now(void);
/* Drop what the failure does not need. */
void shrink(struct sequence *sequence);

#endif /* FUZZ_ROUND_H */
