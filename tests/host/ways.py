"""The ways in which a project gets the skill, and the clients that each is tried with.

@in_every_way()
class SomeTest:                    # a unittest.TestCase is made of it for each client and each kind
    way: Way
"""

from __future__ import annotations

import json
import shutil
import sys
import unittest
from dataclasses import dataclass
from pathlib import Path

from claude_code import CLIENTS, client_path, plugin_copy

KINDS = ("plugin", "project")


@dataclass(frozen=True)
class Way:
    client: str
    kind: str  # "plugin", or "project": skill and .mcp.json in the project

    @property
    def server(self) -> str:
        return "plugin:migrate:alembic" if self.kind == "plugin" else "alembic"

    def tool(self, name: str) -> str:
        """The tool's name as the model has it."""
        return f"mcp__{self.server.replace(':', '_')}__{name}"

    def call(self, name: str, **arguments) -> list[dict]:
        """A turn of the model that calls the tool."""
        return [{"tool": self.tool(name), "input": arguments}]

    def prepare(self, folder: Path, project: Path, with_program: bool = True) -> Path | None:
        """Gives the project the skill; the plugin is a copy in `folder`. Returns what Client.ask takes as its plugin."""
        plugin = plugin_copy(folder, with_program)
        if self.kind == "plugin":
            return plugin
        shutil.copytree(plugin / "skills/migrate", project / ".claude/skills/migrate")
        server = json.loads((plugin / ".mcp.json").read_text(encoding="utf-8"))["mcpServers"]["alembic"]
        server["command"] = str(plugin / "bin/alembic-migrate")
        del server["alwaysLoad"]  # as `alembic-migrate install` leaves it out
        server["args"] = ["serve", "--text-results", "--project", "${CLAUDE_PROJECT_DIR:-.}"]
        (project / ".mcp.json").write_text(json.dumps({"mcpServers": {"alembic": server}}), encoding="utf-8")
        return None


def in_every_way(kinds: tuple[str, ...] = KINDS, clients: tuple[str, ...] = tuple(CLIENTS)):
    def make(case: type) -> type:
        module = sys.modules[case.__module__]
        for way in [Way(client, kind) for client in clients for kind in kinds]:
            name = f"{case.__name__}_{way.client}_{way.kind}"
            made = type(name, (case, unittest.TestCase), {"way": way, "__module__": case.__module__})
            skip = unittest.skipUnless(client_path(way.client), "Claude Code is not installed: run scripts/setup test")
            setattr(module, name, skip(made))
        return case

    return make
