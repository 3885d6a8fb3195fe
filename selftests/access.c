// SPDX-License-Identifier: GPL-2.0
/*
 * Access: what a handle and a section's protection allow a view to be, and
 * handles made from handles.
 */
#include <sys/epoll.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"

#define R NTSECTION_MAP_READ
#define W NTSECTION_MAP_WRITE
#define X NTSECTION_MAP_EXECUTE

#define CASE "%s, access %#x, protection %#x"

static const __u32 protections[] = {
	NTSECTION_PAGE_READONLY, NTSECTION_PAGE_READWRITE,
	NTSECTION_PAGE_WRITECOPY, NTSECTION_PAGE_EXECUTE,
	NTSECTION_PAGE_EXECUTE_READ, NTSECTION_PAGE_EXECUTE_READWRITE,
	NTSECTION_PAGE_EXECUTE_WRITECOPY,
};

/* The rights that each of the above lets views have. */
static const __u32 allowed[] = { R, R | W, R, X, R | X, R | W | X, R | X };

/* The kinds of views, and the right on the handle that each needs. */
static const struct kind {
	const char *name;
	int prot, flags;
	__u32 needs;
} kinds[] = {
	{ "NOACCESS", PROT_NONE, MAP_SHARED, R },
	{ "READONLY", PROT_READ, MAP_SHARED, R },
	{ "READWRITE", PROT_READ | PROT_WRITE, MAP_SHARED, W },
	{ "READWRITE (write only)", PROT_WRITE, MAP_SHARED, W },
	{ "EXECUTE", PROT_EXEC, MAP_SHARED, X },
	{ "EXECUTE_READ", PROT_READ | PROT_EXEC, MAP_SHARED, R | X },
	{ "EXECUTE_READWRITE", PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED,
	  W | X },
	{ "WRITECOPY (read)", PROT_READ, MAP_PRIVATE, R },
	{ "WRITECOPY", PROT_READ | PROT_WRITE, MAP_PRIVATE, R },
	{ "WRITECOPY (none)", PROT_NONE, MAP_PRIVATE, R },
	{ "EXECUTE_WRITECOPY", PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE,
	  R | X },
};

/*
 * every kind of view
 * through every set of rights on a section of every protection, that
 * of native callers alone included (C-17).
 */
TEST(matrix)
{
	unsigned int p, k;
	__u32 access;

	for (p = 0; p < ARRAY_SIZE(protections); p++) {
		for (access = 0; access < 16; access += 2) {
			int section = create_with(PAGE, protections[p], 0,
						  access);

			ASSERT_GE(section, 0);
			for (k = 0; k < ARRAY_SIZE(kinds); k++) {
				const struct kind *kind = &kinds[k];
				__u32 have = access & allowed[p];
				void *view = mmap(NULL, PAGE, kind->prot,
						  kind->flags, section, 0);

				if (kind->needs & ~have) {
					EXPECT_EQ(MAP_FAILED, view)
						TH_LOG(CASE, kind->name, access,
						       protections[p]);
					EXPECT_EQ(EACCES, errno);
				} else {
					EXPECT_NE(MAP_FAILED, view)
						TH_LOG(CASE, kind->name, access,
						       protections[p]);
				}
				if (view != MAP_FAILED)
					munmap(view, PAGE);
			}
			close(section);
		}
	}
}

/* Try all that mprotect() can be asked for; what is in @may works. */
static void try_protections(struct __test_metadata *_metadata, void *view,
			    int may, const char *name, __u32 access,
			    __u32 protection)
{
	static const int prots[] = {
		PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_EXEC,
		PROT_READ | PROT_EXEC, PROT_READ | PROT_WRITE | PROT_EXEC,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(prots); i++) {
		int allowed = !(prots[i] & ~may);

		errno = 0;
		EXPECT_EQ(allowed ? 0 : -1, mprotect(view, PAGE, prots[i]))
			TH_LOG(CASE ", to %d", name, access, protection,
			       prots[i]);
		EXPECT_EQ(allowed ? 0 : EACCES, errno);
	}
}

/*
 * The same for what mprotect() can make of a view: never more than the rights
 * give, whatever the view was first.
 */
TEST(mprotect_stays_inside_the_rights)
{
	unsigned int p, k;
	__u32 access;

	for (p = 0; p < ARRAY_SIZE(protections); p++) {
		for (access = 2; access < 16; access += 2) {
			int section = create_with(PAGE, protections[p], 0,
						  access);
			__u32 have = access & allowed[p];

			ASSERT_GE(section, 0);
			for (k = 0; k < ARRAY_SIZE(kinds); k++) {
				int copy = kinds[k].flags == MAP_PRIVATE;
				void *view = mmap(NULL, PAGE, kinds[k].prot,
						  kinds[k].flags, section, 0);
				/* A writable view may be read. */
				int may = (have & (R | W) ? PROT_READ : 0) |
					  (have & W || copy ? PROT_WRITE : 0) |
					  (have & X ? PROT_EXEC : 0);

				if (view == MAP_FAILED)
					continue;
				try_protections(_metadata, view, may,
						kinds[k].name, access,
						protections[p]);
				munmap(view, PAGE);
			}
			close(section);
		}
	}
}

/* a view made with the right to write alone can be read. */
TEST(write_only_handle_gives_readable_views)
{
	int section = create(PAGE);
	int writer = duplicate(section, NTSECTION_MAP_WRITE, 0);
	char *view = map(writer, PAGE, PROT_READ | PROT_WRITE);

	ASSERT_NE(MAP_FAILED, view);
	view[1] = 'w';
	EXPECT_EQ('w', view[1]);
	ASSERT_EQ(0, mprotect(view, PAGE, PROT_READ));
	EXPECT_EQ('w', view[1]);
	EXPECT_EQ(SIGSEGV, fault_of(view, 1));
}

/* */
TEST(query_needs_its_right)
{
	struct ntsection_query info;
	int section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);

	EXPECT_ERRNO(EACCES, query(duplicate(section, R, 0), &info));
	EXPECT_ERRNO(EACCES, query(duplicate(section, W, 0), &info));
	EXPECT_ERRNO(EACCES, query(duplicate(section, 0xf001e, 0), &info));
	ASSERT_EQ(0, query(duplicate(section, R | NTSECTION_QUERY, 0), &info));
	EXPECT_EQ(R | NTSECTION_QUERY, info.access);
}

/* a right that the protection does not cover is kept and is no use. */
TEST(right_beyond_the_protection)
{
	int section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);
	struct ntsection_query info;

	EXPECT_EQ(MAP_FAILED, map(section, PAGE, PROT_READ | PROT_EXEC));
	EXPECT_EQ(EACCES, errno);
	ASSERT_EQ(0, query(section, &info));
	EXPECT_EQ(NTSECTION_ALL_ACCESS, info.access);
}

/*
 * H-01, A-22: any subset of the rights, and nothing else but the one that is
 * of no use for a section whose size never changes.
 */
TEST(duplicate_gives_exactly_a_subset)
{
	static const __u32 bits[] = {
		NTSECTION_QUERY, W, R, X, NTSECTION_EXTEND_SIZE,
		NTSECTION_DELETE, NTSECTION_READ_CONTROL, NTSECTION_WRITE_DAC,
		NTSECTION_WRITE_OWNER,
	};
	const __u32 half = NTSECTION_QUERY | R | NTSECTION_READ_CONTROL;
	int section = create_with(PAGE, NTSECTION_PAGE_EXECUTE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);
	int source = duplicate(section, half, 0);
	unsigned int set, bit;

	ASSERT_GE(source, 0);
	for (set = 0; set < 1U << ARRAY_SIZE(bits); set++) {
		struct ntsection_query info;
		__u32 access = 0;
		int handle;

		for (bit = 0; bit < ARRAY_SIZE(bits); bit++)
			access |= set & 1U << bit ? bits[bit] : 0;

		if (access & ~(half | NTSECTION_EXTEND_SIZE)) {
			EXPECT_ERRNO(EACCES, duplicate(source, access, 0));
			continue;
		}
		handle = duplicate(source, access, 0);
		ASSERT_GE(handle, 0);
		EXPECT_EQ(FD_CLOEXEC, fcntl(handle, F_GETFD));
		if (access & NTSECTION_QUERY) {
			ASSERT_EQ(0, query(handle, &info));
			EXPECT_EQ(access, info.access);
		} else {
			EXPECT_ERRNO(EACCES, query(handle, &info));
		}
		close(handle);
	}
}

/* a handle without rights is one all the same, and opens nothing. */
TEST(handle_without_rights)
{
	int section = create(PAGE);
	int none = duplicate(section, 0, 0);
	unsigned int k;

	ASSERT_GE(none, 0);
	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		EXPECT_EQ(MAP_FAILED, mmap(NULL, PAGE, kinds[k].prot,
					   kinds[k].flags, none, 0));
		EXPECT_EQ(EACCES, errno);
	}
	EXPECT_ERRNO(EACCES, duplicate(none, R, 0));
	EXPECT_GE(duplicate(none, 0, 0), 0);
}

/* H-02 */
TEST(duplicate_same_access)
{
	int section = create(PAGE);
	int handle = duplicate(section, 0, NTSECTION_SAME_ACCESS);
	struct ntsection_query a, b;

	ASSERT_EQ(0, query(section, &a));
	ASSERT_EQ(0, query(handle, &b));
	EXPECT_EQ(a.access, b.access);
	EXPECT_EQ(a.id, b.id);
	EXPECT_ERRNO(EINVAL, duplicate(section, R, NTSECTION_SAME_ACCESS));
}

TEST(duplicate_inherit_flag)
{
	int section = create(PAGE);
	int handle = duplicate(section, R, NTSECTION_INHERIT);

	ASSERT_GE(handle, 0);
	EXPECT_EQ(0, fcntl(handle, F_GETFD));
	EXPECT_EQ(FD_CLOEXEC, fcntl(section, F_GETFD));
}

TEST(duplicate_bad_input)
{
	int section = create_with(PAGE, NTSECTION_PAGE_READWRITE, 0,
				  NTSECTION_ALL_ACCESS);
	struct ntsection_duplicate args = { .size = sizeof(args) };
	unsigned int bit;

	for (bit = 2; bit < 32; bit++)
		EXPECT_ERRNO(EINVAL, duplicate(section, 0, 1U << bit));
	for (bit = 0; bit < 32; bit++) {
		if (!(NTSECTION_ALL_ACCESS & 1U << bit))
			EXPECT_ERRNO(EINVAL, duplicate(section, 1U << bit, 0));
	}
	args.pad = 1;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_DUPLICATE, &args));
	args.pad = 0;
	args.size = sizeof(args) - 1;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_DUPLICATE, &args));
}

/* What a handle is can be asked without any right. */
TEST(handles_describe_themselves)
{
	static const __u32 rights[] = { 0, R, W, NTSECTION_QUERY,
					NTSECTION_ALL_ACCESS };
	int section = create_with(3 * PAGE, NTSECTION_PAGE_EXECUTE_READWRITE,
				  NTSECTION_SEC_RESERVE | NTSECTION_SEC_NOCACHE,
				  NTSECTION_ALL_ACCESS);
	struct ntsection_handle info;
	struct ntsection_query first;
	unsigned int i;

	ASSERT_EQ(0, query(section, &first));
	for (i = 0; i < ARRAY_SIZE(rights); i++) {
		ASSERT_GE(duplicate(section, rights[i], 0), 0);
		memset(&info, 0xcc, sizeof(info));
		info.size = sizeof(info);
		info.flags = 0;
		ASSERT_EQ(0, ioctl(section + 1 + i, NTSECTION_IOC_HANDLE,
				   &info));
		EXPECT_EQ(sizeof(info), info.size);
		EXPECT_EQ(0, info.flags);
		EXPECT_EQ(first.id, info.id);
		EXPECT_EQ(3 * PAGE, info.maximum_size);
		EXPECT_EQ(NTSECTION_PAGE_EXECUTE_READWRITE, info.protection);
		EXPECT_EQ(NTSECTION_SEC_RESERVE | NTSECTION_SEC_NOCACHE,
			  info.attributes);
		EXPECT_EQ(rights[i], info.access);
		EXPECT_EQ(i + 2, info.handles);
	}

	/* dup() and views make no handle, close() unmakes one. */
	EXPECT_GE(dup(section), 0);
	EXPECT_NE(MAP_FAILED, map(section, PAGE, PROT_READ));
	close(section + 1);
	ASSERT_EQ(0, ioctl(section, NTSECTION_IOC_HANDLE, &info));
	EXPECT_EQ(ARRAY_SIZE(rights), info.handles);
}

TEST(describe_bad_input)
{
	struct ntsection_handle info = { .size = sizeof(info), .id = 0xcc };
	int section = create(PAGE);

	EXPECT_ERRNO(ENOTTY, ioctl(device(), NTSECTION_IOC_HANDLE, &info));
	EXPECT_ERRNO(EFAULT, ioctl(section, NTSECTION_IOC_HANDLE, NULL));
	info.flags = 1;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_HANDLE, &info));
	info.flags = 0;
	info.size = sizeof(info) - 1;
	EXPECT_ERRNO(EINVAL, ioctl(section, NTSECTION_IOC_HANDLE, &info));
	info.size = 2 * PAGE;
	EXPECT_ERRNO(E2BIG, ioctl(section, NTSECTION_IOC_HANDLE, &info));
	EXPECT_EQ(0xcc, info.id);
}

/* sections cannot be waited on. */
TEST(handles_cannot_be_waited_on)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	ASSERT_GE(epoll, 0);
	EXPECT_ERRNO(EPERM, epoll_ctl(epoll, EPOLL_CTL_ADD, create(PAGE),
				      &event));
}

TEST_HARNESS_MAIN
