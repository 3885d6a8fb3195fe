// SPDX-License-Identifier: GPL-2.0
/*
 * Lifetime: handles, views and processes may end in any order, and when all
 * are gone nothing is left.
 */
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

/* L-02: the content outlives all views while there is a handle. */
TEST(handle_outlives_views)
{
	int section = create(2 * MIB);
	char *view = map(section, 2 * MIB, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	memset(view, 'h', 2 * MIB);
	munmap(view, 2 * MIB);
	view = map(section, 2 * MIB, PROT_READ);
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_EQ('h', view[0]);
	EXPECT_EQ('h', view[2 * MIB - 1]);
}

/* H-04, L-02: views outlive all handles, and still share. */
TEST(views_outlive_handles)
{
	int section = create(PAGE);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *other = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *readonly = map(reader, PAGE, PROT_READ);

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, other);
	ASSERT_NE(MAP_FAILED, readonly);
	ASSERT_EQ(0, close(reader));
	ASSERT_EQ(0, close(section));
	view[5] = 'v';
	EXPECT_EQ('v', other[5]);
	EXPECT_EQ('v', readonly[5]);
	munmap(view, PAGE);
	EXPECT_EQ('v', other[5]);
}

/* H-04: any order of ends gives everything back. */
TEST(everything_is_given_back)
{
	long references = module_references();
	unsigned int order;

	for (order = 0; order < 24; order++) {
		int section = create(PAGE);
		int other = duplicate(section, 0, NTSECTION_SAME_ACCESS);
		char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
		char *copy = map_copy(other, PAGE, PROT_READ | PROT_WRITE);
		unsigned int left[4] = { 0, 1, 2, 3 }, n = order, i, j;

		ASSERT_NE(MAP_FAILED, view);
		ASSERT_NE(MAP_FAILED, copy);
		view[0] = 1;
		copy[0] = 2;
		/* Two handle files, a writable and a read-only view file. */
		EXPECT_EQ(references + 4, module_references());
		for (i = 4; i > 0; i--) {
			switch (left[n % i]) {
			case 0:
				EXPECT_EQ(0, close(section));
				break;
			case 1:
				EXPECT_EQ(0, close(other));
				break;
			case 2:
				EXPECT_EQ(0, munmap(view, PAGE));
				break;
			case 3:
				EXPECT_EQ(0, munmap(copy, PAGE));
				break;
			}
			for (j = n % i; j + 1 < i; j++)
				left[j] = left[j + 1];
			n /= i;
		}
		EXPECT_EQ(references, module_references());
	}
}

/* A handle travels over a socket and works in its new process (H-01). */
TEST(handle_over_a_socket)
{
	char space[CMSG_SPACE(sizeof(int))] = { 0 };
	char byte = 0;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	int section = create(PAGE);
	int reader = duplicate(section, NTSECTION_MAP_READ, 0);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	struct cmsghdr *control;
	int ends[2];
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 's';
	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	pid = fork();
	if (!pid) {
		int received;
		char *own;

		/* Nothing but what comes over the socket. */
		close(section);
		close(reader);
		munmap(view, PAGE);
		if (recvmsg(ends[1], &message, 0) != 1)
			_exit(1);
		control = CMSG_FIRSTHDR(&message);
		memcpy(&received, CMSG_DATA(control), sizeof(received));
		own = map(received, PAGE, PROT_READ);
		if (own == MAP_FAILED || own[0] != 's')
			_exit(2);
		if (map(received, PAGE, PROT_READ | PROT_WRITE) != MAP_FAILED ||
		    errno != EACCES)
			_exit(3);
		if (duplicate(received, RIGHTS, 0) != -1 || errno != EACCES)
			_exit(4);
		_exit(0);
	}
	control = CMSG_FIRSTHDR(&message);
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &reader, sizeof(reader));
	ASSERT_EQ(1, sendmsg(ends[0], &message, 0));
	EXPECT_EQ(0, wait_status(pid));
}

/* Descriptors are kept over exec() only when asked for (H-05). */
TEST(close_on_exec)
{
	int kept = duplicate(create(PAGE), NTSECTION_MAP_READ,
			     NTSECTION_INHERIT);
	int gone = create(PAGE);
	pid_t pid = fork();

	if (!pid) {
		char command[64];

		snprintf(command, sizeof(command),
			 "test -e /proc/self/fd/%d && ! test -e /proc/self/fd/%d",
			 kept, gone);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(126);
	}
	EXPECT_EQ(0, wait_status(pid));
}

/* H-08, L-04: a killed process leaves nothing, and takes nothing away. */
TEST(killed_process_leaves_nothing)
{
	long references = module_references();
	int section = create(PAGE);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	int ready[2], status;
	char byte;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(0, pipe(ready));
	pid = fork();
	if (!pid) {
		int own = create(16 * MIB);
		char *pages = map(own, 16 * MIB, PROT_READ | PROT_WRITE);

		if (pages == MAP_FAILED)
			_exit(1);
		memset(pages, 1, 16 * MIB);
		duplicate(section, 0, NTSECTION_SAME_ACCESS);
		view[0] = 'k';
		if (write(ready[1], "", 1) != 1)
			_exit(2);
		pause();
	}
	ASSERT_EQ(1, read(ready[0], &byte, 1));
	EXPECT_LT(references + 2, module_references());
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ('k', view[0]);
	/* The handle and the view file of this process. */
	EXPECT_EQ(references + 2, module_references());
}

/*
 * Trap C32: two views side by side, of parts of the section side by side, may
 * become one VMA; the view file loses no reference and gains none.
 */
TEST(adjacent_views)
{
	long references = module_references();
	int section = create(4 * PAGE);
	char *room = mmap(NULL, 4 * PAGE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int round;

	ASSERT_NE(MAP_FAILED, room);
	for (round = 0; round < 2; round++) {
		ASSERT_EQ(room, mmap(room, 2 * PAGE, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_FIXED, section, 0));
		ASSERT_EQ(room + 2 * PAGE,
			  mmap(room + 2 * PAGE, 2 * PAGE,
			       PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
			       section, 2 * PAGE));
		room[2 * PAGE - 1] = 1;
		room[2 * PAGE] = 2;
		ASSERT_EQ(0, munmap(room + PAGE, 2 * PAGE));
		ASSERT_EQ(0, munmap(room, 4 * PAGE));
	}
	close(section);
	EXPECT_EQ(references, module_references());
}

/* Trap C23: the module stays as long as a handle or a view does. */
TEST(module_stays_while_in_use)
{
	int section = create(PAGE);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);

	NEED_ROOT();
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_ERRNO(EAGAIN, syscall(SYS_delete_module, "ntsection",
				     O_NONBLOCK));
	close(section);
	EXPECT_ERRNO(EAGAIN, syscall(SYS_delete_module, "ntsection",
				     O_NONBLOCK));
	view[0] = 1;
	EXPECT_EQ(1, view[0]);
}

/* Trap C18: a call that finds no descriptor leaves nothing. */
TEST(no_descriptor_left)
{
	long before = committed_kib();
	long references = module_references();
	int section = create(PAGE), last;
	struct rlimit old, limit;
	int i;

	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &old));
	last = dup(section);
	limit = old;
	limit.rlim_cur = last + 1;
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	for (i = 0; i < 1000; i++) {
		EXPECT_ERRNO(EMFILE, create(64 * MIB));
		EXPECT_ERRNO(EMFILE, duplicate(section, 0, 0));
	}
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &old));
	EXPECT_EQ(references + 1, module_references());
	EXPECT_LT(labs(committed_kib() - before), 8 * 1024);
}

TEST_HARNESS_MAIN
