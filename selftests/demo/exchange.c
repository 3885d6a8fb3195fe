// SPDX-License-Identifier: GPL-2.0
/*
 * An exchange: a creator process makes a section, a consumer process gets a
 * read-only handle of it.
 */

#include <ntsection.h>

#include "exchange.h"
#include "sampler.h"
#include "system.h"

static const char subject[] = "section";

void exchange_start(struct exchange *exchange)
{
	struct request request = { .size = EXCHANGE_SIZE };
	struct handles handles;

	pattern_choose(&exchange->pattern);
	cgroup_create(&exchange->cgroup);
	worker_start(&exchange->creator, &exchange->cgroup);
	worker_start(&exchange->consumer, &exchange->cgroup);

	request.order = ORDER_CREATE;
	worker_order(&exchange->creator, &request, -1);
	if (!worker_answer(&exchange->creator, NULL, &handles))
		die("the creator died");

	request.order = ORDER_OPEN;
	worker_order(&exchange->consumer, &request, handles.reader);
	if (!worker_answer(&exchange->consumer, NULL, NULL))
		die("the consumer died");
	ntsection_close(handles.reader);

	exchange->observer = handles.observer;
	sampler_watch(subject_section(subject, exchange->observer));
}

void exchange_fill(const struct exchange *exchange)
{
	struct request request = {
		.order = ORDER_FILL,
		.pattern = exchange->pattern,
	};

	worker_do(&exchange->creator, &request);
}

uint64_t exchange_right(const struct exchange *exchange,
			const struct worker *worker)
{
	struct request request = {
		.order = ORDER_VERIFY,
		.pattern = exchange->pattern,
	};

	return worker_do(worker, &request);
}

void exchange_end(struct exchange *exchange)
{
	worker_end(&exchange->creator);
	worker_end(&exchange->consumer);
	sampler_forget(subject);
	ntsection_close(exchange->observer);
	/* There is no section to ask any more: ask who paid for it. */
	sampler_watch(subject_cgroup(subject, &exchange->cgroup));
}

void exchange_remove(struct exchange *exchange)
{
	sampler_forget(subject);
	cgroup_remove(&exchange->cgroup);
}
