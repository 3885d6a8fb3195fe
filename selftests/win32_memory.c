// SPDX-License-Identifier: GPL-2.0
/*
 * Private memory through the Win32 functions: VirtualAlloc and VirtualFree in
 * all their forms.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

static DWORD state_of(const void *address)
{
	MEMORY_BASIC_INFORMATION info;

	return query_basic(address, &info) ? POISON : info.State;
}

static char *allocate(SIZE_T size, DWORD type, DWORD protect)
{
	return VirtualAlloc(NULL, size, type, protect);
}

/* P-08, P-12, B-08: an address, and nothing else. */
TEST(reserve_is_address_space)
{
	char *base = allocate(0xfffc, MEM_RESERVE, PAGE_NOACCESS);
	DWORD old = POISON;

	ASSERT_NE(NULL, base);
	EXPECT_EQ(0, (uintptr_t)base % GRANULE);
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, GRANULE, MEM_RESERVE, 0);
	EXPECT_PRIVATE(base + 0x1234, base, PAGE_NOACCESS, GRANULE - PAGE,
		       MEM_RESERVE, 0);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base + GRANULE - 1, true);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtect(base, 0xfffc, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_EQ(MEM_FREE, state_of(base));
}

/* P-03, P-08: commit a part of it; its protection is changed and told. */
TEST(commit_makes_it_usable)
{
	char *base = allocate(0xfffc, MEM_RESERVE, PAGE_NOACCESS);
	DWORD old = POISON;

	ASSERT_NE(NULL, base);
	EXPECT_EQ(base, VirtualAlloc(base, PAGE, MEM_COMMIT, PAGE_NOACCESS));
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, PAGE, MEM_COMMIT,
		       PAGE_NOACCESS);
	EXPECT_PRIVATE(base + PAGE, base, PAGE_NOACCESS, GRANULE - PAGE,
		       MEM_RESERVE, 0);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base, false);

	/* Half of it is not committed, and nothing of it changes. */
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtect(base, 0xfffc, PAGE_READONLY, &old));
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	EXPECT_ACCESS(STATUS_SUCCESS, base, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base, true);
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, PAGE_READWRITE, &old));
	EXPECT_EQ(PAGE_READONLY, old);
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_EQ(0, base[0]);
	base[0] = 'c';

	/* Once more, with holes: what is there stays. */
	EXPECT_EQ(base + 2 * PAGE, VirtualAlloc(base + 2 * PAGE + 5, 1,
						MEM_COMMIT, PAGE_READWRITE));
	base[2 * PAGE] = 'd';
	EXPECT_EQ(base, VirtualAlloc(base, 4 * PAGE, MEM_COMMIT,
				     PAGE_READONLY));
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, 4 * PAGE, MEM_COMMIT,
		       PAGE_READONLY);
	EXPECT_EQ('c', base[0]);
	EXPECT_EQ(0, base[PAGE]);
	EXPECT_EQ('d', base[2 * PAGE]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base, true);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

/* V-24: the tail of the last block is nobody else's, Linux included. */
static bool tail_is_taken(char *base, SIZE_T size)
{
	void *page = mmap(base + size, PAGE, PROT_READ, MAP_PRIVATE |
			  MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (page == MAP_FAILED)
		return errno == EEXIST;
	munmap(page, PAGE);
	return false;
}

TEST(both_at_once)
{
	char *base = allocate(1, MEM_COMMIT, PAGE_READWRITE);
	char *other;

	/* To commit without an address is to reserve as well. */
	ASSERT_NE(NULL, base);
	EXPECT_EQ(0, (uintptr_t)base % GRANULE);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));

	base = allocate(2 * PAGE, MEM_RESERVE | MEM_COMMIT,
			PAGE_EXECUTE_READWRITE);
	ASSERT_NE(NULL, base);
	EXPECT_PRIVATE(base, base, PAGE_EXECUTE_READWRITE, 2 * PAGE,
		       MEM_COMMIT, PAGE_EXECUTE_READWRITE);
	EXPECT_TRUE(tail_is_taken(base, 2 * PAGE));
	EXPECT_TRUE(tail_is_taken(base, GRANULE - PAGE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(base + 2 * PAGE, PAGE, MEM_RESERVE,
				    PAGE_NOACCESS));
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	/* The place, anywhere in it, is that of the block. */
	other = VirtualAlloc(base + PAGE + 7, PAGE, MEM_RESERVE | MEM_COMMIT,
			     PAGE_EXECUTE_READWRITE);
	ASSERT_EQ(base, other);
	EXPECT_PRIVATE(base, base, PAGE_EXECUTE_READWRITE, 3 * PAGE,
		       MEM_COMMIT, PAGE_EXECUTE_READWRITE);
	EXPECT_TRUE(tail_is_taken(base, 3 * PAGE));
	EXPECT_TRUE(tail_is_taken(base, GRANULE - PAGE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(base, PAGE, MEM_RESERVE | MEM_COMMIT,
				    PAGE_READWRITE));
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_FALSE(tail_is_taken(base, GRANULE - PAGE));

	base = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT | MEM_TOP_DOWN,
			    PAGE_READWRITE);
	EXPECT_NE(NULL, base);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

/* Types that do not go together, sizes and places that there are not. */
TEST(bad_requests)
{
	static const DWORD types[] = {
		0, MEM_TOP_DOWN, MEM_PHYSICAL, MEM_WRITE_WATCH, MEM_LARGE_PAGES,
		MEM_DECOMMIT, MEM_RELEASE, MEM_FREE,
		MEM_RESERVE | MEM_COMMIT | MEM_PHYSICAL,
		MEM_RESERVE | MEM_COMMIT | AT_ROUND_TO_PAGE,
		MEM_RESERVE | MEM_COMMIT | MEM_4MB_PAGES,
		MEM_COMMIT | MEM_RESET, MEM_COMMIT | MEM_RESERVE | MEM_RESET,
		MEM_RESERVE | MEM_RESERVE_PLACEHOLDER,
		MEM_RESERVE | MEM_REPLACE_PLACEHOLDER, 0xffffffff,
	};
	int descriptors = count_descriptors();
	char *base = allocate(PAGE, MEM_RESERVE, PAGE_READWRITE), *highest;
	int mappings = count_mappings();
	SYSTEM_INFO info;
	unsigned int i;

	ASSERT_NE(NULL, base);
	GetSystemInfo(&info);
	highest = info.lpMaximumApplicationAddress;
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(NULL, 2 * PAGE, types[i],
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(base, PAGE, types[i],
					    PAGE_READWRITE));
	}

	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(base, 0, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       allocate(SIZE_MAX, MEM_RESERVE, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       allocate(SIZE_MAX - PAGE + 1, MEM_COMMIT,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(base, SIZE_MAX, MEM_COMMIT,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(base, (SIZE_T)0 - (uintptr_t)base,
				    MEM_COMMIT, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY,
		       allocate((SIZE_T)highest & ~(GRANULE - 1), MEM_RESERVE,
				PAGE_READWRITE));

	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc((void *)0xf000, PAGE, MEM_RESERVE,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(highest + 1, PAGE, MEM_RESERVE,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(highest - GRANULE + 1, 2 * GRANULE,
				    MEM_RESERVE, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc((void *)-1, 1, MEM_COMMIT, PAGE_READWRITE));

	/* Free memory, and what the program has of its own, is no place. */
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(base + PAGE, PAGE, MEM_COMMIT,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(base, PAGE + 1, MEM_COMMIT,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(&info, 1, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(&info, 1, MEM_RESERVE, PAGE_READWRITE));
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, PAGE, MEM_RESERVE, 0);
	EXPECT_EQ(mappings, count_mappings());
	EXPECT_EQ(descriptors, count_descriptors());
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

/* What there is not on Linux says so, and nobody has the privilege. */
TEST(large_pages_and_write_watch)
{
	SIZE_T large = GetLargePageMinimum();
	const DWORD both = MEM_RESERVE | MEM_COMMIT;

	EXPECT_FAILURE(ERROR_NOT_SUPPORTED,
		       allocate(PAGE, both | MEM_WRITE_WATCH, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_NOT_SUPPORTED,
		       allocate(PAGE, MEM_RESERVE | MEM_PHYSICAL,
				PAGE_READWRITE));
	ASSERT_NE(0, large);
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       allocate(large, MEM_RESERVE | MEM_LARGE_PAGES,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       allocate(large / 2, both | MEM_LARGE_PAGES,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       allocate(large + large / 2, both | MEM_LARGE_PAGES,
				PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_PRIVILEGE_NOT_HELD,
		       allocate(large, both | MEM_LARGE_PAGES, PAGE_READWRITE));
}

TEST(decommit_and_release)
{
	char *base = allocate(0xfffc, MEM_RESERVE, PAGE_NOACCESS);
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	int local;

	ASSERT_NE(NULL, base);
	ASSERT_NE(NULL, view);
	ASSERT_EQ(base, VirtualAlloc(base, 4 * PAGE, MEM_COMMIT,
				     PAGE_READWRITE));
	memset(base, 'f', 4 * PAGE);
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, VirtualFree(base, GRANULE, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, VirtualFree(base, 0, MEM_FREE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, 0, MEM_RELEASE | MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, 0, 0xffffffff));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, 1, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, GRANULE, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, GRANULE + 1, MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, SIZE_MAX, MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(base, (SIZE_T)0 - (uintptr_t)base,
				   MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualFree(base + PAGE, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualFree(base + PAGE, 0, MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(NULL, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualFree((void *)-1, 1, MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualFree(&local, 1, MEM_DECOMMIT));
	/* V-29, V-30 */
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(view, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualFree(view, PAGE, MEM_DECOMMIT));
	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	EXPECT_EQ('f', base[4 * PAGE - 1]);
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, 4 * PAGE, MEM_COMMIT,
		       PAGE_READWRITE);

	/* Page by page; what is reserved already may be among them. */
	EXPECT_SUCCESS(VirtualFree(base + PAGE + 1, PAGE, MEM_DECOMMIT));
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_PRIVATE(base + PAGE, base, PAGE_NOACCESS, 2 * PAGE, MEM_RESERVE,
		       0);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base + 2 * PAGE, false);
	EXPECT_EQ('f', base[0]);
	EXPECT_EQ('f', base[3 * PAGE]);
	EXPECT_SUCCESS(VirtualFree(base, GRANULE, MEM_DECOMMIT));
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, GRANULE, MEM_RESERVE, 0);
	EXPECT_SUCCESS(VirtualFree(base, GRANULE, MEM_DECOMMIT));
	/* What was there is gone for good. */
	EXPECT_EQ(base, VirtualAlloc(base, PAGE, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_EQ(0, base[0]);
	EXPECT_SUCCESS(VirtualFree(base + 9, 0, MEM_DECOMMIT));
	EXPECT_EQ(MEM_RESERVE, state_of(base));

	EXPECT_SUCCESS(VirtualFree(base + 9, 0, MEM_RELEASE));
	EXPECT_EQ(MEM_FREE, state_of(base));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualFree(base, PAGE, MEM_DECOMMIT));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* H-09: the process must be this one; VirtualAlloc2 takes none for it. */
TEST(of_other_processes)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE closed = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE self = GetCurrentProcess();
	HANDLE bad[] = {
		NULL, section, closed, (HANDLE)4, (HANDLE)12345676,
		(HANDLE)-2, (HANDLE)0xdeadbeef,
	};
	char *base = VirtualAllocEx(self, NULL, 0x8000, MEM_COMMIT,
				    PAGE_EXECUTE_READWRITE);
	DWORD old = POISON;
	unsigned int i;

	ASSERT_NE(NULL, base);
	ASSERT_NE(NULL, section);
	ASSERT_TRUE(CloseHandle(closed));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       VirtualAllocEx(bad[i], NULL, 0x8000, MEM_COMMIT,
					      PAGE_EXECUTE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       VirtualFreeEx(bad[i], base, 0, MEM_RELEASE));
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       VirtualProtectEx(bad[i], base, PAGE,
						PAGE_READONLY, &old));
		if (bad[i])
			EXPECT_FAILURE(ERROR_INVALID_HANDLE,
				       VirtualAlloc2(bad[i], NULL, PAGE,
						     MEM_COMMIT, PAGE_READWRITE,
						     NULL, 0));
	}
	EXPECT_SUCCESS(VirtualProtectEx(self, base, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_EXECUTE_READWRITE, old);
	EXPECT_SUCCESS(VirtualFreeEx(self, base, 0, MEM_RELEASE));
	EXPECT_EQ(MEM_FREE, state_of(base));

	base = VirtualAlloc2(NULL, NULL, PAGE, MEM_COMMIT,
			     PAGE_EXECUTE_READWRITE, NULL, 0);
	ASSERT_NE(NULL, base);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc2(NULL, NULL, PAGE, MEM_COMMIT,
				     PAGE_READWRITE, NULL, 1));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* Apps can make memory executable, but not allocate it so. */
TEST(from_app)
{
	static const DWORD executable[] = {
		PAGE_EXECUTE, PAGE_EXECUTE_READ, PAGE_EXECUTE_READWRITE,
		PAGE_EXECUTE_WRITECOPY,
	};
	DWORD old = POISON;
	unsigned int i;
	char *base;

	for (i = 0; i < ARRAY_SIZE(executable); i++) {
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAllocFromApp(NULL, PAGE, MEM_RESERVE,
						   executable[i]));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc2FromApp(NULL, NULL, PAGE,
						    MEM_COMMIT, executable[i],
						    NULL, 0));
	}
	EXPECT_SUCCESS(base = VirtualAllocFromApp(NULL, PAGE, MEM_RESERVE,
						  PAGE_READWRITE));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_EQ(UNTOUCHED, GetLastError());

	base = VirtualAlloc2FromApp(NULL, NULL, PAGE, MEM_COMMIT,
				    PAGE_READWRITE, NULL, 0);
	ASSERT_NE(NULL, base);
	EXPECT_SUCCESS(VirtualProtectFromApp(base, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_READWRITE, old);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualProtectFromApp(base, 0x100000, PAGE_READWRITE,
					     &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualProtectFromApp(base, PAGE, PAGE_EXECUTE_READ,
					     NULL));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualProtectFromApp(base, PAGE, PAGE_GUARD, &old));
	EXPECT_SUCCESS(VirtualProtectFromApp(base, PAGE,
					     PAGE_EXECUTE_READWRITE, &old));
	EXPECT_EQ(PAGE_READONLY, old);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

#define BIG (64 * MIB)

/* K-07 for private memory: committed pages are charged, reserved ones not. */
TEST(commit_is_charged)
{
	const long kib = BIG / KIB;
	long before = committed_kib();
	DWORD old;
	char *base = allocate(BIG, MEM_RESERVE, PAGE_READWRITE);

	ASSERT_NE(NULL, base);
	EXPECT_TRUE(charged(before, 0));
	ASSERT_EQ(base, VirtualAlloc(base, BIG / 2, MEM_COMMIT,
				     PAGE_READWRITE));
	EXPECT_TRUE(charged(before, kib / 2));
	/* Once more charges the rest. */
	ASSERT_EQ(base, VirtualAlloc(base, BIG, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_TRUE(charged(before, kib));
	EXPECT_SUCCESS(VirtualProtect(base, BIG, PAGE_READONLY, &old));
	EXPECT_SUCCESS(VirtualProtect(base, BIG, PAGE_READWRITE, &old));
	memset(base, 1, MIB);
	EXPECT_TRUE(charged(before, kib));
	EXPECT_SUCCESS(VirtualFree(base, BIG / 4, MEM_DECOMMIT));
	EXPECT_TRUE(charged(before, kib / 4 * 3));
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_DECOMMIT));
	EXPECT_TRUE(charged(before, 0));
	ASSERT_EQ(base, VirtualAlloc(base, BIG, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_TRUE(charged(before, kib));
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_TRUE(charged(before, 0));
}

/* R-11, K-03: beyond the limit there is nothing new, and all old is there. */
TEST(commit_beyond_the_limit)
{
	const SIZE_T huge = (SIZE_T)1 << 40;
	char *base = allocate(huge, MEM_RESERVE, PAGE_READWRITE);
	int mappings;

	ASSERT_NE(NULL, base);
	ASSERT_EQ(base + PAGE, VirtualAlloc(base + PAGE, PAGE, MEM_COMMIT,
					    PAGE_READWRITE));
	base[PAGE] = 'h';
	mappings = count_mappings();
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT,
		       VirtualAlloc(base + PAGE, huge - PAGE, MEM_COMMIT,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT,
		       allocate(huge, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_EQ(mappings, count_mappings());
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, PAGE, MEM_RESERVE, 0);
	EXPECT_PRIVATE(base + PAGE, base, PAGE_READWRITE, PAGE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_PRIVATE(base + 2 * PAGE, base, PAGE_READWRITE, huge - 2 * PAGE,
		       MEM_RESERVE, 0);
	EXPECT_EQ('h', base[PAGE]);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

TEST_HARNESS_MAIN
