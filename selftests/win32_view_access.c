// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: which views a handle and a section allow, with which
 * protection, and how it is said that they do not.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#define R	SECTION_MAP_READ
#define W	SECTION_MAP_WRITE
#define X	SECTION_MAP_EXECUTE
#define SIZE	(2 * PAGE)

static const ULONG protections[] = {
	PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE, PAGE_WRITECOPY,
	PAGE_EXECUTE, PAGE_EXECUTE_READ, PAGE_EXECUTE_READWRITE,
	PAGE_EXECUTE_WRITECOPY,
};

/* Rights that a handle needs for a view: these, and nothing else. */
static ACCESS_MASK right_for_view(ULONG protect)
{
	switch (protect) {
	case PAGE_READWRITE:
		return W;
	case PAGE_EXECUTE:
		return X;
	case PAGE_EXECUTE_READ:
	case PAGE_EXECUTE_WRITECOPY:
		return X | R;
	case PAGE_EXECUTE_READWRITE:
		return X | W;
	default:
		return R;
	}
}

/* Rights that a section gives by its protection. */
static ACCESS_MASK rights_of_section(ULONG protect)
{
	switch (protect) {
	case PAGE_READONLY:
	case PAGE_WRITECOPY:
		return R;
	case PAGE_READWRITE:
		return R | W;
	case PAGE_EXECUTE:
		return X;
	case PAGE_EXECUTE_READ:
	case PAGE_EXECUTE_WRITECOPY:
		return R | X;
	case PAGE_EXECUTE_READWRITE:
		return R | W | X;
	default:
		return 0;
	}
}

/*
 * The protection of a view by FILE_MAP_* bits, one row for each value from 0
 * to 0xf, without and with FILE_MAP_EXECUTE.
 */
static const ULONG by_access[16][2] = {
	{ PAGE_NOACCESS, PAGE_NOACCESS },			/* none */
	{ PAGE_WRITECOPY, PAGE_EXECUTE_WRITECOPY },		/* copy */
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },		/* write */
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
	{ PAGE_READONLY, PAGE_EXECUTE_READ },			/* read */
	{ PAGE_READONLY, PAGE_EXECUTE_READ },
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
	{ PAGE_NOACCESS, PAGE_NOACCESS },			/* 8 */
	{ PAGE_NOACCESS, PAGE_NOACCESS },
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
	{ PAGE_READONLY, PAGE_EXECUTE_READ },
	{ PAGE_READONLY, PAGE_EXECUTE_READ },
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
	{ PAGE_READWRITE, PAGE_EXECUTE_READWRITE },
};

/* A handle by which nothing can be done. */
static HANDLE without_access(HANDLE section)
{
	HANDLE handle = NULL;

	DuplicateHandle(GetCurrentProcess(), section, GetCurrentProcess(),
			&handle, 0, FALSE, DUPLICATE_CLOSE_SOURCE);
	return handle;
}

/* The section of a row of the matrix: none can be NOACCESS. */
static HANDLE create_row(ULONG protect)
{
	return protect == PAGE_NOACCESS ?
	       without_access(create_section(PAGE_READONLY, SIZE, NULL)) :
	       create_section(protect, SIZE, NULL);
}

/* What touching a view does. Executable ones may be readable or not. */
static void expect_touch(struct __test_metadata *_metadata, char *view,
			 ULONG protect)
{
	const ULONG readable = ~(ULONG)(PAGE_NOACCESS | PAGE_EXECUTE);
	const ULONG writable = PAGE_READWRITE | PAGE_WRITECOPY |
			       PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;

	if (protect != PAGE_EXECUTE)
		EXPECT_ACCESS(protect & readable ? STATUS_SUCCESS :
						   STATUS_ACCESS_VIOLATION,
			      view + PAGE, false);
	EXPECT_ACCESS(protect & writable ? STATUS_SUCCESS :
					   STATUS_ACCESS_VIOLATION,
		      view + PAGE, true);
}

/*
 * V-33: seven kinds of handles,
 * each as CreateFileMapping() gives it, and all values of access: the
 * protection that the view has, or that access is denied.
 */
TEST(matrix_of_views)
{
	unsigned int row, access, mapped = 0;

	for (row = 0; row < ARRAY_SIZE(protections); row++) {
		ULONG protect = protections[row];
		ACCESS_MASK given = rights_of_section(protect);
		HANDLE section;

		if (protect == PAGE_EXECUTE) {
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       create_section(protect, SIZE, NULL));
			continue;
		}
		section = create_row(protect);
		ASSERT_NE(NULL, section);
		for (access = 0; access < 0x40; access++) {
			bool execute = access & FILE_MAP_EXECUTE;
			ULONG wanted = by_access[access & 0xf][execute];
			PVOID native = NULL;
			char *view;
			SIZE_T size = 0;
			NTSTATUS status;

			if (access & SECTION_EXTEND_SIZE)
				continue;
			status = nt_map(section, &native, &size, wanted);
			if (right_for_view(wanted) & ~given) {
				EXPECT_FAILURE(ERROR_ACCESS_DENIED,
					       map(section, access));
				EXPECT_STATUS(STATUS_ACCESS_DENIED, status);
				EXPECT_EQ(NULL, native);
				continue;
			}
			view = map(section, access);
			ASSERT_NE(NULL, view)
				TH_LOG("%#x by %#x", protect, access);
			EXPECT_VIEW(view, SIZE, wanted);
			expect_touch(_metadata, view, wanted);
			EXPECT_SUCCESS(UnmapViewOfFile(view));
			EXPECT_STATUS(STATUS_SUCCESS, status);
			EXPECT_VIEW(native, SIZE, wanted);
			EXPECT_SUCCESS(UnmapViewOfFile(native));
			mapped++;
		}
		EXPECT_SUCCESS(CloseHandle(section));
	}
	/* As counted by hand, for reading, writing, executing and all. */
	EXPECT_EQ(2 * 11 + 19 + 2 * 16 + 32, mapped);
}

/* bits that say nothing, on a section that would allow everything. */
TEST(other_bits_of_access)
{
	static const struct { DWORD access; ULONG protect; } rows[] = {
		{ FILE_MAP_ALL_ACCESS, PAGE_READWRITE },
		{ FILE_MAP_ALL_ACCESS | FILE_MAP_EXECUTE,
		  PAGE_EXECUTE_READWRITE },
		{ FILE_MAP_COPY | FILE_MAP_READ, PAGE_READONLY },
		{ FILE_MAP_COPY | FILE_MAP_WRITE, PAGE_READWRITE },
		{ FILE_MAP_COPY | SECTION_MAP_EXECUTE, PAGE_NOACCESS },
		{ FILE_MAP_EXECUTE, PAGE_NOACCESS },
		{ SECTION_EXTEND_SIZE, PAGE_NOACCESS },
		{ PAGE_EXECUTE_READWRITE, PAGE_NOACCESS },
		{ STANDARD_RIGHTS_REQUIRED | FILE_MAP_READ, PAGE_READONLY },
		{ FILE_MAP_TARGETS_INVALID | FILE_MAP_READ, PAGE_READONLY },
	};
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE, SIZE, NULL);
	size_t i;
	char *view;

	ASSERT_NE(NULL, section);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		view = map(section, rows[i].access);
		ASSERT_NE(NULL, view);
		EXPECT_VIEW(view, SIZE, rows[i].protect);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
		view = MapViewOfFileFromApp(section, rows[i].access, 0, 0);
		ASSERT_NE(NULL, view);
		EXPECT_VIEW(view, SIZE, rows[i].protect);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
	}
	EXPECT_SUCCESS(CloseHandle(section));
}

/* the functions that take a protection, apps' included, take all. */
TEST(protections_as_arguments)
{
	HANDLE section = nt_section(SECTION_ALL_ACCESS, PAGE_EXECUTE_READWRITE,
				    SEC_COMMIT, SIZE);
	HANDLE process = GetCurrentProcess();
	char *views[4];
	size_t i, j;

	ASSERT_NE(NULL, section);
	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		ULONG protect = protections[i];

		views[0] = MapViewOfFile2(section, process, 0, NULL, 0, 0,
					  protect);
		views[1] = MapViewOfFileNuma2(section, process, 0, NULL, 0, 0,
					      protect, NUMA_NO_PREFERRED_NODE);
		views[2] = MapViewOfFile3(section, process, NULL, 0, 0, 0,
					  protect, NULL, 0);
		views[3] = MapViewOfFile3FromApp(section, process, NULL, 0, 0,
						 0, protect, NULL, 0);
		for (j = 0; j < ARRAY_SIZE(views); j++) {
			ASSERT_NE(NULL, views[j]);
			EXPECT_VIEW(views[j], SIZE, protect);
			expect_touch(_metadata, views[j], protect);
			EXPECT_SUCCESS(UnmapViewOfFile(views[j]));
		}
	}
	EXPECT_SUCCESS(CloseHandle(section));
}

/*
 * all sections, all rights on the handle and all protections
 * of views, the native way. The handle is looked at first. That NOACCESS needs
 * something of an EXECUTE section, or not, nobody has told.
 */
TEST(matrix_of_rights)
{
	unsigned int row, access, column;
	LARGE_INTEGER size = { .QuadPart = SIZE };

	for (row = 1; row < ARRAY_SIZE(protections); row++) {
		ACCESS_MASK given = rights_of_section(protections[row]);

		for (access = 0; access < 0x10; access++) {
			HANDLE section = NULL;

			ASSERT_EQ(0, NtCreateSection(&section, access, NULL,
						     &size, protections[row],
						     SEC_COMMIT, NULL));
			EXPECT_EQ(access, granted_access(section));
			for (column = 0; column < ARRAY_SIZE(protections);
			     column++) {
				ULONG protect = protections[column];
				ACCESS_MASK right = right_for_view(protect);
				NTSTATUS expected = STATUS_SUCCESS;
				PVOID view = NULL;
				SIZE_T bytes = 1;

				if (protections[row] == PAGE_EXECUTE &&
				    protect == PAGE_NOACCESS)
					continue;
				if (right & ~given)
					expected = STATUS_SECTION_PROTECTION;
				if (right & ~access)
					expected = STATUS_ACCESS_DENIED;
				EXPECT_STATUS(expected,
					      nt_map(section, &view, &bytes,
						     protect));
				if (expected) {
					EXPECT_EQ(NULL, view);
					EXPECT_EQ(1, bytes);
					continue;
				}
				EXPECT_VIEW(view, PAGE, protect);
				EXPECT_SUCCESS(UnmapViewOfFile(view));
			}
			EXPECT_SUCCESS(CloseHandle(section));
		}
	}
}

/* opened to read. */
TEST(handle_that_reads)
{
	HANDLE section = create_section(PAGE_READWRITE, 4090, "reads"), handle;
	SECTION_BASIC_INFORMATION info;
	SIZE_T length = (SIZE_T)POISON << 16;
	char *view;

	ASSERT_NE(NULL, section);
	handle = OpenFileMappingA(FILE_MAP_READ, FALSE, "Local\\reads");
	ASSERT_NE(NULL, handle);
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, FILE_MAP_WRITE));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       map(handle, FILE_MAP_READ | FILE_MAP_WRITE));
	view = map(handle, FILE_MAP_READ);
	ASSERT_NE(NULL, view);
	EXPECT_VIEW(view, PAGE, PAGE_READONLY);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, true);
	EXPECT_STATUS(STATUS_ACCESS_DENIED,
		      NtQuerySection(handle, SectionBasicInformation, &info,
				     sizeof(info), &length));
	EXPECT_EQ((SIZE_T)POISON << 16, length);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(handle));

	handle = OpenFileMappingA(FILE_MAP_READ | SECTION_QUERY, FALSE,
				  "reads");
	ASSERT_NE(NULL, handle);
	memset(&info, 0xcc, sizeof(info));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQuerySection(handle, SectionBasicInformation, &info,
				     sizeof(info), &length));
	EXPECT_EQ(sizeof(info), length);
	EXPECT_EQ(SEC_COMMIT, info.Attributes);
	EXPECT_EQ(NULL, info.BaseAddress);
	EXPECT_EQ((LONGLONG)PAGE, info.Size.QuadPart);
	EXPECT_SUCCESS(CloseHandle(handle));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* opened to write, which does not include to read. */
TEST(handle_that_writes)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "writes"), handle;
	SECTION_BASIC_INFORMATION info;
	char *view;

	ASSERT_NE(NULL, section);
	handle = OpenFileMappingA(FILE_MAP_WRITE, FALSE, "writes");
	ASSERT_NE(NULL, handle);
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, FILE_MAP_READ));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, FILE_MAP_COPY));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, 0));
	/* The view is to read and write, whether both are asked for or not. */
	view = map(handle, FILE_MAP_READ | FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	view = map(handle, FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	EXPECT_VIEW(view, PAGE, PAGE_READWRITE);
	EXPECT_ACCESS(STATUS_SUCCESS, view, true);
	EXPECT_ACCESS(STATUS_SUCCESS, view, false);
	EXPECT_STATUS(STATUS_ACCESS_DENIED,
		      NtQuerySection(handle, SectionBasicInformation, &info,
				     sizeof(info), NULL));
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(handle));

	handle = OpenFileMappingA(FILE_MAP_WRITE | SECTION_QUERY, FALSE,
				  "writes");
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQuerySection(handle, SectionBasicInformation, &info,
				     sizeof(info), NULL));
	EXPECT_SUCCESS(CloseHandle(handle));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* all rights by name, but a section that does not execute. */
TEST(section_that_does_not_allow_it)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "all"), handle;
	PVOID view = NULL;
	SIZE_T size = 0;

	ASSERT_NE(NULL, section);
	handle = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, "all");
	ASSERT_NE(NULL, handle);
	/* The one lacks the right, the other the protection. */
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       map(section, FILE_MAP_READ | FILE_MAP_EXECUTE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       map(handle, FILE_MAP_READ | FILE_MAP_EXECUTE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       MapViewOfFile3(handle, NULL, NULL, 0, 0, 0,
				      PAGE_EXECUTE_WRITECOPY, NULL, 0));
	EXPECT_STATUS(STATUS_SECTION_PROTECTION,
		      nt_map(handle, &view, &size, PAGE_EXECUTE_READWRITE));
	EXPECT_EQ(NULL, view);
	EXPECT_SUCCESS(CloseHandle(handle));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* the protection is looked at before offset and size. */
TEST(protection_before_range)
{
	HANDLE section = nt_section(SECTION_ALL_ACCESS, PAGE_READONLY,
				    SEC_COMMIT, PAGE);
	LARGE_INTEGER offset = { .QuadPart = GRANULE };
	SIZE_T size = 2 * PAGE;
	PVOID view = NULL;

	ASSERT_NE(NULL, section);
	EXPECT_STATUS(STATUS_SECTION_PROTECTION,
		      nt_map(section, &view, &size, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_VIEW_SIZE,
		      nt_map(section, &view, &size, PAGE_READONLY));
	EXPECT_STATUS(STATUS_SECTION_PROTECTION,
		      NtMapViewOfSectionEx(section, NtCurrentProcess(), &view,
					   &offset, &size, 0, PAGE_READWRITE,
					   NULL, 0));
	EXPECT_STATUS(STATUS_INVALID_VIEW_SIZE,
		      NtMapViewOfSectionEx(section, NtCurrentProcess(), &view,
					   &offset, &size, 0, PAGE_READONLY,
					   NULL, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 2 * PAGE));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       MapViewOfFile(section, FILE_MAP_READ, 0, 0, 2 * PAGE));
	EXPECT_EQ(NULL, view);
	EXPECT_EQ(2 * PAGE, size);
	EXPECT_SUCCESS(CloseHandle(section));
}

/* A-18, P-15: what is written to a FILE_MAP_COPY view stays there. */
TEST(copies_are_private)
{
	static const ULONG kinds[] = {
		PAGE_READONLY, PAGE_WRITECOPY, PAGE_READWRITE,
	};
	char *copy, *other, *view;
	HANDLE section;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		section = create_section(kinds[i], PAGE, NULL);
		copy = map(section, FILE_MAP_COPY);
		other = map(section, FILE_MAP_COPY);
		view = map(section, FILE_MAP_READ);
		ASSERT_NE(NULL, copy);
		ASSERT_NE(NULL, other);
		ASSERT_NE(NULL, view);
		copy[0] = 'c';
		EXPECT_EQ(0, view[0]);
		other[0] = 'o';
		EXPECT_EQ('c', copy[0]);
		EXPECT_EQ(0, view[0]);
		EXPECT_SUCCESS(UnmapViewOfFile(copy));
		copy = map(section, FILE_MAP_COPY);
		ASSERT_NE(NULL, copy);
		EXPECT_EQ(0, copy[0]);
		EXPECT_SUCCESS(UnmapViewOfFile(copy));
		EXPECT_SUCCESS(UnmapViewOfFile(other));
		EXPECT_SUCCESS(UnmapViewOfFile(view));
		EXPECT_SUCCESS(CloseHandle(section));
	}
}

/* a handle that reads is not made one that writes again. */
TEST(duplicates_do_not_get_more)
{
	static const DWORD wanted[] = {
		FILE_MAP_WRITE, FILE_MAP_READ | FILE_MAP_WRITE,
		FILE_MAP_ALL_ACCESS, GENERIC_WRITE, SECTION_QUERY, WRITE_DAC,
	};
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE process = GetCurrentProcess(), reader = NULL, more;
	size_t i;
	char *view;

	EXPECT_SUCCESS(DuplicateHandle(process, section, process, &reader,
				       FILE_MAP_READ, FALSE,
				       DUPLICATE_CLOSE_SOURCE));
	EXPECT_EQ(R, granted_access(reader));
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		more = (HANDLE)POISON;
		EXPECT_FAILURE(ERROR_ACCESS_DENIED,
			       DuplicateHandle(process, reader, process, &more,
					       wanted[i], FALSE, 0));
		EXPECT_EQ(NULL, more);
	}
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(reader, FILE_MAP_WRITE));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, map(section, FILE_MAP_READ));
	view = map(reader, FILE_MAP_READ);
	EXPECT_NE(NULL, view);
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(reader));
}

TEST_HARNESS_MAIN
