// SPDX-License-Identifier: GPL-2.0
/*
 * One of four programs that do the same with different memory; the porting
 * guide compares them. A camera writes a frame, a viewer, which is another
 * program, adds it up and must not be able to change it.
 *
 * This is the Windows program. Only how the viewer is started is Linux's.
 */
#include <ntsection/win32.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME	"Local\\frame"
#define SIZE	0x10000

static void fail(const char *what)
{
	printf("%s: error %u\n", what, GetLastError());
	exit(1);
}

static int viewer(void)
{
	HANDLE frame = OpenFileMappingA(FILE_MAP_READ, FALSE, NAME);
	const BYTE *pixels;
	ULONG sum = 0;
	int i;

	if (!frame)
		fail("viewer: OpenFileMapping");
	pixels = MapViewOfFile(frame, FILE_MAP_READ, 0, 0, SIZE);
	if (!pixels)
		fail("viewer: MapViewOfFile");
	for (i = 0; i < SIZE; i++)
		sum += pixels[i];
	printf("viewer: sum %u\n", sum);
	if (!MapViewOfFile(frame, FILE_MAP_WRITE, 0, 0, SIZE))
		printf("viewer: cannot write\n");
	return 0;
}

int main(int argc, char **argv)
{
	HANDLE frame;
	BYTE *pixels;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return viewer();

	frame = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE,
				   0, SIZE, NAME);
	if (!frame || GetLastError() == ERROR_ALREADY_EXISTS)
		fail("camera: CreateFileMapping");
	pixels = MapViewOfFile(frame, FILE_MAP_WRITE, 0, 0, SIZE);
	if (!pixels)
		fail("camera: MapViewOfFile");
	memset(pixels, 3, SIZE);

	if (!fork())
		execl("/proc/self/exe", argv[0], "viewer", NULL);
	wait(NULL);

	UnmapViewOfFile(pixels);
	CloseHandle(frame);
	return 0;
}
