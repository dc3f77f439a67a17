"""Starts the program that this wheel put beside Python's scripts."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


def program() -> Path:
    """The program in the scripts' folder of the scheme that this module was installed by."""
    name = "alembic-migrate.exe" if os.name == "nt" else "alembic-migrate"
    here = Path(__file__).resolve().parent.parent
    for scheme in sysconfig.get_scheme_names():
        paths = sysconfig.get_paths(scheme)
        if Path(paths["purelib"]).resolve() == here or Path(paths["platlib"]).resolve() == here:
            found = Path(paths["scripts"]) / name
            if found.is_file():
                return found
    beside = here / "bin" / name  # pip install --target
    if beside.is_file():
        return beside
    sys.exit(f"alembic_migrate: the program {name} is not where pip puts scripts: install the package again")


def main() -> None:
    command = [str(program()), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
