"""`python3 scripts/packaging FOLDER PLATFORM=PROGRAM…`: the packages of a release, out of the programs that are built.

Into FOLDER: a wheel and a bundle a platform, the plugin for each but this one, the npm packages, the sdist, the registry's
server.json, the list of what is in the program (CycloneDX), and SHA256SUMS over all that lies there.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import packages
from materials import bill_of_materials
from platforms import PLATFORMS, this_platform


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    programs = {}
    for word in sys.argv[2:]:
        key, _, program = word.partition("=")
        if key not in PLATFORMS or not Path(program).is_file():
            sys.exit(f"packaging: '{word}' is no PLATFORM=PROGRAM; platforms: {', '.join(PLATFORMS)}")
        programs[PLATFORMS[key]] = Path(program)
    for platform, program in programs.items():
        packages.make_wheel(program, platform, folder)
        packages.make_bundle(program, platform, folder)
        if platform != this_platform():  # which scripts/package makes one for
            packages.make_plugin_zip(program, platform, folder)
    packages.make_npm(programs, folder)
    packages.make_sdist(folder)
    (folder / "server.json").write_text(json.dumps(packages.registry_entry(), indent=2) + "\n")
    (folder / "sbom.cdx.json").write_text(json.dumps(bill_of_materials(packages.version(), packages.epoch()), indent=2) + "\n")
    sums = folder / "SHA256SUMS"
    sums.unlink(missing_ok=True)
    files = sorted(path for path in folder.iterdir() if path.is_file())
    sums.write_text("".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files))


if __name__ == "__main__":
    main()
