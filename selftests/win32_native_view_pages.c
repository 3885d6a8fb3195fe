// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: what NtMapViewOfSection commits, guard pages, and the
 * native ways to unmap.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#define SIZE	((SIZE_T)0x20000)

FIXTURE(pages) {
	HANDLE section;		/* commits nothing by itself */
	struct footprint before;
};

FIXTURE_SETUP(pages)
{
	self->section = nt_section(SECTION_ALL_ACCESS, PAGE_READWRITE,
				   SEC_RESERVE, SIZE);
	ASSERT_NE(NULL, self->section);
	self->before = footprint();
}

FIXTURE_TEARDOWN(pages)
{
	EXPECT_NO_FOOTPRINT(self->before);
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(self->section));
}

static NTSTATUS map_commit(HANDLE section, PVOID *base, SIZE_T *size,
			   SIZE_T commit, ULONG protect)
{
	return NtMapViewOfSection(section, NtCurrentProcess(), base, 0, commit,
				  NULL, size, ViewUnmap, 0, protect);
}

#define UNMAP(address)							\
	EXPECT_STATUS(STATUS_SUCCESS,					\
		      NtUnmapViewOfSection(NtCurrentProcess(), address))

/* V-19, R-12: that many bytes of a reserve are committed, for all views. */
TEST_F(pages, commit_at_map)
{
	static const struct { SIZE_T commit, committed; } rows[] = {
		{ 0, 0 }, { 1, PAGE }, { PAGE, PAGE }, { PAGE + 1, 2 * PAGE },
		{ GRANULE - 1, GRANULE },
	};
	char *all, *base;
	PVOID view;
	SIZE_T size;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		HANDLE section = nt_section(SECTION_ALL_ACCESS, PAGE_READWRITE,
					    SEC_RESERVE, SIZE);

		ASSERT_NE(NULL, section);
		all = map(section, FILE_MAP_READ);
		ASSERT_NE(NULL, all);
		view = NULL;
		size = GRANULE;
		EXPECT_STATUS(STATUS_SUCCESS,
			      map_commit(section, &view, &size, rows[i].commit,
					 PAGE_READWRITE));
		EXPECT_EQ(GRANULE, size);
		base = view;
		size = rows[i].committed;
		if (size) {
			EXPECT_REGION(base, base, PAGE_READWRITE, size,
				      MEM_COMMIT, PAGE_READWRITE, MEM_MAPPED);
			EXPECT_REGION(all, all, PAGE_READONLY, size,
				      MEM_COMMIT, PAGE_READONLY, MEM_MAPPED);
			EXPECT_ACCESS(STATUS_SUCCESS, base + size - 1, true);
			EXPECT_ACCESS(STATUS_SUCCESS, all + size - 1, false);
		}
		EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, all + size, false);
		EXPECT_REGION(all + size, all, PAGE_READONLY, SIZE - size,
			      MEM_RESERVE, 0, MEM_MAPPED);
		if (size < GRANULE) {
			EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, base + size,
				      true);
			EXPECT_REGION(base + size, base, PAGE_READWRITE,
				      GRANULE - size, MEM_RESERVE, 0,
				      MEM_MAPPED);
		}
		UNMAP(base);
		UNMAP(all);
		EXPECT_STATUS(STATUS_SUCCESS, NtClose(section));
	}
}

/* V-13: more than the view has; nothing is committed then, and none mapped. */
TEST_F(pages, commit_more_than_the_view)
{
	HANDLE committed = nt_section(SECTION_ALL_ACCESS, PAGE_READWRITE,
				      SEC_COMMIT, SIZE);
	static const struct { SIZE_T size, commit; } bad[] = {
		{ PAGE, PAGE + 1 }, { 500, 501 }, { GRANULE, SIZE },
		{ 0, SIZE + 1 }, { 0, ~(SIZE_T)0 }, { PAGE, ~(SIZE_T)0 },
		{ PAGE, -PAGE }, { SIZE, (SIZE_T)1 << 63 }, { 0, 0x10000000 },
	};
	static const SIZE_T good[] = { 0, 1, 500, PAGE + 1, SIZE };
	PVOID view = NULL;
	SIZE_T size;
	size_t i;

	ASSERT_NE(NULL, committed);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		size = bad[i].size;
		EXPECT_STATUS(STATUS_INVALID_PARAMETER_5,
			      map_commit(self->section, &view, &size,
					 bad[i].commit, PAGE_READWRITE));
		EXPECT_STATUS(STATUS_INVALID_PARAMETER_5,
			      map_commit(committed, &view, &size,
					 bad[i].commit, PAGE_READWRITE));
		EXPECT_EQ(NULL, view);
		EXPECT_EQ(bad[i].size, size);
	}
	size = 0;
	EXPECT_STATUS(STATUS_SUCCESS,
		      map_commit(self->section, &view, &size, 0,
				 PAGE_READWRITE));
	EXPECT_REGION(view, view, PAGE_READWRITE, SIZE, MEM_RESERVE, 0,
		      MEM_MAPPED);
	UNMAP(view);
	/* What is committed anyway does not mind how much it is told to. */
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		view = NULL;
		size = 0;
		EXPECT_STATUS(STATUS_SUCCESS,
			      map_commit(committed, &view, &size, good[i],
					 PAGE_READWRITE));
		EXPECT_EQ(SIZE, size);
		EXPECT_VIEW(view, SIZE, PAGE_READWRITE);
		UNMAP(view);
	}
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(committed));
}

/* V-19: the steps of a program that commits through two views. */
TEST_F(pages, commit_through_another_view)
{
	PVOID first = NULL, second = NULL, page;
	SIZE_T size = 2 * PAGE;

	EXPECT_STATUS(STATUS_SUCCESS,
		      map_commit(self->section, &first, &size, PAGE,
				 PAGE_READWRITE));
	EXPECT_STATUS(STATUS_SUCCESS,
		      map_commit(self->section, &second, &size, 0,
				 PAGE_READWRITE));
	EXPECT_NE(first, second);
	EXPECT_ACCESS(STATUS_SUCCESS, first, true);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, first + PAGE, false);
	page = second + PAGE;
	size = PAGE;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &page, 0,
					      &size, MEM_COMMIT,
					      PAGE_READONLY));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &page, 0,
					      &size, MEM_COMMIT,
					      PAGE_READONLY));
	EXPECT_EQ(second + PAGE, page);
	EXPECT_ACCESS(STATUS_SUCCESS, first + PAGE, true);
	EXPECT_EQ(1, *((char *)second + PAGE));
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, second + PAGE, true);
	UNMAP(first);
	UNMAP(second);
}

/* V-32: the first touch of a guard page is told, and the page then ordinary. */
TEST_F(pages, guard_pages_of_a_view)
{
	static const ULONG protections[] = {
		PAGE_READWRITE, PAGE_READONLY, PAGE_WRITECOPY,
	};
	HANDLE section = nt_section(SECTION_ALL_ACCESS, PAGE_READWRITE,
				    SEC_COMMIT, SIZE);
	struct ntsection_exception exception;
	struct byte_access touch = { .write = false };
	PVOID view;
	SIZE_T size;
	size_t i;

	ASSERT_NE(NULL, section);
	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		ULONG plain = protections[i], guarded = plain | PAGE_GUARD;

		view = NULL;
		size = 2 * PAGE;
		EXPECT_STATUS(STATUS_SUCCESS,
			      nt_map(section, &view, &size, guarded));
		EXPECT_VIEW(view, 2 * PAGE, guarded);
		touch.address = (unsigned char *)view + 100;
		memset(&exception, 0xcc, sizeof(exception));
		EXPECT_STATUS(STATUS_GUARD_PAGE_VIOLATION,
			      ntsection_try(touch_byte, &touch, &exception));
		EXPECT_STATUS(STATUS_GUARD_PAGE_VIOLATION, exception.code);
		EXPECT_EQ(view + 100, exception.address);
		EXPECT_EQ(EXCEPTION_READ_FAULT, exception.access);
		EXPECT_REGION(view, view, guarded, PAGE, MEM_COMMIT, plain,
			      MEM_MAPPED);
		EXPECT_REGION(view + PAGE, view, guarded, PAGE, MEM_COMMIT,
			      guarded, MEM_MAPPED);
		EXPECT_ACCESS(STATUS_SUCCESS, view, false);
		EXPECT_ACCESS(plain == PAGE_READONLY ? STATUS_ACCESS_VIOLATION :
						       STATUS_SUCCESS,
			      view, true);
		EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view + PAGE, true);
		EXPECT_ACCESS(STATUS_SUCCESS, view + PAGE, false);
		UNMAP(view);

		/* MapViewOfFile3() takes it as well. */
		view = MapViewOfFile3(section, NULL, NULL, 0, PAGE, 0, guarded,
				      NULL, 0);
		ASSERT_NE(NULL, view);
		EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view, false);
		EXPECT_ACCESS(STATUS_SUCCESS, view, false);
		UNMAP(view);
	}
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(section));
}

/* V-25, V-26, V-27: by any address inside; what is no view is not unmapped. */
TEST_F(pages, unmap)
{
	static const SIZE_T inside[] = {
		0, 1, 100, PAGE, PAGE + 100, SIZE - 1,
	};
	char *private = VirtualAlloc(NULL, GRANULE, MEM_COMMIT, PAGE_READONLY);
	PVOID bad[] = {
		NULL, (PVOID)0xdeadbeef, private, private + 0x3000,
		last_address() + 1, (PVOID)-1, &private,
	};
	size_t i;

	for (i = 0; i < 2 * ARRAY_SIZE(inside); i++) {
		PVOID view = map(self->section, FILE_MAP_WRITE);
		char *address = (char *)view + inside[i / 2];

		ASSERT_NE(NULL, view);
		EXPECT_STATUS(STATUS_SUCCESS, i % 2 ?
			      NtUnmapViewOfSection(NtCurrentProcess(),
						   address) :
			      NtUnmapViewOfSectionEx(NtCurrentProcess(),
						     address, 0));
		EXPECT_TRUE(is_free(view));
		EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
			      NtUnmapViewOfSection(NtCurrentProcess(),
						   address));
		EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
			      NtUnmapViewOfSectionEx(NtCurrentProcess(), view,
						     0));
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
			      NtUnmapViewOfSection(NtCurrentProcess(),
						   bad[i]));
		EXPECT_STATUS(STATUS_NOT_MAPPED_VIEW,
			      NtUnmapViewOfSectionEx(NtCurrentProcess(), bad[i],
						     MEM_PRESERVE_PLACEHOLDER));
	}
	EXPECT_ACCESS(STATUS_SUCCESS, private, false);
	EXPECT_SUCCESS(VirtualFree(private, 0, MEM_RELEASE));
}

/* V-28: flags that are none, processes that are none, an ordinary view. */
TEST_F(pages, unmap_with_flags)
{
	static const ULONG bad[] = {
		4, 8, MEM_RELEASE, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER,
		MEM_DECOMMIT, 0x80000000, ~0U,
	};
	char *view = map(self->section, FILE_MAP_WRITE);
	HANDLE process = NtCurrentProcess();
	size_t i;

	ASSERT_NE(NULL, view);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      NtUnmapViewOfSectionEx(process, view, bad[i]));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       UnmapViewOfFile2(process, view, bad[i]));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       UnmapViewOfFileEx(view, bad[i]));
	}
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtUnmapViewOfSectionEx(process, view,
					     MEM_PRESERVE_PLACEHOLDER));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       UnmapViewOfFile2(process, view,
					MEM_PRESERVE_PLACEHOLDER));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, UnmapViewOfFile2(NULL, view, 0));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       UnmapViewOfFile2(NULL, view, MEM_PRESERVE_PLACEHOLDER));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       UnmapViewOfFile2(self->section, view, 0));
	EXPECT_REGION(view, view, PAGE_READWRITE, SIZE, MEM_RESERVE, 0,
		      MEM_MAPPED);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtUnmapViewOfSectionEx(process, view,
					     MEM_UNMAP_WITH_TRANSIENT_BOOST));
	EXPECT_TRUE(is_free(view));
}

TEST_HARNESS_MAIN
