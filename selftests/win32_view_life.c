// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: how views end, what lives as long as they do, who shares
 * them, and what they are not.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#include <fcntl.h>
#include <sys/uio.h>

#define SIZE	((SIZE_T)(3 * GRANULE + 2 * PAGE))

FIXTURE(life) {
	HANDLE section;
	char *view;
};

FIXTURE_SETUP(life)
{
	self->section = create_section(PAGE_READWRITE, SIZE, NULL);
	ASSERT_NE(NULL, self->section);
	self->view = map(self->section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, self->view);
}

FIXTURE_TEARDOWN(life)
{
	UnmapViewOfFile(self->view);
	CloseHandle(self->section);
}

/* V-23: the memory is gone, and its addresses are free. Q-06. */
TEST_F(life, unmap)
{
	MEMORY_BASIC_INFORMATION info;
	SIZE_T offset;

	EXPECT_ACCESS(STATUS_SUCCESS, self->view + SIZE - 1, true);
	EXPECT_SUCCESS(UnmapViewOfFile(self->view));
	for (offset = 0; offset < SIZE; offset += PAGE) {
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, self->view + offset,
			      false);
		ASSERT_EQ(0, query_basic(self->view + offset, &info));
		EXPECT_EQ(self->view + offset, info.BaseAddress);
		EXPECT_EQ(NULL, info.AllocationBase);
		EXPECT_EQ(0, info.AllocationProtect);
		EXPECT_EQ(MEM_FREE, info.State);
		EXPECT_EQ(PAGE_NOACCESS, info.Protect);
		EXPECT_EQ(0, info.Type);
	}
	EXPECT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESERVE,
					   PAGE_READWRITE));
	EXPECT_SUCCESS(VirtualFree(self->view, 0, MEM_RELEASE));
}

/* V-25: any address inside unmaps all of the view, and no other one. */
TEST_F(life, unmap_by_any_address)
{
	static const SIZE_T inside[] = {
		0, 1, 100, PAGE - 1, PAGE, PAGE + 100, GRANULE, GRANULE + 1,
		SIZE - PAGE, SIZE - 1,
	};
	const ULONG boost = MEM_UNMAP_WITH_TRANSIENT_BOOST;
	size_t i;

	for (i = 0; i < 4 * ARRAY_SIZE(inside); i++) {
		char *view = map(self->section, FILE_MAP_READ);
		char *address = view + inside[i % ARRAY_SIZE(inside)];

		ASSERT_NE(NULL, view);
		switch (i / ARRAY_SIZE(inside)) {
		case 0:
			EXPECT_SUCCESS(UnmapViewOfFile(address));
			break;
		case 1:
			EXPECT_SUCCESS(UnmapViewOfFileEx(address, 0));
			break;
		case 2:
			EXPECT_SUCCESS(UnmapViewOfFile2(GetCurrentProcess(),
							address, 0));
			break;
		default:
			EXPECT_SUCCESS(UnmapViewOfFileEx(address, boost));
		}
		EXPECT_TRUE(is_free(view));
		EXPECT_TRUE(is_free(view + SIZE - 1));
		EXPECT_VIEW(self->view, SIZE, PAGE_READWRITE);
	}
}

/* V-26, V-27: what is no view cannot be unmapped, and nothing is. */
TEST_F(life, unmap_what_is_no_view)
{
	char *private = VirtualAlloc(NULL, GRANULE, MEM_COMMIT, PAGE_READONLY);
	char *heap = malloc(100), stack, *gone;
	void *bad[] = {
		NULL, (void *)1, (void *)PAGE, (void *)0xdeadbeef, private,
		private + 0x3000, private + GRANULE - 1, heap, &stack,
		(void *)&create_section, last_address(), last_address() + 1,
		(void *)((uintptr_t)1 << 47), (void *)((uintptr_t)1 << 63),
		(void *)-PAGE, (void *)-1, self->view - 1,
		self->view + SIZE, self->view + SIZE + PAGE,
	};
	struct footprint before;
	size_t i;

	ASSERT_NE(NULL, private);
	before = footprint();
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS, UnmapViewOfFile(bad[i]));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       UnmapViewOfFileEx(bad[i], 0));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       UnmapViewOfFileEx(bad[i],
						 MEM_PRESERVE_PLACEHOLDER));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       UnmapViewOfFile2(GetCurrentProcess(), bad[i],
						0));
	}
	EXPECT_NO_FOOTPRINT(before);
	EXPECT_ACCESS(STATUS_SUCCESS, private, false);
	EXPECT_SUCCESS(VirtualFree(private, 0, MEM_RELEASE));
	free(heap);

	gone = map(self->section, FILE_MAP_READ);
	ASSERT_NE(NULL, gone);
	EXPECT_SUCCESS(UnmapViewOfFile(gone));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, UnmapViewOfFile(gone));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, UnmapViewOfFile(gone + PAGE));
	EXPECT_VIEW(self->view, SIZE, PAGE_READWRITE);
}

/* H-04, L-02: handles and views end in any order, the content with both. */
TEST_F(life, content_lives_as_long_as_anything)
{
	char *second;
	HANDLE other;

	strcpy(self->view + GRANULE, "still here");
	/* No view, but a handle. */
	EXPECT_SUCCESS(UnmapViewOfFile(self->view));
	self->view = map(self->section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, self->view);
	EXPECT_STREQ("still here", self->view + GRANULE);

	EXPECT_SUCCESS(DuplicateHandle(GetCurrentProcess(), self->section,
				       GetCurrentProcess(), &other, 0, FALSE,
				       DUPLICATE_SAME_ACCESS));
	EXPECT_SUCCESS(CloseHandle(self->section));
	second = map(other, FILE_MAP_READ);
	ASSERT_NE(NULL, second);
	EXPECT_SUCCESS(CloseHandle(other));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, map(other, FILE_MAP_READ));
	/* No handle, but views, which can be used and protected. */
	self->view[0] = 'v';
	EXPECT_EQ('v', second[0]);
	EXPECT_SUCCESS(UnmapViewOfFile(self->view));
	EXPECT_EQ('v', second[0]);
	EXPECT_STREQ("still here", second + GRANULE);
	EXPECT_VIEW(second, SIZE, PAGE_READONLY);
	EXPECT_SUCCESS(UnmapViewOfFile(second));
	EXPECT_TRUE(is_free(second));
}

/* L-01, V-09, V-42: one memory at every address, by interlocked operations. */
TEST_F(life, views_are_coherent)
{
	const int children = 4, adds = 5000;
	char *other = MapViewOfFile(self->section, FILE_MAP_WRITE, 0, GRANULE,
				    0);
	unsigned int *counter = (unsigned int *)(self->view + GRANULE);
	pid_t pids[4];
	int i, j;

	ASSERT_NE(NULL, other);
	EXPECT_NE((char *)counter, other);
	for (i = 0; i < children; i++) {
		pids[i] = fork();
		ASSERT_GE(pids[i], 0);
		if (!pids[i]) {
			/* A base of its own, where the parent has none. */
			char *own = map(self->section, FILE_MAP_WRITE);

			if (!own || own == self->view)
				_exit(1);
			for (j = 0; j < adds; j++)
				__atomic_fetch_add((unsigned int *)(own +
								    GRANULE),
						   1, __ATOMIC_SEQ_CST);
			_exit(0);
		}
		for (j = 0; j < adds; j++)
			__atomic_fetch_add((unsigned int *)other, 1,
					   __ATOMIC_SEQ_CST);
	}
	for (i = 0; i < children; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	EXPECT_EQ(2 * children * adds, *counter);
	EXPECT_SUCCESS(UnmapViewOfFile(other));
}

/* H-06: a program that is started has no view; the addresses are free. */
TEST_F(life, views_do_not_survive_exec)
{
	char range[64], *const args[] = {
		"grep", "-q", range, "/proc/self/maps", NULL,
	};
	int i, status[2];
	pid_t pid;

	snprintf(range, sizeof(range), "^%lx-", (unsigned long)self->view);
	/* The first, in this program's place, looks into this one's maps. */
	for (i = 0; i < 2; i++) {
		char maps[64];

		snprintf(maps, sizeof(maps), "/proc/%d/maps", getpid());
		pid = fork();
		ASSERT_GE(pid, 0);
		if (!pid) {
			execl("/bin/grep", args[0], args[1], args[2],
			      i ? args[3] : maps, NULL);
			_exit(100);
		}
		status[i] = child_status(pid);
	}
	EXPECT_EQ(0, status[0]);
	EXPECT_EQ(1, status[1]);
}

/* H-07, H-06: a clone has a ViewShare view, shared, and a ViewUnmap one not. */
TEST_F(life, views_in_a_clone)
{
	static const SECTION_INHERIT kinds[] = { ViewShare, ViewUnmap };
	PVOID views[2] = { NULL, NULL };
	char *again;
	pid_t pid;
	int i;

	for (i = 0; i < 2; i++) {
		SIZE_T size = GRANULE + PAGE;

		EXPECT_STATUS(STATUS_SUCCESS,
			      NtMapViewOfSection(self->section,
						 NtCurrentProcess(), &views[i],
						 0, 0, NULL, &size, kinds[i], 0,
						 PAGE_READWRITE));
		ASSERT_NE(NULL, views[i]);
	}
	pid = fork();
	ASSERT_GE(pid, 0);
	if (!pid) {
		if (access_status(views[0], true) ||
		    access_status(self->view, true) ||
		    access_status(views[1], false) != STATUS_ACCESS_VIOLATION ||
		    !is_free(views[1]))
			_exit(1);
		/* What is not there cannot be unmapped, and is free to use. */
		if (UnmapViewOfFile(views[1]) ||
		    GetLastError() != ERROR_INVALID_ADDRESS)
			_exit(2);
		again = MapViewOfFileEx(self->section, FILE_MAP_WRITE, 0, 0,
					GRANULE + PAGE, views[1]);
		if (again != views[1])
			_exit(3);
		again[1] = 'c';
		if (!UnmapViewOfFile(views[0]) || !UnmapViewOfFile(again))
			_exit(4);
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	/* The child has written to both, and unmapped its own only. */
	EXPECT_EQ(1, ((char *)views[0])[0]);
	EXPECT_EQ('c', ((char *)views[1])[1]);
	for (i = 0; i < 2; i++) {
		EXPECT_VIEW(views[i], GRANULE + PAGE, PAGE_READWRITE);
		EXPECT_SUCCESS(UnmapViewOfFile(views[i]));
	}
}

/* V-40: the kernel and other processes write into views by pointer. */
TEST_F(life, kernel_and_others_write)
{
	char *reader = map(self->section, FILE_MAP_READ), text[8] = "";
	struct iovec local = { .iov_base = "process", .iov_len = 8 };
	struct iovec remote = { .iov_base = self->view + 2 * PAGE - 4,
				.iov_len = 8 };
	pid_t parent = getpid(), pid;
	int pipes[2];

	ASSERT_NE(NULL, reader);
	ASSERT_EQ(0, pipe(pipes));
	EXPECT_EQ(7, write(pipes[1], "kernel", 7));
	EXPECT_EQ(7, read(pipes[0], self->view + PAGE - 3, 7));
	EXPECT_STREQ("kernel", reader + PAGE - 3);
	EXPECT_EQ(7, write(pipes[1], reader + PAGE - 3, 7));
	EXPECT_EQ(7, read(pipes[0], text, sizeof(text)));
	EXPECT_STREQ("kernel", text);
	/* What the view does not allow the kernel does not do either. */
	EXPECT_EQ(7, write(pipes[1], "kernel", 7));
	EXPECT_EQ(-1, read(pipes[0], reader, 7));
	EXPECT_EQ(EFAULT, errno);

	pid = fork();
	ASSERT_GE(pid, 0);
	if (!pid)
		_exit(process_vm_writev(parent, &local, 1, &remote, 1, 0) != 8);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_STREQ("process", reader + 2 * PAGE - 4);
	close(pipes[0]);
	close(pipes[1]);
	EXPECT_SUCCESS(UnmapViewOfFile(reader));
}

/* V-35: a view has no file's name. */
TEST_F(life, views_have_no_filename)
{
	HANDLE readonly = create_section(PAGE_READONLY | SEC_COMMIT, PAGE,
					 NULL);
	char *view = map(readonly, FILE_MAP_READ), *private, name[16];
	HANDLE process = GetCurrentProcess();
	WCHAR wide[16];

	private = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, private);
	memset(name, 'n', sizeof(name));
	EXPECT_FAILURE(ERROR_FILE_INVALID,
		       GetMappedFileNameA(process, view, name, sizeof(name)));
	EXPECT_FAILURE(ERROR_FILE_INVALID,
		       GetMappedFileNameW(process, view + PAGE - 1, wide, 16));
	EXPECT_FAILURE(ERROR_FILE_INVALID,
		       GetMappedFileNameA(process, self->view + SIZE - 1, name,
					  sizeof(name)));
	EXPECT_FAILURE(ERROR_UNEXP_NET_ERR,
		       GetMappedFileNameA(process, private, name,
					  sizeof(name)));
	EXPECT_FAILURE(ERROR_UNEXP_NET_ERR,
		       GetMappedFileNameA(process, self->view + SIZE, name,
					  sizeof(name)));
	EXPECT_FAILURE(ERROR_UNEXP_NET_ERR,
		       GetMappedFileNameA(process, NULL, name, sizeof(name)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       GetMappedFileNameA(NULL, view, name, sizeof(name)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       GetMappedFileNameW(readonly, view, wide, 16));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       GetMappedFileNameA(process, view, NULL, 16));
	EXPECT_EQ('n', name[0]);
	EXPECT_SUCCESS(VirtualFree(private, 0, MEM_RELEASE));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_FAILURE(ERROR_UNEXP_NET_ERR,
		       GetMappedFileNameA(process, view, name, sizeof(name)));
	EXPECT_SUCCESS(CloseHandle(readonly));
}

/* V-36: only a view is the same as itself; views are no images. */
TEST_F(life, no_two_views_are_the_same_file)
{
	char *other = map(self->section, FILE_MAP_READ), *private, *gone;

	private = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	gone = free_place(GRANULE);
	ASSERT_NE(NULL, other);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAreMappedFilesTheSame(self->view, self->view));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAreMappedFilesTheSame(self->view + SIZE - 1,
					      self->view + 30));
	EXPECT_STATUS(STATUS_NOT_SAME_DEVICE,
		      NtAreMappedFilesTheSame(self->view, other));
	EXPECT_STATUS(STATUS_NOT_SAME_DEVICE,
		      NtAreMappedFilesTheSame(other, self->view));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(self->view, NULL));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(NULL, NULL));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(self->view, gone));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAreMappedFilesTheSame(self->view, private));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAreMappedFilesTheSame(self->view, &other));
	EXPECT_SUCCESS(VirtualFree(private, 0, MEM_RELEASE));
	EXPECT_SUCCESS(UnmapViewOfFile(other));
}

TEST_HARNESS_MAIN
