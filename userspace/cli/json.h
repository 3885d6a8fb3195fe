/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON that is written as things happen, an object a line.
 */
#ifndef NTSECTION_CLI_JSON_H
#define NTSECTION_CLI_JSON_H

#include <stdio.h>

/* A string with its quotes; null for "". What is no UTF-8 becomes U+FFFD. */
void json_string(FILE *to, const char *text);

#endif /* NTSECTION_CLI_JSON_H */
