/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verbs of the ntsection command. Each has a file of its own, which exports
 * its struct verb; main.c lists them.
 *
 * Exit status of every verb: 0 success, 1 failure, 2 wrong usage. What went
 * wrong is one sentence on stderr that says what to do, and nothing, no half of
 * a table either, is on stdout then.
 */
#ifndef NTSECTION_CLI_COMMAND_H
#define NTSECTION_CLI_COMMAND_H

#define EXIT_USAGE 2

struct column;

/**
 * struct verb - a verb
 * @name: how it is typed
 * @summary: a few words for the list of verbs
 * @synopsis: what follows the name, such as "[OPTION...] ID"
 * @help: all that --help says behind the synopsis; enough to use the verb
 * @columns: of its table, for --help; NULL if it has none
 * @run: called with the verb as argv[0]; returns the exit status
 */
struct verb {
	const char *name;
	const char *summary;
	const char *synopsis;
	const char *help;
	const struct column *columns;
	int (*run)(const struct verb *verb, int argc, char **argv);
};

extern const struct verb verb_create;
extern const struct verb verb_doctor;
extern const struct verb verb_fill;
extern const struct verb verb_limits;
extern const struct verb verb_list;
extern const struct verb verb_map;
extern const struct verb verb_pageout;
extern const struct verb verb_plot;
extern const struct verb verb_prefetch;
extern const struct verb verb_record;
extern const struct verb verb_reset;
extern const struct verb verb_show;
extern const struct verb verb_top;
extern const struct verb verb_views;
extern const struct verb verb_watch;

/* Print a verb's help on stdout and exit with 0. */
__attribute__((noreturn)) void print_help(const struct verb *verb);

/* Say what is wrong with the usage and where the help is; exit with 2. */
__attribute__((noreturn, format(printf, 2, 3)))
void usage_error(const struct verb *verb, const char *format, ...);

#endif /* NTSECTION_CLI_COMMAND_H */
