/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Measurement: what a piece of work costs, on the guest's clock.
 *
 * Under --icount that clock counts executed instructions, in user space and in
 * the kernel, with whatever interrupts and deferred work fall into it; elsewhere
 * it counts nanoseconds.
 */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>

#define KIB	UINT64_C(1024)
#define GIB	(UINT64_C(1) << 30)
#define PAGE	UINT64_C(4096)
#define PAGES(bytes) ((bytes) / PAGE)

/* Now. */
uint64_t ticks(void);

/*
 * What one of @count calls of @work(@arg) costs, after as many that are not
 * counted. There must be enough to see some grace periods of RCU, by which the
 * kernel frees files.
 */
double cost_of(void (*work)(void *arg), void *arg, unsigned int count);

/* What each of @pages pages has cost since @start. */
double per_page(uint64_t start, uint64_t pages);

/* Write a byte to each page. */
void write_pages(char *start, uint64_t bytes);

/* Read a byte of each page. */
void read_pages(const char *start, uint64_t bytes);

#endif /* MEASURE_H */
