// SPDX-License-Identifier: GPL-2.0
/*
 * Act 3: a section beside private memory, all under the same pressure.
 */

#include <ntsection.h>

#include "acts.h"
#include "report.h"
#include "sampler.h"
#include "system.h"
#include "worker.h"

#define SIZE		(64 << 20)
/* By how many percent the swapped amounts may differ. */
#define TOLERANCE	10

#define KINDS		3

static const char plan[] =
"About to happen:\n"
"  Three processes have 64 MiB each and may keep 24 MiB each in RAM: the first\n"
"  in a section, the second in blocks from malloc() (on Windows: HeapAlloc), the\n"
"  third in an anonymous private mapping (on Windows: VirtualAlloc). All fill\n"
"  and read back their memory at the same time. The last two are what nobody\n"
"  would call \"backed by a file\".\n";

static const char meaning[] =
"  There is no difference to see. \"Backed by the paging file\" means: handled\n"
"  like all other memory. The heap and the stack of every program are backed by\n"
"  the paging file in just this way.\n";

struct kind {
	const char *name;	/* in demo.json */
	const char *title;	/* in the report and in the plot */
	enum order order;
	struct cgroup cgroup;
	struct pattern pattern;
	struct worker worker;
	struct subject subject;
	uint64_t peak;
	struct usage usage;
	uint64_t right;
};

static struct kind kinds[KINDS] = {
	{ .name = "section", .title = "section",
	  .order = ORDER_CREATE, .cgroup = { "act3-section" } },
	{ .name = "malloc", .title = "malloc()",
	  .order = ORDER_HEAP, .cgroup = { "act3-malloc" } },
	{ .name = "mapping", .title = "anonymous mapping",
	  .order = ORDER_MAPPING, .cgroup = { "act3-mapping" } },
};

static void start(struct kind *kind)
{
	struct request request = { .order = kind->order, .size = SIZE };
	struct handles handles;
	uint64_t address;

	pattern_choose(&kind->pattern);
	cgroup_create(&kind->cgroup);
	cgroup_limit(&kind->cgroup, ACT_LIMIT);
	worker_start(&kind->worker, &kind->cgroup);
	worker_order(&kind->worker, &request, -1);
	if (!worker_answer(&kind->worker, &address, &handles))
		die("the process with the %s died", kind->name);
	if (kind->order == ORDER_CREATE) {
		ntsection_close(handles.reader);
		kind->subject = subject_section(kind->title,
						handles.observer);
	} else {
		kind->subject = subject_range(kind->title, kind->worker.pid,
					      address, SIZE);
	}
	sampler_watch(kind->subject);
}

/* All three at the same time. */
static void do_all(enum order order)
{
	struct kind *kind;

	for (kind = kinds; kind < kinds + KINDS; kind++) {
		struct request request = {
			.order = order,
			.pattern = kind->pattern,
		};

		worker_order(&kind->worker, &request, -1);
	}
	for (kind = kinds; kind < kinds + KINDS; kind++)
		if (!worker_answer(&kind->worker, &kind->right, NULL))
			die("the process with the %s died", kind->name);
}

static void end(struct kind *kind)
{
	kind->peak = cgroup_number(&kind->cgroup, "memory.peak", NULL);
	usage_read(&kind->subject, &kind->usage);
	sampler_forget(kind->title);
	worker_end(&kind->worker);
	if (kind->order == ORDER_CREATE)
		ntsection_close(kind->subject.section);
	cgroup_remove(&kind->cgroup);
}

static void report_row(const struct kind *kind)
{
	char peak[16], swapped[16], right[16], size[16];

	report_line("  %-20s %10s %13s %13s %13s", kind->title,
		    report_size(size, SIZE), report_size(peak, kind->peak),
		    report_size(swapped, kind->usage.swapped),
		    report_size(right, kind->right));
	report_value(kind->name, "_bytes", SIZE);
	report_value(kind->name, "_peak_bytes", kind->peak);
	report_value(kind->name, "_resident_bytes", kind->usage.resident);
	report_value(kind->name, "_swapped_bytes", kind->usage.swapped);
	report_value(kind->name, "_right_bytes", kind->right);
}

static void run(void)
{
	uint64_t least = UINT64_MAX, most = 0;
	bool limited = true, right = true;
	struct kind *kind;

	for (kind = kinds; kind < kinds + KINDS; kind++)
		start(kind);
	sampler_event("limit set");
	report_stage("all three fill their memory, at most 24 MiB of it in RAM");
	do_all(ORDER_FILL);
	sampler_event("filled");
	report_stage("all three read and check every byte");
	do_all(ORDER_VERIFY);
	sampler_event("read back");
	for (kind = kinds; kind < kinds + KINDS; kind++)
		end(kind);

	report_line("  %-20s %10s %13s %13s %13s", "", "", "in RAM", "swapped",
		    "read back");
	report_line("  %-20s %10s %13s %13s %13s", "memory", "size", "at most",
		    "at the end", "right");
	for (kind = kinds; kind < kinds + KINDS; kind++) {
		report_row(kind);
		limited &= kind->peak <= ACT_LIMIT;
		right &= kind->right == SIZE;
		if (kind->usage.swapped < least)
			least = kind->usage.swapped;
		if (kind->usage.swapped > most)
			most = kind->usage.swapped;
	}
	report_value("limit", "_bytes", ACT_LIMIT);
	report_value("swapped_spread", "_bytes", most - least);

	report_check("each kept to its limit of 24 MiB", limited);
	report_check("the swapped amounts differ by less than 10 %",
		     least && (most - least) * 100 < most * TOLERANCE);
	report_check("every byte was read back right", right);
	report_verdict(meaning);
}

const struct act act_private = { "handled like regular virtual memory", plan, run };
