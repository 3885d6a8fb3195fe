// SPDX-License-Identifier: GPL-2.0
/*
 * keep WORD...: do what the words say, one after the other, print "ready", do
 * what the lines of stdin say, a word each, printing "ready" for each, and stay
 * until killed. For tests of the command, which need sections and views whose
 * pages are known to be in RAM, or in swap.
 *
 *	name=NAME		of the next section
 *	mode=OCTAL		of the next section
 *	create=SIZE[,ATTRIBUTE]	reserve or large
 *	open=NAME		open a section to read and write
 *	map=OFFSET:SIZE:PROT	PROT of r, w, x, and c for copy-on-write
 *	commit=OFFSET:SIZE	in the section
 *	write=OFFSET:SIZE	each page, in the last view
 *	read=OFFSET:SIZE	each page, in the last view
 *	out=OFFSET:SIZE		to swap, in the last view, and wait for it
 *	close			the last handle
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <ntsection.h>

#define PAGE 4096
#define TRIES 3000

struct keeper {
	struct ntsection_options next;
	char *view;
	uint64_t offset;	/* of the view */
	int section;
};

struct range {
	uint64_t start;
	uint64_t size;
	const char *rest;
};

static uint64_t number(const char *text, const char **rest)
{
	char *end;
	uint64_t value = strtoull(text, &end, 10);

	if (end == text)
		errx(1, "%s: no number", text);
	if (*end == 'K' || *end == 'M')
		value <<= *end++ == 'K' ? 10 : 20;
	*rest = *end ? end + 1 : end;
	return value;
}

static struct range range(const char *text)
{
	struct range range;

	range.start = number(text, &text);
	range.size = number(text, &range.rest);
	return range;
}

static void create(struct keeper *keeper, const char *text)
{
	uint64_t size = number(text, &text);

	if (!strcmp(text, "reserve"))
		keeper->next.attributes = NTSECTION_SEC_RESERVE;
	else if (!strcmp(text, "large"))
		keeper->next.attributes = NTSECTION_SEC_COMMIT |
					  NTSECTION_SEC_LARGE_PAGES;
	keeper->next.access = NTSECTION_ALL_ACCESS;
	keeper->section = ntsection_create(-1, size, &keeper->next);
	if (keeper->section < 0)
		err(1, "create");
	memset(&keeper->next, 0, sizeof(keeper->next));
}

static void open_named(struct keeper *keeper, const char *name)
{
	keeper->section = ntsection_open_named(-1, name, 0, NTSECTION_QUERY |
					       NTSECTION_MAP_READ |
					       NTSECTION_MAP_WRITE, 0);
	if (keeper->section < 0)
		err(1, "open %s", name);
}

static void map(struct keeper *keeper, const char *text)
{
	struct range part = range(text);
	int prot = (strchr(part.rest, 'r') ? PROT_READ : 0) |
		   (strchr(part.rest, 'w') ? PROT_WRITE : 0) |
		   (strchr(part.rest, 'x') ? PROT_EXEC : 0);

	keeper->offset = part.start;
	keeper->view = ntsection_map(keeper->section, NULL, part.start,
				     part.size, prot,
				     strchr(part.rest, 'c') ? NTSECTION_COPY :
							      0);
	if (!keeper->view)
		err(1, "map");
}

static void commit(const struct keeper *keeper, const char *text)
{
	struct range part = range(text);

	if (ntsection_commit(keeper->section, part.start, part.size))
		err(1, "commit");
}

static void touch(const struct keeper *keeper, const char *text, int writes)
{
	struct range part = range(text);
	volatile char *page = keeper->view + part.start;
	volatile char *end = page + part.size;

	for (; page < end; page += PAGE) {
		if (writes)
			*page = 'x';
		else
			(void)*page;
	}
}

/* The kernel leaves out pages that another CPU has just put aside. */
static void page_out(const struct keeper *keeper, const char *text)
{
	struct range part = range(text);
	struct ntsection_residence counts;
	unsigned int tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (ntsection_page_out(keeper->view + part.start, part.size))
			err(1, "page out");
		if (ntsection_residence(keeper->section, 0,
					keeper->offset + part.start, part.size,
					&counts))
			err(1, "residence");
		if (!counts.resident)
			return;
		usleep(10000);
	}
	errx(1, "page out: %llu bytes stay", counts.resident);
}

static void do_word(struct keeper *keeper, const char *word)
{
	size_t length = strcspn(word, "=");
	const char *value = word + length + (word[length] == '=');

	if (!strncmp(word, "name=", 5))
		keeper->next.name = value;
	else if (!strncmp(word, "mode=", 5))
		keeper->next.mode = (uint32_t)strtoul(value, NULL, 8);
	else if (!strncmp(word, "create=", 7))
		create(keeper, value);
	else if (!strncmp(word, "open=", 5))
		open_named(keeper, value);
	else if (!strncmp(word, "map=", 4))
		map(keeper, value);
	else if (!strncmp(word, "commit=", 7))
		commit(keeper, value);
	else if (!strncmp(word, "write=", 6))
		touch(keeper, value, 1);
	else if (!strncmp(word, "read=", 5))
		touch(keeper, value, 0);
	else if (!strncmp(word, "out=", 4))
		page_out(keeper, value);
	else if (!strcmp(word, "close"))
		ntsection_close(keeper->section);
	else
		errx(1, "unknown word '%s'", word);
}

int main(int argc, char **argv)
{
	struct keeper keeper = { .section = -1 };
	char word[256];
	int i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 1; i < argc; i++)
		do_word(&keeper, argv[i]);
	puts("ready");
	while (fgets(word, sizeof(word), stdin)) {
		word[strcspn(word, "\n")] = '\0';
		do_word(&keeper, word);
		puts("ready");
	}
	for (;;)
		pause();
}
