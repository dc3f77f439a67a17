"""What Linux offers a process to shut itself in, where Python has no words for it: system calls, by ctypes."""

import os
import platform
import struct
import sys

try:
    import ctypes
except ImportError:  # a Python built without it
    ctypes = None

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
MOUNT_SETATTR = 442
AT_FDCWD = -100
AT_RECURSIVE = 0x8000
CAPABILITY_VERSION = 0x20080522

# By machine: the number that names it in a filter, and its system calls.
MACHINES = {
    "x86_64": (0xC000003E, {"socket": 41, "execve": 59, "execveat": 322, "ptrace": 101, "io_uring_setup": 425}),
    "aarch64": (0xC00000B7, {"socket": 198, "execve": 221, "execveat": 281, "ptrace": 117, "io_uring_setup": 425}),
}
KEYS = {
    "x86_64": {"add_key": 248, "request_key": 249, "keyctl": 250},
    "aarch64": {"add_key": 217, "request_key": 218, "keyctl": 219},
}
AF_INET, AF_INET6, AF_NETLINK = 2, 10, 16
OTHER_CALLS = 0x40000000  # of x32, beside those of x86_64
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, EACCES = 1, 13
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06


def is_linux():
    return sys.platform == "linux" and ctypes is not None


def _library():
    return ctypes.CDLL(None, use_errno=True)


def _checked(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (what, os.strerror(number)))


def prctl(what, *values):
    """Nothing on other systems."""
    if is_linux():
        given = [ctypes.c_ulong(value) for value in values] + [ctypes.c_ulong(0)] * (4 - len(values))
        _checked(_library().prctl(what, *given), "prctl")


def die_with_parent(number):
    """The signal that this process gets when its parent goes away; systems other than Linux have nothing like it."""
    prctl(PR_SET_PDEATHSIG, int(number))


def adopt_orphans():
    """Those below this process whose parents end become its own children."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def unshare(flags):
    _checked(_library().unshare(flags), "unshare")


def mount(source, target, kind, flags):
    texts = [os.fsencode(text) if text is not None else None for text in (source, target, kind)]
    _checked(_library().mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), None), "mount " + target)


def set_mount(path, attributes, cleared=0, recursive=False):
    given = (ctypes.c_uint64 * 4)(attributes, cleared, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    called = _library().syscall(MOUNT_SETATTR, AT_FDCWD, os.fsencode(path), flags, ctypes.byref(given), 32)
    _checked(called, "mount_setattr " + path)


def drop_capabilities():
    for number in range(64):
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError:
            break
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _checked(_library().capset(ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)())), "capset")


def can_filter():
    return platform.machine() in MACHINES and struct.calcsize("P") == 8


def filter_calls():
    """From now on no program can be executed, and no socket but those of IP can be made. Inherited; cannot be undone."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    program = b"".join(struct.pack("HBBI", *line) for line in _program(platform.machine()))
    held = ctypes.create_string_buffer(program)
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    given = ctypes.create_string_buffer(described)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(given))


def _program(machine):
    """Lines of (code, how many to skip if true, if false, value)."""
    architecture, calls = MACHINES[machine]
    lines = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    lines += [(AT_LEAST, 0, 1, OTHER_CALLS), (RETURN, 0, 0, FAIL | EPERM)]
    for name, number in sorted(dict(calls, **KEYS[machine]).items()):
        if name != "socket":
            lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | EPERM)]
    lines += [(EQUAL, 1, 0, calls["socket"]), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 16)]
    for family in (AF_INET, AF_INET6, AF_NETLINK):
        lines += [(EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    return [*lines, (RETURN, 0, 0, FAIL | EACCES)]
