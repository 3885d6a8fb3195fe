// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection doctor": module, device and the system's memory settings, each
 * with what follows from it.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <ntsection.h>

#include "meminfo.h"
#include "table.h"

enum status { OK, NOTE, FAIL };

enum { CHECK, STATUS, DETAIL };

static const struct column columns[] = {
	[CHECK] = { "CHECK", KIND_TEXT, true, "what was looked at" },
	[STATUS] = { "STATUS", KIND_TEXT, true,
		     "ok; note: works, but; fail: sections cannot be used" },
	[DETAIL] = { "DETAIL", KIND_TEXT, true, "what was found" },
	{ .name = NULL },
};

struct findings {
	struct table *table;
	enum status worst;
};

/* Add one line to the table. */
__attribute__((format(printf, 4, 5)))
static void find(struct findings *findings, const char *check,
		 enum status status, const char *format, ...)
{
	static const char * const names[] = { "ok", "note", "fail" };
	char *detail;
	va_list args;

	va_start(args, format);
	if (vasprintf(&detail, format, args) < 0)
		err(EXIT_FAILURE, "table");
	va_end(args);

	table_row(findings->table);
	table_text(findings->table, CHECK, "%s", check);
	table_text(findings->table, STATUS, "%s", names[status]);
	table_text(findings->table, DETAIL, "%s", detail);
	free(detail);
	if (status > findings->worst)
		findings->worst = status;
}

static void check_module(struct findings *findings)
{
	char version[32];

	if (!first_line("/sys/module/ntsection/version", version,
			sizeof(version)))
		find(findings, "module", FAIL,
		     "not loaded: run \"modprobe ntsection\" or insmod ntsection.ko");
	else if (strcmp(version, ntsection_version()))
		find(findings, "module", NOTE,
		     "version %s, but the library has %s", version,
		     ntsection_version());
	else
		find(findings, "module", OK, "loaded, version %s as the library",
		     version);
}

static void check_device(struct findings *findings)
{
	struct ntsection_features features;
	int device = ntsection_open();

	if (device < 0) {
		find(findings, "device", FAIL, "/dev/ntsection: %s",
		     strerror(errno));
		return;
	}
	if (ntsection_features(device, &features))
		find(findings, "device", FAIL,
		     "/dev/ntsection is not the device that is known here: %s",
		     strerror(errno));
	else
		find(findings, "device", OK,
		     "usable; attributes %#x, protections %#x",
		     features.attributes, features.protections);
	close(device);
}

static void check_swap(struct findings *findings)
{
	uint64_t total = meminfo("SwapTotal");

	if (!total)
		find(findings, "swap", NOTE,
		     "none: sections work, but their pages cannot leave RAM");
	else
		find(findings, "swap", OK, "%" PRIu64 " of %" PRIu64
		     " bytes free", meminfo("SwapFree"), total);
}

static void check_commit(struct findings *findings)
{
	char mode[8];

	if (!first_line("/proc/sys/vm/overcommit_memory", mode, sizeof(mode)))
		find(findings, "commit", NOTE, "the overcommit mode is unknown");
	else if (*mode == '2')
		find(findings, "commit", OK,
		     "strict: %" PRIu64 " of %" PRIu64 " bytes are charged",
		     meminfo("Committed_AS"), meminfo("CommitLimit"));
	else if (*mode == '1')
		find(findings, "commit", NOTE,
		     "overcommit mode 1: no creation is refused for lack of memory");
	else
		find(findings, "commit", NOTE,
		     "overcommit mode 0: only a section larger than RAM and swap is refused");
}

static void check_limits(struct findings *findings)
{
	struct rlimit files, space;

	getrlimit(RLIMIT_NOFILE, &files);
	getrlimit(RLIMIT_AS, &space);
	find(findings, "handles", OK, "%" PRIu64 " descriptors at most",
	     (uint64_t)files.rlim_cur);
	if (space.rlim_cur == RLIM_INFINITY)
		find(findings, "views", OK, "address space is not limited");
	else
		find(findings, "views", NOTE,
		     "%" PRIu64 " bytes of address space at most (ulimit -v)",
		     (uint64_t)space.rlim_cur);
}

static int run(const struct verb *verb, int argc, char **argv)
{
	struct output output = { .json = false };
	struct findings findings = { .worst = OK };

	output_options(verb, &output, argc, argv);
	if (optind < argc)
		usage_error(verb, "too many arguments");

	findings.table = table_new(verb, "doctor", columns, &output);
	check_module(&findings);
	check_device(&findings);
	check_swap(&findings);
	check_commit(&findings);
	check_limits(&findings);
	table_print(findings.table);
	return findings.worst == FAIL ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.summary = "what on this system will work, what will not, and why",
	.synopsis = "[OPTION...]",
	.help = "Look at the module, the device, swap and limits. The exit status is 1 if sections\n"
		"cannot be used.\n"
		"\n"
		"Options:\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
