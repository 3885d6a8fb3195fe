// SPDX-License-Identifier: GPL-2.0
/*
 * The model: what is told of sections and handles.
 */
#include "model.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

static void same(struct model *m, const char *what, uint64_t got,
		 uint64_t expected)
{
	if (got != expected)
		complain(m, "%s is %#llx instead of %#llx", what,
			 (unsigned long long)got, (unsigned long long)expected);
}

bool handle_is(struct model *m, const struct handle *handle,
	       const struct ntsection_handle *told)
{
	const struct section *section = handle->section;

	same(m, "id", told->id, section->id);
	same(m, "size", told->maximum_size, section->size);
	same(m, "protection", told->protection, section->protection);
	same(m, "attributes", told->attributes, section->attributes);
	same(m, "access", told->access, handle->access);
	same(m, "number of handles", told->handles, section->handles);
	return !m->complaint[0];
}

/* Complain unless @bytes are there of pages [@first, @end). */
static void check_memory(struct model *m, const struct section *section,
			 uint64_t first, uint64_t end, uint64_t bytes)
{
	uint64_t least = 0, most = 0;
	unsigned int i;

	if (is_large(section))
		return;
	for (i = 0; i < KNOWN_PAGES; i++) {
		uint64_t number = page_number(section, i);

		if (number < first || number >= end)
			continue;
		least += section->pages[i].present == YES ? PAGE : 0;
		most += section->pages[i].present != NO ? PAGE : 0;
	}
	if (bytes < least || bytes > most)
		complain(m, "%#llx bytes of memory instead of %#llx to %#llx",
			 (unsigned long long)bytes, (unsigned long long)least,
			 (unsigned long long)most);
}

void check_query(struct model *m, const struct op *op,
		 const struct outcome *outcome)
{
	struct handle *handle = handle_of(m, op, op->arg[TARGET]);
	const struct ntsection_query *told = &outcome->query;
	const struct section *section;
	int error;

	error = target_error(m, op, op->arg[TARGET], false, true);
	if (!error)
		error = form_error(op);
	if (!error && !(handle->access & NTSECTION_QUERY))
		error = EACCES;
	if (!error && op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (fails_with(m, outcome, error) || m->complaint[0])
		return;

	section = handle->section;
	same(m, "id", told->id, section->id);
	same(m, "size", told->maximum_size, section->size);
	same(m, "commitment", told->committed, committed_bytes(section));
	same(m, "protection", told->protection, section->protection);
	same(m, "attributes", told->attributes, section->attributes);
	same(m, "access", told->access, handle->access);
	same(m, "padding", told->pad, 0);
	check_memory(m, section, 0, UINT64_MAX, told->resident + told->swapped);
}

void check_handle(struct model *m, const struct op *op,
		  const struct outcome *outcome)
{
	struct handle *handle = handle_of(m, op, op->arg[TARGET]);
	int error;

	error = target_error(m, op, op->arg[TARGET], false, true);
	if (!error)
		error = form_error(op);
	if (!error && op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (!fails_with(m, outcome, error))
		handle_is(m, handle, &outcome->handle);
}

void check_features(struct model *m, const struct op *op,
		    const struct outcome *outcome)
{
	const struct ntsection_features *told = &outcome->features;
	int error;

	error = target_error(m, op, op->arg[TARGET], true, true);
	if (!error)
		error = form_error(op);
	if (!error && op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (fails_with(m, outcome, error))
		return;
	same(m, "largest size", told->maximum_size,
	     (UINT64_MAX / 2) / PAGE * PAGE);
	same(m, "protections", told->protections, 0xfe);
	same(m, "access", told->access, NTSECTION_ALL_ACCESS);
	same(m, "page size", told->page_size, PAGE);
	if (op->arg[FORM] != FORM_OLD)
		same(m, "large page size", told->large_page_size,
		     m->large_page);
}

static bool is_visible(const struct section *section, unsigned int user)
{
	if (user == USER_ROOT || section->user == user)
		return true;
	return section->name && section->handles &&
	       (may_open(section, user, NTSECTION_QUERY) ||
		may_open(section, user, NTSECTION_MAP_WRITE));
}

static int range_error(const struct section *section, uint64_t start,
		       uint64_t length)
{
	return start > section->size || length > section->size - start ? ENXIO :
									 0;
}

void check_residence(struct model *m, const struct op *op,
		     const struct outcome *outcome)
{
	const struct ntsection_residence *told = &outcome->residence;
	uint64_t start = op->arg[RANGE_START], length = op->arg[RANGE_LENGTH];
	struct handle *handle = handle_of(m, op, op->arg[TARGET]);
	const struct section *section = NULL;
	unsigned int i;
	int error;

	error = target_error(m, op, op->arg[TARGET], true, true);
	if (!error)
		error = form_error(op);
	if (!error && (start % PAGE || length % PAGE || !length ||
		       (handle && op->arg[RESIDENCE_ID])))
		error = EINVAL;
	if (!error && handle) {
		section = handle->section;
		if (!(handle->access & NTSECTION_QUERY))
			error = EACCES;
	} else if (!error) {
		for (i = 0; i < SECTIONS; i++) {
			if (m->sections[i].live && op->arg[RESIDENCE_ID] &&
			    m->sections[i].id == told->id)
				section = &m->sections[i];
		}
		if (!section ||
		    !is_visible(section, m->players[op->actor].user))
			error = ESRCH;
	}
	if (!error)
		error = range_error(section, start, length);
	if (!error && op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (fails_with(m, outcome, error))
		return;

	check_memory(m, section, start / PAGE, (start + length) / PAGE,
		     told->resident + told->swapped);
	if (told->dirty > told->resident || told->huge > told->resident)
		complain(m, "more than is resident");
}

static int compare_ids(const void *a, const void *b)
{
	const struct section *const *left = a, *const *right = b;

	return (*left)->id < (*right)->id ? -1 : (*left)->id > (*right)->id;
}

/* Those above @cursor, in the order of their numbers. */
static unsigned int sections_above(struct model *m, uint64_t cursor,
				   const struct section **sorted)
{
	unsigned int count = 0, i;

	for (i = 0; i < SECTIONS; i++) {
		if (m->sections[i].live && m->sections[i].id > cursor)
			sorted[count++] = &m->sections[i];
	}
	qsort(sorted, count, sizeof(*sorted), compare_ids);
	return count;
}

static void entry_is(struct model *m, const struct section *section,
		     const struct ntsection_entry *told)
{
	static const uint32_t ids[USERS] = {
		[USER_ALICE] = ALICE,
		[USER_BOB] = BOB,
	};
	bool named = section->name && section->handles;
	const struct name *name = name_of(named ? section->name : NO_NAME);
	uint32_t shown = name->key_length;

	if (shown > NTSECTION_ENTRY_NAME)
		shown = NTSECTION_ENTRY_NAME;
	same(m, "id", told->id, section->id);
	same(m, "size", told->maximum_size, section->size);
	same(m, "commitment", told->committed, committed_bytes(section));
	same(m, "protection", told->protection, section->protection);
	same(m, "attributes", told->attributes, section->attributes);
	same(m, "number of handles", told->handles, section->handles);
	same(m, "uid", told->uid, ids[section->user]);
	same(m, "gid", told->gid, ids[section->user]);
	same(m, "mode", told->mode, named ? section->mode : 0);
	same(m, "name length", told->name_length, name->key_length);
	if (named && memcmp(told->name, name->key, shown))
		complain(m, "another name");
	for (; shown < NTSECTION_ENTRY_NAME; shown++) {
		if (told->name[shown])
			complain(m, "something behind the name");
	}
	/* Neighbours may be one view, parts may be two. */
	if (!told->views != !section->mapped || told->views > section->mapped)
		complain(m, "%u views for %u pages", told->views,
			 section->mapped);
	check_memory(m, section, 0, UINT64_MAX, told->resident + told->swapped);
}

void check_list(struct model *m, const struct op *op,
		const struct outcome *outcome)
{
	const struct section *sorted[SECTIONS], *visible[LIST_ENTRIES];
	unsigned int user = m->players[op->actor].user, count = 0, i;
	uint64_t size = op->arg[LIST_ENTRY_SIZE], wanted = op->arg[LIST_COUNT];
	uint64_t cursor, last;
	unsigned int all;
	int error;

	cursor = m->base + op->arg[LIST_CURSOR];
	last = cursor;
	all = sections_above(m, cursor, sorted);
	for (i = 0; i < all && count < wanted; i++) {
		if (is_visible(sorted[i], user))
			visible[count++] = sorted[i];
		last = sorted[i]->id;
	}

	error = target_error(m, op, op->arg[TARGET], true, false);
	if (!error)
		error = form_error(op);
	if (!error && (size < sizeof(struct ntsection_entry) || size > PAGE ||
		       !wanted))
		error = EINVAL;
	if (!error && count && op->arg[LIST_UNMAPPED])
		error = EFAULT;
	if (!error && op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (fails_with(m, outcome, error))
		return;
	same(m, "count", outcome->list.count, count);
	same(m, "cursor", outcome->list.cursor, last);
	for (i = 0; i < count && !m->complaint[0]; i++)
		entry_is(m, visible[i], &outcome->entries[i]);
}
