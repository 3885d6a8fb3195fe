// SPDX-License-Identifier: GPL-2.0
/*
 * The COMMAND behind "--".
 */
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

static volatile pid_t running;

char **split_command(const struct verb *verb, int *argc, char **argv)
{
	int i;

	for (i = 1; i < *argc && strcmp(argv[i], "--"); i++)
		;
	if (i == *argc)
		return NULL;
	*argc = i;
	argv[i] = NULL;
	if (!argv[i + 1])
		usage_error(verb, "a command is missing behind --");
	return argv + i + 1;
}

pid_t start_command(char **command, int output)
{
	sigset_t none;
	pid_t child;

	/* Else what waits in the buffer would be written twice. */
	fflush(stdout);
	child = fork();
	if (child < 0)
		err(EXIT_FAILURE, "%s", command[0]);
	if (child)
		return child;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (output != STDOUT_FILENO)
		dup2(output, STDOUT_FILENO);
	execvp(command[0], command);
	warn("%s", command[0]);
	_exit(errno == ENOENT ? 127 : 126);
}

static void pass_on(int number)
{
	kill(running, number);
}

int status_of(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

int wait_command(pid_t child)
{
	static const int ending[] = { SIGHUP, SIGTERM };
	struct sigaction action = { .sa_handler = pass_on };
	unsigned int i;
	int status;

	running = child;
	for (i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaction(ending[i], &action, NULL);
	/* The terminal sends these to the child as well. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			err(EXIT_FAILURE, "wait");
	return status_of(status);
}

int wait_for_stdin(void)
{
	char ignored[4096];
	ssize_t got;

	do {
		got = read(STDIN_FILENO, ignored, sizeof(ignored));
	} while (got > 0 || (got < 0 && errno == EINTR));
	return EXIT_SUCCESS;
}
