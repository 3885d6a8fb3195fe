// SPDX-License-Identifier: GPL-2.0
/*
 * A cache: a process that keeps content in a section, with or without having
 * said of the first half that it is not needed any more.
 */

#include <ntsection.h>

#include "acts.h"
#include "cache.h"
#include "report.h"
#include "sampler.h"
#include "system.h"

static struct request about(const struct cache *cache, enum half half,
			    enum order order)
{
	return (struct request){
		.order = order,
		.part = { .offset = half * CACHE_HALF, .size = CACHE_HALF },
		.pattern = cache->patterns[half],
	};
}

static uint64_t order(const struct cache *cache, enum half half,
		      enum order what)
{
	struct request request = about(cache, half, what);

	return worker_do(&cache->worker, &request);
}

void cache_start(struct cache *cache)
{
	struct request request = { .order = ORDER_CREATE, .size = CACHE_SIZE };
	struct handles handles;
	enum half half;

	cgroup_create(&cache->cgroup);
	worker_start(&cache->worker, &cache->cgroup);
	worker_order(&cache->worker, &request, -1);
	if (!worker_answer(&cache->worker, NULL, &handles))
		die("the process with the cache died");
	ntsection_close(handles.reader);
	cache->subject = subject_section(cache->name, handles.observer);
	sampler_watch(cache->subject);

	for (half = FIRST; half < HALVES; half++) {
		pattern_choose(&cache->patterns[half]);
		order(cache, half, ORDER_FILL);
	}
	sampler_event("filled");
	if (!cache->reset)
		return;
	report_stage("its first half is reset");
	order(cache, FIRST, ORDER_RESET);
	sampler_event("reset");
}

void cache_leave_alone(struct cache *cache)
{
	enum half half;

	report_stage("while there is memory enough, every byte is checked");
	for (half = FIRST; half < HALVES; half++)
		cache->plenty_right += order(cache, half, ORDER_VERIFY);
	usage_read(&cache->subject, &cache->plenty);
	if (!cache->reset)
		return;
	report_stage("the reset is undone, and the first half reset again");
	cache->plenty_undo = order(cache, FIRST, ORDER_RESET_UNDO);
	order(cache, FIRST, ORDER_RESET);
	sampler_event("undone; reset");
}

void cache_squeeze(struct cache *cache)
{
	uint64_t before = read_key("/proc/vmstat", "pswpout ");
	enum half half;

	report_stage("the memory limit of 24 MiB is set");
	sampler_event("limit set");
	cgroup_limit(&cache->cgroup, ACT_LIMIT);
	usage_read(&cache->subject, &cache->squeezed);
	cache->pages_swapped_out = read_key("/proc/vmstat", "pswpout ") -
				   before;
	report_stage("%s is read from end to end, once for each half",
		     swapdisk_device());
	for (half = FIRST; half < HALVES; half++)
		swapdisk_search(&cache->patterns[half], CACHE_SIZE,
				&cache->found[half]);
	sampler_event("disk searched");
}

void cache_read_back(struct cache *cache)
{
	struct request request;
	enum half half;

	report_stage("under the limit, every byte is checked");
	for (half = FIRST; half < HALVES; half++) {
		request = about(cache, half, ORDER_COUNT);
		worker_count(&cache->worker, &request, &cache->census[half]);
	}
	if (cache->reset)
		cache->undo = order(cache, FIRST, ORDER_RESET_UNDO);
	sampler_event("read back");
}

void cache_end(struct cache *cache)
{
	sampler_forget(cache->name);
	worker_end(&cache->worker);
	ntsection_close(cache->subject.section);
	cgroup_remove(&cache->cgroup);
}
