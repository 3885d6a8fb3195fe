// SPDX-License-Identifier: GPL-2.0
/*
 * terminal COMMAND...: run a command on a terminal, print what it prints, and
 * end as it does.
 */
#include <err.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char buffer[4096];
	ssize_t got;
	int terminal, status;
	pid_t pid;

	if (argc < 2)
		errx(2, "a command is missing");
	pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid < 0)
		err(1, "forkpty");
	if (!pid) {
		execvp(argv[1], argv + 1);
		err(127, "%s", argv[1]);
	}
	/* EIO when nobody has the other side any more. */
	while ((got = read(terminal, buffer, sizeof(buffer))) > 0) {
		if (write(STDOUT_FILENO, buffer, (size_t)got) != got)
			err(1, "stdout");
	}
	if (waitpid(pid, &status, 0) != pid)
		err(1, "wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
