// SPDX-License-Identifier: GPL-2.0
/*
 * Who may open a section by its name with which rights, through the Win32
 * functions: other users, and other sessions. Needs root, to be them all.
 */
#include "kselftest_harness.h"

#include <sched.h>

#include "win32_test.h"
#include "win32_dacl.h"

#define ROOT 0
#define ALICE 1000
#define BOB 1001

/* An error in place of rights. */
#define ERROR(error) (0x80000000 | (error))
#define DENIED ERROR(ERROR_ACCESS_DENIED)
#define MISSING ERROR(ERROR_FILE_NOT_FOUND)

struct attempt {
	const char *name;
	DWORD wanted;		/* rights, or a protection */
	HANDLE section;		/* that it has to be, or NULL */
};

/* The rights of a handle that was got, or the error. */
static ULONG verdict(const struct attempt *attempt, HANDLE handle)
{
	if (!handle)
		return ERROR(GetLastError());
	if (attempt->section && !CompareObjectHandles(attempt->section, handle))
		return ERROR(GetLastError());
	return granted_access(handle);
}

static ULONG try_open(void *argument)
{
	const struct attempt *attempt = argument;

	SetLastError(UNTOUCHED);
	return verdict(attempt, OpenFileMappingA(attempt->wanted, FALSE,
						 attempt->name));
}

/* That it existed is not an error here, that it did not is. */
static ULONG try_create_known(void *argument)
{
	const struct attempt *attempt = argument;
	HANDLE handle;

	SetLastError(UNTOUCHED);
	handle = create_section(attempt->wanted, PAGE, attempt->name);
	if (handle && GetLastError() != ERROR_ALREADY_EXISTS)
		return ERROR(GetLastError());
	return verdict(attempt, handle);
}

static ULONG try_create_new(void *argument)
{
	const struct attempt *attempt = argument;
	HANDLE handle;

	SetLastError(UNTOUCHED);
	handle = create_section(attempt->wanted, PAGE, attempt->name);
	if (handle && GetLastError())
		return ERROR(GetLastError());
	return verdict(attempt, handle);
}

static ULONG open_as(uid_t uid, const char *name, DWORD access)
{
	struct attempt attempt = { name, access, NULL };

	return in_child(uid, try_open, &attempt);
}

static ULONG create_known_as(uid_t uid, const char *name, DWORD protect)
{
	struct attempt attempt = { name, protect, NULL };

	return in_child(uid, try_create_known, &attempt);
}

/* A section that @uid owns. */
static HANDLE create_as(uid_t uid, SECURITY_ATTRIBUTES *security,
			const char *name)
{
	HANDLE section;

	if (setegid(uid) || seteuid(uid))
		return NULL;
	section = CreateFileMappingA(INVALID_HANDLE_VALUE, security,
				     PAGE_EXECUTE_READWRITE, 0, PAGE, name);
	if (seteuid(ROOT) || setegid(ROOT))
		return NULL;
	return section;
}

/*
 * what others can do is what the descriptor says, no more and no less;
 * the owner and root can do everything.
 */
static void expect_open(struct __test_metadata *_metadata,
			SECURITY_ATTRIBUTES *security, bool reads, bool writes)
{
	const bool both = reads && writes;
	const struct { DWORD wanted; ULONG granted; } attempts[] = {
		{ FILE_MAP_READ, reads ? 4 : DENIED },
		{ FILE_MAP_COPY, reads ? 4 : DENIED },
		{ SECTION_QUERY | SECTION_MAP_READ, reads ? 5 : DENIED },
		{ FILE_MAP_EXECUTE, reads ? 8 : DENIED },
		{ GENERIC_READ, reads ? 0x20005 : DENIED },
		{ FILE_MAP_WRITE, writes ? 2 : DENIED },
		{ SECTION_EXTEND_SIZE, writes ? 0x10 : DENIED },
		{ FILE_MAP_READ | FILE_MAP_WRITE, both ? 6 : DENIED },
		{ FILE_MAP_READ | FILE_MAP_EXECUTE, reads ? 0xc : DENIED },
		{ FILE_MAP_ALL_ACCESS, both ? 0x2001f : DENIED },
		{ GENERIC_ALL, both ? 0x2001f : DENIED },
		{ MAXIMUM_ALLOWED, both ? 0x2001f : reads ? 0x2000d :
				   writes ? 0x12 : DENIED },
		{ DELETE, DENIED }, { WRITE_DAC, DENIED },
		{ WRITE_OWNER, DENIED }, { 0, DENIED },
	};
	HANDLE section = create_as(ALICE, security, "alice's");
	unsigned int i;

	ASSERT_NE(NULL, section);
	EXPECT_EQ(0xf000f, granted_access(section));
	for (i = 0; i < ARRAY_SIZE(attempts); i++) {
		DWORD wanted = attempts[i].wanted;

		EXPECT_EQ(attempts[i].granted, open_as(BOB, "alice's", wanted))
			TH_LOG("reads %d, writes %d: %#x", reads, writes,
			       wanted);
	}
	EXPECT_EQ(0xf001f, open_as(ALICE, "alice's", FILE_MAP_ALL_ACCESS));
	EXPECT_EQ(0xf001f, open_as(ALICE, "alice's", MAXIMUM_ALLOWED));
	EXPECT_EQ(0xf001f, open_as(ROOT, "alice's", FILE_MAP_ALL_ACCESS));
	EXPECT_EQ(6, open_as(ROOT, "alice's", FILE_MAP_READ | FILE_MAP_WRITE));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_EQ(MISSING, open_as(ROOT, "alice's", FILE_MAP_READ));
}

/* without a DACL the section is its owner's. */
TEST(without_a_dacl)
{
	SECURITY_ATTRIBUTES security = { sizeof(security), NULL, FALSE };
	SECURITY_DESCRIPTOR descriptor;

	expect_open(_metadata, NULL, false, false);
	expect_open(_metadata, &security, false, false);
	security.lpSecurityDescriptor = &descriptor;
	EXPECT_SUCCESS(InitializeSecurityDescriptor(&descriptor, 1));
	expect_open(_metadata, &security, false, false);
	/* What is not present is not looked at. */
	EXPECT_SUCCESS(SetSecurityDescriptorDacl(&descriptor, FALSE, (PACL)8,
						 FALSE));
	expect_open(_metadata, &security, false, false);
}

/* a DACL that is NULL lets everybody do everything. */
TEST(null_dacl)
{
	SECURITY_ATTRIBUTES security = { sizeof(security), NULL, FALSE };
	SECURITY_DESCRIPTOR descriptor;

	security.lpSecurityDescriptor = &descriptor;
	EXPECT_SUCCESS(InitializeSecurityDescriptor(&descriptor, 1));
	EXPECT_SUCCESS(SetSecurityDescriptorDacl(&descriptor, TRUE, NULL,
						 FALSE));
	expect_open(_metadata, &security, true, true);
	EXPECT_SUCCESS(SetSecurityDescriptorDacl(&descriptor, FALSE, NULL,
						 FALSE));
	expect_open(_metadata, &security, false, false);
}

/* entries that let everybody read, write, or both. */
TEST(entries_for_everybody)
{
	static const struct { ACCESS_MASK mask; bool reads, writes; } masks[] = {
		{ SECTION_MAP_READ, true, false },
		{ SECTION_MAP_WRITE, false, true },
		{ SECTION_MAP_READ | SECTION_MAP_WRITE, true, true },
		{ SECTION_ALL_ACCESS, true, true }, { GENERIC_ALL, true, true },
		{ GENERIC_READ, true, false }, { GENERIC_WRITE, false, true },
		{ GENERIC_READ | GENERIC_WRITE, true, true },
		{ GENERIC_EXECUTE, false, false },
		{ SECTION_QUERY, false, false }, { DELETE, false, false },
		{ 0, false, false },
	};
	struct dacl dacl;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		init_dacl(&dacl);
		allow(&dacl, masks[i].mask, &everyone);
		expect_open(_metadata, &dacl.security, masks[i].reads,
			    masks[i].writes);
	}
}

/* who is everybody, and who may anyway; entries add up. */
TEST(entries_for_others)
{
	static const struct sid *const few[] = {
		&creator_owner, &owner_rights, &local_system, &administrators,
	};
	struct dacl dacl;
	unsigned int i;

	init_dacl(&dacl);
	allow(&dacl, SECTION_MAP_READ, &authenticated);
	expect_open(_metadata, &dacl.security, true, false);
	allow(&dacl, SECTION_MAP_WRITE, &everyone);
	expect_open(_metadata, &dacl.security, true, true);

	for (i = 0; i < ARRAY_SIZE(few); i++) {
		init_dacl(&dacl);
		allow(&dacl, SECTION_ALL_ACCESS, few[i]);
		expect_open(_metadata, &dacl.security, false, false);
		allow(&dacl, GENERIC_READ, &everyone);
		expect_open(_metadata, &dacl.security, true, false);
	}
}

/* a self-relative descriptor says the same with offsets. */
TEST(self_relative)
{
	struct {
		SECURITY_DESCRIPTOR_RELATIVE descriptor;
		struct dacl dacl;
	} relative;
	SECURITY_ATTRIBUTES security = { sizeof(security), &relative, FALSE };

	memset(&relative, 0, sizeof(relative));
	init_dacl(&relative.dacl);
	allow(&relative.dacl, GENERIC_WRITE, &everyone);
	relative.descriptor.Revision = SECURITY_DESCRIPTOR_REVISION;
	relative.descriptor.Control = SE_SELF_RELATIVE | SE_DACL_PRESENT;
	relative.descriptor.Dacl = (DWORD)((char *)&relative.dacl.acl -
					   (char *)&relative);
	expect_open(_metadata, &security, false, true);
	relative.descriptor.Dacl = 0;
	expect_open(_metadata, &security, true, true);
	relative.descriptor.Control = SE_SELF_RELATIVE;
	expect_open(_metadata, &security, false, false);
}

/*
 * N-04: creation with a name that is another user's: with the rights of the
 * protection, but those that are the owner's alone, or not at all.
 */
TEST(create_of_another_users_name)
{
	struct dacl dacl;
	HANDLE section = create_as(ALICE, NULL, "alice's");

	ASSERT_NE(NULL, section);
	EXPECT_EQ(DENIED, create_known_as(BOB, "alice's", PAGE_READONLY));
	EXPECT_EQ(DENIED, create_known_as(BOB, "alice's", PAGE_READWRITE));
	EXPECT_EQ(0xf0007, create_known_as(ALICE, "alice's", PAGE_READWRITE));
	EXPECT_EQ(0xf0007, create_known_as(ROOT, "alice's", PAGE_READWRITE));
	EXPECT_SUCCESS(CloseHandle(section));

	init_dacl(&dacl);
	allow(&dacl, GENERIC_READ, &everyone);
	section = create_as(ALICE, &dacl.security, "alice's");
	EXPECT_EQ(DENIED, create_known_as(BOB, "alice's", PAGE_READWRITE));
	EXPECT_EQ(DENIED, create_known_as(BOB, "alice's",
					  PAGE_EXECUTE_READWRITE));
	EXPECT_EQ(0x20005, create_known_as(BOB, "alice's", PAGE_READONLY));
	EXPECT_EQ(0x20005, create_known_as(BOB, "alice's", PAGE_WRITECOPY));
	EXPECT_EQ(0x2000d, create_known_as(BOB, "alice's", PAGE_EXECUTE_READ));
	/* The way out that the page of the function names. */
	EXPECT_EQ(4, open_as(BOB, "alice's", FILE_MAP_READ));
	EXPECT_SUCCESS(CloseHandle(section));

	allow(&dacl, GENERIC_WRITE, &everyone);
	section = create_as(ALICE, &dacl.security, "alice's");
	EXPECT_EQ(0x20007, create_known_as(BOB, "alice's", PAGE_READWRITE));
	EXPECT_EQ(0x2000f, create_known_as(BOB, "alice's",
					   PAGE_EXECUTE_READWRITE));
	EXPECT_SUCCESS(CloseHandle(section));
}

/* A-21, N-02: the descriptor of who comes later changes nothing. */
TEST(later_descriptors)
{
	HANDLE section = create_as(ALICE, NULL, "alice's"), again;
	struct dacl dacl;

	init_dacl(&dacl);
	allow(&dacl, GENERIC_ALL, &everyone);
	again = create_as(ALICE, &dacl.security, "alice's");
	EXPECT_EQ(ERROR_ALREADY_EXISTS, GetLastError());
	EXPECT_SUCCESS(CompareObjectHandles(section, again));
	EXPECT_EQ(DENIED, open_as(BOB, "alice's", FILE_MAP_READ));
}

/* A session of one's own: a pid namespace, for a child. */
struct session {
	uid_t uid;
	ULONG (*body)(void *argument);
	void *argument;
};

static ULONG enter(void *argument)
{
	struct session *session = argument;

	if (unshare(CLONE_NEWPID))
		return POISON;
	return in_child(session->uid, session->body, session->argument);
}

static ULONG in_session(uid_t uid, ULONG (*body)(void *), const char *name,
			DWORD wanted, HANDLE section)
{
	struct attempt attempt = { name, wanted, section };
	struct session session = { uid, body, &attempt };

	return in_child(ROOT, enter, &session);
}

/* N-23, N-24: names of other sessions, and those of all. */
TEST(sessions)
{
	static const char *const local[] = { "X", "Local\\X" };
	static const char *const global[] = {
		"Global\\X", "Global\\Local\\X", "Local\\Global\\X",
		"Global\\Global\\X",
	};
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "Global\\X");
	unsigned int i;

	/* This is session 0, where all are the same. */
	EXPECT_EQ(4, open_as(ROOT, "X", FILE_MAP_READ));
	EXPECT_EQ(4, open_as(ROOT, "Global\\X", FILE_MAP_READ));
	for (i = 0; i < ARRAY_SIZE(local); i++) {
		EXPECT_EQ(MISSING, in_session(ROOT, try_open, local[i],
					      FILE_MAP_READ, NULL));
		EXPECT_EQ(0xf0007, in_session(ROOT, try_create_new, local[i],
					      PAGE_READWRITE, NULL));
		EXPECT_EQ(ERROR(ERROR_NOT_SAME_OBJECT),
			  in_session(ROOT, try_create_new, local[i],
				     PAGE_READWRITE, section));
	}
	for (i = 0; i < ARRAY_SIZE(global); i++) {
		EXPECT_EQ(4, in_session(ROOT, try_open, global[i],
					FILE_MAP_READ, section));
		EXPECT_EQ(0xf0007, in_session(ROOT, try_create_known,
					      global[i], PAGE_READWRITE,
					      section));
	}
	EXPECT_EQ(MISSING, in_session(ROOT, try_open, "Global\\Y",
				      FILE_MAP_READ, NULL));
	EXPECT_EQ(0xf0007, in_session(ROOT, try_create_new, "Global\\Y",
				      PAGE_READWRITE, NULL));
}

/*
 * N-26: outside of session 0 a global name takes a privilege; here also to
 * open it, for Linux keeps pid namespaces apart.
 */
TEST(global_names_take_a_privilege)
{
	struct dacl dacl;
	HANDLE section;

	init_dacl(&dacl);
	allow(&dacl, GENERIC_ALL, &everyone);
	section = create_as(ROOT, &dacl.security, "Global\\X");
	ASSERT_NE(NULL, section);
	EXPECT_EQ(DENIED, in_session(BOB, try_create_new, "Global\\Y",
				     PAGE_READWRITE, NULL));
	EXPECT_EQ(DENIED, in_session(BOB, try_create_known, "Global\\X",
				     PAGE_READWRITE, NULL));
	EXPECT_EQ(DENIED, in_session(BOB, try_open, "Global\\X", FILE_MAP_READ,
				     NULL));
	EXPECT_EQ(0xf0007, in_session(BOB, try_create_new, "X", PAGE_READWRITE,
				      NULL));
	/* In session 0 it takes none. */
	EXPECT_EQ(4, open_as(BOB, "Global\\X", FILE_MAP_READ));
	EXPECT_EQ(0x20007, create_known_as(BOB, "Global\\X", PAGE_READWRITE));
}

TEST_HARNESS_MAIN
