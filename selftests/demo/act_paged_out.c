// SPDX-License-Identifier: GPL-2.0
/*
 * Act 2: a section whose memory has to leave RAM.
 */

#include "acts.h"
#include "exchange.h"
#include "report.h"
#include "sampler.h"
#include "swapdisk.h"
#include "system.h"

static const char plan[] =
"About to happen:\n"
"  The same two processes, but once the section is filled they are allowed only\n"
"  24 MiB of RAM between them. The section has 64 MiB: most of it has to go\n"
"  somewhere else, and this is what the swap disk is there for. The disk is\n"
"  searched again, this time while the pages are out. Then the consumer and the\n"
"  creator read the whole section.\n";

static const char meaning[] =
"  This is the \"if\". There was not room enough for all, so pages went to the\n"
"  disk and came back when they were touched. Neither process did anything for\n"
"  it or could tell, except by the time it took.\n";

/* Swap traffic of the machine, in pages and in sectors of the swap disk. */
struct traffic {
	uint64_t out;
	uint64_t in;
	uint64_t sectors;
};

static struct traffic traffic_since(struct traffic before)
{
	return (struct traffic){
		.out = read_key("/proc/vmstat", "pswpout ") - before.out,
		.in = read_key("/proc/vmstat", "pswpin ") - before.in,
		.sectors = swapdisk_sectors_written() - before.sectors,
	};
}

static void run(void)
{
	struct exchange exchange = { .cgroup = { "act2" } };
	uint64_t consumer_right, creator_right;
	struct swapdisk_search found;
	struct usage full, squeezed;
	struct traffic traffic;
	struct subject section;

	traffic = traffic_since((struct traffic){});

	exchange_start(&exchange);
	section = subject_section("section", exchange.observer);
	report_stage("the creator fills the section");
	exchange_fill(&exchange);
	usage_read(&section, &full);
	report_stage("the memory limit of 24 MiB is set");
	sampler_event("limit set");
	cgroup_limit(&exchange.cgroup, ACT_LIMIT);
	usage_read(&section, &squeezed);
	report_stage("%s is read from end to end", swapdisk_device());
	swapdisk_search(&exchange.pattern, EXCHANGE_SIZE, &found);
	sampler_event("disk searched");
	report_stage("the consumer reads and checks every byte");
	consumer_right = exchange_right(&exchange, &exchange.consumer);
	sampler_event("read by consumer");
	report_stage("the creator reads and checks every byte");
	creator_right = exchange_right(&exchange, &exchange.creator);
	sampler_event("read by creator");
	report_stage("both exit");
	exchange_end(&exchange);
	sampler_event("freed");
	exchange_remove(&exchange);
	traffic = traffic_since(traffic);

	report_bytes("limit_bytes", "memory limit of both processes together",
		     ACT_LIMIT);
	report_bytes("resident_before_bytes", "resident before the limit is set",
		     full.resident);
	report_bytes("resident_bytes", "resident under the limit",
		     squeezed.resident);
	report_bytes("swapped_bytes", "swapped under the limit",
		     squeezed.swapped);
	report_count("pattern_places",
		     "places on the disk where the pattern was found",
		     found.markers);
	report_bytes("pattern_bytes", "whole pages of the section among them",
		     found.pages * PATTERN_PAGE);
	report_count("pages_swapped_out", "pages that this act swapped out",
		     traffic.out);
	report_count("pages_swapped_in", "pages that this act swapped in",
		     traffic.in);
	report_count("sectors_written", "sectors written to the swap disk",
		     traffic.sectors);
	report_bytes("consumer_right_bytes", "what the consumer read right",
		     consumer_right);
	report_bytes("creator_right_bytes", "what the creator read right",
		     creator_right);

	report_check("without a limit all of it is in RAM",
		     full.resident == EXCHANGE_SIZE && !full.swapped);
	report_check("with the limit it keeps to it, and the rest is in swap",
		     squeezed.resident <= ACT_LIMIT &&
		     squeezed.resident + squeezed.swapped == EXCHANGE_SIZE);
	report_check("what is in swap is on the disk, byte for byte",
		     found.pages &&
		     found.pages * PATTERN_PAGE >= squeezed.swapped);
	report_check("pages went out and came in", traffic.out && traffic.in &&
		     traffic.sectors);
	report_check("both processes read every byte right",
		     consumer_right == EXCHANGE_SIZE &&
		     creator_right == EXCHANGE_SIZE);
	report_verdict(meaning);
}

const struct act act_paged_out = { "if it has to leave", plan, run };
