// SPDX-License-Identifier: GPL-2.0
/*
 * NtCreateSection without names: sizes, protections, attributes, rights and
 * pointers, with the status of each.
 */
#include "kselftest_harness.h"

#include "win32_test.h"

#define GIB (1024ULL * 1024 * 1024)
#define TIB (1024 * GIB)
#define NOTHING ((HANDLE)(ULONG_PTR)POISON)

static NTSTATUS create(HANDLE *handle, ACCESS_MASK access, LONGLONG size,
		       ULONG protect, ULONG attributes)
{
	LARGE_INTEGER maximum = { .QuadPart = size };

	*handle = NOTHING;
	return NtCreateSection(handle, access, NULL, &maximum, protect,
			       attributes, NULL);
}

static HANDLE created(ACCESS_MASK access, LONGLONG size, ULONG protect,
		      ULONG attributes)
{
	HANDLE handle;

	return create(&handle, access, size, protect, attributes) ? NULL :
								    handle;
}

static NTSTATUS map_native(HANDLE section, ULONG protect, PVOID *base)
{
	SIZE_T size = 0;

	*base = NULL;
	return NtMapViewOfSection(section, NtCurrentProcess(), base, 0, 0, NULL,
				  &size, ViewShare, 0, protect);
}

/* All fails leave NULL for a handle, nothing open, and the last error alone. */
#define EXPECT_REFUSED(status, size, protect, attributes) do {		\
	int before_ = open_descriptors();				\
	HANDLE handle_;							\
	SetLastError(UNTOUCHED);					\
	EXPECT_STATUS(status, create(&handle_, SECTION_ALL_ACCESS, size, \
				     protect, attributes));		\
	EXPECT_EQ(NULL, handle_);					\
	EXPECT_EQ(UNTOUCHED, GetLastError());				\
	EXPECT_EQ(before_, open_descriptors());				\
} while (0)

/* C-31: an output that cannot be written is found first, and no section made. */
TEST(bad_handle_pointers)
{
	char *memory = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	LARGE_INTEGER size = { .QuadPart = PAGE };
	int before = open_descriptors();
	unsigned int i;

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, mprotect(memory + PAGE, PAGE, PROT_READ));
	ASSERT_EQ(0, munmap(memory + 2 * PAGE, PAGE));
	HANDLE *const bad[] = {
		NULL, (HANDLE *)8, (HANDLE *)(ULONG_PTR)0xdeadbee0,
		(HANDLE *)(memory + PAGE), (HANDLE *)(memory + PAGE - 4),
		(HANDLE *)(memory + 2 * PAGE), (HANDLE *)-PAGE, (HANDLE *)-1L,
	};

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtCreateSection(bad[i], SECTION_ALL_ACCESS, NULL,
					      &size, PAGE_READWRITE, SEC_COMMIT,
					      NULL));
		/* Before everything else that is wrong. */
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtCreateSection(bad[i], 0, (void *)8, NULL, 0, 0,
					      (HANDLE)4));
	}
	EXPECT_EQ(before, open_descriptors());
}

/* C-31: so are inputs that cannot be read; the handle is NULL then. */
TEST(bad_input_pointers)
{
	PVOID const bad[] = { (PVOID)8, (PVOID)1, (PVOID)-PAGE, (PVOID)-1L };
	LARGE_INTEGER size = { .QuadPart = PAGE };
	int before = open_descriptors();
	HANDLE handle;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		handle = NOTHING;
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtCreateSection(&handle, SECTION_ALL_ACCESS, NULL,
					      bad[i], PAGE_READWRITE,
					      SEC_COMMIT, NULL));
		EXPECT_EQ(NULL, handle);
		handle = NOTHING;
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtCreateSection(&handle, SECTION_ALL_ACCESS,
					      bad[i], &size, PAGE_READWRITE,
					      SEC_COMMIT, NULL));
		EXPECT_EQ(NULL, handle);
		handle = NOTHING;
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtCreateSectionEx(&handle, SECTION_ALL_ACCESS,
						NULL, &size, PAGE_READWRITE,
						SEC_COMMIT, NULL, bad[i], 1));
		EXPECT_EQ(NULL, handle);
	}
	EXPECT_EQ(before, open_descriptors());
}

/* C-05: without a size there is nothing to make. */
TEST(no_size)
{
	HANDLE handle = NOTHING;

	EXPECT_REFUSED(STATUS_INVALID_PARAMETER_4, 0, PAGE_READWRITE,
		       SEC_COMMIT);
	EXPECT_REFUSED(STATUS_INVALID_PARAMETER_4, 0, PAGE_READWRITE,
		       SEC_RESERVE);
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
		      NtCreateSection(&handle, SECTION_ALL_ACCESS, NULL, NULL,
				      PAGE_READWRITE, SEC_COMMIT, NULL));
	EXPECT_EQ(NULL, handle);
}

/* C-06, C-07, C-09 to C-12 */
TEST(sizes)
{
	static const struct { LONGLONG asked, size; ULONG attributes; } good[] = {
		{ 1, PAGE, SEC_COMMIT }, { 0x123, PAGE, SEC_COMMIT },
		{ 0x3452, 0x4000, SEC_COMMIT }, { 0x1001, 0x2000, SEC_RESERVE },
		{ 8 * GIB, 8 * GIB, SEC_RESERVE },
		{ 8 * TIB, 8 * TIB, SEC_RESERVE },
	};
	unsigned int i;
	HANDLE handle;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		EXPECT_STATUS(STATUS_SUCCESS,
			      create(&handle, SECTION_QUERY, good[i].asked,
				     PAGE_READONLY, good[i].attributes));
		EXPECT_SECTION(handle, good[i].size, good[i].attributes);
	}
	EXPECT_REFUSED(STATUS_SECTION_TOO_BIG, -1, PAGE_READWRITE, SEC_COMMIT);
	EXPECT_REFUSED(STATUS_SECTION_TOO_BIG, -1, PAGE_READWRITE, SEC_RESERVE);
	EXPECT_REFUSED(STATUS_SECTION_TOO_BIG, INT64_MIN, PAGE_READWRITE,
		       SEC_RESERVE);
	EXPECT_REFUSED(STATUS_SECTION_TOO_BIG, 128 * TIB, PAGE_READWRITE,
		       SEC_RESERVE);
	EXPECT_REFUSED(STATUS_COMMITMENT_LIMIT, 512 * GIB, PAGE_READWRITE,
		       SEC_COMMIT);
}

/* C-14, C-15, C-17, C-36b: one of seven, PAGE_EXECUTE among them. */
TEST(protections)
{
	static const ULONG legal[] = {
		PAGE_READONLY, PAGE_READWRITE, PAGE_WRITECOPY, PAGE_EXECUTE,
		PAGE_EXECUTE_READ, PAGE_EXECUTE_READWRITE,
		PAGE_EXECUTE_WRITECOPY,
	};
	ULONG protect;
	HANDLE handle;

	for (protect = 0; protect < 256; protect++) {
		unsigned int i = 0;

		while (i < ARRAY_SIZE(legal) && legal[i] != protect)
			i++;
		if (i == ARRAY_SIZE(legal)) {
			EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, PAGE,
				       protect, SEC_COMMIT);
			continue;
		}
		EXPECT_STATUS(STATUS_SUCCESS,
			      create(&handle, SECTION_ALL_ACCESS, PAGE, protect,
				     SEC_COMMIT));
		EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	}
	EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, PAGE, 0xffffffff,
		       SEC_COMMIT);
	EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, PAGE, 0x1234,
		       SEC_COMMIT);
}

/* C-18 */
TEST(modifiers_of_protections)
{
	static const ULONG bits[] = { PAGE_GUARD, PAGE_NOCACHE,
				      PAGE_WRITECOMBINE, 0x40000000,
				      0x80000000 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, PAGE,
			       PAGE_READWRITE | bits[i], SEC_COMMIT);
		EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, PAGE, bits[i],
			       SEC_COMMIT);
	}
}

/* C-15, C-05: the protection is looked at before the size. */
TEST(protection_comes_before_size)
{
	HANDLE handle = NOTHING;

	EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, 0, PAGE_NOACCESS,
		       SEC_COMMIT);
	EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, -1, PAGE_NOACCESS,
		       SEC_COMMIT);
	EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, 512 * GIB, PAGE_NOACCESS,
		       SEC_COMMIT);
	EXPECT_REFUSED(STATUS_INVALID_PAGE_PROTECTION, 128 * TIB, 0,
		       SEC_RESERVE);
	EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
		      NtCreateSection(&handle, SECTION_ALL_ACCESS, NULL, NULL,
				      0x1234, SEC_COMMIT, NULL));
	EXPECT_EQ(NULL, handle);
}

/* C-17: what can be done with a section that is PAGE_EXECUTE. */
TEST(execute_only_section)
{
	static const ULONG others[] = {
		PAGE_READONLY, PAGE_READWRITE, PAGE_WRITECOPY,
		PAGE_EXECUTE_READ, PAGE_EXECUTE_READWRITE,
	};
	HANDLE section = created(SECTION_ALL_ACCESS, PAGE, PAGE_EXECUTE,
				 SEC_COMMIT);
	unsigned int i;
	PVOID view;

	ASSERT_NE(NULL, section);
	EXPECT_STATUS(STATUS_SUCCESS, map_native(section, PAGE_EXECUTE, &view));
	EXPECT_REGION(view, view, PAGE_EXECUTE, PAGE, MEM_COMMIT, PAGE_EXECUTE,
		      MEM_MAPPED);
	for (i = 0; i < ARRAY_SIZE(others); i++)
		EXPECT_STATUS(STATUS_SECTION_PROTECTION,
			      map_native(section, others[i], &view));
}

/* C-20 to C-27, C-36b: no default here, and what does not go together. */
TEST(attributes)
{
	static const ULONG good[] = {
		SEC_RESERVE, SEC_RESERVE | SEC_NOCACHE,
		SEC_RESERVE | SEC_WRITECOMBINE, SEC_COMMIT,
		SEC_COMMIT | SEC_NOCACHE, SEC_COMMIT | SEC_WRITECOMBINE,
	};
	static const ULONG bad[] = {
		0, SEC_RESERVE | SEC_COMMIT, SEC_RESERVE | SEC_LARGE_PAGES,
		SEC_NOCACHE, SEC_WRITECOMBINE, SEC_LARGE_PAGES,
		SEC_NOCACHE | SEC_RESERVE | SEC_COMMIT,
		SEC_COMMIT | SEC_NOCACHE | SEC_WRITECOMBINE,
		SEC_FILE, SEC_FILE | SEC_RESERVE, SEC_FILE | SEC_COMMIT,
		SEC_IMAGE | SEC_RESERVE, SEC_IMAGE | SEC_COMMIT, 1,
		SEC_COMMIT | 1, 0xffffffff,
	};
	unsigned int i;
	HANDLE handle;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		EXPECT_STATUS(STATUS_SUCCESS,
			      create(&handle, SECTION_QUERY, PAGE,
				     PAGE_READWRITE, good[i]));
		EXPECT_SECTION(handle, PAGE, good[i]);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_REFUSED(STATUS_INVALID_PARAMETER_6, PAGE, PAGE_READWRITE,
			       bad[i]);
	EXPECT_REFUSED(STATUS_INVALID_FILE_FOR_SECTION, PAGE, PAGE_READWRITE,
		       SEC_IMAGE);
	EXPECT_REFUSED(STATUS_INVALID_FILE_FOR_SECTION, PAGE, PAGE_READWRITE,
		       SEC_IMAGE_NO_EXECUTE);
}

/* C-39: refused here: no address can be kept free in every process. */
TEST(based_sections)
{
	EXPECT_REFUSED(STATUS_NOT_SUPPORTED, PAGE, PAGE_READWRITE,
		       SEC_COMMIT | SEC_BASED);
	EXPECT_REFUSED(STATUS_NOT_SUPPORTED, PAGE, PAGE_READWRITE,
		       SEC_RESERVE | SEC_BASED);
	EXPECT_REFUSED(STATUS_INVALID_PARAMETER_6, PAGE, PAGE_READWRITE,
		       SEC_BASED);
}

static ULONG create_large(void *size)
{
	HANDLE handle;

	return create(&handle, SECTION_ALL_ACCESS, *(LONGLONG *)size,
		      PAGE_READWRITE, SEC_COMMIT | SEC_LARGE_PAGES);
}

/* C-28, C-29 */
TEST(large_pages)
{
	LONGLONG large = GetLargePageMinimum(), small = large / 2;
	HANDLE handle;

	ASSERT_NE(0, large);
	EXPECT_STATUS(STATUS_SUCCESS,
		      create(&handle, SECTION_QUERY, 2 * large, PAGE_READWRITE,
			     SEC_COMMIT | SEC_LARGE_PAGES));
	EXPECT_SECTION(handle, 2 * large, SEC_COMMIT | SEC_LARGE_PAGES);
	EXPECT_REFUSED(STATUS_INVALID_PARAMETER_4, PAGE, PAGE_READWRITE,
		       SEC_COMMIT | SEC_LARGE_PAGES);
	EXPECT_REFUSED(STATUS_INVALID_PARAMETER_4, large + small,
		       PAGE_READWRITE, SEC_COMMIT | SEC_LARGE_PAGES);
	EXPECT_EQ((ULONG)STATUS_PRIVILEGE_NOT_HELD,
		  in_child(1000, create_large, &large));
	EXPECT_EQ((ULONG)STATUS_INVALID_PARAMETER_4,
		  in_child(1000, create_large, &small));
}

/* Files are not supported, and what is no file neither. */
TEST(files_are_refused)
{
	HANDLE section = created(SECTION_ALL_ACCESS, PAGE, PAGE_READWRITE,
				 SEC_COMMIT);
	const HANDLE files[] = { section, (HANDLE)4, NOTHING, NtCurrentProcess() };
	LARGE_INTEGER size = { .QuadPart = PAGE };
	unsigned int i;
	HANDLE handle;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		handle = NOTHING;
		EXPECT_STATUS(STATUS_NOT_SUPPORTED,
			      NtCreateSection(&handle, SECTION_ALL_ACCESS, NULL,
					      &size, PAGE_READWRITE, SEC_COMMIT,
					      files[i]));
		EXPECT_EQ(NULL, handle);
	}
}

/* C-32: a new section's handle has what was asked, 0 and garbage included. */
TEST(rights)
{
	static const struct { ACCESS_MASK asked, granted; } rights[] = {
		{ 0, 0 }, { SECTION_QUERY, 1 }, { SECTION_MAP_WRITE, 2 },
		{ SECTION_MAP_READ, 4 }, { SECTION_MAP_EXECUTE, 8 },
		{ SECTION_EXTEND_SIZE, 0x10 }, { DELETE, 0x10000 },
		{ READ_CONTROL, 0x20000 }, { WRITE_DAC, 0x40000 },
		{ WRITE_OWNER, 0x80000 },
		{ SECTION_QUERY | SECTION_MAP_READ, 5 },
		{ SECTION_ALL_ACCESS, 0xf001f }, { GENERIC_READ, 0x20005 },
		{ GENERIC_WRITE, 0x20002 }, { GENERIC_EXECUTE, 0x20008 },
		{ GENERIC_ALL, 0xf001f }, { MAXIMUM_ALLOWED, 0xf001f },
		{ 0xffffffff, 0xf001f },
	};
	unsigned int i;
	HANDLE handle;
	PVOID view;

	for (i = 0; i < ARRAY_SIZE(rights); i++) {
		EXPECT_STATUS(STATUS_SUCCESS,
			      create(&handle, rights[i].asked, PAGE,
				     PAGE_READONLY, SEC_COMMIT));
		EXPECT_EQ(rights[i].granted, granted_access(handle))
			TH_LOG("asked for %#x", rights[i].asked);
	}
	handle = created(0, PAGE, PAGE_READWRITE, SEC_COMMIT);
	EXPECT_STATUS(STATUS_ACCESS_DENIED,
		      map_native(handle, PAGE_NOACCESS, &view));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtClose(handle));
}

/* C-37: extended parameters. */
TEST(extended_parameters)
{
	LARGE_INTEGER size = { .QuadPart = PAGE };
	MEM_EXTENDED_PARAMETER parameters[2];
	const struct { int type; ULONG64 value; ULONG count; NTSTATUS status; }
	cases[] = {
		{ MemExtendedParameterNumaNode, 0, 1, STATUS_SUCCESS },
		{ MemExtendedParameterNumaNode, NUMA_NO_PREFERRED_NODE, 1,
		  STATUS_SUCCESS },
		{ MemExtendedParameterNumaNode, 0, 2,
		  STATUS_INVALID_PARAMETER },
		{ MemExtendedParameterNumaNode, 1023, 1,
		  STATUS_INVALID_PARAMETER },
		{ MemExtendedParameterInvalidType, 0, 1,
		  STATUS_INVALID_PARAMETER },
		{ MemExtendedParameterMax, 0, 1, STATUS_INVALID_PARAMETER },
		{ 255, 0, 1, STATUS_INVALID_PARAMETER },
		{ MemExtendedParameterPartitionHandle, 4, 1,
		  STATUS_NOT_SUPPORTED },
	};
	unsigned int i;
	HANDLE handle;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(parameters, 0, sizeof(parameters));
		parameters[0].Type = cases[i].type;
		parameters[0].ULong64 = cases[i].value;
		parameters[1] = parameters[0];
		handle = NOTHING;
		EXPECT_STATUS(cases[i].status,
			      NtCreateSectionEx(&handle, SECTION_ALL_ACCESS,
						NULL, &size, PAGE_READWRITE,
						SEC_COMMIT, NULL, parameters,
						cases[i].count));
		EXPECT_EQ(!cases[i].status, !!handle);
		EXPECT_EQ(!cases[i].status, granted_access(handle) == 0xf001f);
	}
	handle = NOTHING;
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      NtCreateSectionEx(&handle, SECTION_ALL_ACCESS, NULL,
					&size, PAGE_READWRITE, SEC_COMMIT, NULL,
					NULL, 1));
	EXPECT_EQ(NULL, handle);
}

TEST_HARNESS_MAIN
