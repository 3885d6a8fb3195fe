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

#include "cover.h"
#include "generate.h"

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
	/* How often those of each kind have succeeded, and failed. */
	struct {
		unsigned long well, badly;
	} counts[OP_KINDS];
} *shared;

static long references;

static long count_references(void)
{
	FILE *file = fopen("/sys/module/ntsection/refcnt", "re");
	long count = -1;

	if (!file || fscanf(file, "%ld", &count) != 1)
		err(1, "/sys/module/ntsection/refcnt");
	fclose(file);
	return count;
}

/* The next operation, or NULL if there is none. */
static const struct op *next_op(void)
{
	struct op *op = &shared->ops[shared->next];

	if (shared->next == shared->length || shared->model.complaint[0])
		return NULL;
	if (shared->rolls && op->kind == OP_KINDS)
		*op = generate(&shared->dice, &shared->model);
	return op;
}

static void begin_op(const struct op *op)
{
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
	if (outcome->error || outcome->signal)
		shared->counts[op->kind].badly++;
	else
		shared->counts[op->kind].well++;
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
		if (!well)
			complain(&shared->model, "an actor is lost");
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
	if (round->failed && round->done < sequence->length)
		round->done++;
	/* The one that failed is the last. */
	sequence->length = round->done;
	memcpy(sequence->ops, shared->ops,
	       sequence->length * sizeof(*sequence->ops));
}

/* A kind that never succeeds, or never fails, tests little. */
void round_print_counts(void)
{
	unsigned int i;

	for (i = 0; i < OP_KINDS; i++)
		printf("# %-10s %8lu succeeded %8lu failed as they should\n",
		       kind_name(i), shared->counts[i].well, shared->counts[i].badly);
}
