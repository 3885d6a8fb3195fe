// SPDX-License-Identifier: GPL-2.0
/*
 * Many threads at once, fork() among them, and a thousand rounds of everything
 * good and bad: no wrong result, no deadlock, nothing left behind.
 */
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>

#include "kselftest_harness.h"
#include "win32_test.h"
#include "win32_system.h"

#define THREADS 4

static DWORD old_protect;
static const SIZE_T read_only = 0x1000;

/* Map, ask, protect and unmap; NULL, or which of them went wrong. */
static const char *use_a_view(HANDLE section, unsigned int i)
{
	MEMORY_BASIC_INFORMATION info;
	SIZE_T size = i % 3 ? GRANULE : PAGE;
	DWORD old = 0;
	char *view;

	view = MapViewOfFile(section, i % 5 ? FILE_MAP_WRITE : FILE_MAP_COPY, 0,
			     0, size);
	if (!view || (uintptr_t)view % GRANULE)
		return "map";
	if (query_basic(view + size - 1, &info) || info.RegionSize != PAGE ||
	    info.AllocationBase != view || info.State != MEM_COMMIT ||
	    info.Type != MEM_MAPPED)
		return "query";
	if (!VirtualProtect(view, PAGE, PAGE_READONLY, &old) ||
	    old != (i % 5 ? PAGE_READWRITE : PAGE_WRITECOPY))
		return "protect";
	if (query_basic(view, &info) || info.RegionSize != PAGE ||
	    info.Protect != PAGE_READONLY || info.AllocationBase != view)
		return "query protected";
	if (!UnmapViewOfFile(view + i % size))
		return "unmap";
	return NULL;
}

static const char *use_private_memory(unsigned int i)
{
	MEMORY_BASIC_INFORMATION info;
	PVOID middle;
	SIZE_T size;
	DWORD old;
	char *base;

	base = VirtualAlloc(NULL, 4 * PAGE, MEM_RESERVE, PAGE_NOACCESS);
	if (!base || (uintptr_t)base % GRANULE)
		return "reserve";
	if (VirtualAlloc(base, 2 * PAGE, MEM_COMMIT, PAGE_READWRITE) != base)
		return "commit";
	if (base[0] || base[PAGE])
		return "not zero";
	base[0] = (char)i;
	if (!VirtualProtect(base + PAGE, PAGE, PAGE_READONLY, &old) ||
	    old != PAGE_READWRITE)
		return "protect";
	if (query_basic(base + PAGE, &info) || info.RegionSize != PAGE ||
	    info.Protect != PAGE_READONLY || info.AllocationBase != base)
		return "query";
	if (base[0] != (char)i)
		return "content";
	if (!VirtualFree(base, PAGE, MEM_DECOMMIT))
		return "decommit";
	middle = base + PAGE;
	size = PAGE;
	if (NtFreeVirtualMemory(NtCurrentProcess(), &middle, &size,
				MEM_RELEASE))
		return "partial release";
	if (!VirtualFree(base, 0, MEM_RELEASE) ||
	    !VirtualFree(base + 2 * PAGE, 0, MEM_RELEASE))
		return "release";
	return NULL;
}

/* What is refused; none of it may change a thing. */
static const char *use_wrongly(HANDLE section)
{
	MEMORY_BASIC_INFORMATION info;
	PVOID address = NULL;
	void *fixed = (void *)&read_only;
	SIZE_T size = PAGE;
	HANDLE handle;

	if (MapViewOfFile(section, FILE_MAP_WRITE, 0, 1, 0) ||
	    GetLastError() != ERROR_MAPPED_ALIGNMENT ||
	    MapViewOfFile(section, FILE_MAP_EXECUTE | FILE_MAP_READ, 0, 0, 0) ||
	    MapViewOfFile(section, FILE_MAP_READ, 0, 0, SIZE_MAX) ||
	    MapViewOfFileEx(section, FILE_MAP_READ, 0, 0, 0, &info) ||
	    MapViewOfFile(NULL, FILE_MAP_READ, 0, 0, 0) ||
	    MapViewOfFile((HANDLE)4, FILE_MAP_READ, 0, 0, 0))
		return "bad map";
	if (UnmapViewOfFile(&info) || UnmapViewOfFile(NULL))
		return "bad unmap";
	if (create_section(PAGE_READWRITE, 0, NULL) ||
	    create_section(PAGE_NOACCESS, PAGE, NULL) ||
	    create_section(PAGE_READWRITE, SIZE_MAX, NULL) ||
	    create_section(PAGE_READWRITE | SEC_IMAGE, PAGE, NULL) ||
	    create_section(PAGE_READWRITE, PAGE, "no\\such\\folder") ||
	    OpenFileMappingA(FILE_MAP_READ, FALSE, "no such name"))
		return "bad section";
	if (VirtualAlloc(NULL, 0, MEM_COMMIT, PAGE_READWRITE) ||
	    VirtualAlloc(NULL, SIZE_MAX, MEM_RESERVE, PAGE_READWRITE) ||
	    VirtualAlloc(NULL, (SIZE_T)1 << 45, MEM_COMMIT, PAGE_READWRITE) ||
	    VirtualAlloc(NULL, PAGE, MEM_COMMIT, PAGE_WRITECOPY) ||
	    VirtualAlloc(&info, PAGE, MEM_COMMIT, PAGE_READWRITE) ||
	    !NtAllocateVirtualMemory(NtCurrentProcess(), NULL, 0, &size,
				     MEM_COMMIT, PAGE_READWRITE) ||
	    !NtAllocateVirtualMemory(NtCurrentProcess(), &address, 0,
				     fixed, MEM_COMMIT, PAGE_READWRITE))
		return "bad memory";
	if (DuplicateHandle(GetCurrentProcess(), section, GetCurrentProcess(),
			    fixed, 0, FALSE, DUPLICATE_SAME_ACCESS) ||
	    DuplicateHandle(GetCurrentProcess(), section, NULL, &handle, 0,
			    FALSE, DUPLICATE_SAME_ACCESS) ||
	    CloseHandle(NULL) || CloseHandle((HANDLE)4) ||
	    CloseHandle((HANDLE)0xdeadbee0))
		return "bad handle";
	return NULL;
}

static const char *use_handles(const char *name)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE, name), other;
	const char *failure = NULL;

	if (!section)
		return "create";
	if (!DuplicateHandle(GetCurrentProcess(), section, GetCurrentProcess(),
			     &other, SECTION_MAP_READ, FALSE, 0))
		return "duplicate";
	if (MapViewOfFile(other, FILE_MAP_WRITE, 0, 0, 0) ||
	    GetLastError() != ERROR_ACCESS_DENIED)
		failure = "map with too few rights";
	if (!CloseHandle(other) || !CloseHandle(section))
		return "close";
	return failure;
}

static void *use_everything(void *arg)
{
	HANDLE section = *(HANDLE *)arg;
	const char *failure = NULL;
	unsigned int i;

	for (i = race_rounds(500); i && !failure; i--) {
		failure = use_a_view(section, i);
		if (!failure)
			failure = use_private_memory(i);
		if (!failure)
			failure = use_handles(NULL);
		if (!failure)
			failure = use_wrongly(section);
	}
	return (void *)failure;
}

TEST(threads)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE, NULL);
	int descriptors, mappings;
	pthread_t threads[THREADS];
	unsigned int i;
	void *failure;

	ASSERT_NE(NULL, section);
	/* Whatever is opened once is open then, and each stack is there. */
	EXPECT_EQ(NULL, use_everything(&section));
	descriptors = count_descriptors();
	for (i = 0; i < THREADS; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, use_everything,
					    &section));
	for (i = 0; i < THREADS; i++) {
		ASSERT_EQ(0, pthread_join(threads[i], &failure));
		EXPECT_EQ(NULL, failure)
			TH_LOG("%s failed", (char *)failure);
	}
	EXPECT_EQ(descriptors, count_descriptors());

	mappings = count_mappings();
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, use_everything,
					    &section));
		ASSERT_EQ(0, pthread_join(threads[i], &failure));
		EXPECT_EQ(NULL, failure);
	}
	EXPECT_EQ(mappings, count_mappings());
	EXPECT_SUCCESS(CloseHandle(section));
}

static volatile bool stop;

static void *use_until_stopped(void *arg)
{
	const char *failure = NULL;
	unsigned int i;

	for (i = 0; !stop && !failure; i++) {
		failure = use_a_view(*(HANDLE *)arg, i);
		if (!failure)
			failure = use_private_memory(i);
	}
	return (void *)failure;
}

/* A child has free locks and a whole map, whatever others did at the fork. */
TEST(fork_among_threads)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE, NULL);
	char *view = map(section, FILE_MAP_WRITE);
	pthread_t threads[THREADS];
	unsigned int i;
	void *failure;

	ASSERT_NE(NULL, view);
	for (i = 0; i < THREADS; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL,
					    use_until_stopped, &section));
	for (i = race_rounds(100); i; i--) {
		pid_t pid = fork();

		if (!pid) {
			/* One that hangs is seen, and does not stay. */
			alarm(60);
			if (use_a_view(section, i))
				_exit(1);
			if (use_private_memory(i))
				_exit(2);
			if (use_handles(NULL))
				_exit(3);
			if (!UnmapViewOfFile(view))
				_exit(4);
			_exit(0);
		}
		ASSERT_EQ(0, child_status(pid))
			TH_LOG("round %u", i);
	}
	stop = true;
	for (i = 0; i < THREADS; i++) {
		ASSERT_EQ(0, pthread_join(threads[i], &failure));
		EXPECT_EQ(NULL, failure)
			TH_LOG("%s failed", (char *)failure);
	}
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
}

static char page_of_data[0x1000] __attribute__((aligned(0x1000)));

static DWORD protect_of_foreign(const void *address)
{
	PSAPI_WORKING_SET_EX_INFORMATION page = { .VirtualAddress =
						  (PVOID)address };
	MEMORY_BASIC_INFORMATION info;

	if (query_basic(address, &info) ||
	    !QueryWorkingSetEx(GetCurrentProcess(), &page, sizeof(page)))
		return POISON;
	return info.Protect;
}

static bool use_low_memory(void)
{
	PVOID address = NULL;
	SIZE_T size = PAGE;

	return NtAllocateVirtualMemory(NtCurrentProcess(), &address, 1, &size,
				       MEM_COMMIT, PAGE_READWRITE) ||
	       !VirtualFree(address, 0, MEM_RELEASE);
}

static const char *everything_once(unsigned int i)
{
	HANDLE section = create_section(PAGE_READWRITE, GRANULE, "everything");
	HANDLE reserve = create_section(PAGE_READWRITE | SEC_RESERVE, GRANULE,
					NULL);
	const char *failure = use_a_view(section, i);
	char *base, *view;

	if (!failure)
		failure = use_private_memory(i);
	if (!failure)
		failure = use_wrongly(section);
	if (!failure)
		failure = use_handles("everything");

	/* What the library looks up in /proc/self. */
	if (protect_of_foreign(&view) != PAGE_READWRITE ||
	    use_low_memory() || !VirtualProtect(page_of_data, PAGE,
						PAGE_READWRITE, &old_protect))
		return "memory of the program";

	/* Copies made of a view's pages, and made undone. */
	view = map(section, FILE_MAP_WRITE);
	if (!view || !VirtualProtect(view + PAGE, PAGE, PAGE_WRITECOPY,
				     &old_protect))
		return "copy";
	view[PAGE] = 1;
	if (!VirtualProtect(view, GRANULE, PAGE_READWRITE, &old_protect) ||
	    !VirtualLock(view, PAGE) || !UnmapViewOfFile(view))
		return "copy undone";

	view = map(reserve, FILE_MAP_WRITE);
	if (!view || !VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READWRITE) ||
	    !VirtualAlloc(view, GRANULE, MEM_RESET, PAGE_NOACCESS) ||
	    !FlushViewOfFile(view, 0) || !UnmapViewOfFile(view))
		return "reserve";

	/* A placeholder, cut in two, one filled with a view. */
	base = VirtualAlloc2(NULL, NULL, 2 * GRANULE,
			     MEM_RESERVE | MEM_RESERVE_PLACEHOLDER,
			     PAGE_NOACCESS, NULL, 0);
	if (!base || !VirtualFree(base, GRANULE,
				  MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER) ||
	    !MapViewOfFile3(section, NULL, base, 0, GRANULE,
			    MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0) ||
	    !UnmapViewOfFile2(GetCurrentProcess(), base,
			      MEM_PRESERVE_PLACEHOLDER) ||
	    !VirtualFree(base, 2 * GRANULE,
			 MEM_RELEASE | MEM_COALESCE_PLACEHOLDERS) ||
	    !VirtualFree(base, 0, MEM_RELEASE))
		return "placeholder";
	if (!CloseHandle(section) || !CloseHandle(reserve))
		return "close";
	return failure;
}

TEST(nothing_leaks)
{
	int descriptors, mappings;
	long references, size;
	unsigned int i;

	/* What is opened once, and never closed. */
	for (i = 0; i < 20; i++)
		ASSERT_EQ(NULL, everything_once(i));
	descriptors = count_descriptors();
	mappings = count_mappings();
	references = module_references();
	size = read_key("/proc/self/status", "VmSize");
	for (i = race_rounds(1000); i; i--) {
		const char *failure = everything_once(i);

		ASSERT_EQ(NULL, failure)
			TH_LOG("%s failed", failure);
	}
	EXPECT_EQ(descriptors, count_descriptors());
	EXPECT_EQ(mappings, count_mappings());
	EXPECT_EQ(references, module_references());
	/* The heap may have grown a bit, a mapping for each round may not. */
	EXPECT_LT(read_key("/proc/self/status", "VmSize") - size, 1024);
}

/* The descriptor of the device that the library keeps, or -1. */
static int device_descriptor(void)
{
	char path[64], target[64] = "";
	int fd;

	for (fd = 3; fd < 100; fd++) {
		ssize_t length;

		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		length = readlink(path, target, sizeof(target) - 1);
		if (length > 0 && !strncmp(target, "/dev/ntsection", length) &&
		    length == (ssize_t)strlen("/dev/ntsection"))
			return fd;
	}
	return -1;
}

/* Every call that needs the device, each the first after it was lost. */
static const char *device_calls[] = {
	"create", "open", "commit", "query", "copy", "reset", "undo", "large",
};

static bool call_device(unsigned int which, HANDLE reserve, char *view)
{
	MEMORY_BASIC_INFORMATION info;
	HANDLE handle;
	DWORD old;

	switch (which) {
	case 0:
		handle = create_section(PAGE_READWRITE, PAGE, NULL);
		return handle && CloseHandle(handle);
	case 1:
		handle = OpenFileMappingA(FILE_MAP_READ, FALSE, "lost");
		return handle && CloseHandle(handle);
	case 2:
		return VirtualAlloc(view + PAGE, PAGE, MEM_COMMIT,
				    PAGE_READWRITE) == view + PAGE;
	case 3:
		return !query_basic(view, &info) && info.State == MEM_COMMIT;
	case 4:
		return VirtualProtect(view, PAGE, PAGE_WRITECOPY, &old) &&
		       VirtualProtect(view, PAGE, PAGE_READWRITE, &old);
	case 5:
		return VirtualAlloc(view, PAGE, MEM_RESET,
				    PAGE_READWRITE) == view;
	case 6:
		return VirtualAlloc(view, PAGE, MEM_RESET_UNDO,
				    PAGE_READWRITE) == view;
	default:
		return GetLargePageMinimum() == 2 * MIB;
	}
}

/* What the program does with a descriptor that is not its own. */
enum loss { CLOSED, OTHER_FILE, OTHER_DEVICE, SECTION };

static void lose_device(enum loss loss, HANDLE section)
{
	int fd = device_descriptor(), other = -1;

	switch (loss) {
	case CLOSED:
		close(fd);
		return;
	case OTHER_FILE:
		other = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
		break;
	case OTHER_DEVICE:
		other = open("/dev/null", O_RDWR | O_CLOEXEC);
		break;
	case SECTION:
		other = dup(ntsection_win32_fd(section));
		break;
	}
	dup2(other, fd);
	close(other);
}

TEST(program_takes_the_device_away)
{
	HANDLE section = create_section(PAGE_READWRITE, PAGE, "lost");
	HANDLE reserve = create_section(PAGE_READWRITE | SEC_RESERVE, GRANULE,
					NULL);
	char *view = map(reserve, FILE_MAP_WRITE);
	unsigned int which;
	enum loss loss;

	ASSERT_NE(NULL, section);
	ASSERT_NE(NULL, view);
	ASSERT_EQ(view, VirtualAlloc(view, PAGE, MEM_COMMIT, PAGE_READWRITE));
	for (loss = CLOSED; loss <= SECTION; loss++) {
		for (which = 0; which < ARRAY_SIZE(device_calls); which++) {
			ASSERT_GE(device_descriptor(), 0);
			lose_device(loss, section);
			EXPECT_EQ(-1, device_descriptor());
			EXPECT_TRUE(call_device(which, reserve, view))
				TH_LOG("%s after %d: %u", device_calls[which],
				       loss, GetLastError());
			/* What the program put there stays the program's. */
			if (device_descriptor() < 0)
				call_device(0, reserve, view);
		}
	}
	EXPECT_SUCCESS(UnmapViewOfFile(view));
	EXPECT_SUCCESS(CloseHandle(section));
	EXPECT_SUCCESS(CloseHandle(reserve));
}

TEST_HARNESS_MAIN
