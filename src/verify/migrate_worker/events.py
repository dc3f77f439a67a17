"""What the worker says to the program: one JSON object a line, on a descriptor that the project's code does not know."""

import json
import os
import time
import traceback
from contextlib import contextmanager

MOST_TEXT = 1000
REFUSED = "Refused"  # the kind of what verify did not allow
INSUFFICIENT_PRIVILEGE = "42501"  # nor PostgreSQL, to the scratch role

_out = None


def open_channel():
    """From now on standard output is where standard error is, for whatever migrations print."""
    global _out
    _out = os.dup(1)
    os.set_inheritable(_out, False)
    os.dup2(2, 1)


def close_channel():
    os.close(_out)


def say(event, **facts):
    line = (json.dumps(dict(facts, event=event), default=str) + "\n").encode("utf-8", "replace")
    while line:
        line = line[os.write(_out, line) :]


class Failed(Exception):
    """A step did not succeed; `text` is what the real thing said, `where` the place in the project's code."""

    def __init__(self, text, where="", kind=""):
        super().__init__(text)
        self.text, self.where, self.kind = text, where, kind

    def facts(self):
        return {"text": self.text, "where": self.where, "kind": self.kind}


def failure_of(error, root=""):
    """The error as Failed: its last line, and the innermost line of the project in its traceback."""
    if isinstance(error, Failed):
        return error
    original = getattr(error, "orig", None)
    kind = type(original or error).__name__
    state = getattr(original or error, "sqlstate", None) or getattr(original or error, "pgcode", None)
    lines = [line.strip() for line in str(original or error).strip().splitlines() if line.strip()]
    text = lines[0] if original and lines else lines[-1] if lines else ""
    if isinstance(error, SyntaxError):
        text, place = error.msg or text, (error.filename or "", error.lineno or 0)
    else:
        place = _place(error, root)
    is_refused = kind == REFUSED or state == INSUFFICIENT_PRIVILEGE
    shown = "%s: %s" % (kind, text[:MOST_TEXT]) if text else kind
    return Failed(shown, _shown(place, root), REFUSED if is_refused else kind)


def _place(error, root):
    found = ("", 0)
    for frame in traceback.extract_tb(error.__traceback__):
        if root and _is_below(root, frame.filename) and "site-packages" not in frame.filename:
            found = (frame.filename, frame.lineno or 0)
    return found


def _is_below(root, path):
    return path.startswith(root.rstrip("/") + "/")


def _shown(place, root):
    path, line = place
    if not path:
        return ""
    if _is_below(root, path):
        path = path[len(root.rstrip("/")) + 1 :]
    return "%s:%d" % (path, line) if line else path


@contextmanager
def step(dialect, name):
    """Tells that a step begins, and how it ended. The body may put more facts into the dict that it gets."""
    say("begin", dialect=dialect, step=name)
    started = time.monotonic()
    facts = {}
    try:
        yield facts
    except Exception as error:
        failed = failure_of(error)
        say("step", dialect=dialect, step=name, ok=False, seconds=_since(started), **dict(facts, **failed.facts()))
        raise failed from error
    say("step", dialect=dialect, step=name, ok=True, seconds=_since(started), **facts)


def _since(started):
    return round(time.monotonic() - started, 3)
