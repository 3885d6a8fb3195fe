// SPDX-License-Identifier: GPL-2.0
/*
 * Names: many processes at once, and many names at once.
 */
#include "kselftest_harness.h"
#include "ntsection_test.h"
#include "names_test.h"
#include "strict.h"

#define RACERS 4
#define ROUNDS 1000

struct race {
	pthread_barrier_t barrier;
	__u32 size;
	struct {
		int err;
		__u64 id;
		__u32 existed;
	} seen[RACERS];
	unsigned int wrong;
};

/* Exactly one has made the section, and the others have the same or none. */
static bool fair(const struct race *race, __u32 flags)
{
	unsigned int i, first = RACERS;

	for (i = 0; i < RACERS; i++) {
		if (race->seen[i].err || race->seen[i].existed)
			continue;
		if (first < RACERS)
			return false;
		first = i;
	}
	if (first == RACERS)
		return false;
	for (i = 0; i < RACERS; i++) {
		if (i == first)
			continue;
		if (flags & NTSECTION_OPEN_IF ?
		    race->seen[i].err || race->seen[i].existed != 1 ||
		    race->seen[i].id != race->seen[first].id :
		    race->seen[i].err != EEXIST ||
		    race->seen[i].existed != POISON)
			return false;
	}
	return true;
}

static void race_for_a_name(struct race *race, unsigned int self)
{
	unsigned int round;

	for (round = race_rounds(ROUNDS); round; round--) {
		struct ntsection_create args = named("race");
		int section;

		args.flags = round % 2 ? NTSECTION_OPEN_IF : 0;
		args.size_low = race->size;
		pthread_barrier_wait(&race->barrier);
		section = create_by(&args);
		race->seen[self].err = section < 0 ? errno : 0;
		race->seen[self].id = id_of(section);
		race->seen[self].existed = args.existed;
		/* All have tried, and nobody has closed yet. */
		pthread_barrier_wait(&race->barrier);
		if (!self && !fair(race, args.flags))
			race->wrong++;
		close(section);
	}
}

/* In how many rounds it went wrong, or -1. */
static long run_race(__u32 size)
{
	pthread_barrierattr_t attr;
	struct race *race;
	pid_t pids[RACERS];
	unsigned int i, ended = 0;
	long wrong;

	race = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (race == MAP_FAILED)
		return -1;
	race->size = size;
	pthread_barrierattr_init(&attr);
	pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&race->barrier, &attr, RACERS);
	for (i = 0; i < RACERS; i++) {
		pids[i] = fork();
		if (!pids[i]) {
			race_for_a_name(race, i);
			_exit(0);
		}
	}
	for (i = 0; i < RACERS; i++)
		ended += !wait_status(pids[i]);
	wrong = ended == RACERS ? (long)race->wrong : -1;
	munmap(race, PAGE);
	return wrong;
}

/* N-33: who creates at once gets one section, which one of them has made. */
TEST(many_create_at_once)
{
	long references = module_references();

	EXPECT_EQ(0, run_race(PAGE));
	EXPECT_ERRNO(ENOENT, open_named("race", RIGHTS));
	EXPECT_EQ(references, module_references());
}

/* N-33, K-14: so it is also where the commit limit has room for one only. */
TEST_F(strict, many_create_at_once_near_the_limit)
{
	long references = module_references();
	long left = read_key("/proc/meminfo", "CommitLimit") - committed_kib();

	ASSERT_GT(left, 64 * 1024);
	EXPECT_EQ(0, run_race(left / 4 * 3 * KIB));
	EXPECT_ERRNO(ENOENT, open_named("race", RIGHTS));
	EXPECT_EQ(references, module_references());
}

#define OPENERS 4

static char long_name[32 * KIB];

/* Closing what others are just looking up; nothing but that can happen. */
static int open_and_close(void)
{
	struct ntsection_create args;
	unsigned int round;
	int section;

	for (round = race_rounds(400); round; round--) {
		args = named_bytes(long_name, sizeof(long_name));
		args.flags = NTSECTION_OPEN_IF;
		section = create_by(&args);
		if (section < 0 || !id_of(section))
			return 1;
		close(section);
		section = open_bytes(long_name, sizeof(long_name), 0, RIGHTS);
		if (section < 0 ? errno != ENOENT : !id_of(section))
			return 2;
		close(section);
	}
	return 0;
}

/*
 * N-27: the last handle is closed while others look for the name. To compare
 * a name as long as this one takes a while, in which handles are closed.
 */
TEST(closed_while_it_is_looked_up)
{
	long references = module_references();
	pid_t pids[OPENERS];
	unsigned int i;

	memset(long_name, 'n', sizeof(long_name));
	for (i = 0; i < OPENERS; i++) {
		pids[i] = fork();
		ASSERT_GE(pids[i], 0);
		if (!pids[i])
			_exit(open_and_close());
	}
	for (i = 0; i < OPENERS; i++)
		EXPECT_EQ(0, wait_status(pids[i]));
	EXPECT_EQ(references, module_references());
}

#define FOLD NTSECTION_CASE_INSENSITIVE
#define BASES 2500
#define CASES 4		/* of each base, which differ in case only */

/* What there is to be: the number of each section, 0 if there is none. */
struct model {
	struct {
		__u64 id;
		int section;
	} names[BASES][CASES];
	unsigned int seed, live, wrong;
};

static struct model model;

static __u32 name_text(char *text, unsigned int base, unsigned int variant)
{
	static const char *const variants[] = { "AB", "Ab", "aB", "ab" };

	/* Beginnings that are long, and the same, and lengths that differ. */
	return sprintf(text, "%*s%x%s", base % 100, "", base,
		       variants[variant]);
}

static void toggle(unsigned int base, unsigned int variant)
{
	struct ntsection_create args;
	char text[128];

	if (model.names[base][variant].id) {
		close(model.names[base][variant].section);
		model.names[base][variant].id = 0;
		model.live--;
		return;
	}
	args = named_bytes(text, name_text(text, base, variant));
	model.names[base][variant].section = create_by(&args);
	model.names[base][variant].id =
		id_of(model.names[base][variant].section);
	model.live++;
	if (!model.names[base][variant].id || args.existed)
		model.wrong++;
}

/* Is it found if it is there, and with its case ignored, the first such? */
static void look_up(unsigned int base, unsigned int variant)
{
	unsigned int first = 0;
	char text[128];
	__u32 length = name_text(text, base, variant);
	__u64 id;

	while (first < CASES - 1 && !model.names[base][first].id)
		first++;
	errno = 0;
	id = id_of_bytes(text, length, 0);
	if (id != model.names[base][variant].id || (!id && errno != ENOENT))
		model.wrong++;
	if (id_of_bytes(text, length, FOLD) != model.names[base][first].id)
		model.wrong++;
}

/* Fill all, change at random, remove all. */
static void fill_and_remove(void)
{
	const unsigned int bases = leak_rounds(BASES), names = bases * CASES;
	unsigned int order[BASES * CASES], i, other, swap;

	for (i = 0; i < names; i++)
		order[i] = i;
	for (i = names - 1; i > 0; i--) {
		other = below(&model.seed, i + 1);
		swap = order[i];
		order[i] = order[other];
		order[other] = swap;
	}
	for (i = 0; i < names; i++) {
		toggle(order[i] / CASES, order[i] % CASES);
		look_up(order[i] / CASES, below(&model.seed, CASES));
	}
	if (model.live != names)
		model.wrong++;
	for (i = 0; i < names; i++)
		look_up(i / CASES, i % CASES);
	for (i = 0; i < names / 2; i++) {
		toggle(below(&model.seed, bases), below(&model.seed, CASES));
		look_up(below(&model.seed, bases), below(&model.seed, CASES));
	}
	for (i = 0; i < names; i++) {
		if (model.names[order[i] / CASES][order[i] % CASES].id)
			toggle(order[i] / CASES, order[i] % CASES);
		look_up(order[i] / CASES, below(&model.seed, CASES));
	}
}

FIXTURE(slow) {
	long references;
};

FIXTURE_SETUP(slow)
{
	self->references = module_references();
}

FIXTURE_TEARDOWN(slow)
{
	EXPECT_EQ(self->references, module_references());
}

/* Ten thousand names, which leave no memory behind. */
TEST_F_TIMEOUT(slow, ten_thousand_names, 300)
{
	struct rlimit limit = { 12000, 12000 };

	NEED_ROOT();
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	/* Each round makes 12500 sections: 128 bytes of each were 1.5 MiB. */
	EXPECT_LT(slab_growth(fill_and_remove), 1024);
	EXPECT_EQ(0, model.wrong);
	EXPECT_EQ(0, model.live);
}

#define WORKERS 3
#define KILLS 400

static const char *const churned[] = { "churn0", "churn1", "churn2" };

/* A section is never found under another name than its own. */
static bool is_section_of(int section, unsigned int name)
{
	char *view = map(section, PAGE, PROT_READ | PROT_WRITE);
	char mark;

	if (view == MAP_FAILED)
		return false;
	mark = __atomic_exchange_n(view, 'a' + name, __ATOMIC_SEQ_CST);
	munmap(view, PAGE);
	return mark == 0 || mark == (char)('a' + name);
}

/* Create, open, copy and close at random, and say so after every 16. */
static void churn(int ready, unsigned int seed)
{
	int sections[8], section;
	unsigned int steps;
	__u32 existed;

	memset(sections, 0xff, sizeof(sections));
	for (steps = 1; ; steps++) {
		int *slot = &sections[below(&seed, ARRAY_SIZE(sections))];
		unsigned int name = below(&seed, ARRAY_SIZE(churned));

		switch (below(&seed, 4)) {
		case 0:
			section = create_or_open(churned[name], &existed);
			if (section < 0)
				_exit(1);
			break;
		case 1:
			section = open_named(churned[name], RIGHTS);
			if (section < 0 && errno != ENOENT)
				_exit(2);
			break;
		case 2:
			section = create_named(churned[name]);
			if (section < 0 && errno != EEXIST)
				_exit(3);
			break;
		default:
			section = -1;
			break;
		}
		if (section >= 0 && !is_section_of(section, name))
			_exit(4);
		close(*slot);
		*slot = section;
		if (steps % 16 == 0 && write(ready, "", 1) != 1)
			_exit(5);
	}
}

/* L-04: killed at any point, processes leave the names in order. */
TEST_F_TIMEOUT(slow, killed_while_names_come_and_go, 120)
{
	int ready[WORKERS][2], status;
	pid_t pids[WORKERS];
	unsigned int i, kills;
	char byte;

	for (i = 0; i < WORKERS; i++)
		ASSERT_EQ(0, pipe(ready[i]));
	for (kills = 0; kills < WORKERS + race_rounds(KILLS); kills++) {
		i = kills % WORKERS;
		if (kills >= WORKERS) {
			ASSERT_EQ(1, read(ready[i][0], &byte, 1));
			kill(pids[i], SIGKILL);
			ASSERT_EQ(pids[i], waitpid(pids[i], &status, 0));
			ASSERT_EQ(SIGKILL, status)
				TH_LOG("exit status %d", WEXITSTATUS(status));
		}
		pids[i] = fork();
		ASSERT_GE(pids[i], 0);
		if (!pids[i])
			churn(ready[i][1], kills);
	}
	for (i = 0; i < WORKERS; i++) {
		kill(pids[i], SIGKILL);
		ASSERT_EQ(pids[i], waitpid(pids[i], &status, 0));
		EXPECT_EQ(SIGKILL, status);
	}
	for (i = 0; i < ARRAY_SIZE(churned); i++)
		EXPECT_ERRNO(ENOENT, open_named(churned[i], RIGHTS));
}

TEST_HARNESS_MAIN
