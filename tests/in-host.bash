# in-host.bash - what try, trace and demo share: the pretend host with a lab in it.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# in_host PROGRAM OPTION... -- COMMAND...: run COMMAND in the pretend host; PROGRAM, the
# probe and a root filesystem are in /lab there.
in_host() {
	local program=$1 options=()
	shift
	while [ "$1" != -- ]; do options+=("$1") && shift; done
	"$root/build/tests/host" -c "$program:/lab/$(basename "$program")" \
		-c "$root/build/tests/probe:/lab/probe" \
		-c "$root/build/tests/rootfs:/lab/build/rootfs" "${options[@]}" "$@"
}
