"""What an attack is: a repository that someone hostile wrote, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import too_much
from too_much import INI, empty

PWNED = "PWNED"  # the name of a file that code of the repository makes where it is run
SECOND = "DROP TABLE tags"  # a second statement that a field must not bring
LOOK = [["check", "--all"], ["history"], ["schema"]]
DRY = {"dry_run": True, "date": "2026-03-01"}


@dataclass
class Attack:
    """One repository. `build` gets its folder (of the project) and that of `outside`; `asked` are command lines, or the
    params of the method `migrate`."""

    name: str
    build: Callable[[Path, Path], None]
    asked: list[list[str] | dict]
    refused: bool = False  # every answer must be an error
    may_write: bool = False  # into the versions folder
    versions: str = "migrations/versions"
    seconds: float = too_much.MOST_SECONDS


def project_with(write: Callable[[Path], None], ini: str = INI) -> Callable[[Path, Path], None]:
    def build(project: Path, _outside: Path) -> None:
        too_much.Case("", write).build(project)
        (project / "alembic.ini").write_text(ini, encoding="utf-8")

    return build


def after_start(text: str | bytes) -> Callable[[Path], None]:
    """The first migration, with the text behind it."""

    def write(versions: Path) -> None:
        empty(versions)
        with next(versions.glob("*.py")).open("ab") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    return write
