// SPDX-License-Identifier: GPL-2.0
/*
 * Attacks: ways around a handle's rights, or to the pages without a handle,
 * that have worked on drivers of this kind. Each must fail.
 */
#include <linux/fs.h>
#include <linux/userfaultfd.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/xattr.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define __aligned(bytes) __attribute__((aligned(bytes)))

#ifndef F_ADD_SEALS
#define F_ADD_SEALS 1033
#define F_SEAL_WRITE 8
#endif

static int reader_of(int section)
{
	return duplicate(section, NTSECTION_MAP_READ, 0);
}

static int reopen(int fd, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, flags);
}

/* Trap C1: a read-only handle stays read-only through remap_file_pages(). */
TEST(remap_file_pages_gives_no_write)
{
	int section = create(2 * PAGE);
	char *view = map(reader_of(section), 2 * PAGE, PROT_READ);

	ASSERT_NE(MAP_FAILED, view);
	EXPECT_ERRNO(EACCES, mprotect(view, PAGE, PROT_READ | PROT_WRITE));
	EXPECT_ERRNO(EINVAL, remap_file_pages(view, 2 * PAGE, 0, 0, 0));
	EXPECT_ERRNO(EINVAL, remap_file_pages(view, PAGE, 0, 1, 0));
	EXPECT_ERRNO(EACCES, mprotect(view, PAGE, PROT_READ | PROT_WRITE));
	EXPECT_EQ(SIGSEGV, fault_of(view, 1));
}

/* Trap C1: remapped views stay inside the section and inside the rights. */
TEST(remap_file_pages_checks_again)
{
	long references = module_references();
	int section = create(4 * PAGE);
	char *view = map(section, 4 * PAGE, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'a';
	view[3 * PAGE] = 'd';
	/* It may rearrange pages, also when no handle is left. */
	close(section);
	ASSERT_EQ(0, remap_file_pages(view, PAGE, 0, 3, 0));
	EXPECT_EQ('d', view[0]);
	EXPECT_EQ('d', view[3 * PAGE]);
	/* But not show what is beyond the end. */
	EXPECT_ERRNO(ENXIO, remap_file_pages(view + PAGE, PAGE, 0, 4, 0));
	EXPECT_ERRNO(ENXIO, remap_file_pages(view + 2 * PAGE, 2 * PAGE, 0, 3,
					     0));
	EXPECT_ERRNO(EACCES, mprotect(view, PAGE, PROT_READ | PROT_EXEC));
	ASSERT_EQ(0, munmap(view, 4 * PAGE));
	EXPECT_EQ(references, module_references());
}

/*
 * Trap C2: no new file from /proc, with any rights, for anybody. The inode is
 * immutable, lets nobody in, and cannot be opened by those whom that does not
 * keep out: the first of these reasons is the error.
 */
TEST(reopening_fails)
{
	static const struct { int flags, root, user; } opens[] = {
		{ O_RDONLY, ENXIO, EACCES },
		{ O_WRONLY, EPERM, EPERM },
		{ O_RDWR, EPERM, EPERM },
		{ O_RDWR | O_TRUNC, EPERM, EPERM },
		{ O_RDWR | O_CREAT, EPERM, EPERM },
	};
	int section = create(PAGE);
	int fds[] = { section, reader_of(section) };
	unsigned int i, j;
	pid_t pid;

	NEED_ROOT();
	for (i = 0; i < ARRAY_SIZE(fds); i++)
		for (j = 0; j < ARRAY_SIZE(opens); j++)
			EXPECT_ERRNO(opens[j].root,
				     reopen(fds[i], opens[j].flags));

	pid = fork();
	if (!pid) {
		if (setgid(65534) || setuid(65534))
			_exit(1);
		/* The owner of the inode this time, but not root. */
		fds[0] = create(PAGE);
		fds[1] = reader_of(fds[0]);
		for (i = 0; i < ARRAY_SIZE(fds); i++)
			for (j = 0; j < ARRAY_SIZE(opens); j++)
				if (reopen(fds[i], opens[j].flags) != -1 ||
				    errno != opens[j].user)
					_exit(2);
		_exit(0);
	}
	EXPECT_EQ(0, wait_status(pid));
}

/* An O_PATH descriptor leads nowhere, and does not keep the module. */
TEST(path_descriptors_are_of_no_use)
{
	long references = module_references();
	int section = create(PAGE);
	int path = reopen(section, O_PATH);
	struct ntsection_query info;
	struct stat stat;

	ASSERT_GE(path, 0);
	EXPECT_ERRNO(EBADF, query(path, &info));
	EXPECT_EQ(MAP_FAILED, map(path, PAGE, PROT_READ));
	EXPECT_EQ(EBADF, errno);
	EXPECT_ERRNO(EBADF, ftruncate(path, 0));
	EXPECT_ERRNO(EBADF, fchmod(path, 0777));
	close(section);
	/* The inode is there still, but has nothing of the module's. */
	EXPECT_EQ(references, module_references());
	EXPECT_EQ(0, fstat(path, &stat));
	EXPECT_EQ(S_IFREG, stat.st_mode);
	EXPECT_ERRNO(ENXIO, reopen(path, O_RDONLY));
	EXPECT_ERRNO(EPERM, reopen(path, O_RDWR));
	close(path);
}

/* Trap C2: no program is run from a section. */
TEST(exec_from_a_handle_fails)
{
	static const char script[] = "#!/bin/sh\n";
	int section = create_with(PAGE, NTSECTION_PAGE_EXECUTE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *argv[] = { "x", NULL };

	ASSERT_NE(MAP_FAILED, view);
	memcpy(view, script, sizeof(script));
	EXPECT_ERRNO(EACCES, syscall(SYS_execveat, section, "", argv, argv,
				     AT_EMPTY_PATH));
	EXPECT_ERRNO(EACCES, fexecve(section, argv, argv));
}

/* Trap C30: nor from /proc/PID/map_files, which is for root alone. */
TEST(map_files_gives_no_file)
{
	int section = create(PAGE);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char path[96];

	NEED_ROOT();
	ASSERT_NE(MAP_FAILED, view);
	snprintf(path, sizeof(path), "/proc/self/map_files/%lx-%lx",
		 (unsigned long)view, (unsigned long)(view + PAGE));
	EXPECT_ERRNO(EPERM, open(path, O_RDWR));
	EXPECT_ERRNO(ENXIO, open(path, O_RDONLY));
}

/* L-05: the pages are of no file system that is mounted anywhere. */
TEST(pages_are_in_no_file_system)
{
	struct stat stat;
	char line[512], device[32];
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	int found = 0;

	ASSERT_NE(NULL, mounts);
	ASSERT_EQ(0, fstat(create(PAGE), &stat));
	EXPECT_EQ(0, stat.st_nlink);
	snprintf(device, sizeof(device), " %u:%u ", major(stat.st_dev),
		 minor(stat.st_dev));
	while (fgets(line, sizeof(line), mounts))
		found += !!strstr(line, device);
	fclose(mounts);
	EXPECT_EQ(0, found);
}

/* Traps C7, C22: size and content cannot be changed behind the module. */
TEST(files_cannot_be_changed)
{
	int section = create(4 * PAGE);
	int reader = reader_of(section);
	struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct stat before, after;
	int flags = FS_APPEND_FL;
	int fds[] = { section, reader };
	unsigned int i;

	ASSERT_EQ(0, fstat(section, &before));
	EXPECT_EQ(S_IFREG, before.st_mode);

	EXPECT_ERRNO(EPERM, ftruncate(section, 0));
	EXPECT_ERRNO(EPERM, ftruncate(section, 3 * PAGE));
	EXPECT_ERRNO(EPERM, ftruncate(section, 5 * PAGE));
	EXPECT_ERRNO(EINVAL, ftruncate(reader, 0));
	EXPECT_ERRNO(EPERM, fallocate(section, 0, 0, 8 * PAGE));
	EXPECT_ERRNO(EPERM,
		     fallocate(section, FALLOC_FL_PUNCH_HOLE |
			       FALLOC_FL_KEEP_SIZE, 0, PAGE));
	EXPECT_ERRNO(EBADF, fallocate(reader, FALLOC_FL_PUNCH_HOLE |
				      FALLOC_FL_KEEP_SIZE, 0, PAGE));
	EXPECT_ERRNO(EPERM, fcntl(section, F_ADD_SEALS, F_SEAL_WRITE));
	EXPECT_ERRNO(EPERM, fcntl(reader, F_ADD_SEALS, F_SEAL_WRITE));
	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		EXPECT_ERRNO(EPERM, fchmod(fds[i], 0777));
		EXPECT_ERRNO(EPERM, fchown(fds[i], 1, 1));
		EXPECT_ERRNO(EPERM, futimens(fds[i], times));
		/* Unsupported on some kernels, forbidden on the others. */
		EXPECT_EQ(-1, fsetxattr(fds[i], "user.x", "x", 1, 0));
	}
	/* An append-only inode could not be mapped for writing any more. */
	if (geteuid())
		EXPECT_EQ(-1, ioctl(reader, FS_IOC_SETFLAGS, &flags));

	ASSERT_EQ(0, fstat(section, &after));
	EXPECT_EQ(before.st_size, after.st_size);
	EXPECT_EQ(before.st_mode, after.st_mode);
	EXPECT_EQ(before.st_uid, after.st_uid);
	EXPECT_EQ(before.st_mtime, after.st_mtime);
	EXPECT_NE(MAP_FAILED, map(section, PAGE, PROT_READ | PROT_WRITE));
}

/* No bytes but through a view: both kinds of handle files say the same. */
TEST(files_cannot_be_read_or_written)
{
	int section = create(PAGE);
	int reader = reader_of(section);
	int fds[] = { section, reader };
	struct iovec iov = { .iov_base = &iov, .iov_len = 1 };
	off_t offset = 0;
	int ends[2];
	unsigned int i;
	char byte = 0;

	ASSERT_EQ(0, pipe(ends));
	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		int fd = fds[i];

		EXPECT_ERRNO(EINVAL, read(fd, &byte, 1));
		EXPECT_ERRNO(ESPIPE, pread(fd, &byte, 1, 0));
		EXPECT_ERRNO(ESPIPE, preadv2(fd, &iov, 1, 0, 0));
		EXPECT_ERRNO(ESPIPE, lseek(fd, 0, SEEK_SET));
		EXPECT_ERRNO(ESPIPE, lseek(fd, 0, SEEK_END));
		EXPECT_ERRNO(ESPIPE, lseek(fd, 0, SEEK_DATA));
		EXPECT_EQ(-1, splice(fd, NULL, ends[1], NULL, 1, 0));
		EXPECT_EQ(-1, sendfile(ends[1], fd, &offset, 1));
		EXPECT_EQ(-1, copy_file_range(fd, NULL, fd, NULL, 1, 0));
	}
	EXPECT_ERRNO(EINVAL, write(section, &byte, 1));
	EXPECT_ERRNO(ESPIPE, pwrite(section, &byte, 1, 0));
	EXPECT_ERRNO(EBADF, write(reader, &byte, 1));
	EXPECT_ERRNO(ESPIPE, pwrite(reader, &byte, 1, 0));
}

/* Trap C7: no hole is punched through a view. */
TEST(madvise_remove_fails)
{
	int section = create(PAGE);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *readonly = map(reader_of(section), PAGE, PROT_READ);

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, readonly);
	view[0] = 'r';
	EXPECT_ERRNO(EPERM, madvise(view, PAGE, MADV_REMOVE));
	EXPECT_ERRNO(EACCES, madvise(readonly, PAGE, MADV_REMOVE));
	EXPECT_EQ('r', readonly[0]);
	/* What may be thrown away is this process's mapping of the page. */
	EXPECT_EQ(0, madvise(view, PAGE, MADV_DONTNEED));
	EXPECT_EQ('r', view[0]);
}

/* Nobody writes through a read-only view by way of the kernel. */
TEST(forced_writes_fail)
{
	int section = create(PAGE);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *readonly = map(reader_of(section), PAGE, PROT_READ);
	char byte = 'f';
	struct iovec from = { .iov_base = &byte, .iov_len = 1 };
	struct iovec to = { .iov_len = 1 };
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	ASSERT_GE(mem, 0);
	ASSERT_NE(MAP_FAILED, view);
	ASSERT_NE(MAP_FAILED, readonly);
	to.iov_base = readonly;
	EXPECT_EQ(1, pread(mem, &byte, 1, (unsigned long)readonly));
	byte = 'f';
	EXPECT_ERRNO(EIO, pwrite(mem, &byte, 1, (unsigned long)readonly));
	EXPECT_ERRNO(EFAULT, process_vm_writev(getpid(), &from, 1, &to, 1, 0));
	EXPECT_EQ(0, view[0]);
}

static int open_userfaultfd(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	int uffd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (uffd >= 0 && ioctl(uffd, UFFDIO_API, &api)) {
		close(uffd);
		return -1;
	}
	return uffd;
}

/* Trap C19: userfaultfd fills in no page of a read-only view. */
TEST(userfaultfd_gives_no_write)
{
	int section = create(2 * PAGE);
	char *readonly = map(reader_of(section), 2 * PAGE, PROT_READ);
	char *view = map(section, 2 * PAGE, PROT_READ | PROT_WRITE);
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	static char source[PAGE_MAX] __aligned(PAGE_MAX) = "uffd";
	struct uffdio_copy copy = { .src = (unsigned long)source, .len = PAGE };
	int uffd;

	NEED_ROOT();
	uffd = open_userfaultfd();
	ASSERT_GE(uffd, 0);
	ASSERT_NE(MAP_FAILED, readonly);
	ASSERT_NE(MAP_FAILED, view);

	reg.range.start = (unsigned long)readonly;
	reg.range.len = 2 * PAGE;
	EXPECT_ERRNO(EPERM, ioctl(uffd, UFFDIO_REGISTER, &reg));
	copy.dst = (unsigned long)readonly;
	EXPECT_ERRNO(ENOENT, ioctl(uffd, UFFDIO_COPY, &copy));

	/* The twin: a writable view takes it, and all views see it. */
	reg.range.start = (unsigned long)view;
	ASSERT_EQ(0, ioctl(uffd, UFFDIO_REGISTER, &reg));
	copy.dst = (unsigned long)view;
	copy.copy = 0;
	ASSERT_EQ(0, ioctl(uffd, UFFDIO_COPY, &copy));
	EXPECT_EQ(0, strcmp(readonly, "uffd"));
}

/* In a user namespace of its own, where it makes a section on node 0. */
static int namespace_and_section(void)
{
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	pid_t child = fork();

	args.flags = NTSECTION_PREFERRED_NODE;
	if (!child) {
		if (unshare(CLONE_NEWUSER))
			_exit(1);
		_exit(ioctl(device(), NTSECTION_IOC_CREATE, &args) < 0 ? 2 : 0);
	}
	return wait_status(child);
}

/*
 * The mount that the first section of its kind is made on, and that stays, does
 * not keep the namespace of whoever came first: the only one that is allowed
 * here can be made again.
 */
TEST(first_section_keeps_no_user_namespace)
{
	const char *limit = "/proc/sys/user/max_user_namespaces";
	time_t end = time(NULL) + 10;
	char saved[16];
	int result;

	NEED_ROOT();
	snprintf(saved, sizeof(saved), "%ld", read_number(limit));
	ASSERT_EQ(0, write_text(limit, "1"));
	EXPECT_EQ(0, namespace_and_section());
	/* The kernel frees one a moment later. */
	do {
		result = namespace_and_section();
	} while (result == 1 && time(NULL) < end);
	EXPECT_EQ(0, result);
	EXPECT_EQ(0, write_text(limit, saved));
}

struct stuck_query {
	int section;
	void *args;
	int result;
};

static void *stuck_query(void *arg)
{
	struct stuck_query *stuck = arg;

	stuck->result = ioctl(stuck->section, NTSECTION_IOC_QUERY, stuck->args);
	return NULL;
}

/*
 * Trap C4: a call that is stuck in a fault on its own argument holds nothing
 * that others need to map, query, duplicate or close the same section.
 */
TEST(stuck_argument_blocks_nobody)
{
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct ntsection_query args = { .size = sizeof(args) }, info;
	struct stuck_query stuck = { .section = create(PAGE), .result = -2 };
	static char source[PAGE_MAX] __aligned(PAGE_MAX);
	struct uffdio_copy copy = { .src = (unsigned long)source, .len = PAGE };
	struct uffd_msg message;
	pthread_t thread;
	char *view;
	int uffd;

	NEED_ROOT();
	uffd = open_userfaultfd();
	ASSERT_GE(uffd, 0);
	stuck.args = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, stuck.args);
	reg.range.start = (unsigned long)stuck.args;
	reg.range.len = PAGE;
	ASSERT_EQ(0, ioctl(uffd, UFFDIO_REGISTER, &reg));
	ASSERT_EQ(0, pthread_create(&thread, NULL, stuck_query, &stuck));
	/* It is in the fault now. */
	ASSERT_EQ(sizeof(message), read(uffd, &message, sizeof(message)));

	view = map(stuck.section, PAGE, PROT_READ | PROT_WRITE);
	EXPECT_NE(MAP_FAILED, view);
	view[0] = 1;
	EXPECT_EQ(0, query(stuck.section, &info));
	EXPECT_EQ(0, close(duplicate(stuck.section, 0, 0)));
	EXPECT_EQ(0, munmap(view, PAGE));
	EXPECT_EQ(0, close(stuck.section));
	EXPECT_EQ(-2, stuck.result);

	memcpy(source, &args, sizeof(args));
	copy.dst = reg.range.start;
	ASSERT_EQ(0, ioctl(uffd, UFFDIO_COPY, &copy));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(0, stuck.result);
	EXPECT_EQ(PAGE, ((struct ntsection_query *)stuck.args)->resident);
}

TEST_HARNESS_MAIN
