/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of views and their pages share: the eight protections and
 * what they allow, views with any of them, and VirtualProtect in one line.
 *
 * Included after win32_test.h.
 */
#ifndef NTSECTION_WIN32_MEMORY_TEST_H
#define NTSECTION_WIN32_MEMORY_TEST_H

#define READ	1U
#define WRITE	2U
#define EXECUTE	4U

/* The protections, in their order, and what each counts as (P-01). */
static const struct protection {
	ULONG protect;
	unsigned int rights;
} protections[] = {
	{ PAGE_NOACCESS, 0 },
	{ PAGE_READONLY, READ },
	{ PAGE_READWRITE, READ | WRITE },
	{ PAGE_WRITECOPY, READ },
	{ PAGE_EXECUTE, READ | EXECUTE },
	{ PAGE_EXECUTE_READ, READ | EXECUTE },
	{ PAGE_EXECUTE_READWRITE, READ | WRITE | EXECUTE },
	{ PAGE_EXECUTE_WRITECOPY, READ | EXECUTE },
};

#define PROTECTIONS ARRAY_SIZE(protections)

/* May pages of a view with protection @view have @wanted? */
static inline bool may_have(const struct protection *view,
			    const struct protection *wanted)
{
	return !(wanted->rights & ~view->rights);
}

/* A view of all of a section with any protection; NULL if it is refused. */
static inline char *map_protected(HANDLE section, ULONG protect)
{
	PVOID base = NULL;
	SIZE_T size = 0;

	if (NtMapViewOfSection(section, NtCurrentProcess(), &base, 0, 0, NULL,
			       &size, ViewShare, 0, protect))
		return NULL;
	return base;
}

/* What VirtualQuery says of one page; ~0 if it fails. */
static inline DWORD protection_of(const void *address)
{
	MEMORY_BASIC_INFORMATION info;

	return query_basic(address, &info) ? ~0U : info.Protect;
}

static inline DWORD state_of(const void *address)
{
	MEMORY_BASIC_INFORMATION info;

	return query_basic(address, &info) ? ~0U : info.State;
}

/* VirtualProtect succeeds, and the first page was @previous. */
#define EXPECT_PROTECT(previous, address, size, protect) do {		\
	DWORD old_ = POISON;						\
	EXPECT_SUCCESS(VirtualProtect(address, size, protect, &old_));	\
	EXPECT_EQ((DWORD)(previous), old_);				\
} while (0)

/* VirtualProtect fails with exactly this last-error code. */
#define EXPECT_PROTECT_ERROR(error, address, size, protect) do {	\
	DWORD old_ = POISON;						\
	EXPECT_FAILURE(error, VirtualProtect(address, size, protect,	\
					     &old_));			\
} while (0)

/* NtProtectVirtualMemory fails, says this of the old value, and no more. */
#define EXPECT_NO_PROTECT(status, previous, address, size, protect) do { \
	PVOID base_ = (PVOID)(address), base_before_ = base_;		\
	SIZE_T size_ = size, size_before_ = size_;			\
	ULONG old_ = POISON;						\
	EXPECT_STATUS(status, NtProtectVirtualMemory(NtCurrentProcess(), \
						     &base_, &size_,	\
						     protect, &old_));	\
	EXPECT_EQ(base_before_, base_);					\
	EXPECT_EQ(size_before_, size_);					\
	EXPECT_EQ((ULONG)(previous), old_);				\
} while (0)

#endif /* NTSECTION_WIN32_MEMORY_TEST_H */
