"""Many hands and sudden ends: processes at the same moment, kill -9 at random instants, a full disk, folders that are
read-only or go away. MIGRATE_KILLS asks for another number of kills."""

import fcntl
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from repository import DATE, HEAD, PROGRAM, Repository, clean_environment  # noqa: E402

KILLS = int(os.environ.get("MIGRATE_KILLS", "200"))
REBASE_KILLS = KILLS // 5
# Who waits for more than thirty seconds is told so: under an emulator (tests/support/elsewhere.py) fewer are at it.
PROCESSES = 6 if "MIGRATE_EMULATED" in os.environ else 16
NEW = "20260301_000019_add_phone_to_tags.py"
NOBODY = 65534


class ManyTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.repository = Repository(self.folder)
        self.random = random.Random(20260301)

    def start(self, *arguments, program=PROGRAM, **more):
        return subprocess.Popen(
            [str(program), *arguments],
            cwd=self.repository.root,
            env=clean_environment(self.folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )

    def start_new(self, words="add phone to tags", **more):
        return self.start("new", words, "--date", DATE, **more)

    def ended(self, process):
        output, errors = process.communicate(timeout=300)
        return process.returncode, output, errors

    def hidden(self):
        return [name for name in os.listdir(self.repository.versions) if name.startswith(".")]

    # At the same moment.

    def test_sixteen_processes_make_one_chain(self):
        for path in sorted(self.repository.versions.glob("*.py"))[1:]:
            path.unlink()  # a short chain: the time is to go into the race
        processes = [self.start_new(f"add t{i} table") for i in range(PROCESSES)]
        for process in processes:
            code, output, errors = self.ended(process)
            self.assertEqual(code, 0, output + errors)
        files = self.repository.files()
        self.assertEqual(len(files), PROCESSES + 1)
        numbers = sorted(int(name[9:15]) for name in files)
        self.assertEqual(numbers, list(range(1, PROCESSES + 2)))
        history = self.repository.run("history", code=0)
        self.assertEqual(len(history["heads"]), 1)
        revisions = history["revisions"]
        self.assertEqual(len(revisions), PROCESSES + 1)
        for child, parent in zip(revisions, revisions[1:]):
            self.assertEqual(child["down_revisions"], [parent["revision"]])

    def test_sixteen_processes_and_half_of_them_die(self):
        for path in sorted(self.repository.versions.glob("*.py"))[1:]:
            path.unlink()
        processes = [self.start_new(f"add t{i} table") for i in range(PROCESSES)]
        for process in processes[::2]:
            time.sleep(self.random.random() * 0.05)
            process.kill()
        for process in processes[1::2]:
            code, output, errors = self.ended(process)
            self.assertEqual(code, 0, output + errors)
        for process in processes[::2]:
            self.ended(process)
        files = [name for name in self.repository.files() if name.endswith(".py")]
        self.assertGreaterEqual(len(files), PROCESSES // 2 + 1)
        self.assertEqual([int(name[9:15]) for name in sorted(files)], list(range(1, len(files) + 1)))
        self.assertEqual(len(self.repository.run("history", code=0)["heads"]), 1)

    # kill -9.

    def kill_when(self, process, random_until, appears):
        """Kills it after a random time, or as soon as a hidden file appears in the folder."""
        until = time.monotonic() + self.random.random() * random_until
        while process.poll() is None and time.monotonic() < (until if not appears else until + 60):
            if appears and self.hidden():
                break
        process.kill()
        self.ended(process)

    def test_killed_while_it_creates(self):
        started = time.monotonic()
        expected = self.repository.run("new", "add phone to tags", "--date", DATE, "--dry-run", code=0)
        usual = time.monotonic() - started
        expected = expected["messages"][0]["content"].encode()
        before = self.repository.files()
        whole = none = leftovers = 0
        for i in range(KILLS):
            self.kill_when(self.start_new(), usual * 1.2, appears=i % 2 == 0)
            after = self.repository.files()
            self.assertEqual({name: text for name, text in after.items() if name in before}, before)
            new = {name: text for name, text in after.items() if name.endswith(".py") and name not in before}
            self.assertIn(new, [{}, {NEW: expected}])
            whole += bool(new)
            none += not new
            leftovers += bool(self.hidden())
            if new:
                (self.repository.versions / NEW).unlink()
            if i % 10 == 9:  # nothing is in the way of the next one, and it clears up
                code, output, errors = self.ended(self.start_new())
                self.assertEqual(code, 0, output + errors)
                self.assertEqual(self.hidden(), [])
                (self.repository.versions / NEW).unlink()
        print(f"{KILLS} kills while creating: {whole} whole, {none} none, {leftovers} left a file", file=sys.stderr)
        self.assertGreater(none, 0)

    def test_killed_while_it_rebases(self):
        for branch in ("one", "two"):
            with self.repository.on(branch):
                for i in range(3):
                    self.repository.new(f"add {branch}{i} to tags")
        self.repository.merge("one", "two")
        before = self.repository.files()
        started = time.monotonic()
        self.repository.run("rebase", "--dry-run", code=0)
        usual = time.monotonic() - started
        self.repository.run("rebase", code=0)
        rebased = self.repository.files()
        counts = {"before": 0, "rebased": 0, "in between": 0}
        for i in range(REBASE_KILLS):
            self.put_back(before)
            self.kill_when(self.start("rebase"), usual * 1.3, appears=i % 4 != 0)
            torn = self.repository.files() not in (before, rebased)
            counts["in between"] += torn
            self.repository.run("history")  # reading leaves it as it is
            self.assertEqual(self.repository.files() not in (before, rebased), torn)
            if ".alembic-migrate-journal" in self.repository.files():
                self.repository.run("rebase")  # whoever writes next finishes it
            found = {name: text for name, text in self.repository.files().items() if not name.endswith(".tmp")}
            self.assertIn(found, [before, rebased])
            counts["before" if found == before else "rebased"] += 1
        print(f"{REBASE_KILLS} kills while rebasing: {counts}", file=sys.stderr)
        self.assertGreater(counts["before"], 0)

    def put_back(self, files):
        for path in self.repository.versions.iterdir():
            if path.is_file():
                path.unlink()
        for name, text in files.items():
            (self.repository.versions / name).write_bytes(text)

    # Disks and folders.

    def assert_clear_error(self, ran, *words):
        code, output, errors = ran
        self.assertEqual(code, 2, output + errors)
        self.assertEqual(output, "")
        for word in ("error: ", *words):
            self.assertIn(word, errors)

    def test_a_full_disk(self):
        before = self.repository.files()
        for limit in (0, 1, 100, 400):
            with self.subTest(limit=limit):

                def limited(limit=limit):
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

                # Its answer goes into a pipe, which the limit does not touch.
                ran = self.ended(self.start_new(preexec_fn=limited))
                self.assert_clear_error(ran, "cannot write", "disk is not full")
                self.assertEqual(self.repository.files(), before)

    def test_a_full_disk_while_rebasing(self):
        for branch in ("one", "two"):
            with self.repository.on(branch):
                self.repository.new(f"add {branch}_note to tags")
        self.repository.merge("one", "two")
        before = self.repository.files()

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

        self.assert_clear_error(self.ended(self.start("rebase", preexec_fn=limited)), "cannot write")
        self.assertEqual(self.repository.files(), before)

    def as_somebody(self):
        """Root may write anywhere: the child is nobody then."""
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}

    def test_a_read_only_folder(self):
        for folder in (self.folder, *self.folder.rglob("*")):
            if folder.is_dir() and ".git" not in folder.parts:
                folder.chmod(0o755)
        self.repository.versions.chmod(0o555)
        self.addCleanup(self.repository.versions.chmod, 0o755)
        before = self.repository.files()
        program = Path(shutil.copy2(PROGRAM, self.folder))  # the checkout may stand where nobody may look
        ran = self.ended(self.start_new(program=program, **self.as_somebody()))
        self.assert_clear_error(ran, "cannot write", "may write to the folder")
        self.assertEqual(self.repository.files(), before)

    def while_it_waits(self, do):
        """What the program says when `do` happens while it waits for the lock."""
        lock = os.open(self.repository.versions, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = self.start_new()
        time.sleep(0.7)
        self.assertIsNone(process.poll())
        do()
        os.close(lock)
        return self.ended(process)

    def test_a_folder_that_goes_away(self):
        ran = self.while_it_waits(lambda: shutil.rmtree(self.repository.versions))
        self.assert_clear_error(ran, "there is no folder")
        self.assertFalse(self.repository.versions.exists())

    def test_a_folder_that_another_one_takes_the_place_of(self):
        def swap():
            shutil.copytree(self.repository.versions, self.folder / "new")  # whole before it is there
            self.repository.versions.rename(self.folder / "old")
            (self.folder / "new").rename(self.repository.versions)

        code, output, errors = self.while_it_waits(swap)
        self.assertEqual(code, 0, output + errors)
        self.assertIn(NEW, self.repository.files())
        self.assertNotIn(NEW, os.listdir(self.folder / "old"))

    def test_a_lock_whose_owner_was_killed_is_free(self):
        holder = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import fcntl,os,sys,time\nd=os.open(sys.argv[1],0)\nfcntl.flock(d,2)\nprint(1,flush=True)\n"
                "time.sleep(100)",
                str(self.repository.versions),
            ],
            stdout=subprocess.PIPE,
        )
        holder.stdout.readline()
        process = self.start_new()
        time.sleep(0.5)
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
        code, output, errors = self.ended(process)
        self.assertEqual(code, 0, output + errors)
        self.assertTrue(re.search(rf"revises {HEAD}", output))


if __name__ == "__main__":
    unittest.main()
