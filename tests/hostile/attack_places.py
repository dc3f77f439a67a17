"""Places to write to: file_template, links, journals, and what git runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from attack_base import LOOK, PWNED, Attack, project_with
from too_much import INI, empty, table, write_file

TEMPLATES = [
    "../../../../outside/x", "../x", "/tmp/../../outside/x", "%%(rev)s/../../../x", "a/../../x", "..", ".", "", "x" * 300, "%%(slug)s/%%(rev)s",
    "a\\..\\..\\x", "%%(rev)s\nx", "-rf", "%%(nothing)s", "%%(rev)", "%%(rev)999999s", "%%(rev)s%%", "con", "\u202egpj", "\x1b[31m", "__init__",
    "../versions_evil/x", "../env", "../../alembic", "./././x", "~/x", "%%(year)d/%%(month).2d-%%(rev)s", "sitecustomize", "a/b/c/d/e",
]  # fmt: skip


def templates() -> Iterator[Attack]:
    for template in TEMPLATES:
        for recursive in ("", "recursive_version_locations = true\n"):
            ini = INI + f"file_template = {template}\n" + recursive
            asked = [["new", "add a table: b"], ["new", "add c table: d", "--dry-run"], ["history"]]
            yield Attack(
                f"file_template {template[:30]!r} {recursive[:9]}", project_with(empty, ini), asked, may_write=True
            )
    for key in (
        "version_locations",
        "script_location",
        "prepend_sys_path",
        "output_encoding",
        "version_path_separator",
    ):
        for value in (
            "../outside",
            "/etc",
            "%(here)s/../outside",
            "migrations/versions ../outside",
            "\x00",
            ":" * 5000,
            "%(" * 5000,
        ):
            ini = INI.replace("script_location = migrations\n", "") if key == "script_location" else INI
            yield Attack(
                f"{key} {value[:20]!r}",
                project_with(empty, ini + f"{key} = {value}\n"),
                [["history"], ["check", "--all"]],
            )


def linked(change: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
    def build(project: Path, outside: Path) -> None:
        project_with(empty)(project, outside)
        change(project / "migrations" / "versions", outside)

    return build


def move_out(versions: Path, outside: Path) -> None:
    """The one revision file is a link to a file outside."""
    file = next(versions.glob("*.py"))
    file.rename(outside / file.name)
    file.symlink_to(outside / file.name)


def folder_out(versions: Path, outside: Path) -> None:
    versions.rename(outside / "versions")
    versions.symlink_to(outside / "versions")


def branch_out(versions: Path, outside: Path) -> None:
    for number in (2, 3):
        write_file(versions, number, table(f"b{number}", 2), f'op.drop_table("b{number}")', parents=[1])
    for file in sorted(versions.glob("*.py"))[1:]:
        file.rename(outside / file.name)
        file.symlink_to(outside / file.name)


def link_to(name: str, target: str) -> Callable[[Path, Path], None]:
    return lambda versions, _: (versions / name).symlink_to(target)


WRITES = [["new", "add b table: c"], ["merge"], ["rebase"], ["revise", "add d to t"], ["revise", "--discard"], *LOOK]


def links() -> Iterator[Attack]:
    yield Attack("a revision outside", linked(move_out), WRITES, may_write=True)
    yield Attack("the versions folder outside", linked(folder_out), WRITES, may_write=True)
    yield Attack("two branches outside", linked(branch_out), WRITES, may_write=True)
    for name, target in (
        ("a.py", "a.py"), ("a.py", "b.py"), ("a.py", "/dev/zero"), ("a.py", "/dev/stdin"), ("a.py", "/proc/self/mem"), ("a.py", "/etc/passwd"),
        ("a.py", "/proc/self/environ"), ("a", ".."), ("a", "/"), ("a", "a"), ("a.py", "../env.py"), ("a.py", "."), ("x" * 200 + ".py", "/dev/full"),
        (".alembic-migrate-journal", "/dev/zero"), (".alembic-migrate-journal", "/etc/passwd"), ("__init__.py", "/dev/zero"),
    ):  # fmt: skip
        for recursive in ("", "recursive_version_locations = true\n"):

            def build(project: Path, outside: Path, name=name, target=target, recursive=recursive) -> None:
                project_with(empty, INI + recursive)(project, outside)
                link_to(name, target)(project / "migrations" / "versions", outside)

            yield Attack(
                f"{name[:20]} leads to {target} {recursive[:9]}",
                build,
                [*LOOK, ["new", "add b table: c"]],
                may_write=True,
            )
    for name in (
        "alembic.ini",
        "migrations/env.py",
        "migrations/script.py.mako",
        "pyproject.toml",
        ".alembic-migrate.toml",
        "ruff.toml",
    ):
        for target in ("/dev/zero", "/etc/passwd", name, "/proc/self/environ"):

            def replace(project: Path, outside: Path, name=name, target=target) -> None:
                project_with(empty)(project, outside)
                (project / name).unlink(missing_ok=True)
                (project / name).symlink_to(Path(target).name if target == name else target)

            yield Attack(f"{name} leads to {target}", replace, [*LOOK, ["new", "add b table: c"]], may_write=True)
    for name in ("a.py", "a"):

        def pipe(project: Path, outside: Path, name=name) -> None:
            project_with(empty)(project, outside)
            os.mkfifo(project / "migrations" / "versions" / name)

        yield Attack(f"{name} is a pipe", pipe, LOOK)


def git(project: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], cwd=project, check=True, capture_output=True)


CONFIGS = [
    "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "diff.external", "core.hooksPath", "pager.log", "pager.diff", "alias.log",
    "alias.status", "gpg.program", "filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.x.command", "credential.helper", "uploadpack.packObjectsHook",
    "merge.x.driver", "core.askPass", "include.path", "core.gitProxy", "sequence.editor", "core.alternateRefsCommand", "core.worktree",
]  # fmt: skip


def repositories() -> Iterator[Attack]:
    asked = [
        ["check", "--since", "HEAD"],
        ["check", "--since", "main"],
        ["new", "add b table: c"],
        ["rebase", "--dry-run"],
        ["revise", "add d to b"],
        ["history"],
    ]
    for key in CONFIGS:

        def build(project: Path, outside: Path, key=key) -> None:
            project_with(empty)(project, outside)
            git(project, "init", "-q", "-b", "main")
            (project / ".gitattributes").write_text("* filter=x diff=x merge=x\n")
            git(project, "add", ".")
            git(project, "commit", "-q", "-m", "a")
            write_file(project / "migrations" / "versions", 2, table("b", 2), 'op.drop_table("b")')
            program = project / "evil"
            program.write_text(f"#!/bin/sh\ntouch {outside / PWNED}\ncat\n")
            program.chmod(0o755)
            hooks = project / "hooks"
            hooks.mkdir()
            for hook in (
                "post-checkout",
                "pre-commit",
                "post-index-change",
                "reference-transaction",
                "fsmonitor-watchman",
            ):
                (hooks / hook).write_text(program.read_text())
                (hooks / hook).chmod(0o755)
            value = str(hooks) if key == "core.hooksPath" else "/dev/zero" if key == "include.path" else str(program)
            value = str(outside) if key == "core.worktree" else "!" + value if key.startswith("alias.") else value
            git(project, "config", key, value)

        yield Attack(f"git: {key}", build, asked, may_write=True)
    for state in (
        "no commit",
        "detached",
        "merging",
        "bare",
        "a broken index",
        "a broken HEAD",
        "a gitdir file",
        "a locked index",
        "a ref with odd signs",
    ):
        yield Attack(f"git: {state}", lambda p, o, s=state: in_state(p, o, s), asked, may_write=True)


def in_state(project: Path, outside: Path, state: str) -> None:
    project_with(empty)(project, outside)
    git(project, "init", "-q", "-b", "main")
    if state == "no commit":
        return
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "a")
    place = project / ".git"
    write_file(project / "migrations" / "versions", 2, table("b", 2), 'op.drop_table("b")')
    if state == "detached":
        git(project, "checkout", "-q", "--detach")
    elif state == "merging":
        (place / "MERGE_HEAD").write_bytes((place / "refs/heads/main").read_bytes())
    elif state == "bare":
        git(project, "config", "core.bare", "true")
    elif state == "a broken index":
        (place / "index").write_bytes(b"DIRC" + b"\xff" * 5000)
    elif state == "a broken HEAD":
        (place / "HEAD").write_text("ref: refs/heads/../../../outside\n")
    elif state == "a gitdir file":
        place.rename(outside / "git")
        place.write_text("gitdir: /dev/zero\n")
    elif state == "a locked index":
        (place / "index.lock").touch()
    else:
        for name in ("--help", "-x", "a\u202eb", "$(touch PWNED)"):
            (place / "refs/heads" / name).write_bytes((place / "refs/heads/main").read_bytes())


def journals() -> Iterator[Attack]:
    """A journal that came with the repository; its hashes are wrong, for only this program can make them right."""
    first = "alembic-migrate-journal-1 "
    bodies = {
        "no body": first + "0" * 32 + "\n",
        "a file outside": first + "0" * 32 + "\n- " + "0" * 32 + " 4 ../../../outside/x.py\nabcd\n",
        "a size beyond": first + "0" * 32 + "\n- " + "0" * 32 + " 99999999999999999999 x.py\nabcd\n",
        "nothing": "",
        "zeros": "\0" * 5000,
        "many lines": first + "0" * 32 + "\n" + "- - 0 x.py\n\n" * 50_000,
    }
    for name, text in bodies.items():

        def build(project: Path, outside: Path, text=text) -> None:
            project_with(empty)(project, outside)
            (project / "migrations" / "versions" / ".alembic-migrate-journal").write_text(text)

        yield Attack(
            f"a journal: {name}", build, [*LOOK, ["new", "add b table: c", "--dry-run"], ["merge", "--dry-run"]]
        )
