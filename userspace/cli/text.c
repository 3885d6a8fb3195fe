// SPDX-License-Identifier: GPL-2.0
/*
 * Text that others have made up: names of sections and of processes.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

/* Bytes of the character of UTF-8 that @text begins with; 0 if it is none. */
static size_t utf8_length(const unsigned char *text, size_t left)
{
	static const uint32_t least[] = { 0, 0, 0xa0, 0x800, 0x10000 };
	size_t length, i;
	uint32_t code;

	if (*text < 0x80)
		return *text >= 0x20 && *text != 0x7f && *text != '\\';
	length = *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : 2;
	if (*text < 0xc2 || *text > 0xf4 || left < length)
		return 0;
	code = *text & 0x7f >> length;
	for (i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if (code < least[length] || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000))
		return 0;
	return length;
}

void printable(char *to, const void *bytes, size_t length)
{
	const unsigned char *text = bytes, *end = text + length;

	while (text < end) {
		size_t known = utf8_length(text, (size_t)(end - text));

		if (!known) {
			to += sprintf(to, "\\x%02x", *text++);
			continue;
		}
		memcpy(to, text, known);
		to += known;
		text += known;
	}
	*to = '\0';
}
