// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: where NtMapViewOfSection and NtMapViewOfSectionEx put a
 * view: zero bits, address requirements, the top of memory.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#define SIZE	((SIZE_T)0x40000)

FIXTURE(place) {
	HANDLE section;
	struct footprint before;
};

FIXTURE_SETUP(place)
{
	self->section = nt_section(SECTION_ALL_ACCESS, PAGE_READWRITE,
				   SEC_COMMIT, SIZE);
	ASSERT_NE(NULL, self->section);
	self->before = footprint();
}

FIXTURE_TEARDOWN(place)
{
	EXPECT_NO_FOOTPRINT(self->before);
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(self->section));
}

/* Map with zero bits, at @base; *size is in and out. */
static NTSTATUS map_zero_bits(HANDLE section, ULONG_PTR zero_bits, PVOID *base,
			      SIZE_T *size)
{
	return NtMapViewOfSection(section, NtCurrentProcess(), base, zero_bits,
				  0, NULL, size, ViewShare, 0, PAGE_READWRITE);
}

#define UNMAP(base)							\
	EXPECT_STATUS(STATUS_SUCCESS,					\
		      NtUnmapViewOfSection(NtCurrentProcess(), base))

/* V-21: zero bits as a count, of addresses of 32 bits. */
TEST_F(place, zero_bits_as_count)
{
	ULONG_PTR bits;
	NTSTATUS status;

	for (bits = 1; bits < 32; bits++) {
		uintptr_t end = (uintptr_t)1 << (32 - bits);
		SIZE_T size = PAGE;
		PVOID base = NULL;

		status = map_zero_bits(self->section, bits, &base, &size);
		if (bits > 21) {
			EXPECT_STATUS(STATUS_INVALID_PARAMETER_4, status);
		} else if (bits > 15) {
			/* Below 64 KiB nothing is ever mapped. */
			EXPECT_STATUS(STATUS_NO_MEMORY, status);
		} else if (bits < 8) {
			EXPECT_STATUS(STATUS_SUCCESS, status);
		}
		/* The rest is as this process has room. */
		if (status) {
			EXPECT_EQ(NULL, base);
			EXPECT_EQ(PAGE, size);
			continue;
		}
		EXPECT_GE(end - size, (uintptr_t)base);
		EXPECT_EQ(0, (uintptr_t)base % GRANULE);
		EXPECT_VIEW(base, PAGE, PAGE_READWRITE);
		UNMAP(base);
	}
}

/* V-21: from 32 on they are a mask, of which the highest bit counts. */
TEST_F(place, zero_bits_as_mask)
{
	static const ULONG_PTR masks[] = {
		0x1aaaaaaa, 0x7fffffff, 0x40000000, 0xffffffff, 0x80000001,
		0x1ffffffff, 0x7fffffffffff, (ULONG_PTR)1 << 47,
		(ULONG_PTR)1 << 63, ~(ULONG_PTR)0,
	};
	static const ULONG_PTR low[] = { 32, 33, 0xff, 0x8000, 0xffff };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		uintptr_t highest = ~(uintptr_t)0 >>
				    __builtin_clzl(masks[i]);
		SIZE_T size = 0;
		PVOID base = NULL;

		EXPECT_STATUS(STATUS_SUCCESS,
			      map_zero_bits(self->section, masks[i], &base,
					    &size));
		EXPECT_EQ(SIZE, size);
		EXPECT_GE(highest - size, (uintptr_t)base - 1);
		/* As high as can be, not only where the mask has bits. */
		if (masks[i] == 0x1aaaaaaa)
			EXPECT_NE(0, (uintptr_t)base & ~masks[i]);
		UNMAP(base);
	}
	for (i = 0; i < ARRAY_SIZE(low); i++) {
		SIZE_T size = PAGE;
		PVOID base = NULL;

		EXPECT_STATUS(STATUS_NO_MEMORY,
			      map_zero_bits(self->section, low[i], &base,
					    &size));
		EXPECT_EQ(NULL, base);
	}
}

/* V-21, V-22: an address that has more bits than that, aligned or not. */
TEST_F(place, zero_bits_and_base)
{
	static const struct {
		uintptr_t base;
		ULONG_PTR zero_bits;
		NTSTATUS status;
	} rows[] = {
		{ 0x30000000, 2, STATUS_SUCCESS },
		{ 0x30000000, 3, STATUS_INVALID_PARAMETER_4 },
		{ 0x30000000, 0x3fffffff, STATUS_SUCCESS },
		{ 0x30000000, 0x20000000, STATUS_SUCCESS },
		{ 0x30000000, 0x1fffffff, STATUS_INVALID_PARAMETER_4 },
		{ 0x30001000, 3, STATUS_INVALID_PARAMETER_4 },
		{ 0x30001000, 2, STATUS_MAPPED_ALIGNMENT },
		{ 0x30000000, 22, STATUS_INVALID_PARAMETER_4 },
		{ 0x30000000, 31, STATUS_INVALID_PARAMETER_4 },
		{ 0x230000000, 0x1ffffffff, STATUS_INVALID_PARAMETER_4 },
		{ 0x230000000, 0x3ffffffff, STATUS_SUCCESS },
		{ 0x230001000, 0x3ffffffff, STATUS_MAPPED_ALIGNMENT },
		{ 0x230001000, 0x1ffffffff, STATUS_INVALID_PARAMETER_4 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		PVOID base = (PVOID)rows[i].base;
		SIZE_T size = PAGE;

		EXPECT_STATUS(rows[i].status,
			      map_zero_bits(self->section, rows[i].zero_bits,
					    &base, &size));
		EXPECT_EQ((PVOID)rows[i].base, base);
		if (!rows[i].status)
			UNMAP(base);
	}
}

/* V-17, K-05: for want of room, also where a view would be charged. */
TEST_F(place, zero_bits_without_room)
{
	static const ULONG protections[] = {
		PAGE_NOACCESS, PAGE_READONLY, PAGE_READWRITE, PAGE_WRITECOPY,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		SIZE_T size = SIZE;
		PVOID base = NULL;

		EXPECT_STATUS(STATUS_NO_MEMORY,
			      NtMapViewOfSection(self->section,
						 NtCurrentProcess(), &base, 20,
						 0, NULL, &size, ViewShare, 0,
						 protections[i]));
		EXPECT_EQ(NULL, base);
		EXPECT_EQ(SIZE, size);
	}
}

/* V-16, V-12: the end of the address space, from both sides. */
TEST_F(place, top_of_memory)
{
	char *last = last_address();
	const struct {
		uintptr_t base;
		SIZE_T size;
		NTSTATUS status;
	} rows[] = {
		{ (uintptr_t)last + 1, PAGE, STATUS_INVALID_PARAMETER },
		{ (uintptr_t)last + 1 - GRANULE, 0x20000,
		  STATUS_INVALID_PARAMETER },
		{ 0xffff800000000000, PAGE, STATUS_INVALID_PARAMETER_3 },
		{ -GRANULE, PAGE, STATUS_INVALID_PARAMETER_3 },
		{ 0, ~(SIZE_T)0, STATUS_INVALID_PARAMETER_3 },
		{ 0, -PAGE, STATUS_INVALID_PARAMETER_3 },
		{ 0, (SIZE_T)1 << 63, STATUS_INVALID_PARAMETER_3 },
	};
	SIZE_T size;
	PVOID base;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		base = (PVOID)rows[i].base;
		size = rows[i].size;
		EXPECT_STATUS(rows[i].status,
			      NtMapViewOfSection(self->section,
						 NtCurrentProcess(), &base, 0,
						 0, NULL, &size, ViewShare,
						 MEM_TOP_DOWN,
						 PAGE_READWRITE));
		EXPECT_EQ((PVOID)rows[i].base, base);
		EXPECT_EQ(rows[i].size, size);
		if (i > 1)
			continue;
		EXPECT_STATUS(rows[i].status,
			      NtMapViewOfSectionEx(self->section,
						   NtCurrentProcess(), &base,
						   NULL, &size, MEM_TOP_DOWN,
						   PAGE_READWRITE, NULL, 0));
		EXPECT_EQ((PVOID)rows[i].base, base);
	}
}

/* V-05: from the top down, but not beyond it. */
TEST_F(place, top_down)
{
	SIZE_T size = PAGE;
	PVOID base = NULL;

	EXPECT_STATUS(STATUS_SUCCESS,
		      NtMapViewOfSection(self->section, NtCurrentProcess(),
					 &base, 0, 0, NULL, &size, ViewShare,
					 MEM_TOP_DOWN, PAGE_READWRITE));
	EXPECT_EQ(0, (uintptr_t)base % GRANULE);
	EXPECT_EQ(PAGE, size);
	EXPECT_GE(last_address(), (char *)base + size - 1);
	EXPECT_VIEW(base, PAGE, PAGE_READWRITE);
	UNMAP(base);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtMapViewOfSectionEx(self->section, NtCurrentProcess(),
					   &base, NULL, &size, MEM_TOP_DOWN,
					   PAGE_READWRITE, NULL, 0));
	EXPECT_VIEW(base, PAGE, PAGE_READWRITE);
	UNMAP(base);
}

/* V-18, V-20, V-04: each wrong value, not just one. */
TEST_F(place, bad_values)
{
	static const ULONG types[] = {
		MEM_COMMIT, MEM_RESERVE, MEM_RESERVE | MEM_COMMIT,
		AT_ROUND_TO_PAGE, MEM_RESERVE_PLACEHOLDER,
		MEM_REPLACE_PLACEHOLDER, MEM_RESET, 1, ~0U,
	};
	static const ULONG inherits[] = { 0, 3, 4, 0x80000000, ~0U };
	static const ULONG protections[] = {
		0, PAGE_READONLY | PAGE_READWRITE, PAGE_GUARD, 0x1000, ~0U,
		PAGE_NOACCESS | PAGE_GUARD, PAGE_READONLY | PAGE_EXECUTE,
		PAGE_READWRITE | 0x40000000,
	};
	HANDLE process = NtCurrentProcess();
	SIZE_T size = PAGE;
	PVOID base = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		EXPECT_STATUS(STATUS_INVALID_PARAMETER_9,
			      NtMapViewOfSection(self->section, process, &base,
						 0, 0, NULL, &size, ViewShare,
						 types[i], PAGE_READWRITE));
		if (types[i] == MEM_REPLACE_PLACEHOLDER)
			continue;
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      NtMapViewOfSectionEx(self->section, process,
						   &base, NULL, &size,
						   types[i], PAGE_READWRITE,
						   NULL, 0));
	}
	for (i = 0; i < ARRAY_SIZE(inherits); i++)
		EXPECT_STATUS(STATUS_INVALID_PARAMETER_8,
			      NtMapViewOfSection(self->section, process, &base,
						 0, 0, NULL, &size, inherits[i],
						 0, PAGE_READWRITE));
	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
			      NtMapViewOfSection(self->section, process, &base,
						 0, 0, NULL, &size, ViewShare,
						 0, protections[i]));
		EXPECT_STATUS(STATUS_INVALID_PAGE_PROTECTION,
			      NtMapViewOfSectionEx(self->section, process,
						   &base, NULL, &size, 0,
						   protections[i], NULL, 0));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       MapViewOfFile3(self->section, NULL, NULL, 0, 0,
					      0, protections[i], NULL, 0));
	}
	EXPECT_EQ(NULL, base);
	EXPECT_EQ(PAGE, size);
}

/* A call with address requirements, the native way and the Win32 way. */
static NTSTATUS map_within(HANDLE section, PVOID *base, SIZE_T size,
			   MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
	DWORD error = ERROR_SUCCESS;
	NTSTATUS status;
	PVOID view;

	SetLastError(UNTOUCHED);
	view = MapViewOfFile3(section, NULL, *base, 0, size, 0, PAGE_READWRITE,
			      parameters, count);
	if (!view)
		error = GetLastError();
	else
		UnmapViewOfFile(view);
	status = NtMapViewOfSectionEx(section, NtCurrentProcess(), base, NULL,
				      &size, 0, PAGE_READWRITE, parameters,
				      count);
	/* They say the same. */
	if (status ? error != RtlNtStatusToDosError(status) : error)
		return STATUS_UNSUCCESSFUL;
	return status;
}

/* V-34: where the view may be: limits that no call can have, and others. */
TEST_F(place, address_requirements)
{
	char *last = last_address();
	const struct {
		uintptr_t lowest;
		uintptr_t highest;
		SIZE_T align;
		NTSTATUS status;
	} rows[] = {
		{ 0, 0, 0, STATUS_SUCCESS },
		/* The end is the last byte of a page, and of a program's. */
		{ 0, 0x20001001, 0, STATUS_INVALID_PARAMETER },
		{ 0, 0x20000ffe, 0, STATUS_INVALID_PARAMETER },
		{ 0, 0x200007ff, 0, STATUS_INVALID_PARAMETER },
		{ 0, (uintptr_t)last + PAGE, 0, STATUS_INVALID_PARAMETER },
		{ 0, ~(uintptr_t)0, 0, STATUS_INVALID_PARAMETER },
		{ 0, (uintptr_t)last, 0, STATUS_SUCCESS },
		{ 0, 0x20000fff, 0, STATUS_SUCCESS },
		{ 0, PAGE - 1, 0, STATUS_NO_MEMORY },
		{ 0, 0x4efff, 0, STATUS_NO_MEMORY },
		/* The begin is one of 64 KiB. */
		{ 0x20001000, 0, 0, STATUS_INVALID_PARAMETER },
		{ 0x20000fff, 0, 0, STATUS_INVALID_PARAMETER },
		{ 1, 0, 0, STATUS_INVALID_PARAMETER },
		{ (uintptr_t)last + 1, 0, 0, STATUS_INVALID_PARAMETER },
		{ (uintptr_t)1 << 63, 0, 0, STATUS_INVALID_PARAMETER },
		{ 0x20000000, 0, 0, STATUS_SUCCESS },
		/* Both, with room for the view or not. */
		{ 0x30000000, 0x20000fff, 0, STATUS_INVALID_PARAMETER },
		{ 0x20000000, 0x2fffffff, 0, STATUS_SUCCESS },
		{ 0x20000000, 0x2003ffff, 0, STATUS_SUCCESS },
		{ 0x20000000, 0x2003efff, 0, STATUS_NO_MEMORY },
		/* Views have no alignment to choose. */
		{ 0, 0, 0x30000, STATUS_INVALID_PARAMETER },
		{ 0x20000000, 0x2fffffff, 0x10000, STATUS_INVALID_PARAMETER },
	};
	MEM_ADDRESS_REQUIREMENTS wanted;
	MEM_EXTENDED_PARAMETER parameter = {
		.Type = MemExtendedParameterAddressRequirements,
		.Pointer = &wanted,
	};
	PVOID base;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		wanted.LowestStartingAddress = (PVOID)rows[i].lowest;
		wanted.HighestEndingAddress = (PVOID)rows[i].highest;
		wanted.Alignment = rows[i].align;
		base = NULL;
		EXPECT_STATUS(rows[i].status,
			      map_within(self->section, &base, SIZE,
					 &parameter, 1));
		if (rows[i].status) {
			EXPECT_EQ(NULL, base);
			continue;
		}
		EXPECT_EQ(0, (uintptr_t)base % GRANULE);
		EXPECT_LE(rows[i].lowest, (uintptr_t)base);
		if (rows[i].highest)
			EXPECT_GE(rows[i].highest,
				  (uintptr_t)base + SIZE - 1);
		EXPECT_VIEW(base, SIZE, PAGE_READWRITE);
		UNMAP(base);
	}
	memset(&wanted, 0, sizeof(wanted));
	for (i = 0; i < 64; i++) {
		wanted.Alignment = (SIZE_T)1 << i;
		base = NULL;
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      map_within(self->section, &base, SIZE,
					 &parameter, 1));
		EXPECT_EQ(NULL, base);
	}
}

/* V-34: a base and limits do not go together; a base and none do. */
TEST_F(place, address_requirements_and_base)
{
	MEM_ADDRESS_REQUIREMENTS wanted = { 0 };
	MEM_EXTENDED_PARAMETER parameter = {
		.Type = MemExtendedParameterAddressRequirements,
		.Pointer = &wanted,
	};
	PVOID base = free_place(SIZE), place = base;

	EXPECT_STATUS(STATUS_SUCCESS,
		      map_within(self->section, &base, SIZE, &parameter, 1));
	EXPECT_EQ(place, base);
	UNMAP(base);
	wanted.HighestEndingAddress = last_address();
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      map_within(self->section, &base, SIZE, &parameter, 1));
	wanted.HighestEndingAddress = NULL;
	wanted.LowestStartingAddress = (PVOID)GRANULE;
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      map_within(self->section, &base, SIZE, &parameter, 1));
	EXPECT_EQ(place, base);
	EXPECT_TRUE(is_free(place));
}

/* V-34: parameters that are unknown, twice there, or not there. */
TEST_F(place, bad_parameters)
{
	MEM_ADDRESS_REQUIREMENTS wanted = { 0 };
	MEM_EXTENDED_PARAMETER good = {
		.Type = MemExtendedParameterAddressRequirements,
		.Pointer = &wanted,
	}, parameters[2];
	void *bad[] = { NULL, (void *)8, last_address() + 1, (void *)-16 };
	PVOID base = NULL;
	size_t i;

	for (i = 0; i < 256; i++) {
		if (i >= MemExtendedParameterAddressRequirements &&
		    i < MemExtendedParameterMax)
			continue;
		parameters[0] = good;
		parameters[0].Type = i;
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      map_within(self->section, &base, SIZE,
					 parameters, 1));
	}
	parameters[0] = good;
	parameters[1] = good;
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      map_within(self->section, &base, SIZE, parameters, 2));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      map_within(self->section, &base, SIZE, NULL, 1));
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      map_within(self->section, &base, SIZE, NULL, ~0U));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		parameters[0].Pointer = bad[i];
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      map_within(self->section, &base, SIZE,
					 parameters, 1));
		if (!bad[i])
			continue;
		EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
			      map_within(self->section, &base, SIZE, bad[i],
					 1));
	}
	EXPECT_EQ(NULL, base);
	/* None at all, wherever they would be. */
	EXPECT_STATUS(STATUS_SUCCESS,
		      map_within(self->section, &base, SIZE, bad[1], 0));
	UNMAP(base);
}

TEST_HARNESS_MAIN
