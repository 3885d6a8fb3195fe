// SPDX-License-Identifier: GPL-2.0
/*
 * Private memory through the native functions: statuses and out values of
 * NtAllocateVirtualMemory(Ex), NtFreeVirtualMemory, NtProtectVirtualMemory.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

#define SELF NtCurrentProcess()
#define BOTH (MEM_RESERVE | MEM_COMMIT)

/* What goes in and what comes out; on failure that is the same. */
#define EXPECT_ALLOCATE(status, in, bytes, type, protect, out, out_bytes) do { \
	PVOID base_ = (PVOID)(in);					\
	SIZE_T size_ = (bytes);						\
	EXPECT_STATUS(status, NtAllocateVirtualMemory(SELF, &base_, 0,	\
						      &size_, type,	\
						      protect));	\
	EXPECT_EQ((PVOID)(out), base_);					\
	EXPECT_EQ((SIZE_T)(out_bytes), size_);				\
} while (0)

#define REFUSE_ALLOCATE(status, in, bytes, type, protect) do {		\
	PVOID in_ = (PVOID)(in);					\
	SIZE_T bytes_ = (bytes);					\
	EXPECT_ALLOCATE(status, in_, bytes_, type, protect, in_, bytes_); \
} while (0)

#define EXPECT_NT_FREE(status, in, bytes, type, out, out_bytes) do {	\
	PVOID base_ = (PVOID)(in);					\
	SIZE_T size_ = (bytes);						\
	EXPECT_STATUS(status, NtFreeVirtualMemory(SELF, &base_, &size_,	\
						  type));		\
	EXPECT_EQ((PVOID)(out), base_);					\
	EXPECT_EQ((SIZE_T)(out_bytes), size_);				\
} while (0)

#define REFUSE_FREE(status, in, bytes, type) do {			\
	PVOID in_ = (PVOID)(in);					\
	SIZE_T bytes_ = (bytes);					\
	EXPECT_NT_FREE(status, in_, bytes_, type, in_, bytes_);		\
} while (0)

static char *allocate(SIZE_T size, ULONG type, ULONG protect)
{
	PVOID base = NULL;

	return NtAllocateVirtualMemory(SELF, &base, 0, &size, type, protect) ?
	       NULL : base;
}

/* Address space that is free: at least @size bytes. */
static char *find_room(SIZE_T size)
{
	char *base = allocate(size, MEM_RESERVE, PAGE_NOACCESS);

	return base && VirtualFree(base, 0, MEM_RELEASE) ? base : NULL;
}

/* A reservation begins with a block and ends with a page. */
TEST(rounding)
{
	static const struct {
		SIZE_T at, size, rounded;
	} cases[] = {
		{ 0, 1, 0x1000 }, { 0x8000, 1, 0x9000 },
		{ 0x10, 0x1000, 0x2000 }, { 0xffff, 0x3000, 0x13000 },
		{ 0x1010, 0x7000, 0x9000 }, { 0x1010, 0xc000, 0xe000 },
		{ 0x5000, 200, 0x6000 },
	};
	char *base = find_room(0x20000);
	unsigned int i;

	ASSERT_NE(NULL, base);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		EXPECT_ALLOCATE(STATUS_SUCCESS, base + cases[i].at,
				cases[i].size, MEM_RESERVE, PAGE_READWRITE,
				base, cases[i].rounded);
		EXPECT_PRIVATE(base, base, PAGE_READWRITE, cases[i].rounded,
			       MEM_RESERVE, 0);
		EXPECT_NT_FREE(STATUS_SUCCESS, base, 0, MEM_RELEASE, base,
			       cases[i].rounded);
	}
}

TEST(reserve_then_commit)
{
	char *base = find_room(2 * GRANULE);

	ASSERT_NE(NULL, base);
	EXPECT_ALLOCATE(STATUS_SUCCESS, base + 0x1010, 0x1000, MEM_RESERVE,
			PAGE_READWRITE, base, 0x3000);
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, base + 0x8000, 0x1000,
			MEM_RESERVE, PAGE_READWRITE);
	EXPECT_ALLOCATE(STATUS_SUCCESS, base + 0x2abc, 0x100, MEM_COMMIT,
			PAGE_NOACCESS, base + 0x2000, 0x1000);
	EXPECT_ALLOCATE(STATUS_SUCCESS, base + 0x2000, 0x1000, MEM_COMMIT,
			PAGE_READWRITE, base + 0x2000, 0x1000);
	EXPECT_ACCESS(STATUS_SUCCESS, base + 0x2000, true);
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, base + 0x3000, 0x1000,
			MEM_COMMIT, PAGE_READWRITE);
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, base + 0x2000, 0x1001,
			MEM_COMMIT, PAGE_READWRITE);
	/* In the middle of a page: its page, and the run to its end. */
	EXPECT_PRIVATE(base + 0x700, base, PAGE_READWRITE, 0x2000, MEM_RESERVE,
		       0);
	EXPECT_PRIVATE(base + 0x2700, base, PAGE_READWRITE, 0x1000, MEM_COMMIT,
		       PAGE_READWRITE);

	EXPECT_NT_FREE(STATUS_SUCCESS, base, 0x3000, MEM_DECOMMIT, base,
		       0x3000);
	REFUSE_FREE(STATUS_MEMORY_NOT_ALLOCATED, base + 0x10000, 0,
		    MEM_RELEASE);
	REFUSE_FREE(STATUS_MEMORY_NOT_ALLOCATED, base + 0x8000, 0x1000,
		    MEM_RELEASE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, 0x4000, MEM_RELEASE);
	EXPECT_NT_FREE(STATUS_SUCCESS, base, 0x3000, MEM_RELEASE, base,
		       0x3000);
}

TEST(neighbours_are_apart)
{
	char *base = find_room(3 * GRANULE), *second;

	ASSERT_NE(NULL, base);
	second = base + GRANULE;
	EXPECT_ALLOCATE(STATUS_SUCCESS, base, GRANULE, MEM_RESERVE,
			PAGE_READWRITE, base, GRANULE);
	EXPECT_ALLOCATE(STATUS_SUCCESS, second, GRANULE, MEM_RESERVE,
			PAGE_READWRITE, second, GRANULE);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, GRANULE, MEM_RESERVE, 0);
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, base, 2 * GRANULE,
			MEM_COMMIT, PAGE_READWRITE);
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, second - PAGE, 2 * PAGE,
			MEM_COMMIT, PAGE_READWRITE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, 2 * GRANULE, MEM_RELEASE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, second - 1, 2, MEM_DECOMMIT);
	EXPECT_NT_FREE(STATUS_SUCCESS, base, 0, MEM_RELEASE, base, GRANULE);
	EXPECT_NT_FREE(STATUS_SUCCESS, second, 0, MEM_RELEASE, second, GRANULE);
}

/* A part of a reservation is released, and leaves two that are smaller. */
TEST(middle_is_released)
{
	char *base = allocate(3 * GRANULE, BOTH, PAGE_READWRITE);

	ASSERT_NE(NULL, base);
	base[0] = 'a';
	base[2 * GRANULE] = 'c';
	EXPECT_NT_FREE(STATUS_SUCCESS, base + GRANULE, GRANULE, MEM_RELEASE,
		       base + GRANULE, GRANULE);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base + GRANULE, false);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, GRANULE, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_PRIVATE(base + 2 * GRANULE, base + 2 * GRANULE, PAGE_READWRITE,
		       GRANULE, MEM_COMMIT, PAGE_READWRITE);
	EXPECT_EQ('a', base[0]);
	EXPECT_EQ('c', base[2 * GRANULE]);
	EXPECT_NT_FREE(STATUS_SUCCESS, base, 0, MEM_RELEASE, base, GRANULE);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 2 * GRANULE, 0, MEM_RELEASE,
		       base + 2 * GRANULE, GRANULE);
}

TEST(free_statuses)
{
	char *base = allocate(GRANULE, BOTH, PAGE_READWRITE);

	ASSERT_NE(NULL, base);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 0x1fff, 2, MEM_DECOMMIT,
		       base + 0x1000, 0x2000);
	EXPECT_PRIVATE(base + 0x1000, base, PAGE_READWRITE, 0x2000, MEM_RESERVE,
		       0);
	REFUSE_FREE(STATUS_FREE_VM_NOT_AT_BASE, base + 0x1001, 0, MEM_DECOMMIT);
	/* All of it; the size stays what it was. */
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 0xffe, 0, MEM_DECOMMIT, base, 0);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, GRANULE, MEM_RESERVE, 0);
	REFUSE_FREE(STATUS_FREE_VM_NOT_AT_BASE, base + 0x1001, 0, MEM_RELEASE);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 0xfff, 0, MEM_RELEASE, base,
		       GRANULE);
	REFUSE_FREE(STATUS_MEMORY_NOT_ALLOCATED, base, 0, MEM_RELEASE);
	REFUSE_FREE(STATUS_MEMORY_NOT_ALLOCATED, NULL, 0, MEM_RELEASE);
}

TEST(partial_release)
{
	char *base = allocate(GRANULE, BOTH, PAGE_READWRITE);

	ASSERT_NE(NULL, base);
	memset(base, 'p', GRANULE);
	REFUSE_FREE(STATUS_FREE_VM_NOT_AT_BASE, base + 0x1000, 0, MEM_RELEASE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, 0x11000, MEM_RELEASE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base + 0x1001, 0xffff,
		    MEM_RELEASE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, SIZE_MAX, MEM_RELEASE);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, SIZE_MAX - 0xfff,
		    MEM_DECOMMIT);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 0x1001, 0xfff, MEM_RELEASE,
		       base + 0x1000, 0x1000);
	EXPECT_EQ('p', base[0]);
	EXPECT_EQ('p', base[0x2000]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base + 0x1000, false);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 1, 0xfff, MEM_RELEASE, base,
		       0x1000);
	EXPECT_EQ('p', base[0x2000]);

	/* The hole, and nothing but it, can be reserved again. */
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, base, 0x3000, BOTH,
			PAGE_READWRITE);
	EXPECT_ALLOCATE(STATUS_SUCCESS, base, 0x1000, BOTH, PAGE_READWRITE,
			base, 0x1000);
	EXPECT_EQ(0, base[0]);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, GRANULE, MEM_DECOMMIT);
	REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, GRANULE, MEM_RELEASE);
	REFUSE_FREE(STATUS_MEMORY_NOT_ALLOCATED, base + 0x1000, 0,
		    MEM_RELEASE);
	REFUSE_FREE(STATUS_MEMORY_NOT_ALLOCATED, base + 0x1000, 0x1000,
		    MEM_DECOMMIT);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + 0x2000, 0, MEM_RELEASE,
		       base + 0x2000, 0xe000);
	EXPECT_NT_FREE(STATUS_SUCCESS, base, 0x1000, MEM_RELEASE, base, 0x1000);
}

/* One page too many, or off by one, for either way to free. */
TEST(free_of_one_page)
{
	static const ULONG types[] = { MEM_DECOMMIT, MEM_RELEASE };
	unsigned int i;
	char *base;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		base = allocate(PAGE, MEM_RESERVE, PAGE_READWRITE);
		ASSERT_NE(NULL, base);
		REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base, PAGE + 1, types[i]);
		REFUSE_FREE(STATUS_UNABLE_TO_FREE_VM, base + 1, PAGE, types[i]);
		EXPECT_NT_FREE(STATUS_SUCCESS, base + 1, PAGE - 1, types[i],
			       base, PAGE);
		if (types[i] == MEM_DECOMMIT)
			EXPECT_NT_FREE(STATUS_SUCCESS, base, 0, MEM_RELEASE,
				       base, PAGE);
	}

	base = allocate(2 * PAGE, MEM_RESERVE, PAGE_READWRITE);
	ASSERT_NE(NULL, base);
	EXPECT_NT_FREE(STATUS_SUCCESS, base + PAGE, PAGE, MEM_RELEASE,
		       base + PAGE, PAGE);
	EXPECT_NT_FREE(STATUS_SUCCESS, base, PAGE, MEM_RELEASE, base, PAGE);
}

/* What is wrong in itself, the outputs unchanged. */
TEST(bad_arguments)
{
	static const struct {
		SIZE_T size;
		ULONG type, protect;
		NTSTATUS status;
	} bad[] = {
		{ 0, BOTH, 4, STATUS_INVALID_PARAMETER_4 },
		{ SIZE_MAX, BOTH, 4, STATUS_INVALID_PARAMETER_4 },
		{ 1, 0, 4, STATUS_INVALID_PARAMETER_5 },
		{ 1, MEM_TOP_DOWN, 4, STATUS_INVALID_PARAMETER_5 },
		{ 1, MEM_PHYSICAL, 4, STATUS_INVALID_PARAMETER_5 },
		{ 1, MEM_TOP_DOWN | MEM_RESET, 4, STATUS_INVALID_PARAMETER_5 },
		{ 1, BOTH | MEM_RESET, 4, STATUS_INVALID_PARAMETER_5 },
		{ 1, MEM_COMMIT | MEM_RESET, 4, STATUS_INVALID_PARAMETER_5 },
		{ 1, BOTH | MEM_PHYSICAL, 4, STATUS_INVALID_PARAMETER },
		{ 1, BOTH | AT_ROUND_TO_PAGE, 4, STATUS_INVALID_PARAMETER },
		{ 1, BOTH | MEM_4MB_PAGES, 4, STATUS_INVALID_PARAMETER },
		{ 1, MEM_RESERVE | MEM_RESERVE_PLACEHOLDER, 1,
		  STATUS_INVALID_PARAMETER },
		{ 1, BOTH, 0, STATUS_INVALID_PAGE_PROTECTION },
		{ 1, BOTH, 0xffffffff, STATUS_INVALID_PAGE_PROTECTION },
		{ 1, BOTH, PAGE_WRITECOPY, STATUS_INVALID_PAGE_PROTECTION },
		{ 1, MEM_RESERVE, PAGE_EXECUTE_WRITECOPY,
		  STATUS_INVALID_PAGE_PROTECTION },
		{ 1, BOTH, PAGE_NOACCESS | PAGE_GUARD,
		  STATUS_INVALID_PAGE_PROTECTION },
		{ 1, BOTH, PAGE_NOACCESS | PAGE_WRITECOMBINE,
		  STATUS_INVALID_PAGE_PROTECTION },
	};
	char *base = allocate(PAGE, BOTH, PAGE_READWRITE), *highest;
	int mappings = count_mappings();
	SYSTEM_INFO info;
	unsigned int i;

	ASSERT_NE(NULL, base);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		REFUSE_ALLOCATE(bad[i].status, NULL, bad[i].size, bad[i].type,
				bad[i].protect);
	/* The flag before the place, which is taken. */
	REFUSE_ALLOCATE(STATUS_INVALID_PARAMETER, base + PAGE, PAGE,
			BOTH | AT_ROUND_TO_PAGE, PAGE_READWRITE);
	REFUSE_ALLOCATE(STATUS_CONFLICTING_ADDRESSES, base + PAGE, PAGE, BOTH,
			PAGE_READWRITE);
	REFUSE_ALLOCATE(STATUS_INVALID_PARAMETER_2, 0xf000, PAGE, MEM_RESERVE,
			PAGE_READWRITE);
	GetSystemInfo(&info);
	highest = info.lpMaximumApplicationAddress;
	REFUSE_ALLOCATE(STATUS_INVALID_PARAMETER, highest + 1, PAGE,
			BOTH | MEM_TOP_DOWN, PAGE_READWRITE);
	REFUSE_ALLOCATE(STATUS_INVALID_PARAMETER,
			(uintptr_t)highest & ~(GRANULE - 1), 2 * GRANULE,
			BOTH | MEM_TOP_DOWN, PAGE_READWRITE);

	REFUSE_FREE(STATUS_INVALID_PARAMETER_4, base, 0, 0);
	REFUSE_FREE(STATUS_INVALID_PARAMETER_4, base, 0, MEM_FREE);
	REFUSE_FREE(STATUS_INVALID_PARAMETER_4, base, 0, 0xffffffff);
	REFUSE_FREE(STATUS_INVALID_PARAMETER_4, base, PAGE,
		    MEM_RELEASE | MEM_DECOMMIT);
	EXPECT_EQ(mappings, count_mappings());
	EXPECT_ACCESS(STATUS_SUCCESS, base, true);
	EXPECT_NT_FREE(STATUS_SUCCESS, base, 0, MEM_RELEASE, base, PAGE);
}

/* H-09: the type is looked at before the process, that before the memory. */
TEST(bad_processes)
{
	HANDLE bad[] = { NULL, (HANDLE)4, (HANDLE)0xdeadbeef };
	char *base = allocate(PAGE, BOTH, PAGE_READWRITE);
	PVOID address = base;
	SIZE_T size = 0;
	unsigned int i;
	NTSTATUS status;

	ASSERT_NE(NULL, base);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		/* (HANDLE)4 is descriptor 0, which is open. */
		status = bad[i] == (HANDLE)4 ? STATUS_OBJECT_TYPE_MISMATCH :
					       STATUS_INVALID_HANDLE;
		EXPECT_STATUS(status, NtFreeVirtualMemory(bad[i], &address,
							  &size, MEM_RELEASE));
		EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
			      NtFreeVirtualMemory(bad[i], &address, &size, 0));
		address = NULL;
		EXPECT_STATUS(status, NtFreeVirtualMemory(bad[i], &address,
							  &size, MEM_RELEASE));
		size = PAGE;
		EXPECT_STATUS(status,
			      NtAllocateVirtualMemory(bad[i], &address, 0,
						      &size, BOTH,
						      PAGE_READWRITE));
		EXPECT_STATUS(status,
			      NtAllocateVirtualMemoryEx(bad[i], &address, &size,
							BOTH, PAGE_READWRITE,
							NULL, 0));
		EXPECT_EQ(NULL, address);
		EXPECT_EQ(PAGE, size);
		address = base;
		size = 0;
	}
	EXPECT_ACCESS(STATUS_SUCCESS, base, true);
	EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
}

/* Pointers that cannot be read, or only read: nothing is done. */
TEST(bad_pointers)
{
	char *base = allocate(PAGE, BOTH, PAGE_READWRITE);
	struct {
		PVOID address;
		SIZE_T size;
	} *fixed = (void *)allocate(PAGE, BOTH, PAGE_READWRITE);
	PVOID address = NULL;
	SIZE_T size = PAGE;
	int mappings;
	ULONG old;

	ASSERT_NE(NULL, base);
	ASSERT_NE(NULL, (void *)fixed);
	fixed->size = PAGE;
	ASSERT_TRUE(VirtualProtect(fixed, PAGE, PAGE_READONLY, &old));
	mappings = count_mappings();
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtAllocateVirtualMemory(SELF, NULL, 0, &size, BOTH,
					      PAGE_READWRITE));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtAllocateVirtualMemory(SELF, &address, 0, NULL, BOTH,
					      PAGE_READWRITE));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtAllocateVirtualMemory(SELF, (void *)8, 0, &size, BOTH,
					      PAGE_READWRITE));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtAllocateVirtualMemory(SELF, &fixed->address, 0, &size,
					      BOTH, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtAllocateVirtualMemory(SELF, &address, 0, &fixed->size,
					      BOTH, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtAllocateVirtualMemoryEx(SELF, &address, &fixed->size,
						BOTH, PAGE_READWRITE, NULL, 0));
	EXPECT_EQ(NULL, address);
	EXPECT_EQ(mappings, count_mappings());

	ASSERT_TRUE(VirtualProtect(fixed, PAGE, PAGE_READWRITE, &old));
	fixed->address = base;
	ASSERT_TRUE(VirtualProtect(fixed, PAGE, PAGE_READONLY, &old));
	size = 0;
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtFreeVirtualMemory(SELF, NULL, &size, MEM_RELEASE));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtFreeVirtualMemory(SELF, &fixed->address, &size,
					  MEM_RELEASE));
	address = base;
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtFreeVirtualMemory(SELF, &address, NULL, MEM_RELEASE));
	EXPECT_ACCESS(STATUS_SUCCESS, base, true);
	EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_TRUE(VirtualFree(fixed, 0, MEM_RELEASE));
}

/* P-03, P-08 to P-12: what comes out of NtProtectVirtualMemory. */
TEST(protect)
{
	char *base = allocate(16 * PAGE, BOTH, PAGE_READWRITE);
	PVOID address = base + 1;
	ULONG old = POISON;
	SIZE_T size = 1;

	ASSERT_NE(NULL, base);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtProtectVirtualMemory(SELF, &address, &size,
					     PAGE_READONLY, &old));
	EXPECT_EQ(base, address);
	EXPECT_EQ(PAGE, size);
	EXPECT_EQ(PAGE_READWRITE, old);
	size = 16 * PAGE;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtProtectVirtualMemory(SELF, &address, &size,
					     PAGE_EXECUTE_READ, &old));
	EXPECT_EQ(PAGE_READONLY, old);

	EXPECT_STATUS(STATUS_INVALID_HANDLE,
		      NtProtectVirtualMemory(NULL, &address, &size,
					     PAGE_READONLY, &old));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtProtectVirtualMemory(SELF, &address, &size,
					     PAGE_READONLY, NULL));
	EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
		      NtProtectVirtualMemory(SELF, &address, &size, 0, &old));
	EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
		      NtProtectVirtualMemory(SELF, &address, &size,
					     PAGE_WRITECOPY, &old));
	EXPECT_EQ(base, address);
	EXPECT_EQ(16 * PAGE, size);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, 16 * PAGE, MEM_COMMIT,
		       PAGE_EXECUTE_READ);

	ASSERT_TRUE(VirtualFree(base, 2 * PAGE, MEM_DECOMMIT));
	old = 0;
	EXPECT_STATUS(STATUS_NOT_COMMITTED,
		      NtProtectVirtualMemory(SELF, &address, &size,
					     PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
	EXPECT_EQ(16 * PAGE, size);
	EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
	old = 0;
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtProtectVirtualMemory(SELF, &address, &size,
					     PAGE_READONLY, &old));
	EXPECT_EQ(PAGE_NOACCESS, old);
}

TEST_HARNESS_MAIN
