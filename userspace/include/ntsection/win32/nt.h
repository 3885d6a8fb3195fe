/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: the native functions, which ntdll has on Windows.
 *
 * They return an NTSTATUS and leave the last-error code alone. Handles, views
 * and memory are the same as those of the Win32 functions, of which most are
 * made of these. STATUS_INVALID_HANDLE stands for a number that is no handle,
 * STATUS_OBJECT_TYPE_MISMATCH for a handle of something else: a descriptor that
 * is no section, GetCurrentProcess() where a section is wanted, and a section
 * where a process is.
 */
#ifndef NTSECTION_WIN32_NT_H
#define NTSECTION_WIN32_NT_H

#include <ntsection/win32/types.h>
#include <ntsection/win32/error.h>
#include <ntsection/win32/memory.h>
#include <ntsection/win32/handle.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Successes and information are not negative, warnings and errors are. */
#define NT_SUCCESS(Status)	((NTSTATUS)(Status) >= 0)
#define NT_INFORMATION(Status)	((ULONG)(Status) >> 30 == 1)
#define NT_WARNING(Status)	((ULONG)(Status) >> 30 == 2)
#define NT_ERROR(Status)	((ULONG)(Status) >> 30 == 3)

/* The same as GetCurrentProcess() */
#define NtCurrentProcess()	((HANDLE)(LONG_PTR)-1)

/**
 * struct _UNICODE_STRING - a string of WCHARs
 * @Length: bytes, even, without a NUL at the end if there is one
 * @MaximumLength: bytes that @Buffer has room for; not looked at
 * @Buffer: the WCHARs, on an even address
 */
typedef struct _UNICODE_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PWSTR Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

/**
 * struct _OBJECT_ATTRIBUTES - name and security of an object
 * @Length: sizeof(OBJECT_ATTRIBUTES) (N-18)
 * @RootDirectory: a directory that the name is relative to, from
 *	NtOpenDirectoryObject(), or NULL for an absolute name
 * @ObjectName: the name; NULL or of no characters for none. Absolute ones begin
 *	with ``\BaseNamedObjects\``, which is that of session 0, or with
 *	``\Sessions\N\BaseNamedObjects\``, which for every N is the caller's;
 *	relative ones do not begin with a backslash (N-19). In both ``Local\``
 *	and ``Global\`` may follow (N-23, N-24). Up to 65532 bytes (N-16);
 *	a NUL is a character (N-17)
 * @Attributes: OBJ_* bits: %OBJ_INHERIT, %OBJ_CASE_INSENSITIVE for ASCII
 *	letters (N-07), %OBJ_OPENIF (N-08); %OBJ_PERMANENT is refused (N-30),
 *	the rest of %OBJ_VALID_ATTRIBUTES has no effect
 * @SecurityDescriptor: of a new section, as section.h says, or NULL
 * @SecurityQualityOfService: not looked at
 */
typedef struct _OBJECT_ATTRIBUTES {
	ULONG Length;
	HANDLE RootDirectory;
	PUNICODE_STRING ObjectName;
	ULONG Attributes;
	PVOID SecurityDescriptor;
	PVOID SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;

/* Fill in *p: name n, attributes a, root r, security descriptor s. */
#define InitializeObjectAttributes(p, n, a, r, s)		\
	do {							\
		(p)->Length = sizeof(OBJECT_ATTRIBUTES);	\
		(p)->RootDirectory = r;				\
		(p)->Attributes = a;				\
		(p)->ObjectName = n;				\
		(p)->SecurityDescriptor = s;			\
		(p)->SecurityQualityOfService = NULL;		\
	} while (0)

/* Attributes of a handle. OBJ_PROTECT_CLOSE is for NtDuplicateObject() only. */
#define OBJ_PROTECT_CLOSE			0x00000001
#define OBJ_INHERIT				0x00000002
#define OBJ_PERMANENT				0x00000010
#define OBJ_EXCLUSIVE				0x00000020
#define OBJ_CASE_INSENSITIVE			0x00000040
#define OBJ_OPENIF				0x00000080
#define OBJ_OPENLINK				0x00000100
#define OBJ_KERNEL_HANDLE			0x00000200
#define OBJ_FORCE_ACCESS_CHECK			0x00000400
#define OBJ_IGNORE_IMPERSONATED_DEVICEMAP	0x00000800
#define OBJ_DONT_REPARSE			0x00001000
#define OBJ_VALID_ATTRIBUTES			0x00001FF2

/* NtDuplicateObject(): has no effect here */
#define DUPLICATE_SAME_ATTRIBUTES		0x00000004

/* Rights of a directory; all that matters is that some are asked for */
#define DIRECTORY_QUERY				0x0001
#define DIRECTORY_TRAVERSE			0x0002
#define DIRECTORY_CREATE_OBJECT			0x0004
#define DIRECTORY_CREATE_SUBDIRECTORY		0x0008
#define DIRECTORY_ALL_ACCESS	(STANDARD_RIGHTS_REQUIRED | 0x000F)

/* MapType of NtLockVirtualMemory(): in the working set; or in RAM */
#define MAP_PROCESS				0x00000001
#define MAP_SYSTEM				0x00000002

/* How an operation on a file ended, and how many bytes it was about */
__extension__ typedef struct _IO_STATUS_BLOCK {
	union {
		NTSTATUS Status;
		PVOID Pointer;
	};
	ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

/* NtQuerySection(): the first two are known. */
typedef enum _SECTION_INFORMATION_CLASS {
	SectionBasicInformation = 0,
	SectionImageInformation = 1,
	SectionRelocationInformation = 2,
	SectionOriginalBaseInformation = 3,
	SectionInternalImageInformation = 4,
	MaxSectionInfoClass = 5
} SECTION_INFORMATION_CLASS;

/**
 * struct _SECTION_BASIC_INFORMATION - what NtQuerySection() tells
 * @BaseAddress: NULL
 * @AllocationAttributes: SEC_* bits, as given at creation
 * @Attributes: the same, by another of its names
 * @MaximumSize: bytes, rounded up to a page
 * @Size: the same, by another of its names
 */
__extension__ typedef struct _SECTION_BASIC_INFORMATION {
	PVOID BaseAddress;
	union {
		ULONG AllocationAttributes;
		ULONG Attributes;
	};
	union {
		LARGE_INTEGER MaximumSize;
		LARGE_INTEGER Size;
	};
} SECTION_BASIC_INFORMATION, *PSECTION_BASIC_INFORMATION;

/* For its size: there are no sections of images here. */
__extension__ typedef struct _SECTION_IMAGE_INFORMATION {
	PVOID TransferAddress;
	ULONG ZeroBits;
	SIZE_T MaximumStackSize;
	SIZE_T CommittedStackSize;
	ULONG SubSystemType;
	union {
		struct {
			USHORT SubSystemMinorVersion;
			USHORT SubSystemMajorVersion;
		};
		ULONG SubSystemVersion;
	};
	union {
		struct {
			USHORT MajorOperatingSystemVersion;
			USHORT MinorOperatingSystemVersion;
		};
		ULONG OperatingSystemVersion;
	};
	USHORT ImageCharacteristics;
	USHORT DllCharacteristics;
	USHORT Machine;
	BOOLEAN ImageContainsCode;
	union {
		UCHAR ImageFlags;
		struct {
			UCHAR ComPlusNativeReady : 1;
			UCHAR ComPlusILOnly : 1;
			UCHAR ImageDynamicallyRelocated : 1;
			UCHAR ImageMappedFlat : 1;
			UCHAR BaseBelow4gb : 1;
			UCHAR ComPlusPrefer32bit : 1;
			UCHAR Reserved : 2;
		};
	};
	ULONG LoaderFlags;
	ULONG ImageFileSize;
	ULONG CheckSum;
} SECTION_IMAGE_INFORMATION, *PSECTION_IMAGE_INFORMATION;

/* Whether a child of fork() has a view: ViewShare yes, ViewUnmap no (H-07) */
typedef enum _SECTION_INHERIT {
	ViewShare = 1,
	ViewUnmap = 2
} SECTION_INHERIT;

/* NtQueryVirtualMemory(): which are known is said there. */
typedef enum _MEMORY_INFORMATION_CLASS {
	MemoryBasicInformation = 0,
	MemoryWorkingSetInformation = 1,
	MemoryMappedFilenameInformation = 2,
	MemoryRegionInformation = 3,
	MemoryWorkingSetExInformation = 4,
	MemorySharedCommitInformation = 5,
	MemoryImageInformation = 6,
	MemoryRegionInformationEx = 7,
	MemoryPrivilegedBasicInformation = 8,
	MemoryEnclaveImageInformation = 9,
	MemoryBasicInformationCapped = 10,
	MemoryPhysicalContiguityInformation = 11,
	MemoryBadInformation = 12,
	MemoryBadInformationAllProcesses = 13,
	MemoryImageExtensionInformation = 14,
	MaxMemoryInfoClass = 15
} MEMORY_INFORMATION_CLASS;

/*
 * An allocation as a whole: where it begins, the protection that it was
 * made with, its bytes, and how many of them are charged to this process: the
 * committed ones of private memory, all of a copy-on-write view, else none. The
 * rest is 0, also Private and MappedPageFile.
 */
__extension__ typedef struct _MEMORY_REGION_INFORMATION {
	PVOID AllocationBase;
	ULONG AllocationProtect;
	union {
		ULONG RegionType;
		struct {
			ULONG Private : 1;
			ULONG MappedDataFile : 1;
			ULONG MappedImage : 1;
			ULONG MappedPageFile : 1;
			ULONG MappedPhysical : 1;
			ULONG DirectMapped : 1;
			ULONG SoftwareEnclave : 1;
			ULONG PageSize64K : 1;
			ULONG PlaceholderReservation : 1;
			ULONG MappedAwe : 1;
			ULONG MappedWriteWatch : 1;
			ULONG PageSizeLarge : 1;
			ULONG PageSizeHuge : 1;
			ULONG Reserved : 19;
		};
	};
	SIZE_T RegionSize;
	SIZE_T CommitSize;
	ULONG_PTR PartitionId;
	ULONG_PTR NodePreference;
} MEMORY_REGION_INFORMATION, *PMEMORY_REGION_INFORMATION;

/* Bytes of shared memory that are charged */
typedef struct _MEMORY_SHARED_COMMIT_INFORMATION {
	SIZE_T CommitSize;
} MEMORY_SHARED_COMMIT_INFORMATION, *PMEMORY_SHARED_COMMIT_INFORMATION;

/* An image as a whole; all 0 for what is none */
__extension__ typedef struct _MEMORY_IMAGE_INFORMATION {
	PVOID ImageBase;
	SIZE_T SizeOfImage;
	union {
		ULONG ImageFlags;
		struct {
			ULONG ImagePartialMap : 1;
			ULONG ImageNotExecutable : 1;
			ULONG ImageSigningLevel : 4;
			ULONG ImageExtensionPresent : 1;
			ULONG Reserved : 25;
		};
	};
} MEMORY_IMAGE_INFORMATION, *PMEMORY_IMAGE_INFORMATION;

/* A name with its string, for MemoryMappedFilenameInformation */
typedef struct _MEMORY_SECTION_NAME {
	UNICODE_STRING SectionFileName;
} MEMORY_SECTION_NAME, *PMEMORY_SECTION_NAME;

/* NtQueryObject(): which are known is said there. */
typedef enum _OBJECT_INFORMATION_CLASS {
	ObjectBasicInformation = 0,
	ObjectNameInformation = 1,
	ObjectTypeInformation = 2,
	ObjectTypesInformation = 3,
	ObjectHandleFlagInformation = 4
} OBJECT_INFORMATION_CLASS;

/* OBJECT_BASIC_INFORMATION as winternl.h has it */
typedef struct _PUBLIC_OBJECT_BASIC_INFORMATION {
	ULONG Attributes;
	ACCESS_MASK GrantedAccess;
	ULONG HandleCount;
	ULONG PointerCount;
	ULONG Reserved[10];
} PUBLIC_OBJECT_BASIC_INFORMATION, *PPUBLIC_OBJECT_BASIC_INFORMATION;

/*
 * A handle and its object. HandleCount and PointerCount are of all processes;
 * what has no meaning here is 0.
 */
typedef struct _OBJECT_BASIC_INFORMATION {
	ULONG Attributes;
	ACCESS_MASK GrantedAccess;
	ULONG HandleCount;
	ULONG PointerCount;
	ULONG PagedPoolCharge;
	ULONG NonPagedPoolCharge;
	ULONG Reserved[3];
	ULONG NameInfoSize;
	ULONG TypeInfoSize;
	ULONG SecurityDescriptorSize;
	LARGE_INTEGER CreationTime;
} OBJECT_BASIC_INFORMATION, *POBJECT_BASIC_INFORMATION;

/* A name, followed by its characters */
typedef struct _OBJECT_NAME_INFORMATION {
	UNICODE_STRING Name;
} OBJECT_NAME_INFORMATION, *POBJECT_NAME_INFORMATION;

/* OBJECT_TYPE_INFORMATION as winternl.h has it */
typedef struct _PUBLIC_OBJECT_TYPE_INFORMATION {
	UNICODE_STRING TypeName;
	ULONG Reserved[22];
} PUBLIC_OBJECT_TYPE_INFORMATION, *PPUBLIC_OBJECT_TYPE_INFORMATION;

/*
 * A type of objects, followed by the characters of its name. Sections have the
 * name "Section", GenericMapping and ValidAccessMask (H-12); counts are 0.
 */
typedef struct _OBJECT_TYPE_INFORMATION {
	UNICODE_STRING TypeName;
	ULONG TotalNumberOfObjects;
	ULONG TotalNumberOfHandles;
	ULONG TotalPagedPoolUsage;
	ULONG TotalNonPagedPoolUsage;
	ULONG TotalNamePoolUsage;
	ULONG TotalHandleTableUsage;
	ULONG HighWaterNumberOfObjects;
	ULONG HighWaterNumberOfHandles;
	ULONG HighWaterPagedPoolUsage;
	ULONG HighWaterNonPagedPoolUsage;
	ULONG HighWaterNamePoolUsage;
	ULONG HighWaterHandleTableUsage;
	ULONG InvalidAttributes;
	GENERIC_MAPPING GenericMapping;
	ULONG ValidAccessMask;
	BOOLEAN SecurityRequired;
	BOOLEAN MaintainHandleCount;
	UCHAR TypeIndex;
	CHAR ReservedByte;
	ULONG PoolType;
	ULONG DefaultPagedPoolCharge;
	ULONG DefaultNonPagedPoolCharge;
} OBJECT_TYPE_INFORMATION, *POBJECT_TYPE_INFORMATION;

/* The flags of GetHandleInformation() */
typedef struct _OBJECT_HANDLE_FLAG_INFORMATION {
	BOOLEAN Inherit;
	BOOLEAN ProtectFromClose;
} OBJECT_HANDLE_FLAG_INFORMATION, *POBJECT_HANDLE_FLAG_INFORMATION;

/* NtSetInformationVirtualMemory(): the first is known. */
typedef enum _VIRTUAL_MEMORY_INFORMATION_CLASS {
	VmPrefetchInformation = 0,
	VmPagePriorityInformation = 1,
	VmCfgCallTargetInformation = 2,
	VmPageDirtyStateInformation = 3,
	VmImageHotPatchInformation = 4,
	VmPhysicalContiguityInformation = 5,
	VmVirtualMachinePrepopulateInformation = 6,
	VmRemoveFromWorkingSetInformation = 7,
	MaxVmInfoClass = 8
} VIRTUAL_MEMORY_INFORMATION_CLASS;

/* A range: its first byte, and its bytes, at least 1 */
typedef struct _MEMORY_RANGE_ENTRY {
	PVOID VirtualAddress;
	SIZE_T NumberOfBytes;
} MEMORY_RANGE_ENTRY, *PMEMORY_RANGE_ENTRY;

/**
 * NtCreateSection - make a section, or open the one that has the name
 * @SectionHandle: where to write the handle; NULL on failure
 * @DesiredAccess: rights of the handle: SECTION_*, generic and standard bits, 0
 *	included for a new section (C-32), %MAXIMUM_ALLOWED for all
 * @ObjectAttributes: name and security, or NULL
 * @MaximumSize: bytes, at least 1, rounded up to a page (C-07)
 * @SectionPageProtection: the most that views may have: one PAGE_* value but
 *	%PAGE_NOACCESS, without modifiers (C-14, C-17, C-18)
 * @AllocationAttributes: SEC_* bits, %SEC_COMMIT or %SEC_RESERVE among them
 *	(C-27)
 * @FileHandle: NULL
 *
 * CreateFileMappingW() says what a section is. With %OBJ_OPENIF the handle is
 * of the section that has the name, if there is one, which stays what it is
 * (N-08). The caller closes the handle with NtClose().
 *
 * Page: ZwCreateSection (wdm.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_OBJECT_NAME_EXISTS, a success, if the
 * section was there (N-08); or
 *
 * - %STATUS_ACCESS_VIOLATION for a pointer, before all else for @SectionHandle
 *   (C-31)
 * - %STATUS_INVALID_PARAMETER_6 for attributes that do not exist or do not go
 *   together (C-21 to C-27), %STATUS_INVALID_FILE_FOR_SECTION for %SEC_IMAGE
 *   alone (C-25)
 * - %STATUS_INVALID_PAGE_PROTECTION (C-15, C-18)
 * - %STATUS_INVALID_PARAMETER_4 for no size, 0, or no multiple of large pages
 *   (C-05, C-29), %STATUS_SECTION_TOO_BIG for one that no section can have
 *   (C-09, C-12)
 * - %STATUS_NOT_SUPPORTED for a file, %SEC_BASED, large pages that the kernel
 *   has not, and descriptors as section.h says
 * - %STATUS_INVALID_PARAMETER for @ObjectAttributes of another length (N-18)
 * - %STATUS_OBJECT_NAME_INVALID for a name of odd length or more than 65532
 *   bytes (N-16), with nothing between two backslashes, or NULL with a root
 *   (N-20); %STATUS_DATATYPE_MISALIGNMENT for characters on an odd address;
 *   %STATUS_OBJECT_PATH_SYNTAX_BAD for a relative name without a root (N-19),
 *   or an absolute one with it (N-22); %STATUS_OBJECT_PATH_NOT_FOUND for a
 *   directory that does not exist (N-21); %STATUS_OBJECT_TYPE_MISMATCH for the
 *   name of a directory, or a root that is none
 * - %STATUS_OBJECT_NAME_COLLISION if the name is known, without %OBJ_OPENIF
 *   (N-09)
 * - %STATUS_ACCESS_DENIED if its section does not allow the rights (N-04), or
 *   they are 0 (C-33), or for ``Global\`` without the capability (N-26)
 * - %STATUS_PRIVILEGE_NOT_HELD for large pages without CAP_IPC_LOCK (C-28), and
 *   for %OBJ_PERMANENT (N-30)
 * - %STATUS_COMMITMENT_LIMIT if the commit limit would be exceeded (C-10)
 * - %STATUS_INVALID_ACL, %STATUS_UNKNOWN_REVISION for a broken descriptor
 * - %STATUS_INSUFFICIENT_RESOURCES if no file descriptor is free
 */
NTSTATUS NTAPI NtCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
			       POBJECT_ATTRIBUTES ObjectAttributes,
			       PLARGE_INTEGER MaximumSize,
			       ULONG SectionPageProtection,
			       ULONG AllocationAttributes, HANDLE FileHandle);

/**
 * NtCreateSectionEx - NtCreateSection() with extended parameters
 * @SectionHandle: where to write the handle
 * @DesiredAccess: rights of the handle
 * @ObjectAttributes: name and security, or NULL
 * @MaximumSize: bytes, at least 1
 * @SectionPageProtection: one PAGE_* value
 * @AllocationAttributes: SEC_* bits
 * @FileHandle: NULL
 * @ExtendedParameters: @ExtendedParameterCount of them; NULL if that is 0. A
 *	MemExtendedParameterNumaNode is the node to take pages from as long as
 *	it has free ones (C-37)
 * @ExtendedParameterCount: how many
 *
 * Page: NtCreateSectionEx (ntifs.h)
 *
 * Return: as of NtCreateSection(), and %STATUS_INVALID_PARAMETER or
 * %STATUS_NOT_SUPPORTED for other parameters, one given twice, or a node that
 * does not exist.
 */
NTSTATUS NTAPI
NtCreateSectionEx(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
		  POBJECT_ATTRIBUTES ObjectAttributes,
		  PLARGE_INTEGER MaximumSize, ULONG SectionPageProtection,
		  ULONG AllocationAttributes, HANDLE FileHandle,
		  PMEM_EXTENDED_PARAMETER ExtendedParameters,
		  ULONG ExtendedParameterCount);

/**
 * NtOpenSection - open a section by its name
 * @SectionHandle: where to write the handle; NULL on failure
 * @DesiredAccess: rights of the handle, not 0: SECTION_*, generic and standard
 *	bits; %MAXIMUM_ALLOWED for all that the section allows
 * @ObjectAttributes: its name
 *
 * The handle has exactly these rights, but for DELETE, WRITE_DAC and
 * WRITE_OWNER of a section that another user made, which it lacks. The caller
 * closes it with NtClose().
 *
 * Page: ZwOpenSection (wdm.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_OBJECT_NAME_NOT_FOUND if no section has the
 * name (N-11); %STATUS_ACCESS_DENIED if it does not allow the rights, or
 * they are 0 (C-33); %STATUS_INVALID_PARAMETER without @ObjectAttributes
 * (N-19b); %STATUS_OBJECT_PATH_SYNTAX_BAD without a name (N-19);
 * %STATUS_OBJECT_TYPE_MISMATCH for the name of a directory, an empty one with a
 * root included (N-14); %STATUS_ACCESS_VIOLATION; for names that cannot be, and
 * for want of a descriptor, as of NtCreateSection().
 */
NTSTATUS NTAPI NtOpenSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
			     POBJECT_ATTRIBUTES ObjectAttributes);

/**
 * NtMapViewOfSection - map a view of a section
 * @SectionHandle: a handle with the rights that the view needs
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: first byte, a multiple of 64 KiB, or NULL for anywhere;
 *	out: first byte
 * @ZeroBits: 0; or from 1 to 21 how many of the upper bits of an address of 32
 *	bits are 0; or from 32 on a mask, whose highest bit is the highest that
 *	may be set (V-21)
 * @CommitSize: of a %SEC_RESERVE section, bytes to commit from the start of the
 *	view on (V-19); at most the size of the view (V-13)
 * @SectionOffset: first byte in the section, a multiple of 64 KiB; NULL for 0
 * @ViewSize: in: bytes, or 0 for all to the end (V-06); out: rounded up to a
 *	page
 * @InheritDisposition: ViewShare or ViewUnmap (H-07)
 * @AllocationType: 0, %MEM_TOP_DOWN or %MEM_LARGE_PAGES, as of MapViewOfFile3()
 * @Win32Protect: what the view allows: one PAGE_* value, with or without
 *	%PAGE_GUARD (V-32). The caching of the section comes with it
 *
 * MapViewOfFile() says what a view is. The caller unmaps it with
 * NtUnmapViewOfSection().
 *
 * Page: ZwMapViewOfSection (wdm.h)
 *
 * Return: %STATUS_SUCCESS, or, in about the order of the checks (V-22):
 *
 * - %STATUS_INVALID_PARAMETER_8 for @InheritDisposition (V-20)
 * - %STATUS_INVALID_PARAMETER_9 for @AllocationType, %MEM_COMMIT and
 *   %MEM_RESERVE included (V-18), and %AT_ROUND_TO_PAGE (V-04)
 * - %STATUS_INVALID_PAGE_PROTECTION
 * - %STATUS_ACCESS_VIOLATION for a pointer
 * - %STATUS_INVALID_PARAMETER or %STATUS_INVALID_PARAMETER_3 for a base or a
 *   size where programs have no memory (V-12, V-16)
 * - %STATUS_INVALID_PARAMETER_4 for @ZeroBits, or a base beyond what they allow
 *   (V-21)
 * - %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH (H-10, H-11)
 * - %STATUS_ACCESS_DENIED if the handle lacks a right
 * - %STATUS_MAPPED_ALIGNMENT for base or offset (V-01, V-02)
 * - %STATUS_SECTION_PROTECTION if the section does not allow the view (A-12,
 *
 * - %STATUS_INVALID_VIEW_SIZE if it does not lie in the section (V-10, V-11)
 * - %STATUS_INVALID_PARAMETER_5 for @CommitSize (V-13)
 * - %STATUS_CONFLICTING_ADDRESSES if something is there (V-15)
 * - %STATUS_NO_MEMORY if there is no room (V-17)
 * - %STATUS_COMMITMENT_LIMIT if the charge of @CommitSize or of a copy-on-write
 *   view would exceed the commit limit (K-05)
 */
NTSTATUS NTAPI NtMapViewOfSection(HANDLE SectionHandle, HANDLE ProcessHandle,
				  PVOID *BaseAddress, ULONG_PTR ZeroBits,
				  SIZE_T CommitSize,
				  PLARGE_INTEGER SectionOffset,
				  PSIZE_T ViewSize,
				  SECTION_INHERIT InheritDisposition,
				  ULONG AllocationType, ULONG Win32Protect);

/**
 * NtMapViewOfSectionEx - map a view within limits, or in a placeholder
 * @SectionHandle: a handle with the rights that the view needs
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: first byte, a multiple of 64 KiB, or NULL for anywhere;
 *	out: first byte
 * @SectionOffset: first byte in the section, a multiple of 64 KiB; NULL for 0
 * @ViewSize: in: bytes, or 0 for all to the end; out: rounded up to a page
 * @AllocationType: as of MapViewOfFile3()
 * @PageProtection: one PAGE_* value, with or without %PAGE_GUARD
 * @ExtendedParameters: @ExtendedParameterCount of them; NULL if that is 0. A
 *	MemExtendedParameterAddressRequirements without an alignment says where
 *	the view may be, and @BaseAddress is NULL then (V-34)
 * @ExtendedParameterCount: how many
 *
 * A child of fork() has the view, as with ViewShare.
 *
 * Page: ZwMapViewOfSectionEx (wdm.h), MapViewOfFile3 (memoryapi.h)
 *
 * Return: as of NtMapViewOfSection(), but %STATUS_INVALID_PARAMETER for
 * @AllocationType, and for parameters that are unknown, given twice, or break a
 * rule (V-34); %STATUS_NOT_SUPPORTED for those that are known and refused;
 * %STATUS_CONFLICTING_ADDRESSES also if the range is not that of a placeholder.
 */
NTSTATUS NTAPI
NtMapViewOfSectionEx(HANDLE SectionHandle, HANDLE ProcessHandle,
		     PVOID *BaseAddress, PLARGE_INTEGER SectionOffset,
		     PSIZE_T ViewSize, ULONG AllocationType,
		     ULONG PageProtection,
		     PMEM_EXTENDED_PARAMETER ExtendedParameters,
		     ULONG ExtendedParameterCount);

/**
 * NtUnmapViewOfSection - unmap a view
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: any address inside the view; the whole view goes (V-25)
 *
 * Page: ZwUnmapViewOfSection (wdm.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_NOT_MAPPED_VIEW if it is in no view (V-26,
 * V-27); %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH.
 */
NTSTATUS NTAPI NtUnmapViewOfSection(HANDLE ProcessHandle, PVOID BaseAddress);

/**
 * NtUnmapViewOfSectionEx - unmap a view, or make a placeholder of it
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: any address inside the view
 * @Flags: 0; or %MEM_PRESERVE_PLACEHOLDER to have a placeholder where the view
 *	is, which must have replaced one; %MEM_UNMAP_WITH_TRANSIENT_BOOST has no
 *	effect
 *
 * Page: UnmapViewOfFile2 (memoryapi.h)
 *
 * Return: as of NtUnmapViewOfSection(); %STATUS_INVALID_PARAMETER for other
 * flags, %STATUS_CONFLICTING_ADDRESSES if the view did not replace a
 * placeholder (V-28).
 */
NTSTATUS NTAPI NtUnmapViewOfSectionEx(HANDLE ProcessHandle, PVOID BaseAddress,
				      ULONG Flags);

/**
 * NtQuerySection - describe a section
 * @SectionHandle: a handle with SECTION_QUERY
 * @SectionInformationClass: SectionBasicInformation
 * @SectionInformation: where to, a SECTION_BASIC_INFORMATION
 * @SectionInformationLength: bytes there, at least its size
 * @ReturnLength: where to write how many bytes were written; or NULL
 *
 * Page: NtQuerySection (Development notes)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_INFO_CLASS for another class,
 * but %STATUS_SECTION_NOT_IMAGE for SectionImageInformation;
 * %STATUS_ACCESS_VIOLATION for a pointer, or a length that no memory has;
 * %STATUS_INFO_LENGTH_MISMATCH for a smaller one;
 * %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH;
 * %STATUS_ACCESS_DENIED without the right.
 */
NTSTATUS NTAPI
NtQuerySection(HANDLE SectionHandle,
	       SECTION_INFORMATION_CLASS SectionInformationClass,
	       PVOID SectionInformation, SIZE_T SectionInformationLength,
	       PSIZE_T ReturnLength);

/**
 * NtExtendSection - make the section of a file larger
 * @SectionHandle: a handle with SECTION_EXTEND_SIZE
 * @NewSectionSize: bytes
 *
 * The size of a section without a file never changes (C-40).
 *
 * Page: none of Microsoft's
 *
 * Return: %STATUS_SECTION_NOT_EXTENDED, or %STATUS_ACCESS_VIOLATION,
 * %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH, %STATUS_ACCESS_DENIED
 * without the right.
 */
NTSTATUS NTAPI NtExtendSection(HANDLE SectionHandle,
			       PLARGE_INTEGER NewSectionSize);

/**
 * NtQueryVirtualMemory - describe memory of this process
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: any address; not looked at for MemoryWorkingSetExInformation
 * @MemoryInformationClass: what about, see below
 * @MemoryInformation: where to
 * @MemoryInformationLength: bytes there
 * @ReturnLength: where to write how many bytes were written; or NULL
 *
 * MemoryBasicInformation: a MEMORY_BASIC_INFORMATION, as VirtualQuery().
 *
 * MemoryRegionInformation: a MEMORY_REGION_INFORMATION of the whole allocation,
 * from its first 24 bytes on.
 *
 * MemoryWorkingSetExInformation: an array of PSAPI_WORKING_SET_EX_INFORMATION,
 * as QueryWorkingSetEx().
 *
 * MemoryImageInformation: a MEMORY_IMAGE_INFORMATION, all 0.
 *
 * MemoryMappedFilenameInformation: an error, as GetMappedFileNameW().
 *
 * Page: NtQueryVirtualMemory (ntifs.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_INFO_CLASS for another class;
 * %STATUS_INFO_LENGTH_MISMATCH for a smaller buffer; %STATUS_INVALID_PARAMETER
 * for an address above lpMaximumApplicationAddress;
 * %STATUS_INVALID_ADDRESS where nothing is allocated, unless the class is
 * MemoryBasicInformation, and for a file name where there is no view;
 * %STATUS_FILE_INVALID for one in a view (V-35); %STATUS_INVALID_HANDLE,
 * %STATUS_OBJECT_TYPE_MISMATCH, %STATUS_ACCESS_VIOLATION.
 */
NTSTATUS NTAPI
NtQueryVirtualMemory(HANDLE ProcessHandle, PVOID BaseAddress,
		     MEMORY_INFORMATION_CLASS MemoryInformationClass,
		     PVOID MemoryInformation, SIZE_T MemoryInformationLength,
		     PSIZE_T ReturnLength);

/**
 * NtProtectVirtualMemory - change the protection of committed pages
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: any byte of the first page; out: its first byte
 * @RegionSize: in: bytes, at least 1; out: bytes of all pages (P-09)
 * @NewProtect: one PAGE_* value, with or without %PAGE_GUARD
 * @OldProtect: where to write the protection that the first page had (P-03);
 *	written on failure, too, and means nothing then (P-12)
 *
 * VirtualProtect() says which protections memory can have.
 *
 * Page: ZwProtectVirtualMemory (ntifs.h), VirtualProtect (memoryapi.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_PAGE_PROTECTION for a value that
 * does not exist, or that private memory cannot have; %STATUS_ACCESS_VIOLATION
 * for a pointer, and nothing has changed (P-11); %STATUS_INVALID_HANDLE,
 * %STATUS_OBJECT_TYPE_MISMATCH; %STATUS_INVALID_PARAMETER_2 for an address that
 * no program has, %STATUS_INVALID_PARAMETER_3 for a size of 0 or above the
 * address space; %STATUS_CONFLICTING_ADDRESSES if the range is not all in one
 * allocation (P-10); %STATUS_SECTION_PROTECTION if the view does not allow it
 * (P-02), which is looked at before %STATUS_NOT_COMMITTED (P-07, P-08);
 * %STATUS_COMMITMENT_LIMIT (K-06); %STATUS_NO_MEMORY.
 */
NTSTATUS NTAPI NtProtectVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				      PSIZE_T RegionSize, ULONG NewProtect,
				      PULONG OldProtect);

/**
 * NtAllocateVirtualMemory - reserve, commit or reset memory of this process
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: first byte, or NULL for where there is room; out: rounded
 *	down to 64 KiB for a reservation, else to a page
 * @ZeroBits: limit of the address, as of NtMapViewOfSection(); not compared
 *	with a @BaseAddress that is given
 * @RegionSize: in: bytes, at least 1; out: bytes of all pages
 * @AllocationType: %MEM_RESERVE, %MEM_COMMIT, both, with %MEM_TOP_DOWN; or
 *	%MEM_RESET or %MEM_RESET_UNDO alone
 * @Protect: one PAGE_* value, with modifiers
 *
 * VirtualAlloc() says what these do. Nothing is written on failure.
 *
 * Page: NtAllocateVirtualMemory (ntifs.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_PARAMETER_3 for @ZeroBits;
 * %STATUS_INVALID_PARAMETER_4 for a size of 0 or above the address space;
 * %STATUS_INVALID_PARAMETER_5 or %STATUS_INVALID_PARAMETER for types that do
 * not exist or do not go together; %STATUS_INVALID_PARAMETER_2 or
 * %STATUS_INVALID_PARAMETER for a range that programs have no memory in;
 * %STATUS_INVALID_PAGE_PROTECTION; %STATUS_ACCESS_VIOLATION;
 * %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH;
 * %STATUS_CONFLICTING_ADDRESSES if something is at the place to reserve, or the
 * range to commit or reset is not all in one allocation, or is in a
 * placeholder; %STATUS_SECTION_PROTECTION if the view does not allow @Protect
 * %STATUS_NO_MEMORY if there is no room; %STATUS_COMMITMENT_LIMIT
 * %STATUS_DEVICE_BUSY for %MEM_RESET_UNDO if content was lost (M-06);
 * %STATUS_NOT_SUPPORTED for %MEM_WRITE_WATCH and %MEM_PHYSICAL;
 * %STATUS_PRIVILEGE_NOT_HELD for %MEM_LARGE_PAGES.
 */
NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				       ULONG_PTR ZeroBits, PSIZE_T RegionSize,
				       ULONG AllocationType, ULONG Protect);

/**
 * NtAllocateVirtualMemoryEx - the same with placeholders and limits
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: as of NtAllocateVirtualMemory()
 * @RegionSize: as of NtAllocateVirtualMemory()
 * @AllocationType: as of VirtualAlloc2()
 * @PageProtection: one PAGE_* value, with modifiers
 * @ExtendedParameters: @ExtendedParameterCount of them; NULL if that is 0
 * @ExtendedParameterCount: how many
 *
 * Page: NtAllocateVirtualMemoryEx (ntifs.h), VirtualAlloc2 (memoryapi.h)
 *
 * Return: as of NtAllocateVirtualMemory(), and %STATUS_INVALID_PARAMETER for
 * parameters that are unknown, given twice, or break a rule (V-34);
 * %STATUS_NOT_SUPPORTED for those that are known and refused;
 * %STATUS_CONFLICTING_ADDRESSES also if the range is not that of a placeholder.
 */
NTSTATUS NTAPI
NtAllocateVirtualMemoryEx(HANDLE ProcessHandle, PVOID *BaseAddress,
			  PSIZE_T RegionSize, ULONG AllocationType,
			  ULONG PageProtection,
			  PMEM_EXTENDED_PARAMETER ExtendedParameters,
			  ULONG ExtendedParameterCount);

/**
 * NtFreeVirtualMemory - decommit or release private memory and placeholders
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: any byte of the first page; out: its first byte
 * @RegionSize: in: bytes, or 0 for the whole allocation, which begins with that
 *	page then; out: bytes of all pages, but 0 stays for %MEM_DECOMMIT
 * @FreeType: as of VirtualFree()
 *
 * Unlike VirtualFree() it also releases a part of an allocation, which leaves
 * one or two that are smaller. Nothing is written on failure.
 *
 * Page: NtFreeVirtualMemory (ntifs.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_PARAMETER_4 for another type;
 * %STATUS_INVALID_PARAMETER_3 for a size of 0 with a placeholder flag;
 * %STATUS_MEMORY_NOT_ALLOCATED if nothing is there; %STATUS_FREE_VM_NOT_AT_BASE
 * for a size of 0 elsewhere; %STATUS_UNABLE_TO_FREE_VM if the range leaves the
 * allocation; %STATUS_UNABLE_TO_DELETE_SECTION in a view (V-29, V-30);
 * %STATUS_CONFLICTING_ADDRESSES if the range is not what the placeholder flag
 * is for; %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH,
 * %STATUS_ACCESS_VIOLATION, %STATUS_NO_MEMORY.
 */
NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				   PSIZE_T RegionSize, ULONG FreeType);

/**
 * NtFlushVirtualMemory - write a view to its file: there is none
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: any address inside a view
 * @RegionSize: in: bytes; 0 for all to the end of the view
 * @IoStatus: where to, for views of files
 *
 * Page: ZwFlushVirtualMemory (ntifs.h), FlushViewOfFile (memoryapi.h)
 *
 * Return: %STATUS_NOT_MAPPED_DATA, which is why FlushViewOfFile() has nothing
 * to do (F-01); %STATUS_NOT_MAPPED_VIEW if the range is not inside one view
 * (F-03); %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH,
 * %STATUS_ACCESS_VIOLATION.
 */
NTSTATUS NTAPI NtFlushVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				    PSIZE_T RegionSize,
				    PIO_STATUS_BLOCK IoStatus);

/**
 * NtLockVirtualMemory - read pages into RAM and keep them there
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: any byte of the first page; out: its first byte
 * @RegionSize: in: bytes, at least 1; out: bytes of all pages
 * @MapType: %MAP_PROCESS, %MAP_SYSTEM or both, which are all the same here
 *
 * Page: ZwLockVirtualMemory (ntifs.h), VirtualLock (memoryapi.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_WAS_LOCKED, a success as well, if some of the
 * pages were locked already; %STATUS_INVALID_PARAMETER for a size of 0 or
 * another type; %STATUS_NOT_COMMITTED; %STATUS_ACCESS_VIOLATION for pages without access, a
 * range that leaves the allocation or is free, or a pointer;
 * %STATUS_GUARD_PAGE_VIOLATION for one with %PAGE_GUARD, which is an ordinary
 * page then; %STATUS_WORKING_SET_QUOTA above %RLIMIT_MEMLOCK;
 * %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH.
 */
NTSTATUS NTAPI NtLockVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				   PSIZE_T RegionSize, ULONG MapType);

/**
 * NtUnlockVirtualMemory - take the lock off pages
 * @ProcessHandle: NtCurrentProcess()
 * @BaseAddress: in: any byte of the first page; out: its first byte
 * @RegionSize: in: bytes, at least 1; out: bytes of all pages
 * @MapType: as of NtLockVirtualMemory()
 *
 * Page: VirtualUnlock (memoryapi.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_NOT_LOCKED if a page is not locked, or the
 * range leaves the allocation; %STATUS_INVALID_PARAMETER for a size of 0 or
 * another type; %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH,
 * %STATUS_ACCESS_VIOLATION.
 */
NTSTATUS NTAPI NtUnlockVirtualMemory(HANDLE ProcessHandle, PVOID *BaseAddress,
				     PSIZE_T RegionSize, ULONG MapType);

/**
 * NtSetInformationVirtualMemory - advise how memory will be used
 * @ProcessHandle: NtCurrentProcess()
 * @VmInformationClass: VmPrefetchInformation
 * @NumberOfEntries: how many, at least 1
 * @VirtualAddresses: the ranges, as of PrefetchVirtualMemory()
 * @VmInformation: a ULONG of flags, which is 0
 * @VmInformationLength: sizeof(ULONG)
 *
 * Page: ZwSetInformationVirtualMemory (ntifs.h), PrefetchVirtualMemory
 * (memoryapi.h)
 *
 * Return: %STATUS_SUCCESS; or, in this order (M-10):
 * %STATUS_INVALID_PARAMETER_2 for a class that does not exist,
 * %STATUS_NOT_SUPPORTED for another; %STATUS_INVALID_PARAMETER_5 without
 * @VmInformation; %STATUS_INVALID_PARAMETER_6 for another length;
 * %STATUS_INVALID_PARAMETER_3 for no entries; %STATUS_INVALID_PARAMETER_5 for
 * flags; %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH;
 * %STATUS_ACCESS_VIOLATION for entries that cannot be read,
 * %STATUS_INVALID_PARAMETER_4 for one of 0 bytes.
 */
NTSTATUS NTAPI
NtSetInformationVirtualMemory(HANDLE ProcessHandle,
			      VIRTUAL_MEMORY_INFORMATION_CLASS
			      VmInformationClass,
			      ULONG_PTR NumberOfEntries,
			      PMEMORY_RANGE_ENTRY VirtualAddresses,
			      PVOID VmInformation, ULONG VmInformationLength);

/**
 * NtDuplicateObject - make another handle of the same section
 * @SourceProcessHandle: NtCurrentProcess()
 * @SourceHandle: a handle with any rights, or none
 * @TargetProcessHandle: NtCurrentProcess(); NULL with %DUPLICATE_CLOSE_SOURCE
 *	to close the source and no more
 * @TargetHandle: where to write the new handle, NULL on failure; if this is
 *	NULL itself, no handle remains
 * @DesiredAccess: its rights, as of DuplicateHandle()
 * @HandleAttributes: %OBJ_INHERIT, %OBJ_PROTECT_CLOSE
 * @Options: as of DuplicateHandle()
 *
 * Page: ZwDuplicateObject (ntifs.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_HANDLE,
 * %STATUS_OBJECT_TYPE_MISMATCH; %STATUS_ACCESS_DENIED if the source lacks a
 * right (H-03); %STATUS_INSUFFICIENT_RESOURCES if no file descriptor is free;
 * %STATUS_NO_MEMORY; %STATUS_ACCESS_VIOLATION.
 */
NTSTATUS NTAPI NtDuplicateObject(HANDLE SourceProcessHandle,
				 HANDLE SourceHandle,
				 HANDLE TargetProcessHandle,
				 PHANDLE TargetHandle,
				 ACCESS_MASK DesiredAccess,
				 ULONG HandleAttributes, ULONG Options);

/**
 * NtQueryObject - describe a handle and its section
 * @Handle: a handle with any rights, or none
 * @ObjectInformationClass: what about, see below
 * @ObjectInformation: where to
 * @ObjectInformationLength: bytes there
 * @ReturnLength: where to write how many bytes there are to write; or NULL
 *
 * ObjectBasicInformation: an OBJECT_BASIC_INFORMATION, with the rights of the
 * handle in GrantedAccess (A-16, C-34), of exactly its size.
 *
 * ObjectTypeInformation: an OBJECT_TYPE_INFORMATION, and the name of the type
 * behind it (H-12).
 *
 * ObjectHandleFlagInformation: an OBJECT_HANDLE_FLAG_INFORMATION.
 *
 * Page: NtQueryObject (winternl.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_INFO_CLASS for another class, names
 * included; %STATUS_INFO_LENGTH_MISMATCH for a buffer of another size;
 * %STATUS_INVALID_HANDLE, %STATUS_OBJECT_TYPE_MISMATCH,
 * %STATUS_ACCESS_VIOLATION.
 */
NTSTATUS NTAPI NtQueryObject(HANDLE Handle,
			     OBJECT_INFORMATION_CLASS ObjectInformationClass,
			     PVOID ObjectInformation,
			     ULONG ObjectInformationLength,
			     PULONG ReturnLength);

/**
 * NtCompareObjects - tell whether two handles are of one section
 * @FirstObjectHandle: a handle with any rights, or none
 * @SecondObjectHandle: another, or the same
 *
 * Page: CompareObjectHandles (handleapi.h)
 *
 * Return: %STATUS_SUCCESS if they are (H-13), %STATUS_NOT_SAME_OBJECT if not;
 * %STATUS_INVALID_HANDLE.
 */
NTSTATUS NTAPI NtCompareObjects(HANDLE FirstObjectHandle,
				HANDLE SecondObjectHandle);

/**
 * NtAreMappedFilesTheSame - tell whether two views are of one image
 * @File1MappedAsAnImage: any address inside the one
 * @File2MappedAsFile: any address inside the other
 *
 * There are no images here: only a view is the same as itself (V-36).
 *
 * Page: none of Microsoft's
 *
 * Return: %STATUS_SUCCESS for two addresses in one view;
 * %STATUS_NOT_SAME_DEVICE in two; %STATUS_CONFLICTING_ADDRESSES if one is in
 * other memory; %STATUS_INVALID_ADDRESS if one is in none.
 */
NTSTATUS NTAPI NtAreMappedFilesTheSame(PVOID File1MappedAsAnImage,
				       PVOID File2MappedAsFile);

/**
 * NtOpenDirectoryObject - get a directory for names to be relative to
 * @DirectoryHandle: where to write the handle; NULL on failure
 * @DesiredAccess: DIRECTORY_* bits, not 0; which does not matter
 * @ObjectAttributes: its name
 *
 * There are two: ``\BaseNamedObjects``, where ``Global\`` leads to, and
 * ``\Sessions\N\BaseNamedObjects``, for every number N the one of the caller,
 * where ``Local\`` leads to. The handle is a constant, which is good for
 * RootDirectory of OBJECT_ATTRIBUTES and for nothing else, and can be given to
 * NtClose(), which does nothing.
 *
 * Page: NtOpenDirectoryObject (Development notes)
 *
 * Return: %STATUS_SUCCESS; %STATUS_OBJECT_PATH_NOT_FOUND,
 * %STATUS_OBJECT_NAME_NOT_FOUND, %STATUS_OBJECT_TYPE_MISMATCH for other names,
 * %STATUS_OBJECT_PATH_SYNTAX_BAD for none; %STATUS_INVALID_PARAMETER without
 * @ObjectAttributes; %STATUS_ACCESS_DENIED for no rights;
 * %STATUS_ACCESS_VIOLATION; for names that cannot be as of NtCreateSection().
 */
NTSTATUS NTAPI NtOpenDirectoryObject(PHANDLE DirectoryHandle,
				     ACCESS_MASK DesiredAccess,
				     POBJECT_ATTRIBUTES ObjectAttributes);

/**
 * NtClose - close a handle
 * @Handle: a section's, or one that is a constant
 *
 * As CloseHandle().
 *
 * Page: NtClose (winternl.h)
 *
 * Return: %STATUS_SUCCESS; %STATUS_INVALID_HANDLE if it is no handle or was
 * closed before (B-03), and nothing is closed; %STATUS_HANDLE_NOT_CLOSABLE with
 * %HANDLE_FLAG_PROTECT_FROM_CLOSE.
 */
NTSTATUS NTAPI NtClose(HANDLE Handle);

/**
 * RtlInitUnicodeString - make a string of WCHARs that end with a NUL
 * @DestinationString: where to; must be valid
 * @SourceString: the WCHARs, which are not copied and stay the caller's; NULL
 *	for an empty string without a buffer
 *
 * What is longer than a length can say is cut to 65532 bytes.
 *
 * Page: RtlInitUnicodeString (winternl.h)
 */
void NTAPI RtlInitUnicodeString(PUNICODE_STRING DestinationString,
				PCWSTR SourceString);

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_WIN32_NT_H */
