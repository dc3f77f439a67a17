"""The wheel, the npm packages and the bundle of a release: installed from a folder, off the network, in empty environments."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parents[1] / "scripts/packaging")]

import packages  # noqa: E402
from archive import ROOT, unpacked  # noqa: E402
from platforms import this_platform  # noqa: E402
from program import VERSIONS, clean_environment, sample_copy  # noqa: E402
from registry import NODE, Registry  # noqa: E402

MOST_BYTES = 10_000_000
TOOLS = ROOT / ".tools"


class PackagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.program = unpacked(cls.folder / "release") / "skill/bin/alembic-migrate-program"
        cls.index = cls.folder / "index"
        cls.index.mkdir()
        cls.platform = this_platform()
        cls.wheel = packages.make_wheel(cls.program, cls.platform, cls.index)

    def setUp(self):
        self.place = Path(tempfile.mkdtemp(dir=self.folder))
        self.environment = clean_environment(self.place / "home")
        (self.place / "home").mkdir()

    def run_it(self, *command, cwd=None, **more):
        ran = subprocess.run(
            [str(word) for word in command],
            env={**self.environment, **more},
            cwd=cwd or self.place,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        return ran.stdout

    def writes_a_migration(self, *command):
        """The main job on the sample project, by this command."""
        project = sample_copy(Path(tempfile.mkdtemp(dir=self.place)))
        self.run_it(*command, "new", "add invoices table", "--project", project)
        self.assertEqual(len(list((project / VERSIONS).glob("*_add_invoices_table.py"))), 1)

    def test_wheel(self):
        self.assertLess(self.wheel.stat().st_size, MOST_BYTES)
        self.run_it("/usr/bin/python3", "-m", "venv", "env")
        self.run_it("env/bin/pip", "install", "--no-index", "--find-links", self.index, "alembic-migrate")
        self.writes_a_migration(self.place / "env/bin/alembic-migrate")
        self.writes_a_migration(self.place / "env/bin/python", "-m", "alembic_migrate")

    def test_wheel_twice_is_the_same(self):
        self.assertEqual(
            packages.make_wheel(self.program, self.platform, self.place).read_bytes(), self.wheel.read_bytes()
        )

    def test_sdist_has_all_that_building_needs(self):
        """It is configured, and no file that the program is built of is missing; what the libraries are fetched to is here."""
        with tarfile.open(packages.make_sdist(self.place)) as archive:
            archive.extractall(self.place)
        [source] = self.place.glob("alembic_migrate-*/")
        (source / ".tools").symlink_to(TOOLS)
        self.environment["PATH"] = os.environ["PATH"]
        self.run_it("cmake", "-S", source, "-B", "built", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release")
        inputs = self.run_it("ninja", "-C", "built", "-t", "inputs", "alembic-migrate-static").splitlines()
        sources = [path for path in inputs if path.startswith(f"{source}/")]
        self.assertEqual([path for path in sources if not Path(path).exists()], [])
        self.assertIn(f"{source}/src/main.cpp", sources)

    def test_uvx(self):
        uvx = TOOLS / "python-tools/bin/uvx"
        self.writes_a_migration(uvx, "--no-index", "--find-links", self.index, "alembic-migrate")

    def test_pipx(self):
        self.run_it(
            TOOLS / "pipx/bin/pipx",
            "install",
            "alembic-migrate",
            PIP_NO_INDEX="1",
            PIP_FIND_LINKS=f"{self.index} {TOOLS}/pipx/wheels",
        )
        self.writes_a_migration(self.place / "home/.local/bin/alembic-migrate")

    def test_plugin_without_program(self):
        """The plugin's launcher becomes what `uvx` fetches; a hook only what was fetched before."""
        shutil.copytree(
            ROOT / "skill", self.place / "plugin", ignore=shutil.ignore_patterns("*alembic-migrate-program*")
        )
        launcher = self.place / "plugin/bin/alembic-migrate"
        self.environment["PATH"] = f"{TOOLS / 'python-tools/bin'}:/usr/bin:/bin"
        self.environment |= {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(self.index), "npm_config_offline": "true"}
        self.assertEqual(self.run_it(launcher, "hook", UV_FIND_LINKS=str(self.place)), "")
        self.writes_a_migration(launcher)

    def test_pre_commit(self):
        """A clone of this repository is installed by pre-commit itself, with the program of the released wheel."""
        project = sample_copy(self.place)
        clone = self.place / "clone"
        files = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True
        )
        for name in files.stdout.splitlines():
            if not name.startswith("tests/") and (ROOT / name).is_file():
                (clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, clone / name)
        for repository in (clone, project):
            git = ["git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@example.invalid"]
            self.run_it(*git, "init", "-q")
            self.run_it(*git, "add", "-A")
            self.run_it(*git, "commit", "-qm", "all")
        (project / ".pre-commit-config.yaml").write_text("repos: []\n")
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"{self.index} {TOOLS}/release/wheels"}
        newest = sorted((project / VERSIONS).glob("*.py"))[-1]
        command = [TOOLS / "check/bin/pre-commit", "try-repo", clone, "alembic-migrate-check", "--verbose"]
        said = self.run_it(*command, "--files", newest.relative_to(project), cwd=project, **pip)
        self.assertRegex(said, r"check Alembic migrations\.+Passed")

    def test_npm(self):
        made = packages.make_npm({self.platform: self.program}, self.place)
        self.assertLess(max(package.stat().st_size for package in made), MOST_BYTES)
        again = packages.make_npm({self.platform: self.program}, Path(tempfile.mkdtemp(dir=self.place)))
        self.assertEqual([path.read_bytes() for path in made], [path.read_bytes() for path in again])
        self.environment["PATH"] = os.environ["PATH"]
        self.run_it("npm", "install", "--offline", "--no-audit", "--no-fund", "--prefix", self.place, *made)
        self.writes_a_migration(self.place / "node_modules/.bin/alembic-migrate")
        ran = subprocess.run([self.place / "node_modules/.bin/alembic-migrate", "no-such-verb"], capture_output=True)
        self.assertEqual(ran.returncode, 2)
        shutil.rmtree(self.place / "node_modules/@alembic-migrate")
        ran = subprocess.run([self.place / "node_modules/.bin/alembic-migrate"], capture_output=True, text=True)
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr.count("\n")), (2, "", 1))

    def test_each_has_the_licences_of_all_that_is_in_the_program(self):
        bundle = packages.make_bundle(self.program, self.platform, self.place)
        [npm] = [
            path
            for path in packages.make_npm({self.platform: self.program}, self.place)
            if self.platform.node_os in path.name
        ]
        found = []
        for archive, name in ((self.wheel, "alembic_migrate/NOTICES.txt"), (bundle, "NOTICES.txt")):
            with zipfile.ZipFile(archive) as opened:
                found.append(opened.read(name).decode())
        with tarfile.open(npm) as opened:
            found.append(opened.extractfile("package/NOTICES.txt").read().decode())
        self.assertEqual(len(set(found)), 1)
        for part in found[0].split("==== ")[1:]:
            self.assertRegex(part, r"(?i)copyright", part[:40])
        self.assertLessEqual(
            {"libpg_query\n", "fmt\n"}, {part[: part.index("\n") + 1] for part in found[0].split("==== ")[1:]}
        )

    def test_npx_from_a_registry(self):
        """npm itself chooses the package of this system: both published to a registry of our own, then one `npx`."""
        self.environment |= {"PATH": os.environ["PATH"], "npm_config_cache": str(self.place / "cache")}
        folder = self.place / "registry"
        folder.mkdir()
        with Registry(folder) as registry:
            for package in packages.make_npm({self.platform: self.program}, self.place):
                registry.publish(package)
            self.writes_a_migration("npx", "--yes", "--registry", registry.address, "alembic-migrate")

    def test_bundle(self):
        bundle = packages.make_bundle(self.program, self.platform, self.place)
        self.assertLess(bundle.stat().st_size, MOST_BYTES)
        with zipfile.ZipFile(bundle) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            self.assertIn(f"server/{self.platform.program}", archive.namelist())
            archive.extract("manifest.json", self.place)
        self.assertEqual(manifest["version"], packages.version())
        validator = TOOLS / "mcpb/node_modules/@anthropic-ai/mcpb/dist/cli/cli.js"
        self.run_it(NODE, validator, "validate", self.place / "manifest.json")

    def test_one_version(self):
        """CMakeLists.txt has it; what cannot read it there says the same."""
        version = packages.version()
        plugin = json.loads((ROOT / "skill/.claude-plugin/plugin.json").read_text(encoding="utf-8"))
        self.assertEqual(plugin["version"], version)
        for launcher, line in (
            ("alembic-migrate", r"^version=(.*)$"),
            ("alembic-migrate.cmd", r'^set "version=(.*)"$'),
        ):
            text = (ROOT / "skill/bin" / launcher).read_text(encoding="utf-8")
            self.assertEqual(re.findall(line, text, re.MULTILINE), [version])
        self.assertEqual(
            subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout.split()[1], version
        )


if __name__ == "__main__":
    unittest.main()
