#!/usr/bin/env bats
# Tests of the small tools: tests/deps, tests/mkrootfs, tests/sweep, make, helper.bash.
#
# Whatever mounts something does so in a mount namespace of its own (pretend), never in the
# machine's: a mistake here would remove this machine's files.
#
# shellcheck disable=SC2016  # the scripts for pretend are in single quotes

load helper # need_or_skip; what is of the same name here holds

setup() {
  T=$(mktemp -d)
  cd "$T" || return 1
  # Copies, for the tests that run as another user: the tree may be closed to it.
  mkdir tools
  cp "$BATS_TEST_DIRNAME"/{deps,mkrootfs,sweep} tools
  export SWEEP_CGROUPS=$T/cgroups  # not the machine's
  USER_ID=
  if [ "$(id -u)" = 0 ]; then USER_ID=12345; fi
}

teardown() {
  cd / && chmod -R u+rwx "$T" && rm -rf --one-file-system "$T"
}

# try STATUS COMMAND [ARG...]  Its output is left in ./out, its messages in ./err.
try() {
  local want=$1 status=0
  shift
  "$@" >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
  [ "$status" = "$want" ] || { echo "$*: status $status, expected $want"; cat "$T/out" "$T/err"; return 1; }
}

is() {  # is ACTUAL EXPECTED
  [ "$1" = "$2" ] || { printf 'found    %s\nexpected %s\n' "$1" "$2"; return 1; }
}

has() {  # has FILE PART
  grep -qF -e "$2" "$1" || { printf 'not there: %s\nin:\n' "$2"; cat "$1"; return 1; }
}

there() { [ -e "$1" ] || [ -L "$1" ] || { echo "$1 is gone"; return 1; }; }

gone() { if [ -e "$1" ] || [ -L "$1" ]; then echo "$1 is still there"; ls -la "$1"; return 1; fi; }

# An ordinary user, who owns everything here.
as_user() {
  if [ -z "$USER_ID" ]; then
    "$@"
  else
    chown -hR "$USER_ID:$USER_ID" "$T" && setpriv --reuid="$USER_ID" --regid="$USER_ID" --clear-groups "$@"
  fi
}

# A script, as root of a user namespace, where it can mount without touching the machine.
pretend() {
  unshare --user --map-root-user --mount --propagation private bash -euc "$1"
}

need_pretend() {
  pretend true 2>/dev/null || need_or_skip "no user namespaces here"
}

need_busybox() {
  tools/deps --busybox >/dev/null || need_or_skip "no static busybox here: make deps"
}

# ---- sweep -----------------------------------------------------------------------------

@test "sweep: removes the folder, whatever its name and modes, as an ordinary user too" {
  local odd=$' b u\\i\nld\n'
  mkdir -p "$odd/x/y"
  echo 1 >"$odd/x/y/f"
  chmod 555 "$odd/x/y" "$odd"
  chmod 0 "$odd/x"
  try 0 as_user tools/sweep "$odd"
  gone "$odd"
  is "$(find . -name '*sweep.*')" ""
  try 0 tools/sweep "$odd"
  is "$(cat err)" ""
}

@test "sweep: bad use" {
  try 2 tools/sweep
  try 2 tools/sweep ""
  try 2 tools/sweep a b
  mkdir real
  ln -s real build
  try 1 tools/sweep build
  try 1 tools/sweep build/
  there real
  echo file >file
  try 1 tools/sweep file
  there file
}

@test "sweep: never removes the folder we are in, the home folder or one above them" {
  mkdir -p build/sub home/nina
  cd build/sub
  try 1 ../../tools/sweep ..
  try 1 ../../tools/sweep .
  cd "$T"
  HOME=$T/home/nina try 1 tools/sweep home
  there home/nina
}

@test "sweep: a folder of the machine that is bound below is unmounted, not emptied" {
  need_pretend
  mkdir -p victim build/a/b "build/s p a" $'build/new\nline'
  echo precious >victim/file
  echo precious >file
  touch build/onfile
  pretend '
    mount --bind victim build/a/b
    mount --bind victim "build/s p a"
    mount --bind victim build/new$'"'\\n'"'line
    mount --bind victim build/new$'"'\\n'"'line
    mount --bind file build/onfile
    mount -t tmpfs x build/a
    mkdir build/a/deeper
    mount --bind victim build/a/deeper
    tools/sweep build
    [ ! -e build ]
    if grep -F "$PWD/build" /proc/self/mountinfo; then exit 1; fi
  '
  is "$(cat victim/file file)" $'precious\nprecious'
  gone build
}

@test "sweep: a mount that a program still uses is detached" {
  need_pretend
  mkdir -p victim build/a
  echo precious >victim/file
  pretend '
    mount --bind victim build/a
    (cd build/a && exec sleep 60 >/dev/null 2>&1 3>&- 4>&-) &
    for i in $(seq 100); do
      [ "$(readlink /proc/$!/cwd)" != "$PWD/build/a" ] || break
      sleep 0.02
    done
    if umount build/a 2>/dev/null; then exit 1; fi
    tools/sweep build
    kill $!
  '
  there victim/file
  gone build
}

@test "sweep: a bound copy of a shared tree goes without a mount of the original" {
  need_pretend
  mkdir -p tree build/copy
  pretend '
    mount -t tmpfs tree tree
    mount --make-shared tree
    mkdir tree/proc
    mount -t tmpfs sub tree/proc
    echo precious >tree/proc/file
    mount --rbind tree build/copy
    [ -e build/copy/proc/file ]
    tools/sweep build
    [ -e tree/proc/file ]
  '
  gone build
}

@test "sweep: refuses, and names the mount, where it may not unmount" {
  need_pretend
  mkdir -p victim "build/a b/c"
  echo precious >victim/file
  echo mine >build/file
  pretend '
    mount --bind victim "build/a b/c"
    if setpriv --bounding-set=-all --inh-caps=-all tools/sweep build 2>err; then exit 1; fi
    [ -e build/file ]
    [ -e "build/a b/c/file" ]
  '
  has err "build/a\\ b/c"
  has err "nothing was removed"
  there victim/file
}

@test "sweep: a build folder that is a mount itself is left alone" {
  need_pretend
  mkdir victim build
  echo precious >victim/file
  pretend 'mount --bind victim build; if tools/sweep build 2>err; then exit 1; fi'
  has err "mount point itself"
  there victim/file
}

@test "sweep -n: unmounts nothing" {
  need_pretend
  mkdir -p victim build/a
  echo precious >victim/file
  pretend 'mount --bind victim build/a; if tools/sweep -n build 2>err; then exit 1; fi; [ -e build/a/file ]'
  has err "build/a"
  there victim/file
  try 0 tools/sweep -n build  # the mount has gone with its namespace
  gone build
}

@test "sweep: what an interrupted sweep left is removed, too" {
  mkdir -p build build.sweep.Ab3dEf/x build.sweep.other
  try 0 tools/sweep build
  is "$(echo build*)" "build.sweep.other"
}

@test "sweep: empty groups of the labs go; those in use and those of others stay" {
  mkdir -p cgroups/{labs-host-1/lab06-7,lab06-2,lab09-3,labs-host-locked,labs-host-busy/{inner,empty},mine,lab12-web,lab6-4,labs-host-5/deep/deeper}
  echo 4711 >cgroups/labs-host-busy/inner/cgroup.procs
  ln -s mine cgroups/lab06-link
  exec 7<cgroups/labs-host-locked
  flock -n 7
  try 0 tools/sweep build
  exec 7<&-
  is "$(cd cgroups && echo *)" "lab06-link lab12-web lab6-4 labs-host-busy labs-host-locked mine"
  there cgroups/labs-host-busy/inner/cgroup.procs
  there cgroups/labs-host-busy/empty
  try 0 tools/sweep build  # nobody holds it any more
  gone cgroups/labs-host-locked
}

@test "sweep -n: touches no group" {
  mkdir -p cgroups/lab06-2
  try 0 tools/sweep -n build
  there cgroups/lab06-2
}

# ---- mkrootfs --------------------------------------------------------------------------

@test "mkrootfs: a small complete root, made by an ordinary user" {
  need_busybox
  try 0 as_user tools/mkrootfs "new/root fs/"
  is "$(cat err out)" ""
  cd "new/root fs"
  is "$(echo *)" "bin dev etc home mnt proc root run sbin sys tmp usr var"
  is "$(readlink bin/sh)" busybox
  is "$(stat -c %a . tmp var/tmp | tr '\n' ' ')" "755 1777 1777 "
  is "$(find . -type b -o -type c)" ""
  is "$(find dev proc sys -mindepth 1)" ""
  is "$(find . -lname '/*')" ""
  is "$(grep -c '^nina:x:1000:' etc/passwd etc/group | tr '\n' ' ')" "etc/passwd:1 etc/group:1 "
  has etc/os-release 'NAME="busybox rootfs of the labs"'
  is "$(bin/echo hello) $(usr/sbin/echo hello)" "hello hello"
  is "$(ls ..)" "root fs"
}

@test "mkrootfs: in it, programs are found in every folder of PATH" {
  need_busybox
  need_pretend
  try 0 tools/mkrootfs root
  pretend 'exec unshare --root=root /bin/sh -c "
    for PATH in /bin /sbin /usr/bin /usr/sbin; do
      id -un
    done; cd /root; pwd"' >said
  is "$(tr '\n' ' ' <said)" "root root root root /root "
}

@test "mkrootfs: replaces an older folder, and leaves only the new one" {
  need_busybox
  mkdir -p root/old
  chmod 555 root/old root
  try 0 as_user tools/mkrootfs root
  gone root/old
  there root/bin/sh
  is "$(echo root*)" root
}

@test "mkrootfs: refuses while something is mounted in the older folder" {
  need_busybox
  need_pretend
  mkdir -p victim root/mnt
  echo precious >victim/file
  pretend 'mount --bind victim root/mnt; if tools/mkrootfs root 2>err; then exit 1; fi; [ -e root/mnt/file ]'
  has err "root/mnt"
  has err "mkrootfs: root stays as it was"
  there victim/file
  is "$(echo root*)" root
}

@test "mkrootfs: interrupted at any moment, it leaves nothing and the older folder stays" {
  local delay
  mkdir -p root/old
  mkfifo image.tar  # nobody writes it: tar waits
  for delay in 0 0.01 0.02 0.03 0.05 0.2; do
    tools/mkrootfs root image.tar >out 2>err 3>&- 4>&- &
    sleep "$delay"
    kill -TERM "$!"
    for _ in $(seq 500); do
      kill -0 "$!" 2>/dev/null || break
      sleep 0.02
    done
    if kill -KILL "$!" 2>/dev/null; then echo "it did not end"; return 1; fi
    is "$(echo root*)" root
  done
  there root/old
}

@test "mkrootfs: bad use" {
  try 2 tools/mkrootfs
  try 2 tools/mkrootfs a b c
  try 1 tools/mkrootfs root none.tar
  mkdir real
  ln -s real root
  try 1 tools/mkrootfs root
  has err "root is a symbolic link"
  is "$(ls real)" ""
}

# A folder like the root of an image, in ./image, with names that make trouble.
image() {
  mkdir -p image/bin image/dev image/ro image/tmp image/usr/lib "image/s p -> a/ce"
  echo sh >image/bin/sh
  ln -s /bin/sh image/bin/absolute
  ln image/bin/sh image/bin/hard
  ln -s usr/lib image/lib
  echo odd >image/$'new\nline "quoted" back\\slash'
  echo odd >"image/s p -> a/ce/f link to x"
  chmod 4755 image/bin/sh
  echo r >image/ro/file
  chmod 1777 image/tmp
  chmod 555 image/ro image
}

@test "mkrootfs: unpacks an image, plain and compressed" {
  image
  # docker export's names have no ./ in front; other tools write it.
  (cd image && tar -cf ../image.tar ./* && tar -cf ../dotted.tar .)
  gzip -k image.tar
  cp image.tar.gz image.tgz
  if xz -k image.tar 2>/dev/null; then cp image.tar.xz i.xz; fi
  if zstd -qk image.tar 2>/dev/null; then cp image.tar.zst i.zst; fi
  local file
  for file in image.tar* image.tgz dotted.tar; do
    try 0 as_user tools/mkrootfs root "$file"
    diff -r --no-dereference image root
    is "$(readlink root/bin/absolute)" /bin/sh
    is "$(stat -c %h root/bin/hard)" 2
    is "$(stat -c %a root/ro root/tmp | tr '\n' ' ')" "555 1777 "
    is "$(cat root/new*)" odd
  done
  is "$(echo root*)" root
}

@test "mkrootfs: owners stay what they are for root" {
  [ "$(id -u)" = 0 ] || need_or_skip "only for root"
  chown 65534 "$T" 2>/dev/null || need_or_skip "only for root with more than one id"
  image
  chown -h 33:34 image/bin/sh
  (cd image && tar -cf ../image.tar .)
  try 0 tools/mkrootfs root image.tar
  is "$(stat -c %u:%g root/bin/sh)" 33:34
}

@test "mkrootfs: set-user-ID and set-group-ID bits are left out, and counted: anybody could use them" {
  image
  echo x >image/usr/lib/mail
  chmod 2755 image/usr/lib/mail
  chmod 2775 image/usr/lib # on a folder it gives no power
  (cd image && tar -cf ../image.tar .)
  local user
  for user in env as_user; do
    try 0 "$user" tools/mkrootfs root image.tar
    has err "left out: 0 device nodes; the set-user-ID and set-group-ID bits of 3 files"
    is "$(stat -c %a root/bin/sh root/usr/lib/mail root/usr/lib | xargs)" "755 755 2775"
  done
}

@test "mkrootfs: device nodes are left out, and counted" {
  [ "$(id -u)" = 0 ] || need_or_skip "only root can make such an image"
  image
  mknod image/dev/null c 1 3 2>/dev/null || need_or_skip "no mknod here"
  mknod image/dev/$'a\n"b" \\c[*]' b 7 200
  ln image/dev/null image/dev/zero
  echo plain >image/dev/nullx
  (cd image && tar -cf ../image.tar ./* && tar -cf ../dotted.tar .)
  local file user
  for file in image.tar dotted.tar; do
    for user in env as_user; do
      try 0 "$user" tools/mkrootfs root "$file"
      has err "left out: 3 device nodes; the set-user-ID and set-group-ID bits of 2 files"
      is "$(ls root/dev)" nullx
    done
  done
}

# hostile PART...  The image x.tar must be refused, with these words; nothing may be left.
hostile() {
  local part
  mkdir -p root/old
  try 1 tools/mkrootfs root x.tar
  for part; do has err "$part"; done
  is "$(grep -c '' err)" 1
  there root/old
  is "$(echo root*)" root
  is "$(ls victim 2>/dev/null)" ""
  gone "$T/evil"
}

@test "mkrootfs: refuses a name with .. in it" {
  echo x >x
  tar -P -cf x.tar --transform='s,x,../evil,' x
  hostile 'entry "../evil" has .. in its name'
  tar -P -cf x.tar --transform='s,x,a/b/../../../evil,' x
  hostile 'has .. in its name'
}

@test "mkrootfs: refuses an absolute name" {
  echo x >x
  tar -P -cf x.tar --transform="s,x,$T/evil," x
  hostile "entry \"$T/evil\" has an absolute name"
}

@test "mkrootfs: refuses to write through a symbolic link that leads out" {
  mkdir victim
  local target
  for target in "$T/victim" ../victim usr/../../victim; do
    rm -rf out.link
    ln -s "$target" out.link
    tar -cf x.tar out.link
    rm out.link
    mkdir out.link
    echo x >out.link/file
    tar -rf x.tar out.link/file
    hostile 'entry "out.link/file" goes through a symbolic link'
  done
  # One link by way of another, with a name that looks like something else.
  rm -rf out.link
  ln -s usr 'a -> b'
  mkdir usr
  ln -s ../.. usr/up
  tar -cf x.tar 'a -> b' usr/up
  rm 'a -> b'
  mkdir -p 'a -> b/up'
  echo x >'a -> b/up/evil'
  tar -rf x.tar 'a -> b/up/evil'
  hostile 'entry "a -> b/up/evil" goes through'
  # ... and by a hard link to the link.
  rm -rf 'a -> b' usr
  ln -s "$T/victim" one
  ln one two
  tar -cf x.tar one two
  rm one two
  mkdir two
  echo x >two/file
  tar -rf x.tar two/file
  hostile 'entry "two/file" goes through'
}

@test "mkrootfs: refuses a hard link that leads out" {
  echo x >x
  ln x y
  mkdir victim
  tar -P -cf x.tar --transform='flags=h;s,^x$,/etc/passwd,' x y
  hostile 'entry "y" is a hard link to "/etc/passwd", out of the folder'
  tar -P -cf x.tar --transform='flags=h;s,^x$,../evil,' x y
  hostile 'entry "y" is a hard link to "../evil", out of the folder'
  ln -s /etc etc
  tar -P -cf x.tar --transform='flags=h;s,^x$,etc/passwd,' etc x y
  hostile 'entry "y" is a hard link to "etc/passwd", out of the folder'
}

@test "mkrootfs: links that stay inside may be gone through" {
  image
  (cd image && tar -cf ../image.tar lib usr)
  mkdir -p lib
  echo x >lib/file
  tar -rf image.tar lib/file
  try 0 tools/mkrootfs root image.tar
  there root/usr/lib/file
}

@test "mkrootfs: a closed folder may be filled later in the archive" {
  image
  chmod 755 image/ro
  echo late >image/ro/late
  chmod 555 image/ro
  (cd image && tar --no-recursion -cf ../image.tar ro ro/file bin bin/sh ro/late)
  try 0 as_user tools/mkrootfs root image.tar
  there root/ro/late
  is "$(stat -c %a root/ro)" 555
}

@test "mkrootfs: what is no root folder is refused in one line" {
  head -c 4096 /dev/urandom >x.tar
  hostile "x.tar: tar: "
  tar -cf x.tar -T /dev/null
  hostile "holds no entry"
  mkdir -p blobs
  echo '[]' >manifest.json
  tar -cf x.tar manifest.json blobs
  hostile "docker export CONTAINER"
  head -c 50000 /dev/urandom >blobs/big
  tar -cf whole.tar blobs
  head -c 20000 whole.tar >x.tar
  hostile "x.tar: tar: "
}

# ---- deps ------------------------------------------------------------------------------

# tools_path NAME...  A PATH, in ./path, of just these tools and what deps itself needs.
tools_path() {
  local name
  mkdir -p path
  for name in bash env od "$@"; do
    ln -s "$(type -P "$name")" "path/$name"
  done
}

# A program that writes down how it was called, and succeeds. Removed first: to write through a
# link that tools_path made would overwrite this machine's program.
fake() {
  rm -f "path/$1"
  printf '#!/bin/sh\necho "%s $*" >>%s/calls\n%s\n' "$1" "$T" "${2:-}" >"path/$1"
  chmod +x "path/$1"
}

@test "deps --check: silent when all is there" {
  tools_path make tar
  ln -s "$(type -P make)" path/bats
  PATH=$T/path try 0 tools/deps --check make bats
  is "$(cat out err)" ""
}

@test "deps --check: one line that names what is missing and the cure; no package manager runs" {
  tools_path make
  fake apt-get
  ln -s "$(type -P make)" path/cc
  ln -s "$(type -P bash)" path/busybox  # not a static one
  PATH=$T/path try 1 tools/deps --check cc make bats busybox parallel
  if compgen -G '/sbin/busybox' >/dev/null; then
    has err "missing: bats,"
  else
    is "$(cat out err)" "missing: bats, busybox-static, parallel - install with: make deps"
  fi
  gone calls
}

@test "deps --check: what only maintainers or make check-vm need has a cure of its own" {
  tools_path make bats
  PATH=$T/path try 1 tools/deps --check qemu mmdebstrap
  is "$(cat out err)" "missing: qemu-system-x86, mmdebstrap - install with: tests/deps --vm"
  PATH=$T/path try 1 tools/deps --check pandoc
  is "$(cat out err)" "missing: pandoc - install with: tests/deps --dev"
}

@test "deps --check: moreutils' parallel is not GNU's" {
  tools_path make
  fake apt-get
  ln -s "$(type -P bash)" path/parallel
  PATH=$T/path try 1 tools/deps --check parallel
  rm path/parallel
  printf '#!/usr/bin/perl\n' >path/parallel
  chmod +x path/parallel
  PATH=$T/path try 0 tools/deps --check parallel
}

@test "deps --check: a name that is not in the table is bad use" {
  try 2 tools/deps --check no-such-thing
  try 2 tools/deps --no-such-option
}

@test "deps: a second option is bad use, and installs nothing" {
  tools_path
  fake apt-get
  fake id 'echo 0'
  PATH=$T/path try 2 tools/deps --dev --check
  PATH=$T/path try 2 tools/deps --vm --dev
  PATH=$T/path try 2 tools/deps --check --vm
  gone calls
}

@test "deps --busybox: a static one, or failure" {
  need_busybox
  local path
  path=$(tools/deps --busybox)
  "$path" true
  if readelf --version >/dev/null 2>&1; then
    is "$(readelf -lW "$path" | grep -c INTERP)" 0
  fi
}

@test "deps: one apt-get install, shown first, without questions and recommendations" {
  tools_path
  fake apt-get
  fake id 'echo 0'
  PATH=$T/path try 1 tools/deps  # it stays missing, since nothing was really installed
  has err "deps: installed, and yet missing:"
  has out "+ env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc "
  has out " libmnl-dev bats "
  is "$(grep -c 'apt-get install' calls)" 1
  is "$(grep -c clang calls)" 0
  PATH=$T/path try 1 tools/deps --dev
  has out " clang patch clang-format shellcheck valgrind tmux hyperfine"
  PATH=$T/path try 1 tools/deps --vm
  has out " qemu-system-x86 mmdebstrap cpio"
  is "$(tail -n 1 calls | grep -c clang)" 0
}

@test "deps: old package lists are renewed once, when the installation fails" {
  tools_path
  fake id 'echo 0'
  fake apt-get "case \$1 in install) [ -e $T/updated ] ;; update) : >$T/updated ;; esac"
  PATH=$T/path try 1 tools/deps
  is "$(grep -c 'apt-get update' calls)" 1
  is "$(tail -n 1 calls | cut -d ' ' -f 1,2)" "apt-get install"
}

@test "deps: an ordinary user goes through sudo, or is told the command" {
  tools_path
  fake id 'echo 1000'
  fake apt-get
  PATH=$T/path try 1 tools/deps
  is "$(grep -c '' err)" 1
  has err "as root: apt-get update && env DEBIAN_FRONTEND=noninteractive apt-get install -y"
  if [ -e calls ]; then is "$(grep -c apt-get calls)" 0; fi
  fake sudo "exec \"\$@\""
  PATH=$T/path try 1 tools/deps
  has out "+ sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y"
  is "$(grep -c '^apt-get install' calls)" 1
}

@test "deps: for other distributions the command is shown, not run" {
  local manager
  for manager in dnf pacman apk zypper; do
    rm -rf path
    tools_path
    fake "$manager"
    PATH=$T/path try 1 tools/deps
    is "$(grep -c '' err)" 1
    has err "untested"
    has err "as root: $manager "
    has err " bats "
    gone calls
  done
}

# ---- make ------------------------------------------------------------------------------

# A copy of the tree, in ./tree, and a compiler that only writes down what it was to make.
copy_tree() {
  mkdir tree
  (cd "$BATS_TEST_DIRNAME/.." && tar -cf - Makefile GUIDE.md README.md common labs solutions tests) | tar -xf - -C tree
  printf '#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in -) cat >/dev/null ;; -o) echo "$2" >>%s/made; : >"$2" ;; esac; shift; done\n' "$T" >cc
  cp cc other-cc
  chmod +x cc other-cc
}

# made TARGET [NAME=VALUE...]: what the compiler makes now for this target, and only that.
made() {
  : >"$T/made"
  try 0 env -u MAKEFLAGS -u MAKELEVEL make -s -C tree CC="$T/cc" CFLAGS=-O2 "$@"
  sort "$T/made" | xargs
}

@test "make: another compiler, or other flags, build anew, and the same don't" {
  copy_tree
  is "$(made build/common/file.o)" build/common/file.o
  is "$(made build/common/file.o)" ""
  is "$(made build/common/file.o CFLAGS=-O0)" build/common/file.o
  is "$(made build/common/file.o CFLAGS=-O0)" ""
  is "$(made build/common/file.o CFLAGS=-O0 CC="$T/other-cc")" build/common/file.o
  is "$(made build/common/file.o CFLAGS=-O0 CC="$T/other-cc" LDFLAGS=-s)" build/common/file.o
}

@test "make: a prefix program that is gone is built again" {
  copy_tree
  made build/prefix/lab05.made >all
  has all "build/prefix/lab05.1 build/prefix/lab05.2 build/prefix/lab05.3 build/prefix/lab05.4"
  is "$(made build/prefix/lab05.made)" ""
  rm tree/build/prefix/lab05.3
  made build/prefix/lab05.made
  there tree/build/prefix/lab05.3
}

@test "make: without solutions/ what needs them says so, in one line" {
  copy_tree
  rm -r tree/solutions tree/tests/mutants
  local target
  for target in solution05 diff05 demo check check-guide check-style check-starters starters mutants handout; do
    try 2 env -u MAKEFLAGS -u MAKELEVEL make -s -C tree CC="$T/cc" "$target"
    is "$(grep -v '^make: \*\*\*' err)" "this tree has no solutions/ (make handout leaves them out)"
    is "$(cat out)" ""
  done
  try 0 env LABS_BIN= LABS_STRICT= bats --tap tree/tests/unfinished.bats
}

@test "make handout: without git's list of files it packs nothing, and fails" {
  copy_tree
  try 2 env -u MAKEFLAGS -u MAKELEVEL GIT_CEILING_DIRECTORIES="$T" make -s -C tree CC="$T/cc" handout
  has err "this is no clone"
  gone tree/handout.tar.gz
}

# ---- the guide -------------------------------------------------------------------------

@test "guide-blocks: every awk makes the same of GUIDE.md" {
  local awk sums=''
  for awk in awk gawk mawk original-awk "busybox awk"; do
    type -P "${awk%% *}" >/dev/null || continue
    rm -rf blocks
    mkdir blocks
    (cd "$BATS_TEST_DIRNAME/.." && $awk -v out="$T/blocks" -f tests/guide-blocks.awk GUIDE.md) >facts
    sums+=$(cat facts blocks/* | md5sum)$'\n'
  done
  is "$(sort -u <<<"${sums%$'\n'}" | wc -l)" 1
}

# ---- helper.bash -----------------------------------------------------------------------

@test "helper: a lab without an end is run twice, and then no more" {
  need_pretend
  mkdir bin
  printf '#!/bin/sh\nhostname evil; printf unended >&2; exec sleep 1000\n' >bin/lab02
  chmod -R a+rx bin
  try 1 env LABS_BIN="$T/bin" LABS_TIMEOUT=1 bats --tap "$BATS_TEST_DIRNAME/02-unshare-uts.bats"
  is "$(grep -c "found  .*no end after" out)" 2
  has out "NOT JUDGED  twice it had no end"
  is "$(grep -c "^ok" out)" 0
}
