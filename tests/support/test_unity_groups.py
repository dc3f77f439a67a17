"""cmake/unity_groups.py: which names a source keeps to itself, and what it calls them in a group."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "cmake"))

from unity_groups import Source, united  # noqa: E402

ENDS = "namespace {\n\nbool keep(const int (&ends)[2]) {\n    return ends[0] > 0;\n}\n\n}  // namespace\n"
OTHER = "namespace {\n\nint keep(char (*end)()) {\n    return end();\n}\n\n}  // namespace\n"


class UnityGroupsTest(unittest.TestCase):
    def test_a_type_of_the_language_is_no_name_of_the_file(self):
        """`int (&ends)[2]` looks like a call of `int`."""
        with tempfile.TemporaryDirectory() as folder:
            sources = []
            for name, text in (("ends.cpp", ENDS), ("other.cpp", OTHER)):
                Path(folder, name).write_text(text)
                sources.append(Source(Path(folder, name)))
            self.assertEqual([source.own for source in sources], [{"keep"}, {"keep"}])
            together = united(sources, folder)
        self.assertIn("bool keep_in_ends(const int (&ends)[2])", together)
        self.assertIn("int keep_in_other(char (*end)())", together)


if __name__ == "__main__":
    unittest.main()
