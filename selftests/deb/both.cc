// SPDX-License-Identifier: GPL-2.0
/*
 * A program in C++ that uses both libraries: bytes that one has written are read
 * through the other.
 */
#include <ntsection.h>
#include <ntsection/win32.h>

#include <cstdio>
#include <cstring>
#include <sys/mman.h>

int main()
{
	ntsection_options options = {};
	options.name = "both";
	options.access = NTSECTION_MAP_READ | NTSECTION_MAP_WRITE;
	int section = ntsection_create(-1, 4096, &options);
	void *view = ntsection_map(section, nullptr, 0, 0, PROT_WRITE, 0);
	HANDLE handle = OpenFileMappingA(FILE_MAP_READ, FALSE, "both");
	const void *same = MapViewOfFile(handle, FILE_MAP_READ, 0, 0, 0);

	if (section < 0 || !view || !same) {
		std::perror("both");
		return 1;
	}
	std::strcpy(static_cast<char *>(view), "both are there");
	std::puts(static_cast<const char *>(same));
	return 0;
}
