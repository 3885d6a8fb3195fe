// SPDX-License-Identifier: GPL-2.0
/*
 * libntsection-win32: NtMapViewOfSection, NtMapViewOfSectionEx and the two that
 * unmap: every status, in NT's order, and what goes in and out by pointers.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_view_test.h"

#include <sys/mman.h>

#define SIZE	((SIZE_T)0x40000)
#define GARBAGE	((HANDLE)(uintptr_t)0xdeadbee0)

/* The arguments of a call. */
struct arguments {
	HANDLE section;
	HANDLE process;
	PVOID *base;
	ULONG_PTR zero_bits;
	SIZE_T commit;
	PLARGE_INTEGER offset;
	PSIZE_T size;
	SECTION_INHERIT inherit;
	ULONG type;
	ULONG protect;
	/* What the pointers above point to. */
	PVOID base_value;
	LARGE_INTEGER offset_value;
	SIZE_T size_value;
};

static void good_arguments(struct arguments *arguments, HANDLE section)
{
	*arguments = (struct arguments) {
		.section = section,
		.process = NtCurrentProcess(),
		.base = &arguments->base_value,
		.offset = &arguments->offset_value,
		.size = &arguments->size_value,
		.inherit = ViewShare,
		.protect = PAGE_READWRITE,
		.size_value = PAGE,
	};
}

static NTSTATUS call(const struct arguments *arguments)
{
	return NtMapViewOfSection(arguments->section, arguments->process,
				  arguments->base, arguments->zero_bits,
				  arguments->commit, arguments->offset,
				  arguments->size, arguments->inherit,
				  arguments->type, arguments->protect);
}

static NTSTATUS call_ex(const struct arguments *arguments)
{
	return NtMapViewOfSectionEx(arguments->section, arguments->process,
				    arguments->base, arguments->offset,
				    arguments->size, arguments->type,
				    arguments->protect, NULL, 0);
}

/* The call fails with the status, and has changed no value. */
#define EXPECT_REFUSAL(status, function, args) do {			\
	const struct arguments *used_ = (args);				\
	const struct arguments before_ = *used_;			\
	EXPECT_STATUS(status, function(used_));				\
	EXPECT_EQ(before_.base_value, used_->base_value);		\
	EXPECT_EQ(before_.size_value, used_->size_value);		\
	EXPECT_EQ(before_.offset_value.QuadPart,			\
		  used_->offset_value.QuadPart);			\
} while (0)

FIXTURE(native) {
	HANDLE section;		/* of 256 KiB, read and write */
	HANDLE reader;		/* may only read it */
	HANDLE readonly;	/* another, which cannot be written to */
	PVOID view;
	struct footprint before;
};

FIXTURE_SETUP(native)
{
	SIZE_T size = 0;

	self->section = nt_section(SECTION_ALL_ACCESS, PAGE_READWRITE,
				   SEC_COMMIT, SIZE);
	self->readonly = nt_section(SECTION_ALL_ACCESS, PAGE_READONLY,
				    SEC_COMMIT, SIZE);
	ASSERT_NE(NULL, self->section);
	ASSERT_NE(NULL, self->readonly);
	ASSERT_EQ(0, NtDuplicateObject(NtCurrentProcess(), self->section,
				       NtCurrentProcess(), &self->reader,
				       SECTION_MAP_READ, 0, 0));
	self->view = NULL;
	ASSERT_EQ(0, nt_map(self->section, &self->view, &size,
			    PAGE_READWRITE));
	EXPECT_EQ(SIZE, size);
	self->before = footprint();
}

FIXTURE_TEARDOWN(native)
{
	EXPECT_NO_FOOTPRINT(self->before);
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtUnmapViewOfSection(NtCurrentProcess(), self->view));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(self->section));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(self->reader));
	EXPECT_STATUS(STATUS_SUCCESS, NtClose(self->readonly));
}

/* One thing wrong with the arguments; the order is that of NT's checks. */
static void bad_inherit(struct arguments *arguments)
{
	arguments->inherit = 3;
}

static void bad_type(struct arguments *arguments)
{
	arguments->type = MEM_COMMIT;
}

static void bad_protect(struct arguments *arguments)
{
	arguments->protect = PAGE_READWRITE | PAGE_READONLY;
}

static void bad_pointer(struct arguments *arguments)
{
	arguments->size = NULL;
}

static void bad_base(struct arguments *arguments)
{
	arguments->base_value = (PVOID)0xffff800000000000;
}

static void bad_zero_bits(struct arguments *arguments)
{
	arguments->zero_bits = 22;
}

static void bad_process(struct arguments *arguments)
{
	arguments->process = NULL;
}

static void bad_section(struct arguments *arguments)
{
	arguments->section = NtCurrentProcess();
}

static void bad_alignment(struct arguments *arguments)
{
	arguments->offset_value.QuadPart = PAGE;
}

static void bad_size(struct arguments *arguments)
{
	arguments->size_value = SIZE + 1;
}

/* What the handles and the view of the fixture are good for. */
static const struct {
	void (*spoil)(struct arguments *arguments);
	NTSTATUS status;
	enum { NONE, NO_RIGHT, NO_PROTECTION, NO_ROOM } kind;
} flaws[] = {
	{ bad_inherit, STATUS_INVALID_PARAMETER_8 },
	{ bad_type, STATUS_INVALID_PARAMETER_9 },
	{ bad_protect, STATUS_INVALID_PAGE_PROTECTION },
	{ bad_pointer, STATUS_ACCESS_VIOLATION },
	{ bad_base, STATUS_INVALID_PARAMETER_3 },
	{ bad_zero_bits, STATUS_INVALID_PARAMETER_4 },
	{ bad_process, STATUS_INVALID_HANDLE },
	{ bad_section, STATUS_OBJECT_TYPE_MISMATCH },
	{ NULL, STATUS_ACCESS_DENIED, NO_RIGHT },
	{ bad_alignment, STATUS_MAPPED_ALIGNMENT },
	{ NULL, STATUS_SECTION_PROTECTION, NO_PROTECTION },
	{ bad_size, STATUS_INVALID_VIEW_SIZE },
	{ NULL, STATUS_CONFLICTING_ADDRESSES, NO_ROOM },
};

/*
 * V-22, V-13, V-16, V-18, V-20, V-21, A-11, A-12, H-10, H-11, V-10, V-15:
 * whatever two things are wrong, the first is what is said.
 */
TEST_F(native, order_of_checks)
{
	struct arguments arguments;
	size_t first, second, i;

	for (first = 0; first < ARRAY_SIZE(flaws); first++) {
		for (second = first; second < ARRAY_SIZE(flaws); second++) {
			const size_t both[] = { second, first };

			good_arguments(&arguments, self->section);
			/* The later first, where both are of one argument. */
			for (i = 0; i < 2; i++) {
				if (flaws[both[i]].spoil)
					flaws[both[i]].spoil(&arguments);
				if (flaws[both[i]].kind == NO_RIGHT)
					arguments.section = self->reader;
				if (flaws[both[i]].kind == NO_PROTECTION)
					arguments.section = self->readonly;
				if (flaws[both[i]].kind == NO_ROOM)
					arguments.base_value = self->view;
			}
			EXPECT_EQ(flaws[first].status, call(&arguments))
				TH_LOG("%zu and %zu", first, second);
			EXPECT_REFUSAL(flaws[first].status, call, &arguments);
		}
	}
	good_arguments(&arguments, self->section);
	EXPECT_STATUS(STATUS_SUCCESS, call(&arguments));
	EXPECT_STATUS(STATUS_SUCCESS,
		      NtUnmapViewOfSection(NtCurrentProcess(),
					   arguments.base_value));
}

/* H-09, H-10, H-11: handles that are none, and processes of others. */
TEST_F(native, bad_handles)
{
	HANDLE bad_sections[] = {
		NULL, GARBAGE, (HANDLE)(uintptr_t)0x7ffffff0,
		(HANDLE)(uintptr_t)0x1000, (HANDLE)((uintptr_t)1 << 63),
		(HANDLE)3,
	};
	/* Open descriptors, the process, its thread, a directory. */
	HANDLE other_objects[] = {
		(HANDLE)4, (HANDLE)8, (HANDLE)12, NtCurrentProcess(),
		(HANDLE)-2, (HANDLE)-3,
	};
	/* Linux maps nothing into other processes: no handle is of one. */
	HANDLE bad_processes[] = {
		NULL, GARBAGE, (HANDLE)(uintptr_t)0x7ffffff0,
		(HANDLE)(uintptr_t)getppid(),
	};
	struct arguments arguments;
	size_t i;

	good_arguments(&arguments, NULL);
	for (i = 0; i < ARRAY_SIZE(bad_sections); i++) {
		arguments.section = bad_sections[i];
		EXPECT_REFUSAL(STATUS_INVALID_HANDLE, call, &arguments);
		EXPECT_REFUSAL(STATUS_INVALID_HANDLE, call_ex, &arguments);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       map(bad_sections[i], FILE_MAP_READ));
	}
	for (i = 0; i < ARRAY_SIZE(other_objects); i++) {
		arguments.section = other_objects[i];
		EXPECT_REFUSAL(STATUS_OBJECT_TYPE_MISMATCH, call, &arguments);
		EXPECT_REFUSAL(STATUS_OBJECT_TYPE_MISMATCH, call_ex,
			       &arguments);
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       map(other_objects[i], FILE_MAP_READ));
	}
	/* No base, or a wrong one: it is the handle that is bad. */
	arguments.base_value = (PVOID)0x567a20;
	arguments.section = NULL;
	EXPECT_REFUSAL(STATUS_INVALID_HANDLE, call, &arguments);
	arguments.section = self->section;
	for (i = 0; i < ARRAY_SIZE(bad_processes); i++) {
		arguments.process = bad_processes[i];
		EXPECT_REFUSAL(STATUS_INVALID_HANDLE, call, &arguments);
		EXPECT_REFUSAL(STATUS_INVALID_HANDLE, call_ex, &arguments);
		EXPECT_STATUS(STATUS_INVALID_HANDLE,
			      NtUnmapViewOfSection(bad_processes[i],
						   self->view));
		EXPECT_STATUS(STATUS_INVALID_HANDLE,
			      NtUnmapViewOfSectionEx(bad_processes[i],
						     self->view, 0));
		EXPECT_FAILURE(ERROR_INVALID_HANDLE,
			       MapViewOfFile2(self->section, bad_processes[i],
					      0, NULL, 0, 0, PAGE_READWRITE));
	}
	arguments.process = self->section;
	EXPECT_REFUSAL(STATUS_OBJECT_TYPE_MISMATCH, call, &arguments);
	EXPECT_STATUS(STATUS_OBJECT_TYPE_MISMATCH,
		      NtUnmapViewOfSection(self->section, self->view));
	EXPECT_VIEW(self->view, SIZE, PAGE_READWRITE);
}

/* V-22: memory that is not there, or cannot be written. */
TEST_F(native, bad_pointers)
{
	struct arguments arguments;
	void *bad[] = {
		NULL, (void *)8, (void *)PAGE, last_address() + 1,
		(void *)((uintptr_t)1 << 63), (void *)-16,
	};
	PVOID *page = VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_READWRITE);
	ULONG old;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		good_arguments(&arguments, self->section);
		arguments.base = bad[i];
		EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call, &arguments);
		EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call_ex, &arguments);
		good_arguments(&arguments, self->section);
		arguments.size = bad[i];
		EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call, &arguments);
		EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call_ex, &arguments);
		good_arguments(&arguments, self->section);
		arguments.offset = bad[i];
		if (!bad[i])
			continue;
		EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call, &arguments);
		EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call_ex, &arguments);
	}

	/* Values that can be read only; the other one is not written either. */
	page[0] = NULL;
	page[1] = (PVOID)PAGE;
	EXPECT_SUCCESS(VirtualProtect(page, PAGE, PAGE_READONLY, &old));
	good_arguments(&arguments, self->section);
	arguments.base = page;
	EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call, &arguments);
	EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call_ex, &arguments);
	good_arguments(&arguments, self->section);
	arguments.size = (PSIZE_T)(page + 1);
	EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call, &arguments);
	EXPECT_REFUSAL(STATUS_ACCESS_VIOLATION, call_ex, &arguments);
	EXPECT_EQ(NULL, page[0]);
	EXPECT_EQ((PVOID)PAGE, page[1]);
	EXPECT_SUCCESS(VirtualFree(page, 0, MEM_RELEASE));
}

/* V-05, V-06, V-07: base and size come back, the offset stays. */
TEST_F(native, values_that_come_back)
{
	static const struct { SIZE_T size, out; } sizes[] = {
		{ 0, SIZE - GRANULE }, { 1, PAGE }, { PAGE, PAGE },
		{ PAGE + 1, 2 * PAGE }, { SIZE - GRANULE, SIZE - GRANULE },
		{ SIZE - GRANULE - PAGE - 1, SIZE - GRANULE - PAGE },
	};
	struct arguments arguments;
	size_t i;

	for (i = 0; i < 2 * ARRAY_SIZE(sizes); i++) {
		const bool ex = i % 2;

		good_arguments(&arguments, self->section);
		arguments.size_value = sizes[i / 2].size;
		arguments.offset_value.QuadPart = GRANULE;
		EXPECT_STATUS(STATUS_SUCCESS,
			      ex ? call_ex(&arguments) : call(&arguments));
		ASSERT_NE(NULL, arguments.base_value);
		EXPECT_EQ(0, (uintptr_t)arguments.base_value % GRANULE);
		EXPECT_EQ(sizes[i / 2].out, arguments.size_value);
		EXPECT_EQ((LONGLONG)GRANULE, arguments.offset_value.QuadPart);
		EXPECT_VIEW(arguments.base_value, sizes[i / 2].out,
			    PAGE_READWRITE);
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtUnmapViewOfSection(NtCurrentProcess(),
						   arguments.base_value));
		/* The same place, and no offset for one of 0. */
		arguments.offset = NULL;
		EXPECT_STATUS(STATUS_SUCCESS,
			      ex ? call_ex(&arguments) : call(&arguments));
		EXPECT_EQ(sizes[i / 2].out, arguments.size_value);
		EXPECT_STATUS(STATUS_SUCCESS,
			      NtUnmapViewOfSectionEx(NtCurrentProcess(),
						     arguments.base_value, 0));
	}
}

TEST_HARNESS_MAIN
