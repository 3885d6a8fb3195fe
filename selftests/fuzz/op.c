// SPDX-License-Identifier: GPL-2.0
/*
 * Operations as text, one a line: the actor, the kind, the arguments by name.
 */
#include "op.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *args[OP_ARGS];
} kinds[OP_KINDS] = {
	[OP_CREATE] = { "create", { "slot", "size", "protection", "attributes",
		"access", "flags", "name", "mode", "node", "form" } },
	[OP_OPEN] = { "open", { [SLOT] = "slot", [ACCESS] = "access",
		[FLAGS] = "flags", [NAME] = "name", [FORM] = "form" } },
	[OP_DUPLICATE] = { "duplicate", { [SLOT] = "slot", [ACCESS] = "access",
		[FLAGS] = "flags", [NAME] = "target", [FORM] = "form" } },
	[OP_DUP] = { "dup", { "slot", "to" } },
	[OP_CLOSE] = { "close", { "slot" } },
	[OP_PASS] = { "pass", { "slot", "to", "actor" } },
	[OP_MAP] = { "map", { "place", "pages", "prot", "slot", "offset",
		"copy", "fixed" } },
	[OP_REMAP] = { "remap", { [PLACE] = "place", [PAGES] = "pages",
		[PROT] = "prot", [REMAP_COPY] = "copy", [REMAP_TO] = "to",
		[REMAP_SKEW] = "skew", [FORM] = "form" } },
	[OP_UNMAP] = { "unmap", { "place", "pages" } },
	[OP_PROTECT] = { "protect", { "place", "pages", "prot" } },
	[OP_DISCARD] = { "discard", { "place", "pages" } },
	[OP_PAGE_OUT] = { "page_out", { "place", "pages" } },
	[OP_COMMIT] = { "commit", { "target", "start", "length",
		[FORM] = "form" } },
	[OP_RESET] = { "reset", { "target", "start", "length",
		[FORM] = "form" } },
	[OP_UNDO] = { "undo", { "target", "start", "length", [FORM] = "form" } },
	[OP_EXTENT] = { "extent", { "target", "start", "length",
		[FORM] = "form" } },
	[OP_QUERY] = { "query", { "target", [FORM] = "form" } },
	[OP_HANDLE] = { "handle", { "target", [FORM] = "form" } },
	[OP_FEATURES] = { "features", { "target", [FORM] = "form" } },
	[OP_RESIDENCE] = { "residence", { "target", "start", "length", "id",
		[FORM] = "form" } },
	[OP_LIST] = { "list", { "target", "cursor", "count", "entry_size",
		"unmapped", [FORM] = "form" } },
	[OP_READ] = { "read", { "place" } },
	[OP_WRITE] = { "write", { "place", "value" } },
	[OP_PEEK] = { "peek", { "place" } },
	[OP_POKE] = { "poke", { "place", "value" } },
	[OP_FORK] = { "fork", { "to" } },
	[OP_RENEW] = { "renew", { "user" } },
	[OP_IOCTL] = { "ioctl", { "target", "command" } },
};

uint64_t roll(struct dice *dice)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint64_t below(struct dice *dice, uint64_t limit)
{
	return roll(dice) % limit;
}

const char *kind_name(enum kind kind)
{
	return kinds[kind].name;
}

bool op_has_form(enum kind kind)
{
	return kinds[kind].args[FORM];
}

void op_print(FILE *file, const struct op *op)
{
	unsigned int i;

	fprintf(file, "%u %s", op->actor, kinds[op->kind].name);
	for (i = 0; i < OP_ARGS; i++) {
		if (kinds[op->kind].args[i])
			fprintf(file, " %s=%#llx", kinds[op->kind].args[i],
				(unsigned long long)op->arg[i]);
	}
	fputc('\n', file);
}

void sequence_print(FILE *file, const struct sequence *sequence)
{
	unsigned int i;

	for (i = 0; i < sequence->length; i++)
		op_print(file, &sequence->ops[i]);
}

static bool parse_arg(struct op *op, char *word)
{
	char *value = strchr(word, '='), *end;
	unsigned int i;

	if (!value)
		return false;
	*value++ = '\0';
	for (i = 0; i < OP_ARGS; i++) {
		const char *name = kinds[op->kind].args[i];

		if (!name || strcmp(name, word))
			continue;
		op->arg[i] = strtoull(value, &end, 0);
		return end != value && !*end;
	}
	return false;
}

/* Ranges of views stay in the arena. */
static bool in_arena(const struct op *op)
{
	if (op->kind == OP_REMAP &&
	    (op->arg[REMAP_TO] > ARENA_PAGES ||
	     op->arg[PAGES] > ARENA_PAGES - op->arg[REMAP_TO]))
		return false;
	switch (op->kind) {
	case OP_REMAP:
	case OP_MAP:
	case OP_UNMAP:
	case OP_PROTECT:
	case OP_DISCARD:
	case OP_PAGE_OUT:
		return op->arg[PLACE] < ARENA_PAGES &&
		       op->arg[PAGES] <= ARENA_PAGES - op->arg[PLACE];
	case OP_READ:
	case OP_WRITE:
	case OP_PEEK:
	case OP_POKE:
		return op->arg[PLACE] < ARENA_PAGES;
	default:
		return true;
	}
}

/* What a line does not name is 0. */
static bool parse(struct op *op, char *line)
{
	char *save, *word = strtok_r(line, "\n ", &save), *end;

	memset(op, 0, sizeof(*op));
	op->actor = strtoul(word, &end, 10);
	if (*end || op->actor >= ACTORS)
		return false;
	word = strtok_r(NULL, "\n ", &save);
	for (op->kind = 0; op->kind < OP_KINDS; op->kind++) {
		if (word && !strcmp(word, kinds[op->kind].name))
			break;
	}
	if (op->kind == OP_KINDS)
		return false;
	while ((word = strtok_r(NULL, "\n ", &save))) {
		if (!parse_arg(op, word))
			return false;
	}
	return in_arena(op);
}

/* Lines that begin with an actor are operations, others are none. */
bool sequence_read(FILE *file, struct sequence *sequence)
{
	char line[512], copy[512];
	unsigned int room = 0;

	sequence->length = 0;
	sequence->ops = NULL;
	while (fgets(line, sizeof(line), file)) {
		if (line[0] < '0' || line[0] > '9' || line[1] != ' ')
			continue;
		if (sequence->length == room) {
			room = room * 2 + 64;
			sequence->ops = realloc(sequence->ops, room *
						sizeof(*sequence->ops));
		}
		strcpy(copy, line);
		if (!parse(&sequence->ops[sequence->length++], copy)) {
			fprintf(stderr, "fuzz: no operation: %s", line);
			return false;
		}
	}
	return true;
}

void sequence_copy(struct sequence *to, const struct sequence *from)
{
	size_t size = from->length * sizeof(*from->ops);

	to->length = from->length;
	to->ops = malloc(size ? size : 1);
	memcpy(to->ops, from->ops, size);
}
