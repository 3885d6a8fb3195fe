// SPDX-License-Identifier: GPL-2.0
/*
 * The same with the native functions: a named section is made, mapped and
 * described, and what fails says so by a status.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>

static void must(const char *what, NTSTATUS status)
{
	if (!NT_SUCCESS(status))
		errx(1, "%s: status %#x", what, (unsigned int)status);
}

int main(void)
{
	SECTION_BASIC_INFORMATION info;
	LARGE_INTEGER size = { .QuadPart = 5000 };
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE section;
	SIZE_T length = 0;
	PVOID view = NULL;

	RtlInitUnicodeString(&name, u"\\BaseNamedObjects\\native example");
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	must("NtCreateSection",
	     NtCreateSection(&section, SECTION_ALL_ACCESS, &attributes, &size,
			     PAGE_READWRITE, SEC_COMMIT, NULL));
	must("NtMapViewOfSection",
	     NtMapViewOfSection(section, NtCurrentProcess(), &view, 0, 0, NULL,
				&length, ViewShare, 0, PAGE_READWRITE));
	must("NtQuerySection",
	     NtQuerySection(section, SectionBasicInformation, &info,
			    sizeof(info), NULL));
	printf("section: %lld bytes, view: %zu bytes\n",
	       (long long)info.MaximumSize.QuadPart, (size_t)length);
	printf("the name once more: status %#x\n",
	       (unsigned int)NtCreateSection(&section, SECTION_ALL_ACCESS,
					     &attributes, &size, PAGE_READWRITE,
					     SEC_COMMIT, NULL));
	NtUnmapViewOfSection(NtCurrentProcess(), view);
	NtClose(section);
	return 0;
}
