/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: memory of this process.
 *
 * The first part has the constants and structures that the native functions
 * use as well.
 *
 * An allocation is private memory, a view of a section, or a placeholder. It
 * begins on a boundary of 64 KiB, unless it has to do with placeholders, and
 * owns whole blocks of 64 KiB of address space (V-24). Every page of it is
 * reserved (an address, and nothing else) or committed (it can be touched, as
 * far as its protection goes). Memory that the library did not allocate
 * (malloc(), stacks, mmap()) can be queried, protected, locked and prefetched,
 * and is no allocation for the rest.
 */
#ifndef NTSECTION_WIN32_MEMORY_H
#define NTSECTION_WIN32_MEMORY_H

#include <ntsection/win32/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Access rights: which a handle has, and the bits that ask for them */
typedef DWORD ACCESS_MASK;
typedef ACCESS_MASK *PACCESS_MASK;

#define DELETE				0x00010000
#define READ_CONTROL			0x00020000
#define WRITE_DAC			0x00040000
#define WRITE_OWNER			0x00080000
#define SYNCHRONIZE			0x00100000
#define STANDARD_RIGHTS_REQUIRED	0x000F0000
#define STANDARD_RIGHTS_READ		READ_CONTROL
#define STANDARD_RIGHTS_WRITE		READ_CONTROL
#define STANDARD_RIGHTS_EXECUTE		READ_CONTROL
#define STANDARD_RIGHTS_ALL		0x001F0000
#define SPECIFIC_RIGHTS_ALL		0x0000FFFF
#define ACCESS_SYSTEM_SECURITY		0x01000000
#define MAXIMUM_ALLOWED			0x02000000
#define GENERIC_READ			0x80000000
#define GENERIC_WRITE			0x40000000
#define GENERIC_EXECUTE			0x20000000
#define GENERIC_ALL			0x10000000

/* What GENERIC_* bits stand for, for one type of object */
typedef struct _GENERIC_MAPPING {
	ACCESS_MASK GenericRead;
	ACCESS_MASK GenericWrite;
	ACCESS_MASK GenericExecute;
	ACCESS_MASK GenericAll;
} GENERIC_MAPPING, *PGENERIC_MAPPING;

/* Rights of a section handle; GENERIC_* stand for some of them */
#define SECTION_QUERY			0x0001
#define SECTION_MAP_WRITE		0x0002
#define SECTION_MAP_READ		0x0004
#define SECTION_MAP_EXECUTE		0x0008
#define SECTION_EXTEND_SIZE		0x0010
#define SECTION_MAP_EXECUTE_EXPLICIT	0x0020
#define SECTION_ALL_ACCESS						\
	(STANDARD_RIGHTS_REQUIRED | SECTION_QUERY | SECTION_MAP_WRITE |	\
	 SECTION_MAP_READ | SECTION_MAP_EXECUTE | SECTION_EXTEND_SIZE)

/* The same as Win32 has it. FILE_MAP_COPY has the value of SECTION_QUERY. */
#define FILE_MAP_COPY			0x00000001
#define FILE_MAP_WRITE			SECTION_MAP_WRITE
#define FILE_MAP_READ			SECTION_MAP_READ
#define FILE_MAP_EXECUTE		SECTION_MAP_EXECUTE_EXPLICIT
#define FILE_MAP_ALL_ACCESS		SECTION_ALL_ACCESS
#define FILE_MAP_LARGE_PAGES		0x20000000
#define FILE_MAP_TARGETS_INVALID	0x40000000
#define FILE_MAP_RESERVE		0x80000000

/*
 * Page protections: one of the eight below 0x100. Committed memory can have
 * PAGE_GUARD with it, private memory PAGE_NOCACHE or PAGE_WRITECOMBINE, which
 * are kept and reported and change no caching. The rest is never accepted.
 */
#define PAGE_NOACCESS			0x00000001
#define PAGE_READONLY			0x00000002
#define PAGE_READWRITE			0x00000004
#define PAGE_WRITECOPY			0x00000008
#define PAGE_EXECUTE			0x00000010
#define PAGE_EXECUTE_READ		0x00000020
#define PAGE_EXECUTE_READWRITE		0x00000040
#define PAGE_EXECUTE_WRITECOPY		0x00000080
#define PAGE_GUARD			0x00000100
#define PAGE_NOCACHE			0x00000200
#define PAGE_WRITECOMBINE		0x00000400
#define PAGE_GRAPHICS_NOACCESS		0x00000800
#define PAGE_GRAPHICS_READONLY		0x00001000
#define PAGE_GRAPHICS_READWRITE		0x00002000
#define PAGE_GRAPHICS_EXECUTE		0x00004000
#define PAGE_GRAPHICS_EXECUTE_READ	0x00008000
#define PAGE_GRAPHICS_EXECUTE_READWRITE	0x00010000
#define PAGE_GRAPHICS_COHERENT		0x00020000
#define PAGE_GRAPHICS_NOCACHE		0x00040000
#define PAGE_ENCLAVE_MASK		0x10000000
#define PAGE_ENCLAVE_DECOMMIT		(PAGE_ENCLAVE_MASK | 0)
#define PAGE_ENCLAVE_SS_FIRST		(PAGE_ENCLAVE_MASK | 1)
#define PAGE_ENCLAVE_SS_REST		(PAGE_ENCLAVE_MASK | 2)
#define PAGE_ENCLAVE_UNVALIDATED	0x20000000
#define PAGE_TARGETS_NO_UPDATE		0x40000000
#define PAGE_TARGETS_INVALID		0x40000000
#define PAGE_ENCLAVE_THREAD_CONTROL	0x80000000
#define PAGE_REVERT_TO_FILE_MAP		0x80000000

/*
 * Ways to allocate and to free, and the states and types that VirtualQuery()
 * reports. Some values mean two things.
 */
#define MEM_UNMAP_WITH_TRANSIENT_BOOST	0x00000001
#define MEM_COALESCE_PLACEHOLDERS	0x00000001
#define MEM_PRESERVE_PLACEHOLDER	0x00000002
#define MEM_COMMIT			0x00001000
#define MEM_RESERVE			0x00002000
#define MEM_DECOMMIT			0x00004000
#define MEM_REPLACE_PLACEHOLDER		0x00004000
#define MEM_RELEASE			0x00008000
#define MEM_FREE			0x00010000
#define MEM_PRIVATE			0x00020000
#define MEM_MAPPED			0x00040000
#define MEM_RESERVE_PLACEHOLDER		0x00040000
#define MEM_RESET			0x00080000
#define MEM_TOP_DOWN			0x00100000
#define MEM_WRITE_WATCH			0x00200000
#define MEM_PHYSICAL			0x00400000
#define MEM_ROTATE			0x00800000
#define MEM_DIFFERENT_IMAGE_BASE_OK	0x00800000
#define MEM_RESET_UNDO			0x01000000
#define MEM_IMAGE			0x01000000
#define MEM_LARGE_PAGES			0x20000000
#define MEM_4MB_PAGES			0x80000000
#define MEM_64K_PAGES			(MEM_LARGE_PAGES | MEM_PHYSICAL)
/* For 32-bit programs on Windows; refused here (V-04) */
#define AT_ROUND_TO_PAGE		0x40000000

/*
 * Attributes of a section. SEC_COMMIT or SEC_RESERVE, with SEC_NOCACHE or
 * SEC_WRITECOMBINE, which are kept and reported and change no caching (C-20),
 * or SEC_COMMIT with SEC_LARGE_PAGES (C-28). The rest is never accepted.
 */
#define SEC_HUGE_PAGES			0x00020000
#define SEC_PARTITION_OWNER_HANDLE	0x00040000
#define SEC_64K_PAGES			0x00080000
#define SEC_BASED			0x00200000
#define SEC_NO_CHANGE			0x00400000
#define SEC_FILE			0x00800000
#define SEC_IMAGE			0x01000000
#define SEC_PROTECTED_IMAGE		0x02000000
#define SEC_RESERVE			0x04000000
#define SEC_COMMIT			0x08000000
#define SEC_NOCACHE			0x10000000
#define SEC_IMAGE_NO_EXECUTE		(SEC_IMAGE | SEC_NOCACHE)
#define SEC_WRITECOMBINE		0x40000000
#define SEC_LARGE_PAGES			0x80000000

/* As nndPreferred: any node (C-37) */
#define NUMA_NO_PREFERRED_NODE		((DWORD)-1)

/**
 * struct _MEMORY_BASIC_INFORMATION - pages in a row that are alike
 * @BaseAddress: first byte of the page that was asked for
 * @AllocationBase: first byte of its allocation; NULL for free addresses
 * @AllocationProtect: PAGE_* value that it was allocated or mapped with
 * @PartitionId: always 0
 * @RegionSize: bytes from @BaseAddress on that have the same State, Protect and
 *	allocation
 * @State: %MEM_COMMIT, %MEM_RESERVE or %MEM_FREE
 * @Protect: PAGE_* value of committed pages; 0 for reserved ones,
 *	%PAGE_NOACCESS for free addresses
 * @Type: %MEM_PRIVATE, or %MEM_MAPPED for views and files; 0 for free addresses
 */
typedef struct _MEMORY_BASIC_INFORMATION {
	PVOID BaseAddress;
	PVOID AllocationBase;
	DWORD AllocationProtect;
#if UINTPTR_MAX > 0xFFFFFFFF
	WORD PartitionId;
#endif
	SIZE_T RegionSize;
	DWORD State;
	DWORD Protect;
	DWORD Type;
} MEMORY_BASIC_INFORMATION, *PMEMORY_BASIC_INFORMATION;

/* What a MEM_EXTENDED_PARAMETER can be about; each once in a call (V-34) */
#define MEM_EXTENDED_PARAMETER_TYPE_BITS	8

typedef enum MEM_EXTENDED_PARAMETER_TYPE {
	MemExtendedParameterInvalidType = 0,
	MemExtendedParameterAddressRequirements,
	MemExtendedParameterNumaNode,
	MemExtendedParameterPartitionHandle,
	MemExtendedParameterUserPhysicalHandle,
	MemExtendedParameterAttributeFlags,
	MemExtendedParameterImageMachine,
	MemExtendedParameterMax
} MEM_EXTENDED_PARAMETER_TYPE, *PMEM_EXTENDED_PARAMETER_TYPE;

/**
 * struct MEM_EXTENDED_PARAMETER - one more argument of a call
 * @Type: MemExtendedParameterAddressRequirements: @Pointer is to a
 *	MEM_ADDRESS_REQUIREMENTS; MemExtendedParameterNumaNode: @ULong is the
 *	node that a new section prefers, and is not looked at elsewhere;
 *	MemExtendedParameterAttributeFlags: @ULong64 must be 0. All others are
 *	refused
 * @Reserved: must be 0
 * @ULong64: a number
 * @Pointer: an address
 * @Size: a number of bytes
 * @Handle: a handle
 * @ULong: a number of 32 bits
 */
__extension__ typedef struct MEM_EXTENDED_PARAMETER {
	struct {
		DWORD64 Type : 8;
		DWORD64 Reserved : 56;
	};
	union {
		DWORD64 ULong64;
		PVOID Pointer;
		SIZE_T Size;
		HANDLE Handle;
		DWORD ULong;
	};
} __attribute__((__aligned__(8))) MEM_EXTENDED_PARAMETER,
	*PMEM_EXTENDED_PARAMETER;

/**
 * struct _MEM_ADDRESS_REQUIREMENTS - where an allocation may be (V-34)
 * @LowestStartingAddress: a multiple of 64 KiB, or NULL for any
 * @HighestEndingAddress: the last byte of a page, at most
 *	lpMaximumApplicationAddress of GetSystemInfo(); NULL for any
 * @Alignment: of the base, in bytes: a power of two from 64 KiB on, or 0 for
 *	64 KiB; must be 0 for views
 *
 * With one that is not all 0 the base address of the call must be NULL.
 */
typedef struct _MEM_ADDRESS_REQUIREMENTS {
	PVOID LowestStartingAddress;
	PVOID HighestEndingAddress;
	SIZE_T Alignment;
} MEM_ADDRESS_REQUIREMENTS, *PMEM_ADDRESS_REQUIREMENTS;

/* Flags for MemExtendedParameterAttributeFlags: none is accepted */
#define MEM_EXTENDED_PARAMETER_GRAPHICS			0x00000001
#define MEM_EXTENDED_PARAMETER_NONPAGED			0x00000002
#define MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL	0x00000004
#define MEM_EXTENDED_PARAMETER_NONPAGED_LARGE		0x00000008
#define MEM_EXTENDED_PARAMETER_NONPAGED_HUGE		0x00000010
#define MEM_EXTENDED_PARAMETER_SOFT_FAULT_PAGES		0x00000020
#define MEM_EXTENDED_PARAMETER_EC_CODE			0x00000040

/* A range for PrefetchVirtualMemory(): its first byte, and its bytes, >= 1 */
typedef struct _WIN32_MEMORY_RANGE_ENTRY {
	PVOID VirtualAddress;
	SIZE_T NumberOfBytes;
} WIN32_MEMORY_RANGE_ENTRY, *PWIN32_MEMORY_RANGE_ENTRY;

/* How soon offered memory may be thrown away; all the same here */
typedef enum _OFFER_PRIORITY {
	VmOfferPriorityVeryLow = 1,
	VmOfferPriorityLow,
	VmOfferPriorityBelowNormal,
	VmOfferPriorityNormal
} OFFER_PRIORITY;

/*
 * What QueryWorkingSetEx() tells of a page:
 * Valid: it is in RAM and mapped; if not, all else is 0 but Shared
 * ShareCount: of shared pages, from 1 to 7; as far as is known, 1
 * Win32Protection: its PAGE_* value
 * Shared: it belongs to a section and is no private copy
 * Node, LargePage, Bad: always 0
 * Locked: by VirtualLock()
 */
__extension__ typedef union _PSAPI_WORKING_SET_EX_BLOCK {
	ULONG_PTR Flags;
	union {
		struct {
			ULONG_PTR Valid : 1;
			ULONG_PTR ShareCount : 3;
			ULONG_PTR Win32Protection : 11;
			ULONG_PTR Shared : 1;
			ULONG_PTR Node : 6;
			ULONG_PTR Locked : 1;
			ULONG_PTR LargePage : 1;
			ULONG_PTR Reserved : 7;
			ULONG_PTR Bad : 1;
#if UINTPTR_MAX > 0xFFFFFFFF
			ULONG_PTR ReservedUlong : 32;
#endif
		};
		struct {
			ULONG_PTR Valid : 1;
			ULONG_PTR Reserved0 : 14;
			ULONG_PTR Shared : 1;
			ULONG_PTR Reserved1 : 15;
			ULONG_PTR Bad : 1;
#if UINTPTR_MAX > 0xFFFFFFFF
			ULONG_PTR ReservedUlong : 32;
#endif
		} Invalid;
	};
} PSAPI_WORKING_SET_EX_BLOCK, *PPSAPI_WORKING_SET_EX_BLOCK;

/* An address, set by the caller, and what its page is like, by the function */
typedef struct _PSAPI_WORKING_SET_EX_INFORMATION {
	PVOID VirtualAddress;
	PSAPI_WORKING_SET_EX_BLOCK VirtualAttributes;
} PSAPI_WORKING_SET_EX_INFORMATION, *PPSAPI_WORKING_SET_EX_INFORMATION;

#define PROCESSOR_ARCHITECTURE_INTEL	0
#define PROCESSOR_ARCHITECTURE_ARM	5
#define PROCESSOR_ARCHITECTURE_AMD64	9
#define PROCESSOR_ARCHITECTURE_ARM64	12
#define PROCESSOR_ARCHITECTURE_UNKNOWN	0xFFFF
#define PROCESSOR_INTEL_PENTIUM		586
#define PROCESSOR_AMD_X8664		8664

/**
 * struct _SYSTEM_INFO - what GetSystemInfo() tells
 * @dwOemId: wProcessorArchitecture and wReserved in one
 * @wProcessorArchitecture: PROCESSOR_ARCHITECTURE_*
 * @wReserved: 0
 * @dwPageSize: bytes of a page
 * @lpMinimumApplicationAddress: lowest address that a program can allocate
 * @lpMaximumApplicationAddress: last byte that a program can allocate
 * @dwActiveProcessorMask: as many bits as there are processors
 * @dwNumberOfProcessors: number of processors, at most 64, as the mask has bits
 * @dwProcessorType: PROCESSOR_AMD_X8664 and the like
 * @dwAllocationGranularity: 65536: bytes that bases are multiples of (V-05)
 * @wProcessorLevel: 0
 * @wProcessorRevision: 0
 */
__extension__ typedef struct _SYSTEM_INFO {
	union {
		DWORD dwOemId;
		struct {
			WORD wProcessorArchitecture;
			WORD wReserved;
		};
	};
	DWORD dwPageSize;
	LPVOID lpMinimumApplicationAddress;
	LPVOID lpMaximumApplicationAddress;
	DWORD_PTR dwActiveProcessorMask;
	DWORD dwNumberOfProcessors;
	DWORD dwProcessorType;
	DWORD dwAllocationGranularity;
	WORD wProcessorLevel;
	WORD wProcessorRevision;
} SYSTEM_INFO, *LPSYSTEM_INFO;

/**
 * GetSystemInfo - describe the machine as far as memory goes
 * @lpSystemInfo: where to; must be valid
 *
 * Page: GetSystemInfo (sysinfoapi.h)
 */
void WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo);

/**
 * GetLargePageMinimum - get the size of a large page
 *
 * Sizes of sections with %SEC_LARGE_PAGES are multiples of it (C-29).
 *
 * Page: GetLargePageMinimum (memoryapi.h)
 *
 * Return: bytes; 0 if sections can have no large pages, or without the module.
 */
SIZE_T WINAPI GetLargePageMinimum(void);

/**
 * VirtualAlloc - reserve, commit or reset memory of this process
 * @lpAddress: first byte, or NULL for where there is room. A reservation begins
 *	at the next multiple of 64 KiB below it, everything else with the page
 *	that it lies in
 * @dwSize: bytes, at least 1; the end is rounded up to a page
 * @flAllocationType: what to do, see below
 * @flProtect: one PAGE_* value for the pages. Private memory can have all but
 *	%PAGE_WRITECOPY and %PAGE_EXECUTE_WRITECOPY, and one of %PAGE_GUARD,
 *	%PAGE_NOCACHE and %PAGE_WRITECOMBINE with it, unless it is
 *	%PAGE_NOACCESS; pages of a view can have what VirtualProtect() allows
 *
 * %MEM_RESERVE takes address space that is free. %MEM_COMMIT makes reserved
 * pages usable, which then read as zeros; pages that are committed already keep
 * their content and take the new protection. Without an address it
 * reserves as well, as both together do. %MEM_TOP_DOWN with either changes
 * nothing: places are taken from the top.
 *
 * In a view of a %SEC_RESERVE section %MEM_COMMIT commits pages of the section:
 * for all views of all processes, for good, each charged
 * once. @flProtect is then that of the pages in this view.
 *
 * %MEM_RESET alone says that the content is not needed. Pages of a section are
 * dropped when memory gets scarce, without being written to swap, and then read
 * as zeros in all views; until then they are as they were (M-01 to M-03). On
 * private memory, and in a view that cannot write to its section, it is a hint
 * that is not taken: content stays. %MEM_RESET_UNDO alone says that it is
 * needed again (M-06). With both @flProtect must be a legal value and is not
 * looked at.
 *
 * Private memory is given back with VirtualFree(). It is subject to the
 * kernel's overcommit policy, not to the module's commit limit. A child of
 * fork() has a copy of it.
 *
 * Page: VirtualAlloc (memoryapi.h)
 *
 * Return: the first byte, rounded down as said, or NULL with the last-error
 * code: %ERROR_INVALID_PARAMETER for a size of 0, a type or a protection that
 * does not exist or combinations of them (C-15, M-04), a range that is not all
 * between lpMinimumApplicationAddress and lpMaximumApplicationAddress, a
 * protection that the view does not allow; %ERROR_INVALID_ADDRESS if
 * something is at the place to reserve (V-24, R-14), or the range to commit or
 * reset is not all in one allocation (R-07, M-05), or is in a placeholder;
 * %ERROR_NOT_ENOUGH_MEMORY if there is no room; %ERROR_COMMITMENT_LIMIT if a
 * commit exceeds the commit limit; %ERROR_BUSY for %MEM_RESET_UNDO if
 * content was lost; %ERROR_NOT_SUPPORTED for
 * %MEM_WRITE_WATCH and %MEM_PHYSICAL; %ERROR_PRIVILEGE_NOT_HELD for
 * %MEM_LARGE_PAGES, which private memory has not.
 */
LPVOID WINAPI VirtualAlloc(LPVOID lpAddress, SIZE_T dwSize,
			   DWORD flAllocationType, DWORD flProtect);

/**
 * VirtualAllocEx - VirtualAlloc() that names the process
 * @hProcess: GetCurrentProcess()
 * @lpAddress: first byte, or NULL
 * @dwSize: bytes, at least 1
 * @flAllocationType: what to do
 * @flProtect: one PAGE_* value, with modifiers
 *
 * Page: VirtualAllocEx (memoryapi.h)
 *
 * Return: as of VirtualAlloc(); NULL with %ERROR_INVALID_HANDLE for any other
 * process, NULL included.
 */
LPVOID WINAPI VirtualAllocEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
			     DWORD flAllocationType, DWORD flProtect);

/**
 * VirtualAlloc2 - VirtualAlloc() with placeholders and extended parameters
 * @Process: GetCurrentProcess(), or NULL for the same
 * @BaseAddress: first byte, or NULL
 * @Size: bytes, at least 1
 * @AllocationType: as of VirtualAlloc(), and the two below
 * @PageProtection: one PAGE_* value, with modifiers
 * @ExtendedParameters: @ParameterCount of them; NULL if that is 0
 * @ParameterCount: how many
 *
 * %MEM_RESERVE | %MEM_RESERVE_PLACEHOLDER with %PAGE_NOACCESS makes a
 * placeholder: address space that is cut and joined with VirtualFree(), in
 * pages, and then filled piece by piece. %MEM_RESERVE |
 * %MEM_REPLACE_PLACEHOLDER, with or without %MEM_COMMIT, puts private memory in
 * its place; MapViewOfFile3() puts a view there. @BaseAddress and @Size must be
 * those of the placeholder.
 *
 * Page: VirtualAlloc2 (memoryapi.h)
 *
 * Return: as of VirtualAlloc(), and NULL with %ERROR_INVALID_PARAMETER also for
 * extended parameters that are unknown, given twice, or break a rule of
 * MEM_ADDRESS_REQUIREMENTS (V-34), and for placeholder flags without
 * %MEM_RESERVE; %ERROR_NOT_SUPPORTED also for those that are known and refused;
 * %ERROR_INVALID_ADDRESS also if @BaseAddress and @Size are not those of a
 * placeholder; %ERROR_NOT_ENOUGH_MEMORY also if there is no room that meets the
 * requirements.
 */
PVOID WINAPI VirtualAlloc2(HANDLE Process, PVOID BaseAddress, SIZE_T Size,
			   ULONG AllocationType, ULONG PageProtection,
			   MEM_EXTENDED_PARAMETER *ExtendedParameters,
			   ULONG ParameterCount);

/**
 * VirtualAlloc2FromApp - VirtualAlloc2() without executable memory
 * @Process: GetCurrentProcess(), or NULL for the same
 * @BaseAddress: first byte, or NULL
 * @Size: bytes, at least 1
 * @AllocationType: as of VirtualAlloc2()
 * @PageProtection: one PAGE_* value that is not executable, with modifiers
 * @ExtendedParameters: @ParameterCount of them; NULL if that is 0
 * @ParameterCount: how many
 *
 * Page: VirtualAlloc2FromApp (memoryapi.h)
 *
 * Return: as of VirtualAlloc2(); NULL with %ERROR_INVALID_PARAMETER for the
 * four executable protections.
 */
PVOID WINAPI VirtualAlloc2FromApp(HANDLE Process, PVOID BaseAddress,
				  SIZE_T Size, ULONG AllocationType,
				  ULONG PageProtection,
				  MEM_EXTENDED_PARAMETER *ExtendedParameters,
				  ULONG ParameterCount);

/**
 * VirtualAllocFromApp - VirtualAlloc() without executable memory
 * @BaseAddress: first byte, or NULL
 * @Size: bytes, at least 1
 * @AllocationType: as of VirtualAlloc()
 * @Protection: one PAGE_* value that is not executable, with modifiers
 *
 * Page: VirtualAllocFromApp (memoryapi.h)
 *
 * Return: as of VirtualAlloc(); NULL with %ERROR_INVALID_PARAMETER for the four
 * executable protections.
 */
PVOID WINAPI VirtualAllocFromApp(PVOID BaseAddress, SIZE_T Size,
				 ULONG AllocationType, ULONG Protection);

/**
 * VirtualFree - decommit or release private memory and placeholders
 * @lpAddress: any byte of the first page; to release without a placeholder
 *	flag, or with a size of 0, of the first page of the allocation
 * @dwSize: bytes; the end is rounded up to a page. 0 for the whole allocation:
 *	the only value for %MEM_RELEASE alone, and none for the last two
 * @dwFreeType: one of the four below
 *
 * %MEM_DECOMMIT gives the content and the charge of pages back, which stay
 * reserved; some or all of them may be reserved already.
 *
 * %MEM_RELEASE frees the addresses.
 *
 * %MEM_RELEASE | %MEM_PRESERVE_PLACEHOLDER cuts a smaller placeholder out of
 * one; or turns private memory that had replaced a placeholder, or a part of
 * it, into a placeholder again.
 *
 * %MEM_RELEASE | %MEM_COALESCE_PLACEHOLDERS joins placeholders: two or more,
 * without a gap, from the start of the first to the end of the last.
 *
 * Views are unmapped with UnmapViewOfFile() instead.
 *
 * Page: VirtualFree (memoryapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_PARAMETER for
 * another type, a size that the type does not allow, a range that leaves the
 * allocation, or a view (V-29, V-30); %ERROR_INVALID_ADDRESS if nothing is
 * allocated there, @lpAddress is not at the start where it has to be, or the
 * range is not what the placeholder flag is for; %ERROR_NOT_ENOUGH_MEMORY.
 */
BOOL WINAPI VirtualFree(LPVOID lpAddress, SIZE_T dwSize, DWORD dwFreeType);

/**
 * VirtualFreeEx - VirtualFree() that names the process
 * @hProcess: GetCurrentProcess()
 * @lpAddress: as of VirtualFree()
 * @dwSize: bytes, or 0
 * @dwFreeType: what to do
 *
 * Page: VirtualFreeEx (memoryapi.h)
 *
 * Return: as of VirtualFree(); FALSE with %ERROR_INVALID_HANDLE for any other
 * process, NULL included.
 */
BOOL WINAPI VirtualFreeEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
			  DWORD dwFreeType);

/**
 * VirtualProtect - change the protection of committed pages
 * @lpAddress: any byte of the first page
 * @dwSize: bytes, at least 1; the end is rounded up to a page (P-09)
 * @flNewProtect: one PAGE_* value, with or without %PAGE_GUARD. Private memory
 *	can have all but %PAGE_WRITECOPY and %PAGE_EXECUTE_WRITECOPY; a view
 *	what its AllocationProtect includes (P-01)
 * @lpflOldProtect: where to write the protection that the first page had (P-03)
 *
 * %PAGE_READONLY and %PAGE_WRITECOPY count as reading, %PAGE_READWRITE as
 * reading and writing, and so with the executable ones: a view mapped
 * %PAGE_WRITECOPY cannot be made %PAGE_READWRITE, and one mapped %PAGE_NOACCESS
 * cannot be changed (P-06). Other views keep their protection (P-13). Pages of
 * a view that are made copy-on-write are charged (K-06); they show the section
 * until written to. %PAGE_NOCACHE and %PAGE_WRITECOMBINE are ignored: they
 * belong to the whole allocation and stay.
 *
 * The first touch of a page with %PAGE_GUARD is a fault, which inside
 * ntsection_try() is %STATUS_GUARD_PAGE_VIOLATION and takes the guard away
 * (V-32); elsewhere it is a SIGSEGV.
 *
 * Page: VirtualProtect (memoryapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_PARAMETER for
 * a protection that does not exist, or that the memory cannot have (P-02),
 * which is looked at before what follows (P-07); %ERROR_INVALID_ADDRESS if a
 * page is not committed (P-08), or the range is not all in one allocation
 * (P-10); %ERROR_NOACCESS if @lpflOldProtect cannot be written, and nothing has
 * changed (P-11); %ERROR_COMMITMENT_LIMIT; %ERROR_NOT_ENOUGH_MEMORY. Where it
 * can be, *@lpflOldProtect is written then too, and means nothing (P-12).
 */
BOOL WINAPI VirtualProtect(LPVOID lpAddress, SIZE_T dwSize, DWORD flNewProtect,
			   PDWORD lpflOldProtect);

/**
 * VirtualProtectEx - VirtualProtect() that names the process
 * @hProcess: GetCurrentProcess()
 * @lpAddress: any byte of the first page
 * @dwSize: bytes, at least 1
 * @flNewProtect: one PAGE_* value, with or without %PAGE_GUARD
 * @lpflOldProtect: where to write the protection that the first page had
 *
 * Page: VirtualProtectEx (memoryapi.h)
 *
 * Return: as of VirtualProtect(); FALSE with %ERROR_INVALID_HANDLE for any
 * other process, NULL included.
 */
BOOL WINAPI VirtualProtectEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
			     DWORD flNewProtect, PDWORD lpflOldProtect);

/**
 * VirtualProtectFromApp - the same as VirtualProtect()
 * @Address: any byte of the first page
 * @Size: bytes, at least 1
 * @NewProtection: one PAGE_* value, with or without %PAGE_GUARD; executable
 *	ones are allowed, as Windows allows them on the desktop
 * @OldProtection: where to write the protection that the first page had
 *
 * Page: VirtualProtectFromApp (memoryapi.h)
 *
 * Return: as of VirtualProtect().
 */
BOOL WINAPI VirtualProtectFromApp(PVOID Address, SIZE_T Size,
				  ULONG NewProtection, PULONG OldProtection);

/**
 * VirtualQuery - describe the memory at an address
 * @lpAddress: any address up to lpMaximumApplicationAddress of GetSystemInfo()
 * @lpBuffer: where to
 * @dwLength: bytes at @lpBuffer, at least sizeof(MEMORY_BASIC_INFORMATION)
 *
 * Views and private memory of this library are described as Windows does (Q-01
 * to Q-07). Pages of a copy-on-write view that were written to are reported as
 * %PAGE_READWRITE, or %PAGE_EXECUTE_READWRITE (P-14). Touching pages changes
 * nothing else. All other memory is described as the kernel has it
 * mapped, each mapping as an allocation: %MEM_MAPPED if it is of a file, and
 * %MEM_RESERVE if nobody can access it and it is not.
 *
 * Page: VirtualQuery (memoryapi.h)
 *
 * Return: bytes written, sizeof(MEMORY_BASIC_INFORMATION) (B-08); or 0 with the
 * last-error code: %ERROR_INVALID_PARAMETER for a higher address,
 * %ERROR_BAD_LENGTH for a smaller @dwLength, %ERROR_NOACCESS.
 */
SIZE_T WINAPI VirtualQuery(LPCVOID lpAddress,
			   PMEMORY_BASIC_INFORMATION lpBuffer,
			   SIZE_T dwLength);

/**
 * VirtualQueryEx - VirtualQuery() that names the process
 * @hProcess: GetCurrentProcess()
 * @lpAddress: any address
 * @lpBuffer: where to
 * @dwLength: bytes at @lpBuffer
 *
 * Page: VirtualQueryEx (memoryapi.h)
 *
 * Return: as of VirtualQuery(); 0 with %ERROR_INVALID_HANDLE for any other
 * process, NULL included.
 */
SIZE_T WINAPI VirtualQueryEx(HANDLE hProcess, LPCVOID lpAddress,
			     PMEMORY_BASIC_INFORMATION lpBuffer,
			     SIZE_T dwLength);

/**
 * VirtualLock - read pages into RAM and keep them there
 * @lpAddress: any byte of the first page
 * @dwSize: bytes, at least 1; the end is rounded up to a page
 *
 * All pages must be committed and accessible. Locking pages twice is locking
 * them once. The lock goes with VirtualUnlock(), or with the memory; it is not
 * inherited by fork(). How much can be locked is %RLIMIT_MEMLOCK.
 *
 * Page: VirtualLock (memoryapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_ADDRESS if a
 * page is not committed (V-38); %ERROR_NOACCESS for pages without access, or if
 * the range leaves the allocation, or is free; %ERROR_WORKING_SET_QUOTA above
 * the limit; %STATUS_GUARD_PAGE_VIOLATION, the status itself, for a page with
 * %PAGE_GUARD, which is an ordinary page then; %ERROR_INVALID_PARAMETER for a
 * size of 0.
 */
BOOL WINAPI VirtualLock(LPVOID lpAddress, SIZE_T dwSize);

/**
 * VirtualUnlock - take the lock off pages
 * @lpAddress: any byte of the first page
 * @dwSize: bytes, at least 1; the end is rounded up to a page
 *
 * Page: VirtualUnlock (memoryapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_NOT_LOCKED if a page
 * is not locked, or the range leaves the allocation; %ERROR_INVALID_PARAMETER
 * for a size of 0.
 */
BOOL WINAPI VirtualUnlock(LPVOID lpAddress, SIZE_T dwSize);

/**
 * PrefetchVirtualMemory - advise that ranges will be needed in RAM soon
 * @hProcess: GetCurrentProcess()
 * @NumberOfEntries: how many, at least 1
 * @VirtualAddresses: the ranges, which may be of any memory, unaligned,
 *	reserved or free
 * @Flags: must be 0
 *
 * Starts to read back what is in swap and does not wait for it. It changes no
 * charge (M-11).
 *
 * Page: PrefetchVirtualMemory (memoryapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_INVALID_PARAMETER for
 * no entries, an entry of 0 bytes, or flags (M-10); %ERROR_INVALID_HANDLE for
 * any other process; %ERROR_NOACCESS.
 */
BOOL WINAPI PrefetchVirtualMemory(HANDLE hProcess, ULONG_PTR NumberOfEntries,
				  PWIN32_MEMORY_RANGE_ENTRY VirtualAddresses,
				  ULONG Flags);

/**
 * DiscardVirtualMemory - say that the content of pages is not needed
 * @VirtualAddress: first byte, a multiple of the page size
 * @Size: bytes, a multiple of the page size, at least one page
 *
 * The pages must be committed and %PAGE_READWRITE. What they hold afterwards is
 * not defined (M-07): pages of a section are dropped when memory gets scarce,
 * as with %MEM_RESET, and those of private memory at once.
 *
 * Page: DiscardVirtualMemory (memoryapi.h)
 *
 * Return: %ERROR_SUCCESS, or a code, which is not the last-error code:
 * %ERROR_INVALID_PARAMETER for a range that is not whole pages, and for pages
 * with another protection; %ERROR_INVALID_ADDRESS for a range that is not all
 * in one allocation, and for pages that are not committed.
 */
DWORD WINAPI DiscardVirtualMemory(PVOID VirtualAddress, SIZE_T Size);

/**
 * OfferVirtualMemory - let the system throw pages away rather than page them
 * @VirtualAddress: first byte, a multiple of the page size
 * @Size: bytes, a multiple of the page size, at least one page
 * @Priority: one of %OFFER_PRIORITY; it makes no difference
 *
 * On a view it is %MEM_RESET, on private memory a hint that is not taken (M-08,
 * M-09). The pages must be committed, with any protection. Unlike on Windows
 * they can be touched before they are reclaimed.
 *
 * Page: OfferVirtualMemory (memoryapi.h)
 *
 * Return: %ERROR_SUCCESS, or a code: %ERROR_INVALID_PARAMETER and
 * %ERROR_INVALID_ADDRESS as of DiscardVirtualMemory(), but for protections;
 * %ERROR_INVALID_PARAMETER also for another @Priority.
 */
DWORD WINAPI OfferVirtualMemory(PVOID VirtualAddress, SIZE_T Size,
				OFFER_PRIORITY Priority);

/**
 * ReclaimVirtualMemory - take offered pages back
 * @VirtualAddress: first byte, a multiple of the page size
 * @Size: bytes, a multiple of the page size, at least one page
 *
 * On a view that may write to its section it is %MEM_RESET_UNDO. Other memory
 * has lost nothing.
 *
 * Page: ReclaimVirtualMemory (memoryapi.h)
 *
 * Return: %ERROR_SUCCESS if the content is what it was; %ERROR_BUSY if a page
 * was lost, which reads as zeros, and all can be used again (M-08); or another
 * code: %ERROR_INVALID_PARAMETER and %ERROR_INVALID_ADDRESS as of
 * OfferVirtualMemory().
 */
DWORD WINAPI ReclaimVirtualMemory(void const *VirtualAddress, SIZE_T Size);

/**
 * QueryWorkingSetEx - tell which pages are in RAM
 * @hProcess: GetCurrentProcess()
 * @pv: array of PSAPI_WORKING_SET_EX_INFORMATION, the addresses filled in
 * @cb: bytes at @pv, at least one element
 *
 * Any addresses, in any order; the attributes of all elements are written.
 * Valid is 0 for a page that is not mapped now, though it may be in RAM,
 * and for all memory that the library did not allocate.
 *
 * Page: QueryWorkingSetEx (psapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code: %ERROR_BAD_LENGTH for less
 * than one element, %ERROR_INVALID_HANDLE for any other process,
 * %ERROR_NOACCESS.
 */
BOOL WINAPI QueryWorkingSetEx(HANDLE hProcess, PVOID pv, DWORD cb);

/**
 * GetMappedFileNameA - get the name of the file that a view is of
 * @hProcess: GetCurrentProcess()
 * @lpv: any address
 * @lpFilename: where to
 * @nSize: bytes at @lpFilename
 *
 * Sections have no file: it says which memory is a view, and no more.
 *
 * Page: GetMappedFileNameA (psapi.h)
 *
 * Return: 0 with the last-error code: %ERROR_FILE_INVALID in a view of a
 * section (V-35), %ERROR_UNEXP_NET_ERR elsewhere, %ERROR_INVALID_HANDLE for any
 * other process, %ERROR_INVALID_PARAMETER for a @lpFilename of NULL,
 * %ERROR_INSUFFICIENT_BUFFER for a size of 0.
 */
DWORD WINAPI GetMappedFileNameA(HANDLE hProcess, LPVOID lpv, LPSTR lpFilename,
				DWORD nSize);

/**
 * GetMappedFileNameW - get the name of the file that a view is of
 * @hProcess: GetCurrentProcess()
 * @lpv: any address
 * @lpFilename: where to
 * @nSize: WCHARs at @lpFilename
 *
 * Page: GetMappedFileNameW (psapi.h)
 *
 * Return: 0 with the last-error code, as of GetMappedFileNameA().
 */
DWORD WINAPI GetMappedFileNameW(HANDLE hProcess, LPVOID lpv, LPWSTR lpFilename,
				DWORD nSize);

#ifdef UNICODE
#define GetMappedFileName	GetMappedFileNameW
#else
#define GetMappedFileName	GetMappedFileNameA
#endif

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_WIN32_MEMORY_H */
