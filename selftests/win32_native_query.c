// SPDX-License-Identifier: GPL-2.0
/*
 * NtQuerySection and NtExtendSection.
 */
#include "kselftest_harness.h"

#include "win32_test.h"

#define BASIC sizeof(SECTION_BASIC_INFORMATION)
#define IMAGE sizeof(SECTION_IMAGE_INFORMATION)
#define NOTHING ((HANDLE)(ULONG_PTR)POISON)

/* A section that can be read and written. */
static HANDLE created(ACCESS_MASK access, LONGLONG size)
{
	LARGE_INTEGER maximum = { .QuadPart = size };
	HANDLE handle;

	return NtCreateSection(&handle, access, NULL, &maximum, PAGE_READWRITE,
			       SEC_COMMIT, NULL) ? NULL : handle;
}

/* what the basic class says, into which buffers. */
TEST(query)
{
	HANDLE section = created(SECTION_QUERY | SECTION_MAP_READ, 0x3452);
	struct { SECTION_BASIC_INFORMATION info; char more[8]; } buffer;
	SECTION_IMAGE_INFORMATION image;
	SIZE_T length, i;

	EXPECT_EQ(24, BASIC);
	EXPECT_EQ(64, IMAGE);
	for (i = BASIC; i <= sizeof(buffer); i++) {
		memset(&buffer, 0xcc, sizeof(buffer));
		/* All of it is written, also the upper half. */
		length = (SIZE_T)POISON << 16;
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtQuerySection(section, SectionBasicInformation,
					     &buffer, i, &length));
		EXPECT_EQ(BASIC, length);
		EXPECT_EQ(NULL, buffer.info.BaseAddress);
		EXPECT_EQ(SEC_COMMIT, buffer.info.AllocationAttributes);
		EXPECT_EQ(0x4000, buffer.info.MaximumSize.QuadPart);
		EXPECT_EQ((char)0xcc, buffer.more[0]);
	}
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQuerySection(section, SectionBasicInformation, &buffer,
				     BASIC, NULL));

	memset(&buffer, 0xcc, sizeof(buffer));
	length = POISON;
	for (i = 0; i < BASIC; i++)
		EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
			      NtQuerySection(section, SectionBasicInformation,
					     &buffer, i, &length));
	for (i = 0; i < IMAGE; i++)
		EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
			      NtQuerySection(section, SectionImageInformation,
					     &image, i, &length));
	/* */
	EXPECT_STATUS(STATUS_SECTION_NOT_IMAGE,
		      NtQuerySection(section, SectionImageInformation, &image,
				     IMAGE, &length));
	EXPECT_STATUS(STATUS_SECTION_NOT_IMAGE,
		      NtQuerySection(section, SectionImageInformation, &image,
				     IMAGE + 1, &length));
	/* Beyond the address space. */
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQuerySection(section, SectionImageInformation, &image,
				     IMAGE + (0x10000000UL << 24), &length));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQuerySection(section, SectionBasicInformation, &buffer,
				     ~(SIZE_T)0, &length));
	for (i = MaxSectionInfoClass; i < 16; i++)
		EXPECT_STATUS(STATUS_INVALID_INFO_CLASS,
			      NtQuerySection(section, i, &buffer, BASIC,
					     &length));
	EXPECT_STATUS(STATUS_INVALID_INFO_CLASS,
		      NtQuerySection(section, -1, &buffer, BASIC, &length));
	EXPECT_EQ(POISON, length);
	EXPECT_EQ((char)0xcc, *(char *)&buffer);
}

/* pointers and handles that are none. A-05: without the right. */
TEST(query_of_nothing)
{
	static const ACCESS_MASK others[] = {
		0, SECTION_MAP_READ, SECTION_MAP_WRITE,
		SECTION_ALL_ACCESS & ~SECTION_QUERY,
	};
	HANDLE section = created(SECTION_QUERY, PAGE);
	HANDLE closed = created(SECTION_QUERY, PAGE);
	SECTION_BASIC_INFORMATION info;
	SECTION_IMAGE_INFORMATION image;
	unsigned int i;

	ASSERT_EQ(STATUS_SUCCESS, NtClose(closed));
	const struct { HANDLE handle; NTSTATUS status; } bad[] = {
		{ NULL, STATUS_INVALID_HANDLE },
		{ closed, STATUS_INVALID_HANDLE },
		{ NOTHING, STATUS_INVALID_HANDLE },
		{ NtCurrentProcess(), STATUS_OBJECT_TYPE_MISMATCH },
		{ (HANDLE)4, STATUS_OBJECT_TYPE_MISMATCH },
	};

	memset(&info, 0xcc, sizeof(info));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(bad[i].status,
			      NtQuerySection(bad[i].handle,
					     SectionBasicInformation, &info,
					     BASIC, NULL));
		EXPECT_STATUS(bad[i].status,
			      NtQuerySection(bad[i].handle,
					     SectionImageInformation, &image,
					     IMAGE, NULL));
	}
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQuerySection(section, SectionBasicInformation, NULL,
				     BASIC, NULL));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQuerySection(section, SectionBasicInformation,
				     (PVOID)8, BASIC, NULL));
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		HANDLE handle = created(others[i], PAGE);

		EXPECT_STATUS(STATUS_ACCESS_DENIED,
			      NtQuerySection(handle, SectionBasicInformation,
					     &info, BASIC, NULL));
		EXPECT_STATUS(STATUS_ACCESS_DENIED,
			      NtQuerySection(handle, SectionImageInformation,
					     &image, IMAGE, NULL));
	}
	EXPECT_EQ(0xcc, *(unsigned char *)&info);
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQuerySection(section, SectionBasicInformation, &info,
				     BASIC, (PSIZE_T)8));
}

/* C-40: a section that is no file keeps its size. */
TEST(extend)
{
	static const LONGLONG sizes[] = { 0, 1, PAGE, 2 * PAGE, -1 };
	HANDLE section = created(SECTION_QUERY | SECTION_EXTEND_SIZE, PAGE);
	HANDLE other = created(SECTION_ALL_ACCESS & ~SECTION_EXTEND_SIZE, PAGE);
	HANDLE closed = created(0, PAGE);
	LARGE_INTEGER size;
	unsigned int i;

	ASSERT_EQ(STATUS_SUCCESS, NtClose(closed));
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		size.QuadPart = sizes[i];
		EXPECT_STATUS(STATUS_SECTION_NOT_EXTENDED,
			      NtExtendSection(section, &size));
		EXPECT_STATUS(STATUS_ACCESS_DENIED,
			      NtExtendSection(other, &size));
		EXPECT_EQ(sizes[i], size.QuadPart);
	}
	EXPECT_SECTION(section, PAGE, SEC_COMMIT);
	EXPECT_EQ(ERROR_OUTOFMEMORY,
		  RtlNtStatusToDosError(STATUS_SECTION_NOT_EXTENDED));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION, NtExtendSection(section, NULL));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtExtendSection(section, (PLARGE_INTEGER)8));
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtExtendSection(NULL, &size));
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtExtendSection(closed, &size));
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtExtendSection(NtCurrentProcess(), &size));
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtExtendSection((HANDLE)4, &size));
}

TEST_HARNESS_MAIN
