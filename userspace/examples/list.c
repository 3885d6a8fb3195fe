// SPDX-License-Identifier: GPL-2.0
/*
 * Which sections are there? A section with a name, and all that this user may
 * see, which here is this one.
 */
#include <ntsection.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define ENTRIES	16

int main(void)
{
	struct ntsection_options options = {
		.access = NTSECTION_QUERY | NTSECTION_MAP_WRITE,
		.name = "list example",
	};
	struct ntsection_entry entries[ENTRIES];
	int section, count, i;
	uint64_t cursor = 0;
	char *view;

	section = ntsection_create(-1, 1 << 20, &options);
	if (section < 0)
		err(1, "create");
	view = ntsection_map(section, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	if (!view)
		err(1, "map");
	memset(view, 'x', 1 << 16);

	while ((count = ntsection_list(-1, &cursor, entries, ENTRIES)) > 0) {
		for (i = 0; i < count; i++)
			printf("%.*s, made by %s: %llu KiB, %llu in RAM, %u handle, %u view\n",
			       (int)entries[i].name_length, entries[i].name,
			       entries[i].command, entries[i].maximum_size >> 10,
			       entries[i].resident >> 10, entries[i].handles,
			       entries[i].views);
	}
	if (count < 0)
		err(1, "list");
	return ntsection_unmap(view);
}
