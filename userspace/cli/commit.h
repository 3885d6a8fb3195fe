/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What refuses a commitment: the module's parameter and the kernel's mode.
 */
#ifndef NTSECTION_CLI_COMMIT_H
#define NTSECTION_CLI_COMMIT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct commit_limit - the module parameter commit_limit
 * @known: it could be read; else the rest says so
 * @setting: as it is set: "kernel", "strict", "system" or bytes
 * @most: the limit in bytes; 0 if the module sets none
 * @counts_all: all that is committed counts, not sections only
 * @meaning: a few words
 */
struct commit_limit {
	bool known;
	char setting[32];
	uint64_t most;
	bool counts_all;
	const char *meaning;
};

void read_commit_limit(struct commit_limit *limit);

/* Values of vm.overcommit_memory. */
enum overcommit {
	OVERCOMMIT_UNKNOWN = -1,
	OVERCOMMIT_GUESS,
	OVERCOMMIT_ALWAYS,
	OVERCOMMIT_NEVER,
};

enum overcommit overcommit_mode(void);
const char *overcommit_meaning(enum overcommit mode);

#endif /* NTSECTION_CLI_COMMIT_H */
