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
#define NAME "/ntsection-bench"

struct meeting {
	const struct named *kind;
	const char *name;
	struct partner partner;
};

static void open_and_close(void *arg)
{
	const struct meeting *meeting = arg;

	close(meeting->kind->open(meeting->name));
}

static void meet(void *arg)
{
	struct meeting *meeting = arg;
	int fd = meeting->kind->create(meeting->name);

	partner_work(&meeting->partner);
	meeting->kind->remove(meeting->name);
	close(fd);
}

static void tell_nothing(void *arg)
{
	struct meeting *meeting = arg;

	partner_nothing(&meeting->partner);
}

/* What it costs to tell the other process is not counted. */
static double meetings(const struct named *kind, const char *name)
{
	struct meeting meeting = { .kind = kind, .name = name };
	double cost;

	device();
	partner_begin(&meeting.partner, open_and_close, &meeting);
	cost = cost_of(meet, &meeting, CALLS) -
	       cost_of(tell_nothing, &meeting, CALLS);
	partner_end(&meeting.partner);
	return cost;
}

static double named_meeting(const void *kind)
{
	return meetings(kind, NAME);
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
	cost = meetings(&named_section, NAME);
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
