/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls on /dev/ntsection.
 */
#ifndef NTSECTION_LIB_DEVICE_H
#define NTSECTION_LIB_DEVICE_H

#include "ntsection.h"

/* One call on @device, or if that is -1 on the device opened for this call. */
int device_ioctl(int device, unsigned long request, void *args);

#endif /* NTSECTION_LIB_DEVICE_H */
