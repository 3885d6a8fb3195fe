// SPDX-License-Identifier: GPL-2.0
/*
 * The model: what its parts share, and processes.
 */
#include "model.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "names.h"

void complain(struct model *model, const char *format, ...)
{
	va_list args;

	/* The first complaint is the one to look at. */
	if (model->complaint[0])
		return;
	va_start(args, format);
	vsnprintf(model->complaint, sizeof(model->complaint), format, args);
	va_end(args);
}

/* Complain unless the outcome has @error; true if it should have one. */
bool fails_with(struct model *model, const struct outcome *outcome, int error)
{
	if (outcome->error != error)
		complain(model, "%s instead of %s",
			 outcome->error ? strerror(outcome->error) : "success",
			 error ? strerror(error) : "success");
	if (outcome->changed)
		complain(model, "something was written that must not be");
	return error;
}

/* What the form of an argument structure alone is worth. */
int form_error(const struct op *op)
{
	switch (op->arg[FORM]) {
	case FORM_NULL:
	case FORM_UNMAPPED:
	case FORM_KERNEL:
	case FORM_CUT:
		return EFAULT;
	case FORM_LARGER_USED:
	case FORM_SIZE_HUGE:
		return E2BIG;
	case FORM_SIZE_0:
	case FORM_SMALLER:
	case FORM_FLAG:
	case FORM_PAD:
		return EINVAL;
	default:
		return 0;
	}
}

/* NULL if @target is none of the actor's slots, or one that is not in use. */
struct handle *handle_of(struct model *model, const struct op *op,
			 uint64_t target)
{
	return target < SLOTS ? model->players[op->actor].slots[target] : NULL;
}

/* The error of a call on what is no descriptor, or of a kind without it. */
int target_error(struct model *model, const struct op *op, uint64_t target,
		 bool device_knows, bool handle_knows)
{
	if (target == TARGET_DEVICE)
		return device_knows ? 0 : ENOTTY;
	if (target == TARGET_NULL)
		return ENOTTY;
	if (!handle_of(model, op, target))
		return EBADF;
	return handle_knows ? 0 : ENOTTY;
}

/* The rights to map that are left of @access under the protection. */
uint32_t map_rights(const struct section *section, uint32_t access)
{
	const uint32_t p = section->protection;
	uint32_t rights = 0;

	if (p != NTSECTION_PAGE_EXECUTE)
		rights |= NTSECTION_MAP_READ;
	if (p == NTSECTION_PAGE_READWRITE ||
	    p == NTSECTION_PAGE_EXECUTE_READWRITE)
		rights |= NTSECTION_MAP_WRITE;
	if (p >= NTSECTION_PAGE_EXECUTE)
		rights |= NTSECTION_MAP_EXECUTE;
	return access & rights;
}

/* By its name; bob is in alice's group. */
bool may_open(const struct section *section, unsigned int user, uint32_t access)
{
	const uint32_t reading = NTSECTION_QUERY | NTSECTION_MAP_READ |
				 NTSECTION_MAP_EXECUTE | NTSECTION_READ_CONTROL;
	const uint32_t writing = NTSECTION_MAP_WRITE | NTSECTION_EXTEND_SIZE;
	uint32_t bits = section->mode, granted = 0;

	if (user == USER_ROOT)
		return true;
	if (section->user == user)
		bits >>= 6;
	else if (section->user == USER_ALICE && user == USER_BOB)
		bits >>= 3;
	if (bits & 4)
		granted |= reading;
	if (bits & 2)
		granted |= writing;
	if (section->user == user)
		granted |= NTSECTION_DELETE | NTSECTION_READ_CONTROL |
			   NTSECTION_WRITE_DAC | NTSECTION_WRITE_OWNER;
	return !(access & ~granted);
}

bool is_large(const struct section *section)
{
	return section->attributes & NTSECTION_SEC_LARGE_PAGES;
}

bool is_reserve(const struct section *section)
{
	return section->attributes & NTSECTION_SEC_RESERVE;
}

uint64_t section_pages(const struct section *section)
{
	return section->size / PAGE;
}

/* The number of known page @i, UINT64_MAX if there is none. */
uint64_t page_number(const struct section *section, unsigned int i)
{
	uint64_t count = section_pages(section);

	if (count > KNOWN_PAGES && i >= WINDOW)
		return count - KNOWN_PAGES + i;
	return i < count ? i : UINT64_MAX;
}

/* NULL if it is none of those that are known. */
struct page *page_of(struct section *section, uint64_t number)
{
	uint64_t count = section_pages(section);

	if (number >= count)
		return NULL;
	if (count <= KNOWN_PAGES || number < WINDOW)
		return &section->pages[number];
	if (number >= count - WINDOW)
		return &section->pages[number - count + KNOWN_PAGES];
	return NULL;
}

bool pages_known(const struct section *section, uint64_t first, uint64_t end)
{
	uint64_t count = section_pages(section);

	return count <= KNOWN_PAGES || end <= WINDOW || first >= count - WINDOW;
}

uint64_t committed_bytes(const struct section *section)
{
	uint64_t bytes = 0;
	unsigned int i;

	if (!is_reserve(section))
		return section->size;
	for (i = 0; i < KNOWN_PAGES; i++)
		bytes += section->pages[i].committed ? PAGE : 0;
	return bytes;
}

/* A process ends: its descriptors first, its views, or the other way round. */
static void end_player(struct model *m, struct player *player)
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		drop_slot(m, player, i);
	for (i = 0; i < ARENA_PAGES; i++)
		drop_shown(&player->arena[i]);
}

static void check_renew(struct model *m, const struct op *op,
			const struct outcome *outcome)
{
	struct player *player = &m->players[op->actor];

	fails_with(m, outcome, 0);
	end_player(m, player);
	player->user = op->arg[RENEW_USER] % USERS;
}

/* The new process has all descriptors and views, and copies of its own. */
static void check_fork(struct model *m, const struct op *op,
		       const struct outcome *outcome)
{
	struct player *child = &m->players[op->arg[FORK_TO] % ACTORS];
	struct player *parent = &m->players[op->actor];
	unsigned int i;

	fails_with(m, outcome, 0);
	if (child == parent)
		return;
	end_player(m, child);
	*child = *parent;
	for (i = 0; i < SLOTS; i++) {
		if (child->slots[i])
			child->slots[i]->descriptors++;
	}
	for (i = 0; i < ARENA_PAGES; i++) {
		if (child->arena[i].section)
			child->arena[i].section->mapped++;
	}
}

/* No descriptor knows commands that are not the module's. */
static void check_ioctl(struct model *m, const struct op *op,
			const struct outcome *outcome)
{
	fails_with(m, outcome,
		   target_error(m, op, op->arg[TARGET], false, false));
}

bool model_knows(struct model *model, const struct op *op)
{
	switch (op->kind) {
	case OP_MAP:
		return map_is_known(model, op);
	case OP_COMMIT:
		return commit_is_known(model, op);
	default:
		return true;
	}
}

bool model_check(struct model *model, const struct op *op,
		 const struct outcome *outcome)
{
	static void (*const checks[OP_KINDS])(struct model *m,
					      const struct op *op,
					      const struct outcome *outcome) = {
		[OP_CREATE] = check_create,
		[OP_OPEN] = check_open,
		[OP_DUPLICATE] = check_duplicate,
		[OP_DUP] = check_dup,
		[OP_CLOSE] = check_close,
		[OP_PASS] = check_pass,
		[OP_MAP] = check_map,
		[OP_REMAP] = check_remap,
		[OP_UNMAP] = check_unmap,
		[OP_PROTECT] = check_protect,
		[OP_DISCARD] = check_discard,
		[OP_PAGE_OUT] = check_page_out,
		[OP_COMMIT] = check_range,
		[OP_RESET] = check_range,
		[OP_UNDO] = check_range,
		[OP_EXTENT] = check_extent,
		[OP_QUERY] = check_query,
		[OP_HANDLE] = check_handle,
		[OP_FEATURES] = check_features,
		[OP_RESIDENCE] = check_residence,
		[OP_LIST] = check_list,
		[OP_READ] = check_access,
		[OP_WRITE] = check_access,
		[OP_PEEK] = check_access,
		[OP_POKE] = check_access,
		[OP_FORK] = check_fork,
		[OP_RENEW] = check_renew,
		[OP_IOCTL] = check_ioctl,
	};

	model->last_actor = op->actor;
	checks[op->kind](model, op, outcome);
	return !model->complaint[0];
}

/* Nothing exists, and nobody has anything. */
void model_reset(struct model *model)
{
	unsigned int i;

	memset(model->sections, 0, sizeof(model->sections));
	memset(model->handles, 0, sizeof(model->handles));
	memset(model->players, 0, sizeof(model->players));
	model->base = 0;
	model->last_id = 0;
	model->last_actor = 0;
	model->complaint[0] = '\0';
	for (i = 0; i < ACTORS; i++)
		model->players[i].user = first_user(i);
}

void model_init(struct model *model)
{
	struct ntsection_features features = { .size = sizeof(features) };
	struct sysinfo info;

	memset(model, 0, sizeof(*model));
	if (sysinfo(&info) ||
	    ioctl(actor_device(), NTSECTION_IOC_FEATURES, &features))
		err(1, "/dev/ntsection");
	model->promisable = (uint64_t)(info.totalram + info.totalswap) *
			    info.mem_unit;
	model->large_page = features.large_page_size;
	model_reset(model);
}
