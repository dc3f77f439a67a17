"""A scratch copy of a project in which its chain can be run without its application."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEFT_OUT = {".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", "dist", "build"}
MAX_FILE = 2 << 20
NOT_INSTALLED = " (is not installed)"
KEPT_OPTIONS = ("transaction_per_migration", "version_table", "version_table_schema", "transactional_ddl")


@dataclass
class Copy:
    folder: Path  # what real Alembic runs, with the plain env.py
    ours: Path  # the same with the project's own env.py, for our program
    stood_in: Path  # the file that names what was stood in
    naming_said: Path  # the file that says which naming convention the real chain has run with
    notes: list[str] = field(default_factory=list)
    ini: Path | None = None  # the config to run, where it was asked for

    def naming_note(self) -> list[str]:
        """Which naming convention the real chain has run with; nothing where it is the usual one."""
        said = self.naming_said.read_text(encoding="utf-8") if self.naming_said.exists() else ""
        return [] if said.endswith((": none", ": ix")) and "not found" not in said else [f"naming convention {said}"]

    def stood_in_names(self) -> list[str]:
        """What has a stand-in; of a library that is not there, its own name only."""
        lines = set(self.stood_in.read_text(encoding="utf-8").splitlines()) if self.stood_in.exists() else set()
        missing = {line.partition(" ")[0].partition(".")[0] for line in lines if line.endswith(NOT_INSTALLED)}
        return sorted(
            {line for line in lines if not line.endswith(NOT_INSTALLED)} | {m + NOT_INSTALLED for m in missing}
        )


class CannotPrepare(Exception):
    pass


def _unwanted(folder: str, names: list[str]) -> list[str]:
    found = []
    for name in names:
        path = Path(folder) / name
        if name in LEFT_OUT or path.is_symlink() or (path.is_file() and path.stat().st_size > MAX_FILE):
            found.append(name)
    return found


def _environments(folder: Path) -> list[Path]:
    """Every env.py of Alembic's."""
    found = []
    for env in sorted(folder.rglob("env.py")):
        if (env.parent / "versions").is_dir() or (env.parent / "script.py.mako").is_file():
            found.append(env)
    return found


def _options_of(text: str) -> dict:
    """What the project's own context.configure(...) says in literals and changes what the chain does."""
    options = {}
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return options
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "configure":
            for keyword in node.keywords:
                if keyword.arg in KEPT_OPTIONS and isinstance(keyword.value, ast.Constant):
                    options[keyword.arg] = keyword.value.value
    return options


def _imported(text: str) -> list[str]:
    """The libraries that the project's own env.py imports to give Alembic more operations."""
    names = re.findall(r"^(?:import|from)\s+(alembic_\w+)", text, re.MULTILINE)
    return sorted(set(names))


def _arguments_of(text: str) -> list[str]:
    """What the project's own context.run_migrations(...) hands to each migration, by name."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = [call for call in calls if ast.unparse(call.func) == "context.run_migrations"]
    return sorted({keyword.arg for call in found for keyword in call.keywords if keyword.arg})


def _constant(node: ast.expr, names: dict[str, ast.expr]):
    if isinstance(node, ast.Name) and node.id in names:
        node = names[node.id]
    return ast.literal_eval(node)


def _conventions_in(text: str) -> list[dict]:
    tree = ast.parse(text)
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    found = []
    for node in ast.walk(tree):
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "naming_convention" and getattr(node.func, "attr", "") != "batch_alter_table":
                found.append(_constant(keyword.value, names))
    return found


def naming_convention(folder: Path, notes: list[str]) -> dict:
    """The only naming convention that the project writes in literals: for where running env.py does not tell."""
    found: dict[str, dict] = {}
    for path in sorted(folder.rglob("*.py")):
        if "versions" in path.parts or "tests" in path.parts or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if "naming_convention" not in text:
            continue
        try:
            for convention in _conventions_in(text):
                found.setdefault(json.dumps(convention, sort_keys=True), convention)
        except (SyntaxError, ValueError, TypeError):
            notes.append(f"a naming convention in {path.relative_to(folder)} is not written in literals: left out")
    if len(found) > 1:
        notes.append("there are several naming conventions in literals")
    return next(iter(found.values())) if len(found) == 1 else {}


def _import_folders(folder: Path, environments: list[Path]) -> list[str]:
    """Where the application may be imported from: the folders above env.py, and `src` in each."""
    found = []
    for env in environments:
        for parent in [env.parent, *env.parent.parents]:
            for candidate in (parent, parent / "src", parent / "backend"):
                if candidate.is_dir() and str(candidate) not in found:
                    found.append(str(candidate))
            if parent == folder:
                break
    return found


def _configs(folder: Path) -> list[Path]:
    """Where tests/stacks/worker.py looks, nearest first."""
    return [
        ini for pattern in ("alembic.ini", "*/alembic.ini", "*/*/alembic.ini") for ini in sorted(folder.glob(pattern))
    ]


def _settle_location(ini: Path, environments: list[Path], copy: Copy) -> None:
    """Makes script_location a folder that is there: not none, not a placeholder, not a package to be imported."""
    text = ini.read_text(encoding="utf-8", errors="replace")
    found = re.search(r"^script_location\s*=\s*(.*?)\s*$", text, re.MULTILINE)
    old = found[1] if found else ""
    if old and (ini.parent / old.replace("%(here)s", str(ini.parent))).is_dir():
        return
    tail = old.replace(":", "/").replace(".", "/")
    in_package = [env.parent for env in environments if str(env.parent).endswith("/" + tail)] if ":" in old else []
    from_root = [env.parent for env in environments if old and env.parent == copy.folder / old]  # where it is run
    fitting = in_package or from_root
    fitting = fitting or [env.parent for env in environments if ini.parent in (env.parent, *env.parents)]
    if not fitting:
        return
    new = f"script_location = %(here)s/{os.path.relpath(fitting[0], ini.parent)}"
    text = text.replace(found[0], new, 1) if found else text.replace("[alembic]", f"[alembic]\n{new}", 1)
    ini.write_text(text, encoding="utf-8")
    copy.notes.append(f"{ini.relative_to(copy.folder)}: script_location was {old or 'not given'}; now {new}")


def _location_of(ini: Path) -> Path | None:
    found = re.search(r"^script_location\s*=\s*(.*?)\s*$", ini.read_text(encoding="utf-8", errors="replace"), re.M)
    return (ini.parent / found[1].replace("%(here)s", str(ini.parent))).resolve() if found else None


def _config_inside(folder: Path, inside: str, revision_file: str, environments: list[Path], copy: Copy) -> Path:
    """The config itself where it is named; else one of the script folder that holds the revision, made where there is
    none."""
    place = folder / inside
    if place.is_file():
        return place
    scripts = [env.parent for env in environments if any(env.parent.rglob(revision_file))]
    if not scripts:
        raise CannotPrepare(f"there is no env.py beside a versions folder with {revision_file}")
    for ini in [*sorted(place.glob("alembic.ini")), *sorted(place.glob("*/alembic.ini"))]:
        if _location_of(ini) == scripts[0].resolve():
            return ini
    ini = place / "compare-alembic.ini"
    ini.write_text(f"[alembic]\nscript_location = %(here)s/{os.path.relpath(scripts[0], place)}\n", encoding="utf-8")
    copy.notes.append(f"no alembic.ini of {inside} leads to its script folder: one was made")
    return ini


def prepare(
    project: Path,
    scratch: Path,
    more_paths: list[Path],
    versions: str = "",
    inside: str | None = None,
    revision_file: str = "",
) -> Copy:
    """Copies the project below `scratch` and gives it a plain env.py; `inside` names the folder or the config of the
    Alembic project in it, and `revision_file` one of its migrations, where that is not at its root. Raises
    CannotPrepare."""
    folder = scratch / "project"
    shutil.copytree(project, folder, ignore=_unwanted)
    environments = _environments(folder)
    if not environments:
        raise CannotPrepare(f"there is no env.py beside a versions folder in {project}")
    copy = Copy(folder, scratch / "ours", scratch / "stood-in.txt", scratch / "naming.txt")
    if inside is not None:
        copy.ini = _config_inside(folder, inside, revision_file, environments, copy)
    elif not _configs(folder):
        pyproject = folder / "pyproject.toml"
        if not (pyproject.is_file() and "[tool.alembic]" in pyproject.read_text(encoding="utf-8")):
            location = environments[0].parent.relative_to(folder)
            (folder / "alembic.ini").write_text(f"[alembic]\nscript_location = %(here)s/{location}\n")
            copy.notes.append(f"there is no alembic.ini: one was made for {location}")
    for ini in [copy.ini] if copy.ini else _configs(folder):
        _settle_location(ini, environments, copy)
        if versions:
            line = f"version_locations = %(here)s/{os.path.relpath(folder / versions, ini.parent)}"
            ini.write_text(ini.read_text(encoding="utf-8").replace("[alembic]", f"[alembic]\n{line}", 1))
            copy.notes.append(f"{ini.relative_to(folder)}: {line}")
    naming = naming_convention(folder, copy.notes)
    if inside is None:
        shutil.copytree(folder, copy.ours)
    for env in environments:
        text = env.read_text(encoding="utf-8", errors="replace")
        facts = {
            "tools": str(HERE),
            "copy": str(folder),
            "env": str(env.with_name("env_of_project.py")),
            "stood_in": str(copy.stood_in),
            "naming_said": str(copy.naming_said),
            "naming": naming,
            "path": _import_folders(folder, environments) + [str(path.resolve()) for path in more_paths],
            "options": _options_of(text),
            "plugins": _imported(text),
            "arguments": _arguments_of(text),
        }
        env.with_name("compare.json").write_text(json.dumps(facts), encoding="utf-8")
        env.rename(env.with_name("env_of_project.py"))
        shutil.copyfile(HERE / "plain_env.py", env)
    return copy


def add_facts(copy: Copy, **more) -> None:
    """More facts for plain_env.py."""
    for facts_file in copy.folder.rglob("compare.json"):
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
        facts_file.write_text(json.dumps(facts | more), encoding="utf-8")


def one_transaction_each(copy: Copy) -> None:
    """From now on each migration is committed by itself, so that a chain that stops leaves what came before."""
    add_facts(copy, one_transaction_each=True)
