// SPDX-License-Identifier: GPL-2.0
/*
 * The module's pure rules, compiled for user space with ASan and UBSan, and
 * tried against what the rows of NT's behaviour say in other words.
 */
#include "kselftest_harness.h"
#include "../../module/rules.h"

#define PAGE 4096ULL
#define LARGE (512 * PAGE)
#define LIMIT (0x7fffffffffffffffULL & ~(PAGE - 1))

#define R NTSECTION_MAP_READ
#define W NTSECTION_MAP_WRITE
#define X NTSECTION_MAP_EXECUTE

/* C-14, C-15: seven values, and of all others none. */
TEST(protection_access)
{
	static const struct { __u32 protection, access; } legal[] = {
		{ 0x02, R }, { 0x04, R | W }, { 0x08, R }, { 0x10, X },
		{ 0x20, R | X }, { 0x40, R | W | X }, { 0x80, R | X },
	};
	__u32 value;
	unsigned int i;

	for (value = 0; value < 0x1000; value++) {
		__u32 expected = 0;

		for (i = 0; i < ARRAY_SIZE(legal); i++)
			if (legal[i].protection == value)
				expected = legal[i].access;
		EXPECT_EQ(expected, ntsection_protection_access(value));
		EXPECT_EQ(0, ntsection_protection_access(value | 1U << 31));
	}
	EXPECT_EQ(0, ntsection_protection_access(0xffffffff));
}

/* by the names of NT's protections. */
TEST(view_access)
{
	const unsigned int read = NTSECTION_VIEW_READ;
	const unsigned int write = NTSECTION_VIEW_WRITE;
	const unsigned int execute = NTSECTION_VIEW_EXECUTE;
	const unsigned int copy = NTSECTION_VIEW_COPY;
	const struct { unsigned int view; __u32 access; } rows[] = {
		{ 0, R },				/* NOACCESS */
		{ read, R },				/* READONLY */
		{ write, W },
		{ read | write, W },			/* READWRITE */
		{ execute, X },				/* EXECUTE */
		{ execute | read, R | X },		/* EXECUTE_READ */
		{ execute | write, W | X },
		{ execute | read | write, W | X },	/* EXECUTE_READWRITE */
		{ copy, R },
		{ copy | read, R },
		{ copy | write, R },
		{ copy | read | write, R },		/* WRITECOPY */
		{ copy | execute, R | X },
		{ copy | execute | read, R | X },
		{ copy | execute | write, R | X },
		{ copy | execute | read | write, R | X }, /* EXECUTE_WRITECOPY */
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(rows[i].access, ntsection_view_access(rows[i].view))
			TH_LOG("view %#x", rows[i].view);
}

/* C-19 to C-26: all sets of the bits that NT knows, and each unknown bit. */
TEST(attributes)
{
	static const __u32 known[] = {
		NTSECTION_SEC_IMAGE, NTSECTION_SEC_RESERVE,
		NTSECTION_SEC_COMMIT, NTSECTION_SEC_NOCACHE,
		NTSECTION_SEC_WRITECOMBINE, NTSECTION_SEC_LARGE_PAGES,
	};
	static const __u32 good[] = {
		0x08000000, 0x18000000, 0x48000000,
		0x04000000, 0x14000000, 0x44000000,
	};
	/* Large pages, which some kernels cannot offer. */
	static const __u32 other[] = {
		0x88000000, 0x98000000, 0xc8000000,
	};
	const __u32 all = NTSECTION_ATTRIBUTES;
	const __u32 most = all & ~NTSECTION_SEC_LARGE_PAGES;
	unsigned int set, bit, i;

	for (set = 0; set < 1U << ARRAY_SIZE(known); set++) {
		__u32 attributes = 0, result = 0xcccccccc, unknown;
		int expected = -EINVAL;

		for (bit = 0; bit < ARRAY_SIZE(known); bit++)
			attributes |= set & 1U << bit ? known[bit] : 0;
		for (i = 0; i < ARRAY_SIZE(good); i++)
			if (attributes == good[i] || !attributes)
				expected = 0;
		for (i = 0; i < ARRAY_SIZE(other); i++)
			if (attributes == other[i])
				expected = -EOPNOTSUPP;
		if (attributes == 0x01000000 || attributes == 0x11000000)
			expected = -ENOEXEC;

		EXPECT_EQ(expected,
			  ntsection_check_attributes(attributes, most, &result))
			TH_LOG("attributes %#x", attributes);
		EXPECT_EQ(expected ? 0xcccccccc :
			  attributes ? attributes : NTSECTION_SEC_COMMIT,
			  result);

		if (expected == -EOPNOTSUPP) {
			EXPECT_EQ(0, ntsection_check_attributes(attributes, all,
								&result));
			EXPECT_EQ(attributes, result);
		}

		for (bit = 0; bit < 32; bit++) {
			if (0xdd000000 & 1U << bit)
				continue;
			unknown = attributes | 1U << bit;
			EXPECT_EQ(-EINVAL,
				  ntsection_check_attributes(unknown, all,
							     &result));
		}
	}
}

/* C-05, C-06, C-07, C-09: around every power of two. */
TEST(sizes)
{
	unsigned int bit;
	int delta;

	/* Around each power of two, and around the limit. */
	for (bit = 0; bit <= 64; bit++) {
		for (delta = -2; delta <= 2; delta++) {
			__u64 base = bit < 64 ? 1ULL << bit : LIMIT;
			__u64 size = base + delta, result = 0xcc;
			__u64 pages = size / PAGE + !!(size % PAGE);
			int expected = !size ? -EINVAL :
				       size > LIMIT ? -EFBIG : 0;

			EXPECT_EQ(expected,
				  ntsection_check_size(size >> 32, size, PAGE,
						       0, LIMIT, &result))
				TH_LOG("size %#llx", size);
			EXPECT_EQ(expected ? 0xcc : pages * PAGE, result);

			/* C-29: large pages are not rounded. */
			result = 0xcc;
			if (!expected && size % LARGE)
				expected = -EINVAL;
			EXPECT_EQ(expected,
				  ntsection_check_size(size >> 32, size, PAGE,
						       LARGE, LIMIT, &result))
				TH_LOG("size %#llx", size);
			EXPECT_EQ(expected ? 0xcc : size, result);
		}
	}
}

/* V-10: against arithmetic that cannot wrap. */
TEST(ranges)
{
	static const __u64 values[] = {
		0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 1ULL << 32, LIMIT,
		LIMIT + 1, 1ULL << 63, ~0ULL - PAGE + 1, ~0ULL,
	};
	unsigned int o, l, s;

	for (o = 0; o < ARRAY_SIZE(values); o++)
		for (l = 0; l < ARRAY_SIZE(values); l++)
			for (s = 0; s < ARRAY_SIZE(values); s++) {
				unsigned __int128 end = values[o];

				end += values[l];
				EXPECT_EQ(end > values[s] ? -ENXIO : 0,
					  ntsection_check_range(values[o],
								values[l],
								values[s]));
			}
}

TEST_HARNESS_MAIN
