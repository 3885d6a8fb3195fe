// SPDX-License-Identifier: GPL-2.0
/*
 * Act 4: the exercise, a machine without a paging file.
 */

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <ntsection.h>

#include "acts.h"
#include "exchange.h"
#include "report.h"
#include "sampler.h"
#include "swapdisk.h"
#include "system.h"

#define OVERCOMMIT		"/proc/sys/vm/overcommit_memory"
#define OVERCOMMIT_NEVER	2

#define KILLED_SIZE		(64 << 20)
#define KILLED_LIMIT		(32 << 20)

static const char plan[] =
"About to happen:\n"
"  An exercise: what becomes of a section that is backed by the paging file when\n"
"  there is no paging file? A section of 64 MiB is squeezed into 24 MiB first,\n"
"  so that pages are out. Then the limit is lifted and the swap disk switched\n"
"  off. What now:\n"
"    - do the pages come home?\n"
"    - what can the kernel still take out of RAM when it is asked to?\n"
"    - what becomes of a process that wants more than it may have?\n"
"    - which promises can the machine still make? (The commit limit, with the\n"
"      kernel set to promise no more than it can keep, as Windows always is.)\n";

static const char meaning[] =
"  Without a paging file a section works as before; it just has nowhere to go,\n"
"  so RAM is all there is. That shows in two places. Who needs more than there\n"
"  is has to be refused or killed, and nobody else notices. And the commit\n"
"  limit, the sum of what may be promised, is lower by the size of the paging\n"
"  file: creation fails with ENOMEM (on Windows: ERROR_COMMITMENT_LIMIT, 1455).\n"
"  The last figure turns this round: with the paging file back, the same\n"
"  creation succeeds, and still nothing is written. It is there for the promise.\n";

/* Swap is switched off while pages are in it. */
struct homecoming {
	struct usage squeezed;
	struct usage home;
	uint64_t right;
};

static void come_home(const struct exchange *exchange,
		      struct homecoming *measured)
{
	struct subject section = subject_section("section", exchange->observer);

	report_stage("the creator fills the section, with a limit of 24 MiB");
	sampler_event("limit set");
	cgroup_limit(&exchange->cgroup, ACT_LIMIT);
	exchange_fill(exchange);
	usage_read(&section, &measured->squeezed);
	report_stage("the limit is lifted; swapoff %s", swapdisk_device());
	sampler_event("limit lifted");
	cgroup_limit(&exchange->cgroup, CGROUP_NO_LIMIT);
	sampler_event("swapoff");
	swapdisk_off();
	usage_read(&section, &measured->home);
	report_stage("the creator reads and checks every byte");
	measured->right = exchange_right(exchange, &exchange->creator);
}

/* The kernel is asked to take the section out of RAM, with nowhere to go. */
struct reclaim {
	int error;
	struct usage usage;
	uint64_t right;
};

static void ask_to_reclaim(const struct exchange *exchange,
			   struct reclaim *measured)
{
	struct subject section = subject_section("section", exchange->observer);

	report_stage("the kernel is asked to reclaim 64 MiB from the processes");
	sampler_event("reclaim asked");
	measured->error = cgroup_reclaim(&exchange->cgroup, EXCHANGE_SIZE);
	usage_read(&section, &measured->usage);
	report_stage("the consumer reads and checks every byte");
	measured->right = exchange_right(exchange, &exchange->consumer);
}

static const char victim[] = "killed process";

/* Another process fills a section that does not fit into its limit. */
struct kill {
	bool killed;
	uint64_t oom_kills;
	uint64_t peak;
	uint64_t right;
};

static void go_too_far(const struct exchange *bystander, struct kill *measured)
{
	struct request request = { .order = ORDER_CREATE, .size = KILLED_SIZE };
	struct cgroup cgroup = { "act4-killed" };
	struct handles handles;
	struct worker worker;
	int status;

	report_stage("another process fills 64 MiB and may have 32 MiB");
	cgroup_create(&cgroup);
	cgroup_limit(&cgroup, KILLED_LIMIT);
	worker_start(&worker, &cgroup);
	worker_order(&worker, &request, -1);
	if (!worker_answer(&worker, NULL, &handles))
		die("the process died too early");
	ntsection_close(handles.reader);
	sampler_watch(subject_section(victim, handles.observer));

	request.order = ORDER_FILL;
	request.pattern = bystander->pattern;
	worker_order(&worker, &request, -1);
	worker_answer(&worker, NULL, NULL);
	sampler_event("killed");
	status = worker_end(&worker);
	measured->killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	measured->oom_kills = cgroup_number(&cgroup, "memory.events",
					    "oom_kill ");
	measured->peak = cgroup_number(&cgroup, "memory.peak", NULL);
	sampler_forget(victim);
	ntsection_close(handles.observer);
	sampler_watch(subject_cgroup(victim, &cgroup));
	sampler_forget(victim);
	cgroup_remove(&cgroup);
	report_stage("the bystander reads and checks every byte");
	measured->right = exchange_right(bystander, &bystander->creator);
}

/* The commit limit with and without the swap disk. */
struct promise {
	uint64_t limit_with_swap;
	uint64_t limit;
	uint64_t left;
	uint64_t too_large;
	int too_large_error;
	uint64_t charged_by_failure;
	int fitting_error;
	uint64_t charged_by_success;
	int with_swap_error;
	uint64_t sectors_with_swap;
};

static uint64_t commit_limit(void)
{
	return read_key("/proc/meminfo", "CommitLimit:");
}

static uint64_t committed(void)
{
	return read_key("/proc/meminfo", "Committed_AS:");
}

/*
 * Create a section and close it.
 * Return: 0 or an error number; in *@charge what its creation added to the
 * committed memory of the machine.
 */
static int try_to_create(uint64_t size, uint64_t *charge)
{
	uint64_t before = committed();
	int section = ntsection_create(-1, size, NULL);
	int err = section < 0 ? errno : 0;

	*charge = committed() - before;
	if (!err)
		ntsection_close(section);
	return err;
}

static void make_promises(struct promise *measured)
{
	uint64_t overcommit = read_number(OVERCOMMIT);
	uint64_t charge, sectors;

	report_stage("sections are created up to the commit limit and over it");
	errno = write_text(OVERCOMMIT, "%d", OVERCOMMIT_NEVER);
	if (errno)
		die("cannot write to " OVERCOMMIT);
	measured->limit = commit_limit();
	measured->left = measured->limit - committed();
	measured->too_large = measured->left + 16 * MIB;
	measured->too_large_error = try_to_create(measured->too_large,
						  &measured->charged_by_failure);
	measured->fitting_error = try_to_create(measured->left / 2,
						&measured->charged_by_success);

	report_stage("swapon %s; the same creation again", swapdisk_device());
	sectors = swapdisk_sectors_written();
	swapdisk_on();
	sampler_event("swapon");
	measured->with_swap_error = try_to_create(measured->too_large, &charge);
	measured->sectors_with_swap = swapdisk_sectors_written() - sectors;

	errno = write_text(OVERCOMMIT, "%d", (int)overcommit);
	if (errno)
		die("cannot write to " OVERCOMMIT);
}

static void report_homecoming(const struct homecoming *home)
{
	report_line("  when swap is switched off");
	report_bytes("swapped_before_swapoff_bytes", "  swapped before",
		     home->squeezed.swapped);
	report_bytes("swapped_after_swapoff_bytes", "  swapped after",
		     home->home.swapped);
	report_bytes("resident_after_swapoff_bytes", "  resident after",
		     home->home.resident);
	report_bytes("right_after_swapoff_bytes", "  what the creator read right",
		     home->right);
}

static void report_reclaim(const struct reclaim *reclaim, uint64_t sectors)
{
	report_line("  when the kernel is asked to reclaim all of it");
	report_bytes("resident_after_reclaim_bytes", "  resident after",
		     reclaim->usage.resident);
	report_count("sectors_written_without_swap",
		     "  sectors written to the disk while it is no swap", sectors);
	report_bytes("right_after_reclaim_bytes",
		     "  what the consumer read right", reclaim->right);
}

static void report_kill(const struct kill *kill)
{
	report_line("  when a process fills a section of 64 MiB, limit 32 MiB");
	report_count("oom_kills", "  processes killed for want of memory",
		     kill->oom_kills);
	report_bytes("killed_peak_bytes", "  most memory it had", kill->peak);
	report_bytes("bystander_right_bytes",
		     "  what the bystander then read right", kill->right);
}

static void report_promise(const struct promise *promise, uint64_t swap)
{
	report_line("  commit");
	report_bytes("commit_limit_with_swap_bytes", "  limit with the swap disk",
		     promise->limit_with_swap);
	report_bytes("commit_limit_bytes", "  limit without it", promise->limit);
	report_bytes("swap_bytes", "  size of the swap disk", swap);
	report_bytes("commit_left_bytes", "  left to promise without it",
		     promise->left);
	report_bytes("too_large_bytes", "  a section of more than that",
		     promise->too_large);
	report_count("too_large_errno", "    fails with error (12 is ENOMEM)",
		     promise->too_large_error);
	report_bytes("too_large_charged_bytes", "    and charges",
		     promise->charged_by_failure);
	report_bytes("fitting_bytes", "  a section of half of that",
		     promise->left / 2);
	report_count("fitting_errno", "    fails with error (0 is success)",
		     promise->fitting_error);
	report_bytes("fitting_charged_bytes", "    and charges",
		     promise->charged_by_success);
	report_count("too_large_with_swap_errno",
		     "  the large one with swap: error (0 is success)",
		     promise->with_swap_error);
	report_count("too_large_with_swap_sectors",
		     "    and sectors written for it",
		     promise->sectors_with_swap);
}

static uint64_t round_to_page(uint64_t size)
{
	return (size + PATTERN_PAGE - 1) / PATTERN_PAGE * PATTERN_PAGE;
}

static void run(void)
{
	struct exchange exchange = { .cgroup = { "act4" } };
	struct promise promise = {};
	struct homecoming home;
	struct reclaim reclaim;
	struct kill kill;
	uint64_t swap = swapdisk_size();
	uint64_t sectors;

	promise.limit_with_swap = commit_limit();

	exchange_start(&exchange);
	come_home(&exchange, &home);
	sectors = swapdisk_sectors_written();
	ask_to_reclaim(&exchange, &reclaim);
	go_too_far(&exchange, &kill);
	sectors = swapdisk_sectors_written() - sectors;
	make_promises(&promise);
	exchange_end(&exchange);
	sampler_event("freed");
	exchange_remove(&exchange);

	report_homecoming(&home);
	report_reclaim(&reclaim, sectors);
	report_kill(&kill);
	report_promise(&promise, swap);

	report_check("pages were out, and all came home, every byte right",
		     home.squeezed.swapped && !home.home.swapped &&
		     home.home.resident == EXCHANGE_SIZE &&
		     home.right == EXCHANGE_SIZE);
	report_check("nothing can leave RAM, nothing is written, nothing is lost",
		     reclaim.error == EAGAIN &&
		     reclaim.usage.resident == EXCHANGE_SIZE && !sectors &&
		     reclaim.right == EXCHANGE_SIZE);
	report_check("who goes over the limit is killed at the limit, alone",
		     kill.killed && kill.oom_kills == 1 &&
		     kill.peak <= KILLED_LIMIT && kill.right == EXCHANGE_SIZE);
	report_check("the commit limit is lower by the size of the swap disk",
		     promise.limit_with_swap - promise.limit == swap);
	report_check("over it: ENOMEM and no charge; below it: success and charge",
		     promise.too_large_error == ENOMEM &&
		     !promise.charged_by_failure && !promise.fitting_error &&
		     promise.charged_by_success ==
		     round_to_page(promise.left / 2));
	report_check("with swap again the large one succeeds, nothing is written",
		     !promise.with_swap_error && !promise.sectors_with_swap &&
		     swapdisk_size() == swap);
	report_verdict(meaning);
}

const struct act act_no_swap = { "the exercise: no paging file", plan, run };
