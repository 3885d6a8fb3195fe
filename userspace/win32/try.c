// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Access violations as results: SIGSEGV and SIGBUS become what NT raises, for
 * code that ntsection_try() runs. C has no structured exception handling.
 *
 * The handlers are set at first use, not before, and whatever happens outside
 * ntsection_try() they pass on to those that were there.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <ucontext.h>

#include "pagemap.h"
#include "pages.h"

/* One ntsection_try() of this thread; the innermost is first. */
struct frame {
	sigjmp_buf jump;
	struct frame *outer;
	struct ntsection_exception exception;
};

static _Thread_local struct frame *innermost;

static struct sigaction old_segv, old_bus;

/* What the access was, where the machine tells. */
static DWORD access_of(const void *context)
{
#if defined(__x86_64__) || defined(__i386__)
	const ucontext_t *ucontext = context;
	greg_t error = ucontext->uc_mcontext.gregs[REG_ERR];

	if (error & 0x10)
		return EXCEPTION_EXECUTE_FAULT;
	return error & 0x2 ? EXCEPTION_WRITE_FAULT : EXCEPTION_READ_FAULT;
#elif defined(__aarch64__)
	const ucontext_t *ucontext = context;
	const unsigned char *at = ucontext->uc_mcontext.__reserved;
	const struct _aarch64_ctx *record = (const void *)at;
	__u64 syndrome;

	/* Records, of which the last has no magic number. */
	while (record->magic != ESR_MAGIC) {
		if (!record->magic)
			return EXCEPTION_READ_FAULT;
		at += record->size;
		record = (const void *)at;
	}
	syndrome = ((const struct esr_context *)at)->esr;
	/* The class: an instruction of a program could not be fetched. */
	if (syndrome >> 26 == 0x20)
		return EXCEPTION_EXECUTE_FAULT;
	/* WnR, which is set for the upkeep of caches (CM), too. */
	return (syndrome & 0x140) == 0x40 ? EXCEPTION_WRITE_FAULT :
					    EXCEPTION_READ_FAULT;
#else
	(void)context;
	return EXCEPTION_READ_FAULT;
#endif
}

/*
 * A guard page that is touched is none any more (V-32). The fault was raised by
 * the program's own access, so that nothing of this thread's is half done; the
 * lock may be held by it only if that access was to memory that a signal handler
 * found guarded, and then the guard stays.
 */
static bool take_guard(uintptr_t address)
{
	struct allocation *allocation;
	struct page_state state;
	bool taken = false;
	size_t offset;

	if (space_is_locked_here())
		return false;
	lock_space();
	allocation = find_allocation(address);
	if (allocation) {
		offset = (address - allocation->base) & -page_size();
		state_at(allocation, offset, &state);
		taken = state.state == MEM_COMMIT &&
			state.protect & PAGE_GUARD;
		if (taken)
			protect_pages(allocation, offset, offset + page_size(),
				      state.protect & ~(ULONG)PAGE_GUARD);
	}
	unlock_space();
	return taken;
}

/* To whoever was there before, as if this handler were not. */
static void pass_on(int signal, siginfo_t *info, void *context)
{
	const struct sigaction *old = signal == SIGBUS ? &old_bus : &old_segv;

	if (old->sa_flags & SA_SIGINFO) {
		old->sa_sigaction(signal, info, context);
	} else if (old->sa_handler == SIG_IGN && info->si_code <= 0) {
		return;
	} else if (old->sa_handler == SIG_DFL || old->sa_handler == SIG_IGN) {
		/* The access is made again, and kills as it would have. */
		sigaction(signal, old, NULL);
		if (info->si_code <= 0)
			raise(signal);
	} else {
		old->sa_handler(signal);
	}
}

static void handle(int signal, siginfo_t *info, void *context)
{
	struct frame *frame = innermost;
	NTSTATUS code = STATUS_ACCESS_VIOLATION;

	/* Also what another process sent, and kill() and raise() do. */
	if (!frame || info->si_code <= 0) {
		pass_on(signal, info, context);
		return;
	}

	if (signal == SIGBUS)
		code = STATUS_IN_PAGE_ERROR;
	else if (take_guard((uintptr_t)info->si_addr))
		code = STATUS_GUARD_PAGE_VIOLATION;
	frame->exception.code = code;
	frame->exception.access = access_of(context);
	frame->exception.address = info->si_addr;
	siglongjmp(frame->jump, 1);
}

static void set_handlers(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = handle;
	/* SA_NODEFER: a jump out of the handler leaves no signal blocked. */
	action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
	sigemptyset(&action.sa_mask);
	sigaction(SIGSEGV, &action, &old_segv);
	sigaction(SIGBUS, &action, &old_bus);
}

NTSTATUS ntsection_try(void (*body)(void *context), void *context,
		       struct ntsection_exception *exception)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct frame frame;

	pthread_once(&once, set_handlers);
	memset(&frame.exception, 0, sizeof(frame.exception));
	frame.outer = innermost;
	/* No signal mask to restore, see above. */
	if (!sigsetjmp(frame.jump, 0)) {
		innermost = &frame;
		atomic_signal_fence(memory_order_seq_cst);
		body(context);
		atomic_signal_fence(memory_order_seq_cst);
	}
	innermost = frame.outer;
	if (exception)
		*exception = frame.exception;
	return frame.exception.code;
}
