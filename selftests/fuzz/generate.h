/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operations by chance.
 */
#ifndef FUZZ_GENERATE_H
#define FUZZ_GENERATE_H

#include "model.h"
#include "op.h"

/* The model is asked for numbers that make sense; most operations succeed. */
struct op generate(struct dice *dice, const struct model *model);

#endif /* FUZZ_GENERATE_H */
