// SPDX-License-Identifier: GPL-2.0
/*
 * The layout of every structure of the interface, in numbers: the same for all
 * architectures, and for all time. A member without a line here makes a size
 * wrong. Compiled for each architecture, and never run.
 */
#include <linux/ntsection.h>
#include <stddef.h>

#define SIZE(name, bytes) \
	_Static_assert(sizeof(struct name) == (bytes), "size of " #name)
#define AT(name, member, bytes) \
	_Static_assert(offsetof(struct name, member) == (bytes), \
		       #member " of " #name)

SIZE(ntsection_create, 56);
AT(ntsection_create, size, 0);
AT(ntsection_create, flags, 4);
AT(ntsection_create, size_high, 8);
AT(ntsection_create, size_low, 12);
AT(ntsection_create, protection, 16);
AT(ntsection_create, attributes, 20);
AT(ntsection_create, access, 24);
AT(ntsection_create, pad, 28);
AT(ntsection_create, name, 32);
AT(ntsection_create, name_length, 40);
AT(ntsection_create, mode, 44);
AT(ntsection_create, existed, 48);
AT(ntsection_create, node, 52);

SIZE(ntsection_open, 24);
AT(ntsection_open, size, 0);
AT(ntsection_open, flags, 4);
AT(ntsection_open, name, 8);
AT(ntsection_open, name_length, 16);
AT(ntsection_open, access, 20);

SIZE(ntsection_duplicate, 16);
AT(ntsection_duplicate, size, 0);
AT(ntsection_duplicate, flags, 4);
AT(ntsection_duplicate, access, 8);
AT(ntsection_duplicate, pad, 12);

SIZE(ntsection_query, 64);
AT(ntsection_query, size, 0);
AT(ntsection_query, flags, 4);
AT(ntsection_query, id, 8);
AT(ntsection_query, maximum_size, 16);
AT(ntsection_query, committed, 24);
AT(ntsection_query, resident, 32);
AT(ntsection_query, swapped, 40);
AT(ntsection_query, protection, 48);
AT(ntsection_query, attributes, 52);
AT(ntsection_query, access, 56);
AT(ntsection_query, pad, 60);

SIZE(ntsection_features, 48);
AT(ntsection_features, size, 0);
AT(ntsection_features, flags, 4);
AT(ntsection_features, features, 8);
AT(ntsection_features, maximum_size, 16);
AT(ntsection_features, protections, 24);
AT(ntsection_features, attributes, 28);
AT(ntsection_features, access, 32);
AT(ntsection_features, page_size, 36);
AT(ntsection_features, large_page_size, 40);

SIZE(ntsection_handle, 40);
AT(ntsection_handle, size, 0);
AT(ntsection_handle, flags, 4);
AT(ntsection_handle, id, 8);
AT(ntsection_handle, maximum_size, 16);
AT(ntsection_handle, protection, 24);
AT(ntsection_handle, attributes, 28);
AT(ntsection_handle, access, 32);
AT(ntsection_handle, handles, 36);

SIZE(ntsection_range, 24);
AT(ntsection_range, size, 0);
AT(ntsection_range, flags, 4);
AT(ntsection_range, start, 8);
AT(ntsection_range, length, 16);

SIZE(ntsection_extent, 32);
AT(ntsection_extent, size, 0);
AT(ntsection_extent, flags, 4);
AT(ntsection_extent, start, 8);
AT(ntsection_extent, length, 16);
AT(ntsection_extent, committed, 24);
AT(ntsection_extent, pad, 28);

SIZE(ntsection_remap, 40);
AT(ntsection_remap, size, 0);
AT(ntsection_remap, flags, 4);
AT(ntsection_remap, start, 8);
AT(ntsection_remap, length, 16);
AT(ntsection_remap, prot, 24);
AT(ntsection_remap, pad, 28);
AT(ntsection_remap, address, 32);

SIZE(ntsection_entry, 240);
AT(ntsection_entry, id, 0);
AT(ntsection_entry, maximum_size, 8);
AT(ntsection_entry, committed, 16);
AT(ntsection_entry, resident, 24);
AT(ntsection_entry, swapped, 32);
AT(ntsection_entry, created, 40);
AT(ntsection_entry, ino, 48);
AT(ntsection_entry, protection, 56);
AT(ntsection_entry, attributes, 60);
AT(ntsection_entry, handles, 64);
AT(ntsection_entry, views, 68);
AT(ntsection_entry, uid, 72);
AT(ntsection_entry, gid, 76);
AT(ntsection_entry, pid, 80);
AT(ntsection_entry, mode, 84);
AT(ntsection_entry, name_length, 88);
AT(ntsection_entry, dev, 92);
AT(ntsection_entry, command, 96);
AT(ntsection_entry, name, 112);

SIZE(ntsection_list, 32);
AT(ntsection_list, size, 0);
AT(ntsection_list, flags, 4);
AT(ntsection_list, cursor, 8);
AT(ntsection_list, entries, 16);
AT(ntsection_list, entry_size, 24);
AT(ntsection_list, count, 28);

SIZE(ntsection_residence, 64);
AT(ntsection_residence, size, 0);
AT(ntsection_residence, flags, 4);
AT(ntsection_residence, id, 8);
AT(ntsection_residence, start, 16);
AT(ntsection_residence, length, 24);
AT(ntsection_residence, resident, 32);
AT(ntsection_residence, dirty, 40);
AT(ntsection_residence, huge, 48);
AT(ntsection_residence, swapped, 56);
