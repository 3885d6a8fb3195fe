// SPDX-License-Identifier: GPL-2.0
/*
 * Act 1: a section whose memory is freed before it ever gets paged out.
 */

#include <stddef.h>

#include "acts.h"
#include "exchange.h"
#include "report.h"
#include "sampler.h"
#include "swapdisk.h"
#include "system.h"

static const char plan[] =
"About to happen:\n"
"  One process, the creator, makes a section of 64 MiB and fills every page\n"
"  with a pattern that was never seen before. A second one, the consumer, gets\n"
"  a handle of the section and reads all of it. Then both exit. There is RAM\n"
"  enough. Afterwards the raw swap disk is searched for the pattern, every byte\n"
"  of it.\n";

static const char meaning[] =
"  64 MiB went from one process to the other through the paging file, and the\n"
"  paging file never saw a byte of it. Pages are written when they have to\n"
"  leave RAM, not before. These did not have to: they were used, freed, and\n"
"  gone.\n";

static void run(void)
{
	struct exchange exchange = { .cgroup = { "act1" } };
	struct swapdisk_search found;
	struct subject section;
	struct usage full;
	uint64_t right, sectors, pages, left;

	sectors = swapdisk_sectors_written();
	pages = read_key("/proc/vmstat", "pswpout ");

	exchange_start(&exchange);
	report_stage("the creator fills the section");
	exchange_fill(&exchange);
	sampler_event("filled");
	section = subject_section("section", exchange.observer);
	usage_read(&section, &full);
	report_stage("the consumer reads and checks every byte");
	right = exchange_right(&exchange, &exchange.consumer);
	sampler_event("read");
	report_stage("both exit");
	exchange_end(&exchange);
	sampler_event("freed");
	left = cgroup_number(&exchange.cgroup, "memory.current", NULL);
	report_stage("%s is read from end to end", swapdisk_device());
	swapdisk_search(&exchange.pattern, EXCHANGE_SIZE, &found);
	sampler_event("disk searched");
	exchange_remove(&exchange);
	sectors = swapdisk_sectors_written() - sectors;
	pages = read_key("/proc/vmstat", "pswpout ") - pages;

	report_bytes("section_bytes", "size of the section", EXCHANGE_SIZE);
	report_bytes("resident_bytes", "resident when filled", full.resident);
	report_bytes("swapped_bytes", "swapped when filled", full.swapped);
	report_bytes("consumer_right_bytes", "what the consumer read right",
		     right);
	report_bytes("left_bytes", "charged to the processes once they are gone",
		     left);
	report_count("pages_swapped_out", "pages swapped out", pages);
	report_count("sectors_written", "sectors written to the swap disk",
		     sectors);
	report_bytes("disk_bytes_searched", "how much of the disk was searched",
		     found.bytes_read);
	report_count("pattern_places", "places where the pattern was found",
		     found.markers);

	report_check("the consumer got every byte", right == EXCHANGE_SIZE);
	report_check("the memory is freed", left < MIB);
	report_check("nothing was written to the swap disk",
		     !sectors && !pages);
	report_check("the pattern is nowhere on the disk",
		     found.bytes_read >= swapdisk_size() && !found.markers);
	report_verdict(meaning);
}

const struct act act_freed = { "freed before it ever gets paged out", plan, run };
