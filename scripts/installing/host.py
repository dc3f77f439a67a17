"""Claude Code, through its own commands."""

from __future__ import annotations

import json
import shutil
import subprocess

from files import MARKETPLACE, Stop, say

PLUGIN = "migrate@alembic-migrate"
STEPS = (("marketplace", "add", str(MARKETPLACE)), ("install", PLUGIN))


def client(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["claude", "plugin", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def has_client() -> bool:
    return shutil.which("claude") is not None


def install_plugin(anew: bool) -> bool:
    """True when Claude Code has the plugin. `anew`: the plugin that it may have is an older one of ours."""
    if not has_client():
        say("Claude Code (claude) is not in your PATH. Where it is, run:")
        for step in STEPS:
            print("  claude plugin " + " ".join(step))
        return False
    if anew:
        client("uninstall", PLUGIN)  # older clients would keep their copy of it
    for step in STEPS:
        done = client(*step)
        if done.returncode != 0:
            raise Stop(f"`claude plugin {' '.join(step)}` failed:\n{done.stdout}")
    say("Claude Code has the plugin; /migrate is there from its next session on")
    return True


def uninstall_plugin() -> None:
    """Only what is installed from our folder."""
    if not has_client():
        say(
            f"Claude Code (claude) is not in your PATH: if it has the plugin, `claude plugin uninstall {PLUGIN}` where it is"
        )
        return
    if json.dumps(str(MARKETPLACE)) not in client("marketplace", "list", "--json").stdout:
        return
    client("uninstall", PLUGIN)
    client("marketplace", "remove", "alembic-migrate")
    say("Claude Code no longer has the plugin")
