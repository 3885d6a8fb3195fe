// SPDX-License-Identifier: GPL-2.0
/*
 * JSON that is written as things happen.
 */
#include "json.h"

/* Bytes of the UTF-8 character that @text begins with; 0 if it is none. */
static int character(const unsigned char *text)
{
	int length, i;

	if (*text < 0x80)
		return 1;
	length = *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : 2;
	if (*text < 0xc2 || *text > 0xf4)
		return 0;
	for (i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	/* Longer than need be, surrogates, beyond U+10FFFF. */
	if ((*text == 0xe0 && text[1] < 0xa0) ||
	    (*text == 0xed && text[1] > 0x9f) ||
	    (*text == 0xf0 && text[1] < 0x90) ||
	    (*text == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

void json_string(FILE *to, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	if (!*text) {
		fputs("null", to);
		return;
	}
	putc('"', to);
	while (*at) {
		int length = character(at);

		if (!length)
			fputs("\\ufffd", to);
		else if (*at == '"' || *at == '\\')
			fprintf(to, "\\%c", *at);
		else if (*at < 0x20)
			fprintf(to, "\\u%04x", *at);
		else
			fwrite(at, 1, (size_t)length, to);
		at += length ? length : 1;
	}
	putc('"', to);
}
