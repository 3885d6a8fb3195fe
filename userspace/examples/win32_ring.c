// SPDX-License-Identifier: GPL-2.0
/*
 * A ring buffer without a seam: two views of one section side by side, in
 * placeholders that keep the place for them. What is written across the end of
 * the first is at the begin of the ring again, and a message in the ring is one
 * string wherever it begins.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#define SIZE 0x10000

struct ring {
	char *bytes;	/* twice */
	SIZE_T head;	/* where the next message goes */
};

static void *map_at(HANDLE section, void *placeholder)
{
	void *view = MapViewOfFile3(section, NULL, placeholder, 0, SIZE,
				    MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE,
				    NULL, 0);

	if (!view)
		errx(1, "MapViewOfFile3: error %u", GetLastError());
	return view;
}

static void open_ring(struct ring *ring)
{
	HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
					    PAGE_READWRITE, 0, SIZE, NULL);
	char *place = VirtualAlloc2(NULL, NULL, 2 * SIZE, MEM_RESERVE |
				    MEM_RESERVE_PLACEHOLDER, PAGE_NOACCESS,
				    NULL, 0);

	if (!section || !place)
		errx(1, "section or placeholder: error %u", GetLastError());
	/* One placeholder becomes two, each for one view. */
	if (!VirtualFree(place, SIZE, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER))
		errx(1, "VirtualFree: error %u", GetLastError());
	ring->bytes = map_at(section, place);
	map_at(section, place + SIZE);
	ring->head = 0;
	CloseHandle(section);
}

static char *put(struct ring *ring, const char *message)
{
	char *at = ring->bytes + ring->head;

	memcpy(at, message, strlen(message) + 1);
	ring->head = (ring->head + strlen(message) + 1) % SIZE;
	return at;
}

int main(void)
{
	const char *message = "a message across the seam";
	struct ring ring;
	char *at;

	open_ring(&ring);
	ring.head = SIZE - 10;
	at = put(&ring, message);
	printf("at %#zx of %#x: \"%s\"\n", (size_t)(at - ring.bytes), SIZE, at);
	printf("at 0: \"%s\"\n", ring.bytes);
	printf("next at %#zx\n", (size_t)ring.head);

	UnmapViewOfFile(ring.bytes);
	UnmapViewOfFile(ring.bytes + SIZE);
	return 0;
}
