"""The plugin with its program: from an archive, from where the script lies, or built now."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from pathlib import Path

from files import Stop, say

ROOT = Path(__file__).resolve().parents[2]
BUILT = "skill/bin/alembic-migrate-program"


def check_sum(archive: Path) -> None:
    """Against the .sha256 that lies beside it."""
    checksum = Path(f"{archive}.sha256")
    if not checksum.is_file():
        say(f"there is no {checksum.name} beside the archive: its content was not checked")
    elif hashlib.sha256(archive.read_bytes()).hexdigest() != checksum.read_text().split()[0]:
        raise Stop(f"{archive} is not what {checksum.name} says: fetch both again")


def unpack(archive: Path, folder: Path) -> Path:
    """The one folder that is in a release's archive; only plain files and folders are taken, and none outside it."""
    try:
        check_sum(archive)
        with tarfile.open(archive) as tar:
            for member in tar.getmembers():
                plain = member.isfile() or member.isdir()
                if not plain or member.name.startswith("/") or ".." in Path(member.name).parts:
                    raise Stop(f"{archive} is no release: {member.name} has no place in one")
            tar.extractall(folder)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise Stop(f"{archive} cannot be unpacked: {error}") from None
    found = list(folder.glob(f"*/{BUILT}"))
    if len(found) != 1:
        raise Stop(f"{archive} is no release: there is no {BUILT} in it")
    return found[0].parents[2]


def release_tree(archive: Path | None, folder: Path) -> Path:
    """A folder with .claude-plugin/ and skill/, the program in it; `folder` is for what has to be unpacked."""
    if archive is not None:
        return unpack(archive, folder)
    if not (ROOT / "CMakeLists.txt").exists():
        return ROOT
    say("building a release")
    made = subprocess.run([str(ROOT / "scripts/package")], stdout=subprocess.PIPE, text=True)
    if made.returncode != 0:
        raise Stop("scripts/package failed; nothing was installed")
    return unpack(Path(made.stdout.strip().splitlines()[-1]), folder)
