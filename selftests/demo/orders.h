/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The inside of a worker process: obeying orders.
 */
#ifndef DEMO_ORDERS_H
#define DEMO_ORDERS_H

#include "cgroup.h"

/* In the new process, right after fork(). */
_Noreturn void orders_obey(int socket, const struct cgroup *cgroup);

#endif
