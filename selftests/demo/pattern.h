/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The recognisable pattern that memory is filled with.
 *
 * Each page begins with a marker, 16 random bytes that are chosen anew for
 * each act, so that nothing an earlier act or run left on the disk can match.
 * The page's number follows, then bytes that are computed from both: every
 * byte of a page can be checked, wherever the page turns up.
 */
#ifndef DEMO_PATTERN_H
#define DEMO_PATTERN_H

#include <stdint.h>

#define PATTERN_PAGE	4096

struct pattern {
	unsigned char marker[16];
};

void pattern_choose(struct pattern *pattern);
void pattern_fill(const struct pattern *pattern, uint64_t number, void *page);

/* How many of the page's bytes are what pattern_fill() put there. */
uint64_t pattern_right(const struct pattern *pattern, uint64_t number,
		       const void *page);

/* The number of a page that begins with the marker. */
uint64_t pattern_number(const void *page);

#endif
