// SPDX-License-Identifier: GPL-2.0
/*
 * Work for a profile.
 */
#include <fcntl.h>
#include <unistd.h>

#include "kind.h"
#include "named.h"
#include "profile.h"
#include "system.h"

__attribute__((noinline)) void profile_begin(void)
{
	__asm__ volatile("");
}

__attribute__((noinline)) void profile_end(void)
{
	__asm__ volatile("");
}

static void live(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = MIB };

	kind->create(&memory);
	kind->map(&memory);
	kind->unmap(&memory);
	kind->close(&memory);
}

static void meet(const void *arg)
{
	const struct named *kind = arg;
	int fd = kind->create("/profile");

	close(kind->open("/profile"));
	kind->remove("/profile");
	close(fd);
}

static void repeat(void (*work)(const void *arg), const void *arg,
		   unsigned int calls)
{
	while (calls--)
		work(arg);
}

static void copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	char text[4096];
	ssize_t length;

	if (in < 0 || out < 0)
		die("cannot copy %s to %s", from, to);
	while ((length = read(in, text, sizeof(text))) > 0)
		if (write(out, text, (size_t)length) != length)
			die("cannot write %s", to);
	if (length < 0)
		die("cannot read %s", from);
	close(out);
	close(in);
}

void profile(const char *symbols, unsigned int calls)
{
	static const struct {
		void (*work)(const void *arg);
		const void *arg;
	} works[] = {
		{ live, &section }, { live, &memfd },
		{ meet, &named_section }, { meet, &named_posix_shm },
	};
	size_t i;

	for (i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
		repeat(works[i].work, works[i].arg, calls);
		profile_begin();
		repeat(works[i].work, works[i].arg, calls);
		profile_end();
	}
	copy("/proc/kallsyms", symbols);
}
