"""What a model pays for us may not grow: agent_bytes.json has the bytes of each part, in both clients (UPDATE_GOLDEN=1
rewrites it; CI never sets that)."""

import json
import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from agent_bytes import measure  # noqa: E402
from ways import in_every_way  # noqa: E402

KEPT = HERE / "agent_bytes.json"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and os.environ.get("CI") != "true"


@in_every_way(kinds=("plugin",))
class AgentBytesTest:
    def test_nothing_grew(self):
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        found = measure(self.way.client)
        for what, size in found.items():
            print(f"{self.way.client} {size:6} {what}")
        if UPDATE:
            kept[self.way.client] = found
            KEPT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
        allowed = kept.get(self.way.client, {})
        self.assertEqual(sorted(found), sorted(allowed))
        for what, size in found.items():
            self.assertLessEqual(size, allowed[what], what)
        self.assertLessEqual(found["definition: create_migration"], 1100)
        self.assertLessEqual(found["definitions"], 2600)
        self.assertLessEqual(found["skill"], 700)
        self.assertLessEqual(found["result: create"], 400)
        self.assertLessEqual(found["output: create"], 300)


if __name__ == "__main__":
    unittest.main()
