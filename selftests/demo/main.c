// SPDX-License-Identifier: GPL-2.0
/*
 * demo FOLDER: what "backed by the paging file" means, told with figures.
 *
 * Runs in the test VM as root, with the swap disk that NTSECTION_SWAP_DEVICE
 * names. Writes demo.json and samples.csv to FOLDER. Exit status 0 only if every
 * verdict is true.
 */

#include <stdio.h>

#include "acts.h"
#include "report.h"
#include "sampler.h"
#include "swapdisk.h"
#include "system.h"

static const char introduction[] =
"\n"
"A section is memory that processes share. A program on Windows asks for one\n"
"that is \"backed by the paging file\", and many who read that believe that its\n"
"bytes go to a file on the disk. They do not. Memory has to be backed by\n"
"something for the day when it must leave RAM; the words only say where it\n"
"would go then. This demo shows the \"if\" in it, with sections of ntsection, a\n"
"real swap disk, and five acts.\n";

int main(int argc, char **argv)
{
	static const struct act * const acts[] = {
		&act_freed, &act_paged_out, &act_private, &act_no_swap,
		&act_reset, NULL,
	};
	int i;

	/* Live, and nothing in the buffer that fork() would copy. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 2) {
		fputs("usage: demo FOLDER\n", stderr);
		return 2;
	}
	elapsed();
	swapdisk_init();
	sampler_open(argv[1]);
	report_begin();
	fputs(introduction, stdout);

	for (i = 0; acts[i]; i++) {
		sampler_begin(i + 1, acts[i]->title);
		report_act(i + 1, acts[i]->title, acts[i]->plan);
		acts[i]->run();
		sampler_end();
	}

	sampler_close();
	return report_end(argv[1]) ? 0 : 1;
}
