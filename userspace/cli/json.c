// SPDX-License-Identifier: GPL-2.0
/*
 * Strings of JSON.
 */
#include "json.h"

void json_quote(FILE *to, const char *text)
{
	putc('"', to);
	for (; *text; text++) {
		unsigned char byte = *text;

		if (byte == '"' || byte == '\\')
			fprintf(to, "\\%c", byte);
		else if (byte < 0x20)
			fprintf(to, "\\u%04x", byte);
		else
			putc(byte, to);
	}
	putc('"', to);
}

void json_string(FILE *to, const char *text)
{
	if (*text)
		json_quote(to, text);
	else
		fputs("null", to);
}
