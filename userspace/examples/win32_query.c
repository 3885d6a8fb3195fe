// SPDX-License-Identifier: GPL-2.0
/*
 * A walk through an allocation: VirtualQuery() tells where pages with the same
 * state and protection end.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>

#define SIZE	0x20000

static const char *state(DWORD value)
{
	return value == MEM_COMMIT ? "committed" :
	       value == MEM_RESERVE ? "reserved" : "free";
}

int main(void)
{
	HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
					    PAGE_READWRITE | SEC_RESERVE, 0,
					    SIZE, NULL);
	char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0), *at;
	MEMORY_BASIC_INFORMATION info;
	DWORD old;

	if (!view ||
	    !VirtualAlloc(view + 0x8000, 0x4000, MEM_COMMIT, PAGE_READWRITE) ||
	    !VirtualProtect(view + 0xa000, 0x1000, PAGE_READONLY, &old))
		errx(1, "error %u", GetLastError());

	for (at = view; at < view + SIZE; at += info.RegionSize) {
		if (!VirtualQuery(at, &info, sizeof(info)))
			errx(1, "VirtualQuery: error %u", GetLastError());
		printf("%#7zx: %#7zx bytes, %s, protection %#x\n",
		       (size_t)(at - view), (size_t)info.RegionSize,
		       state(info.State), info.Protect);
	}
	UnmapViewOfFile(view);
	CloseHandle(section);
	return 0;
}
