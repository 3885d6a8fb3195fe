// SPDX-License-Identifier: GPL-2.0
/*
 * NTSECTION_IOC_LIST: what it tells of sections, to whom, and that it neither
 * repeats nor leaves out any.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/sysmacros.h>
#include <time.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define RW (PROT_READ | PROT_WRITE)
#define ALICE 1000
#define BOB 1001

static int list(struct ntsection_list *args, __u64 cursor, void *entries,
		__u32 entry_size, __u32 count)
{
	*args = (struct ntsection_list) {
		.size = sizeof(*args),
		.cursor = cursor,
		.entries = (unsigned long)entries,
		.entry_size = entry_size,
		.count = count,
	};
	return ioctl(device(), NTSECTION_IOC_LIST, args);
}

/* The entry of a section; false if the caller is not told of it. */
static int find(__u64 id, struct ntsection_entry *entry)
{
	struct ntsection_list args;

	memset(entry, 0xcc, sizeof(*entry));
	return !list(&args, id - 1, entry, sizeof(*entry), 1) && args.count &&
	       entry->id == id;
}

static __u64 id_of(int section)
{
	struct ntsection_handle info = { .size = sizeof(info) };

	return ioctl(section, NTSECTION_IOC_HANDLE, &info) ? 0 : info.id;
}

static int create_named(const char *name, __u32 mode)
{
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);

	args.name = (unsigned long)name;
	args.name_length = strlen(name);
	args.mode = mode;
	return ioctl(device(), NTSECTION_IOC_CREATE, &args);
}

static int is_user(uid_t uid)
{
	return !setgid(uid) && !setuid(uid);
}

/* Is a line of this process's maps for the file @label? */
static int maps_have(const char *label)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	int found = 0;

	while (maps && fgets(line, sizeof(line), maps))
		found |= !!strstr(line, label);
	if (maps)
		fclose(maps);
	return found;
}

TEST(entry_of_a_section)
{
	struct ntsection_entry entry;
	char command[16] = "";
	struct timespec now;
	int section, other;
	char *view, *copy;
	FILE *file;

	section = create_with(4 * PAGE, NTSECTION_PAGE_EXECUTE_READWRITE,
			      NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE,
			      NTSECTION_ALL_ACCESS);
	other = duplicate(section, 0, 0);
	view = map(section, 4 * PAGE, RW);
	copy = map_copy(section, PAGE, RW);
	ASSERT_NE(MAP_FAILED, copy);
	view[PAGE] = 1;
	ASSERT_EQ(1, find(id_of(section), &entry));

	EXPECT_EQ(4 * PAGE, entry.maximum_size);
	EXPECT_EQ(4 * PAGE, entry.committed);
	EXPECT_EQ(PAGE, entry.resident);
	EXPECT_EQ(0, entry.swapped);
	EXPECT_EQ(NTSECTION_PAGE_EXECUTE_READWRITE, entry.protection);
	EXPECT_EQ(NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE,
		  entry.attributes);
	EXPECT_EQ(2, entry.handles);
	EXPECT_EQ(2, entry.views);
	EXPECT_EQ(geteuid(), entry.uid);
	EXPECT_EQ(getegid(), entry.gid);
	EXPECT_EQ(getpid(), entry.pid);
	EXPECT_EQ(0, entry.mode);
	EXPECT_EQ(0, entry.name_length);
	EXPECT_EQ(0, entry.name[0]);
	clock_gettime(CLOCK_BOOTTIME, &now);
	EXPECT_GE(now.tv_sec * 1000000000ULL + now.tv_nsec, entry.created);
	EXPECT_NE(0, entry.created);
	file = fopen("/proc/self/comm", "re");
	ASSERT_EQ(1, fscanf(file, "%15s", command));
	fclose(file);
	EXPECT_EQ(0, strcmp(command, (char *)entry.command));

	/* Without handles it is there as long as a view is. */
	munmap(copy, PAGE);
	close(other);
	ASSERT_EQ(1, find(id_of(section), &entry));
	EXPECT_EQ(1, entry.handles);
	EXPECT_EQ(1, entry.views);
	close(section);
	ASSERT_EQ(1, find(entry.id, &entry));
	EXPECT_EQ(0, entry.handles);
	EXPECT_EQ(1, entry.views);
	/* What mprotect() splits counts twice. */
	ASSERT_EQ(0, mprotect(view, PAGE, PROT_READ));
	ASSERT_EQ(1, find(entry.id, &entry));
	EXPECT_EQ(2, entry.views);
	munmap(view, 4 * PAGE);
	EXPECT_EQ(0, find(entry.id, &entry));
}

/* A line of this process's maps that has this device and inode number. */
static int maps_have_inode(__u32 dev, __u64 ino)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned int major, minor;
	unsigned long long number;
	char line[512];
	int found = 0;

	while (maps && fgets(line, sizeof(line), maps))
		found |= sscanf(line, "%*s %*s %*s %x:%x %llu", &major, &minor,
				&number) == 3 &&
			 makedev(major, minor) == dev && number == ino;
	if (maps)
		fclose(maps);
	return found;
}

/* By its inode a line of /proc/PID/maps is known to be of a section. */
TEST(entry_has_the_inode)
{
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	struct ntsection_entry entry;
	__u64 inodes[3], devices[3];
	struct stat status;
	int sections[3];
	size_t i;

	sections[0] = create(PAGE);
	sections[1] = create_with(PAGE, NTSECTION_PAGE_READWRITE,
				  NTSECTION_SEC_RESERVE, RIGHTS);
	/* On another mount. */
	args.flags = NTSECTION_PREFERRED_NODE;
	sections[2] = ioctl(device(), NTSECTION_IOC_CREATE, &args);
	for (i = 0; i < 3; i++) {
		ASSERT_LE(0, sections[i]);
		ASSERT_NE(MAP_FAILED, map(sections[i], PAGE, RW));
		ASSERT_EQ(0, fstat(sections[i], &status));
		ASSERT_EQ(1, find(id_of(sections[i]), &entry));
		EXPECT_EQ(status.st_ino, entry.ino);
		EXPECT_EQ(status.st_dev, entry.dev);
		EXPECT_TRUE(maps_have_inode(entry.dev, entry.ino));
		inodes[i] = entry.ino;
		devices[i] = entry.dev;
	}
	EXPECT_NE(inodes[0], inodes[1]);
	EXPECT_NE(devices[0], devices[2]);
}

/* N-27: the name is told of as long as it opens the section. */
TEST(entry_of_a_name)
{
	struct ntsection_entry entry;
	int section = create_named("Local\\list test", 0640);
	char *view = map(section, PAGE, RW);
	char name[300];

	ASSERT_NE(MAP_FAILED, view);
	ASSERT_EQ(1, find(id_of(section), &entry));
	EXPECT_EQ(0640, entry.mode);
	EXPECT_EQ(9, entry.name_length);
	EXPECT_EQ(0, strcmp("list test", (char *)entry.name));
	close(section);
	ASSERT_EQ(1, find(entry.id, &entry));
	EXPECT_EQ(0, entry.name_length);
	EXPECT_EQ(0, entry.mode);
	EXPECT_EQ(0, entry.name[0]);

	/* Of a long one the begin. */
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	section = create_named(name, 0);
	ASSERT_EQ(1, find(id_of(section), &entry));
	EXPECT_EQ(0600, entry.mode);
	EXPECT_EQ(sizeof(name) - 1, entry.name_length);
	EXPECT_EQ(0, memcmp(name, entry.name, sizeof(entry.name)));
}

TEST(maps_and_fdinfo_show_names)
{
	int section = create_named("shown name", 0), unnamed = create(PAGE);
	char path[64], line[128], *view;
	int found = 0;
	FILE *file;

	ASSERT_NE(MAP_FAILED, map(section, PAGE, RW));
	EXPECT_TRUE(maps_have("/ntsection:shown name (deleted)\n"));
	view = map(unnamed, PAGE, PROT_READ);
	ASSERT_NE(MAP_FAILED, view);
	EXPECT_TRUE(maps_have("/ntsection (deleted)\n"));

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", section);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		found += !strcmp(line, "ntsection-name:\tshown name\n");
		found += !strcmp(line, "ntsection-handles:\t1\n");
		found += !strcmp(line, "ntsection-views:\t1\n");
	}
	fclose(file);
	EXPECT_EQ(3, found);

	/* What would break a line is escaped. */
	section = create_named("a\nb", 0);
	ASSERT_NE(MAP_FAILED, map(section, PAGE, RW));
	EXPECT_TRUE(maps_have("/ntsection:a\\012b (deleted)\n"));
}

/* In pieces, in order, each once, and nothing behind the end. */
TEST(pieces)
{
	enum { SECTIONS = 300, ROOM = 7 };
	static __u64 ids[SECTIONS];
	struct ntsection_entry entries[ROOM + 1];
	unsigned int next = 0, i;
	struct ntsection_list args;
	__u64 cursor = 0, last = 0;

	for (i = 0; i < SECTIONS; i++) {
		ids[i] = id_of(create(PAGE));
		/* Holes in the numbers. */
		close(create(PAGE));
	}
	do {
		memset(entries, 0xcc, sizeof(entries));
		ASSERT_EQ(0, list(&args, cursor, entries, sizeof(*entries),
				  ROOM));
		ASSERT_LE(args.count, ROOM);
		for (i = 0; i < args.count; i++) {
			EXPECT_LT(last, entries[i].id);
			last = entries[i].id;
			if (next < SECTIONS && entries[i].id == ids[next])
				next++;
		}
		EXPECT_EQ(0xcccccccccccccccc, entries[args.count].id);
		EXPECT_GE(args.cursor, last);
		cursor = args.cursor;
	} while (args.count);
	EXPECT_EQ(SECTIONS, next);

	/* And from the end nothing more. */
	ASSERT_EQ(0, list(&args, ~0ULL, entries, sizeof(*entries), 1));
	EXPECT_EQ(0, args.count);
}

/* An entry that has grown is filled up with zeros. */
TEST(larger_entries)
{
	const size_t size = sizeof(struct ntsection_entry) + 24;
	unsigned char buffer[2 * sizeof(struct ntsection_entry) + 100];
	__u64 id = id_of(create(PAGE));
	struct ntsection_list args;
	size_t i;

	memset(buffer, 0xcc, sizeof(buffer));
	ASSERT_EQ(0, list(&args, id - 1, buffer, size, 1));
	ASSERT_EQ(1, args.count);
	EXPECT_EQ(id, *(__u64 *)buffer);
	for (i = sizeof(struct ntsection_entry); i < size; i++)
		EXPECT_EQ(0, buffer[i]);
	EXPECT_EQ(0xcc, buffer[size]);
}

TEST(bad_input)
{
	struct ntsection_entry entry;
	struct ntsection_list args;
	int section = create(PAGE);
	void *read_only = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE |
			       MAP_ANONYMOUS, -1, 0);

	EXPECT_ERRNO(EINVAL, list(&args, 0, &entry, sizeof(entry), 0));
	EXPECT_ERRNO(EINVAL, list(&args, 0, &entry, sizeof(entry) - 1, 1));
	EXPECT_ERRNO(EINVAL, list(&args, 0, &entry, PAGE + 1, 1));
	EXPECT_ERRNO(EINVAL, list(&args, 0, &entry, 0, 1));
	EXPECT_ERRNO(EFAULT, list(&args, 0, NULL, sizeof(entry), 1));
	EXPECT_ERRNO(EFAULT, list(&args, 0, read_only, sizeof(entry), 1));
	EXPECT_ERRNO(EFAULT, list(&args, 0, LAST_PAGE, sizeof(entry), 1));
	args.flags = 1;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_LIST, &args));
	args.flags = 0;
	args.size--;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_LIST, &args));
	args.size = 2 * PAGE;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_LIST, &args));
	args.size = sizeof(args);
	EXPECT_ERRNO(ENOTTY, ioctl(section, NTSECTION_IOC_LIST, &args));
	EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_LIST, NULL));
}

/* What others see: their own, and what they may open. */
TEST(users_see_what_they_may)
{
	struct ntsection_entry entry;
	__u64 unnamed, closed, group, open;
	pid_t pid;

	NEED_ROOT();
	unnamed = id_of(create(PAGE));
	closed = id_of(create_named("closed", 0600));
	group = id_of(create_named("group", 0640));
	open = id_of(create_named("open", 0604));

	pid = fork();
	if (!pid) {
		struct ntsection_residence args = {
			.size = sizeof(args), .length = PAGE, .id = unnamed,
		};

		if (!is_user(ALICE))
			_exit(1);
		if (find(unnamed, &entry) || find(closed, &entry) ||
		    find(group, &entry))
			_exit(2);
		if (!find(open, &entry) || entry.uid || entry.mode != 0604)
			_exit(3);
		/* Nor can pages be counted that are not one's business. */
		if (!ioctl(device(), NTSECTION_IOC_RESIDENCE, &args) ||
		    errno != ESRCH)
			_exit(4);
		args.id = open;
		if (ioctl(device(), NTSECTION_IOC_RESIDENCE, &args))
			_exit(5);
		_exit(find(id_of(create(PAGE)), &entry) ? 0 : 6);
	}
	EXPECT_EQ(0, wait_status(pid));
}

TEST(users_do_not_see_each_other)
{
	int ids[2], done[2], status;
	struct ntsection_entry entry;
	__u64 id;
	pid_t alice, bob;

	NEED_ROOT();
	ASSERT_EQ(0, pipe(ids));
	ASSERT_EQ(0, pipe(done));
	alice = fork();
	if (!alice) {
		close(done[1]);
		if (!is_user(ALICE))
			_exit(1);
		id = id_of(create(PAGE));
		/* Until the other end is closed. */
		_exit(write(ids[1], &id, sizeof(id)) != sizeof(id) ||
		      read(done[0], &id, 1));
	}
	ASSERT_EQ(sizeof(id), read(ids[0], &id, sizeof(id)));
	bob = fork();
	if (!bob) {
		close(done[1]);
		if (!is_user(BOB))
			_exit(1);
		_exit(find(id, &entry) ? 2 : 0);
	}
	EXPECT_EQ(0, wait_status(bob));
	/* Root sees it, and whose it is. */
	EXPECT_EQ(1, find(id, &entry));
	EXPECT_EQ(ALICE, entry.uid);
	EXPECT_EQ(alice, entry.pid);
	close(done[1]);
	ASSERT_EQ(alice, waitpid(alice, &status, 0));
	EXPECT_EQ(0, status);
}

/* Down into a pid namespace, not up out of it. */
TEST(pid_namespaces)
{
	__u64 outside = id_of(create(PAGE)), inside;
	struct ntsection_entry entry;
	int ids[2], done[2];
	pid_t pid, child;

	NEED_ROOT();
	ASSERT_EQ(0, pipe(ids));
	ASSERT_EQ(0, pipe(done));
	pid = fork();
	if (!pid) {
		close(done[1]);
		if (unshare(CLONE_NEWPID))
			_exit(1);
		child = fork();
		if (child)
			_exit(wait_status(child));
		if (find(outside, &entry))
			_exit(2);
		inside = id_of(create(PAGE));
		if (!find(inside, &entry) || entry.pid != 1)
			_exit(3);
		_exit(write(ids[1], &inside, sizeof(inside)) !=
		      sizeof(inside) || read(done[0], &inside, 1));
	}
	ASSERT_EQ(sizeof(inside), read(ids[0], &inside, sizeof(inside)));
	EXPECT_EQ(1, find(inside, &entry));
	EXPECT_LT(1, entry.pid);
	close(done[1]);
	EXPECT_EQ(0, wait_status(pid));
}

/* Root of a user namespace of his own is nobody elsewhere. */
TEST(user_namespaces)
{
	struct ntsection_entry entry;
	__u64 id;
	pid_t pid;

	NEED_ROOT();
	id = id_of(create(PAGE));
	pid = fork();
	if (!pid) {
		if (!is_user(ALICE) || unshare(CLONE_NEWUSER))
			_exit(1);
		_exit(find(id, &entry) ? 2 : 0);
	}
	EXPECT_EQ(0, wait_status(pid));
}

/* Beside those who come and go, each one that stays is told of once. */
TEST(list_among_changes)
{
	enum { SECTIONS = 64, ROUNDS = 200 };
	struct ntsection_entry entries[16];
	int stop[2], round;
	__u64 ids[SECTIONS];
	unsigned int i;
	pid_t pid;

	ASSERT_EQ(0, pipe2(stop, O_NONBLOCK));
	for (i = 0; i < SECTIONS; i++)
		ids[i] = id_of(create(PAGE));
	pid = fork();
	if (!pid) {
		close(stop[1]);
		/* EAGAIN until the other end is closed. */
		while (read(stop[0], &round, 1)) {
			int section = create(PAGE);
			void *view = map(section, PAGE, RW);

			close(section);
			munmap(view, PAGE);
		}
		_exit(0);
	}
	for (round = 0; round < ROUNDS; round++) {
		struct ntsection_list args = { .count = 1 };
		unsigned int next = 0;
		__u64 cursor = 0;

		while (args.count) {
			ASSERT_EQ(0, list(&args, cursor, entries,
					  sizeof(*entries), 16));
			for (i = 0; i < args.count; i++)
				next += next < SECTIONS &&
					entries[i].id == ids[next];
			cursor = args.cursor;
		}
		EXPECT_EQ(SECTIONS, next);
	}
	close(stop[1]);
	EXPECT_EQ(0, wait_status(pid));
}

TEST_HARNESS_MAIN
