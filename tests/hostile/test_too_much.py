"""What is too much ends with an answer that says so, and what is honest is done at once; scripts/attack asks more of each."""

import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from attacks import KINDS  # noqa: E402
from run_attack import faults_of  # noqa: E402
from too_much import SOON  # noqa: E402


class TooMuchTest(unittest.TestCase):
    def test_each_input(self):
        """The first thing asked of each; of the honest ones all."""
        attacks = list(KINDS["too much"]())
        attacks = [each if each.seconds <= SOON else replace(each, asked=each.asked[:1]) for each in attacks]
        self.assertGreater(len(attacks), 15)
        with ThreadPoolExecutor(2) as pool:
            for attack, faults in zip(attacks, pool.map(faults_of, attacks)):
                with self.subTest(attack.name):
                    self.assertEqual(faults, [])


if __name__ == "__main__":
    unittest.main()
