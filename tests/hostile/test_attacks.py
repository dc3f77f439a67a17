"""A few attacks of each kind, the same at each run; scripts/attack tries all of them, and prints a table."""

import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from attacks import KINDS, chosen  # noqa: E402
from run_attack import faults_of  # noqa: E402

MOST = 12  # of each kind: about a minute for all of them


class AttacksTest(unittest.TestCase):
    def test_each_kind(self):
        """But for `too much`, which test_too_much.py tries whole."""
        for kind in KINDS:
            if kind == "too much":
                continue
            attacks = chosen(kind, MOST, 1)
            self.assertGreater(len(attacks), 5)
            with ThreadPoolExecutor(2) as pool:
                for attack, faults in zip(attacks, pool.map(faults_of, attacks)):
                    with self.subTest(attack.name):
                        self.assertEqual(faults, [])


if __name__ == "__main__":
    unittest.main()
