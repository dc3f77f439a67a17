"""Puts the program into the wheel, and the tag of its platform onto it.

The program is the one that ALEMBIC_MIGRATE_PROGRAM names, for the platform that ALEMBIC_MIGRATE_PLATFORM names. Without
them (`pip install` of a checkout, as pre-commit does, or of the sdist) it is that of the released wheel of the very same
version, where pip finds one, else it is built here from source.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

from platforms import PLATFORMS, this_platform  # noqa: E402


def released(version: str, folder: Path, name: str) -> Path | None:
    """The program out of the released wheel of this version, put into `folder`; None where pip finds no such wheel."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    wanted = ["--only-binary", ":all:", "--dest", str(folder), f"alembic-migrate=={version}"]
    # Without it Python sees its own pip again, which pip hides from a build.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        subprocess.run([*pip, *wanted], check=True, capture_output=True, env=environment)
    except (OSError, subprocess.CalledProcessError):
        return None
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = f"alembic_migrate-{version}.data/scripts/{name}"
        (folder / name).write_bytes(archive.read(inside))
    (folder / name).chmod(0o755)
    return folder / name


def built(root: Path, name: str) -> Path:
    """The program built in the checkout, by the script that installs what building needs."""
    environment = {**os.environ, "TARGET": "alembic-migrate-static"}
    subprocess.run([str(root / "scripts/build"), "release"], check=True, env=environment, cwd=root)
    return root / "build" / name.replace("alembic-migrate", "alembic-migrate-static")


class ProgramHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        if version == "editable":
            raise SystemExit("alembic-migrate is a native program: it has no editable install")
        key = os.environ.get("ALEMBIC_MIGRATE_PLATFORM")
        platform = PLATFORMS[key] if key else this_platform()
        if platform is None:
            raise SystemExit(f"no release of alembic-migrate is made for {sys.platform}: build it from source")
        program = os.environ.get("ALEMBIC_MIGRATE_PROGRAM")
        if program is None:
            self.folder = tempfile.TemporaryDirectory()
            found = released(self.metadata.version, Path(self.folder.name), platform.program)
            program = str(found or built(Path(self.root), platform.program))
        build_data["shared_scripts"][program] = platform.program
        if notices := os.environ.get("ALEMBIC_MIGRATE_NOTICES"):  # of the libraries in a program that is released
            build_data["force_include"][notices] = "alembic_migrate/NOTICES.txt"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform.wheel}"
