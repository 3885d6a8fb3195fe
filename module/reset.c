// SPDX-License-Identifier: GPL-2.0
/*
 * MEM_RESET: content that is not needed any more, but may be had again as
 * long as nobody else needs the memory.
 *
 * Shmem lets reclaim drop a page that is not dirty without writing it. So to
 * reset a page is to make it clean, in its folio and in every page table that
 * maps it. A later write makes it dirty again and so keeps it; there is no
 * list, no shrinker and nothing to do when memory gets short.
 *
 * To tell afterwards whether a page was lost it is not enough that there is
 * one at its index: it may be a new one. Each reset page therefore gets a mark
 * on its slot in the page cache. A slot keeps its mark when the folio is
 * migrated, or written to swap and read back, and loses it with the entry
 * itself. The mark is one of those for writeback, which shmem does not do.
 *
 * To make a huge page of small ones would mix up their marks, and a lost page
 * would look like its neighbours. The inode of a section that was reset is
 * therefore no regular file any more: shmem makes huge pages of those alone.
 * Huge pages that are there stay.
 */

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "section.h"

#define RESET_MARK	PAGECACHE_TAG_TOWRITE

static void forbid_huge_pages(struct inode *inode)
{
	inode_lock(inode);
	inode->i_mode &= ~S_IFMT;
	inode_unlock(inode);
}

/* Mark the slots of a locked folio: one, or on older kernels one a page. */
static void mark_folio(struct address_space *mapping, struct folio *folio)
{
	unsigned long index = ntsection_folio_index(folio);
	unsigned long end = index + folio_nr_pages(folio);

	xa_lock_irq(&mapping->i_pages);
	while (index < end) {
		__xa_set_mark(&mapping->i_pages, index, RESET_MARK);
		index += 1UL << xa_get_order(&mapping->i_pages, index);
	}
	xa_unlock_irq(&mapping->i_pages);
}

/*
 * Reset the folio at @index, if there is one and it lies inside the range.
 * *@next becomes the index behind it, or @index if there is none.
 */
static int reset_folio(struct ntsection *section, u64 index, u64 first, u64 end,
		       u64 *next)
{
	struct address_space *mapping = section->inode->i_mapping;
	struct folio *folio;
	u64 start;
	int err = 0;

	*next = index;
	folio = ntsection_lock_folio(mapping, index);
	if (!folio)
		return 0;

	start = ntsection_folio_index(folio);
	*next = start + folio_nr_pages(folio);
	if (start >= first && *next <= end) {
		err = ntsection_bits_prepare(&section->reset, start, *next,
					     false);
		if (err)
			goto unlock;
		folio_wait_writeback(folio);
		/*
		 * Marked before it is clean, or it could be dropped unmarked
		 * and come back as if nothing had been there. Dirty flag before
		 * page tables: a write that comes between sets neither for
		 * good, but it has not returned before we have, and one after
		 * the page tables faults and sets both.
		 */
		mark_folio(mapping, folio);
		ntsection_bits_set(&section->reset, start, *next);
		folio_test_clear_dirty(folio);
		folio_mkclean(folio);
	}
unlock:
	folio_unlock(folio);
	folio_put(folio);
	return err;
}

/* The first index from @index on, below @end, that is not in swap. */
static u64 swapped_until(struct address_space *mapping, u64 index, u64 end)
{
	while (index < end && xa_is_value(xa_load(&mapping->i_pages, index)))
		index++;
	return index;
}

/**
 * ntsection_reset - forget the content of pages when memory is needed
 * @section: the section
 * @file: any file over its inode
 * @first: first page
 * @end: page after the last one
 *
 * Return: 0; -ENOMEM if there is no kernel memory to remember what was reset;
 * -EINTR if the caller was killed. Some pages may be reset then.
 */
int ntsection_reset(struct ntsection *section, struct file *file, u64 first,
		    u64 end)
{
	struct address_space *mapping = section->inode->i_mapping;
	u64 index = first;
	int err = 0;

	if (mutex_lock_killable(&section->lock))
		return -EINTR;

	forbid_huge_pages(section->inode);

	while (index < end) {
		unsigned long present = index;
		u64 next;

		if (!xa_find(&mapping->i_pages, &present, end - 1, XA_PRESENT))
			break;
		/*
		 * What is not there now cannot be lost. An entry may stand for
		 * a folio that begins before @index.
		 */
		if (present > index) {
			ntsection_bits_clear(&section->reset, index, present);
			index = present;
		}

		next = swapped_until(mapping, index, end);
		if (next > index) {
			/* No need to read it back to throw it away. */
			err = ntsection_bits_prepare(&section->reset, index,
						     next, false);
			if (err)
				goto unlock;
			ntsection_bits_set(&section->reset, index, next);
			err = ntsection_shmem_punch(file, index, next);
		} else {
			err = reset_folio(section, index, first, end, &next);
		}
		if (err)
			goto unlock;
		/*
		 * Neither there nor in swap: it went a moment ago, because it
		 * had been reset before, and so its bit stays. So do those of a
		 * huge page of which a part only is in the range.
		 */
		index = next > index ? next : index + 1;

		if (fatal_signal_pending(current)) {
			err = -EINTR;
			goto unlock;
		}
		cond_resched();
	}
	if (index < end)
		ntsection_bits_clear(&section->reset, index, end);
unlock:
	mutex_unlock(&section->lock);
	return err;
}

/*
 * Keep the folio at @index from being dropped; false if there is none.
 * Whether it is the one that was reset, its mark tells.
 */
static bool keep_folio(struct address_space *mapping, u64 index, bool *marked)
{
	struct folio *folio = ntsection_lock_folio(mapping, index);

	if (!folio)
		return false;

	/* Under the folio lock it can be neither dropped nor swapped out. */
	*marked = xa_get_mark(&mapping->i_pages, index, RESET_MARK);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return true;
}

/* Is the page at @index, which was reset, still what it was? */
static bool page_survived(struct address_space *mapping, u64 index)
{
	bool marked;

	for (;;) {
		void *entry;

		if (keep_folio(mapping, index, &marked))
			return marked;
		/* Written after the reset, it may be in swap by now. */
		entry = xa_load(&mapping->i_pages, index);
		if (!entry)
			return false;
		if (xa_is_value(entry))
			return xa_get_mark(&mapping->i_pages, index,
					   RESET_MARK);
		/* It came back between the two looks. */
		cond_resched();
	}
}

/**
 * ntsection_reset_undo - need the content of pages again
 * @section: the section
 * @first: first page
 * @end: page after the last one
 *
 * Return: 0 if all that was reset is still there; -ENODATA if a page was lost;
 * -EINTR if the caller was killed.
 */
int ntsection_reset_undo(struct ntsection *section, u64 first, u64 end)
{
	struct address_space *mapping = section->inode->i_mapping;
	u64 index = first;
	int err = 0;

	if (mutex_lock_killable(&section->lock))
		return -EINTR;

	while (index < end) {
		if (!ntsection_bits_test(&section->reset, index)) {
			index = ntsection_bits_run(&section->reset, index, end);
			continue;
		}
		if (!page_survived(mapping, index))
			err = -ENODATA;
		ntsection_bits_clear(&section->reset, index, index + 1);
		index++;
		if (fatal_signal_pending(current)) {
			err = -EINTR;
			break;
		}
		cond_resched();
	}

	mutex_unlock(&section->lock);
	return err;
}
