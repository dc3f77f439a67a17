"""The built programs, the dynamic one and the release's: what a fault of memory would meet in them (cmake/hardening.cmake)."""

import platform
import re
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from archive import ROOT, archive  # noqa: E402
from program import PROGRAM  # noqa: E402

# As machine code of x86-64. A target of indirect jumps; a canary read; a page of the stack touched as it is taken.
TARGET = re.compile(rb"\xf3\x0f\x1e\xfa")
CANARY = re.compile(rb"\x64\x48\x8b[\x04\x0c\x14\x1c\x2c\x34\x3c]\x25\x28\x00\x00\x00")
PROBE = re.compile(rb"\x48\x81\xec\x00\x10\x00\x00\x48\x83\x0c\x24\x00")


def shown(program: Path, options: str) -> str:
    return subprocess.run(["readelf", options, str(program)], capture_output=True, text=True, check=True).stdout


def code_of(program: Path) -> bytes:
    """The bytes that may be run."""
    bytes_ = program.read_bytes()
    segments = re.findall(r"LOAD\s+0x(\w+) \S+ \S+ 0x(\w+) \S+ R E", shown(program, "-lW"))
    return b"".join(bytes_[int(at, 16) : int(at, 16) + int(size, 16)] for at, size in segments)


class HardeningTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        archive()
        cls.programs = (PROGRAM, ROOT / "build/alembic-migrate-static")

    def test_pages(self):
        """Position-independent, relocations read-only before main, no stack that can be run, nothing written and run."""
        for program in self.programs:
            headers = shown(program, "-lhdW")
            self.assertRegex(headers, r"Type:\s+DYN", program)
            self.assertRegex(headers, "GNU_RELRO", program)
            self.assertRegex(headers, r"BIND_NOW|FLAGS_1.*NOW", program)
            self.assertRegex(headers, r"GNU_STACK\s+\S+ \S+ \S+ \S+ \S+ RW ", program)
            self.assertNotRegex(headers, r"LOAD\s.* RWE ", program)

    def test_checked_calls_are_imported(self):
        imported = set(re.findall(r"UND (\w+)@", shown(PROGRAM, "-sW")))
        self.assertIn("__stack_chk_fail", imported)
        checked = {name for name in imported if name.endswith("_chk")}
        self.assertLessEqual({"__memcpy_chk", "__snprintf_chk", "__vsnprintf_chk"}, checked)
        self.assertTrue(any("__glibcxx_assert_fail" in name for name in imported), "indexes are not checked")

    def test_code(self):
        if platform.machine() != "x86_64":
            self.skipTest("the signs are those of x86-64")
        for program in self.programs:
            code = code_of(program)
            counts = {name: len(sign.findall(code)) for name, sign in SIGNS.items()}
            print(program.name, counts)
            for name, fewest in FEWEST.items():
                self.assertGreater(counts[name], fewest, f"{name} in {program}")

    def test_every_function_is_a_marked_target(self):
        """Of the symbols that other files can call: of our rooms, of the C libraries, of what templates make."""
        if platform.machine() != "x86_64":
            self.skipTest("CET is of x86-64")
        code = PROGRAM.read_bytes()
        [(at, address)] = re.findall(r"LOAD\s+0x(\w+) 0x(\w+) \S+ \S+ \S+ R E", shown(PROGRAM, "-lW"))
        shift = int(at, 16) - int(address, 16)
        functions = re.findall(r": (\w+)\s+\d+ FUNC\s+(?:GLOBAL|WEAK)\s+\w+\s+\d+ (\w+)\n", shown(PROGRAM, "-sW"))
        plain = {name for at, name in functions if code[int(at, 16) + shift :][:4] != b"\xf3\x0f\x1e\xfa"}
        self.assertGreater(len(functions), 5000)
        self.assertEqual(plain - {"_start", "_init", "_fini"}, set())


SIGNS = {"targets": TARGET, "canaries": CANARY, "probes": PROBE}
FEWEST = {"targets": 10_000, "canaries": 2_000, "probes": 5}


if __name__ == "__main__":
    unittest.main(verbosity=2)
