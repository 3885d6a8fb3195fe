// SPDX-License-Identifier: GPL-2.0
/*
 * Doing an operation: the actor's side, which knows nothing of what should come
 * of it.
 */
#include "actor.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "names.h"

/* Three pages for arguments, of which the last cannot be accessed. */
static char *frame;
/* Entries of LIST. */
static char entries[LIST_ENTRIES * PAGE];
static char page_copy[PAGE];
static int null_fd, path_fd, closed_fd;
static sigjmp_buf fault_jump;
static volatile sig_atomic_t in_access;

/* A fault anywhere else is one of the fuzzer, and ends it. */
static void fault_handler(int number)
{
	if (in_access)
		siglongjmp(fault_jump, number);
	signal(number, SIG_DFL);
}

void call_init(void)
{
	/* No mask to save and to set back for each access. */
	struct sigaction action = {
		.sa_handler = fault_handler,
		.sa_flags = SA_NODEFER,
	};

	frame = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (frame == MAP_FAILED || mprotect(frame + 2 * PAGE, PAGE, PROT_NONE))
		_exit(1);
	null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	path_fd = open("/dev/ntsection", O_PATH | O_CLOEXEC);
	closed_fd = FIRST_FD + 1000;
	if (null_fd < 0 || path_fd < 0 ||
	    sigaction(SIGSEGV, &action, NULL) ||
	    sigaction(SIGBUS, &action, NULL))
		_exit(1);
}

static int target_fd(uint64_t target)
{
	switch (target) {
	case TARGET_DEVICE:
		return actor_device();
	case TARGET_NULL:
		return null_fd;
	case TARGET_PATH:
		return path_fd;
	default:
		return target < SLOTS ? FIRST_FD + (int)target : closed_fd;
	}
}

/* An argument structure as the form has it. */
struct argument {
	void *address;		/* what the call is given */
	char *place;		/* where it is, NULL if nowhere */
	size_t size;
	enum form form;
};

/*
 * Lay out @args of @size bytes. The first fields of every structure are its
 * size and its flags; @old is its size on the first day, @pad the place of its
 * padding, 0 if it has none.
 */
static struct argument present(const struct op *op, void *args, size_t size,
			       size_t old, size_t pad)
{
	struct argument argument = { .size = size, .form = op->arg[FORM] };
	uint32_t *fields = args;

	memset(frame, 0, 2 * PAGE);
	argument.place = frame + 64;
	switch (argument.form) {
	case FORM_LARGER:
		fields[0] = size + 8;
		break;
	case FORM_LARGER_USED:
		fields[0] = size + 8;
		argument.place[size + 7] = 1;
		break;
	case FORM_OLD:
		fields[0] = old;
		argument.size = old;
		break;
	case FORM_SIZE_0:
		fields[0] = 0;
		break;
	case FORM_SMALLER:
		fields[0] = old - 1;
		break;
	case FORM_SIZE_HUGE:
		fields[0] = PAGE + 1;
		break;
	case FORM_FLAG:
		fields[1] |= 0x80000000;
		break;
	case FORM_PAD:
		fields[pad ? pad / sizeof(*fields) : 1] |= 0x40000000;
		break;
	case FORM_CUT:
		argument.place = frame + 2 * PAGE - 8;
		argument.size = 8;
		break;
	case FORM_NULL:
	case FORM_UNMAPPED:
	case FORM_KERNEL:
		argument.place = NULL;
		break;
	default:
		break;
	}

	argument.address = argument.place;
	if (argument.place)
		memcpy(argument.place, args, argument.size);
	else if (argument.form == FORM_UNMAPPED)
		argument.address = frame + 2 * PAGE;
	else if (argument.form == FORM_KERNEL)
		argument.address = (void *)0xffff888000000000;
	return argument;
}

static void forbid_descriptors(bool forbid)
{
	static struct rlimit usual;
	struct rlimit none;

	if (forbid) {
		getrlimit(RLIMIT_NOFILE, &usual);
		none = usual;
		none.rlim_cur = 0;
		setrlimit(RLIMIT_NOFILE, &none);
	} else {
		setrlimit(RLIMIT_NOFILE, &usual);
	}
}

/* The call itself; @args is what the caller's structure has afterwards. */
static int do_call(const struct op *op, int fd, unsigned int command,
		   void *args, size_t size, size_t old, size_t pad,
		   struct outcome *outcome)
{
	struct argument argument = present(op, args, size, old, pad);
	int result;

	if (argument.form == FORM_READ_ONLY)
		mprotect(frame, 2 * PAGE, PROT_READ);
	if (argument.form == FORM_NO_DESCRIPTOR)
		forbid_descriptors(true);
	result = ioctl(fd, command, argument.address);
	outcome->error = result < 0 ? errno : 0;
	if (argument.form == FORM_NO_DESCRIPTOR)
		forbid_descriptors(false);
	if (argument.form == FORM_READ_ONLY)
		mprotect(frame, 2 * PAGE, PROT_READ | PROT_WRITE);

	if (result < 0 && argument.place)
		outcome->changed = memcmp(args, argument.place, argument.size);
	else if (argument.place)
		memcpy(args, argument.place, argument.size);
	return result;
}

/* Put a new handle into its slot, and ask what it is. */
static void keep_handle(int fd, uint64_t slot, bool inherit,
			struct outcome *outcome)
{
	if (fd < 0)
		return;
	memset(&outcome->handle, 0xcc, sizeof(outcome->handle));
	outcome->handle.size = sizeof(outcome->handle);
	outcome->handle.flags = 0;
	if (ioctl(fd, NTSECTION_IOC_HANDLE, &outcome->handle))
		outcome->error = errno;
	/* Told in a field that no longer is of use. */
	outcome->handle.size = !(fcntl(fd, F_GETFD) & FD_CLOEXEC) == inherit;
	dup3(fd, FIRST_FD + (int)(slot % SLOTS), O_CLOEXEC);
	close(fd);
}

static void do_create(const struct op *op, struct outcome *outcome)
{
	const struct name *name = name_of(op->arg[NAME]);
	struct ntsection_create args = {
		.size = sizeof(args),
		.flags = op->arg[FLAGS],
		.size_high = op->arg[CREATE_SIZE] >> 32,
		.size_low = op->arg[CREATE_SIZE],
		.protection = op->arg[CREATE_PROTECTION],
		.attributes = op->arg[CREATE_ATTRIBUTES],
		.access = op->arg[ACCESS],
		.name = (unsigned long)name->text,
		.name_length = name->length,
		.mode = op->arg[CREATE_MODE],
		.existed = POISON,
		.node = op->arg[CREATE_NODE],
	};
	int fd;

	fd = do_call(op, actor_device(), NTSECTION_IOC_CREATE, &args,
		     sizeof(args), offsetof(struct ntsection_create, name),
		     offsetof(struct ntsection_create, pad), outcome);
	outcome->existed = args.existed;
	keep_handle(fd, op->arg[SLOT], args.flags & NTSECTION_INHERIT, outcome);
}

static void do_open(const struct op *op, struct outcome *outcome)
{
	const struct name *name = name_of(op->arg[NAME]);
	struct ntsection_open args = {
		.size = sizeof(args),
		.flags = op->arg[FLAGS],
		.name = (unsigned long)name->text,
		.name_length = name->length,
		.access = op->arg[ACCESS],
	};
	int fd;

	fd = do_call(op, actor_device(), NTSECTION_IOC_OPEN, &args,
		     sizeof(args), sizeof(args), 0, outcome);
	keep_handle(fd, op->arg[SLOT], args.flags & NTSECTION_INHERIT, outcome);
}

static void do_duplicate(const struct op *op, struct outcome *outcome)
{
	struct ntsection_duplicate args = {
		.size = sizeof(args),
		.flags = op->arg[FLAGS],
		.access = op->arg[ACCESS],
	};
	int fd;

	fd = do_call(op, target_fd(op->arg[DUPLICATE_TARGET]),
		     NTSECTION_IOC_DUPLICATE, &args, sizeof(args), sizeof(args),
		     offsetof(struct ntsection_duplicate, pad), outcome);
	keep_handle(fd, op->arg[SLOT], args.flags & NTSECTION_INHERIT, outcome);
}

static void do_range(const struct op *op, unsigned int command,
		     struct outcome *outcome)
{
	struct ntsection_range args = {
		.size = sizeof(args),
		.start = op->arg[RANGE_START],
		.length = op->arg[RANGE_LENGTH],
	};

	if (op->arg[TARGET] == TARGET_DEVICE)
		args.start += ARENA;
	do_call(op, target_fd(op->arg[TARGET]), command, &args, sizeof(args),
		sizeof(args), 0, outcome);
}

static void do_extent(const struct op *op, struct outcome *outcome)
{
	struct ntsection_extent *args = &outcome->extent;

	args->size = sizeof(*args);
	args->start = op->arg[RANGE_START];
	args->length = op->arg[RANGE_LENGTH];
	args->committed = POISON;
	if (op->arg[TARGET] == TARGET_DEVICE)
		args->start += ARENA;
	do_call(op, target_fd(op->arg[TARGET]), NTSECTION_IOC_EXTENT, args,
		sizeof(*args), sizeof(*args),
		offsetof(struct ntsection_extent, pad), outcome);
}

/* Calls whose structure is results only. */
static void do_tell(const struct op *op, unsigned int command, void *args,
		    size_t size, size_t old, struct outcome *outcome)
{
	uint32_t *fields = args;

	memset(args, 0xcc, size);
	fields[0] = size;
	fields[1] = 0;
	do_call(op, target_fd(op->arg[TARGET]), command, args, size, old, 0,
		outcome);
}

static void do_residence(const struct op *op, uint64_t base,
			 struct outcome *outcome)
{
	struct ntsection_residence *args = &outcome->residence;

	memset(args, 0xcc, sizeof(*args));
	args->size = sizeof(*args);
	args->flags = 0;
	args->id = op->arg[RESIDENCE_ID] ? base + op->arg[RESIDENCE_ID] : 0;
	args->start = op->arg[RANGE_START];
	args->length = op->arg[RANGE_LENGTH];
	do_call(op, target_fd(op->arg[TARGET]), NTSECTION_IOC_RESIDENCE, args,
		sizeof(*args), sizeof(*args), 0, outcome);
}

static void do_list(const struct op *op, uint64_t base, struct outcome *outcome)
{
	struct ntsection_list *args = &outcome->list;
	uint32_t size = op->arg[LIST_ENTRY_SIZE], i;

	memset(entries, 0xcc, sizeof(entries));
	args->size = sizeof(*args);
	args->cursor = base + op->arg[LIST_CURSOR];
	args->entries = op->arg[LIST_UNMAPPED] ? (unsigned long)frame + 2 * PAGE
					       : (unsigned long)entries;
	args->entry_size = size;
	args->count = op->arg[LIST_COUNT];
	do_call(op, target_fd(op->arg[TARGET]), NTSECTION_IOC_LIST, args,
		sizeof(*args), sizeof(*args), 0, outcome);
	if (outcome->error || op->arg[LIST_UNMAPPED])
		return;
	for (i = 0; i < LIST_ENTRIES; i++) {
		const char *entry = entries + i * size;
		uint32_t j;

		memcpy(&outcome->entries[i], entry, sizeof(*outcome->entries));
		/* Beyond what the kernel knows there are zeros. */
		for (j = sizeof(*outcome->entries); j < size; j++) {
			if (entry[j] && i < args->count)
				outcome->changed = true;
		}
	}
}

static void do_ioctl(const struct op *op, struct outcome *outcome)
{
	memset(frame, 0xcc, 2 * PAGE);
	if (ioctl(target_fd(op->arg[TARGET]),
		  (unsigned int)op->arg[IOCTL_COMMAND], frame))
		outcome->error = errno;
}

static char *arena(uint64_t page)
{
	return (char *)ARENA + page % ARENA_PAGES * PAGE;
}

static int prot_of(uint64_t bits)
{
	return bits & (PROT_READ | PROT_WRITE | PROT_EXEC);
}

/* Views appear where there is room, and are moved over what was in the way. */
static void move_view(char *view, uint64_t pages, uint64_t place,
		      struct outcome *outcome)
{
	if (mremap(view, pages * PAGE, pages * PAGE,
		   MREMAP_MAYMOVE | MREMAP_FIXED, arena(place)) == MAP_FAILED)
		outcome->error = errno;
}

static void do_map(const struct op *op, struct outcome *outcome)
{
	int flags = op->arg[MAP_COPY] ? MAP_PRIVATE : MAP_SHARED;
	bool fixed = op->arg[MAP_FIXED_PLACE];
	char *view;

	view = mmap(fixed ? arena(op->arg[PLACE]) : NULL,
		    op->arg[PAGES] * PAGE, prot_of(op->arg[PROT]),
		    flags | (fixed ? MAP_FIXED : 0),
		    target_fd(op->arg[MAP_SLOT]), op->arg[MAP_OFFSET] * PAGE);
	if (view == MAP_FAILED)
		outcome->error = errno;
	else if (!fixed)
		move_view(view, op->arg[PAGES], op->arg[PLACE], outcome);
}

static void do_remap(const struct op *op, struct outcome *outcome)
{
	struct ntsection_remap args = {
		.size = sizeof(args),
		.flags = op->arg[REMAP_COPY] ? NTSECTION_REMAP_COPY : 0,
		.start = (unsigned long)arena(op->arg[PLACE]) +
			 op->arg[REMAP_SKEW],
		.length = op->arg[PAGES] * PAGE,
		.prot = op->arg[PROT],
		.address = POISON,
	};

	if (!do_call(op, actor_device(), NTSECTION_IOC_REMAP, &args,
		     sizeof(args), sizeof(args),
		     offsetof(struct ntsection_remap, pad), outcome))
		move_view((char *)(unsigned long)args.address, op->arg[PAGES],
			  op->arg[REMAP_TO], outcome);
}

/* Word @i of a page that has @value. */
static uint64_t word(uint64_t value, unsigned int i)
{
	return value ? value << 32 | (uint32_t)(value * 2654435761 + i) : 0;
}

static void fill(uint64_t *words, uint64_t value)
{
	unsigned int i;

	for (i = 0; i < PAGE / sizeof(*words); i++)
		words[i] = word(value, i);
}

static uint64_t value_of(const uint64_t *words)
{
	uint64_t value = words[0] >> 32;
	unsigned int i;

	for (i = 0; i < PAGE / sizeof(*words); i++) {
		if (words[i] != word(value, i))
			return MIXED;
	}
	return value;
}

static void do_access(const struct op *op, struct outcome *outcome)
{
	uint64_t *words = (uint64_t *)arena(op->arg[PLACE]);

	outcome->signal = sigsetjmp(fault_jump, 0);
	in_access = !outcome->signal;
	if (outcome->signal)
		return;
	atomic_signal_fence(memory_order_seq_cst);
	if (op->kind == OP_WRITE)
		fill(words, op->arg[VALUE]);
	else
		outcome->value = value_of(words);
	atomic_signal_fence(memory_order_seq_cst);
	in_access = false;
}

/* The same through the kernel. */
static void do_syscall_access(const struct op *op, struct outcome *outcome)
{
	struct iovec local = { .iov_base = page_copy, .iov_len = PAGE };
	struct iovec remote = {
		.iov_base = arena(op->arg[PLACE]),
		.iov_len = PAGE,
	};
	ssize_t done;

	if (op->kind == OP_POKE) {
		fill((uint64_t *)page_copy, op->arg[VALUE]);
		done = process_vm_writev(getpid(), &local, 1, &remote, 1, 0);
	} else {
		done = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
	}
	if (done < 0)
		outcome->error = errno;
	else if (done != (ssize_t)PAGE)
		outcome->value = MIXED;
	else if (op->kind == OP_PEEK)
		outcome->value = value_of((uint64_t *)page_copy);
}

void call(const struct op *op, uint64_t base, struct outcome *outcome)
{
	char *address = arena(op->arg[PLACE]);
	size_t length = op->arg[PAGES] * PAGE;
	int result = 0;

	switch (op->kind) {
	case OP_CREATE:
		do_create(op, outcome);
		break;
	case OP_OPEN:
		do_open(op, outcome);
		break;
	case OP_DUPLICATE:
		do_duplicate(op, outcome);
		break;
	case OP_DUP:
		result = dup3(target_fd(op->arg[SLOT]),
			      target_fd(op->arg[TO_SLOT]), O_CLOEXEC);
		break;
	case OP_CLOSE:
		result = close(target_fd(op->arg[SLOT]));
		break;
	case OP_MAP:
		do_map(op, outcome);
		break;
	case OP_REMAP:
		do_remap(op, outcome);
		break;
	case OP_UNMAP:
		result = munmap(address, length);
		break;
	case OP_PROTECT:
		result = mprotect(address, length, prot_of(op->arg[PROT]));
		break;
	case OP_DISCARD:
		result = madvise(address, length, MADV_DONTNEED);
		break;
	case OP_PAGE_OUT:
		result = madvise(address, length, MADV_PAGEOUT);
		break;
	case OP_COMMIT:
		do_range(op, NTSECTION_IOC_COMMIT, outcome);
		break;
	case OP_RESET:
		do_range(op, NTSECTION_IOC_RESET, outcome);
		break;
	case OP_UNDO:
		do_range(op, NTSECTION_IOC_RESET_UNDO, outcome);
		break;
	case OP_EXTENT:
		do_extent(op, outcome);
		break;
	case OP_QUERY:
		do_tell(op, NTSECTION_IOC_QUERY, &outcome->query,
			sizeof(outcome->query), sizeof(outcome->query),
			outcome);
		break;
	case OP_HANDLE:
		do_tell(op, NTSECTION_IOC_HANDLE, &outcome->handle,
			sizeof(outcome->handle), sizeof(outcome->handle),
			outcome);
		break;
	case OP_FEATURES:
		do_tell(op, NTSECTION_IOC_FEATURES, &outcome->features,
			sizeof(outcome->features),
			offsetof(struct ntsection_features, large_page_size),
			outcome);
		break;
	case OP_RESIDENCE:
		do_residence(op, base, outcome);
		break;
	case OP_LIST:
		do_list(op, base, outcome);
		break;
	case OP_READ:
	case OP_WRITE:
		do_access(op, outcome);
		break;
	case OP_PEEK:
	case OP_POKE:
		do_syscall_access(op, outcome);
		break;
	case OP_FORK:
		actor_fork(outcome, op->arg[FORK_TO] % ACTORS);
		break;
	case OP_IOCTL:
		do_ioctl(op, outcome);
		break;
	default:
		outcome->error = ENOTSUP;
	}
	if (result < 0)
		outcome->error = errno;
}
