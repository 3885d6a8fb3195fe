/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The model: what sections, handles and views are, as the uapi header and NT's
 * behaviours have it, in as few words as possible. It knows what must come of
 * each operation, and complains if something else did.
 *
 * Where the outcome depends on what the kernel does with memory (whether a
 * page that was reset has been dropped) the model knows what is possible, and
 * learns from what it sees.
 */
#ifndef FUZZ_MODEL_H
#define FUZZ_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "actor.h"
#include "op.h"

/*
 * Of a section's pages the first and the last ones are known one by one. No
 * operation commits, maps or fills those between.
 */
#define WINDOW 32
#define KNOWN_PAGES (2 * WINDOW)

/* As many as there can be: each slot and each page of an arena another one. */
#define SECTIONS (ACTORS * (SLOTS + ARENA_PAGES) + 1)
#define HANDLES (ACTORS * SLOTS + 1)

enum truth { NO, YES, MAYBE };

/* What is left of NTSECTION_IOC_RESET on a page, for _UNDO. */
enum mark {
	UNMARKED,
	KEPT,		/* the content is there still */
	LOST,
	UNSURE,		/* kept or lost */
	VAGUE,		/* kept, lost or unmarked */
};

/**
 * struct page - a page of a section
 * @committed: it can be touched
 * @present: there is memory for it, in RAM or in swap
 * @paged_out: it may be in swap
 * @value: its content
 * @or_zero: but perhaps it was lost, and reads as zeros
 * @droppable: the kernel may drop it from now on
 * @mark: see above
 */
struct page {
	bool committed;
	enum truth present;
	bool paged_out;
	uint64_t value;
	bool or_zero;
	bool droppable;
	enum mark mark;
};

struct section {
	bool live;
	uint64_t id;
	uint64_t size;
	uint32_t protection;
	uint32_t attributes;
	uint64_t name;		/* its number, see names.h */
	unsigned int user;
	uint32_t mode;
	unsigned int handles;
	unsigned int mapped;	/* pages of arenas that show it */
	struct page pages[KNOWN_PAGES];
};

struct handle {
	struct section *section;
	uint32_t access;
	unsigned int descriptors;
};

/**
 * struct shown - a page of an arena
 * @section: what it shows, NULL if it is not mapped
 * @page: which page of it
 * @prot: what it is
 * @may: what it can become
 * @shared: it writes to the section; else to a copy
 * @writes: a shared view of the same kind may write
 * @executes: a view of the same kind may execute
 * @copied: there is a copy
 * @value: of the copy
 */
struct shown {
	struct section *section;
	uint64_t page;
	int prot;
	int may;
	bool shared;
	bool writes;
	bool executes;
	bool copied;
	uint64_t value;
};

struct player {
	unsigned int user;
	struct handle *slots[SLOTS];
	struct shown arena[ARENA_PAGES];
};

struct model {
	struct section sections[SECTIONS];
	struct handle handles[HANDLES];
	struct player players[ACTORS];
	uint64_t base;		/* where ids count from */
	uint64_t last_id;
	unsigned int last_actor;
	uint64_t promisable;	/* bytes of RAM and swap */
	uint64_t large_page;
	char complaint[256];
};

void model_init(struct model *model);
void model_reset(struct model *model);
/* True if @outcome is right. Otherwise model->complaint says what is not. */
bool model_check(struct model *model, const struct op *op,
		 const struct outcome *outcome);

/* False if it would map or commit pages that are not known one by one. */
bool model_knows(struct model *model, const struct op *op);

/* For the parts of the model. */
__attribute__((format(printf, 2, 3)))
void complain(struct model *model, const char *format, ...);
bool fails_with(struct model *model, const struct outcome *outcome, int error);
int form_error(const struct op *op);
struct handle *handle_of(struct model *model, const struct op *op,
			 uint64_t target);
int target_error(struct model *model, const struct op *op, uint64_t target,
		 bool device_knows, bool handle_knows);
uint32_t map_rights(const struct section *section, uint32_t access);
bool may_open(const struct section *section, unsigned int user,
	      uint32_t access);
bool is_large(const struct section *section);
bool is_reserve(const struct section *section);
uint64_t section_pages(const struct section *section);
uint64_t page_number(const struct section *section, unsigned int i);
struct page *page_of(struct section *section, uint64_t number);
bool pages_known(const struct section *section, uint64_t first, uint64_t end);
uint64_t committed_bytes(const struct section *section);

/* An outcome of each kind of operation. */
void check_create(struct model *m, const struct op *op,
		  const struct outcome *outcome);
void check_open(struct model *m, const struct op *op,
		const struct outcome *outcome);
void check_duplicate(struct model *m, const struct op *op,
		     const struct outcome *outcome);
void check_dup(struct model *m, const struct op *op,
	       const struct outcome *outcome);
void check_close(struct model *m, const struct op *op,
		 const struct outcome *outcome);
void check_pass(struct model *m, const struct op *op,
		const struct outcome *outcome);
void drop_slot(struct model *m, struct player *player, unsigned int slot);
void drop_if_unused(struct section *section);

void check_map(struct model *m, const struct op *op,
	       const struct outcome *outcome);
void check_remap(struct model *m, const struct op *op,
		 const struct outcome *outcome);
void check_unmap(struct model *m, const struct op *op,
		 const struct outcome *outcome);
void check_protect(struct model *m, const struct op *op,
		   const struct outcome *outcome);
void check_discard(struct model *m, const struct op *op,
		   const struct outcome *outcome);
void check_page_out(struct model *m, const struct op *op,
		    const struct outcome *outcome);
void check_access(struct model *m, const struct op *op,
		  const struct outcome *outcome);
void drop_shown(struct shown *shown);
int map_error(struct model *m, const struct op *op);
bool map_is_known(struct model *m, const struct op *op);

/**
 * struct span - a range that a call is about
 * @section: of which section
 * @first: first page
 * @end: page behind the last one
 * @rights: of the handle or the view
 */
struct span {
	struct section *section;
	uint64_t first;
	uint64_t end;
	uint32_t rights;
};

int find_span(struct model *m, const struct op *op, struct span *span);
bool commit_is_known(struct model *m, const struct op *op);
int find_shown(const struct player *player, uint64_t start, uint64_t length,
	       uint64_t *offset, const struct shown **first);
void check_range(struct model *m, const struct op *op,
		 const struct outcome *outcome);
void check_extent(struct model *m, const struct op *op,
		  const struct outcome *outcome);

void check_query(struct model *m, const struct op *op,
		 const struct outcome *outcome);
void check_handle(struct model *m, const struct op *op,
		  const struct outcome *outcome);
void check_features(struct model *m, const struct op *op,
		    const struct outcome *outcome);
void check_residence(struct model *m, const struct op *op,
		     const struct outcome *outcome);
void check_list(struct model *m, const struct op *op,
		const struct outcome *outcome);
bool handle_is(struct model *m, const struct handle *handle,
	       const struct ntsection_handle *told);

#endif /* FUZZ_MODEL_H */
