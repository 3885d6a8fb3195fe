// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which handles are protected from being closed: a set of descriptors, which
 * is nearly always empty, and then is not looked at.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "protected.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char *flags;	/* one for each descriptor below count */
static size_t count;
static atomic_bool any;

static void fork_prepare(void)
{
	pthread_mutex_lock(&lock);
}

static void fork_done(void)
{
	pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void protected_init(void)
{
	pthread_atfork(fork_prepare, fork_done, fork_done);
}

/* Under the lock. */
static bool grow(size_t wanted)
{
	unsigned char *more;

	if (wanted <= count)
		return true;
	more = realloc(flags, wanted);
	if (!more)
		return false;
	memset(more + count, 0, wanted - count);
	flags = more;
	count = wanted;
	return true;
}

bool set_protected(int fd, bool is)
{
	bool done = true;

	if (!is && !atomic_load(&any))
		return true;

	pthread_mutex_lock(&lock);
	if (is)
		done = grow((size_t)fd + 1);
	if (done && (size_t)fd < count)
		flags[fd] = is;
	if (is && done)
		atomic_store(&any, true);
	pthread_mutex_unlock(&lock);
	return done;
}

bool is_protected(int fd)
{
	bool is;

	if (!atomic_load(&any))
		return false;

	pthread_mutex_lock(&lock);
	is = (size_t)fd < count && flags[fd];
	pthread_mutex_unlock(&lock);
	return is;
}
