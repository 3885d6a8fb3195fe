/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names that sections are given and looked for by, good and bad ones.
 */
#ifndef FUZZ_NAMES_H
#define FUZZ_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A name as a program gives it: @error is what is wrong with it, or 0; then
 * @key of @key_length bytes is what is left without the prefix.
 */
struct name {
	const char *text;
	uint32_t length;
	int error;
	const char *key;
	uint32_t key_length;
};

/* Number 0 means that there is no name. */
enum { NO_NAME, GOOD_NAMES = 13, ALL_NAMES = 21 };

const struct name *name_of(uint64_t number);
bool name_equal(const struct name *a, const struct name *b, bool fold);
/* Does @a stand before @b, of two that differ in case only? */
bool name_before(const struct name *a, const struct name *b);

#endif /* FUZZ_NAMES_H */
