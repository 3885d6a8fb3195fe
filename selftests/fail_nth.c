// SPDX-License-Identifier: GPL-2.0
/*
 * Fault injection: each failure point of each call. An errno, nothing left
 * behind, and the same call does well right after.
 *
 * Needs a kernel with fault injection, so it is not in the list of tests that
 * are run everywhere.
 */
#include <stdbool.h>
#include <stddef.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "range.h"
#include "fail_nth.h"

#define SIZE MIB
/* Of a chunk of the bits that say what is committed. */
#define CHUNK (16 * MIB)

static const char name[] = "fail_nth";
static int section = -1, made = -1;
static char *view = MAP_FAILED, *other = MAP_FAILED;
static void *area;

static struct ntsection_create create_named(void)
{
	struct ntsection_create args = create_args(SIZE,
						   NTSECTION_PAGE_READWRITE,
						   RIGHTS);

	args.name = (unsigned long)name;
	args.name_length = sizeof(name) - 1;
	return args;
}

static int call_create(struct ntsection_create *args)
{
	made = ioctl(device(), NTSECTION_IOC_CREATE, args);
	return made < 0 ? errno : 0;
}

static int call_ioctl(int fd, unsigned int cmd, void *args)
{
	return ioctl(fd, cmd, args) < 0 ? errno : 0;
}

static int call_range(int fd, unsigned int cmd, __u64 start, __u64 length)
{
	return range_call(fd, cmd, start, length) ? errno : 0;
}

static void nothing(void)
{
}

static void clean(void)
{
	if (view != MAP_FAILED)
		munmap(view, SIZE);
	if (other != MAP_FAILED)
		munmap(other, SIZE);
	close(made);
	close(section);
	view = MAP_FAILED;
	other = MAP_FAILED;
	made = -1;
	section = -1;
}

static void have_section(void)
{
	section = create(SIZE);
}

static void have_reserve(void)
{
	section = reserve(4 * CHUNK);
}

static void have_view(void)
{
	have_section();
	view = map(section, SIZE, PROT_READ | PROT_WRITE);
}

static void have_reserve_view(void)
{
	have_reserve();
	view = map(section, SIZE, PROT_READ | PROT_WRITE);
}

static void have_name(void)
{
	struct ntsection_create args = create_named();

	section = ioctl(device(), NTSECTION_IOC_CREATE, &args);
}

static void have_content(void)
{
	have_view();
	memset(view, 1, SIZE);
}

static void have_reset(void)
{
	have_content();
	reset(section, 0, SIZE);
}

/* So that the next access is a fault. */
static void have_forgotten(void)
{
	have_content();
	madvise(view, SIZE, MADV_DONTNEED);
}

static void have_copy(void)
{
	have_content();
	other = map_copy(section, SIZE, PROT_READ | PROT_WRITE);
}

static int call_create_commit(void)
{
	struct ntsection_create args = create_args(SIZE,
						   NTSECTION_PAGE_READWRITE,
						   RIGHTS);

	return call_create(&args);
}

/* The first handle is not shmem's file. */
static int call_create_readonly(void)
{
	struct ntsection_create args = create_args(SIZE,
						   NTSECTION_PAGE_READONLY,
						   NTSECTION_MAP_READ);

	return call_create(&args);
}

static int call_create_reserve(void)
{
	struct ntsection_create args = create_args(SIZE,
						   NTSECTION_PAGE_READWRITE,
						   RIGHTS);

	args.attributes = NTSECTION_SEC_RESERVE;
	return call_create(&args);
}

static int call_create_named(void)
{
	struct ntsection_create args = create_named();

	return call_create(&args);
}

static int call_create_existing(void)
{
	struct ntsection_create args = create_named();

	args.flags = NTSECTION_OPEN_IF;
	return call_create(&args);
}

static int call_open(void)
{
	struct ntsection_open args = {
		.size = sizeof(args),
		.name = (unsigned long)name,
		.name_length = sizeof(name) - 1,
		.access = RIGHTS,
	};

	made = ioctl(device(), NTSECTION_IOC_OPEN, &args);
	return made < 0 ? errno : 0;
}

static int call_duplicate(void)
{
	made = duplicate(section, NTSECTION_MAP_READ, 0);
	return made < 0 ? errno : 0;
}

static int call_query(void)
{
	struct ntsection_query args = { .size = sizeof(args) };

	return call_ioctl(section, NTSECTION_IOC_QUERY, &args);
}

static int call_handle(void)
{
	struct ntsection_handle args = { .size = sizeof(args) };

	return call_ioctl(section, NTSECTION_IOC_HANDLE, &args);
}

static int call_features(void)
{
	struct ntsection_features args = { .size = sizeof(args) };

	return call_ioctl(device(), NTSECTION_IOC_FEATURES, &args);
}

static int call_list(void)
{
	struct ntsection_entry entries[2];
	struct ntsection_list args = {
		.size = sizeof(args),
		.entries = (unsigned long)entries,
		.entry_size = sizeof(*entries),
		.count = ARRAY_SIZE(entries),
	};

	return call_ioctl(device(), NTSECTION_IOC_LIST, &args);
}

static int call_residence(void)
{
	struct ntsection_residence args = {
		.size = sizeof(args),
		.length = SIZE,
	};

	return call_ioctl(section, NTSECTION_IOC_RESIDENCE, &args);
}

static int call_commit(void)
{
	return call_range(section, NTSECTION_IOC_COMMIT, 0, PAGE);
}

/* In several chunks, one of them whole. */
static int call_commit_much(void)
{
	return call_range(section, NTSECTION_IOC_COMMIT, CHUNK - PAGE,
			  CHUNK + 2 * PAGE);
}

static int call_commit_more(void)
{
	return call_range(section, NTSECTION_IOC_COMMIT, 2 * CHUNK, CHUNK);
}

static void have_committed(void)
{
	have_reserve();
	call_commit();
}

static int call_commit_view(void)
{
	return call_range(device(), NTSECTION_IOC_COMMIT, (unsigned long)view,
			  SIZE);
}

static int call_extent(void)
{
	struct ntsection_extent args = {
		.size = sizeof(args),
		.length = SIZE,
	};

	return call_ioctl(section, NTSECTION_IOC_EXTENT, &args);
}

static int call_reset(void)
{
	return call_range(section, NTSECTION_IOC_RESET, 0, SIZE);
}

static int call_reset_view(void)
{
	return call_range(device(), NTSECTION_IOC_RESET, (unsigned long)view,
			  SIZE);
}

static int call_undo(void)
{
	return call_range(section, NTSECTION_IOC_RESET_UNDO, 0, SIZE);
}

static int remap_as(__u32 flags)
{
	struct ntsection_remap args = {
		.size = sizeof(args),
		.flags = flags,
		.start = (unsigned long)view,
		.length = SIZE,
		.prot = PROT_READ | PROT_WRITE,
	};

	if (ioctl(device(), NTSECTION_IOC_REMAP, &args))
		return errno;
	other = (char *)(unsigned long)args.address;
	return 0;
}

static int call_remap(void)
{
	return remap_as(0);
}

static int call_remap_copy(void)
{
	return remap_as(NTSECTION_REMAP_COPY);
}

static int call_map(void)
{
	view = map(section, SIZE, PROT_READ | PROT_WRITE);
	return view == MAP_FAILED ? errno : 0;
}

static int call_map_copy(void)
{
	view = map_copy(section, SIZE, PROT_READ | PROT_WRITE);
	return view == MAP_FAILED ? errno : 0;
}

static int call_protect(void)
{
	return mprotect(view + PAGE, PAGE, PROT_READ) ? errno : 0;
}

/* The rest is unmapped by clean(). */
static int call_unmap_part(void)
{
	return munmap(view + PAGE, PAGE) ? errno : 0;
}

/* A fault that finds no memory is tried again by the kernel. */
static int call_write(void)
{
	view[PAGE] = 2;
	return view[PAGE] == 2 ? 0 : EIO;
}

static int call_write_copy(void)
{
	other[PAGE] = 3;
	return other[PAGE] == 3 && view[PAGE] == 1 ? 0 : EIO;
}

static int call_write_committed(void)
{
	view[0] = 2;
	return view[0] == 2 ? 0 : EIO;
}

static void have_committed_view(void)
{
	have_reserve_view();
	call_commit();
}

/* A fault in the kernel, which is told of it. */
static int call_write_by_kernel(void)
{
	ssize_t n = pread(*(int *)area, view, PAGE, 0);

	return n < 0 ? errno : n == PAGE ? 0 : EFAULT;
}

static void have_file(void)
{
	static int zero = -1;

	have_view();
	if (zero < 0)
		zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	area = &zero;
}

static int call_open_device(void)
{
	made = open(DEVICE, O_RDWR | O_CLOEXEC);
	return made < 0 ? errno : 0;
}

static int call_close(void)
{
	if (close(section))
		return errno;
	section = -1;
	return 0;
}

static int call_unmap(void)
{
	if (munmap(view, SIZE))
		return errno;
	view = MAP_FAILED;
	return 0;
}

/* What a view alone keeps. */
static void have_last_view(void)
{
	have_committed_view();
	call_close();
}

static int call_fork(void)
{
	pid_t pid = fork();

	if (pid < 0)
		return errno;
	if (!pid)
		_exit(0);
	return wait_status(pid) ? EIO : 0;
}

static int call_fdinfo(void)
{
	char path[64], text[1024];
	ssize_t n;
	int error;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", section);
	made = open(path, O_RDONLY | O_CLOEXEC);
	if (made < 0)
		return errno;
	n = read(made, text, sizeof(text));
	error = n < 0 ? errno : 0;
	close(made);
	made = -1;
	return error;
}

static int write_limit(const char *text)
{
	static const char path[] = "/sys/module/ntsection/parameters/commit_limit";
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int error;

	if (fd < 0)
		return errno;
	n = write(fd, text, strlen(text));
	error = n < 0 ? errno : 0;
	close(fd);
	return error;
}

static int call_limit(void)
{
	return write_limit("strict");
}

static void clean_limit(void)
{
	write_limit("kernel");
}

static void have_limit(void)
{
	write_limit("system");
}

static void clean_create_limited(void)
{
	clean();
	clean_limit();
}

FIXTURE(fail_nth) {
};

FIXTURE_SETUP(fail_nth)
{
	NEED_ROOT();
	ASSERT_TRUE(fail_nth_init());
	device();
}

FIXTURE_TEARDOWN(fail_nth)
{
}

#define SWEEP_TEST(test, ...)						\
TEST_F(fail_nth, test)							\
{									\
	static const struct attempt attempt = {				\
		.name = #test,						\
		__VA_ARGS__						\
	};								\
									\
	sweep(_metadata, &attempt);					\
}

SWEEP_TEST(create, .prepare = nothing, .call = call_create_commit,
	   .clean = clean)
SWEEP_TEST(create_readonly, .prepare = nothing, .call = call_create_readonly,
	   .clean = clean)
SWEEP_TEST(create_reserve, .prepare = nothing, .call = call_create_reserve,
	   .clean = clean)
SWEEP_TEST(create_named, .prepare = nothing, .call = call_create_named,
	   .clean = clean)
SWEEP_TEST(create_existing, .prepare = have_name, .call = call_create_existing,
	   .clean = clean)
SWEEP_TEST(create_limited, .prepare = have_limit, .call = call_create_commit,
	   .clean = clean_create_limited)
SWEEP_TEST(open, .prepare = have_name, .call = call_open,
	   .clean = clean)
SWEEP_TEST(duplicate, .prepare = have_section, .call = call_duplicate,
	   .clean = clean)
SWEEP_TEST(query, .prepare = have_section, .call = call_query,
	   .clean = clean)
SWEEP_TEST(handle, .prepare = have_section, .call = call_handle,
	   .clean = clean)
SWEEP_TEST(features, .prepare = nothing, .call = call_features,
	   .clean = clean)
SWEEP_TEST(list, .prepare = have_section, .call = call_list,
	   .clean = clean)
SWEEP_TEST(residence, .prepare = have_content, .call = call_residence,
	   .clean = clean)
SWEEP_TEST(commit, .prepare = have_reserve, .call = call_commit,
	   .clean = clean)
SWEEP_TEST(commit_much, .prepare = have_reserve, .call = call_commit_much,
	   .clean = clean)
SWEEP_TEST(commit_more, .prepare = have_committed, .call = call_commit_more,
	   .clean = clean)
SWEEP_TEST(commit_view, .prepare = have_reserve_view, .call = call_commit_view,
	   .clean = clean)
SWEEP_TEST(extent, .prepare = have_section, .call = call_extent,
	   .clean = clean)
SWEEP_TEST(reset, .prepare = have_content, .call = call_reset,
	   .clean = clean)
SWEEP_TEST(reset_view, .prepare = have_content, .call = call_reset_view,
	   .clean = clean)
SWEEP_TEST(reset_undo, .prepare = have_reset, .call = call_undo,
	   .clean = clean)
SWEEP_TEST(remap, .prepare = have_view, .call = call_remap,
	   .clean = clean)
SWEEP_TEST(remap_copy, .prepare = have_view, .call = call_remap_copy,
	   .clean = clean)
SWEEP_TEST(map, .prepare = have_section, .call = call_map,
	   .clean = clean)
SWEEP_TEST(map_copy, .prepare = have_section, .call = call_map_copy,
	   .clean = clean)
SWEEP_TEST(map_reserve, .prepare = have_reserve, .call = call_map,
	   .clean = clean)
SWEEP_TEST(protect, .prepare = have_view, .call = call_protect,
	   .clean = clean)
SWEEP_TEST(unmap_part, .prepare = have_view, .call = call_unmap_part,
	   .clean = clean)
SWEEP_TEST(fault, .prepare = have_view, .call = call_write,
	   .clean = clean)
SWEEP_TEST(fault_again, .prepare = have_forgotten, .call = call_write,
	   .clean = clean, .nothing_fails = true)
SWEEP_TEST(fault_copy, .prepare = have_copy, .call = call_write_copy,
	   .clean = clean)
SWEEP_TEST(fault_reserve, .prepare = have_committed_view, .call = call_write_committed,
	   .clean = clean)
SWEEP_TEST(fault_by_kernel, .prepare = have_file, .call = call_write_by_kernel,
	   .clean = clean)
SWEEP_TEST(open_device, .prepare = nothing, .call = call_open_device,
	   .clean = clean)
SWEEP_TEST(fork, .prepare = have_content, .call = call_fork,
	   .clean = clean)
SWEEP_TEST(fdinfo, .prepare = have_name, .call = call_fdinfo,
	   .clean = clean)
SWEEP_TEST(limit, .prepare = nothing, .call = call_limit,
	   .clean = clean_limit)
/* What ends something must not need memory for it. */
SWEEP_TEST(close, .prepare = have_committed, .call = call_close,
	   .clean = clean, .nothing_fails = true)
SWEEP_TEST(close_named, .prepare = have_name, .call = call_close,
	   .clean = clean, .nothing_fails = true)
SWEEP_TEST(unmap_last, .prepare = have_last_view, .call = call_unmap,
	   .clean = clean, .nothing_fails = true)

TEST_HARNESS_MAIN
