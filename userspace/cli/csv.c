// SPDX-License-Identifier: GPL-2.0
/*
 * Rows of CSV (RFC 4180), each on one line, and strings of JSON.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "csv.h"

void csv_text(FILE *stream, const char *text)
{
	if (!text[strcspn(text, ",\"\r\n")]) {
		fputs(text, stream);
		return;
	}
	putc('"', stream);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', stream);
		putc(*text, stream);
	}
	putc('"', stream);
}

/* Bytes of the UTF-8 character at @text, 0 if there is none. */
static size_t utf8_length(const unsigned char *text)
{
	uint32_t least = 0x80, character;
	size_t length = 2, i;

	if (*text < 0x80)
		return 1;
	if (*text >= 0xf0) {
		length = 4;
		least = 0x10000;
	} else if (*text >= 0xe0) {
		length = 3;
		least = 0x800;
	}
	if (*text < 0xc2 || *text > 0xf4)
		return 0;
	character = *text & (0xffu >> (length + 1));
	for (i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (text[i] & 0x3f);
	}
	if (character < least || character > 0x10ffff ||
	    (character >= 0xd800 && character < 0xe000))
		return 0;
	return length;
}

void json_text(FILE *stream, const char *text)
{
	const unsigned char *from = (const unsigned char *)text;
	size_t length;

	putc('"', stream);
	for (; *from; from += length) {
		length = utf8_length(from);
		if (!length) {
			/* JSON is UTF-8 and nothing else. */
			fputs("\\ufffd", stream);
			length = 1;
		} else if (*from == '"' || *from == '\\') {
			fprintf(stream, "\\%c", *from);
		} else if (*from < 0x20) {
			fprintf(stream, "\\u%04x", *from);
		} else {
			fwrite(from, 1, length, stream);
		}
	}
	putc('"', stream);
}

/* Take the quotes off a field that begins with one; returns what is behind. */
static char *unquote(char *field)
{
	char *from = field + 1, *to = field;

	while (*from) {
		if (*from == '"' && *++from != '"')
			break;
		*to++ = *from++;
	}
	/* It is behind: at least the first quote has been left out. */
	*to = '\0';
	return from;
}

size_t csv_split(char *line, char **fields, size_t most)
{
	size_t count = 0;
	bool more = true;

	line[strcspn(line, "\r\n")] = '\0';
	while (more && count < most) {
		fields[count++] = line;
		if (*line == '"')
			line = unquote(line);
		line += strcspn(line, ",");
		more = *line == ',';
		*line++ = '\0';
	}
	return count;
}
