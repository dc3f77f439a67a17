"""The programs that scripts/release builds for systems that this machine is not: Linux on ARM64, run by qemu, and macOS and
Windows on ARM64, looked at and never run. What is not built is not tested, and said so: CI builds none. scripts/release tests
those that it is asked for (TARGET="alembic-migrate-static unit_tests" scripts/build arm64; scripts/build windows-arm64,
macos-arm64, macos-x86_64)."""

import json
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from elsewhere import SameTests, build_folder  # noqa: E402
from program import DATE, PROGRAM, ROOT, VERSIONS, clean_environment, files_of, sample_copy  # noqa: E402

ARM64 = ROOT / "build-arm64/alembic-migrate-static"
UNIT_TESTS = [path for path in sorted(ARM64.parent.glob("test_*")) if path.is_file()]
FEWEST_UNIT_TESTS = 400
WINDOWS_ARM64 = ROOT / "build-windows-arm64/alembic-migrate.exe"
MACOS = {kind: ROOT / f"build-macos-{kind}/alembic-migrate" for kind in ("arm64", "x86_64")}
REQUESTS = [
    "add refunds table: payment_id fk payments on delete cascade, amount, reason in (DAMAGED, LATE), refunded_at?",
    "add due_on date to payments",
    "drop column currency from payments",
]
PE_ARM64, PE_CONSOLE, PE_PAGES = 0xAA64, 3, 0x160  # any address, any of 64 bits, nothing written is run
CPU = {"arm64": 0x0100000C, "x86_64": 0x01000007}
EXECUTABLE, POSITION_INDEPENDENT, NO_HEAP_EXECUTION = 2, 0x200000, 0x1000000
SYMBOLS, LOAD_DYLIB, CODE_SIGNATURE, BUILD_VERSION = 0x2, 0xC, 0x1D, 0x32
KIND_OF_SYMBOL, EXTERNAL, FIRST_LIBRARY = 0x0E, 0x01, 1


def libraries_of_pe(data: bytes, optional: int, sections: int):
    """The names of the libraries that a PE32+ file is linked to."""
    size = struct.unpack_from("<H", data, optional - 4)[0]
    places = [struct.unpack_from("<4I", data, optional + size + 40 * number + 8) for number in range(sections)]

    def at(address):
        return next(raw + address - start for _, start, length, raw in places if start <= address < start + length)

    entry = at(struct.unpack_from("<I", data, optional + 120)[0])
    while name := struct.unpack_from("<5I", data, entry)[3]:
        yield data[at(name) : data.index(b"\0", at(name))].decode().lower()
        entry += 20


def load_commands(program: Path):
    """(processor, kind of file, flags, [(command, its bytes)]) of a Mach-O file."""
    data = program.read_bytes()
    magic, cpu, _, kind, count, _, flags, _ = struct.unpack_from("<8I", data)
    assert magic == 0xFEEDFACF, hex(magic)
    commands, at = [], 32
    for _ in range(count):
        command, size = struct.unpack_from("<2I", data, at)
        commands.append((command, data[at : at + size]))
        at += size
    return cpu, kind, flags, commands


def imported(program: Path):
    """(name, number of the library that has it) of each symbol that a Mach-O file takes from elsewhere."""
    data = program.read_bytes()
    [table] = [body for what, body in load_commands(program)[3] if what == SYMBOLS]
    at, count, names, _ = struct.unpack_from("<4I", table, 8)
    for entry in struct.iter_unpack("<IBBHQ", data[at : at + 16 * count]):
        name, kind, _, description, _ = entry
        if kind & KIND_OF_SYMBOL == 0 and kind & EXTERNAL:
            start = names + name
            yield data[start : data.index(b"\0", start)].decode(), description >> 8


class Arm64Test(SameTests, unittest.TestCase):
    emulator = ("qemu-aarch64-static",)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.build = build_folder(self.folder / "build", [*self.emulator, str(ARM64)], {})

    @unittest.skipUnless(UNIT_TESTS, 'none are built: TARGET="alembic-migrate-static unit_tests" scripts/build arm64')
    def test_unit_tests(self):
        self.unit_tests(UNIT_TESTS, clean_environment(self.folder), FEWEST_UNIT_TESTS)

    def answers(self, name, *command, text=""):
        """What the program says and leaves in a copy of the sample project."""
        project = sample_copy(self.folder, name)
        home = self.folder / f"{name}-home"
        home.mkdir(exist_ok=True)
        said = []
        for words in REQUESTS:
            new = [*command, "new", words, "--date", DATE]
            said.append(subprocess.run(new, cwd=project, env=clean_environment(home), capture_output=True, text=True))
        for more in (["check", "--all", "--fail-on", "never"], ["schema", "--sql"], ["history"]):
            said.append(
                subprocess.run(
                    [*command, *more], cwd=project, env=clean_environment(home), capture_output=True, text=True
                )
            )
        request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        said.append(
            subprocess.run(
                [*command, "serve"],
                cwd=project,
                env=clean_environment(home),
                input=json.dumps(request) + "\n",
                capture_output=True,
                text=True,
            )
        )
        return [(one.returncode, one.stdout, one.stderr) for one in said], files_of(project)

    def test_the_same_answers_and_bytes(self):
        theirs = self.answers("arm64", "qemu-aarch64-static", str(ARM64))
        self.assertEqual(theirs, self.answers("here", str(PROGRAM)))
        self.assertTrue(any(f"{VERSIONS}/" in name and "_add_refunds" in name for name in theirs[1]))
        self.assertEqual({code for code, *_ in theirs[0]}, {0}, theirs[0])

    def test_it_is_static_and_hardened(self):
        shown = subprocess.run(["readelf", "-hldW", str(ARM64)], capture_output=True, text=True, check=True).stdout
        self.assertRegex(shown, "Machine: +AArch64")
        self.assertNotIn("(NEEDED)", shown)
        self.assertRegex(shown, r"Type:\s+DYN")
        self.assertRegex(shown, "GNU_RELRO")
        self.assertRegex(shown, r"GNU_STACK\s+\S+ \S+ \S+ \S+ \S+ RW ")


class WindowsArm64Test(unittest.TestCase):
    def test_headers(self):
        """A console program for ARM64, at an address of the system's choice, that needs what every Windows 10 has and no other."""
        data = WINDOWS_ARM64.read_bytes()
        header = struct.unpack_from("<I", data, 0x3C)[0]
        machine, sections = struct.unpack_from("<2H", data, header + 4)
        self.assertEqual((data[:2], data[header : header + 4], machine), (b"MZ", b"PE\0\0", PE_ARM64))
        optional = header + 24
        subsystem, pages = struct.unpack_from("<2H", data, optional + 68)
        self.assertEqual((subsystem, pages & PE_PAGES), (PE_CONSOLE, PE_PAGES))
        for library in libraries_of_pe(data, optional, sections):
            self.assertRegex(library, r"^(kernel32|shell32|api-ms-win-crt-[a-z]+-l1-1-0)\.dll$")
        self.assertNotIn(str(ROOT).encode(), data)


class MacosTest(unittest.TestCase):
    def test_load_commands(self):
        """One executable for macOS 11, position-independent, that needs the system's one library and nothing else."""
        for kind, program in MACOS.items():
            if not program.exists():
                continue
            cpu, filetype, flags, commands = load_commands(program)
            self.assertEqual((cpu, filetype), (CPU[kind], EXECUTABLE))
            self.assertTrue(flags & POSITION_INDEPENDENT)
            libraries = [
                body[struct.unpack_from("<I", body, 8)[0] :].rstrip(b"\0")
                for what, body in commands
                if what == LOAD_DYLIB
            ]
            self.assertEqual(libraries, [b"/usr/lib/libSystem.B.dylib"])
            [version] = [struct.unpack_from("<2I", body, 8) for what, body in commands if what == BUILD_VERSION]
            self.assertEqual(version, (1, 11 << 16))  # macOS, 11.0
            if kind == "arm64":  # which runs nothing that is not signed, be it by nobody
                self.assertIn(CODE_SIGNATURE, [what for what, _ in commands])
            self.assertNotIn(str(ROOT).encode(), program.read_bytes())

    def test_symbols(self):
        """What it takes from the system is C's, of that one library: C++'s own is in the program."""
        for program in MACOS.values():
            if not program.exists():
                continue
            symbols = dict(imported(program))
            self.assertLessEqual({"_malloc", "_renamex_np", "_posix_spawnp"}, set(symbols))
            self.assertEqual({library for library in symbols.values()}, {FIRST_LIBRARY})
            self.assertEqual([name for name in symbols if name.startswith("__Z")], [])


if not ARM64.exists():
    print("ARM64: not built, so not tested")
    del Arm64Test
if not WINDOWS_ARM64.exists():
    print("Windows on ARM64: not built, so not tested")
    del WindowsArm64Test
if not any(program.exists() for program in MACOS.values()):
    print("macOS: not built, so not tested")
    del MacosTest

if __name__ == "__main__":
    unittest.main()
