// SPDX-License-Identifier: GPL-2.0
/*
 * Doing something every so many seconds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pace.h"

int64_t parse_interval(const struct verb *verb, const char *text)
{
	double seconds;
	char *end;

	seconds = strtod(text, &end);
	/* The first is false for what is not a number, too. */
	if (!(seconds >= 0.001 && seconds <= 1e6) || *end)
		usage_error(verb, "'%s' is no number of seconds from 0.001 on",
			    text);
	return (int64_t)(seconds * NANOSECONDS);
}

unsigned long parse_times(const struct verb *verb, const char *text)
{
	unsigned long times;
	char *end;

	times = strtoul(text, &end, 10);
	if (!times || *end || *text < '0' || *text > '9')
		usage_error(verb, "'%s' is no number of samples from 1 on",
			    text);
	return times;
}

struct timespec to_timespec(int64_t nanoseconds)
{
	return (struct timespec){ .tv_sec = nanoseconds / NANOSECONDS,
				  .tv_nsec = nanoseconds % NANOSECONDS };
}

int64_t monotonic(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS + time.tv_nsec;
}

void pace_begin(struct pace *pace, int64_t interval)
{
	pace->interval = interval;
	pace->next = monotonic() + interval;
}

int64_t pace_left(const struct pace *pace)
{
	int64_t left = pace->next - monotonic();

	return left > 0 ? left : 0;
}

void pace_next(struct pace *pace)
{
	int64_t late = monotonic() - pace->next;

	if (late < 0)
		late = 0;
	pace->next += (late / pace->interval + 1) * pace->interval;
}

void pace_sleep(const struct pace *pace)
{
	struct timespec next = to_timespec(pace->next);

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL))
		continue;
}

const char *wall_time(char *text)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	snprintf(text, 32, "%lld.%03ld", (long long)time.tv_sec,
		 time.tv_nsec / 1000000);
	return text;
}
