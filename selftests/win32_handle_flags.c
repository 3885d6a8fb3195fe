// SPDX-License-Identifier: GPL-2.0
/*
 * Flags of handles, inheritance by fork() and execve(), and NtQueryObject.
 */
#include "kselftest_harness.h"

#include "win32_test.h"

#define NOTHING ((HANDLE)(ULONG_PTR)POISON)
#define SELF GetCurrentProcess()
#define INHERIT HANDLE_FLAG_INHERIT
#define PROTECT HANDLE_FLAG_PROTECT_FROM_CLOSE

static HANDLE new_section(void)
{
	return create_section(PAGE_READWRITE, PAGE, NULL);
}

/* The flags of a handle by both interfaces; POISON if they disagree. */
static DWORD flags_of(HANDLE handle)
{
	OBJECT_HANDLE_FLAG_INFORMATION info;
	DWORD flags = POISON, native;
	ULONG length = POISON;

	memset(&info, 0xcc, sizeof(info));
	if (!GetHandleInformation(handle, &flags) ||
	    NtQueryObject(handle, ObjectHandleFlagInformation, &info,
			  sizeof(info), &length) || length != sizeof(info) ||
	    info.Inherit > 1 || info.ProtectFromClose > 1)
		return POISON;
	native = (info.Inherit ? INHERIT : 0) |
		 (info.ProtectFromClose ? PROTECT : 0);
	return native == flags ? flags : POISON;
}

/* B-09: all that can be set, and only what the mask says. */
TEST(set_flags)
{
	HANDLE section = new_section();
	DWORD mask, flags, expected = 0;

	EXPECT_EQ(0, flags_of(section));
	for (mask = 0; mask < 4; mask++) {
		for (flags = 0; flags < 4; flags++) {
			EXPECT_SUCCESS(SetHandleInformation(section, mask,
							    flags | 0xfff0));
			expected = (expected & ~mask) | (flags & mask);
			EXPECT_EQ(expected, flags_of(section));
		}
	}
	EXPECT_EQ(3, expected);
	for (mask = 4; mask; mask <<= 1) {
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       SetHandleInformation(section, mask, 0));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       SetHandleInformation(section, mask | 3, 0));
		EXPECT_EQ(3, flags_of(section));
	}
	EXPECT_FAILURE(ERROR_NOACCESS, GetHandleInformation(section, NULL));
	EXPECT_FAILURE(ERROR_NOACCESS,
		       GetHandleInformation(section, (LPDWORD)8));
	/* A handle that has no right has flags all the same. */
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &section, 0, TRUE,
				       0));
	EXPECT_EQ(INHERIT, flags_of(section));
	EXPECT_SUCCESS(SetHandleInformation(section, 3, PROTECT));
	EXPECT_EQ(PROTECT, flags_of(section));
}

/* A protected handle is not closed, in whatever way that is tried. */
TEST(protect_from_close)
{
	HANDLE section = new_section(), other = new_section(), target;

	EXPECT_SUCCESS(SetHandleInformation(section, PROTECT, PROTECT));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
	EXPECT_STATUS(STATUS_HANDLE_NOT_CLOSABLE, NtClose(section));
	EXPECT_SUCCESS(map(section, FILE_MAP_WRITE));
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &target, 0, FALSE,
				       DUPLICATE_CLOSE_SOURCE |
				       DUPLICATE_SAME_ACCESS));
	EXPECT_EQ(PROTECT, flags_of(section));
	EXPECT_EQ(0, flags_of(target));
	EXPECT_SUCCESS(CloseHandle(target));
	EXPECT_SUCCESS(CloseHandle(other));

	EXPECT_SUCCESS(SetHandleInformation(section, PROTECT, 0));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       SetHandleInformation(section, PROTECT, PROTECT));
}

/* What a number was protected for does not hold for its next section. */
TEST(protection_goes_with_the_handle)
{
	HANDLE section = new_section(), next, target;

	EXPECT_SUCCESS(SetHandleInformation(section, PROTECT, PROTECT));
	/* Linux closes what the library would not. */
	ASSERT_EQ(0, close(ntsection_win32_fd(section)));
	next = new_section();
	ASSERT_EQ(section, next);
	EXPECT_EQ(0, flags_of(next));
	EXPECT_SUCCESS(SetHandleInformation(next, PROTECT, PROTECT));
	ASSERT_EQ(0, close(ntsection_win32_fd(next)));
	section = new_section();
	EXPECT_SUCCESS(CloseHandle(section));

	section = new_section();
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtDuplicateObject(SELF, section, SELF, &target, 0,
					OBJ_PROTECT_CLOSE, 0));
	ASSERT_EQ(0, close(ntsection_win32_fd(target)));
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &next, 0, FALSE,
				       0));
	ASSERT_EQ(target, next);
	EXPECT_SUCCESS(CloseHandle(next));
}

/* Attributes of a duplicate: none, the ones asked for, or the source's. */
TEST(attributes_of_duplicates)
{
	const ULONG same = DUPLICATE_SAME_ATTRIBUTES;
	HANDLE section = new_section(), target;
	DWORD flags;

	for (flags = 0; flags < 4; flags++) {
		EXPECT_SUCCESS(SetHandleInformation(section, 3, flags));
		EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &target, 0,
					       FALSE, 0));
		EXPECT_EQ(0, flags_of(target));
		EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &target, 0,
					       2, 0));
		EXPECT_EQ(INHERIT, flags_of(target));
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtDuplicateObject(SELF, section, SELF, &target, 0,
						OBJ_PROTECT_CLOSE, 0));
		EXPECT_EQ(PROTECT, flags_of(target));
		EXPECT_STATUS(STATUS_HANDLE_NOT_CLOSABLE, NtClose(target));
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtDuplicateObject(SELF, section, SELF, &target, 0,
						OBJ_INHERIT, 0));
		EXPECT_EQ(INHERIT, flags_of(target));
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtDuplicateObject(SELF, section, SELF, &target, 0,
						OBJ_INHERIT, same));
		EXPECT_EQ(flags, flags_of(target));
	}
	/* Also when the source goes. */
	EXPECT_SUCCESS(SetHandleInformation(section, 3, INHERIT));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtDuplicateObject(SELF, section, SELF, &target, 0, 0,
					same | DUPLICATE_CLOSE_SOURCE));
	EXPECT_EQ(INHERIT, flags_of(target));
}

/* H-05: in a child of fork() all handles are there, with their rights. */
static ULONG use_in_child(void *argument)
{
	HANDLE handle = *(HANDLE *)argument;
	char *view = map(handle, FILE_MAP_READ);

	if (!view || view[0] != 'p' || map(handle, FILE_MAP_WRITE))
		return 1;
	if (GetLastError() != ERROR_ACCESS_DENIED)
		return 2;
	return CloseHandle(handle) ? granted_access(handle) : 3;
}

TEST(handles_after_fork)
{
	HANDLE section = new_section(), reader;
	char *view = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, view);
	view[0] = 'p';
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &reader,
				       FILE_MAP_READ, FALSE, 0));
	/* It is closed in the child, and not here. */
	EXPECT_EQ(~0U, in_child(0, use_in_child, &reader));
	EXPECT_EQ(FILE_MAP_READ, granted_access(reader));
}

/* What a program does that was given the number of a handle: see main(). */
static int use_inherited(HANDLE handle)
{
	char *view;

	SetLastError(UNTOUCHED);
	view = map(handle, FILE_MAP_READ);
	if (!view)
		return GetLastError();
	if (view[0] != 'p' || map(handle, FILE_MAP_WRITE) ||
	    GetLastError() != ERROR_ACCESS_DENIED ||
	    granted_access(handle) != FILE_MAP_READ)
		return 1;
	if (flags_of(handle) != INHERIT)
		return 2;
	return CloseHandle(handle) ? 0 : 3;
}

static int run_with(HANDLE handle)
{
	char number[32];
	pid_t pid;

	snprintf(number, sizeof(number), "%p", handle);
	pid = fork();
	if (!pid) {
		execl("/proc/self/exe", "win32_handle_flags", "inherited",
		      number, NULL);
		_exit(127);
	}
	return child_status(pid);
}

/* H-05: a program that is executed has the same value, if it is inherited. */
TEST(handles_after_execve)
{
	SECURITY_ATTRIBUTES security = { sizeof(security), NULL, TRUE };
	HANDLE section, reader, handle;
	char *view;

	section = CreateFileMappingA(INVALID_HANDLE_VALUE, &security,
				     PAGE_READWRITE, 0, PAGE, "inherited");
	view = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, view);
	view[0] = 'p';
	/* The three ways to have it inherited, and to have it not. */
	EXPECT_EQ(1, run_with(section));
	reader = OpenFileMappingA(FILE_MAP_READ, TRUE, "inherited");
	EXPECT_EQ(0, run_with(reader));
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &handle,
				       FILE_MAP_READ, TRUE, 0));
	EXPECT_EQ(0, run_with(handle));
	EXPECT_SUCCESS(SetHandleInformation(reader, INHERIT, 0));
	EXPECT_EQ(ERROR_INVALID_HANDLE, run_with(reader));
	EXPECT_SUCCESS(SetHandleInformation(reader, INHERIT, INHERIT));
	EXPECT_EQ(0, run_with(reader));
	/* That it is protected the program does not know. */
	EXPECT_SUCCESS(SetHandleInformation(reader, PROTECT, PROTECT));
	EXPECT_EQ(0, run_with(reader));

	handle = OpenFileMappingA(FILE_MAP_READ, FALSE, "inherited");
	EXPECT_EQ(ERROR_INVALID_HANDLE, run_with(handle));
	EXPECT_EQ(FILE_MAP_READ, granted_access(handle));
}

static NTSTATUS query(HANDLE handle, OBJECT_INFORMATION_CLASS kind,
		      PVOID buffer, ULONG size, ULONG *length)
{
	*length = POISON;
	return NtQueryObject(handle, kind, buffer, size, length);
}

/* H-12, A-17: the basic class. */
TEST(query_basic_class)
{
	HANDLE section = new_section(), second, inherited;
	struct { OBJECT_BASIC_INFORMATION info; char more[8]; } buffer;
	const ULONG size = sizeof(buffer.info);
	ULONG length, i;

	EXPECT_EQ(56, size);
	memset(&buffer, 0xcc, sizeof(buffer));
	EXPECT_STATUS(STATUS_SUCCESS,
		      query(section, ObjectBasicInformation, &buffer, size,
			    &length));
	EXPECT_EQ(size, length);
	EXPECT_EQ(0, buffer.info.Attributes);
	EXPECT_EQ(0xf0007, buffer.info.GrantedAccess);
	EXPECT_EQ(1, buffer.info.HandleCount);
	EXPECT_EQ((char)0xcc, buffer.more[0]);

	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &second, 0, 0, 0));
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, &inherited, 0,
				       TRUE, 0));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryObject(inherited, ObjectBasicInformation, &buffer,
				    size, NULL));
	EXPECT_EQ(OBJ_INHERIT, buffer.info.Attributes);
	EXPECT_EQ(0, buffer.info.GrantedAccess);
	EXPECT_EQ(3, buffer.info.HandleCount);
	/* Views are no handles. */
	EXPECT_SUCCESS(map(section, FILE_MAP_WRITE));
	EXPECT_SUCCESS(CloseHandle(second));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryObject(section, ObjectBasicInformation, &buffer,
				    size, NULL));
	EXPECT_EQ(2, buffer.info.HandleCount);

	memset(&buffer, 0xcc, sizeof(buffer));
	for (i = 0; i < size; i++) {
		EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
			      query(section, ObjectBasicInformation, &buffer, i,
				    &length));
		EXPECT_EQ(size, length);
	}
	EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
		      NtQueryObject(section, ObjectBasicInformation, NULL, 0,
				    NULL));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      query(section, ObjectBasicInformation, NULL, size,
			    &length));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      query(section, ObjectBasicInformation, (PVOID)8, size,
			    &length));
	EXPECT_EQ(0xcc, *(unsigned char *)&buffer);
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQueryObject(section, ObjectBasicInformation, &buffer,
				    size, (PULONG)8));
}

/* H-12, A-16, A-17: the type is "Section". */
TEST(query_type_class)
{
	HANDLE section = new_section();
	struct { OBJECT_TYPE_INFORMATION info; WCHAR more[16]; } buffer;
	const ULONG size = sizeof(buffer.info) + sizeof(u"Section");
	ULONG length, i;

	EXPECT_EQ(104, sizeof(buffer.info));
	for (i = size; i <= sizeof(buffer); i += 2) {
		memset(&buffer, 0xcc, sizeof(buffer));
		EXPECT_STATUS(STATUS_SUCCESS,
			      query(section, ObjectTypeInformation, &buffer, i,
				    &length));
		EXPECT_EQ(size, length);
		EXPECT_EQ(14, buffer.info.TypeName.Length);
		EXPECT_EQ(16, buffer.info.TypeName.MaximumLength);
		EXPECT_EQ(&buffer.more[0], buffer.info.TypeName.Buffer);
		EXPECT_EQ(0, memcmp(buffer.more, u"Section", 16));
		EXPECT_EQ(0xcccc, buffer.more[8]);
		EXPECT_EQ(0x20005, buffer.info.GenericMapping.GenericRead);
		EXPECT_EQ(0x20002, buffer.info.GenericMapping.GenericWrite);
		EXPECT_EQ(0x20008, buffer.info.GenericMapping.GenericExecute);
		EXPECT_EQ(0xf001f, buffer.info.GenericMapping.GenericAll);
		EXPECT_EQ(0x1f001f, buffer.info.ValidAccessMask);
		EXPECT_LE(buffer.info.TotalNumberOfObjects,
			  buffer.info.HighWaterNumberOfObjects);
		EXPECT_LE(buffer.info.TotalNumberOfHandles,
			  buffer.info.HighWaterNumberOfHandles);
	}
	memset(&buffer, 0xcc, sizeof(buffer));
	for (i = 0; i < size; i++) {
		EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
			      query(section, ObjectTypeInformation, &buffer, i,
				    &length));
		EXPECT_EQ(size, length);
	}
	EXPECT_EQ(0xcc, *(unsigned char *)&buffer);
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      query(section, ObjectTypeInformation, NULL, size,
			    &length));
}

/* The handle comes before the buffer; classes that are not known. */
TEST(query_of_nothing)
{
	static const OBJECT_INFORMATION_CLASS kinds[] = {
		ObjectBasicInformation, ObjectTypeInformation,
		ObjectHandleFlagInformation, ObjectNameInformation,
	};
	HANDLE section = new_section(), closed = new_section();
	char buffer[256];
	unsigned int i;
	ULONG length;

	ASSERT_EQ(TRUE, CloseHandle(closed));
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		EXPECT_STATUS(STATUS_INVALID_HANDLE,
			      query(NOTHING, kinds[i], buffer, 0, &length));
		EXPECT_STATUS(STATUS_INVALID_HANDLE,
			      query(NULL, kinds[i], NULL, 0, &length));
		EXPECT_STATUS(STATUS_INVALID_HANDLE,
			      query(closed, kinds[i], buffer, sizeof(buffer),
				    &length));
		EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
			      query((HANDLE)4, kinds[i], buffer,
				    sizeof(buffer), &length));
	}
	EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
		      query(section, ObjectHandleFlagInformation, buffer, 1,
			    &length));
	for (i = 5; i < 16; i++)
		EXPECT_STATUS(STATUS_INVALID_INFO_CLASS,
			      query(section, i, buffer, sizeof(buffer),
				    &length));
	EXPECT_EQ(POISON, length);
}

/* With two arguments it is the program of run_with(). */
int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "inherited"))
		return use_inherited((HANDLE)strtoul(argv[2], NULL, 0));
	return test_harness_run(argc, argv);
}
