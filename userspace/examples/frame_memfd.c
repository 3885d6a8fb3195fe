// SPDX-License-Identifier: GPL-2.0
/*
 * The frame of frame_win32.c, with memfd_create(). The viewer gets a descriptor
 * that is open for reading, and has the right to open it again as it likes.
 */
#include <err.h>
#include <fcntl.h>
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
	char path[32];
	int i;

	pixels = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, frame, 0);
	if (pixels == MAP_FAILED)
		err(1, "viewer: mmap");
	for (i = 0; i < SIZE; i++)
		sum += pixels[i];
	printf("viewer: sum %u\n", sum);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", frame);
	if (open(path, O_RDWR) >= 0)
		printf("viewer: can write all the same\n");
	return 0;
}

int main(int argc, char **argv)
{
	char number[16], path[32];
	unsigned char *pixels;
	int frame, readonly;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return viewer(atoi(argv[1]));

	frame = memfd_create("frame", MFD_CLOEXEC);
	if (frame < 0 || ftruncate(frame, SIZE))
		err(1, "camera: memfd_create");
	pixels = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, frame, 0);
	if (pixels == MAP_FAILED)
		err(1, "camera: mmap");
	memset(pixels, 3, SIZE);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", frame);
	readonly = open(path, O_RDONLY);
	if (readonly < 0)
		err(1, "camera: open");
	snprintf(number, sizeof(number), "%d", readonly);
	if (!fork())
		execl("/proc/self/exe", argv[0], number, NULL);
	wait(NULL);

	close(readonly);
	close(frame);
	return munmap(pixels, SIZE);
}
