/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Doing something every so many seconds.
 */
#ifndef NTSECTION_CLI_PACE_H
#define NTSECTION_CLI_PACE_H

#include <stdint.h>
#include <time.h>

#include "command.h"

#define NANOSECONDS	INT64_C(1000000000)

/* Seconds of an option -d, such as "0.5"; wrong usage if it is none. */
int64_t parse_interval(const struct verb *verb, const char *text);

/* Times of an option -n, at least 1; wrong usage if it is none. */
unsigned long parse_times(const struct verb *verb, const char *text);

/**
 * struct pace - when it is time again
 * @interval: nanoseconds from one time to the next
 * @next: nanoseconds of CLOCK_MONOTONIC
 */
struct pace {
	int64_t interval;
	int64_t next;
};

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t monotonic(void);

/* From now on: the first time is after one interval. */
void pace_begin(struct pace *pace, int64_t interval);

/* Nanoseconds that are left; 0 if it is time. */
int64_t pace_left(const struct pace *pace);

/* It was time: on to the next, without those that have been missed. */
void pace_next(struct pace *pace);

/* Sleep until it is time. */
void pace_sleep(const struct pace *pace);

/* Seconds of the clock on the wall, "1764000000.250". @text has room for 32. */
const char *wall_time(char *text);

/* nanosleep() and others want it like this. */
struct timespec to_timespec(int64_t nanoseconds);

#endif /* NTSECTION_CLI_PACE_H */
