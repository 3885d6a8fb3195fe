// SPDX-License-Identifier: GPL-2.0
/*
 * Names: who may open a section by its name with which rights, and who sees
 * which names. Needs root, to be all kinds of users.
 */
#include "kselftest_harness.h"

#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "ntsection_test.h"
#include "names_test.h"

/* What the permissions of a file stand for. */
#define READ (NTSECTION_QUERY | NTSECTION_MAP_READ | \
	      NTSECTION_MAP_EXECUTE | NTSECTION_READ_CONTROL)
#define WRITE (NTSECTION_MAP_WRITE | NTSECTION_EXTEND_SIZE)
#define OWNER (NTSECTION_DELETE | NTSECTION_READ_CONTROL | \
	       NTSECTION_WRITE_DAC | NTSECTION_WRITE_OWNER)

#define ALL_CAPABILITIES (~0ULL)
#define CAPABILITY(number) (1ULL << (number))

struct user {
	uid_t uid;
	gid_t gid;
	gid_t group;		/* supplementary */
	__u64 capabilities;
};

static const struct user alice = { 1000, 1000, 1000 };
static const struct user bob = { 1001, 1001, 1001 };
static const struct user colleague = { 1002, 1000, 1002 };
static const struct user member = { 1003, 1003, 1000 };
static const struct user root = { .capabilities = ALL_CAPABILITIES };
static const struct user weak_root = {
	.capabilities = ~(CAPABILITY(CAP_IPC_OWNER) |
			  CAPABILITY(CAP_SYS_ADMIN)),
};

static int set_capabilities(__u64 wanted)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	int i;

	if (syscall(SYS_capget, &header, data))
		return -1;
	for (i = 0; i < 2; i++) {
		data[i].permitted &= wanted >> 32 * i;
		data[i].effective = data[i].permitted;
		data[i].inheritable = 0;
	}
	return syscall(SYS_capset, &header, data);
}

static int become(const struct user *user)
{
	return prctl(PR_SET_KEEPCAPS, 1) || setgroups(1, &user->group) ||
	       setresgid(user->gid, user->gid, user->gid) ||
	       setresuid(user->uid, user->uid, user->uid) ||
	       set_capabilities(user->capabilities);
}

/* What a child does; the result is a number of its own, or -errno. */
typedef __s64 (*action)(void *arg);

#define BROKEN (-1000)

/* Users keep their numbers in a user namespace that root makes. */
static int map_users(pid_t pid)
{
	static const char *const maps[] = { "uid_map", "gid_map" };
	char path[64];
	int i;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, maps[i]);
		if (write_text(path, "0 0 65536"))
			return -1;
	}
	return 0;
}

/* Do it as @user, and then in the new namespaces that @flags say. */
static __s64 run(const struct user *user, unsigned long flags, action what,
		 void *arg)
{
	unsigned long now = user ? 0 : flags;
	bool map = now & CLONE_NEWUSER && !geteuid();
	__s64 result = BROKEN;
	int from[2], to[2];
	pid_t pid;

	if (pipe(from) || pipe(to))
		return BROKEN;
	pid = syscall(SYS_clone, now | SIGCHLD, NULL, NULL, NULL, 0);
	if (pid < 0)
		result = -errno;
	if (!pid) {
		char byte;

		close(from[0]);
		if (map && read(to[0], &byte, 1) != 1)
			_exit(1);
		if (user && become(user))
			_exit(2);
		if (user && flags)
			result = run(NULL, flags, what, arg);
		else
			result = what(arg);
		_exit(write(from[1], &result, sizeof(result)) < 0);
	}
	close(from[1]);
	if (pid > 0 && map && (map_users(pid) || write(to[1], "", 1) != 1))
		kill(pid, SIGKILL);
	if (pid > 0 &&
	    read(from[0], &result, sizeof(result)) != sizeof(result))
		result = BROKEN;
	close(from[0]);
	close(to[0]);
	close(to[1]);
	if (pid > 0 && wait_status(pid))
		result = BROKEN;
	return result;
}

/* The rights with each of which, taken alone, a section can be opened. */
static __s64 single_rights(void *name)
{
	__u32 right, got = 0;
	int section;

	for (right = 1; right <= NTSECTION_ALL_ACCESS; right <<= 1) {
		if (!(right & NTSECTION_ALL_ACCESS))
			continue;
		section = open_named(name, right);
		if (section >= 0)
			got |= right;
		else if (errno != EACCES)
			return -errno;
		close(section);
	}
	return got;
}

static __s64 open_all(void *name)
{
	int section = open_named(name, NTSECTION_ALL_ACCESS);

	return section < 0 ? -errno : 0;
}

static __s64 id_or_error(void *name)
{
	__u64 id = id_of_name(name);

	return id ? (__s64)id : -errno;
}

static __s64 create_or_error(void *name)
{
	int section = create_named(name);

	return section < 0 ? -errno : (__s64)id_of(section);
}

struct made {
	struct ntsection_create args;
	int socket;
};

static __s64 create_and_send(void *arg)
{
	struct made *made = arg;
	int section = create_by(&made->args);

	if (section < 0)
		return -errno;
	return send_descriptor(made->socket, section);
}

/* A section that a user made in namespaces; they are gone, not the handle. */
static int section_of(const struct user *user, unsigned long flags,
		      const char *name, __u32 mode)
{
	struct made made = { .args = named(name) };
	int ends[2], section = -1;

	made.args.mode = mode;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return -1;
	made.socket = ends[0];
	if (!run(user, flags, create_and_send, &made))
		section = receive_descriptor(ends[1]);
	close(ends[0]);
	close(ends[1]);
	return section;
}

FIXTURE(users) {
	long references;
	int section;
};

FIXTURE_SETUP(users)
{
	NEED_ROOT();
	self->references = module_references();
	self->section = -1;
}

FIXTURE_TEARDOWN(users)
{
	close(self->section);
	EXPECT_EQ(self->references, module_references());
}

/* what each bit gives, and to whom; 0 is 0600. */
TEST_F(users, permission_bits)
{
	static const struct { __u32 mode, owner, group, other; } modes[] = {
		{ 0, READ | WRITE | OWNER, 0, 0 },
		{ 0600, READ | WRITE | OWNER, 0, 0 },
		{ 0400, READ | OWNER, 0, 0 },
		{ 0200, WRITE | OWNER, 0, 0 },
		{ 0640, READ | WRITE | OWNER, READ, 0 },
		{ 0620, READ | WRITE | OWNER, WRITE, 0 },
		{ 0660, READ | WRITE | OWNER, READ | WRITE, 0 },
		{ 0644, READ | WRITE | OWNER, READ, READ },
		{ 0622, READ | WRITE | OWNER, WRITE, WRITE },
		{ 0666, READ | WRITE | OWNER, READ | WRITE, READ | WRITE },
		/* The first class that one is in is the one that counts. */
		{ 0066, OWNER, READ | WRITE, READ | WRITE },
		{ 0060, OWNER, READ | WRITE, 0 },
		{ 0006, OWNER, 0, READ | WRITE },
		{ 0004, OWNER, 0, READ },
		{ 0002, OWNER, 0, WRITE },
		{ 0040, OWNER, READ, 0 },
		{ 0020, OWNER, WRITE, 0 },
		{ 0246, WRITE | OWNER, READ, READ | WRITE },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		int section = section_of(&alice, 0, "mode", modes[i].mode);

		ASSERT_GE(section, 0);
		EXPECT_EQ(modes[i].owner,
			  run(&alice, 0, single_rights, "mode"))
			TH_LOG("mode %04o", modes[i].mode);
		EXPECT_EQ(modes[i].group,
			  run(&colleague, 0, single_rights, "mode"))
			TH_LOG("mode %04o", modes[i].mode);
		EXPECT_EQ(modes[i].group,
			  run(&member, 0, single_rights, "mode"))
			TH_LOG("mode %04o", modes[i].mode);
		EXPECT_EQ(modes[i].other, run(&bob, 0, single_rights, "mode"))
			TH_LOG("mode %04o", modes[i].mode);
		EXPECT_EQ(modes[i].other,
			  run(&weak_root, 0, single_rights, "mode"))
			TH_LOG("mode %04o", modes[i].mode);
		EXPECT_EQ(NTSECTION_ALL_ACCESS,
			  run(&root, 0, single_rights, "mode"))
			TH_LOG("mode %04o", modes[i].mode);
		close(section);
		EXPECT_EQ(-ENOENT, run(&alice, 0, single_rights, "mode"));
	}
	EXPECT_EQ(self->references, module_references());
}

/* it takes one capability, and that one only. */
TEST_F(users, capability)
{
	static const struct user owner_of_all = {
		1001, 1001, 1001, CAPABILITY(CAP_IPC_OWNER)
	};
	static const struct user all_but = {
		1001, 1001, 1001, ~CAPABILITY(CAP_IPC_OWNER)
	};
	self->section = section_of(&alice, 0, "name", 0);
	ASSERT_GE(self->section, 0);
	EXPECT_EQ(0, run(&root, 0, open_all, "name"));
	EXPECT_EQ(0, run(&owner_of_all, 0, open_all, "name"));
	EXPECT_EQ(-EACCES, run(&all_but, 0, open_all, "name"));
	EXPECT_EQ(0, run(&all_but, 0, single_rights, "name"));
	EXPECT_EQ(-EACCES, run(&weak_root, 0, open_all, "name"));
	EXPECT_EQ(-EACCES, run(&bob, 0, open_all, "name"));
	EXPECT_EQ(0, run(&alice, 0, open_all, "name"));
}

/* Each of the rights has to be allowed; there is no handle with the others. */
static __s64 read_and_more(void *name)
{
	__u32 right;

	for (right = 1; right <= NTSECTION_ALL_ACCESS; right <<= 1) {
		int section = open_named(name, NTSECTION_MAP_READ | right);

		if (section >= 0) {
			if (right & ~READ)
				return right;
			close(section);
		} else if (errno != (right & NTSECTION_ALL_ACCESS ? EACCES :
								    EINVAL)) {
			return -errno;
		} else if (right & READ) {
			return right;
		}
	}
	return 0;
}

/* Handles for reading give no way to write. */
static __s64 reader_cannot_write(void *name)
{
	int section = open_named(name, NTSECTION_QUERY | NTSECTION_MAP_READ);
	char *view = map(section, PAGE, PROT_READ);
	char *copy = map_copy(section, PAGE, PROT_READ | PROT_WRITE);

	if (view == MAP_FAILED || copy == MAP_FAILED || view[0] != 'a')
		return -errno;
	copy[0] = 'b';
	if (view[0] != 'a')
		return -1;
	if (map(section, PAGE, PROT_READ | PROT_WRITE) != MAP_FAILED ||
	    errno != EACCES)
		return -2;
	if (!mprotect(view, PAGE, PROT_READ | PROT_WRITE) || errno != EACCES)
		return -3;
	if (duplicate(section, NTSECTION_MAP_WRITE, 0) != -1 || errno != EACCES)
		return -4;
	return 0;
}

/* N-04, N-09: creating where a section is has no other rules than opening. */
static __s64 create_over(void *name)
{
	struct ntsection_create args = named(name);

	if (create_error(&args) != EEXIST)
		return -1;
	args.flags = NTSECTION_OPEN_IF;
	if (create_error(&args) != EACCES)
		return -2;
	/* A mode is for a section that is made. */
	args.mode = 0666;
	if (create_error(&args) != EACCES)
		return -3;
	args.access = NTSECTION_MAP_READ | NTSECTION_QUERY;
	return id_of(create_by(&args));
}

/* N-04, A-21: a reader opens for reading, by whatever call, and no further. */
TEST_F(users, reader)
{
	char *view;

	self->section = section_of(&alice, 0, "name", 0644);
	view = map(self->section, PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	view[0] = 'a';
	EXPECT_EQ(0, run(&bob, 0, read_and_more, "name"));
	EXPECT_EQ(0, run(&bob, 0, reader_cannot_write, "name"));
	EXPECT_EQ('a', view[0]);
	EXPECT_EQ(id_of(self->section), run(&bob, 0, create_over, "name"));
	EXPECT_EQ(READ, run(&bob, 0, single_rights, "name"));
	close(self->section);
	munmap(view, PAGE);
	self->section = section_of(&alice, 0, "name", 0);
	ASSERT_GE(self->section, 0);
	EXPECT_EQ(0, run(&bob, 0, create_over, "name"));
	EXPECT_EQ(id_of(self->section), run(&alice, 0, id_or_error, "name"));
}

/* Of a user's several numbers it is the one for files that counts. */
static __s64 create_with_fsuid(void *name)
{
	setfsuid(1000);
	if (create_named(name) < 0)
		return -errno;
	setfsuid(0);
	if (open_named(name, NTSECTION_QUERY) >= 0)
		return -1;
	setfsuid(1000);
	return single_rights(name);
}

TEST_F(users, file_system_user)
{
	EXPECT_EQ(READ | WRITE | OWNER,
		  run(&weak_root, 0, create_with_fsuid, "name"));
}

/* The root of a namespace has the sections that were made in there, */
static __s64 in_user_namespace(void *arg)
{
	int section = section_of(&alice, 0, "inner", 0);

	if (section < 0 || run(&alice, 0, open_all, "inner") ||
	    run(&root, 0, open_all, "inner"))
		return -1;
	if (run(&bob, 0, open_all, "inner") != -EACCES ||
	    run(&weak_root, 0, open_all, "inner") != -EACCES)
		return -2;
	/* but not those from outside, though alice is alice. */
	if (run(&root, 0, open_all, "outer") != -EACCES ||
	    run(&root, 0, single_rights, "outer"))
		return -3;
	if (run(&alice, 0, open_all, "outer"))
		return -4;
	/* The root of a namespace below has neither. */
	if (run(NULL, CLONE_NEWUSER, single_rights, "inner") ||
	    run(NULL, CLONE_NEWUSER, single_rights, "outer"))
		return -5;
	return 0;
}

TEST_F(users, user_namespaces)
{
	self->section = section_of(&alice, 0, "outer", 0);
	ASSERT_GE(self->section, 0);
	EXPECT_EQ(0, run(NULL, CLONE_NEWUSER, in_user_namespace, NULL));
	/* Nor has the root of one that a user makes for himself. */
	EXPECT_EQ(-EACCES, run(&bob, CLONE_NEWUSER, open_all, "outer"));
	EXPECT_EQ(0, run(&bob, CLONE_NEWUSER, single_rights, "outer"));
	EXPECT_EQ(0, run(&alice, CLONE_NEWUSER, open_all, "outer"));
	close(self->section);

	/* From outside, the capability reaches in, also when it is gone. */
	self->section = section_of(&alice, CLONE_NEWUSER, "inner", 0);
	ASSERT_GE(self->section, 0);
	EXPECT_EQ(0, run(&root, 0, open_all, "inner"));
	EXPECT_EQ(0, run(&alice, 0, open_all, "inner"));
	EXPECT_EQ(-EACCES, run(&weak_root, 0, open_all, "inner"));
	EXPECT_EQ(-EACCES, run(&bob, CLONE_NEWUSER, open_all, "inner"));
	EXPECT_EQ(-EACCES, run(NULL, CLONE_NEWUSER, open_all, "inner"));
}

/* N-24: each pid namespace has its own names, */
TEST_F(users, pid_namespaces)
{
	__s64 id;

	self->section = section_of(&root, 0, "name", 0666);
	ASSERT_GE(self->section, 0);
	id = id_of(self->section);
	EXPECT_EQ(id, id_of_name("name"));
	EXPECT_EQ(-ENOENT, run(NULL, CLONE_NEWPID, id_or_error, "name"));
	EXPECT_EQ(-ENOENT, run(NULL, CLONE_NEWPID, id_or_error, "Local\\name"));
	EXPECT_EQ(-ENOENT, run(&bob, CLONE_NEWUSER | CLONE_NEWPID, id_or_error,
			       "name"));
	EXPECT_LT(id, run(NULL, CLONE_NEWPID, create_or_error, "name"));
	EXPECT_LT(id, run(NULL, CLONE_NEWPID, create_or_error,
			  "Local\\name"));
	EXPECT_LT(id, run(&bob, CLONE_NEWUSER | CLONE_NEWPID, create_or_error,
			  "name"));
	/* and nothing but it has. */
	EXPECT_EQ(id, run(&bob, CLONE_NEWUSER, id_or_error, "name"));
	EXPECT_EQ(id, run(NULL, CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS |
			  CLONE_NEWNET, id_or_error, "name"));
}

/* What was made inside is not seen outside, nor in a namespace below. */
static __s64 in_pid_namespace(void *name)
{
	__s64 id = create_or_error(name);

	if (id < 0)
		return -1;
	/* N-23 holds here too. */
	if (id_or_error("Local\\inside") != id)
		return -2;
	if (id_or_error("Global\\inside") != -ENOENT)
		return -3;
	if (run(NULL, CLONE_NEWPID, id_or_error, name) != -ENOENT)
		return -4;
	/* A new namespace for one's children is not one's own. */
	if (unshare(CLONE_NEWPID) || id_or_error(name) != id)
		return -5;
	if (run(NULL, 0, id_or_error, name) != -ENOENT)
		return -6;
	return 0;
}

TEST_F(users, pid_namespaces_inside)
{
	self->section = section_of(&root, CLONE_NEWPID, "inside", 0666);
	ASSERT_GE(self->section, 0);
	EXPECT_ERRNO(ENOENT, open_named("inside", NTSECTION_QUERY));
	EXPECT_EQ(0, run(NULL, CLONE_NEWPID, in_pid_namespace, "inside"));
	EXPECT_ERRNO(ENOENT, open_named("inside", NTSECTION_QUERY));
}

static __s64 id_for_weak_root(void *name)
{
	return run(&weak_root, 0, id_or_error, name);
}

static __s64 create_as_weak_root(void *name)
{
	return run(&weak_root, 0, create_or_error, name);
}

/*
 * N-24, N-26: the names of the initial namespace are there for whoever may
 * administrate the whole system.
 */
TEST_F(users, global_names)
{
	const unsigned long own = CLONE_NEWUSER | CLONE_NEWPID;
	__s64 id;

	self->section = section_of(&root, 0, "Global\\name", 0666);
	ASSERT_GE(self->section, 0);
	id = id_of(self->section);
	EXPECT_EQ(id, run(NULL, CLONE_NEWPID, id_or_error, "Global\\name"));
	EXPECT_EQ(-EEXIST, run(NULL, CLONE_NEWPID, create_or_error,
			       "Global\\name"));
	EXPECT_EQ(-ENOENT, run(NULL, CLONE_NEWPID, id_or_error,
			       "Global\\none"));
	EXPECT_LT(id, run(NULL, CLONE_NEWPID, create_or_error,
			  "Global\\none"));

	/* Not without the capability, nor with that of another namespace: */
	EXPECT_EQ(-EACCES, run(NULL, CLONE_NEWPID, id_for_weak_root,
			       "Global\\name"));
	EXPECT_EQ(-EACCES, run(NULL, CLONE_NEWPID, create_as_weak_root,
			       "Global\\none"));
	EXPECT_EQ(-EACCES, run(NULL, own, id_or_error, "Global\\name"));
	EXPECT_EQ(-EACCES, run(NULL, own, create_or_error, "Global\\none"));
	EXPECT_EQ(-EACCES, run(&bob, own, id_or_error, "Global\\name"));
	/* whether there is such a name cannot be learnt. */
	EXPECT_EQ(-EACCES, run(&bob, own, id_or_error, "Global\\none"));
	EXPECT_EQ(-EACCES, run(&bob, own, create_or_error, "Global\\name"));
	EXPECT_EQ(-EACCES, run(&bob, own, create_or_error, "Global\\none"));
	/* In the initial namespace anybody may. */
	EXPECT_EQ(id, run(&bob, 0, id_or_error, "Global\\name"));
	EXPECT_EQ(id, run(&bob, CLONE_NEWUSER, id_or_error, "Global\\name"));
	EXPECT_LT(id, run(&bob, 0, create_or_error, "Global\\none"));
	close(self->section);

	/* What one makes so from inside is everybody's. */
	self->section = section_of(NULL, CLONE_NEWPID, "Global\\name", 0666);
	ASSERT_GE(self->section, 0);
	EXPECT_EQ(id_of(self->section), id_of_name("name"));
	EXPECT_EQ(id_of(self->section), run(&bob, 0, id_or_error, "name"));
	close(self->section);

	/* The capability is for the directory, not for what is in there. */
	self->section = section_of(&alice, 0, "Global\\name", 0);
	EXPECT_EQ(id_of(self->section), run(NULL, CLONE_NEWPID, id_or_error,
					    "Global\\name"));
	EXPECT_EQ(-EACCES, run(&bob, 0, id_or_error, "Global\\name"));
}

/*
 * The names of a namespace that has ended are nobody's, while handles of their
 * sections live on; a new namespace is not taken for an old one.
 */
TEST_F(users, dead_pid_namespaces)
{
	int sections[50];
	unsigned int i;
	__s64 id, last = 0;

	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		EXPECT_EQ(-ENOENT, run(NULL, CLONE_NEWPID, id_or_error,
				       "dead"));
		/* None is there, so the call makes one. */
		sections[i] = section_of(NULL, CLONE_NEWPID, "dead", 0);
		ASSERT_GE(sections[i], 0);
		id = id_of(sections[i]);
		EXPECT_LT(last, id);
		last = id;
		EXPECT_ERRNO(ENOENT, open_named("dead", NTSECTION_QUERY));
	}
	EXPECT_EQ(self->references + (long)ARRAY_SIZE(sections),
		  module_references());
	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		char *view = map(sections[i], PAGE, PROT_READ | PROT_WRITE);

		ASSERT_NE(MAP_FAILED, view);
		view[0] = 1;
		close(sections[i]);
		munmap(view, PAGE);
	}
}

#define LIMIT 4

/* Names hold their namespaces, but not for longer than they last. */
static const struct { unsigned long flag; const char *limit; } namespaces[] = {
	{ CLONE_NEWPID, "/proc/sys/user/max_pid_namespaces" },
	{ CLONE_NEWUSER, "/proc/sys/user/max_user_namespaces" },
};

FIXTURE(limits) {
	char saved[ARRAY_SIZE(namespaces)][16];
};

FIXTURE_SETUP(limits)
{
	const char limit[] = { '0' + LIMIT, '\0' };
	unsigned int i;

	NEED_ROOT();
	for (i = 0; i < ARRAY_SIZE(namespaces); i++) {
		snprintf(self->saved[i], sizeof(self->saved[i]), "%ld",
			 read_number(namespaces[i].limit));
		ASSERT_EQ(0, write_text(namespaces[i].limit, limit));
	}
}

FIXTURE_TEARDOWN(limits)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(namespaces); i++)
		EXPECT_EQ(0, write_text(namespaces[i].limit, self->saved[i]));
}

static __s64 nothing(void *arg)
{
	return 0;
}

TEST_F(limits, namespaces_are_given_back)
{
	unsigned int i, j, round;
	int sections[LIMIT];

	for (i = 0; i < ARRAY_SIZE(namespaces); i++) {
		unsigned long flag = namespaces[i].flag;

		for (round = 0; round < 3; round++) {
			for (j = 0; j < LIMIT; j++) {
				char name[] = { 'a' + j, '\0' };

				/* The kernel frees one a moment later. */
				do {
					sections[j] = section_of(NULL, flag,
								 name, 0);
				} while (sections[j] < 0);
			}
			EXPECT_EQ(-ENOSPC, run(NULL, flag, nothing, NULL));
			for (j = 0; j < LIMIT; j++)
				close(sections[j]);
		}
	}
}

TEST_HARNESS_MAIN
