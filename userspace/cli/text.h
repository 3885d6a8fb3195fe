/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text that others have made up: names of sections and of processes.
 */
#ifndef NTSECTION_CLI_TEXT_H
#define NTSECTION_CLI_TEXT_H

#include <stddef.h>

/*
 * Bytes that anybody may have chosen, for terminals and JSON: \xNN for what is
 * no printable UTF-8. @to has room for four times @length, and one more.
 */
void printable(char *to, const void *bytes, size_t length);

#endif /* NTSECTION_CLI_TEXT_H */
