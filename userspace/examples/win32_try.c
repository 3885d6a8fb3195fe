// SPDX-License-Identifier: GPL-2.0
/*
 * What is an exception on Windows, caught: reserved pages cannot be touched,
 * a guard page says that it was touched, once.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>

static void peek(void *address)
{
	(void)*(volatile char *)address;
}

static void try(const char *what, char *base, SIZE_T offset)
{
	struct ntsection_exception exception;
	NTSTATUS status = ntsection_try(peek, base + offset, &exception);

	if (status == STATUS_SUCCESS)
		printf("%s: read\n", what);
	else
		printf("%s: status %#x at offset %#zx\n", what,
		       (unsigned int)status,
		       (size_t)((char *)exception.address - base));
}

int main(void)
{
	char *memory = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_READWRITE);

	if (!memory ||
	    !VirtualAlloc(memory, 0x1000, MEM_COMMIT, PAGE_READWRITE) ||
	    !VirtualAlloc(memory + 0x1000, 0x1000, MEM_COMMIT,
			  PAGE_READWRITE | PAGE_GUARD))
		errx(1, "VirtualAlloc: error %u", GetLastError());

	try("committed", memory, 0);
	try("guard", memory, 0x1800);
	try("guard, again", memory, 0x1800);
	try("reserved", memory, 0x2000);
	VirtualFree(memory, 0, MEM_RELEASE);
	return 0;
}
