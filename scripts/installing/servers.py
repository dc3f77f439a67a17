"""A project's .mcp.json: our server in it, and nothing of the others lost."""

from __future__ import annotations

import json
from pathlib import Path

from files import HOME, PROGRAM, Stop

SERVER = "alembic"


def our_entry() -> dict:
    """Without the user's name where the program is in its usual place, so that a team can share the file. Without
    alwaysLoad: in a project's file that loads all tools, whatever each of them says of itself."""
    usual = HOME / ".local/share/alembic-migrate/bin/alembic-migrate"
    command = "${HOME}/" + str(PROGRAM.relative_to(HOME)) if usual == PROGRAM else str(PROGRAM)
    return {
        "command": command,
        "args": ["serve", "--text-results", "--project", "${CLAUDE_PROJECT_DIR:-.}"],
    }


def read_config(text: str, path: Path) -> dict:
    try:
        config = json.loads(text)
    except ValueError as error:
        raise Stop(f"{path} is not JSON ({error}): correct it, then run this again; it was not changed") from None
    if not isinstance(config, dict) or not isinstance(config.get("mcpServers", {}), dict):
        raise Stop(f"{path} has no object mcpServers: correct it, then run this again; it was not changed")
    return config


def indent_of(text: str):
    """What the file indents with: a number of blanks, or a tab."""
    for line in text.splitlines()[1:]:
        blank = line[: len(line) - len(line.lstrip())]
        if blank:
            return "\t" if blank[0] == "\t" else len(blank)
    return 2


def write_config(config: dict, like: str) -> str:
    return json.dumps(config, indent=indent_of(like), ensure_ascii=False) + "\n"


def with_our_server(text: str | None, path: Path) -> str:
    """The file's text with our server; the same text where it is there already. `text` is None where no file is."""
    if text is None:
        return write_config({"mcpServers": {SERVER: our_entry()}}, "")
    config = read_config(text, path)
    there = config.setdefault("mcpServers", {}).get(SERVER)
    if there == our_entry():
        return text
    earlier = {**our_entry(), "alwaysLoad": True}
    first = {**earlier, "args": [word for word in earlier["args"] if word != "--text-results"]}
    if there is not None and there not in (earlier, first):
        raise Stop(
            f"{path} has another server called {SERVER}: rename that one, then run this again; it was not changed"
        )
    config["mcpServers"][SERVER] = our_entry()
    return write_config(config, text)


def without_our_server(text: str, path: Path) -> str:
    """The same text where our server is not in it."""
    config = read_config(text, path)
    if config.get("mcpServers", {}).pop(SERVER, None) is None:
        return text
    return write_config(config, text)
