// SPDX-License-Identifier: GPL-2.0
/*
 * Every kind of call against every other, on the same sections and at the same
 * time. For the kernel "race", which reports each access that nothing orders;
 * everywhere else for errors that no call has, and for what stays behind.
 */
#include <stdbool.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "names_test.h"
#include "range.h"

#define ROUNDS 12
#define SIZE (16 * PAGE)
#define RESERVE (64 * MIB)
#define NAME "race_all"
#define PARAMETER "/sys/module/ntsection/parameters/commit_limit"

/* What both sides of a pair have from their parent. */
struct shared {
	pthread_barrier_t barrier;
	int section, reserve;
	char *view, *reserved;
};

/* One side. */
struct side {
	struct shared *shared;
	unsigned int seed;
	int ends[2];
};

static __u64 page_below(struct side *side, __u64 size)
{
	return below(&side->seed, size / PAGE) * PAGE;
}

/* A call may succeed, or fail in the ways that it has. */
static bool may(long result, int expected)
{
	return result >= 0 || errno == expected;
}

static bool and_close(int fd)
{
	return fd < 0 || !close(fd);
}

static bool make(struct side *side)
{
	__u32 existed;
	int section = create_or_open(NAME, &existed);

	return section >= 0 && and_close(section);
}

static bool make_new(struct side *side)
{
	int section = create_named(NAME);

	return may(section, EEXIST) && and_close(section);
}

static bool open_name(struct side *side)
{
	__u32 flags = below(&side->seed, 2) * NTSECTION_CASE_INSENSITIVE;
	int section = open_bytes("RACE_ALL", strlen(NAME), flags,
				 NTSECTION_QUERY);

	return may(section, ENOENT) && and_close(section);
}

static bool make_reserve(struct side *side)
{
	int section = reserve(MIB);
	bool right = section >= 0 &&
		     !commit(section, page_below(side, MIB / 2), 3 * PAGE);

	return and_close(section) && right;
}

static bool make_large(struct side *side)
{
	int section = create_with(HUGE_PAGE, NTSECTION_PAGE_READWRITE,
				  NTSECTION_SEC_COMMIT |
				  NTSECTION_SEC_LARGE_PAGES, RIGHTS);

	return section >= 0 && and_close(section);
}

static bool copy_handle(struct side *side)
{
	int copy = duplicate(side->shared->section, NTSECTION_MAP_READ, 0);

	return copy >= 0 && and_close(copy);
}

static bool ask(struct side *side)
{
	struct ntsection_handle handle = { .size = sizeof(handle) };
	struct ntsection_extent run;
	struct ntsection_query info;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d",
		 side->shared->section);
	return !query(side->shared->section, &info) &&
	       !query(side->shared->reserve, &info) &&
	       !ioctl(side->shared->section, NTSECTION_IOC_HANDLE, &handle) &&
	       !extent(side->shared->reserve, 0, RESERVE, &run) &&
	       read_key(path, "ntsection-swapped") >= 0;
}

static bool list_all(struct side *side)
{
	struct ntsection_entry entries[4];
	struct ntsection_list list = {
		.size = sizeof(list),
		.entries = (unsigned long)entries,
		.entry_size = sizeof(*entries),
		.count = ARRAY_SIZE(entries),
	};
	unsigned int i;

	while (list.count) {
		list.count = ARRAY_SIZE(entries);
		if (ioctl(device(), NTSECTION_IOC_LIST, &list))
			return false;
		for (i = 0; i < list.count; i++) {
			struct ntsection_residence where = {
				.size = sizeof(where),
				.id = entries[i].id,
				.length = entries[i].maximum_size,
			};

			if (!may(ioctl(device(), NTSECTION_IOC_RESIDENCE,
				       &where), ESRCH))
				return false;
		}
	}
	return true;
}

static bool map_views(struct side *side)
{
	char *shared = map(side->shared->section, SIZE, PROT_READ | PROT_WRITE);
	char *copy = map_copy(side->shared->section, SIZE,
			      PROT_READ | PROT_WRITE);

	if (shared == MAP_FAILED || copy == MAP_FAILED)
		return false;
	copy[page_below(side, SIZE)] = shared[page_below(side, SIZE)];
	return !munmap(shared, SIZE) && !munmap(copy, SIZE);
}

static bool map_again(struct side *side)
{
	struct ntsection_remap again = {
		.size = sizeof(again),
		.flags = below(&side->seed, 2) * NTSECTION_REMAP_COPY,
		.start = (unsigned long)side->shared->view,
		.length = SIZE,
		.prot = PROT_READ | PROT_WRITE,
	};

	return !ioctl(device(), NTSECTION_IOC_REMAP, &again) &&
	       !munmap((void *)(unsigned long)again.address, SIZE);
}

static bool commit_some(struct side *side)
{
	return !commit(side->shared->reserve, page_below(side, RESERVE / 2),
		       (1 + below(&side->seed, 4)) * PAGE) &&
	       !commit_view(side->shared->reserved + page_below(side, RESERVE),
			    1);
}

/* By a system call, which says what else were a signal. */
static bool touch_reserved(struct side *side)
{
	char *page = side->shared->reserved + page_below(side, RESERVE), byte;
	ssize_t n = write(side->ends[1], page, 1);

	return may(n, EFAULT) && (n < 0 || read(side->ends[0], &byte, 1) == 1);
}

static bool write_pages(struct side *side)
{
	unsigned int i;

	for (i = 0; i < 8; i++)
		__atomic_store_n(side->shared->view + page_below(side, SIZE),
				 'w', __ATOMIC_RELAXED);
	return true;
}

static bool reset_some(struct side *side)
{
	__u64 start = page_below(side, SIZE);

	return !reset(side->shared->section, start, SIZE - start) &&
	       !reset_view(side->shared->view, start + 1);
}

static bool undo_some(struct side *side)
{
	__u64 start = page_below(side, SIZE);

	return may(reset_undo(side->shared->section, start, SIZE - start),
		   ENODATA);
}

static bool page_out_all(struct side *side)
{
	return !page_out(side->shared->view, SIZE);
}

static bool set_limit(struct side *side)
{
	static const char *const limits[] = { "kernel", "system", "4G" };

	return !write_text(PARAMETER,
			   limits[below(&side->seed, ARRAY_SIZE(limits))]);
}

static bool fork_child(struct side *side)
{
	pid_t pid = fork();

	if (!pid) {
		side->shared->view[0] = 'f';
		_exit(close(duplicate(side->shared->section, 0, 0)) ? 1 : 0);
	}
	return !wait_status(pid);
}

/* A new program closes the handles and unmaps the views of the old one. */
static bool exec_child(struct side *side)
{
	pid_t pid = fork();

	if (!pid) {
		duplicate(side->shared->section, NTSECTION_MAP_READ,
			  NTSECTION_INHERIT);
		execl("/bin/true", "true", NULL);
		_exit(126);
	}
	return !wait_status(pid);
}

static const struct call {
	const char *name;
	bool (*run)(struct side *side);
} calls[] = {
	{ "create or open by name", make },
	{ "create by name", make_new },
	{ "open by name", open_name },
	{ "create, commit and close a reserve", make_reserve },
	{ "create with large pages", make_large },
	{ "duplicate and close", copy_handle },
	{ "query", ask },
	{ "list and residence", list_all },
	{ "map and unmap", map_views },
	{ "remap", map_again },
	{ "commit", commit_some },
	{ "touch what may be reserved", touch_reserved },
	{ "write", write_pages },
	{ "reset", reset_some },
	{ "reset undo", undo_some },
	{ "page out", page_out_all },
	{ "set commit_limit", set_limit },
	{ "fork", fork_child },
	{ "exec", exec_child },
};

/* How many rounds went wrong. */
static unsigned int run_side(struct __test_metadata *_metadata,
			     struct shared *shared, unsigned int which,
			     unsigned int seed)
{
	struct side side = { .shared = shared, .seed = seed };
	unsigned int round, wrong = 0;

	if (pipe(side.ends))
		return ROUNDS;
	pthread_barrier_wait(&shared->barrier);
	for (round = race_rounds(ROUNDS); round; round--) {
		errno = 0;
		if (calls[which].run(&side))
			continue;
		wrong++;
		TH_LOG("%s: %s", calls[which].name, strerror(errno));
	}
	close(side.ends[0]);
	close(side.ends[1]);
	return wrong;
}

FIXTURE(against) {
	struct shared *shared;
	long references;
};

FIXTURE_VARIANT(against) {
	unsigned int first;
};

/* One for each call; the test says if there is one too few. */
FIXTURE_VARIANT_ADD(against, make) { .first = 0 };
FIXTURE_VARIANT_ADD(against, make_new) { .first = 1 };
FIXTURE_VARIANT_ADD(against, open_name) { .first = 2 };
FIXTURE_VARIANT_ADD(against, make_reserve) { .first = 3 };
FIXTURE_VARIANT_ADD(against, make_large) { .first = 4 };
FIXTURE_VARIANT_ADD(against, copy_handle) { .first = 5 };
FIXTURE_VARIANT_ADD(against, ask) { .first = 6 };
FIXTURE_VARIANT_ADD(against, list_all) { .first = 7 };
FIXTURE_VARIANT_ADD(against, map_views) { .first = 8 };
FIXTURE_VARIANT_ADD(against, map_again) { .first = 9 };
FIXTURE_VARIANT_ADD(against, commit_some) { .first = 10 };
FIXTURE_VARIANT_ADD(against, touch_reserved) { .first = 11 };
FIXTURE_VARIANT_ADD(against, write_pages) { .first = 12 };
FIXTURE_VARIANT_ADD(against, reset_some) { .first = 13 };
FIXTURE_VARIANT_ADD(against, undo_some) { .first = 14 };
FIXTURE_VARIANT_ADD(against, page_out) { .first = 15 };
FIXTURE_VARIANT_ADD(against, set_limit) { .first = 16 };
FIXTURE_VARIANT_ADD(against, fork_child) { .first = 17 };
FIXTURE_VARIANT_ADD(against, exec_child) { .first = 18 };

FIXTURE_SETUP(against)
{
	pthread_barrierattr_t attr;
	struct shared *shared;

	NEED_ROOT();
	self->references = module_references();
	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, (char *)shared);
	self->shared = shared;
	pthread_barrierattr_init(&attr);
	pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&shared->barrier, &attr, 2);
}

FIXTURE_TEARDOWN(against)
{
	EXPECT_EQ(0, write_text(PARAMETER, "kernel"));
}

TEST_F_TIMEOUT(against, each_call, 600)
{
	struct shared *shared = self->shared;
	unsigned int second;
	pid_t pid;

	ASSERT_EQ(19, ARRAY_SIZE(calls));
	for (second = variant->first; second < ARRAY_SIZE(calls); second++) {
		shared->section = create(SIZE);
		shared->reserve = reserve(RESERVE);
		shared->view = map(shared->section, SIZE,
				   PROT_READ | PROT_WRITE);
		shared->reserved = map(shared->reserve, RESERVE,
				       PROT_READ | PROT_WRITE);
		ASSERT_NE(MAP_FAILED, shared->view);
		ASSERT_NE(MAP_FAILED, shared->reserved);

		pid = fork();
		ASSERT_GE(pid, 0);
		if (!pid)
			_exit(run_side(_metadata, shared, second,
				       second) ? 1 : 0);
		EXPECT_EQ(0, run_side(_metadata, shared, variant->first,
				      100 + second));
		EXPECT_EQ(0, wait_status(pid))
			TH_LOG("%s against %s", calls[variant->first].name,
			       calls[second].name);

		munmap(shared->view, SIZE);
		munmap(shared->reserved, RESERVE);
		close(shared->section);
		close(shared->reserve);
		EXPECT_EQ(self->references, module_references());
	}
	EXPECT_ERRNO(ENOENT, open_named(NAME, NTSECTION_QUERY));
}

TEST_HARNESS_MAIN
