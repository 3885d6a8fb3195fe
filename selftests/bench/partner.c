// SPDX-License-Identifier: GPL-2.0
/*
 * A second process: it reads an order from a pipe and answers on another.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "partner.h"
#include "system.h"

static void obey(int orders, int answers, void (*work)(void *arg), void *arg)
{
	char order;

	while (read(orders, &order, 1) == 1) {
		if (order == 'w')
			work(arg);
		if (write(answers, &order, 1) != 1)
			_exit(1);
	}
	_exit(0);
}

void partner_begin(struct partner *partner, void (*work)(void *arg), void *arg)
{
	int orders[2], answers[2];

	if (pipe(orders) || pipe(answers))
		die("no pipe");
	partner->pid = fork();
	if (partner->pid < 0)
		die("no second process");
	if (!partner->pid) {
		close(orders[1]);
		close(answers[0]);
		obey(orders[0], answers[1], work, arg);
	}
	close(orders[0]);
	close(answers[1]);
	partner->orders = orders[1];
	partner->answers = answers[0];
}

static void tell(struct partner *partner, char order)
{
	if (write(partner->orders, &order, 1) != 1 ||
	    read(partner->answers, &order, 1) != 1)
		die("the second process is gone");
}

void partner_work(struct partner *partner)
{
	tell(partner, 'w');
}

void partner_nothing(struct partner *partner)
{
	tell(partner, 'n');
}

void partner_end(struct partner *partner)
{
	int status;

	close(partner->orders);
	close(partner->answers);
	if (waitpid(partner->pid, &status, 0) != partner->pid || status)
		die("the second process failed");
}
