// SPDX-License-Identifier: GPL-2.0
/*
 * Rows of CSV (RFC 4180), each on one line.
 */
#include <stdbool.h>
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
