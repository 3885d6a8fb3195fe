/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: sections ("file mappings") and views of them.
 *
 * A section is made or opened, which gives a handle, and mapped, which gives a
 * view. Handles are closed with CloseHandle(), views unmapped with
 * UnmapViewOfFile(), in any order (H-04): memory and charge are given back when
 * the last handle and the last view are gone (L-03, K-08). A name goes with the
 * last handle (N-27). When a process ends, so do its handles and views (H-08).
 *
 * Names: "X" and "Local\X" are one in the pid namespace, which stands for the
 * session (N-23); "Global\X" is known to all sessions, and to use it outside of
 * the initial pid namespace takes CAP_SYS_ADMIN (N-24, N-26). What follows the
 * prefix has no backslash. Case matters (N-06). Only sections have names here,
 * so none can be taken by an event or a mutex (N-10).
 */
#ifndef NTSECTION_WIN32_SECTION_H
#define NTSECTION_WIN32_SECTION_H

#include <ntsection/win32/types.h>
#include <ntsection/win32/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Security descriptors. Who may open a section by its name is what the
 * permission bits of a file can say; the owner is the user who made it. What
 * comes of a descriptor, which is checked and has no effect without a name:
 *
 * - none, or one without a DACL: the owner alone (mode 0600)
 * - a DACL that is NULL: everybody (0666)
 * - a DACL: each entry must be an ACCESS_ALLOWED_ACE. For Everyone (S-1-1-0) or
 *   Authenticated Users (S-1-5-11) it lets others read if its mask has
 *   SECTION_MAP_READ, and write if it has SECTION_MAP_WRITE, or a GENERIC_* bit
 *   that stands for it. For Creator Owner, Owner Rights, System and
 *   Administrators (S-1-3-0, S-1-3-4, S-1-5-18, S-1-5-32-544) it adds nothing:
 *   the owner and root always may. Any other entry, or a DACL without one, is
 *   ERROR_NOT_SUPPORTED: no section is made rather than one that the wrong
 *   people can open.
 *
 * Reading is SECTION_QUERY, SECTION_MAP_READ, SECTION_MAP_EXECUTE and
 * READ_CONTROL, writing SECTION_MAP_WRITE and SECTION_EXTEND_SIZE. Owner, group
 * and SACL of a descriptor are not looked at. It can be self-relative.
 */
typedef PVOID PSID;
typedef PVOID PSECURITY_DESCRIPTOR;
typedef WORD SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;

#define SID_REVISION			1
#define SID_MAX_SUB_AUTHORITIES		15
#define SECURITY_WORLD_SID_AUTHORITY	{0, 0, 0, 0, 0, 1}
#define SECURITY_WORLD_RID		0x00000000

/* Users and groups: S-1-1-0 is authority 1 and one sub-authority of 0 */
typedef struct _SID_IDENTIFIER_AUTHORITY {
	BYTE Value[6];
} SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;

typedef struct _SID {
	BYTE Revision;
	BYTE SubAuthorityCount;
	SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
	DWORD SubAuthority[1];
} SID, *PISID;

#define ACL_REVISION			2
#define ACL_REVISION_DS			4
#define ACCESS_ALLOWED_ACE_TYPE		0
#define ACCESS_DENIED_ACE_TYPE		1

/* An access control list: the header, followed by AceCount entries */
typedef struct _ACL {
	BYTE AclRevision;
	BYTE Sbz1;
	WORD AclSize;
	WORD AceCount;
	WORD Sbz2;
} ACL, *PACL;

/* An entry: the header, a mask of rights, and the SID, from SidStart on */
typedef struct _ACE_HEADER {
	BYTE AceType;
	BYTE AceFlags;
	WORD AceSize;
} ACE_HEADER, *PACE_HEADER;

typedef struct _ACCESS_ALLOWED_ACE {
	ACE_HEADER Header;
	ACCESS_MASK Mask;
	DWORD SidStart;
} ACCESS_ALLOWED_ACE, *PACCESS_ALLOWED_ACE;

typedef struct _ACCESS_DENIED_ACE {
	ACE_HEADER Header;
	ACCESS_MASK Mask;
	DWORD SidStart;
} ACCESS_DENIED_ACE, *PACCESS_DENIED_ACE;

#define SECURITY_DESCRIPTOR_REVISION	1
#define SECURITY_DESCRIPTOR_REVISION1	1
#define SECURITY_DESCRIPTOR_MIN_LENGTH	(sizeof(SECURITY_DESCRIPTOR))

#define SE_OWNER_DEFAULTED		0x0001
#define SE_GROUP_DEFAULTED		0x0002
#define SE_DACL_PRESENT			0x0004
#define SE_DACL_DEFAULTED		0x0008
#define SE_SACL_PRESENT			0x0010
#define SE_SACL_DEFAULTED		0x0020
#define SE_DACL_AUTO_INHERIT_REQ	0x0100
#define SE_SACL_AUTO_INHERIT_REQ	0x0200
#define SE_DACL_AUTO_INHERITED		0x0400
#define SE_SACL_AUTO_INHERITED		0x0800
#define SE_DACL_PROTECTED		0x1000
#define SE_SACL_PROTECTED		0x2000
#define SE_RM_CONTROL_VALID		0x4000
#define SE_SELF_RELATIVE		0x8000

/* With pointers; or self-relative, with offsets from its first byte */
typedef struct _SECURITY_DESCRIPTOR {
	BYTE Revision;
	BYTE Sbz1;
	SECURITY_DESCRIPTOR_CONTROL Control;
	PSID Owner;
	PSID Group;
	PACL Sacl;
	PACL Dacl;
} SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;

typedef struct _SECURITY_DESCRIPTOR_RELATIVE {
	BYTE Revision;
	BYTE Sbz1;
	SECURITY_DESCRIPTOR_CONTROL Control;
	DWORD Owner;
	DWORD Group;
	DWORD Sacl;
	DWORD Dacl;
} SECURITY_DESCRIPTOR_RELATIVE, *PISECURITY_DESCRIPTOR_RELATIVE;

/**
 * struct _SECURITY_ATTRIBUTES - how a handle and a section are protected
 * @nLength: sizeof(SECURITY_ATTRIBUTES); not looked at
 * @lpSecurityDescriptor: of a new section, as said above, or NULL; that of one
 *	that has the name already stays
 * @bInheritHandle: not 0: child processes have the handle, also after execve()
 *	(B-09)
 */
typedef struct _SECURITY_ATTRIBUTES {
	DWORD nLength;
	LPVOID lpSecurityDescriptor;
	BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

/**
 * InitializeSecurityDescriptor - make an empty security descriptor
 * @pSecurityDescriptor: a SECURITY_DESCRIPTOR of the caller; must be valid
 * @dwRevision: %SECURITY_DESCRIPTOR_REVISION
 *
 * It has no owner, group or list, and means the owner alone.
 *
 * Page: InitializeSecurityDescriptor (securitybaseapi.h)
 *
 * Return: TRUE, or FALSE with %ERROR_UNKNOWN_REVISION.
 */
BOOL WINAPI
InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor,
			     DWORD dwRevision);

/**
 * SetSecurityDescriptorDacl - put a DACL into a security descriptor
 * @pSecurityDescriptor: from InitializeSecurityDescriptor(); must be valid
 * @bDaclPresent: 0: it has no DACL, and the rest is not looked at
 * @pDacl: the list, which stays the caller's and is not copied: it must last as
 *	long as the descriptor is used; NULL: everybody has access
 * @bDaclDefaulted: not 0 to note that somebody else chose the list; no effect
 *
 * Page: SetSecurityDescriptorDacl (securitybaseapi.h)
 *
 * Return: TRUE, or FALSE with %ERROR_UNKNOWN_REVISION if it is no descriptor,
 * %ERROR_INVALID_SECURITY_DESCR if it is a self-relative one.
 */
BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
				      BOOL bDaclPresent, PACL pDacl,
				      BOOL bDaclDefaulted);

/**
 * CreateFileMappingW - make a section, or open the one that has the name
 * @hFile: %INVALID_HANDLE_VALUE, or NULL for the same (C-02)
 * @lpFileMappingAttributes: who may open a new section by its name, and whether
 *	the handle is inherited; NULL: the owner, and no
 * @flProtect: the most that views may have: %PAGE_READONLY, %PAGE_READWRITE,
 *	%PAGE_WRITECOPY, %PAGE_EXECUTE_READ, %PAGE_EXECUTE_READWRITE or
 *	%PAGE_EXECUTE_WRITECOPY (C-14); with it SEC_* bits, none for %SEC_COMMIT
 *	(C-19)
 * @dwMaximumSizeHigh: upper 32 bits of the size in bytes
 * @dwMaximumSizeLow: lower 32 bits of it; the whole is at least 1 and is
 *	rounded up to a page (C-06, C-07)
 * @lpName: a name, of which the first 32766 WCHARs count (N-16); NULL or "" for
 *	none (N-14)
 *
 * %SEC_COMMIT charges the whole size against the commit limit now (K-01),
 * %SEC_RESERVE nothing: VirtualAlloc() commits pieces in a view (K-07). No page
 * exists before it is touched; then it reads as zeros (C-13, L-09).
 * %SEC_LARGE_PAGES needs CAP_IPC_LOCK; unlike on Windows such pages go to swap.
 *
 * The handle has what the protection gives: STANDARD_RIGHTS_REQUIRED,
 * SECTION_QUERY, SECTION_MAP_READ, with %PAGE_READWRITE and
 * %PAGE_EXECUTE_READWRITE SECTION_MAP_WRITE, with the executable ones
 * SECTION_MAP_EXECUTE (C-34).
 *
 * If a section has the name, the handle is of that section, which stays what it
 * is (N-01, N-02), with these rights (N-03). DELETE, WRITE_DAC and WRITE_OWNER
 * are missing then if another user made it. Arguments that are wrong in
 * themselves are errors in this case, too (C-36). If it does not allow the
 * rights, OpenFileMappingW() with fewer may help (N-04).
 *
 * The last-error code is set in any case: 0 for a new section,
 * %ERROR_ALREADY_EXISTS for one that was there (C-01, N-01). The caller closes
 * the handle with CloseHandle().
 *
 * Page: CreateFileMappingW (memoryapi.h)
 *
 * Return: a handle, or NULL (C-03) with the last-error code:
 * %ERROR_INVALID_PARAMETER for a size of 0 (C-04), a protection or attributes
 * that do not exist or do not go together (C-15 to C-26), or a size that is no
 * multiple of large pages (C-29); %ERROR_NOT_SUPPORTED for a file, large pages
 * that the kernel has not, and descriptors as said above; %ERROR_BAD_EXE_FORMAT
 * for %SEC_IMAGE (C-25); %ERROR_NOT_ENOUGH_MEMORY for a size that no section
 * can have (C-09, C-12); %ERROR_COMMITMENT_LIMIT if the commit limit would be
 * exceeded (C-10, K-03); %ERROR_PRIVILEGE_NOT_HELD for large pages (C-28);
 * %ERROR_ACCESS_DENIED if the section that has the name does not allow the
 * rights (N-04), or for ``Global\`` without the capability (N-26);
 * %ERROR_PATH_NOT_FOUND for a backslash behind anything but a prefix (N-21,
 * N-25); %ERROR_BAD_PATHNAME for a leading one (N-22); %ERROR_INVALID_NAME for
 * nothing behind one; %ERROR_INVALID_HANDLE for "Local" or "Global" alone;
 * %ERROR_INVALID_ACL, %ERROR_UNKNOWN_REVISION for a broken descriptor;
 * %ERROR_NO_SYSTEM_RESOURCES if no file descriptor is free.
 */
HANDLE WINAPI
CreateFileMappingW(HANDLE hFile, LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		   DWORD flProtect, DWORD dwMaximumSizeHigh,
		   DWORD dwMaximumSizeLow, LPCWSTR lpName);

/**
 * CreateFileMappingA - CreateFileMappingW() with a name in bytes
 * @hFile: %INVALID_HANDLE_VALUE, or NULL
 * @lpFileMappingAttributes: security and inheritance, or NULL
 * @flProtect: one PAGE_* value and SEC_* bits
 * @dwMaximumSizeHigh: upper 32 bits of the size in bytes
 * @dwMaximumSizeLow: lower 32 bits of it
 * @lpName: a name in UTF-8, less than %MAX_PATH WCHARs; NULL or "" for none
 *
 * The same name in bytes and in WCHARs is one name (B-01). What is no UTF-8
 * counts as U+FFFD.
 *
 * Page: CreateFileMappingA (winbase.h)
 *
 * Return: as of CreateFileMappingW(); NULL with %ERROR_FILENAME_EXCED_RANGE for
 * a longer name (N-15).
 */
HANDLE WINAPI
CreateFileMappingA(HANDLE hFile, LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		   DWORD flProtect, DWORD dwMaximumSizeHigh,
		   DWORD dwMaximumSizeLow, LPCSTR lpName);

/**
 * CreateFileMappingNumaW - CreateFileMappingW() that prefers a NUMA node
 * @hFile: %INVALID_HANDLE_VALUE, or NULL
 * @lpFileMappingAttributes: security and inheritance, or NULL
 * @flProtect: one PAGE_* value and SEC_* bits
 * @dwMaximumSizeHigh: upper 32 bits of the size in bytes
 * @dwMaximumSizeLow: lower 32 bits of it
 * @lpName: a name, or NULL
 * @nndPreferred: node to take pages from as long as it has free ones, or
 *	%NUMA_NO_PREFERRED_NODE (C-37)
 *
 * Page: CreateFileMappingNumaW (memoryapi.h)
 *
 * Return: as of CreateFileMappingW(); NULL with %ERROR_INVALID_PARAMETER for a
 * node that does not exist.
 */
HANDLE WINAPI
CreateFileMappingNumaW(HANDLE hFile,
		       LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		       DWORD flProtect, DWORD dwMaximumSizeHigh,
		       DWORD dwMaximumSizeLow, LPCWSTR lpName,
		       DWORD nndPreferred);

/**
 * CreateFileMappingNumaA - CreateFileMappingA() that prefers a NUMA node
 * @hFile: %INVALID_HANDLE_VALUE, or NULL
 * @lpFileMappingAttributes: security and inheritance, or NULL
 * @flProtect: one PAGE_* value and SEC_* bits
 * @dwMaximumSizeHigh: upper 32 bits of the size in bytes
 * @dwMaximumSizeLow: lower 32 bits of it
 * @lpName: a name in UTF-8, or NULL
 * @nndPreferred: a node, or %NUMA_NO_PREFERRED_NODE
 *
 * Page: CreateFileMappingNumaA (winbase.h)
 *
 * Return: as of CreateFileMappingA() and CreateFileMappingNumaW().
 */
HANDLE WINAPI
CreateFileMappingNumaA(HANDLE hFile,
		       LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
		       DWORD flProtect, DWORD dwMaximumSizeHigh,
		       DWORD dwMaximumSizeLow, LPCSTR lpName,
		       DWORD nndPreferred);

/**
 * CreateFileMapping2 - CreateFileMappingW() with rights of the caller's choice
 * @File: %INVALID_HANDLE_VALUE, or NULL
 * @SecurityAttributes: security and inheritance, or NULL
 * @DesiredAccess: rights of the handle: SECTION_* or FILE_MAP_* bits, generic
 *	and standard ones; 0 for those that CreateFileMappingW() gives
 * @PageProtection: one PAGE_* value, without SEC_* bits
 * @AllocationAttributes: SEC_* bits; 0 for %SEC_COMMIT
 * @MaximumSize: bytes, at least 1, rounded up to a page
 * @Name: a name, or NULL
 * @ExtendedParameters: @ParameterCount of them; NULL if that is 0. A
 *	MemExtendedParameterNumaNode is the node to prefer
 * @ParameterCount: how many
 *
 * %FILE_MAP_EXECUTE in @DesiredAccess asks for SECTION_MAP_EXECUTE.
 *
 * Page: CreateFileMapping2 (memoryapi.h)
 *
 * Return: as of CreateFileMappingNumaW() (C-38); NULL with
 * %ERROR_INVALID_PARAMETER or %ERROR_NOT_SUPPORTED for other extended
 * parameters, or one given twice, and %ERROR_NOT_SUPPORTED for %SEC_BASED.
 */
HANDLE WINAPI CreateFileMapping2(HANDLE File,
				 SECURITY_ATTRIBUTES *SecurityAttributes,
				 ULONG DesiredAccess, ULONG PageProtection,
				 ULONG AllocationAttributes,
				 ULONG64 MaximumSize, PCWSTR Name,
				 MEM_EXTENDED_PARAMETER *ExtendedParameters,
				 ULONG ParameterCount);

/**
 * CreateFileMappingFromApp - CreateFileMappingW() with the size in one argument
 * @hFile: %INVALID_HANDLE_VALUE, or NULL
 * @SecurityAttributes: security and inheritance, or NULL
 * @PageProtection: one PAGE_* value and SEC_* bits
 * @MaximumSize: bytes, at least 1, rounded up to a page
 * @Name: a name, or NULL
 *
 * Page: CreateFileMappingFromApp (memoryapi.h)
 *
 * Return: as of CreateFileMappingW() (C-38, B-04).
 */
HANDLE WINAPI CreateFileMappingFromApp(HANDLE hFile,
				       PSECURITY_ATTRIBUTES SecurityAttributes,
				       ULONG PageProtection,
				       ULONG64 MaximumSize, PCWSTR Name);

/**
 * OpenFileMappingW - open a section by its name
 * @dwDesiredAccess: rights of the handle: FILE_MAP_* or SECTION_* bits, generic
 *	and standard ones, %MAXIMUM_ALLOWED; not 0
 * @bInheritHandle: not 0: child processes have the handle, also after execve()
 * @lpName: its name
 *
 * The handle has exactly these rights: to write, one that also reads needs both
 * and NtQuerySection() needs SECTION_QUERY. Two values are
 * translated: %FILE_MAP_COPY alone to SECTION_MAP_READ,
 * %FILE_MAP_EXECUTE to SECTION_MAP_EXECUTE. %FILE_MAP_ALL_ACCESS asks
 * for DELETE, WRITE_DAC and WRITE_OWNER; if another user made the section the
 * handle lacks them.
 *
 * The caller closes the handle with CloseHandle(). Success does not change the
 * last-error code (N-13).
 *
 * Page: OpenFileMappingW (memoryapi.h)
 *
 * Return: a handle, or NULL with the last-error code: %ERROR_FILE_NOT_FOUND if
 * no section has the name (N-11); %ERROR_ACCESS_DENIED if it does not allow the
 * rights, or they are 0 (C-33); %ERROR_INVALID_PARAMETER for a name of
 * NULL (N-12); %ERROR_INVALID_HANDLE for an empty one (N-14); for all others
 * that cannot be, and for want of a descriptor, as of CreateFileMappingW().
 */
HANDLE WINAPI OpenFileMappingW(DWORD dwDesiredAccess, BOOL bInheritHandle,
			       LPCWSTR lpName);

/**
 * OpenFileMappingA - OpenFileMappingW() with a name in bytes
 * @dwDesiredAccess: rights of the handle
 * @bInheritHandle: not 0: child processes have the handle
 * @lpName: its name in UTF-8, less than %MAX_PATH WCHARs
 *
 * Page: OpenFileMappingA (winbase.h)
 *
 * Return: as of OpenFileMappingW(); NULL with %ERROR_FILENAME_EXCED_RANGE for a
 * longer name (N-15).
 */
HANDLE WINAPI OpenFileMappingA(DWORD dwDesiredAccess, BOOL bInheritHandle,
			       LPCSTR lpName);

/**
 * OpenFileMappingFromApp - the same as OpenFileMappingW() (B-05)
 * @DesiredAccess: rights of the handle
 * @InheritHandle: not 0: child processes have the handle
 * @Name: its name
 *
 * Page: OpenFileMappingFromApp (memoryapi.h)
 *
 * Return: as of OpenFileMappingW().
 */
HANDLE WINAPI OpenFileMappingFromApp(ULONG DesiredAccess, BOOL InheritHandle,
				     PCWSTR Name);

#ifdef UNICODE
#define CreateFileMapping	CreateFileMappingW
#define CreateFileMappingNuma	CreateFileMappingNumaW
#define OpenFileMapping		OpenFileMappingW
#else
#define CreateFileMapping	CreateFileMappingA
#define CreateFileMappingNuma	CreateFileMappingNumaA
#define OpenFileMapping		OpenFileMappingA
#endif

/**
 * MapViewOfFile - map a view of a section anywhere
 * @hFileMappingObject: a handle with the rights that the view needs
 * @dwDesiredAccess: FILE_MAP_* bits, see below
 * @dwFileOffsetHigh: upper 32 bits of the first byte's offset in the section
 * @dwFileOffsetLow: lower 32 bits of it; the whole is a multiple of 64 KiB
 *	(V-01)
 * @dwNumberOfBytesToMap: bytes, rounded up to a page (V-07); 0 for all to the
 *	end (V-06)
 *
 * What the view allows, and the right of the handle it needs:
 * %FILE_MAP_COPY alone is %PAGE_WRITECOPY, SECTION_MAP_READ; what has
 * %FILE_MAP_WRITE %PAGE_READWRITE, SECTION_MAP_WRITE; else what has
 * %FILE_MAP_READ %PAGE_READONLY, SECTION_MAP_READ; all others %PAGE_NOACCESS,
 * SECTION_MAP_READ. With %FILE_MAP_EXECUTE the first three are executable, and
 * need SECTION_MAP_EXECUTE as well. Other bits change nothing,
 * but for %FILE_MAP_LARGE_PAGES, which takes a section with %SEC_LARGE_PAGES
 * and does no more (C-30), and %FILE_MAP_RESERVE, which is refused (V-18).
 *
 * Views of a section show the same memory at any time (L-01), but for pages of
 * a copy-on-write view after the first write to them (P-15, P-16). Such a view
 * is charged (K-05), others are not (K-04). In a view of a %SEC_RESERVE section
 * pages that are not committed cannot be touched.
 *
 * The view lives on when the handle is closed, until UnmapViewOfFile(). A child
 * of fork() has it.
 *
 * Page: MapViewOfFile (memoryapi.h)
 *
 * Return: the first byte, a multiple of 64 KiB (V-05), or NULL with the
 * last-error code: %ERROR_INVALID_HANDLE if the handle is no section's (H-10,
 * H-11); %ERROR_ACCESS_DENIED if it lacks a right, or the view
 * does not lie in the section (V-10, V-11); %ERROR_INVALID_PARAMETER if the
 * handle has the right and the section's protection does not allow the view
 * for a size above the address space (V-12), or the two bits said
 * above; %ERROR_MAPPED_ALIGNMENT for the offset (V-01);
 * %ERROR_NOT_ENOUGH_MEMORY if there is no room (V-17); %ERROR_COMMITMENT_LIMIT
 * if the charge would exceed the commit limit (K-05).
 */
LPVOID WINAPI MapViewOfFile(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
			    DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
			    SIZE_T dwNumberOfBytesToMap);

/**
 * MapViewOfFileEx - MapViewOfFile() at an address
 * @hFileMappingObject: a handle with the rights that the view needs
 * @dwDesiredAccess: FILE_MAP_* bits
 * @dwFileOffsetHigh: upper 32 bits of the offset
 * @dwFileOffsetLow: lower 32 bits of it
 * @dwNumberOfBytesToMap: bytes, or 0 for all to the end
 * @lpBaseAddress: first byte, a multiple of 64 KiB (V-02), or NULL for anywhere
 *
 * The view is there or nowhere, and never replaces anything (V-14, V-15).
 *
 * Page: MapViewOfFileEx (memoryapi.h)
 *
 * Return: as of MapViewOfFile(), and NULL with %ERROR_MAPPED_ALIGNMENT for
 * @lpBaseAddress, %ERROR_INVALID_ADDRESS if something is there (V-15),
 * %ERROR_INVALID_PARAMETER if programs have no memory there (V-16).
 */
LPVOID WINAPI MapViewOfFileEx(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
			      DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
			      SIZE_T dwNumberOfBytesToMap,
			      LPVOID lpBaseAddress);

/**
 * MapViewOfFileExNuma - the same as MapViewOfFileEx()
 * @hFileMappingObject: a handle with the rights that the view needs
 * @dwDesiredAccess: FILE_MAP_* bits
 * @dwFileOffsetHigh: upper 32 bits of the offset
 * @dwFileOffsetLow: lower 32 bits of it
 * @dwNumberOfBytesToMap: bytes, or 0 for all to the end
 * @lpBaseAddress: first byte, or NULL
 * @nndPreferred: not looked at: a node is a preference of the section, which
 *	CreateFileMappingNumaW() has
 *
 * Page: MapViewOfFileExNuma (winbase.h)
 *
 * Return: as of MapViewOfFileEx().
 */
LPVOID WINAPI MapViewOfFileExNuma(HANDLE hFileMappingObject,
				  DWORD dwDesiredAccess,
				  DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
				  SIZE_T dwNumberOfBytesToMap,
				  LPVOID lpBaseAddress, DWORD nndPreferred);

/**
 * MapViewOfFileFromApp - MapViewOfFile() with the offset in one argument
 * @hFileMappingObject: a handle with the rights that the view needs
 * @DesiredAccess: FILE_MAP_* bits
 * @FileOffset: offset in bytes, a multiple of 64 KiB (B-04)
 * @NumberOfBytesToMap: bytes, or 0 for all to the end
 *
 * Page: MapViewOfFileFromApp (memoryapi.h)
 *
 * Return: as of MapViewOfFile().
 */
PVOID WINAPI MapViewOfFileFromApp(HANDLE hFileMappingObject,
				  ULONG DesiredAccess, ULONG64 FileOffset,
				  SIZE_T NumberOfBytesToMap);

/**
 * MapViewOfFile2 - MapViewOfFile3() without placeholders and parameters
 * @FileMappingHandle: a handle with the rights that the view needs
 * @ProcessHandle: GetCurrentProcess()
 * @Offset: offset in bytes, a multiple of 64 KiB
 * @BaseAddress: first byte, a multiple of 64 KiB, or NULL for anywhere
 * @ViewSize: bytes, rounded up to a page; 0 for all to the end
 * @AllocationType: 0, %MEM_TOP_DOWN or %MEM_LARGE_PAGES, as of MapViewOfFile3()
 * @PageProtection: one PAGE_* value
 *
 * On Windows it is an inline function around MapViewOfFileNuma2().
 *
 * Page: MapViewOfFile2 (memoryapi.h)
 *
 * Return: as of MapViewOfFile3(); NULL with %ERROR_INVALID_HANDLE for a process
 * of NULL.
 */
PVOID WINAPI MapViewOfFile2(HANDLE FileMappingHandle, HANDLE ProcessHandle,
			    ULONG64 Offset, PVOID BaseAddress, SIZE_T ViewSize,
			    ULONG AllocationType, ULONG PageProtection);

/**
 * MapViewOfFileNuma2 - the same as MapViewOfFile2()
 * @FileMappingHandle: a handle with the rights that the view needs
 * @ProcessHandle: GetCurrentProcess()
 * @Offset: offset in bytes, a multiple of 64 KiB
 * @BaseAddress: first byte, a multiple of 64 KiB, or NULL for anywhere
 * @ViewSize: bytes, rounded up to a page; 0 for all to the end
 * @AllocationType: 0, %MEM_TOP_DOWN or %MEM_LARGE_PAGES, as of MapViewOfFile3()
 * @PageProtection: one PAGE_* value
 * @PreferredNode: not looked at, as of MapViewOfFileExNuma()
 *
 * Page: MapViewOfFileNuma2 (memoryapi.h)
 *
 * Return: as of MapViewOfFile2().
 */
PVOID WINAPI MapViewOfFileNuma2(HANDLE FileMappingHandle, HANDLE ProcessHandle,
				ULONG64 Offset, PVOID BaseAddress,
				SIZE_T ViewSize, ULONG AllocationType,
				ULONG PageProtection, ULONG PreferredNode);

/**
 * MapViewOfFile3 - map a view with a page protection, or in a placeholder
 * @FileMapping: a handle with the rights that the view needs
 * @Process: GetCurrentProcess(), or NULL for the same (B-06)
 * @BaseAddress: first byte, a multiple of 64 KiB, or NULL for anywhere
 * @Offset: offset in bytes, a multiple of 64 KiB
 * @ViewSize: bytes, rounded up to a page; 0 for all to the end
 * @AllocationType: 0, or one of those below
 * @PageProtection: what the view allows: one PAGE_* value, with or without
 *	%PAGE_GUARD (V-32)
 * @ExtendedParameters: @ParameterCount of them; NULL if that is 0. A
 *	MemExtendedParameterAddressRequirements without an alignment says where
 *	the view may be
 * @ParameterCount: how many
 *
 * %MEM_REPLACE_PLACEHOLDER puts the view where a placeholder of VirtualAlloc2()
 * is: @BaseAddress and @ViewSize are its own, and base and offset multiples of
 * the page size only (V-03). %MEM_TOP_DOWN changes nothing: places are taken
 * from the top. %MEM_LARGE_PAGES takes a section with %SEC_LARGE_PAGES and
 * changes nothing else.
 *
 * Page: MapViewOfFile3 (memoryapi.h)
 *
 * Return: as of MapViewOfFileEx(), and NULL with %ERROR_INVALID_PARAMETER for a
 * protection or a type that does not exist, %MEM_COMMIT, %MEM_RESERVE (V-18) or
 * %AT_ROUND_TO_PAGE (V-04) in it, and extended parameters that are unknown,
 * given twice, or break a rule (V-34); %ERROR_NOT_SUPPORTED for those that are
 * known and refused; %ERROR_INVALID_ADDRESS also if the range is not that of a
 * placeholder.
 */
PVOID WINAPI MapViewOfFile3(HANDLE FileMapping, HANDLE Process,
			    PVOID BaseAddress, ULONG64 Offset, SIZE_T ViewSize,
			    ULONG AllocationType, ULONG PageProtection,
			    MEM_EXTENDED_PARAMETER *ExtendedParameters,
			    ULONG ParameterCount);

/**
 * MapViewOfFile3FromApp - the same as MapViewOfFile3()
 * @FileMapping: a handle with the rights that the view needs
 * @Process: GetCurrentProcess(), or NULL for the same
 * @BaseAddress: first byte, or NULL
 * @Offset: offset in bytes
 * @ViewSize: bytes, or 0 for all to the end
 * @AllocationType: as of MapViewOfFile3()
 * @PageProtection: one PAGE_* value; executable ones are allowed, as Windows
 *	allows them on the desktop
 * @ExtendedParameters: @ParameterCount of them; NULL if that is 0
 * @ParameterCount: how many
 *
 * Page: MapViewOfFile3FromApp (memoryapi.h)
 *
 * Return: as of MapViewOfFile3().
 */
PVOID WINAPI MapViewOfFile3FromApp(HANDLE FileMapping, HANDLE Process,
				   PVOID BaseAddress, ULONG64 Offset,
				   SIZE_T ViewSize, ULONG AllocationType,
				   ULONG PageProtection,
				   MEM_EXTENDED_PARAMETER *ExtendedParameters,
				   ULONG ParameterCount);

/**
 * UnmapViewOfFile - unmap a view
 * @lpBaseAddress: any address inside the view; the whole view goes (V-25)
 *
 * The section stays as long as it has a handle or another view. A view that
 * replaced a placeholder leaves free addresses.
 *
 * Page: UnmapViewOfFile (memoryapi.h)
 *
 * Return: TRUE, or FALSE with %ERROR_INVALID_ADDRESS if it is in no view (V-26,
 * V-27).
 */
BOOL WINAPI UnmapViewOfFile(LPCVOID lpBaseAddress);

/**
 * UnmapViewOfFileEx - unmap a view, or make a placeholder of it
 * @BaseAddress: any address inside the view
 * @UnmapFlags: 0; or %MEM_PRESERVE_PLACEHOLDER to have a placeholder where the
 *	view is, which must have replaced one; %MEM_UNMAP_WITH_TRANSIENT_BOOST
 *	has no effect
 *
 * Nobody can get the addresses in between.
 *
 * Page: UnmapViewOfFileEx (memoryapi.h)
 *
 * Return: TRUE, or FALSE with the last-error code (V-28):
 * %ERROR_INVALID_PARAMETER for other flags, %ERROR_INVALID_ADDRESS if it is in
 * no view, or in one that did not replace a placeholder.
 */
BOOL WINAPI UnmapViewOfFileEx(PVOID BaseAddress, ULONG UnmapFlags);

/**
 * UnmapViewOfFile2 - UnmapViewOfFileEx() that names the process
 * @Process: GetCurrentProcess()
 * @BaseAddress: any address inside the view
 * @UnmapFlags: as of UnmapViewOfFileEx()
 *
 * Page: UnmapViewOfFile2 (memoryapi.h)
 *
 * Return: as of UnmapViewOfFileEx(); FALSE with %ERROR_INVALID_HANDLE for any
 * other process, NULL included (V-28).
 */
BOOL WINAPI UnmapViewOfFile2(HANDLE Process, PVOID BaseAddress,
			     ULONG UnmapFlags);

/**
 * FlushViewOfFile - write a view to its file: nothing to do
 * @lpBaseAddress: any address inside a view
 * @dwNumberOfBytesToFlush: bytes; 0 for all to the end of the view (F-02)
 *
 * Sections have no file; pages go to swap when they have to (F-01, L-05).
 *
 * Page: FlushViewOfFile (memoryapi.h)
 *
 * Return: TRUE, or FALSE with %ERROR_INVALID_ADDRESS if the range is not inside
 * one view (F-03).
 */
BOOL WINAPI FlushViewOfFile(LPCVOID lpBaseAddress,
			    SIZE_T dwNumberOfBytesToFlush);

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_WIN32_SECTION_H */
