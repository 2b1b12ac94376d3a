#!/usr/bin/python3
"""Another language, and nothing of common/: lab 05 in Python, with ctypes for unshare(2)."""
import ctypes
import os
import re
import signal
import subprocess
import sys

CLONE_NEWUSER, PR_SET_PDEATHSIG = 0x10000000, 1
PASSED_ON = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2}
libc = ctypes.CDLL(None, use_errno=True)


def end(text, status=125):
    os.write(2, f"lab05: {text}\n".encode())
    os._exit(status)


def read_options(words):
    """The maps of -U and -G, as lists of lines, and COMMAND."""
    maps = {"-U": [], "-G": []}
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option == "--":
            break
        if option not in maps or not words:
            end(f"unknown option, or an argument is missing: {option}")
        text = words.pop(0)
        fields = text.split(":")
        if len(fields) != 3 or not all(re.fullmatch("[0-9]+", f) for f in fields):
            end(f"{option} {text}: not a map")
        first, outside, count = map(int, fields)
        if count == 0 or max(first, outside) + count > 4294967295:
            end(f"{option} {text}: not a map")
        for other in maps[option]:
            if any(a < b + other[2] and b < a + count for a, b in zip((first, outside), other)):
                end(f"{option} {text}: it overlaps {option} {other[0]}:{other[1]}:{other[2]}")
        maps[option].append((first, outside, count))
    return maps["-U"], maps["-G"], words


def write_map(kind, child, lines, own, power):
    if power or lines == [(lines[0][0], own, 1)]:
        text = "".join("%d %d %d\n" % line for line in lines)
        with open(f"/proc/{child}/{kind}", "wb", buffering=0) as file:
            file.write(text.encode())
    else:
        helper = {"uid_map": "newuidmap", "gid_map": "newgidmap"}[kind]
        words = [helper, str(child)] + [str(n) for line in lines for n in line]
        try:
            said = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
        except FileNotFoundError:
            raise OSError(f"{helper} is not to be found") from None
        if said.returncode != 0:
            raise OSError(f"{said.stderr.strip()} (/etc/sub{kind[:3]} has what is)")


def ids():
    squeeze = " ".join
    return (os.readlink("/proc/self/ns/user"), f"uid {os.getuid()}", f"gid {os.getgid()}",
            "uid_map " + squeeze(open("/proc/self/uid_map").read().split()),
            "gid_map " + squeeze(open("/proc/self/gid_map").read().split()))


def inside(command, uid, gid, ready, go, parent):
    host = ids()
    if libc.unshare(CLONE_NEWUSER) == -1:
        error = ctypes.get_errno()
        more = open("/proc/sys/user/max_user_namespaces").read().strip()
        end(f"unshare(CLONE_NEWUSER): {os.strerror(error)}, {'ENOSPC' if error == 28 else error}"
            f" (/proc/sys/user/max_user_namespaces is {more})")
    unmapped = ids()
    os.close(ready)
    if os.read(go, 1) != b"1":
        os._exit(125)
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.read(go, 1) != b"2":
        os._exit(125)
    if not command:
        for title, rows in ("host", host), ("unmapped", unmapped), ("inside", ids()):
            print(title, *rows, sep="\n  ")
        sys.stdout.flush()
        os._exit(0)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT:
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)
    except FileNotFoundError:
        end(f"{command[0]}: not found", 127)
    except OSError as error:
        end(f"{command[0]}: {error.strerror}", 126)


def main():
    uid_map, gid_map, command = read_options(sys.argv[1:])
    uid_map = uid_map or [(0, os.geteuid(), 1)]
    gid_map = gid_map or [(0, os.getegid(), 1)]
    power = int(re.search("CapEff:\t(.*)", open("/proc/self/status").read())[1], 16)
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON | {signal.SIGCHLD})
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ready[0])
        os.close(go[1])
        inside(command, uid_map[0][0], gid_map[0][0], ready[1], go[0], os.getppid())
    os.close(ready[1])
    os.read(ready[0], 1)
    try:
        with open(f"/proc/{child}/setgroups", "w", encoding="ascii") as file:
            file.write("deny")
        write_map("uid_map", child, uid_map, os.geteuid(), power >> 7 & 1)
        write_map("gid_map", child, gid_map, os.getegid(), power >> 6 & 1)
        os.write(go[1], b"1")
        os.write(go[1], b"2")
    except OSError as error:
        os.kill(child, signal.SIGKILL)
        waited = os.waitpid(child, 0)[1]
        if os.WIFEXITED(waited):
            os._exit(os.WEXITSTATUS(waited))
        end(str(error))
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid == child:
            break
        info = signal.sigwaitinfo(PASSED_ON | {signal.SIGCHLD})
        if info.si_signo != signal.SIGCHLD and info.si_code <= 0:
            os.kill(child, info.si_signo)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


main()
