// SPDX-License-Identifier: GPL-2.0
/*
 * The fuzzer's command line, and its loop: round after round of random
 * operations, with those kept and varied that reached code nobody had reached.
 */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cover.h"
#include "round.h"

static const char usage[] =
"Usage: fuzz [OPTION]...\n"
"Do random operations on sections and compare with a model of them. Root only;\n"
"nobody else may use sections meanwhile.\n"
"\n"
"  --seed N        do the same as another run with N (by the clock)\n"
"  --operations N  end after N operations (100000)\n"
"  --seconds N     end after N seconds\n"
"  --length N      operations in a round, which begins with nothing (2500)\n"
"  --round N       do round N only; without coverage rounds are independent\n"
"  --replay FILE   do the operations in FILE, as a failure has printed them\n"
"  --no-coverage   do not ask the kernel which code was reached\n"
"  --no-shrink     print a failing sequence as it is\n"
"  --print         print each operation before it is done\n"
"\n"
"Exit status: 0 if all was as expected, 1 if not, 2 for wrong usage.\n";

struct settings {
	uint64_t seed;
	uint64_t operations;
	uint64_t seconds;
	uint64_t length;
	uint64_t round;
	const char *replay;
	bool no_coverage;
	bool no_shrink;
	bool print;
};

#define CORPUS_MAX 512

/* Sequences that reached something new. */
static struct sequence corpus[CORPUS_MAX];
static unsigned int corpus_count;

static uint64_t number(const char *text)
{
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (end == text || *end || errno) {
		fprintf(stderr, "fuzz: no number: %s\n", text);
		exit(2);
	}
	return value;
}

static void parse(int argc, char **argv, struct settings *settings)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "operations", required_argument, NULL, 'o' },
		{ "seconds", required_argument, NULL, 't' },
		{ "length", required_argument, NULL, 'l' },
		{ "round", required_argument, NULL, 'r' },
		{ "replay", required_argument, NULL, 'f' },
		{ "no-coverage", no_argument, NULL, 'c' },
		{ "no-shrink", no_argument, NULL, 'k' },
		{ "print", no_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) >= 0) {
		switch (option) {
		case 's':
			settings->seed = number(optarg);
			break;
		case 'o':
			settings->operations = number(optarg);
			break;
		case 't':
			settings->seconds = number(optarg);
			break;
		case 'l':
			settings->length = number(optarg);
			break;
		case 'r':
			settings->round = number(optarg);
			break;
		case 'f':
			settings->replay = optarg;
			break;
		case 'c':
			settings->no_coverage = true;
			break;
		case 'k':
			settings->no_shrink = true;
			break;
		case 'p':
			settings->print = true;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			exit(2);
		}
	}
	if (optind < argc || !settings->length ||
	    settings->length > LENGTH_MAX) {
		fputs("fuzz: wrong usage, see fuzz --help\n", stderr);
		exit(2);
	}
}

/* What the model takes for granted. */
static void check_system(void)
{
	FILE *file = fopen("/proc/sys/vm/overcommit_memory", "re");
	char text[128] = "";
	int mode = -1;

	if (!file || fscanf(file, "%d", &mode) != 1 || mode != 0)
		errx(1, "vm.overcommit_memory must be 0");
	fclose(file);
	file = fopen("/sys/module/ntsection/parameters/commit_limit", "re");
	if (!file || !fgets(text, sizeof(text), file) ||
	    strcmp(text, "kernel\n"))
		errx(1, "the module must be loaded, with commit_limit=kernel");
	fclose(file);
	file = fopen("/sys/kernel/mm/transparent_hugepage/shmem_enabled", "re");
	if (!file)
		return;
	if (fgets(text, sizeof(text), file) &&
	    (strstr(text, "[always]") || strstr(text, "[force]") ||
	     strstr(text, "[within_size]")))
		errx(1, "shmem_enabled must be never or advise");
	fclose(file);
}

/*
 * What the next round does: something new, or what a kept sequence did up to
 * some place, and something new from there on; sometimes with holes.
 */
static void prepare(struct sequence *sequence, uint64_t length,
		    struct dice *dice)
{
	const struct sequence *kept;
	unsigned int i = 0;

	sequence->length = length;
	sequence->ops = calloc(length, sizeof(*sequence->ops));
	if (!sequence->ops)
		err(1, "calloc");
	if (corpus_count && below(dice, 2)) {
		uint64_t end;

		kept = &corpus[below(dice, corpus_count)];
		end = 1 + below(dice, kept->length);
		for (; i < end && i < length; i++)
			sequence->ops[i] = kept->ops[i];
	}
	for (; i < length; i++)
		sequence->ops[i].kind = OP_KINDS;
	for (i = below(dice, 4); i; i--)
		sequence->ops[below(dice, length)].kind = OP_KINDS;
}

static void keep(struct sequence *sequence, struct dice *dice)
{
	struct sequence *place = &corpus[corpus_count];

	if (corpus_count == CORPUS_MAX) {
		place = &corpus[below(dice, CORPUS_MAX)];
		free(place->ops);
	} else {
		corpus_count++;
	}
	*place = *sequence;
}

static void report(struct sequence *sequence, struct round *round,
		   const struct settings *settings)
{
	printf("# %s\n", round->reason);
	if (!settings->no_shrink) {
		struct round again = { .print = false };

		printf("# after %u operations; looking for fewer\n",
		       sequence->length);
		fflush(stdout);
		shrink(sequence);
		round_run(&again, sequence, NULL);
		printf("# %s\n", again.failed ? again.reason :
			"not every time");
	}
	sequence_print(stdout, sequence);
}

static bool replay(const struct settings *settings)
{
	struct round round = { .print = settings->print };
	FILE *file = fopen(settings->replay, "re");
	struct sequence sequence;

	if (!file)
		err(1, "%s", settings->replay);
	if (!sequence_read(file, &sequence) || sequence.length > LENGTH_MAX)
		exit(2);
	fclose(file);
	round_run(&round, &sequence, NULL);
	if (round.failed)
		printf("# %s, after %u operations\n", round.reason, round.done);
	free(sequence.ops);
	return !round.failed;
}

static bool fuzz(const struct settings *settings)
{
	bool only = settings->round != UINT64_MAX;
	uint64_t done = 0, round_number = only ? settings->round : 0;
	double begin = now(), said = begin;
	bool well = true;

	while (well && done < settings->operations &&
	       (!settings->seconds || now() < begin + settings->seconds)) {
		struct dice dice = { settings->seed ^ round_number << 32 };
		struct round round = { .print = settings->print };
		uint64_t length = settings->operations - done;
		struct sequence sequence;

		/* The first numbers of similar seeds are not. */
		roll(&dice);
		prepare(&sequence, length < settings->length ? length :
			settings->length, &dice);
		round_run(&round, &sequence, &dice);
		done += round.done;
		if (round.failed) {
			printf("# seed %#llx, round %llu:\n",
			       (unsigned long long)settings->seed,
			       (unsigned long long)round_number);
			report(&sequence, &round, settings);
			well = false;
		}
		if (round.fresh)
			keep(&sequence, &dice);
		else
			free(sequence.ops);
		if (now() > said + 60) {
			said = now();
			printf("# %llu operations, %u places reached\n",
			       (unsigned long long)done, cover_total());
			fflush(stdout);
		}
		if (only)
			break;
		round_number++;
	}
	printf("# %llu operations in %.0f seconds, %.0f a second\n",
	       (unsigned long long)done, now() - begin,
	       done / (now() - begin));
	printf("# %u places reached, %u sequences kept\n", cover_total(),
	       corpus_count);
	round_print_counts();
	return well;
}

int main(int argc, char **argv)
{
	struct settings settings = {
		.seed = (uint64_t)time(NULL),
		.operations = 100000,
		.length = 2500,
		.round = UINT64_MAX,
	};
	bool well;

	parse(argc, argv, &settings);
	if (geteuid())
		errx(1, "only root can be several users");
	check_system();
	if (!settings.no_coverage && !cover_init())
		puts("# this kernel does not tell which code was reached");
	round_init();

	puts("TAP version 13\n1..1");
	printf("# seed %#llx\n", (unsigned long long)settings.seed);
	fflush(stdout);
	well = settings.replay ? replay(&settings) : fuzz(&settings);
	actors_quit();
	printf("%sok 1 fuzz: all was as the model has it\n", well ? "" : "not ");
	return !well;
}
