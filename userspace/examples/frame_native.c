// SPDX-License-Identifier: GPL-2.0
/*
 * The frame of frame_win32.c, with libntsection. The viewer needs no name: it
 * inherits a handle that may read and nothing else.
 */
#include <ntsection.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE	0x10000

static int viewer(int frame)
{
	const unsigned char *pixels;
	unsigned int sum = 0;
	int i;

	pixels = ntsection_map(frame, NULL, 0, SIZE, PROT_READ, 0);
	if (!pixels)
		err(1, "viewer: map");
	for (i = 0; i < SIZE; i++)
		sum += pixels[i];
	printf("viewer: sum %u\n", sum);
	if (!ntsection_map(frame, NULL, 0, SIZE, PROT_WRITE, 0))
		printf("viewer: cannot write\n");
	return 0;
}

int main(int argc, char **argv)
{
	unsigned char *pixels;
	int frame, readonly;
	char number[16];

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return viewer(atoi(argv[1]));

	frame = ntsection_create(-1, SIZE, NULL);
	if (frame < 0)
		err(1, "camera: create");
	pixels = ntsection_map(frame, NULL, 0, 0, PROT_READ | PROT_WRITE, 0);
	if (!pixels)
		err(1, "camera: map");
	memset(pixels, 3, SIZE);

	readonly = ntsection_duplicate(frame, NTSECTION_MAP_READ,
				       NTSECTION_INHERIT);
	if (readonly < 0)
		err(1, "camera: duplicate");
	snprintf(number, sizeof(number), "%d", readonly);
	if (!fork())
		execl("/proc/self/exe", argv[0], number, NULL);
	wait(NULL);

	ntsection_close(readonly);
	ntsection_close(frame);
	return ntsection_unmap(pixels);
}
