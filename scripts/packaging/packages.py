"""Makes the packages of a release out of programs that are built: wheels, npm packages, the bundle for MCP hosts."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

from materials import notices
from platforms import Platform

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HATCH = ROOT / ".tools/release/bin/python"
DESCRIPTION = "Writes Alembic migrations from a description: exact upgrade and downgrade, without running Python"
KEYWORDS = ["alembic", "sqlalchemy", "migration", "postgresql", "sqlite", "mcp"]
MCP_NAME = "io.github.alembic-migrate/alembic-migrate"
NOTICES = "NOTICES.txt"
EXECUTABLE = 0o755
PLAIN = 0o644


def version() -> str:
    """The project's version; CMakeLists.txt is the one place that has it."""
    return re.search(r"^project\(alembic-migrate VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)[1]


def epoch() -> int:
    """The time that all packages bear: SOURCE_DATE_EPOCH, else that of the commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        given = subprocess.run(["git", "-C", ROOT, "log", "-1", "--format=%ct"], capture_output=True, text=True).stdout
    return int(given or 315532800)


def by_hatchling(target: str, folder: Path, given: dict[str, str]) -> Path:
    """What hatchling (`scripts/setup release`) makes of this checkout, moved to the folder."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, **given, "SOURCE_DATE_EPOCH": str(epoch())}
        command = [str(HATCH), "-m", "hatchling", "build", "--target", target, "--directory", place]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        [made] = Path(place).glob("alembic_migrate-*")
        return Path(shutil.move(made, folder / made.name))


def make_wheel(program: Path, platform: Platform, folder: Path) -> Path:
    """The wheel of one platform."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(notices())
        file.flush()
        given = {"ALEMBIC_MIGRATE_PROGRAM": str(program.resolve()), "ALEMBIC_MIGRATE_PLATFORM": platform.key}
        return by_hatchling("wheel", folder, {**given, "ALEMBIC_MIGRATE_NOTICES": file.name})


def make_sdist(folder: Path) -> Path:
    """The sources as `pip install` takes them."""
    return by_hatchling("sdist", folder, {})


def npm_archive(path: Path, manifest: dict, files: dict[str, tuple[bytes, int]]) -> Path:
    """An npm package: `package/` with package.json and the files, each with its bytes and mode."""
    content = {"package.json": (json.dumps(manifest, indent=2).encode() + b"\n", PLAIN), **files}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, (data, mode) in sorted(content.items()):
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size, entry.mode, entry.mtime = len(data), mode, epoch()
            tar.addfile(entry, io.BytesIO(data))
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=0))
    return path


def make_npm(programs: dict[Platform, Path], folder: Path) -> list[Path]:
    """One package a platform, and the small one that starts whichever of them npm installed."""
    common = {"version": version(), "license": "MIT", "description": DESCRIPTION}
    licence = ((ROOT / "LICENSE").read_bytes(), PLAIN)
    made, optional = [], {}
    for platform, program in programs.items():
        name = f"@alembic-migrate/{platform.node_os}-{platform.node_cpu}"
        optional[name] = version()
        manifest = {"name": name, **common, "os": [platform.node_os], "cpu": [platform.node_cpu]}
        manifest["files"] = [platform.program, NOTICES]
        files = {platform.program: (program.read_bytes(), EXECUTABLE), "LICENSE": licence, NOTICES: (notices(), PLAIN)}
        made.append(npm_archive(folder / f"{name[1:].replace('/', '-')}-{version()}.tgz", manifest, files))
    manifest = {"name": "alembic-migrate", **common, "keywords": KEYWORDS, "mcpName": MCP_NAME}
    manifest |= {"bin": {"alembic-migrate": "start.js"}, "engines": {"node": ">=18"}, "optionalDependencies": optional}
    readme = (HERE / "README.md").read_bytes().replace(b"uvx", b"npx")
    files = {"start.js": ((HERE / "npm/start.js").read_bytes(), EXECUTABLE), "README.md": (readme, PLAIN), "LICENSE": licence}
    made.append(npm_archive(folder / f"alembic-migrate-{version()}.tgz", manifest, files))
    return made


def bundle_manifest(programs: dict[Platform, Path]) -> dict:
    """The manifest of the bundle that MCP hosts install by a click."""
    server = {"type": "binary", "entry_point": "server/alembic-migrate"}
    server["mcp_config"] = {"command": "${__dirname}/server/alembic-migrate", "args": ["serve", "--project", "${user_config.project}"]}
    project = {"type": "directory", "title": "Project", "description": "A folder with an Alembic history", "required": True}
    return {
        "manifest_version": "0.3",
        "name": "alembic-migrate",
        "display_name": "Alembic migrations",
        "version": version(),
        "description": DESCRIPTION,
        "author": {"name": "alembic-migrate"},
        "license": "MIT",
        "keywords": KEYWORDS,
        "server": server,
        "user_config": {"project": project},
        "compatibility": {"platforms": sorted({platform.node_os for platform in programs})},
        "tools_generated": True,
    }


def make_bundle(program: Path, platform: Platform, folder: Path) -> Path:
    """The MCP bundle of one platform: a zip of a manifest and the program."""
    path = folder / f"alembic-migrate-{version()}-{platform.key}.mcpb"
    files = {
        "manifest.json": (json.dumps(bundle_manifest({platform: program}), indent=2).encode(), PLAIN),
        f"server/{platform.program}": (program.read_bytes(), EXECUTABLE),
        "LICENSE": ((ROOT / "LICENSE").read_bytes(), PLAIN),
        NOTICES: (notices(), PLAIN),
    }
    return zip_archive(path, files)


def make_plugin_zip(program: Path, platform: Platform, folder: Path) -> Path:
    """The plugin as a marketplace, with the program: beside the launcher, or in its place on a system without a shell."""
    name = f"alembic-migrate-{version()}"
    started = platform.program if platform.node_os == "win32" else "alembic-migrate-program"
    files = {f"{name}/skill/bin/{started}": (program.read_bytes(), EXECUTABLE)}
    files[f"{name}/LICENSE"] = ((ROOT / "LICENSE").read_bytes(), PLAIN)
    files[f"{name}/{NOTICES}"] = (notices(), PLAIN)
    for top in (".claude-plugin", "skill"):
        for path in (ROOT / top).rglob("*"):
            if path.is_file() and "alembic-migrate-program" not in path.name:
                mode = EXECUTABLE if path.parent.name == "bin" else PLAIN
                files[f"{name}/{path.relative_to(ROOT).as_posix()}"] = (path.read_bytes(), mode)
    return zip_archive(folder / f"{name}-{platform.key}.zip", files)


def zip_archive(path: Path, files: dict[str, tuple[bytes, int]]) -> Path:
    """A zip of the files, each with its bytes and mode: the same files give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, mode) in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return path


def registry_entry() -> dict:
    """What the registry of MCP servers keeps of us: where the packages are, never the packages."""
    project = {"type": "named", "name": "--project", "description": "A folder with an Alembic history", "format": "filepath"}
    common = {"version": version(), "transport": {"type": "stdio"}, "packageArguments": [{"type": "positional", "value": "serve"}, project]}
    return {
        "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
        "name": MCP_NAME,
        "description": DESCRIPTION,
        "version": version(),
        "packages": [
            {"registryType": kind, "identifier": "alembic-migrate", "runtimeHint": hint, **common}
            for kind, hint in (("pypi", "uvx"), ("npm", "npx"))
        ],
    }
