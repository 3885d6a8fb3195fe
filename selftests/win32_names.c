// SPDX-License-Identifier: GPL-2.0
/*
 * Names through the Win32 functions: who gets which section by which name, and
 * what names there can be.
 */
#include "kselftest_harness.h"

#include <ntsection.h>

#include "win32_test.h"

/* Longest name in WCHARs */
#define LONGEST 32766

/* Room for any name of these tests in WCHARs */
static const WCHAR *wide(const char *name)
{
	static WCHAR units[512];
	int i;

	for (i = 0; name[i]; i++)
		units[i] = (unsigned char)name[i];
	units[i] = 0;
	return units;
}

static HANDLE create_wide(DWORD protect, SIZE_T size, LPCWSTR name)
{
	return CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, protect,
				  (DWORD)((ULONG64)size >> 32), (DWORD)size,
				  name);
}

static HANDLE open_name(LPCSTR name)
{
	return OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, name);
}

/* By the function of libntsection, with the bytes that the kernel compares. */
static HANDLE open_raw(const char *name)
{
	return ntsection_win32_handle(ntsection_open_named(-1, name, 0,
							   SECTION_QUERY, 0));
}

/* The last error of a creation that is to succeed. */
#define EXPECT_CREATED(error, handle, call) do {			\
	HANDLE made_;							\
	SetLastError(UNTOUCHED);					\
	made_ = (call);							\
	EXPECT_EQ((DWORD)(error), GetLastError())			\
		TH_LOG("%s: error %u", #call, GetLastError());		\
	EXPECT_NE(NULL, made_);						\
	handle = made_;							\
} while (0)

#define EXPECT_SAME(first, second) \
	EXPECT_SUCCESS(CompareObjectHandles(first, second))
#define EXPECT_OTHER(first, second) \
	EXPECT_FAILURE(ERROR_NOT_SAME_OBJECT, \
		       CompareObjectHandles(first, second))

/*
 * N-01 to N-03, N-05: creation with a known name opens what has it, as it is;
 * only the protection asked for decides, about the handle.
 */
TEST(create_of_a_known_name)
{
	static const struct { DWORD protect; ACCESS_MASK access; } kinds[] = {
		{ PAGE_READONLY, 0xf0005 }, { PAGE_READWRITE, 0xf0007 },
		{ PAGE_WRITECOPY | SEC_RESERVE, 0xf0005 },
		{ PAGE_EXECUTE_READ, 0xf000d },
		{ PAGE_EXECUTE_READWRITE | SEC_NOCACHE | SEC_COMMIT, 0xf000f },
		{ PAGE_EXECUTE_WRITECOPY, 0xf000d },
	};
	static const SIZE_T sizes[] = { 1, 2 * PAGE, 8 * PAGE, 1ULL << 40 };
	HANDLE section, again;
	unsigned int i, j;
	char *view, *other;

	EXPECT_CREATED(ERROR_SUCCESS, section,
		       create_section(PAGE_READWRITE, 2 * PAGE, "known"));
	view = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	view[2 * PAGE - 1] = 'k';
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
				       create_section(kinds[i].protect,
						      sizes[j], "known"));
			EXPECT_SAME(section, again);
			EXPECT_SECTION(again, 2 * PAGE, SEC_COMMIT);
			EXPECT_EQ(kinds[i].access, granted_access(again));
			EXPECT_SUCCESS(CloseHandle(again));
		}
	}

	/* What is asked for limits the handle, not the section. */
	again = create_section(PAGE_READONLY, 8 * PAGE, "known");
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(again, FILE_MAP_WRITE));
	other = map(again, FILE_MAP_READ);
	ASSERT_NE(NULL, other);
	EXPECT_EQ('k', other[2 * PAGE - 1]);
	EXPECT_REGION(other, other, PAGE_READONLY, 2 * PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	/* V-10: and nothing is beyond its end. */
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       MapViewOfFile(again, FILE_MAP_READ, 0, 0, 8 * PAGE));
	/* nor does it become executable. */
	again = create_section(PAGE_EXECUTE_READ, PAGE, "known");
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       map(again, FILE_MAP_READ | FILE_MAP_EXECUTE));
}

/*
 * C-36: what is wrong in itself is an error though the name is known; the
 * commit limit is not asked then.
 */
TEST(bad_create_of_a_known_name)
{
	static const struct { DWORD protect; SIZE_T size; DWORD error; } bad[] = {
		{ PAGE_READWRITE, 0, ERROR_INVALID_PARAMETER },
		{ PAGE_NOACCESS, PAGE, ERROR_INVALID_PARAMETER },
		{ PAGE_READWRITE | SEC_RESERVE | SEC_COMMIT, PAGE,
		  ERROR_INVALID_PARAMETER },
		{ PAGE_READWRITE | SEC_IMAGE, PAGE, ERROR_BAD_EXE_FORMAT },
		{ PAGE_READWRITE, ~(SIZE_T)0, ERROR_NOT_ENOUGH_MEMORY },
		{ PAGE_READWRITE | SEC_RESERVE, 1ULL << 47,
		  ERROR_NOT_ENOUGH_MEMORY },
	};
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "known"), again;
	int before = open_descriptors();
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_FAILURE(bad[i].error,
			       create_section(bad[i].protect, bad[i].size,
					      "known"));
	EXPECT_EQ(before, open_descriptors());
	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       create_section(PAGE_READWRITE, 1ULL << 39, "known"));
	EXPECT_SAME(section, again);
}

/* N-06 */
TEST(case_matters)
{
	HANDLE section, upper, handle;

	EXPECT_CREATED(ERROR_SUCCESS, section,
		       create_section(PAGE_READWRITE, PAGE, "A name"));
	EXPECT_CREATED(ERROR_SUCCESS, upper,
		       create_section(PAGE_READWRITE, PAGE, "A NAME"));
	EXPECT_OTHER(section, upper);
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("a name"));
	handle = open_name("A NAME");
	EXPECT_SAME(upper, handle);
	EXPECT_SUCCESS(CloseHandle(upper));
	EXPECT_SUCCESS(CloseHandle(handle));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("A NAME"));
	EXPECT_SAME(section, open_name("A name"));
}

/* N-11, N-12: nothing to open. */
TEST(open_of_nothing)
{
	int before = open_descriptors();

	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("missing"));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingW(FILE_MAP_READ, TRUE, u"missing"));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingFromApp(FILE_MAP_READ, 0, u"missing"));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("Local\\missing"));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("Global\\missing"));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingA(0, FALSE, "missing"));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, open_name(NULL));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       OpenFileMappingA(0, TRUE, NULL));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       OpenFileMappingW(FILE_MAP_READ, FALSE, NULL));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       OpenFileMappingFromApp(FILE_MAP_READ, FALSE, NULL));
	EXPECT_EQ(before, open_descriptors());
}

/* N-13: success leaves the last error alone. B-01, B-09 */
TEST(open_of_a_known_name)
{
	HANDLE section = create_wide(PAGE_READWRITE, PAGE, u"to open");
	BOOL inherit;

	ASSERT_NE(NULL, section);
	for (inherit = FALSE; inherit <= 2; inherit++) {
		const HANDLE handles[] = {
			OpenFileMappingA(FILE_MAP_READ, inherit, "to open"),
			OpenFileMappingW(FILE_MAP_READ, inherit, u"to open"),
			OpenFileMappingFromApp(FILE_MAP_READ, inherit,
					       u"to open"),
		};
		unsigned int i;

		for (i = 0; i < ARRAY_SIZE(handles); i++) {
			DWORD flags = POISON;

			EXPECT_SAME(section, handles[i]);
			EXPECT_EQ(SECTION_MAP_READ, granted_access(handles[i]));
			EXPECT_SUCCESS(GetHandleInformation(handles[i],
							    &flags));
			EXPECT_EQ(inherit ? HANDLE_FLAG_INHERIT : 0, flags);
		}
	}
	SetLastError(UNTOUCHED);
	EXPECT_NE(NULL, OpenFileMappingA(FILE_MAP_READ, FALSE, "to open"));
	EXPECT_NE(NULL, OpenFileMappingW(FILE_MAP_READ, FALSE, u"to open"));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	/* C-33: for no right at all there is no handle. */
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       OpenFileMappingA(0, FALSE, "to open"));
}

/* B-01: names in bytes and in WCHARs are the same names. */
TEST(bytes_and_units)
{
	HANDLE bytes = create_section(PAGE_READWRITE, PAGE, "bytes");
	HANDLE units = create_wide(PAGE_READWRITE, PAGE, u"units"), again;

	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       create_wide(PAGE_READWRITE, PAGE, u"bytes"));
	EXPECT_SAME(bytes, again);
	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       create_section(PAGE_READWRITE, PAGE, "units"));
	EXPECT_SAME(units, again);
	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       CreateFileMappingFromApp(NULL, NULL, PAGE_READWRITE,
						PAGE, u"bytes"));
	EXPECT_SAME(bytes, again);
	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       CreateFileMapping2(NULL, NULL, 0, PAGE_READWRITE, 0,
					  PAGE, u"bytes", NULL, 0));
	EXPECT_SAME(bytes, again);
	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       CreateFileMappingNumaA(NULL, NULL, PAGE_READWRITE, 0,
					      PAGE, "units", 0));
	EXPECT_SAME(units, again);
	EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
		       CreateFileMappingNumaW(NULL, NULL, PAGE_READWRITE, 0,
					      PAGE, u"units", 0));
	EXPECT_SAME(units, again);
}

/* N-14: an empty name is none at creation, and no section's to open. */
TEST(empty_name)
{
	HANDLE first, second;

	EXPECT_CREATED(ERROR_SUCCESS, first,
		       create_section(PAGE_READWRITE, PAGE, ""));
	EXPECT_CREATED(ERROR_SUCCESS, second,
		       create_wide(PAGE_READWRITE, PAGE, u""));
	EXPECT_OTHER(first, second);
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, open_name(""));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       OpenFileMappingW(FILE_MAP_READ, FALSE, u""));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, OpenFileMappingA(0, FALSE, ""));
}

/* Of @count characters of UTF-8 that are each @text. */
static const char *repeat(const char *text, int count)
{
	static char name[4 * 300 + 1];

	name[0] = 0;
	while (count--)
		strcat(name, text);
	return name;
}

/* N-15: names in bytes have less than MAX_PATH WCHARs, whatever the bytes. */
TEST(longest_name_in_bytes)
{
	static const struct { const char *text; int most; } texts[] = {
		{ "n", 259 }, { "\xc3\xbc", 259 }, { "\xe2\x82\xac", 259 },
		{ "\xf0\x9f\x98\x80", 129 }, { "\xff", 259 },
	};
	HANDLE section, other;
	unsigned int i;
	int before;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		EXPECT_CREATED(ERROR_SUCCESS, section,
			       create_section(PAGE_READWRITE, PAGE,
					      repeat(texts[i].text,
						     texts[i].most)));
		EXPECT_SAME(section, open_name(repeat(texts[i].text,
						      texts[i].most)));
		EXPECT_CREATED(ERROR_SUCCESS, other,
			       create_section(PAGE_READWRITE, PAGE,
					      repeat(texts[i].text,
						     texts[i].most - 1)));
		EXPECT_OTHER(section, other);

		before = open_descriptors();
		EXPECT_FAILURE(ERROR_FILENAME_EXCED_RANGE,
			       create_section(PAGE_READWRITE, PAGE,
					      repeat(texts[i].text,
						     texts[i].most + 1)));
		EXPECT_FAILURE(ERROR_FILENAME_EXCED_RANGE,
			       open_name(repeat(texts[i].text,
						texts[i].most + 1)));
		EXPECT_EQ(before, open_descriptors());
	}
}

/* N-16: names in WCHARs have up to 65532 bytes. */
TEST(longest_name_in_units)
{
	static WCHAR name[LONGEST + 4];
	HANDLE section, other;
	int i, before;

	for (i = 0; i < LONGEST; i++)
		name[i] = 'w';
	EXPECT_CREATED(ERROR_SUCCESS, section,
		       create_wide(PAGE_READWRITE, PAGE, name));
	EXPECT_SAME(section, OpenFileMappingW(FILE_MAP_READ, FALSE, name));
	name[LONGEST - 1] = 'v';
	EXPECT_CREATED(ERROR_SUCCESS, other,
		       create_wide(PAGE_READWRITE, PAGE, name));
	EXPECT_OTHER(section, other);

	before = open_descriptors();
	for (i = LONGEST; i < LONGEST + 3; i++) {
		name[i] = 'w';
		EXPECT_FAILURE(ERROR_INVALID_NAME,
			       create_wide(PAGE_READWRITE, PAGE, name));
		EXPECT_FAILURE(ERROR_INVALID_NAME,
			       OpenFileMappingW(FILE_MAP_READ, FALSE, name));
	}
	EXPECT_EQ(before, open_descriptors());
	/* The longest that WCHARs can be as UTF-8. */
	for (i = 0; i < LONGEST; i++)
		name[i] = 0x20ac;
	name[i] = 0;
	EXPECT_CREATED(ERROR_SUCCESS, section,
		       create_wide(PAGE_READWRITE, PAGE, name));
	EXPECT_SAME(section, OpenFileMappingW(FILE_MAP_READ, FALSE, name));
}

/*
 * N-21, N-22, N-25: a backslash is for the prefixes, which are written just so
 * and lead, as links, where they are.
 */
TEST(syntax)
{
	static const struct { const char *name; DWORD error; } bad[] = {
		{ "foo\\bar", ERROR_PATH_NOT_FOUND },
		{ "foo\\", ERROR_PATH_NOT_FOUND },
		{ "foo\\\\bar", ERROR_PATH_NOT_FOUND },
		{ "a\\b\\c", ERROR_PATH_NOT_FOUND },
		{ "local\\x", ERROR_PATH_NOT_FOUND },
		{ "LOCAL\\x", ERROR_PATH_NOT_FOUND },
		{ "global\\x", ERROR_PATH_NOT_FOUND },
		{ "GLOBAL\\x", ERROR_PATH_NOT_FOUND },
		{ "Session\\x", ERROR_PATH_NOT_FOUND },
		{ "Session\\1\\x", ERROR_PATH_NOT_FOUND },
		{ "Sessions\\1\\x", ERROR_PATH_NOT_FOUND },
		{ "BaseNamedObjects\\x", ERROR_PATH_NOT_FOUND },
		{ " Local\\x", ERROR_PATH_NOT_FOUND },
		{ "Locals\\x", ERROR_PATH_NOT_FOUND },
		{ "Loca\\x", ERROR_PATH_NOT_FOUND },
		{ "Local\\a\\b", ERROR_PATH_NOT_FOUND },
		{ "Local\\a\\", ERROR_PATH_NOT_FOUND },
		{ "Global\\a\\b", ERROR_PATH_NOT_FOUND },
		{ "\\", ERROR_BAD_PATHNAME }, { "\\\\", ERROR_BAD_PATHNAME },
		{ "\\x", ERROR_BAD_PATHNAME },
		{ "\\Local\\x", ERROR_BAD_PATHNAME },
		{ "\\BaseNamedObjects\\x", ERROR_BAD_PATHNAME },
		{ "Local\\", ERROR_INVALID_NAME },
		{ "Global\\", ERROR_INVALID_NAME },
		{ "Local\\\\x", ERROR_INVALID_NAME },
		{ "Global\\\\x", ERROR_INVALID_NAME },
		{ "Local", ERROR_INVALID_HANDLE },
		{ "Global", ERROR_INVALID_HANDLE },
		{ "Local\\Global", ERROR_INVALID_HANDLE },
	};
	static const char *const good[] = {
		"x", "Local\\x", "Global\\x", "Local\\Local\\x",
		"Global\\Local\\x", "Global\\Global\\x", "local", "GLOBAL",
		"Session", "Local\\Session", "Local\\local", "a b", " ", "/",
		"Local/x", ".", "..", "*?<>|\":", "\x01\x7f",
	};
	HANDLE section, again;
	unsigned int i;
	int before = open_descriptors();

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(bad[i].error,
			       create_section(PAGE_READWRITE, PAGE,
					      bad[i].name));
		EXPECT_FAILURE(bad[i].error, open_name(bad[i].name));
		if (GetLastError() != bad[i].error)
			TH_LOG("name %s", bad[i].name);
		EXPECT_FAILURE(bad[i].error,
			       create_wide(PAGE_READWRITE, PAGE,
					   wide(bad[i].name)));
		EXPECT_FAILURE(bad[i].error,
			       OpenFileMappingW(FILE_MAP_READ, FALSE,
						wide(bad[i].name)));
	}
	EXPECT_EQ(before, open_descriptors());

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		EXPECT_CREATED(ERROR_SUCCESS, section,
			       create_section(PAGE_READWRITE, PAGE, good[i]));
		EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
			       create_wide(PAGE_READWRITE, PAGE,
					   wide(good[i])));
		EXPECT_SAME(section, again);
		EXPECT_SUCCESS(CloseHandle(section));
		EXPECT_SUCCESS(CloseHandle(again));
	}
}

/* N-23: the spellings of one name. */
TEST(local_prefix)
{
	static const char *const names[] = {
		"X", "Local\\X", "Local\\Local\\X",
	};
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		HANDLE section = create_section(PAGE_READWRITE, PAGE, names[i]);

		for (j = 0; j < ARRAY_SIZE(names); j++) {
			HANDLE other = open_name(names[j]);

			EXPECT_SAME(section, other);
			EXPECT_SUCCESS(CloseHandle(other));
		}
		EXPECT_SUCCESS(CloseHandle(section));
		for (j = 0; j < ARRAY_SIZE(names); j++)
			EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
				       open_name(names[j]));
	}
}

/* N-32: names are WCHARs as they are, and bytes as the UTF-8 of them. */
TEST(names_beyond_ascii)
{
	/* Each is another name than all before it. */
	static const struct { const char *bytes; WCHAR units[4]; } names[] = {
		{ "\xc3\xbc", { 0xfc } },		/* u umlaut */
		{ "u\xcc\x88", { 'u', 0x308 } },	/* in two pieces */
		{ "\xc3\x9c", { 0xdc } },		/* in upper case */
		{ "\xe2\x82\xac", { 0x20ac } },
		{ "\xf0\x9f\x98\x80", { 0xd83d, 0xde00 } },
		{ "\xf4\x8f\xbf\xbf", { 0xdbff, 0xdfff } },
		{ "\xef\xbf\xbf", { 0xffff } },
		{ "\xff", { 0xfffd } },			/* no UTF-8 */
		{ "\xc3", { 0xfffd } },
		{ "\xed\xa0\x80", { 0xfffd, 0xfffd, 0xfffd } },
	};
	/* Halves of a pair can be in WCHARs only. */
	static const WCHAR halves[][4] = {
		{ 0xd83d }, { 0xde00 }, { 0xd83e }, { 0xde00, 0xd83d },
		{ 0xd83d, 'x' },
	};
	const unsigned int utf8 = 7;	/* names that are */
	HANDLE section, again;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		/* What is no UTF-8 is U+FFFD each time. */
		DWORD error = names[i].bytes[0] == '\xc3' &&
			      !names[i].bytes[1] ? ERROR_ALREADY_EXISTS :
						   ERROR_SUCCESS;

		EXPECT_CREATED(error, section,
			       create_section(PAGE_READWRITE, PAGE,
					      names[i].bytes));
		EXPECT_CREATED(ERROR_ALREADY_EXISTS, again,
			       create_wide(PAGE_READWRITE, PAGE,
					   names[i].units));
		EXPECT_SAME(section, again);
		if (i >= utf8)
			continue;
		/* The other library has the name as it is. */
		again = open_raw(names[i].bytes);
		EXPECT_SAME(section, again);
	}
	for (i = 0; i < ARRAY_SIZE(halves); i++) {
		EXPECT_CREATED(ERROR_SUCCESS, section,
			       create_wide(PAGE_READWRITE, PAGE, halves[i]));
		EXPECT_SAME(section, OpenFileMappingW(FILE_MAP_READ, FALSE,
						      halves[i]));
	}
}

TEST_HARNESS_MAIN
