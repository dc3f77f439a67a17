"""What scripts/install does.

The program goes to DATA/bin, the plugin without it to DATA/marketplace (its launcher finds the program), where DATA is
${XDG_DATA_HOME:-~/.local/share}/alembic-migrate, and Claude Code installs the plugin from there with its own commands.
It runs with any Python from 3.8 on: a release is installed on machines that are not ours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from files import DATA, LINK, MARKETPLACE, PROGRAM, Stop, put, say
from host import install_plugin, uninstall_plugin
from release import BUILT, release_tree

from project import Project, recorded_projects, tell_of_users_own

SKILL = "skill/skills/migrate"


def is_our_link() -> bool:
    return LINK.is_symlink() and os.readlink(str(LINK)) == str(PROGRAM)


def put_link() -> None:
    """The program's name in ~/.local/bin, for the terminal; never over something that is not ours."""
    if not (LINK.is_symlink() or LINK.exists()):
        LINK.parent.mkdir(parents=True, exist_ok=True)
        LINK.symlink_to(PROGRAM)
    if not is_our_link():
        say(f"{LINK} is something else and stays; the program is {PROGRAM}")
        return
    on_path = str(LINK.parent) in os.environ.get("PATH", "").split(os.pathsep)
    say(f"for the terminal: {LINK}" + ("" if on_path else f" ({LINK.parent} is not in your PATH)"))


def put_release(tree: Path, folder: Path) -> bool:
    """The program and the plugin into DATA. True if there was another plugin before."""
    try:
        ran = subprocess.run([str(tree / BUILT), "--version"], stdout=subprocess.PIPE, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stop(f"the program does not run on this machine ({error}); nothing was installed") from None
    plugin = folder / "plugin"
    shutil.copytree(tree / ".claude-plugin", plugin / ".claude-plugin")
    shutil.copytree(tree / "skill", plugin / "skill", ignore=shutil.ignore_patterns("*alembic-migrate-program*"))
    had_one = MARKETPLACE.is_dir()
    new_program, new_plugin = put(tree / BUILT, PROGRAM), put(plugin, MARKETPLACE)
    say(f"{ran.stdout.strip()} is {'now' if new_program or new_plugin else 'already'} in {DATA}")
    return had_one and new_plugin


def install(options: argparse.Namespace, project: Project | None) -> int:
    with tempfile.TemporaryDirectory(prefix="alembic-migrate-") as folder:
        tree = release_tree(options.archive, Path(folder))
        if project and options.in_project:
            project.check_install(tree / SKILL, options.answer)
        is_another = put_release(tree, Path(folder))
    put_link()
    if project and options.in_project:
        project.install(MARKETPLACE / SKILL)
        return 0
    has_plugin = install_plugin(anew=is_another)
    if project:
        project.set_own_aside(options.answer)
    tell_of_users_own()
    return 0 if has_plugin else 1


def uninstall(project: Project | None) -> int:
    if project:
        return 0 if project.restore() else 1
    restored = all([each.restore() for each in recorded_projects()])
    uninstall_plugin()
    if is_our_link():
        LINK.unlink()
    for place in (PROGRAM.parent, MARKETPLACE) if DATA.is_dir() else ():
        shutil.rmtree(place, ignore_errors=True)
    if restored:
        shutil.rmtree(DATA, ignore_errors=True)
    say("uninstalled" if restored else f"uninstalled, but for what is kept in {DATA / 'projects'}")
    return 0 if restored else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/install",
        description="Builds alembic-migrate, puts the program into your home and its plugin into Claude Code.",
        epilog="A project's own /migrate would keep that name: with PROJECT you are asked whether to replace it. "
        "--uninstall takes everything back, in every project; with PROJECT, only what was done there.",
    )
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help="a project that is to use it")
    parser.add_argument(
        "--in-project", action="store_true", help="skill and .mcp.json in PROJECT instead of the plugin"
    )
    parser.add_argument("--archive", type=Path, metavar="FILE", help="a release, instead of building one")
    parser.add_argument(
        "--yes", dest="answer", action="store_true", default=None, help="replace PROJECT's own /migrate"
    )
    parser.add_argument("--no", dest="answer", action="store_false", help="leave it")
    parser.add_argument("--uninstall", action="store_true", help="take it back")
    options = parser.parse_args()
    if options.in_project and not options.project:
        parser.error("--in-project needs PROJECT")
    return options


def main() -> int:
    options = read_options()
    try:
        if options.project and not options.project.is_dir() and not options.uninstall:
            raise Stop(f"{options.project} is no folder")
        project = Project(options.project.resolve()) if options.project else None
        return uninstall(project) if options.uninstall else install(options, project)
    except (Stop, OSError) as error:
        print(f"install: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
