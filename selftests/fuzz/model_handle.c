// SPDX-License-Identifier: GPL-2.0
/*
 * The model: making sections, opening them, handles and their end.
 */
#include "model.h"

#include <errno.h>
#include <string.h>

#include "names.h"

void drop_if_unused(struct section *section)
{
	if (!section->handles && !section->mapped)
		section->live = false;
}

static void drop_handle(struct handle *handle)
{
	struct section *section = handle->section;

	handle->section = NULL;
	section->handles--;
	drop_if_unused(section);
}

void drop_slot(struct model *m, struct player *player, unsigned int slot)
{
	struct handle *handle = player->slots[slot];

	(void)m;
	player->slots[slot] = NULL;
	if (handle && !--handle->descriptors)
		drop_handle(handle);
}

static struct handle *new_handle(struct model *m, struct section *section,
				 uint32_t access)
{
	struct handle *handle = m->handles;

	while (handle->section)
		handle++;
	*handle = (struct handle) {
		.section = section,
		.access = access,
		.descriptors = 1,
	};
	section->handles++;
	return handle;
}

/* What was in the slot is closed after the new handle has been asked. */
static void keep(struct model *m, const struct op *op, struct handle *handle,
		 const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	unsigned int slot = op->arg[SLOT] % SLOTS;

	handle_is(m, handle, &outcome->handle);
	if (outcome->handle.size != 1)
		complain(m, "the descriptor is inherited, or is not");
	drop_slot(m, player, slot);
	player->slots[slot] = handle;
}

/* The section that has a name now. */
static struct section *find_name(struct model *m, uint64_t number, bool fold)
{
	const struct name *name = name_of(number), *has;
	struct section *found = NULL;
	unsigned int i;

	for (i = 0; i < SECTIONS; i++) {
		struct section *section = &m->sections[i];

		if (!section->handles || !section->name)
			continue;
		has = name_of(section->name);
		if (name_equal(name, has, fold) &&
		    (!found || name_before(has, name_of(found->name))))
			found = section;
	}
	return found;
}

static int attributes_error(uint32_t *attributes)
{
	const uint32_t known = NTSECTION_SEC_COMMIT | NTSECTION_SEC_RESERVE |
			       NTSECTION_SEC_NOCACHE |
			       NTSECTION_SEC_WRITECOMBINE |
			       NTSECTION_SEC_LARGE_PAGES;
	uint32_t a = *attributes;

	if (!a)
		*attributes = a = NTSECTION_SEC_COMMIT;
	if (a == NTSECTION_SEC_IMAGE ||
	    a == (NTSECTION_SEC_IMAGE | NTSECTION_SEC_NOCACHE))
		return ENOEXEC;
	if (a & ~known)
		return EINVAL;
	if (!(a & NTSECTION_SEC_COMMIT) == !(a & NTSECTION_SEC_RESERVE))
		return EINVAL;
	if (a & NTSECTION_SEC_NOCACHE && a & NTSECTION_SEC_WRITECOMBINE)
		return EINVAL;
	if (a & NTSECTION_SEC_RESERVE && a & NTSECTION_SEC_LARGE_PAGES)
		return EINVAL;
	return 0;
}

static bool is_protection(uint32_t protection)
{
	/* One of the seven, 0x02 to 0x80. */
	return protection >= 0x02 && protection <= 0x80 &&
	       !(protection & (protection - 1));
}

/* What is wrong with a creation, up to what depends on other sections. */
static int request_error(struct model *m, const struct op *op,
			 uint32_t *attributes)
{
	bool old = op->arg[FORM] == FORM_OLD;
	uint64_t size = op->arg[CREATE_SIZE];
	uint32_t mode = old ? 0 : op->arg[CREATE_MODE];
	uint32_t node = old ? 0 : op->arg[CREATE_NODE];
	const struct name *name = name_of(old ? NO_NAME : op->arg[NAME]);
	bool large;
	int error;

	error = form_error(op);
	if (error)
		return error;
	if (op->arg[ACCESS] & ~NTSECTION_ALL_ACCESS)
		return EINVAL;
	error = attributes_error(attributes);
	if (error)
		return error;
	large = *attributes & NTSECTION_SEC_LARGE_PAGES;
	if (large && !m->large_page)
		return EOPNOTSUPP;
	if (!is_protection(op->arg[CREATE_PROTECTION]) || !size)
		return EINVAL;
	if (size > (UINT64_MAX / 2) / PAGE * PAGE ||
	    (*attributes & NTSECTION_SEC_RESERVE &&
	     size > NTSECTION_RESERVE_MAX))
		return EFBIG;
	if (large && size % m->large_page)
		return EINVAL;
	/* There is one node, or else node 1 is not asked for. */
	if (node)
		return EINVAL;
	if (large && m->players[op->actor].user != USER_ROOT)
		return EPERM;
	if (mode & ~0666 || (mode && !name->length))
		return EINVAL;
	if (name->error)
		return name->error;
	return op->arg[FORM] == FORM_NO_DESCRIPTOR ? EMFILE : 0;
}

static void make_section(struct model *m, struct section *section,
			 const struct op *op, uint32_t attributes)
{
	bool old = op->arg[FORM] == FORM_OLD;
	unsigned int i;

	*section = (struct section) {
		.live = true,
		.size = (op->arg[CREATE_SIZE] + PAGE - 1) / PAGE * PAGE,
		.protection = op->arg[CREATE_PROTECTION],
		.attributes = attributes,
		.name = old ? NO_NAME : op->arg[NAME],
		.user = m->players[op->actor].user,
		.mode = old ? 0 : op->arg[CREATE_MODE],
	};
	if (!section->mode)
		section->mode = 0600;
	for (i = 0; i < KNOWN_PAGES; i++) {
		section->pages[i].committed = !is_reserve(section);
		section->pages[i].present = is_large(section) ? MAYBE : NO;
	}
}

static struct section *free_section(struct model *m)
{
	struct section *section = m->sections;

	while (section->live)
		section++;
	return section;
}

void check_create(struct model *m, const struct op *op,
		  const struct outcome *outcome)
{
	uint32_t attributes = op->arg[CREATE_ATTRIBUTES];
	uint32_t flags = op->arg[FLAGS], access = op->arg[ACCESS];
	bool old = op->arg[FORM] == FORM_OLD;
	unsigned int user = m->players[op->actor].user;
	struct section *section = NULL;
	struct handle *handle;
	bool existed;
	int error;

	error = request_error(m, op, &attributes);
	if (!error && !old && op->arg[NAME])
		section = find_name(m, op->arg[NAME],
				    flags & NTSECTION_CASE_INSENSITIVE);
	existed = section;
	if (error)
		;
	else if (existed && !(flags & NTSECTION_OPEN_IF))
		error = EEXIST;
	else if (existed && (!access || !may_open(section, user, access)))
		error = EACCES;
	else if (!existed && attributes & NTSECTION_SEC_COMMIT &&
		 op->arg[CREATE_SIZE] > m->promisable)
		error = ENOMEM;
	else if (op->arg[FORM] == FORM_READ_ONLY)
		error = EFAULT;
	if (fails_with(m, outcome, error) || m->complaint[0])
		return;

	if (outcome->existed != (old ? POISON : existed))
		complain(m, "existed is %#x", outcome->existed);
	if (!existed) {
		section = free_section(m);
		make_section(m, section, op, attributes);
		section->id = outcome->handle.id;
		if (section->id <= m->last_id)
			complain(m, "an id is used again");
		m->last_id = section->id;
	}
	handle = new_handle(m, section, access);
	keep(m, op, handle, outcome);
}

void check_open(struct model *m, const struct op *op,
		const struct outcome *outcome)
{
	const struct name *name = name_of(op->arg[NAME]);
	unsigned int user = m->players[op->actor].user;
	uint32_t access = op->arg[ACCESS];
	struct section *section = NULL;
	int error;

	error = form_error(op);
	if (!error && access & ~NTSECTION_ALL_ACCESS)
		error = EINVAL;
	if (!error)
		error = name->length ? name->error : EINVAL;
	if (!error) {
		section = find_name(m, op->arg[NAME], op->arg[FLAGS] &
				    NTSECTION_CASE_INSENSITIVE);
		if (!section)
			error = ENOENT;
		else if (!access || !may_open(section, user, access))
			error = EACCES;
		else if (op->arg[FORM] == FORM_NO_DESCRIPTOR)
			error = EMFILE;
	}
	if (fails_with(m, outcome, error) || m->complaint[0])
		return;
	keep(m, op, new_handle(m, section, access), outcome);
}

void check_duplicate(struct model *m, const struct op *op,
		     const struct outcome *outcome)
{
	struct handle *source = handle_of(m, op, op->arg[DUPLICATE_TARGET]);
	bool same = op->arg[FLAGS] & NTSECTION_SAME_ACCESS;
	uint32_t access = op->arg[ACCESS];
	int error;

	error = target_error(m, op, op->arg[DUPLICATE_TARGET], false, true);
	if (!error)
		error = form_error(op);
	if (!error && (access & ~NTSECTION_ALL_ACCESS || (same && access)))
		error = EINVAL;
	if (!error && access & ~(source->access | NTSECTION_EXTEND_SIZE))
		error = EACCES;
	if (!error && op->arg[FORM] == FORM_NO_DESCRIPTOR)
		error = EMFILE;
	if (fails_with(m, outcome, error) || m->complaint[0])
		return;
	keep(m, op, new_handle(m, source->section,
			       same ? source->access : access), outcome);
}

/* The descriptors are of one handle. */
void check_dup(struct model *m, const struct op *op,
	       const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];
	struct handle *handle = handle_of(m, op, op->arg[SLOT]);
	unsigned int to = op->arg[TO_SLOT] % SLOTS;
	int error = 0;

	if (op->arg[SLOT] == to)
		error = EINVAL;
	else if (!handle)
		error = EBADF;
	if (fails_with(m, outcome, error))
		return;
	handle->descriptors++;
	drop_slot(m, player, to);
	player->slots[to] = handle;
}

void check_close(struct model *m, const struct op *op,
		 const struct outcome *outcome)
{
	bool is_handle = handle_of(m, op, op->arg[SLOT]);

	if (!fails_with(m, outcome, is_handle ? 0 : EBADF))
		drop_slot(m, &m->players[op->actor], op->arg[SLOT]);
}

/* So are those in two processes. */
void check_pass(struct model *m, const struct op *op,
		const struct outcome *outcome)
{
	struct player *receiver = &m->players[op->arg[TO_ACTOR] % ACTORS];
	struct handle *handle = handle_of(m, op, op->arg[SLOT]);
	unsigned int to = op->arg[TO_SLOT] % SLOTS;

	if (fails_with(m, outcome, handle ? 0 : EBADF))
		return;
	handle->descriptors++;
	drop_slot(m, receiver, to);
	receiver->slots[to] = handle;
}
