/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libntsection-win32: the basic types of the Windows interface.
 *
 * Their sizes are those of Windows whatever "long" is here: LONG, ULONG and
 * DWORD have 32 bits, SIZE_T and the *_PTR types those of a pointer. Structures
 * have the layout of Windows on the same processor.
 */
#ifndef NTSECTION_WIN32_TYPES_H
#define NTSECTION_WIN32_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Calling conventions: there is only one. */
#ifndef WINAPI
#define WINAPI
#endif
#ifndef NTAPI
#define NTAPI
#endif
#ifndef APIENTRY
#define APIENTRY
#endif
#ifndef CALLBACK
#define CALLBACK
#endif

#ifndef VOID
#define VOID		void
#endif
#ifndef CONST
#define CONST		const
#endif
#ifndef TRUE
#define TRUE		1
#endif
#ifndef FALSE
#define FALSE		0
#endif
#ifndef NULL
#define NULL		((void *)0)
#endif

typedef char CHAR;
typedef signed char INT8;
typedef unsigned char UCHAR;
typedef unsigned char UINT8;
typedef unsigned char BYTE;
typedef unsigned char BOOLEAN;
typedef short SHORT;
typedef short INT16;
typedef unsigned short USHORT;
typedef unsigned short UINT16;
typedef unsigned short WORD;
typedef int BOOL;
typedef int INT;
typedef int INT32;
typedef int LONG;
typedef int LONG32;
typedef unsigned int UINT;
typedef unsigned int UINT32;
typedef unsigned int ULONG;
typedef unsigned int ULONG32;
typedef unsigned int DWORD;
typedef unsigned int DWORD32;
typedef long long INT64;
typedef long long LONG64;
typedef long long LONGLONG;
typedef unsigned long long UINT64;
typedef unsigned long long ULONG64;
typedef unsigned long long ULONGLONG;
typedef unsigned long long DWORD64;
typedef unsigned long long DWORDLONG;

/* As wide as a pointer */
typedef intptr_t INT_PTR;
typedef intptr_t LONG_PTR;
typedef intptr_t SSIZE_T;
typedef uintptr_t UINT_PTR;
typedef uintptr_t ULONG_PTR;
typedef uintptr_t DWORD_PTR;
typedef uintptr_t SIZE_T;

/* A UTF-16 code unit: L"..." with -fshort-wchar, else u"..." */
#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#elif defined(__cplusplus) && __cplusplus >= 201103L
typedef char16_t WCHAR;
#else
typedef __CHAR16_TYPE__ WCHAR;
#endif

typedef void *PVOID;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef void *HANDLE;
typedef HANDLE *PHANDLE;
typedef HANDLE *LPHANDLE;

typedef CHAR *PCHAR;
typedef UCHAR *PUCHAR;
typedef BYTE *PBYTE;
typedef BYTE *LPBYTE;
typedef BOOLEAN *PBOOLEAN;
typedef SHORT *PSHORT;
typedef USHORT *PUSHORT;
typedef WORD *PWORD;
typedef WORD *LPWORD;
typedef BOOL *PBOOL;
typedef BOOL *LPBOOL;
typedef INT *PINT;
typedef INT *LPINT;
typedef LONG *PLONG;
typedef LONG *LPLONG;
typedef UINT *PUINT;
typedef ULONG *PULONG;
typedef DWORD *PDWORD;
typedef DWORD *LPDWORD;
typedef LONG64 *PLONG64;
typedef LONGLONG *PLONGLONG;
typedef ULONG64 *PULONG64;
typedef ULONGLONG *PULONGLONG;
typedef DWORD64 *PDWORD64;
typedef DWORDLONG *PDWORDLONG;
typedef LONG_PTR *PLONG_PTR;
typedef ULONG_PTR *PULONG_PTR;
typedef DWORD_PTR *PDWORD_PTR;
typedef SIZE_T *PSIZE_T;
typedef SSIZE_T *PSSIZE_T;

typedef CHAR *PSTR;
typedef CHAR *LPSTR;
typedef const CHAR *PCSTR;
typedef const CHAR *LPCSTR;
typedef WCHAR *PWCHAR;
typedef WCHAR *PWCH;
typedef WCHAR *PWSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *PCWCH;
typedef const WCHAR *PCWSTR;
typedef const WCHAR *LPCWSTR;

/*
 * Text that is WCHAR if UNICODE is defined, else char. TEXT("...") needs C11 or
 * C++11 with UNICODE, unless wchar_t has 16 bits.
 */
#ifdef UNICODE
typedef WCHAR TCHAR;
#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#define NTSECTION_WIN32_TEXT(text)	L##text
#else
#define NTSECTION_WIN32_TEXT(text)	u##text
#endif
#else
typedef CHAR TCHAR;
#define NTSECTION_WIN32_TEXT(text)	text
#endif
#ifndef TEXT
#define TEXT(text)	NTSECTION_WIN32_TEXT(text)
#endif
typedef TCHAR *PTSTR;
typedef TCHAR *LPTSTR;
typedef const TCHAR *PCTSTR;
typedef const TCHAR *LPCTSTR;

/* STATUS_*: negative for errors and warnings */
typedef LONG NTSTATUS;
typedef NTSTATUS *PNTSTATUS;

/* 64 bits, as a whole or in halves */
__extension__ typedef union _LARGE_INTEGER {
	struct {
		DWORD LowPart;
		LONG HighPart;
	};
	struct {
		DWORD LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

__extension__ typedef union _ULARGE_INTEGER {
	struct {
		DWORD LowPart;
		DWORD HighPart;
	};
	struct {
		DWORD LowPart;
		DWORD HighPart;
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

/* As the hFile of CreateFileMapping*(): backed by the paging file (C-01) */
#define INVALID_HANDLE_VALUE	((HANDLE)(LONG_PTR)-1)
/* Longest ANSI name in bytes, with its NUL (N-15) */
#ifndef MAX_PATH
#define MAX_PATH	260
#endif

#ifdef __cplusplus
}
#endif

#endif /* NTSECTION_WIN32_TYPES_H */
