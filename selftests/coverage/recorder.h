/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the recorder offers to the module whose coverage is measured.
 */
#ifndef NTSECTION_COVERAGE_H
#define NTSECTION_COVERAGE_H

#include <linux/types.h>

/* More than the module has code, before and behind the place to count from. */
#define NTSECTION_COVERAGE_REACH	(128UL << 10)
#define NTSECTION_COVERAGE_SIZE		(2 * NTSECTION_COVERAGE_REACH)

/* By the place of its code, 1 if a block was reached. */
extern u8 ntsection_coverage_core[NTSECTION_COVERAGE_SIZE];
extern u8 ntsection_coverage_init[NTSECTION_COVERAGE_SIZE];

#endif /* NTSECTION_COVERAGE_H */
