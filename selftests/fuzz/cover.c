// SPDX-License-Identifier: GPL-2.0
/*
 * Coverage by KCOV: a buffer for each actor, which the controller reads while
 * the actor waits.
 *
 * A process records into one buffer, and a buffer is of one process: an actor
 * begins to record for good as soon as it exists, with the buffer of its
 * number. What it does beside its operations is cut off by setting the count
 * back before each, and by keeping it after each.
 */
#include "cover.h"

#include "op.h"

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define KCOV_INIT_TRACE	_IOR('c', 1, unsigned long)
#define KCOV_ENABLE	_IO('c', 100)
#define KCOV_TRACE_PC	0

/* Words of a buffer: a count, and a place for each step. */
#define BUFFER_WORDS	(16UL << 10)
#define KNOWN_MAX	65536

static struct {
	int fd;
	uint64_t *words;
	uint64_t kept;
} *buffers;

/* Of all actors together, and shared by them. */
static struct {
	unsigned int count;
	uintptr_t places[KNOWN_MAX];
} *known;

bool cover_init(void)
{
	unsigned int i;

	buffers = mmap(NULL, ACTORS * sizeof(*buffers), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (buffers == MAP_FAILED)
		err(1, "mmap");
	for (i = 0; i < ACTORS; i++) {
		int fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);

		if (fd < 0) {
			munmap(buffers, ACTORS * sizeof(*buffers));
			buffers = NULL;
			return false;
		}
		if (ioctl(fd, KCOV_INIT_TRACE, BUFFER_WORDS))
			err(1, "kcov");
		buffers[i].fd = fd;
		buffers[i].words = mmap(NULL, BUFFER_WORDS * sizeof(uint64_t),
					PROT_READ | PROT_WRITE, MAP_SHARED, fd,
					0);
		if (buffers[i].words == MAP_FAILED)
			err(1, "kcov");
	}
	known = mmap(NULL, sizeof(*known), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (known == MAP_FAILED)
		err(1, "mmap");
	return true;
}

/* A hash table that is never full: a module has fewer places. */
static bool is_new(uintptr_t place)
{
	unsigned int i = (place * 0x9e3779b97f4a7c15) >> 48;

	while (known->places[i % KNOWN_MAX] &&
	       known->places[i % KNOWN_MAX] != place)
		i++;
	if (known->places[i % KNOWN_MAX])
		return false;
	known->places[i % KNOWN_MAX] = place;
	known->count++;
	return true;
}

unsigned int cover_new(unsigned int actor)
{
	unsigned int fresh = 0;
	uint64_t i;

	if (!buffers)
		return 0;
	for (i = 0; i < buffers[actor].kept; i++)
		fresh += is_new(buffers[actor].words[i + 1]);
	return fresh;
}

unsigned int cover_total(void)
{
	return known ? known->count : 0;
}

void cover_start(unsigned int actor)
{
	if (buffers && ioctl(buffers[actor].fd, KCOV_ENABLE, KCOV_TRACE_PC))
		_exit(2);
}

void cover_begin(unsigned int actor)
{
	if (buffers)
		__atomic_store_n(&buffers[actor].words[0], 0, __ATOMIC_RELAXED);
}

void cover_end(unsigned int actor)
{
	if (buffers)
		buffers[actor].kept = __atomic_load_n(&buffers[actor].words[0],
						      __ATOMIC_RELAXED);
}
