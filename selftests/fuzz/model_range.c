// SPDX-License-Identifier: GPL-2.0
/*
 * The model: commit, extent, reset and its undoing.
 */
#include "model.h"

#include <errno.h>

/*
 * Do the actor's views show [@start, @start + @length), bytes from the begin
 * of the arena, as a piece of one section? Then also which, from *@offset on.
 */
int find_shown(const struct player *player, uint64_t start, uint64_t length,
	       uint64_t *offset, const struct shown **first)
{
	const uint64_t limit = ARENA_PAGES * PAGE;
	uint64_t page;

	if (start >= limit || length > limit - start)
		return ENXIO;
	*first = &player->arena[start / PAGE];
	if (!(*first)->section)
		return ENXIO;
	*offset = (*first)->page * PAGE + start % PAGE;
	for (page = start / PAGE; page * PAGE < start + length; page++) {
		const struct shown *shown = &player->arena[page];

		if (shown->section != (*first)->section ||
		    shown->page != (*first)->page + page - start / PAGE)
			return ENXIO;
	}
	return 0;
}

int find_span(struct model *m, const struct op *op, struct span *span)
{
	struct handle *handle = handle_of(m, op, op->arg[TARGET]);
	uint64_t start = op->arg[RANGE_START], length = op->arg[RANGE_LENGTH];
	const struct shown *first;
	uint64_t i;
	int error;

	if (!length)
		return EINVAL;
	if (handle) {
		if (start > handle->section->size ||
		    length > handle->section->size - start)
			return ENXIO;
		span->section = handle->section;
		span->rights = map_rights(handle->section, handle->access) |
			       (handle->access & NTSECTION_QUERY);
	} else {
		const struct player *player = &m->players[op->actor];
		uint64_t begin = start;

		error = find_shown(player, begin, length, &start, &first);
		if (error)
			return error;
		span->section = first->section;
		span->rights = NTSECTION_QUERY | NTSECTION_MAP_READ |
			       NTSECTION_MAP_WRITE;
		for (i = begin / PAGE; i * PAGE < begin + length; i++) {
			if (!player->arena[i].shared)
				span->rights &= ~NTSECTION_MAP_WRITE;
		}
	}
	span->first = start / PAGE;
	span->end = (start + length + PAGE - 1) / PAGE;
	return 0;
}

/* The known page @i, if it is in the span. */
static struct page *page_in(const struct span *span, unsigned int i)
{
	uint64_t number = page_number(span->section, i);

	if (number < span->first || number >= span->end)
		return NULL;
	return &span->section->pages[i];
}

static int commit_error(struct model *m, const struct span *span)
{
	uint64_t missing = span->end - span->first;
	unsigned int i;

	if (!(span->rights & (NTSECTION_MAP_READ | NTSECTION_MAP_WRITE |
			      NTSECTION_MAP_EXECUTE)))
		return EACCES;
	if (!is_reserve(span->section))
		return 0;
	for (i = 0; i < KNOWN_PAGES; i++) {
		struct page *page = page_in(span, i);

		missing -= page && page->committed;
	}
	return missing * PAGE > m->promisable ? ENOMEM : 0;
}

bool commit_is_known(struct model *m, const struct op *op)
{
	struct span span;

	return find_span(m, op, &span) || commit_error(m, &span) ||
	       !is_reserve(span.section) ||
	       pages_known(span.section, span.first, span.end);
}

static void commit_page(struct page *page)
{
	page->committed = true;
}

static void reset_page(const struct section *section, struct page *page)
{
	if (is_large(section)) {
		/* As a part of a huge page it may stay as it is. */
		page->mark = VAGUE;
	} else if (page->present == NO) {
		page->mark = UNMARKED;
		return;
	} else if (page->present == MAYBE) {
		page->mark = VAGUE;
	} else {
		page->mark = page->paged_out ? UNSURE : KEPT;
	}
	/* What is in swap is dropped at once. */
	if (page->paged_out) {
		page->or_zero |= page->value;
		page->present = MAYBE;
	}
	page->droppable = true;
}

/* What undoing a reset may say: if @may_lose ENODATA, if @may_keep 0. */
static void undo_verdict(const struct span *span, bool *may_lose,
			 bool *may_keep)
{
	unsigned int i;

	*may_lose = false;
	*may_keep = true;
	for (i = 0; i < KNOWN_PAGES; i++) {
		struct page *page = page_in(span, i);

		if (!page)
			continue;
		if (page->mark == LOST)
			*may_keep = false;
		if (page->mark >= LOST)
			*may_lose = true;
	}
}

static void undo_page(struct page *page, bool kept)
{
	if (page->mark == UNSURE && kept)
		page->or_zero = false;
	page->mark = UNMARKED;
	page->droppable = false;
}

/* Resetting a part of a huge page changes nothing, nor does undoing it. */
static int undo_error(struct model *m, const struct span *span,
		      const struct outcome *outcome)
{
	bool may_lose, may_keep;

	undo_verdict(span, &may_lose, &may_keep);
	if (outcome->error == ENODATA ? !may_lose : !may_keep)
		complain(m, "%s undone", may_keep ? "nothing was lost, but not"
						  : "what was lost is");
	return outcome->error == ENODATA ? ENODATA : 0;
}

void check_range(struct model *m, const struct op *op,
		 const struct outcome *outcome)
{
	struct span span;
	unsigned int i;
	int error;

	error = target_error(m, op, op->arg[TARGET], true, true);
	if (!error)
		error = form_error(op);
	if (!error)
		error = find_span(m, op, &span);
	if (!error) {
		if (op->kind == OP_COMMIT)
			error = commit_error(m, &span);
		else if (!(span.rights & NTSECTION_MAP_WRITE))
			error = EACCES;
		else if (op->kind == OP_UNDO)
			error = undo_error(m, &span, outcome);
	}
	if (fails_with(m, outcome, error) && error != ENODATA)
		return;
	for (i = 0; i < KNOWN_PAGES; i++) {
		struct page *page = page_in(&span, i);

		if (!page)
			continue;
		if (op->kind == OP_COMMIT)
			commit_page(page);
		else if (op->kind == OP_RESET)
			reset_page(span.section, page);
		else
			undo_page(page, !error);
	}
}

static bool is_committed(struct section *section, uint64_t number)
{
	struct page *page = page_of(section, number);

	return !is_reserve(section) || (page && page->committed);
}

/* The first page of the span that differs from its first one. */
static uint64_t run_end(const struct span *span)
{
	bool committed = is_committed(span->section, span->first);
	unsigned int i;

	if (!is_reserve(span->section))
		return span->end;
	/* Pages that are not known are not committed. */
	if (committed) {
		uint64_t number = span->first;

		while (number < span->end &&
		       is_committed(span->section, number))
			number++;
		return number;
	}
	for (i = 0; i < KNOWN_PAGES; i++) {
		struct page *page = page_in(span, i);

		if (page && page->committed)
			return page_number(span->section, i);
	}
	return span->end;
}

void check_extent(struct model *m, const struct op *op,
		  const struct outcome *outcome)
{
	uint64_t length = op->arg[RANGE_LENGTH], run;
	struct span span;
	int error;

	error = target_error(m, op, op->arg[TARGET], true, true);
	if (!error)
		error = form_error(op);
	if (!error)
		error = find_span(m, op, &span);
	if (!error && !(span.rights & NTSECTION_QUERY))
		error = EACCES;
	if (!error && op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (fails_with(m, outcome, error) || m->complaint[0])
		return;

	run = (run_end(&span) - span.first) * PAGE -
	      op->arg[RANGE_START] % PAGE;
	if (run < length)
		length = run;
	if (outcome->extent.length != length)
		complain(m, "%#llx bytes instead of %#llx",
			 outcome->extent.length, (unsigned long long)length);
	if (outcome->extent.committed !=
	    is_committed(span.section, span.first))
		complain(m, "committed is %#x", outcome->extent.committed);
}
