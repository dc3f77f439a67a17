#!/usr/bin/env python3
"""Plays conversations written down in text files against a server on standard input and output.

    run.py [--project DIR] [--timeout S] [--slack F] FILE... -- COMMAND ARG...

Each FILE gets a process of its own. With --project, the folder is copied for each FILE and `{project}` in COMMAND stands for
the copy. With --any-progress, notices of progress may come or not: an emulator is slow enough for them. With --slack, every limit of time is F times as long (a sanitizer, a busy machine). A FILE has these lines:

    # anything            a comment
    > TEXT                send TEXT and a line feed
    < JSON                expect this message; several in a row may come in any order, an empty line between them fixes it
    ! raw EXPRESSION      send bytes: "text" with escapes, joined by + and repeated by *, characters below 256
    ! silence MS          expect nothing for so long
    ! wait MS             let time go by
    ! within MS           the next expected message must come this soon
    ! close               close the server's standard input
    ! signal NAME         TERM, INT, ...
    ! deaf                close the server's standard output: nobody reads any more
    ! exit CODE MS        expect the process to end with this code within this time

A line that begins with two blanks goes on with the line before. Without `! exit`, the input is closed at the end and the exit
code must be 0. Every message that arrives must have been expected. JSON is compared as a value; in an expected message
"«any»" fits everything, "«string»" and "«number»" these types, "«has: X»" a text that contains X, and the key "«more»"
allows more keys.
"""

import argparse
import ast
import json
import os
import pathlib
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time


class Mismatch(Exception):
    """The server did not do what was written down."""


class TooSlow(Mismatch):
    """It may have done it later: a busy machine can be the reason."""


def fits(expected, actual):
    if expected == "«any»":
        return True
    if expected == "«string»":
        return isinstance(actual, str)
    if expected == "«number»":
        return isinstance(actual, (int, float)) and not isinstance(actual, bool)
    if isinstance(expected, str) and expected.startswith("«has: ") and expected.endswith("»"):
        return isinstance(actual, str) and expected[6:-1] in actual
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return False
        known = {key: value for key, value in expected.items() if key != "«more»"}
        if "«more»" not in expected and set(known) != set(actual):
            return False
        return all(key in actual and fits(value, actual[key]) for key, value in known.items())
    if isinstance(expected, list):
        return isinstance(actual, list) and len(expected) == len(actual) and all(map(fits, expected, actual))
    return type(expected) is type(actual) and expected == actual


def bytes_of(expression):
    def value(node):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)):
            return node.value
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return value(node.left) + value(node.right)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return value(node.left) * value(node.right)
        raise ValueError(f"not understood: {expression}")

    return value(ast.parse(expression, mode="eval").body).encode("latin-1")


def read_steps(path):
    """(line number, kind, text) for each step; an empty line is the kind ''."""
    steps = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if line.startswith("  ") and steps:
            at, kind, text = steps[-1]
            steps[-1] = (at, kind, text + line.strip())
        elif not line.strip():
            steps.append((number, "", ""))
        elif line[:2] in ("> ", "< ", "! "):
            steps.append((number, line[0], line[2:]))
        else:
            raise ValueError(f"{path}:{number}: not understood: {line}")
    return steps


class Server:
    def __init__(self, command, directory, log):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=directory
        )
        self.lines = queue.Queue()
        self.deaf = threading.Event()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        # Never blocked inside read(): closing the pipe must take effect at once.
        output = self.process.stdout
        rest = b""
        while not self.deaf.is_set():
            if not select.select([output], [], [], 0.005)[0]:
                continue
            data = os.read(output.fileno(), 1 << 20)
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self.lines.put(line)
            if not data:
                break
        if rest:
            self.lines.put(rest)
        output.close()
        self.lines.put(None)

    def stop_reading(self):
        self.deaf.set()
        self.reader.join()

    def send(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def next_line(self, timeout):
        """The next line, None at the end of the output; queue.Empty when the time is over."""
        return self.lines.get(timeout=max(timeout, 0.001))


class Play:
    def __init__(self, server, timeout, slack, any_progress=False):
        self.server = server
        self.any_progress = any_progress
        self.timeout = timeout * slack
        self.slack = slack
        self.limit = None
        self.exited = False

    def expect_group(self, group):
        limit, self.limit = self.limit or self.timeout, None
        until = time.monotonic() + limit
        left = [json.loads(text) for text in group]
        while left:
            try:
                line = self.server.next_line(until - time.monotonic())
            except queue.Empty:
                raise TooSlow(f"nothing came in {limit:.3f} s; expected\n  {show(left[0])}") from None
            if line is None:
                raise Mismatch(f"the output ended; expected\n  {show(left[0])}")
            actual = parse(line)
            if self.any_progress and isinstance(actual, dict) and actual.get("method") == "notifications/progress":
                continue
            match = next((wanted for wanted in left if fits(wanted, actual)), None)
            if match is None:
                raise Mismatch(f"expected\n  {show(left[0])}\nbut got\n  {show(actual)}")
            left.remove(match)

    def expect_silence(self, seconds):
        try:
            line = self.server.next_line(seconds)
        except queue.Empty:
            return
        if line is not None:
            raise Mismatch(f"expected nothing, but got\n  {show(parse(line))}")

    def expect_exit(self, code, seconds):
        self.exited = True
        try:
            actual = self.server.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise TooSlow(f"still running after {seconds:.3f} s") from None
        if actual != code:
            raise Mismatch(f"exit code {actual}, expected {code}")
        self.server.reader.join()
        self.expect_silence(0)

    def directive(self, text):
        name, _, rest = text.partition(" ")
        if name == "raw":
            self.server.send(bytes_of(rest))
        elif name == "silence":
            self.expect_silence(int(rest) / 1000)
        elif name == "wait":
            time.sleep(int(rest) / 1000)
        elif name == "within":
            self.limit = int(rest) / 1000 * self.slack
        elif name == "close":
            self.server.process.stdin.close()
        elif name == "signal":
            self.server.process.send_signal(getattr(signal, "SIG" + rest))
        elif name == "deaf":
            self.server.stop_reading()
        elif name == "exit":
            code, milliseconds = rest.split()
            self.expect_exit(int(code), int(milliseconds) / 1000 * self.slack)
        else:
            raise ValueError(f"unknown directive: {text}")

    def finish(self):
        if not self.exited:
            self.server.process.stdin.close()
            self.expect_exit(0, self.timeout)


def parse(line):
    try:
        return json.loads(line)
    except ValueError:
        return f"no JSON: {line[:200]!r}"


def show(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 2000 else text[:2000] + "…"


def play(path, command, directory, options):
    """None or why it failed, and whether it was only too slow."""
    steps = read_steps(path)
    with tempfile.TemporaryFile() as log:
        server = Server(command, directory, log)
        game = Play(server, options.timeout, options.slack, options.any_progress)
        at = 0
        try:
            index = 0
            while index < len(steps):
                at, kind, text = steps[index]
                index += 1
                if kind == ">":
                    server.send(text.encode() + b"\n")
                elif kind == "!":
                    game.directive(text)
                elif kind == "<":
                    group = [text]
                    while index < len(steps) and steps[index][1] == "<":
                        group.append(steps[index][2])
                        index += 1
                    game.expect_group(group)
            game.finish()
            return None, False
        except (Mismatch, ValueError) as error:
            log.seek(0)
            said = log.read(4000).decode(errors="replace")
            why = f"{path}:{at}: {error}" + (f"\nstandard error:\n{said}" if said else "")
            return why, isinstance(error, TooSlow)
        finally:
            server.process.kill()
            server.process.wait()


def play_patiently(path, command, options):
    """A conversation that was only too slow gets two more chances."""
    for chance in range(3):
        why, slow = play_on_copy(path, command, options)
        if not slow:
            break
        print(f"slow   {path.name}, try {chance + 1}: {why.splitlines()[0]}")
    return why


def play_on_copy(path, command, options):
    if options.project is None:
        return play(path, command, None, options)
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(scratch) / "project"
        shutil.copytree(options.project, copy, symlinks=True)
        own = [argument.replace("{project}", str(copy)) for argument in command]
        return play(path, own, copy, options)


def main():
    arguments = sys.argv[1:]
    command = []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, command = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=pathlib.Path)
    parser.add_argument("--timeout", type=float, default=10.0)
    parser.add_argument("--slack", type=float, default=1.0)
    parser.add_argument("--any-progress", action="store_true")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args(arguments)
    if not command:
        parser.error("no command: put it behind --")
    failed = 0
    for path in options.files:
        why = play_patiently(path, command, options)
        failed += why is not None
        print(f"{'FAILED' if why else 'ok':7}{path.name}" + (f"\n{why}" if why else ""))
    print(f"{len(options.files) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
