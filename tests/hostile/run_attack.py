"""Builds one attack, asks what it asks, and says what was wrong with that."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from attack_base import PWNED, SECOND, Attack
from attacks import as_line
from program import PROGRAM, clean_environment
from too_much import MOST_BYTES

PATIENCE = 900.0  # seconds of the wall clock; what is judged is the processor's time
# What may not reach a terminal as it is: control signs but for the line feed and the tab, and signs that turn the text.
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LITERAL = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")


@dataclass
class Ran:
    """One process that has ended."""

    code: int  # negative: the signal
    seconds: float  # of the processor
    bytes: int  # resident at most
    out: str
    err: str


def run(command: list[str], given: bytes, folder: Path) -> Ran:
    environment = clean_environment(folder / "home")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=err, cwd=folder, env=environment)
        timer = threading.Timer(PATIENCE, process.kill)
        timer.start()
        try:
            process.stdin.write(given)
            process.stdin.close()
        except BrokenPipeError:
            pass
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        return Ran(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, *texts)


def state_of(folder: Path) -> dict[str, tuple]:
    """Every entry below: what kind it is, its bytes or where it leads, and its mode."""
    found = {}
    for root, folders, files in os.walk(folder):
        for name in folders + files:
            path = Path(root) / name
            if ".git/" in f"{path}/":
                continue
            status = path.lstat()
            if path.is_symlink():
                content = os.readlink(path)
            else:
                content = path.read_bytes() if path.is_file() else None
            found[str(path.relative_to(folder))] = (status.st_mode, content)
    return found


def foreign_sql(text: str) -> bool:
    """True when the second statement stands in SQL of a file, not inside of one of its literals."""
    for string in LITERAL.findall(text.replace("\\'", "'")):
        inner = string[1:-1]
        if string[0] == '"' and SECOND in inner and SECOND not in LITERAL.sub("", inner) == inner:
            return True
        if string[0] == '"' and SECOND in re.sub(r"'(?:[^']|'')*'", "", inner):
            return True
    return False


def faults_of_run(attack: Attack, ran: Ran, is_request: bool) -> list[str]:
    faults = []
    if ran.code < 0:
        faults.append(f"ended by signal {-ran.code}")
    elif ran.code not in (0, 1, 2):
        faults.append(f"exit code {ran.code}")
    if ran.seconds > attack.seconds:
        faults.append(f"{ran.seconds:.1f} s of the processor")
    if ran.bytes > MOST_BYTES:
        faults.append(f"{ran.bytes >> 20} MiB")
    if ran.code == 2 and not (ran.out + ran.err).strip():
        faults.append("refused without a word")
    if found := RAW.search(ran.out) or RAW.search(ran.err):
        faults.append(f"prints {found.group()!r}")
    if is_request and ran.code == 0:
        answer = json.loads(ran.out)
        if "result" in answer and foreign_sql(answer["result"]["messages"][0]["content"]):
            faults.append("a second statement is in the file")
    return faults


def faults_of(attack: Attack) -> list[str]:
    """What was wrong, each as one line; empty when the program survived."""
    base = Path(tempfile.mkdtemp(prefix="attack-"))
    try:
        folder, outside = base / "project", base / "outside"
        outside.mkdir()
        (base / "home").mkdir()
        attack.build(folder, outside)
        before, away = state_of(folder), state_of(outside)
        faults = []
        for asked in attack.asked:
            is_request = isinstance(asked, dict)
            command = [str(PROGRAM), "--project", str(folder), *([] if is_request else asked)]
            ran = run(command, as_line(asked) if is_request else b"", base)
            what = "migrate" if is_request else " ".join(asked)
            faults += [f"{what}: {fault}" for fault in faults_of_run(attack, ran, is_request)]
            after = state_of(folder)
            changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
            bad = [path for path in changed if not (attack.may_write and path.startswith(attack.versions + "/"))]
            faults += [f"{what}: changed {path!r}" for path in bad[:3]]
            if (now := state_of(outside)) != away:
                faults.append(f"{what}: changed outside: {sorted(set(now) ^ set(away))[:3] or 'a file'}")
            if any(path.name == PWNED for path in base.rglob(PWNED)):
                faults.append(f"{what}: ran a program of the repository")
            before, away = after, now
        return faults
    finally:
        shutil.rmtree(base, ignore_errors=True)


def timed(attack: Attack) -> tuple[list[str], float]:
    begun = time.monotonic()
    try:
        return faults_of(attack), time.monotonic() - begun
    except Exception as error:  # it cannot be built: a fault of ours, and told
        return [f"the attack itself failed: {error!r}"], time.monotonic() - begun
