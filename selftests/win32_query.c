// SPDX-License-Identifier: GPL-2.0
/*
 * VirtualQuery: views, private memory, memory of others, and none.
 */
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"

/* Q-01, B-08, A-09: a view of committed pages, of every protection. */
TEST(committed_views)
{
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE, 4090, NULL);
	MEMORY_BASIC_INFORMATION info;
	unsigned int i;

	EXPECT_EQ(48, sizeof(info));
	for (i = 0; i < PROTECTIONS; i++) {
		char *view = map_protected(section, protections[i].protect);

		ASSERT_NE(NULL, view);
		memset(&info, 0xcc, sizeof(info));
		EXPECT_EQ(sizeof(info), VirtualQuery(view, &info,
						     sizeof(info)));
		EXPECT_EQ(0, info.PartitionId);
		EXPECT_REGION(view, view, protections[i].protect, PAGE,
			      MEM_COMMIT, protections[i].protect, MEM_MAPPED);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
	}
	CloseHandle(section);
}

/* from the middle of a view on; any byte of the page will do. */
TEST(middle_of_a_view)
{
	const SIZE_T size = 3 * GRANULE + 2 * PAGE;
	HANDLE section = create_section(PAGE_READWRITE, 8 * GRANULE, NULL);
	char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 2 * GRANULE,
				   size - 5);
	SIZE_T offset;

	ASSERT_NE(NULL, view);
	for (offset = 0; offset < size; offset += PAGE - 1)
		EXPECT_REGION(view + offset, view, PAGE_READWRITE,
			      size - (offset & ~(PAGE - 1)), MEM_COMMIT,
			      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view + size - 1, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* a reserve, before and after one view commits a part of it. */
TEST(reserved_views)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE,
					16 * GRANULE, NULL);
	char *a = map(section, FILE_MAP_WRITE), *b;
	char *reader = map(section, FILE_MAP_READ);

	b = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, a);
	ASSERT_NE(NULL, b);
	ASSERT_NE(a, b);
	EXPECT_REGION(a, a, PAGE_READWRITE, 16 * GRANULE, MEM_RESERVE, 0,
		      MEM_MAPPED);
	EXPECT_REGION(b, b, PAGE_READWRITE, 16 * GRANULE, MEM_RESERVE, 0,
		      MEM_MAPPED);
	EXPECT_REGION(reader + GRANULE, reader, PAGE_READONLY, 15 * GRANULE,
		      MEM_RESERVE, 0, MEM_MAPPED);

	ASSERT_EQ(a, VirtualAlloc(a, GRANULE, MEM_COMMIT, PAGE_READONLY));
	EXPECT_REGION(a, a, PAGE_READWRITE, GRANULE, MEM_COMMIT, PAGE_READONLY,
		      MEM_MAPPED);
	EXPECT_REGION(a + GRANULE, a, PAGE_READWRITE, 15 * GRANULE,
		      MEM_RESERVE, 0, MEM_MAPPED);
	EXPECT_REGION(b, b, PAGE_READWRITE, GRANULE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(b + GRANULE, b, PAGE_READWRITE, 15 * GRANULE,
		      MEM_RESERVE, 0, MEM_MAPPED);
	EXPECT_REGION(reader, reader, PAGE_READONLY, GRANULE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	UnmapViewOfFile(a);
	UnmapViewOfFile(b);
	UnmapViewOfFile(reader);
	CloseHandle(section);
}

/* Q-04: regions end where state or protection changes, and nowhere else. */
TEST(regions_split_and_merge)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE,
					16 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	static const struct {
		SIZE_T start, pages;
		DWORD protect;	/* 0: reserved */
	} regions[] = {
		{ 0, 1, 0 },
		{ 1, 2, PAGE_READONLY },
		{ 3, 3, PAGE_READWRITE },
		{ 6, 1, 0 },
		{ 7, 2, PAGE_READWRITE },
		{ 9, 7, 0 },
	};
	unsigned int i;

	/* In pieces, out of order, and with detours. */
	VirtualAlloc(view + 5 * PAGE, PAGE, MEM_COMMIT, PAGE_READONLY);
	VirtualAlloc(view + PAGE, PAGE, MEM_COMMIT, PAGE_READONLY);
	VirtualAlloc(view + 3 * PAGE, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE);
	VirtualAlloc(view + 8 * PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE);
	VirtualAlloc(view + 2 * PAGE, PAGE, MEM_COMMIT, PAGE_NOACCESS);
	VirtualAlloc(view + 7 * PAGE, PAGE, MEM_COMMIT, PAGE_READWRITE);
	EXPECT_PROTECT(PAGE_READONLY, view + 5 * PAGE, PAGE, PAGE_READWRITE);
	EXPECT_PROTECT(PAGE_NOACCESS, view + 2 * PAGE, PAGE, PAGE_READONLY);
	for (i = 0; i < ARRAY_SIZE(regions); i++)
		EXPECT_REGION(view + regions[i].start * PAGE, view,
			      PAGE_READWRITE, regions[i].pages * PAGE,
			      regions[i].protect ? MEM_COMMIT : MEM_RESERVE,
			      regions[i].protect, MEM_MAPPED);

	/* All alike is one region again. */
	EXPECT_EQ(view, VirtualAlloc(view, 16 * PAGE, MEM_COMMIT,
				     PAGE_READONLY));
	EXPECT_REGION(view, view, PAGE_READWRITE, 16 * PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	/* That some are locked does not make them differ. */
	EXPECT_SUCCESS(VirtualLock(view + 3 * PAGE, 2 * PAGE));
	EXPECT_REGION(view, view, PAGE_READWRITE, 16 * PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* two views side by side are two allocations, however alike. */
TEST(neighbours_do_not_merge)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * GRANULE, NULL);
	char *room = VirtualAlloc(NULL, 4 * GRANULE, MEM_RESERVE,
				  PAGE_NOACCESS);

	ASSERT_TRUE(VirtualFree(room, 0, MEM_RELEASE));
	ASSERT_EQ(room, MapViewOfFileEx(section, FILE_MAP_WRITE, 0, 0,
					2 * GRANULE, room));
	ASSERT_EQ(room + 2 * GRANULE,
		  MapViewOfFileEx(section, FILE_MAP_WRITE, 0, 2 * GRANULE,
				  2 * GRANULE, room + 2 * GRANULE));
	EXPECT_REGION(room + GRANULE, room, PAGE_READWRITE, GRANULE,
		      MEM_COMMIT, PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(room + 2 * GRANULE, room + 2 * GRANULE, PAGE_READWRITE,
		      2 * GRANULE, MEM_COMMIT, PAGE_READWRITE, MEM_MAPPED);
	UnmapViewOfFile(room);
	UnmapViewOfFile(room + 2 * GRANULE);
	CloseHandle(section);
}

/* Q-05, C-20: caching is reported, and stays whatever the pages become. */
TEST(caching_of_sections)
{
	static const struct {
		DWORD attribute, caching;
	} kinds[] = {
		{ SEC_NOCACHE, PAGE_NOCACHE },
		{ SEC_WRITECOMBINE, PAGE_WRITECOMBINE },
		{ 0, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		const DWORD caching = kinds[i].caching;
		HANDLE section = create_section(PAGE_READWRITE | SEC_COMMIT |
						kinds[i].attribute,
						16 * GRANULE, NULL);
		char *view = map(section, FILE_MAP_WRITE);

		ASSERT_NE(NULL, view);
		EXPECT_REGION(view, view, PAGE_READWRITE | caching,
			      16 * GRANULE, MEM_COMMIT,
			      PAGE_READWRITE | caching, MEM_MAPPED);
		ASSERT_EQ(view, VirtualAlloc(view, GRANULE, MEM_COMMIT,
					     PAGE_READONLY));
		EXPECT_REGION(view, view, PAGE_READWRITE | caching, GRANULE,
			      MEM_COMMIT, PAGE_READONLY | caching, MEM_MAPPED);
		EXPECT_PROTECT(PAGE_READONLY | caching, view, PAGE,
			       PAGE_READWRITE);
		/* To ask for another kind is of no use. */
		EXPECT_PROTECT(PAGE_READWRITE | caching, view, PAGE,
			       PAGE_READONLY | PAGE_NOCACHE);
		EXPECT_EQ(PAGE_READONLY | caching, protection_of(view));
		UnmapViewOfFile(view);
		CloseHandle(section);
	}
}

/* Q-06, V-23: what was a view is free, up to what comes next. */
TEST(after_unmap)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * GRANULE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	MEMORY_BASIC_INFORMATION info;

	ASSERT_TRUE(UnmapViewOfFile(view));
	ASSERT_EQ(0, query_basic(view + PAGE + 1, &info));
	EXPECT_EQ(view + PAGE, info.BaseAddress);
	EXPECT_EQ(NULL, info.AllocationBase);
	EXPECT_EQ(0, info.AllocationProtect);
	EXPECT_EQ(MEM_FREE, info.State);
	EXPECT_EQ(PAGE_NOACCESS, info.Protect);
	EXPECT_EQ(0, info.Type);
	EXPECT_LE(4 * GRANULE - PAGE, info.RegionSize);
	CloseHandle(section);
}

/*
 * V-08, V-24: behind a view that ends in the middle of a block there is free
 * memory, which nobody can have; behind private memory as well.
 */
TEST(rest_of_the_last_block)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	char *room = VirtualAlloc(NULL, 4 * GRANULE, MEM_RESERVE,
				  PAGE_NOACCESS);
	char *memory = room + GRANULE;

	ASSERT_TRUE(VirtualFree(room, 0, MEM_RELEASE));
	ASSERT_EQ(room, MapViewOfFileEx(section, FILE_MAP_WRITE, 0, 0, 0,
					room));
	ASSERT_EQ(memory, VirtualAlloc(memory, 3 * PAGE, MEM_RESERVE,
				       PAGE_NOACCESS));
	EXPECT_REGION(room, room, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(room + PAGE, NULL, 0, GRANULE - PAGE, MEM_FREE,
		      PAGE_NOACCESS, 0);
	EXPECT_REGION(room + GRANULE - 1, NULL, 0, PAGE, MEM_FREE,
		      PAGE_NOACCESS, 0);
	EXPECT_REGION(memory, memory, PAGE_NOACCESS, 3 * PAGE, MEM_RESERVE, 0,
		      MEM_PRIVATE);
	/* What follows is free as well: one region, unless it is taken. */
	ASSERT_EQ(room + 3 * GRANULE,
		  MapViewOfFileEx(section, FILE_MAP_WRITE, 0, 0, 0,
				  room + 3 * GRANULE));
	EXPECT_REGION(memory + 3 * PAGE, NULL, 0, 2 * GRANULE - 3 * PAGE,
		      MEM_FREE, PAGE_NOACCESS, 0);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(room + PAGE, PAGE, MEM_COMMIT,
				    PAGE_READWRITE));
	UnmapViewOfFile(room);
	UnmapViewOfFile(room + 3 * GRANULE);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
	CloseHandle(section);
}

/* touching pages changes nothing. */
TEST(touching_changes_nothing)
{
	HANDLE section = create_section(PAGE_READWRITE, 16 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	MEMORY_BASIC_INFORMATION before, after;

	ASSERT_EQ(0, query_basic(view + PAGE, &before));
	memset(view + PAGE, 1, 3 * PAGE);
	EXPECT_EQ(0, view[8 * PAGE]);
	ASSERT_EQ(0, query_basic(view + PAGE, &after));
	EXPECT_EQ(0, memcmp(&before, &after, sizeof(before)));
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* Q-16, B-08: addresses above those of programs, short buffers, bad ones. */
TEST(bad_input)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE closed = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE), *highest;
	MEMORY_BASIC_INFORMATION info, poison;
	SIZE_T length = POISON;
	SYSTEM_INFO system;

	CloseHandle(closed);
	memset(&info, 0xcc, sizeof(info));
	memset(&poison, 0xcc, sizeof(poison));
	GetSystemInfo(&system);
	highest = system.lpMaximumApplicationAddress;

	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualQuery(highest + 1, &info, sizeof(info)));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualQuery((void *)~0UL, &info, sizeof(info)));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualQuery((void *)(1UL << 63), &info, sizeof(info)));
	EXPECT_FAILURE(ERROR_BAD_LENGTH,
		       VirtualQuery(view, &info, sizeof(info) - 1));
	EXPECT_FAILURE(ERROR_BAD_LENGTH, VirtualQuery(view, &info, 0));
	EXPECT_FAILURE(ERROR_BAD_LENGTH, VirtualQuery(view, NULL, 0));
	EXPECT_FAILURE(ERROR_NOACCESS, VirtualQuery(view, NULL, sizeof(info)));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualQuery(view, (void *)0xdeadbee0, sizeof(info)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       VirtualQueryEx(NULL, view, &info, sizeof(info)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       VirtualQueryEx(closed, view, &info, sizeof(info)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       VirtualQueryEx(section, view, &info, sizeof(info)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       VirtualQueryEx((HANDLE)4, view, &info, sizeof(info)));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      NtQueryVirtualMemory(NtCurrentProcess(), highest + 1,
					   MemoryBasicInformation, &info,
					   sizeof(info), &length));
	EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
		      NtQueryVirtualMemory(NtCurrentProcess(), view,
					   MemoryBasicInformation, &info, 47,
					   &length));
	EXPECT_STATUS(STATUS_INVALID_INFO_CLASS,
		      NtQueryVirtualMemory(NtCurrentProcess(), view, 99, &info,
					   sizeof(info), &length));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQueryVirtualMemory(NtCurrentProcess(), view,
					   MemoryBasicInformation, view + PAGE,
					   sizeof(info), &length));
	EXPECT_EQ(POISON, length);
	EXPECT_EQ(0, memcmp(&poison, &info, sizeof(info)));

	/* The twins, of which no length needs to be told. */
	EXPECT_EQ(48, VirtualQuery(highest, &info, sizeof(info) + 1));
	EXPECT_EQ(48, VirtualQuery(system.lpMinimumApplicationAddress, &info,
				   sizeof(info)));
	EXPECT_EQ(48, VirtualQuery((char *)system.lpMinimumApplicationAddress -
				   1, &info, sizeof(info)));
	EXPECT_EQ(48, VirtualQuery(NULL, &info, sizeof(info)));
	EXPECT_EQ(MEM_FREE, info.State);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryVirtualMemory(NtCurrentProcess(), view,
					   MemoryBasicInformation, &info,
					   sizeof(info), NULL));
	EXPECT_EQ(48, VirtualQueryEx(GetCurrentProcess(), view, &info, 48));
	EXPECT_EQ(view, info.BaseAddress);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* Memory that others made is committed, and private or mapped. */
TEST(memory_of_others)
{
	char *constant = mmap(NULL, PAGE, PROT_READ,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MEMORY_BASIC_INFORMATION info;
	int local = 0;

	ASSERT_NE(MAP_FAILED, constant);
	ASSERT_EQ(0, query_basic(&local, &info));
	EXPECT_EQ(MEM_COMMIT, info.State);
	EXPECT_EQ(PAGE_READWRITE, info.Protect);
	EXPECT_EQ(MEM_PRIVATE, info.Type);
	ASSERT_EQ(0, query_basic(constant, &info));
	EXPECT_EQ(MEM_COMMIT, info.State);
	EXPECT_EQ(PAGE_READONLY, info.Protect);
	ASSERT_EQ(0, query_basic(query_basic, &info));
	EXPECT_EQ(PAGE_EXECUTE_READ, info.Protect);
	EXPECT_EQ(0, munmap(constant, PAGE));
}

/*
 * and it ends where an allocation begins, though the kernel may have
 * both in one mapping.
 */
TEST(memory_of_others_beside_ours)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
	char *room = VirtualAlloc(NULL, 5 * GRANULE, MEM_RESERVE,
				  PAGE_NOACCESS);
	char *memory;

	/* With free blocks around it, so that no others join in. */
	ASSERT_TRUE(VirtualFree(room, 0, MEM_RELEASE));
	room += GRANULE;
	memory = room + GRANULE;
	ASSERT_EQ(memory, VirtualAlloc(memory, GRANULE,
				       MEM_RESERVE | MEM_COMMIT,
				       PAGE_READWRITE));
	ASSERT_EQ(room, mmap(room, GRANULE, PROT_READ | PROT_WRITE, flags, -1,
			     0));
	ASSERT_EQ(memory + GRANULE, mmap(memory + GRANULE, GRANULE,
					 PROT_READ | PROT_WRITE, flags, -1, 0));
	EXPECT_REGION(memory - PAGE, room, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_PRIVATE);
	EXPECT_REGION(memory, memory, PAGE_READWRITE, GRANULE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_PRIVATE);
	EXPECT_REGION(memory + GRANULE, memory + GRANULE, PAGE_READWRITE,
		      GRANULE, MEM_COMMIT, PAGE_READWRITE, MEM_PRIVATE);

	/* P-10: nor does a change reach over from the one to the other. */
	EXPECT_NO_PROTECT(STATUS_CONFLICTING_ADDRESSES, PAGE_NOACCESS,
			  memory - PAGE, 2 * PAGE, PAGE_READONLY);
	EXPECT_NO_PROTECT(STATUS_CONFLICTING_ADDRESSES, PAGE_NOACCESS,
			  memory + GRANULE - PAGE, 2 * PAGE, PAGE_READONLY);
	EXPECT_ACCESS(STATUS_SUCCESS, memory, true);
	munmap(room, GRANULE);
	munmap(memory + GRANULE, GRANULE);
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
}

TEST_HARNESS_MAIN
