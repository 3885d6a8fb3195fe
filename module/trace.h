/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints ntsection:*. Sections are named by their numbers, which fdinfo
 * and the list of sections have as well.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ntsection

#if !defined(_NTSECTION_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _NTSECTION_TRACE_H

#include <linux/mm.h>
#include <linux/tracepoint.h>
#include <linux/ntsection.h>

#include "names.h"
#include "section.h"

#ifndef NTSECTION_TRACE_CALLS
#define NTSECTION_TRACE_CALLS						\
	{ NTSECTION_IOC_CREATE, "create" },				\
	{ NTSECTION_IOC_FEATURES, "features" },				\
	{ NTSECTION_IOC_QUERY, "query" },				\
	{ NTSECTION_IOC_DUPLICATE, "duplicate" },			\
	{ NTSECTION_IOC_COMMIT, "commit" },				\
	{ NTSECTION_IOC_EXTENT, "extent" },				\
	{ NTSECTION_IOC_RESET, "reset" },				\
	{ NTSECTION_IOC_RESET_UNDO, "reset_undo" },			\
	{ NTSECTION_IOC_OPEN, "open" },					\
	{ NTSECTION_IOC_HANDLE, "handle" },				\
	{ NTSECTION_IOC_REMAP, "remap" },				\
	{ NTSECTION_IOC_LIST, "list" },					\
	{ NTSECTION_IOC_RESIDENCE, "residence" },			\
	{ 0, "map" }
#endif

/* A new section. */
TRACE_EVENT(ntsection_create,
	TP_PROTO(const struct ntsection *section, u32 access),
	TP_ARGS(section, access),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, size)
		__field(u32, protection)
		__field(u32, attributes)
		__field(u32, access)
		__array(char, label, NTSECTION_LABEL_SIZE)
	),
	TP_fast_assign(
		__entry->id = section->id;
		__entry->size = section->size;
		__entry->protection = section->protection;
		__entry->attributes = section->attributes;
		__entry->access = access;
		ntsection_name_label(section->name, __entry->label);
		/* A line stays a line, whatever a name has in it. */
		strreplace(__entry->label, '\n', '?');
	),
	TP_printk("id=%llu size=%llu protection=%#x attributes=%#x access=%#x label=%s",
		  __entry->id, __entry->size, __entry->protection,
		  __entry->attributes, __entry->access, __entry->label)
);

DECLARE_EVENT_CLASS(ntsection_handle,
	TP_PROTO(const struct ntsection *section, u32 access),
	TP_ARGS(section, access),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u32, access)
	),
	TP_fast_assign(
		__entry->id = section->id;
		__entry->access = access;
	),
	TP_printk("id=%llu access=%#x", __entry->id, __entry->access)
);

/* Another handle of a section, by its name. */
DEFINE_EVENT(ntsection_handle, ntsection_open,
	TP_PROTO(const struct ntsection *section, u32 access),
	TP_ARGS(section, access)
);

/* Another handle of a section, made of a handle. */
DEFINE_EVENT(ntsection_handle, ntsection_duplicate,
	TP_PROTO(const struct ntsection *section, u32 access),
	TP_ARGS(section, access)
);

/* A handle is closed, in whatever process it was the last descriptor of. */
DEFINE_EVENT(ntsection_handle, ntsection_close,
	TP_PROTO(const struct ntsection *section, u32 access),
	TP_ARGS(section, access)
);

/* A new view. */
TRACE_EVENT(ntsection_map,
	TP_PROTO(const struct ntsection *section,
		 const struct vm_area_struct *vma),
	TP_ARGS(section, vma),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, address)
		__field(u64, length)
		__field(u64, offset)
		__field(u32, prot)
		__field(bool, copy)
	),
	TP_fast_assign(
		__entry->id = section->id;
		__entry->address = vma->vm_start;
		__entry->length = vma->vm_end - vma->vm_start;
		__entry->offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
		__entry->prot = vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC);
		__entry->copy = !(vma->vm_flags & VM_MAYSHARE);
	),
	TP_printk("id=%llu address=%#llx length=%llu offset=%llu prot=%u copy=%d",
		  __entry->id, __entry->address, __entry->length,
		  __entry->offset, __entry->prot, __entry->copy)
);

/*
 * The last view of an access class is gone, and so is the last handle. Of one
 * view among several the module is not told.
 */
DEFINE_EVENT(ntsection_handle, ntsection_unmap,
	TP_PROTO(const struct ntsection *section, u32 access),
	TP_ARGS(section, access)
);

DECLARE_EVENT_CLASS(ntsection_range,
	TP_PROTO(const struct ntsection *section, u64 first, u64 end),
	TP_ARGS(section, first, end),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, start)
		__field(u64, length)
	),
	TP_fast_assign(
		__entry->id = section->id;
		__entry->start = first << PAGE_SHIFT;
		__entry->length = (end - first) << PAGE_SHIFT;
	),
	TP_printk("id=%llu start=%llu length=%llu", __entry->id,
		  __entry->start, __entry->length)
);

/* Pages were committed, by whomever before. */
DEFINE_EVENT(ntsection_range, ntsection_commit,
	TP_PROTO(const struct ntsection *section, u64 first, u64 end),
	TP_ARGS(section, first, end)
);

/* The content of pages is not needed any more, */
DEFINE_EVENT(ntsection_range, ntsection_reset,
	TP_PROTO(const struct ntsection *section, u64 first, u64 end),
	TP_ARGS(section, first, end)
);

/* or again, and nothing was lost. */
DEFINE_EVENT(ntsection_range, ntsection_reset_undo,
	TP_PROTO(const struct ntsection *section, u64 first, u64 end),
	TP_ARGS(section, first, end)
);

/* A section is gone, with its memory and its charge. */
TRACE_EVENT(ntsection_destroy,
	TP_PROTO(const struct ntsection *section),
	TP_ARGS(section),
	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, size)
	),
	TP_fast_assign(
		__entry->id = section->id;
		__entry->size = section->size;
	),
	TP_printk("id=%llu size=%llu", __entry->id, __entry->size)
);

/* A call was refused; 0 for @call means mmap(). */
TRACE_EVENT(ntsection_refuse,
	TP_PROTO(unsigned int call, int error),
	TP_ARGS(call, error),
	TP_STRUCT__entry(
		__field(u32, call)
		__field(int, error)
	),
	TP_fast_assign(
		__entry->call = call;
		__entry->error = -error;
	),
	TP_printk("call=%s errno=%d",
		  __print_symbolic(__entry->call, NTSECTION_TRACE_CALLS),
		  __entry->error)
);

#endif /* _NTSECTION_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
