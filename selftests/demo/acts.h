/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The five acts of the demo, each in a file of its own.
 */
#ifndef DEMO_ACTS_H
#define DEMO_ACTS_H

/* What the limited processes may have in RAM. */
#define ACT_LIMIT	(24 << 20)

/**
 * struct act - an act
 * @title: what it is about; also above its panel of the plot
 * @plan: what is about to happen
 * @run: lets it happen, and reports figures, checks and verdict
 */
struct act {
	const char *title;
	const char *plan;
	void (*run)(void);
};

extern const struct act act_freed;
extern const struct act act_paged_out;
extern const struct act act_private;
extern const struct act act_no_swap;
extern const struct act act_reset;

#endif
