// SPDX-License-Identifier: GPL-2.0
/*
 * Where private memory goes: zero bits of NtAllocateVirtualMemory, address
 * requirements and the other extended parameters of its Ex form.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

#define SELF NtCurrentProcess()
#define BOTH (MEM_RESERVE | MEM_COMMIT)

/* V-21 for memory: as a count, and as a mask. */
TEST(zero_bits)
{
	ULONG_PTR bits;
	NTSTATUS status;
	PVOID address;
	SIZE_T size;

	for (bits = 1; bits < 32; bits++) {
		address = NULL;
		size = PAGE;
		status = NtAllocateVirtualMemory(SELF, &address, bits, &size,
						 BOTH | MEM_TOP_DOWN,
						 PAGE_READWRITE);
		if (bits > 21)
			EXPECT_STATUS(STATUS_INVALID_PARAMETER_3, status);
		else if (bits > 15)
			/* Nothing is below 64 KiB. */
			EXPECT_STATUS(STATUS_NO_MEMORY, status);
		else if (bits < 8)
			EXPECT_STATUS(STATUS_SUCCESS, status);
		if (!NT_SUCCESS(status)) {
			EXPECT_EQ(NULL, address);
			continue;
		}
		EXPECT_LT((uintptr_t)address + size - 1, 1UL << (32 - bits));
		EXPECT_EQ(0, (uintptr_t)address % GRANULE);
		EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
	}

	address = NULL;
	size = PAGE;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAllocateVirtualMemory(SELF, &address, 0x1aaaaaaa, &size,
					      BOTH | MEM_TOP_DOWN,
					      PAGE_READWRITE));
	EXPECT_EQ(0, (uintptr_t)address & ~0x1fffffffUL);
	EXPECT_NE(0, (uintptr_t)address & ~0x1aaaaaaaUL);
	/* A place that is given is not compared, but must be free. */
	size = PAGE;
	EXPECT_STATUS(STATUS_INVALID_PARAMETER_3,
		      NtAllocateVirtualMemory(SELF, &address, 24, &size,
					      MEM_RESERVE, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAllocateVirtualMemory(SELF, &address, 12, &size,
					      MEM_RESERVE, PAGE_READWRITE));
	EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAllocateVirtualMemory(SELF, &address, 15, &size,
					      MEM_RESERVE, PAGE_READWRITE));
	EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
}

static NTSTATUS allocate_ex(PVOID *address, SIZE_T *size, ULONG type,
			    MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
	return NtAllocateVirtualMemoryEx(SELF, address, size, type,
					 PAGE_EXECUTE_READWRITE, parameters,
					 count);
}

/* V-34 for memory: types that there are, each once. */
TEST(extended_parameters)
{
	MEM_ADDRESS_REQUIREMENTS none = { 0 };
	MEM_EXTENDED_PARAMETER twice[2] = { 0 };
	const int mappings = count_mappings();
	PVOID address = NULL;
	SIZE_T size = PAGE;
	unsigned int type;

	EXPECT_STATUS(STATUS_SUCCESS,
		      allocate_ex(&address, &size, BOTH, NULL, 0));
	EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
	address = NULL;
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      allocate_ex(&address, &size, BOTH, NULL, 1));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      allocate_ex(&address, &size, BOTH, (void *)8, 1));
	for (type = 0; type < 256; type++) {
		twice[0].Type = type;
		if (type != MemExtendedParameterInvalidType &&
		    type < MemExtendedParameterMax)
			continue;
		EXPECT_STATUS(STATUS_INVALID_PARAMETER,
			      allocate_ex(&address, &size, BOTH, twice, 1));
	}

	twice[0].Type = MemExtendedParameterAddressRequirements;
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      allocate_ex(&address, &size, BOTH, twice, 1));
	twice[0].Pointer = &none;
	twice[1] = twice[0];
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      allocate_ex(&address, &size, BOTH, twice, 2));
	EXPECT_EQ(NULL, address);
	EXPECT_STATUS(STATUS_SUCCESS,
		      allocate_ex(&address, &size, BOTH, twice, 1));
	EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
	/* Without any limit it may have a place, too. */
	EXPECT_STATUS(STATUS_SUCCESS,
		      allocate_ex(&address, &size, BOTH, twice, 1));
	EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));

	address = NULL;
	twice[0].Type = MemExtendedParameterAttributeFlags;
	twice[0].ULong64 = 0;
	twice[1] = twice[0];
	EXPECT_STATUS(STATUS_INVALID_PARAMETER,
		      allocate_ex(&address, &size, MEM_RESERVE, twice, 2));
	EXPECT_STATUS(STATUS_SUCCESS,
		      allocate_ex(&address, &size, MEM_RESERVE, twice, 1));
	EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
	address = NULL;
	twice[0].ULong64 = MEM_EXTENDED_PARAMETER_EC_CODE;
	EXPECT_STATUS(STATUS_NOT_SUPPORTED,
		      allocate_ex(&address, &size, MEM_RESERVE, twice, 1));
	EXPECT_EQ(NULL, address);
	EXPECT_EQ(PAGE, size);
	EXPECT_EQ(mappings, count_mappings());
}

/* V-34 for memory: requirements that break a rule. */
TEST(bad_requirements)
{
	SYSTEM_INFO info;
	uintptr_t highest;
	unsigned int i;

	GetSystemInfo(&info);
	highest = (uintptr_t)info.lpMaximumApplicationAddress;
	{
		const struct {
			uintptr_t lowest, highest;
			SIZE_T alignment;
			NTSTATUS status;
		} bad[] = {
			{ 0, 0x20001001, 0, STATUS_INVALID_PARAMETER },
			{ 0, 0x20000ffe, 0, STATUS_INVALID_PARAMETER },
			{ 0, 0x200007ff, 0, STATUS_INVALID_PARAMETER },
			{ 0, highest + PAGE, 0, STATUS_INVALID_PARAMETER },
			{ 0, UINTPTR_MAX, 0, STATUS_INVALID_PARAMETER },
			{ 0x20001000, 0, 0, STATUS_INVALID_PARAMETER },
			{ 0x20000fff, 0, 0, STATUS_INVALID_PARAMETER },
			{ 0x20001001, 0, 0, STATUS_INVALID_PARAMETER },
			{ highest + 1, 0, 0, STATUS_INVALID_PARAMETER },
			{ 0x30000000, 0x20000fff, 0, STATUS_INVALID_PARAMETER },
			{ 0, 0, 0x8000, STATUS_INVALID_PARAMETER },
			{ 0, 0, 1, STATUS_INVALID_PARAMETER },
			{ 0, 0, 0x30000, STATUS_INVALID_PARAMETER },
			{ 0, 0x20000fff, 0x20000000, STATUS_NO_MEMORY },
			{ 0, 0xffff, 0, STATUS_NO_MEMORY },
			{ 0, 0, (SIZE_T)1 << 63, STATUS_NO_MEMORY },
		};

		for (i = 0; i < ARRAY_SIZE(bad); i++) {
			MEM_ADDRESS_REQUIREMENTS wanted = {
				(PVOID)bad[i].lowest, (PVOID)bad[i].highest,
				bad[i].alignment,
			};
			MEM_EXTENDED_PARAMETER parameter = {
				{ MemExtendedParameterAddressRequirements },
				{ .Pointer = &wanted },
			};
			PVOID address = NULL;
			SIZE_T size = 2 * PAGE;

			EXPECT_STATUS(bad[i].status,
				      allocate_ex(&address, &size, MEM_RESERVE,
						  &parameter, 1));
			EXPECT_EQ(NULL, address)
				TH_LOG("case %u", i);
		}
	}
}

/* V-34 for memory: honoured where they are legal, and without a place. */
TEST(requirements)
{
	SYSTEM_INFO info;
	uintptr_t highest;
	unsigned int i;

	GetSystemInfo(&info);
	highest = (uintptr_t)info.lpMaximumApplicationAddress;
	{
		const struct {
			uintptr_t lowest, highest;
			SIZE_T alignment, size;
		} good[] = {
			{ 0, highest, 0, GRANULE },
			{ 0, 0x20000fff, 0, 0x40000 },
			{ 0, 0x20000fff, GRANULE, PAGE },
			{ 0, 0, 0x40000, PAGE },
			{ 0, 0, (SIZE_T)1 << 30, PAGE },
			{ 0x20000000, 0, 0, PAGE },
			{ 0x20000000, 0x2fffffff, 0, PAGE },
			{ 0x20000000, 0x2000ffff, 0, GRANULE },
		};

		for (i = 0; i < ARRAY_SIZE(good); i++) {
			MEM_ADDRESS_REQUIREMENTS wanted = {
				(PVOID)good[i].lowest, (PVOID)good[i].highest,
				good[i].alignment,
			};
			MEM_EXTENDED_PARAMETER parameter = {
				{ MemExtendedParameterAddressRequirements },
				{ .Pointer = &wanted },
			};
			SIZE_T unit = good[i].alignment ?: GRANULE;
			SIZE_T size = good[i].size;
			PVOID address = NULL;

			ASSERT_EQ(0, allocate_ex(&address, &size, MEM_RESERVE,
						 &parameter, 1))
				TH_LOG("case %u", i);
			EXPECT_EQ(good[i].size, size);
			EXPECT_EQ(0, (uintptr_t)address % unit);
			EXPECT_GE((uintptr_t)address, good[i].lowest);
			if (good[i].highest)
				EXPECT_LE((uintptr_t)address + size - 1,
					  good[i].highest);
			/* Where it is has been said by now. */
			EXPECT_STATUS(STATUS_INVALID_PARAMETER,
				      allocate_ex(&address, &size, MEM_COMMIT,
						  &parameter, 1));
			EXPECT_TRUE(VirtualFree(address, 0, MEM_RELEASE));
			EXPECT_STATUS(STATUS_INVALID_PARAMETER,
				      allocate_ex(&address, &size, MEM_RESERVE,
						  &parameter, 1));
		}
	}
}

/* The same with the Win32 function, and a node, which is a preference. */
TEST(win32_form)
{
	MEM_ADDRESS_REQUIREMENTS wanted = {
		.HighestEndingAddress = (PVOID)0x20000fff,
	};
	MEM_EXTENDED_PARAMETER parameters[2] = {
		{ { MemExtendedParameterAddressRequirements },
		  { .Pointer = &wanted } },
		{ { MemExtendedParameterNumaNode }, { .ULong = 0 } },
	};
	char *base = VirtualAlloc2(NULL, NULL, PAGE, BOTH, PAGE_READWRITE,
				   parameters, 2);

	ASSERT_NE(NULL, base);
	EXPECT_LT((uintptr_t)base, 0x20001000);
	EXPECT_ACCESS(STATUS_SUCCESS, base, true);
	EXPECT_SUCCESS(VirtualFree(base, 0, MEM_RELEASE));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc2(NULL, base, PAGE, BOTH, PAGE_READWRITE,
				     parameters, 2));
	wanted.HighestEndingAddress = (PVOID)0x20000ffe;
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       VirtualAlloc2(NULL, NULL, PAGE, BOTH, PAGE_READWRITE,
				     parameters, 2));
	wanted.HighestEndingAddress = (PVOID)0xffff;
	EXPECT_FAILURE(ERROR_NOT_ENOUGH_MEMORY,
		       VirtualAlloc2(NULL, NULL, PAGE, BOTH, PAGE_READWRITE,
				     parameters, 2));
}

TEST_HARNESS_MAIN
