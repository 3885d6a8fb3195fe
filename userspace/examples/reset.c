// SPDX-License-Identifier: GPL-2.0
/*
 * Content that can be made again is given up while nobody needs it, and asked
 * for later: as long as the memory was not needed elsewhere, it is all there.
 *
 * That memory is needed is played by ntsection_page_out().
 */
#include <ntsection.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define SIZE	0x100000

static void want_again(const char *when, int section, const char *view)
{
	if (!ntsection_reset_undo(section, 0, SIZE))
		printf("%s: all there, byte 0 is '%c'\n", when, view[0]);
	else if (errno == ENODATA)
		printf("%s: lost, byte 0 is %d\n", when, view[0]);
	else
		err(1, "reset_undo");
}

int main(void)
{
	int section = ntsection_create(-1, SIZE, NULL);
	struct ntsection_query info;
	char *view;

	if (section < 0)
		err(1, "create");
	view = ntsection_map(section, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	if (!view)
		err(1, "map");
	memset(view, 'x', SIZE);

	if (ntsection_reset(section, 0, SIZE))
		err(1, "reset");
	want_again("memory was not needed", section, view);

	if (ntsection_reset(section, 0, SIZE))
		err(1, "reset");
	ntsection_page_out(view, 0);
	if (ntsection_query(section, &info))
		err(1, "query");
	printf("written to swap: %llu bytes\n", info.swapped);
	want_again("memory was needed", section, view);
	return ntsection_unmap(view);
}
