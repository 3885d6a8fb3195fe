// SPDX-License-Identifier: GPL-2.0
/*
 * The sampler: a thread that writes down how much memory is resident and how
 * much swapped while an act runs, for the plot.
 *
 * One lock covers everything, so that a subject that sampler_forget() took
 * away is not looked at any more.
 */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "sampler.h"
#include "system.h"

#define INTERVAL_MS	20
#define MAX_SUBJECTS	4

static struct {
	pthread_mutex_t lock;
	pthread_t thread;
	int stop;		/* an eventfd */
	FILE *samples;
	char panel[64];
	struct subject subjects[MAX_SUBJECTS];
	int count;
} sampler = { .lock = PTHREAD_MUTEX_INITIALIZER };

void sampler_open(const char *folder)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/samples.csv", folder);
	sampler.samples = fopen(path, "we");
	if (!sampler.samples)
		die("cannot write %s", path);
	fputs("panel,time,name,resident,swapped,event\n", sampler.samples);
}

void sampler_close(void)
{
	if (fclose(sampler.samples))
		die("cannot write the samples");
}

/* Under the lock. */
static void sample_all(void)
{
	struct usage usage;
	int i;

	for (i = 0; i < sampler.count; i++) {
		usage_read(&sampler.subjects[i], &usage);
		fprintf(sampler.samples,
			"\"%s\",%.4f,%s,%" PRIu64 ",%" PRIu64 ",\n",
			sampler.panel, elapsed(), sampler.subjects[i].name,
			usage.resident, usage.swapped);
	}
}

static void *sampler_thread(void *arg)
{
	struct pollfd stop = { .fd = sampler.stop, .events = POLLIN };

	while (!poll(&stop, 1, INTERVAL_MS)) {
		pthread_mutex_lock(&sampler.lock);
		sample_all();
		pthread_mutex_unlock(&sampler.lock);
	}
	return arg;
}

void sampler_begin(int act, const char *title)
{
	snprintf(sampler.panel, sizeof(sampler.panel), "Act %d: %s", act,
		 title);
	sampler.stop = eventfd(0, EFD_CLOEXEC);
	if (sampler.stop < 0)
		die("no eventfd");
	errno = pthread_create(&sampler.thread, NULL, sampler_thread, NULL);
	if (errno)
		die("no thread for the sampler");
}

void sampler_end(void)
{
	if (eventfd_write(sampler.stop, 1))
		die("cannot stop the sampler");
	pthread_join(sampler.thread, NULL);
	close(sampler.stop);
	sampler.count = 0;
}

static int find_subject(const char *name)
{
	int i;

	for (i = 0; i < sampler.count; i++)
		if (!strcmp(sampler.subjects[i].name, name))
			break;
	return i;
}

void sampler_watch(struct subject subject)
{
	int i;

	pthread_mutex_lock(&sampler.lock);
	i = find_subject(subject.name);
	errno = 0;
	if (i == MAX_SUBJECTS)
		die("the sampler has no room for %s", subject.name);
	sampler.subjects[i] = subject;
	if (i == sampler.count)
		sampler.count++;
	sample_all();
	pthread_mutex_unlock(&sampler.lock);
}

void sampler_forget(const char *name)
{
	int i;

	pthread_mutex_lock(&sampler.lock);
	sample_all();
	i = find_subject(name);
	if (i < sampler.count)
		sampler.subjects[i] = sampler.subjects[--sampler.count];
	pthread_mutex_unlock(&sampler.lock);
}

void sampler_event(const char *label)
{
	pthread_mutex_lock(&sampler.lock);
	sample_all();
	fprintf(sampler.samples, "\"%s\",%.4f,,,,%s\n", sampler.panel,
		elapsed(), label);
	pthread_mutex_unlock(&sampler.lock);
}
