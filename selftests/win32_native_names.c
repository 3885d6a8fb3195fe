// SPDX-License-Identifier: GPL-2.0
/*
 * OBJECT_ATTRIBUTES: which names the native functions find in which directory,
 * and the status of each that cannot be.
 */
#include "kselftest_harness.h"

#include "win32_test.h"

#define NOTHING ((HANDLE)(ULONG_PTR)POISON)
#define BNO "\\BaseNamedObjects\\"

/* A name of bytes of ASCII as a string, in a buffer of its own. */
struct name {
	WCHAR units[128];
	UNICODE_STRING string;
	OBJECT_ATTRIBUTES attributes;
};

static POBJECT_ATTRIBUTES named(struct name *name, const char *text,
				HANDLE root, ULONG flags)
{
	USHORT i;

	for (i = 0; text[i]; i++)
		name->units[i] = (unsigned char)text[i];
	name->string.Length = i * sizeof(WCHAR);
	name->string.MaximumLength = i * sizeof(WCHAR);
	name->string.Buffer = name->units;
	InitializeObjectAttributes(&name->attributes, &name->string, flags,
				   root, NULL);
	return &name->attributes;
}

static NTSTATUS create_by(HANDLE *handle, ACCESS_MASK access,
			  POBJECT_ATTRIBUTES attributes)
{
	LARGE_INTEGER size = { .QuadPart = PAGE };

	*handle = NOTHING;
	return NtCreateSection(handle, access, attributes, &size,
			       PAGE_READWRITE, SEC_COMMIT, NULL);
}

static NTSTATUS open_by(HANDLE *handle, ACCESS_MASK access,
			POBJECT_ATTRIBUTES attributes)
{
	*handle = NOTHING;
	return NtOpenSection(handle, access, attributes);
}

static NTSTATUS open_directory(HANDLE *handle, const char *text, HANDLE root,
			       ULONG flags)
{
	struct name name;

	*handle = NOTHING;
	return NtOpenDirectoryObject(handle, DIRECTORY_QUERY,
				     named(&name, text, root, flags));
}

/* The directory of the session, and that of session 0. */
static HANDLE session(void)
{
	HANDLE handle;

	open_directory(&handle, "\\Sessions\\1\\BaseNamedObjects", NULL, 0);
	return handle;
}

static HANDLE global(void)
{
	HANDLE handle;

	open_directory(&handle, "\\BaseNamedObjects", NULL, 0);
	return handle;
}

/*
 * Creation and opening have these results; a handle of a failure is NULL, and
 * a bad protection is found before what is wrong with the attributes.
 */
static void expect_both(struct __test_metadata *_metadata,
			POBJECT_ATTRIBUTES attributes, NTSTATUS create_status,
			NTSTATUS open_status)
{
	HANDLE created, opened, none = NOTHING;
	LARGE_INTEGER size = { .QuadPart = PAGE };
	int before = open_descriptors();

	EXPECT_STATUS(create_status,
		      create_by(&created, SECTION_MAP_WRITE, attributes));
	EXPECT_STATUS(open_status,
		      open_by(&opened, SECTION_MAP_WRITE, attributes));
	EXPECT_EQ(!open_status, !!opened);
	EXPECT_EQ(!create_status, !!created);
	if (opened)
		NtClose(opened);
	if (created)
		NtClose(created);

	EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
		      NtCreateSection(&none, SECTION_MAP_WRITE, attributes,
				      &size, 0x1234, SEC_COMMIT, NULL));
	EXPECT_EQ(NULL, none);
	EXPECT_EQ(before, open_descriptors());
}

/* N-18: the length says which structure it is. */
TEST(length_of_the_attributes)
{
	POBJECT_ATTRIBUTES attributes;
	struct name name;
	ULONG length;

	attributes = named(&name, "name", session(), 0);
	for (length = 0; length <= 2 * sizeof(*attributes); length++) {
		attributes->Length = length;
		if (length == sizeof(*attributes))
			expect_both(_metadata, attributes, STATUS_SUCCESS,
				    STATUS_SUCCESS);
		else
			expect_both(_metadata, attributes,
				    STATUS_INVALID_PARAMETER,
				    STATUS_INVALID_PARAMETER);
	}
	attributes->Length = ~0U;
	expect_both(_metadata, attributes, STATUS_INVALID_PARAMETER,
		    STATUS_INVALID_PARAMETER);
	/* Before the name, whatever that is. */
	attributes->ObjectName = (PUNICODE_STRING)8;
	expect_both(_metadata, attributes, STATUS_INVALID_PARAMETER,
		    STATUS_INVALID_PARAMETER);
}

/* Bits that no attribute is; the others that there are have no effect. */
TEST(flags_of_the_attributes)
{
	struct name name;
	ULONG bit;

	for (bit = 0; bit < 32; bit++) {
		ULONG flag = 1U << bit;
		NTSTATUS status = STATUS_INVALID_PARAMETER;

		if (flag == OBJ_PERMANENT)
			continue;
		if (flag & OBJ_VALID_ATTRIBUTES)
			status = STATUS_SUCCESS;
		expect_both(_metadata, named(&name, "name", session(), flag),
			    status, status);
	}
}

/* N-30: nothing is permanent here, as for want of the privilege. */
TEST(permanent_names)
{
	struct name name;
	HANDLE handle;

	EXPECT_STATUS(STATUS_PRIVILEGE_NOT_HELD,
		      create_by(&handle, SECTION_ALL_ACCESS,
				named(&name, "name", session(),
				      OBJ_PERMANENT)));
	EXPECT_EQ(NULL, handle);
	EXPECT_STATUS(STATUS_PRIVILEGE_NOT_HELD,
		      create_by(&handle, SECTION_ALL_ACCESS,
				named(&name, "name", session(),
				      OBJ_PERMANENT | OBJ_OPENIF)));
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_by(&handle, SECTION_ALL_ACCESS,
			      named(&name, "name", session(), 0)));
}

/* N-19b: no attributes at all: no name at creation, nothing to open. */
TEST(without_attributes)
{
	HANDLE *const bad[] = { NULL, (HANDLE *)(ULONG_PTR)0xdeadbee0,
				(HANDLE *)-1L };
	struct name name;
	HANDLE handle;
	unsigned int i;

	EXPECT_STATUS(STATUS_SUCCESS, create_by(&handle, 2, NULL));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER, open_by(&handle, 2, NULL));
	EXPECT_EQ(NULL, handle);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtOpenSection(bad[i], 2, NULL));
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtOpenSection(bad[i], 2,
					    named(&name, "x", NULL, 0)));
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtOpenDirectoryObject(bad[i], DIRECTORY_QUERY,
						    NULL));
	}
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION, open_by(&handle, 2, (PVOID)8));
	EXPECT_EQ(NULL, handle);
	handle = NOTHING;
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      NtOpenDirectoryObject(&handle, DIRECTORY_QUERY, NULL));
	EXPECT_EQ(NULL, handle);
}

/* N-19, N-20, N-14: no name, or one of no characters, with a root or not. */
TEST(without_a_name)
{
	HANDLE section, directory = session();
	struct name name;

	ASSERT_EQ(STATUS_SUCCESS, create_by(&section, 2, NULL));
	const HANDLE roots[] = { NOTHING, section, directory, (HANDLE)4 };
	unsigned int i;

	named(&name, "", NULL, 0);
	expect_both(_metadata, &name.attributes, STATUS_SUCCESS,
		    STATUS_OBJECT_PATH_SYNTAX_BAD);
	name.string.Buffer = NULL;
	expect_both(_metadata, &name.attributes, STATUS_SUCCESS,
		    STATUS_OBJECT_PATH_SYNTAX_BAD);
	name.attributes.ObjectName = NULL;
	expect_both(_metadata, &name.attributes, STATUS_SUCCESS,
		    STATUS_OBJECT_PATH_SYNTAX_BAD);
	for (i = 0; i < ARRAY_SIZE(roots); i++) {
		named(&name, "", roots[i], 0);
		expect_both(_metadata, &name.attributes, STATUS_SUCCESS,
			    STATUS_OBJECT_TYPE_MISMATCH);
		name.attributes.ObjectName = NULL;
		expect_both(_metadata, &name.attributes,
			    STATUS_OBJECT_NAME_INVALID,
			    STATUS_OBJECT_NAME_INVALID);
	}
}

/* N-16: the longest name, and lengths that are odd. */
TEST(length_of_the_name)
{
	static WCHAR units[0x8000];
	UNICODE_STRING string = { 0, 0, units };
	OBJECT_ATTRIBUTES attributes;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		units[i] = 'a';
	InitializeObjectAttributes(&attributes, &string, 0, session(), NULL);
	string.Length = 65532;
	expect_both(_metadata, &attributes, STATUS_SUCCESS, STATUS_SUCCESS);
	string.Length = 65534;
	expect_both(_metadata, &attributes, STATUS_OBJECT_NAME_INVALID,
		    STATUS_OBJECT_NAME_INVALID);
	string.Length = 65535;
	expect_both(_metadata, &attributes, STATUS_OBJECT_NAME_INVALID,
		    STATUS_OBJECT_NAME_INVALID);
	string.Length = 67;
	expect_both(_metadata, &attributes, STATUS_OBJECT_NAME_INVALID,
		    STATUS_OBJECT_NAME_INVALID);
	/* Before the root is looked at. */
	attributes.RootDirectory = NOTHING;
	expect_both(_metadata, &attributes, STATUS_OBJECT_NAME_INVALID,
		    STATUS_OBJECT_NAME_INVALID);
	/* The length that there is room for does not matter. */
	attributes.RootDirectory = session();
	string.Length = 64;
	string.MaximumLength = 2;
	expect_both(_metadata, &attributes, STATUS_SUCCESS, STATUS_SUCCESS);
}

/* Strings and characters that are not there, or at an odd address. */
TEST(bad_name_pointers)
{
	char *memory = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const HANDLE roots[] = { NULL, NOTHING, session() };
	UNICODE_STRING string = { 0, 0, NULL };
	OBJECT_ATTRIBUTES attributes;
	unsigned int i, j;

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, munmap(memory + PAGE, PAGE));
	PVOID const bad[] = { (PVOID)(ULONG_PTR)0xdeadbee0, (PVOID)8,
			      memory + PAGE, (PVOID)~0xfffUL };

	memset(memory, 'm', PAGE);
	for (i = 0; i < ARRAY_SIZE(roots); i++) {
		for (j = 0; j < ARRAY_SIZE(bad); j++) {
			InitializeObjectAttributes(&attributes, bad[j], 0,
						   roots[i], NULL);
			expect_both(_metadata, &attributes,
				    STATUS_ACCESS_VIOLATION,
				    STATUS_ACCESS_VIOLATION);
			attributes.ObjectName = &string;
			string.Length = 2;
			string.Buffer = bad[j];
			expect_both(_metadata, &attributes,
				    STATUS_ACCESS_VIOLATION,
				    STATUS_ACCESS_VIOLATION);
		}
		/* The end of either is not there. */
		attributes.ObjectName = (PUNICODE_STRING)(memory + PAGE - 8);
		expect_both(_metadata, &attributes, STATUS_ACCESS_VIOLATION,
			    STATUS_ACCESS_VIOLATION);
		attributes.ObjectName = &string;
		string.Length = 10;
		string.Buffer = (PWSTR)(memory + PAGE - 8);
		expect_both(_metadata, &attributes, STATUS_ACCESS_VIOLATION,
			    STATUS_ACCESS_VIOLATION);
		/* Before the odd length. */
		string.Length = 3;
		string.Buffer = (PWSTR)(memory + 1);
		expect_both(_metadata, &attributes,
			    STATUS_DATATYPE_MISALIGNMENT,
			    STATUS_DATATYPE_MISALIGNMENT);
	}
	attributes.RootDirectory = session();
	string.Length = 8;
	string.Buffer = (PWSTR)(memory + PAGE - 8);
	expect_both(_metadata, &attributes, STATUS_SUCCESS, STATUS_SUCCESS);
}

/* Roots that are no directories. */
TEST(bad_roots)
{
	struct name name;
	HANDLE section, closed;
	unsigned int i;

	ASSERT_EQ(STATUS_SUCCESS, create_by(&section, 2, NULL));
	ASSERT_EQ(STATUS_SUCCESS, create_by(&closed, 2, NULL));
	ASSERT_EQ(STATUS_SUCCESS, NtClose(closed));
	const struct { HANDLE root; NTSTATUS status; } roots[] = {
		{ section, STATUS_OBJECT_TYPE_MISMATCH },
		{ (HANDLE)4, STATUS_OBJECT_TYPE_MISMATCH },
		{ NtCurrentProcess(), STATUS_OBJECT_TYPE_MISMATCH },
		{ closed, STATUS_INVALID_HANDLE },
		{ NOTHING, STATUS_INVALID_HANDLE },
	};

	for (i = 0; i < ARRAY_SIZE(roots); i++)
		expect_both(_metadata, named(&name, "name", roots[i].root, 0),
			    roots[i].status, roots[i].status);
}

/* N-19, N-21, N-22: paths that lead nowhere. */
TEST(paths)
{
	static const struct { const char *path; NTSTATUS status; } absolute[] = {
		{ "BaseNamedObjects", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "name", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "THIS/IS/INVALID", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "\\BaseNamedObjects\\", STATUS_OBJECT_NAME_INVALID },
		{ "\\\\BaseNamedObjects", STATUS_OBJECT_NAME_INVALID },
		{ BNO "\\name", STATUS_OBJECT_NAME_INVALID },
		{ BNO "name\\", STATUS_OBJECT_PATH_NOT_FOUND },
		{ BNO "name\\other", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\BASENamedObjects\\name", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\BaseNamedObject\\name", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\None\\name", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\Sessions\\x\\BaseNamedObjects\\name",
		  STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\Sessions\\1\\None\\name", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\", STATUS_OBJECT_TYPE_MISMATCH },
		{ "\\BaseNamedObjects", STATUS_OBJECT_TYPE_MISMATCH },
		{ BNO "Local", STATUS_OBJECT_TYPE_MISMATCH },
		{ "\\Sessions\\1\\BaseNamedObjects",
		  STATUS_OBJECT_TYPE_MISMATCH },
		{ BNO "name", STATUS_SUCCESS },
		{ BNO "Local\\name", STATUS_SUCCESS },
		{ BNO "Global\\name", STATUS_SUCCESS },
		{ "\\Sessions\\7\\BaseNamedObjects\\name", STATUS_SUCCESS },
	};
	static const struct { const char *path; NTSTATUS status; } relative[] = {
		{ "\\", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "\\name", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "\\name\\", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ BNO "name", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "name\\", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "na\\me", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "none\\name", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "Local", STATUS_OBJECT_TYPE_MISMATCH },
		{ "name", STATUS_SUCCESS }, { "Local\\name", STATUS_SUCCESS },
		{ "Global\\name", STATUS_SUCCESS },
	};
	struct name name;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(absolute); i++)
		expect_both(_metadata, named(&name, absolute[i].path, NULL, 0),
			    absolute[i].status, absolute[i].status);
	for (i = 0; i < ARRAY_SIZE(relative); i++) {
		expect_both(_metadata,
			    named(&name, relative[i].path, session(), 0),
			    relative[i].status, relative[i].status);
		expect_both(_metadata,
			    named(&name, relative[i].path, global(), 0),
			    relative[i].status, relative[i].status);
	}
}

/* N-23: the same name by paths, from roots, and from Win32. */
TEST(ways_to_one_name)
{
	static const char *const paths[] = {
		BNO "way", BNO "Local\\way", BNO "Global\\way",
		"\\Sessions\\1\\BaseNamedObjects\\way",
		"\\Sessions\\2\\BaseNamedObjects\\Local\\way",
		"\\Sessions\\1\\BaseNamedObjects\\Global\\way",
	};
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "way"), handle;
	struct name name;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		EXPECT_STATUS(STATUS_SUCCESS,
			      open_by(&handle, SECTION_QUERY,
				      named(&name, paths[i], NULL, 0)));
		EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
	}
	EXPECT_STATUS(STATUS_SUCCESS,
		      open_by(&handle, SECTION_QUERY,
			      named(&name, "way", session(), 0)));
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
	EXPECT_STATUS(STATUS_SUCCESS,
		      open_by(&handle, SECTION_QUERY,
			      named(&name, "Local\\way", global(), 0)));
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
}

TEST(directories)
{
	static const struct { const char *path; NTSTATUS status; } paths[] = {
		{ "\\BaseNamedObjects", STATUS_SUCCESS },
		{ BNO "Local", STATUS_SUCCESS }, { BNO "Global", STATUS_SUCCESS },
		{ "\\Sessions\\1\\BaseNamedObjects", STATUS_SUCCESS },
		{ "BaseNamedObjects", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ "\\BaseNamedObjects\\", STATUS_OBJECT_NAME_INVALID },
		{ "\\\\BaseNamedObjects", STATUS_OBJECT_NAME_INVALID },
		{ BNO "none", STATUS_OBJECT_NAME_NOT_FOUND },
		{ BNO "none\\", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\None\\none", STATUS_OBJECT_PATH_NOT_FOUND },
		{ "\\basenamedobjects\\Local", STATUS_OBJECT_PATH_NOT_FOUND },
	};
	HANDLE handle, first = session(), section;
	int before = open_descriptors();
	struct name name;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		EXPECT_STATUS(paths[i].status,
			      open_directory(&handle, paths[i].path, NULL, 0));
		EXPECT_EQ(!paths[i].status, !!handle);
		if (!paths[i].status)
			EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	}
	EXPECT_STATUS(STATUS_SUCCESS,
		      open_directory(&handle, "\\basenamedOBJECTS", NULL,
				     OBJ_CASE_INSENSITIVE));
	EXPECT_STATUS(STATUS_SUCCESS, open_directory(&handle, "", first, 0));
	EXPECT_EQ(first, handle);
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_directory(&handle, "none", first, 0));
	handle = NOTHING;
	EXPECT_STATUS(STATUS_OBJECT_NAME_INVALID,
		      NtOpenDirectoryObject(&handle, DIRECTORY_QUERY,
					    (named(&name, "", first, 0),
					     name.attributes.ObjectName = NULL,
					     &name.attributes)));
	EXPECT_EQ(NULL, handle);
	handle = NOTHING;
	EXPECT_STATUS(STATUS_ACCESS_DENIED,
		      NtOpenDirectoryObject(&handle, 0,
					    named(&name, "\\BaseNamedObjects",
						  NULL, 0)));
	EXPECT_EQ(NULL, handle);

	/* They are no sections. */
	section = first;
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, map(section, FILE_MAP_READ));
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtQuerySection(section, SectionBasicInformation, &name,
				     sizeof(SECTION_BASIC_INFORMATION), NULL));
	EXPECT_EQ(before, open_descriptors());
}

TEST_HARNESS_MAIN
