// SPDX-License-Identifier: GPL-2.0
/*
 * SEC_RESERVE sections, and MEM_COMMIT in views: what can be touched when, in
 * which views, with which protection. Limits and races have another program.
 */
#include <errno.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"

static HANDLE reserve(SIZE_T size)
{
	return create_section(PAGE_READWRITE | SEC_RESERVE, size, NULL);
}

/* All bytes of a page are zero, and it can be read. */
static bool is_zero(const char *page)
{
	return !page[0] && !memcmp(page, page + 1, PAGE - 1);
}

/* R-01, V-33: address space and nothing else, whatever the view may do. */
TEST(reserve_cannot_be_touched)
{
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE | SEC_RESERVE,
					2 * GRANULE, NULL);
	unsigned int i;

	ASSERT_NE(NULL, section);
	for (i = 0; i < PROTECTIONS; i++) {
		char *view = map_protected(section, protections[i].protect);

		ASSERT_NE(NULL, view);
		EXPECT_REGION(view, view, protections[i].protect, 2 * GRANULE,
			      MEM_RESERVE, 0, MEM_MAPPED);
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, false);
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, true);
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + 2 * GRANULE - 1,
			      true);
		EXPECT_EQ(MEM_RESERVE, state_of(view));
		UnmapViewOfFile(view);
	}
	CloseHandle(section);
}

/* R-02, C-13: the pages behind the range, rounded outwards, and zero. */
TEST(commit_pages)
{
	HANDLE section = reserve(4 * GRANULE);
	char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, GRANULE, 0);
	PVOID base = view + 5 * PAGE + 0xfff;
	SIZE_T size = 2;

	ASSERT_NE(NULL, view);
	EXPECT_EQ(view + PAGE, VirtualAlloc(view + PAGE + 9, 1, MEM_COMMIT,
					    PAGE_READWRITE));
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_TRUE(is_zero(view + PAGE));
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + 2 * PAGE, false);

	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0,
					      &size, MEM_COMMIT,
					      PAGE_READWRITE));
	EXPECT_EQ(view + 5 * PAGE, base);
	EXPECT_EQ(2 * PAGE, size);
	EXPECT_TRUE(is_zero(view + 5 * PAGE));
	EXPECT_TRUE(is_zero(view + 6 * PAGE));
	EXPECT_EQ(MEM_RESERVE, state_of(view + 4 * PAGE));
	EXPECT_EQ(MEM_RESERVE, state_of(view + 7 * PAGE));

	/* The last byte, and the other forms of the call. */
	EXPECT_EQ(view + 3 * GRANULE - PAGE,
		  VirtualAllocEx(GetCurrentProcess(), view + 3 * GRANULE - 1,
				 1, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_EQ(view + 8 * PAGE,
		  VirtualAlloc2(NULL, view + 8 * PAGE, PAGE, MEM_COMMIT,
				PAGE_READWRITE, NULL, 0));
	EXPECT_EQ(view + 9 * PAGE,
		  VirtualAllocFromApp(view + 9 * PAGE, PAGE, MEM_COMMIT,
				      PAGE_READWRITE));
	view[3 * GRANULE - 1] = 1;
	view[8 * PAGE] = 1;
	view[9 * PAGE] = 1;
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       VirtualAllocEx(NULL, view, PAGE, MEM_COMMIT,
				      PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       VirtualAllocEx(section, view, PAGE, MEM_COMMIT,
				      PAGE_READWRITE));
	EXPECT_EQ(MEM_RESERVE, state_of(view));
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* views of other offsets and lengths, and of other rights, have them. */
TEST(commit_reaches_all_views)
{
	HANDLE section = reserve(4 * GRANULE);
	char *view = map(section, FILE_MAP_WRITE);
	char *inside = MapViewOfFile(section, FILE_MAP_WRITE, 0, GRANULE,
				     GRANULE);
	char *reader = map(section, FILE_MAP_READ);

	ASSERT_NE(NULL, inside);
	ASSERT_EQ(inside, VirtualAlloc(inside, GRANULE, MEM_COMMIT,
				       PAGE_READWRITE));
	EXPECT_REGION(view + GRANULE, view, PAGE_READWRITE, GRANULE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	view[GRANULE] = 1;
	EXPECT_EQ(1, inside[0]);
	EXPECT_EQ(1, reader[GRANULE]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, reader + GRANULE, true);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + GRANULE - 1, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + 2 * GRANULE, false);

	/* One that may only read commits for those that write. */
	ASSERT_EQ(reader, VirtualAlloc(reader, PAGE, MEM_COMMIT,
				       PAGE_READONLY));
	view[5] = 2;
	EXPECT_EQ(2, reader[5]);
	UnmapViewOfFile(view);
	UnmapViewOfFile(inside);
	UnmapViewOfFile(reader);
	CloseHandle(section);
}

/* Two processes that tell each other how far they are. */
static void say(int fd)
{
	if (write(fd, "", 1) != 1)
		_exit(100);
}

static void hear(int fd)
{
	char byte;

	if (read(fd, &byte, 1) != 1)
		_exit(101);
}

/* another process, with a view that it had before. */
TEST(commit_reaches_other_processes)
{
	HANDLE section = reserve(16 * GRANULE);
	char *view = map(section, FILE_MAP_WRITE);
	int to[2], from[2];
	unsigned int i;
	pid_t pid;

	ASSERT_EQ(0, pipe(to));
	ASSERT_EQ(0, pipe(from));
	pid = fork();
	if (!pid) {
		char *own = map(section, FILE_MAP_WRITE);

		if (access_status(own, false) != STATUS_ACCESS_VIOLATION)
			_exit(1);
		/* Growing piece by piece; nothing ever moves. */
		for (i = 0; i < 16; i++) {
			say(from[1]);
			hear(to[0]);
			if (own[i * GRANULE] != (char)(i + 1) ||
			    own[0] != (i ? 99 : 1) ||
			    protection_of(own + i * GRANULE) != PAGE_READWRITE)
				_exit(2);
			if (i < 15 && state_of(own + (i + 1) * GRANULE) !=
				      MEM_RESERVE)
				_exit(3);
			own[0] = 99;
			own[i * GRANULE + 1] = 50 + i;
		}
		say(from[1]);
		_exit(0);
	}
	for (i = 0; i < 16; i++) {
		hear(from[0]);
		ASSERT_EQ(view + i * GRANULE,
			  VirtualAlloc(view + i * GRANULE, GRANULE, MEM_COMMIT,
				       PAGE_READWRITE));
		view[i * GRANULE] = i + 1;
		say(to[1]);
	}
	hear(from[0]);
	EXPECT_EQ(0, child_status(pid));
	for (i = 0; i < 16; i++)
		EXPECT_EQ(50 + i, view[i * GRANULE + 1]);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* R-04, P-13: with the protection asked for here, and the own one elsewhere. */
TEST(each_view_has_its_protection)
{
	HANDLE section = reserve(2 * PAGE);
	char *first = map(section, FILE_MAP_WRITE);
	char *second = map(section, FILE_MAP_WRITE);

	ASSERT_EQ(second + PAGE, VirtualAlloc(second + PAGE, PAGE, MEM_COMMIT,
					      PAGE_READONLY));
	EXPECT_REGION(second + PAGE, second, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	EXPECT_REGION(first + PAGE, first, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, second + PAGE, true);
	first[PAGE] = 8;
	EXPECT_EQ(8, second[PAGE]);

	/* again, with another protection, and what was there stays. */
	ASSERT_EQ(second + PAGE, VirtualAlloc(second + PAGE, PAGE, MEM_COMMIT,
					      PAGE_READONLY));
	ASSERT_EQ(second, VirtualAlloc(second, 2 * PAGE, MEM_COMMIT,
				       PAGE_READWRITE));
	EXPECT_EQ(8, second[PAGE]);
	second[PAGE + 1] = 9;
	EXPECT_EQ(9, first[PAGE + 1]);
	UnmapViewOfFile(first);
	UnmapViewOfFile(second);
	CloseHandle(section);
}

/* in a view of a SEC_COMMIT section it is a VirtualProtect. */
TEST(commit_what_is_committed)
{
	HANDLE section = create_section(PAGE_READWRITE, 16 * GRANULE, NULL);
	char *view = map(section, FILE_MAP_WRITE);

	view[0] = 1;
	view[GRANULE] = 2;
	ASSERT_EQ(view, VirtualAlloc(view, GRANULE, MEM_COMMIT,
				     PAGE_READONLY));
	EXPECT_REGION(view, view, PAGE_READWRITE, GRANULE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	EXPECT_REGION(view + GRANULE, view, PAGE_READWRITE, 15 * GRANULE,
		      MEM_COMMIT, PAGE_READWRITE, MEM_MAPPED);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, true);
	EXPECT_EQ(1, view[0]);
	EXPECT_EQ(2, view[GRANULE]);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* All commits in a view of one kind of a section of one kind. */
static void commit_with_all(struct __test_metadata *_metadata, DWORD kind,
			    const struct protection *most)
{
	const bool is_reserve = kind == SEC_RESERVE;
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE | kind,
					PROTECTIONS * PAGE, NULL);
	char *base = map_protected(section, most->protect);
	unsigned int i;

	ASSERT_NE(NULL, base);
	for (i = 0; i < PROTECTIONS; i++) {
		const ULONG protect = protections[i].protect;
		char *page = base + i * PAGE;
		PVOID out = page + 1;
		SIZE_T size = 1;

		if (may_have(most, &protections[i])) {
			EXPECT_EQ(page, VirtualAlloc(page, PAGE, MEM_COMMIT,
						     protect));
			EXPECT_EQ(protect, protection_of(page));
			EXPECT_EQ(MEM_COMMIT, state_of(page));
			continue;
		}
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(page, PAGE, MEM_COMMIT, protect));
		EXPECT_STATUS(STATUS_SECTION_PROTECTION,
			      NtAllocateVirtualMemory(NtCurrentProcess(), &out,
						      0, &size, MEM_COMMIT,
						      protect));
		EXPECT_EQ(page + 1, out);
		EXPECT_EQ(1, size);
		EXPECT_EQ(is_reserve ? 0 : most->protect, protection_of(page));
		EXPECT_EQ(is_reserve ? MEM_RESERVE : MEM_COMMIT,
			  state_of(page));
	}
	UnmapViewOfFile(base);
	CloseHandle(section);
}

/* what the view does not allow is refused, and nothing is committed. */
TEST(commit_with_all_protections)
{
	unsigned int i;

	for (i = 0; i < PROTECTIONS; i++) {
		commit_with_all(_metadata, SEC_COMMIT, &protections[i]);
		commit_with_all(_metadata, SEC_RESERVE, &protections[i]);
	}
}

/* V-24: ranges that are not in one view. Nothing is committed. */
TEST(ranges_that_leave_the_view)
{
	const SIZE_T size = GRANULE + 2 * PAGE;
	HANDLE section = reserve(size);
	char *view = map(section, FILE_MAP_WRITE);
	const struct {
		char *address;
		SIZE_T size;
		DWORD type;
	} bad[] = {
		{ view, size + 1, MEM_COMMIT },
		{ view + size - PAGE, 2 * PAGE, MEM_COMMIT },
		{ view + size - 1, 2, MEM_COMMIT },
		{ view + size, PAGE, MEM_COMMIT },
		{ view + 2 * GRANULE - 1, 1, MEM_COMMIT },
		{ view, 16 << 20, MEM_COMMIT },
		{ view, PAGE, MEM_RESERVE | MEM_COMMIT },
		{ view + GRANULE, PAGE, MEM_RESERVE | MEM_COMMIT },
		{ view, PAGE, MEM_RESERVE },
		{ view + size, PAGE, MEM_RESERVE },
		{ view + size, PAGE, MEM_RESERVE | MEM_COMMIT },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		PVOID base = bad[i].address;
		SIZE_T length = bad[i].size;

		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(bad[i].address, bad[i].size,
					    bad[i].type, PAGE_READWRITE));
		EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
			      NtAllocateVirtualMemory(NtCurrentProcess(),
						      &base, 0, &length,
						      bad[i].type,
						      PAGE_READWRITE));
		EXPECT_EQ(bad[i].address, base);
		EXPECT_EQ(bad[i].size, length);
	}
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(view, 0, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(view, ~0UL, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(view, -(uintptr_t)view, MEM_COMMIT,
				    PAGE_READWRITE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(view, PAGE, MEM_COMMIT, 0));
	EXPECT_REGION(view, view, PAGE_READWRITE, size, MEM_RESERVE, 0,
		      MEM_MAPPED);
	/* The twin that ends where the view does. */
	EXPECT_EQ(view, VirtualAlloc(view, size, MEM_COMMIT, PAGE_READWRITE));
	UnmapViewOfFile(view);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READWRITE));
	CloseHandle(section);
}

/* R-09, V-29, V-30: nothing of a view can be freed or decommitted. */
TEST(nothing_is_decommitted)
{
	static const DWORD kinds[] = { SEC_COMMIT, SEC_RESERVE };
	unsigned int i, j;

	for (i = 0; i < 2; i++) {
		HANDLE section = create_section(PAGE_READWRITE | kinds[i],
						2 * GRANULE, NULL);
		char *view = map(section, FILE_MAP_WRITE);
		const struct {
			char *address;
			SIZE_T size;
			DWORD type;
		} calls[] = {
			{ view, GRANULE, MEM_DECOMMIT },
			{ view, PAGE, MEM_DECOMMIT },
			{ view + PAGE, PAGE, MEM_DECOMMIT },
			{ view, 0, MEM_DECOMMIT },
			{ view + GRANULE, GRANULE, MEM_DECOMMIT },
			{ view, 0, MEM_RELEASE },
			{ view, 2 * GRANULE, MEM_RELEASE },
			{ view, PAGE, MEM_RELEASE },
			{ view + PAGE, 0, MEM_RELEASE },
			{ view, PAGE, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER },
		};

		ASSERT_EQ(view, VirtualAlloc(view, GRANULE, MEM_COMMIT,
					     PAGE_READWRITE));
		memset(view, 0x5a, GRANULE);
		for (j = 0; j < ARRAY_SIZE(calls); j++) {
			PVOID base = calls[j].address;
			SIZE_T size = calls[j].size;

			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       VirtualFree(base, size, calls[j].type));
			EXPECT_STATUS(STATUS_UNABLE_TO_DELETE_SECTION,
				      NtFreeVirtualMemory(NtCurrentProcess(),
							  &base, &size,
							  calls[j].type));
			EXPECT_EQ(calls[j].address, base);
			EXPECT_EQ(calls[j].size, size);
		}
		EXPECT_EQ(0x5a, view[0]);
		EXPECT_EQ(0, memcmp(view, view + 1, GRANULE - 1));
		EXPECT_REGION(view, view, PAGE_READWRITE,
			      i ? GRANULE : 2 * GRANULE, MEM_COMMIT,
			      PAGE_READWRITE, MEM_MAPPED);
		ASSERT_TRUE(UnmapViewOfFile(view));
		CloseHandle(section);
	}
}

/* committed pages outlive the view, and the process, that made them. */
TEST(commit_survives)
{
	HANDLE section = reserve(2 * GRANULE);
	char *view = map(section, FILE_MAP_WRITE);
	pid_t pid;

	ASSERT_EQ(view, VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READONLY));
	UnmapViewOfFile(view);
	pid = fork();
	if (!pid) {
		char *own = map(section, FILE_MAP_WRITE);

		if (!VirtualAlloc(own + GRANULE, PAGE, MEM_COMMIT,
				  PAGE_READWRITE))
			_exit(1);
		own[GRANULE] = 6;
		_exit(0);
	}
	ASSERT_EQ(0, child_status(pid));

	view = map(section, FILE_MAP_WRITE);
	EXPECT_REGION(view, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_TRUE(is_zero(view));
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, GRANULE - PAGE,
		      MEM_RESERVE, 0, MEM_MAPPED);
	EXPECT_EQ(6, view[GRANULE]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + GRANULE + PAGE, true);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* no handle is needed to commit, and no right beyond the view's. */
TEST(commit_without_a_handle)
{
	HANDLE section = reserve(2 * PAGE);
	char *view = map(section, FILE_MAP_WRITE);

	CloseHandle(section);
	ASSERT_EQ(view, VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READWRITE));
	view[0] = 1;
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + PAGE, true);
	UnmapViewOfFile(view);
}

/* system calls find nothing where nothing is committed, and fail. */
TEST(system_calls_on_reserved_pages)
{
	HANDLE section = reserve(2 * PAGE);
	char *view = map(section, FILE_MAP_WRITE);
	int pipes[2];

	ASSERT_EQ(0, pipe(pipes));
	errno = 0;
	EXPECT_EQ(-1, write(pipes[1], view, 1));
	EXPECT_EQ(EFAULT, errno);
	ASSERT_EQ(1, write(pipes[1], "x", 1));
	errno = 0;
	EXPECT_EQ(-1, read(pipes[0], view, 1));
	EXPECT_EQ(EFAULT, errno);
	/* The library's own calls as well. */
	EXPECT_FAILURE(ERROR_NOACCESS,
		       VirtualQuery(view, (PVOID)view,
				    sizeof(MEMORY_BASIC_INFORMATION)));
	ASSERT_EQ(view, VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_EQ(1, write(pipes[1], view, 1));
	EXPECT_EQ(1, read(pipes[0], view, 1));
	close(pipes[0]);
	close(pipes[1]);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/*
 * R-18, P-15: a copy-on-write view of a reserve commits pages of the section,
 * and what it writes to them is its own.
 */
TEST(copy_view_of_a_reserve)
{
	HANDLE section = reserve(4 * PAGE);
	char *copy = map(section, FILE_MAP_COPY);
	char *shared = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, copy);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, copy, true);
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(copy, PAGE, MEM_COMMIT, PAGE_READWRITE));
	ASSERT_EQ(copy + PAGE, VirtualAlloc(copy + PAGE, PAGE, MEM_COMMIT,
					    PAGE_WRITECOPY));
	EXPECT_REGION(copy + PAGE, copy, PAGE_WRITECOPY, PAGE, MEM_COMMIT,
		      PAGE_WRITECOPY, MEM_MAPPED);
	EXPECT_EQ(PAGE_READWRITE, protection_of(shared + PAGE));
	shared[PAGE] = 1;
	EXPECT_EQ(1, copy[PAGE]);
	copy[PAGE] = 2;
	EXPECT_EQ(1, shared[PAGE]);
	EXPECT_REGION(copy + PAGE, copy, PAGE_WRITECOPY, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, copy + 2 * PAGE, true);

	/* And has what others commit. */
	ASSERT_EQ(shared, VirtualAlloc(shared, 4 * PAGE, MEM_COMMIT,
				       PAGE_READWRITE));
	copy[3 * PAGE] = 3;
	EXPECT_EQ(0, shared[3 * PAGE]);
	EXPECT_EQ(2, copy[PAGE]);
	UnmapViewOfFile(copy);
	UnmapViewOfFile(shared);
	CloseHandle(section);
}

TEST_HARNESS_MAIN
