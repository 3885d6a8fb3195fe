// SPDX-License-Identifier: GPL-2.0
/*
 * Part of ntsection.ko when it is built to measure coverage: what the compiler
 * makes each basic block call. It marks the block in the recorder, a module of
 * its own, so that blocks of this module's end are recorded as well.
 *
 * The kernel has a function of this name only if it has KCOV, which sees one
 * task at a time. This one sees all of them, on every kernel. It calls nothing:
 * blocks may be anywhere.
 */
#include <linux/compiler.h>
#include <linux/module.h>

#include "recorder.h"

void __sanitizer_cov_trace_pc(void);

static inline bool mark(u8 *blocks, unsigned long offset)
{
	unsigned long i = offset + NTSECTION_COVERAGE_REACH;

	if (i >= NTSECTION_COVERAGE_SIZE)
		return false;
	/* A line of the cache that is only read stays where it is. */
	if (!READ_ONCE(blocks[i]))
		WRITE_ONCE(blocks[i], 1);
	return true;
}

/* The return address is in the block that calls. */
notrace void __sanitizer_cov_trace_pc(void)
{
	unsigned long block = (unsigned long)__builtin_return_address(0);

	/* Code of the module's begin is loaded apart from the rest. */
	if (!mark(ntsection_coverage_core,
		  block - (unsigned long)__sanitizer_cov_trace_pc))
		mark(ntsection_coverage_init,
		     block - (unsigned long)THIS_MODULE->init);
}
