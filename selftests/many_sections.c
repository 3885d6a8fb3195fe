// SPDX-License-Identifier: GPL-2.0
/*
 * many_sections COUNT COMMAND...: make COUNT sections in this process, and hold
 * them as long as COMMAND runs. For selftests/cli/many.
 */
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ntsection.h>

int main(int argc, char **argv)
{
	struct ntsection_create args = {
		.size = sizeof(args),
		.size_low = 1,
		.protection = NTSECTION_PAGE_READWRITE,
	};
	int device = open("/dev/ntsection", O_RDWR | O_CLOEXEC), status;
	rlim_t count = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct rlimit limit = { count + 16, count + 16 };
	pid_t child;

	if (!count)
		errx(2, "usage: many_sections COUNT COMMAND...");
	if (device < 0 || setrlimit(RLIMIT_NOFILE, &limit))
		err(1, "many_sections");
	while (count--)
		if (ioctl(device, NTSECTION_IOC_CREATE, &args) < 0)
			err(1, "create");

	child = fork();
	if (!child) {
		execvp(argv[2], argv + 2);
		err(127, "%s", argv[2]);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		err(1, "%s", argv[2]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
