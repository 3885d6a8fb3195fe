// SPDX-License-Identifier: GPL-2.0
/*
 * The model: views, page by page, and what is seen through them.
 */
#include "model.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>

void drop_shown(struct shown *shown)
{
	struct section *section = shown->section;

	shown->section = NULL;
	if (section) {
		section->mapped--;
		drop_if_unused(section);
	}
}

static void show(struct player *player, uint64_t place, const struct shown *what)
{
	struct shown *shown = &player->arena[place % ARENA_PAGES];

	what->section->mapped++;
	drop_shown(shown);
	*shown = *what;
}

/* What a view must have of the rights. */
static uint32_t wanted(int prot, bool copy)
{
	uint32_t access = 0;

	if (prot & PROT_EXEC)
		access |= NTSECTION_MAP_EXECUTE;
	if (copy)
		access |= NTSECTION_MAP_READ;
	else if (prot & PROT_WRITE)
		access |= NTSECTION_MAP_WRITE;
	else if (prot & PROT_READ || !prot)
		access |= NTSECTION_MAP_READ;
	return access;
}

/* A view by @rights; @writes and @executes are of the kind that it is of. */
static struct shown view_of(struct section *section, uint32_t rights, int prot,
			    bool copy)
{
	struct shown view = {
		.section = section,
		.prot = prot,
		.shared = !copy && rights & NTSECTION_MAP_WRITE,
		.executes = rights & NTSECTION_MAP_EXECUTE,
	};

	if (rights & (NTSECTION_MAP_READ | NTSECTION_MAP_WRITE))
		view.may |= PROT_READ;
	if (copy || rights & NTSECTION_MAP_WRITE)
		view.may |= PROT_WRITE;
	if (rights & NTSECTION_MAP_EXECUTE)
		view.may |= PROT_EXEC;
	view.writes = view.shared;
	return view;
}

int map_error(struct model *m, const struct op *op)
{
	struct handle *handle = handle_of(m, op, op->arg[MAP_SLOT]);
	uint64_t pages = op->arg[PAGES], offset = op->arg[MAP_OFFSET], count;
	int prot = op->arg[PROT];

	if (!handle)
		return EBADF;
	if (wanted(prot, op->arg[MAP_COPY]) &
	    ~map_rights(handle->section, handle->access))
		return EACCES;
	count = section_pages(handle->section);
	return offset > count || pages > count - offset ? ENXIO : 0;
}

bool map_is_known(struct model *m, const struct op *op)
{
	const struct handle *handle = handle_of(m, op, op->arg[MAP_SLOT]);
	uint64_t offset = op->arg[MAP_OFFSET];

	return map_error(m, op) ||
	       pages_known(handle->section, offset, offset + op->arg[PAGES]);
}

void check_map(struct model *m, const struct op *op,
	       const struct outcome *outcome)
{
	struct handle *handle = handle_of(m, op, op->arg[MAP_SLOT]);
	struct shown view;
	uint64_t i;

	if (fails_with(m, outcome, map_error(m, op)))
		return;
	view = view_of(handle->section,
		       map_rights(handle->section, handle->access),
		       op->arg[PROT], op->arg[MAP_COPY]);
	for (i = 0; i < op->arg[PAGES]; i++) {
		view.page = op->arg[MAP_OFFSET] + i;
		show(&m->players[op->actor], op->arg[PLACE] + i, &view);
	}
}

static int remap_error(struct model *m, const struct op *op)
{
	const struct player *player = &m->players[op->actor];
	uint64_t start = op->arg[PLACE] * PAGE, length = op->arg[PAGES] * PAGE;
	const struct shown *first;
	uint64_t i, offset, rights;
	int error;

	error = form_error(op);
	if (error)
		return error;
	if (op->arg[REMAP_SKEW] || !length || op->arg[PROT] > 7)
		return EINVAL;
	error = find_shown(player, start, length, &offset, &first);
	if (error)
		return error;
	for (i = 1; i < op->arg[PAGES]; i++) {
		/* Views that differ in rights are not one. */
		if (first[i].writes != first->writes ||
		    first[i].executes != first->executes)
			return ENXIO;
	}
	for (i = 0; i < op->arg[PAGES]; i++) {
		if (!(first[i].may & PROT_READ))
			return EACCES;
	}
	rights = map_rights(first->section, NTSECTION_MAP_READ |
			    (first->writes ? NTSECTION_MAP_WRITE : 0) |
			    (first->executes ? NTSECTION_MAP_EXECUTE : 0));
	if (wanted(op->arg[PROT], op->arg[REMAP_COPY]) & ~rights)
		return EACCES;
	return op->arg[FORM] == FORM_READ_ONLY ? EFAULT : 0;
}

void check_remap(struct model *m, const struct op *op,
		 const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	struct shown first, view;
	uint64_t i;

	if (fails_with(m, outcome, remap_error(m, op)))
		return;
	first = player->arena[op->arg[PLACE]];
	view = view_of(first.section,
		       map_rights(first.section, NTSECTION_MAP_READ |
				  (first.writes ? NTSECTION_MAP_WRITE : 0) |
				  (first.executes ? NTSECTION_MAP_EXECUTE : 0)),
		       op->arg[PROT], op->arg[REMAP_COPY]);
	/* A copy is of the kind that it was made of: it may become shared. */
	view.writes = first.writes;
	for (i = 0; i < op->arg[PAGES]; i++) {
		view.page = first.page + i;
		show(player, op->arg[REMAP_TO] + i, &view);
	}
}

void check_unmap(struct model *m, const struct op *op,
		 const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	uint64_t i;

	if (fails_with(m, outcome, op->arg[PAGES] ? 0 : EINVAL))
		return;
	for (i = 0; i < op->arg[PAGES]; i++)
		drop_shown(&player->arena[op->arg[PLACE] + i]);
}

/* From the first page to the first one that does not allow it. */
void check_protect(struct model *m, const struct op *op,
		   const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	int prot = op->arg[PROT], error = 0;
	uint64_t i;

	for (i = 0; i < op->arg[PAGES] && !error; i++) {
		struct shown *shown = &player->arena[op->arg[PLACE] + i];

		if (!shown->section)
			error = ENOMEM;
		else if (prot & ~shown->may)
			error = EACCES;
		else
			shown->prot = prot;
	}
	fails_with(m, outcome, error);
}

static bool all_mapped(const struct player *player, const struct op *op)
{
	uint64_t i;

	for (i = 0; i < op->arg[PAGES]; i++) {
		if (!player->arena[op->arg[PLACE] + i].section)
			return false;
	}
	return true;
}

/* Copies are thrown away; of what is not mapped it is told afterwards. */
void check_discard(struct model *m, const struct op *op,
		   const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	uint64_t i;

	fails_with(m, outcome, all_mapped(player, op) ? 0 : ENOMEM);
	for (i = 0; i < op->arg[PAGES]; i++)
		player->arena[op->arg[PLACE] + i].copied = false;
}

static void page_out(struct page *page)
{
	if (page->present == NO)
		return;
	if (page->droppable) {
		page->or_zero = page->value;
		if (page->mark == KEPT)
			page->mark = UNSURE;
		page->present = MAYBE;
	}
	/* What was only read is zeros, and not kept for that. */
	if (!page->value && page->present == YES)
		page->present = MAYBE;
	page->paged_out = true;
}

/* Memory is taken away, or not: a page may be in use elsewhere. */
void check_page_out(struct model *m, const struct op *op,
		    const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	uint64_t i;
	unsigned int j;

	fails_with(m, outcome, all_mapped(player, op) ? 0 : ENOMEM);
	for (i = 0; i < op->arg[PAGES]; i++) {
		struct shown *shown = &player->arena[op->arg[PLACE] + i];
		struct section *section = shown->section;

		if (!section)
			continue;
		if (!is_large(section)) {
			page_out(page_of(section, shown->page));
			continue;
		}
		/* With its neighbours. */
		for (j = 0; j < KNOWN_PAGES; j++)
			page_out(&section->pages[j]);
	}
}

/* A page of a section is in RAM now. */
static void touch(struct section *section, struct page *page)
{
	if (!is_large(section))
		page->present = YES;
	page->paged_out = false;
}

static void write_page(struct page *page, uint64_t value)
{
	page->value = value;
	page->or_zero = false;
	page->droppable = false;
}

/* Compare with what is possible, and learn which it was. */
static void read_page(struct model *m, struct page *page, uint64_t value)
{
	if (page->or_zero && !value) {
		/* A vague one was lost before it was reset again, or since. */
		if (page->mark != UNMARKED && page->mark != VAGUE)
			page->mark = LOST;
		page->value = 0;
		page->or_zero = false;
		page->droppable = false;
	} else if (value != page->value) {
		complain(m, "the page has %#llx instead of %#llx",
			 (unsigned long long)value,
			 (unsigned long long)page->value);
	} else if (page->or_zero) {
		if (page->mark != UNMARKED)
			page->mark = KEPT;
		page->or_zero = false;
	}
}

/* May the page be accessed like this? MAYBE depends on the processor. */
static enum truth access_allowed(const struct op *op, const struct shown *shown)
{
	bool by_kernel = op->kind == OP_PEEK || op->kind == OP_POKE;

	if (!shown->section)
		return NO;
	if (op->kind == OP_WRITE || op->kind == OP_POKE)
		return shown->prot & PROT_WRITE ? YES : NO;
	if (by_kernel)
		return shown->prot & PROT_READ ? YES : NO;
	/* What can be executed only can be read without protection keys. */
	if (shown->prot == PROT_EXEC)
		return MAYBE;
	return shown->prot ? YES : NO;
}

void check_access(struct model *m, const struct op *op,
		  const struct outcome *outcome)
{
	struct shown *shown = &m->players[op->actor].arena[op->arg[PLACE]];
	bool writes = op->kind == OP_WRITE || op->kind == OP_POKE;
	bool by_kernel = op->kind == OP_PEEK || op->kind == OP_POKE;
	enum truth allowed = access_allowed(op, shown);
	struct page *page = NULL;

	if (allowed != NO && !shown->copied) {
		page = page_of(shown->section, shown->page);
		if (!page || !page->committed)
			allowed = NO;
	}
	if (allowed == MAYBE)
		allowed = outcome->signal ? NO : YES;
	if (allowed == NO) {
		fails_with(m, outcome, by_kernel ? EFAULT : 0);
		if (!by_kernel && outcome->signal != SIGSEGV)
			complain(m, "signal %d instead of SIGSEGV",
				 outcome->signal);
		return;
	}
	if (outcome->signal)
		complain(m, "signal %d", outcome->signal);
	if (fails_with(m, outcome, 0) || m->complaint[0])
		return;

	if (page)
		touch(shown->section, page);
	if (writes && shown->shared) {
		write_page(page, op->arg[VALUE]);
	} else if (writes) {
		shown->copied = true;
		shown->value = op->arg[VALUE];
	} else if (page) {
		read_page(m, page, outcome->value);
	} else if (outcome->value != shown->value) {
		complain(m, "the copy has %#llx instead of %#llx",
			 (unsigned long long)outcome->value,
			 (unsigned long long)shown->value);
	}
}
