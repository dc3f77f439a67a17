"""What is changed in a project, and how it is taken back.

DATA/projects has a folder for each project: project.json (its path, and the folders that we made), what was there before
(skill.before/, command.before, mcp.before), and what we wrote (skill.after/, mcp.after, config.after), to know it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from files import DATA, HOME, Stop, put, same, say, text_of, write_text
from reminders import CONFIG, config_for
from servers import with_our_server, without_our_server

# What has the name /migrate in a project or in the user's folder, and takes it from a plugin's skill.
OWNERS = {"skill": "skills/migrate", "command": "commands/migrate.md"}


def agrees(question: str, answer: bool | None) -> bool:
    """What the options say, else a person at a terminal; without an answer, no."""
    if answer is not None:
        return answer
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def recorded_projects() -> list:
    records = sorted(DATA.glob("projects/*/project.json"))
    return [Project(Path(json.loads(record.read_text(encoding="utf-8"))["path"])) for record in records]


def tell_of_users_own() -> None:
    """What the user has for all projects is theirs to remove."""
    folder = Path(os.environ.get("CLAUDE_CONFIG_DIR") or HOME / ".claude")
    for place in OWNERS.values():
        if (folder / place).exists():
            say(f"{folder / place} has the name /migrate: remove it, or type /migrate:migrate")


def remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink()


class Project:
    def __init__(self, path: Path):
        self.path = path
        self.places = {name: path / ".claude" / place for name, place in OWNERS.items()}
        self.skill = self.places["skill"]
        self.servers = path / ".mcp.json"
        self.record = DATA / "projects" / hashlib.sha256(os.fsencode(path)).hexdigest()[:16]

    def note(self) -> None:
        """Begins the record."""
        if self.record.is_dir():
            return
        self.record.mkdir(parents=True)
        made = [str(folder) for folder in (self.skill, *list(self.skill.parents)[:2]) if not folder.exists()]
        write_text(self.record / "project.json", json.dumps({"path": str(self.path), "made": made}))

    def before(self, name: str) -> Path:
        return self.record / f"{name}.before"

    def has_our_skill(self) -> bool:
        return (self.record / "skill.after").is_dir() and same(self.skill, self.record / "skill.after")

    def own(self) -> list:
        """The names in OWNERS of what the project itself has."""
        return [
            name
            for name, place in self.places.items()
            if place.exists() and not (name == "skill" and self.has_our_skill())
        ]

    def keep(self, name: str) -> None:
        """Moves the project's own into the record; what was kept before stays beside it."""
        self.note()
        place, kept = self.places[name], self.before(name)
        if name == "skill":
            self.keep_reminders()
        if kept.exists() and not same(kept, place):
            kept.rename(self.record / f"{name}.before.{len(list(self.record.glob(f'{name}.before*')))}")
        put(place, kept)
        remove(place)
        say(f"{place} is kept in {kept}")

    def keep_reminders(self) -> None:
        text = config_for(self.path, text_of(self.skill / "SKILL.md") or "")
        if text is None:
            return
        write_text(self.path / CONFIG, text)
        write_text(self.record / "config.after", text)
        say(f"{self.path / CONFIG} has the reminders of that skill now")

    def set_own_aside(self, answer: bool | None) -> None:
        """With the plugin: the project's own would take the name /migrate."""
        for name in self.own():
            place = self.places[name]
            if agrees(f"{place} has the name /migrate. Replace it by the plugin's?", answer):
                self.keep(name)
            else:
                say(f"{place} keeps the name /migrate: type /migrate:migrate, or run this again with --yes")

    def check_install(self, source: Path, answer: bool | None) -> None:
        """Raises Stop where install() cannot or may not go on; asks what has to be asked."""
        with_our_server(text_of(self.servers), self.servers)
        for name in self.own():
            place = self.places[name]
            if not same(place, source) and not agrees(f"Replace the project's own {place}?", answer):
                raise Stop(
                    f"{place} is the project's own: run this again with --yes to replace it; nothing was changed"
                )

    def install(self, source: Path) -> None:
        """Without the plugin: the skill `source` and the server in the project's own files."""
        for name in self.own():
            if not same(self.places[name], source):
                self.keep(name)
        self.note()
        if put(source, self.skill):
            put(source, self.record / "skill.after")
        before = text_of(self.servers)
        after = with_our_server(before, self.servers)
        if after != before:
            for name, text in (("mcp.before", before), ("mcp.after", after)):
                if text is not None:
                    write_text(self.record / name, text)
                elif (self.record / name).exists():
                    (self.record / name).unlink()
            write_text(self.servers, after)
        say(f"{self.path} has the skill and, in .mcp.json, the server; Claude Code asks once whether to use it")

    def restore_servers(self) -> None:
        text, before, after = (
            text_of(p) for p in (self.servers, self.record / "mcp.before", self.record / "mcp.after")
        )
        if text is None or after is None:
            return
        if text != after:
            write_text(self.servers, without_our_server(text, self.servers))
            say(f"{self.servers} was edited since: only our server was taken out")
        elif before is None:
            self.servers.unlink()
        else:
            write_text(self.servers, before)

    def restore_own(self, name: str) -> bool:
        """False when something else is in its place now."""
        place, kept = self.places[name], self.before(name)
        was_ours = name == "skill" and (self.record / "skill.after").is_dir()
        if place.exists() and (kept.exists() or was_ours):
            say(
                f"{place} was changed since and stays"
                + (f"; what was there is kept in {kept}" if kept.exists() else "")
            )
            return False
        if kept.exists():
            put(kept, place)
        return True

    def restore(self) -> bool:
        """Takes back what was done here; False when something stays that a person has to look at."""
        if not self.record.is_dir():
            say(f"nothing of ours is in {self.path}")
            return True
        if not self.path.is_dir():
            say(f"{self.path} is gone; what was kept of it is in {self.record}")
            return False
        self.restore_servers()
        config = text_of(self.record / "config.after")
        if config is not None and text_of(self.path / CONFIG) == config:
            (self.path / CONFIG).unlink()
        if self.has_our_skill():
            shutil.rmtree(self.skill)
        if not all([self.restore_own(name) for name in self.places]):
            return False
        for folder in map(Path, json.loads(text_of(self.record / "project.json"))["made"]):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        shutil.rmtree(self.record)
        say(f"{self.path} is as it was")
        return True
