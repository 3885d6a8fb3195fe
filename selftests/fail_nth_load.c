// SPDX-License-Identifier: GPL-2.0
/*
 * Fault injection: each failure point of loading and unloading the module, and
 * of what happens once after it was loaded.
 *
 * Needs a kernel with fault injection, and the module where depmod knows it,
 * so it is not in the list of tests that are run everywhere.
 */
#include <stdbool.h>
#include <sys/utsname.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "fail_nth.h"

static int module = -1, made = -1;

static int call_load(void)
{
	return syscall(SYS_finit_module, module, "", 0) ? errno : 0;
}

static int call_unload(void)
{
	return syscall(SYS_delete_module, "ntsection", O_NONBLOCK) ? errno : 0;
}

static bool is_loaded(void)
{
	return !access("/sys/module/ntsection", F_OK);
}

static int call_create(struct ntsection_create *args)
{
	int fd = open_device();

	if (fd < 0)
		return errno;
	made = ioctl(fd, NTSECTION_IOC_CREATE, args);
	close(fd);
	return made < 0 ? errno : 0;
}

/* The first of its kind makes a mount. */
static int call_create_large(void)
{
	struct ntsection_create args = create_args(2 * MIB,
						   NTSECTION_PAGE_READWRITE,
						   RIGHTS);

	args.attributes = NTSECTION_SEC_COMMIT | NTSECTION_SEC_LARGE_PAGES;
	return call_create(&args);
}

static int call_create_on_node(void)
{
	struct ntsection_create args = create_args(PAGE,
						   NTSECTION_PAGE_READWRITE,
						   RIGHTS);

	args.flags = NTSECTION_PREFERRED_NODE;
	return call_create(&args);
}

/* So does the first view of a reserve, the operations of views. */
static int call_first_reserve_view(void)
{
	struct ntsection_create args = create_args(PAGE,
						   NTSECTION_PAGE_READWRITE,
						   RIGHTS);
	char *view;
	int error;

	args.attributes = NTSECTION_SEC_RESERVE;
	error = call_create(&args);
	if (error)
		return error;
	view = map(made, PAGE, PROT_READ | PROT_WRITE);
	error = view == MAP_FAILED ? errno : 0;
	if (error)
		close(made);
	else
		munmap(view, PAGE);
	return error;
}

FIXTURE(load) {
};

FIXTURE_SETUP(load)
{
	struct utsname name;
	char path[256];

	NEED_ROOT();
	ASSERT_TRUE(fail_nth_init());
	ASSERT_EQ(0, uname(&name));
	snprintf(path, sizeof(path), "/lib/modules/%s/extra/ntsection.ko",
		 name.release);
	module = open(path, O_RDONLY | O_CLOEXEC);
	ASSERT_GE(module, 0);
	ASSERT_TRUE(is_loaded());
}

FIXTURE_TEARDOWN(load)
{
	if (!is_loaded())
		EXPECT_EQ(0, call_load());
	close(module);
}

/* As fail_nth.h has it, of the module itself. */
static bool load_point(struct __test_metadata *_metadata, unsigned int n,
		       unsigned int *refused)
{
	int error;
	bool hit;

	ASSERT_TRUE(fail_nth_arm(n));
	error = call_load();
	hit = fail_nth_disarm();
	if (error) {
		++*refused;
		EXPECT_TRUE(hit);
		EXPECT_TRUE(is_sane(error))
			TH_LOG("failure point %u: %s", n, strerror(error));
		ASSERT_FALSE(is_loaded());
		EXPECT_ERRNO(ENOENT, open_device());
		ASSERT_EQ(0, call_load())
			TH_LOG("after failure point %u", n);
	}
	EXPECT_EQ(0, close(open_device()));
	ASSERT_EQ(0, call_unload())
		TH_LOG("failure point %u", n);
	return hit;
}

TEST_F(load, load)
{
	unsigned int points = 0, refused = 0;

	ASSERT_EQ(0, call_unload());
	while (points < FAIL_NTH_MAX &&
	       load_point(_metadata, points + 1, &refused))
		points++;
	print_sweep("load", points, refused);
	EXPECT_LT(points, FAIL_NTH_MAX);
	EXPECT_NE(0, refused);
}

static bool unload_point(struct __test_metadata *_metadata, unsigned int n,
			 unsigned int *refused)
{
	int error;
	bool hit;

	ASSERT_TRUE(fail_nth_arm(n));
	error = call_unload();
	hit = fail_nth_disarm();
	if (error) {
		++*refused;
		EXPECT_TRUE(hit);
		EXPECT_TRUE(is_sane(error))
			TH_LOG("failure point %u: %s", n, strerror(error));
		ASSERT_TRUE(is_loaded());
		EXPECT_EQ(0, close(open_device()));
		ASSERT_EQ(0, call_unload())
			TH_LOG("after failure point %u", n);
	}
	ASSERT_FALSE(is_loaded());
	ASSERT_EQ(0, call_load());
	return hit;
}

/* The module can be unloaded where there is no memory. */
TEST_F(load, unload)
{
	unsigned int points = 0, refused = 0;

	while (points < FAIL_NTH_MAX &&
	       unload_point(_metadata, points + 1, &refused))
		points++;
	print_sweep("unload", points, refused);
	EXPECT_LT(points, FAIL_NTH_MAX);
	EXPECT_NE(0, points);
}

static bool first_point(struct __test_metadata *_metadata, int (*call)(void),
			unsigned int n, unsigned int *refused)
{
	int error;
	bool hit;

	ASSERT_TRUE(fail_nth_arm(n));
	error = call();
	hit = fail_nth_disarm();
	if (error) {
		++*refused;
		EXPECT_TRUE(hit);
		EXPECT_TRUE(is_sane(error))
			TH_LOG("failure point %u: %s", n, strerror(error));
		ASSERT_EQ(0, call())
			TH_LOG("after failure point %u", n);
	}
	close(made);
	ASSERT_EQ(0, call_unload())
		TH_LOG("failure point %u", n);
	ASSERT_EQ(0, call_load());
	return hit;
}

/* @call after the module was loaded anew, each time. */
static void sweep_first(struct __test_metadata *_metadata, const char *name,
			int (*call)(void))
{
	unsigned int points = 0, refused = 0;

	while (points < FAIL_NTH_MAX &&
	       first_point(_metadata, call, points + 1, &refused))
		points++;
	print_sweep(name, points, refused);
	EXPECT_LT(points, FAIL_NTH_MAX);
	EXPECT_NE(0, refused);
}

TEST_F(load, first_large)
{
	sweep_first(_metadata, "first_large", call_create_large);
}

TEST_F(load, first_on_node)
{
	sweep_first(_metadata, "first_on_node", call_create_on_node);
}

TEST_F(load, first_reserve_view)
{
	sweep_first(_metadata, "first_reserve_view", call_first_reserve_view);
}

TEST_HARNESS_MAIN
