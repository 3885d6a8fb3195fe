// SPDX-License-Identifier: GPL-2.0
/*
 * Values of options and arguments.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "argument.h"
#include "sections.h"
#include "table.h"

uint64_t size_argument(const struct verb *verb, const char *option,
		       const char *text)
{
	uint64_t bytes;

	if (!parse_size(text, &bytes))
		usage_error(verb, "%s needs a size such as 4M, not '%s'",
			    option, text);
	return bytes;
}

uint64_t number_argument(const struct verb *verb, const char *option,
			 const char *text, uint64_t most)
{
	uint64_t number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, 0);
	/* strtoull() takes blanks and signs as well. */
	if (*text < '0' || *text > '9' || *end || errno || number > most)
		usage_error(verb, "%s needs a number up to %llu, not '%s'",
			    option, (unsigned long long)most, text);
	return number;
}

uint32_t protection_argument(const struct verb *verb, const char *option,
			     const char *text)
{
	uint32_t protection;

	for (protection = NTSECTION_PAGE_READONLY;
	     protection <= NTSECTION_PAGE_EXECUTE_WRITECOPY; protection <<= 1)
		if (!strcmp(text, protection_name(protection)))
			return protection;
	usage_error(verb, "%s needs r, rw, rc, x, rx, rwx or rcx, not '%s'",
		    option, text);
}

uint32_t access_of_protection(uint32_t protection)
{
	const char *letters = protection_name(protection);
	uint32_t access = 0;

	if (strchr(letters, 'r'))
		access |= NTSECTION_MAP_READ;
	if (strchr(letters, 'w'))
		access |= NTSECTION_MAP_WRITE;
	if (strchr(letters, 'x'))
		access |= NTSECTION_MAP_EXECUTE;
	return access;
}
