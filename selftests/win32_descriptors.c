// SPDX-License-Identifier: GPL-2.0
/*
 * Security descriptors that are refused: what a mode of Linux cannot say, and
 * what is none. Nothing is created then.
 */
#include "kselftest_harness.h"

#include "win32_test.h"
#include "win32_dacl.h"

static LARGE_INTEGER page = { .QuadPart = 0x1000 };

/* The status of a native creation with a descriptor; no handle is left. */
static NTSTATUS native_status(PVOID descriptor, PCWSTR text)
{
	HANDLE handle = (HANDLE)(ULONG_PTR)POISON, directory = NULL;
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	NTSTATUS status;

	RtlInitUnicodeString(&name, u"\\BaseNamedObjects");
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	NtOpenDirectoryObject(&directory, DIRECTORY_QUERY, &attributes);
	RtlInitUnicodeString(&name, text);
	InitializeObjectAttributes(&attributes, &name, 0, directory,
				   descriptor);
	status = NtCreateSection(&handle, SECTION_ALL_ACCESS, &attributes,
				 &page, PAGE_READWRITE, SEC_COMMIT, NULL);
	if (NT_SUCCESS(status))
		NtClose(handle);
	else if (handle)
		return STATUS_UNSUCCESSFUL;
	return status;
}

static HANDLE create_with(PVOID descriptor, LPCSTR name)
{
	SECURITY_ATTRIBUTES security = { sizeof(security), descriptor, FALSE };

	return CreateFileMappingA(INVALID_HANDLE_VALUE, &security,
				  PAGE_READWRITE, 0, PAGE, name);
}

/* With a name and without, by both interfaces, and nothing is left. */
static void expect_refused(struct __test_metadata *_metadata, PVOID descriptor,
			   NTSTATUS status)
{
	DWORD error = RtlNtStatusToDosError(status);
	int before = open_descriptors();

	EXPECT_FAILURE(error, create_with(descriptor, "refused"));
	EXPECT_FAILURE(error, create_with(descriptor, NULL));
	EXPECT_STATUS(status, native_status(descriptor, u"refused"));
	EXPECT_STATUS(status, native_status(descriptor, NULL));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND,
		       OpenFileMappingA(FILE_MAP_READ, FALSE, "refused"));
	EXPECT_EQ(before, open_descriptors());
}

static void expect_accepted(struct __test_metadata *_metadata, PVOID descriptor)
{
	HANDLE section;

	EXPECT_STATUS(STATUS_SUCCESS, native_status(descriptor, u"refused"));
	EXPECT_STATUS(STATUS_SUCCESS, native_status(descriptor, NULL));
	section = create_with(descriptor, NULL);
	EXPECT_NE(NULL, section);
	section = create_with(descriptor, "refused");
	EXPECT_NE(NULL, section);
	EXPECT_SUCCESS(CloseHandle(section));
}

/* entries of a kind, or for somebody, that a mode cannot say. */
TEST(entries_that_cannot_be_said)
{
	static const BYTE types[] = { ACCESS_DENIED_ACE_TYPE, 2, 3, 5, 9, 17 };
	static const struct sid others[] = {
		SID_OF(0, 0),		/* nobody */
		SID_OF(1, 1), SID_OF(2, 0), SID_OF(5, 2), SID_OF(5, 19),
		SID_OF(3, 1),		/* Creator Group */
		{ { 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x21, 2 }, 16 },
	};
	struct dacl dacl;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		init_dacl(&dacl);
		allow(&dacl, GENERIC_ALL, &everyone);
		expect_accepted(_metadata, &dacl.descriptor);
		add_entry(&dacl, types[i], GENERIC_WRITE, &everyone);
		expect_refused(_metadata, &dacl.descriptor,
			       STATUS_NOT_SUPPORTED);
	}
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		init_dacl(&dacl);
		allow(&dacl, GENERIC_ALL, &everyone);
		allow(&dacl, GENERIC_ALL, &others[i]);
		expect_refused(_metadata, &dacl.descriptor,
			       STATUS_NOT_SUPPORTED);
	}

	/* Nobody, not even the owner. */
	init_dacl(&dacl);
	expect_refused(_metadata, &dacl.descriptor, STATUS_NOT_SUPPORTED);

	/* A user's own SID, which is longer: S-1-5-21-0-0-0-0-0-0-0-0-0 */
	init_dacl(&dacl);
	allow(&dacl, GENERIC_ALL, &everyone)->AceSize = 8 + 8 + 4 * 10;
	end_of_dacl(&dacl)[-11] = 10;
	dacl.acl.AclSize = sizeof(dacl.acl) + 8 + 8 + 4 * 10;
	expect_refused(_metadata, &dacl.descriptor, STATUS_NOT_SUPPORTED);
}

/* Lists that do not hold what they say. */
TEST(broken_lists)
{
	struct dacl dacl;
	ACE_HEADER *entry;
	int size;

	for (size = 0; size < (int)sizeof(dacl.acl); size++) {
		init_dacl(&dacl);
		dacl.acl.AclSize = size;
		expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
	}
	/* Of one entry, or the second of two, a part is beyond the end. */
	for (size = 0; size < 20; size++) {
		init_dacl(&dacl);
		allow(&dacl, GENERIC_READ, &everyone);
		dacl.acl.AclSize = sizeof(dacl.acl) + size;
		expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
		dacl.acl.AclSize = sizeof(dacl.acl) + 20;
		allow(&dacl, GENERIC_READ, &everyone);
		dacl.acl.AclSize -= 20 - size;
		expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
	}
	/* The entry itself is too short for what it has. */
	for (size = 0; size < 20; size++) {
		init_dacl(&dacl);
		entry = allow(&dacl, GENERIC_READ, &everyone);
		entry->AceSize = size;
		expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
	}
	init_dacl(&dacl);
	allow(&dacl, GENERIC_READ, &everyone)->AceSize = 0xffff;
	expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
	init_dacl(&dacl);
	allow(&dacl, GENERIC_READ, &everyone);
	dacl.acl.AceCount = 0xffff;
	expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);

	/* A SID of another revision, or with more than there is. */
	init_dacl(&dacl);
	allow(&dacl, GENERIC_READ, &everyone);
	end_of_dacl(&dacl)[-12] = 2;
	expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
	for (size = 2; size < 256; size++) {
		init_dacl(&dacl);
		allow(&dacl, GENERIC_READ, &everyone);
		end_of_dacl(&dacl)[-11] = size;
		expect_refused(_metadata, &dacl.descriptor, STATUS_INVALID_ACL);
	}
}

TEST(broken_descriptors)
{
	static const BYTE revisions[] = { 0, 2, 3, 255 };
	struct dacl dacl;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(revisions); i++) {
		init_dacl(&dacl);
		allow(&dacl, GENERIC_READ, &everyone);
		dacl.descriptor.Revision = revisions[i];
		expect_refused(_metadata, &dacl.descriptor,
			       STATUS_UNKNOWN_REVISION);
		dacl.descriptor.Control = 0;
		expect_refused(_metadata, &dacl.descriptor,
			       STATUS_UNKNOWN_REVISION);
	}
}

/* Memory that is not there, wherever it begins, is no crash. */
TEST(bad_pointers)
{
	char *memory = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	SECURITY_DESCRIPTOR_RELATIVE relative;
	struct dacl dacl;
	SIZE_T size, i;

	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, munmap(memory + PAGE, PAGE));
	const PVOID bad[] = { (PVOID)8, (PVOID)1, memory + PAGE, (PVOID)-4096L,
			      (PVOID)-1L };

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		expect_refused(_metadata, bad[i], STATUS_ACCESS_VIOLATION);
		init_dacl(&dacl);
		dacl.descriptor.Dacl = bad[i];
		expect_refused(_metadata, &dacl.descriptor,
			       STATUS_ACCESS_VIOLATION);
	}

	/* A descriptor, and a list, of which the end is not there. */
	init_dacl(&dacl);
	allow(&dacl, GENERIC_READ, &everyone);
	size = dacl.acl.AclSize;
	for (i = 1; i <= sizeof(dacl.descriptor); i++) {
		PVOID end = memory + PAGE - i;

		memcpy(end, &dacl.descriptor, i);
		if (i < sizeof(dacl.descriptor))
			expect_refused(_metadata, end, STATUS_ACCESS_VIOLATION);
		else
			expect_accepted(_metadata, end);
	}
	for (i = 1; i <= size; i++) {
		dacl.descriptor.Dacl = (PACL)(memory + PAGE - i);
		memcpy(memory + PAGE - i, &dacl.acl, i);
		if (i < size)
			expect_refused(_metadata, &dacl.descriptor,
				       STATUS_ACCESS_VIOLATION);
		else
			expect_accepted(_metadata, &dacl.descriptor);
	}

	/* An offset that leads out of it. */
	memset(&relative, 0, sizeof(relative));
	relative.Revision = SECURITY_DESCRIPTOR_REVISION;
	relative.Control = SE_SELF_RELATIVE | SE_DACL_PRESENT;
	relative.Dacl = PAGE;
	memcpy(memory, &relative, sizeof(relative));
	expect_refused(_metadata, memory, STATUS_ACCESS_VIOLATION);
	relative.Dacl = 0xffffffff;
	memcpy(memory + 1, &relative, sizeof(relative));
	expect_refused(_metadata, memory + 1, STATUS_ACCESS_VIOLATION);
}

TEST(making_descriptors)
{
	SECURITY_DESCRIPTOR descriptor, before;
	ACL acl;

	memset(&descriptor, 0xcc, sizeof(descriptor));
	before = descriptor;
	EXPECT_FAILURE(ERROR_UNKNOWN_REVISION,
		       InitializeSecurityDescriptor(&descriptor, 0));
	EXPECT_FAILURE(ERROR_UNKNOWN_REVISION,
		       InitializeSecurityDescriptor(&descriptor, 2));
	EXPECT_FAILURE(ERROR_UNKNOWN_REVISION,
		       InitializeSecurityDescriptor(&descriptor, 0x101));
	EXPECT_FAILURE(ERROR_UNKNOWN_REVISION,
		       SetSecurityDescriptorDacl(&descriptor, TRUE, &acl, 0));
	EXPECT_EQ(0, memcmp(&before, &descriptor, sizeof(before)));

	EXPECT_SUCCESS(InitializeSecurityDescriptor(&descriptor, 1));
	EXPECT_EQ(1, descriptor.Revision);
	EXPECT_EQ(0, descriptor.Control);
	EXPECT_EQ(NULL, descriptor.Owner);
	EXPECT_EQ(NULL, descriptor.Group);
	EXPECT_EQ(NULL, descriptor.Sacl);
	EXPECT_EQ(NULL, descriptor.Dacl);

	EXPECT_SUCCESS(SetSecurityDescriptorDacl(&descriptor, TRUE, &acl, 2));
	EXPECT_EQ(SE_DACL_PRESENT | SE_DACL_DEFAULTED, descriptor.Control);
	EXPECT_EQ(&acl, descriptor.Dacl);
	EXPECT_SUCCESS(SetSecurityDescriptorDacl(&descriptor, TRUE, NULL, 0));
	EXPECT_EQ(SE_DACL_PRESENT, descriptor.Control);
	EXPECT_EQ(NULL, descriptor.Dacl);
	EXPECT_SUCCESS(SetSecurityDescriptorDacl(&descriptor, FALSE, &acl, 1));
	EXPECT_EQ(0, descriptor.Control);

	descriptor.Control = SE_SELF_RELATIVE;
	before = descriptor;
	EXPECT_FAILURE(ERROR_INVALID_SECURITY_DESCR,
		       SetSecurityDescriptorDacl(&descriptor, TRUE, &acl, 0));
	EXPECT_EQ(0, memcmp(&before, &descriptor, sizeof(before)));
}

TEST_HARNESS_MAIN
