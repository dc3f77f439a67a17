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
# What Landlock does not look at: who a file belongs to and what may be done with it, and a connection made by sending.
FACTS = {
    "x86_64": (90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280, 452, 463, 466),
    "aarch64": (5, 6, 7, 14, 15, 16, 52, 53, 54, 55, 88, 452, 463, 466),
}
SENDS = {
    "x86_64": {44: 3, 46: 2, 307: 3},
    "aarch64": {206: 3, 211: 2, 269: 3},
}  # the number of the flags among the arguments
SEND_CONNECTS = 0x20000000
SOCK_STREAM, IPPROTO_TCP, KIND_OF_SOCKET = 1, 6, 0xFF
OTHER_CALLS = 0x40000000  # of x32, beside those of x86_64
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, EACCES = 1, 13
LOAD, EQUAL, AT_LEAST, HAS_BIT, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
LANDLOCK_RULESET, LANDLOCK_RULE, LANDLOCK_ENTER = 444, 445, 446
LANDLOCK_PATH, LANDLOCK_PORT = 1, 2


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


def must_read(folder):
    """OSError where this process can no longer read it."""
    if not os.access(folder, os.R_OK | os.X_OK):
        raise OSError("the project cannot be read in it: %s belongs to somebody else" % folder)


def can_filter():
    return platform.machine() in MACHINES and struct.calcsize("P") == 8


def landlock_version():
    """What this kernel knows of it; 0 for nothing."""
    return max(_call(LANDLOCK_RULESET, None, 0, 1), 0)


def landlock(files, ports, scopes, paths, port):
    """Takes away what the bits say, but for {path: bits} and for `ports` on this port. Inherited; cannot be undone."""
    held = (ctypes.c_uint64 * 3)(files, ports, scopes)
    size = 24 if scopes else 16
    rules = _call(LANDLOCK_RULESET, ctypes.byref(held), size, 0)
    _checked(rules, "landlock")
    for path, bits in paths.items():
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = ctypes.create_string_buffer(struct.pack("=Qi", bits, opened))
        _checked(_call(LANDLOCK_RULE, rules, LANDLOCK_PATH, ctypes.byref(rule), 0), "landlock " + path)
        os.close(opened)
    rule = (ctypes.c_uint64 * 2)(ports, port)
    _checked(_call(LANDLOCK_RULE, rules, LANDLOCK_PORT, ctypes.byref(rule), 0), "landlock")
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    _checked(_call(LANDLOCK_ENTER, rules, 0), "landlock")
    os.close(rules)


def _call(number, *values):
    given = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    return _library().syscall(ctypes.c_long(number), *given)


def filter_calls(narrow=False):
    """From now on no program can be executed, and no socket but those of IP can be made. Inherited; cannot be undone.

    `narrow` leaves of IP only TCP, connected in the one way that Landlock sees, and no way to change whose a file is.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    program = b"".join(struct.pack("HBBI", *line) for line in _program(platform.machine(), narrow))
    held = ctypes.create_string_buffer(program)
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    given = ctypes.create_string_buffer(described)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(given))


def _program(machine, narrow):
    """Lines of (code, how many to skip if true, if false, value)."""
    architecture, calls = MACHINES[machine]
    lines = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    lines += [(AT_LEAST, 0, 1, OTHER_CALLS), (RETURN, 0, 0, FAIL | EPERM)]
    for name, number in sorted(dict(calls, **KEYS[machine]).items()):
        if name != "socket":
            lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | EPERM)]
    for number in FACTS[machine] if narrow else ():
        lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | EPERM)]
    for number, place in (SENDS[machine] if narrow else {}).items():
        flags = [(LOAD, 0, 0, _argument(place)), (HAS_BIT, 0, 1, SEND_CONNECTS), (RETURN, 0, 0, FAIL | EACCES)]
        lines += [(EQUAL, 0, 4, number), *flags, (RETURN, 0, 0, ALLOW)]
    lines += [(EQUAL, 1, 0, calls["socket"]), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, _argument(0))]
    lines += [(EQUAL, 0, 1, AF_NETLINK), (RETURN, 0, 0, ALLOW)]
    lines += [(EQUAL, 2, 0, AF_INET), (EQUAL, 1, 0, AF_INET6), (RETURN, 0, 0, FAIL | EACCES)]
    if narrow:
        lines += [(LOAD, 0, 0, _argument(1)), (AND, 0, 0, KIND_OF_SOCKET)]
        lines += [(EQUAL, 1, 0, SOCK_STREAM), (RETURN, 0, 0, FAIL | EACCES), (LOAD, 0, 0, _argument(2))]
        lines += [(EQUAL, 2, 0, 0), (EQUAL, 1, 0, IPPROTO_TCP), (RETURN, 0, 0, FAIL | EACCES)]
    return [*lines, (RETURN, 0, 0, ALLOW)]


def _argument(number):
    """Where the lower half of an argument is in what a filter sees."""
    return 16 + 8 * number
