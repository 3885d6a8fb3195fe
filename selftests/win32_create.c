// SPDX-License-Identifier: GPL-2.0
/*
 * Win32 creation of sections: files, sizes, protections and attributes, through
 * every function that creates.
 */
#include "kselftest_harness.h"

#include <sys/resource.h>

#include "win32_test.h"
#include "win32_forms.h"

#define MIB (1024ULL * 1024)
#define GIB (1024 * MIB)
#define TIB (1024 * GIB)

/* C-01, C-02: two values of hFile mean that there is no file. */
TEST(no_file)
{
	struct request what = request(PAGE_READWRITE, PAGE);

	EXPECT_MADE(&what, PAGE, SEC_COMMIT);
	what.file = NULL;
	EXPECT_MADE(&what, PAGE, SEC_COMMIT);
}

/* Files are not supported, nor is what is no file; a bad protection is said
 * first.
 */
TEST(files_are_refused)
{
	struct request what = request(PAGE_READWRITE, PAGE);
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE closed = create_section(PAGE_READWRITE, PAGE, NULL);
	int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int before, i;

	ASSERT_GE(file, 0);
	ASSERT_EQ(TRUE, CloseHandle(closed));
	const HANDLE files[] = {
		section, closed, (HANDLE)4, (HANDLE)(ULONG_PTR)(4 * file + 4),
		(HANDLE)1, (HANDLE)(ULONG_PTR)POISON, (HANDLE)-2, (HANDLE)-16,
	};

	before = open_descriptors();
	for (i = 0; i < (int)ARRAY_SIZE(files); i++) {
		what.file = files[i];
		what.protect = PAGE_READWRITE;
		EXPECT_REFUSED(ERROR_NOT_SUPPORTED, &what);
		what.protect = PAGE_NOACCESS;
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
	}
	EXPECT_EQ(before, open_descriptors());
	EXPECT_SUCCESS(map(section, FILE_MAP_WRITE));
}

/* C-03, C-04: without a file there is no size to fall back on. */
TEST(size_of_zero)
{
	static const ULONG attributes[] = { 0, SEC_COMMIT, SEC_RESERVE,
					    SEC_IMAGE, SEC_FILE };
	struct request what;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		what = request(PAGE_READWRITE | attributes[i], 0);
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
		what.file = NULL;
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
	}
}

/* C-06: both words of the size count. */
TEST(size_of_64_bits)
{
	static const ULONG64 sizes[] = {
		4 * GIB, 4 * GIB + PAGE, 8 * GIB, 4 * GIB - PAGE,
		(1ULL << 43) - PAGE,
	};
	struct request what;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		what = request(PAGE_READWRITE | SEC_RESERVE, sizes[i]);
		EXPECT_MADE(&what, sizes[i], SEC_RESERVE);
	}
}

/* C-07 */
TEST(size_is_rounded_up)
{
	static const struct { SIZE_T asked, rounded; } sizes[] = {
		{ 1, PAGE }, { 0x123, PAGE }, { 4090, PAGE }, { PAGE, PAGE },
		{ PAGE + 1, 2 * PAGE }, { 0x3452, 0x4000 },
		{ GRANULE - 1, GRANULE }, { GRANULE + 1, GRANULE + PAGE },
		{ 4 * GIB - 1, 4 * GIB }, { 4 * GIB + 1, 4 * GIB + PAGE },
	};
	struct request what;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		what = request(PAGE_READWRITE | SEC_RESERVE, sizes[i].asked);
		EXPECT_MADE(&what, sizes[i].rounded, SEC_RESERVE);
		if (sizes[i].asked >= GIB)
			continue;
		what = request(PAGE_READONLY, sizes[i].asked);
		EXPECT_MADE(&what, sizes[i].rounded, SEC_COMMIT);
	}
}

/* C-07, C-08: the bytes of the last page are there, and no more. */
TEST(last_page_is_whole)
{
	HANDLE section = create_section(PAGE_READWRITE, 4090, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *other = map(section, FILE_MAP_READ);

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, other);
	EXPECT_REGION(view, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_EQ(0, view[4095]);
	view[4095] = 'z';
	EXPECT_EQ('z', other[4095]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view + PAGE, false);
}

/* C-09, C-12: sizes that no section can have. */
TEST(size_too_big)
{
	static const struct { ULONG attributes; ULONG64 size; } sizes[] = {
		{ SEC_COMMIT, ~0ULL }, { SEC_RESERVE, ~0ULL },
		{ 0, ~0ULL - PAGE }, { SEC_COMMIT, 1ULL << 63 },
		{ SEC_RESERVE, 1ULL << 63 }, { SEC_RESERVE, 128 * TIB },
		{ SEC_RESERVE | SEC_NOCACHE, 128 * TIB },
		{ SEC_RESERVE, 16 * TIB + 1 },
	};
	struct request what;
	unsigned int i;
	int before = open_descriptors();

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		what = request(PAGE_READWRITE | sizes[i].attributes,
			       sizes[i].size);
		EXPECT_REFUSED(ERROR_NOT_ENOUGH_MEMORY, &what);
	}
	EXPECT_EQ(before, open_descriptors());
}

/* C-10, K-03: more than there is to commit; no name is left, no charge. */
TEST(size_above_the_commit_limit)
{
	struct request what = request(PAGE_READWRITE | SEC_COMMIT, 512 * GIB);
	int before = open_descriptors(), i;

	/* A charge that stays would soon be in the way of the twin below. */
	for (i = 0; i < 16; i++)
		EXPECT_REFUSED(ERROR_COMMITMENT_LIMIT, &what);
	EXPECT_FAILURE(ERROR_COMMITMENT_LIMIT,
		       create_section(PAGE_READWRITE, 512 * GIB, "big"));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingA(FILE_MAP_READ, FALSE, "big"));
	EXPECT_EQ(before, open_descriptors());

	what = request(PAGE_READWRITE | SEC_COMMIT, 16 * MIB);
	EXPECT_MADE(&what, 16 * MIB, SEC_COMMIT);
}

/* C-11: a large reserve; here it takes memory for what is committed only. */
TEST(large_reserve)
{
	struct request what = request(PAGE_READWRITE | SEC_RESERVE, 8 * TIB);

	EXPECT_MADE(&what, 8 * TIB, SEC_RESERVE);
	what.size = 16 * TIB;
	EXPECT_MADE(&what, 16 * TIB, SEC_RESERVE);
}

/* C-13: zeros, also where another section was just before. */
TEST(new_sections_are_zero)
{
	char *zeros = calloc(1, MIB);
	int round;

	ASSERT_NE(NULL, zeros);
	for (round = 0; round < 2; round++) {
		HANDLE section = create_section(PAGE_READWRITE, MIB, NULL);
		char *view = map(section, FILE_MAP_WRITE);

		ASSERT_NE(NULL, view);
		EXPECT_EQ(0, memcmp(zeros, view, MIB));
		memset(view, 0xa5, MIB);
		EXPECT_SUCCESS(UnmapViewOfFile(view));
		EXPECT_SUCCESS(CloseHandle(section));
	}
	free(zeros);
}

static bool is_legal(ULONG protect)
{
	return protect == PAGE_READONLY || protect == PAGE_READWRITE ||
	       protect == PAGE_WRITECOPY || protect == PAGE_EXECUTE_READ ||
	       protect == PAGE_EXECUTE_READWRITE ||
	       protect == PAGE_EXECUTE_WRITECOPY;
}

/*
 * C-14 to C-16: of all values of the eight bits six are legal; PAGE_EXECUTE is
 * for the native function only. The first two values are the nearest errors.
 */
TEST(protections)
{
	struct request what;
	ULONG protect;
	HANDLE section;
	char *view;

	for (protect = 0; protect < 256; protect++) {
		what = request(protect, PAGE);
		if (!is_legal(protect)) {
			EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
			continue;
		}
		EXPECT_MADE(&what, PAGE, SEC_COMMIT);
		section = create_section(protect | SEC_COMMIT, PAGE, NULL);
		view = map(section, FILE_MAP_READ);
		ASSERT_NE(NULL, view);
		EXPECT_REGION(view, view, PAGE_READONLY, PAGE, MEM_COMMIT,
			      PAGE_READONLY, MEM_MAPPED);
	}
}

/* C-18: modifiers are none of a section's. Other bits neither. */
TEST(protections_with_other_bits)
{
	static const ULONG bits[] = { PAGE_GUARD, PAGE_NOCACHE,
				      PAGE_WRITECOMBINE, 0x800, 0x1000,
				      0x8000 };
	struct request what;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		what = request(PAGE_READWRITE | bits[i], PAGE);
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
		what = request(bits[i], PAGE);
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
	}
	what = request(0xffffffff, PAGE);
	EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
}

/* C-15: the protection is looked at before the size and the attributes. */
TEST(protection_comes_first)
{
	static const ULONG64 sizes[] = { ~0ULL, 512 * GIB, 128 * TIB };
	struct request what;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		what = request(PAGE_NOACCESS | SEC_COMMIT, sizes[i]);
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
		what = request(SEC_RESERVE, sizes[i]);
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
	}
	what = request(PAGE_NOACCESS | SEC_IMAGE, PAGE);
	EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
}

/* C-19, C-20: attributes read back as given, none as SEC_COMMIT. */
TEST(attributes_read_back)
{
	static const ULONG attributes[] = {
		SEC_RESERVE, SEC_RESERVE | SEC_NOCACHE,
		SEC_RESERVE | SEC_WRITECOMBINE, SEC_COMMIT,
		SEC_COMMIT | SEC_NOCACHE, SEC_COMMIT | SEC_WRITECOMBINE,
	};
	struct request what = request(PAGE_READWRITE, PAGE);
	unsigned int i;

	EXPECT_MADE(&what, PAGE, SEC_COMMIT);
	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		what = request(PAGE_READWRITE | attributes[i], PAGE);
		EXPECT_MADE(&what, PAGE, attributes[i]);
		what = request(PAGE_EXECUTE_READ | attributes[i], PAGE);
		EXPECT_MADE(&what, PAGE, attributes[i]);
	}
}

/* C-21 to C-26 */
TEST(attributes_that_do_not_go_together)
{
	static const struct { ULONG attributes; DWORD error; } bad[] = {
		{ SEC_RESERVE | SEC_COMMIT, ERROR_INVALID_PARAMETER },
		{ SEC_RESERVE | SEC_COMMIT | SEC_NOCACHE,
		  ERROR_INVALID_PARAMETER },
		{ SEC_RESERVE | SEC_LARGE_PAGES, ERROR_INVALID_PARAMETER },
		{ SEC_NOCACHE, ERROR_INVALID_PARAMETER },
		{ SEC_WRITECOMBINE, ERROR_INVALID_PARAMETER },
		{ SEC_LARGE_PAGES, ERROR_INVALID_PARAMETER },
		{ SEC_COMMIT | SEC_NOCACHE | SEC_WRITECOMBINE,
		  ERROR_INVALID_PARAMETER },
		{ SEC_FILE, ERROR_INVALID_PARAMETER },
		{ SEC_FILE | SEC_RESERVE, ERROR_INVALID_PARAMETER },
		{ SEC_FILE | SEC_COMMIT, ERROR_INVALID_PARAMETER },
		{ SEC_IMAGE, ERROR_BAD_EXE_FORMAT },
		{ SEC_IMAGE_NO_EXECUTE, ERROR_BAD_EXE_FORMAT },
		{ SEC_IMAGE | SEC_RESERVE, ERROR_INVALID_PARAMETER },
		{ SEC_IMAGE | SEC_COMMIT, ERROR_INVALID_PARAMETER },
		{ SEC_IMAGE | SEC_FILE, ERROR_INVALID_PARAMETER },
		{ SEC_IMAGE | SEC_LARGE_PAGES, ERROR_INVALID_PARAMETER },
		{ SEC_IMAGE | SEC_WRITECOMBINE, ERROR_INVALID_PARAMETER },
		{ SEC_COMMIT | SEC_NO_CHANGE, ERROR_INVALID_PARAMETER },
		{ SEC_COMMIT | SEC_64K_PAGES, ERROR_INVALID_PARAMETER },
		{ SEC_MASK, ERROR_INVALID_PARAMETER },
	};
	struct request what;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		what = request(PAGE_READWRITE | bad[i].attributes, PAGE);
		EXPECT_REFUSED(bad[i].error, &what);
		/* Also before a size that is too big, or is too much. */
		what.size = ~0ULL;
		EXPECT_REFUSED(bad[i].error, &what);
		what.size = 512 * GIB;
		EXPECT_REFUSED(bad[i].error, &what);
	}
}

static ULONG create_large(void *size)
{
	struct request what = request(PAGE_READWRITE | SEC_COMMIT |
				      SEC_LARGE_PAGES, *(SIZE_T *)size);
	DWORD error = UNTOUCHED;
	int form;

	for (form = 0; form < FORMS; form++) {
		if (make(form, &what))
			return form;
		if (form && GetLastError() != error)
			return UNTOUCHED;
		error = GetLastError();
	}
	return error;
}

/* C-28, C-29: large pages take a privilege and whole large pages. */
TEST(large_pages)
{
	const ULONG protect = PAGE_READWRITE | SEC_COMMIT | SEC_LARGE_PAGES;
	const SIZE_T large = GetLargePageMinimum();
	SIZE_T bad[] = { PAGE, large - 1, large + PAGE, large + 1 };
	struct request what = request(protect, large);
	SIZE_T good = large;
	unsigned int i;

	ASSERT_EQ(2 * MIB, large);
	EXPECT_MADE(&what, large, SEC_COMMIT | SEC_LARGE_PAGES);
	what.size = 3 * large;
	EXPECT_MADE(&what, 3 * large, SEC_COMMIT | SEC_LARGE_PAGES);

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		what.size = bad[i];
		EXPECT_REFUSED(ERROR_INVALID_PARAMETER, &what);
		EXPECT_EQ(ERROR_INVALID_PARAMETER,
			  in_child(1000, create_large, &bad[i]));
	}
	EXPECT_EQ(ERROR_PRIVILEGE_NOT_HELD,
		  in_child(1000, create_large, &good));
}

/* C-39: an address of its own is for the native function, which refuses it. */
TEST(based_sections)
{
	EXPECT_FAILURE(ERROR_NOT_SUPPORTED,
		       CreateFileMapping2(NULL, NULL, 0, PAGE_READWRITE,
					  SEC_COMMIT | SEC_BASED, PAGE, NULL,
					  NULL, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       create_section(PAGE_READWRITE | SEC_COMMIT | SEC_BASED,
				      PAGE, NULL));
}

/* C-41 */
TEST(file_type)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);

	EXPECT_FAILURE(ERROR_INVALID_HANDLE, GetFileType(section));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, GetFileType(NULL));
	EXPECT_SUCCESS(map(section, FILE_MAP_WRITE));
}

/* B-02: the error of a failure is set. Handles that are none, H-10. */
TEST(view_of_no_section)
{
	HANDLE closed = create_section(PAGE_READWRITE, PAGE, NULL);

	ASSERT_EQ(TRUE, CloseHandle(closed));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, map(closed, FILE_MAP_READ));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, map(NULL, FILE_MAP_READ));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, map((HANDLE)4, FILE_MAP_READ));
}

/* No descriptor is free: no section is left, and later there is one again. */
TEST(no_descriptor_is_free)
{
	struct request what = request(PAGE_READWRITE, PAGE);
	struct rlimit old, limit = { 0, 0 };

	ASSERT_NE(NULL, create_section(PAGE_READWRITE, 1, NULL));
	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &old));
	limit.rlim_max = old.rlim_max;
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	EXPECT_REFUSED(ERROR_NO_SYSTEM_RESOURCES, &what);
	EXPECT_FAILURE(ERROR_NO_SYSTEM_RESOURCES,
		       create_section(PAGE_READWRITE, PAGE, "no"));
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &old));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingA(FILE_MAP_READ, FALSE, "no"));
	EXPECT_MADE(&what, PAGE, SEC_COMMIT);
}

TEST_HARNESS_MAIN
