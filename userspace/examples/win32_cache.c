// SPDX-License-Identifier: GPL-2.0
/*
 * A cache that gives way: what can be computed again is offered to the system
 * while it is not in use. If memory gets scarce it is thrown away, and never
 * written to swap; if not, it is there when it is reclaimed.
 *
 * Scarcity is played here by madvise(MADV_PAGEOUT), which does to these pages
 * what the kernel does when it needs memory.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>
#include <sys/mman.h>

#define SIZE	0x100000
#define NUMBERS	(SIZE / sizeof(unsigned int))

static void compute(unsigned int *squares)
{
	unsigned int i;

	for (i = 0; i < NUMBERS; i++)
		squares[i] = i * i;
}

/* The cache's content, ready to use. */
static const unsigned int *use(unsigned int *squares, const char *when)
{
	switch (ReclaimVirtualMemory(squares, SIZE)) {
	case ERROR_SUCCESS:
		printf("%s: still there\n", when);
		break;
	case ERROR_BUSY:
		printf("%s: thrown away, computed again\n", when);
		compute(squares);
		break;
	default:
		errx(1, "ReclaimVirtualMemory");
	}
	return squares;
}

int main(void)
{
	HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
					    PAGE_READWRITE, 0, SIZE, NULL);
	unsigned int *squares = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

	if (!squares)
		errx(1, "error %u", GetLastError());
	compute(squares);

	if (OfferVirtualMemory(squares, SIZE, VmOfferPriorityLow))
		errx(1, "OfferVirtualMemory");
	printf("1000 squared is %u\n", use(squares, "memory is plenty")[1000]);

	OfferVirtualMemory(squares, SIZE, VmOfferPriorityLow);
	madvise(squares, SIZE, MADV_PAGEOUT);
	printf("1000 squared is %u\n", use(squares, "memory is scarce")[1000]);

	UnmapViewOfFile(squares);
	CloseHandle(section);
	return 0;
}
