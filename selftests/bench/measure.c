// SPDX-License-Identifier: GPL-2.0
/*
 * Counting what a piece of work costs.
 */
#include <time.h>

#include "measure.h"

uint64_t ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

double cost_of(void (*work)(void *arg), void *arg, unsigned int count)
{
	uint64_t start;
	unsigned int i;

	for (i = 0; i < count; i++)
		work(arg);
	start = ticks();
	for (i = 0; i < count; i++)
		work(arg);
	return (double)(ticks() - start) / count;
}

double per_page(uint64_t start, uint64_t pages)
{
	return (double)(ticks() - start) / (double)pages;
}

void write_pages(char *start, uint64_t bytes)
{
	volatile char *page;

	for (page = start; page < start + bytes; page += PAGE)
		*page = 1;
}

void read_pages(const char *start, uint64_t bytes)
{
	const volatile char *page;

	for (page = start; page < start + bytes; page += PAGE)
		(void)*page;
}
