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
        capture_output=True,
        text=True,
    )


def has_our_marketplace() -> bool:
    listed = client("marketplace", "list", "--json").stdout
    try:
        return any(place.get("installLocation") == str(MARKETPLACE) for place in json.loads(listed))
    except (ValueError, AttributeError, TypeError):
        raise Stop(f"`claude plugin marketplace list --json` is not understood:\n{listed}") from None


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
            raise Stop(f"`claude plugin {' '.join(step)}` failed:\n{done.stdout}{done.stderr}")
    say("Claude Code has the plugin; /migrate is there from its next session on")
    return True


def uninstall_plugin() -> None:
    """Only what is installed from our folder."""
    if not has_client():
        say(
            f"Claude Code (claude) is not in your PATH: if it has the plugin, `claude plugin uninstall {PLUGIN}` where it is"
        )
        return
    if not has_our_marketplace():
        return
    client("uninstall", PLUGIN)
    client("marketplace", "remove", "alembic-migrate")
    say("Claude Code no longer has the plugin")
