/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Views as /proc shows them: the mappings that processes have of sections.
 */
#ifndef NTSECTION_CLI_MAPPINGS_H
#define NTSECTION_CLI_MAPPINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * struct mapping - a mapping of a section; all but the last are in bytes
 * @start: first address
 * @end: that behind the last
 * @offset: in the section
 * @rss: in RAM and mapped here, private copies included
 * @pss: of these, this mapping's share, if others map them as well
 * @swap: only in swap
 * @copied: private copies of a view that is copy-on-write
 * @huge: mapped here as huge pages
 * @locked: that mlock() keeps in RAM
 * @ino: of the section, with @dev
 * @dev: of the section
 * @pid: process
 * @copy: writes go to private copies
 * @protection: "rwx", with - for what is missing
 * @command: the process's name, printable
 * @label: the name that the section had when it was made, printable, or its
 *	begin; "" if there was none
 */
struct mapping {
	uint64_t start;
	uint64_t end;
	uint64_t offset;
	uint64_t rss;
	uint64_t pss;
	uint64_t swap;
	uint64_t copied;
	uint64_t huge;
	uint64_t locked;
	uint64_t ino;
	dev_t dev;
	pid_t pid;
	bool copy;
	char protection[4];
	char command[4 * 64 + 1];
	char label[4 * 256 + 1];
};

/**
 * struct mappings - what was found
 * @list: the mappings; by process, by address
 * @count: their number
 * @room: for how many there is memory
 * @unreadable: processes that the caller may not look at
 */
struct mappings {
	struct mapping *list;
	size_t count;
	size_t room;
	size_t unreadable;
};

/*
 * Add those of a process. One that ends meanwhile has none.
 * Returns 0 or the error that kept the caller from looking.
 */
int add_mappings(struct mappings *mappings, pid_t pid);

/* Add those of all processes. */
void add_all_mappings(struct mappings *mappings);

#endif /* NTSECTION_CLI_MAPPINGS_H */
