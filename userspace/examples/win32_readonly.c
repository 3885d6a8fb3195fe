// SPDX-License-Identifier: GPL-2.0
/*
 * A child in a sandbox gets a handle that may read. It can open no file, and
 * whatever it tries with the handle, the section stays read-only for it; the
 * parent goes on writing.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of a sandbox this example needs one wall: nothing can be opened. */
static void enter_sandbox(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(filter[0]),
		.filter = filter,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		err(1, "child:  sandbox");
}

static int child(HANDLE section)
{
	const char *view;
	HANDLE writer;
	DWORD old;

	enter_sandbox();
	if (open("/etc/passwd", O_RDONLY) < 0)
		puts("child:  cannot open a file");
	view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
	if (!view)
		errx(1, "child:  MapViewOfFile: error %u", GetLastError());
	printf("child:  reads \"%s\"\n", view);

	if (!MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0))
		printf("child:  a view to write: error %u\n", GetLastError());
	if (!DuplicateHandle(GetCurrentProcess(), section, GetCurrentProcess(),
			     &writer, FILE_MAP_WRITE, FALSE, 0))
		printf("child:  a handle to write: error %u\n", GetLastError());
	if (!VirtualProtect((void *)view, 1, PAGE_READWRITE, &old))
		printf("child:  the view made writable: error %u\n",
		       GetLastError());
	return 0;
}

int main(int argc, char **argv)
{
	HANDLE section, reader;
	char number[32], *view;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return child((HANDLE)strtoul(argv[1], NULL, 0));

	section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE,
				     0, 0x1000, NULL);
	view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
	if (!view)
		errx(1, "parent: error %u", GetLastError());
	strcpy(view, "what the parent wrote");

	/* TRUE: inherited. The child has it under the same number. */
	if (!DuplicateHandle(GetCurrentProcess(), section, GetCurrentProcess(),
			     &reader, FILE_MAP_READ, TRUE, 0))
		errx(1, "parent: DuplicateHandle: error %u", GetLastError());
	snprintf(number, sizeof(number), "%p", reader);
	if (!fork())
		execl("/proc/self/exe", argv[0], number, NULL);
	wait(NULL);
	printf("parent: still reads \"%s\"\n", view);
	return 0;
}
