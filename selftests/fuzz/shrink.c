// SPDX-License-Identifier: GPL-2.0
/*
 * Making a sequence that fails short: whatever can be left out is, as long as
 * the rest still fails. First large pieces, then single operations, until
 * nothing more can go. The last operation is the one that fails, mostly.
 */
#include "round.h"

#include <stdlib.h>
#include <string.h>

static bool fails_without(const struct sequence *sequence, unsigned int first,
			  unsigned int count, struct sequence *rest)
{
	struct round round = { .print = false };

	sequence_copy(rest, sequence);
	memmove(&rest->ops[first], &rest->ops[first + count],
		(rest->length - first - count) * sizeof(*rest->ops));
	rest->length -= count;
	round_run(&round, rest, NULL);
	if (!round.failed)
		free(rest->ops);
	return round.failed;
}

void shrink(struct sequence *sequence)
{
	unsigned int size = sequence->length / 2, first;
	bool shorter = false;

	while (size) {
		/* From the end: what is late depends on what is early. */
		for (first = sequence->length; first--;) {
			struct sequence rest;

			if (first % size || first + size > sequence->length)
				continue;
			if (fails_without(sequence, first, size, &rest)) {
				free(sequence->ops);
				*sequence = rest;
				shorter = true;
			}
		}
		if (size == 1 && shorter)
			shorter = false;
		else
			size /= 2;
	}
}
