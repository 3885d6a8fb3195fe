// SPDX-License-Identifier: GPL-2.0
/*
 * pty LINESxCOLUMNS COMMAND...: a terminal with somebody at it.
 *
 * Runs COMMAND on a terminal of its own and does what the lines of stdin say:
 *
 *   see TEXT		wait until TEXT is on the screen
 *   miss TEXT		wait until it is not
 *   above TEXT|TEXT	wait until the first is in a line above the second
 *   type TEXT		type it; \e is the escape character, \n the enter key, \z
 *			and \c are ^Z and ^C
 *   size LINESxCOLUMNS	make the terminal larger or smaller
 *   do COMMAND		let a shell run it
 *   signal NUMBER	send a signal to COMMAND
 *   print		print the screen, without blanks and lines at its end
 *   clear		that COMMAND draws nothing over is not seen any more
 *   end STATUS		wait for COMMAND's end; 128 + N if signal N ended it
 *
 * Ends with status 1 and a sentence, and the screen, when something does not
 * happen for ten seconds, when COMMAND writes a sequence that is not known here,
 * and when it leaves the terminal in another state than it was in.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#define MOST_LINES	200
#define MOST_COLUMNS	400
#define PATIENCE	10000	/* milliseconds */

/* What a terminal shows, and its modes. Text is ASCII here. */
struct shown {
	char cells[MOST_LINES][MOST_COLUMNS];
	int line;
	int column;
};

static struct {
	struct shown main;
	struct shown other;
	bool on_other;
	bool no_cursor;
	bool no_wrap;
	int lines;
	int columns;
	char sequence[32];	/* that is not complete yet */
	size_t length;
} terminal;

static int master;
static int slave;
static pid_t child;
static struct termios before;

static struct shown *shown(void)
{
	return terminal.on_other ? &terminal.other : &terminal.main;
}

static void print_screen(FILE *stream)
{
	int line, last = terminal.lines, end;

	for (; last; last--) {
		for (end = 0; end < terminal.columns; end++)
			if (shown()->cells[last - 1][end] != ' ')
				break;
		if (end < terminal.columns)
			break;
	}
	for (line = 0; line < last; line++) {
		for (end = terminal.columns; end; end--)
			if (shown()->cells[line][end - 1] != ' ')
				break;
		fprintf(stream, "%.*s\n", end, shown()->cells[line]);
	}
}

__attribute__((noreturn, format(printf, 1, 2)))
static void fail(const char *format, ...)
{
	va_list args;

	fputs("pty: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("\nThe screen:\n", stderr);
	print_screen(stderr);
	kill(child, SIGKILL);
	exit(1);
}

static void blank(char *cells, int count)
{
	memset(cells, ' ', (size_t)count);
}

static void clear(struct shown *what)
{
	blank(&what->cells[0][0], MOST_LINES * MOST_COLUMNS);
}

/* Clear from the cursor on: the line, or all that follows as well. */
static void erase(bool all)
{
	struct shown *on = shown();
	int column = on->column;

	/* Behind the last column the cursor is still on it. */
	if (column == terminal.columns)
		column--;
	blank(&on->cells[on->line][column], MOST_COLUMNS - column);
	if (all)
		blank(on->cells[on->line + 1],
		      (MOST_LINES - on->line - 1) * MOST_COLUMNS);
}

static void set_mode(const char *mode, bool on)
{
	if (!strcmp(mode, "?1049")) {
		if (on)
			clear(&terminal.other);
		terminal.on_other = on;
	} else if (!strcmp(mode, "?25")) {
		terminal.no_cursor = !on;
	} else if (!strcmp(mode, "?7")) {
		terminal.no_wrap = !on;
	} else {
		fail("unknown mode %s", mode);
	}
}

/* "ESC [ parameters letter" is complete. */
static void obey_sequence(char letter)
{
	char *parameters = terminal.sequence + 2;

	terminal.sequence[terminal.length - 1] = '\0';
	if (letter == 'H' && !*parameters) {
		shown()->line = 0;
		shown()->column = 0;
	} else if (letter == 'K' && !*parameters) {
		erase(false);
	} else if (letter == 'J' && !*parameters) {
		erase(true);
	} else if (letter == 'h' || letter == 'l') {
		set_mode(parameters, letter == 'h');
	} else if (letter != 'm') {
		fail("unknown sequence: ESC [ %s %c", parameters, letter);
	}
	terminal.length = 0;
}

static void put_on_screen(char byte)
{
	struct shown *on = shown();

	if (on->column >= terminal.columns)
		fail("a line is longer than the terminal");
	on->cells[on->line][on->column++] = byte;
}

static void take_byte(char byte)
{
	struct shown *on = shown();

	if (terminal.length) {
		terminal.sequence[terminal.length++] = byte;
		if (terminal.length == sizeof(terminal.sequence))
			fail("a sequence without end");
		if (terminal.length > 2 && isalpha((unsigned char)byte))
			obey_sequence(byte);
		else if (terminal.length == 2 && byte != '[')
			fail("unknown sequence: ESC %c", byte);
	} else if (byte == '\033') {
		terminal.sequence[terminal.length++] = byte;
	} else if (byte == '\r') {
		on->column = 0;
	} else if (byte == '\n') {
		if (on->line + 1 < terminal.lines)
			on->line++;
		else if (terminal.on_other)
			fail("the screen scrolls");
	} else if (byte >= ' ' && byte <= '~') {
		put_on_screen(byte);
	} else {
		fail("unknown byte %#x", (unsigned char)byte);
	}
}

/* Take what COMMAND has written, waiting so long for it. */
static void take_output(int milliseconds)
{
	struct pollfd polled = { .fd = master, .events = POLLIN };
	char text[4096];
	ssize_t got, i;

	if (poll(&polled, 1, milliseconds) <= 0)
		return;
	got = read(master, text, sizeof(text));
	for (i = 0; i < got; i++)
		take_byte(text[i]);
}

static int line_of(const char *text)
{
	char line[MOST_COLUMNS + 1];
	int i;

	for (i = 0; i < terminal.lines; i++) {
		memcpy(line, shown()->cells[i], (size_t)terminal.columns);
		line[terminal.columns] = '\0';
		if (strstr(line, text))
			return i;
	}
	return -1;
}

static bool is_seen(const char *text)
{
	return line_of(text) >= 0;
}

static bool is_missing(const char *text)
{
	return line_of(text) < 0;
}

static bool is_above(const char *texts)
{
	char first[MOST_COLUMNS];
	const char *second = strchr(texts, '|');
	int upper, lower;

	if (!second)
		fail("above: no |");
	snprintf(first, sizeof(first), "%.*s", (int)(second - texts), texts);
	upper = line_of(first);
	lower = line_of(second + 1);
	return upper >= 0 && upper < lower;
}

static int status;
static bool has_ended;

static bool is_over(const char *wanted)
{
	int wait_status;

	(void)wanted;
	if (!has_ended && waitpid(child, &wait_status, WNOHANG) == child) {
		has_ended = true;
		status = WIFSIGNALED(wait_status) ?
			 128 + WTERMSIG(wait_status) :
			 WEXITSTATUS(wait_status);
	}
	return has_ended;
}

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void wait_until(bool (*is)(const char *text), const char *what,
		       const char *text)
{
	long end = now() + PATIENCE;

	/* Look again first: what is there may be older than what was typed. */
	take_output(20);
	while (!is(text)) {
		if (now() > end)
			fail("waited in vain: %s %s", what, text);
		take_output(20);
	}
}

static void type(const char *text)
{
	char byte;

	for (; *text; text++) {
		byte = *text;
		if (byte == '\\' && text[1]) {
			text++;
			byte = *text == 'e' ? '\033' : *text == 'z' ? '\032' :
			       *text == 'c' ? '\003' : '\n';
		}
		if (write(master, &byte, 1) != 1)
			fail("cannot type");
	}
}

static void resize(const char *text)
{
	struct winsize size = { .ws_row = 0 };

	if (sscanf(text, "%hux%hu", &size.ws_row, &size.ws_col) != 2 ||
	    size.ws_row > MOST_LINES || size.ws_col > MOST_COLUMNS)
		errx(2, "not a size: %s", text);
	terminal.lines = size.ws_row;
	terminal.columns = size.ws_col;
	if (ioctl(slave, TIOCSWINSZ, &size))
		err(1, "size of the terminal");
}

static void check_end(const char *wanted)
{
	struct termios after;

	wait_until(is_over, "end", wanted);
	take_output(0);
	if (status != atoi(wanted))
		fail("ended with status %d, not %s", status, wanted);
	if (tcgetattr(slave, &after))
		fail("no terminal any more");
	if (after.c_lflag != before.c_lflag || after.c_iflag != before.c_iflag ||
	    memcmp(after.c_cc, before.c_cc, sizeof(after.c_cc)))
		fail("the terminal is not as it was before");
	if (terminal.on_other || terminal.no_cursor || terminal.no_wrap ||
	    terminal.length)
		fail("the screen is not as it was before");
}

static void obey(char *line)
{
	char *rest = line + strcspn(line, " ");

	if (*rest)
		*rest++ = '\0';
	if (!strcmp(line, "see"))
		wait_until(is_seen, line, rest);
	else if (!strcmp(line, "miss"))
		wait_until(is_missing, line, rest);
	else if (!strcmp(line, "above"))
		wait_until(is_above, line, rest);
	else if (!strcmp(line, "type"))
		type(rest);
	else if (!strcmp(line, "size"))
		resize(rest);
	else if (!strcmp(line, "signal"))
		kill(child, atoi(rest));
	else if (!strcmp(line, "do") && system(rest))
		fail("did not succeed: %s", rest);
	else if (!strcmp(line, "do"))
		return;
	else if (!strcmp(line, "print"))
		print_screen(stdout);
	else if (!strcmp(line, "clear"))
		clear(shown());
	else if (!strcmp(line, "end"))
		check_end(rest);
	else
		fail("not understood: %s", line);
}

static void start(char **command)
{
	child = fork();
	if (child < 0)
		err(1, "fork");
	/* The slave stays open here, so that it can be looked at in the end. */
	if (child)
		return;
	close(master);
	/* stdin, stdout, stderr, and the controlling terminal of a session. */
	if (login_tty(slave))
		err(126, "login_tty");
	setenv("TERM", "xterm", 1);
	execvp(*command, command);
	err(127, "%s", *command);
}

int main(int argc, char **argv)
{
	char line[256];

	if (argc < 3)
		errx(2, "usage: pty LINESxCOLUMNS COMMAND...");
	clear(&terminal.main);
	clear(&terminal.other);
	if (openpty(&master, &slave, NULL, NULL, NULL) ||
	    tcgetattr(slave, &before))
		err(1, "no terminal");
	resize(argv[1]);
	start(argv + 2);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		obey(line);
	}
	if (!has_ended)
		fail("the command is still running");
	return 0;
}
