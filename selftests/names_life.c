// SPDX-License-Identifier: GPL-2.0
/*
 * Names: how long they last. A name comes with a section and goes with the
 * section's last handle, whoever has that, and none is left of what failed.
 */
#include "kselftest_harness.h"

#include <limits.h>
#include <stddef.h>

#include "ntsection_test.h"
#include "names_test.h"
#include "strict.h"

#define LARGE (128 * MIB)
#define SLACK (8 * 1024)	/* KiB */

/*
 * N-27, N-28, L-03: views do not keep the name, and the next section of that
 * name has nothing to do with them.
 */
TEST(views_do_not_keep_the_name)
{
	long references = module_references();
	__u32 existed;
	int section = create_or_open("name", &existed);
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE), *other;
	__u64 id = id_of(section);

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'o';
	EXPECT_EQ(id, id_of_name("name"));
	close(section);
	EXPECT_ERRNO(ENOENT, open_named("name", RIGHTS));

	section = create_or_open("name", &existed);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, existed);
	EXPECT_NE(id, id_of(section));
	other = map(section, PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ(0, other[0]);
	other[0] = 'n';
	EXPECT_EQ('o', view[0]);
	view[1] = 'o';
	EXPECT_EQ(0, other[1]);

	/* The old one's end is not the new name's. */
	id = id_of(section);
	munmap(view, PAGE);
	EXPECT_EQ(id, id_of_name("name"));
	close(section);
	munmap(other, PAGE);
	EXPECT_ERRNO(ENOENT, open_named("name", RIGHTS));
	EXPECT_EQ(references, module_references());
}

FIXTURE(kept) {
	long references;
	int section;
	__u64 id;
};

FIXTURE_SETUP(kept)
{
	self->references = module_references();
	self->section = create_named("kept");
	self->id = id_of(self->section);
	ASSERT_NE(0, self->id);
}

/* Whatever kept the name is gone. */
FIXTURE_TEARDOWN(kept)
{
	__u32 existed;

	EXPECT_ERRNO(ENOENT, open_named("kept", NTSECTION_QUERY));
	EXPECT_EQ(self->references, module_references());
	EXPECT_LE(0, create_or_open("kept", &existed));
	EXPECT_EQ(0, existed);
}

/* N-29: any handle keeps the name, */
TEST_F(kept, by_a_duplicate)
{
	int other = duplicate(self->section, 0, 0);

	close(self->section);
	EXPECT_EQ(self->id, id_of_name("kept"));
	close(other);
}

TEST_F(kept, by_one_that_was_opened)
{
	int other = open_named("kept", NTSECTION_DELETE);

	close(self->section);
	EXPECT_EQ(self->id, id_of_name("kept"));
	close(other);
}

/* any copy of its descriptor does, */
TEST_F(kept, by_a_copy_of_the_descriptor)
{
	int other = dup(self->section);

	close(self->section);
	EXPECT_EQ(self->id, id_of_name("kept"));
	close(other);
}

/* also one that is under way, */
TEST_F(kept, by_a_socket)
{
	int ends[2], other;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	ASSERT_EQ(0, send_descriptor(ends[0], self->section));
	close(self->section);
	close(ends[0]);
	EXPECT_EQ(self->id, id_of_name("kept"));
	other = receive_descriptor(ends[1]);
	EXPECT_EQ(self->id, id_of(other));
	EXPECT_EQ(self->id, id_of_name("kept"));

	/* or never arrives, */
	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	ASSERT_EQ(0, send_descriptor(ends[0], other));
	close(other);
	EXPECT_EQ(self->id, id_of_name("kept"));
	close(ends[0]);
	close(ends[1]);
}

/* and one of another process (H-08), until that is killed. */
TEST_F(kept, by_another_process)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		pause();
		_exit(1);
	}
	close(self->section);
	EXPECT_EQ(self->id, id_of_name("kept"));
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(SIGKILL, WTERMSIG(status));
}

/* Run cat, which answers once it is there, with what descriptors it gets. */
static pid_t run_cat(int to[2], int from[2])
{
	char byte = 'c';
	pid_t pid;

	if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
		return -1;
	pid = fork();
	if (!pid) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		execlp("cat", "cat", NULL);
		_exit(126);
	}
	close(to[0]);
	close(from[1]);
	if (write(to[1], &byte, 1) != 1 || read(from[0], &byte, 1) != 1)
		return -1;
	return pid;
}

TEST_F(kept, by_another_program)
{
	int inherited = duplicate(self->section, 0, NTSECTION_INHERIT);
	int to[2], from[2];
	pid_t pid = run_cat(to, from);

	ASSERT_LT(0, pid);
	close(self->section);
	close(inherited);
	EXPECT_EQ(self->id, id_of_name("kept"));
	close(to[1]);
	EXPECT_EQ(0, wait_status(pid));
}

/* H-05: but for a program that was not given any. */
TEST_F(kept, not_by_another_program)
{
	int to[2], from[2];
	pid_t pid = run_cat(to, from);

	ASSERT_LT(0, pid);
	close(self->section);
	EXPECT_ERRNO(ENOENT, open_named("kept", NTSECTION_QUERY));
	close(to[1]);
	EXPECT_EQ(0, wait_status(pid));
}

/* A descriptor that leads to the inode only is no handle. */
TEST_F(kept, not_by_a_path_descriptor)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", self->section);
	ASSERT_LE(0, open(path, O_PATH | O_CLOEXEC));
	close(self->section);
}

/* H-08, L-04: a process is killed, and with it goes all that it made. */
TEST(killed_creator)
{
	long references = module_references();
	long before = committed_kib();
	int ready[2], section, status;
	__u32 existed;
	char byte;
	pid_t pid;

	ASSERT_EQ(0, pipe(ready));
	pid = fork();
	if (!pid) {
		struct ntsection_create args = named("large");
		char *view;

		args.size_low = LARGE;
		view = map(create_by(&args), LARGE, PROT_READ | PROT_WRITE);
		if (view == MAP_FAILED || create_named("shared") < 0)
			_exit(1);
		view[0] = 1;
		if (write(ready[1], "", 1) != 1)
			_exit(2);
		pause();
	}
	close(ready[1]);
	ASSERT_EQ(1, read(ready[0], &byte, 1));
	EXPECT_NE(0, id_of_name("large"));
	section = open_named("shared", NTSECTION_QUERY);
	ASSERT_GE(section, 0);
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_ERRNO(ENOENT, open_named("large", NTSECTION_QUERY));
	EXPECT_EQ(id_of(section), id_of_name("shared"));
	EXPECT_EQ(id_of(section), id_of(create_or_open("shared", &existed)));
	EXPECT_EQ(1, existed);
	EXPECT_EQ(references + 2, module_references());
	EXPECT_LT(labs(committed_kib() - before), SLACK);
}

/* C-10, K-03, K-14: the limit leaves no name, and does not hinder opening. */
TEST_F(strict, no_name_above_the_limit)
{
	long left = read_key("/proc/meminfo", "CommitLimit") - committed_kib();
	struct ntsection_create args = named("large");
	long references = module_references();
	long before = committed_kib();
	int section;

	ASSERT_GT(left, 4 * SLACK);
	args.flags = NTSECTION_OPEN_IF;
	args.size_low = (left + SLACK) * KIB;
	EXPECT_EQ(ENOMEM, create_error(&args));
	EXPECT_ERRNO(ENOENT, open_named("large", NTSECTION_QUERY));
	EXPECT_EQ(references, module_references());
	EXPECT_LT(labs(committed_kib() - before), SLACK);

	/* So large that there is no room for a second one. */
	args.size_low = (left - 2 * SLACK) * KIB;
	section = create_by(&args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, args.existed);
	before = committed_kib();
	args.existed = POISON;
	EXPECT_EQ(id_of(section), id_of(create_by(&args)));
	EXPECT_EQ(1, args.existed);
	EXPECT_EQ(id_of(section), id_of_name("large"));
	EXPECT_LT(labs(committed_kib() - before), SLACK);
	args.flags = 0;
	EXPECT_EQ(EEXIST, create_error(&args));
	args = named("other");
	args.size_low = 4 * SLACK * KIB;
	EXPECT_EQ(ENOMEM, create_error(&args));
	EXPECT_ERRNO(ENOENT, open_named("other", NTSECTION_QUERY));
}

/* Trap C18: no descriptor is free, so there is no name and no handle more. */
TEST(no_descriptor_left)
{
	long references = module_references();
	struct ntsection_create args = named("new");
	int section = create_named("old"), i;
	struct rlimit old, limit;

	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &old));
	limit = old;
	limit.rlim_cur = dup(section) + 1;
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	for (i = 0; i < 100; i++) {
		args = named("new");
		EXPECT_EQ(EMFILE, create_error(&args));
		args.flags = NTSECTION_OPEN_IF;
		EXPECT_EQ(EMFILE, create_error(&args));
		args = named("old");
		args.flags = NTSECTION_OPEN_IF;
		EXPECT_EQ(EMFILE, create_error(&args));
		EXPECT_ERRNO(EMFILE, open_named("old", RIGHTS));
		EXPECT_ERRNO(ENOENT, open_named("new", RIGHTS));
	}
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &old));
	EXPECT_ERRNO(ENOENT, open_named("new", RIGHTS));
	EXPECT_EQ(references + 1, module_references());
	close(limit.rlim_cur - 1);
	close(section);
	EXPECT_ERRNO(ENOENT, open_named("old", RIGHTS));
	EXPECT_EQ(references, module_references());
}

/* What an ordinary user gets when he is to have no file. */
static int calls_without_files(void)
{
	struct ntsection_create args = named("new");

	if (create_error(&args) != ENFILE)
		return 1;
	args = named("old");
	if (create_error(&args) != EEXIST)
		return 2;
	args.flags = NTSECTION_OPEN_IF;
	if (create_error(&args) != ENFILE)
		return 3;
	if (open_named("old", RIGHTS) != -1 || errno != ENFILE)
		return 4;
	if (open_named("new", RIGHTS) != -1 || errno != ENOENT)
		return 5;
	return 0;
}

/* As above, but it is the system that has no file left. */
TEST(no_file_left)
{
	const char *path = "/proc/sys/fs/file-max";
	struct ntsection_create args = named("old");
	long references = module_references();
	char saved[32];
	int section;
	pid_t pid;

	NEED_ROOT();
	args.mode = 0666;
	section = create_by(&args);
	snprintf(saved, sizeof(saved), "%ld", read_number(path));
	ASSERT_EQ(0, write_text(path, "0"));
	pid = fork();
	if (!pid)
		_exit(setgid(65534) || setuid(65534) ? 99 :
						       calls_without_files());
	EXPECT_EQ(0, wait_status(pid));
	ASSERT_EQ(0, write_text(path, saved));
	EXPECT_ERRNO(ENOENT, open_named("new", RIGHTS));
	EXPECT_EQ(references + 1, module_references());
	close(section);
	EXPECT_ERRNO(ENOENT, open_named("old", RIGHTS));
	EXPECT_EQ(references, module_references());
}

/* C-31: the output cannot be written, so nothing has happened. */
TEST(output_cannot_be_written)
{
	long references = module_references();
	long before = committed_kib();
	struct ntsection_create *args = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
					     MAP_PRIVATE | MAP_ANONYMOUS, -1,
					     0);
	int section, i;

	ASSERT_NE(MAP_FAILED, (char *)args);
	*args = named("name");
	args->flags = NTSECTION_OPEN_IF;
	args->size_low = LARGE;
	ASSERT_EQ(0, mprotect(args, PAGE, PROT_READ));
	EXPECT_ERRNO(EFAULT, create_by(args));
	EXPECT_ERRNO(ENOENT, open_named("name", RIGHTS));
	EXPECT_EQ(references, module_references());
	EXPECT_LT(labs(committed_kib() - before), SLACK);

	section = create_named("name");
	for (i = 0; i < 100; i++)
		EXPECT_ERRNO(EFAULT, create_by(args));
	EXPECT_EQ(references + 1, module_references());
	close(section);
	EXPECT_ERRNO(ENOENT, open_named("name", RIGHTS));
	EXPECT_EQ(references, module_references());

	/* The twin has an argument that ends before the output. */
	ASSERT_EQ(0, mprotect(args, PAGE, PROT_READ | PROT_WRITE));
	args->size = offsetof(struct ntsection_create, existed);
	ASSERT_EQ(0, mprotect(args, PAGE, PROT_READ));
	section = create_by(args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(id_of(section), id_of_name("name"));
}

/* K-14: who finds a section pays nothing, whatever size he asked for. */
TEST(opening_is_not_charged)
{
	struct ntsection_create args = named("large");
	long before;
	int i;

	args.size_low = LARGE;
	args.flags = NTSECTION_OPEN_IF;
	ASSERT_LE(0, create_by(&args));
	before = committed_kib();
	for (i = 0; i < 10; i++) {
		EXPECT_LE(0, create_by(&args));
		EXPECT_EQ(1, args.existed);
		EXPECT_LE(0, open_named("large", RIGHTS));
		EXPECT_ERRNO(EEXIST, create_named("large"));
	}
	EXPECT_LT(labs(committed_kib() - before), SLACK);
}

static char long_name[4 * KIB];

/* Arguments that cannot be written to. */
static struct ntsection_create *readonly;

/* Each of them, if it lost its name, would lose 4 KiB. */
static void calls_with_long_names(void)
{
	struct ntsection_create args = named_bytes(long_name,
						   sizeof(long_name));
	struct rlimit old, limit;
	unsigned int i;
	int section;

	getrlimit(RLIMIT_NOFILE, &old);
	limit = old;
	limit.rlim_cur = 0;
	for (i = leak_rounds(500); i; i--) {
		open_bytes(long_name, sizeof(long_name), 0, RIGHTS);
		create_by(readonly);
		setrlimit(RLIMIT_NOFILE, &limit);
		create_error(&args);
		setrlimit(RLIMIT_NOFILE, &old);
		args.size_high = 1U << 30;
		create_error(&args);
		args.size_high = 0;
		long_name[sizeof(long_name) - 1] = '\\';
		create_error(&args);
		long_name[sizeof(long_name) - 1] = 'n';

		section = create_by(&args);
		create_error(&args);
		args.flags = NTSECTION_OPEN_IF;
		create_error(&args);
		create_by(readonly);
		args.access = 0;
		create_error(&args);
		args = named_bytes(long_name, sizeof(long_name));
		open_bytes(long_name, sizeof(long_name), 0, 0);
		close(open_bytes(long_name, sizeof(long_name), 0, RIGHTS));
		close(section);
	}
}

/* Trap C18: no name is lost on any way out. */
TEST(no_call_leaks_a_name)
{
	long references = module_references();

	readonly = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, (char *)readonly);
	memset(long_name, 'n', sizeof(long_name));
	*readonly = named_bytes(long_name, sizeof(long_name));
	readonly->flags = NTSECTION_OPEN_IF;
	ASSERT_EQ(0, mprotect(readonly, PAGE, PROT_READ));
	/* 500 names would be 2 MiB and more. */
	EXPECT_LT(slab_growth(calls_with_long_names), 1024);
	EXPECT_EQ(references, module_references());
}

TEST_HARNESS_MAIN
