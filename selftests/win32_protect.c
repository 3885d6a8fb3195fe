// SPDX-License-Identifier: GPL-2.0
/*
 * VirtualProtect on views: which protections a view can have, what they allow
 * then, and what is refused. What copies on write has a program of its own.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"

static void execute(void *code)
{
	((void (*)(void))code)();
}

static NTSTATUS execution_status(char *code)
{
	return ntsection_try(execute, code, NULL);
}

/* A section of two pages, of which the first says "return" to the processor. */
static HANDLE create_code(void)
{
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE, 2 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);

	put_return(view);
	UnmapViewOfFile(view);
	return section;
}

static NTSTATUS expected(unsigned int rights, unsigned int wanted)
{
	return rights & wanted ? STATUS_SUCCESS : STATUS_ACCESS_VIOLATION;
}

/*
 * P-01 to P-04, P-06: from every protection that a view of every kind can have
 * to all others, in both directions. What is refused changes nothing.
 */
TEST(all_protections_of_all_views)
{
	HANDLE section = create_code();
	unsigned int view, from, to;

	for (view = 0; view < PROTECTIONS * PROTECTIONS * PROTECTIONS; view++) {
		const struct protection *most = &protections[view / 64];
		char *base;

		from = view / 8 % 8;
		to = view % 8;
		if (!may_have(most, &protections[from]))
			continue;
		base = map_protected(section, most->protect);
		ASSERT_NE(NULL, base);
		EXPECT_PROTECT(most->protect, base, PAGE,
			       protections[from].protect);

		if (may_have(most, &protections[to])) {
			EXPECT_PROTECT(protections[from].protect, base, PAGE,
				       protections[to].protect);
			EXPECT_EQ(protections[to].protect, protection_of(base));
		} else {
			EXPECT_PROTECT_ERROR(ERROR_INVALID_PARAMETER, base,
					     PAGE, protections[to].protect);
			EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0, base,
					  PAGE, protections[to].protect);
			EXPECT_EQ(protections[from].protect,
				  protection_of(base));
		}
		/* The other page is as it was mapped. */
		EXPECT_REGION(base + PAGE, base, most->protect, PAGE,
			      MEM_COMMIT, most->protect, MEM_MAPPED);
		ASSERT_TRUE(UnmapViewOfFile(base));
	}
	CloseHandle(section);
}

/* P-01, V-33: and the processor knows what they are. */
TEST(protections_allow_what_they_say)
{
	HANDLE section = create_code();
	char *shared = map(section, FILE_MAP_READ);
	unsigned int view, i;

	for (view = 0; view < PROTECTIONS; view++) {
		for (i = 0; i < PROTECTIONS; i++) {
			const struct protection *now = &protections[i];
			bool copies = now->protect & (PAGE_WRITECOPY |
						      PAGE_EXECUTE_WRITECOPY);
			char *base;

			if (!may_have(&protections[view], now))
				continue;
			base = map_protected(section,
					     protections[view].protect);
			ASSERT_NE(NULL, base);
			EXPECT_PROTECT(protections[view].protect, base,
				       2 * PAGE, now->protect);
			EXPECT_STATUS(expected(now->rights, EXECUTE),
				      execution_status(base));
			/* Whether this reads is the processor's choice. */
			if (now->protect != PAGE_EXECUTE)
				EXPECT_ACCESS(expected(now->rights, READ),
					      base + PAGE, false);
			EXPECT_ACCESS(copies ? STATUS_SUCCESS :
				      expected(now->rights, WRITE),
				      base + PAGE, true);
			EXPECT_EQ(copies ? 0 : !!(now->rights & WRITE),
				  shared[PAGE]);
			if (now->rights & WRITE)
				base[PAGE] = 0;
			UnmapViewOfFile(base);
		}
	}
	CloseHandle(section);
}

/*
 * P-01: it is the protection at mapping that counts, not what the section, or
 * the handle, would allow; views of sections of every kind.
 */
TEST(sections_of_all_kinds)
{
	unsigned int i, view, to, views = 0;

	for (i = 1; i < PROTECTIONS; i++) {
		HANDLE section;

		if (protections[i].protect == PAGE_EXECUTE)
			continue;
		section = create_section(protections[i].protect, PAGE, NULL);
		ASSERT_NE(NULL, section);
		for (view = 0; view < PROTECTIONS * PROTECTIONS; view++) {
			const struct protection *most = &protections[view / 8];
			char *base = map_protected(section, most->protect);

			to = view % 8;
			EXPECT_EQ(may_have(&protections[i], most), !!base);
			if (!base)
				continue;
			views++;
			if (may_have(most, &protections[to]))
				EXPECT_PROTECT(most->protect, base, PAGE,
					       protections[to].protect);
			else
				EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0,
						  base, PAGE,
						  protections[to].protect);
			EXPECT_REGION(base, base, most->protect, PAGE,
				      MEM_COMMIT,
				      may_have(most, &protections[to]) ?
				      protections[to].protect : most->protect,
				      MEM_MAPPED);
			UnmapViewOfFile(base);
		}
		CloseHandle(section);
	}
	/* R: 3 views, RW: 4, RX: 6, RWX: 8; and the copying twins. */
	EXPECT_EQ(8 * (3 + 4 + 3 + 6 + 8 + 6), views);
}

/* P-04, P-05: no handle is needed, and none brings more rights later. */
TEST(without_a_handle)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *reader = map(section, FILE_MAP_READ);

	ASSERT_TRUE(CloseHandle(section));
	EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0, reader, PAGE,
			  PAGE_READWRITE);
	EXPECT_PROTECT(PAGE_READWRITE, view, PAGE, PAGE_READONLY);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, true);
	EXPECT_PROTECT(PAGE_READONLY, view, PAGE, PAGE_NOACCESS);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, view, false);
	EXPECT_PROTECT(PAGE_NOACCESS, view, PAGE, PAGE_READWRITE);
	view[0] = 5;
	EXPECT_EQ(5, reader[0]);
	EXPECT_PROTECT(PAGE_READONLY, reader, PAGE, PAGE_WRITECOPY);
	EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0, reader, PAGE,
			  PAGE_READWRITE);
	UnmapViewOfFile(view);
	UnmapViewOfFile(reader);
}

/* P-03: of several protections the first page's is returned. */
TEST(old_protection_is_the_first_pages)
{
	HANDLE section = create_section(PAGE_READWRITE, 8 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);

	EXPECT_PROTECT(PAGE_READWRITE, view + PAGE, PAGE, PAGE_READONLY);
	EXPECT_PROTECT(PAGE_READWRITE, view + 2 * PAGE, PAGE, PAGE_NOACCESS);
	EXPECT_PROTECT(PAGE_READWRITE, view, 3 * PAGE, PAGE_READWRITE);
	EXPECT_PROTECT(PAGE_READWRITE, view + PAGE, PAGE, PAGE_READONLY);
	EXPECT_PROTECT(PAGE_READONLY, view + PAGE, 7 * PAGE, PAGE_NOACCESS);
	EXPECT_PROTECT(PAGE_NOACCESS, view + 7 * PAGE, PAGE, PAGE_READONLY);
	EXPECT_REGION(view, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, 6 * PAGE, MEM_COMMIT,
		      PAGE_NOACCESS, MEM_MAPPED);
	EXPECT_REGION(view + 7 * PAGE, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* P-09: every page that the range touches, and the native call says which. */
TEST(ranges_are_rounded_outwards)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	PVOID base = view + PAGE + 0xfff;
	SIZE_T size = 2;
	ULONG old = POISON;

	EXPECT_STATUS(STATUS_SUCCESS,
		      NtProtectVirtualMemory(NtCurrentProcess(), &base, &size,
					     PAGE_READONLY, &old));
	EXPECT_EQ(view + PAGE, base);
	EXPECT_EQ(2 * PAGE, size);
	EXPECT_EQ(PAGE_READWRITE, old);
	EXPECT_EQ(PAGE_READWRITE, protection_of(view));
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	EXPECT_EQ(PAGE_READWRITE, protection_of(view + 3 * PAGE));

	base = view + 1;
	size = 1;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtProtectVirtualMemory(NtCurrentProcess(), &base, &size,
					     PAGE_NOACCESS, &old));
	EXPECT_EQ(view, base);
	EXPECT_EQ(PAGE, size);
	EXPECT_PROTECT(PAGE_NOACCESS, view + 0xfff, 1, PAGE_READONLY);
	EXPECT_PROTECT(PAGE_READWRITE, view + 4 * PAGE - 1, 1, PAGE_READONLY);
	EXPECT_REGION(view, view, PAGE_READWRITE, 4 * PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	UnmapViewOfFile(view);
	CloseHandle(section);
}

/* P-13: another view keeps its own, here and in another process. */
TEST(each_view_has_its_own)
{
	HANDLE section = create_section(PAGE_READWRITE, 2 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *other = map(section, FILE_MAP_WRITE);
	pid_t pid;

	EXPECT_PROTECT(PAGE_READWRITE, view, PAGE, PAGE_NOACCESS);
	EXPECT_REGION(other, other, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	other[0] = 3;

	/* The child has the parent's views, and one that it mapped. */
	pid = fork();
	if (!pid) {
		char *own = map(section, FILE_MAP_WRITE);
		DWORD old = POISON;

		if (!VirtualProtect(other, 2 * PAGE, PAGE_READONLY, &old) ||
		    old != PAGE_READWRITE ||
		    protection_of(other) != PAGE_READONLY ||
		    protection_of(own) != PAGE_READWRITE ||
		    protection_of(view) != PAGE_NOACCESS)
			_exit(1);
		own[1] = 4;
		_exit(other[0] == 3 && other[1] == 4 ? 0 : 2);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(PAGE_READWRITE, protection_of(other));
	EXPECT_EQ(PAGE_NOACCESS, protection_of(view));
	EXPECT_EQ(4, other[1]);
	UnmapViewOfFile(view);
	UnmapViewOfFile(other);
	CloseHandle(section);
}

/* V-32, P-03: a guard is reported, fires once for each page, and is gone. */
TEST(guard_pages)
{
	HANDLE section = create_section(PAGE_READWRITE, 3 * PAGE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *other = map(section, FILE_MAP_READ);
	const ULONG guarded = PAGE_READWRITE | PAGE_GUARD;

	EXPECT_PROTECT(PAGE_READWRITE, view, 2 * PAGE, guarded);
	EXPECT_REGION(view, view, PAGE_READWRITE, 2 * PAGE, MEM_COMMIT,
		      guarded, MEM_MAPPED);
	EXPECT_PROTECT(guarded, view, 2 * PAGE, guarded);
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view + 5, false);
	EXPECT_REGION(view, view, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_EQ(guarded, protection_of(view + PAGE));
	EXPECT_ACCESS(STATUS_SUCCESS, view + 5, true);
	EXPECT_EQ(1, other[5]);

	/* What is guarded was not written by the write that was stopped. */
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, view + PAGE, true);
	EXPECT_EQ(0, other[PAGE]);
	EXPECT_ACCESS(STATUS_SUCCESS, view + PAGE, true);
	EXPECT_EQ(1, other[PAGE]);

	EXPECT_PROTECT(PAGE_READWRITE, view, PAGE, guarded);
	EXPECT_PROTECT(guarded, view, PAGE, PAGE_READWRITE);
	EXPECT_ACCESS(STATUS_SUCCESS, view, false);
	/* What lies under the guard must be allowed. */
	EXPECT_NO_PROTECT(STATUS_SECTION_PROTECTION, 0, other, PAGE, guarded);
	EXPECT_PROTECT(PAGE_READONLY, other, PAGE, PAGE_READONLY | PAGE_GUARD);
	EXPECT_ACCESS(STATUS_GUARD_PAGE_VIOLATION, other, true);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, other, true);
	UnmapViewOfFile(view);
	UnmapViewOfFile(other);
	CloseHandle(section);
}

TEST_HARNESS_MAIN
