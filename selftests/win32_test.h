/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of the Win32 library share.
 *
 * Included after kselftest_harness.h.
 */
#ifndef NTSECTION_WIN32_TEST_H
#define NTSECTION_WIN32_TEST_H

#include <fcntl.h>
#include <grp.h>
#include <ntsection/win32.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seconds until a test counts as hung, on the slowest kernel and emulator. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 600

#define PAGE		((SIZE_T)0x1000)
#define GRANULE		((SIZE_T)0x10000)
#define POISON		0xdeadbeef

/* What a last-error code is before the call that is tested. */
#define UNTOUCHED	0xdeadbeef

/* Code that returns at once. */
static inline void put_return(char *code)
{
#if defined(__aarch64__)
	static const unsigned char ret[] = { 0xc0, 0x03, 0x5f, 0xd6 };
#else
	static const unsigned char ret[] = { 0xc3 };
#endif

	memcpy(code, ret, sizeof(ret));
	__builtin___clear_cache(code, code + sizeof(ret));
}

/* A call fails (is 0, FALSE or NULL) with exactly this last-error code. */
#define EXPECT_FAILURE(error, call) do {				\
	SetLastError(UNTOUCHED);					\
	EXPECT_EQ(0, (intptr_t)(call));					\
	EXPECT_EQ((DWORD)(error), GetLastError())			\
		TH_LOG("%s: error %u", #call, GetLastError());		\
} while (0)

/* A call succeeds (is not 0). */
#define EXPECT_SUCCESS(call) do {					\
	SetLastError(UNTOUCHED);					\
	EXPECT_NE(0, (intptr_t)(call))					\
		TH_LOG("%s: error %u", #call, GetLastError());		\
} while (0)

/* A native call has exactly this status. */
#define EXPECT_STATUS(status, call) do {				\
	NTSTATUS status_ = (call);					\
	EXPECT_EQ((ULONG)(status), (ULONG)status_)			\
		TH_LOG("%s: %#x", #call, (ULONG)status_);		\
} while (0)

/* A section of the paging file, with a name or without. */
static inline HANDLE create_section(DWORD protect, SIZE_T size, LPCSTR name)
{
	return CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, protect,
				  (DWORD)((ULONG64)size >> 32), (DWORD)size,
				  name);
}

static inline void *map(HANDLE section, DWORD access)
{
	return MapViewOfFile(section, access, 0, 0, 0);
}

/* One byte, read or written by a call of access_status(). */
struct byte_access {
	volatile unsigned char *address;
	bool write;
};

static inline void touch_byte(void *context)
{
	const struct byte_access *access = context;

	if (access->write)
		*access->address = 1;
	else
		(void)*access->address;
}

/* What touching a byte raises: STATUS_SUCCESS if nothing. */
static inline NTSTATUS access_status(void *address, bool write)
{
	struct byte_access access = { .address = address, .write = write };

	return ntsection_try(touch_byte, &access, NULL);
}

#define EXPECT_ACCESS(status, address, write)				\
	EXPECT_STATUS(status, access_status(address, write))

static inline NTSTATUS query_basic(const void *address,
				   MEMORY_BASIC_INFORMATION *info)
{
	SIZE_T length = POISON;

	memset(info, 0xcc, sizeof(*info));
	return NtQueryVirtualMemory(NtCurrentProcess(), (PVOID)address,
				    MemoryBasicInformation, info,
				    sizeof(*info), &length);
}

/* What VirtualQuery says of an address, all fields of it. */
#define EXPECT_REGION(address, base, allocation_protect, size, state,	\
		      protect, type)					\
do {									\
	MEMORY_BASIC_INFORMATION info_;					\
	memset(&info_, 0xcc, sizeof(info_));				\
	EXPECT_EQ(sizeof(info_), VirtualQuery(address, &info_,		\
					      sizeof(info_)));		\
	EXPECT_EQ((ULONG_PTR)(address) & ~(ULONG_PTR)0xfff,		\
		  (ULONG_PTR)info_.BaseAddress);			\
	EXPECT_EQ((void *)(base), info_.AllocationBase);		\
	EXPECT_EQ((DWORD)(allocation_protect), info_.AllocationProtect); \
	EXPECT_EQ((SIZE_T)(size), info_.RegionSize);			\
	EXPECT_EQ((DWORD)(state), info_.State);				\
	EXPECT_EQ((DWORD)(protect), info_.Protect);			\
	EXPECT_EQ((DWORD)(type), info_.Type);				\
} while (0)

/* Rights that a handle was granted, ~0 if it cannot be asked. */
static inline ACCESS_MASK granted_access(HANDLE handle)
{
	OBJECT_BASIC_INFORMATION info;

	if (NtQueryObject(handle, ObjectBasicInformation, &info, sizeof(info),
			  NULL))
		return ~0U;
	return info.GrantedAccess;
}

/* Exit status of a child that ran to its end, -1 otherwise. */
static inline int child_status(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* What NtQuerySection says of a section, of poison if it cannot be asked. */
static inline SECTION_BASIC_INFORMATION section_info(HANDLE section)
{
	SECTION_BASIC_INFORMATION info;

	memset(&info, 0xcc, sizeof(info));
	NtQuerySection(section, SectionBasicInformation, &info, sizeof(info),
		       NULL);
	return info;
}

#define EXPECT_SECTION(handle, size, attributes) do {			\
	const SECTION_BASIC_INFORMATION info_ = section_info(handle);	\
	EXPECT_EQ(NULL, info_.BaseAddress);				\
	EXPECT_EQ((LONGLONG)(size), info_.Size.QuadPart);		\
	EXPECT_EQ((ULONG)(attributes), info_.Attributes);		\
} while (0)

/* How many descriptors are open; one more than before is a leak. */
static inline int open_descriptors(void)
{
	int fd, count = 0;

	/* The library opens the device for the first call that needs it. */
	GetLargePageMinimum();
	for (fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/*
 * What a function returns in a child, as another user unless @uid is 0; POISON
 * if the child did not get that far.
 */
static inline ULONG in_child(uid_t uid, ULONG (*body)(void *argument),
			     void *argument)
{
	ULONG *result = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ULONG said = POISON;
	pid_t pid;

	if (result == MAP_FAILED)
		return POISON;
	pid = fork();
	if (!pid) {
		if (uid && (setgroups(0, NULL) || setgid(uid) || setuid(uid)))
			_exit(1);
		*result = body(argument);
		_exit(0);
	}
	if (!child_status(pid))
		said = *result;
	munmap(result, PAGE);
	return said;
}

#endif /* NTSECTION_WIN32_TEST_H */
