// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * VirtualAlloc, VirtualFree and VirtualProtect in all their forms.
 */
#include "error.h"
#include "maps.h"
#include "memory.h"
#include "object.h"

static LPVOID allocate(HANDLE process, struct memory_request *request)
{
	NTSTATUS status = check_process(process);

	if (NT_SUCCESS(status))
		status = allocate_memory(request);
	return succeeded(status) ? (LPVOID)request->base : NULL;
}

LPVOID WINAPI VirtualAllocEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
			     DWORD flAllocationType, DWORD flProtect)
{
	struct memory_request request = {
		.base = (uintptr_t)lpAddress,
		.size = dwSize,
		.type = flAllocationType,
		.protect = flProtect,
	};

	no_limits(&request.limits);
	return allocate(hProcess, &request);
}

LPVOID WINAPI VirtualAlloc(LPVOID lpAddress, SIZE_T dwSize,
			   DWORD flAllocationType, DWORD flProtect)
{
	return VirtualAllocEx(GetCurrentProcess(), lpAddress, dwSize,
			      flAllocationType, flProtect);
}

PVOID WINAPI VirtualAlloc2(HANDLE Process, PVOID BaseAddress, SIZE_T Size,
			   ULONG AllocationType, ULONG PageProtection,
			   MEM_EXTENDED_PARAMETER *ExtendedParameters,
			   ULONG ParameterCount)
{
	struct memory_request request = {
		.base = (uintptr_t)BaseAddress,
		.size = Size,
		.type = AllocationType,
		.protect = PageProtection,
		.extended = true,
	};

	no_limits(&request.limits);
	if (!succeeded(add_parameters(&request.limits, ExtendedParameters,
				      ParameterCount)))
		return NULL;
	/* None is this one, unlike for VirtualAllocEx(). */
	return allocate(Process ? Process : GetCurrentProcess(), &request);
}

/* Apps make memory executable after they have filled it, if at all. */
static BOOL is_executable(ULONG protect)
{
	return protect & (PAGE_EXECUTE | PAGE_EXECUTE_READ |
			  PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY);
}

PVOID WINAPI VirtualAlloc2FromApp(HANDLE Process, PVOID BaseAddress,
				  SIZE_T Size, ULONG AllocationType,
				  ULONG PageProtection,
				  MEM_EXTENDED_PARAMETER *ExtendedParameters,
				  ULONG ParameterCount)
{
	if (is_executable(PageProtection)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return NULL;
	}
	return VirtualAlloc2(Process, BaseAddress, Size, AllocationType,
			     PageProtection, ExtendedParameters,
			     ParameterCount);
}

PVOID WINAPI VirtualAllocFromApp(PVOID BaseAddress, SIZE_T Size,
				 ULONG AllocationType, ULONG Protection)
{
	if (is_executable(Protection)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return NULL;
	}
	return VirtualAlloc(BaseAddress, Size, AllocationType, Protection);
}

BOOL WINAPI VirtualFreeEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
			  DWORD dwFreeType)
{
	uintptr_t base = (uintptr_t)lpAddress;
	SIZE_T size = dwSize;

	/* Only all of it, says Win32. */
	if (dwFreeType == MEM_RELEASE && dwSize)
		return succeeded(STATUS_INVALID_PARAMETER);
	return succeeded(free_memory(hProcess, &base, &size, dwFreeType));
}

BOOL WINAPI VirtualFree(LPVOID lpAddress, SIZE_T dwSize, DWORD dwFreeType)
{
	return VirtualFreeEx(GetCurrentProcess(), lpAddress, dwSize,
			     dwFreeType);
}

BOOL WINAPI VirtualProtectEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
			     DWORD flNewProtect, PDWORD lpflOldProtect)
{
	PVOID base = lpAddress;
	SIZE_T size = dwSize;

	return succeeded(NtProtectVirtualMemory(hProcess, &base, &size,
						flNewProtect, lpflOldProtect));
}

BOOL WINAPI VirtualProtect(LPVOID lpAddress, SIZE_T dwSize, DWORD flNewProtect,
			   PDWORD lpflOldProtect)
{
	return VirtualProtectEx(GetCurrentProcess(), lpAddress, dwSize,
				flNewProtect, lpflOldProtect);
}

BOOL WINAPI VirtualProtectFromApp(PVOID Address, SIZE_T Size,
				  ULONG NewProtection, PULONG OldProtection)
{
	return VirtualProtect(Address, Size, NewProtection, OldProtection);
}
