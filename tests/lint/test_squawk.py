"""The real squawk and our check on the same migrations: squawk on what the newest Alembic's `upgrade --sql` writes for
PostgreSQL, ours on the files. A difference between rules that PEERS.md gives as each other's counterparts is explained in
squawk/differences.md; one that is not, and an explanation of none, fails."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import peers  # noqa: E402
from program import PROGRAM, clean_environment  # noqa: E402

SHOP = HERE / "squawk"
ALEMBIC = peers.ROOT / ".tools/stacks/new/bin/python"


def explained():
    """{(migration, who found it, rule)} of differences.md, with the explanation."""
    return {tuple(row[:3]): row[3] for row in peers.rows((SHOP / "differences.md").read_text(encoding="utf-8"))[1:]}


def differences(squawk, ours, counterparts):
    """What one finds in a migration and the other does not, among rules that have counterparts."""
    back = {}
    for rule, here in counterparts.items():
        for each in here:
            back.setdefault(each, set()).add(rule)
    for migration in sorted(squawk.keys() | ours.keys()):
        there, here = squawk.get(migration, set()), ours.get(migration, set())
        for rule in there:
            if counterparts[rule] and not counterparts[rule] & here:
                yield migration, "squawk", rule
        for rule in here:
            if rule in back and not back[rule] & there:
                yield migration, "check", rule


class SquawkTest(unittest.TestCase):
    def setUp(self):
        for tool in (peers.SQUAWK, ALEMBIC):
            if not tool.exists():
                self.skipTest(f"{tool} is not installed (scripts/setup test)")
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copytree(SHOP, self.folder / "shop")

    def squawk_finds(self):
        sql = self.folder / "sql"
        sql.mkdir()
        script = [str(ALEMBIC), "-B", str(SHOP / "write_sql.py"), str(self.folder / "shop/alembic.ini"), str(sql)]
        subprocess.run(script, check=True, capture_output=True, timeout=120)
        files = sorted(sql.glob("*.sql"))
        self.assertGreater(len(files), 30)
        return peers.squawk_on(files)

    def check_finds(self):
        ran = subprocess.run(
            [str(PROGRAM), "check", "--all", "--format", "json", "--fail-on", "never"],
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder / "shop",
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
        )
        found = {}
        for each in json.loads(ran.stdout)["findings"]:
            found.setdefault(Path(each["path"]).name[: len("shop_00")], set()).add(each["rule"])
        return found

    def test_every_difference_is_explained(self):
        counterparts = peers.counterparts("squawk")
        squawk, ours = self.squawk_finds(), self.check_finds()
        agreed = {
            rule
            for migration, rules in squawk.items()
            for rule in rules
            if counterparts[rule] & ours.get(migration, set())
        }
        self.assertGreater(len(agreed), 18, "the migrations no longer show what both find")
        found, known = set(differences(squawk, ours, counterparts)), explained()
        self.assertEqual(found - known.keys(), set(), "differences without an explanation in differences.md")
        self.assertEqual(known.keys() - found, set(), "explanations in differences.md that are no longer needed")
        for difference, reason in known.items():
            self.assertGreater(len(reason), 20, difference)


if __name__ == "__main__":
    unittest.main()
