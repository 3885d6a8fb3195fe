// SPDX-License-Identifier: GPL-2.0
/*
 * A log that grows where it is: address space for all of it is reserved once,
 * memory is committed in pieces as lines come. Nobody's pointers ever move, and
 * a reader that mapped the log when it was empty sees all of it in the end.
 */
#include <ntsection/win32.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE	(64 << 20)
#define PIECE	(64 << 10)
#define LINES	20000

/* At the log's begin; the lines follow. */
struct log {
	SIZE_T committed;	/* bytes that can be touched */
	SIZE_T used;		/* bytes that are written */
	char text[];
};

static void append(struct log *log, const char *line)
{
	SIZE_T length = strlen(line);

	while (sizeof(*log) + log->used + length > log->committed) {
		char *end = (char *)log + log->committed;

		if (!VirtualAlloc(end, PIECE, MEM_COMMIT, PAGE_READWRITE))
			errx(1, "VirtualAlloc: error %u", GetLastError());
		log->committed += PIECE;
	}
	memcpy(log->text + log->used, line, length);
	log->used += length;
}

/* Waits until the writer has closed its end of the pipe, then counts. */
static int reader(const struct log *log, int written)
{
	unsigned int lines = 0;
	SIZE_T i;
	char byte;

	while (read(written, &byte, 1) > 0)
		;
	for (i = 0; i < log->used; i++)
		lines += log->text[i] == '\n';
	printf("reader: %u lines, the last one is %.*s", lines, 11,
	       log->text + log->used - 11);
	return 0;
}

int main(void)
{
	HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL,
					    PAGE_READWRITE | SEC_RESERVE, 0,
					    SIZE, NULL);
	int written[2], i;
	struct log *log;
	char line[32];

	setvbuf(stdout, NULL, _IONBF, 0);
	log = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
	if (!log || !VirtualAlloc(log, PIECE, MEM_COMMIT, PAGE_READWRITE))
		errx(1, "error %u", GetLastError());
	log->committed = PIECE;
	log->used = 0;

	if (pipe(written))
		err(1, "pipe");
	if (!fork()) {
		close(written[1]);
		return reader(log, written[0]);
	}
	for (i = 0; i < LINES; i++) {
		snprintf(line, sizeof(line), "line %05d\n", i);
		append(log, line);
	}
	close(written[1]);
	wait(NULL);

	printf("writer: %zu KiB of %d are committed\n",
	       (size_t)log->committed >> 10, SIZE >> 10);
	UnmapViewOfFile(log);
	CloseHandle(section);
	return 0;
}
