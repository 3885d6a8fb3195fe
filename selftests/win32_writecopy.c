// SPDX-License-Identifier: GPL-2.0
/*
 * Copy-on-write: views that are mapped so, and pages that VirtualProtect makes
 * so; what they show, what they are called, and what is charged for them.
 */
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"
#include "strict.h"

#define KIB 1024L
#define MIB (1024 * KIB)

/* Committed_AS of other processes moves by less than this, in KiB. */
#define SLACK (8 * 1024L)

#define EXPECT_CHARGED(before, bytes)					\
	EXPECT_LT(labs(committed_kib() - (before) - (long)(bytes) / KIB), \
		  SLACK)

/* A section of some pages, and two views of it. */
FIXTURE(copy) {
	HANDLE section;
	char *view;	/* the one that copies */
	char *shared;
};

FIXTURE_VARIANT(copy) {
	ULONG mapped;	/* the protection of the view */
	ULONG copies;	/* what VirtualProtect makes of it, if that differs */
	ULONG copied;	/* what a page is called that was written */
};

/* P-14, P-15: mapped so. */
FIXTURE_VARIANT_ADD(copy, mapped) {
	PAGE_WRITECOPY, PAGE_WRITECOPY, PAGE_READWRITE,
};

FIXTURE_VARIANT_ADD(copy, mapped_executable) {
	PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_READWRITE,
};

FIXTURE_VARIANT_ADD(copy, mapped_executable_as_data) {
	PAGE_EXECUTE_WRITECOPY, PAGE_WRITECOPY, PAGE_READWRITE,
};

/* P-05: made so, of views of all kinds that may read. */
FIXTURE_VARIANT_ADD(copy, of_readonly) {
	PAGE_READONLY, PAGE_WRITECOPY, PAGE_READWRITE,
};

FIXTURE_VARIANT_ADD(copy, of_readwrite) {
	PAGE_READWRITE, PAGE_WRITECOPY, PAGE_READWRITE,
};

FIXTURE_VARIANT_ADD(copy, of_execute) {
	PAGE_EXECUTE, PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_READWRITE,
};

FIXTURE_VARIANT_ADD(copy, of_execute_read) {
	PAGE_EXECUTE_READ, PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_READWRITE,
};

FIXTURE_VARIANT_ADD(copy, of_execute_readwrite) {
	PAGE_EXECUTE_READWRITE, PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_READWRITE,
};

#define COPY_PAGES 8

FIXTURE_SETUP(copy)
{
	self->section = create_section(PAGE_EXECUTE_READWRITE,
				       COPY_PAGES * PAGE, NULL);
	ASSERT_NE(NULL, self->section);
	self->shared = map(self->section, FILE_MAP_WRITE);
	self->view = map_protected(self->section, variant->mapped);
	ASSERT_NE(NULL, self->shared);
	ASSERT_NE(NULL, self->view);
	self->shared[0] = 10;
	if (variant->mapped != variant->copies)
		EXPECT_PROTECT(variant->mapped, self->view, COPY_PAGES * PAGE,
			       variant->copies);
}

FIXTURE_TEARDOWN(copy)
{
	EXPECT_TRUE(UnmapViewOfFile(self->view));
	EXPECT_TRUE(UnmapViewOfFile(self->shared));
	EXPECT_TRUE(CloseHandle(self->section));
}

/* P-14: a page that was written is a region of its own, and called writable. */
TEST_F(copy, written_pages_are_regions)
{
	char *view = self->view;

	EXPECT_REGION(view, view, variant->mapped, COPY_PAGES * PAGE,
		      MEM_COMMIT, variant->copies, MEM_MAPPED);
	/* Reading is not writing. */
	EXPECT_EQ(10, view[0]);
	EXPECT_REGION(view, view, variant->mapped, COPY_PAGES * PAGE,
		      MEM_COMMIT, variant->copies, MEM_MAPPED);

	view[2 * PAGE + 9] = 1;
	view[3 * PAGE] = 1;
	EXPECT_REGION(view, view, variant->mapped, 2 * PAGE, MEM_COMMIT,
		      variant->copies, MEM_MAPPED);
	EXPECT_REGION(view + 2 * PAGE, view, variant->mapped, 2 * PAGE,
		      MEM_COMMIT, variant->copied, MEM_MAPPED);
	EXPECT_REGION(view + 4 * PAGE, view, variant->mapped, 4 * PAGE,
		      MEM_COMMIT, variant->copies, MEM_MAPPED);
	/* Back where it was, what was written is still called a copy. */
	EXPECT_PROTECT(variant->copies, view, COPY_PAGES * PAGE,
		       variant->copies);
	EXPECT_PROTECT(variant->copied, view + 2 * PAGE, PAGE, PAGE_READONLY);
	EXPECT_PROTECT(PAGE_READONLY, view + 2 * PAGE, PAGE, variant->copies);
	EXPECT_PROTECT(variant->copied, view + 2 * PAGE, PAGE, PAGE_NOACCESS);
	EXPECT_EQ(PAGE_NOACCESS, protection_of(view + 2 * PAGE));
	EXPECT_PROTECT(PAGE_NOACCESS, view + 2 * PAGE, PAGE, variant->copies);
	EXPECT_REGION(view + 2 * PAGE, view, variant->mapped, 2 * PAGE,
		      MEM_COMMIT, variant->copied, MEM_MAPPED);
	EXPECT_EQ(1, view[2 * PAGE + 9]);
}

/* P-15, A-18, P-05: what is written is seen by nobody else, and ends here. */
TEST_F(copy, writes_are_private)
{
	char *view = self->view, *again;
	pid_t pid;

	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	EXPECT_EQ(1, view[0]);
	EXPECT_EQ(10, self->shared[0]);
	again = map_protected(self->section, PAGE_WRITECOPY);
	ASSERT_NE(NULL, again);
	EXPECT_EQ(10, again[0]);
	again[0] = 20;
	EXPECT_EQ(1, view[0]);
	UnmapViewOfFile(again);

	/* Another process maps the section, and copies on its own account. */
	pid = fork();
	if (!pid) {
		char *other = map_protected(self->section, PAGE_WRITECOPY);

		if (!other || other[0] != 10)
			_exit(1);
		other[0] = 30;
		_exit(self->shared[0] == 10 ? 0 : 2);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1, view[0]);
	EXPECT_EQ(10, self->shared[0]);

	/* A new view shows the section, not what the old one had. */
	UnmapViewOfFile(view);
	self->view = map_protected(self->section, PAGE_WRITECOPY);
	ASSERT_NE(NULL, self->view);
	EXPECT_EQ(10, self->view[0]);
	EXPECT_EQ(PAGE_WRITECOPY, protection_of(self->view));
}

/* P-16: what was not written yet is what others write, until it is. */
TEST_F(copy, unwritten_pages_follow_the_section)
{
	char *view = self->view, *shared = self->shared;

	shared[PAGE] = 11;
	EXPECT_EQ(11, view[PAGE]);
	shared[PAGE] = 12;
	EXPECT_EQ(12, view[PAGE]);
	EXPECT_EQ(variant->copies, protection_of(view + PAGE));
	view[PAGE + 1] = 1;
	EXPECT_EQ(12, view[PAGE]);
	shared[PAGE] = 13;
	EXPECT_EQ(12, view[PAGE]);
	/* The page beside it goes on to. */
	shared[2 * PAGE] = 14;
	EXPECT_EQ(14, view[2 * PAGE]);
}

/* V-40: a system call writes as the program does. */
TEST_F(copy, system_calls_copy)
{
	int pipes[2];

	ASSERT_EQ(0, pipe(pipes));
	ASSERT_EQ(3, write(pipes[1], "abc", 3));
	EXPECT_EQ(3, read(pipes[0], self->view + PAGE - 1, 3));
	EXPECT_EQ(0, memcmp(self->view + PAGE - 1, "abc", 3));
	EXPECT_EQ(0, self->shared[PAGE - 1]);
	EXPECT_EQ(0, self->shared[PAGE]);
	EXPECT_EQ(variant->copied, protection_of(self->view));
	EXPECT_EQ(variant->copied, protection_of(self->view + PAGE));
	close(pipes[0]);
	close(pipes[1]);
}

/* P-14, P-16, V-38: to lock pages in RAM is not to write to them. */
TEST_F(copy, locks_copy_nothing)
{
	char *view = self->view;

	EXPECT_SUCCESS(VirtualLock(view, COPY_PAGES * PAGE));
	/* Nor is to make them writable again. */
	EXPECT_PROTECT(variant->copies, view, COPY_PAGES * PAGE, PAGE_READONLY);
	EXPECT_PROTECT(PAGE_READONLY, view, COPY_PAGES * PAGE, variant->copies);
	EXPECT_REGION(view, view, variant->mapped, COPY_PAGES * PAGE,
		      MEM_COMMIT, variant->copies, MEM_MAPPED);
	self->shared[PAGE] = 15;
	EXPECT_EQ(15, view[PAGE]);
	view[PAGE] = 16;
	EXPECT_EQ(15, self->shared[PAGE]);
	EXPECT_EQ(variant->copied, protection_of(view + PAGE));
	EXPECT_EQ(COPY_PAGES * PAGE / KIB,
		  read_key("/proc/self/status", "VmLck"));
	EXPECT_SUCCESS(VirtualUnlock(view, COPY_PAGES * PAGE));
	EXPECT_EQ(0, read_key("/proc/self/status", "VmLck"));
}

/* P-05, V-38: pages that become copy-on-write, or shared again, stay locked. */
TEST(locks_outlast_changes)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *shared = map(section, FILE_MAP_WRITE);

	EXPECT_SUCCESS(VirtualLock(view + PAGE, 2 * PAGE));
	EXPECT_EQ(8, read_key("/proc/self/status", "VmLck"));
	EXPECT_PROTECT(PAGE_READWRITE, view, 4 * PAGE, PAGE_WRITECOPY);
	EXPECT_EQ(8, read_key("/proc/self/status", "VmLck"));
	shared[PAGE] = 1;
	EXPECT_EQ(1, view[PAGE]);
	EXPECT_PROTECT(PAGE_WRITECOPY, view, 4 * PAGE, PAGE_READWRITE);
	EXPECT_EQ(8, read_key("/proc/self/status", "VmLck"));
	EXPECT_SUCCESS(VirtualUnlock(view + PAGE, 2 * PAGE));
	EXPECT_EQ(0, read_key("/proc/self/status", "VmLck"));
	UnmapViewOfFile(view);
	UnmapViewOfFile(shared);
	CloseHandle(section);
}

static bool is_in_ram(char *address)
{
	PSAPI_WORKING_SET_EX_INFORMATION info = { .VirtualAddress = address };

	return QueryWorkingSetEx(GetCurrentProcess(), &info, sizeof(info)) &&
	       info.VirtualAttributes.Valid;
}

/* P-14, L-07: a copy that is in the paging file is a copy all the same. */
TEST_F(copy, copies_are_paged_too)
{
	char *view = self->view;
	int tries;

	view[PAGE] = 5;
	for (tries = 0; tries < 1000 && is_in_ram(view + PAGE); tries++)
		madvise(view, COPY_PAGES * PAGE, MADV_PAGEOUT);
	EXPECT_FALSE(is_in_ram(view + PAGE));
	EXPECT_REGION(view + PAGE, view, variant->mapped, PAGE, MEM_COMMIT,
		      variant->copied, MEM_MAPPED);
	EXPECT_EQ(variant->copies, protection_of(view));
	EXPECT_EQ(variant->copies, protection_of(view + 2 * PAGE));
	EXPECT_EQ(5, view[PAGE]);
	EXPECT_EQ(0, self->shared[PAGE]);
}

/*
 * P-05: a shared view of which pages were copy-on-write for a while. Those that
 * were written stay what they are, the rest is the section's again.
 */
TEST(shared_again_where_not_written)
{
	HANDLE section = create_section(PAGE_READWRITE, 6 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *shared = map(section, FILE_MAP_WRITE);
	unsigned int i;

	CloseHandle(section);
	for (i = 0; i < 6; i++)
		view[i * PAGE] = i + 1;
	EXPECT_PROTECT(PAGE_READWRITE, view + PAGE, 4 * PAGE, PAGE_WRITECOPY);
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, 4 * PAGE, MEM_COMMIT,
		      PAGE_WRITECOPY, MEM_MAPPED);
	view[2 * PAGE] = 42;
	EXPECT_EQ(3, shared[2 * PAGE]);
	/* The pages around it are as shared as ever. */
	view[0] = 50;
	view[5 * PAGE] = 51;
	EXPECT_EQ(50, shared[0]);
	EXPECT_EQ(51, shared[5 * PAGE]);

	EXPECT_PROTECT(PAGE_READWRITE, view, 6 * PAGE, PAGE_READWRITE);
	EXPECT_REGION(view, view, PAGE_READWRITE, 6 * PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	for (i = 0; i < 6; i++) {
		view[i * PAGE + 1] = 60 + i;
		EXPECT_EQ(i == 2 ? 0 : 60 + i, shared[i * PAGE + 1]);
	}
	EXPECT_EQ(42, view[2 * PAGE]);
	EXPECT_EQ(3, shared[2 * PAGE]);

	/* Once more, over both kinds: only what is a copy is called one. */
	EXPECT_PROTECT(PAGE_READWRITE, view, 6 * PAGE, PAGE_WRITECOPY);
	EXPECT_REGION(view, view, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		      PAGE_WRITECOPY, MEM_MAPPED);
	EXPECT_REGION(view + 2 * PAGE, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view + 3 * PAGE, view, PAGE_READWRITE, 3 * PAGE,
		      MEM_COMMIT, PAGE_WRITECOPY, MEM_MAPPED);
	EXPECT_EQ(42, view[2 * PAGE]);
	view[3 * PAGE] = 43;
	EXPECT_EQ(4, shared[3 * PAGE]);
	UnmapViewOfFile(view);
	UnmapViewOfFile(shared);
}

/* P-05: by way of read-only, no access and a guard, the same. */
TEST(shared_again_by_detours)
{
	static const ULONG detours[] = {
		PAGE_READONLY, PAGE_NOACCESS, PAGE_READONLY | PAGE_GUARD,
		PAGE_WRITECOPY | PAGE_GUARD, PAGE_READWRITE | PAGE_GUARD,
	};
	HANDLE section = create_section(PAGE_READWRITE, 2 * PAGE, NULL);
	char *shared = map(section, FILE_MAP_WRITE);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(detours); i++) {
		char *view = map(section, FILE_MAP_WRITE);

		shared[0] = 1;
		EXPECT_PROTECT(PAGE_READWRITE, view, 2 * PAGE, PAGE_WRITECOPY);
		view[0] = 2;
		EXPECT_PROTECT(PAGE_READWRITE, view, 2 * PAGE, detours[i]);
		EXPECT_PROTECT(detours[i] == (PAGE_WRITECOPY | PAGE_GUARD) ?
			       PAGE_READWRITE | PAGE_GUARD : detours[i],
			       view, 2 * PAGE, PAGE_READWRITE);
		view[PAGE] = 10 + i;
		EXPECT_EQ(10 + i, shared[PAGE]);
		EXPECT_EQ(2, view[0]);
		EXPECT_EQ(1, shared[0]);
		UnmapViewOfFile(view);
	}
	UnmapViewOfFile(shared);
	CloseHandle(section);
}

/* V-32, P-05: a guard that fires on the way, page by page. */
TEST(guards_on_copies)
{
	HANDLE section = create_section(PAGE_READWRITE, 3 * PAGE, NULL);
	char *shared = map(section, FILE_MAP_WRITE);
	char *view = map(section, FILE_MAP_WRITE);

	EXPECT_PROTECT(PAGE_READWRITE, view, 3 * PAGE,
		       PAGE_WRITECOPY | PAGE_GUARD);
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view + PAGE, true);
	EXPECT_EQ(PAGE_WRITECOPY, protection_of(view + PAGE));
	EXPECT_ACCESS(STATUS_SUCCESS, view + PAGE, true);
	EXPECT_EQ(0, shared[PAGE]);
	EXPECT_EQ(PAGE_READWRITE, protection_of(view + PAGE));

	EXPECT_PROTECT(PAGE_WRITECOPY | PAGE_GUARD, view, 3 * PAGE,
		       PAGE_READWRITE | PAGE_GUARD);
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view, true);
	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	EXPECT_EQ(1, shared[0]);
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view + PAGE, false);
	view[PAGE] = 9;
	EXPECT_EQ(0, shared[PAGE]);
	UnmapViewOfFile(view);
	UnmapViewOfFile(shared);
	CloseHandle(section);
}

/* R-05, P-05: VirtualAlloc on committed pages is a VirtualProtect. */
TEST(commit_as_writecopy)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE,
					4 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *shared = map(section, FILE_MAP_WRITE);

	ASSERT_EQ(view, VirtualAlloc(view, 2 * PAGE, MEM_COMMIT,
				     PAGE_WRITECOPY));
	EXPECT_REGION(view, view, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		      PAGE_WRITECOPY, MEM_MAPPED);
	view[0] = 1;
	EXPECT_EQ(0, shared[0]);
	EXPECT_EQ(PAGE_READWRITE, protection_of(view));
	shared[PAGE] = 2;
	EXPECT_EQ(2, view[PAGE]);
	EXPECT_EQ(PAGE_READWRITE, protection_of(shared));
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + 2 * PAGE, true);

	/* What another view commits is the section's in this one. */
	ASSERT_EQ(shared + 2 * PAGE, VirtualAlloc(shared + 2 * PAGE, PAGE,
						  MEM_COMMIT, PAGE_READWRITE));
	view[2 * PAGE] = 3;
	EXPECT_EQ(3, shared[2 * PAGE]);
	ASSERT_EQ(view, VirtualAlloc(view, 4 * PAGE, MEM_COMMIT,
				     PAGE_READWRITE));
	view[PAGE] = 4;
	EXPECT_EQ(4, shared[PAGE]);
	EXPECT_EQ(1, view[0]);
	EXPECT_EQ(0, shared[0]);
	UnmapViewOfFile(view);
	UnmapViewOfFile(shared);
	CloseHandle(section);
}

/* K-05, K-08, Q-13: a view that copies is charged for all that it may copy. */
TEST(copies_are_charged_at_map)
{
	HANDLE section = create_section(PAGE_READWRITE, 128 * MIB, NULL);
	long before = committed_kib();
	char *reader, *view;

	ASSERT_NE(NULL, section);
	reader = map(section, FILE_MAP_READ);
	EXPECT_CHARGED(before, 0);
	view = map(section, FILE_MAP_COPY);
	EXPECT_CHARGED(before, 128 * MIB);
	/* Lower protections and writing are no news. */
	view[0] = 1;
	EXPECT_PROTECT(PAGE_READWRITE, view, 128 * MIB, PAGE_READONLY);
	EXPECT_CHARGED(before, 128 * MIB);
	EXPECT_TRUE(UnmapViewOfFile(view));
	EXPECT_CHARGED(before, 0);
	UnmapViewOfFile(reader);
	CloseHandle(section);
}

/* K-06: so is a part of a shared view that is made to copy. */
TEST(copies_are_charged_at_protect)
{
	HANDLE section = create_section(PAGE_READWRITE, 128 * MIB, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	long before = committed_kib();

	ASSERT_NE(NULL, view);
	EXPECT_PROTECT(PAGE_READWRITE, view, 64 * MIB, PAGE_WRITECOPY);
	EXPECT_CHARGED(before, 64 * MIB);
	EXPECT_PROTECT(PAGE_WRITECOPY, view, 64 * MIB, PAGE_READWRITE);
	EXPECT_CHARGED(before, 0);
	EXPECT_PROTECT(PAGE_READWRITE, view, 128 * MIB, PAGE_WRITECOPY);
	EXPECT_CHARGED(before, 128 * MIB);
	EXPECT_TRUE(UnmapViewOfFile(view));
	EXPECT_CHARGED(before, 0);
	CloseHandle(section);
}

/* K-05, K-06: what cannot be charged is refused, and nothing has changed. */
TEST_F(strict, copies_above_the_limit)
{
	long left = read_key("/proc/meminfo", "CommitLimit") - committed_kib();
	SIZE_T size = left * KIB / 4 * 3 & ~(GRANULE - 1);
	HANDLE section = create_section(PAGE_READWRITE, size, NULL);
	PVOID base = NULL;
	SIZE_T length = 0;
	long before;
	char *view;

	ASSERT_GT(left, 4 * SLACK);
	ASSERT_NE(NULL, section);
	view = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	before = committed_kib();
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT, map(section, FILE_MAP_COPY));
	EXPECT_STATUS(STATUS_COMMITMENT_LIMIT,
		      NtMapViewOfSection(section, NtCurrentProcess(), &base, 0,
					 0, NULL, &length, ViewShare, 0,
					 PAGE_WRITECOPY));
	EXPECT_EQ(NULL, base);
	EXPECT_EQ(0, length);
	EXPECT_PROTECT_ERROR(ERROR_COMMITMENT_LIMIT, view, size,
			     PAGE_WRITECOPY);
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT,
		       VirtualAlloc(view, size, MEM_COMMIT, PAGE_WRITECOPY));
	EXPECT_CHARGED(before, 0);
	EXPECT_REGION(view, view, PAGE_READWRITE, size, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	view[0] = 1;

	/* The twin that fits. */
	EXPECT_PROTECT(PAGE_READWRITE, view, GRANULE, PAGE_WRITECOPY);
	EXPECT_EQ(1, view[0]);
	EXPECT_TRUE(UnmapViewOfFile(view));
	view = MapViewOfFile(section, FILE_MAP_COPY, 0, 0, GRANULE);
	EXPECT_NE(NULL, view);
	EXPECT_EQ(1, view[0]);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

TEST_HARNESS_MAIN
