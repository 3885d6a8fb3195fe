/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strings of JSON.
 */
#ifndef NTSECTION_CLI_JSON_H
#define NTSECTION_CLI_JSON_H

#include <stdio.h>

/* A string with its quotes. @text is UTF-8, as printable() makes it. */
void json_quote(FILE *to, const char *text);

/* The same, but null for "". */
void json_string(FILE *to, const char *text);

#endif /* NTSECTION_CLI_JSON_H */
