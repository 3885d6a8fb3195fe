// SPDX-License-Identifier: GPL-2.0
/*
 * A plugin of QEMU's emulator: counts the instructions of each block that the
 * guest executes between two addresses of its program, and writes them when the
 * second is reached, as lines "address instructions".
 *
 *	-plugin plugin.so,begin=HEX,end=HEX,out=PREFIX
 *
 * The first time goes to PREFIX0, the next to PREFIX1 and so on. Debian's QEMU
 * takes plugins and comes without their header, so what is used of the
 * interface, version 1, is declared here.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;

enum { NO_REGISTERS, ADD_U64 = 0 };

typedef void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void executed(unsigned int cpu, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   translated *call);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb,
					  executed *call, int flags, void *data);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb, int op,
					      void *to, uint64_t value);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);

EXPORT int qemu_plugin_version = 1;

struct block {
	uint64_t address, length, executed;
	struct block *next;
};

#define BUCKETS 65536

static struct block *blocks[BUCKETS];
static uint64_t begin, end;
static const char *prefix;

/* A block is translated again and again: the count goes on. */
static struct block *block_at(uint64_t address, uint64_t length)
{
	struct block **bucket = &blocks[(address >> 2 ^ address >> 18) % BUCKETS];
	struct block *block;

	for (block = *bucket; block; block = block->next)
		if (block->address == address && block->length == length)
			return block;
	block = calloc(1, sizeof(*block));
	if (!block)
		abort();
	block->address = address;
	block->length = length;
	block->next = *bucket;
	*bucket = block;
	return block;
}

static void count_anew(unsigned int cpu, void *data)
{
	struct block *block;
	int i;

	(void)cpu;
	(void)data;
	for (i = 0; i < BUCKETS; i++)
		for (block = blocks[i]; block; block = block->next)
			block->executed = 0;
}

static void write_counts(unsigned int cpu, void *data)
{
	static int number;
	struct block *block;
	char path[4096];
	FILE *file;
	int i;

	(void)cpu;
	(void)data;
	snprintf(path, sizeof(path), "%s%d", prefix, number++);
	file = fopen(path, "we");
	if (!file)
		abort();
	for (i = 0; i < BUCKETS; i++)
		for (block = blocks[i]; block; block = block->next)
			if (block->executed)
				fprintf(file, "%" PRIx64 " %" PRIu64 "\n",
					block->address, block->executed);
	if (fclose(file))
		abort();
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	uint64_t address = qemu_plugin_tb_vaddr(tb);
	uint64_t length = qemu_plugin_tb_n_insns(tb);
	struct block *block = block_at(address, length);

	(void)id;
	qemu_plugin_register_vcpu_tb_exec_inline(tb, ADD_U64, &block->executed,
						 length);
	if (address == begin)
		qemu_plugin_register_vcpu_tb_exec_cb(tb, count_anew,
						     NO_REGISTERS, NULL);
	if (address == end)
		qemu_plugin_register_vcpu_tb_exec_cb(tb, write_counts,
						     NO_REGISTERS, NULL);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc,
			       char **argv);
EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc,
			       char **argv)
{
	int i;

	(void)info;
	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "begin=", 6))
			begin = strtoull(argv[i] + 6, NULL, 16);
		else if (!strncmp(argv[i], "end=", 4))
			end = strtoull(argv[i] + 4, NULL, 16);
		else if (!strncmp(argv[i], "out=", 4))
			prefix = argv[i] + 4;
	}
	if (!begin || !end || !prefix)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	return 0;
}
