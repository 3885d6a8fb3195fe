/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Values of options and arguments. What is wrong with one is wrong usage: the
 * functions exit then, with a sentence that names the option.
 */
#ifndef NTSECTION_CLI_ARGUMENT_H
#define NTSECTION_CLI_ARGUMENT_H

#include <stdint.h>

#include "command.h"

/* "4M", "0x1000" and the like, in bytes. */
uint64_t size_argument(const struct verb *verb, const char *option,
		       const char *text);

/* A number from 0 to @most, in C's notation: 8, 0x8, 010. */
uint64_t number_argument(const struct verb *verb, const char *option,
			 const char *text, uint64_t most);

/* An NTSECTION_PAGE_* value of r, rw, rc, x, rx, rwx or rcx. */
uint32_t protection_argument(const struct verb *verb, const char *option,
			     const char *text);

/* The rights that views of this NTSECTION_PAGE_* protection need. */
uint32_t access_of_protection(uint32_t protection);

#endif /* NTSECTION_CLI_ARGUMENT_H */
