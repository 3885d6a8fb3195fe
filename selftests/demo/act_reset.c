// SPDX-License-Identifier: GPL-2.0
/*
 * Act 5: content that is not needed any more leaves RAM without being written.
 */

#include <errno.h>

#include "acts.h"
#include "cache.h"
#include "report.h"
#include "swapdisk.h"
#include "system.h"

#define HALF_PAGES	(CACHE_HALF / PATTERN_PAGE)

static const char plan[] =
"About to happen:\n"
"  A process keeps a cache of 64 MiB in a section. It could make the content\n"
"  again, and of the first half it says: not needed any more (MEM_RESET on\n"
"  Windows). Nothing may change while there is memory enough. Then it is allowed\n"
"  24 MiB of RAM. The second half has to be paged out as in act 2; the first\n"
"  half may vanish, but may never be written to the disk, which is searched for\n"
"  both: each half has a marker of its own. For comparison a twin goes through\n"
"  the same before, with nothing reset.\n";

static const char meaning[] =
"  What nobody needs any more is not worth a write. The kernel dropped it when\n"
"  memory was short, not before, and the process could ask whether anything was\n"
"  lost. On Windows this is VirtualAlloc() with MEM_RESET, or\n"
"  OfferVirtualMemory(). Linux has it for private memory (MADV_FREE), but\n"
"  neither for shm_open() nor memfd_create() nor System V shared memory.\n";

static void play(struct cache *cache)
{
	cache_start(cache);
	cache_leave_alone(cache);
	cache_squeeze(cache);
	cache_read_back(cache);
	cache_end(cache);
}

/* What is neither in RAM nor in swap. */
static uint64_t dropped(const struct cache *cache)
{
	return CACHE_SIZE - cache->squeezed.resident - cache->squeezed.swapped;
}

static void report_sizes(const char *label, const char *key, uint64_t twin,
			 uint64_t reset)
{
	char text[2][16];

	report_line("    %-38s %16s %17s", label, report_size(text[0], twin),
		    report_size(text[1], reset));
	report_value("twin_", key, twin);
	report_value("reset_", key, reset);
}

static void report_counts(const char *label, const char *key, uint64_t twin,
			  uint64_t reset)
{
	report_line("    %-38s %12llu     %13llu", label,
		    (unsigned long long)twin, (unsigned long long)reset);
	report_value("twin_", key, twin);
	report_value("reset_", key, reset);
}

static void report_table(const struct cache *twin, const struct cache *cache)
{
	report_line("  under the limit of 24 MiB     %28s %17s",
		    "nothing reset", "first half reset");
	report_counts("pages written to swap", "pages_swapped_out",
		      twin->pages_swapped_out, cache->pages_swapped_out);
	report_counts("places on the disk with the first half",
		      "first_half_places", twin->found[FIRST].markers,
		      cache->found[FIRST].markers);
	report_counts("places on the disk with the second half",
		      "second_half_places", twin->found[SECOND].markers,
		      cache->found[SECOND].markers);
	report_sizes("resident", "resident_bytes", twin->squeezed.resident,
		     cache->squeezed.resident);
	report_sizes("swapped", "swapped_bytes", twin->squeezed.swapped,
		     cache->squeezed.swapped);
	report_sizes("neither: dropped", "dropped_bytes", dropped(twin),
		     dropped(cache));
	report_counts("first half: pages with the old content",
		      "first_half_old_pages", twin->census[FIRST].old,
		      cache->census[FIRST].old);
	report_counts("first half: pages with zeros", "first_half_zero_pages",
		      twin->census[FIRST].zero, cache->census[FIRST].zero);
	report_counts("first half: pages with anything else",
		      "first_half_other_pages", twin->census[FIRST].other,
		      cache->census[FIRST].other);
	report_sizes("second half: right", "second_half_right_bytes",
		     twin->census[SECOND].old * PATTERN_PAGE,
		     cache->census[SECOND].old * PATTERN_PAGE);
}

static void report_figures(const struct cache *twin, const struct cache *cache)
{
	report_line("  while there is memory enough, first half reset");
	report_bytes("plenty_resident_bytes", "  resident",
		     cache->plenty.resident);
	report_bytes("plenty_swapped_bytes", "  swapped",
		     cache->plenty.swapped);
	report_bytes("plenty_right_bytes", "  what was read right",
		     cache->plenty_right);
	report_count("plenty_undo_errno",
		     "  undoing the reset: error (0 is nothing lost)",
		     cache->plenty_undo);
	report_table(twin, cache);
	report_count("undo_errno",
		     "  undoing the reset: error (61 is ENODATA, content lost)",
		     cache->undo);
	report_bytes("disk_bytes_searched", "  how much of the disk was searched",
		     cache->found[FIRST].bytes_read);
	report_value("limit", "_bytes", ACT_LIMIT);
}

/* The whole disk was searched, and what is swapped is on it. */
static bool disk_has(const struct cache *cache, uint64_t pages)
{
	enum half half;

	for (half = FIRST; half < HALVES; half++)
		if (cache->found[half].bytes_read < swapdisk_size())
			return false;
	return pages && pages * PATTERN_PAGE >= cache->squeezed.swapped;
}

static void check(const struct cache *twin, const struct cache *cache)
{
	const struct census *first = &cache->census[FIRST];

	report_check("with memory enough all of it stays, and nothing is lost",
		     cache->plenty.resident == CACHE_SIZE &&
		     !cache->plenty.swapped &&
		     cache->plenty_right == CACHE_SIZE && !cache->plenty_undo);
	report_check("the twin: nothing is dropped, both halves are on the disk",
		     twin->squeezed.resident <= ACT_LIMIT && !dropped(twin) &&
		     twin->found[FIRST].pages && twin->found[SECOND].pages &&
		     disk_has(twin, twin->found[FIRST].pages +
			      twin->found[SECOND].pages));
	report_check("the twin read every byte right",
		     twin->plenty_right == CACHE_SIZE &&
		     twin->census[FIRST].old == HALF_PAGES &&
		     twin->census[SECOND].old == HALF_PAGES);
	report_check("reset: it keeps to the limit as well, by dropping pages",
		     cache->squeezed.resident <= ACT_LIMIT &&
		     dropped(cache) && dropped(cache) <= CACHE_HALF);
	report_check("no page of the reset half is on the disk",
		     !cache->found[FIRST].markers);
	report_check("of the kept half, all that is in swap is on the disk",
		     disk_has(cache, cache->found[SECOND].pages));
	report_check("fewer pages were written than with nothing reset",
		     cache->pages_swapped_out < twin->pages_swapped_out);
	report_check("each page of the reset half is old or zero, nothing else",
		     first->old + first->zero == HALF_PAGES && !first->other &&
		     first->zero * PATTERN_PAGE >= dropped(cache));
	report_check("and the process was told that content was lost",
		     cache->undo == ENODATA);
	report_check("the kept half is right to the last byte",
		     cache->census[SECOND].old == HALF_PAGES);
}

static void run(void)
{
	struct cache twin = { .name = "twin without reset",
			      .cgroup = { "act5-twin" } };
	struct cache cache = { .name = "section", .cgroup = { "act5" },
			       .reset = true };

	report_stage("the twin fills its section; nothing is reset");
	play(&twin);
	report_stage("the process fills its section");
	play(&cache);

	report_figures(&twin, &cache);
	check(&twin, &cache);
	report_verdict(meaning);
}

const struct act act_reset = { "memory that never needs the paging file", plan, run };
