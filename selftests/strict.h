/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A fixture in which the kernel refuses what it cannot keep: overcommit mode 2.
 *
 * Included after kselftest_harness.h.
 */
#ifndef STRICT_H
#define STRICT_H

#include "proc.h"

FIXTURE(strict) {
	char mode[16];
};

FIXTURE_SETUP(strict)
{
	NEED_ROOT();
	snprintf(self->mode, sizeof(self->mode), "%ld",
		 read_number("/proc/sys/vm/overcommit_memory"));
	ASSERT_EQ(0, write_text("/proc/sys/vm/overcommit_memory", "2"));
}

FIXTURE_TEARDOWN(strict)
{
	EXPECT_EQ(0, write_text("/proc/sys/vm/overcommit_memory", self->mode));
}

#endif /* STRICT_H */
