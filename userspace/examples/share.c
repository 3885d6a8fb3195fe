// SPDX-License-Identifier: GPL-2.0
/*
 * A parent and its child share memory through an inherited handle.
 *
 * The child is another program run: it knows the section by nothing but the
 * number of the handle, and may read but not write.
 */
#include <ntsection.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int child(int section)
{
	const char *view = ntsection_map(section, NULL, 0, 0, PROT_READ, 0);

	if (!view)
		err(1, "child: map");
	printf("child:  reads \"%s\"\n", view);
	if (!ntsection_map(section, NULL, 0, 0, PROT_WRITE, 0))
		warn("child:  a view for writing");
	return 0;
}

int main(int argc, char **argv)
{
	int section, readonly;
	char number[16], *view;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return child(atoi(argv[1]));

	section = ntsection_create(-1, 1 << 20, NULL);
	if (section < 0)
		err(1, "create");
	view = ntsection_map(section, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	readonly = ntsection_duplicate(section, NTSECTION_MAP_READ,
				       NTSECTION_INHERIT);
	if (!view || readonly < 0)
		err(1, "map or duplicate");

	strcpy(view, "hello from the parent");
	printf("parent: wrote \"%s\"\n", view);
	snprintf(number, sizeof(number), "%d", readonly);
	if (!fork())
		execl("/proc/self/exe", argv[0], number, NULL);
	wait(NULL);
	return ntsection_unmap(view);
}
