// SPDX-License-Identifier: GPL-2.0
/*
 * A round: one sequence of operations, from nothing to nothing. Actors begin
 * without anything, and at the end, when they are gone, nothing may be left.
 */
#include "round.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

#include "cover.h"
#include "generate.h"

/* Numbers of errors are below. */
#define ERRORS 134

/* What all processes work on. */
static struct {
	struct model model;
	/* With the dice operations are made as their turns come. */
	bool rolls;
	struct dice dice;
	bool print;
	unsigned int fresh;
	/* The operation that is done now, and how many there are. */
	unsigned int next;
	unsigned int length;
	struct op ops[LENGTH_MAX];
	/* What came of those of each kind, and how long they took. */
	struct {
		unsigned long well, signals, errors[ERRORS];
		double seconds;
	} counts[OP_KINDS];
} *shared;

static long references;
/* When the operation began that is done now. */
static double began;

double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static long count_references(void)
{
	FILE *file = fopen("/sys/module/ntsection/refcnt", "re");
	long count = -1;

	if (!file || fscanf(file, "%ld", &count) != 1)
		err(1, "/sys/module/ntsection/refcnt");
	fclose(file);
	return count;
}

/*
 * The next operation, or NULL if there is none. One that came to reach pages
 * that are not known, since something before it has changed, is left out, or
 * another is made.
 */
static const struct op *next_op(void)
{
	struct model *model = &shared->model;

	for (; shared->next < shared->length && !model->complaint[0];
	     shared->next++) {
		struct op *op = &shared->ops[shared->next];

		if (op->kind != OP_KINDS && model_knows(model, op))
			return op;
		while (shared->rolls) {
			*op = generate(&shared->dice, model);
			if (model_knows(model, op))
				return op;
		}
	}
	return NULL;
}

static void begin_op(const struct op *op)
{
	began = now();
	if (shared->print) {
		op_print(stdout, op);
		fflush(stdout);
	}
}

/*
 * A mapping that fails at a fixed place may have unmapped what was there, or
 * not: that is the kernel's business. It is tried elsewhere.
 */
static struct op as_done(const struct op *op)
{
	struct op done = *op;

	if (op->kind == OP_MAP && map_error(&shared->model, op))
		done.arg[MAP_FIXED_PLACE] = false;
	return done;
}

static void end_op(const struct op *op, const struct outcome *outcome)
{
	shared->fresh += cover_new(op->actor);
	model_check(&shared->model, op, outcome);
	if (outcome->signal)
		shared->counts[op->kind].signals++;
	else if (outcome->error)
		shared->counts[op->kind].errors[outcome->error % ERRORS]++;
	else
		shared->counts[op->kind].well++;
	shared->counts[op->kind].seconds += now() - began;
	shared->next++;
}

/* An actor goes on as long as operations are its own: turns take time. */
static void work(unsigned int actor)
{
	static struct outcome outcome;
	const struct op *op;

	while ((op = next_op()) && op->actor == actor &&
	       !is_of_several(op->kind)) {
		const struct op done = as_done(op);

		begin_op(op);
		actor_call(actor, &done, &outcome);
		end_op(op, &outcome);
	}
}

void round_init(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		err(1, "mmap");
	actors_init(work);
	model_init(&shared->model);
	references = count_references();
}

static void check_nothing_left(void)
{
	static struct ntsection_entry entry;
	struct ntsection_list list = {
		.size = sizeof(list),
		.cursor = shared->model.base,
		.entries = (unsigned long)&entry,
		.entry_size = sizeof(entry),
		.count = 1,
	};
	long now = count_references();

	if (now != references)
		complain(&shared->model, "%ld references on the module are left",
			 now - references);
	if (ioctl(actor_device(), NTSECTION_IOC_LIST, &list) || list.count)
		complain(&shared->model, "section %llu is left", entry.id);
}

static void run_ops(void)
{
	static struct outcome outcome;
	const struct op *op;

	while ((op = next_op())) {
		bool well;

		if (is_of_several(op->kind)) {
			begin_op(op);
			well = actors_do(op, &outcome);
			if (well)
				end_op(op, &outcome);
		} else {
			well = actors_work(op->actor);
		}
		if (!well) {
			complain(&shared->model, "an actor is lost");
			shared->next++;
		}
	}
}

void round_run(struct round *round, struct sequence *sequence,
	       struct dice *dice)
{
	struct model *model = &shared->model;

	memcpy(shared->ops, sequence->ops,
	       sequence->length * sizeof(*sequence->ops));
	shared->length = sequence->length;
	shared->next = 0;
	shared->fresh = 0;
	shared->print = round->print;
	shared->rolls = dice;
	if (dice)
		shared->dice = *dice;
	model_reset(model);
	model->base = actors_begin();
	model->last_id = model->base;

	run_ops();
	if (!actors_end(model->complaint[0]))
		complain(model, "an actor did not end well");
	check_nothing_left();

	round->fresh = shared->fresh;
	round->done = shared->next;
	round->failed = model->complaint[0];
	strcpy(round->reason, model->complaint);
	/* The one that failed is the last. */
	sequence->length = round->done;
	memcpy(sequence->ops, shared->ops,
	       sequence->length * sizeof(*sequence->ops));
}

/* A kind that never succeeds, or never fails, tests little. */
void round_print_counts(void)
{
	unsigned int kind, error;

	for (kind = 0; kind < OP_KINDS; kind++) {
		unsigned long count = shared->counts[kind].well +
				      shared->counts[kind].signals;

		for (error = 1; error < ERRORS; error++)
			count += shared->counts[kind].errors[error];
		printf("# %-9s %7lu, %5.0f us each:", kind_name(kind), count,
		       count ? shared->counts[kind].seconds / count * 1e6 : 0);
		printf(" success %lu", shared->counts[kind].well);
		for (error = 1; error < ERRORS; error++) {
			if (shared->counts[kind].errors[error])
				printf(" %s %lu", strerrorname_np(error),
				       shared->counts[kind].errors[error]);
		}
		if (shared->counts[kind].signals)
			printf(" SIGSEGV %lu", shared->counts[kind].signals);
		putchar('\n');
	}
}
