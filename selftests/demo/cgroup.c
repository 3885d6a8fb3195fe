// SPDX-License-Identifier: GPL-2.0
/*
 * A control group (cgroup v2) that measures and limits the memory of workers.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "system.h"

#define CGROUP_ROOT	"/sys/fs/cgroup"
#define PATH_SIZE	128

static const char *cgroup_path(const struct cgroup *cgroup, const char *file,
			       char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, CGROUP_ROOT "/%s/%s", cgroup->name, file);
	return path;
}

static void cgroup_write(const struct cgroup *cgroup, const char *file,
			 const char *text)
{
	char path[PATH_SIZE];

	errno = write_text(cgroup_path(cgroup, file, path), "%s", text);
	if (errno)
		die("cannot write %s to %s", text, path);
}

void cgroup_create(const struct cgroup *cgroup)
{
	char path[PATH_SIZE];

	errno = write_text(CGROUP_ROOT "/cgroup.subtree_control", "+memory");
	if (errno)
		die("no memory controller in " CGROUP_ROOT);
	if (mkdir(cgroup_path(cgroup, "", path), 0755))
		die("cannot make %s", path);
}

void cgroup_remove(const struct cgroup *cgroup)
{
	char path[PATH_SIZE];

	if (rmdir(cgroup_path(cgroup, "", path)))
		die("cannot remove %s", path);
}

void cgroup_enter(const struct cgroup *cgroup)
{
	cgroup_write(cgroup, "cgroup.procs", "0");
}

void cgroup_limit(const struct cgroup *cgroup, uint64_t limit)
{
	char text[24];

	if (limit == CGROUP_NO_LIMIT) {
		cgroup_write(cgroup, "memory.max", "max");
		return;
	}
	/*
	 * A memory.max below what is used calls the OOM killer when the swap
	 * disk is slow to take the pages. memory.high reclaims as well and
	 * never kills.
	 */
	snprintf(text, sizeof(text), "%" PRIu64, limit);
	cgroup_write(cgroup, "memory.high", text);
	cgroup_write(cgroup, "memory.max", text);
	cgroup_write(cgroup, "memory.high", "max");
}

int cgroup_reclaim(const struct cgroup *cgroup, uint64_t bytes)
{
	char path[PATH_SIZE];

	return write_text(cgroup_path(cgroup, "memory.reclaim", path),
			  "%" PRIu64, bytes);
}

uint64_t cgroup_number(const struct cgroup *cgroup, const char *file,
		       const char *key)
{
	char path[PATH_SIZE];

	cgroup_path(cgroup, file, path);
	return key ? read_key(path, key) : read_number(path);
}
