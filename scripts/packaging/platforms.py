"""The systems and processors that a release is made for, under the names that Python and Node have for them."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    key: str  # our own name of it, as in the names of archives
    wheel: str  # the wheel's platform tag
    node_os: str
    node_cpu: str

    @property
    def program(self) -> str:
        return "alembic-migrate.exe" if self.node_os == "win32" else "alembic-migrate"


# The programs for Linux are static: they hold for glibc from 2.17 and for musl alike.
PLATFORMS = {
    entry.key: entry
    for entry in (
        Platform("linux-x86_64", "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64", "linux", "x64"),
        Platform("linux-aarch64", "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64", "linux", "arm64"),
        Platform("windows-x86_64", "win_amd64", "win32", "x64"),
        Platform("windows-arm64", "win_arm64", "win32", "arm64"),
        Platform("macos-arm64", "macosx_11_0_arm64", "darwin", "arm64"),
        Platform("macos-x86_64", "macosx_11_0_x86_64", "darwin", "x64"),
    )
}


def this_platform() -> Platform | None:
    """The one that this runs on, or None where no release is made for it."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}.get(sys.platform)
    processor = platform.machine().lower().replace("amd64", "x86_64")
    if system == "linux" and processor == "arm64":
        processor = "aarch64"
    return PLATFORMS.get(f"{system}-{processor}")
