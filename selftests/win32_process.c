// SPDX-License-Identifier: GPL-2.0
/*
 * Processes: what a child of fork() has and can do, how two meet by a name,
 * and what is left of one that is gone.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

/* In a child: leave with a number that tells which check failed. */
#define CHECK(condition) do {						\
	if (!(condition))						\
		_exit(__COUNTER__ % 200 + 1);				\
} while (0)

static DWORD state_of(const void *address)
{
	MEMORY_BASIC_INFORMATION info;

	return query_basic(address, &info) ? POISON : info.State;
}

static DWORD protect_of(const void *address)
{
	MEMORY_BASIC_INFORMATION info;

	return query_basic(address, &info) ? POISON : info.Protect;
}

/* What a child of this process finds: handles, views, private memory. */
struct inherited {
	HANDLE section, reserve;
	char *view, *copy, *committed, *private, *placeholder;
};

static void use_inherited(const struct inherited *had)
{
	char *base;
	DWORD old;

	/* Handles, with their values and rights (H-05, H-07). */
	CHECK(granted_access(had->section) ==
	      (STANDARD_RIGHTS_REQUIRED | SECTION_QUERY | SECTION_MAP_READ |
	       SECTION_MAP_WRITE));
	base = map(had->section, FILE_MAP_WRITE);
	CHECK(base && base[0] == 'p');
	CHECK(UnmapViewOfFile(base));

	/* Views are shared, copies are not, private memory is copied. */
	CHECK(had->view[0] == 'p' && had->copy[0] == 'q');
	had->view[0] = 'c';
	had->copy[1] = 'c';
	CHECK(had->private[0] == 'r');
	had->private[0] = 'c';
	CHECK(protect_of(had->view) == PAGE_READWRITE);
	CHECK(protect_of(had->copy) == PAGE_READWRITE);
	CHECK(protect_of(had->private + PAGE) == PAGE_READONLY);
	CHECK(state_of(had->private + 2 * PAGE) == MEM_RESERVE);

	/* All that can be done with them. */
	CHECK(VirtualAlloc(had->private, 4 * PAGE, MEM_COMMIT,
			   PAGE_READWRITE) == had->private);
	had->private[3 * PAGE] = 'c';
	CHECK(VirtualProtect(had->view, PAGE, PAGE_READONLY, &old));
	CHECK(old == PAGE_READWRITE);
	CHECK(access_status(had->view, true) == STATUS_ACCESS_VIOLATION);
	CHECK(VirtualAlloc(had->committed + PAGE, PAGE, MEM_COMMIT,
			   PAGE_READWRITE) == had->committed + PAGE);
	had->committed[PAGE] = 'c';
	CHECK(VirtualFree(had->placeholder, GRANULE,
			  MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER));
	CHECK(MapViewOfFile3(had->section, NULL, had->placeholder, 0, GRANULE,
			     MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL,
			     0) == had->placeholder);
	CHECK(UnmapViewOfFile(had->placeholder));

	/* And its own. */
	base = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	CHECK(base && !access_status(base, true));
	CHECK(VirtualFree(base, 0, MEM_RELEASE));

	/* What it gives up it gives up for itself. */
	CHECK(UnmapViewOfFile(had->view + 5));
	CHECK(!UnmapViewOfFile(had->view));
	CHECK(GetLastError() == ERROR_INVALID_ADDRESS);
	CHECK(VirtualFree(had->private, 0, MEM_RELEASE));
	CHECK(CloseHandle(had->section));
	CHECK(!CloseHandle(had->section));
	_exit(0);
}

/* H-05, H-07, V-27, R-03: a child has it all, and works with it. */
TEST(child_uses_what_it_inherits)
{
	struct inherited had = {
		.section = create_section(PAGE_READWRITE, GRANULE, NULL),
		.reserve = create_section(PAGE_READWRITE | SEC_RESERVE,
					  GRANULE, NULL),
		.private = VirtualAlloc(NULL, GRANULE, MEM_RESERVE,
					PAGE_READWRITE),
		.placeholder = VirtualAlloc2(NULL, NULL, 2 * GRANULE,
					     MEM_RESERVE |
					     MEM_RESERVE_PLACEHOLDER,
					     PAGE_NOACCESS, NULL, 0),
	};
	pid_t pid;
	DWORD old;

	had.view = map(had.section, FILE_MAP_WRITE);
	had.copy = map(had.section, FILE_MAP_COPY);
	had.committed = map(had.reserve, FILE_MAP_WRITE);
	ASSERT_NE(NULL, had.view);
	ASSERT_NE(NULL, had.copy);
	ASSERT_NE(NULL, had.committed);
	ASSERT_NE(NULL, had.private);
	ASSERT_NE(NULL, had.placeholder);
	had.view[0] = 'p';
	had.copy[0] = 'q';
	ASSERT_EQ(had.private, VirtualAlloc(had.private, 2 * PAGE, MEM_COMMIT,
					    PAGE_READWRITE));
	had.private[0] = 'r';
	ASSERT_TRUE(VirtualProtect(had.private + PAGE, PAGE, PAGE_READONLY,
				   &old));

	pid = fork();
	if (!pid)
		use_inherited(&had);
	EXPECT_EQ(0, child_status(pid));

	EXPECT_EQ('c', had.view[0]);
	EXPECT_ACCESS(STATUS_SUCCESS, had.view, true);
	EXPECT_EQ(0, had.copy[1]);
	EXPECT_EQ('r', had.private[0]);
	EXPECT_PRIVATE(had.private + 2 * PAGE, had.private, PAGE_READWRITE,
		       GRANULE - 2 * PAGE, MEM_RESERVE, 0);
	EXPECT_EQ('c', had.committed[PAGE]);
	EXPECT_REGION(had.committed + PAGE, had.committed, PAGE_READWRITE,
		      PAGE, MEM_COMMIT, PAGE_READWRITE, MEM_MAPPED);
	EXPECT_PRIVATE(had.placeholder, had.placeholder, PAGE_NOACCESS,
		       2 * GRANULE, MEM_RESERVE, 0);
	EXPECT_SUCCESS(UnmapViewOfFile(had.view));
	EXPECT_SUCCESS(UnmapViewOfFile(had.copy));
	EXPECT_SUCCESS(UnmapViewOfFile(had.committed));
	EXPECT_SUCCESS(VirtualFree(had.private, 0, MEM_RELEASE));
	EXPECT_SUCCESS(VirtualFree(had.placeholder, 0, MEM_RELEASE));
	EXPECT_SUCCESS(CloseHandle(had.section));
	EXPECT_SUCCESS(CloseHandle(had.reserve));
}

static char *map_for(HANDLE section, SECTION_INHERIT inherit)
{
	PVOID base = NULL;
	SIZE_T size = 0;

	return NtMapViewOfSection(section, NtCurrentProcess(), &base, 0, 0,
				  NULL, &size, inherit, 0, PAGE_READWRITE) ?
	       NULL : base;
}

/* H-06, H-07: views of ViewUnmap are absent, whatever was done with them. */
TEST(views_that_children_do_not_have)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * PAGE, NULL);
	char *shared = map_for(section, ViewShare);
	char *apart = map_for(section, ViewUnmap);
	char *copied = map_for(section, ViewUnmap);
	DWORD old;
	pid_t pid;

	ASSERT_NE(NULL, shared);
	ASSERT_NE(NULL, apart);
	ASSERT_NE(NULL, copied);
	/* Mapped anew in part (P-05). */
	ASSERT_TRUE(VirtualProtect(copied + PAGE, PAGE, PAGE_WRITECOPY, &old));
	copied[PAGE] = 1;
	pid = fork();
	if (!pid) {
		unsigned int i;

		for (i = 0; i < 4; i++) {
			CHECK(state_of(apart + i * PAGE) == MEM_FREE);
			CHECK(state_of(copied + i * PAGE) == MEM_FREE);
			CHECK(access_status(copied + i * PAGE, false) ==
			      STATUS_ACCESS_VIOLATION);
		}
		CHECK(!UnmapViewOfFile(apart));
		CHECK(GetLastError() == ERROR_INVALID_ADDRESS);
		CHECK(!VirtualProtect(apart, PAGE, PAGE_READONLY, &old));
		shared[0] = 's';
		/* The places are free, the whole block. */
		CHECK(VirtualAlloc(apart, GRANULE, MEM_RESERVE,
				   PAGE_NOACCESS) == apart);
		CHECK(MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0,
				      copied) == copied);
		CHECK(copied[0] == 's');
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ('s', apart[0]);
	EXPECT_EQ(1, copied[PAGE]);
	EXPECT_SUCCESS(UnmapViewOfFile(shared));
	EXPECT_SUCCESS(UnmapViewOfFile(apart));
	EXPECT_SUCCESS(UnmapViewOfFile(copied));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* B-01, N-01, L-01: one creates by an ANSI name, another by a wide one. */
TEST(meet_by_name)
{
	static const WCHAR wide[] = { 'm', 'e', 'e', 't', ' ', 'm', 'e', 0 };
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "Local\\meet me");
	char *view = map(section, FILE_MAP_WRITE);
	pid_t pid;

	ASSERT_NE(NULL, view);
	strcpy(view, "from the parent");
	pid = fork();
	if (!pid) {
		HANDLE other, opened;
		char *own;

		UnmapViewOfFile(view);
		CloseHandle(section);
		SetLastError(UNTOUCHED);
		other = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL,
					   PAGE_READWRITE, 0, 1, wide);
		CHECK(other && GetLastError() == ERROR_ALREADY_EXISTS);
		opened = OpenFileMappingA(FILE_MAP_WRITE, FALSE, "meet me");
		CHECK(opened && CompareObjectHandles(other, opened));
		own = map(opened, FILE_MAP_WRITE);
		CHECK(own && !strcmp(own, "from the parent"));
		strcpy(own, "from the child");
		CHECK(map(other, FILE_MAP_READ));
		CHECK(!OpenFileMappingA(FILE_MAP_READ, FALSE, "meet Me"));
		CHECK(GetLastError() == ERROR_FILE_NOT_FOUND);
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, strcmp("from the child", view));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingA(FILE_MAP_READ, FALSE, "meet me"));
}

#define RACERS 4

struct race {
	atomic_uint ready[100], created, existed, wrong;
};

/* N-33: of those who create one name at once one is the first. */
TEST(race_for_a_name)
{
	struct race *race = mmap(NULL, sizeof(*race), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	unsigned int i, round;
	pid_t pids[RACERS];

	ASSERT_NE(MAP_FAILED, race);
	for (i = 0; i < RACERS; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		for (round = 0; round < ARRAY_SIZE(race->ready); round++) {
			char name[32];
			HANDLE section;
			char *view;

			snprintf(name, sizeof(name), "race %u", round);
			atomic_fetch_add(&race->ready[round], 1);
			while (atomic_load(&race->ready[round]) < RACERS)
				sched_yield();
			section = create_section(PAGE_READWRITE,
						 (i + 1) * PAGE, name);
			if (section && !GetLastError())
				atomic_fetch_add(&race->created, 1);
			else if (section &&
				 GetLastError() == ERROR_ALREADY_EXISTS)
				atomic_fetch_add(&race->existed, 1);
			/* All have the same, which stays open. */
			view = map(section, FILE_MAP_WRITE);
			if (!view)
				_exit(1);
			if (atomic_fetch_add((atomic_uint *)view, 1) >= RACERS)
				atomic_fetch_add(&race->wrong, 1);
			atomic_fetch_add(&race->ready[round], 1);
			while (atomic_load(&race->ready[round]) < 2 * RACERS)
				sched_yield();
			if (atomic_load((atomic_uint *)view) != RACERS)
				atomic_fetch_add(&race->wrong, 1);
		}
		_exit(0);
	}
	for (i = 0; i < RACERS; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	EXPECT_EQ(ARRAY_SIZE(race->ready), race->created);
	EXPECT_EQ((RACERS - 1) * ARRAY_SIZE(race->ready), race->existed);
	EXPECT_EQ(0, race->wrong);
}

/* L-03, L-04, H-08, K-08: nothing is left of a process that is killed. */
TEST(crash_leaves_nothing)
{
	HANDLE common = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(common, FILE_MAP_WRITE);
	long references, before;
	int ends[2], status;
	char byte;
	pid_t pid;

	ASSERT_NE(NULL, view);
	ASSERT_EQ(0, pipe(ends));
	/* A section keeps what its first view of a kind made. */
	ASSERT_TRUE(UnmapViewOfFile(map(common, FILE_MAP_COPY)));
	references = module_references();
	before = committed_kib();
	pid = fork();
	if (!pid) {
		HANDLE own = create_section(PAGE_READWRITE, 32 * MIB,
					    "crash");
		char *base = map(own, FILE_MAP_WRITE);

		CHECK(base && map(common, FILE_MAP_COPY));
		memset(base, 'x', 4 * MIB);
		base = VirtualAlloc(NULL, 32 * MIB, MEM_COMMIT, PAGE_READWRITE);
		CHECK(base);
		memset(base, 'y', MIB);
		view[0] = 'k';
		CHECK(write(ends[1], "r", 1) == 1);
		for (;;)
			pause();
	}
	ASSERT_EQ(1, read(ends[0], &byte, 1));
	EXPECT_GT(module_references(), references);
	EXPECT_GT(committed_kib() - before, (long)(64 * MIB / KIB) - SLACK);
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingA(FILE_MAP_READ, FALSE, "crash"));
	EXPECT_EQ(references, module_references());
	EXPECT_TRUE(charged(before, 0));
	/* What others have is as it was. */
	EXPECT_EQ('k', view[0]);
	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(common));
}

/* Without the device: said so by all that need it; private memory works. */
TEST(without_the_device)
{
	pid_t pid = fork();

	if (!pid) {
		char *base;
		HANDLE handle = NULL;
		LARGE_INTEGER size = { .QuadPart = PAGE };

		CHECK(!unshare(CLONE_NEWNS));
		CHECK(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
		CHECK(!mount("none", "/dev", "tmpfs", 0, NULL));
		CHECK(!create_section(PAGE_READWRITE, PAGE, NULL));
		CHECK(GetLastError() == ERROR_DEVICE_NOT_CONNECTED);
		CHECK(!create_section(PAGE_READWRITE, PAGE, "name"));
		CHECK(GetLastError() == ERROR_DEVICE_NOT_CONNECTED);
		CHECK(!OpenFileMappingA(FILE_MAP_READ, FALSE, "name"));
		CHECK(GetLastError() == ERROR_DEVICE_NOT_CONNECTED);
		CHECK(NtCreateSection(&handle, SECTION_ALL_ACCESS, NULL, &size,
				      PAGE_READWRITE, SEC_COMMIT, NULL) ==
		      STATUS_DEVICE_NOT_CONNECTED);
		CHECK(!handle && !GetLargePageMinimum());
		base = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
		CHECK(base && !access_status(base, true));
		CHECK(protect_of(base) == PAGE_READWRITE);
		CHECK(VirtualFree(base, 0, MEM_RELEASE));
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
}

TEST_HARNESS_MAIN
