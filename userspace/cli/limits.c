// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection limits": what bounds sections, handles and views, and how much of
 * it is used.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "commit.h"
#include "meminfo.h"
#include "sections.h"
#include "table.h"

enum { LIMIT, SETTING, MOST, USED, PERCENT, MEANING };

static const struct column columns[] = {
	[LIMIT] = { "LIMIT", KIND_TEXT, true, "what is limited" },
	[SETTING] = { "SETTING", KIND_TEXT, true, "how, if that can be chosen" },
	[MOST] = { "MOST", KIND_SIZE, true,
		   "the limit; in bytes, or a number of things" },
	[USED] = { "USED", KIND_SIZE, true, "used of it" },
	[PERCENT] = { "PERCENT", KIND_NUMBER, true, "used of the limit" },
	[MEANING] = { "MEANING", KIND_TEXT, true, "what that means" },
	{ .name = NULL },
};

struct limits {
	struct table *table;
	const struct output *output;
};

static void row(const struct limits *limits, const char *limit,
		const char *meaning)
{
	table_row(limits->table);
	table_text(limits->table, LIMIT, "%s", limit);
	table_text(limits->table, MEANING, "%s", meaning);
}

/* No limit is null in JSON. */
static void no_limit(const struct limits *limits)
{
	if (!limits->output->json)
		table_text(limits->table, MOST, "none");
}

static void used(const struct limits *limits, uint64_t bytes, uint64_t most)
{
	table_size(limits->table, USED, bytes);
	if (most)
		table_text(limits->table, PERCENT, "%.1f",
			   100.0 * (double)bytes / (double)most);
}

/* A limit in bytes. */
static void size_row(const struct limits *limits, const char *limit,
		     uint64_t most, const char *meaning)
{
	row(limits, limit, meaning);
	table_size(limits->table, MOST, most);
}

/* A limit of a process, in bytes or not. */
static void resource_row(const struct limits *limits, int resource, bool bytes,
			 const char *limit, const char *meaning)
{
	struct rlimit most;

	row(limits, limit, meaning);
	if (getrlimit(resource, &most) || most.rlim_cur == RLIM_INFINITY)
		no_limit(limits);
	else if (bytes)
		table_size(limits->table, MOST, most.rlim_cur);
	else
		table_number(limits->table, MOST, most.rlim_cur);
}

/* The bytes that the sections are charged with which the caller may see. */
static uint64_t charged(int device)
{
	struct ntsection_entry *entries;
	uint64_t sum = 0;
	size_t count, i;

	entries = list_sections(device, &count);
	for (i = 0; i < count; i++)
		sum += entries[i].committed;
	free(entries);
	return sum;
}

static void sections_row(const struct limits *limits, int device)
{
	struct commit_limit limit;
	uint64_t sum = charged(device);

	read_commit_limit(&limit);
	row(limits, "commit_limit", limit.meaning);
	table_text(limits->table, SETTING, "%s", limit.setting);
	if (limit.known && !limit.most)
		no_limit(limits);
	else if (limit.known)
		table_size(limits->table, MOST, limit.most);
	if (limit.counts_all)
		sum = meminfo("Committed_AS");
	used(limits, sum, limit.most);
}

static void system_rows(const struct limits *limits)
{
	uint64_t ram = meminfo("MemTotal"), swap = meminfo("SwapTotal");
	uint64_t limit = meminfo("CommitLimit");
	char mode[8];

	row(limits, "overcommit", overcommit_meaning(overcommit_mode()));
	if (first_line("/proc/sys/vm/overcommit_memory", mode, sizeof(mode)))
		table_text(limits->table, SETTING, "%s", mode);
	if (overcommit_mode() == OVERCOMMIT_ALWAYS)
		no_limit(limits);
	else
		table_size(limits->table, MOST,
			   overcommit_mode() == OVERCOMMIT_NEVER ? limit :
								   ram + swap);
	size_row(limits, "commit", limit,
		 "Committed_AS, of CommitLimit; binds in overcommit mode 2");
	used(limits, meminfo("Committed_AS"), limit);
	size_row(limits, "ram", ram, "where touched pages live");
	used(limits, ram - meminfo("MemAvailable"), ram);
	size_row(limits, "swap", swap, swap ?
		 "where pages go that have to leave RAM" :
		 "none: pages cannot leave RAM");
	used(limits, swap - meminfo("SwapFree"), swap);
}

static void section_rows(const struct limits *limits, int device)
{
	struct ntsection_features features;

	if (ntsection_features(device, &features))
		device_error("features");
	size_row(limits, "section", features.maximum_size,
		 "largest size; EFBIG above");
	size_row(limits, "reserve", NTSECTION_RESERVE_MAX,
		 "largest size with SEC_RESERVE; EFBIG above");
	row(limits, "name", "bytes in a name, with its prefix");
	table_number(limits->table, MOST, NTSECTION_NAME_MAX);
	if (features.large_page_size) {
		size_row(limits, "large page", features.large_page_size,
			 "unit of sizes with SEC_LARGE_PAGES");
	} else {
		row(limits, "large page", "this kernel has none for sections");
	}
	size_row(limits, "page", features.page_size, "unit of sizes");
	size_row(limits, "granularity", NTSECTION_GRANULARITY,
		 "unit of addresses and offsets of views");
}

static void process_rows(const struct limits *limits)
{
	char maps[24];

	resource_row(limits, RLIMIT_NOFILE, false, "handles",
		     "descriptors of a process (ulimit -n); EMFILE above");
	resource_row(limits, RLIMIT_AS, true, "address space",
		     "all views and other memory (ulimit -v); ENOMEM above");
	resource_row(limits, RLIMIT_MEMLOCK, true, "locked",
		     "what mlock() may keep in RAM (ulimit -l); ENOMEM above");
	row(limits, "mappings",
	    "views and other mappings of a process (vm.max_map_count)");
	if (first_line("/proc/sys/vm/max_map_count", maps, sizeof(maps)))
		table_text(limits->table, MOST, "%s", maps);
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct output output = { .json = false };
	struct limits limits = { .output = &output };
	int device;

	output_options(verb, &output, argc, argv);
	if (optind < argc)
		usage_error(verb, "too many arguments");

	limits.table = table_new(verb, "limits", columns, &output);
	device = open_device();
	sections_row(&limits, device);
	system_rows(&limits);
	section_rows(&limits, device);
	process_rows(&limits);
	close(device);
	table_print(limits.table);
	return EXIT_SUCCESS;
}

const struct verb verb_limits = {
	.name = "limits",
	.summary = "what bounds sections, and how much of it is used",
	.synopsis = "[OPTION...]",
	.help = "Show what bounds the size of sections, their number, handles and views: settings\n"
		"of the module, of the system and of the calling process. What sections use of\n"
		"commit_limit is counted of those that you may see; root sees all.\n"
		"\n"
		"The module parameter commit_limit is changed in\n"
		"/sys/module/ntsection/parameters/commit_limit: kernel, strict, system or a size.\n"
		"\n"
		"Options:\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
