"""Types that a package of its own brings are imported where the house's migrations do so, and made in the file where not.

The chain uses pgvector and GeoAlchemy2; what is written is read back by the program itself, which refuses a file that
would not do what was planned. Shapes are made in a real PostGIS.
"""

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "stacks"))

from program import Program  # noqa: E402
from roundtrip import Bench  # noqa: E402

CHAIN = '''"""items

Revision ID: 5d6e7f8a9b0c
Revises:
Create Date: 2025-05-01 09:00:00.000001

"""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "5d6e7f8a9b0c"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
{extension}    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True){columns})


def downgrade() -> None:
    op.drop_table("items")
'''
IMPORTS = "from geoalchemy2 import Geometry\nfrom pgvector.sqlalchemy import Vector\n"
PLACE = ', sa.Column("place", Geometry(geometry_type="POINT", srid=4326, spatial_index=False))'
COLUMNS = ', sa.Column("looks", Vector(3))' + PLACE
RAW = """from sqlalchemy.types import UserDefinedType


class Raw(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "geometry(point,4326)"

"""
WANTED = "add sound vector(1536), short halfvec(8), area geometry(Polygon,4326), spot geography(Point,4326) to items"
POSTGIS = '    op.execute("CREATE EXTENSION postgis")\n'
SHAPES = (
    "add area geometry(Polygon,4326), spot geography(Point,4326) not null default 'POINT(25 54)' to items",
    "remove place from items",
    "rename column place of items to spot",
    "add table shops: place geometry(Point,4326), ways geometry(MultiLineString,3857)",
)


LAZY = """def __getattr__(name):
    import sqlalchemy as sa

    if name in ("Stamp", "Label"):
        return {"Stamp": sa.TIMESTAMP, "Label": sa.String}[name]
    raise AttributeError(name)
"""
OF_THE_APPLICATION = ', sa.Column("at", Stamp(timezone=True), nullable=False), sa.Column("label", shop_kinds.Label(40))'
BOTH = '"postgresql", "sqlite"'
COMPILED = """from sqlalchemy import JSON
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles


class JSONB(JSON):
    __visit_name__ = "JSONB"


@compiles(JSONB, "sqlite")
def _(*args, **kwargs):
    return "JSONB"


EITHER = JSON().with_variant(postgresql.JSONB(), "postgresql").with_variant(JSONB(), "sqlite")

"""


class LibrariesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Bench()
        cls.addClassCleanup(cls.bench.__exit__)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def project_of(self, chain: str, databases: str = '"postgresql"') -> Path:
        project = self.folder / "project"
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(HERE.parent / "sample-types", project)
        settings = (project / "pyproject.toml").read_text(encoding="utf-8")
        (project / "pyproject.toml").write_text(settings.replace('"postgresql"', databases), encoding="utf-8")
        versions = project / "alembic/versions"
        for each in versions.iterdir():
            each.unlink()
        (versions / "5d6e7f8a9b0c_items.py").write_text(chain, encoding="utf-8")
        return project

    def written(self, chain: str, description: str) -> str:
        project = self.project_of(chain)
        with Program(["--project", str(project)], self.folder) as program:
            answer = program.call("migrate", {"description": description, "dry_run": True})
        self.assertIn("result", answer, json.dumps(answer))
        return answer["result"]["messages"][0]["content"]

    def test_imported_where_the_house_does(self):
        text = self.written(CHAIN.format(imports=IMPORTS, columns=COLUMNS, extension=""), WANTED)
        self.assertIn("\nfrom geoalchemy2 import Geography, Geometry\nfrom pgvector.sqlalchemy import HALFVEC, Vector\n", text)
        for call in (
            "Vector(1536)",
            "HALFVEC(8)",
            'Geometry(geometry_type="POLYGON", srid=4326, spatial_index=False)',
            'Geography(geometry_type="POINT", srid=4326, spatial_index=False)',
        ):
            self.assertIn(call, text)
        self.assertNotIn("class ", text)

    def test_brought_back_as_they_were(self):
        text = self.written(CHAIN.format(imports=IMPORTS, columns=COLUMNS, extension=""), "remove looks and place from items")
        self.assertIn("Vector(3)", text)
        self.assertIn('Geometry(geometry_type="POINT", srid=4326, spatial_index=False)', text)

    def test_types_of_the_application_are_imported_where_they_are_not_known(self):
        """And a type that is called with more than plain values is left to a person."""
        imports = "import shop_kinds\nfrom shop_kinds import Stamp\n"
        chain = CHAIN.format(imports=imports, columns=OF_THE_APPLICATION, extension="")
        for dialect in ("postgresql", "sqlite"):
            project = self.project_of(chain, BOTH)
            (project / "shop_kinds.py").write_text(LAZY, encoding="utf-8")
            with Program(["--project", str(project)], self.folder) as program:
                answer = program.call("migrate", {"description": "remove at and label from items"})
            self.assertIn("result", answer, json.dumps(answer))
            file = project / answer["result"]["path"]
            text = file.read_text(encoding="utf-8")
            self.assertIn("\nfrom shop_kinds import Label, Stamp\n", text)
            self.assertIn('"at", Stamp(timezone=True), nullable=False', text)
            outcome = self.bench.roundtrip(project, file, stack="new", dialect=dialect, rows=0)
            self.assertTrue(outcome.ok, outcome.text() + text)
        with Program(["--project", str(self.project_of(chain.replace("(40)", "(shop_kinds.WIDTH)")))], self.folder) as program:
            answer = program.call("migrate", {"description": "remove label from items", "dry_run": True})
        self.assertEqual(answer["error"]["data"]["code"], "cannot_render", json.dumps(answer))

    def comes_back(self, chain, words):
        """Asks for the change and goes through it and back on both databases; yields what the file says."""
        for dialect in ("postgresql", "sqlite"):
            project = self.project_of(chain, BOTH)
            with Program(["--project", str(project)], self.folder) as program:
                answer = program.call("migrate", {"description": words})
            self.assertIn("result", answer, json.dumps(answer))
            file = project / answer["result"]["path"]
            text = file.read_text(encoding="utf-8")
            outcome = self.bench.roundtrip(project, file, stack="mid", dialect=dialect, rows=0)
            self.assertTrue(outcome.ok, outcome.text() + text)
            yield text

    def test_a_type_that_is_compiled_for_sqlite_comes_back_as_it_was(self):
        chain = CHAIN.format(imports=COMPILED, columns=', sa.Column("facts", EITHER, nullable=False)', extension="")
        self.assertEqual(len(list(self.comes_back(chain, "remove facts from items"))), 2)

    def test_autoincrement_of_sqlite_comes_back(self):
        chain = CHAIN.format(imports="", columns=", sqlite_autoincrement=True", extension="")
        for text in self.comes_back(chain, "drop table items"):
            self.assertEqual(text.count("sqlite_autoincrement=True"), 1, text)
            self.assertNotIn("is_sqlite", text)

    def test_made_in_the_file_where_it_does_not(self):
        text = self.written(CHAIN.format(imports="", columns="", extension=""), WANTED)
        self.assertNotIn("import pgvector", text)
        for spec in ("vector(1536)", "halfvec(8)", "geometry(polygon,4326)", "geography(point,4326)"):
            self.assertIn(f'return "{spec}"', text)

    def test_shapes_in_a_real_postgis(self):
        """Imported from the house's package, and made in the file: both go up, exactly down and up again."""
        imported = {"imports": "from geoalchemy2 import Geometry\n", "columns": PLACE}
        raw = {"imports": RAW, "columns": ', sa.Column("place", Raw())'}
        for house in (imported, raw):
            for description in SHAPES:
                with self.subTest(description, imports=house["imports"]):
                    project = self.project_of(CHAIN.format(extension=POSTGIS, **house))
                    with Program(["--project", str(project)], self.folder) as program:
                        answer = program.call("migrate", {"description": description})
                    self.assertIn("result", answer, json.dumps(answer))
                    file = project / answer["result"]["path"]
                    outcome = self.bench.roundtrip(project, file, stack="new", dialect="postgresql", rows=0)
                    self.assertTrue(outcome.ok, outcome.text() + file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
