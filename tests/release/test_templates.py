"""What other projects' CI takes from us, run as it is written: the steps of action.yml, the job of GitLab's template.

The package comes from a folder with the wheel, in the place of the index that a user's pip asks.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parents[1] / "scripts/packaging")]

import packages  # noqa: E402
from archive import ROOT, unpacked  # noqa: E402
from platforms import this_platform  # noqa: E402
from program import VERSIONS, clean_environment, sample_copy  # noqa: E402

TOOLS = ROOT / ".tools"
# For each file: what holds it against the schema of those who read it, and a change of it that is wrong.
VALIDATORS = {
    "action.yml": (
        "using: composite",
        "using: shell",
        "schemas/bin/check-jsonschema",
        "--builtin-schema",
        "vendor.github-actions",
    ),
    "scripts/packaging/ci/gitlab.yml": (
        "before_script:",
        "before_scripts:",
        *("schemas/bin/check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
    ),
    ".pre-commit-hooks.yaml": ("language: python", "language: pythons", "check/bin/pre-commit", "validate-manifest"),
}
READ_YAML = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8'))))"
RISKY = '''"""drop note

Revision ID: risky
Revises: 20260224_000018
"""

from alembic import op

revision = "risky"
down_revision = "20260224_000018"


def upgrade() -> None:
    op.drop_table("payments")


def downgrade() -> None:
    pass
'''


def yaml_of(path: Path) -> dict:
    """By the YAML reader that pre-commit brings."""
    ran = subprocess.run(
        [ROOT / ".tools/check/bin/python", "-c", READ_YAML, path], capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


class TemplatesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        program = unpacked(cls.folder / "release") / "skill/bin/alembic-migrate-program"
        cls.index = cls.folder / "index"
        cls.index.mkdir()
        packages.make_wheel(program, this_platform(), cls.index)

    def setUp(self):
        self.place = Path(tempfile.mkdtemp(dir=self.folder))
        (self.place / "home").mkdir()
        index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        self.environment = clean_environment(self.place / "home", **index)
        self.origin = sample_copy(self.place, "origin")
        self.git(self.origin, "init", "-q", "-b", "main")
        self.git(self.origin, "add", "-A")
        self.git(self.origin, "commit", "-qm", "all")
        self.project = self.place / "checkout"
        self.git(self.place, "clone", "-q", f"file://{self.origin}", str(self.project))
        self.git(self.project, "checkout", "-qb", "work")

    def git(self, folder, *arguments):
        names = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", "-C", folder, *names, *arguments], check=True, capture_output=True, env=self.environment)

    def add_migration(self):
        self.file = f"{VERSIONS}/20260225_000019_drop_note.py"
        (self.project / self.file).write_text(RISKY, encoding="utf-8")
        self.git(self.project, "add", "-A")
        self.git(self.project, "commit", "-qm", "risky")

    def bash(self, script, **more):
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            env={**self.environment, **more},
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def action(self, **inputs):
        """The steps of action.yml, as a runner fills them in. Returns what they printed, and the summary."""
        action = yaml_of(ROOT / "action.yml")
        given = {name: inputs.get(name, one["default"]) for name, one in action["inputs"].items()}
        values = {f"${{{{ inputs.{name} }}}}": value for name, value in given.items()} | {
            "${{ github.base_ref }}": "main"
        }
        summary = self.place / "summary.md"
        summary.touch()
        for step in action["runs"]["steps"]:
            self.assertEqual(step["shell"], "bash")
            environment = {name: values[value] for name, value in step["env"].items()}
            ran = self.bash(step["run"], RUNNER_TEMP=str(self.place), GITHUB_STEP_SUMMARY=str(summary), **environment)
        return ran, summary.read_text(encoding="utf-8")

    def test_action_says_what_a_pull_request_brings(self):
        ran, summary = self.action()
        self.assertEqual((ran.returncode, "::error" in ran.stdout), (0, False), ran.stdout + ran.stderr)
        self.add_migration()
        ran, summary = self.action(**{"fail-on": "warning"})
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertRegex(ran.stdout, rf"(?m)^::(error|warning) file={self.file},line=\d+")
        self.assertIn(self.file, summary)
        self.assertEqual(self.action(since="HEAD")[0].returncode, 0)

    def test_action_takes_one_version(self):
        self.assertEqual(self.action(version=packages.version())[0].returncode, 0)
        self.assertIn("99.0", self.action(version="99.0")[0].stderr)

    def test_each_is_valid_where_it_is_read(self):
        for name, (right, wrong, tool, *words) in VALIDATORS.items():
            text = (ROOT / name).read_text(encoding="utf-8")
            self.assertEqual(text.count(right), 1, name)
            for content, valid in ((text, True), (text.replace(right, wrong), False)):
                with self.subTest(name, valid=valid):
                    path = Path(tempfile.mkdtemp(dir=self.folder), Path(name).name)
                    path.write_text(content, encoding="utf-8")
                    ran = subprocess.run([TOOLS / tool, *words, path], capture_output=True, text=True)
                    self.assertEqual(ran.returncode == 0, valid, ran.stdout + ran.stderr)

    def test_gitlab(self):
        """All lines of the job but the one that installs git, which is here."""
        [job] = yaml_of(ROOT / "scripts/packaging/ci/gitlab.yml").values()
        self.assertRegex(job["before_script"][0], r"^apt-get .* git$")
        self.bash("python3 -m venv env", HOME=str(self.place))
        lines = "\n".join(["export PATH=$PWD/env/bin:$PATH", *job["before_script"][1:], *job["script"]])
        variables = {**job["variables"], "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
        self.assertEqual(self.bash(lines, **variables).returncode, 0)
        self.add_migration()
        (self.project / ".alembic-migrate.toml").write_text('[check]\nfail-on = "warning"\n', encoding="utf-8")
        ran = self.bash(lines, **variables)
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn(self.file, ran.stdout)
        [report] = job["artifacts"]["paths"]
        [run] = json.loads((self.project / report).read_text(encoding="utf-8"))["runs"]
        self.assertTrue(run["results"])


if __name__ == "__main__":
    unittest.main()
