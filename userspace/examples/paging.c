// SPDX-License-Identifier: GPL-2.0
/*
 * A section, a view of it, and where its bytes are: in RAM, or in swap once
 * they had to leave.
 */
#include <ntsection.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static void show(const char *when, int section)
{
	struct ntsection_query info;

	if (ntsection_query(section, &info))
		err(1, "query");
	printf("%-10s %8llu bytes in RAM, %8llu in swap\n", when,
	       info.resident, info.swapped);
}

int main(void)
{
	int section = ntsection_create(-1, 1 << 20, NULL);
	char *view;

	if (section < 0)
		err(1, "create");
	view = ntsection_map(section, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	if (!view)
		err(1, "map");

	show("created:", section);
	memset(view, 'x', 1 << 20);
	show("filled:", section);
	ntsection_page_out(view, 0);
	show("paged out:", section);
	printf("last byte: %c\n", view[(1 << 20) - 1]);
	return ntsection_unmap(view);
}
