// SPDX-License-Identifier: GPL-2.0
/*
 * Names that sections are given and looked for by, good and bad ones.
 */
#include "names.h"

#include <errno.h>
#include <linux/ntsection.h>
#include <stdlib.h>
#include <string.h>

#define NAME(text, prefix) \
	{ text, sizeof(text) - 1, 0, text + (prefix), sizeof(text) - 1 - (prefix) }
#define BAD(text, error) { text, sizeof(text) - 1, error, NULL, 0 }

static char longest[NTSECTION_NAME_MAX + 1];

static const struct name names[ALL_NAMES] = {
	[NO_NAME] = { NULL, 0, 0, NULL, 0 },
	NAME("fuzz", 0),
	NAME("Fuzz", 0),
	NAME("FUZZ", 0),
	NAME("Local\\fuzz", 6),
	NAME("Global\\fuzz", 7),
	NAME("Global\\Fuzz", 7),
	NAME("f", 0),
	NAME("fuzz with\0 a NUL", 0),
	NAME("\xc3\x84\xe4\xc4", 0),
	NAME("local", 0),
	NAME("@[`{", 0),
	{ longest, NTSECTION_NAME_MAX, 0, longest, NTSECTION_NAME_MAX },
	[GOOD_NAMES] = { longest, NTSECTION_NAME_MAX + 1, ENAMETOOLONG, NULL, 0 },
	{ longest, 0xffffffff, ENAMETOOLONG, NULL, 0 },
	{ (const char *)0x10, 16, EFAULT, NULL, 0 },
	{ (const char *)0xffff888000000000, 16, EFAULT, NULL, 0 },
	BAD("Local\\", EINVAL),
	BAD("\\fuzz", EINVAL),
	BAD("Global\\\\fuzz", EINVAL),
	BAD("fuzz\\fuzz", ENOTDIR),
};

const struct name *name_of(uint64_t number)
{
	if (!longest[0])
		memset(longest, 'L', sizeof(longest));
	return &names[number < ALL_NAMES ? number : NO_NAME];
}

static unsigned char folded(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

bool name_equal(const struct name *a, const struct name *b, bool fold)
{
	uint32_t i;

	if (a->key_length != b->key_length)
		return false;
	if (!fold)
		return !memcmp(a->key, b->key, a->key_length);
	for (i = 0; i < a->key_length; i++) {
		if (folded(a->key[i]) != folded(b->key[i]))
			return false;
	}
	return true;
}

bool name_before(const struct name *a, const struct name *b)
{
	return memcmp(a->key, b->key, a->key_length) < 0;
}
