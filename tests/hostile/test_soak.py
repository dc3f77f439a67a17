"""Twenty thousand requests to one process, good and bad, of every method and tool, in both eras: its memory stays flat.

Measured is what the operating system counts as resident (VmRSS) after a third of them and at the end.
"""

import itertools
import json
import os
import random
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from program import DATE, Program, files_of  # noqa: E402
from small_project import small_project  # noqa: E402

COUNT = int(os.environ.get("SOAK_COUNT", "20000"))
SEED = 20260301
MOST_GROWTH = 1024  # KiB between a third and the end: a leak of a hundred bytes a request is more
MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}
DRY = {"dry_run": True, "date": DATE}
CREATE = [
    {"description": "add invoices table", **DRY},
    {"description": "add phone to customers", "explain": True, **DRY},
    {"description": "drop parts table", **DRY},
    {"description": "frobnicate the whatsit", **DRY},
    {"description": "add customers table", **DRY},
    {"description": "add nothing to nowhere", **DRY},
    {"operations": [{"op": "add_column", "table": "parts", "column": {"name": "size", "type": "integer"}}], **DRY},
    {"operations": [{"op": "nothing"}], **DRY},
    {"description": "x" * 3000, **DRY},
    {"description": 5},
    {},
]
REVISE = [{"change": "make name nullable", "dry_run": True}, {"change": ""}, {"discard": True, "dry_run": True}]
PLAIN = {
    "migrate": CREATE,
    "revise": REVISE,
    "discard": [{"dry_run": True}, {"revision": "nothing"}],
    "merge": [{"dry_run": True}, {"heads": ["a", "b"]}],
    "rebase": [{"dry_run": True}],
    "check": [{}, {"all": True}, {"files": ["nothing.py"]}],
    "schema": [{}, {"table": "parts"}, {"table": "part"}, {"at": "0000"}, {"dialect": "sqlite"}],
    "history": [{}, {"project": "nowhere"}],
    "rpc.discover": [{}],
    "nothing": [{}],
}
TOOLS = {
    "create_migration": CREATE,
    "revise_migration": REVISE,
    "resolve_heads": [{"strategy": "merge", "dry_run": True}, {}],
    "describe_schema": PLAIN["schema"],
    "check_migrations": PLAIN["check"],
    "no_tool": [{}],
}
PROTOCOL = {
    "tools/list": [{}, {"cursor": "x"}],
    "resources/list": [{}],
    "resources/templates/list": [{}],
    "prompts/list": [{}],
    "prompts/get": [{"name": "x"}],
    "resources/read": [{"uri": uri} for uri in ("schema://head", "migration://head", "schema://head/parts", "x://y")],
    "completion/complete": [
        {"ref": {"type": "ref/resource", "uri": uri}, "argument": {"name": name, "value": ""}}
        for uri, name in (("migration://{revision}", "revision"), ("schema://head/{table}", "table"), ("x", "y"))
    ],
    "ping": [{}],
    "initialize": [{"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "s", "version": "1"}}],
    "server/discover": [{}],
}
BAD_LINES = [b"{", b"[]", b"5", b'"x"', b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', b"\xff\xfe", b"[" * 1000]


def all_requests():
    """(method, params): each of them as plain JSON-RPC or legacy MCP, and where it is MCP in the modern era, too."""
    plain = [(method, params) for method, many in PLAIN.items() for params in many]
    tools = [("tools/call", {"name": tool, "arguments": one}) for tool, many in TOOLS.items() for one in many]
    protocol = tools + [(method, params) for method, many in PROTOCOL.items() for params in many]
    return plain + protocol + [(method, {**params, **MODERN}) for method, params in protocol]


def lines(count):
    """The lines, by chance but always the same: one in twenty is no request at all."""
    chance = random.Random(SEED)
    requests = all_requests()
    for number in itertools.count(1):
        if number > count:
            return
        if chance.random() < 0.05:
            yield chance.choice(BAD_LINES)
        else:
            method, params = chance.choice(requests)
            yield json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


def resident(process):
    """KiB of the process that are in memory."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


class SoakTest(unittest.TestCase):
    def test_memory_stays_flat(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        project = small_project(folder)
        before = files_of(project)
        kinds = {"result": 0, "error": 0}
        samples = []
        with Program(["--project", str(project)], folder) as program:
            for number, line in enumerate(lines(COUNT)):
                answer = program.send(line)
                kinds["result" if "result" in answer else "error"] += 1
                if number % (COUNT // 100) == 0:
                    samples.append(resident(program.process))
            samples.append(resident(program.process))
            self.assertEqual(program.close(), 0)
        warm = samples[len(samples) // 3]
        print(
            f"soak: {COUNT} requests, {kinds['result']} results and {kinds['error']} errors; resident {samples[0]} KiB at "
            f"first, {warm} after a third, {samples[-1]} at the end, {max(samples)} at most"
        )
        self.assertEqual(files_of(project), before)
        self.assertGreater(min(kinds.values()), COUNT // 10)
        self.assertLess(samples[-1] - warm, MOST_GROWTH, samples)


if __name__ == "__main__":
    unittest.main()
