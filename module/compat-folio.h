/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Folios, for kernels that do not have them: there a folio is a page that is
 * not a tail page. To be included by compat.h only.
 */
#ifndef _NTSECTION_COMPAT_FOLIO_H
#define _NTSECTION_COMPAT_FOLIO_H

#include <linux/huge_mm.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>

struct folio {
	struct page page;
};

static inline struct folio *__filemap_get_folio(struct address_space *mapping,
						pgoff_t index, int flags,
						gfp_t gfp)
{
	return (struct folio *)pagecache_get_page(mapping, index,
						  flags | FGP_HEAD, gfp);
}

static inline struct folio *page_folio(struct page *page)
{
	return (struct folio *)compound_head(page);
}

static inline void folio_unlock(struct folio *folio)
{
	unlock_page(&folio->page);
}

static inline bool folio_try_get(struct folio *folio)
{
	return get_page_unless_zero(&folio->page);
}

static inline void folio_put(struct folio *folio)
{
	put_page(&folio->page);
}

static inline long folio_nr_pages(struct folio *folio)
{
	return compound_nr(&folio->page);
}

static inline bool folio_test_large(struct folio *folio)
{
	return PageHead(&folio->page);
}

static inline bool folio_test_dirty(struct folio *folio)
{
	return PageDirty(&folio->page);
}

static inline bool folio_test_clear_dirty(struct folio *folio)
{
	return TestClearPageDirty(&folio->page);
}

static inline bool folio_mark_dirty(struct folio *folio)
{
	return set_page_dirty(&folio->page);
}

static inline int folio_mkclean(struct folio *folio)
{
	return page_mkclean(&folio->page);
}

static inline void folio_wait_writeback(struct folio *folio)
{
	wait_on_page_writeback(&folio->page);
}

#endif /* _NTSECTION_COMPAT_FOLIO_H */
