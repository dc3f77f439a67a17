"""The law of advice: what a hint proposes is read by our own commands, and where it is a whole request, it is planned.

Every expected.error.json of the golden migrations: each JSON form in its hint must be one that `migrate` reads, and each
phrase in backticks or behind "say: " one that it understands, on the sample that the case is about. Forms that leave a
place open ("<column>", "…") are not whole.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / folder) for folder in ("stacks", "support")]

from client import ROOT  # noqa: E402
from golden import GoldenCase, golden_cases  # noqa: E402

PROGRAM = Path(os.environ.get("MIGRATE_BUILD", ROOT / "build")) / "alembic-migrate"
UNREAD = {"bad_operation", "bad_type", "bad_params", "not_understood"}


def forms_in(hint):
    """The whole JSON forms of a hint: an operation, or a list of them."""
    decoder, forms, at = json.JSONDecoder(), [], 0
    while (at := hint.find("{", at)) >= 0:
        start = at - 1 if at > 0 and hint[at - 1] == "[" else at
        try:
            form, end = decoder.raw_decode(hint, start)
        except ValueError:
            at += 1
            continue
        at = end
        operations = form if isinstance(form, list) else [form]
        text = json.dumps(form, ensure_ascii=False)
        if all(isinstance(each, dict) and "op" in each for each in operations) and not re.search(r"<\w+>|…", text):
            forms.append(operations)
    return forms


def phrases_in(hint):
    quoted = re.findall(r"`([^`]+)`", hint) + re.findall(r"\bsay: (.+)$", hint)
    return [phrase for phrase in quoted if " " in phrase and not re.search(r"<\w+>|…|^alembic", phrase)]


class AdviceTest(unittest.TestCase):
    def test_what_a_hint_proposes_is_read(self):
        count = 0
        with tempfile.TemporaryDirectory() as folder:
            for path in golden_cases("expected.error.json"):
                hint = json.loads((path / "expected.error.json").read_text(encoding="utf-8"))["data"].get("hint") or ""
                requests = [{"operations": form} for form in forms_in(hint)]
                requests += [{"description": phrase} for phrase in phrases_in(hint)]
                if not requests:
                    continue
                project = GoldenCase(path, Path(folder)).project
                for request in requests:
                    count += 1
                    params = {"date": "2026-03-01", "dry_run": True, **request}
                    message = {"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": params}
                    ran = subprocess.run(
                        [str(PROGRAM), "--project", str(project)],
                        input=json.dumps(message) + "\n",
                        text=True,
                        capture_output=True,
                        timeout=60,
                    )
                    error = json.loads(ran.stdout).get("error", {})
                    with self.subTest(path.name, request=request):
                        self.assertNotIn(error.get("data", {}).get("code"), UNREAD, error)
        self.assertGreater(count, 0)


if __name__ == "__main__":
    unittest.main()
