// SPDX-License-Identifier: GPL-2.0
/*
 * Handles: what is one, its rights, duplicates, flags and end, and what the
 * native functions tell of it.
 */
#include "kselftest_harness.h"

#include <ntsection.h>
#include <sys/resource.h>

#include "win32_test.h"

#define NOTHING NUMBER(POISON)
#define SELF GetCurrentProcess()
#define NUMBER(number) ((HANDLE)(ULONG_PTR)(number))

static HANDLE new_section(void)
{
	return create_section(PAGE_EXECUTE_READWRITE, PAGE, NULL);
}

static HANDLE duplicate(HANDLE source, ACCESS_MASK access, BOOL inherit,
			DWORD options)
{
	HANDLE target = NOTHING;

	SetLastError(UNTOUCHED);
	if (!DuplicateHandle(SELF, source, SELF, &target, access, inherit,
			     options))
		return NULL;
	return target;
}

/* Numbers that are no handles of sections, and what they are instead. */
static const struct { HANDLE handle; NTSTATUS status; } none[] = {
	{ NULL, STATUS_INVALID_HANDLE },
	{ NUMBER(1), STATUS_INVALID_HANDLE },
	{ NUMBER(3), STATUS_INVALID_HANDLE },
	{ NUMBER(4), STATUS_OBJECT_TYPE_MISMATCH },	/* stdin, */
	{ NUMBER(8), STATUS_OBJECT_TYPE_MISMATCH },	/* stdout, */
	{ NUMBER(12), STATUS_OBJECT_TYPE_MISMATCH },	/* and stderr */
	{ NUMBER(0xdeadbeef), STATUS_INVALID_HANDLE },
	{ NUMBER(0x1fffffffcL), STATUS_INVALID_HANDLE },
	{ NUMBER(0x200000000L), STATUS_INVALID_HANDLE },
	{ NUMBER(0x400000010L), STATUS_INVALID_HANDLE },
	{ NUMBER(0x4000000000000010L), STATUS_INVALID_HANDLE },
	{ NUMBER(0x7ffffffffffffffcL), STATUS_INVALID_HANDLE },
	{ NUMBER(-7), STATUS_INVALID_HANDLE },
	{ NUMBER(-1000), STATUS_INVALID_HANDLE },
	{ NUMBER(-1), STATUS_OBJECT_TYPE_MISMATCH },
	{ NUMBER(-2), STATUS_OBJECT_TYPE_MISMATCH },
};

/* Nothing of the kind is closed by these. */
static void expect_standard_files(struct __test_metadata *_metadata)
{
	int fd;

	for (fd = 0; fd < 3; fd++)
		EXPECT_LE(0, fcntl(fd, F_GETFD));
}

/* H-10, H-11, B-03: no function takes a number for a handle. */
TEST(numbers_that_are_no_handles)
{
	int before = open_descriptors();
	DWORD flags = POISON;
	unsigned int i;
	HANDLE target;

	for (i = 0; i < ARRAY_SIZE(none); i++) {
		const HANDLE handle = none[i].handle;
		const NTSTATUS status = none[i].status;
		SIZE_T size = PAGE;
		PVOID base = NULL;

		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       map(handle, FILE_MAP_READ));
		EXPECT_STATUS(status,
			      NtMapViewOfSection(handle, SELF, &base, 0, 0,
						 NULL, &size, ViewShare, 0,
						 PAGE_READONLY));
		EXPECT_EQ(NULL, base);
		EXPECT_EQ(PAGE, size);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       GetHandleInformation(handle, &flags));
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       SetHandleInformation(handle, 3, 3));
		EXPECT_EQ(-1, ntsection_win32_fd(handle));
		EXPECT_EQ(ERROR_INVALID_HANDLE, GetLastError());
		if (handle == SELF)
			continue;
		EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(handle));
		EXPECT_STATUS(STATUS_INVALID_HANDLE, NtClose(handle));
		target = NOTHING;
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       DuplicateHandle(SELF, handle, SELF, &target, 0,
					       FALSE, DUPLICATE_CLOSE_SOURCE |
					       DUPLICATE_SAME_ACCESS));
		EXPECT_EQ(NULL, target);
	}
	EXPECT_EQ(POISON, flags);
	EXPECT_EQ(before, open_descriptors());
	expect_standard_files(_metadata);
}

/* H-10: nor a descriptor of another file, whoever has sent it. */
TEST(descriptors_of_other_files)
{
	HANDLE section = new_section();
	char path[64];
	int fds[4];
	unsigned int i;

	snprintf(path, sizeof(path), "/proc/self/fd/%d",
		 ntsection_win32_fd(section));
	fds[0] = memfd_create("test", MFD_CLOEXEC);
	fds[1] = open("/dev", O_RDONLY | O_DIRECTORY);
	fds[2] = open("/dev/ntsection", O_RDWR);
	fds[3] = open(path, O_PATH);
	ASSERT_EQ(0, ftruncate(fds[0], PAGE));
	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		HANDLE handle = NUMBER(4 * (fds[i] + 1)), target = NOTHING;
		SIZE_T size = PAGE;
		PVOID base = NULL;

		ASSERT_LE(0, fds[i]);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       MapViewOfFile(handle, FILE_MAP_READ, 0, 0,
					     PAGE));
		EXPECT_STATUS(i < 3 ? STATUS_OBJECT_TYPE_MISMATCH :
				      STATUS_INVALID_HANDLE,
			      NtMapViewOfSection(handle, SELF, &base, 0, 0,
						 NULL, &size, ViewShare, 0,
						 PAGE_READONLY));
		EXPECT_EQ(NULL, base);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       DuplicateHandle(SELF, handle, SELF, &target, 0,
					       FALSE, DUPLICATE_SAME_ACCESS));
		EXPECT_EQ(NULL, target);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(handle));
		EXPECT_LE(0, fcntl(fds[i], F_GETFD));
	}
}

/* H-10: no process but this one can be reached. */
TEST(other_processes)
{
	HANDLE section = new_section(), target = NOTHING;
	SIZE_T size = PAGE;
	PVOID base = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(none); i++) {
		HANDLE process = none[i].handle;

		if (process == SELF)
			continue;
		EXPECT_STATUS(none[i].status,
			      NtMapViewOfSection(section, process, &base, 0, 0,
						 NULL, &size, ViewShare, 0,
						 PAGE_READONLY));
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       DuplicateHandle(process, section, SELF, &target,
					       0, FALSE, 0));
		EXPECT_EQ(NULL, target);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       DuplicateHandle(SELF, section, process, &target,
					       0, FALSE, 0));
		EXPECT_EQ(NULL, target);
	}
	/* A section is no process. */
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtMapViewOfSection(section, section, &base, 0, 0, NULL,
					 &size, ViewShare, 0, PAGE_READONLY));
	EXPECT_SUCCESS(map(section, FILE_MAP_READ));
}

/* B-03 */
TEST(close_a_handle)
{
	HANDLE section = new_section(), other = new_section();
	char *view = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, view);
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtClose(section));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(other));
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtClose(other));
	/* H-04: the view stays. */
	view[0] = 'v';
	EXPECT_EQ('v', view[0]);
	/* This process is no handle that could be closed. */
	EXPECT_SUCCESS(CloseHandle(SELF));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(SELF));
	EXPECT_SUCCESS(new_section());
}

/* The two lowest bits of a handle are the caller's. */
TEST(lowest_bits)
{
	HANDLE section = new_section();
	unsigned int bits;

	EXPECT_EQ(0, (ULONG_PTR)section % 4);
	for (bits = 0; bits < 4; bits++) {
		HANDLE tagged = (HANDLE)((ULONG_PTR)section | bits);

		EXPECT_SUCCESS(CompareObjectHandles(section, tagged));
		EXPECT_SUCCESS(map(tagged, FILE_MAP_READ));
	}
	EXPECT_SUCCESS(CloseHandle((HANDLE)((ULONG_PTR)section | 3)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
}

/* H-01, A-16: a duplicate has exactly what was asked. */
TEST(rights_of_duplicates)
{
	static const struct { ACCESS_MASK asked, granted; } rights[] = {
		{ 0, 0 }, { SECTION_QUERY, 1 }, { SECTION_MAP_WRITE, 2 },
		{ SECTION_MAP_READ, 4 }, { SECTION_MAP_EXECUTE, 8 },
		{ SECTION_MAP_READ | SECTION_MAP_WRITE, 6 },
		{ SECTION_MAP_READ | SECTION_QUERY, 5 },
		{ GENERIC_READ, 0x20005 }, { GENERIC_WRITE, 0x20002 },
		{ GENERIC_EXECUTE, 0x20008 }, { DELETE, 0x10000 },
		{ WRITE_DAC | WRITE_OWNER, 0xc0000 },
		{ 0xf000f, 0xf000f }, { MAXIMUM_ALLOWED, 0xf000f },
	};
	HANDLE section = new_section(), handle;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rights); i++) {
		handle = duplicate(section, rights[i].asked, FALSE, 0);
		EXPECT_EQ(rights[i].granted, granted_access(handle))
			TH_LOG("asked for %#x", rights[i].asked);
		EXPECT_SUCCESS(CompareObjectHandles(section, handle));
		EXPECT_NE(section, handle);
		/* The other option does not look at what is asked. */
		handle = duplicate(section, rights[i].asked, FALSE,
				   DUPLICATE_SAME_ACCESS);
		EXPECT_EQ(0xf000f, granted_access(handle));
	}
	/* Success leaves the last error alone. */
	EXPECT_EQ(UNTOUCHED, GetLastError());
}

/* H-01, A-01 to: what can be mapped with such handles. */
TEST(views_of_duplicates)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL), handle;

	handle = duplicate(section, FILE_MAP_READ | FILE_MAP_WRITE, FALSE, 0);
	EXPECT_SUCCESS(map(handle, FILE_MAP_WRITE));
	EXPECT_SUCCESS(map(handle, FILE_MAP_READ));
	handle = duplicate(section, FILE_MAP_READ, FALSE, 0);
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, FILE_MAP_WRITE));
	EXPECT_SUCCESS(map(handle, FILE_MAP_READ));
	EXPECT_SUCCESS(map(handle, 0));
	handle = duplicate(section, FILE_MAP_WRITE, FALSE, 0);
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, FILE_MAP_READ));
	EXPECT_SUCCESS(map(handle, FILE_MAP_WRITE));
	handle = duplicate(section, 0, FALSE, 0);
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, 0));
	EXPECT_FAILURE(ERROR_ACCESS_DENIED, map(handle, FILE_MAP_READ));
}

/* H-03: here a duplicate never has more than its source. A-22 */
TEST(more_than_the_source)
{
	static const ACCESS_MASK more[] = {
		SECTION_MAP_WRITE, SECTION_MAP_READ | SECTION_MAP_WRITE,
		SECTION_QUERY, SECTION_MAP_EXECUTE, GENERIC_READ, GENERIC_WRITE,
		DELETE, ACCESS_SYSTEM_SECURITY, ~0U,
	};
	HANDLE reader = duplicate(new_section(), SECTION_MAP_READ, FALSE, 0);
	int before = open_descriptors();
	HANDLE target;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(more); i++) {
		target = NOTHING;
		EXPECT_FAILURE(ERROR_ACCESS_DENIED,
			       DuplicateHandle(SELF, reader, SELF, &target,
					       more[i], FALSE, 0));
		EXPECT_EQ(NULL, target);
		target = NOTHING;
		EXPECT_STATUS(STATUS_ACCESS_DENIED,
			      NtDuplicateObject(SELF, reader, SELF, &target,
						more[i], 0, 0));
		EXPECT_EQ(NULL, target);
	}
	EXPECT_EQ(before, open_descriptors());
	EXPECT_EQ(4, granted_access(duplicate(reader, FILE_MAP_READ, 0, 0)));
}

/* H-02: the source is closed, whether there is a duplicate or not. */
TEST(close_source)
{
	const DWORD move = DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS;
	HANDLE section = new_section(), handle, target = NOTHING;
	int before = open_descriptors();

	handle = duplicate(section, 0, FALSE, move);
	EXPECT_EQ(0xf000f, granted_access(handle));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
	EXPECT_EQ(before, open_descriptors());

	/* More than it has */
	section = duplicate(handle, SECTION_MAP_READ, FALSE, 0);
	EXPECT_FAILURE(ERROR_ACCESS_DENIED,
		       DuplicateHandle(SELF, section, SELF, &target,
				       SECTION_MAP_WRITE, FALSE,
				       DUPLICATE_CLOSE_SOURCE));
	EXPECT_EQ(NULL, target);
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
	EXPECT_EQ(before, open_descriptors());

	/* To a process that is none */
	section = duplicate(handle, SECTION_MAP_READ, FALSE, 0);
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       DuplicateHandle(SELF, section, NUMBER(0xdeadbeef),
				       &target, 0, FALSE, move));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));

	/* To none at all, which is to close only */
	section = duplicate(handle, SECTION_MAP_READ, FALSE, 0);
	EXPECT_SUCCESS(DuplicateHandle(SELF, section, NULL, NULL, 0, FALSE,
				       DUPLICATE_CLOSE_SOURCE));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, CloseHandle(section));
	EXPECT_EQ(before, open_descriptors());
}

/* Where to: nowhere leaves no handle, a bad pointer is an error. */
TEST(target_pointers)
{
	PHANDLE const bad[] = { (PHANDLE)8, NUMBER(0xdeadbee0),
				NUMBER(-4096L) };
	HANDLE section = new_section();
	int before = open_descriptors();
	unsigned int i;

	EXPECT_SUCCESS(DuplicateHandle(SELF, section, SELF, NULL, 0, FALSE,
				       DUPLICATE_SAME_ACCESS));
	EXPECT_EQ(before, open_descriptors());
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_FAILURE(ERROR_NOACCESS,
			       DuplicateHandle(SELF, section, SELF, bad[i], 0,
					       FALSE, DUPLICATE_SAME_ACCESS));
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      NtDuplicateObject(SELF, section, SELF, bad[i], 0,
						0, DUPLICATE_SAME_ACCESS));
	}
	EXPECT_EQ(before, open_descriptors());
	EXPECT_EQ(0xf000f, granted_access(section));
}

/* A duplicate of this process is the same number. */
TEST(duplicate_of_this_process)
{
	HANDLE target = NOTHING;

	EXPECT_SUCCESS(DuplicateHandle(SELF, SELF, SELF, &target, 0, FALSE,
				       DUPLICATE_SAME_ACCESS));
	EXPECT_SUCCESS(CompareObjectHandles(SELF, target));
	EXPECT_SUCCESS(CloseHandle(target));
	EXPECT_EQ((DWORD)getpid(), GetCurrentProcessId());
}

/* B-05: what is asked of a name, in the bits of FILE_MAP_*. */
TEST(rights_of_opened_handles)
{
	static const struct { DWORD asked; ACCESS_MASK granted; } rights[] = {
		{ FILE_MAP_COPY, 4 }, { FILE_MAP_COPY | FILE_MAP_READ, 5 },
		{ FILE_MAP_COPY | FILE_MAP_WRITE, 3 }, { FILE_MAP_READ, 4 },
		{ FILE_MAP_WRITE, 2 }, { FILE_MAP_READ | FILE_MAP_WRITE, 6 },
		{ FILE_MAP_EXECUTE, 8 }, { SECTION_MAP_EXECUTE, 8 },
		{ FILE_MAP_EXECUTE | FILE_MAP_READ, 0xc },
		{ FILE_MAP_EXECUTE | FILE_MAP_WRITE, 0xa },
		{ FILE_MAP_ALL_ACCESS, 0xf001f },
		{ FILE_MAP_ALL_ACCESS | FILE_MAP_EXECUTE, 0xf001f },
		{ SECTION_EXTEND_SIZE, 0x10 }, { GENERIC_READ, 0x20005 },
		{ GENERIC_WRITE, 0x20002 }, { GENERIC_EXECUTE, 0x20008 },
		{ GENERIC_ALL, 0xf001f }, { MAXIMUM_ALLOWED, 0xf001f },
		{ READ_CONTROL, 0x20000 },
	};
	unsigned int i;

	ASSERT_NE(NULL, create_section(PAGE_READWRITE, PAGE, "rights"));
	for (i = 0; i < ARRAY_SIZE(rights); i++) {
		const HANDLE handles[] = {
			OpenFileMappingA(rights[i].asked, FALSE, "rights"),
			OpenFileMappingW(rights[i].asked, FALSE, u"rights"),
			OpenFileMappingFromApp(rights[i].asked, FALSE,
					       u"rights"),
		};
		unsigned int form;

		for (form = 0; form < ARRAY_SIZE(handles); form++)
			EXPECT_EQ(rights[i].granted,
				  granted_access(handles[form]))
				TH_LOG("form %u", form);
	}
}

/* H-13 */
TEST(compare)
{
	HANDLE section = new_section(), other = new_section(), closed;
	HANDLE handle = duplicate(section, 0, FALSE, 0);

	closed = new_section();
	ASSERT_EQ(TRUE, CloseHandle(closed));
	EXPECT_SUCCESS(CompareObjectHandles(section, section));
	EXPECT_SUCCESS(CompareObjectHandles(section, handle));
	EXPECT_SUCCESS(CompareObjectHandles(handle, section));
	EXPECT_SUCCESS(CompareObjectHandles(SELF, SELF));
	EXPECT_FAILURE(ERROR_NOT_SAME_OBJECT,
		       CompareObjectHandles(section, other));
	EXPECT_FAILURE(ERROR_NOT_SAME_OBJECT,
		       CompareObjectHandles(section, SELF));
	EXPECT_FAILURE(ERROR_NOT_SAME_OBJECT,
		       CompareObjectHandles(SELF, NUMBER(-2)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       CompareObjectHandles(section, closed));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       CompareObjectHandles(closed, closed));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       CompareObjectHandles(NULL, section));
	EXPECT_STATUS(STATUS_SUCCESS, NtCompareObjects(section, handle));
	EXPECT_STATUS(STATUS_NOT_SAME_OBJECT, NtCompareObjects(section, other));
	EXPECT_STATUS(STATUS_INVALID_HANDLE, NtCompareObjects(section, NULL));
}

/* No descriptor is free for a duplicate; the source is as it was. */
TEST(no_descriptor_is_free)
{
	HANDLE section = new_section(), target = NOTHING;
	struct rlimit old, limit = { 0, 0 };

	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &old));
	limit.rlim_max = old.rlim_max;
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	EXPECT_FAILURE(ERROR_NO_SYSTEM_RESOURCES,
		       DuplicateHandle(SELF, section, SELF, &target, 0, FALSE,
				       DUPLICATE_SAME_ACCESS));
	EXPECT_EQ(NULL, target);
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &old));
	EXPECT_EQ(0xf000f, granted_access(section));
}

/* A handle is a descriptor; what is none stays the caller's. */
TEST(handles_and_descriptors)
{
	const int descriptor = ntsection_create(-1, PAGE, NULL);
	HANDLE section = new_section(), handle;
	int fd, file[2], i;

	ASSERT_EQ(0, pipe(file));
	fd = ntsection_win32_fd(section);
	EXPECT_LE(0, fcntl(fd, F_GETFD));
	EXPECT_EQ(section, ntsection_win32_handle(fd));
	handle = ntsection_win32_handle(dup(fd));
	EXPECT_NE(section, handle);
	EXPECT_SUCCESS(CompareObjectHandles(section, handle));
	EXPECT_SUCCESS(CloseHandle(handle));
	EXPECT_SUCCESS(map(section, FILE_MAP_READ));

	handle = ntsection_win32_handle(descriptor);
	EXPECT_EQ(7, granted_access(handle));
	EXPECT_EQ(descriptor, ntsection_win32_fd(handle));
	EXPECT_SUCCESS(CloseHandle(handle));
	EXPECT_EQ(-1, fcntl(descriptor, F_GETFD));

	const int bad[] = { -1, -2, INT32_MIN, INT32_MAX, 1000, descriptor,
			    file[0], 0, 1, 2 };

	for (i = 0; i < (int)ARRAY_SIZE(bad); i++)
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       ntsection_win32_handle(bad[i]));
	EXPECT_LE(0, fcntl(file[0], F_GETFD));
	expect_standard_files(_metadata);
}

TEST_HARNESS_MAIN
