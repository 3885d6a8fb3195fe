// SPDX-License-Identifier: GPL-2.0
/*
 * Rows: one process makes shared memory with a name, another opens it.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "kind.h"
#include "measure.h"
#include "named.h"
#include "partner.h"
#include "row.h"
#include "system.h"

#define CALLS 5000
/* Which place in the tree a name has is chance: the rows are about many. */
#define NAMES 64

/* Each process has one, and both take the same names in turn. */
struct meeting {
	const struct named *kind;
	char names[NAMES][32];
	unsigned int turn;
	struct partner partner;
};

static const char *next_name(struct meeting *meeting)
{
	return meeting->names[meeting->turn++ % NAMES];
}

static void open_and_close(void *arg)
{
	struct meeting *meeting = arg;

	close(meeting->kind->open(next_name(meeting)));
}

static void meet(void *arg)
{
	struct meeting *meeting = arg;
	const char *name = next_name(meeting);
	int fd = meeting->kind->create(name);

	partner_work(&meeting->partner);
	meeting->kind->remove(name);
	close(fd);
}

static void tell_nothing(void *arg)
{
	struct meeting *meeting = arg;

	partner_nothing(&meeting->partner);
}

/* What it costs to tell the other process is not counted. */
static double meetings(const struct named *kind)
{
	struct meeting meeting = { .kind = kind };
	unsigned int i;
	double cost;

	for (i = 0; i < NAMES; i++)
		snprintf(meeting.names[i], sizeof(meeting.names[i]),
			 "/ntsection-bench %u", i);
	device();
	partner_begin(&meeting.partner, open_and_close, &meeting);
	cost = cost_of(meet, &meeting, CALLS) -
	       cost_of(tell_nothing, &meeting, CALLS);
	partner_end(&meeting.partner);
	return cost;
}

static double named_meeting(const void *kind)
{
	return meetings(kind);
}

static const unsigned int few = 10, many = 100000;

/* In a process of its own, since it takes a descriptor for each. */
static void hold_names(void *arg)
{
	const unsigned int *count = arg;
	const struct rlimit limit = { *count + 100, *count + 100 };
	unsigned int i;
	char name[32];

	if (setrlimit(RLIMIT_NOFILE, &limit))
		die("cannot have %u descriptors", *count);
	for (i = 0; i < *count; i++) {
		snprintf(name, sizeof(name), "held %u", i);
		named_section.create(name);
	}
}

static double among_names(const void *count)
{
	struct partner holder;
	double cost;

	partner_begin(&holder, hold_names, (void *)count);
	partner_work(&holder);
	cost = meetings(&named_section);
	partner_end(&holder);
	return cost;
}

const struct row name_rows[] = {
	{ "named", "create by name, open in a second process, close both",
	  INSTRUCTIONS, 0.60, true, {
		{ "ntsection", named_meeting, &named_section },
		{ "shm_open", named_meeting, &named_posix_shm },
	} },
	{ "named-scale", "the same among 100 000 names, over among 10",
	  INSTRUCTIONS, 1.10, false, {
		{ "among 100000", among_names, &many },
		{ "among 10", among_names, &few },
	} },
	{ }
};
