// SPDX-License-Identifier: GPL-2.0
/*
 * Win32 creation of sections: the handle that comes of it, and what else the
 * functions with more arguments can say.
 */
#include "kselftest_harness.h"

#include "win32_test.h"
#include "win32_forms.h"

/* C-34, C-35: rights of a creator's handle. */
static const struct { ULONG protect; ACCESS_MASK access; } granted[] = {
	{ PAGE_READONLY, 0xf0005 }, { PAGE_READWRITE, 0xf0007 },
	{ PAGE_WRITECOPY, 0xf0005 }, { PAGE_EXECUTE_READ, 0xf000d },
	{ PAGE_EXECUTE_READWRITE, 0xf000f },
	{ PAGE_EXECUTE_WRITECOPY, 0xf000d },
};

/* C-34, C-35, C-38: the same through every function, whatever the kind. */
TEST(rights_of_the_handle)
{
	struct request what;
	unsigned int i;
	int form;

	for (i = 0; i < ARRAY_SIZE(granted); i++) {
		what = request(granted[i].protect | SEC_RESERVE, PAGE);
		for (form = 0; form < FORMS; form++)
			EXPECT_EQ(granted[i].access,
				  granted_access(make(form, &what)))
				TH_LOG("%#x, form %d", granted[i].protect,
				       form);
	}
}

/* C-38: CreateFileMapping2 with rights of the caller's choice. */
TEST(rights_of_choice)
{
	static const struct { DWORD asked; ACCESS_MASK access; } rights[] = {
		{ FILE_MAP_READ, 4 }, { FILE_MAP_WRITE, 2 },
		{ FILE_MAP_READ | FILE_MAP_WRITE, 6 },
		{ SECTION_QUERY | SECTION_MAP_READ, 5 },
		{ FILE_MAP_EXECUTE, 8 }, { SECTION_MAP_EXECUTE, 8 },
		{ FILE_MAP_ALL_ACCESS, 0xf001f }, { GENERIC_READ, 0x20005 },
		{ GENERIC_WRITE, 0x20002 }, { GENERIC_EXECUTE, 0x20008 },
		{ GENERIC_ALL, 0xf001f }, { MAXIMUM_ALLOWED, 0xf001f },
		{ 0, 0xf0007 },
	};
	unsigned int i;
	HANDLE section;

	for (i = 0; i < ARRAY_SIZE(rights); i++) {
		SetLastError(UNTOUCHED);
		section = CreateFileMapping2(NULL, NULL, rights[i].asked,
					     PAGE_READWRITE, SEC_COMMIT, PAGE,
					     NULL, NULL, 0);
		EXPECT_EQ(ERROR_SUCCESS, GetLastError());
		EXPECT_EQ(rights[i].access, granted_access(section))
			TH_LOG("asked for %#x", rights[i].asked);
	}
}

static DWORD error_with(MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
	HANDLE section;

	SetLastError(UNTOUCHED);
	section = CreateFileMapping2(NULL, NULL, 0, PAGE_READWRITE, 0, PAGE,
				     NULL, parameters, count);
	if (section)
		CloseHandle(section);
	return GetLastError();
}

/* C-37, C-38: a node to prefer, and what else parameters could be. */
TEST(extended_parameters)
{
	MEM_EXTENDED_PARAMETER parameters[2];
	int before, type;

	memset(parameters, 0, sizeof(parameters));
	EXPECT_EQ(ERROR_SUCCESS, error_with(parameters, 0));
	EXPECT_EQ(ERROR_SUCCESS, error_with(NULL, 0));
	before = open_descriptors();
	EXPECT_EQ(ERROR_INVALID_PARAMETER, error_with(NULL, 1));
	EXPECT_EQ(ERROR_NOACCESS, error_with((void *)8, 1));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, error_with(parameters, 1));

	parameters[0].Type = MemExtendedParameterNumaNode;
	parameters[1].Type = MemExtendedParameterNumaNode;
	EXPECT_EQ(ERROR_SUCCESS, error_with(parameters, 1));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, error_with(parameters, 2));
	parameters[0].ULong = NUMA_NO_PREFERRED_NODE;
	EXPECT_EQ(ERROR_SUCCESS, error_with(parameters, 1));
	parameters[0].ULong = 1023;
	EXPECT_EQ(ERROR_INVALID_PARAMETER, error_with(parameters, 1));

	for (type = MemExtendedParameterMax; type < 256; type++) {
		parameters[0].Type = type;
		EXPECT_EQ(ERROR_INVALID_PARAMETER, error_with(parameters, 1));
	}
	EXPECT_EQ(before, open_descriptors());
}

static HANDLE create_on_node(DWORD node, DWORD attributes)
{
	return CreateFileMappingNumaW(INVALID_HANDLE_VALUE, NULL,
				      PAGE_READWRITE | attributes, 0, PAGE,
				      NULL, node);
}

/* C-37: a node is a preference only; one that is not there is an error. */
TEST(preferred_node)
{
	HANDLE section = create_on_node(0, 0);
	char *view = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, view);
	EXPECT_EQ(0, view[0]);
	view[0] = 'n';
	EXPECT_SECTION(section, PAGE, SEC_COMMIT);
	EXPECT_EQ(0xf0007, granted_access(section));
	EXPECT_SUCCESS(create_on_node(0, SEC_RESERVE));
	EXPECT_SUCCESS(create_on_node(NUMA_NO_PREFERRED_NODE, SEC_RESERVE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, create_on_node(1023, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, create_on_node(0x7fffffff, 0));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, create_on_node(0xfffffffe, 0));
}

/* B-09: inheritable only if the attributes say so. */
TEST(inherit_flag)
{
	SECURITY_ATTRIBUTES security = { sizeof(security), NULL, FALSE };
	struct request what = request(PAGE_READWRITE, PAGE);
	BOOL inherit;
	DWORD flags;
	int form;

	for (form = 0; form < FORMS; form++) {
		what.security = NULL;
		flags = POISON;
		EXPECT_SUCCESS(GetHandleInformation(make(form, &what),
						    &flags));
		EXPECT_EQ(0, flags);
		what.security = &security;
		for (inherit = FALSE; inherit <= 2; inherit++) {
			security.bInheritHandle = inherit;
			flags = POISON;
			EXPECT_SUCCESS(GetHandleInformation(make(form, &what),
							    &flags));
			EXPECT_EQ(inherit ? HANDLE_FLAG_INHERIT : 0, flags);
		}
	}
}

TEST_HARNESS_MAIN
