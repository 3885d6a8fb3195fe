// SPDX-License-Identifier: GPL-2.0
/*
 * VirtualProtect on private memory, which differs from views: the protection
 * that it was allocated with is no limit, and nothing copies on write.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"

static bool is_for_views(ULONG protect)
{
	return protect & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY);
}

/* All but the two that copy, from any other. */
TEST(all_protections)
{
	char *memory = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT,
				    PAGE_NOACCESS);
	ULONG value;

	ASSERT_NE(NULL, memory);
	for (value = 0; value < 256; value++) {
		if (__builtin_popcount(value) == 1 && !is_for_views(value)) {
			EXPECT_PROTECT(PAGE_NOACCESS, memory, PAGE, value);
			EXPECT_REGION(memory, memory, PAGE_NOACCESS, PAGE,
				      MEM_COMMIT, value, MEM_PRIVATE);
			EXPECT_PROTECT(value, memory, PAGE, PAGE_NOACCESS);
			continue;
		}
		EXPECT_PROTECT_ERROR(ERROR_INVALID_PARAMETER, memory, PAGE,
				     value);
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(memory, PAGE, MEM_COMMIT, value));
		EXPECT_EQ(PAGE_NOACCESS, protection_of(memory));
	}
	EXPECT_NO_PROTECT(STATUS_INVALID_PAGE_PROTECTION, PAGE_NOACCESS, memory,
			  PAGE, PAGE_WRITECOPY);
	EXPECT_NO_PROTECT(STATUS_INVALID_PAGE_PROTECTION, POISON, memory, PAGE,
			  0);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

/* P-03, P-09: half and half; the whole reports its first page. */
TEST(ranges)
{
	char *memory = VirtualAlloc(NULL, 16 * PAGE, MEM_RESERVE | MEM_COMMIT,
				    PAGE_READWRITE);
	PVOID base;
	SIZE_T size = 1;
	ULONG old = POISON;

	ASSERT_NE(NULL, memory);
	memory[PAGE] = 7;
	EXPECT_PROTECT(PAGE_READWRITE, memory, 16 * PAGE, PAGE_READONLY);
	EXPECT_PROTECT(PAGE_READONLY, memory, 8 * PAGE, PAGE_READWRITE);
	EXPECT_PROTECT(PAGE_READONLY, memory + 8 * PAGE, 8 * PAGE,
		       PAGE_EXECUTE_READWRITE);
	EXPECT_PROTECT(PAGE_READWRITE, memory, 16 * PAGE, PAGE_EXECUTE_READ);
	EXPECT_REGION(memory, memory, PAGE_READWRITE, 16 * PAGE, MEM_COMMIT,
		      PAGE_EXECUTE_READ, MEM_PRIVATE);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, memory + PAGE, true);
	EXPECT_EQ(7, memory[PAGE]);

	base = memory + 1;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtProtectVirtualMemory(NtCurrentProcess(), &base, &size,
					     PAGE_NOACCESS, &old));
	EXPECT_EQ(memory, base);
	EXPECT_EQ(PAGE, size);
	EXPECT_EQ(PAGE_EXECUTE_READ, old);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

/* P-08, P-10, P-12: not committed, not all of it, and more than there is. */
TEST(pages_that_are_not_there)
{
	char *memory = VirtualAlloc(NULL, 0xfffc, MEM_RESERVE, PAGE_NOACCESS);

	ASSERT_NE(NULL, memory);
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, memory, PAGE,
			  PAGE_READONLY);
	EXPECT_PROTECT_ERROR(ERROR_INVALID_ADDRESS, memory, 0xfffc,
			     PAGE_READONLY);
	ASSERT_EQ(memory, VirtualAlloc(memory, PAGE, MEM_COMMIT,
				       PAGE_READONLY));
	EXPECT_NO_PROTECT(STATUS_NOT_COMMITTED, PAGE_NOACCESS, memory, 0xfffc,
			  PAGE_READWRITE);
	EXPECT_NO_PROTECT(STATUS_CONFLICTING_ADDRESSES, PAGE_NOACCESS, memory,
			  0x10001, PAGE_READWRITE);
	EXPECT_EQ(PAGE_READONLY, protection_of(memory));
	EXPECT_PROTECT(PAGE_READONLY, memory, PAGE, PAGE_READWRITE);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
	EXPECT_NO_PROTECT(STATUS_CONFLICTING_ADDRESSES, PAGE_NOACCESS, memory,
			  PAGE, PAGE_READWRITE);
}

/* P-11: the old protection has to go somewhere, or nothing changes. */
TEST(without_an_old_protection)
{
	char *memory = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT,
				    PAGE_NOACCESS);
	PVOID base = memory;
	SIZE_T size = PAGE;

	ASSERT_NE(NULL, memory);
	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualProtect(memory, PAGE, PAGE_READONLY, NULL));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtProtectVirtualMemory(NtCurrentProcess(), &base, &size,
					     PAGE_READONLY, NULL));
	EXPECT_EQ(memory, base);
	EXPECT_EQ(PAGE, size);
	EXPECT_PROTECT(PAGE_NOACCESS, memory, PAGE, PAGE_NOACCESS);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

/* Caching is the allocation's, whatever is asked for its pages. */
TEST(caching_belongs_to_the_allocation)
{
	const ULONG uncached = PAGE_READWRITE | PAGE_NOCACHE;
	char *memory = VirtualAlloc(NULL, 2 * PAGE, MEM_COMMIT, uncached);

	ASSERT_NE(NULL, memory);
	EXPECT_REGION(memory, memory, uncached, 2 * PAGE, MEM_COMMIT, uncached,
		      MEM_PRIVATE);
	EXPECT_PROTECT(uncached, memory, PAGE, PAGE_READWRITE);
	EXPECT_REGION(memory, memory, uncached, 2 * PAGE, MEM_COMMIT, uncached,
		      MEM_PRIVATE);
	EXPECT_PROTECT(uncached, memory, PAGE, PAGE_READONLY);
	EXPECT_REGION(memory, memory, uncached, PAGE, MEM_COMMIT,
		      PAGE_READONLY | PAGE_NOCACHE, MEM_PRIVATE);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));

	memory = VirtualAlloc(NULL, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
	ASSERT_NE(NULL, memory);
	EXPECT_PROTECT(PAGE_READWRITE, memory, PAGE,
		       PAGE_READONLY | PAGE_NOCACHE);
	EXPECT_REGION(memory, memory, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_PRIVATE);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

/* V-32: a guard, as in views. */
TEST(guard_pages)
{
	const ULONG guarded = PAGE_READWRITE | PAGE_GUARD;
	char *memory = VirtualAlloc(NULL, 2 * PAGE, MEM_RESERVE | MEM_COMMIT,
				    guarded);

	ASSERT_NE(NULL, memory);
	EXPECT_REGION(memory, memory, guarded, 2 * PAGE, MEM_COMMIT, guarded,
		      MEM_PRIVATE);
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, memory + PAGE, true);
	EXPECT_ACCESS(STATUS_SUCCESS, memory + PAGE, true);
	EXPECT_REGION(memory, memory, guarded, PAGE, MEM_COMMIT, guarded,
		      MEM_PRIVATE);
	EXPECT_REGION(memory + PAGE, memory, guarded, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_PRIVATE);
	EXPECT_PROTECT(guarded, memory, 2 * PAGE, PAGE_READWRITE);
	EXPECT_PROTECT(PAGE_READWRITE, memory, 2 * PAGE, guarded);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

/* The same as VirtualProtect, executable protections included. */
TEST(from_an_app)
{
	char *memory = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	ULONG old = POISON;

	ASSERT_NE(NULL, memory);
	EXPECT_SUCCESS(VirtualProtectFromApp(memory, PAGE, PAGE_READONLY,
					     &old));
	EXPECT_EQ(PAGE_READWRITE, old);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtectFromApp(memory, 0x100000, PAGE_READWRITE,
					     &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualProtectFromApp(memory, PAGE, PAGE_EXECUTE_READ,
					     NULL));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualProtectFromApp(memory, PAGE, PAGE_GUARD, &old));
	EXPECT_SUCCESS(VirtualProtectFromApp(memory, PAGE,
					     PAGE_EXECUTE_READWRITE, &old));
	EXPECT_EQ(PAGE_READONLY, old);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

TEST_HARNESS_MAIN
