"""What is changed in a project, and how it is taken back.

DATA/projects has a folder for each project: project.json (its path, and the folders that we made), what was there before
(skill.before/, mcp.before), and what we wrote (skill.after/, mcp.after), to know it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from files import DATA, Stop, put, same, say, text_of, write_text
from servers import with_our_server, without_our_server


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


class Project:
    def __init__(self, path: Path):
        self.path = path
        self.skill = path / ".claude/skills/migrate"
        self.servers = path / ".mcp.json"
        self.record = DATA / "projects" / hashlib.sha256(os.fsencode(path)).hexdigest()[:16]

    def note(self) -> None:
        """Begins the record."""
        if self.record.is_dir():
            return
        self.record.mkdir(parents=True)
        ours = [self.skill, self.skill.parent, self.skill.parent.parent]
        made = [str(folder) for folder in ours if not folder.exists()]
        write_text(self.record / "project.json", json.dumps({"path": str(self.path), "made": made}))

    def keep_skill(self) -> None:
        """Moves the project's own skill into the record; one that was kept before stays beside it."""
        self.note()
        kept = self.record / "skill.before"
        if kept.exists() and not same(kept, self.skill):
            kept.rename(self.record / f"skill.before.{len(list(self.record.glob('skill.before*')))}")
        put(self.skill, kept)
        shutil.rmtree(self.skill)
        say(f"the project's own /migrate is kept in {kept}")

    def has_our_skill(self) -> bool:
        return (self.record / "skill.after").is_dir() and same(self.skill, self.record / "skill.after")

    def set_skill_aside(self, answer: bool | None) -> None:
        """With the plugin: the project's own skill would take the name /migrate."""
        if not self.skill.is_dir() or self.has_our_skill():
            return
        if agrees(f"{self.skill} takes the name /migrate. Replace it by the plugin's?", answer):
            self.keep_skill()
        else:
            say(f"{self.skill} keeps the name /migrate: type /migrate:migrate, or run this again with --yes")

    def check_install(self, source: Path, answer: bool | None) -> None:
        """Raises Stop where install() would; asks what has to be asked."""
        with_our_server(text_of(self.servers), self.servers)
        if not self.skill.exists() or self.has_our_skill() or same(self.skill, source):
            return
        if not agrees(f"Replace the project's own {self.skill}?", answer):
            raise Stop(
                f"{self.skill} is the project's own: run this again with --yes to replace it; nothing was changed"
            )

    def install(self, source: Path) -> None:
        """Without the plugin: the skill `source` and the server in the project's own files."""
        if self.skill.exists() and not self.has_our_skill() and not same(self.skill, source):
            self.keep_skill()
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
        say(f"{self.path} has the skill and, in .mcp.json, the server; Claude Code asks once whether to start it")

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

    def restore(self) -> bool:
        """Takes back what was done here; False when something stays that a person has to look at."""
        if not self.record.is_dir():
            say(f"nothing of ours is in {self.path}")
            return True
        before, after = self.record / "skill.before", self.record / "skill.after"
        kept = f"; what was there before is kept in {before}" if before.is_dir() else ""
        if not self.path.is_dir():
            say(f"{self.path} is gone{kept}")
            return not kept
        self.restore_servers()
        if self.has_our_skill():
            shutil.rmtree(self.skill)
        if self.skill.exists() and (before.is_dir() or after.is_dir()):
            say(f"{self.skill} was changed since and stays{kept}")
            return False
        if before.is_dir():
            put(before, self.skill)
        for folder in map(Path, json.loads(text_of(self.record / "project.json"))["made"]):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        shutil.rmtree(self.record)
        say(f"{self.path} is as it was")
        return True
