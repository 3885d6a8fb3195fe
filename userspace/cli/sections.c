// SPDX-License-Identifier: GPL-2.0
/*
 * The sections that the caller may see, and how one is named on the command
 * line.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sections.h"
#include "text.h"

int open_device(void)
{
	int device = ntsection_open();

	if (device >= 0)
		return device;
	if (errno == ENOENT || errno == ENXIO || errno == ENODEV)
		errx(EXIT_FAILURE,
		     "the module is not loaded: run \"modprobe ntsection\" or insmod ntsection.ko");
	if (errno == EACCES)
		errx(EXIT_FAILURE,
		     "no permission for /dev/ntsection: its mode should be 0666; see \"ntsection doctor\"");
	err(EXIT_FAILURE, "/dev/ntsection");
}

void device_error(const char *what)
{
	char version[32] = "of another version";
	FILE *file;
	int error = errno;

	if (error == ENOTTY || error == E2BIG || error == EINVAL) {
		file = fopen("/sys/module/ntsection/version", "re");
		if (file) {
			if (fscanf(file, "%31s", version) != 1)
				strcpy(version, "unknown");
			fclose(file);
		}
		errx(EXIT_FAILURE,
		     "%s: the loaded module (%s) and this command (%s) do not fit: load the module that came with the command",
		     what, version, ntsection_version());
	}
	errno = error;
	err(EXIT_FAILURE, "%s", what);
}

struct ntsection_entry *list_sections(int device, size_t *count)
{
	struct ntsection_entry *entries = NULL;
	size_t room = 0;
	uint64_t cursor = 0;
	int got;

	*count = 0;
	do {
		if (*count == room) {
			room = room ? 2 * room : 64;
			entries = reallocarray(entries, room, sizeof(*entries));
			if (!entries)
				err(EXIT_FAILURE, "list of sections");
		}
		got = ntsection_list(device, &cursor, entries + *count,
				     (unsigned int)(room - *count));
		if (got < 0)
			device_error("list of sections");
		*count += (size_t)got;
	} while (got);
	return entries;
}

static bool is_named(const struct ntsection_entry *entry, const char *name)
{
	size_t length = strlen(name);

	if (!strncmp(name, "Local\\", 6)) {
		name += 6;
		length -= 6;
	}
	return entry->name_length == length && length <= sizeof(entry->name) &&
	       !memcmp(entry->name, name, length);
}

bool is_section(const struct ntsection_entry *entry, const char *text)
{
	char *end;

	return (strtoull(text, &end, 10) == entry->id && !*end) ||
	       is_named(entry, text);
}

void find_section(int device, const char *text, struct ntsection_entry *entry)
{
	struct ntsection_entry *entries;
	size_t count, i, named;
	uint64_t id;
	char *end;

	entries = list_sections(device, &count);
	id = strtoull(text, &end, 10);
	if (end == text || *end)
		id = 0;
	named = count;
	for (i = 0; i < count; i++) {
		if (entries[i].id == id)
			break;
		/* A number that is a name as well means the number. */
		if (is_named(&entries[i], text))
			named = i;
	}
	if (i == count)
		i = named;
	if (i == count)
		errx(EXIT_FAILURE,
		     "no section '%s' that you may see; \"ntsection list\" shows those there are",
		     text);
	*entry = entries[i];
	free(entries);
}

const char *protection_name(uint32_t protection)
{
	switch (protection) {
	case NTSECTION_PAGE_READONLY:
		return "r";
	case NTSECTION_PAGE_READWRITE:
		return "rw";
	case NTSECTION_PAGE_WRITECOPY:
		return "rc";
	case NTSECTION_PAGE_EXECUTE:
		return "x";
	case NTSECTION_PAGE_EXECUTE_READ:
		return "rx";
	case NTSECTION_PAGE_EXECUTE_READWRITE:
		return "rwx";
	case NTSECTION_PAGE_EXECUTE_WRITECOPY:
		return "rcx";
	default:
		return "?";
	}
}

const char *attribute_names(uint32_t attributes, char *text)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = {
		{ NTSECTION_SEC_COMMIT, "commit" },
		{ NTSECTION_SEC_RESERVE, "reserve" },
		{ NTSECTION_SEC_LARGE_PAGES, "large" },
		{ NTSECTION_SEC_NOCACHE, "nocache" },
		{ NTSECTION_SEC_WRITECOMBINE, "writecombine" },
	};
	size_t i;

	*text = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(attributes & names[i].bit))
			continue;
		if (*text)
			strcat(text, ",");
		strcat(text, names[i].name);
	}
	return text;
}

const char *section_name(const struct ntsection_entry *entry)
{
	static char text[4 * NTSECTION_ENTRY_NAME + 8];
	uint32_t length = entry->name_length;

	if (length > NTSECTION_ENTRY_NAME)
		length = NTSECTION_ENTRY_NAME;
	printable(text, entry->name, length);
	strcat(text, length < entry->name_length ? "..." : "");
	return text;
}

const char *section_command(const struct ntsection_entry *entry)
{
	static char text[4 * NTSECTION_ENTRY_COMMAND];

	printable(text, entry->command, strnlen((const char *)entry->command,
						sizeof(entry->command)));
	return text;
}

const char *user_name(uint32_t uid, char *text)
{
	const struct passwd *user = getpwuid(uid);

	if (user)
		snprintf(text, 40, "%s", user->pw_name);
	else
		snprintf(text, 40, "%" PRIu32, uid);
	return text;
}

uint64_t section_age(const struct ntsection_entry *entry)
{
	struct timespec now;
	uint64_t nanoseconds;

	clock_gettime(CLOCK_BOOTTIME, &now);
	nanoseconds = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	return nanoseconds < entry->created ?
	       0 : (nanoseconds - entry->created) / 1000000000;
}
