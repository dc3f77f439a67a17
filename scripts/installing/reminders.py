"""The reminders of a project's own skill, as a config of the project: the skill goes, its last steps stay."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from files import PROGRAM

CONFIG = ".alembic-migrate.toml"


def reminders_of(project: Path) -> list[dict]:
    """What the program would remind of there, with {path} for the new file; none where it finds no Alembic project."""
    asked = [str(PROGRAM), "new", "--empty", "reminders", "--dry-run", "--json", "--project", str(project)]
    ran = subprocess.run(asked, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ran.returncode != 0:
        return []
    answer = json.loads(ran.stdout)
    return [
        {key: each[key].replace(answer["path"], "{path}") for key in ("text", "command")}
        for each in answer["messages"]
        if each["type"] == "reminder"
    ]


def config_for(project: Path, skill: str) -> str | None:
    """The config to write before `skill`, the text of the project's own, is set aside; None where there is no need."""
    if 'Remind: "' not in skill or (project / CONFIG).exists():
        return None
    parts = ["# The last steps of the project's own skill /migrate, which alembic-migrate reminds of.\n"]
    if "VejaPRO" in skill:  # the profile that is found by this name
        parts.append('profile = "vejapro"\n')
    for one in reminders_of(project):
        # A JSON string is one of TOML too.
        parts.append("\n[[reminders]]\n" + "".join(f"{key} = {json.dumps(one[key])}\n" for key in one))
    return "".join(parts) if len(parts) > 1 else None
