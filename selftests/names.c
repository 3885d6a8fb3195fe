// SPDX-License-Identifier: GPL-2.0
/*
 * Names: what is a name, which names are one, what creating and opening by
 * name takes and gives, and each refusal with its errno. How long names last
 * is in names_life.c, who may use them in names_security.c, many at once in
 * names_race.c.
 */
#include <stddef.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "names_test.h"

#define FOLD NTSECTION_CASE_INSENSITIVE

/* NTSECTION_OPEN_IF finds what is there, and changes nothing of it (N-08). */
TEST(second_creator_gets_the_first_ones_section)
{
	struct ntsection_create args = named("section"), before;
	struct ntsection_query first, second;
	int section, other;
	char *view, *reader;

	args.size_low = 2 * PAGE + 1;
	args.attributes = NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE;
	args.flags = NTSECTION_OPEN_IF;
	before = args;
	section = create_by(&args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(FD_CLOEXEC, fcntl(section, F_GETFD));
	EXPECT_EQ(0, args.existed);
	/* Nothing else is an output. */
	before.existed = 0;
	EXPECT_EQ(0, memcmp(&before, &args, sizeof(args)));
	ASSERT_EQ(0, query(section, &first));
	view = map(section, 3 * PAGE, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, view);
	view[2 * PAGE] = 'x';

	/* N-01, N-02, N-05: a larger size, and all the rest, is not applied. */
	args.size_low = 16 * PAGE;
	args.protection = NTSECTION_PAGE_EXECUTE_READ;
	args.attributes = NTSECTION_SEC_COMMIT | NTSECTION_SEC_WRITECOMBINE;
	args.access = NTSECTION_QUERY | NTSECTION_MAP_READ;
	args.existed = POISON;
	before = args;
	other = create_by(&args);
	ASSERT_GE(other, 0);
	EXPECT_EQ(1, args.existed);
	before.existed = 1;
	EXPECT_EQ(0, memcmp(&before, &args, sizeof(args)));
	ASSERT_EQ(0, query(other, &second));
	EXPECT_EQ(first.id, second.id);
	EXPECT_EQ(3 * PAGE, second.maximum_size);
	EXPECT_EQ(NTSECTION_PAGE_READWRITE, second.protection);
	EXPECT_EQ(NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE,
		  second.attributes);

	/* N-03: the access is the caller's own, */
	EXPECT_EQ(NTSECTION_QUERY | NTSECTION_MAP_READ, second.access);
	EXPECT_EQ(MAP_FAILED, map(other, PAGE, PROT_READ | PROT_WRITE));
	EXPECT_EQ(EACCES, errno);
	reader = map(other, 3 * PAGE, PROT_READ);
	ASSERT_NE(MAP_FAILED, reader);
	EXPECT_EQ('x', reader[2 * PAGE]);
	EXPECT_EQ(MAP_FAILED, map(other, 4 * PAGE, PROT_READ));
	EXPECT_EQ(ENXIO, errno);

	/* more than the first one's included. */
	args.access = NTSECTION_ALL_ACCESS;
	other = create_by(&args);
	ASSERT_GE(other, 0);
	ASSERT_EQ(0, query(other, &second));
	EXPECT_EQ(first.id, second.id);
	EXPECT_EQ(NTSECTION_ALL_ACCESS, second.access);
}

/* N-09: without NTSECTION_OPEN_IF there is an error and no handle. */
TEST(exclusive_creation)
{
	static const __u32 accesses[] = { RIGHTS, 0, NTSECTION_ALL_ACCESS };
	struct ntsection_create args = named("once");
	long references = module_references();
	int section, next;
	unsigned int i;

	section = create_by(&args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, args.existed);
	next = dup(section);
	close(next);
	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		args = named("once");
		args.access = accesses[i];
		EXPECT_EQ(EEXIST, create_error(&args));
		args.flags = FOLD | NTSECTION_INHERIT;
		EXPECT_EQ(EEXIST, create_error(&args));
	}
	EXPECT_ERRNO(EBADF, fcntl(next, F_GETFD));
	EXPECT_EQ(references + 1, module_references());
	close(section);
	EXPECT_EQ(0, create_error(&args));
}

/* N-11, N-31: a name leads to its section, others and none lead nowhere. */
TEST(open_by_name)
{
	struct ntsection_query info;
	int unnamed = create(PAGE), section, other;

	ASSERT_GE(unnamed, 0);
	EXPECT_ERRNO(ENOENT, open_named("section", RIGHTS));
	section = create_named("section");
	ASSERT_GE(section, 0);
	EXPECT_ERRNO(ENOENT, open_named("sectio", RIGHTS));
	EXPECT_ERRNO(ENOENT, open_named("section2", RIGHTS));
	EXPECT_ERRNO(ENOENT, open_named("ection", RIGHTS));

	other = open_named("section", NTSECTION_MAP_WRITE | NTSECTION_QUERY);
	ASSERT_GE(other, 0);
	EXPECT_EQ(FD_CLOEXEC, fcntl(other, F_GETFD));
	ASSERT_EQ(0, query(other, &info));
	EXPECT_EQ(id_of(section), info.id);
	EXPECT_EQ(NTSECTION_MAP_WRITE | NTSECTION_QUERY, info.access);
	other = open_bytes("section", 7, NTSECTION_INHERIT, NTSECTION_DELETE);
	ASSERT_GE(other, 0);
	EXPECT_EQ(0, fcntl(other, F_GETFD));
	EXPECT_ERRNO(EACCES, query(other, &info));
}

/* C-32, C-33: no right at all is for new sections only. */
TEST(no_access)
{
	struct ntsection_create args = named("section");
	struct ntsection_query info;
	int section;

	EXPECT_ERRNO(ENOENT, open_named("section", 0));
	args.access = 0;
	args.flags = NTSECTION_OPEN_IF;
	section = create_by(&args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, args.existed);
	EXPECT_ERRNO(EACCES, query(section, &info));

	EXPECT_ERRNO(EACCES, open_named("section", 0));
	args.existed = POISON;
	EXPECT_EQ(EACCES, create_error(&args));
	args.access = NTSECTION_QUERY;
	EXPECT_EQ(0, create_error(&args));
	EXPECT_LE(0, open_named("section", NTSECTION_QUERY));
}

/*
 * N-06, N-07: names that differ in case are different, unless the caller says
 * otherwise; then it is the first of them in the order of bytes, in whatever
 * order they were made.
 */
TEST(case_of_letters)
{
	static const char *const names[] = { "NAME1", "Name1", "name1" };
	static const unsigned int orders[][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};
	struct ntsection_create args;
	int sections[3], section;
	unsigned int i, j;
	__u64 ids[3];

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		for (j = 0; j < 3; j++) {
			unsigned int name = orders[i][j];

			sections[name] = create_named(names[name]);
			ASSERT_GE(sections[name], 0);
			ids[name] = id_of(sections[name]);
		}
		EXPECT_ERRNO(ENOENT, open_named("nAME1", NTSECTION_QUERY));
		EXPECT_ERRNO(ENOENT, open_bytes("nAME", 4, FOLD,
						NTSECTION_QUERY));
		EXPECT_ERRNO(ENOENT, open_bytes("nAME12", 6, FOLD,
						NTSECTION_QUERY));
		args = named("nAME1");
		args.flags = FOLD;
		EXPECT_EQ(EEXIST, create_error(&args));
		for (j = 0; j < 3; j++) {
			EXPECT_EQ(ids[j], id_of_name(names[j]));
			/* The last of them is found by its own name too. */
			EXPECT_EQ(ids[j], id_of_bytes("name1", 5, FOLD));
			EXPECT_EQ(ids[j], id_of_bytes("nAME1", 5, FOLD));
			args.flags = FOLD | NTSECTION_OPEN_IF;
			section = create_by(&args);
			EXPECT_EQ(1, args.existed);
			EXPECT_EQ(ids[j], id_of(section));
			close(section);
			close(sections[j]);
		}
		EXPECT_ERRNO(ENOENT, open_bytes("name1", 5, FOLD,
						NTSECTION_QUERY));
	}

	/* What is made by such a call has the name as it was written. */
	args.flags = FOLD;
	section = create_by(&args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, args.existed);
	EXPECT_EQ(id_of(section), id_of_name("nAME1"));
	EXPECT_ERRNO(ENOENT, open_named("name1", NTSECTION_QUERY));
}

/* N-07, N-32: bytes are compared, and only ASCII letters have a case. */
TEST(only_letters_of_ascii_are_folded)
{
	struct ntsection_create args;
	__u64 ids[256];
	__u8 byte;
	int c;

	for (c = 0; c < 256; c++) {
		if (c == '\\')
			continue;
		byte = c;
		/* 'A' to 'Z' come before 'a' to 'z'. */
		EXPECT_EQ(c >= 'a' && c <= 'z' ? ids[c - 'a' + 'A'] : 0,
			  id_of_bytes(&byte, 1, FOLD));
		args = named_bytes(&byte, 1);
		ids[c] = id_of(create_by(&args));
		ASSERT_NE(0, ids[c]);
	}
	for (c = 0; c < 256; c++) {
		if (c == '\\')
			continue;
		byte = c;
		EXPECT_EQ(ids[c], id_of_bytes(&byte, 1, 0));
		EXPECT_EQ(ids[c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c],
			  id_of_bytes(&byte, 1, FOLD));
	}

	/* In UTF-8 these letters differ by the bit that is ASCII's case. */
	ASSERT_LE(0, create_named("\xc3\x84"));
	EXPECT_ERRNO(ENOENT, open_bytes("\xc3\xa4", 2, FOLD, NTSECTION_QUERY));
	EXPECT_NE(0, id_of_bytes("\xc3\x84", 2, FOLD));
}

/* N-17: a NUL is a byte like others. */
TEST(embedded_nuls)
{
	static const struct { const char *text; __u32 length; } names[] = {
		{ "a", 1 }, { "a\0", 2 }, { "a\0\0", 3 }, { "a\0b", 3 },
		{ "a\0c", 3 }, { "\0", 1 }, { "\0a", 2 }, { "Local\\\0b", 8 },
	};
	__u64 ids[ARRAY_SIZE(names)];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		struct ntsection_create args =
			named_bytes(names[i].text, names[i].length);
		int section;

		EXPECT_ERRNO(ENOENT, open_bytes(names[i].text, names[i].length,
						0, NTSECTION_QUERY));
		section = create_by(&args);
		ASSERT_GE(section, 0);
		ids[i] = id_of(section);
	}
	for (i = 0; i < ARRAY_SIZE(names); i++)
		EXPECT_EQ(ids[i], id_of_bytes(names[i].text, names[i].length,
					      i % 2 ? FOLD : 0));
	EXPECT_EQ(ids[7], id_of_bytes("\0b", 2, 0));
}

/* N-16: names up to NTSECTION_NAME_MAX bytes, and none that is longer. */
TEST(length_of_names)
{
	static const __u32 too_long[] = { NTSECTION_NAME_MAX + 1,
					  NTSECTION_NAME_MAX + 7, 1U << 20,
					  1U << 31, ~0U };
	char *text = malloc(NTSECTION_NAME_MAX + 7);
	struct ntsection_create args;
	int first, second;
	unsigned int i;

	memset(text, 'n', NTSECTION_NAME_MAX + 7);
	for (i = 0; i < ARRAY_SIZE(too_long); i++) {
		args = named_bytes(text, too_long[i]);
		EXPECT_EQ(ENAMETOOLONG, create_error(&args));
		EXPECT_ERRNO(ENAMETOOLONG, open_bytes(text, too_long[i], 0,
						      NTSECTION_QUERY));
	}

	args = named_bytes(text, 1);
	EXPECT_LE(0, create_by(&args));
	args = named_bytes(text, NTSECTION_NAME_MAX - 1);
	EXPECT_LE(0, create_by(&args));
	args = named_bytes(text, NTSECTION_NAME_MAX);
	first = create_by(&args);
	ASSERT_GE(first, 0);
	text[NTSECTION_NAME_MAX - 1] = 'm';
	EXPECT_ERRNO(ENOENT, open_bytes(text, NTSECTION_NAME_MAX, 0,
					NTSECTION_QUERY));
	second = create_by(&args);
	ASSERT_GE(second, 0);
	EXPECT_EQ(id_of(second), id_of_bytes(text, NTSECTION_NAME_MAX, 0));
	text[NTSECTION_NAME_MAX - 1] = 'N';
	EXPECT_EQ(id_of(first), id_of_bytes(text, NTSECTION_NAME_MAX, FOLD));

	/* The prefix counts. */
	memcpy(text, "Local\\", 6);
	EXPECT_ERRNO(ENAMETOOLONG, open_bytes(text, NTSECTION_NAME_MAX + 1, 0,
					      NTSECTION_QUERY));
	EXPECT_LE(0, create_by(&args));
	EXPECT_NE(0, id_of_bytes(text + 6, NTSECTION_NAME_MAX - 6, 0));
}

/* A name that cannot be read; trap C18: nothing is left of the attempt. */
TEST(unreadable_names)
{
	long references = module_references();
	char *text = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct ntsection_create args;

	ASSERT_NE(MAP_FAILED, text);
	memset(text, 'n', 2 * PAGE);
	ASSERT_EQ(0, munmap(text + PAGE, PAGE));
	args = named_bytes(text + PAGE - 4, 5);
	EXPECT_EQ(EFAULT, create_error(&args));
	EXPECT_ERRNO(EFAULT, open_bytes(text + PAGE - 4, 5, 0, RIGHTS));
	args = named_bytes(NULL, 1);
	EXPECT_EQ(EFAULT, create_error(&args));
	EXPECT_ERRNO(EFAULT, open_bytes(NULL, 1, 0, RIGHTS));
	args = named_bytes((void *)-2UL, 1);
	EXPECT_EQ(EFAULT, create_error(&args));
	args = named_bytes(NULL, NTSECTION_NAME_MAX + 1);
	EXPECT_EQ(ENAMETOOLONG, create_error(&args));
	EXPECT_EQ(references, module_references());

	/* The twin ends where the page does. */
	args = named_bytes(text + PAGE - 4, 4);
	EXPECT_LE(0, create_by(&args));
	EXPECT_NE(0, id_of_name("nnnn"));
}

/*
 * N-14, N-21, N-22, N-25: a name is one component after at most one prefix,
 * which is written just so.
 */
TEST(syntax_of_names)
{
	static const struct { const char *name; int err; } names[] = {
		{ "\\", EINVAL }, { "\\x", EINVAL }, { "\\\\", EINVAL },
		{ "\\Global\\x", EINVAL }, { "\\BaseNamedObjects\\x", EINVAL },
		{ "Local\\", EINVAL }, { "Global\\", EINVAL },
		{ "Local\\\\", EINVAL }, { "Local\\\\x", EINVAL },
		{ "Global\\\\x", EINVAL },
		{ "a\\b", ENOTDIR }, { "a\\", ENOTDIR }, { "a\\b\\c", ENOTDIR },
		{ "local\\x", ENOTDIR }, { "LOCAL\\x", ENOTDIR },
		{ "global\\x", ENOTDIR }, { "GLOBAL\\x", ENOTDIR },
		{ "Session\\x", ENOTDIR }, { "Session\\1\\x", ENOTDIR },
		{ " Local\\x", ENOTDIR }, { "Locals\\x", ENOTDIR },
		{ "Local\\a\\b", ENOTDIR }, { "Global\\a\\b", ENOTDIR },
		{ "Local\\a\\", ENOTDIR }, { "Local\\Local\\x", ENOTDIR },
		{ "Local\\Global\\x", ENOTDIR },
		{ "Global\\Local\\x", ENOTDIR },
		{ "Global\\Global\\x", ENOTDIR },
		/* The twins */
		{ "x", 0 }, { "Local", 0 }, { "Global", 0 }, { "Session", 0 },
		{ "Local\\Local", 0 }, { "Local\\x", 0 }, { "Global\\x", 0 },
		{ "Local/x", 0 }, { "/", 0 }, { ".", 0 }, { "..", 0 },
		{ " ", 0 }, { "a b", 0 }, { "*?<>|\":", 0 },
	};
	unsigned int i, fold;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		for (fold = 0; fold <= FOLD; fold += FOLD) {
			struct ntsection_create args = named(names[i].name);
			__u32 length = args.name_length;

			args.flags = fold;
			EXPECT_EQ(names[i].err, create_error(&args))
				TH_LOG("name %s", names[i].name);
			EXPECT_EQ(-1, open_bytes(names[i].name, length, fold,
						 NTSECTION_QUERY));
			EXPECT_EQ(names[i].err ?: ENOENT, errno)
				TH_LOG("name %s", names[i].name);
		}
	}
}

/* N-14: with an empty name there is a section, which has none. */
TEST(empty_name)
{
	struct ntsection_create args = named_bytes((void *)1, 0);
	int section;

	section = create_by(&args);
	ASSERT_GE(section, 0);
	EXPECT_EQ(0, args.existed);
	args.flags = NTSECTION_OPEN_IF | FOLD;
	args.existed = POISON;
	EXPECT_NE(id_of(section), id_of(create_by(&args)));
	EXPECT_EQ(0, args.existed);
	EXPECT_ERRNO(EINVAL, open_bytes("x", 0, 0, NTSECTION_QUERY));
	EXPECT_ERRNO(EINVAL, open_bytes((void *)1, 0, 0, NTSECTION_QUERY));
}

/* N-23: these are one name here, in the initial pid namespace (N-24). */
TEST(prefixes)
{
	static const char *const names[] = { "X", "Local\\X", "Global\\X" };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		int section = create_named(names[i]);
		__u64 id = id_of(section);

		ASSERT_GE(section, 0);
		for (j = 0; j < ARRAY_SIZE(names); j++) {
			struct ntsection_create args = named(names[j]);

			EXPECT_EQ(EEXIST, create_error(&args));
			EXPECT_EQ(id, id_of_name(names[j]));
		}
		EXPECT_ERRNO(ENOENT, open_named("Local", NTSECTION_QUERY));
		close(section);
	}
}

/* What is no argument is refused, with and without a section of that name. */
TEST(bad_arguments_of_create)
{
	static const __u32 modes[] = { 0001, 0100, 0111, 0601, 0700, 01000,
				       04600, 1U << 31, ~0666U, ~0U };
	static const __u32 flags[] = { NTSECTION_SAME_ACCESS, 0x20, 1U << 31,
				       ~0x1fU, ~0U };
	static const __u32 accesses[] = { 0x20, 0x100000, 1U << 31, ~0U };
	struct ntsection_create args;
	unsigned int i, round;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < ARRAY_SIZE(modes); i++) {
			args = named("x");
			args.mode = modes[i];
			EXPECT_EQ(EINVAL, create_error(&args));
		}
		for (i = 0; i < ARRAY_SIZE(flags); i++) {
			args = named("x");
			args.flags = NTSECTION_OPEN_IF | flags[i];
			EXPECT_EQ(EINVAL, create_error(&args));
		}
		for (i = 0; i < ARRAY_SIZE(accesses); i++) {
			args = named("x");
			args.access = accesses[i];
			EXPECT_EQ(EINVAL, create_error(&args));
		}
		args = named("x");
		args.node = 1;
		EXPECT_EQ(EINVAL, create_error(&args));
		args.node = 0;
		args.pad = 1;
		EXPECT_EQ(EINVAL, create_error(&args));
		EXPECT_EQ(round, !!id_of_name("x"));
		if (!round)
			ASSERT_LE(0, create_named("x"));
	}

	args = named_bytes("x", 0);
	args.mode = 0600;
	EXPECT_EQ(EINVAL, create_error(&args));
	args.mode = 0;
	EXPECT_EQ(0, create_error(&args));
	args = named("y");
	args.mode = 0666;
	EXPECT_EQ(0, create_error(&args));
}

TEST(bad_arguments_of_open)
{
	static const __u32 flags[] = { NTSECTION_SAME_ACCESS, NTSECTION_OPEN_IF,
				       0x10, 1U << 31, ~9U, ~0U };
	static const __u32 accesses[] = { 0x20, 0x100000, 1U << 31, ~0U };
	struct {
		struct ntsection_open args;
		__u64 future;
	} larger = {
		.args.name = (unsigned long)"x",
		.args.name_length = 1,
		.args.access = NTSECTION_QUERY,
	};
	unsigned int i;

	ASSERT_LE(0, create_named("x"));
	for (i = 0; i < ARRAY_SIZE(flags); i++)
		EXPECT_ERRNO(EINVAL, open_bytes("x", 1, flags[i],
						NTSECTION_QUERY));
	for (i = 0; i < ARRAY_SIZE(accesses); i++)
		EXPECT_ERRNO(EINVAL, open_bytes("x", 1, 0, accesses[i] |
						NTSECTION_QUERY));
	EXPECT_LE(0, open_bytes("x", 1, FOLD | NTSECTION_INHERIT,
				NTSECTION_ALL_ACCESS));

	for (i = 0; i < sizeof(larger.args); i++) {
		larger.args.size = i;
		EXPECT_ERRNO(EINVAL, ioctl(device(), NTSECTION_IOC_OPEN,
					   &larger));
	}
	for (; i <= sizeof(larger); i++) {
		larger.args.size = i;
		EXPECT_LE(0, ioctl(device(), NTSECTION_IOC_OPEN, &larger));
	}
	larger.args.size = sizeof(larger);
	larger.future = 1ULL << 63;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_OPEN, &larger));
	larger.args.size = PAGE + 1;
	EXPECT_ERRNO(E2BIG, ioctl(device(), NTSECTION_IOC_OPEN, &larger));
	EXPECT_ERRNO(EFAULT, ioctl(device(), NTSECTION_IOC_OPEN, NULL));
}

/* C-36: the form of a request is checked before the name, the limit after. */
TEST(bad_requests_for_a_known_name)
{
	struct ntsection_create good = named("known"), args;
	long before = committed_kib();
	int section;

	ASSERT_LE(0, create_named("known"));
	good.flags = NTSECTION_OPEN_IF;
	args = good;
	args.size_low = 0;
	EXPECT_EQ(EINVAL, create_error(&args));
	args.size_high = 1U << 31;
	EXPECT_EQ(EFBIG, create_error(&args));
	args = good;
	args.protection = 0;
	EXPECT_EQ(EINVAL, create_error(&args));
	args = good;
	args.attributes = NTSECTION_SEC_IMAGE;
	EXPECT_EQ(ENOEXEC, create_error(&args));

	/* K-14: the largest size, and nothing is charged. */
	args = good;
	args.size_high = (1U << 31) - 1;
	args.size_low = -(__u32)PAGE;
	section = create_by(&args);
	EXPECT_EQ(1, args.existed);
	EXPECT_EQ(id_of_name("known"), id_of(section));
	EXPECT_LT(labs(committed_kib() - before), 8 * 1024);
	args = named("unknown");
	args.size_high = (1U << 31) - 1;
	EXPECT_EQ(ENOMEM, create_error(&args));
	EXPECT_ERRNO(ENOENT, open_named("unknown", RIGHTS));
}

/* Callers of any age; what they have is at the end of what they may touch. */
TEST(sizes_of_the_argument)
{
	const size_t first = offsetof(struct ntsection_create, name);
	const size_t name_end = offsetof(struct ntsection_create, mode);
	const size_t existed = offsetof(struct ntsection_create, existed);
	const size_t existed_end = offsetof(struct ntsection_create, node);
	char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct ntsection_create full = named("x");
	size_t size;

	ASSERT_EQ(32, first);
	ASSERT_EQ(56, sizeof(full));
	ASSERT_NE(MAP_FAILED, page);
	ASSERT_EQ(0, mprotect(page + PAGE, PAGE, PROT_NONE));
	for (size = 4; size <= sizeof(full); size += 4) {
		char *args = page + PAGE - size, copy[sizeof(full)];
		int section;

		full.size = size;
		memcpy(args, &full, size);
		memcpy(copy, &full, size);
		section = ioctl(device(), NTSECTION_IOC_CREATE, args);
		if (size < first) {
			EXPECT_EQ(-1, section);
			EXPECT_EQ(EINVAL, errno);
		} else {
			EXPECT_LE(0, section);
			EXPECT_EQ(size >= name_end, !!id_of_name("x"));
		}
		if (size >= existed_end)
			memset(copy + existed, 0, sizeof(__u32));
		EXPECT_EQ(0, memcmp(copy, args, size))
			TH_LOG("size %zu", size);
		close(section);
	}

	/* A caller of the first day may give flags; they say nothing then. */
	full.size = first;
	full.flags = NTSECTION_OPEN_IF | FOLD;
	EXPECT_LE(0, create_by(&full));
	EXPECT_EQ(POISON, full.existed);
	EXPECT_ERRNO(ENOENT, open_named("x", NTSECTION_QUERY));
}

TEST(larger_argument)
{
	struct {
		struct ntsection_create args;
		__u64 future;
	} larger = { .args = named("x") };

	larger.args.size = sizeof(larger);
	larger.future = 1ULL << 63;
	EXPECT_ERRNO(E2BIG, create_by(&larger.args));
	EXPECT_EQ(POISON, larger.args.existed);
	EXPECT_ERRNO(ENOENT, open_named("x", NTSECTION_QUERY));
	larger.future = 0;
	EXPECT_LE(0, create_by(&larger.args));
	EXPECT_EQ(0, larger.args.existed);
	EXPECT_EQ(sizeof(larger), larger.args.size);
	EXPECT_NE(0, id_of_name("x"));
}

TEST_HARNESS_MAIN
