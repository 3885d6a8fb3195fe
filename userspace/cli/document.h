/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON that is more than a table: objects within objects, in the layout of
 * libsmartcols. All goes to stdout, so that everything that can fail comes
 * before the first call.
 */
#ifndef NTSECTION_CLI_DOCUMENT_H
#define NTSECTION_CLI_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct json - where a document stands
 * @depth: objects and arrays that are open
 * @more: the innermost has a member, which a comma is missing behind
 * @flat: it is written on one line
 */
struct json {
	unsigned int depth;
	bool more;
	bool flat;
};

/*
 * Open an object or array, with '{' or '['; @key is NULL in an array, and for
 * the document itself. In a flat one everything is on one line.
 */
void json_open(struct json *json, const char *key, char bracket);
void json_open_flat(struct json *json, const char *key, char bracket);
/* Close it, with '}' or ']'; with the outermost the document ends. */
void json_close(struct json *json, char bracket);

/* Members. A @text of NULL is null. */
void json_text(struct json *json, const char *key, const char *text);
void json_number(struct json *json, const char *key, uint64_t number);
void json_real(struct json *json, const char *key, double number);
void json_null(struct json *json, const char *key);

#endif /* NTSECTION_CLI_DOCUMENT_H */
