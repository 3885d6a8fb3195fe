// SPDX-License-Identifier: GPL-2.0
/*
 * ntsection_try: faults of a function become statuses, and all others go where
 * they went before.
 */
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

/* A fault is of this status, access and address. */
#define EXPECT_FAULT(status, kind, where, body, context) do {		\
	struct ntsection_exception fault_;				\
	NTSTATUS code_ = (status);					\
	memset(&fault_, 0xcc, sizeof(fault_));				\
	EXPECT_STATUS(code_, ntsection_try(body, context, &fault_));	\
	EXPECT_EQ((ULONG)code_, (ULONG)fault_.code);			\
	EXPECT_EQ((DWORD)(kind), fault_.access);			\
	EXPECT_EQ((void *)(where), fault_.address);			\
} while (0)

static void read_byte(void *address)
{
	(void)*(volatile char *)address;
}

static void write_byte(void *address)
{
	*(volatile char *)address = 1;
}

static void call(void *address)
{
	((void (*)(void))address)();
}

static void nothing(void *context)
{
	*(int *)context += 1;
}

static void *allocate(DWORD protect)
{
	return VirtualAlloc(NULL, 4 * PAGE, MEM_RESERVE | MEM_COMMIT, protect);
}

TEST(no_fault)
{
	struct ntsection_exception exception;
	int calls = 0;

	memset(&exception, 0xcc, sizeof(exception));
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(nothing, &calls,
						    &exception));
	EXPECT_EQ(STATUS_SUCCESS, exception.code);
	EXPECT_EQ(0, exception.access);
	EXPECT_EQ(NULL, exception.address);
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(nothing, &calls, NULL));
	EXPECT_EQ(2, calls);
}

/* V-33, R-01: what kind of access it was, and to which byte. */
TEST(access_violations)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	HANDLE reserve = create_section(PAGE_READWRITE | SEC_RESERVE, GRANULE,
					NULL);
	char *view = map(section, FILE_MAP_READ), *none = map(section, 0);
	char *uncommitted = map(reserve, FILE_MAP_WRITE);
	char *private = allocate(PAGE_READWRITE);
	DWORD old;

	ASSERT_NE(NULL, view);
	ASSERT_NE(NULL, none);
	ASSERT_NE(NULL, uncommitted);
	ASSERT_NE(NULL, private);
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(read_byte, view, NULL));
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_WRITE_FAULT, view + 7,
		     write_byte, view + 7);
	/* The tail of the block, and free memory. */
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT, view + PAGE,
		     read_byte, view + PAGE);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT, NULL,
		     read_byte, NULL);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_WRITE_FAULT, 0x123,
		     write_byte, (void *)0x123);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT, none + 99,
		     read_byte, none + 99);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_WRITE_FAULT, none,
		     write_byte, none);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT,
		     uncommitted + GRANULE - 1, read_byte,
		     uncommitted + GRANULE - 1);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_WRITE_FAULT,
		     uncommitted, write_byte, uncommitted);

	/* Where code may not be: of a view, and of private memory. */
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_EXECUTE_FAULT, view,
		     call, view);
	put_return(private);
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_EXECUTE_FAULT, private,
		     call, private);
	ASSERT_TRUE(VirtualProtect(private, PAGE, PAGE_EXECUTE_READ, &old));
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(call, private, NULL));
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_WRITE_FAULT, private,
		     write_byte, private);
	/* No address that a processor has. */
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      ntsection_try(read_byte, (void *)(1UL << 62), NULL));

	EXPECT_TRUE(UnmapViewOfFile(view));
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT, view,
		     read_byte, view);
	EXPECT_TRUE(VirtualFree(private, 0, MEM_RELEASE));
	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT, private,
		     read_byte, private);
}

/* V-32: each guard once, of private memory and of a view. */
TEST(guard_pages)
{
	HANDLE section = create_section(PAGE_READWRITE, 4 * PAGE, NULL);
	char *pages[] = {
		allocate(PAGE_READWRITE | PAGE_GUARD),
		map(section, FILE_MAP_WRITE),
	};
	DWORD old = POISON;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		char *page = pages[i];

		ASSERT_NE(NULL, page);
		ASSERT_TRUE(VirtualProtect(page, 3 * PAGE,
					   PAGE_READWRITE | PAGE_GUARD, &old));
		EXPECT_EQ(i ? PAGE_READWRITE : PAGE_READWRITE | PAGE_GUARD,
			  old);
		EXPECT_FAULT(STATUS_GUARD_PAGE_VIOLATION, EXCEPTION_WRITE_FAULT,
			     page + PAGE + 5, write_byte, page + PAGE + 5);
		EXPECT_STATUS(STATUS_SUCCESS,
			      ntsection_try(write_byte, page + PAGE, NULL));
		EXPECT_FAULT(STATUS_GUARD_PAGE_VIOLATION, EXCEPTION_READ_FAULT,
			     page, read_byte, page);
		EXPECT_STATUS(STATUS_SUCCESS,
			      ntsection_try(write_byte, page, NULL));
		/* The neighbour still has its own, which can be set again. */
		EXPECT_FAULT(STATUS_GUARD_PAGE_VIOLATION, EXCEPTION_READ_FAULT,
			     page + 3 * PAGE - 1, read_byte,
			     page + 3 * PAGE - 1);
		ASSERT_TRUE(VirtualProtect(page, PAGE,
					   PAGE_READONLY | PAGE_GUARD, &old));
		EXPECT_EQ(PAGE_READWRITE, old);
		EXPECT_EQ(1, page[PAGE]);
		EXPECT_FAULT(STATUS_GUARD_PAGE_VIOLATION, EXCEPTION_WRITE_FAULT,
			     page, write_byte, page);
		/* What is left is what was asked for. */
		EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_WRITE_FAULT,
			     page, write_byte, page);
		EXPECT_EQ(1, page[0]);
	}
}

/* V-32: the kernel does not touch it, and takes no guard away. */
TEST(guard_page_and_system_call)
{
	char *page = allocate(PAGE_READWRITE | PAGE_GUARD);
	int ends[2];

	ASSERT_NE(NULL, page);
	ASSERT_EQ(0, pipe(ends));
	EXPECT_EQ(-1, write(ends[1], page, 1));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_PRIVATE(page, page, PAGE_READWRITE | PAGE_GUARD, 4 * PAGE,
		       MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
	EXPECT_STATUS(STATUS_GUARD_PAGE_VIOLATION,
		      ntsection_try(read_byte, page, NULL));
}

/* system calls get EFAULT, in ntsection_try() as outside. */
static void use_in_system_calls(void *context)
{
	char *uncommitted = context;
	int ends[2], zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	if (pipe(ends))
		return;
	if (write(ends[1], uncommitted, 1) == -1 && errno == EFAULT &&
	    write(ends[1], "x", 1) == 1 &&
	    read(ends[0], uncommitted, 1) == -1 && errno == EFAULT &&
	    read(zero, uncommitted + PAGE, GRANULE) == -1 && errno == EFAULT &&
	    open(uncommitted, O_RDONLY) == -1 && errno == EFAULT)
		uncommitted[-1] = 'e';
	close(ends[0]);
	close(ends[1]);
	close(zero);
}

TEST(system_calls)
{
	HANDLE section = create_section(PAGE_READWRITE | SEC_RESERVE,
					4 * GRANULE, NULL);
	char *view = map(section, FILE_MAP_WRITE);

	ASSERT_NE(NULL, view);
	ASSERT_EQ(view, VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READWRITE));
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(use_in_system_calls,
						    view + PAGE, NULL));
	EXPECT_EQ('e', view[PAGE - 1]);
	view[PAGE - 1] = 0;
	use_in_system_calls(view + PAGE);
	EXPECT_EQ('e', view[PAGE - 1]);
	/* What is committed works, up to the byte. */
	view[0] = 'v';
	EXPECT_EQ(PAGE, read(open("/dev/zero", O_RDONLY | O_CLOEXEC), view,
			     2 * PAGE));
	EXPECT_EQ(0, view[0]);
	EXPECT_REGION(view + PAGE, view, PAGE_READWRITE, 4 * GRANULE - PAGE,
		      MEM_RESERVE, 0, MEM_MAPPED);
}

/*
 * L-08: SIGBUS is another status; here of pages beyond the end, where a mapping
 * was grown behind everybody's back.
 */
TEST(in_page_error)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, NULL);
	int file = memfd_create("test", MFD_CLOEXEC);
	char *grown, *beyond;

	grown = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
		     ntsection_win32_fd(section), 0);
	ASSERT_NE(MAP_FAILED, grown);
	grown = mremap(grown, PAGE, 2 * PAGE, MREMAP_MAYMOVE);
	ASSERT_NE(MAP_FAILED, grown);
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(write_byte, grown, NULL));
	EXPECT_FAULT(STATUS_IN_PAGE_ERROR, EXCEPTION_WRITE_FAULT,
		     grown + PAGE + 3, write_byte, grown + PAGE + 3);

	ASSERT_EQ(0, ftruncate(file, PAGE));
	beyond = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file,
		      0);
	ASSERT_NE(MAP_FAILED, beyond);
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(write_byte, beyond, NULL));
	EXPECT_FAULT(STATUS_IN_PAGE_ERROR, EXCEPTION_READ_FAULT,
		     beyond + PAGE + 1, read_byte, beyond + PAGE + 1);
	EXPECT_FAULT(STATUS_IN_PAGE_ERROR, EXCEPTION_WRITE_FAULT,
		     beyond + 2 * PAGE - 1, write_byte, beyond + 2 * PAGE - 1);
}

struct nested {
	char *guarded, *none;
	NTSTATUS inner, innermost;
	int after;
};

static void inner(void *context)
{
	struct nested *nested = context;

	nested->innermost = ntsection_try(read_byte, nested->guarded, NULL);
	write_byte(nested->none);
	nested->after++;
}

static void outer(void *context)
{
	struct nested *nested = context;

	nested->inner = ntsection_try(inner, context, NULL);
	nested->after += 10;
	read_byte(nested->none + 3);
	nested->after += 100;
}

TEST(nested)
{
	struct nested nested = {
		.guarded = allocate(PAGE_READWRITE | PAGE_GUARD),
		.none = allocate(PAGE_NOACCESS),
		.inner = STATUS_SUCCESS,
		.innermost = STATUS_SUCCESS,
	};
	int rounds = race_rounds(10000);

	EXPECT_FAULT(STATUS_ACCESS_VIOLATION, EXCEPTION_READ_FAULT,
		     nested.none + 3, outer, &nested);
	EXPECT_STATUS(STATUS_GUARD_PAGE_VIOLATION, nested.innermost);
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION, nested.inner);
	EXPECT_EQ(10, nested.after);
	/* Many times over: nothing is left behind on the way out. */
	for (nested.after = 0; nested.after < rounds;)
		ntsection_try(outer, &nested, NULL);
	EXPECT_EQ(rounds, nested.after);
}

static pthread_barrier_t both;

static void wait_and_read(void *address)
{
	pthread_barrier_wait(&both);
	read_byte(address);
}

static void *fault_in_thread(void *address)
{
	struct ntsection_exception exception;
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		if (ntsection_try(wait_and_read, (char *)address + i,
				  &exception) != STATUS_ACCESS_VIOLATION ||
		    exception.address != (char *)address + i)
			return "wrong fault";
	}
	return NULL;
}

TEST(two_threads_at_once)
{
	char *none = allocate(PAGE_NOACCESS);
	pthread_t threads[2];
	unsigned int i;
	void *failure;

	ASSERT_NE(NULL, none);
	ASSERT_EQ(0, pthread_barrier_init(&both, NULL, 2));
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, fault_in_thread,
					    none + i * PAGE));
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, pthread_join(threads[i], &failure));
		EXPECT_EQ(NULL, failure);
	}
}

/* One of many threads takes the guard, and the others touch a page. */
static void *take_guard(void *page)
{
	pthread_barrier_wait(&both);
	return (void *)(intptr_t)ntsection_try(write_byte, page, NULL);
}

TEST(one_thread_takes_the_guard)
{
	char *page = allocate(PAGE_READWRITE);
	pthread_t threads[2];
	unsigned int i, round, taken;
	void *status;
	DWORD old;

	ASSERT_EQ(0, pthread_barrier_init(&both, NULL, 2));
	for (round = race_rounds(200); round; round--) {
		ASSERT_TRUE(VirtualProtect(page, PAGE,
					   PAGE_READWRITE | PAGE_GUARD, &old));
		for (i = 0; i < 2; i++)
			ASSERT_EQ(0, pthread_create(&threads[i], NULL,
						    take_guard, page));
		for (i = 0, taken = 0; i < 2; i++) {
			ASSERT_EQ(0, pthread_join(threads[i], &status));
			taken += (NTSTATUS)(intptr_t)status ==
				 STATUS_GUARD_PAGE_VIOLATION;
		}
		EXPECT_EQ(1, taken);
		EXPECT_STATUS(STATUS_SUCCESS,
			      ntsection_try(write_byte, page, NULL));
	}
}

static sigjmp_buf jump;
static volatile void *seen_address;
static volatile int seen_signal;

static void with_info(int signal, siginfo_t *info, void *context)
{
	(void)context;
	seen_address = info->si_addr;
	siglongjmp(jump, signal);
}

static void plain(int signal)
{
	seen_signal = signal;
	siglongjmp(jump, signal);
}

static void count_signal(int signal)
{
	seen_signal = signal;
}

/* The signal of an access that is outside of ntsection_try(). */
static int fault_outside(void *address)
{
	int signal = sigsetjmp(jump, 1);

	if (!signal)
		write_byte(address);
	return signal;
}

/* What was there before gets all that is none of ours. */
TEST(earlier_handlers)
{
	struct sigaction action = {
		.sa_sigaction = with_info,
		.sa_flags = SA_SIGINFO,
	};
	char *none = allocate(PAGE_NOACCESS);

	ASSERT_EQ(0, sigaction(SIGSEGV, &action, NULL));
	action.sa_flags = 0;
	action.sa_handler = plain;
	ASSERT_EQ(0, sigaction(SIGBUS, &action, NULL));
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      ntsection_try(write_byte, none, NULL));
	EXPECT_EQ(NULL, seen_address);
	EXPECT_EQ(SIGSEGV, fault_outside(none + 5));
	EXPECT_EQ(none + 5, seen_address);
	/* And again, with ours in between. */
	EXPECT_STATUS(STATUS_ACCESS_VIOLATION,
		      ntsection_try(write_byte, none, NULL));
	EXPECT_EQ(SIGSEGV, fault_outside(none + 6));
	EXPECT_EQ(none + 6, seen_address);
	if (!sigsetjmp(jump, 1))
		raise(SIGBUS);
	EXPECT_EQ(SIGBUS, seen_signal);
}

static void raise_segv(void *context)
{
	raise(SIGSEGV);
	*(int *)context = 1;
}

/* raise() is no access: inside as well it goes to the handler before. */
TEST(raised_signals)
{
	struct sigaction action = { .sa_handler = count_signal };
	int after = 0;

	ASSERT_EQ(0, sigaction(SIGSEGV, &action, NULL));
	EXPECT_STATUS(STATUS_SUCCESS, ntsection_try(raise_segv, &after, NULL));
	EXPECT_EQ(1, after);
	EXPECT_EQ(SIGSEGV, seen_signal);
}

static int death_of(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status))
		return -1;
	return WTERMSIG(status);
}

/* Where there was no handler the process dies as it would have. */
TEST(default_action)
{
	const struct rlimit none = { 0, 0 };
	char *page = allocate(PAGE_NOACCESS);
	unsigned int way;
	pid_t pid;

	for (way = 0; way < 5; way++) {
		pid = fork();
		if (pid) {
			EXPECT_EQ(way == 4 ? SIGBUS : SIGSEGV, death_of(pid))
				TH_LOG("way %u", way);
			continue;
		}
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGSEGV, way == 2 ? SIG_IGN : SIG_DFL);
		if (ntsection_try(write_byte, page, NULL) !=
		    STATUS_ACCESS_VIOLATION)
			_exit(1);
		if (way < 3)
			write_byte(page);
		if (way == 3)
			ntsection_try(raise_segv, &way, NULL);
		if (way == 4)
			raise(SIGBUS);
		_exit(2);
	}

	/* What is ignored stays so, if it was sent. */
	pid = fork();
	if (!pid) {
		signal(SIGSEGV, SIG_IGN);
		way = 0;
		_exit(ntsection_try(raise_segv, &way, NULL) || way != 1 ||
		      ntsection_try(write_byte, page, NULL) !=
		      STATUS_ACCESS_VIOLATION);
	}
	EXPECT_EQ(0, child_status(pid));
}

TEST_HARNESS_MAIN
