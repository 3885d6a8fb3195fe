/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of views and placeholders share.
 *
 * Included after win32_test.h.
 */
#ifndef NTSECTION_WIN32_VIEW_TEST_H
#define NTSECTION_WIN32_VIEW_TEST_H

/* What a call that fails must not leave behind. */
struct footprint {
	size_t mappings;
	int descriptor;
};

/* Lines of /proc/self/maps, and the lowest descriptor that is free. */
static inline struct footprint footprint(void)
{
	struct footprint now = { .descriptor = dup(STDERR_FILENO) };
	FILE *maps;
	int c;

	close(now.descriptor);
	maps = fopen("/proc/self/maps", "re");
	while (maps && (c = getc(maps)) != EOF)
		now.mappings += c == '\n';
	if (maps)
		fclose(maps);
	return now;
}

#define EXPECT_NO_FOOTPRINT(before) do {				\
	struct footprint now_ = footprint(), then_ = (before);		\
	EXPECT_EQ(then_.mappings, now_.mappings);			\
	EXPECT_EQ(then_.descriptor, now_.descriptor);			\
} while (0)

/* A place where nothing is now, on a boundary of 64 KiB. */
static inline char *free_place(SIZE_T size)
{
	char *place = VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_NOACCESS);

	VirtualFree(place, 0, MEM_RELEASE);
	return place;
}

/* Is an address free? */
static inline bool is_free(const void *address)
{
	MEMORY_BASIC_INFORMATION info;

	return !query_basic(address, &info) && info.State == MEM_FREE;
}

/* All of a view: its pages are committed and as it was mapped. */
#define EXPECT_VIEW(view, size, protect) do {				\
	const void *view_ = (view);					\
	DWORD protect_ = (protect);					\
	EXPECT_REGION(view_, view_, protect_, size, MEM_COMMIT,		\
		      protect_, MEM_MAPPED);				\
} while (0)

/* The last address that programs have. */
static inline char *last_address(void)
{
	SYSTEM_INFO info;

	GetSystemInfo(&info);
	return info.lpMaximumApplicationAddress;
}

/* A shared view anywhere: ViewShare, no limits, no commit. */
static inline NTSTATUS nt_map(HANDLE section, PVOID *base, SIZE_T *size,
			      ULONG protect)
{
	return NtMapViewOfSection(section, NtCurrentProcess(), base, 0, 0, NULL,
				  size, ViewShare, 0, protect);
}

/* A section of the native kind, with rights and attributes to choose. */
static inline HANDLE nt_section(ACCESS_MASK access, ULONG protect,
				ULONG attributes, SIZE_T size)
{
	LARGE_INTEGER maximum = { .QuadPart = (LONGLONG)size };
	HANDLE section = NULL;

	NtCreateSection(&section, access, NULL, &maximum, protect, attributes,
			NULL);
	return section;
}

/* Cut a placeholder out of what is larger, or make one again; join some. */
#define PRESERVE	(MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER)
#define COALESCE	(MEM_RELEASE | MEM_COALESCE_PLACEHOLDERS)

static inline char *placeholder(SIZE_T size)
{
	return VirtualAlloc2(NULL, NULL, size,
			     MEM_RESERVE | MEM_RESERVE_PLACEHOLDER,
			     PAGE_NOACCESS, NULL, 0);
}

/* Put private memory into a placeholder, committed or not. */
static inline char *replace(char *base, SIZE_T size, ULONG type, ULONG protect)
{
	return VirtualAlloc2(NULL, base, size,
			     MEM_RESERVE | MEM_REPLACE_PLACEHOLDER | type,
			     protect, NULL, 0);
}

#define EXPECT_PLACEHOLDER(base, size) do {				\
	const void *base_ = (base);					\
	EXPECT_REGION(base_, base_, PAGE_NOACCESS, size, MEM_RESERVE,	\
		      0, MEM_PRIVATE);					\
} while (0)

#endif /* NTSECTION_WIN32_VIEW_TEST_H */
