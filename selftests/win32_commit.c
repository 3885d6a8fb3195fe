// SPDX-License-Identifier: GPL-2.0
/*
 * What commit costs: CommitSize of a view, the commit limit, the sizes that a
 * reserve can have, and threads and processes that commit the same pages.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"
#include "proc.h"

#define PARAMETER "/sys/module/ntsection/parameters/commit_limit"

#define GIB ((SIZE_T)1 << 30)
#define TIB ((SIZE_T)1 << 40)
#define LIMIT_PAGES 256

static HANDLE reserve(SIZE_T size)
{
	return create_section(PAGE_READWRITE | SEC_RESERVE, size, NULL);
}

/*
 * A view of which @commit bytes are committed, made at its begin. If there is
 * none, nothing may be left where it would have been.
 */
static NTSTATUS map_committed(HANDLE section, char **view, SIZE_T commit,
			      SIZE_T size, ULONG protect)
{
	char *room = VirtualAlloc(NULL, GRANULE * 32, MEM_RESERVE,
				  PAGE_NOACCESS);
	PVOID base = room;
	NTSTATUS status;

	VirtualFree(room, 0, MEM_RELEASE);
	status = NtMapViewOfSection(section, NtCurrentProcess(), &base, 0,
				    commit, NULL, &size, ViewShare, 0,
				    protect);
	*view = base;
	if (status && (base != room || state_of(room) != MEM_FREE))
		return STATUS_UNSUCCESSFUL;
	return status;
}

/* V-19, R-12: CommitSize commits the first pages of the view. */
TEST(commit_size)
{
	HANDLE section = reserve(4 * PAGE);
	char *view, *other;

	EXPECT_STATUS(STATUS_SUCCESS,
		      map_committed(section, &view, PAGE, 2 * PAGE,
				    PAGE_READWRITE));
	EXPECT_REGION(view, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, PAGE, MEM_RESERVE, 0,
		      MEM_MAPPED);
	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + PAGE, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + PAGE, true);
	/* Of the section, as any commit; rounded up; and it may be again. */
	EXPECT_STATUS(STATUS_SUCCESS,
		      map_committed(section, &other, 2 * PAGE + 1, 0,
				    PAGE_READONLY));
	EXPECT_REGION(other, other, PAGE_READONLY, 3 * PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	EXPECT_EQ(1, other[0]);
	EXPECT_ACCESS(STATUS_SUCCESS, view + PAGE, true);
	UnmapViewOfFile(view);
	UnmapViewOfFile(other);

	/* All of it; and through a view that copies. */
	EXPECT_STATUS(STATUS_SUCCESS,
		      map_committed(section, &view, 4 * PAGE, 4 * PAGE,
				    PAGE_WRITECOPY));
	EXPECT_REGION(view + PAGE, view, PAGE_WRITECOPY, 3 * PAGE, MEM_COMMIT,
		      PAGE_WRITECOPY, MEM_MAPPED);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* V-13: more than the view is none, and neither is mapped. */
TEST(commit_size_above_the_view)
{
	HANDLE section = reserve(4 * PAGE);
	HANDLE committed = create_section(PAGE_READWRITE, 4 * PAGE, NULL);
	MEMORY_BASIC_INFORMATION info;
	char *view;

	EXPECT_STATUS(STATUS_INVALID_PARAMETER_5,
		      map_committed(section, &view, 3 * PAGE, 2 * PAGE,
				    PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_5,
		      map_committed(section, &view, 4 * PAGE + 1, 0,
				    PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_5,
		      map_committed(section, &view, ~0UL, PAGE,
				    PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_5,
		      map_committed(committed, &view, ~0UL, 0,
				    PAGE_READWRITE));
	view = map(section, FILE_MAP_READ);
	ASSERT_EQ(0, query_basic(view, &info));
	EXPECT_EQ(MEM_RESERVE, info.State);
	EXPECT_EQ(4 * PAGE, info.RegionSize);
	UnmapViewOfFile(view);

	/* Where all is committed it says nothing. */
	EXPECT_STATUS(STATUS_SUCCESS, map_committed(committed, &view, 500, 0,
						    PAGE_READWRITE));
	EXPECT_REGION(view, view, PAGE_READWRITE, 4 * PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	UnmapViewOfFile(view);
	CloseHandle(section);
	CloseHandle(committed);
}

/* C-06, V-06, V-41: 8 GiB, mapped as a whole, used beyond 4 GiB. */
TEST(reserve_above_4_gib)
{
	HANDLE section = reserve(8 * GIB), again;
	SIZE_T size = 0;
	PVOID base = NULL;
	SECTION_BASIC_INFORMATION info;
	char *view, *part;

	ASSERT_NE(NULL, section);
	ASSERT_EQ(0, NtQuerySection(section, SectionBasicInformation, &info,
				    sizeof(info), NULL));
	EXPECT_EQ(8 * GIB, info.Size.QuadPart);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtMapViewOfSection(section, NtCurrentProcess(), &base, 0,
					 0, NULL, &size, ViewShare, 0,
					 PAGE_READWRITE));
	view = base;
	EXPECT_EQ(8 * GIB, size);
	EXPECT_REGION(view, view, PAGE_READWRITE, 8 * GIB, MEM_RESERVE, 0,
		      MEM_MAPPED);
	ASSERT_EQ(view + 5 * GIB, VirtualAlloc(view + 5 * GIB, PAGE,
					       MEM_COMMIT, PAGE_READWRITE));
	view[5 * GIB] = 7;
	part = MapViewOfFile(section, FILE_MAP_READ, 1, GIB, PAGE);
	ASSERT_NE(NULL, part);
	EXPECT_EQ(7, part[0]);
	EXPECT_REGION(view, view, PAGE_READWRITE, 5 * GIB, MEM_RESERVE, 0,
		      MEM_MAPPED);
	EXPECT_REGION(view + 5 * GIB + PAGE, view, PAGE_READWRITE,
		      3 * GIB - PAGE, MEM_RESERVE, 0, MEM_MAPPED);
	UnmapViewOfFile(part);

	/* The high word alone counts, too. */
	again = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
				   PAGE_READWRITE | SEC_RESERVE, 1, 0, NULL);
	ASSERT_EQ(0, NtQuerySection(again, SectionBasicInformation, &info,
				    sizeof(info), NULL));
	EXPECT_EQ(4 * GIB, info.Size.QuadPart);
	CloseHandle(again);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/*
 * C-11, C-12: 8 TiB are no matter where nothing is made for what is not
 * committed; what is beyond 16 TiB is too big.
 */
TEST(largest_reserves)
{
	static const SIZE_T bad[] = {
		16 * TIB + 1, 128 * TIB, 1UL << 62, 1UL << 63, ~0UL,
	};
	LARGE_INTEGER size = { .QuadPart = 128 * TIB };
	HANDLE section = reserve(8 * TIB), handle = (HANDLE)POISON;
	unsigned int i;
	char *view;

	ASSERT_NE(NULL, section);
	view = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	ASSERT_EQ(view + 8 * TIB - PAGE,
		  VirtualAlloc(view + 8 * TIB - 1, 1, MEM_COMMIT,
			       PAGE_READWRITE));
	view[8 * TIB - 1] = 1;
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + 8 * TIB - PAGE - 1,
		      false);
	UnmapViewOfFile(view);
	CloseHandle(section);

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY, reserve(bad[i]));
	EXPECT_STATUS(STATUS_SECTION_TOO_BIG,
		      NtCreateSection(&handle, SECTION_ALL_ACCESS, NULL, &size,
				      PAGE_READWRITE, SEC_RESERVE, NULL));
	EXPECT_EQ(NULL, handle);
	section = reserve(16 * TIB);
	EXPECT_NE(NULL, section);
	CloseHandle(section);
}

/* A limit for all sections together, of a mebibyte. */
FIXTURE(limited) {
	char before[32];
	HANDLE section;
	char *view;
};

FIXTURE_SETUP(limited)
{
	FILE *file;

	NEED_ROOT();
	file = fopen(PARAMETER, "re");
	ASSERT_NE(NULL, file);
	ASSERT_EQ(1, fscanf(file, "%31s", self->before));
	fclose(file);
	ASSERT_EQ(0, write_text(PARAMETER, "1M"));
	self->section = reserve(2 * LIMIT_PAGES * PAGE);
	ASSERT_NE(NULL, self->section);
	self->view = map(self->section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, self->view);
}

FIXTURE_TEARDOWN(limited)
{
	EXPECT_TRUE(UnmapViewOfFile(self->view));
	EXPECT_TRUE(CloseHandle(self->section));
	EXPECT_EQ(0, write_text(PARAMETER, self->before));
}

/* A page more is charged, or is not. */
static bool commit(char *page, SIZE_T pages)
{
	SetLastError(UNTOUCHED);
	return VirtualAlloc(page, pages * PAGE, MEM_COMMIT, PAGE_READWRITE);
}

/* R-11, K-07: above the limit nothing is committed, and nothing is lost. */
TEST_F(limited, commit_above_the_limit)
{
	char *view = self->view, *other;
	PVOID base = view;
	SIZE_T size = (LIMIT_PAGES + 1) * PAGE;

	EXPECT_FALSE(commit(view, LIMIT_PAGES + 1));
	EXPECT_EQ(ERROR_COMMITMENT_LIMIT, GetLastError());
	EXPECT_STATUS(STATUS_COMMITMENT_LIMIT,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0,
					      &size, MEM_COMMIT,
					      PAGE_READWRITE));
	EXPECT_EQ(view, base);
	EXPECT_EQ((LIMIT_PAGES + 1) * PAGE, size);
	EXPECT_REGION(view, view, PAGE_READWRITE, 2 * LIMIT_PAGES * PAGE,
		      MEM_RESERVE, 0, MEM_MAPPED);

	EXPECT_TRUE(commit(view, LIMIT_PAGES));
	memset(view, 1, LIMIT_PAGES * PAGE);
	EXPECT_FALSE(commit(view + LIMIT_PAGES * PAGE, 1));
	EXPECT_EQ(ERROR_COMMITMENT_LIMIT, GetLastError());
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + LIMIT_PAGES * PAGE, true);
	/* A refused commit is no change of protection either. */
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT,
		       VirtualAlloc(view, (LIMIT_PAGES + 1) * PAGE, MEM_COMMIT,
				    PAGE_READONLY));
	EXPECT_REGION(view, view, PAGE_READWRITE, LIMIT_PAGES * PAGE,
		      MEM_COMMIT, PAGE_READWRITE, MEM_MAPPED);
	EXPECT_EQ(1, view[LIMIT_PAGES * PAGE - 1]);

	/* K-07: no more views, or reserves, cost anything. */
	other = map(self->section, FILE_MAP_WRITE);
	EXPECT_NE(NULL, other);
	EXPECT_EQ(1, other[0]);
	UnmapViewOfFile(other);
}

/* each page is charged once, in whatever ranges it comes. */
TEST_F(limited, each_page_is_charged_once)
{
	char *view = self->view;
	unsigned int i;

	/* Every second page, and then what lies between them. */
	for (i = 0; i < LIMIT_PAGES; i += 2)
		EXPECT_TRUE(commit(view + i * PAGE, 1));
	view[2 * PAGE] = 3;
	EXPECT_TRUE(commit(view, LIMIT_PAGES));
	EXPECT_EQ(3, view[2 * PAGE]);
	EXPECT_EQ(0, view[PAGE]);
	EXPECT_TRUE(commit(view, LIMIT_PAGES));
	EXPECT_FALSE(commit(view, LIMIT_PAGES + 1));
	EXPECT_EQ(ERROR_COMMITMENT_LIMIT, GetLastError());
}

/* V-19, R-12: a view that cannot have its CommitSize is not mapped. */
TEST_F(limited, commit_size_above_the_limit)
{
	char *view;

	EXPECT_TRUE(commit(self->view + PAGE, LIMIT_PAGES - 1));
	EXPECT_STATUS(STATUS_COMMITMENT_LIMIT,
		      map_committed(self->section, &view,
				    (LIMIT_PAGES + 1) * PAGE, 0,
				    PAGE_READWRITE));
	EXPECT_EQ(MEM_RESERVE, state_of(self->view));
	EXPECT_STATUS(STATUS_SUCCESS,
		      map_committed(self->section, &view, LIMIT_PAGES * PAGE, 0,
				    PAGE_READWRITE));
	UnmapViewOfFile(view);
}

/*
 * L-08: what was committed can be touched when nothing more can be, pages that
 * nobody touched before included.
 */
TEST_F(limited, committed_pages_can_be_touched)
{
	HANDLE section = create_section(PAGE_READWRITE, LIMIT_PAGES * PAGE / 2,
					NULL);
	char *full = map(section, FILE_MAP_WRITE);
	unsigned int i;

	ASSERT_NE(NULL, full);
	ASSERT_TRUE(commit(self->view, LIMIT_PAGES / 2));
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT,
		       create_section(PAGE_READWRITE, 1, NULL));
	for (i = 0; i < LIMIT_PAGES / 2; i++) {
		EXPECT_ACCESS(STATUS_SUCCESS, full + i * PAGE, true);
		EXPECT_ACCESS(STATUS_SUCCESS, self->view + i * PAGE, true);
	}
	UnmapViewOfFile(full);
	CloseHandle(section);
}

struct committer {
	pthread_barrier_t *barrier;
	char *view;
	unsigned int number, failures;
};

#define COMMITTERS 4

static void *commit_all(void *data)
{
	struct committer *committer = data;
	unsigned int i;

	for (i = 0; i < LIMIT_PAGES; i++) {
		volatile char *page = committer->view + i * PAGE;

		pthread_barrier_wait(committer->barrier);
		if (!commit((char *)page, 1))
			committer->failures++;
		else
			page[committer->number] = committer->number + 1;
	}
	return NULL;
}

static unsigned int wrong_pages(const char *view)
{
	unsigned int i, j, wrong = 0;

	for (i = 0; i < LIMIT_PAGES; i++) {
		for (j = 0; j < COMMITTERS; j++)
			wrong += view[i * PAGE + j] != (char)(j + 1);
		wrong += view[i * PAGE + COMMITTERS] != 0;
	}
	return wrong;
}

/*
 * threads that commit the same page at once, half of them in another
 * view. All succeed, it is charged once, and no write is lost.
 */
TEST_F(limited, threads_commit_the_same_pages)
{
	char *other = map(self->section, FILE_MAP_WRITE);
	struct committer committers[COMMITTERS];
	pthread_t threads[COMMITTERS];
	pthread_barrier_t barrier;
	unsigned int i;

	pthread_barrier_init(&barrier, NULL, COMMITTERS);
	for (i = 0; i < COMMITTERS; i++) {
		committers[i] = (struct committer) {
			.barrier = &barrier,
			.view = i & 1 ? other : self->view,
			.number = i,
		};
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, commit_all,
					    &committers[i]));
	}
	for (i = 0; i < COMMITTERS; i++) {
		pthread_join(threads[i], NULL);
		EXPECT_EQ(0, committers[i].failures);
	}
	EXPECT_EQ(0, wrong_pages(self->view));
	EXPECT_FALSE(commit(self->view + LIMIT_PAGES * PAGE, 1));
	UnmapViewOfFile(other);
}

/* the same by processes, each with a view of its own. */
TEST_F(limited, processes_commit_the_same_pages)
{
	HANDLE memory = create_section(PAGE_READWRITE, 1, NULL);
	pthread_barrierattr_t shared;
	pthread_barrier_t *barrier;
	pid_t pids[COMMITTERS];
	unsigned int i;

	/* The barrier takes a page of the limit. */
	ASSERT_EQ(0, write_text(PARAMETER, "1028K"));
	barrier = map(memory, FILE_MAP_WRITE);
	ASSERT_NE(NULL, barrier);
	pthread_barrierattr_init(&shared);
	pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(barrier, &shared, COMMITTERS);
	for (i = 0; i < COMMITTERS; i++) {
		pids[i] = fork();
		if (!pids[i]) {
			struct committer committer = {
				.barrier = barrier,
				.view = map(self->section, FILE_MAP_WRITE),
				.number = i,
			};

			commit_all(&committer);
			_exit(!!committer.failures);
		}
	}
	for (i = 0; i < COMMITTERS; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	EXPECT_EQ(0, wrong_pages(self->view));
	EXPECT_FALSE(commit(self->view + LIMIT_PAGES * PAGE, 1));
	EXPECT_EQ(ERROR_COMMITMENT_LIMIT, GetLastError());
	UnmapViewOfFile(barrier);
	CloseHandle(memory);
}

TEST_HARNESS_MAIN
