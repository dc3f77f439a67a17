"""The release archive, made once for each process that asks, by scripts/package."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def archive() -> Path:
    made = subprocess.run([str(ROOT / "scripts/package")], capture_output=True, text=True)
    if made.returncode != 0:
        raise RuntimeError(f"scripts/package failed:\n{made.stderr}")
    print(made.stderr, file=sys.stderr)
    return Path(made.stdout.strip().splitlines()[-1])


def unpacked(folder: Path) -> Path:
    """The one folder that the archive unpacks to, in `folder`; by the program that a person would take."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["tar", "-xzf", str(archive()), "-C", str(folder)], check=True)
    [tree] = folder.iterdir()
    return tree
