"""What is compiled into the program: the libraries with their versions, as a bill of materials in CycloneDX's form."""

from __future__ import annotations

import datetime
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A library by the Debian package that its headers come from.
DEBIAN = {
    "fmt": "libfmt-dev",
    "spdlog": "libspdlog-dev",
    "nlohmann-json": "nlohmann-json3-dev",
    "expected": "libexpected-dev",
    "cli11": "libcli11-dev",
    "tomlplusplus": "libtomlplusplus-dev",
    "xxhash": "libxxhash-dev",
    "dtl": "libdtl-dev",
    "glibc": "libc6-dev",
    "libstdc++": "libstdc++-12-dev",
}


def debian_version(package: str) -> str:
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True)
    return asked.stdout


def notices() -> bytes:
    """The licences of all that is in the program, one behind the other, as each of them wants it."""
    texts = {name: Path(f"/usr/share/doc/{package}/copyright") for name, package in DEBIAN.items()}
    tools = ROOT / ".tools"
    texts |= {"tree-sitter": tools / "tree-sitter/core/LICENSE", "tree-sitter-python": tools / "tree-sitter/python/LICENSE"}
    texts |= {"libpg_query": tools / "pg-query/LICENSE"}
    return b"\n".join(f"==== {name}\n\n".encode() + path.read_bytes() for name, path in texts.items())


def fetched() -> list[dict]:
    """The sources that scripts/fetch-sources brings, by their pins there."""
    text = (ROOT / "scripts/fetch-sources").read_text(encoding="utf-8")
    found = re.findall(r'^  "([a-z-]+) ([0-9.]+) [0-9a-f]{128}"$', text, re.MULTILINE)
    found += re.findall(r'^pg_query_package="([a-z]+)==([0-9.]+) ', text, re.MULTILINE)
    return [{"type": "library", "name": name, "version": version} for name, version in dict.fromkeys(found)]


def bill_of_materials(version: str, epoch: int) -> dict:
    made = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    libraries = [
        {"type": "library", "name": name, "version": debian_version(package), "purl": f"pkg:deb/debian/{package}@{debian_version(package)}"}
        for name, package in DEBIAN.items()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": made, "component": {"type": "application", "name": "alembic-migrate", "version": version}},
        "components": libraries + fetched(),
    }
