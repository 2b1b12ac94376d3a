# Every command a person types.  `make` alone prints them: the lines that start with ##.
#
# Objects go to build/; ./labNN, the learner's own program, is the one exception.
# A rule that makes labs/ from solutions/ would be shorter and wrong: after a checkout
# file times are arbitrary, and make could overwrite a learner's work.

# The labs are whatever NN-name.c there is; nothing below knows how many.
# (LABS=06,07 on the command line is for check-vm.)
VM_LABS   := $(LABS)
override LABS := $(sort $(notdir $(basename $(wildcard labs/[0-9][0-9]-*.c solutions/[0-9][0-9]-*.c))))
NUMBERS   := $(foreach l,$(LABS),$(word 1,$(subst -, ,$(l))))
SOLVED    := $(foreach l,$(notdir $(basename $(wildcard solutions/[0-9][0-9]-*.c))),$(word 1,$(subst -, ,$(l))))
# The labs that take a ROOTFS: they want one to be there.
ROOTED    := $(foreach l,$(notdir $(basename $(shell grep -l '\[ROOTFS\]' labs/*.c solutions/*.c 2>/dev/null))),$(word 1,$(subst -, ,$(l))))
file_of    = $(filter $(1)-%,$(LABS))

CFLAGS    ?= -O2 -g
LAB_FLAGS := -std=gnu11 -Wall -Wextra -Wshadow -Wmissing-prototypes -Wvla -Icommon
# A blank step uses neither its parameters nor the helpers that were made for it.
BLANK     := -Wno-unused-parameter -Wno-unused-function -Wno-unused-const-variable
# Each lab links what it uses, no more: it starts faster.  libmount is loaded when it is needed
# (common/mounts.c); a learner's program may need it for a hint when that is too late.
LDLIBS    := -Wl,--as-needed -lcap -lmnl -ldl
HINT_LIBS := -Wl,--no-as-needed -lmount
COMMON    := $(patsubst common/%.c,build/common/%.o,$(wildcard common/*.c))
LIB       := build/liblab.a
TOOLS     := build/tests/host build/tests/probe build/tests/captive build/tests/fail-one \
	     build/tests/can build/tests/wrong build/tests/rootfs.made
# How tests/ compiles what it cuts: the prefix programs and the mutants.
export LAB_CC := $(CC) $(CPPFLAGS) $(LAB_FLAGS) $(BLANK) $(CFLAGS) $(LDFLAGS)
export IMAGE
export LAB_LIBS := $(LIB) $(LDLIBS) $(HINT_LIBS)
# What all is built with: another compiler or other flags build all anew.
export BUILT_WITH := $(LAB_CC) $(LAB_LIBS)

# "make -j clean labs": first the one, then the other.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help deps demo check labs solutions rootfs starters check-starters mutants \
	check-style handout clean

## make deps demo    the first command: install what is missing, tour the finished labs
## make check        the second: grade the finished programs with every test
##
## make lab05        build your lab05; then ./lab05, or ./lab05 COMMAND
## make test05       judge it: which step is done, wrong, or not written yet, and why
## make try05        play with it in a throw-away machine, as its root
## make solution05   build the finished one: build/solutions/lab05
## make diff05       compare yours with the finished one
## make trace05      watch the finished one's system calls (strace)
## make hint05 STEP=2   a hint for a step; once more for a stronger one
## make watch05      judge it again at each save
## make progress     all of yours, in a table
## make doctor       what this machine can do for each lab, and the cures
## make reset05      start lab 05 again from the blank steps (keeps yours as .old)
help:
	@sed -n 's/^## \{0,1\}//p' Makefile

## make labs         build all of yours
labs: $(NUMBERS:%=lab%)

## make solutions    build all finished ones
solutions: $(SOLVED:%=solution%)

## make rootfs       make build/rootfs, a small root filesystem, from busybox;
##                   IMAGE=file.tar unpacks that one instead (docker export writes such)
rootfs: needs-tools
	tests/mkrootfs build/rootfs $(if $(value IMAGE),"$$IMAGE")
	@touch build/rootfs.made

## make clean        remove what was built, and what a killed run has left
clean:
	tests/sweep build
	rm -f $(NUMBERS:%=lab%)

## make handout      handout.tar.gz: this tree for learners, without the solutions
handout: check-starters
	@tests/deps --check git
	@git ls-files --error-unmatch Makefile >/dev/null 2>&1 || { \
		echo "make handout packs what git has of this tree, and this is no clone" >&2; exit 1; }
	git ls-files -z | grep -zv -e '^solutions/' -e '^tests/mutants/' -e '^tests/hostile/' -e '^tests/others/' -e '^\.ci/' \
	| tar -czf handout.tar.gz --null -T - --transform 's,^,container-labs/,'
	@echo "handout.tar.gz: $$(tar -tzf handout.tar.gz | wc -l) files"

## make bench        time lab 09 beside unshare, bubblewrap, crun and runc (hyperfine)
.PHONY: bench
bench: has-solutions solution09 build/tests/floor $(TOOLS)
	@tests/bench

## make grade SUBMISSIONS=DIR [OUT=DIR] [JOBS=N] [ONLY="01 05"] [VM=yes]
##                   judge a class: a folder or tar a learner, with labs/*.c in it; VM=yes
##                   where namespaces are forbidden: in the machine of check-vm, slower
.PHONY: grade progress doctor
grade: has-solutions $(SOLVED:%=solution%) $(SOLVED:%=build/solutions/prefix/lab%.made) $(TOOLS) | needs-bats
	@tests/deps --check parallel
	@tests/grade

progress: $(TOOLS) $(LIB) | needs-bats
	@tests/progress $(LABS)

doctor:
	@tests/doctor $(LABS)

##
## For maintainers:
## make starters     cut labs/ from solutions/ (refuses if labs/ has uncommitted work)
starters: has-solutions
	@tests/deps --check git awk
	@changed=$$(git status --porcelain labs/) || { echo "git can't tell whether labs/ has uncommitted work: nothing done" >&2; exit 1; }; \
	if [ -n "$$changed" ]; then \
		echo "labs/ has uncommitted work: commit it, or git checkout labs/" >&2; exit 1; fi
	@mkdir -p build
	for f in solutions/*.c; do \
		awk -v from=1 -f tests/cut.awk "$$f" >build/starter.c || exit 1; \
		mv build/starter.c labs/$$(basename "$$f") || exit 1; done

## make check-starters   prove that labs/ is what solutions/ cuts to, and that all compile
##                   without a warning
check-starters: has-solutions
	@tests/check-starters

## make mutants      test the tests: every known wrong program must be caught, by name
mutants: has-solutions $(TOOLS) $(LIB)
	@tests/mutants.sh $(MUTANT)

## make others       and the other way: correct programs of another structure pass all
.PHONY: others
others: has-solutions $(TOOLS) $(LIB)
	@tests/others.sh $(OTHER)

## make check-guide  run every command that GUIDE.md shows, and compare (part of check)
.PHONY: check-guide
check-guide: has-solutions $(SOLVED:%=solution%) $(TOOLS) | needs-tools
	@tests/deps --check strace cram
	@tests/check-guide $(LINE)

## make guide        build/guide.html: the guide as one page, for a browser or for paper
.PHONY: guide
guide:
	@tests/guide/html

## make check-vm     check in a virtual machine with cgroup v2; CGROUP=1, SUITE=trixie,
##                   LABS=06,07 or FILES="tests/host.bats", FILTER=REGEX, WHO=root,
##                   RUN=COMMAND
.PHONY: check-vm
export SUITE CGROUP VM_LABS FILES FILTER WHO RUN
check-vm: has-solutions $(SOLVED:%=solution%) $(SOLVED:%=build/solutions/prefix/lab%.made) $(TOOLS)
	@tests/vm/check

## make check-style  clang-format, shellcheck, -Werror with gcc and clang, sanitizers; the
##                   guide's Markdown, spelling and diagrams
check-style: has-solutions
	@tests/check-style

# ---- set-up ----------------------------------------------------------------------

deps:
	@tests/deps

.PHONY: has-solutions
has-solutions:
	@[ -d solutions ] || { echo "this tree has no solutions/ (make handout leaves them out)" >&2; exit 1; }

# What building takes.  Order-only, and after deps when both are asked for (make -j).
.PHONY: needs-cc needs-tools needs-bats
needs-cc: $(filter deps,$(MAKECMDGOALS))
	@tests/deps --check cc libc pkg-config libcap libmount libmnl
needs-tools: needs-cc
	@tests/deps --check busybox awk
needs-bats: needs-tools
	@tests/deps --check bats flock

demo: has-solutions $(SOLVED:%=solution%) $(TOOLS)
	@tests/demo $(SOLVED)

check: has-solutions $(SOLVED:%=solution%) $(SOLVED:%=build/solutions/prefix/lab%.made) $(TOOLS) | needs-bats
	@LABS_BIN=build/solutions tests/run-bats tests
	@$(MAKE) -s check-guide

# ---- building ----------------------------------------------------------------------

# Touched only if it changes, as its rule runs each time.
.PHONY: always
build/flags: always
	@mkdir -p $(@D)
	@printf '%s\n' "$$BUILT_WITH" | cmp -s - $@ || printf '%s\n' "$$BUILT_WITH" >$@

build/common/%.o: common/%.c build/flags | needs-cc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LAB_FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(COMMON)
	@rm -f $@
	$(AR) rcs $@ $^

-include $(COMMON:.o=.d)

# The judge's own programs: the pretend host, and what runs inside.
build/tests/host: $(wildcard tests/host/*.[ch]) build/flags | needs-cc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LAB_FLAGS) $(CFLAGS) -o $@ $(filter %.c,$^)

# What is put into a container or a container's way is static: it needs nothing there.
build/tests/probe build/tests/captive build/tests/fail-one build/tests/floor: build/tests/%: tests/%.c build/flags | needs-cc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LAB_FLAGS) $(CFLAGS) -static -o $@ $<

build/tests/can: tests/can.c build/flags | needs-cc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LAB_FLAGS) $(CFLAGS) -o $@ $<

build/tests/wrong: tests/wrong.c common/lab.h $(LIB) build/flags | needs-cc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LAB_FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS) $(HINT_LIBS)

# The learner's ROOTFS (made once; `make rootfs` makes it anew), and the tests' own copy.
ifneq ($(filter rootfs,$(MAKECMDGOALS)),)
build/rootfs.made: | rootfs
else
build/rootfs.made: | needs-tools
	tests/mkrootfs build/rootfs
	@touch $@
endif

build/tests/rootfs.made: tests/mkrootfs | needs-tools
	@mkdir -p $(@D)
	tests/mkrootfs build/tests/rootfs
	@touch $@

.PHONY: judge-tools
judge-tools: $(TOOLS)

# BASE.made lists the prefix programs BASE.1, BASE.2, ...: one that is gone is to be built.
if_lost = $(if $(filter-out $(wildcard $(1).*),$(file <$(1).made)),always)

# One set of rules a lab: $(1) is its number, $(2) its file's name.
define lab_rules
.PHONY: test$(1) hint$(1) watch$(1) try$(1) trace$(1) reset$(1) diff$(1) solution$(1)

lab$(1): labs/$(2).c common/lab.h $$(LIB) $(if $(filter $(1),$(ROOTED)),| build/rootfs.made)
	$$(CC) $$(CPPFLAGS) $$(LAB_FLAGS) $$(BLANK) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$< $$(LIB) $$(LDLIBS) $$(HINT_LIBS)

solution$(1): has-solutions $(if $(filter $(1),$(SOLVED)),build/solutions/lab$(1))
build/solutions/lab$(1): solutions/$(2).c common/lab.h $$(LIB) $(if $(filter $(1),$(ROOTED)),| build/rootfs.made)
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(LAB_FLAGS) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$< $$(LIB) $$(LDLIBS)

# "Steps 1 to k are theirs, the rest blank": step k is judged on that program.
build/prefix/lab$(1).made: labs/$(2).c common/lab.h tests/cut.awk tests/prefixes $$(LIB) $(call if_lost,build/prefix/lab$(1))
	@mkdir -p $$(@D)
	@tests/prefixes $$< build/prefix/lab$(1) >$$@
build/solutions/prefix/lab$(1).made: solutions/$(2).c common/lab.h tests/cut.awk tests/prefixes $$(LIB) $(call if_lost,build/solutions/prefix/lab$(1))
	@mkdir -p $$(@D)
	@tests/prefixes $$< build/solutions/prefix/lab$(1) >$$@

.PHONY: judge$(1) judge-solution$(1)
judge$(1): lab$(1) build/prefix/lab$(1).made $$(TOOLS)
judge-solution$(1): solution$(1) build/solutions/prefix/lab$(1).made $$(TOOLS)

test$(1): export LABS_BUILT := 1
test$(1): judge$(1) | needs-bats
	@tests/verdict $(2)

hint$(1):
	@tests/hint $(2) $(STEP)

watch$(1):
	@tests/deps --check entr
	@ls labs/$(2).c common/*.[ch] | entr -c $(MAKE) -s test$(1)

try$(1): lab$(1) $$(TOOLS)
	@tests/try lab$(1)

trace$(1): $$(TOOLS) $(if $(filter $(1),$(SOLVED)),solution$(1),lab$(1))
	@tests/deps --check strace
	@tests/trace $(2)

reset$(1):
	@mkdir -p build
	awk -v from=1 -f tests/cut.awk $(if $(filter $(1),$(SOLVED)),solutions/$(2).c,labs/$(2).c) >build/reset$(1).c
	@if cmp -s build/reset$(1).c labs/$(2).c; then echo "labs/$(2).c is blank already"; \
	else if [ -f labs/$(2).c ]; then mv --backup=numbered labs/$(2).c labs/$(2).c.old; fi; \
		mv build/reset$(1).c labs/$(2).c; fi

diff$(1): has-solutions
	@tests/deps --check git
	@git --no-pager diff --no-index labs/$(2).c solutions/$(2).c || true
endef
$(foreach n,$(NUMBERS),$(eval $(call lab_rules,$(n),$(call file_of,$(n)))))
