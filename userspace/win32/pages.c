// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Pages of an allocation.
 *
 * Views are shared or copy-on-write as a whole on Linux, page by page on NT: a
 * shared view of which VirtualProtect makes pages PAGE_WRITECOPY has them
 * mapped anew (P-05). When they become writable for all again, those that were
 * copied meanwhile stay what they are; a write that another thread makes to one
 * of the others at that very moment may be lost.
 */
#include <errno.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "error.h"
#include "limits.h"
#include "object.h"
#include "pagemap.h"
#include "pages.h"
#include "protection.h"

/* Of a reserve only the kernel knows what others have committed. */
static bool is_committed(const struct allocation *allocation,
			 const struct run *run, size_t offset, size_t *end)
{
	struct ntsection_extent extent;
	int result;

	if (!allocation->is_view)
		return run->pages.committed;
	if (!allocation->is_reserve)
		return true;
	ON_DEVICE(result, ntsection_extent(device(), allocation->base + offset,
					   *end - offset, &extent));
	if (result)
		return false;
	*end = offset + extent.length;
	return extent.committed;
}

size_t state_at(const struct allocation *allocation, size_t offset,
		struct page_state *state)
{
	const struct run *run = run_at(allocation, offset);
	size_t end = end_of_run(allocation, run), alike;
	ULONG protect = run->pages.protect;

	state->state = MEM_RESERVE;
	state->protect = 0;
	if (!is_committed(allocation, run, offset, &end))
		return end;

	/* Written pages have stopped to be copy-on-write (P-14). */
	if (allocation->is_view && protection_copies(protect)) {
		if (is_private_copy(allocation->base + offset, end - offset,
				    &alike))
			protect = protection_of_copy(protect);
		end = offset + alike;
	}
	state->state = MEM_COMMIT;
	state->protect = protect;
	if (protect != PAGE_NOACCESS)
		state->protect |= allocation->caching;
	return end;
}

size_t region_at(const struct allocation *allocation, size_t offset,
		 struct page_state *state)
{
	size_t end = state_at(allocation, offset, state), next;
	struct page_state other;

	while (end < allocation->size) {
		next = state_at(allocation, end, &other);
		if (other.state != state->state ||
		    other.protect != state->protect)
			break;
		end = next;
	}
	return end;
}

bool range_is_committed(const struct allocation *allocation, size_t start,
			size_t end)
{
	while (start < end) {
		const struct run *run = run_at(allocation, start);
		size_t next = end_of_run(allocation, run);

		if (!is_committed(allocation, run, start, &next))
			return false;
		start = next;
	}
	return true;
}

static void *address_of(const struct allocation *allocation, size_t offset)
{
	return (void *)(allocation->base + offset);
}

/* Only copies of one's own are charged for. */
static NTSTATUS status_of_change(bool charged)
{
	if (errno == EACCES)
		return STATUS_SECTION_PROTECTION;
	if (errno == ENOMEM && charged)
		return STATUS_COMMITMENT_LIMIT;
	return status_of_errno(errno);
}

static NTSTATUS map_anew(const struct allocation *allocation, size_t start,
			 size_t end, ULONG protect, unsigned int flags)
{
	int result;

	ON_DEVICE(result, ntsection_remap(device(),
					  address_of(allocation, start),
					  end - start, prot_of(protect),
					  flags));
	return result ? status_of_change(flags & NTSECTION_COPY) :
			STATUS_SUCCESS;
}

static NTSTATUS set_prot(const struct allocation *allocation, size_t start,
			 size_t end, ULONG protect, bool charged)
{
	if (mprotect(address_of(allocation, start), end - start,
		     prot_of(protect)))
		return status_of_change(charged);
	return STATUS_SUCCESS;
}

/* What MADV_POPULATE_READ does, for a kernel before 5.14. */
static int read_pages(uintptr_t start, size_t size)
{
	char byte[1];
	struct iovec local = { .iov_base = byte, .iov_len = sizeof(byte) };
	uintptr_t page;

	for (page = start; page < start + size; page += page_size()) {
		struct iovec remote = {
			.iov_base = (void *)page,
			.iov_len = sizeof(byte),
		};

		if (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) < 0)
			return -1;
	}
	return 0;
}

/* mlock() writes to what copies on write, to be done with it (P-16). */
int lock_view_pages(uintptr_t start, size_t size)
{
	if (mlock2((void *)start, size, MLOCK_ONFAULT))
		return -1;
	if (!madvise((void *)start, size, MADV_POPULATE_READ) ||
	    (errno == EINVAL && !read_pages(start, size)))
		return 0;
	/* Pages that can only be executed. */
	return mlock((void *)start, size);
}

/* Map pages anew, and lock those that were. */
static NTSTATUS replace_mapping(const struct allocation *allocation,
				size_t start, size_t end, struct pages *pages,
				unsigned int flags)
{
	NTSTATUS status;

	status = map_anew(allocation, start, end, pages->protect, flags);
	if (!NT_SUCCESS(status))
		return status;
	if (pages->locked && lock_view_pages(allocation->base + start,
					     end - start))
		pages->locked = false;
	pages->private_copy = flags & NTSECTION_COPY;
	return STATUS_SUCCESS;
}

/*
 * Change the mapping of pages that are alike, or of the first of them. *@end
 * tells how far it went, *@pages what they are now.
 */
static NTSTATUS change_mapping(const struct allocation *allocation,
			       size_t start, size_t *end, struct pages *pages)
{
	ULONG protect = pages->protect;
	size_t alike;

	if (!allocation->is_view || allocation->is_copy)
		return set_prot(allocation, start, *end, protect, true);

	if (protection_copies(protect) && !pages->private_copy)
		return replace_mapping(allocation, start, *end, pages,
				       NTSECTION_COPY);
	if (!(prot_of(protect) & PROT_WRITE) || protection_copies(protect) ||
	    !pages->private_copy)
		return set_prot(allocation, start, *end, protect,
				pages->private_copy);

	/* Writable for all again, but for what is a copy already. */
	if (is_private_copy(allocation->base + start, *end - start, &alike)) {
		*end = start + alike;
		return set_prot(allocation, start, *end, protect, true);
	}
	*end = start + alike;
	return replace_mapping(allocation, start, *end, pages, 0);
}

/* Remember what pages are that prepare_cut() was called for. */
static void set_pages(struct allocation *allocation, size_t start, size_t end,
		      const struct pages *pages)
{
	struct run *run = cut_runs(allocation, start, end);

	run->pages = *pages;
	join_runs(allocation, start, end);
}

NTSTATUS protect_pages(struct allocation *allocation, size_t start, size_t end,
		       ULONG protect)
{
	NTSTATUS status;

	while (start < end) {
		const struct run *run = run_at(allocation, start);
		size_t next = end_of_run(allocation, run);
		struct pages pages = run->pages;

		if (next > end)
			next = end;
		/* First, so that what is done can be remembered. */
		if (!prepare_cut(allocation))
			return STATUS_NO_MEMORY;
		pages.protect = protect & ~CACHING_BITS;
		pages.committed = true;
		status = change_mapping(allocation, start, &next, &pages);
		if (!NT_SUCCESS(status))
			return status;
		set_pages(allocation, start, next, &pages);
		start = next;
	}
	return STATUS_SUCCESS;
}

NTSTATUS commit_pages(struct allocation *allocation, size_t start, size_t end,
		      ULONG protect)
{
	int result;

	if (allocation->is_reserve) {
		ON_DEVICE(result, ntsection_commit(device(),
						   allocation->base + start,
						   end - start));
		if (result)
			return errno == ENOMEM ? STATUS_COMMITMENT_LIMIT :
						 status_of_errno(errno);
	}
	return protect_pages(allocation, start, end, protect);
}

NTSTATUS decommit_pages(struct allocation *allocation, size_t start, size_t end)
{
	const struct pages reserved = { .protect = 0 };
	size_t next;

	while (start < end) {
		if (!prepare_cut(allocation))
			return STATUS_NO_MEMORY;
		next = end_of_run(allocation, run_at(allocation, start));
		if (next > end)
			next = end;
		if (!clear_space(allocation->base + start, next - start))
			return STATUS_NO_MEMORY;
		set_pages(allocation, start, next, &reserved);
		start = next;
	}
	return STATUS_SUCCESS;
}

NTSTATUS mark_locked(struct allocation *allocation, size_t start, size_t end,
		     bool locked)
{
	while (start < end) {
		const struct run *run = run_at(allocation, start);
		size_t next = end_of_run(allocation, run);
		struct pages pages = run->pages;

		if (next > end)
			next = end;
		if (!prepare_cut(allocation))
			return STATUS_NO_MEMORY;
		pages.locked = locked;
		set_pages(allocation, start, next, &pages);
		start = next;
	}
	return STATUS_SUCCESS;
}
