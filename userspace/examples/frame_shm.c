// SPDX-License-Identifier: GPL-2.0
/*
 * The frame of frame_win32.c, with shm_open(). If the camera crashes before
 * shm_unlink(), the frame stays in /dev/shm.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME	"/frame"
#define SIZE	0x10000

static int viewer(void)
{
	const unsigned char *pixels;
	unsigned int sum = 0;
	int frame, i;

	frame = shm_open(NAME, O_RDONLY, 0);
	if (frame < 0)
		err(1, "viewer: shm_open");
	pixels = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, frame, 0);
	if (pixels == MAP_FAILED)
		err(1, "viewer: mmap");
	for (i = 0; i < SIZE; i++)
		sum += pixels[i];
	printf("viewer: sum %u\n", sum);
	if (shm_open(NAME, O_RDWR, 0) >= 0)
		printf("viewer: can write all the same\n");
	return 0;
}

int main(int argc, char **argv)
{
	unsigned char *pixels;
	int frame;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return viewer();

	frame = shm_open(NAME, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (frame < 0 || ftruncate(frame, SIZE))
		err(1, "camera: shm_open");
	pixels = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, frame, 0);
	if (pixels == MAP_FAILED)
		err(1, "camera: mmap");
	memset(pixels, 3, SIZE);

	if (!fork())
		execl("/proc/self/exe", argv[0], "viewer", NULL);
	wait(NULL);

	shm_unlink(NAME);
	close(frame);
	return munmap(pixels, SIZE);
}
