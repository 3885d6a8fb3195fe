// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: placeholders: how they are made, split, joined, freed, and
 * replaced by private memory.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#define SIZE		GRANULE
#define RESERVE		(MEM_RESERVE | MEM_RESERVE_PLACEHOLDER)
#define REPLACE		(MEM_RESERVE | MEM_REPLACE_PLACEHOLDER)

static NTSTATUS nt_allocate(char *base, SIZE_T size, ULONG type, ULONG protect)
{
	PVOID address = base;

	return NtAllocateVirtualMemoryEx(NtCurrentProcess(), &address, &size,
					 type, protect, NULL, 0);
}

/* Free; what goes in comes out again, whatever comes of it. */
static NTSTATUS nt_free(char *base, SIZE_T size, ULONG type)
{
	SIZE_T bytes = size;
	PVOID address = base;
	NTSTATUS status;

	status = NtFreeVirtualMemory(NtCurrentProcess(), &address, &bytes,
				     type);
	return address == base && bytes == size ? status : STATUS_UNSUCCESSFUL;
}

FIXTURE(placeholder) {
	char *base;		/* a placeholder of 64 KiB */
};

FIXTURE_SETUP(placeholder)
{
	self->base = placeholder(SIZE);
	ASSERT_NE(NULL, self->base);
}

/* All is given back in the end, also by tests that leave pieces. */
FIXTURE_TEARDOWN(placeholder)
{
	MEMORY_BASIC_INFORMATION info;
	char *at;

	for (at = self->base; at < self->base + SIZE; at += PAGE) {
		if (!query_basic(at, &info) && info.State != MEM_FREE &&
		    info.AllocationBase == at)
			EXPECT_SUCCESS(VirtualFree(at, 0, MEM_RELEASE));
	}
	for (at = self->base; at < self->base + SIZE; at += PAGE)
		EXPECT_TRUE(is_free(at));
}

/* A placeholder is a reservation, with no access, on 64 KiB. */
TEST_F(placeholder, is_reserved)
{
	EXPECT_EQ(0, (uintptr_t)self->base % GRANULE);
	EXPECT_PLACEHOLDER(self->base, SIZE);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, self->base, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, self->base + SIZE - 1, true);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(self->base, SIZE, MEM_RESERVE,
				    PAGE_NOACCESS));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, UnmapViewOfFile(self->base));
}

/* Flags and protections that do not go together. */
TEST_F(placeholder, bad_arguments)
{
	SIZE_T size = SIZE;
	PVOID base = NULL;
	char *p = self->base;

	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      nt_allocate(NULL, SIZE, RESERVE, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      nt_allocate(NULL, SIZE, RESERVE | MEM_COMMIT,
				  PAGE_NOACCESS));
	/* They are for the Ex functions only. */
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0,
					      &size, RESERVE, PAGE_NOACCESS));
	EXPECT_EQ(NULL, base);
	EXPECT_EQ(SIZE, size);
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(NULL, SIZE, RESERVE, PAGE_NOACCESS));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc(p, SIZE, REPLACE, PAGE_NOACCESS));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      NtAllocateVirtualMemoryEx(NtCurrentProcess(), &base,
						&size, MEM_RESERVE,
						PAGE_NOACCESS, NULL, 1));
	EXPECT_STATUS(STATUS_INVALID_HANDLE,
		      NtAllocateVirtualMemoryEx(NULL, &base, &size, RESERVE,
						PAGE_NOACCESS, NULL, 0));

	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_allocate(p, SIZE, RESERVE, PAGE_NOACCESS));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_allocate(p, 48, RESERVE, PAGE_NOACCESS));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_allocate(p, 48, MEM_RESERVE, PAGE_NOACCESS));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_allocate(p, SIZE, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      nt_allocate(p, SIZE, MEM_REPLACE_PLACEHOLDER,
				  PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      nt_allocate(p, SIZE, MEM_REPLACE_PLACEHOLDER | MEM_COMMIT,
				  PAGE_READWRITE));
	EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
		      nt_allocate(p, SIZE, REPLACE, PAGE_WRITECOPY));
	EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
		      nt_allocate(p, SIZE, REPLACE, 0));
	EXPECT_PLACEHOLDER(p, SIZE);
}

/* What replaces a placeholder has its base and its size, both. */
TEST_F(placeholder, replacement_fits_exactly)
{
	static const struct { size_t offset; SIZE_T size; } bad[] = {
		{ 0, PAGE }, { 0, SIZE - PAGE }, { 0, SIZE + PAGE },
		{ 0, SIZE + 1 }, { PAGE, SIZE - PAGE }, { PAGE, SIZE },
		{ SIZE - PAGE, PAGE }, { SIZE, SIZE }, { 0, 1 },
	};
	char *other;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
			      nt_allocate(self->base + bad[i].offset,
					  bad[i].size, REPLACE,
					  PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       replace(self->base + bad[i].offset, bad[i].size,
				       MEM_COMMIT, PAGE_READWRITE));
	}
	EXPECT_PLACEHOLDER(self->base, SIZE);
	/* Nor does it replace anything else, or nothing. */
	other = VirtualAlloc(NULL, SIZE, MEM_RESERVE, PAGE_NOACCESS);
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       replace(other, SIZE, 0, PAGE_NOACCESS));
	EXPECT_SUCCESS(VirtualFree(other, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       replace(other, SIZE, 0, PAGE_NOACCESS));
	EXPECT_TRUE(is_free(other));
	/* A size within the last page is that page. */
	EXPECT_EQ(self->base, replace(self->base, SIZE - 1, MEM_COMMIT,
				      PAGE_READWRITE));
	EXPECT_REGION(self->base, self->base, PAGE_READWRITE, SIZE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_PRIVATE);
}

/* Replaced, preserved, replaced: each time the memory is new. */
TEST_F(placeholder, replaced_and_preserved)
{
	char *p = self->base;
	size_t i;

	EXPECT_STATUS(STATUS_SUCCESS,
		      nt_allocate(p, SIZE, REPLACE | MEM_COMMIT,
				  PAGE_READWRITE));
	memset(p, 0xa5, SIZE);
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, SIZE, PRESERVE));
	EXPECT_PLACEHOLDER(p, SIZE);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, p, false);

	EXPECT_EQ(p, replace(p, SIZE, MEM_COMMIT, PAGE_READONLY));
	EXPECT_REGION(p, p, PAGE_READONLY, SIZE, MEM_COMMIT, PAGE_READONLY,
		      MEM_PRIVATE);
	for (i = 0; i < SIZE; i++)
		EXPECT_EQ(0, p[i]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, p, true);
	EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
	EXPECT_PLACEHOLDER(p, SIZE);

	/* Reserved only, then committed in part. */
	EXPECT_EQ(p, replace(p, SIZE, 0, PAGE_READWRITE));
	EXPECT_REGION(p, p, PAGE_READWRITE, SIZE, MEM_RESERVE, 0, MEM_PRIVATE);
	EXPECT_EQ(p + PAGE, VirtualAlloc(p + PAGE, PAGE, MEM_COMMIT,
					 PAGE_READONLY));
	EXPECT_REGION(p + PAGE, p, PAGE_READWRITE, PAGE, MEM_COMMIT,
		      PAGE_READONLY, MEM_PRIVATE);
	EXPECT_SUCCESS(VirtualFree(p, SIZE, PRESERVE));
	EXPECT_PLACEHOLDER(p, SIZE);
}

/* A part of what replaced one becomes a placeholder; the rest stays. */
TEST_F(placeholder, part_is_preserved)
{
	char *p = self->base;

	EXPECT_EQ(p, replace(p, SIZE, MEM_COMMIT, PAGE_READWRITE));
	memset(p, 0xa5, SIZE);
	EXPECT_STATUS(STATUS_SUCCESS,
		      nt_free(p + 4 * PAGE, 2 * PAGE, PRESERVE));
	EXPECT_PLACEHOLDER(p + 4 * PAGE, 2 * PAGE);
	EXPECT_REGION(p, p, PAGE_READWRITE, 4 * PAGE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_PRIVATE);
	EXPECT_REGION(p + 6 * PAGE, p + 6 * PAGE, PAGE_READWRITE,
		      SIZE - 6 * PAGE, MEM_COMMIT, PAGE_READWRITE, MEM_PRIVATE);
	EXPECT_EQ((char)0xa5, p[4 * PAGE - 1]);
	EXPECT_EQ((char)0xa5, p[6 * PAGE]);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, p + 4 * PAGE, false);
	EXPECT_ACCESS(STATUS_ACCESS_VIOLATION, p + 6 * PAGE - 1, false);
	EXPECT_EQ(p + 4 * PAGE, replace(p + 4 * PAGE, 2 * PAGE, MEM_COMMIT,
					PAGE_READWRITE));
	EXPECT_EQ(0, p[4 * PAGE]);
	EXPECT_EQ((char)0xa5, p[0]);
	/* It takes the range of one of them, though there is no gap. */
	EXPECT_STATUS(STATUS_UNABLE_TO_FREE_VM, nt_free(p, SIZE, PRESERVE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 4 * PAGE, PRESERVE));
	EXPECT_STATUS(STATUS_SUCCESS,
		      nt_free(p + 4 * PAGE, 2 * PAGE, PRESERVE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_free(p, SIZE, COALESCE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 6 * PAGE, COALESCE));
	EXPECT_PLACEHOLDER(p, 6 * PAGE);
}

/* Memory that replaced nothing does not become a placeholder. */
TEST_F(placeholder, ordinary_memory_is_not_preserved)
{
	char *p = VirtualAlloc2(NULL, NULL, 2 * SIZE, MEM_RESERVE,
				PAGE_NOACCESS, NULL, 0);

	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_free(p, 2 * SIZE, PRESERVE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(p, SIZE, PRESERVE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(p, SIZE, COALESCE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, VirtualFree(p, 0, PRESERVE));
	EXPECT_REGION(p, p, PAGE_NOACCESS, 2 * SIZE, MEM_RESERVE, 0,
		      MEM_PRIVATE);
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 2 * SIZE, MEM_RELEASE));
	EXPECT_STATUS(STATUS_MEMORY_NOT_ALLOCATED, nt_free(p, SIZE, PRESERVE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES, nt_free(p, SIZE, COALESCE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(p, 0, MEM_RELEASE));
}

/* Cut out of the middle; the three are freed in pieces. */
TEST_F(placeholder, split_in_three)
{
	char *p = self->base;

	/* All of it is no part of it. */
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES, nt_free(p, SIZE, PRESERVE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS, VirtualFree(p, SIZE, PRESERVE));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualFreeEx(GetCurrentProcess(), p, SIZE, PRESERVE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p + 0x8000, 0x4000, PRESERVE));
	EXPECT_PLACEHOLDER(p, 0x8000);
	EXPECT_PLACEHOLDER(p + 0x8000, 0x4000);
	EXPECT_PLACEHOLDER(p + 0xc000, 0x4000);
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 0x4000, MEM_RELEASE));
	EXPECT_TRUE(is_free(p));
	EXPECT_PLACEHOLDER(p + 0x4000, 0x4000);
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p + 0x8000, 0x4000, MEM_RELEASE));
	EXPECT_PLACEHOLDER(p + 0xc000, 0x4000);
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p + 0xc000, 0x4000, MEM_RELEASE));
	EXPECT_PLACEHOLDER(p + 0x4000, 0x4000);
}

/* A half of a split one: an allocation of its own in all that is told. */
static void expect_half(struct __test_metadata *_metadata, char *half,
			SIZE_T size)
{
	MEMORY_REGION_INFORMATION info;

	memset(&info, 0xcc, sizeof(info));
	EXPECT_PLACEHOLDER(half, size);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryVirtualMemory(NtCurrentProcess(), half + PAGE - 1,
					   MemoryRegionInformation, &info,
					   sizeof(info), NULL));
	EXPECT_EQ(half, info.AllocationBase);
	EXPECT_EQ(PAGE_NOACCESS, info.AllocationProtect);
	EXPECT_EQ(size, info.RegionSize);
	EXPECT_EQ(0, info.CommitSize);
}

/* The lower part, the upper part. */
TEST_F(placeholder, split_in_two)
{
	static const SIZE_T lower[] = { PAGE, 0x8000, SIZE - PAGE };
	size_t i;
	char *p;

	for (i = 0; i < 2 * ARRAY_SIZE(lower); i++) {
		SIZE_T first = lower[i / 2], second = SIZE - first;

		p = placeholder(SIZE);
		ASSERT_NE(NULL, p);
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualFree(p, 0, PRESERVE));
		EXPECT_SUCCESS(i % 2 ? VirtualFree(p, first, PRESERVE) :
				       VirtualFree(p + first, second,
						   PRESERVE));
		expect_half(_metadata, p, first);
		expect_half(_metadata, p + first, second);
		EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, first, MEM_RELEASE));
		EXPECT_PLACEHOLDER(p + first, second);
		EXPECT_SUCCESS(VirtualFree(p + first, 0, MEM_RELEASE));
		EXPECT_TRUE(is_free(p + first));
	}
}

/* Joined: two or more, from a begin to an end, all of them placeholders. */
TEST_F(placeholder, coalesce)
{
	char *p = self->base;

	EXPECT_STATUS(STATUS_INVALID_PARAMETER_3, nt_free(p, 0, PRESERVE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 0x4000, PRESERVE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p + 0x4000, 0x4000, PRESERVE));
	EXPECT_PLACEHOLDER(p, 0x4000);
	EXPECT_PLACEHOLDER(p + 0x4000, 0x4000);
	EXPECT_PLACEHOLDER(p + 0x8000, 0x8000);

	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_free(p, 0x4000, COALESCE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
		      nt_free(p, SIZE, MEM_COALESCE_PLACEHOLDERS));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
		      nt_free(p, SIZE, MEM_PRESERVE_PLACEHOLDER));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
		      nt_free(p, SIZE, COALESCE | MEM_PRESERVE_PLACEHOLDER));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_free(p, 0x11000, COALESCE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_free(p, 0xf000, COALESCE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      nt_free(p + 0x1000, 0xf000, COALESCE));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_3, nt_free(p, 0, COALESCE));
	EXPECT_STATUS(STATUS_UNABLE_TO_FREE_VM, nt_free(p, SIZE, MEM_RELEASE));
	EXPECT_PLACEHOLDER(p, 0x4000);
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, SIZE, COALESCE));
	EXPECT_PLACEHOLDER(p, SIZE);

	/* Not with memory between them, and not with a gap. */
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 0x4000, PRESERVE));
	EXPECT_PLACEHOLDER(p + 0x4000, 0xc000);
	EXPECT_EQ(p + 0x4000, replace(p + 0x4000, 0xc000, 0, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES, nt_free(p, SIZE, COALESCE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p + 0x4000, 0xc000, MEM_RELEASE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES, nt_free(p, SIZE, COALESCE));
	EXPECT_STATUS(STATUS_SUCCESS, nt_free(p, 0x4000, MEM_RELEASE));
	EXPECT_STATUS(STATUS_MEMORY_NOT_ALLOCATED,
		      nt_free(p + 0x8000, 0, MEM_RELEASE));
}

/* Sizes and addresses that would wrap around change nothing. */
TEST_F(placeholder, absurd_ranges)
{
	const SIZE_T sizes[] = {
		-(SIZE_T)1, -PAGE, -SIZE, (SIZE_T)1 << 63,
		(SIZE_T)last_address() + 1,
	};
	static const ULONG types[] = { PRESERVE, COALESCE, MEM_RELEASE };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		for (j = 0; j < ARRAY_SIZE(types); j++) {
			EXPECT_NE(STATUS_SUCCESS,
				  nt_free(self->base, sizes[i], types[j]));
			EXPECT_NE(STATUS_SUCCESS,
				  nt_free((char *)-SIZE, sizes[i], types[j]));
		}
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       placeholder(sizes[i]));
		EXPECT_STATUS(STATUS_INVALID_PARAMETER_4,
			      nt_allocate(NULL, sizes[i], RESERVE,
					  PAGE_NOACCESS));
	}
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER, placeholder(0));
	EXPECT_PLACEHOLDER(self->base, SIZE);
}

TEST_HARNESS_MAIN
