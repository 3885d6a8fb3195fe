// SPDX-License-Identifier: GPL-2.0
/*
 * Views as /proc shows them.
 *
 * For smaps the kernel walks all page tables of a process, so only those are
 * asked for it whose maps, which cost next to nothing, have a section.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "mappings.h"
#include "meminfo.h"
#include "sections.h"
#include "text.h"

#define LABEL "/ntsection"
#define DELETED " (deleted)"

/*
 * Take a line that begins a mapping. Returns false if it is not of a section:
 * "START-END PROT OFFSET MAJOR:MINOR INODE /ntsection:NAME (deleted)".
 */
static bool parse_mapping(const char *line, struct mapping *mapping)
{
	const size_t end = strlen(DELETED);
	unsigned int major, minor;
	size_t length;
	char prot[5];
	int path = 0;

	memset(mapping, 0, sizeof(*mapping));
	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %x:%x %" SCNu64
		   " %n", &mapping->start, &mapping->end, prot,
		   &mapping->offset, &major, &minor, &mapping->ino,
		   &path) != 7 || !path)
		return false;
	line += path;
	length = strcspn(line, "\n");
	/* A file that somebody called so is on a disk. */
	if (major || strncmp(line, LABEL, strlen(LABEL)) ||
	    length < strlen(LABEL) + end ||
	    strncmp(line + length - end, DELETED, end))
		return false;
	line += strlen(LABEL);
	length -= strlen(LABEL) + end;
	if (length && *line != ':')
		return false;
	if (length > 1 && length <= 256)
		printable(mapping->label, line + 1, length - 1);
	mapping->dev = makedev(major, minor);
	mapping->copy = prot[3] == 'p';
	memcpy(mapping->protection, prot, 3);
	return true;
}

/* Take a line of smaps that tells of the mapping before it: "Rss: 4 kB". */
static void parse_counts(const char *line, struct mapping *mapping)
{
	const struct {
		const char *key;
		uint64_t *value;
	} keys[] = {
		{ "Rss:", &mapping->rss },
		{ "Pss:", &mapping->pss },
		{ "Swap:", &mapping->swap },
		{ "Anonymous:", &mapping->copied },
		{ "ShmemPmdMapped:", &mapping->huge },
		{ "Locked:", &mapping->locked },
	};
	uint64_t kib;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t length = strlen(keys[i].key);

		if (!strncmp(line, keys[i].key, length) &&
		    sscanf(line + length, "%" SCNu64, &kib) == 1)
			*keys[i].value = kib * 1024;
	}
}

/* Room for another one, which counts when its number is raised. */
static struct mapping *next_mapping(struct mappings *mappings)
{
	struct mapping *list = mappings->list;

	if (mappings->count == mappings->room) {
		mappings->room = mappings->room ? 2 * mappings->room : 64;
		list = reallocarray(list, mappings->room, sizeof(*list));
		if (!list)
			errx(EXIT_FAILURE, "no memory for the views");
		mappings->list = list;
	}
	return &list[mappings->count];
}

/* Whether a line begins a mapping: with an address; keys have a capital. */
static bool is_mapping(const char *line)
{
	return (*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f');
}

static FILE *open_proc(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return fopen(path, "re");
}

/* Does maps, which is read to its end and closed, have a section? */
static int has_mappings(FILE *maps, bool *has)
{
	struct mapping mapping;
	char *line = NULL;
	size_t size = 0;
	int error;

	*has = false;
	errno = 0;
	while (!*has && getline(&line, &size, maps) > 0)
		*has = parse_mapping(line, &mapping);
	error = ferror(maps) ? errno : 0;
	free(line);
	fclose(maps);
	return error;
}

static int read_smaps(struct mappings *mappings, pid_t pid, FILE *smaps)
{
	struct mapping *mapping = NULL;
	char path[64], command[64];
	size_t size = 0;
	char *line = NULL;
	int error;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	if (!first_line(path, command, sizeof(command)))
		*command = '\0';
	errno = 0;
	while (getline(&line, &size, smaps) > 0) {
		if (is_mapping(line)) {
			mapping = next_mapping(mappings);
			if (!parse_mapping(line, mapping)) {
				mapping = NULL;
				continue;
			}
			mapping->pid = pid;
			printable(mapping->command, command, strlen(command));
			mappings->count++;
		} else if (mapping) {
			parse_counts(line, mapping);
		}
	}
	error = ferror(smaps) ? errno : 0;
	free(line);
	fclose(smaps);
	return error;
}

static bool is_gone(int error)
{
	return error == ENOENT || error == ESRCH;
}

int add_mappings(struct mappings *mappings, pid_t pid)
{
	FILE *file = open_proc(pid, "maps");
	int error;
	bool has;

	if (!file)
		return is_gone(errno) ? 0 : errno;
	error = has_mappings(file, &has);
	if (!error && has) {
		file = open_proc(pid, "smaps");
		error = file ? read_smaps(mappings, pid, file) : errno;
	}
	return is_gone(error) ? 0 : error;
}

void add_all_mappings(struct mappings *mappings)
{
	DIR *directory = opendir("/proc");
	const struct dirent *entry;
	int error;

	if (!directory)
		err(EXIT_FAILURE, "/proc");
	/* By number, as the kernel lists processes. */
	while ((entry = readdir(directory))) {
		if (*entry->d_name < '1' || *entry->d_name > '9')
			continue;
		error = add_mappings(mappings, atoi(entry->d_name));
		if (error == EACCES || error == EPERM) {
			mappings->unreadable++;
		} else if (error) {
			errno = error;
			err(EXIT_FAILURE, "process %s", entry->d_name);
		}
	}
	closedir(directory);
}
