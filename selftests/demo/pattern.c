// SPDX-License-Identifier: GPL-2.0
/*
 * The recognisable pattern that memory is filled with.
 */

#include <string.h>
#include <sys/random.h>

#include "pattern.h"
#include "system.h"

#define MARKER_WORDS	(sizeof(struct pattern) / sizeof(uint64_t))
#define PAGE_WORDS	(PATTERN_PAGE / sizeof(uint64_t))

void pattern_choose(struct pattern *pattern)
{
	if (getrandom(pattern, sizeof(*pattern), 0) != sizeof(*pattern))
		die("no random bytes");
}

/* The first words of a page as they are, then a linear congruence. */
static void page_begin(const struct pattern *pattern, uint64_t number,
		       uint64_t word[MARKER_WORDS + 1])
{
	memcpy(word, pattern->marker, sizeof(pattern->marker));
	word[MARKER_WORDS] = number;
}

static uint64_t first_state(const uint64_t word[MARKER_WORDS + 1])
{
	return word[0] ^ (word[MARKER_WORDS] * UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t next_state(uint64_t state)
{
	return state * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
}

void pattern_fill(const struct pattern *pattern, uint64_t number, void *page)
{
	uint64_t *word = page;
	uint64_t state;
	size_t i;

	page_begin(pattern, number, word);
	state = first_state(word);
	for (i = MARKER_WORDS + 1; i < PAGE_WORDS; i++) {
		state = next_state(state);
		word[i] = state;
	}
}

static uint64_t equal_bytes(uint64_t a, uint64_t b)
{
	const unsigned char *x = (const unsigned char *)&a;
	const unsigned char *y = (const unsigned char *)&b;
	uint64_t count = 0;
	size_t i;

	if (a == b)
		return sizeof(a);
	for (i = 0; i < sizeof(a); i++)
		count += x[i] == y[i];
	return count;
}

uint64_t pattern_right(const struct pattern *pattern, uint64_t number,
		       const void *page)
{
	const uint64_t *word = page;
	uint64_t begin[MARKER_WORDS + 1];
	uint64_t right = 0;
	uint64_t state;
	size_t i;

	page_begin(pattern, number, begin);
	state = first_state(begin);
	for (i = 0; i <= MARKER_WORDS; i++)
		right += equal_bytes(word[i], begin[i]);
	for (; i < PAGE_WORDS; i++) {
		state = next_state(state);
		right += equal_bytes(word[i], state);
	}
	return right;
}

uint64_t pattern_number(const void *page)
{
	return ((const uint64_t *)page)[MARKER_WORDS];
}
