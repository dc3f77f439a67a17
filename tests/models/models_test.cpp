#include "models/models.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "models/show.h"

using namespace migrate;
using namespace migrate::models;
using Lines = std::vector<std::string>;

namespace {

const std::string kHead =
    "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, "
    "relationship, declared_attr\n"
    "class Base(DeclarativeBase):\n    pass\n";

/// The one table of a module that has kHead before it.
Lines shown(const std::string& text) {
    return test::show_models(read_models({{"m.py", kHead + text}}));
}

/// The lines of a class T with these lines in its body, without the table's name.
Lines body(const std::string& lines) {
    std::string text = "class T(Base):\n    __tablename__ = 't'\n";
    for (const std::string& line : base::split_lines(lines)) text += "    " + line + "\n";
    Lines result = shown(text);
    REQUIRE(!result.empty());
    result.erase(result.begin());
    return result;
}

}  // namespace

TEST_CASE("types") {
    const std::vector<std::pair<std::string, std::string>> types = {
        {"sa.String", "character varying"},
        {"sa.String(length=7)", "character varying(7)"},
        {"sa.CHAR(2)", "character(2)"},
        {"sa.Numeric(10)", "numeric(10,0)"},
        {"sa.Numeric(precision=8, scale=3)", "numeric(8,3)"},
        {"sa.DateTime", "timestamp without time zone"},
        {"sa.TIMESTAMP(True)", "timestamp with time zone"},
        {"sa.Time(timezone=True)", "time with time zone"},
        {"sa.Uuid", "uuid"},
        {"sa.UUID(as_uuid=True)", "uuid"},
        {"sa.dialects.postgresql.JSONB()", "jsonb"},
        {"sa.ARRAY(sa.String(3))", "character varying(3)[]"},
        {"sa.Enum('a', 'bb', native_enum=False)", "character varying(2)"},
        {"sa.JSON().with_variant(sa.dialects.postgresql.JSONB, 'postgresql', 'cockroachdb')", "jsonb"},
        {"sa.Integer().with_variant(sa.BigInteger(), 'mysql')", "integer"},
    };
    for (const auto& [python, sql] : types) {
        INFO(python);
        CHECK(body("c = sa.Column(" + python + ")") == Lines{"  c " + sql + " null"});
    }
}

TEST_CASE("a variant keeps what each database has") {
    const auto models =
        read_models({{"m.py", kHead + "class T(Base):\n    __tablename__ = 't'\n"
                                      "    a = sa.Column(sa.BigInteger().with_variant(sa.Integer, 'sqlite'))\n"
                                      "    b = sa.Column(sa.String(36).with_variant(sa.UUID(), 'postgresql'))\n"}});
    REQUIRE(models.size() == 1);
    const Table& table = models[0].table;
    CHECK(lower(table.columns[0].type, Dialect::sqlite).kind == TypeKind::integer);
    CHECK(lower(table.columns[0].type, Dialect::postgresql).kind == TypeKind::bigint);
    CHECK(table.columns[1].type.kind == TypeKind::uuid);
    CHECK(table.columns[1].type.on_sqlite.empty());
}

TEST_CASE("server defaults become SQL") {
    const std::vector<std::pair<std::string, std::string>> defaults = {
        {"sa.Text, server_default='it''s'", "'its'"},
        {"sa.Text, server_default=\"it's\"", "'it''s'"},
        {"sa.Integer, server_default='5'", "5"},
        {"sa.Boolean, server_default='f'", "false"},
        {"sa.Boolean, server_default=sa.false()", "false"},
        {"sa.DateTime, server_default=sa.text('CURRENT_TIMESTAMP')", "now()"},
        {"sa.DateTime, server_default=sa.sql.func.now()", "now()"},
        {"sa.Date, server_default=sa.func.current_date()", "CURRENT_DATE"},
        {"sa.Text, server_default=sa.func.lower('X')", "lower('X')"},
        {"sa.JSON, server_default=sa.text(\"'{}'::jsonb\")", "'{}'::jsonb"},
    };
    for (const auto& [arguments, sql] : defaults) {
        INFO(arguments);
        const Lines lines = body("c = sa.Column(" + arguments + ")");
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].ends_with(" default " + sql));
    }
    const auto models =
        read_models({{"m.py", kHead + "class T(Base):\n    __tablename__ = 't'\n    c = sa.Column(sa.Uuid, "
                                      "server_default=sa.text('gen_random_uuid()'))\n"}});
    CHECK(models[0].table.columns[0].server_default == default_generated_uuid());
}

TEST_CASE("keys of integers get a sequence only where SQLAlchemy gives one") {
    CHECK(body("id = sa.Column(sa.Integer, primary_key=True)")[0] == "  id integer serial");
    CHECK(body("id = sa.Column(sa.Integer, primary_key=True, autoincrement=False)")[0] == "  id integer");
    CHECK(body("id = sa.Column(sa.Integer, sa.ForeignKey('x.id'), primary_key=True)")[1] == "  id integer");
    CHECK(body("id = sa.Column(sa.Text, primary_key=True)")[0] == "  id text");
    CHECK(body("a = sa.Column(sa.Integer, primary_key=True)\nb = sa.Column(sa.Integer, primary_key=True, "
               "autoincrement=True)")[1] == "  b integer serial");
    CHECK(body("id = sa.Column(sa.Integer, sa.Identity(), primary_key=True)")[0] == "  id integer identity by default");
}

TEST_CASE("constraints and indexes of a class") {
    CHECK(body("a = sa.Column(sa.Integer, sa.CheckConstraint('a > 1', name='big'))\n"
               "b = sa.Column(sa.Enum('x', \"y'\", native_enum=False, create_constraint=True, name='kind'))\n"
               "__table_args__ = (sa.Index('i', a.desc(), sa.text('lower(b)'), postgresql_using='gin', "
               "unique=True),\n"
               "                  sa.Index('j', 'a', postgresql_where=sa.text('(a > 0)')))\n") ==
          Lines{"  a integer null", "  b character varying(2) null", "  ck big a > 1", "  ck kind b IN ('x', 'y''')",
                "  ix j (a) WHERE a > 0", "  ux i (a DESC, lower(b))"});
}

TEST_CASE("relationships, hybrids and plain values are no columns") {
    CHECK(body("id = sa.Column(sa.Text)\nname = 'x'\nother = relationship('X')\ncount: int = 3\nkinds = ['a']\n"
               "__mapper_args__ = {'x': 1}\nquery = sa.orm.query_expression()\n"
               "@property\ndef p(self): return 1\n@staticmethod\ndef q(): return sa.Column(sa.Text)\n") ==
          Lines{"  id text null"});
}

TEST_CASE("names lead across files, relative and absolute, through aliases and stars") {
    const std::vector<SourceFile> files = {
        {"app/db/base.py",
         "import sqlalchemy as sql\nfrom sqlalchemy.orm import declarative_base\nfrom sqlalchemy.dialects "
         "import postgresql as pg\n"
         "Base = declarative_base()\nSHORT = 12\nCode = sql.String(SHORT)\nKEY = pg.UUID(as_uuid=True)\n"},
        {"app/db/__init__.py", "from .base import *\n"},
        {"app/models/mixins.py",
         "from sqlalchemy import Column, func, DateTime\nfrom app.db.base import KEY\n"
         "class Stamp:\n    made = Column(DateTime, server_default=func.now())\n"
         "class Keyed:\n    id = Column(KEY, primary_key=True)\n"},
        {"app/models/order.py",
         "from sqlalchemy import Column as C\nimport sqlalchemy\nfrom ..db import Base, Code as Coded\nfrom "
         ".mixins import Keyed, Stamp\n"
         "class Order(Keyed, Stamp, Base):\n    __tablename__ = 'orders'\n    code = C(Coded)\n"
         "    parent = C(sqlalchemy.ForeignKey('orders.id'))\n"},
    };
    CHECK(test::show_models(read_models(files)) ==
          Lines{"orders", "  code character varying(12) null", "  fk  parent -> orders id", "  id uuid",
                "  made timestamp without time zone null default now()", "  parent uuid null", "  pk  id"});
}

TEST_CASE("a module that two names lead to is run once, by the name that is imported") {
    const std::vector<SourceFile> files = {
        {"src/shop/base.py", "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n"},
        {"src/shop/pets.py",
         "import sqlalchemy as sa\nfrom shop.base import Base\nclass Pet(Base):\n"
         "    __tablename__ = 'pets'\n    id = sa.Column(sa.Integer, primary_key=True)\n"},
        {"src/shop/toys.py",
         "import sqlalchemy as sa\nfrom shop.pets import Pet\nclass Toy:\n"
         "    pass\nindex = sa.Index('i', Pet.id)\n"}};
    const ModuleReader reader = [&](const std::string& module) -> std::optional<SourceFile> {
        for (const SourceFile& file : files) {
            const std::string name = base::replace_all(file.path.substr(0, file.path.size() - 3), "/", ".");
            if (name == module || name == "src." + module) return file;
        }
        return std::nullopt;
    };
    const auto models = read_models(files, reader);
    CHECK(std::ranges::count(models, "pets", [](const Model& model) { return model.table.name.name; }) == 1);
}

TEST_CASE("subclasses: a table of their own has only their columns, a shared one gets them") {
    const Lines lines = shown(
        "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Text, primary_key=True)\n"
        "class B(A):\n    __tablename__ = 'b'\n    id = sa.Column(sa.ForeignKey('a.id'), primary_key=True)\n"
        "class C(A):\n    extra = sa.Column(sa.Text)\n"
        "class D(Base):\n    __abstract__ = True\n    __tablename__ = 'd'\n    no = sa.Column(sa.Text)\n");
    CHECK(lines ==
          Lines{"a", "  extra text null", "  id text", "  pk  id", "b", "  fk  id -> a id", "  id text", "  pk  id"});
}

TEST_CASE("what cannot be read is a doubt with its place, never left out") {
    const auto outside = [](const std::string& lines) {
        std::string text = "from lib import Mystery, make, FLAG, Mix\nclass T(Base):\n    __tablename__ = 't'\n";
        for (const std::string& line : base::split_lines(lines)) text += "    " + line + "\n";
        return shown(text);
    };
    CHECK(outside("c = sa.Column(Mystery(3))") ==
          Lines{"t", "  c lib.Mystery(3) null",
                "  ? column t.c: the type lib.Mystery(3) is not one that is known at m.py:8"});
    CHECK(outside("c = make(3)") ==
          Lines{"t", "  ? column t.c: c may be a column: lib.make() is not followed at m.py:8"});
    CHECK(outside("c = sa.Column(sa.Text, server_default=make())") ==
          Lines{"t", "  c text null", "  ? column t.c: lib.make() is not followed at m.py:8"});
    CHECK(outside("c = sa.Column(sa.Text, sa.ForeignKey(make()))").back().starts_with("  ? constraints t: lib.make()"));
    CHECK(outside("c = sa.Column(sa.Text, nullable=FLAG)") ==
          Lines{"t", "  c text", "  ? column t.c: what lib.FLAG is, only the application knows at m.py:8"});
    CHECK(outside("c: Mapped[dict]").back() == "  ? column t.c: its type is not known to SQLAlchemy at m.py:8");
    CHECK(outside("__table_args__ = make()").back().starts_with("  ? table t: its __table_args__ cannot be read"));
    CHECK(outside("__table_args__ = (sa.Index('i', FLAG + 1),)").back().starts_with("  ? index i:"));
    CHECK(outside("__table_args__ = (sa.CheckConstraint(FLAG > 1),)").back().starts_with("  ? constraints t:"));
    CHECK(outside("if FLAG:\n    c = sa.Column(sa.Text)\nd = sa.Column(sa.Text)") ==
          Lines{"t", "  d text null",
                "  ? column t.c: c may be a column: it depends on what only the real run knows at m.py:8"});
    CHECK(shown("from lib import Mix\nclass T(Mix, Base):\n    __tablename__ = 't'\n")
              .back()
              .starts_with("  ? table t: the base class lib.Mix"));
    CHECK(shown("from lib import name\nclass T(Base):\n    __tablename__ = name('T')\n")[0] == "t");
    CHECK(shown("from lib import name\nclass T(Base):\n    __tablename__ = name('T')\n").back().find("guessed") !=
          std::string::npos);
    CHECK(body("c = sa.Column(sa.ForeignKey('gone.id'))").back().find("not among the models") != std::string::npos);
}

TEST_CASE("a name that is bound nowhere is a doubt about what asks for it") {
    CHECK(body("c = sa.Column(Mystery(3))\nd = sa.Column(sa.Text)") ==
          Lines{"  d text null", "  ? column t.c: c may be a column: name 'Mystery' is not defined at m.py:7"});
    CHECK(body("__table_args__ = make()").back().starts_with("  ? table t: its __table_args__ cannot be read"));
    CHECK(shown("class T(Base):\n    __tablename__ = name_it('T')\n").back().find("guessed") != std::string::npos);
    CHECK(shown("from lib import *\nclass T(Base):\n    __tablename__ = 't'\n    c = sa.Column(Starred)\n")
              .back()
              .starts_with("  ? column t.c: "));
}

TEST_CASE("table names made from the class's name") {
    const std::string use = "class LineItem(Base):\n    @declared_attr\n    def __tablename__(cls):\n        return ";
    CHECK(shown(use + "cls.__name__.lower() + 's'\n")[0] == "lineitems");
    CHECK(shown(use + "f'app_{cls.__name__}'\n")[0] == "app_LineItem");
    CHECK(shown("import re\n" + use + "re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()\n") == Lines{"line_item"});
    CHECK(shown("import re\nSNAKE = re.compile(r'(?<!^)(?=[A-Z])')\n" + use +
                "SNAKE.sub('_', cls.__name__).lower()\n") == Lines{"line_item"});
    CHECK(shown("import re\n" + use + "re.sub('Line', 'x_', cls.__name__)\n") == Lines{"x_Item"});
    CHECK(shown("from lib import snake\n" + use + "snake(cls.__name__)\n").back().find("guessed") != std::string::npos);
}

TEST_CASE("a type, a name and a convention are what a migration's are") {
    CHECK(body("c = sa.Column(sa.dialects.postgresql.REGCONFIG)") == Lines{"  c regconfig null"});
    CHECK(body("c = sa.Column(sa.dialects.postgresql.MACADDR8())") == Lines{"  c macaddr8 null"});
    CHECK(
        shown(
            "import sqlalchemy_utils as su\nclass T(Base):\n    __tablename__ = 't'\n    c = sa.Column(su.EmailType)\n"
            "    d = sa.Column(su.CurrencyType())\n") ==
        Lines{"t", "  c character varying(255) null", "  d character varying(3) null"});
    CHECK(body("a = sa.Column(sa.Integer)\n__table_args__ = (sa.CheckConstraint('a > 1', 'big'),)").back() ==
          "  ck big a > 1");
    const std::string name(60, 'n');
    const Lines cut = test::show_models(read_models(
        {{"m.py",
          "import sqlalchemy as sa\nm = sa.MetaData(naming_convention={'uq': 'uq_%(table_name)s_%(column_0_name)s'})\n"
          "t = sa.Table('t', m, sa.Column('" +
              name + "', sa.Text, unique=True))\n"}}));
    CHECK(cut.back() == "  uq uq_t_" + std::string(50, 'n') + "_1229 " + name);
}

TEST_CASE("a column that refers to another takes its type, whatever it is annotated with") {
    CHECK(shown("class U(Base):\n    __tablename__ = 'u'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
                "class T(Base):\n    __tablename__ = 't'\n"
                "    u_id: Mapped[str] = mapped_column(sa.ForeignKey('u.id'))\n")[2] == "  u_id integer");
}

TEST_CASE("a schema that is not known is told, and no file of the repository stands for SQLAlchemy") {
    const std::string unknown = "import sqlalchemy as sa\nfrom lib import find\nm = sa.MetaData(schema=find())\n";
    const Lines doubted = test::show_models(
        read_models({{"m.py", unknown + "t = sa.Table('t', m, sa.Column('a', sa.Text))\n"
                                        "v = sa.Table('v', m, sa.Column('a', sa.Text), schema='x')\n"}}));
    REQUIRE(doubted.size() == 5);
    CHECK(doubted[2].starts_with("  ? table t: its MetaData's schema is not known: lib.find() is not followed"));
    CHECK(Lines(doubted.begin() + 3, doubted.end()) == Lines{"x.v", "  a text null"});
    CHECK(test::show_models(read_models({{"m.py", unknown + "class Base(sa.orm.DeclarativeBase):\n    metadata = m\n"
                                                            "class T(Base):\n    __tablename__ = 't'\n"
                                                            "    a = sa.Column(sa.Text)\n"}}))
              .back()
              .starts_with("  ? table t: its MetaData's schema"));
    const std::vector<SourceFile> files = {
        {"app/instrument/sqlalchemy.py", "def trace(): pass\n"},
        {"m.py", kHead + "class T(Base):\n    __tablename__ = 't'\n    a = sa.Column(sa.Text)\n"}};
    CHECK(test::show_models(read_models(files)) == Lines{"t", "  a text null"});
}

TEST_CASE("a sequence of its own is told, and an index of a function of the class is made once") {
    CHECK(body("id = sa.Column(sa.Integer, sa.Sequence('s'), primary_key=True)") ==
          Lines{"  id integer", "  pk  id", "  ? column t.id: its Sequence(...) is a sequence of its own at m.py:7"});
    CHECK(body("a = sa.Column(sa.Text)\n@declared_attr.directive\ndef __table_args__(cls):\n"
               "    return (sa.Index('i', cls.a),)") == Lines{"  a text null", "  ix i (a)"});
}

TEST_CASE("what changes in place is its own type") {
    CHECK(shown("from sqlalchemy.ext.mutable import MutableDict, MutableList\nclass Own(MutableDict):\n    pass\n"
                "class T(Base):\n    __tablename__ = 't'\n"
                "    a = sa.Column(MutableList.as_mutable(sa.ARRAY(sa.Text)))\n    b = "
                "sa.Column(Own.as_mutable(sa.JSON))\n") == Lines{"t", "  a text[] null", "  b json null"});
}

TEST_CASE("an index of one database only is a doubt about the index") {
    CHECK(body("a = sa.Column(sa.Text)\n__table_args__ = (sa.Index('i', 'a').ddl_if(dialect='postgresql'),)")
              .back()
              .starts_with("  ? index i: ddl_if"));
}

TEST_CASE("a custom type that chooses by dialect") {
    const std::string choose =
        "class Kind(sa.types.TypeDecorator):\n    impl = sa.String(9)\n    def load_dialect_impl(self, "
        "dialect):\n        ";
    const std::string use = "\nclass T(Base):\n    __tablename__ = 't'\n    c = sa.Column(Kind)\n";
    CHECK(shown(choose + "return dialect.type_descriptor(sa.Text() if dialect.name == 'postgresql' else sa.CHAR(4))" +
                use)[1] == "  c text null");
    CHECK(shown(choose +
                "if dialect.name in ('sqlite', 'mysql'):\n            return self.impl\n        else:\n      "
                "      return "
                "dialect.type_descriptor(sa.Text())" +
                use)[1] == "  c text null");
    CHECK(shown(choose + "return dialect.type_descriptor(sa.Text() if self.big else sa.CHAR(4))" + use)
              .back()
              .find("? column t.c") != std::string::npos);
    CHECK(shown("class V(sa.types.UserDefinedType):\n    def get_col_spec(self, **kw):\n        return "
                "'vector(3)'\n"
                "class T(Base):\n    __tablename__ = 't'\n    c = sa.Column(V())\n")[1] == "  c vector(3) null");
}

TEST_CASE("a model is found by its table") {
    const auto models = read_models(
        {{"m.py", kHead + "class T(Base):\n    __tablename__ = 't'\n    __table_args__ = {'schema': 'x'}\n"}});
    REQUIRE(models.size() == 1);
    CHECK(find_model(models, {"x", "t"}) == &models[0]);
    CHECK(find_model(models, {"", "t"}) == nullptr);
    CHECK(find_model(models, {}) == nullptr);
    CHECK(models[0].class_name == "T");
    CHECK(models[0].where == "m.py:5");
}

TEST_CASE("a table that a function makes is at the statement that called it, too") {
    const std::string helper =
        "import sqlalchemy as sa\ndef Table(*args, **kwargs):\n    return sa.Table(*args, **kwargs)\n";
    const std::string head = "import sqlalchemy as sa\nfrom app import util\nmetadata = sa.MetaData()\n";
    const std::string made = "t = util.Table('t', metadata, sa.Column('id', sa.Integer))\n";
    const auto models = read_models({{"app/util.py", helper},
                                     {"app/db.py", head + made},
                                     {"tests/db.py", head + "def make():\n    " + made + "make()\n"},
                                     {"app/own.py", head + "u = sa.Table('u', metadata)\n"}});
    std::vector<std::string> places;
    for (const Model& model : models) places.push_back(model.where + " " + model.called_at);
    std::sort(places.begin(), places.end());
    CHECK(places == std::vector<std::string>{"app/own.py:4 app/own.py:4", "app/util.py:3 app/db.py:4",
                                             "app/util.py:3 tests/db.py:6"});
}

TEST_CASE("a file that two names lead to is run once") {
    const std::string module = "import sqlalchemy as sa\nmetadata = sa.MetaData()\nt = sa.Table('t', metadata)\n";
    const SourceFile file{"master/shop/db.py", module};
    const ModuleReader reader = [&](const std::string& name) -> std::optional<SourceFile> {
        return name == "master.shop.db" || name == "shop.db" ? std::optional(file) : std::nullopt;
    };
    CHECK(read_models({file, {"env.py", "from shop import db\nfrom shop.db import t\nx = db.metadata\n"}}, reader)
              .size() == 1);
}

TEST_CASE("files with faults and classes in circles end") {
    const auto broken =
        read_models({{"b.py", "class (:\n"}, {"m.py", kHead + "class T(Base):\n    __tablename__ = 't'\n"}});
    CHECK(find_model(broken, {"", "t"}) != nullptr);
    CHECK(broken.back().doubts.at(0).object == "*");
    CHECK(broken.back().doubts.at(0).where.starts_with("b.py"));
    CHECK(read_models({{"m.py", kHead + "class A(B, C):\n    __tablename__ = 'a'\nclass B(A, C): pass\nclass "
                                        "C(A, B, Base): metadata = C.metadata\n"}})
              .size() <= 2);
    (void)read_models({{"m.py", "a = b\nb = a\nfrom m import c\nclass T(a):\n    __tablename__ = c\n    x = a\n"}});
    (void)read_models({{"m.py",
                        "from sqlalchemy.orm import declarative_base\nBase = declarative_base(cls=Base)\n"
                        "class T(Base):\n    __tablename__ = 't'\n"}});
    (void)read_models({{"x/m.py", "from .m import *\nfrom . import m\nclass T(m.Q):\n    __tablename__ = m.m.m\n"}});
}

TEST_CASE("any mixture of the words of models is read without harm") {
    CHECK(rc::check([] {
        const auto pieces = *rc::gen::container<Lines>(rc::gen::element<std::string>(
            "class T(Base):\n    ", "class Base(DeclarativeBase):\n    ", "__tablename__ = 't'\n    ", "x = sa.Column(",
            "sa.String", "(", ")", "\n    ", "\n", "Mapped[", "]", ": ", "mapped_column(", "Optional[", "'", "T.x",
            "sa.ForeignKey(", ", ", "sa.Enum(", "x", "=", "import sqlalchemy as sa\n", "__table_args__ = (",
            "sa.Index(", "{", "}", "*", "Annotated[", "def f(cls): return ", "@declared_attr\n    "));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        (void)read_models({{"m.py", text}, {"n.py", "from m import *\n" + text}});
    }));
}

TEST_CASE("as many classes above one another as are followed, and one more") {
    for (const int count : {63, 64, 65}) {
        CAPTURE(count);
        std::string text = "class M0:\n    id = sa.Column(sa.Integer, primary_key=True)\n";
        for (int i = 1; i < count; ++i) {
            text += "class M" + std::to_string(i) + "(M" + std::to_string(i - 1) + "):\n    pass\n";
        }
        const auto models = read_models(
            {{"m.py", kHead + text + "class T(M" + std::to_string(count - 1) + ", Base):\n    __tablename__ = 't'\n"}});
        REQUIRE(models.size() == 1);
        const bool all = count <= 64;
        CHECK(models.front().table.columns.size() == (all ? 1 : 0));
        CHECK(models.front().doubts.empty() == all);
        if (!all)
            CHECK(models.front().doubts.front().reason.find("more than 64 classes above it") != std::string::npos);
    }
}
