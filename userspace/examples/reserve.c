// SPDX-License-Identifier: GPL-2.0
/*
 * Address space for much, memory for little: a gigabyte is reserved, and two
 * pieces of it are committed. What is not committed cannot be touched, and
 * costs nothing.
 */
#include <ntsection.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define SIZE	0x40000000ULL
#define PIECE	0x100000

static void show(int section, uint64_t start)
{
	struct ntsection_extent extent;

	if (ntsection_extent(section, start, SIZE - start, &extent))
		err(1, "extent");
	printf("from %4llu MiB on: %4llu MiB %s\n",
	       (unsigned long long)start >> 20, extent.length >> 20,
	       extent.committed ? "committed" : "reserved");
}

int main(void)
{
	struct ntsection_options options = {
		.attributes = NTSECTION_SEC_RESERVE,
		.access = NTSECTION_QUERY | NTSECTION_MAP_READ |
			  NTSECTION_MAP_WRITE,
	};
	int section = ntsection_create(-1, SIZE, &options);
	struct ntsection_query info;
	char *view;

	if (section < 0)
		err(1, "create");
	view = ntsection_map(section, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	if (!view)
		err(1, "map");

	if (ntsection_commit(section, 0, PIECE) ||
	    ntsection_commit(section, SIZE / 2, PIECE))
		err(1, "commit");
	strcpy(view + SIZE / 2, "in the middle of a gigabyte");
	printf("%s\n", view + SIZE / 2);

	show(section, 0);
	show(section, PIECE);
	show(section, SIZE / 2);
	if (ntsection_query(section, &info))
		err(1, "query");
	printf("charged: %llu MiB of %llu\n", info.committed >> 20,
	       info.maximum_size >> 20);
	return ntsection_unmap(view);
}
