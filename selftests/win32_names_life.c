// SPDX-License-Identifier: GPL-2.0
/*
 * Names through the Win32 functions: how long they last, across processes, and
 * what happens when several create one at once.
 */
#include "kselftest_harness.h"

#include "win32_test.h"

static HANDLE open_name(LPCSTR name)
{
	return OpenFileMappingA(FILE_MAP_READ, FALSE, name);
}

static void expect_whole_view(struct __test_metadata *_metadata, char *view,
			      SIZE_T size)
{
	SIZE_T i;

	for (i = 0; i < size; i += PAGE)
		EXPECT_EQ('o', view[i]);
	EXPECT_REGION(view, view, PAGE_READWRITE, size, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
}

/* N-27, N-28: the name goes with the last handle, the view does not. */
TEST(name_goes_with_the_last_handle)
{
	const SIZE_T size = 16 * PAGE;
	HANDLE first, second, section;
	char *old, *new;

	first = create_section(PAGE_READWRITE, size, "Foo");
	old = map(first, FILE_MAP_WRITE);
	ASSERT_NE(NULL, old);
	memset(old, 'o', size);
	second = open_name("Foo");
	EXPECT_SUCCESS(CloseHandle(first));
	first = open_name("Foo");
	EXPECT_NE(NULL, first);
	EXPECT_SUCCESS(CloseHandle(first));
	EXPECT_SUCCESS(CloseHandle(second));

	expect_whole_view(_metadata, old, size);
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("Foo"));
	SetLastError(UNTOUCHED);
	section = create_section(PAGE_READWRITE, size, "Foo");
	EXPECT_NE(NULL, section);
	EXPECT_EQ(ERROR_SUCCESS, GetLastError());

	/* Not connected: each has its own bytes. */
	new = map(section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, new);
	EXPECT_EQ(0, new[0]);
	new[0] = 'n';
	expect_whole_view(_metadata, old, size);
	old[PAGE] = 'x';
	EXPECT_EQ(0, new[PAGE]);
	old[PAGE] = 'o';
	EXPECT_SUCCESS(CloseHandle(section));
	expect_whole_view(_metadata, old, size);

	EXPECT_SUCCESS(UnmapViewOfFile(old));
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, old, false);
	EXPECT_EQ('n', new[0]);
}

/* N-29: a duplicate keeps the name, whatever its rights. */
TEST(duplicate_keeps_the_name)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "kept"), other;

	ASSERT_EQ(TRUE, DuplicateHandle(GetCurrentProcess(), section,
					GetCurrentProcess(), &other, 0, FALSE,
					0));
	EXPECT_SUCCESS(CloseHandle(section));
	section = open_name("kept");
	EXPECT_SUCCESS(CompareObjectHandles(section, other));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_SUCCESS(CloseHandle(other));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("kept"));
}

/* N-29, H-08: so does a child that has a handle, until it is gone. */
TEST(child_keeps_the_name)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "child's");
	int end[2];
	pid_t pid;
	char byte;

	ASSERT_NE(NULL, section);
	ASSERT_EQ(0, pipe(end));
	pid = fork();
	if (!pid) {
		close(end[1]);
		/* Until the parent closes its end. */
		_exit(read(end[0], &byte, 1));
	}
	EXPECT_SUCCESS(CloseHandle(section));
	section = open_name("child's");
	EXPECT_NE(NULL, section);
	EXPECT_SUCCESS(CloseHandle(section));
	close(end[1]);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("child's"));
}

/* N-31: without a name a section is found by its handles only. */
TEST(no_name)
{
	HANDLE first = create_section(PAGE_READWRITE, PAGE, NULL), duplicate;
	HANDLE second = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(first, FILE_MAP_WRITE), *other;

	ASSERT_NE(NULL, view);
	EXPECT_FAILURE(ERROR_NOT_SAME_OBJECT,
		       CompareObjectHandles(first, second));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE, open_name(""));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, open_name(NULL));
	ASSERT_EQ(TRUE, DuplicateHandle(GetCurrentProcess(), first,
					GetCurrentProcess(), &duplicate, 0,
					FALSE, DUPLICATE_SAME_ACCESS));
	other = map(duplicate, FILE_MAP_READ);
	ASSERT_NE(NULL, other);
	view[0] = 'd';
	EXPECT_EQ('d', other[0]);
}

/* What creators say to their parent. */
struct creators {
	unsigned int new;	/* how many had an error of 0 */
	unsigned int known;	/* and of ERROR_ALREADY_EXISTS */
	unsigned int wrong;
};

/*
 * One of those who create a name at once: waits for the start, counts in the
 * section how many are in it, tells that it is done, waits for the end.
 */
static void create_at_once(struct creators *creators, int start, int done,
			   int end)
{
	unsigned int *who;
	HANDLE section;
	char byte;

	if (read(start, &byte, 1))
		_exit(1);
	SetLastError(UNTOUCHED);
	section = create_section(PAGE_READWRITE, PAGE, "raced for");
	if (section && GetLastError() == ERROR_SUCCESS)
		__atomic_fetch_add(&creators->new, 1, __ATOMIC_SEQ_CST);
	else if (section && GetLastError() == ERROR_ALREADY_EXISTS)
		__atomic_fetch_add(&creators->known, 1, __ATOMIC_SEQ_CST);
	else
		__atomic_fetch_add(&creators->wrong, 1, __ATOMIC_SEQ_CST);
	who = map(section, FILE_MAP_WRITE);
	if (!who)
		_exit(2);
	__atomic_fetch_add(who, 1, __ATOMIC_SEQ_CST);
	if (write(done, "", 1) != 1)
		_exit(3);
	_exit(read(end, &byte, 1));
}

/* N-33: of those who create one name at once, one makes the section. */
TEST(creators_at_once)
{
	const unsigned int count = 4;
	struct creators *creators = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int start[2], done[2], end[2], status;
	unsigned int round, i, *who;
	HANDLE section;
	char byte;

	ASSERT_NE(MAP_FAILED, creators);
	for (round = 0; round < 50; round++) {
		memset(creators, 0, sizeof(*creators));
		ASSERT_EQ(0, pipe(start) | pipe(done) | pipe(end));
		for (i = 0; i < count; i++) {
			pid_t pid = fork();

			ASSERT_GE(pid, 0);
			if (!pid) {
				close(start[1]);
				close(end[1]);
				create_at_once(creators, start[0], done[1],
					       end[0]);
			}
		}
		close(start[1]);
		close(done[1]);
		for (i = 0; i < count; i++)
			ASSERT_EQ(1, read(done[0], &byte, 1));

		EXPECT_EQ(1, creators->new);
		EXPECT_EQ(count - 1, creators->known);
		EXPECT_EQ(0, creators->wrong);
		section = open_name("raced for");
		who = map(section, FILE_MAP_READ);
		ASSERT_NE(NULL, who);
		EXPECT_EQ(count, *who);

		EXPECT_SUCCESS(UnmapViewOfFile(who));
		EXPECT_SUCCESS(CloseHandle(section));
		close(end[1]);
		for (i = 0; i < count; i++) {
			ASSERT_LT(0, wait(&status));
			EXPECT_EQ(0, status);
		}
		EXPECT_FAILURE(ERROR_FILE_NOT_FOUND, open_name("raced for"));
		close(start[0]);
		close(done[0]);
		close(end[0]);
	}
}

TEST_HARNESS_MAIN
