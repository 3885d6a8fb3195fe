// SPDX-License-Identifier: GPL-2.0
/*
 * hold SIZE [NAME]: have a section of SIZE bytes, and do with it what the lines
 * of stdin say; each is answered with "done". The section goes with stdin's end.
 *
 *   fill BYTES		write to the first pages
 *   pageout BYTES	move the first pages to swap
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ntsection.h>

int main(int argc, char **argv)
{
	struct ntsection_options options = {
		.access = NTSECTION_MAP_READ | NTSECTION_MAP_WRITE |
			  NTSECTION_QUERY,
	};
	unsigned long long bytes;
	char line[64], verb[16];
	int section;
	char *view;

	if (argc < 2)
		errx(2, "usage: hold SIZE [NAME]");
	options.name = argv[2];
	section = ntsection_create(-1, strtoull(argv[1], NULL, 0), &options);
	if (section < 0)
		err(1, "create");
	view = ntsection_map(section, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	if (!view)
		err(1, "map");
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("done");
	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "%15s %llu", verb, &bytes) != 2)
			errx(2, "not understood: %s", line);
		if (!strcmp(verb, "fill"))
			memset(view, 'x', bytes);
		else if (!strcmp(verb, "pageout"))
			madvise(view, bytes, MADV_PAGEOUT);
		else
			errx(2, "not understood: %s", line);
		puts("done");
	}
	return 0;
}
