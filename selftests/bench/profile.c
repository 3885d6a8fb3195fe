// SPDX-License-Identifier: GPL-2.0
/*
 * Work for a profile.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kind.h"
#include "measure.h"
#include "named.h"
#include "profile.h"
#include "system.h"

#define FILLED (64 * MIB)

static void live(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = MIB };

	kind->create(&memory);
	kind->map(&memory);
	kind->unmap(&memory);
	kind->close(&memory);
}

static void make_and_close(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = GIB };

	kind->create(&memory);
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

static void fill(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = FILLED };

	kind->create(&memory);
	kind->map(&memory);
	memset(memory.view, 1, FILLED);
	kind->unmap(&memory);
	kind->close(&memory);
}

/* Each row's own side and the peer, by turns. */
static const struct work {
	const char *row;
	void (*work)(const void *arg);
	const void *arg;
	unsigned int calls;
} works[] = {
	{ "lifecycle", live, &section, 1000 },
	{ "lifecycle", live, &memfd, 1000 },
	{ "lifecycle-lib", live, &section_library, 1000 },
	{ "lifecycle-lib", live, &memfd, 1000 },
	{ "win32", live, &section_win32, 1000 },
	{ "win32", live, &section_library, 1000 },
	{ "create-close-1g", make_and_close, &section, 1000 },
	{ "create-close-1g", make_and_close, &memfd, 1000 },
	{ "named", meet, &named_section, 1000 },
	{ "named", meet, &named_posix_shm, 1000 },
	{ "large-fill-hugetlb", fill, &section_large, 1 },
	{ "large-fill-hugetlb", fill, &hugetlb, 1 },
};

#define WORKS (sizeof(works) / sizeof(works[0]))

static void repeat(const struct work *work)
{
	unsigned int i;

	for (i = 0; i < work->calls; i++)
		work->work(work->arg);
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

void profile(const char *folder)
{
	char path[256];
	FILE *list;
	size_t i;

	snprintf(path, sizeof(path), "%s/profiles", folder);
	list = fopen(path, "we");
	if (!list)
		die("cannot write %s", path);
	for (i = 0; i < WORKS; i++) {
		repeat(&works[i]);
		profile_begin();
		repeat(&works[i]);
		profile_end();
		fprintf(list, "%zu %s %u\n", i, works[i].row, works[i].calls);
	}
	if (fclose(list))
		die("cannot write %s", path);

	snprintf(path, sizeof(path), "%s/kallsyms", folder);
	copy("/proc/kallsyms", path);
}
