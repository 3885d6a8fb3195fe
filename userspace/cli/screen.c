// SPDX-License-Identifier: GPL-2.0
/*
 * The whole terminal, drawn anew as often as one likes, and its keys.
 *
 * A few sequences that every terminal of the last decades knows do; there is no
 * need for a library. A frame goes to the terminal in one write: over what is
 * there, line by line, with the rest of each cleared behind its end, so nothing
 * flickers.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "pace.h"
#include "screen.h"

/* Other screen, no cursor, no wrapping at the end of a line; and back. */
#define OTHER	"\033[?1049h"
#define MODES	"\033[?25l\033[?7l"
#define LEAVE	"\033[?7h\033[?25h\033[?1049l"
#define HOME	"\033[H"
#define END_LINE "\033[K"
#define END_FRAME "\033[J"

/* So long the bytes of one key may be apart. */
#define SEQUENCE_MS	50

static struct {
	bool open;
	struct termios before;
	sigset_t mask;		/* before */
	int signals;		/* a signalfd */
	char keys[64];		/* that were read and not returned yet */
	size_t count;
} screen;

bool screen_possible(void)
{
	const char *terminal = getenv("TERM");

	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
	       (!terminal || strcmp(terminal, "dumb"));
}

/* False if the terminal is gone. */
static bool write_all(const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(STDOUT_FILENO, text, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		text += written;
		length -= (size_t)written;
	}
	return true;
}

/* Whoever had the terminal while the process was stopped has it no more. */
static void take(void)
{
	struct termios raw = screen.before;

	/* ISIG stays: the keys for signals make signals. */
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	if (!screen.open)
		write_all(OTHER, strlen(OTHER));
	write_all(MODES, strlen(MODES));
	screen.open = true;
}

void screen_close(void)
{
	if (!screen.open)
		return;
	screen.open = false;
	write_all(LEAVE, strlen(LEAVE));
	tcsetattr(STDIN_FILENO, TCSADRAIN, &screen.before);
}

void screen_open(void)
{
	sigset_t signals;

	if (tcgetattr(STDIN_FILENO, &screen.before))
		err(EXIT_FAILURE, "terminal");
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGQUIT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGTSTP);
	sigaddset(&signals, SIGCONT);
	sigaddset(&signals, SIGWINCH);
	sigprocmask(SIG_BLOCK, &signals, &screen.mask);
	screen.signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (screen.signals < 0)
		err(EXIT_FAILURE, "terminal");
	/*
	 * exit() writes what is in buffers when the terminal has been given
	 * back, so a message is not lost with what was drawn.
	 */
	setvbuf(stderr, NULL, _IOFBF, BUFSIZ);
	atexit(screen_close);
	take();
}

void screen_size(int *lines, int *columns)
{
	struct winsize size = { .ws_row = 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	*lines = size.ws_row ? size.ws_row : 24;
	*columns = size.ws_col ? size.ws_col : 80;
}

/* Let a signal do what it does, with the terminal given back. */
static void obey(int number)
{
	sigset_t one, mask;

	screen_close();
	sigemptyset(&one);
	sigaddset(&one, number);
	signal(number, SIG_DFL);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &one, &mask);
	/* Here only after SIGTSTP: the process has been continued. */
	sigprocmask(SIG_SETMASK, &mask, NULL);
	take();
}

static void take_signal(void)
{
	struct signalfd_siginfo info;

	if (read(screen.signals, &info, sizeof(info)) != sizeof(info))
		return;
	switch (info.ssi_signo) {
	case SIGWINCH:
		break;
	case SIGCONT:
		take();
		break;
	default:
		obey((int)info.ssi_signo);
	}
}

/* Read what was typed. False if the terminal is gone. */
static bool read_keys(void)
{
	ssize_t got = read(STDIN_FILENO, screen.keys + screen.count,
			   sizeof(screen.keys) - screen.count);

	if (got > 0)
		screen.count += (size_t)got;
	return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* The rest of a sequence may come later: over a slow line, byte by byte. */
static void complete_sequence(void)
{
	struct pollfd polled = { .fd = STDIN_FILENO, .events = POLLIN };

	while (screen.count < 3 && screen.keys[0] == '\033' &&
	       poll(&polled, 1, SEQUENCE_MS) > 0)
		if (!read_keys())
			break;
}

/* The first key of those that were read. */
static int next_key(void)
{
	static const int arrows[] = { SCREEN_UP, SCREEN_DOWN, SCREEN_RIGHT,
				      SCREEN_LEFT };
	int key = (unsigned char)screen.keys[0];
	size_t used = 1;

	if (screen.count >= 3 && key == '\033' &&
	    (screen.keys[1] == '[' || screen.keys[1] == 'O')) {
		used = 3;
		if (screen.keys[2] >= 'A' && screen.keys[2] <= 'D')
			key = arrows[screen.keys[2] - 'A'];
	}
	screen.count -= used;
	memmove(screen.keys, screen.keys + used, screen.count);
	return key;
}

int screen_wait(int64_t nanoseconds)
{
	struct pollfd polled[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = screen.signals, .events = POLLIN },
	};
	struct timespec time = to_timespec(nanoseconds);
	int ready;

	if (screen.count)
		return next_key();
	ready = ppoll(polled, 2, &time, NULL);
	if (ready < 0)
		return errno == EINTR ? SCREEN_RESIZED : SCREEN_GONE;
	if (!ready)
		return SCREEN_TIME;
	if (polled[1].revents) {
		take_signal();
		return SCREEN_RESIZED;
	}
	if (!read_keys())
		return SCREEN_GONE;
	if (!screen.count)
		return SCREEN_RESIZED;
	complete_sequence();
	return next_key();
}

void screen_line(FILE *frame, const char *attribute, const char *text,
		 int columns)
{
	size_t left = strcspn(text, "\n");
	mbstate_t state = { 0 };
	wchar_t wide;

	if (*attribute)
		fprintf(frame, "\033[%sm", attribute);
	while (left) {
		size_t length = mbrtowc(&wide, text, left, &state);
		bool valid = length && length <= left;
		int width = valid ? wcwidth(wide) : -1;

		/* What is no character must not tell the terminal anything. */
		if (!valid) {
			length = 1;
			memset(&state, 0, sizeof(state));
		}
		columns -= width < 0 ? 1 : width;
		if (columns < 0)
			break;
		if (width < 0)
			putc('?', frame);
		else
			fwrite(text, 1, length, frame);
		text += length;
		left -= length;
	}
	/* Where the line is full the cursor is still on its last character. */
	fprintf(frame, "%s%s\r\n", *attribute ? "\033[m" : "",
		columns > 0 ? END_LINE : "");
}

void screen_show(const char *frame, size_t length)
{
	char *all;
	int size;

	/* The end of the last line would scroll. */
	if (length >= 2)
		length -= 2;
	size = asprintf(&all, HOME "%.*s" END_FRAME, (int)length, frame);
	if (size < 0)
		errx(EXIT_FAILURE, "no memory for the screen");
	write_all(all, (size_t)size);
	free(all);
}
