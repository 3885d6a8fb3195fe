/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recording as a script for gnuplot.
 */
#ifndef NTSECTION_CLI_DRAWING_H
#define NTSECTION_CLI_DRAWING_H

#include <stdio.h>

#include "recording.h"

/*
 * Write a script that draws the recording on its stdout. @terminal is gnuplot's
 * name for the kind of picture, "svg" or "pngcairo"; @title stands above all.
 */
void drawing_write(FILE *script, const struct recording *recording,
		   const char *terminal, const char *title);

#endif /* NTSECTION_CLI_DRAWING_H */
