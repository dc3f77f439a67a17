"""Where things go, and the few ways in which they are put there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(os.path.expanduser("~"))
DATA = Path(os.environ.get("XDG_DATA_HOME") or HOME / ".local/share") / "alembic-migrate"
PROGRAM = DATA / "bin/alembic-migrate"
MARKETPLACE = DATA / "marketplace"
LINK = HOME / ".local/bin/alembic-migrate"


class Stop(Exception):
    """It cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    print(f"install: {text}", flush=True)


def same(one: Path, other: Path) -> bool:
    """Two files or two folders with the same content."""
    if one.is_dir() and other.is_dir():
        names = {path.name for path in one.iterdir()}
        return names == {path.name for path in other.iterdir()} and all(
            same(one / name, other / name) for name in names
        )
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def put(source: Path, target: Path) -> bool:
    """Copies a file or a folder over what is there, in one step. False if it was there already."""
    if same(source, target):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as folder:
        new, old = Path(folder) / "new", Path(folder) / "old"
        if source.is_dir():
            shutil.copytree(source, new, symlinks=True)
            if target.exists():
                target.rename(old)
        else:
            shutil.copy2(source, new)
        new.rename(target)
    return True


def text_of(path: Path) -> str | None:
    """The file's text with its line ends as they are, or None where there is no file."""
    if not path.is_file():
        return None
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def write_text(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
