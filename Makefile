# SPDX-License-Identifier: GPL-2.0
# The commands a person types. Everything is done elsewhere: Kbuild builds the
# module, userspace/ the libraries, selftests/ the tests, the VM and the demo.

# Headers to build the module for: those of the running kernel, else those of
# the test VM's kernel, which are fetched into a cache.
RUNNING := /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
export PREFIX
KDIR ?= $(if $(wildcard $(RUNNING)),$(RUNNING),$(shell selftests/vm/kernel 6.1)/build)

all: module userspace tests	## module, libraries, command and tests

module: packages		## ntsection.ko for KDIR=DIR, default: see help
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

userspace: packages		## libraries, command and examples
	$(MAKE) -C userspace

tests: userspace		## kselftests
	$(MAKE) -C selftests

install: install-module install-userspace	## all of it, under DESTDIR and PREFIX

install-module: module		## the module for KDIR, to be loaded at boot
	$(MAKE) -C $(KDIR) M=$(CURDIR) INSTALL_MOD_DIR=extra \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(DESTDIR)) modules_install
	install -D -m 644 module/modules-load.conf \
		$(DESTDIR)$(PREFIX)/lib/modules-load.d/ntsection.conf
# The kernel's own makefiles leave this out where there are only headers.
ifeq (,$(DESTDIR))
	for module in /lib/modules/*/extra/ntsection.ko*; do \
		PATH="$$PATH:/usr/sbin:/sbin" depmod "$$(basename "$${module%/extra/*}")" || exit; \
	done
endif

install-userspace: userspace	## libraries, headers, command and its pages
	$(MAKE) -C userspace install
	$(MAKE) -C Documentation/man install

# What an installation with the same variables has, is what it takes away.
uninstall:			## undo "make install" with the same DESTDIR and PREFIX
	userspace/uninstall "$(DESTDIR)" $(MAKE) KDIR=$(KDIR) PREFIX=$(PREFIX)

packages:
	@selftests/vm/packages build

demo:				## what "backed by the paging file" means, with numbers
	selftests/demo/run

deb:				## Debian packages, in selftests/out/deb/
	selftests/deb/build

check-deb:			## install them in fresh Debian systems, and boot these
	selftests/check deb

bench:				## what sections cost, beside what one would take instead
	selftests/bench/run

bench-check:			## the same, and fail where it is worse than it was
	selftests/bench/run check

performance:			## Documentation/performance.md, its figures and pictures anew
	selftests/bench/run page

check:				## all tests and checks, most of them in the VM
	selftests/check

check-matrix:			## all kselftests on each supported kernel
	selftests/matrix

check-matrix-smoke:		## a few kselftests on each supported kernel
	selftests/matrix --smoke

coverage:			## which code of the module the tests reach, and which not
	selftests/coverage/run

check-debug:			## the kselftests on a kernel with KASAN, lockdep and kmemleak
	selftests/check debug

fuzz:				## random operations on the kernel with KASAN: OPERATIONS=N (1000000), SEED=N, KERNEL=NAME
	selftests/fuzz/run $(or $(KERNEL),debug) $(or $(OPERATIONS),1000000) $(addprefix --seed=,$(SEED))

check-race:			## the concurrency tests on a kernel with KCSAN
	selftests/check race

stress:				## the tests under pressure, ten times as long
	selftests/check stress

conformance:			## the table of NT's behaviours, from a run of the tests
	selftests/check kselftest
	selftests/conformance > Documentation/conformance.md
	cat Documentation/conformance.md

pictures:			## the pictures in Documentation/, drawn anew in the VM
	selftests/pictures

kernel-tree:			## the module as a part of Linux 6.12: build it there, without warnings
	selftests/kernel-tree

man:				## man pages, in Documentation/out/man
	$(MAKE) -C Documentation/man

htmldocs:			## the documentation in HTML, in Documentation/out/html
	$(MAKE) -C Documentation htmldocs

map:				## every file, with what it is for
	@Documentation/source-map

release:			## look whether a release can be made
	selftests/release

vm:				## a shell in the test VM, module loaded
	selftests/stage
	selftests/vm/vm

clean:				## remove what was built; the cache stays
	rm -rf selftests/out userspace/out Documentation/out
	rm -f *.o *.ko *.mod *.mod.c .*.cmd Module.symvers modules.order
	rm -f module/*.o module/.*.cmd

help:				## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 20
	@echo
	@echo 'module is built for the running kernel if its headers are installed,'
	@echo 'else for the kernel of the test VM; KDIR=DIR names other headers.'
	@echo 'What is missing on a Debian system is installed, with sudo if needed.'
	@echo 'Downloads are kept in $${XDG_CACHE_HOME:-~/.cache}/ntsection.'

# Every target is something to do, none is a file.
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile)
