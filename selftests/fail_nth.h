/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A call once for each of its failure points: each time another allocation, or
 * copy from or to user space, fails inside of it.
 *
 * Needs a kernel with fault injection (failslab, fail_page_alloc,
 * fail_usercopy) and /proc/PID/fail-nth, and root.
 *
 * Included after ntsection_test.h.
 */
#ifndef FAIL_NTH_H
#define FAIL_NTH_H

#include <sys/syscall.h>

/* A call with more failure points than this is in a loop. */
#define FAIL_NTH_MAX 4000

/**
 * struct attempt - a call to try
 * @name: what it is called in the results
 * @prepare: make what the call needs, before anything can fail
 * @call: the call: 0, or an errno
 * @clean: undo what a call that succeeded, and @prepare, have done
 * @nothing_fails: the call has no failure point and cannot fail
 */
struct attempt {
	const char *name;
	void (*prepare)(void);
	int (*call)(void);
	void (*clean)(void);
	bool nothing_fails;
};

static inline int fail_nth_fd(void)
{
	static int fd = -1;
	static pid_t owner;

	if (owner != getpid()) {
		char path[64];

		owner = getpid();
		snprintf(path, sizeof(path), "/proc/self/task/%d/fail-nth",
			 owner);
		fd = open(path, O_RDWR | O_CLOEXEC);
	}
	return fd;
}

/* False if this kernel cannot do it. */
static inline bool fail_nth_init(void)
{
	static const char * const settings[][2] = {
		{ "failslab/ignore-gfp-wait", "N" },
		{ "failslab/verbose", "0" },
		{ "fail_page_alloc/ignore-gfp-wait", "N" },
		{ "fail_page_alloc/ignore-gfp-highmem", "N" },
		{ "fail_page_alloc/min-order", "0" },
		{ "fail_page_alloc/verbose", "0" },
		{ "fail_usercopy/verbose", "0" },
	};
	char path[128];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/debug/%s",
			 settings[i][0]);
		if (write_text(path, settings[i][1]))
			return false;
	}
	return fail_nth_fd() >= 0;
}

/* From now on failure point @n of this thread fails, once. */
static inline bool fail_nth_arm(unsigned int n)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", n);

	return pwrite(fail_nth_fd(), text, length, 0) == length;
}

/*
 * Has it failed? To ask is a system call with failure points of its own: that
 * one of them fails tells that it had not.
 */
static inline bool fail_nth_disarm(void)
{
	char text[16] = "";
	bool failed = pread(fail_nth_fd(), text, sizeof(text) - 1, 0) > 0 &&
		      atoi(text) == 0;

	while (pwrite(fail_nth_fd(), "0", 1, 0) != 1)
		;
	return failed;
}

/* What this process and the module have, for comparison. */
struct holdings {
	long references, charge;
};

static inline struct holdings holdings(void)
{
	return (struct holdings) {
		.references = read_number("/sys/module/ntsection/refcnt"),
		.charge = committed_kib(),
	};
}

/* Does anything tell of a section? */
static inline bool any_section(void)
{
	struct ntsection_entry entry;
	struct ntsection_list list = {
		.size = sizeof(list),
		.entries = (unsigned long)&entry,
		.entry_size = sizeof(entry),
		.count = 1,
	};

	return ioctl(device(), NTSECTION_IOC_LIST, &list) || list.count;
}

static inline bool is_sane(int error)
{
	return error == ENOMEM || error == EFAULT || error == EAGAIN;
}

static inline void print_sweep(const char *name, unsigned int points,
			       unsigned int refused)
{
	printf("# %s: %u failure points, %u of them refused the call\n", name,
	       points, refused);
	fflush(stdout);
}

/* One failure point; false if the call has no such one. */
static inline bool sweep_point(struct __test_metadata *_metadata,
			       const struct attempt *attempt, unsigned int n,
			       unsigned int *refused)
{
	struct holdings begin = holdings(), before, after;
	int error;
	bool hit;

	attempt->prepare();
	before = holdings();
	ASSERT_TRUE(fail_nth_arm(n));
	error = attempt->call();
	hit = fail_nth_disarm();
	after = holdings();
	if (error) {
		++*refused;
		EXPECT_TRUE(hit);
		EXPECT_TRUE(is_sane(error))
			TH_LOG("failure point %u: %s", n, strerror(error));
		EXPECT_EQ(before.references, after.references)
			TH_LOG("failure point %u", n);
		EXPECT_EQ(before.charge, after.charge)
			TH_LOG("failure point %u", n);
		EXPECT_EQ(0, attempt->call())
			TH_LOG("after failure point %u", n);
	}
	attempt->clean();
	after = holdings();
	EXPECT_EQ(begin.references, after.references)
		TH_LOG("failure point %u", n);
	EXPECT_EQ(begin.charge, after.charge)
		TH_LOG("failure point %u", n);
	EXPECT_FALSE(any_section());
	return hit;
}

/*
 * Let each failure point of the call fail. The call may cope with it; if it
 * fails, it has changed nothing, and does well the next time.
 */
static inline void sweep(struct __test_metadata *_metadata,
			 const struct attempt *attempt)
{
	unsigned int points = 0, refused = 0;

	while (points < FAIL_NTH_MAX &&
	       sweep_point(_metadata, attempt, points + 1, &refused))
		points++;
	EXPECT_LT(points, FAIL_NTH_MAX);
	print_sweep(attempt->name, points, refused);
	if (attempt->nothing_fails) {
		EXPECT_EQ(0, refused);
	} else {
		EXPECT_NE(0, points)
			TH_LOG("nothing failed");
	}
}

#endif /* FAIL_NTH_H */
