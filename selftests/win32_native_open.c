// SPDX-License-Identifier: GPL-2.0
/*
 * Names through the native functions: collisions, case, rights on what is there
 * already, and the characters of names.
 */
#include "kselftest_harness.h"

#include "win32_test.h"

#define NOTHING ((HANDLE)(ULONG_PTR)POISON)

/* Attributes with a name of @count units under the session's directory. */
static POBJECT_ATTRIBUTES counted(OBJECT_ATTRIBUTES *attributes,
				  UNICODE_STRING *string, const WCHAR *units,
				  USHORT count, ULONG flags)
{
	static HANDLE directory;
	UNICODE_STRING name;

	if (!directory) {
		RtlInitUnicodeString(&name,
				     u"\\Sessions\\1\\BaseNamedObjects");
		InitializeObjectAttributes(attributes, &name, 0, NULL, NULL);
		NtOpenDirectoryObject(&directory, DIRECTORY_ALL_ACCESS,
				      attributes);
	}
	string->Length = count * sizeof(WCHAR);
	string->MaximumLength = string->Length;
	string->Buffer = (PWSTR)units;
	InitializeObjectAttributes(attributes, string, flags, directory, NULL);
	return attributes;
}

static USHORT length_of(const WCHAR *units)
{
	USHORT count = 0;

	while (units[count])
		count++;
	return count;
}

static NTSTATUS create_sized(HANDLE *handle, ACCESS_MASK access,
			     const WCHAR *units, ULONG flags, LONGLONG size,
			     ULONG protect, ULONG kind)
{
	LARGE_INTEGER maximum = { .QuadPart = size };
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;

	*handle = NOTHING;
	return NtCreateSection(handle, access,
			       counted(&attributes, &string, units,
				       length_of(units), flags),
			       &maximum, protect, kind, NULL);
}

static NTSTATUS create_as(HANDLE *handle, ACCESS_MASK access,
			  const WCHAR *units, ULONG flags)
{
	return create_sized(handle, access, units, flags, PAGE, PAGE_READWRITE,
			    SEC_COMMIT);
}

static NTSTATUS open_as(HANDLE *handle, ACCESS_MASK access, const WCHAR *units,
			ULONG flags)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;

	*handle = NOTHING;
	return NtOpenSection(handle, access,
			     counted(&attributes, &string, units,
				     length_of(units), flags));
}

/* N-08, N-09: a known name is opened if the caller says so, else an error. */
TEST(known_name)
{
	HANDLE section, handle;

	EXPECT_STATUS(STATUS_SUCCESS,
		      create_as(&section, SECTION_ALL_ACCESS, u"known", 0));
	EXPECT_STATUS(STATUS_OBJECT_NAME_COLLISION,
		      create_as(&handle, SECTION_MAP_WRITE, u"known", 0));
	EXPECT_EQ(NULL, handle);
	EXPECT_EQ(ERROR_ALREADY_EXISTS,
		  RtlNtStatusToDosError(STATUS_OBJECT_NAME_COLLISION));

	SetLastError(UNTOUCHED);
	EXPECT_STATUS(STATUS_OBJECT_NAME_EXISTS,
		      create_sized(&handle, SECTION_MAP_WRITE, u"known",
				   OBJ_OPENIF, 256, PAGE_READONLY,
				   SEC_RESERVE));
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
	EXPECT_EQ(SECTION_MAP_WRITE, granted_access(handle));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	EXPECT_TRUE(NT_SUCCESS(STATUS_OBJECT_NAME_EXISTS));
	EXPECT_SECTION(section, PAGE, SEC_COMMIT);

	/* On a new name OBJ_OPENIF makes no difference. */
	EXPECT_STATUS(STATUS_SUCCESS,
		      create_as(&handle, SECTION_MAP_WRITE, u"new",
				OBJ_OPENIF));
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_as(&handle, SECTION_MAP_WRITE, u"none",
			      OBJ_OPENIF));
	EXPECT_EQ(NULL, handle);
	/* Win32 creators open native names, and the other way round. */
	handle = create_section(PAGE_READWRITE, PAGE, "known");
	EXPECT_EQ(ERROR_ALREADY_EXISTS, GetLastError());
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
}

/* C-36, N-09: a request that is wrong in itself, when the name is known. */
TEST(bad_request_with_a_known_name)
{
	static const struct {
		LONGLONG size;
		ULONG protect, kind;
		NTSTATUS status;
	} bad[] = {
		{ 0, PAGE_READWRITE, SEC_COMMIT, STATUS_INVALID_PARAMETER_4 },
		{ -1, PAGE_READWRITE, SEC_COMMIT, STATUS_SECTION_TOO_BIG },
		{ PAGE, PAGE_NOACCESS, SEC_COMMIT,
		  STATUS_INVALID_PAGE_PROTECTION },
		{ PAGE, PAGE_READWRITE, 0, STATUS_INVALID_PARAMETER_6 },
		{ PAGE, PAGE_READWRITE, SEC_IMAGE,
		  STATUS_INVALID_FILE_FOR_SECTION },
	};
	HANDLE section, handle;
	unsigned int i;

	ASSERT_EQ(STATUS_SUCCESS, create_as(&section, SECTION_ALL_ACCESS,
					    u"known", 0));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(bad[i].status,
			      create_sized(&handle, SECTION_QUERY, u"known",
					   OBJ_OPENIF, bad[i].size,
					   bad[i].protect, bad[i].kind));
		EXPECT_EQ(NULL, handle);
		EXPECT_STATUS(bad[i].status,
			      create_sized(&handle, SECTION_QUERY, u"known", 0,
					   bad[i].size, bad[i].protect,
					   bad[i].kind));
		EXPECT_EQ(NULL, handle);
	}
}

/* C-32, C-33: no right at all is for new sections only. */
TEST(no_rights)
{
	HANDLE section, handle;

	EXPECT_STATUS(STATUS_SUCCESS,
		      create_as(&section, 0, u"object", OBJ_OPENIF));
	EXPECT_EQ(0, granted_access(section));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(section));
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_as(&handle, 0, u"object", 0));
	EXPECT_EQ(NULL, handle);

	EXPECT_STATUS(STATUS_SUCCESS,
		      create_as(&section, SECTION_ALL_ACCESS, u"object",
				OBJ_OPENIF));
	EXPECT_STATUS(STATUS_OBJECT_NAME_EXISTS,
		      create_as(&handle, SECTION_ALL_ACCESS, u"object",
				OBJ_OPENIF));
	EXPECT_STATUS(STATUS_ACCESS_DENIED,
		      create_as(&handle, 0, u"object", OBJ_OPENIF));
	EXPECT_EQ(NULL, handle);
	EXPECT_STATUS(STATUS_ACCESS_DENIED, open_as(&handle, 0, u"object", 0));
	EXPECT_EQ(NULL, handle);
	/* Without OBJ_OPENIF it is the name that is wrong. */
	EXPECT_STATUS(STATUS_OBJECT_NAME_COLLISION,
		      create_as(&handle, 0, u"object", 0));
}

/* the bits are taken as they are here, generic ones mapped. */
TEST(rights_of_opened_handles)
{
	static const struct { ACCESS_MASK asked, granted; } rights[] = {
		{ SECTION_QUERY, 1 }, { SECTION_MAP_WRITE, 2 },
		{ SECTION_MAP_READ, 4 }, { SECTION_MAP_EXECUTE, 8 },
		{ SECTION_EXTEND_SIZE, 0x10 }, { SECTION_ALL_ACCESS, 0xf001f },
		{ GENERIC_READ, 0x20005 }, { GENERIC_WRITE, 0x20002 },
		{ GENERIC_EXECUTE, 0x20008 }, { GENERIC_ALL, 0xf001f },
		{ GENERIC_READ | GENERIC_WRITE, 0x20007 },
		{ GENERIC_EXECUTE | SECTION_MAP_WRITE, 0x2000a },
		{ MAXIMUM_ALLOWED, 0xf001f }, { DELETE, 0x10000 },
	};
	HANDLE section, handle;
	unsigned int i;

	ASSERT_EQ(STATUS_SUCCESS, create_as(&section, 0, u"rights", 0));
	for (i = 0; i < ARRAY_SIZE(rights); i++) {
		EXPECT_STATUS(STATUS_SUCCESS,
			      open_as(&handle, rights[i].asked, u"rights", 0));
		EXPECT_EQ(rights[i].granted, granted_access(handle))
			TH_LOG("asked for %#x", rights[i].asked);
		EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
		EXPECT_STATUS(STATUS_OBJECT_NAME_EXISTS,
			      create_as(&handle, rights[i].asked, u"rights",
					OBJ_OPENIF));
		EXPECT_EQ(rights[i].granted, granted_access(handle));
		EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	}
}

/* N-07: a call can ignore the case of letters, of the path also. */
TEST(case_insensitive)
{
	const ULONG fold = OBJ_CASE_INSENSITIVE;
	HANDLE section, upper, handle;
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;

	ASSERT_EQ(STATUS_SUCCESS, create_as(&section, SECTION_ALL_ACCESS,
					    u"Om.c-Test[1]", 0));
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_as(&handle, SECTION_QUERY, u"om.c-test[1]", 0));
	EXPECT_STATUS(STATUS_SUCCESS,
		      open_as(&handle, SECTION_QUERY, u"om.c-test[1]", fold));
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_as(&handle, SECTION_QUERY, u"om.c-test{1}", fold));
	EXPECT_STATUS(STATUS_OBJECT_NAME_COLLISION,
		      create_as(&handle, SECTION_QUERY, u"OM.C-TEST[1]", fold));
	EXPECT_EQ(NULL, handle);
	EXPECT_STATUS(STATUS_OBJECT_NAME_EXISTS,
		      create_as(&handle, SECTION_QUERY, u"OM.C-TEST[1]",
				fold | OBJ_OPENIF));
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));

	/* Who does not ask for it makes another section. */
	EXPECT_STATUS(STATUS_SUCCESS,
		      create_as(&upper, SECTION_QUERY, u"OM.C-TEST[1]", 0));
	EXPECT_STATUS(STATUS_NOT_SAME_OBJECT, NtCompareObjects(section, upper));

	RtlInitUnicodeString(&string, u"\\BASENamedObjects\\OM.c-TEST[1]");
	InitializeObjectAttributes(&attributes, &string, 0, NULL, NULL);
	EXPECT_STATUS(STATUS_OBJECT_PATH_NOT_FOUND,
		      NtOpenSection(&handle, SECTION_QUERY, &attributes));
	attributes.Attributes = fold;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtOpenSection(&handle, SECTION_QUERY, &attributes));
	RtlInitUnicodeString(&string,
			     u"\\sessions\\1\\basenamedobjects\\LOCAL\\om.c-test[1]");
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtOpenSection(&handle, SECTION_QUERY, &attributes));
}

/* N-17: a NUL is a character, wherever it is. */
TEST(embedded_nuls)
{
	static const struct { WCHAR units[12]; USHORT count; } names[] = {
		{ u"wine_test", 9 }, { u"wine_test", 10 }, { u"wine\0test", 9 },
		{ u"wine", 4 }, { u"wine", 5 }, { u"\0wine", 5 }, { u"", 1 },
		{ u"\0", 2 }, { u"wine\0tesT", 9 },
	};
	HANDLE sections[ARRAY_SIZE(names)], handle;
	LARGE_INTEGER size = { .QuadPart = PAGE };
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		counted(&attributes, &string, names[i].units, names[i].count,
			0);
		EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
			      NtOpenSection(&handle, GENERIC_ALL, &attributes));
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtCreateSection(&sections[i], GENERIC_ALL,
					      &attributes, &size,
					      PAGE_READWRITE, SEC_COMMIT,
					      NULL));
	}
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		counted(&attributes, &string, names[i].units, names[i].count,
			0);
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtOpenSection(&handle, GENERIC_ALL, &attributes));
		for (j = 0; j < ARRAY_SIZE(names); j++)
			EXPECT_STATUS(i == j ? STATUS_SUCCESS :
					       STATUS_NOT_SAME_OBJECT,
				      NtCompareObjects(handle, sections[j]));
		EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	}
	/* Win32 names end at the first one. */
	handle = OpenFileMappingW(FILE_MAP_READ, FALSE, u"wine\0test");
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(handle, sections[3]));
}

/* N-27: the name goes with the last handle, here too. B-09 */
TEST(handles)
{
	HANDLE section, handle;
	DWORD flags = POISON;

	ASSERT_EQ(STATUS_SUCCESS, create_as(&section, 0, u"handles",
					    OBJ_INHERIT));
	ASSERT_EQ(STATUS_SUCCESS, open_as(&handle, SECTION_QUERY, u"handles",
					  0));
	EXPECT_SUCCESS(GetHandleInformation(section, &flags));
	EXPECT_EQ(HANDLE_FLAG_INHERIT, flags);
	EXPECT_SUCCESS(GetHandleInformation(handle, &flags));
	EXPECT_EQ(0, flags);
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(section));
	EXPECT_STATUS(STATUS_SUCCESS, open_as(&section, SECTION_QUERY,
					      u"handles", OBJ_INHERIT));
	EXPECT_SUCCESS(GetHandleInformation(section, &flags));
	EXPECT_EQ(HANDLE_FLAG_INHERIT, flags);
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(section));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(handle));
	EXPECT_STATUS(STATUS_OBJECT_NAME_NOT_FOUND,
		      open_as(&section, SECTION_QUERY, u"handles", 0));
}

/* N-16, N-17: what a string of WCHARs becomes. */
TEST(init_unicode_string)
{
	static WCHAR text[0x8010];
	UNICODE_STRING string;
	unsigned int i;

	memset(&string, 0xcc, sizeof(string));
	RtlInitUnicodeString(&string, u"Some Wild String");
	EXPECT_EQ(32, string.Length);
	EXPECT_EQ(34, string.MaximumLength);
	memset(&string, 0xcc, sizeof(string));
	RtlInitUnicodeString(&string, NULL);
	EXPECT_EQ(0, string.Length);
	EXPECT_EQ(0, string.MaximumLength);
	EXPECT_EQ(NULL, string.Buffer);
	RtlInitUnicodeString(&string, text);
	EXPECT_EQ(0, string.Length);
	EXPECT_EQ(2, string.MaximumLength);
	EXPECT_EQ(&text[0], string.Buffer);

	for (i = 0; i < ARRAY_SIZE(text) - 1; i++) {
		text[i] = 'x';
		if (i < 0x7ffd - 1)
			continue;
		RtlInitUnicodeString(&string, text);
		EXPECT_EQ(i == 0x7ffd - 1 ? 0xfffa : 0xfffc, string.Length);
		EXPECT_EQ(string.Length + 2, string.MaximumLength);
		EXPECT_EQ(&text[0], string.Buffer);
	}
}

TEST_HARNESS_MAIN
