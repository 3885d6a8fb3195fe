// SPDX-License-Identifier: GPL-2.0
/*
 * The tracepoints ntsection:*, as tracefs shows them.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "range.h"

#define TRACEFS "/sys/kernel/tracing/"

static __u64 id_of(int section)
{
	struct ntsection_query info;

	return query(section, &info) ? 0 : info.id;
}

/* All that was traced, from the begin on. */
static char *read_trace(void)
{
	static char text[1 << 20];
	FILE *file = fopen(TRACEFS "trace", "re");
	size_t length;

	if (!file)
		return "";
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

/* Is a line of the trace's text @event and what the format makes? */
static int traced(const char *trace, const char *event, const char *format, ...)
{
	char line[512], *fields = line + snprintf(line, sizeof(line), "%s: ",
						  event);
	va_list args;

	va_start(args, format);
	vsnprintf(fields, line + sizeof(line) - fields, format, args);
	va_end(args);
	return !!strstr(trace, line);
}

FIXTURE(tracing) {
};

FIXTURE_SETUP(tracing)
{
	NEED_ROOT();
	ASSERT_EQ(0, write_text(TRACEFS "trace", "\n"));
	ASSERT_EQ(0, write_text(TRACEFS "events/ntsection/enable", "1"));
}

FIXTURE_TEARDOWN(tracing)
{
	EXPECT_EQ(0, write_text(TRACEFS "events/ntsection/enable", "0"));
}

TEST_F(tracing, life_of_a_section)
{
	const char *name = "traced name", *trace;
	struct ntsection_create args =
		create_args(3 * PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	int section, other, again;
	char *view, *copy;
	__u64 id;

	args.name = (unsigned long)name;
	args.name_length = strlen(name);
	section = ioctl(device(), NTSECTION_IOC_CREATE, &args);
	ASSERT_GE(section, 0);
	id = id_of(section);
	args.flags = NTSECTION_OPEN_IF;
	other = ioctl(device(), NTSECTION_IOC_CREATE, &args);
	again = duplicate(section, NTSECTION_MAP_READ, 0);
	view = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
		    section, PAGE);
	copy = map_copy(section, PAGE, PROT_READ);
	ASSERT_NE(MAP_FAILED, copy);
	ASSERT_EQ(0, reset(section, PAGE, PAGE));
	ASSERT_EQ(0, reset_undo(section, PAGE, 2 * PAGE));
	close(section);
	close(other);
	close(again);
	munmap(view, 2 * PAGE);
	munmap(copy, PAGE);

	trace = read_trace();
	EXPECT_TRUE(traced(trace, "ntsection_create",
			   "id=%llu size=%llu protection=0x4 attributes=0x8000000 access=0x7 label=ntsection:traced name\n",
			   id, 3 * PAGE));
	EXPECT_TRUE(traced(trace, "ntsection_open", "id=%llu access=0x7\n",
			   id));
	EXPECT_TRUE(traced(trace, "ntsection_duplicate",
			   "id=%llu access=0x4\n", id));
	EXPECT_TRUE(traced(trace, "ntsection_map",
			   "id=%llu address=%p length=%llu offset=%llu prot=3 copy=0\n",
			   id, view, 2 * PAGE, PAGE));
	EXPECT_TRUE(traced(trace, "ntsection_map",
			   "id=%llu address=%p length=%llu offset=0 prot=1 copy=1\n",
			   id, copy, PAGE));
	EXPECT_TRUE(traced(trace, "ntsection_reset",
			   "id=%llu start=%llu length=%llu\n", id, PAGE,
			   PAGE));
	EXPECT_TRUE(traced(trace, "ntsection_reset_undo",
			   "id=%llu start=%llu length=%llu\n", id, PAGE,
			   2 * PAGE));
	EXPECT_TRUE(traced(trace, "ntsection_close", "id=%llu access=0x7\n",
			   id));
	EXPECT_TRUE(traced(trace, "ntsection_close", "id=%llu access=0x4\n",
			   id));
	EXPECT_TRUE(traced(trace, "ntsection_unmap", "id=%llu access=0x6\n",
			   id));
	EXPECT_TRUE(traced(trace, "ntsection_destroy", "id=%llu size=%llu\n",
			   id, 3 * PAGE));
}

TEST_F(tracing, commit_and_open)
{
	const char *name = "opened", *trace;
	struct ntsection_create args =
		create_args(8 * PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	struct ntsection_open opens = {
		.size = sizeof(opens),
		.name = (unsigned long)name,
		.name_length = strlen(name),
		.access = NTSECTION_MAP_WRITE,
	};
	int section;

	args.attributes = NTSECTION_SEC_RESERVE;
	args.name = opens.name;
	args.name_length = opens.name_length;
	section = ioctl(device(), NTSECTION_IOC_CREATE, &args);
	ASSERT_GE(ioctl(device(), NTSECTION_IOC_OPEN, &opens), 0);
	ASSERT_EQ(0, commit(section, PAGE + 1, PAGE));
	trace = read_trace();
	EXPECT_TRUE(traced(trace, "ntsection_open", "id=%llu access=0x2\n",
			   id_of(section)));
	EXPECT_TRUE(traced(trace, "ntsection_commit",
			   "id=%llu start=%llu length=%llu\n",
			   id_of(section), PAGE, 2 * PAGE));
}

/* What a name has in it does not look like an event of its own. */
TEST_F(tracing, name_of_two_lines)
{
	const char *name = "two\nlines";
	struct ntsection_create args =
		create_args(PAGE, NTSECTION_PAGE_READWRITE, RIGHTS);
	const char *trace;

	args.name = (unsigned long)name;
	args.name_length = strlen(name);
	ASSERT_GE(ioctl(device(), NTSECTION_IOC_CREATE, &args), 0);
	trace = read_trace();
	EXPECT_NE(NULL, strstr(trace, "label=ntsection:two?lines\n"));
}

TEST_F(tracing, refusals)
{
	int section = create(PAGE);
	const char *trace;

	EXPECT_LT(create(0), 0);
	EXPECT_LT(duplicate(section, NTSECTION_MAP_EXECUTE, 0), 0);
	EXPECT_EQ(MAP_FAILED, map(section, 2 * PAGE, PROT_READ));
	EXPECT_LT(commit(section, PAGE, PAGE), 0);
	trace = read_trace();
	EXPECT_TRUE(traced(trace, "ntsection_refuse", "call=create errno=%d\n",
			   EINVAL));
	EXPECT_TRUE(traced(trace, "ntsection_refuse",
			   "call=duplicate errno=%d\n", EACCES));
	EXPECT_TRUE(traced(trace, "ntsection_refuse", "call=map errno=%d\n",
			   ENXIO));
	EXPECT_TRUE(traced(trace, "ntsection_refuse", "call=commit errno=%d\n",
			   ENXIO));
	EXPECT_FALSE(traced(trace, "ntsection_commit", "id=%llu",
			    id_of(section)));
}

TEST_HARNESS_MAIN
