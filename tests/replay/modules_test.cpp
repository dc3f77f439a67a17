// What migrations import from the project's own modules.
#include <map>

#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

using Files = std::map<std::string, std::string>;

/// upgrade() with this body, among these modules.
Run run_among(const Files& files, const std::string& imports, const std::string& body, const RunLimits& limits = {}) {
    Surroundings surroundings;
    surroundings.modules = [files](const std::string& module) -> std::optional<std::string> {
        auto found = files.find(module);
        return found == files.end() ? std::nullopt : std::optional(found->second);
    };
    std::string source = kHeader + imports + "\ndef upgrade():\n    pass\n";
    for (const std::string& line : base::split(body, '\n')) source += "    " + line + "\n";
    return run_function(source, "m.py", "upgrade", empty_schema(), limits, surroundings);
}

/// The type of t.x after `sa.Column('x', <expression>)`.
Type type_among(const Files& files, const std::string& imports, const std::string& expression,
                const RunLimits& limits = {}) {
    Run run = run_among(files, imports, "op.create_table('t', sa.Column('x', " + expression + "))", limits);
    CHECK_MESSAGE(run.complete, remarks_of(run));
    return column_of(run, "t", "x").type;
}

const std::string kMoney =
    "from sqlalchemy.types import TypeDecorator, Numeric\n"
    "class Money(TypeDecorator):\n"
    "    impl = Numeric(12, 2)\n";

}  // namespace

TEST_CASE("constants, functions and enumerations of the application") {
    const Files files = {{"app.names",
                          "import enum\n"
                          "TABLE = 'people'\n"
                          "class Mood(str, enum.Enum):\n    good = 'good'\n    bad = 'bad'\n"
                          "def add_stamps(op, sa, table):\n"
                          "    op.add_column(table, sa.Column('at', sa.DateTime()))\n"}};
    Run run = run_among(files, "from app.names import TABLE, Mood, add_stamps\nimport app.names as names",
                        "op.create_table(TABLE, sa.Column('mood', sa.Enum(Mood, name='mood')))\n"
                        "add_stamps(op, sa, names.TABLE)\n"
                        "op.create_check_constraint('ck', TABLE, \"mood <> '%s'\" % Mood.bad.value)");
    check_clean(run);
    CHECK(column_of(run, "people", "mood").type.labels == std::vector<std::string>{"good", "bad"});
    CHECK(column_of(run, "people", "at").type.kind == TypeKind::datetime);
    CHECK(table_of(run, "people").checks.front().sql == "mood <> 'bad'");
}

TEST_CASE("a name of a module whose statement cannot be followed is not known, rather than missing") {
    const Files files = {{"app.limits",
                          "import app.settings as settings\n"
                          "if settings.load('never')['here']:\n    WIDTHS = {}\n"
                          "WIDTHS.update(settings.load('x'))\n"
                          "raise_first = [][0]\n"
                          "def width(of):\n    return raise_first[of]\n"}};
    const Run run =
        run_among(files, "from app.limits import width", "op.create_table('t', sa.Column('x', sa.String(width('x'))))");
    CHECK_MESSAGE(count_remarks(run, Remark::Kind::fails) == 0, remarks_of(run));
    CHECK(column_of(run, "t", "x").name == "x");
}

TEST_CASE("relative imports, packages and stars") {
    const Files files = {{"app", ""},
                         {"app.__init__", ""},
                         {"app.models", "from .money import *\nfrom . import base\nfrom ..app import models as me\n"},
                         {"app.models.__init__", ""},
                         {"app.models.money",
                          "from .base import SCALE\nfrom sqlalchemy import Numeric\n"
                          "def price(): return Numeric(10, SCALE)\n"},
                         {"app.models.base", "SCALE = 3\n"}};
    CHECK(type_among(files, "from app.models import price", "price()").scale == 3);
    CHECK(type_among(files, "from app import models", "sa.Numeric(9, models.base.SCALE)").scale == 3);
    CHECK(type_among(files, "from app.models.money import *", "price()").scale == 3);
}

TEST_CASE("a TypeDecorator of the application") {
    const Files files = {{"app.types", kMoney + "class Guid(TypeDecorator):\n"
                                                "    impl = sqlalchemy.String\n"
                                                "    def load_dialect_impl(self, dialect):\n"
                                                "        if dialect.name == 'postgresql':\n"
                                                "            return dialect.type_descriptor(postgresql.UUID())\n"
                                                "        return dialect.type_descriptor(sqlalchemy.CHAR(32))\n"},
                         {"app.guid",
                          "import sqlalchemy\nfrom sqlalchemy.dialects import postgresql\n"
                          "from sqlalchemy.types import TypeDecorator\n"
                          "class Guid(TypeDecorator):\n"
                          "    impl = sqlalchemy.String\n"
                          "    def load_dialect_impl(self, dialect):\n"
                          "        if dialect.name == 'postgresql':\n"
                          "            return dialect.type_descriptor(postgresql.UUID())\n"
                          "        return dialect.type_descriptor(sqlalchemy.CHAR(32))\n"}};
    CHECK(type_among(files, "from app.types import Money", "Money()").kind == TypeKind::numeric);
    CHECK(type_among(files, "import app.types", "app.types.Money").precision == 12);
    CHECK(type_among(files, "from app.guid import Guid", "Guid()").kind == TypeKind::uuid);
}

TEST_CASE("what cannot be followed stays an opaque type") {
    CHECK(type_among({}, "from app.types import Money", "Money(2)").kind == TypeKind::opaque);
    const Files raises = {{"app.types", "raise RuntimeError('no settings')\n" + kMoney}};
    CHECK(type_among(raises, "from app.types import Money", "Money()").kind == TypeKind::numeric);
    const Files fails = {{"app.types", "Money = {}['x']\n"}};
    CHECK(type_among(fails, "from app.types import Money", "Money()").kind == TypeKind::opaque);
    const Files broken = {{"app.types", "def (:\n"}};
    CHECK(type_among(broken, "from app.types import Money", "Money()").kind == TypeKind::opaque);
}

TEST_CASE("types of sqlalchemy_utils are known by what they are in the database") {
    const std::string from = "import sqlalchemy_utils\nfrom citext import CIText";
    CHECK(type_among({}, from, "sqlalchemy_utils.StringEncryptedType(sa.Integer, 'key')") == *read_type("string"));
    CHECK(
        type_among({}, from, "sqlalchemy_utils.types.encrypted.encrypted_type.StringEncryptedType(length=90)").length ==
        90);
    CHECK(type_among({}, from, "sqlalchemy_utils.EncryptedType(sa.Text)").kind == TypeKind::binary);
    CHECK(type_among({}, from, "CIText()").name == "citext");
}

TEST_CASE("modules that import each other in a circle") {
    const Files files = {
        {"app.a", "from app.b import make\nSCALE = 4\n"},
        {"app.b", "import sqlalchemy as sa\nfrom app.a import SCALE\ndef make(): return sa.Numeric(9, SCALE)\n"}};
    CHECK(type_among(files, "from app.a import make", "make()").scale == 4);
    CHECK(type_among(files, "from app.b import make", "make()").scale == 4);
    const Files self = {{"app.c", "from app.c import X\nY = X\n"}};
    CHECK(type_among(self, "from app.c import Y", "Y()").kind == TypeKind::opaque);
}

TEST_CASE("a name that is too expensive stays opaque, and the file whole") {
    for (const char* costly : {"f()", "[i for i in range(900000) for j in range(90000)]", "'a' * 10 ** 12", "g(0)"}) {
        const std::string functions = "def f():\n    while True:\n        pass\ndef g(n): return g(n + 1)\n";
        const Files files = {
            {"app.types", functions + "SCALE = 2\nEARLY = 1\nMoney = " + costly + "\nSCALE = " + costly + "\n"}};
        CHECK(type_among(files, "from app.types import Money", "Money()").kind == TypeKind::opaque);
        CHECK(type_among(files, "from app.types import EARLY", "sa.Numeric(9, EARLY)").scale == 1);
        // SCALE is bound again later: its first value must not count.
        Run run = run_among(files, "from app.types import SCALE",
                            "op.create_table('t', sa.Column('x', sa.Numeric(9, SCALE)), sa.Column('y', sa.Text))");
        CHECK_FALSE(run.complete);
        CHECK(find_doubt(run.after, {"", "t"}, "x") != nullptr);
        CHECK(find_doubt_of(run.after, "*") == nullptr);
    }
}

TEST_CASE("only the statements that bind a name run") {
    const Files files = {{"app.big",
                          "def f():\n    while True:\n        pass\nf()\nraise RuntimeError('no')\n"
                          "SIZES = {}\nSIZES['a'] = 3\nSIZES.update(b=4)\nx = 1 / 0\n"
                          "def size(): return LATER + SIZES['b']\nLATER = SIZES['a']\n"
                          "class Type(TypeDecorator):\n    impl = sa.Numeric(9, SIZES['a'])\n"
                          "    def __init__(self, *args):\n        super().__init__(*args)\n"
                          "    @classmethod\n    def width(cls, n):\n        return n + 1\n"
                          "import sqlalchemy as sa\nfrom sqlalchemy.types import TypeDecorator\n"}};
    CHECK(type_among(files, "from app.big import size", "sa.String(size())").length == 7);
    CHECK(type_among(files, "from app.big import Type", "Type()").scale == 3);
    CHECK(type_among(files, "from app.big import Type", "sa.String(Type.width(4))").length == 5);
}

TEST_CASE("what only the real run knows in a module is not taken for known") {
    const Files files = {{"app.settings",
                          "import os\n"
                          "NAME = 'a'\n"
                          "if os.getenv('X'):\n    NAME = 'b'\n"
                          "class Settings(BaseSettings):\n    SCHEMA: str = 'one'\n"
                          "settings = Settings()\n"}};
    Run name = run_among(files, "from app.settings import NAME", "op.create_table(NAME, sa.Column('x', sa.Text))");
    CHECK_FALSE(name.complete);
    Run setting = run_among(files, "from app.settings import settings",
                            "op.create_table('t', sa.Column('x', sa.Text))\n"
                            "if settings.SCHEMA == 'two':\n    op.add_column('t', sa.Column('y', sa.Text))");
    CHECK_FALSE(setting.complete);
    CHECK(find_doubt(setting.after, {"", "t"}, "y") != nullptr);
    Run missing = run_among({}, "from app.settings import settings",
                            "op.create_table('t', sa.Column('x', sa.Text))\n"
                            "if settings.WITH_Y:\n    op.add_column('t', sa.Column('y', sa.Text))");
    CHECK_FALSE(missing.complete);
    CHECK(find_doubt(missing.after, {"", "t"}, "y") != nullptr);
    Run compared = run_among({}, "from app.settings import settings",
                             "op.create_table('t', sa.Column('x', sa.Text))\n"
                             "if settings.MODE == 'y' or settings.MODE in ('z',):\n    op.drop_table('t')");
    CHECK_FALSE(compared.complete);
}

TEST_CASE("statements of a module do nothing to the schema") {
    const Files files = {{"app.boot",
                          "from alembic import op\nimport sqlalchemy as sa\n"
                          "op.create_table('wrong', sa.Column('x', sa.Text))\nSIZE = 7\n"}};
    Run run = run_among(files, "from app.boot import SIZE", "op.create_table('t', sa.Column('x', sa.String(SIZE)))");
    check_clean(run);
    CHECK(run.after.tables.size() == 1);
    CHECK(column_of(run, "t", "x").type.length == 7);
}

TEST_CASE("create_all makes the tables of all classes that env.py and the migration import") {
    const Files files = {
        {"app.base",
         "from sqlalchemy import Column, ForeignKey, Integer, MetaData, String\n"
         "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
         "class Base(DeclarativeBase):\n    metadata = MetaData(naming_convention={'uq': 'uq_%(table_name)s'})\n"
         "class Other(DeclarativeBase):\n    pass\n"},
        {"app.users",
         "from app.base import *\n"
         "class User(Base):\n    __tablename__ = 'users'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
         "    email: Mapped[str] = mapped_column(String(80), unique=True)\n"
         "    team_id = Column(ForeignKey('teams.id'))\n"
         "class Note(Base):\n    __tablename__ = 'notes'\n    id = Column(Integer, primary_key=True)\n"
         "    user_id: Mapped[int] = mapped_column(ForeignKey('users.id'))\n"
         "class Elsewhere(Other):\n    __tablename__ = 'elsewhere'\n    id = Column(Integer, primary_key=True)\n"},
        {"app.teams",
         "from app.base import *\n"
         "class Team(Base):\n    __tablename__ = 'teams'\n    id = Column(Integer, primary_key=True)\n"
         "    owner_id = Column(ForeignKey('users.id'))\n"
         "class Lone(Base):\n    __tablename__ = 'lone'\n    id = Column(Integer, primary_key=True)\n"},
        {"app.unused",
         "from app.base import *\n"
         "class Unused(Base):\n    __tablename__ = 'unused'\n    id = Column(Integer, primary_key=True)\n"},
        {"env_py", "from alembic import context\nfrom app import users\nfrom app.base import Base\n"}};
    const std::string imports = "from app.base import Base\nfrom app.teams import Lone\n";
    const Run all = run_among(files, imports, "Base.metadata.create_all(op.get_bind())");
    check_clean(all);
    CHECK(all.after.tables.size() == 4);
    CHECK(column_of(all, "users", "team_id").type.kind == TypeKind::integer);
    CHECK(table_of(all, "users").uniques.front().name == "uq_users");
    CHECK(table_of(all, "users").foreign_keys.size() == 1);
    CHECK(table_of(all, "teams").foreign_keys.size() == 1);
    CHECK(table_of(all, "notes").foreign_keys.front().target.name == "users");

    const Run some = run_among(files, imports, "Base.metadata.create_all(op.get_bind(), tables=[Lone.__table__])");
    CHECK(some.after.tables.size() == 1);
    const Run one = run_among(files, imports, "Base.metadata.tables['lone'].create(op.get_bind())");
    CHECK(one.after.tables.size() == 1);
    const Run gone = run_among(files, imports,
                               "Base.metadata.create_all(op.get_bind())\n"
                               "Base.metadata.drop_all(op.get_bind(), tables=[Base.metadata.tables['notes']])");
    CHECK(gone.after.tables.size() == 3);
    const Run open = run_among(files, imports + "from lost import Lost\n",
                               "Base.metadata.create_all(op.get_bind(), tables=[Lost.__table__])");
    CHECK_FALSE(open.complete);
}

TEST_CASE("what a module of the application raises is no certain failure") {
    const Files files = {{"app.keys", "def load(name):\n    raise LookupError('there is no ' + name)\n"}};
    const std::string table = "op.create_table('t', sa.Column('x', sa.Integer()))\n";
    const Run run = run_among(files, "from app.keys import load", table + "load('signing key')");
    REQUIRE(run.remarks.size() == 2);
    CHECK(run.remarks[0].kind == Remark::Kind::unknown);
    CHECK(run.remarks[0].text.starts_with("it may stop here with LookupError"));
    CHECK(find_doubt_of(run.after, "*"));
    CHECK(find_table(run.after, {"", "t"}) != nullptr);

    const Run own = run_among(files, "", table + "raise LookupError('there is no signing key')");
    CHECK(own.remarks.at(0).kind == Remark::Kind::fails);
    CHECK_FALSE(find_doubt_of(own.after, "*"));
}
