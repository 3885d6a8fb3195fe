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
#include <sys/stat.h>
#include <unistd.h>

#include <ntsection.h>

#include "commit.h"
#include "meminfo.h"
#include "table.h"

enum status { OK, NOTE, FAIL };

enum { CHECK, STATUS, DETAIL };

#define SPACE_DETAIL " bytes of address space at most (ulimit -v): larger views are ENOMEM"

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
		     "version %s, but the library has %s: load the module that came with it",
		     version, ntsection_version());
	else
		find(findings, "module", OK, "loaded, version %s as the library",
		     version);
}

/* Whether the node is there, and is one. */
static bool check_node(struct findings *findings)
{
	struct stat node;

	if (stat("/dev/ntsection", &node)) {
		find(findings, "node", FAIL, "/dev/ntsection: %s",
		     strerror(errno));
		return false;
	}
	if (!S_ISCHR(node.st_mode)) {
		find(findings, "node", FAIL,
		     "/dev/ntsection is no device: remove it, and load the module anew");
		return false;
	}
	if ((node.st_mode & 0666) != 0666)
		find(findings, "node", NOTE,
		     "/dev/ntsection has mode %04o: some users get EACCES; 0666 lets all",
		     node.st_mode & 07777);
	else
		find(findings, "node", OK, "/dev/ntsection has mode %04o",
		     node.st_mode & 07777);
	return true;
}

static void check_features(struct findings *findings,
			   const struct ntsection_features *features)
{
	static const struct {
		uint64_t bit;
		const char *lost;
	} known[] = {
		{ NTSECTION_FEATURE_RESERVE, "SEC_RESERVE" },
		{ NTSECTION_FEATURE_RESET, "reset" },
		{ NTSECTION_FEATURE_NAMES, "names" },
		{ NTSECTION_FEATURE_HANDLE, "ntsection_handle()" },
		{ NTSECTION_FEATURE_REMAP, "ntsection_remap()" },
		{ NTSECTION_FEATURE_LIST, "list, show, views and limits" },
	};
	char lost[256] = "";
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (features->features & known[i].bit)
			continue;
		if (*lost)
			strcat(lost, ", ");
		strcat(lost, known[i].lost);
	}
	if (*lost)
		find(findings, "features", NOTE,
		     "the module lacks %s: load the one that came with the command",
		     lost);
	else
		find(findings, "features", OK,
		     "the module has all that this command knows");
}

/* CAP_IPC_LOCK, which large pages need, is bit 14 of the effective ones. */
static bool may_lock(void)
{
	unsigned long long capabilities = 0;
	FILE *file = fopen("/proc/self/status", "re");
	char line[128];

	while (file && fgets(line, sizeof(line), file) &&
	       sscanf(line, "CapEff: %llx", &capabilities) != 1)
		;
	if (file)
		fclose(file);
	return capabilities >> 14 & 1;
}

static void check_large_pages(struct findings *findings,
			      const struct ntsection_features *features)
{
	char setting[96] = "";

	first_line("/sys/kernel/mm/transparent_hugepage/shmem_enabled", setting,
		   sizeof(setting));
	if (!(features->attributes & NTSECTION_SEC_LARGE_PAGES))
		find(findings, "large pages", NOTE,
		     "this kernel has none for shared memory: SEC_LARGE_PAGES is EOPNOTSUPP");
	else if (strstr(setting, "[deny]"))
		find(findings, "large pages", NOTE,
		     "shmem_enabled is deny: sections with SEC_LARGE_PAGES get small ones");
	else if (!may_lock())
		find(findings, "large pages", NOTE,
		     "you have no CAP_IPC_LOCK: SEC_LARGE_PAGES is EPERM");
	else
		find(findings, "large pages", OK,
		     "%llu bytes; shmem_enabled: %s",
		     features->large_page_size, setting);
}

static void check_device(struct findings *findings)
{
	struct ntsection_features features;
	int device = ntsection_open();

	if (device < 0) {
		find(findings, "device", FAIL,
		     "/dev/ntsection cannot be opened: %s", strerror(errno));
		return;
	}
	if (ntsection_features(device, &features)) {
		find(findings, "device", FAIL,
		     "/dev/ntsection is not the device that is known here: %s",
		     strerror(errno));
	} else {
		find(findings, "device", OK,
		     "usable; attributes %#x, protections %#x",
		     features.attributes, features.protections);
		check_features(findings, &features);
		check_large_pages(findings, &features);
	}
	close(device);
}

static void check_swap(struct findings *findings)
{
	uint64_t total = meminfo("SwapTotal"), free_bytes = meminfo("SwapFree");

	if (!total)
		find(findings, "swap", NOTE,
		     "none: sections work, but no page can leave RAM, and a reset drops nothing");
	else if (!free_bytes)
		find(findings, "swap", NOTE,
		     "full: no page can leave RAM, and a reset drops nothing");
	else
		find(findings, "swap", OK, "%" PRIu64 " of %" PRIu64
		     " bytes free", free_bytes, total);
}

/* Who refuses what would not fit. */
static void check_commit(struct findings *findings)
{
	enum overcommit mode = overcommit_mode();
	enum status status = mode == OVERCOMMIT_NEVER ? OK : NOTE;
	struct commit_limit limit;

	find(findings, "overcommit", status, "mode %d: %s", (int)mode,
	     overcommit_meaning(mode));
	read_commit_limit(&limit);
	if (!limit.known)
		find(findings, "commit_limit", NOTE, "%s", limit.meaning);
	else if (limit.most)
		find(findings, "commit_limit", OK, "%s: %s; %" PRIu64 " bytes",
		     limit.setting, limit.meaning, limit.most);
	else if (mode == OVERCOMMIT_NEVER)
		find(findings, "commit_limit", OK,
		     "kernel: the overcommit mode keeps what creation promises");
	else
		find(findings, "commit_limit", NOTE,
		     "kernel: sections together can promise more than there is: OOM; see \"limits\"");
}

/* Few enough that programs meet the limit: the usual one is 1024. */
#define FEW_FILES 256

static void check_limits(struct findings *findings)
{
	struct rlimit files, space, locked;

	getrlimit(RLIMIT_NOFILE, &files);
	getrlimit(RLIMIT_AS, &space);
	getrlimit(RLIMIT_MEMLOCK, &locked);
	find(findings, "handles", files.rlim_cur < FEW_FILES ? NOTE : OK,
	     "%" PRIu64 " descriptors at most (ulimit -n); EMFILE above",
	     (uint64_t)files.rlim_cur);
	if (space.rlim_cur == RLIM_INFINITY)
		find(findings, "views", OK, "address space is not limited");
	else
		find(findings, "views", NOTE,
		     "%" PRIu64 SPACE_DETAIL,
		     (uint64_t)space.rlim_cur);
	if (locked.rlim_cur == RLIM_INFINITY || may_lock())
		find(findings, "locking", OK, "mlock() is not limited");
	else
		find(findings, "locking", NOTE,
		     "mlock() keeps %" PRIu64 " bytes at most (ulimit -l)",
		     (uint64_t)locked.rlim_cur);
}

static void check_tracing(struct findings *findings)
{
	const char *events = "/sys/kernel/tracing/events/ntsection";

	if (!access(events, R_OK | X_OK))
		find(findings, "tracing", OK, "%s is there", events);
	else if (errno == EACCES)
		find(findings, "tracing", NOTE,
		     "%s is for root only: watch and record need it", events);
	else if (access("/sys/kernel/tracing/events", F_OK))
		find(findings, "tracing", NOTE,
		     "watch and record need a tracefs on /sys/kernel/tracing: mount one");
	else
		find(findings, "tracing", NOTE,
		     "the module has no events: watch and record do not work");
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
	if (check_node(&findings))
		check_device(&findings);
	check_swap(&findings);
	check_commit(&findings);
	check_limits(&findings);
	check_tracing(&findings);
	table_print(findings.table);
	return findings.worst == FAIL ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.summary = "what on this system will work, what will not, and why",
	.synopsis = "[OPTION...]",
	.help = "Look at the module, the device, swap, limits and what else sections depend on,\n"
		"and say what will fail and why. The exit status is 1 if sections cannot be used.\n"
		"\n"
		"Options:\n"
		OUTPUT_HELP,
	.columns = columns,
	.run = run,
};
