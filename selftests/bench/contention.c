// SPDX-License-Identifier: GPL-2.0
/*
 * Contention: two processes, each on a CPU of its own.
 */
#include <sched.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contention.h"
#include "kind.h"
#include "measure.h"
#include "named.h"
#include "system.h"

#define NAMES 2000
#define SIZE (16 * MIB)

static void use_names(const void *arg)
{
	const struct named *kind = arg;
	char name[32];
	int i;

	snprintf(name, sizeof(name), "/contention-%d", getpid());
	for (i = 0; i < NAMES; i++) {
		int fd = kind->create(name);

		close(kind->open(name));
		kind->remove(name);
		close(fd);
	}
}

static void touch(const void *arg)
{
	const struct kind *kind = arg;
	struct memory memory = { .size = SIZE };

	kind->create(&memory);
	kind->map(&memory);
	write_pages(memory.view, SIZE);
	kind->unmap(&memory);
	kind->map(&memory);
	read_pages(memory.view, SIZE);
	kind->unmap(&memory);
	kind->close(&memory);
}

static void begin(int cpu, void (*work)(const void *arg), const void *arg,
		  const int start[2])
{
	cpu_set_t set;
	char byte;

	if (fork())
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		die("no CPU %d", cpu);
	close(start[1]);
	/* Ends for all at once, when the parent closes it. */
	if (read(start[0], &byte, 1))
		die("no common start");
	work(arg);
	_exit(0);
}

/* Seconds until @cpus of them have done the work. */
static double time_of(int cpus, void (*work)(const void *arg), const void *arg)
{
	uint64_t begun;
	int start[2];
	int i, status;

	if (pipe(start))
		die("no pipe");
	for (i = 0; i < cpus; i++)
		begin(i, work, arg, start);
	close(start[0]);
	begun = ticks();
	close(start[1]);
	for (i = 0; i < cpus; i++)
		if (wait(&status) < 0 || status)
			die("a process failed");
	return (double)(ticks() - begun) / 1e9;
}

/* The best of some: whatever else the host does only adds. */
static double best_of(int cpus, void (*work)(const void *arg), const void *arg)
{
	double best = time_of(cpus, work, arg);
	int i;

	for (i = 0; i < 2; i++) {
		double time = time_of(cpus, work, arg);

		if (time < best)
			best = time;
	}
	return best;
}

static void compare_sides(const char *what, void (*work)(const void *arg),
			  const void *ours, const void *peer)
{
	double alone = best_of(1, work, ours), both = best_of(2, work, ours);
	double peer_alone = best_of(1, work, peer);
	double peer_both = best_of(2, work, peer);

	printf("%s: ours to peer %.2f on one CPU, %.2f on two; two to one %.2f ours, %.2f peer\n",
	       what, alone / peer_alone, both / peer_both, both / alone,
	       peer_both / peer_alone);
}

void contention_print(void)
{
	device();
	compare_sides("names, shm_open", use_names, &named_section,
		      &named_posix_shm);
	compare_sides("faults, memfd", touch, &section, &memfd);
}
