// SPDX-License-Identifier: GPL-2.0
/*
 * Content that is not needed: MEM_RESET and MEM_RESET_UNDO, and
 * DiscardVirtualMemory, OfferVirtualMemory and ReclaimVirtualMemory, on views
 * and on private memory.
 *
 * MADV_PAGEOUT is the pressure: what was reset vanishes then, all else is
 * written to swap and comes back.
 */
#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

#define SIZE		(8 * MIB)
#define PAGES		(SIZE / PAGE)

static long pages_written(void)
{
	return read_key("/proc/vmstat", "pswpout");
}

static void fill(char *view, SIZE_T size)
{
	SIZE_T at;

	for (at = 0; at < size; at += PAGE)
		memset(view + at, 1 + (at / PAGE) % 128, PAGE);
}

/* Pages by what they hold: what fill() wrote, zeros, or neither (M-02). */
struct census {
	SIZE_T old, zero, other;
};

static struct census count_pages(const char *view, SIZE_T size)
{
	struct census census = { 0 };
	SIZE_T at;

	for (at = 0; at < size; at += PAGE) {
		const unsigned char *page = (const unsigned char *)view + at;
		unsigned char byte = page[0];

		if (memcmp(page, page + 1, PAGE - 1))
			census.other++;
		else if (!byte)
			census.zero++;
		else if (byte == 1 + (at / PAGE) % 128)
			census.old++;
		else
			census.other++;
	}
	return census;
}

#define EXPECT_INTACT(view, size) do {					\
	SIZE_T size_ = (size);						\
	EXPECT_EQ(size_ / PAGE, count_pages(view, size_).old);		\
} while (0)

/* Most is gone, and nothing is neither. */
#define EXPECT_LOST(view, size) do {					\
	SIZE_T size_ = (size);						\
	struct census census_ = count_pages(view, size_);		\
	EXPECT_EQ(0, census_.other);					\
	EXPECT_GT(census_.zero, size_ / PAGE / 2);			\
} while (0)

FIXTURE(discard) {
	HANDLE section;
	char *view;
};

FIXTURE_SETUP(discard)
{
	ASSERT_GT(read_key("/proc/meminfo", "SwapFree"),
		  (long)(3 * SIZE / KIB));
	self->section = create_section(PAGE_READWRITE, SIZE, NULL);
	ASSERT_NE(NULL, self->section);
	self->view = map(self->section, FILE_MAP_WRITE);
	ASSERT_NE(NULL, self->view);
	fill(self->view, SIZE);
}

FIXTURE_TEARDOWN(discard)
{
	EXPECT_TRUE(UnmapViewOfFile(self->view));
	EXPECT_TRUE(CloseHandle(self->section));
}

/* M-01, K-12: nothing else changes, and without pressure nothing at all. */
TEST_F(discard, reset_changes_no_state)
{
	long before = committed_kib();

	EXPECT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET,
					   PAGE_NOACCESS));
	EXPECT_EQ(self->view + PAGE, VirtualAlloc(self->view + PAGE + 1, 1,
						  MEM_RESET, PAGE_READONLY));
	EXPECT_REGION(self->view, self->view, PAGE_READWRITE, SIZE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_INTACT(self->view, SIZE);
	EXPECT_TRUE(charged(before, 0));
	EXPECT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET_UNDO,
					   PAGE_NOACCESS));
	EXPECT_INTACT(self->view, SIZE);
}

/* M-01: also over what is reserved; M-02, M-03: old or zero, in all views. */
TEST_F(discard, reset_of_a_reserve)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE, SIZE,
					NULL);
	char *view = map(section, FILE_MAP_WRITE);
	char *other = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, other);
	EXPECT_EQ(view, VirtualAlloc(view, SIZE, MEM_RESET, PAGE_READONLY));
	ASSERT_EQ(view, VirtualAlloc(view, SIZE / 2, MEM_COMMIT,
				     PAGE_READWRITE));
	fill(view, SIZE / 2);
	EXPECT_EQ(view, VirtualAlloc(view, SIZE, MEM_RESET, PAGE_READONLY));
	EXPECT_REGION(view, view, PAGE_READWRITE, SIZE / 2, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_REGION(view + SIZE / 2, view, PAGE_READWRITE, SIZE / 2,
		      MEM_RESERVE, 0, MEM_MAPPED);
	ASSERT_EQ(0, page_out(view, SIZE / 2));
	EXPECT_LOST(view, SIZE / 2);
	EXPECT_EQ(0, memcmp(view, other, SIZE / 2));
	EXPECT_REGION(other, other, PAGE_READWRITE, SIZE / 2, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_TRUE(UnmapViewOfFile(view));
	EXPECT_TRUE(UnmapViewOfFile(other));
	EXPECT_TRUE(CloseHandle(section));
}

/* M-02, K-12: dropped, not written; what is written later stays. */
TEST_F(discard, reset_pages_are_not_written)
{
	long written, before = committed_kib();

	/* The twin: without reset it is written, and comes back. */
	written = pages_written();
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_GT(pages_written() - written, (long)PAGES / 2);
	EXPECT_INTACT(self->view, SIZE);

	fill(self->view, SIZE);
	ASSERT_EQ(self->view, VirtualAlloc(self->view, SIZE / 2, MEM_RESET,
					   PAGE_READWRITE));
	fill(self->view, PAGE);
	written = pages_written();
	ASSERT_EQ(0, page_out(self->view, SIZE / 2));
	EXPECT_LT(pages_written() - written, (long)PAGES / 8);
	EXPECT_LOST(self->view, SIZE / 2);
	EXPECT_INTACT(self->view, PAGE);
	EXPECT_INTACT(self->view + SIZE / 2, SIZE / 2);
	EXPECT_TRUE(charged(before, 0));
}

/* M-04, M-05 */
TEST_F(discard, reset_bad_input)
{
	static const DWORD resets[] = { MEM_RESET, MEM_RESET_UNDO };
	static const DWORD others[] = {
		MEM_COMMIT, MEM_RESERVE, MEM_TOP_DOWN, MEM_PHYSICAL,
		MEM_RESET | MEM_RESET_UNDO, MEM_DECOMMIT, 0x10, MEM_LARGE_PAGES,
	};
	unsigned int i, j;
	PVOID address;
	SIZE_T size;
	int local;

	for (i = 0; i < ARRAY_SIZE(resets); i++) {
		for (j = 0; j < ARRAY_SIZE(others); j++)
			EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
				       VirtualAlloc(self->view, PAGE,
						    resets[i] | others[j],
						    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(self->view, PAGE, resets[i], 0));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(self->view, PAGE, resets[i],
					    PAGE_READONLY | PAGE_EXECUTE));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(self->view, 0, resets[i],
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_PARAMETER,
			       VirtualAlloc(self->view, SIZE_MAX, resets[i],
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(self->view, SIZE + 1, resets[i],
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(self->view + SIZE - 1, 2, resets[i],
					    PAGE_READWRITE));
		EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
			       VirtualAlloc(&local, 1, resets[i],
					    PAGE_READWRITE));
	}

	address = self->view + SIZE - 1;
	size = 2;
	EXPECT_STATUS(STATUS_CONFLICTING_ADDRESSES,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &address, 0,
					      &size, MEM_RESET, PAGE_READONLY));
	EXPECT_EQ(self->view + SIZE - 1, address);
	EXPECT_EQ(2, size);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(self->view, SIZE);
}

/* M-06: success means that all is there, failure that a page is not. */
TEST_F(discard, undo)
{
	PVOID address = self->view + 5;
	SIZE_T size = PAGE;

	/* Before any reset there is nothing to undo. */
	EXPECT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET_UNDO,
					   PAGE_READWRITE));
	ASSERT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET,
					   PAGE_READWRITE));
	EXPECT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET_UNDO,
					   PAGE_READWRITE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(self->view, SIZE);

	ASSERT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET,
					   PAGE_READWRITE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_FAILURE(ERROR_BUSY,
		       VirtualAlloc(self->view, SIZE, MEM_RESET_UNDO,
				    PAGE_READWRITE));
	EXPECT_LOST(self->view, SIZE);

	ASSERT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET,
					   PAGE_READWRITE));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_STATUS(STATUS_DEVICE_BUSY,
		      NtAllocateVirtualMemory(NtCurrentProcess(), &address, 0,
					      &size, MEM_RESET_UNDO,
					      PAGE_READONLY));
	EXPECT_EQ(self->view + 5, address);
	EXPECT_EQ(PAGE, size);
}

/*
 * M-01, M-02, M-06: a view of a handle that cannot write, a copy, and pages
 * that were made copies: a hint that is not taken. To promise that all is there
 * is another matter.
 */
TEST_F(discard, views_that_do_not_write)
{
	char *copy = map(self->section, FILE_MAP_COPY), *reader;
	HANDLE readonly;
	DWORD old;

	ASSERT_TRUE(DuplicateHandle(GetCurrentProcess(), self->section,
				    GetCurrentProcess(), &readonly,
				    SECTION_MAP_READ, FALSE, 0));
	reader = map(readonly, FILE_MAP_READ);
	ASSERT_NE(NULL, reader);
	ASSERT_NE(NULL, copy);
	fill(copy, SIZE / 2);
	EXPECT_EQ(reader, VirtualAlloc(reader, SIZE, MEM_RESET,
				       PAGE_READWRITE));
	EXPECT_EQ(copy, VirtualAlloc(copy, SIZE, MEM_RESET, PAGE_READWRITE));
	ASSERT_EQ(0, page_out(copy, SIZE / 2));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(copy, SIZE / 2);
	EXPECT_INTACT(self->view, SIZE);
	EXPECT_EQ(reader, VirtualAlloc(reader, SIZE, MEM_RESET_UNDO,
				       PAGE_READWRITE));
	EXPECT_TRUE(UnmapViewOfFile(reader));
	EXPECT_TRUE(CloseHandle(readonly));
	/* If the handle can write, it may be taken: old or zero. */
	reader = map(self->section, FILE_MAP_READ);
	ASSERT_NE(NULL, reader);
	EXPECT_EQ(reader, VirtualAlloc(reader, SIZE, MEM_RESET,
				       PAGE_READWRITE));
	EXPECT_REGION(reader, reader, PAGE_READONLY, SIZE, MEM_COMMIT,
		      PAGE_READONLY, MEM_MAPPED);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(0, count_pages(self->view, SIZE).other);

	/* P-05: one page of a view is a copy. */
	ASSERT_TRUE(VirtualProtect(self->view + PAGE, PAGE, PAGE_WRITECOPY,
				   &old));
	fill(self->view, SIZE);
	EXPECT_EQ(self->view, VirtualAlloc(self->view, SIZE, MEM_RESET,
					   PAGE_READWRITE));
	EXPECT_EQ(ERROR_SUCCESS, OfferVirtualMemory(self->view, SIZE,
						    VmOfferPriorityNormal));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(2, self->view[PAGE]);
	EXPECT_EQ(2, self->view[2 * PAGE - 1]);
	EXPECT_TRUE(UnmapViewOfFile(reader));
	EXPECT_TRUE(UnmapViewOfFile(copy));
}

/* M-07, M-09: codes, not BOOLs, and the last error is left alone. */
TEST_F(discard, discard)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE, SIZE,
					NULL);
	char *reserve = map(section, FILE_MAP_WRITE);
	DWORD old;
	int local;

	ASSERT_NE(NULL, reserve);
	SetLastError(UNTOUCHED);
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  DiscardVirtualMemory(self->view + 1, PAGE));
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  DiscardVirtualMemory(self->view, PAGE + 1));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, DiscardVirtualMemory(self->view, 0));
	EXPECT_EQ(ERROR_INVALID_ADDRESS,
		  DiscardVirtualMemory(self->view, SIZE + PAGE));
	EXPECT_EQ(ERROR_INVALID_ADDRESS,
		  DiscardVirtualMemory(self->view, SIZE_MAX & ~(PAGE - 1)));
	EXPECT_EQ(ERROR_INVALID_ADDRESS, DiscardVirtualMemory(NULL, PAGE));
	EXPECT_EQ(ERROR_INVALID_ADDRESS, DiscardVirtualMemory(reserve, PAGE));
	EXPECT_EQ(ERROR_INVALID_PARAMETER, DiscardVirtualMemory(&local, 4));
	ASSERT_TRUE(VirtualProtect(self->view, PAGE, PAGE_READONLY, &old));
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  DiscardVirtualMemory(self->view, 2 * PAGE));
	ASSERT_TRUE(VirtualProtect(self->view, PAGE, PAGE_READWRITE, &old));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(self->view, SIZE);

	fill(self->view, SIZE);
	EXPECT_EQ(ERROR_SUCCESS, DiscardVirtualMemory(self->view, SIZE / 2));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_LOST(self->view, SIZE / 2);
	EXPECT_INTACT(self->view + SIZE / 2, SIZE / 2);
	EXPECT_REGION(self->view, self->view, PAGE_READWRITE, SIZE, MEM_COMMIT,
		      PAGE_READWRITE, MEM_MAPPED);
	EXPECT_TRUE(UnmapViewOfFile(reserve));
	EXPECT_TRUE(CloseHandle(section));
}

/* M-08, M-09: offered memory may go, and Reclaim tells whether it did. */
TEST_F(discard, offer_and_reclaim)
{
	int priority;

	SetLastError(UNTOUCHED);
	for (priority = VmOfferPriorityVeryLow;
	     priority <= VmOfferPriorityNormal; priority++) {
		EXPECT_EQ(ERROR_SUCCESS,
			  OfferVirtualMemory(self->view, SIZE, priority));
		EXPECT_EQ(ERROR_SUCCESS,
			  ReclaimVirtualMemory(self->view, SIZE));
	}
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(self->view, SIZE);

	fill(self->view, SIZE);
	EXPECT_EQ(ERROR_SUCCESS, OfferVirtualMemory(self->view, SIZE,
						    VmOfferPriorityLow));
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_EQ(ERROR_BUSY, ReclaimVirtualMemory(self->view, SIZE));
	EXPECT_LOST(self->view, SIZE);
	/* And can be used again: it is not lost another time. */
	fill(self->view, SIZE);
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(self->view, SIZE);
	EXPECT_EQ(ERROR_SUCCESS, ReclaimVirtualMemory(self->view, SIZE));
	EXPECT_EQ(UNTOUCHED, GetLastError());
}

/* M-08 */
TEST_F(discard, offer_and_reclaim_bad_input)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE, SIZE,
					NULL);
	char *reserve = map(section, FILE_MAP_WRITE);
	static const struct {
		SIZE_T at, size;
		DWORD error;
	} bad[] = {
		{ 1, PAGE, ERROR_INVALID_PARAMETER },
		{ 0, 0, ERROR_INVALID_PARAMETER },
		{ 0, PAGE - 1, ERROR_INVALID_PARAMETER },
		{ 0, SIZE + PAGE, ERROR_INVALID_ADDRESS },
		{ SIZE - PAGE, 2 * PAGE, ERROR_INVALID_ADDRESS },
		{ 0, SIZE_MAX - PAGE + 1, ERROR_INVALID_ADDRESS },
	};
	unsigned int i;

	ASSERT_NE(NULL, reserve);
	SetLastError(UNTOUCHED);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(bad[i].error,
			  OfferVirtualMemory(self->view + bad[i].at,
					     bad[i].size, VmOfferPriorityLow))
			TH_LOG("case %u", i);
		EXPECT_EQ(bad[i].error,
			  ReclaimVirtualMemory(self->view + bad[i].at,
					       bad[i].size))
			TH_LOG("case %u", i);
	}
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  OfferVirtualMemory(self->view, PAGE, 0));
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  OfferVirtualMemory(self->view, PAGE, 5));
	EXPECT_EQ(ERROR_INVALID_PARAMETER,
		  OfferVirtualMemory(self->view, PAGE, -1));
	EXPECT_EQ(ERROR_INVALID_ADDRESS,
		  OfferVirtualMemory(reserve, PAGE, VmOfferPriorityLow));
	EXPECT_EQ(ERROR_INVALID_ADDRESS, ReclaimVirtualMemory(reserve, PAGE));
	EXPECT_EQ(ERROR_INVALID_ADDRESS,
		  OfferVirtualMemory(NULL, PAGE, VmOfferPriorityLow));
	EXPECT_EQ(ERROR_INVALID_ADDRESS, ReclaimVirtualMemory(NULL, PAGE));
	EXPECT_EQ(UNTOUCHED, GetLastError());
	ASSERT_EQ(0, page_out(self->view, SIZE));
	EXPECT_INTACT(self->view, SIZE);
	EXPECT_TRUE(UnmapViewOfFile(reserve));
	EXPECT_TRUE(CloseHandle(section));
}

/* M-01, M-02, M-07, M-08 for private memory: only Discard takes it. */
TEST_F(discard, private_memory)
{
	char *base = VirtualAlloc(NULL, SIZE, MEM_RESERVE, PAGE_NOACCESS);

	ASSERT_NE(NULL, base);
	ASSERT_EQ(base, VirtualAlloc(base, SIZE / 2, MEM_COMMIT,
				     PAGE_READWRITE));
	fill(base, SIZE / 2);
	EXPECT_EQ(base, VirtualAlloc(base, SIZE, MEM_RESET, PAGE_NOACCESS));
	EXPECT_EQ(base + SIZE / 2, VirtualAlloc(base + SIZE / 2, PAGE,
						MEM_RESET, PAGE_NOACCESS));
	EXPECT_FAILURE(ERROR_INVALID_ADDRESS,
		       VirtualAlloc(base + SIZE - PAGE, 2 * PAGE, MEM_RESET,
				    PAGE_NOACCESS));
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, SIZE / 2, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_PRIVATE(base + SIZE / 2, base, PAGE_NOACCESS, SIZE / 2,
		       MEM_RESERVE, 0);
	EXPECT_EQ(ERROR_SUCCESS, OfferVirtualMemory(base, SIZE / 2,
						    VmOfferPriorityVeryLow));
	EXPECT_EQ(ERROR_INVALID_ADDRESS,
		  OfferVirtualMemory(base, SIZE, VmOfferPriorityVeryLow));
	ASSERT_EQ(0, page_out(base, SIZE / 2));
	EXPECT_EQ(ERROR_SUCCESS, ReclaimVirtualMemory(base, SIZE / 2));
	EXPECT_EQ(base, VirtualAlloc(base, SIZE, MEM_RESET_UNDO,
				     PAGE_NOACCESS));
	EXPECT_INTACT(base, SIZE / 2);

	EXPECT_EQ(ERROR_INVALID_ADDRESS, DiscardVirtualMemory(base, SIZE));
	EXPECT_EQ(ERROR_SUCCESS, DiscardVirtualMemory(base, SIZE / 4));
	EXPECT_EQ(0, count_pages(base, SIZE / 4).other);
	EXPECT_INTACT(base + 7 * 128 * PAGE, PAGE);
	EXPECT_PRIVATE(base, base, PAGE_NOACCESS, SIZE / 2, MEM_COMMIT,
		       PAGE_READWRITE);
	EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
}

TEST_HARNESS_MAIN
