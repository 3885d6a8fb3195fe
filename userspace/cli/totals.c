// SPDX-License-Identifier: GPL-2.0
/*
 * The sum of sections, against what there is in the system.
 */
#include <inttypes.h>

#include "meminfo.h"
#include "table.h"
#include "totals.h"

void print_totals(FILE *stream, const struct ntsection_entry *entries,
		  size_t count, bool bytes)
{
	uint64_t committed = 0, resident = 0, swapped = 0;
	const char *plural = count == 1 ? "" : "s";
	char text[6][8];
	size_t i;

	for (i = 0; i < count; i++) {
		committed += entries[i].committed;
		resident += entries[i].resident;
		swapped += entries[i].swapped;
	}
	if (bytes) {
		fprintf(stream, "%zu section%s: %" PRIu64
			" committed of %" PRIu64 " RAM and swap, %" PRIu64
			" resident, %" PRIu64 " swapped of %" PRIu64 "\n",
			count, plural, committed,
			meminfo("MemTotal") + meminfo("SwapTotal"), resident,
			swapped, meminfo("SwapTotal"));
		return;
	}
	fprintf(stream,
		"%zu section%s: %s committed of %s RAM and swap, %s resident, %s swapped of %s\n",
		count, plural, human_size(text[0], committed),
		human_size(text[1],
			   meminfo("MemTotal") + meminfo("SwapTotal")),
		human_size(text[2], resident), human_size(text[3], swapped),
		human_size(text[4], meminfo("SwapTotal")));
}
