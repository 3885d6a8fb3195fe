// SPDX-License-Identifier: GPL-2.0
/*
 * What else can be asked: NtQuerySection, whole regions, images, file names
 * and what the machine is like.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_memory.h"
#include "proc.h"

/* Q-09, C-07, C-19, C-20: attributes as given, sizes in whole pages. */
TEST(basic_information_of_sections)
{
	static const struct {
		DWORD protect;
		SIZE_T size, rounded;
		ULONG attributes;
	} kinds[] = {
		{ PAGE_READWRITE, 4090, PAGE, SEC_COMMIT },
		{ PAGE_EXECUTE_READWRITE, 0x123, PAGE, SEC_COMMIT },
		{ PAGE_READONLY | SEC_COMMIT, 0x3452, 4 * PAGE, SEC_COMMIT },
		{ PAGE_READWRITE | SEC_RESERVE, 0x1001, 2 * PAGE, SEC_RESERVE },
		{ PAGE_READWRITE | SEC_RESERVE | SEC_NOCACHE, GRANULE, GRANULE,
		  SEC_RESERVE | SEC_NOCACHE },
		{ PAGE_READWRITE | SEC_COMMIT | SEC_WRITECOMBINE, 1, PAGE,
		  SEC_COMMIT | SEC_WRITECOMBINE },
	};
	unsigned int i;

	EXPECT_EQ(24, sizeof(SECTION_BASIC_INFORMATION));
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		HANDLE section = create_section(kinds[i].protect,
						kinds[i].size, NULL);
		SECTION_BASIC_INFORMATION info[2];
		SIZE_T length = (SIZE_T)POISON << 16;

		memset(info, 0xcc, sizeof(info));
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtQuerySection(section, SectionBasicInformation,
					     info, sizeof(*info), &length));
		EXPECT_EQ(24, length);
		EXPECT_EQ(NULL, info->BaseAddress);
		EXPECT_EQ(kinds[i].attributes, info->Attributes);
		EXPECT_EQ(kinds[i].rounded, info->Size.QuadPart);
		/* a longer buffer is one, and not filled. */
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtQuerySection(section, SectionBasicInformation,
					     info, sizeof(*info) + 1, NULL));
		EXPECT_EQ(0xcccccccc, info[1].Attributes);
		CloseHandle(section);
	}
}

/* all that NtQuerySection refuses. */
TEST(bad_queries_of_sections)
{
	const SIZE_T image = sizeof(SECTION_IMAGE_INFORMATION);
	const SIZE_T absurd = image + ((SIZE_T)0x10000000 << 24);
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE closed = create_section(PAGE_READWRITE, PAGE, NULL), blind;
	unsigned char buffer[256], poison[sizeof(buffer)];
	SIZE_T length = POISON;
	struct {
		HANDLE section;
		SECTION_INFORMATION_CLASS class;
		PVOID buffer;
		SIZE_T length;
		NTSTATUS status;
	} bad[] = {
		{ section, SectionBasicInformation, buffer, 23,
		  STATUS_INFO_LENGTH_MISMATCH },
		{ section, SectionBasicInformation, buffer, 0,
		  STATUS_INFO_LENGTH_MISMATCH },
		{ section, SectionBasicInformation, NULL, 24,
		  STATUS_ACCESS_VIOLATION },
		{ section, SectionBasicInformation, (PVOID)0xdeadbee0, 24,
		  STATUS_ACCESS_VIOLATION },
		{ section, SectionBasicInformation, buffer, absurd,
		  STATUS_ACCESS_VIOLATION },
		{ section, SectionBasicInformation, buffer, ~0UL,
		  STATUS_ACCESS_VIOLATION },
		{ section, SectionImageInformation, buffer, image - 1,
		  STATUS_INFO_LENGTH_MISMATCH },
		{ section, SectionImageInformation, buffer, image,
		  STATUS_SECTION_NOT_IMAGE },
		{ section, SectionImageInformation, buffer, image + 1,
		  STATUS_SECTION_NOT_IMAGE },
		{ section, SectionImageInformation, buffer, absurd,
		  STATUS_ACCESS_VIOLATION },
		{ section, 99, buffer, 24, STATUS_INVALID_INFO_CLASS },
		{ NULL, SectionBasicInformation, buffer, 24,
		  STATUS_INVALID_HANDLE },
		{ closed, SectionBasicInformation, buffer, 24,
		  STATUS_INVALID_HANDLE },
		{ (HANDLE)0xdeadbee0, SectionBasicInformation, buffer, 24,
		  STATUS_INVALID_HANDLE },
		{ (HANDLE)4, SectionBasicInformation, buffer, 24,
		  STATUS_OBJECT_TYPE_MISMATCH },
		{ GetCurrentProcess(), SectionBasicInformation, buffer, 24,
		  STATUS_OBJECT_TYPE_MISMATCH },
	};
	unsigned int i;

	CloseHandle(closed);
	memset(buffer, 0xcc, sizeof(buffer));
	memset(poison, 0xcc, sizeof(poison));
	EXPECT_EQ(64, image);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_STATUS(bad[i].status,
			      NtQuerySection(bad[i].section, bad[i].class,
					     bad[i].buffer, bad[i].length,
					     &length));
	ASSERT_TRUE(DuplicateHandle(GetCurrentProcess(), section,
				    GetCurrentProcess(), &blind,
				    SECTION_MAP_READ | SECTION_MAP_WRITE, FALSE,
				    0));
	EXPECT_STATUS(STATUS_ACCESS_DENIED,
		      NtQuerySection(blind, SectionBasicInformation, buffer, 24,
				     &length));
	EXPECT_EQ(POISON, length);
	EXPECT_EQ(0, memcmp(poison, buffer, sizeof(buffer)));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQuerySection(section, SectionBasicInformation, buffer,
				     24, (PVOID)0xdeadbee0));
	CloseHandle(blind);
	CloseHandle(section);
}

/* A whole region, all fields of it; those that have no meaning are 0. */
#define EXPECT_WHOLE(address, base, protect, size, charge) do {	\
	MEMORY_REGION_INFORMATION info_;				\
	SIZE_T length_ = POISON;					\
	memset(&info_, 0xcc, sizeof(info_));				\
	EXPECT_STATUS(STATUS_SUCCESS,					\
		      NtQueryVirtualMemory(NtCurrentProcess(), address,	\
					   MemoryRegionInformation, &info_, \
					   sizeof(info_), &length_));	\
	EXPECT_EQ(48, length_);						\
	EXPECT_EQ((PVOID)(base), info_.AllocationBase);			\
	EXPECT_EQ((ULONG)(protect), info_.AllocationProtect);		\
	EXPECT_EQ(0, info_.RegionType);					\
	EXPECT_EQ((SIZE_T)(size), info_.RegionSize);			\
	EXPECT_EQ((SIZE_T)(charge), info_.CommitSize);			\
	EXPECT_EQ(0, info_.PartitionId);				\
	EXPECT_EQ(0, info_.NodePreference);				\
} while (0)

/* K-04, K-05: views; the charge is for what may be copied. */
TEST(regions_of_views)
{
	HANDLE section = create_section(PAGE_EXECUTE_READWRITE, 3 * PAGE - 7,
					NULL);
	unsigned int i;

	for (i = 0; i < PROTECTIONS; i++) {
		const ULONG protect = protections[i].protect;
		const SIZE_T charge = protect & (PAGE_WRITECOPY |
						 PAGE_EXECUTE_WRITECOPY) ?
				      3 * PAGE : 0;
		char *view = map_protected(section, protect);

		ASSERT_NE(NULL, view);
		EXPECT_WHOLE(view, view, protect, 3 * PAGE, charge);
		EXPECT_WHOLE(view + PAGE + 9, view, protect, 3 * PAGE, charge);
		if (access_status(view, true) == STATUS_SUCCESS)
			EXPECT_WHOLE(view, view, protect, 3 * PAGE, charge);
		EXPECT_PROTECT(protect, view + 2 * PAGE, PAGE, PAGE_NOACCESS);
		EXPECT_WHOLE(view, view, protect, 3 * PAGE, charge);
		UnmapViewOfFile(view);
	}
	CloseHandle(section);
}

/* private memory is charged for what is committed. */
TEST(regions_of_private_memory)
{
	char *memory = VirtualAlloc(NULL, GRANULE, MEM_RESERVE, PAGE_READWRITE);
	MEMORY_REGION_INFORMATION info, poison;
	SIZE_T length = POISON;

	ASSERT_NE(NULL, memory);
	EXPECT_WHOLE(memory, memory, PAGE_READWRITE, GRANULE, 0);
	ASSERT_EQ(memory, VirtualAlloc(memory, GRANULE, MEM_COMMIT,
				       PAGE_READWRITE));
	EXPECT_WHOLE(memory, memory, PAGE_READWRITE, GRANULE, GRANULE);
	EXPECT_PROTECT(PAGE_READWRITE, memory + PAGE, PAGE, PAGE_NOACCESS);
	EXPECT_WHOLE(memory + PAGE, memory, PAGE_READWRITE, GRANULE, GRANULE);
	ASSERT_TRUE(VirtualFree(memory + PAGE, 3 * PAGE, MEM_DECOMMIT));
	EXPECT_WHOLE(memory, memory, PAGE_READWRITE, GRANULE,
		     GRANULE - 3 * PAGE);

	/* The last two fields came later, the charge before them. */
	memset(&poison, 0xcc, sizeof(poison));
	info = poison;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryVirtualMemory(NtCurrentProcess(), memory,
					   MemoryRegionInformation, &info, 32,
					   NULL));
	EXPECT_EQ(GRANULE - 3 * PAGE, info.CommitSize);
	EXPECT_EQ(poison.PartitionId, info.PartitionId);
	info = poison;
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtQueryVirtualMemory(NtCurrentProcess(), memory,
					   MemoryRegionInformation, &info, 24,
					   NULL));
	EXPECT_EQ(GRANULE, info.RegionSize);
	EXPECT_EQ(poison.CommitSize, info.CommitSize);

	info = poison;
	EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
		      NtQueryVirtualMemory(NtCurrentProcess(), memory,
					   MemoryRegionInformation, &info, 16,
					   &length));
	ASSERT_TRUE(VirtualFree(memory, 0, MEM_RELEASE));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtQueryVirtualMemory(NtCurrentProcess(), memory,
					   MemoryRegionInformation, &info,
					   sizeof(info), &length));
	EXPECT_EQ(POISON, length);
	EXPECT_EQ(0, memcmp(&poison, &info, sizeof(info)));
}

static NTSTATUS query_image(void *address, SIZE_T size, SIZE_T *length)
{
	static const MEMORY_IMAGE_INFORMATION zero;
	MEMORY_IMAGE_INFORMATION info[2];
	NTSTATUS status;

	memset(info, 0xcc, sizeof(info));
	*length = POISON;
	status = NtQueryVirtualMemory(NtCurrentProcess(), address,
				      MemoryImageInformation, info, size,
				      length);
	if (!status && memcmp(&zero, info, sizeof(zero)))
		return STATUS_UNSUCCESSFUL;
	return status;
}

/* Nothing is an image, and it is said so of memory, not of free addresses. */
TEST(images)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE, NULL);
	char *view = map(section, FILE_MAP_READ);
	char *memory = VirtualAlloc(NULL, 8 * PAGE, MEM_RESERVE, PAGE_NOACCESS);
	SIZE_T length;

	EXPECT_STATUS(STATUS_SUCCESS, query_image(view + 0x1234, 24, &length));
	EXPECT_EQ(24, length);
	EXPECT_STATUS(STATUS_SUCCESS, query_image(memory, 26, &length));
	EXPECT_EQ(24, length);
	EXPECT_STATUS(STATUS_SUCCESS,
		      query_image(memory + 0x1234, 24, &length));
	EXPECT_STATUS(STATUS_INFO_LENGTH_MISMATCH,
		      query_image(memory, 23, &length));
	EXPECT_EQ(POISON, length);
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      query_image(memory + 8 * PAGE, 24, &length));
	EXPECT_EQ(POISON, length);
	UnmapViewOfFile(view);
	VirtualFree(memory, 0, MEM_RELEASE);
	CloseHandle(section);
}

/* V-35: a view of a section is of no file, other memory is no view. */
TEST(names_of_mapped_files)
{
	HANDLE section = create_section(PAGE_READONLY | SEC_COMMIT, PAGE, NULL);
	HANDLE closed = create_section(PAGE_READONLY, PAGE, NULL);
	char *view = map(section, FILE_MAP_READ);
	char *memory = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	void *no_views[] = { memory, &section, NULL, (void *)0x1234,
			     (void *)~0UL };
	char name[256], poison[sizeof(name)];
	SIZE_T length = POISON;
	unsigned int i;

	CloseHandle(closed);
	memset(name, 0xcc, sizeof(name));
	memset(poison, 0xcc, sizeof(name));
	EXPECT_FAILURE(ERROR_FILE_INVALID,
		       GetMappedFileNameA(GetCurrentProcess(), view, name,
					  sizeof(name)));
	EXPECT_FAILURE(ERROR_FILE_INVALID,
		       GetMappedFileNameW(GetCurrentProcess(), view + 0xfff,
					  (PVOID)name,
					  sizeof(name) / sizeof(WCHAR)));
	EXPECT_STATUS(STATUS_FILE_INVALID,
		      NtQueryVirtualMemory(NtCurrentProcess(), view,
					   MemoryMappedFilenameInformation,
					   name, sizeof(name), &length));
	for (i = 0; i < ARRAY_SIZE(no_views) - 1; i++) {
		EXPECT_FAILURE(ERROR_UNEXP_NET_ERR,
			       GetMappedFileNameA(GetCurrentProcess(),
						  no_views[i], name,
						  sizeof(name)));
		/* The address is looked at before the length. */
		EXPECT_STATUS(STATUS_INVALID_ADDRESS,
			      NtQueryVirtualMemory(NtCurrentProcess(),
						   no_views[i],
						   MemoryMappedFilenameInformation,
						   name, 1, &length));
	}
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       GetMappedFileNameA(GetCurrentProcess(), no_views[i],
					  name, sizeof(name)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       GetMappedFileNameA(NULL, view, name, sizeof(name)));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       GetMappedFileNameW(closed, view, (PVOID)name, 1));
	EXPECT_FAILURE(ERROR_INVALID_HANDLE,
		       GetMappedFileNameA((HANDLE)4, view, name, 1));
	EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
		       GetMappedFileNameA(GetCurrentProcess(), view, NULL,
					  sizeof(name)));
	EXPECT_FAILURE(ERROR_INSUFFICIENT_BUFFER,
		       GetMappedFileNameA(GetCurrentProcess(), view, name, 0));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      NtQueryVirtualMemory(NtCurrentProcess(), view,
					   MemoryMappedFilenameInformation,
					   NULL, sizeof(name), &length));
	EXPECT_STATUS(STATUS_INVALID_HANDLE,
		      NtQueryVirtualMemory((HANDLE)0xdead00, view,
					   MemoryMappedFilenameInformation,
					   name, sizeof(name), &length));
	EXPECT_EQ(POISON, length);
	EXPECT_EQ(0, memcmp(poison, name, sizeof(name)));
	UnmapViewOfFile(view);
	VirtualFree(memory, 0, MEM_RELEASE);
	CloseHandle(section);
}

/* V-36: a view is the same as itself; there are no images that could be. */
TEST(files_that_are_the_same)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE, NULL);
	char *view = map(section, FILE_MAP_READ);
	char *other = map(section, FILE_MAP_READ);
	char *memory = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);

	EXPECT_STATUS(STATUS_SUCCESS, NtAreMappedFilesTheSame(view, view));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtAreMappedFilesTheSame(view, view + GRANULE - 1));
	EXPECT_STATUS(STATUS_NOT_SAME_DEVICE,
		      NtAreMappedFilesTheSame(view, other));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAreMappedFilesTheSame(view, memory));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAreMappedFilesTheSame(memory, view));
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAreMappedFilesTheSame(view, &section));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(view, NULL));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(NULL, view));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(NULL, NULL));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(view, (void *)0xdeadbeef));
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame((void *)~0UL, view));
	UnmapViewOfFile(other);
	EXPECT_STATUS(STATUS_INVALID_ADDRESS,
		      NtAreMappedFilesTheSame(view, other));
	UnmapViewOfFile(view);
	VirtualFree(memory, 0, MEM_RELEASE);
	CloseHandle(section);
}

/* V-05, Q-16: the machine. */
TEST(system_info)
{
	SYSTEM_INFO info, again;

	memset(&info, 0xcc, sizeof(info));
	GetSystemInfo(&info);
	EXPECT_EQ(PAGE, info.dwPageSize);
	EXPECT_EQ(GRANULE, info.dwAllocationGranularity);
	EXPECT_EQ((PVOID)0x10000, info.lpMinimumApplicationAddress);
	EXPECT_EQ((DWORD)sysconf(_SC_NPROCESSORS_ONLN),
		  info.dwNumberOfProcessors);
	EXPECT_EQ(info.dwNumberOfProcessors,
		  (DWORD)__builtin_popcountl(info.dwActiveProcessorMask));
	EXPECT_EQ(0, info.wReserved);
	EXPECT_EQ(0, info.wProcessorLevel);
	EXPECT_EQ(0, info.wProcessorRevision);
#ifdef __x86_64__
	EXPECT_EQ((PVOID)0x7ffffffeffff, info.lpMaximumApplicationAddress);
	EXPECT_EQ(PROCESSOR_ARCHITECTURE_AMD64, info.wProcessorArchitecture);
	EXPECT_EQ(PROCESSOR_AMD_X8664, info.dwProcessorType);
#endif
	GetSystemInfo(&again);
	EXPECT_EQ(0, memcmp(&info, &again, sizeof(info)));
}

/* C-29: the size of a large page is the kernel's. */
TEST(large_page_minimum)
{
	long size = read_number("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");

	EXPECT_LT(0, size);
	EXPECT_EQ((SIZE_T)size, GetLargePageMinimum());
}

TEST_HARNESS_MAIN
