// SPDX-License-Identifier: GPL-2.0
/*
 * Operations by chance: mostly such as a program does, with numbers at the
 * edges of what is allowed, and some that no program does.
 */
#include "generate.h"

#include <sys/mman.h>

#include "names.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define PICK(dice, array) ((array)[below(dice, COUNT(array))])

static bool one_in(struct dice *dice, unsigned int n)
{
	return !below(dice, n);
}

static uint64_t any_prot(struct dice *dice)
{
	static const uint64_t usual[] = {
		PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE,
	};

	return one_in(dice, 3) ? below(dice, 8) : PICK(dice, usual);
}

static uint64_t any_access(struct dice *dice)
{
	static const uint64_t usual[] = {
		NTSECTION_ALL_ACCESS,
		NTSECTION_ALL_ACCESS,
		NTSECTION_QUERY | NTSECTION_MAP_READ | NTSECTION_MAP_WRITE,
		NTSECTION_QUERY | NTSECTION_MAP_READ,
		NTSECTION_MAP_READ,
		NTSECTION_MAP_WRITE,
		NTSECTION_MAP_EXECUTE,
		NTSECTION_MAP_READ | NTSECTION_MAP_EXECUTE,
		0,
	};

	if (one_in(dice, 30))
		return roll(dice) & 0xffffffff;
	return one_in(dice, 8) ? roll(dice) & NTSECTION_ALL_ACCESS :
				 PICK(dice, usual);
}

static uint64_t any_size(struct dice *dice)
{
	static const uint64_t edges[] = {
		0, 1, PAGE - 1, PAGE, PAGE + 1, KNOWN_PAGES * PAGE,
		1ULL << 40, (1ULL << 40) + 1, 1ULL << 43,
		NTSECTION_RESERVE_MAX - PAGE + 1, NTSECTION_RESERVE_MAX,
		NTSECTION_RESERVE_MAX + 1,
		INT64_MAX - PAGE + 1, INT64_MAX - PAGE + 2, INT64_MAX,
		1ULL << 63, UINT64_MAX - PAGE + 1, UINT64_MAX,
		0xffffffff00000000,
	};

	return one_in(dice, 5) ? PICK(dice, edges) :
				 1 + below(dice, 16 * PAGE);
}

static uint64_t any_protection(struct dice *dice)
{
	if (one_in(dice, 20))
		return roll(dice) & 0xff;
	return one_in(dice, 3) ? 2ULL << below(dice, 7) :
				 NTSECTION_PAGE_READWRITE;
}

static uint64_t any_attributes(struct dice *dice)
{
	static const uint64_t usual[] = {
		0, NTSECTION_SEC_COMMIT, NTSECTION_SEC_RESERVE,
		NTSECTION_SEC_RESERVE,
		NTSECTION_SEC_RESERVE | NTSECTION_SEC_NOCACHE,
		NTSECTION_SEC_COMMIT | NTSECTION_SEC_WRITECOMBINE,
	};
	static const uint64_t odd[] = {
		NTSECTION_SEC_IMAGE, NTSECTION_SEC_IMAGE | NTSECTION_SEC_NOCACHE,
		NTSECTION_SEC_IMAGE | NTSECTION_SEC_COMMIT, NTSECTION_SEC_FILE,
		NTSECTION_SEC_NOCACHE, NTSECTION_SEC_LARGE_PAGES,
		NTSECTION_SEC_COMMIT | NTSECTION_SEC_RESERVE,
		NTSECTION_SEC_RESERVE | NTSECTION_SEC_LARGE_PAGES,
		NTSECTION_SEC_COMMIT | NTSECTION_SEC_NOCACHE |
			NTSECTION_SEC_WRITECOMBINE,
		0xffffffff, 1,
	};

	return one_in(dice, 8) ? PICK(dice, odd) : PICK(dice, usual);
}

static uint64_t any_name(struct dice *dice)
{
	if (one_in(dice, 16))
		return below(dice, ALL_NAMES);
	/* The same few most of the time, or else nobody meets. */
	return one_in(dice, 8) ? 1 + below(dice, GOOD_NAMES - 1) :
				 1 + below(dice, 4);
}

static void any_create(struct dice *dice, const struct model *model,
		       struct op *op)
{
	static const uint64_t modes[] = { 0, 0600, 0640, 0660, 0666, 0644,
					  0060, 0006, 0400, 0001 };

	op->arg[SLOT] = below(dice, SLOTS);
	op->arg[CREATE_SIZE] = any_size(dice);
	op->arg[CREATE_PROTECTION] = any_protection(dice);
	op->arg[CREATE_ATTRIBUTES] = any_attributes(dice);
	op->arg[ACCESS] = one_in(dice, 3) ? any_access(dice) :
					    NTSECTION_ALL_ACCESS;
	op->arg[FLAGS] = roll(dice) & NTSECTION_INHERIT;
	if (one_in(dice, 16))
		op->arg[FLAGS] |= NTSECTION_PREFERRED_NODE;
	op->arg[CREATE_NODE] = one_in(dice, 60) ? 0xffffffff >> below(dice, 23)
						: 0;
	if (one_in(dice, 2)) {
		op->arg[NAME] = any_name(dice);
		op->arg[CREATE_MODE] = PICK(dice, modes);
		op->arg[FLAGS] |= roll(dice) & (NTSECTION_OPEN_IF |
						NTSECTION_CASE_INSENSITIVE);
	} else if (one_in(dice, 30)) {
		op->arg[CREATE_MODE] = 0600;
	}
	if (one_in(dice, 40)) {
		op->arg[CREATE_ATTRIBUTES] = NTSECTION_SEC_COMMIT |
					     NTSECTION_SEC_LARGE_PAGES;
		if (!one_in(dice, 4) && model->large_page)
			op->arg[CREATE_SIZE] = model->large_page *
					       (1 + below(dice, 2));
	}
}

static uint64_t any_slot(struct dice *dice, const struct player *player)
{
	uint64_t slot = below(dice, SLOTS);
	unsigned int tries;

	for (tries = 0; tries < 10 && !player->slots[slot]; tries++)
		slot = below(dice, SLOTS);
	return slot;
}

/* A page of the arena, most likely one that shows something. */
static uint64_t any_place(struct dice *dice, const struct player *player)
{
	uint64_t place = below(dice, ARENA_PAGES);
	unsigned int tries;

	for (tries = 0; tries < 12 && !player->arena[place].section; tries++)
		place = below(dice, ARENA_PAGES);
	return place;
}

static bool allows(const struct shown *shown, int prot)
{
	const struct page *page = page_of(shown->section, shown->page);

	return !(prot & ~shown->prot) &&
	       (shown->copied || (page && page->committed));
}

static bool can_read(const struct shown *shown)
{
	return allows(shown, PROT_READ);
}

static bool can_write(const struct shown *shown)
{
	return allows(shown, PROT_WRITE);
}

/* It may be lost soon, or was. */
static bool was_reset(const struct shown *shown)
{
	const struct page *page = page_of(shown->section, shown->page);

	return page && page->mark != UNMARKED;
}

/* A page that fits, if there is one. */
static uint64_t place_for(struct dice *dice, const struct player *player,
			  bool (*fits)(const struct shown *shown))
{
	uint64_t place = any_place(dice, player), tries;

	if (one_in(dice, 8))
		return place;
	for (tries = 0; tries < ARENA_PAGES; tries++) {
		if (player->arena[place].section && fits(&player->arena[place]))
			break;
		place = (place + 1) % ARENA_PAGES;
	}
	return place;
}

/* Pages from @place on that are in the arena. */
static uint64_t pages_from(struct dice *dice, uint64_t place, uint64_t most)
{
	uint64_t room = ARENA_PAGES - place;

	return 1 + below(dice, room < most ? room : most);
}

/* The same, mostly of one section without a gap. */
static uint64_t run_from(struct dice *dice, const struct player *player,
			 uint64_t place, uint64_t most)
{
	const struct shown *first = &player->arena[place];
	uint64_t run = 1;

	if (one_in(dice, 6))
		return pages_from(dice, place, most);
	while (run < most && place + run < ARENA_PAGES && first->section &&
	       first[run].section == first->section &&
	       first[run].page == first->page + run &&
	       first[run].may == first->may)
		run++;
	return 1 + below(dice, run);
}

static uint64_t any_target(struct dice *dice, const struct player *player)
{
	return one_in(dice, 25) ? SLOTS + below(dice, TARGETS - SLOTS) :
				  any_slot(dice, player);
}

/* A range of a section of @size bytes, at its begin, its end or beyond. */
static void any_range(struct dice *dice, struct op *op, uint64_t size)
{
	uint64_t window = size < WINDOW * PAGE ? size : WINDOW * PAGE;
	uint64_t start = below(dice, window + 1);
	uint64_t length = 1 + below(dice, window);

	if (one_in(dice, 2))
		start = start / PAGE * PAGE;
	if (one_in(dice, 2))
		length = (length + PAGE - 1) / PAGE * PAGE;
	if (start + length > window && !one_in(dice, 8))
		length = window - start;
	/* From the end of large ones. */
	if (one_in(dice, 3))
		start += size - window;
	if (one_in(dice, 20)) {
		start = one_in(dice, 2) ? 0 : roll(dice);
		length = one_in(dice, 2) ? size : roll(dice);
	}
	op->arg[RANGE_START] = start;
	op->arg[RANGE_LENGTH] = length;
}

/* A slot with the right, if there is one. */
static uint64_t slot_for(struct dice *dice, const struct player *player,
			 uint32_t right)
{
	uint64_t slot = any_slot(dice, player), tries;

	for (tries = 0; tries < SLOTS && !one_in(dice, 8); tries++) {
		const struct handle *handle = player->slots[slot];

		if (handle && (map_rights(handle->section, handle->access) |
			       (handle->access & NTSECTION_QUERY)) & right)
			break;
		slot = (slot + 1) % SLOTS;
	}
	return slot;
}

/* What a call needs to be done. */
static uint32_t right_of(enum kind kind)
{
	switch (kind) {
	case OP_RESET:
	case OP_UNDO:
		return NTSECTION_MAP_WRITE;
	case OP_EXTENT:
	case OP_QUERY:
	case OP_RESIDENCE:
		return NTSECTION_QUERY;
	default:
		return NTSECTION_ALL_ACCESS;
	}
}

static uint64_t target_for(struct dice *dice, const struct player *player,
			   enum kind kind)
{
	return one_in(dice, 25) ? SLOTS + below(dice, TARGETS - SLOTS) :
				  slot_for(dice, player, right_of(kind));
}

/* On a handle, or by address, which makes a range with odd ends as well. */
static void any_span(struct dice *dice, const struct player *player,
		     struct op *op)
{
	uint64_t place;

	op->arg[TARGET] = target_for(dice, player, op->kind);
	if (op->arg[TARGET] < SLOTS) {
		const struct handle *handle = player->slots[op->arg[TARGET]];

		if (one_in(dice, 2) || !handle) {
			op->arg[TARGET] = TARGET_DEVICE;
		} else {
			any_range(dice, op, handle->section->size);
			return;
		}
	}
	switch (op->kind) {
	case OP_RESET:
		place = place_for(dice, player, can_write);
		break;
	case OP_UNDO:
		place = place_for(dice, player, was_reset);
		break;
	default:
		place = any_place(dice, player);
	}
	op->arg[RANGE_START] = place * PAGE;
	op->arg[RANGE_LENGTH] = run_from(dice, player, place, 6) * PAGE;
	if (one_in(dice, 4)) {
		op->arg[RANGE_START] += below(dice, PAGE);
		op->arg[RANGE_LENGTH] -= below(dice, PAGE);
	}
	if (one_in(dice, 60))
		op->arg[RANGE_LENGTH] = one_in(dice, 2) ? 0 : roll(dice);
	if (one_in(dice, 60))
		op->arg[RANGE_START] = roll(dice);
}

/* Mostly what the rights allow. */
static uint64_t prot_within(struct dice *dice, int may)
{
	uint64_t prot = any_prot(dice);

	return one_in(dice, 6) ? prot : prot & may;
}

static int prot_of_handle(const struct handle *handle)
{
	uint32_t rights = map_rights(handle->section, handle->access);
	int prot = 0;

	if (rights & NTSECTION_MAP_READ)
		prot |= PROT_READ;
	if (rights & NTSECTION_MAP_WRITE)
		prot |= PROT_READ | PROT_WRITE;
	if (rights & NTSECTION_MAP_EXECUTE)
		prot |= PROT_EXEC;
	return prot;
}

static void any_map(struct dice *dice, const struct player *player,
		    struct op *op)
{
	uint64_t slot = slot_for(dice, player, NTSECTION_MAP_READ |
				 NTSECTION_MAP_WRITE | NTSECTION_MAP_EXECUTE);
	uint64_t place, count = 16;
	const struct handle *handle = player->slots[slot];

	place = below(dice, ARENA_PAGES);
	op->arg[PLACE] = place;
	op->arg[PAGES] = pages_from(dice, place, 8);
	op->arg[PROT] = any_prot(dice);
	op->arg[MAP_SLOT] = slot;
	op->arg[MAP_COPY] = one_in(dice, 3);
	if (handle) {
		int may = prot_of_handle(handle);

		count = section_pages(handle->section);
		op->arg[PROT] = prot_within(dice, may);
		/* A copy is made by reading. */
		if (!(may & PROT_READ) && !one_in(dice, 6))
			op->arg[MAP_COPY] = 0;
	}
	if (!one_in(dice, 10) && op->arg[PAGES] > count)
		op->arg[PAGES] = count;
	if (one_in(dice, 2) && count > op->arg[PAGES])
		op->arg[MAP_OFFSET] = below(dice, count < WINDOW ?
			count - op->arg[PAGES] + 1 : WINDOW - op->arg[PAGES]);
	if (count > WINDOW && one_in(dice, 2))
		op->arg[MAP_OFFSET] = count - op->arg[PAGES] - below(dice, 4);
	if (one_in(dice, 30))
		op->arg[MAP_OFFSET] = one_in(dice, 2) ? count :
							count + (1ULL << 30);
	op->arg[MAP_FIXED_PLACE] = !one_in(dice, 4);
}

static uint64_t any_value(struct dice *dice)
{
	return one_in(dice, 12) ? 0 : 1 + below(dice, 1 << 20);
}

static void any_list(struct dice *dice, const struct model *model,
		     const struct player *player, struct op *op)
{
	static const uint64_t sizes[] = {
		sizeof(struct ntsection_entry) - 1,
		sizeof(struct ntsection_entry) + 1,
		sizeof(struct ntsection_entry) + 8, PAGE, PAGE + 1, 0,
	};

	op->arg[TARGET] = one_in(dice, 20) ? any_target(dice, player) :
					     TARGET_DEVICE;
	op->arg[LIST_CURSOR] = one_in(dice, 2) ? 0 :
		below(dice, model->last_id - model->base + 2);
	op->arg[LIST_COUNT] = below(dice, LIST_ENTRIES + 1);
	op->arg[LIST_ENTRY_SIZE] = one_in(dice, 4) ? PICK(dice, sizes) :
		sizeof(struct ntsection_entry);
	op->arg[LIST_UNMAPPED] = one_in(dice, 12);
}

static void any_residence(struct dice *dice, const struct model *model,
			  const struct player *player, struct op *op)
{
	const struct handle *handle;

	op->arg[TARGET] = target_for(dice, player, op->kind);
	handle = op->arg[TARGET] < SLOTS ? player->slots[op->arg[TARGET]] :
					   NULL;
	any_range(dice, op, handle ? handle->section->size : 8 * PAGE);
	if (!one_in(dice, 6)) {
		op->arg[RANGE_START] &= -PAGE;
		op->arg[RANGE_LENGTH] = (op->arg[RANGE_LENGTH] + PAGE - 1) &
					-PAGE;
	}
	if (one_in(dice, 2)) {
		op->arg[TARGET] = TARGET_DEVICE;
		op->arg[RESIDENCE_ID] = below(dice, model->last_id -
					      model->base + 2);
	} else if (one_in(dice, 20)) {
		op->arg[RESIDENCE_ID] = 1;
	}
}

/* By how often each kind is chosen. */
static const unsigned char weights[OP_KINDS] = {
	[OP_CREATE] = 40, [OP_OPEN] = 28, [OP_DUPLICATE] = 28, [OP_DUP] = 10,
	[OP_CLOSE] = 16, [OP_PASS] = 8,
	[OP_MAP] = 60, [OP_REMAP] = 16, [OP_UNMAP] = 6, [OP_PROTECT] = 20,
	[OP_DISCARD] = 6, [OP_PAGE_OUT] = 20,
	[OP_COMMIT] = 56, [OP_RESET] = 48, [OP_UNDO] = 40, [OP_EXTENT] = 32,
	[OP_QUERY] = 28, [OP_HANDLE] = 16, [OP_FEATURES] = 6,
	[OP_RESIDENCE] = 28, [OP_LIST] = 16,
	[OP_READ] = 110, [OP_WRITE] = 100, [OP_PEEK] = 24, [OP_POKE] = 24,
	/* These take long. */
	[OP_FORK] = 1, [OP_RENEW] = 1,
	[OP_IOCTL] = 8,
};

static enum kind any_kind(struct dice *dice)
{
	unsigned int sum = 0, i;
	uint64_t at;

	for (i = 0; i < OP_KINDS; i++)
		sum += weights[i];
	at = below(dice, sum);
	for (i = 0; at >= weights[i]; i++)
		at -= weights[i];
	return i;
}

static uint64_t any_form(struct dice *dice)
{
	return one_in(dice, 20) ? below(dice, FORMS) : FORM_GOOD;
}

struct op generate(struct dice *dice, const struct model *model)
{
	struct op op = { .kind = any_kind(dice) };
	const struct player *player;

	/* One goes on for a while: it takes time to change places. */
	op.actor = one_in(dice, 10) ? below(dice, ACTORS) : model->last_actor;
	player = &model->players[op.actor];

	switch (op.kind) {
	case OP_CREATE:
		any_create(dice, model, &op);
		break;
	case OP_OPEN:
		op.arg[SLOT] = below(dice, SLOTS);
		op.arg[ACCESS] = any_access(dice);
		op.arg[FLAGS] = roll(dice) & (NTSECTION_INHERIT |
					      NTSECTION_CASE_INSENSITIVE);
		op.arg[NAME] = any_name(dice);
		break;
	case OP_DUPLICATE:
		op.arg[SLOT] = below(dice, SLOTS);
		op.arg[DUPLICATE_TARGET] = any_target(dice, player);
		op.arg[FLAGS] = roll(dice) & (NTSECTION_INHERIT |
					      NTSECTION_SAME_ACCESS);
		if (!(op.arg[FLAGS] & NTSECTION_SAME_ACCESS) ||
		    one_in(dice, 30))
			op.arg[ACCESS] = any_access(dice);
		break;
	case OP_DUP:
		op.arg[SLOT] = any_slot(dice, player);
		op.arg[TO_SLOT] = below(dice, SLOTS);
		break;
	case OP_CLOSE:
		op.arg[SLOT] = any_slot(dice, player);
		break;
	case OP_PASS:
		op.arg[SLOT] = any_slot(dice, player);
		op.arg[TO_SLOT] = below(dice, SLOTS);
		op.arg[TO_ACTOR] = below(dice, ACTORS);
		break;
	case OP_MAP:
		any_map(dice, player, &op);
		break;
	case OP_REMAP:
		op.arg[PLACE] = any_place(dice, player);
		op.arg[PAGES] = run_from(dice, player, op.arg[PLACE], 4);
		op.arg[PROT] = one_in(dice, 40) ? 8 :
			prot_within(dice, player->arena[op.arg[PLACE]].may);
		op.arg[REMAP_COPY] = below(dice, 2);
		op.arg[REMAP_TO] = below(dice, ARENA_PAGES - op.arg[PAGES] + 1);
		op.arg[REMAP_SKEW] = one_in(dice, 40) ? 1 : 0;
		break;
	case OP_UNMAP:
	case OP_DISCARD:
	case OP_PAGE_OUT:
	case OP_PROTECT:
		op.arg[PLACE] = op.kind == OP_PAGE_OUT && one_in(dice, 2) ?
				place_for(dice, player, was_reset) :
				any_place(dice, player);
		op.arg[PAGES] = run_from(dice, player, op.arg[PLACE], 4);
		op.arg[PROT] = prot_within(dice,
					   player->arena[op.arg[PLACE]].may);
		break;
	case OP_COMMIT:
	case OP_RESET:
	case OP_UNDO:
	case OP_EXTENT:
		any_span(dice, player, &op);
		break;
	case OP_QUERY:
	case OP_HANDLE:
	case OP_FEATURES:
		op.arg[TARGET] = target_for(dice, player, op.kind);
		break;
	case OP_RESIDENCE:
		any_residence(dice, model, player, &op);
		break;
	case OP_LIST:
		any_list(dice, model, player, &op);
		break;
	case OP_READ:
	case OP_WRITE:
	case OP_PEEK:
	case OP_POKE:
		op.arg[PLACE] = place_for(dice, player, op.kind == OP_READ ||
					  op.kind == OP_PEEK ?
					  can_read : can_write);
		op.arg[VALUE] = any_value(dice);
		break;
	case OP_FORK:
		op.arg[FORK_TO] = below(dice, ACTORS);
		break;
	case OP_RENEW:
		op.arg[RENEW_USER] = below(dice, USERS);
		break;
	default:
		op.arg[TARGET] = any_target(dice, player);
		op.arg[IOCTL_COMMAND] = one_in(dice, 2) ? roll(dice) :
			0x4e8f + 14 * below(dice, 2);
	}
	if (op_has_form(op.kind))
		op.arg[FORM] = any_form(dice);
	return op;
}
