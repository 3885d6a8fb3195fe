// SPDX-License-Identifier: GPL-2.0
/*
 * Protections of private memory: which there are, VirtualProtect, and what
 * PAGE_GUARD, PAGE_NOCACHE and PAGE_WRITECOMBINE do with them.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

static char *allocate(SIZE_T size, DWORD type, DWORD protect)
{
	return VirtualAlloc(NULL, size, type, protect);
}

/* Protections that private memory can have. */
static bool is_private_protection(DWORD protect)
{
	switch (protect) {
	case PAGE_NOACCESS:
	case PAGE_READONLY:
	case PAGE_READWRITE:
	case PAGE_EXECUTE:
	case PAGE_EXECUTE_READ:
	case PAGE_EXECUTE_READWRITE:
		return true;
	default:
		return false;
	}
}

/* C-15 for memory: each value of the eight bits, alone and with others. */
TEST(all_protections)
{
	char *base = allocate(PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_NOACCESS);
	DWORD protect, old;
	char *page;

	ASSERT_NE(NULL, base);
	for (protect = 0; protect < 0x100; protect++) {
		if (!is_private_protection(protect)) {
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       allocate(PAGE, MEM_COMMIT, protect));
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       allocate(PAGE, MEM_RESERVE, protect));
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       VirtualAlloc(base, PAGE, MEM_COMMIT,
						    protect));
			old = POISON;
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       VirtualProtect(base, PAGE, protect,
						      &old));
			EXPECT_PRIVATE(base, base, PAGE_NOACCESS, PAGE,
				       MEM_COMMIT, PAGE_NOACCESS);
			continue;
		}

		page = allocate(PAGE, MEM_COMMIT, protect);
		ASSERT_NE(NULL, page);
		EXPECT_PRIVATE(page, page, protect, PAGE, MEM_COMMIT, protect);
		EXPECT_EQ(page, VirtualAlloc(page, PAGE, MEM_COMMIT, protect));
		if (protect & (PAGE_READWRITE | PAGE_EXECUTE_READWRITE))
			EXPECT_ACCESS(STATUS_SUCCESS, page, true);
		else
			EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, page, true);
		EXPECT_PRIVATE(page, page, protect, PAGE, MEM_COMMIT, protect);
		EXPECT_SUCCESS(VirtualFree(page, 0, MEM_RELEASE));

		old = POISON;
		EXPECT_SUCCESS(VirtualProtect(base, PAGE, protect, &old));
		EXPECT_EQ(PAGE_NOACCESS, old);
		EXPECT_PRIVATE(base, base, PAGE_NOACCESS, PAGE, MEM_COMMIT,
			       protect);
		EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_NOACCESS, &old));
		EXPECT_EQ(protect, old);
		EXPECT_EQ(base, VirtualAlloc(base, PAGE, MEM_COMMIT, protect));
		EXPECT_PRIVATE(base, base, PAGE_NOACCESS, PAGE, MEM_COMMIT,
			       protect);
		EXPECT_EQ(base, VirtualAlloc(base, PAGE, MEM_COMMIT,
					     PAGE_NOACCESS));
	}
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

/* Modifiers go with all but PAGE_NOACCESS, and one is enough. */
TEST(modifiers)
{
	static const DWORD good[] = {
		PAGE_READWRITE | PAGE_GUARD, PAGE_READONLY | PAGE_WRITECOMBINE,
		PAGE_EXECUTE_READ | PAGE_NOCACHE,
	};
	static const DWORD bad[] = {
		PAGE_GUARD, PAGE_NOCACHE, PAGE_WRITECOMBINE,
		PAGE_NOACCESS | PAGE_GUARD, PAGE_NOACCESS | PAGE_NOCACHE,
		PAGE_NOACCESS | PAGE_WRITECOMBINE,
		PAGE_READWRITE | PAGE_NOCACHE | PAGE_WRITECOMBINE,
		PAGE_READWRITE | PAGE_GUARD | PAGE_NOCACHE,
		PAGE_READWRITE | 0x800, 0xffffffff, 0x80000000,
	};
	unsigned int i;
	char *base;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       allocate(PAGE, MEM_COMMIT, bad[i]));
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		base = allocate(PAGE, MEM_COMMIT, good[i]);
		ASSERT_NE(NULL, base);
		EXPECT_PRIVATE(base, base, good[i], PAGE, MEM_COMMIT, good[i]);
		EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	}
}

/* Q-05 for private memory: PAGE_NOCACHE belongs to the allocation. */
TEST(nocache_is_kept)
{
	const DWORD nocache = PAGE_READWRITE | PAGE_NOCACHE;
	char *base = allocate(2 * PAGE, MEM_COMMIT, nocache);
	DWORD old = POISON;

	ASSERT_NE(NULL, base);
	EXPECT_PRIVATE(base, base, nocache, 2 * PAGE, MEM_COMMIT, nocache);
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_READWRITE, &old));
	EXPECT_EQ(nocache, old);
	EXPECT_PRIVATE(base, base, nocache, 2 * PAGE, MEM_COMMIT, nocache);
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(nocache, old);
	EXPECT_PRIVATE(base, base, nocache, PAGE, MEM_COMMIT,
		       PAGE_READONLY | PAGE_NOCACHE);
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_NOACCESS, &old));
	EXPECT_EQ(PAGE_READONLY | PAGE_NOCACHE, old);
	EXPECT_PRIVATE(base, base, nocache, PAGE, MEM_COMMIT, PAGE_NOACCESS);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));

	/* Where it was not from the beginning, it does not come later. */
	base = allocate(2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
	ASSERT_NE(NULL, base);
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_READONLY | PAGE_NOCACHE,
				      &old));
	EXPECT_EQ(PAGE_READWRITE, old);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READONLY);
	EXPECT_EQ(base, VirtualAlloc(base, PAGE, MEM_COMMIT, nocache));
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

/* P-08, P-09, P-10, P-11, P-12 */
TEST(protect)
{
	char *base = allocate(4 * PAGE, MEM_RESERVE, PAGE_READWRITE);
	DWORD old = POISON;

	ASSERT_NE(NULL, base);
	ASSERT_EQ(base, VirtualAlloc(base, 3 * PAGE, MEM_COMMIT,
				     PAGE_READWRITE));
	/* The range is that of the pages, and the first one is told. */
	EXPECT_SUCCESS(VirtualProtect(base + PAGE + 1, 1, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_READWRITE, old);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_PRIVATE(base + PAGE, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READONLY);
	EXPECT_PRIVATE(base + 2 * PAGE, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_SUCCESS(VirtualProtect(base + 2 * PAGE - 1, 2,
				      PAGE_EXECUTE_READ, &old));
	EXPECT_EQ(PAGE_READONLY, old);
	EXPECT_PRIVATE(base + PAGE, base, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		       PAGE_EXECUTE_READ);

	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualProtect(base, PAGE, PAGE_READONLY, NULL));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualProtect(base, PAGE, PAGE_READONLY, (void *)8));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualProtect(base, 0, PAGE_READONLY, &old));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualProtect(base, SIZE_MAX, PAGE_READONLY, &old));
	old = POISON;
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtect(base, 4 * PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	old = POISON;
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtect(base, 4 * PAGE + 1, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	old = 0;
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtect(NULL, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtect(base, PAGE, PAGE_READONLY, &old));
}

TEST_HARNESS_MAIN
