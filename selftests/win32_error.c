// SPDX-License-Identifier: GPL-2.0
/*
 * Errors: which code belongs to which status, and the last error of a thread.
 * And who this process is.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "win32_test.h"

/* The table of statuses and codes by their numbers, not by our names. */
TEST(codes_of_statuses)
{
	static const struct {
		ULONG status, code;
	} table[] = {
		{ 0x00000000, 0 }, { 0x40000000, 698 }, { 0x40000003, 700 },
		{ 0x40000019, 717 }, { 0x80000001, 0x80000001 },
		{ 0x80000002, 998 }, { 0x80000005, 234 }, { 0x80000011, 170 },
		{ 0x8000000d, 299 }, { 0xc0000001, 31 }, { 0xc0000002, 1 },
		{ 0xc0000003, 87 }, { 0xc0000004, 24 }, { 0xc0000005, 998 },
		{ 0xc0000006, 999 }, { 0xc0000008, 6 }, { 0xc000000d, 87 },
		{ 0xc0000017, 8 }, { 0xc0000018, 487 }, { 0xc0000019, 487 },
		{ 0xc000001a, 87 }, { 0xc000001b, 87 }, { 0xc000001c, 1 },
		{ 0xc000001f, 5 }, { 0xc0000020, 193 }, { 0xc0000021, 5 },
		{ 0xc0000022, 5 }, { 0xc0000023, 122 }, { 0xc0000024, 6 },
		{ 0xc000002a, 158 }, { 0xc000002d, 487 }, { 0xc0000033, 123 },
		{ 0xc0000034, 2 }, { 0xc0000035, 183 }, { 0xc0000039, 161 },
		{ 0xc000003a, 3 }, { 0xc000003b, 161 }, { 0xc0000040, 8 },
		{ 0xc0000045, 87 }, { 0xc0000049, 87 }, { 0xc000004e, 87 },
		{ 0xc0000058, 1305 }, { 0xc0000061, 1314 },
		{ 0xc0000077, 1336 }, { 0xc0000078, 1337 },
		{ 0xc0000079, 1338 }, { 0xc0000087, 14 }, { 0xc0000088, 487 },
		{ 0xc0000098, 1006 }, { 0xc000009a, 1450 },
		{ 0xc000009d, 1167 }, { 0xc000009f, 487 }, { 0xc00000a0, 487 },
		{ 0xc00000a1, 1453 }, { 0xc00000bb, 50 }, { 0xc00000d4, 17 },
		{ 0xc000011e, 1006 }, { 0xc000011f, 4 }, { 0xc000012c, 1454 },
		{ 0xc000012d, 1455 }, { 0xc0000141, 59 }, { 0xc00001ac, 1656 },
		{ 0xc0000220, 1132 }, { 0xc0000235, 6 },
		/* What there is not, is said so. */
		{ 0xc0000009, 317 }, { 0xdeadbeef, 317 }, { 0x7fffffff, 317 },
		{ 0xffffffff, 317 }, { 1, 317 },
	};
	unsigned int i;

	SetLastError(UNTOUCHED);
	for (i = 0; i < ARRAY_SIZE(table); i++)
		EXPECT_EQ(table[i].code,
			  RtlNtStatusToDosError((NTSTATUS)table[i].status))
			TH_LOG("status %#x", table[i].status);
	/* STATUS_INVALID_PARAMETER_1 to _12 */
	for (i = 0xc00000ef; i <= 0xc00000fa; i++)
		EXPECT_EQ(87, RtlNtStatusToDosError((NTSTATUS)i));
	EXPECT_EQ(UNTOUCHED, GetLastError());
}

/* Every name in the header has its number: those above are the same. */
TEST(names_of_statuses)
{
	static const struct {
		NTSTATUS status;
		ULONG number;
	} names[] = {
		{ STATUS_OBJECT_NAME_EXISTS, 0x40000000 },
		{ STATUS_GUARD_PAGE_VIOLATION, 0x80000001 },
		{ STATUS_DEVICE_BUSY, 0x80000011 },
		{ STATUS_ACCESS_VIOLATION, 0xc0000005 },
		{ STATUS_IN_PAGE_ERROR, 0xc0000006 },
		{ STATUS_INVALID_HANDLE, 0xc0000008 },
		{ STATUS_NO_MEMORY, 0xc0000017 },
		{ STATUS_CONFLICTING_ADDRESSES, 0xc0000018 },
		{ STATUS_NOT_MAPPED_VIEW, 0xc0000019 },
		{ STATUS_UNABLE_TO_FREE_VM, 0xc000001a },
		{ STATUS_UNABLE_TO_DELETE_SECTION, 0xc000001b },
		{ STATUS_INVALID_VIEW_SIZE, 0xc000001f },
		{ STATUS_INVALID_FILE_FOR_SECTION, 0xc0000020 },
		{ STATUS_ALREADY_COMMITTED, 0xc0000021 },
		{ STATUS_OBJECT_TYPE_MISMATCH, 0xc0000024 },
		{ STATUS_NOT_COMMITTED, 0xc000002d },
		{ STATUS_OBJECT_NAME_NOT_FOUND, 0xc0000034 },
		{ STATUS_OBJECT_NAME_COLLISION, 0xc0000035 },
		{ STATUS_SECTION_TOO_BIG, 0xc0000040 },
		{ STATUS_INVALID_PAGE_PROTECTION, 0xc0000045 },
		{ STATUS_SECTION_NOT_IMAGE, 0xc0000049 },
		{ STATUS_SECTION_PROTECTION, 0xc000004e },
		{ STATUS_PRIVILEGE_NOT_HELD, 0xc0000061 },
		{ STATUS_SECTION_NOT_EXTENDED, 0xc0000087 },
		{ STATUS_NOT_MAPPED_DATA, 0xc0000088 },
		{ STATUS_FREE_VM_NOT_AT_BASE, 0xc000009f },
		{ STATUS_MEMORY_NOT_ALLOCATED, 0xc00000a0 },
		{ STATUS_INVALID_PARAMETER_1, 0xc00000ef },
		{ STATUS_INVALID_PARAMETER_12, 0xc00000fa },
		{ STATUS_COMMITMENT_LIMIT, 0xc000012d },
		{ STATUS_MAPPED_ALIGNMENT, 0xc0000220 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		EXPECT_EQ(names[i].number, (ULONG)names[i].status);
	EXPECT_TRUE(NT_SUCCESS(STATUS_SUCCESS));
	EXPECT_TRUE(NT_SUCCESS(STATUS_OBJECT_NAME_EXISTS));
	EXPECT_FALSE(NT_SUCCESS(STATUS_GUARD_PAGE_VIOLATION));
	EXPECT_FALSE(NT_SUCCESS(STATUS_ACCESS_VIOLATION));
}

static void *other_thread(void *arg)
{
	pthread_barrier_t *both = arg;
	DWORD first = GetLastError();

	SetLastError(2);
	pthread_barrier_wait(both);
	/* The first thread fails here. */
	pthread_barrier_wait(both);
	if (first)
		return "not 0 at first";
	return GetLastError() == 2 ? NULL : "changed by the other";
}

/* B-02: failure sets it, success leaves it, and each thread has its own. */
TEST(last_error_is_per_thread)
{
	static const DWORD codes[] = { 0, 1, 87, 0x7fffffff, 0xffffffff };
	pthread_barrier_t both;
	pthread_t thread;
	void *failure;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		SetLastError(codes[i]);
		EXPECT_EQ(codes[i], GetLastError());
		EXPECT_EQ(codes[i], GetLastError());
	}

	ASSERT_EQ(0, pthread_barrier_init(&both, NULL, 2));
	ASSERT_EQ(0, pthread_create(&thread, NULL, other_thread, &both));
	pthread_barrier_wait(&both);
	EXPECT_EQ(0xffffffff, GetLastError());
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(NULL));
	pthread_barrier_wait(&both);
	ASSERT_EQ(0, pthread_join(thread, &failure));
	EXPECT_EQ(NULL, failure)
		TH_LOG("%s", (char *)failure);
	EXPECT_EQ(ERROR_INVALID_HANDLE, GetLastError());
}

/* Native functions leave it alone, even if they fail. */
TEST(native_functions_have_no_last_error)
{
	PVOID address = NULL;
	SIZE_T size = 0;
	ULONG old;

	SetLastError(UNTOUCHED);
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtClose(NULL));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &address, 0,
					      &size, MEM_COMMIT,
					      PAGE_READWRITE));
	EXPECT_STATUS(STATUS_MEMORY_NOT_ALLOCATED,
		      NtFreeVirtualMemory(NtCurrentProcess(), &address, &size,
					  MEM_RELEASE));
	size = 1;
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtProtectVirtualMemory(NtCurrentProcess(), &address,
					     &size, PAGE_READONLY, &old));
	EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
		      NtUnmapViewOfSection(NtCurrentProcess(), address));
	EXPECT_EQ(UNTOUCHED, GetLastError());
}

TEST(current_process)
{
	DWORD parent = GetCurrentProcessId();
	pid_t pid;

	EXPECT_EQ(UINTPTR_MAX, (uintptr_t)GetCurrentProcess());
	EXPECT_EQ(GetCurrentProcess(), NtCurrentProcess());
	EXPECT_EQ((DWORD)getpid(), parent);
	/* It can be closed, which does nothing. */
	EXPECT_SUCCESS(CloseHandle(GetCurrentProcess()));
	EXPECT_SUCCESS(VirtualFreeEx(GetCurrentProcess(),
				     VirtualAllocEx(GetCurrentProcess(), NULL,
						    1, MEM_COMMIT,
						    PAGE_READWRITE),
				     0, MEM_RELEASE));
	pid = fork();
	if (!pid)
		_exit(GetCurrentProcessId() == parent ||
		      GetCurrentProcessId() != (DWORD)getpid());
	EXPECT_EQ(0, child_status(pid));
}

TEST_HARNESS_MAIN
