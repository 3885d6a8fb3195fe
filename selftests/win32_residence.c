// SPDX-License-Identifier: GPL-2.0
/*
 * Which pages are in RAM: VirtualLock and VirtualUnlock, PrefetchVirtualMemory
 * and NtSetInformationVirtualMemory, FlushViewOfFile and NtFlushVirtualMemory.
 */
#include <grp.h>
#include <sys/resource.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

#define SELF NtCurrentProcess()
#define SIZE (4 * MIB)

/* What the kernel tells of a page, in numbers that are no bit fields. */
struct attributes {
	ULONG valid, locked, shared, protect;
};

static struct attributes attributes_of(void *address)
{
	PSAPI_WORKING_SET_EX_INFORMATION info = {
		.VirtualAddress = address,
		.VirtualAttributes = { .Flags = UINTPTR_MAX },
	};
	PSAPI_WORKING_SET_EX_BLOCK *block = &info.VirtualAttributes;

	QueryWorkingSetEx(GetCurrentProcess(), &info, sizeof(info));
	return (struct attributes) {
		.valid = block->Valid,
		.locked = block->Locked,
		.shared = block->Shared,
		.protect = block->Win32Protection,
	};
}

static long locked_kib(void)
{
	return read_key("/proc/self/status", "VmLck");
}

/* Q-15, V-38, M-11: pages of a view, locked, in RAM, and nothing else. */
TEST(lock_pages_of_a_view)
{
	HANDLE section = create_section(PAGE_READWRITE, SIZE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	struct attributes page;
	long before = committed_kib();

	ASSERT_NE(NULL, view);
	EXPECT_EQ(0, attributes_of(view).valid);
	EXPECT_EQ(0, attributes_of(view).locked);
	EXPECT_SUCCESS(VirtualLock(view + PAGE + 1, PAGE));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	page = attributes_of(view + PAGE);
	EXPECT_EQ(1, page.valid);
	EXPECT_EQ(1, page.locked);
	EXPECT_EQ(1, page.shared);
	EXPECT_EQ(PAGE_READWRITE, page.protect);
	EXPECT_EQ(1, attributes_of(view + 2 * PAGE).locked);
	EXPECT_EQ(0, attributes_of(view).locked);
	EXPECT_EQ(0, attributes_of(view + 3 * PAGE).locked);
	EXPECT_EQ(8, locked_kib());
	/* It is no state that VirtualQuery tells. */
	EXPECT_REGION(view, view, PAGE_READWRITE, SIZE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);

	/* Locked twice is locked once. */
	EXPECT_SUCCESS(VirtualLock(view, SIZE));
	EXPECT_EQ(SIZE / KIB, locked_kib());
	EXPECT_EQ(-1, page_out(view, PAGE));
	EXPECT_TRUE(charged(before, 0));
	EXPECT_SUCCESS(VirtualUnlock(view, SIZE));
	EXPECT_EQ(0, attributes_of(view + PAGE).locked);
	EXPECT_EQ(1, attributes_of(view + PAGE).valid);
	EXPECT_EQ(0, locked_kib());
	EXPECT_FAILURE(ERROR_NOT_LOCKED, VirtualUnlock(view, SIZE));

	EXPECT_SUCCESS(VirtualLock(view, PAGE));
	EXPECT_FAILURE(ERROR_NOT_LOCKED, VirtualUnlock(view, 2 * PAGE));
	EXPECT_EQ(1, attributes_of(view).locked);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_EQ(0, locked_kib());
	EXPECT_SUCCESS(CloseHandle(section));
}

/* V-38: what is committed can be locked, what is reserved cannot. */
TEST(lock_pages_of_a_reserve)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE, SIZE,
					NULL);
	char *view = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, view);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualLock(view, PAGE));
	ASSERT_EQ(view, VirtualAlloc(view, 2 * PAGE, MEM_COMMIT,
				     PAGE_READWRITE));
	EXPECT_SUCCESS(VirtualLock(view, 2 * PAGE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualLock(view + PAGE, PAGE + 1));
	EXPECT_EQ(8, locked_kib());
	EXPECT_SUCCESS(VirtualUnlock(view, 2 * PAGE));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* P-16: a page of a copy that is locked still follows the section. */
TEST(lock_pages_of_a_copy)
{
	HANDLE section = create_section(PAGE_READWRITE, SIZE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *copy = map(section, FILE_MAP_COPY);

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, copy);
	copy[PAGE] = 'c';
	EXPECT_SUCCESS(VirtualLock(copy, SIZE));
	EXPECT_EQ(1, attributes_of(copy).valid);
	EXPECT_EQ(1, attributes_of(copy).locked);
	EXPECT_EQ(1, attributes_of(copy).shared);
	EXPECT_EQ(0, attributes_of(copy + PAGE).shared);
	EXPECT_REGION(copy, copy, PAGE_WRITECOPY, PAGE, MEM_COMMIT,
		      PAGE_WRITECOPY, MEM_MAPPED);
	EXPECT_REGION(copy + PAGE, copy, PAGE_WRITECOPY, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	view[0] = 'v';
	EXPECT_EQ('v', copy[0]);
	copy[0] = 'w';
	EXPECT_EQ('v', view[0]);
	EXPECT_SUCCESS(VirtualUnlock(copy, SIZE));
	EXPECT_SUCCESS(UnmapViewOfFile(copy));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* V-38 for private memory; freed is unlocked. */
TEST(lock_private_memory)
{
	char *base = VirtualAlloc(NULL, GRANULE, MEM_RESERVE, PAGE_READWRITE);
	DWORD old;

	ASSERT_NE(NULL, base);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualLock(base, PAGE));
	ASSERT_EQ(base, VirtualAlloc(base, 4 * PAGE, MEM_COMMIT,
				     PAGE_READWRITE));
	EXPECT_SUCCESS(VirtualLock(base, 1));
	EXPECT_EQ(1, attributes_of(base).valid);
	EXPECT_EQ(1, attributes_of(base).locked);
	EXPECT_EQ(0, attributes_of(base).shared);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualLock(base, 4 * PAGE + 1));
	EXPECT_FAILURE(ERROR_NOACCESS, VirtualLock(base, GRANULE + 1));

	ASSERT_TRUE(VirtualProtect(base + PAGE, PAGE, PAGE_NOACCESS, &old));
	EXPECT_FAILURE(ERROR_NOACCESS, VirtualLock(base, 2 * PAGE));
	ASSERT_TRUE(VirtualProtect(base + PAGE, PAGE, PAGE_READONLY, &old));
	EXPECT_SUCCESS(VirtualLock(base, 2 * PAGE));
	/* The lock stays when the protection changes. */
	ASSERT_TRUE(VirtualProtect(base, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(1, attributes_of(base).locked);
	EXPECT_PRIVATE(base, base, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		       PAGE_READONLY);

	ASSERT_TRUE(VirtualFree(base, PAGE, MEM_DECOMMIT));
	EXPECT_FAILURE(ERROR_NOT_LOCKED, VirtualUnlock(base, PAGE));
	EXPECT_EQ(4, locked_kib());
	ASSERT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_EQ(0, locked_kib());
}

/* V-32: to lock a guard page is to touch it, but for no exception. */
TEST(lock_of_a_guard_page)
{
	const DWORD guard = PAGE_READWRITE | PAGE_GUARD;
	char *base = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT, guard);
	DWORD old = POISON;

	ASSERT_NE(NULL, base);
	EXPECT_PRIVATE(base, base, guard, PAGE, MEM_COMMIT, guard);
	EXPECT_FAILURE(STATUS_GUARD_PAGE_VIOLATION, VirtualLock(base, PAGE));
	EXPECT_PRIVATE(base, base, guard, PAGE, MEM_COMMIT, PAGE_READWRITE);
	EXPECT_SUCCESS(VirtualLock(base, PAGE));
	EXPECT_EQ(0, base[0]);
	EXPECT_SUCCESS(VirtualUnlock(base, PAGE));
	EXPECT_SUCCESS(VirtualProtect(base, PAGE, guard, &old));
	EXPECT_EQ(PAGE_READWRITE, old);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
}

TEST(lock_bad_input)
{
	HANDLE section = create_section(PAGE_READWRITE, 2 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *gone = map(section, FILE_MAP_WRITE);
	static const struct {
		SIZE_T at, size;
		DWORD lock, unlock;
	} bad[] = {
		{ 0, 0, ERROR_INVALID_PARAMETER, ERROR_INVALID_PARAMETER },
		{ 1, 0, ERROR_INVALID_PARAMETER, ERROR_INVALID_PARAMETER },
		{ 0, SIZE_MAX, ERROR_INVALID_PARAMETER,
		  ERROR_INVALID_PARAMETER },
		{ 0, 2 * PAGE + 1, ERROR_NOACCESS, ERROR_NOT_LOCKED },
		{ PAGE + 1, PAGE, ERROR_NOACCESS, ERROR_NOT_LOCKED },
	};
	unsigned int i;

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, gone);
	ASSERT_TRUE(UnmapViewOfFile(gone));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(bad[i].lock,
			       VirtualLock(view + bad[i].at, bad[i].size));
		EXPECT_FAILURE(bad[i].unlock,
			       VirtualUnlock(view + bad[i].at, bad[i].size));
	}
	EXPECT_FAILURE(ERROR_NOACCESS, VirtualLock(gone, PAGE));
	EXPECT_FAILURE(ERROR_NOT_LOCKED, VirtualUnlock(gone, PAGE));
	EXPECT_FAILURE(ERROR_NOACCESS, VirtualLock(NULL, PAGE));
	EXPECT_FAILURE(ERROR_NOT_LOCKED, VirtualUnlock(NULL, PAGE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, VirtualLock((void *)-1, 1));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, VirtualUnlock((void *)-1, 1));
	EXPECT_EQ(0, locked_kib());
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* Statuses, and the range that comes out. */
TEST(lock_native)
{
	char *base = VirtualAlloc(NULL, 4 * PAGE, MEM_COMMIT, PAGE_READWRITE);
	static const ULONG bad[] = { 0, 4, MAP_PROCESS | 8, 0xffffffff };
	PVOID address = base + PAGE - 1;
	unsigned int i;
	SIZE_T size = 2;

	ASSERT_NE(NULL, base);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtLockVirtualMemory(SELF, &address, &size, MAP_PROCESS));
	EXPECT_EQ(base, address);
	EXPECT_EQ(2 * PAGE, size);
	/* A success, which says that a page was locked already. */
	size = PAGE + 1;
	EXPECT_STATUS(STATUS_WAS_LOCKED,
		      NtLockVirtualMemory(SELF, &address, &size,
					  MAP_PROCESS | MAP_SYSTEM));
	EXPECT_EQ(2 * PAGE, size);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtUnlockVirtualMemory(SELF, &address, &size,
					    MAP_PROCESS));
	EXPECT_STATUS(STATUS_NOT_LOCKED,
		      NtUnlockVirtualMemory(SELF, &address, &size,
					    MAP_PROCESS));

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      NtLockVirtualMemory(SELF, &address, &size,
						  bad[i]));
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      NtUnlockVirtualMemory(SELF, &address, &size,
						    bad[i]));
	}
	EXPECT_STATUS(STATUS_INVALID_HANDLE,
		      NtLockVirtualMemory(NULL, &address, &size, MAP_PROCESS));
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtUnlockVirtualMemory((HANDLE)4, &address, &size,
					    MAP_PROCESS));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtLockVirtualMemory(SELF, NULL, &size, MAP_PROCESS));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtLockVirtualMemory(SELF, &address, NULL, MAP_PROCESS));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtUnlockVirtualMemory(SELF, (void *)8, &size,
					    MAP_PROCESS));
	address = base + 1;
	size = 4 * PAGE;
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtLockVirtualMemory(SELF, &address, &size, MAP_PROCESS));
	EXPECT_STATUS(STATUS_NOT_LOCKED,
		      NtUnlockVirtualMemory(SELF, &address, &size,
					    MAP_PROCESS));
	EXPECT_EQ(base + 1, address);
	EXPECT_EQ(4 * PAGE, size);
	EXPECT_EQ(0, locked_kib());
	EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
}

/* V-38: who may lock no more gets 1453, and keeps what he has. */
TEST(lock_quota)
{
	const struct rlimit limit = { 16 * KIB, 16 * KIB };
	pid_t pid = fork();

	if (!pid) {
		char *base = VirtualAlloc(NULL, GRANULE, MEM_COMMIT,
					  PAGE_READWRITE);

		if (!base || setrlimit(RLIMIT_MEMLOCK, &limit) ||
		    setgroups(0, NULL) || setgid(1000) || setuid(1000))
			_exit(1);
		if (!VirtualLock(base, 4 * PAGE))
			_exit(2);
		if (VirtualLock(base, 5 * PAGE) ||
		    GetLastError() != ERROR_WORKING_SET_QUOTA)
			_exit(3);
		_exit(!VirtualUnlock(base, 4 * PAGE));
	}
	EXPECT_EQ(0, child_status(pid));
}

/* A child of fork() has no locks, and knows it. */
TEST(locks_are_not_inherited)
{
	char *base = VirtualAlloc(NULL, 4 * PAGE, MEM_COMMIT, PAGE_READWRITE);
	pid_t pid;

	ASSERT_NE(NULL, base);
	ASSERT_TRUE(VirtualLock(base + PAGE, PAGE));
	pid = fork();
	if (!pid) {
		if (locked_kib())
			_exit(1);
		base[PAGE] = 'c';
		if (attributes_of(base + PAGE).locked)
			_exit(2);
		if (VirtualUnlock(base + PAGE, PAGE) ||
		    GetLastError() != ERROR_NOT_LOCKED)
			_exit(3);
		_exit(!VirtualLock(base + PAGE, PAGE) || locked_kib() != 4);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1, attributes_of(base + PAGE).locked);
	EXPECT_TRUE(VirtualUnlock(base + PAGE, PAGE));
	EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
}

/* M-10, M-11: a hint, for any memory, which changes nothing. */
TEST(prefetch)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE, SIZE,
					NULL);
	char *view = map(section, FILE_MAP_WRITE);
	WIN32_MEMORY_RANGE_ENTRY ranges[] = {
		{ view, SIZE }, { view + 5, 23 }, { NULL, PAGE }, { ranges, 1 },
		{ (PVOID)-1, 1 }, { view, SIZE_MAX }, { (PVOID)(1UL << 63), 9 },
	};
	HANDLE self = GetCurrentProcess();
	long before = committed_kib();
	unsigned int i;

	ASSERT_NE(NULL, view);
	ASSERT_EQ(view, VirtualAlloc(view, SIZE / 2, MEM_COMMIT,
				     PAGE_READWRITE));
	memset(view, 'p', SIZE / 2);
	ASSERT_EQ(0, page_out(view, SIZE / 2));
	for (i = 0; i < ARRAY_SIZE(ranges); i++)
		EXPECT_SUCCESS(PrefetchVirtualMemory(self, 1, ranges + i, 0));
	EXPECT_SUCCESS(PrefetchVirtualMemory(self, ARRAY_SIZE(ranges), ranges,
					     0));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	EXPECT_EQ('p', view[0]);
	EXPECT_EQ('p', view[SIZE / 2 - 1]);
	EXPECT_REGION(view + SIZE / 2, view, PAGE_READWRITE, SIZE / 2,
		      MEM_RESERVE, 0, MEM_MAPPED);
	EXPECT_TRUE(charged(before, SIZE / 2 / KIB));

	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       PrefetchVirtualMemory(self, 0, NULL, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       PrefetchVirtualMemory(self, 0, ranges, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       PrefetchVirtualMemory(self, 1, ranges, 1));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       PrefetchVirtualMemory(self, 1, NULL, 0));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       PrefetchVirtualMemory(self, 1, (void *)8, 0));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       PrefetchVirtualMemory(NULL, 1, ranges, 0));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       PrefetchVirtualMemory(section, 1, ranges, 0));
	ranges[3].NumberOfBytes = 0;
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       PrefetchVirtualMemory(self, ARRAY_SIZE(ranges), ranges,
					     0));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* M-10: which argument is bad, by number, in this order. */
TEST(prefetch_native)
{
	static char data[2 * 0x1000];
	MEMORY_RANGE_ENTRY good[] = { { data, PAGE }, { &good, PAGE } };
	MEMORY_RANGE_ENTRY unaligned = { data + 11, 23 };
	MEMORY_RANGE_ENTRY empty = { NULL, 0 }, nowhere = { NULL, PAGE };
	ULONG flags[2] = { 0, 0 }, set = 1;
	const struct {
		int class;
		ULONG_PTR count;
		PMEMORY_RANGE_ENTRY ranges;
		PVOID info;
		ULONG length;
		NTSTATUS status;
	} cases[] = {
		{ -1, 1, good, NULL, 32, STATUS_INVALID_PARAMETER_2 },
		{ -1, 0, NULL, NULL, 0, STATUS_INVALID_PARAMETER_2 },
		{ -1, 1, NULL, NULL, 32, STATUS_INVALID_PARAMETER_2 },
		{ 8, 1, good, flags, 4, STATUS_INVALID_PARAMETER_2 },
		{ VmPageDirtyStateInformation, 1, good, flags, 4,
		  STATUS_NOT_SUPPORTED },
		{ 0, 1, good, NULL, 0, STATUS_INVALID_PARAMETER_5 },
		{ 0, 1, NULL, NULL, 0, STATUS_INVALID_PARAMETER_5 },
		{ 0, 0, NULL, NULL, 0, STATUS_INVALID_PARAMETER_5 },
		{ 0, 1, good, flags, 8, STATUS_INVALID_PARAMETER_6 },
		{ 0, 0, NULL, flags, 8, STATUS_INVALID_PARAMETER_6 },
		{ 0, 1, good, flags, 2, STATUS_INVALID_PARAMETER_6 },
		{ 0, 0, NULL, flags, 2, STATUS_INVALID_PARAMETER_6 },
		{ 0, 0, NULL, flags, 4, STATUS_INVALID_PARAMETER_3 },
		{ 0, 1, good, &set, 4, STATUS_INVALID_PARAMETER_5 },
		{ 0, 1, NULL, flags, 4, STATUS_ACCESS_VIOLATION },
		{ 0, 1, good, (PVOID)8, 4, STATUS_ACCESS_VIOLATION },
		{ 0, 1, &empty, flags, 4, STATUS_INVALID_PARAMETER_4 },
		{ 0, 1, &nowhere, flags, 4, STATUS_SUCCESS },
		{ 0, 1, good, flags, 4, STATUS_SUCCESS },
		{ 0, 1, &unaligned, flags, 4, STATUS_SUCCESS },
		{ 0, 2, good, flags, 4, STATUS_SUCCESS },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		EXPECT_EQ((ULONG)cases[i].status,
			  (ULONG)NtSetInformationVirtualMemory(SELF,
				cases[i].class, cases[i].count, cases[i].ranges,
				cases[i].info, cases[i].length))
			TH_LOG("case %u", i);
	EXPECT_STATUS(STATUS_INVALID_HANDLE,
		      NtSetInformationVirtualMemory(NULL, 0, 1, good, flags,
						    4));
}

/* F-01, F-02, F-03, L-05: there is nothing to write to, and no error. */
TEST(flush)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE + PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *reader = map(section, FILE_MAP_READ);
	char *private = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	long written = read_key("/proc/vmstat", "pswpout");
	int local;

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, reader);
	memset(view, 'f', GRANULE + PAGE);
	EXPECT_SUCCESS(FlushViewOfFile(view, 0));
	EXPECT_SUCCESS(FlushViewOfFile(view + 100, 0));
	EXPECT_SUCCESS(FlushViewOfFile(view + PAGE + 1, 1));
	EXPECT_SUCCESS(FlushViewOfFile(view, GRANULE + PAGE));
	EXPECT_SUCCESS(FlushViewOfFile(view + GRANULE + PAGE - 1, 1));
	EXPECT_SUCCESS(FlushViewOfFile(reader, 0));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	EXPECT_EQ('f', reader[GRANULE]);
	EXPECT_EQ(written, read_key("/proc/vmstat", "pswpout"));

	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       FlushViewOfFile(view, GRANULE + PAGE + 1));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       FlushViewOfFile(view + GRANULE + PAGE, 0));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, FlushViewOfFile(private, 0));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, FlushViewOfFile(private, PAGE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, FlushViewOfFile(&local, 1));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, FlushViewOfFile(NULL, 0));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, FlushViewOfFile(view, 0));
	EXPECT_SUCCESS(UnmapViewOfFile(reader));
	EXPECT_SUCCESS(VirtualFree(private, 0, MEM_RELEASE));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* F-01, F-03 */
TEST(flush_native)
{
	HANDLE section = create_section(PAGE_READWRITE, 2 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	PVOID address = view + 1;
	IO_STATUS_BLOCK io;
	SIZE_T size = PAGE;

	ASSERT_NE(NULL, view);
	EXPECT_STATUS(STATUS_NOT_MAPPED_DATA,
		      NtFlushVirtualMemory(SELF, &address, &size, &io));
	size = 2 * PAGE;
	EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
		      NtFlushVirtualMemory(SELF, &address, &size, &io));
	address = &io;
	size = 1;
	EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
		      NtFlushVirtualMemory(SELF, &address, &size, &io));
	EXPECT_EQ(&io, address);
	EXPECT_EQ(1, size);
	address = view;
	EXPECT_STATUS(STATUS_INVALID_HANDLE,
		      NtFlushVirtualMemory(NULL, &address, &size, &io));
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtFlushVirtualMemory(section, &address, &size, &io));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtFlushVirtualMemory(SELF, NULL, &size, &io));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtFlushVirtualMemory(SELF, &address, NULL, &io));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtFlushVirtualMemory(SELF, &address, &size, NULL));
	EXPECT_TRUE(UnmapViewOfFile(view));
	EXPECT_TRUE(CloseHandle(section));
}

TEST_HARNESS_MAIN
