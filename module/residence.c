// SPDX-License-Identifier: GPL-2.0
/*
 * Which pages of a section are where: counted in the page cache, without a
 * lock, and without bringing a page in.
 */

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/xarray.h>

#include "compat.h"
#include "rules.h"
#include "section.h"

/*
 * Count @bytes of @folio, which may not go away meanwhile.
 *
 * What a view's page table alone knows of a write is not asked for. Of what is
 * exported, folio_mkclean() does not tell written from writable, and
 * unmap_mapping_pages() takes pages from the processes that use them, locked
 * ones as well: nobody's looking may do that.
 */
static void count_folio(struct ntsection_residence *args, struct folio *folio,
			u64 bytes)
{
	args->resident += bytes;
	if (folio_test_dirty(folio))
		args->dirty += bytes;
	if (folio_test_large(folio))
		args->huge += bytes;
}

/*
 * Count what the slot at @xas has, @bytes of memory. False if it changed just
 * now: it is to be read again.
 */
static bool count_entry(struct ntsection_residence *args, struct xa_state *xas,
			void *entry, u64 bytes)
{
	struct folio *folio = entry;
	bool same;

	if (xa_is_value(entry)) {
		args->swapped += bytes;
		return true;
	}
	if (!folio_try_get(folio))
		return false;
	/* It may have been freed and be something else's by now. */
	same = xas_reload(xas) == entry;
	if (same)
		count_folio(args, folio, bytes);
	folio_put(folio);
	return same;
}

/* Count [@first, @end) pages. */
static int count_pages(struct ntsection_residence *args,
		       struct address_space *mapping, pgoff_t first,
		       pgoff_t end)
{
	XA_STATE(xas, &mapping->i_pages, first);
	int err = 0;
	void *entry;

	rcu_read_lock();
	xas_for_each(&xas, entry, end - 1) {
		unsigned long index, pages;

		if (xas_retry(&xas, entry))
			continue;
		/* A huge entry may begin before the range, and end behind. */
		pages = 1UL << xa_get_order(xas.xa, xas.xa_index);
		index = round_down(xas.xa_index, pages);
		pages = min(index + pages, end) - max(index, first);
		if (!count_entry(args, &xas, entry,
				 (u64)pages << PAGE_SHIFT)) {
			xas_reset(&xas);
			continue;
		}

		if (!need_resched())
			continue;
		xas_pause(&xas);
		rcu_read_unlock();
		cond_resched();
		if (fatal_signal_pending(current))
			err = -EINTR;
		rcu_read_lock();
		if (err)
			break;
	}
	rcu_read_unlock();
	return err;
}

static int count_section(struct ntsection_residence *args,
			 const struct ntsection *section)
{
	int err;

	err = ntsection_check_range(args->start, args->length, section->size);
	if (err)
		return err;
	args->resident = 0;
	args->dirty = 0;
	args->huge = 0;
	args->swapped = 0;
	return count_pages(args, section->inode->i_mapping,
			   args->start >> PAGE_SHIFT,
			   (args->start + args->length) >> PAGE_SHIFT);
}

/* NTSECTION_IOC_RESIDENCE on a handle, or with @grant NULL by number. */
int ntsection_residence(const struct ntsection_grant *grant,
			void __user *user_args)
{
	struct ntsection_residence args;
	struct ntsection *section;
	int err;

	err = ntsection_args_get(&args, sizeof(args), sizeof(args), user_args);
	if (err)
		return err;
	if (args.flags || !args.length || !PAGE_ALIGNED(args.start) ||
	    !PAGE_ALIGNED(args.length) || (grant && args.id))
		return -EINVAL;

	if (grant) {
		if (!(grant->access & NTSECTION_QUERY))
			return -EACCES;
		err = count_section(&args, grant->section);
	} else {
		section = ntsection_list_get(args.id);
		if (IS_ERR(section))
			return PTR_ERR(section);
		err = count_section(&args, section);
		ntsection_put(section);
	}
	return err ?: ntsection_args_put(user_args, &args, sizeof(args));
}
