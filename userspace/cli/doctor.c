// SPDX-License-Identifier: GPL-2.0
/*
 * "ntsection doctor": module, device and the system's memory settings, each
 * with what follows from it.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <ntsection.h>

#include "command.h"

enum status { OK, NOTE, FAIL };

enum column { COL_CHECK, COL_STATUS, COL_DETAIL };

struct findings {
	struct libscols_table *table;
	enum status worst;
};

static void find(struct findings *findings, const char *check,
		 enum status status, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Add one line to the table. */
static void find(struct findings *findings, const char *check,
		 enum status status, const char *format, ...)
{
	static const char * const names[] = { "ok", "note", "fail" };
	struct libscols_line *line;
	char *detail;
	va_list args;

	va_start(args, format);
	if (vasprintf(&detail, format, args) < 0)
		err(EXIT_FAILURE, "table");
	va_end(args);

	line = scols_table_new_line(findings->table, NULL);
	if (!line || scols_line_set_data(line, COL_CHECK, check) ||
	    scols_line_set_data(line, COL_STATUS, names[status]) ||
	    scols_line_refer_data(line, COL_DETAIL, detail))
		errx(EXIT_FAILURE, "no memory for the table");
	if (status > findings->worst)
		findings->worst = status;
}

/* The first line of a file; false if there is none. */
static bool first_line(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "re");
	bool found;

	if (!file)
		return false;
	found = fgets(line, size, file);
	fclose(file);
	if (found)
		line[strcspn(line, "\n")] = '\0';
	return found;
}

/* A value of /proc/meminfo in bytes; 0 if it is not there. */
static uint64_t meminfo(const char *key)
{
	FILE *file = fopen("/proc/meminfo", "re");
	uint64_t kib = 0;
	char line[128];

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file)) {
		size_t length = strlen(key);

		if (!strncmp(line, key, length) && line[length] == ':') {
			sscanf(line + length + 1, "%" SCNu64, &kib);
			break;
		}
	}
	fclose(file);
	return kib * 1024;
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
		     "/dev/ntsection is not the device that this command knows: %s",
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

int doctor(const struct output *output)
{
	struct findings findings = { .worst = OK };

	findings.table = scols_new_table();
	if (!findings.table ||
	    !scols_table_new_column(findings.table, "CHECK", 0, 0) ||
	    !scols_table_new_column(findings.table, "STATUS", 0, 0) ||
	    !scols_table_new_column(findings.table, "DETAIL", 0,
				    SCOLS_FL_NOEXTREMES))
		errx(EXIT_FAILURE, "no memory for the table");
	scols_table_set_name(findings.table, "doctor");
	scols_table_enable_json(findings.table, output->json);
	scols_table_enable_raw(findings.table, output->raw);
	scols_table_enable_noheadings(findings.table, output->noheadings);

	check_module(&findings);
	check_device(&findings);
	check_swap(&findings);
	check_commit(&findings);
	check_limits(&findings);

	if (scols_print_table(findings.table) || fflush(stdout))
		err(EXIT_FAILURE, "stdout");
	scols_unref_table(findings.table);
	return findings.worst == FAIL ? EXIT_FAILURE : EXIT_SUCCESS;
}
