// SPDX-License-Identifier: GPL-2.0
/*
 * NTSECTION_IOC_CREATE, QUERY and FEATURES: what is accepted, what is
 * refused with which errno, and what the section then says of itself.
 */
#include <stddef.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

/* C-01: a section without a file; the handle is close-on-exec. */
TEST(makes_a_section)
{
	struct ntsection_query info;
	int section = create(PAGE);

	ASSERT_GE(section, 0);
	EXPECT_EQ(FD_CLOEXEC, fcntl(section, F_GETFD));
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(sizeof(info), info.size);
	EXPECT_EQ(0, info.flags);
	EXPECT_NE(0, info.id);
	EXPECT_EQ(PAGE, info.maximum_size);
	EXPECT_EQ(PAGE, info.committed);
	EXPECT_EQ(0, info.resident);
	EXPECT_EQ(0, info.swapped);
	EXPECT_EQ(NTSECTION_PAGE_READWRITE, info.protection);
	EXPECT_EQ(NTSECTION_SEC_COMMIT, info.attributes);
	EXPECT_EQ(RIGHTS, info.access);
	EXPECT_EQ(0, info.pad);
	EXPECT_EQ(0, close(section));
}

TEST(inherit_flag_keeps_the_handle_over_exec)
{
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	int section;

	args.flags = NTSECTION_INHERIT;
	section = ioctl(device(), NTSECTION_IOC_CREATE, &args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, fcntl(section, F_GETFD));
}

/* C-07: the size is rounded up to pages, and that is what everybody sees. */
TEST(size_is_rounded_up)
{
	const struct { __u64 asked, got; } sizes[] = {
		{ 1, PAGE }, { 0x123, PAGE }, { PAGE - 1, PAGE },
		{ PAGE, PAGE }, { PAGE + 1, 2 * PAGE },
		{ 3 * PAGE + 0x452, 4 * PAGE },
	};
	struct ntsection_query info;
	struct stat stat;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		int section = create(sizes[i].asked);

		ASSERT_GE(section, 0);
		ASSERT_EQ(0, query(section, &info));
		EXPECT_EQ(sizes[i].got, info.maximum_size);
		ASSERT_EQ(0, fstat(section, &stat));
		EXPECT_EQ(sizes[i].got, stat.st_size);
		close(section);
	}
}

/* C-08: the bytes between the asked and the rounded size are shared memory. */
TEST(rounded_up_bytes_are_usable)
{
	int section = create(PAGE - 6);
	char *a = map(section, PAGE, PROT_READ | PROT_WRITE);
	char *b = map(section, PAGE, PROT_READ);

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	a[PAGE - 1] = 'x';
	EXPECT_EQ('x', b[PAGE - 1]);
}

/* C-06: both halves of the size count. */
TEST(size_has_two_halves)
{
	struct ntsection_query info;
	__u64 size = (4ULL << 30) + 1;
	char saved[16] = "";
	int section;

	NEED_ROOT();
	snprintf(saved, sizeof(saved), "%ld",
		 read_number("/proc/sys/vm/overcommit_memory"));
	/* More than the VM has. */
	ASSERT_EQ(0, write_text("/proc/sys/vm/overcommit_memory", "1"));
	section = create(size);
	EXPECT_EQ(0, write_text("/proc/sys/vm/overcommit_memory", saved));
	ASSERT_GE(section, 0);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ((4ULL << 30) + PAGE, info.maximum_size);
}

/* C-05, C-09; traps C11 */
TEST(refuses_impossible_sizes)
{
	const struct { __u64 size; int err; } sizes[] = {
		{ 0, EINVAL },
		{ 1ULL << 63, EFBIG },		/* High 0x80000000, Low 0 */
		{ (1ULL << 63) - 1, EFBIG },	/* would round up to 2^63 */
		{ (1ULL << 63) - PAGE + 1, EFBIG },
		{ ~0ULL, EFBIG },
		{ ~0ULL - PAGE + 1, EFBIG },
		{ ~0ULL - PAGE + 2, EFBIG },	/* would wrap to 0 */
	};
	long before = committed_kib();
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		EXPECT_ERRNO(sizes[i].err, create(sizes[i].size));
	EXPECT_LT(labs(committed_kib() - before), 8 * 1024);
}

/* C-10, K-03: the largest size passes all checks but the commit limit. */
TEST(refuses_sizes_above_the_commit_limit)
{
	long before = committed_kib();

	EXPECT_ERRNO(ENOMEM, create((1ULL << 63) - PAGE));
	EXPECT_ERRNO(ENOMEM, create(512ULL << 30));
	EXPECT_LT(labs(committed_kib() - before), 8 * 1024);
}

/* C-14 */
TEST(accepts_each_protection)
{
	static const __u32 protections[] = {
		NTSECTION_PAGE_READONLY, NTSECTION_PAGE_READWRITE,
		NTSECTION_PAGE_WRITECOPY, NTSECTION_PAGE_EXECUTE,
		NTSECTION_PAGE_EXECUTE_READ, NTSECTION_PAGE_EXECUTE_READWRITE,
		NTSECTION_PAGE_EXECUTE_WRITECOPY,
	};
	struct ntsection_query info;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(protections); i++) {
		int section = create_with(PAGE, protections[i], 0,
					  NTSECTION_ALL_ACCESS);

		ASSERT_GE(section, 0);
		ASSERT_EQ(0, query(section, &info));
		EXPECT_EQ(protections[i], info.protection);
		EXPECT_EQ(NTSECTION_ALL_ACCESS, info.access);
		close(section);
	}
}

/* C-15, C-18, C-36b: of all single bits and pairs only those of C-14. */
TEST(refuses_other_protections)
{
	unsigned int i, j;

	EXPECT_ERRNO(EINVAL, create_with(PAGE, 0, 0, 0));
	EXPECT_ERRNO(EINVAL, create_with(PAGE, 0xffffffff, 0, 0));
	for (i = 0; i < 32; i++) {
		if (i < 1 || i > 7)
			EXPECT_ERRNO(EINVAL, create_with(PAGE, 1U << i, 0, 0));
		for (j = 0; j < i; j++)
			EXPECT_ERRNO(EINVAL, create_with(PAGE, 1U << i | 1U << j,
							 0, 0));
	}
}

/* C-15: the protection is looked at before the size. */
TEST(protection_is_checked_before_size)
{
	EXPECT_ERRNO(EINVAL, create_with(~0ULL, 0, 0, 0));
	EXPECT_ERRNO(EFBIG, create_with(~0ULL, NTSECTION_PAGE_READONLY, 0, 0));
}

/* C-19, C-20 */
TEST(attributes_read_back)
{
	static const struct { __u32 asked, got; } attributes[] = {
		{ 0, NTSECTION_SEC_COMMIT },
		{ NTSECTION_SEC_COMMIT, NTSECTION_SEC_COMMIT },
		{ NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE,
		  NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE },
		{ NTSECTION_SEC_COMMIT | NTSECTION_SEC_WRITECOMBINE,
		  NTSECTION_SEC_COMMIT | NTSECTION_SEC_WRITECOMBINE },
		{ NTSECTION_SEC_RESERVE, NTSECTION_SEC_RESERVE },
		{ NTSECTION_SEC_RESERVE | NTSECTION_SEC_NOCACHE,
		  NTSECTION_SEC_RESERVE | NTSECTION_SEC_NOCACHE },
		{ NTSECTION_SEC_RESERVE | NTSECTION_SEC_WRITECOMBINE,
		  NTSECTION_SEC_RESERVE | NTSECTION_SEC_WRITECOMBINE },
	};
	struct ntsection_query info;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		int section = create_with(PAGE, NTSECTION_PAGE_READWRITE,
					  attributes[i].asked, RIGHTS);

		ASSERT_GE(section, 0);
		ASSERT_EQ(0, query(section, &info));
		EXPECT_EQ(attributes[i].got, info.attributes);
		close(section);
	}
}

/* C-21 to C-26, C-36b */
TEST(refuses_bad_attributes)
{
	static const struct { __u32 attributes; int err; } bad[] = {
		{ NTSECTION_SEC_RESERVE | NTSECTION_SEC_COMMIT, EINVAL },
		{ NTSECTION_SEC_RESERVE | NTSECTION_SEC_LARGE_PAGES, EINVAL },
		{ NTSECTION_SEC_NOCACHE, EINVAL },
		{ NTSECTION_SEC_WRITECOMBINE, EINVAL },
		{ NTSECTION_SEC_LARGE_PAGES, EINVAL },
		{ NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE |
		  NTSECTION_SEC_WRITECOMBINE, EINVAL },
		{ NTSECTION_SEC_FILE, EINVAL },
		{ NTSECTION_SEC_FILE | NTSECTION_SEC_COMMIT, EINVAL },
		{ NTSECTION_SEC_FILE | NTSECTION_SEC_RESERVE, EINVAL },
		{ NTSECTION_SEC_IMAGE, ENOEXEC },
		{ NTSECTION_SEC_IMAGE | NTSECTION_SEC_NOCACHE, ENOEXEC },
		{ NTSECTION_SEC_IMAGE | NTSECTION_SEC_COMMIT, EINVAL },
		{ NTSECTION_SEC_IMAGE | NTSECTION_SEC_RESERVE, EINVAL },
		{ NTSECTION_SEC_IMAGE | NTSECTION_SEC_LARGE_PAGES, EINVAL },
		{ 1, EINVAL },
		{ NTSECTION_SEC_COMMIT | 1, EINVAL },
		{ 0x00200000 | NTSECTION_SEC_COMMIT, EINVAL },	/* SEC_BASED */
		{ 0xffffffff, EINVAL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_ERRNO(bad[i].err,
			     create_with(PAGE, NTSECTION_PAGE_READWRITE,
					 bad[i].attributes, RIGHTS));
}

/* C-32: a new handle has what was asked, 0 included; unknown bits are not. */
TEST(handle_has_the_access_asked_for)
{
	struct ntsection_query info;
	unsigned int bit;
	int section;

	section = create_with(PAGE, NTSECTION_PAGE_READONLY, 0,
			      NTSECTION_ALL_ACCESS);
	ASSERT_GE(section, 0);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(NTSECTION_ALL_ACCESS, info.access);

	section = create_with(PAGE, NTSECTION_PAGE_READONLY, 0, 0);
	ASSERT_GE(section, 0);
	EXPECT_ERRNO(EACCES, query(section, &info));

	for (bit = 0; bit < 32; bit++) {
		if (NTSECTION_ALL_ACCESS & 1U << bit)
			continue;
		EXPECT_ERRNO(EINVAL, create_with(PAGE, NTSECTION_PAGE_READONLY,
						 0, 1U << bit));
	}
}

TEST(refuses_unknown_flags_and_padding)
{
	const __u32 known = NTSECTION_INHERIT | NTSECTION_OPEN_IF |
			    NTSECTION_CASE_INSENSITIVE |
			    NTSECTION_PREFERRED_NODE;
	struct ntsection_create args;
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (known & 1U << bit)
			continue;
		args = create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
		args.flags = 1U << bit;
		EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_CREATE,
					   &args));
	}
	args = create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	args.pad = 1;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_CREATE, &args));
}

/* Bad pointers, C-31: EFAULT and nothing left behind. */
TEST(refuses_bad_pointers)
{
	char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int section = create(PAGE);
	struct ntsection_create *half;
	struct ntsection_query *info;
	unsigned int cmd, i;
	long references;
	void *bad[3];

	ASSERT_NE(MAP_FAILED, page);
	ASSERT_EQ(0, munmap(page + PAGE, PAGE));
	bad[0] = NULL;
	bad[1] = page + PAGE;
	bad[2] = LAST_PAGE;		/* a kernel address */

	references = module_references();
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_CREATE,
					   bad[i]));
		for (cmd = NTSECTION_IOC_FEATURES;
		     cmd <= NTSECTION_IOC_DUPLICATE; cmd++)
			EXPECT_ERRNO(EFAULT, ioctl(section, cmd, bad[i]));
	}

	/* The size is readable, the rest is not. */
	half = (void *)(page + PAGE - 8);
	half->size = sizeof(*half);
	EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_CREATE, half));

	/* Readable but not writable. */
	info = (void *)page;
	memset(info, 0, sizeof(*info));
	info->size = sizeof(*info);
	ASSERT_EQ(0, mprotect(page, PAGE, PROT_READ));
	EXPECT_ERRNO(EFAULT, ioctl(section, NTSECTION_IOC_QUERY, info));
	EXPECT_EQ(references, module_references());
}

/* Structures of other ages: larger with zeros is fine, shorter is not. */
TEST(argument_structures_may_grow)
{
	struct {
		struct ntsection_create args;
		__u64 future;
	} grown = {
		.args = create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS),
	};
	struct {
		struct ntsection_query info;
		__u64 future;
	} answer;
	static char huge[2 * PAGE_MAX];
	int section;

	grown.args.size = sizeof(grown);
	section = ioctl(device(), NTSECTION_IOC_CREATE, &grown);
	ASSERT_GE(section, 0);

	grown.future = 1;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_CREATE, &grown));
	/* As it was first published, and shorter. */
	grown.args.size = offsetof(struct ntsection_create, name);
	EXPECT_LE(0, ioctl(device(), NTSECTION_IOC_CREATE, &grown));
	grown.args.size--;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_CREATE, &grown));
	grown.args.size = 0;
	EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_CREATE, &grown));

	((struct ntsection_create *)huge)->size = PAGE + 1;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_CREATE, huge));
	((struct ntsection_create *)huge)->size = 0xffffffff;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_CREATE, huge));

	memset(&answer, 0xcc, sizeof(answer));
	answer.info.size = sizeof(answer);
	answer.info.flags = 0;
	EXPECT_ERRNO(E2BIG, ioctl(section, NTSECTION_IOC_QUERY, &answer));
	answer.future = 0;
	ASSERT_EQ(0, ioctl(section, NTSECTION_IOC_QUERY, &answer));
	EXPECT_EQ(sizeof(answer), answer.info.size);
	EXPECT_EQ(PAGE, answer.info.maximum_size);
	EXPECT_EQ(0, answer.future);
	answer.info.size = sizeof(answer.info) - 1;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_QUERY, &answer));
}

/* Outputs are written fully or not at all. */
TEST(failed_query_writes_nothing)
{
	int section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
				  NTSECTION_MAP_READ);
	struct ntsection_query info, copy;

	memset(&info, 0xcc, sizeof(info));
	info.size = sizeof(info);
	info.flags = 0;
	copy = info;
	EXPECT_ERRNO(EACCES, ioctl(section, NTSECTION_IOC_QUERY, &info));
	EXPECT_EQ(0, memcmp(&copy, &info, sizeof(info)));

	info.flags = 1;
	copy = info;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_QUERY, &info));
	EXPECT_EQ(0, memcmp(&copy, &info, sizeof(info)));
}

TEST(features)
{
	int section = create(PAGE);
	int fds[] = { device(), section };
	struct ntsection_features features;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		memset(&features, 0xcc, sizeof(features));
		features.size = sizeof(features);
		features.flags = 0;
		ASSERT_EQ(0, ioctl(fds[i], NTSECTION_IOC_FEATURES, &features));
		EXPECT_EQ(NTSECTION_FEATURE_RESERVE | NTSECTION_FEATURE_RESET |
			  NTSECTION_FEATURE_NAMES | NTSECTION_FEATURE_HANDLE |
			  NTSECTION_FEATURE_REMAP | NTSECTION_FEATURE_LIST,
			  features.features);
		EXPECT_EQ((1ULL << 63) - PAGE, features.maximum_size);
		EXPECT_EQ(0xfe, features.protections);
		EXPECT_EQ(NTSECTION_SEC_COMMIT | NTSECTION_SEC_RESERVE |
			  NTSECTION_SEC_NOCACHE | NTSECTION_SEC_WRITECOMBINE |
			  NTSECTION_SEC_LARGE_PAGES, features.attributes);
		EXPECT_EQ(NTSECTION_ALL_ACCESS, features.access);
		EXPECT_EQ(PAGE, features.page_size);

		features.flags = 1;
		EXPECT_ERRNO(EINVAL, ioctl(fds[i], NTSECTION_IOC_FEATURES,
					   &features));
	}
}

/* Unknown commands, and those of the other kind of file. */
TEST(unknown_commands)
{
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	struct ntsection_query info = { .size = sizeof(info) };
	int section = create(PAGE);

	EXPECT_ERRNO(ENOTTY, ioctl(device(), _IO('N', 0x8f), &args));
	EXPECT_ERRNO(ENOTTY, ioctl(device(), _IO('N', 0x9f), &args));
	EXPECT_ERRNO(ENOTTY, ioctl(device(), _IOWR('N', 0x90, args), &args));
	EXPECT_ERRNO(ENOTTY, ioctl(device(), NTSECTION_IOC_QUERY, &info));
	EXPECT_ERRNO(ENOTTY, ioctl(section, NTSECTION_IOC_CREATE, &args));
	EXPECT_ERRNO(ENOTTY, ioctl(section, _IO('N', 0x9f), &args));
}

/* Each section has a number of its own. */
TEST(ids_differ)
{
	struct ntsection_query a, b;
	int first = create(PAGE), second = create(PAGE);

	ASSERT_EQ(0, query(first, &a));
	ASSERT_EQ(0, query(second, &b));
	EXPECT_NE(a.id, b.id);
}

/* The device is for everybody. */
TEST(ordinary_users_may_create)
{
	struct stat stat_device;
	pid_t pid;

	NEED_ROOT();
	ASSERT_EQ(0, stat(DEVICE, &stat_device));
	EXPECT_EQ(S_IFCHR | 0666, stat_device.st_mode);

	pid = fork();
	if (!pid) {
		char *view;
		int fd, section;
		struct ntsection_create args =
			create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);

		if (setgid(65534) || setuid(65534))
			_exit(1);
		fd = open_device();
		if (fd < 0)
			_exit(2);
		section = ioctl(fd, NTSECTION_IOC_CREATE, &args);
		if (section < 0)
			_exit(3);
		view = map(section, PAGE, PROT_READ | PROT_WRITE);
		if (view == MAP_FAILED)
			_exit(4);
		*view = 1;
		_exit(0);
	}
	EXPECT_EQ(0, wait_status(pid));
}

/* fdinfo says what QUERY knows. */
TEST(fdinfo)
{
	struct ntsection_query info;
	int section = create(3 * PAGE);
	char *view = map(section, 3 * PAGE, PROT_READ | PROT_WRITE);
	char path[64];

	ASSERT_NE(MAP_FAILED, view);
	view[0] = 1;
	view[2 * PAGE] = 1;
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(2 * PAGE, info.resident);

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", section);
	EXPECT_EQ((long)info.id, read_key(path, "ntsection-id"));
	EXPECT_EQ(3 * PAGE, read_key(path, "ntsection-size"));
	EXPECT_EQ(3 * PAGE, read_key(path, "ntsection-committed"));
	EXPECT_EQ(2 * PAGE, read_key(path, "ntsection-resident"));
	EXPECT_EQ(0, read_key(path, "ntsection-swapped"));
	EXPECT_EQ(NTSECTION_PAGE_READWRITE,
		  read_key(path, "ntsection-protection"));
	EXPECT_EQ(NTSECTION_SEC_COMMIT,
		  read_key(path, "ntsection-attributes"));
	EXPECT_EQ(RIGHTS, read_key(path, "ntsection-access"));
}

TEST_HARNESS_MAIN
