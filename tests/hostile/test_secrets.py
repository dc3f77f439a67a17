"""Values of environment variables are secrets: none of them comes out anywhere, whatever goes wrong, at any log level.

The program runs with canaries in its environment, on projects whose settings refer to them; every request that the soak knows
is sent, each command is run, and then nothing that was said or written holds a canary.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import DATE, PROGRAM, clean_environment, files_of  # noqa: E402
from small_project import small_project  # noqa: E402
from test_soak import BAD_LINES, all_requests  # noqa: E402

CANARY = "canary7f3a"
SECRETS = {
    "DATABASE_URL": f"postgresql://admin:{CANARY}-url@db.example.org:5432/prod",
    "SQLALCHEMY_DATABASE_URI": f"postgresql://admin:{CANARY}-uri@db.example.org/prod",
    "PGPASSWORD": f"{CANARY}-pg",
    "SECRET_KEY": f"{CANARY}-key\nsecond line {CANARY}",
    "AWS_SECRET_ACCESS_KEY": f"{CANARY}-aws",
    "ANTHROPIC_API_KEY": f"{CANARY}-api",
    "EMPTY": "",
}
LEVELS = ["debug", "info", "warning", "error"]
COMMANDS = [
    ["schema", "--json"],
    ["schema", "nothing"],
    ["history"],
    ["check", "--all", "--format", "sarif"],
    ["new", "add invoices table", "--date", DATE],
    ["new", "frobnicate $DATABASE_URL ${SECRET_KEY} $(env) %(DATABASE_URL)s", "--dry-run"],
    ["revise", "make name nullable"],
    ["merge"],
    ["rebase"],
]
# Each breaks the settings or the chain in its own way, with a name of a secret in it.
WORDS = "%(DATABASE_URL)s ${DATABASE_URL} $PGPASSWORD %(SECRET_KEY)s"
SPOILS = {
    "as it is": lambda project: None,
    "a location that needs a secret": lambda project: spoil_ini(project, f"script_location = {WORDS}"),
    "an address that needs one": lambda project: spoil_ini(project, f"sqlalchemy.url = {WORDS}", keep=True),
    "no ini at all": lambda project: spoil_ini(project, f"[[[{WORDS}"),
    "settings of ours that are wrong": lambda project: write(
        project / ".alembic-migrate.toml", f'nothing = "{WORDS}"\nprofile = "{WORDS}"\n'
    ),
    "a broken migration": lambda project: write(
        next(versions(project)).with_name("20260225_000019_broken.py"),
        f'import os\nrevision = os.environ["DATABASE_URL"]\ndown_revision = "{WORDS}"\n',
    ),
    "a migration that reads the environment": lambda project: write(
        next(versions(project)).with_name("20260225_000019_reads.py"),
        "import os\n\nfrom alembic import op\n\n"
        'revision = "20260225_000019"\ndown_revision = "20260224_000018"\n\n\n'
        'def upgrade():\n    op.execute(os.environ["DATABASE_URL"])\n    op.drop_table(os.getenv("PGPASSWORD"))\n'
        '    print(os.path.expandvars("$SECRET_KEY"))\n\n\ndef downgrade():\n    pass\n',
    ),
}


def write(path, text):
    path.write_text(text, encoding="utf-8")


def ini_of(project):
    return next(project.rglob("alembic.ini"))


def versions(project):
    return iter(sorted(project.rglob("versions/*.py")))


def spoil_ini(project, line, keep=False):
    path = ini_of(project)
    write(path, (path.read_text(encoding="utf-8") if keep else "[alembic]\n") + line + "\n")


class SecretsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.environment = clean_environment(self.folder / "home", **SECRETS)

    def run_program(self, project, arguments, given=b""):
        """What it said, on both streams."""
        ran = subprocess.run(
            [str(PROGRAM), "--project", str(project), *arguments],
            input=given,
            capture_output=True,
            timeout=300,
            env=self.environment,
            cwd=project,
        )
        self.assertIn(ran.returncode, (0, 1, 2), ran.stderr[-2000:])
        return ran.stdout, ran.stderr

    def requests(self):
        lines = list(BAD_LINES)
        for number, (method, params) in enumerate(all_requests()):
            lines.append(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        return b"\n".join(lines) + b"\n"

    def test_no_secret_comes_out(self):
        given = self.requests()
        found, errors = [], 0
        for number, (name, spoil) in enumerate(SPOILS.items()):
            for level in LEVELS:
                project = small_project(self.folder, f"project-{number}-{level}")
                spoil(project)
                runs = [["--log-level", level, *command] for command in COMMANDS] if level == "debug" else []
                for arguments in [["--log-level", level], *runs]:
                    output, said = self.run_program(project, arguments, given if len(arguments) == 2 else b"")
                    errors += output.count(b'"error"') + output.count(b'"isError":true')
                    if CANARY.encode() in output + said:
                        found.append(f"{name}: {arguments}")
        for path, content in files_of(self.folder).items():
            if CANARY.encode() in content:
                found.append(path)
        self.assertEqual(found, [])
        self.assertGreater(errors, 500, "hardly an error was provoked")


if __name__ == "__main__":
    unittest.main()
