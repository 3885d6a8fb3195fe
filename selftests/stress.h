/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests under pressure share: how much of them is run, memory groups,
 * swap areas, and counts that tell whether anything stayed behind.
 *
 * Included after ntsection_test.h and range.h.
 */
#ifndef STRESS_H
#define STRESS_H

#include <sched.h>
#include <stdbool.h>
#include <sys/swap.h>

#define STRESS_TIMEOUT 1800
#define ALICE 1000
#define BOB 1001

/*
 * A count, times NTSECTION_SCALE percent: less than 100 on slow kernels, more
 * for long runs.
 */
static inline unsigned long scaled(unsigned long count)
{
	const char *text = getenv("NTSECTION_SCALE");
	unsigned long percent = text ? strtoul(text, NULL, 10) : 100;
	unsigned long result = count * percent / 100;

	return result ? result : 1;
}

/* Not even root's capabilities are left. */
static inline bool become(uid_t uid)
{
	return !setgid(uid) && !setuid(uid);
}

/* Pages that the kernel has read and written, for a long run's report. */
struct paging {
	long out, in;
};

static inline struct paging paging_now(void)
{
	return (struct paging) {
		.out = read_key("/proc/vmstat", "pswpout"),
		.in = read_key("/proc/vmstat", "pswpin"),
	};
}

/*
 * What a section leaves behind if it leaves anything. The root's own files are
 * such pages, too, and come and go between RAM and swap, as other memory does.
 */
struct left {
	long references, committed, pages;
};

static inline struct left left_now(void)
{
	return (struct left) {
		.references = module_references(),
		.committed = committed_kib(),
		.pages = read_key("/proc/meminfo", "Shmem") +
			 read_key("/proc/meminfo", "SwapTotal") -
			 read_key("/proc/meminfo", "SwapFree"),
	};
}

#define COMMIT_LIMIT "/sys/module/ntsection/parameters/commit_limit"

/*
 * Is the charge of all sections together nothing? To the page: with a limit of
 * 1 MiB one section of 1 MiB can be made, and no page more.
 */
static inline bool nothing_is_charged(void)
{
	bool all = false;
	int section, more = -1;

	if (write_text(COMMIT_LIMIT, "1M"))
		return false;
	section = create(MIB);
	if (section >= 0) {
		more = create(PAGE);
		all = more < 0;
	}
	close(more);
	close(section);
	return !write_text(COMMIT_LIMIT, "kernel") && all;
}

/* References and charges are exact; memory is the whole system's. */
#define EXPECT_NOTHING_LEFT(before) do {				\
	struct left left_ = left_now();					\
									\
	EXPECT_EQ((before).references, left_.references);		\
	EXPECT_LT(left_.committed - (before).committed, 4 * 1024);	\
	EXPECT_LT(left_.pages - (before).pages, 8 * 1024);		\
	EXPECT_TRUE(nothing_is_charged());				\
} while (0)

/* A memory cgroup of this test's own. */
#define GROUP "/sys/fs/cgroup/ntsection-stress"

static inline int group_set(const char *file, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), GROUP "/%s", file);
	return write_text(path, value);
}

static inline long group_number(const char *file)
{
	char path[128];

	snprintf(path, sizeof(path), GROUP "/%s", file);
	return read_number(path);
}

static inline int group_make(const char *limit, const char *swap)
{
	return mkdir(GROUP, 0755) || group_set("memory.max", limit) ||
	       group_set("memory.swap.max", swap);
}

/* The last process of a group leaves it a moment after it was waited for. */
static inline int group_remove(void)
{
	int err;

	do {
		err = rmdir(GROUP);
	} while (err && errno == EBUSY &&
		 read_key(GROUP "/cgroup.events", "populated") == 1);
	return err;
}

/* Make a device the swap area that is used first. */
static inline int swap_on(const char *device)
{
	char command[128];

	snprintf(command, sizeof(command), "mkswap %s >/dev/null", device);
	return system(command) ||
	       swapon(device, SWAP_FLAG_PREFER | 100);
}

#endif /* STRESS_H */
