"""The process that the project's code runs in, shut in where the system allows it, and the way to give it commands.

It is forked before anything secret is known, runs each command in a child of its own, and after each ends whatever that
has left running.
"""

import contextlib
import json
import os
import signal
import socket

from migrate_worker import events, system_calls
from migrate_worker.events import Failed
from migrate_worker.landlock import Landlock
from migrate_worker.sandbox import Namespaces
from migrate_worker.system_calls import die_with_parent

MOST_BYTES = 1 << 16
ROOMS = (Namespaces, Landlock)  # the better one first


class Runner:
    """The one of this run: shut in where that can be, else not.

    `why_not` says why it could not be shut in, `why_lesser` why only in the second room; both are "" in the first.
    """

    def __init__(self, work, writable, readable):
        commands = Commands(work, writable, readable)
        self.is_shut_in = False
        whys = []
        for room in (make() for make in ROOMS):
            why = room.why_not()
            if not why:
                self._process, self.way, why = _forked(commands.serve, room)
            if not why:
                self.is_shut_in = True
                break
            whys.append(why)
        else:
            self._process, self.way, _ = _forked(commands.serve, None)
        self.why_not = "" if self.is_shut_in else "; ".join(whys)
        self.why_lesser = "; ".join(whys) if self.is_shut_in else ""

    def end(self):
        self.way.close()
        with contextlib.suppress(OSError):
            os.kill(self._process, signal.SIGKILL)


def _forked(serve, room):
    """(its process id, our end of the way to it, why it could not start or "")."""
    ours, theirs = socket.socketpair()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            ours.close()
            _leave(theirs.fileno(), parent)
            serve(theirs, room)
        finally:
            os._exit(0)
    theirs.close()
    answer = receive(ours)[0]
    answer = {"why": "it ended"} if answer is None else answer
    return child, ours, answer.get("why", "")


def _leave(kept, parent):
    """Takes nothing along but standard error and the way to give it commands, and goes with its parent."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    events.close_channel()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.closerange(3, kept)
    os.closerange(kept + 1, 1 << 12)


class Commands:
    """Serves commands, in a room or in none: work(request, is_shut_in) runs one, in a child, and returns its answer."""

    def __init__(self, work, writable, readable):
        self._work, self._writable, self._readable = work, writable, readable

    def serve(self, way, room):
        """Until the other end is closed."""
        try:
            if room:
                room.enter(self._writable, self._readable)
            else:
                system_calls.adopt_orphans()
        except OSError as error:
            send(way, {"why": error.strerror or str(error)})
            return
        send(way, {})
        while True:
            request = receive(way)[0]
            if request is None:
                return
            if request["do"] == "listen":
                with room.listener() as listener:
                    listener.listen(16)
                    send(way, {"port": listener.getsockname()[1]}, listener.fileno())
            else:
                send(way, self._run(way, request, room))

    def _run(self, way, request, room):
        before = room.ways_refused() if room else 0
        reader, writer = os.pipe()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            way.close()
            os.close(reader)
            os.setpgid(0, 0)
            die_with_parent(signal.SIGKILL)
            if os.getppid() == parent:
                os.write(
                    writer, (json.dumps(self._work(request, room is not None)) + "\n").encode("utf-8")[:MOST_BYTES]
                )
            os._exit(0)
        os.close(writer)
        status = _wait_for(child)
        left = end_children(child)
        os.set_blocking(reader, False)
        answer = _answer_in(reader) or {"failed": Failed(_end_of(status), "", "ended").facts(), "seen": []}
        os.close(reader)
        if left:
            answer["seen"].append("it left %d other %s running" % (left, "process" if left == 1 else "processes"))
        if room and room.ways_refused() > before and not answer["seen"]:
            answer["seen"].append("a connection to another place on the network was refused")
        return answer


def _wait_for(child):
    """Also takes leave of orphans that end meanwhile."""
    while True:
        found, status = os.wait()
        if found == child:
            return status


def _answer_in(reader):
    try:
        answer = json.loads(os.read(reader, MOST_BYTES).split(b"\n")[0].decode("utf-8"))
    except (OSError, ValueError):
        return None
    is_answer = isinstance(answer, dict) and isinstance(answer.get("seen"), list)
    return answer if is_answer else None


def _end_of(status):
    if os.WIFSIGNALED(status):
        return "the process that ran it was ended by signal %d" % os.WTERMSIG(status)
    return "the process that ran it ended itself with exit code %d" % os.WEXITSTATUS(status)


# The other end.


def send(way, message, descriptor=None):
    more = [] if descriptor is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptor.to_bytes(4, "little"))]
    way.sendmsg([(json.dumps(message) + "\n").encode("utf-8")], more)


def receive(way):
    """(the message, the descriptor that came with it or None); (None, None) at the end."""
    text, descriptor = b"", None
    while not text.endswith(b"\n"):
        data, more, _, _ = way.recvmsg(MOST_BYTES, socket.CMSG_LEN(4))
        if not data:
            return None, None
        text += data
        for _level, _kind, given in more:
            descriptor = int.from_bytes(given[:4], "little")
    return json.loads(text.decode("utf-8")), descriptor


# Processes that are left.


def _children():
    path = "/proc/self/task/%d/children" % os.getpid()
    try:
        with open(path) as file:
            return [int(number) for number in file.read().split()]
    except OSError:
        return []


def end_children(group=0, but=()):
    """Ends all that is below this process; how many still ran. Those whose parents end become ours on Linux."""
    count = 0
    if group and not system_calls.is_linux():
        with contextlib.suppress(OSError):
            os.killpg(group, signal.SIGKILL)
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return count
        left = [number for number in _children() if number not in but]
        if not left:
            return count
        for number in left:
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
        count += len(left)
