/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations: what an actor can be told to do, as plain numbers. A sequence of
 * them is all that a run consists of, so it can be printed, read back, cut
 * short and repeated.
 */
#ifndef FUZZ_OP_H
#define FUZZ_OP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Processes at a time, descriptors of each, pages of its arena for views. */
#define ACTORS 4
#define SLOTS 6
#define ARENA_PAGES 48

#define OP_ARGS 10

enum kind {
	OP_CREATE, OP_OPEN, OP_DUPLICATE, OP_DUP, OP_CLOSE, OP_PASS,
	OP_MAP, OP_REMAP, OP_UNMAP, OP_PROTECT, OP_DISCARD, OP_PAGE_OUT,
	OP_COMMIT, OP_RESET, OP_UNDO, OP_EXTENT,
	OP_QUERY, OP_HANDLE, OP_FEATURES, OP_RESIDENCE, OP_LIST,
	OP_READ, OP_WRITE, OP_PEEK, OP_POKE,
	OP_FORK, OP_RENEW, OP_IOCTL,
	OP_KINDS
};

/*
 * Places of arguments. Those of one kind have different places; which ones a
 * kind has, and in which order, op.c tells.
 */
enum {
	SLOT, CREATE_SIZE, CREATE_PROTECTION, CREATE_ATTRIBUTES, ACCESS, FLAGS,
	NAME, CREATE_MODE, CREATE_NODE, FORM
};

enum { DUPLICATE_TARGET = NAME };
/* On a descriptor. */
enum { TARGET, RANGE_START, RANGE_LENGTH, RESIDENCE_ID };
enum { LIST_CURSOR = 1, LIST_COUNT, LIST_ENTRY_SIZE, LIST_UNMAPPED };
enum { IOCTL_COMMAND = 1 };
/* DUP, PASS */
enum { TO_SLOT = 1, TO_ACTOR };
/* Views. */
enum { PLACE, PAGES, PROT, MAP_SLOT, MAP_OFFSET, MAP_COPY, MAP_FIXED_PLACE };
enum { REMAP_COPY = 3, REMAP_TO, REMAP_SKEW };
/* Content. */
enum { VALUE = 1 };
/* FORK, RENEW */
enum { FORK_TO };
enum { RENEW_USER };

/* Descriptors that are no slot of the actor. */
enum { TARGET_DEVICE = SLOTS, TARGET_CLOSED, TARGET_NULL, TARGET_PATH, TARGETS };

/* How an argument structure is presented: well, or in one way badly. */
enum form {
	FORM_GOOD,
	FORM_LARGER,		/* of a newer program, the rest is zero */
	FORM_OLD,		/* of the first day, where it has grown since */
	FORM_READ_ONLY,		/* no result can be written */
	FORM_NO_DESCRIPTOR,	/* the process may not have another one */
	FORM_FIRST_BAD,
	FORM_NULL = FORM_FIRST_BAD,
	FORM_UNMAPPED,
	FORM_KERNEL,		/* an address of the kernel */
	FORM_CUT,		/* the end cannot be read */
	FORM_SIZE_0,
	FORM_SMALLER,
	FORM_LARGER_USED,	/* the rest is not zero */
	FORM_SIZE_HUGE,
	FORM_FLAG,		/* an unknown flag */
	FORM_PAD,		/* padding is not zero */
	FORMS
};

struct op {
	enum kind kind;
	unsigned int actor;
	uint64_t arg[OP_ARGS];
};

struct sequence {
	unsigned int length;
	struct op *ops;
};

/* Numbers by chance, the same for the same seed. */
struct dice {
	uint64_t state;
};

uint64_t roll(struct dice *dice);
uint64_t below(struct dice *dice, uint64_t limit);

const char *kind_name(enum kind kind);
bool op_has_form(enum kind kind);
void op_print(FILE *file, const struct op *op);
void sequence_print(FILE *file, const struct sequence *sequence);
bool sequence_read(FILE *file, struct sequence *sequence);
void sequence_copy(struct sequence *to, const struct sequence *from);

#endif /* FUZZ_OP_H */
