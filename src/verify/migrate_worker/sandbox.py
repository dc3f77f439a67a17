"""A room of its own for the project's code, where the system is Linux and allows it without being root.

In it there is a read-only file system but for one folder, a network that leads nowhere, only its own processes, and no
way to execute a program or to reach a socket of another kind than IP.
"""

import contextlib
import fcntl
import os
import signal
import socket
import stat
import struct

from migrate_worker import system_calls
from migrate_worker.system_calls import mount, set_mount

NEW_MOUNTS, NEW_IPC, NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_RECURSIVE, MS_PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
READ_ONLY, NO_SUID, NO_DEVICES = 1, 2, 4
DEVICES = ("null", "zero", "full", "random", "urandom")
SET_INTERFACE_FLAGS, IS_UP = 0x8914, 0x1
COUNTERS = {"Ip": ("OutNoRoutes",), "Tcp": ("AttemptFails",), "Udp": ("NoPorts",)}
COUNTERS_6 = ("Ip6OutNoRoutes", "Udp6NoPorts")
PORT = 5432  # inside, where nobody else listens


class Namespaces:
    """One room, entered once."""

    @staticmethod
    def why_not():
        """Why it cannot be tried on this system; "" where it can."""
        if not system_calls.is_linux():
            return "it takes Linux, and a Python with ctypes"
        return "" if system_calls.can_filter() else "it is not known for this processor"

    @staticmethod
    def enter(writable, readable):
        """Shuts this process in, to go on in a child that is the first of its processes; the caller waits for its end.

        `writable` is the folder that may be written, `readable` one that must be seen. OSError says what is not allowed.
        """
        _enter(writable)
        system_calls.must_read(readable)

    @staticmethod
    def listener():
        """The socket that the run's databases are reached by."""
        made = socket.socket()
        made.bind(("127.0.0.1", PORT))
        return made

    @staticmethod
    def ways_refused():
        """How often something in it tried to reach what is not there: a number that only grows."""
        return _failed_ways_out()


def _enter(writable):
    user, group = os.geteuid(), os.getegid()
    system_calls.unshare(NEW_USER | NEW_MOUNTS | NEW_IPC | NEW_PROCESSES | NEW_NETWORK)
    for name, text in (("setgroups", "deny"), ("uid_map", "%d %d 1"), ("gid_map", "%d %d 1")):
        number = user if name == "uid_map" else group
        with open("/proc/self/" + name, "w") as file:
            file.write(text % (number, number) if "%" in text else text)
    child = os.fork()
    if child != 0:
        _, status = os.waitpid(child, 0)
        os._exit(0 if status == 0 else 1)
    system_calls.die_with_parent(signal.SIGKILL)
    _shut_files(writable)
    _raise_loopback()
    system_calls.drop_capabilities()
    system_calls.filter_calls()


def _shut_files(writable):
    devices = {}
    for name in DEVICES:
        devices[name] = os.open("/dev/" + name, os.O_PATH | os.O_CLOEXEC)
    mount(None, "/", None, MS_RECURSIVE | MS_PRIVATE)
    mount(writable, writable, None, MS_BIND)
    set_mount("/", READ_ONLY | NO_SUID | NO_DEVICES, recursive=True)
    set_mount(writable, 0, cleared=READ_ONLY)
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC)
    for name, descriptor in devices.items():
        with open("/dev/" + name, "w"):
            pass
        mount("/proc/self/fd/%d" % descriptor, "/dev/" + name, None, MS_BIND)
        set_mount("/dev/" + name, 0, cleared=NO_DEVICES)
        os.close(descriptor)
    os.mkdir("/dev/shm", 0o1777)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink("/proc/self/fd/%d" % number, "/dev/" + name)
    os.symlink("/proc/self/fd", "/dev/fd")
    if not stat.S_ISCHR(os.stat("/dev/null").st_mode):
        raise OSError("/dev/null cannot be had in it")


def _raise_loopback():
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_INTERFACE_FLAGS, struct.pack("16sh14x", b"lo", IS_UP))


def _failed_ways_out():
    with open("/proc/self/net/snmp") as file:
        lines = [line.split() for line in file]
    total = 0
    for names, values in zip(lines[::2], lines[1::2]):
        wanted = COUNTERS.get(names[0].rstrip(":"), ())
        total += sum(int(value) for name, value in zip(names, values) if name in wanted)
    with contextlib.suppress(OSError), open("/proc/self/net/snmp6") as file:
        total += sum(int(line.split()[1]) for line in file if line.split()[0] in COUNTERS_6)
    return total
