// SPDX-License-Identifier: GPL-2.0
/*
 * Callers with next to nothing: a child behind seccomp that has one inherited
 * handle, and root of a user and a pid namespace of its own.
 */
#include "kselftest_harness.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "ntsection_test.h"
#include "names_test.h"
#include "range.h"
#include "stress.h"

#ifdef SYS_mmap2		/* what mmap() calls in 32-bit programs */
#define SYS_MAP SYS_mmap2
#else
#define SYS_MAP SYS_mmap
#endif

/* What is left to do with a handle; all else kills. */
static int confine(void)
{
#define ALLOW(call) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), \
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		ALLOW(SYS_ioctl), ALLOW(SYS_MAP), ALLOW(SYS_munmap),
		ALLOW(SYS_mprotect), ALLOW(SYS_close), ALLOW(SYS_exit_group),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = {
		.len = ARRAY_SIZE(filter),
		.filter = filter,
	};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Where the first thing went wrong, 0 if nothing did. */
static int use_one_handle(int section)
{
	struct ntsection_create new_section =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	struct ntsection_open by_name = {
		.size = sizeof(by_name),
		.name = (unsigned long)"confined",
		.name_length = 8,
		.access = RIGHTS,
	};
	struct ntsection_query info;
	char *view, *copy;
	int other;

	view = map(section, PAGE, PROT_READ);
	copy = map_copy(section, PAGE, PROT_READ | PROT_WRITE);
	if (view == MAP_FAILED || copy == MAP_FAILED || view[0] != 'c')
		return 1;
	copy[0] = 'd';
	if (view[0] != 'c' || query(section, &info) || info.resident != PAGE)
		return 2;
	/* No more than the handle has. */
	if (map(section, PAGE, PROT_READ | PROT_WRITE) != MAP_FAILED ||
	    errno != EACCES)
		return 3;
	if (!mprotect(view, PAGE, PROT_READ | PROT_WRITE) || errno != EACCES)
		return 4;
	if (duplicate(section, RIGHTS, 0) >= 0 || errno != EACCES)
		return 5;
	if (!reset(section, 0, PAGE) || errno != EACCES)
		return 6;
	/* Nor what the device has: no new section, no name. */
	if (ioctl(section, NTSECTION_IOC_CREATE, &new_section) >= 0 ||
	    errno != ENOTTY)
		return 7;
	if (ioctl(section, NTSECTION_IOC_OPEN, &by_name) >= 0 ||
	    errno != ENOTTY)
		return 8;
	/* Less it can have. */
	other = duplicate(section, NTSECTION_MAP_READ, 0);
	if (other < 0 || !query(other, &info) || errno != EACCES)
		return 9;
	return close(other) || munmap(view, PAGE) || munmap(copy, PAGE);
}

/* H-05: with the handle alone. */
TEST(child_behind_seccomp)
{
	long references = module_references();
	struct ntsection_create args = named("confined");
	int section = create_by(&args), reader;
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'c';
	reader = duplicate(section, NTSECTION_QUERY | NTSECTION_MAP_READ, 0);
	pid = fork();
	if (!pid) {
		munmap(view, PAGE);
		if (dup2(reader, 0) || syscall(SYS_close_range, 1, ~0U, 0) ||
		    confine())
			_exit(100);
		_exit(use_one_handle(0));
	}
	EXPECT_EQ(0, wait_status(pid));
	EXPECT_EQ('c', view[0]);
	munmap(view, PAGE);
	close(reader);
	close(section);
	EXPECT_EQ(references, module_references());
}

/* Root, but only there. */
static int as_root_of_namespaces(int section, __u64 id)
{
	struct ntsection_entry entry;
	struct ntsection_list list = {
		.size = sizeof(list),
		.entries = (unsigned long)&entry,
		.entry_size = sizeof(entry),
		.count = 1,
	};
	struct ntsection_residence where = {
		.size = sizeof(where),
		.id = id,
		.length = PAGE,
	};
	char path[64];

	/* The handle is as good as anywhere, */
	if (map(section, PAGE, PROT_READ) == MAP_FAILED)
		return 1;
	/* and no better. */
	if (duplicate(section, RIGHTS, 0) >= 0 || errno != EACCES)
		return 2;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", section);
	if (open(path, O_RDONLY) >= 0 || open(path, O_RDWR) >= 0)
		return 3;
	/* Nothing that is outside can be seen, or opened by its name, */
	if (ioctl(device(), NTSECTION_IOC_LIST, &list) || list.count)
		return 4;
	if (!ioctl(device(), NTSECTION_IOC_RESIDENCE, &where) ||
	    errno != ESRCH)
		return 5;
	if (open_named("confined", NTSECTION_QUERY) >= 0 || errno != ENOENT)
		return 6;
	if (open_named("Global\\confined", NTSECTION_QUERY) >= 0 ||
	    errno != EACCES)
		return 7;
	/* nor the limit of all changed, nor large pages had. */
	if (!write_text(COMMIT_LIMIT, "strict") || errno != EACCES)
		return 8;
	if (create_with(HUGE_PAGE, NTSECTION_PAGE_READWRITE,
			NTSECTION_SEC_COMMIT | NTSECTION_SEC_LARGE_PAGES,
			RIGHTS) >= 0 || errno != EPERM)
		return 9;
	/* What is made inside is there inside, under the same name. */
	section = create_named("confined");
	if (section < 0 || id_of(section) == id ||
	    id_of_name("confined") != id_of(section))
		return 10;
	return 0;
}

/* A-21, N-26: namespaces of an ordinary user's own give him nothing. */
TEST(root_of_namespaces)
{
	long references = module_references();
	struct ntsection_create args = named("confined");
	int section, reader;
	pid_t pid;

	NEED_ROOT();
	args.mode = 0666;
	section = create_by(&args);
	ASSERT_GE(section, 0);
	reader = duplicate(section, NTSECTION_QUERY | NTSECTION_MAP_READ, 0);
	pid = fork();
	if (!pid) {
		__u64 id = id_of(section);
		pid_t child;

		if (!become(ALICE) || prctl(PR_SET_DUMPABLE, 1) ||
		    unshare(CLONE_NEWUSER | CLONE_NEWPID) ||
		    write_text("/proc/self/setgroups", "deny") ||
		    write_text("/proc/self/uid_map", "0 1000 1") ||
		    write_text("/proc/self/gid_map", "0 1000 1"))
			_exit(100);
		/* The first child is the first process of the pid namespace. */
		child = fork();
		if (!child)
			_exit(as_root_of_namespaces(reader, id));
		_exit(wait_status(child));
	}
	EXPECT_EQ(0, wait_status(pid));
	close(reader);
	close(section);
	EXPECT_EQ(references, module_references());
}

TEST_HARNESS_MAIN
