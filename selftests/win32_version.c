// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: its version.
 */
#include "kselftest_harness.h"
#include "win32_test.h"

TEST(version_is_that_of_the_module)
{
	char version[32] = "";
	FILE *file = fopen("/sys/module/ntsection/version", "re");

	ASSERT_NE(NULL, file);
	ASSERT_EQ(1, fscanf(file, "%31s", version));
	fclose(file);
	EXPECT_EQ(0, strcmp(version, ntsection_win32_version()));
}

TEST_HARNESS_MAIN
