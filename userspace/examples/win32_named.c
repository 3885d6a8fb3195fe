// SPDX-License-Identifier: GPL-2.0
/*
 * Named shared memory between two programs: the first makes a section of the
 * paging file with a name and writes to it, the second opens it by the name
 * and reads. The Windows code is what it would be on Windows; only how the
 * second program is started is Linux's.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "Local\\ntsection example"
#define SIZE 256

static int second(void)
{
	HANDLE section = OpenFileMappingA(FILE_MAP_READ, FALSE, NAME);
	const char *text;

	if (!section)
		errx(1, "second: OpenFileMapping: error %u", GetLastError());
	text = MapViewOfFile(section, FILE_MAP_READ, 0, 0, SIZE);
	if (!text)
		errx(1, "second: MapViewOfFile: error %u", GetLastError());

	printf("second: reads \"%s\"\n", text);
	UnmapViewOfFile(text);
	CloseHandle(section);
	return 0;
}

int main(int argc, char **argv)
{
	HANDLE section;
	char *text;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return second();

	section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE,
				     0, SIZE, NAME);
	if (!section)
		errx(1, "first: CreateFileMapping: error %u", GetLastError());
	if (GetLastError() == ERROR_ALREADY_EXISTS)
		errx(1, "first: somebody has that name already");
	text = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, SIZE);
	if (!text)
		errx(1, "first: MapViewOfFile: error %u", GetLastError());

	strcpy(text, "hello from the first program");
	printf("first:  wrote \"%s\"\n", text);
	if (!fork())
		execl("/proc/self/exe", argv[0], "second", NULL);
	wait(NULL);

	/* The name goes with the last handle, though the view is still there. */
	CloseHandle(section);
	if (!OpenFileMappingA(FILE_MAP_READ, FALSE, NAME))
		printf("first:  the name is gone, error %u\n", GetLastError());
	printf("first:  the view still reads \"%s\"\n", text);
	UnmapViewOfFile(text);
	return 0;
}
