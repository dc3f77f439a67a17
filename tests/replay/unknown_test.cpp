// What only the real run knows: forks, doubts, likely answers.
#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

const std::string kTable =
    "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.Text))\n";

}  // namespace

TEST_CASE("a setting decides: the object is in doubt, the rest is certain") {
    Run run = run_module_text(
        "import os\n"
        "def upgrade():\n"
        "    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))\n"
        "    if os.environ.get('WITH_PHONE'):\n"
        "        op.add_column('t', sa.Column('phone', sa.Text))\n"
        "    op.add_column('t', sa.Column('last', sa.Text))\n");
    CHECK_FALSE(run.complete);
    REQUIRE(run.after.doubts.size() == 1);
    CHECK(run.after.doubts.begin()->object == "column t.phone");
    CHECK(run.after.doubts.begin()->where == "m.py:8");
    CHECK(find_column(table_of(run, "t"), "phone") == nullptr);
    CHECK(find_column(table_of(run, "t"), "last") != nullptr);
}

TEST_CASE("the version table's schema is none as far as one can tell") {
    const Run run = run_body(kTable +
                             "context = op.get_context()\n"
                             "schema = context.version_table_schema + '.' if context.version_table_schema else ''\n"
                             "op.execute('ALTER TABLE ' + schema + 't ADD COLUMN b TEXT')\n");
    CHECK_MESSAGE(count_remarks(run, Remark::Kind::fails) == 0, remarks_of(run));
    CHECK(column_of(run, "t", "b").type.kind == TypeKind::text);
}

TEST_CASE("what an ORM class has by < is no order of values") {
    const Run run = run_module_text(
        "from sqlalchemy import Column, DateTime, Integer, delete\n"
        "from sqlalchemy.ext.declarative import declarative_base\n"
        "Base = declarative_base()\n"
        "class Token(Base):\n    __tablename__ = 'token'\n    id = Column(Integer, primary_key=True)\n"
        "    made = Column(DateTime)\n    used = Column(DateTime)\n"
        "def upgrade():\n"
        "    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))\n"
        "    op.get_bind().execute(delete(Token).where(Token.made < Token.used))\n");
    CHECK_MESSAGE(count_remarks(run, Remark::Kind::fails) == 0, remarks_of(run));
}

TEST_CASE("both ways leave the same schema: nothing is in doubt") {
    Run run = run_body(
        "def has_role(name):\n"
        "    return op.get_bind().execute(text('SELECT 1 FROM pg_roles WHERE rolname = :r'), {'r': "
        "name}).scalar() is not None\n" +
        kTable +
        "if has_role('service'):\n"
        "    for t in ['t']:\n"
        "        op.execute(f'ALTER TABLE public.{t} ENABLE ROW LEVEL SECURITY')\n");
    CHECK_MESSAGE(run.complete, remarks_of(run));
    CHECK(run.after.doubts.empty());
}

TEST_CASE("a trigger that only one way makes is kept, and unsure") {
    const Run run =
        run_body(kTable +
                 "if op.get_bind().execute(text('SELECT 1 FROM pg_roles')).scalar():\n"
                 "    op.execute('CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()')\n"
                 "op.execute('CREATE POLICY mine ON t USING (true)')\n");
    CHECK(run.complete);
    REQUIRE(run.after.attachments.size() == 2);
    for (const Attachment& thing : run.after.attachments) CHECK(thing.unsure.empty() == (thing.name == "mine"));
}

TEST_CASE("rows are not there on a fresh database") {
    Run run =
        run_body("bind = op.get_bind()\n" + kTable +
                 "dupes = bind.execute(text('SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1')).fetchall()\n"
                 "if dupes:\n"
                 "    raise RuntimeError('duplicates')\n"
                 "for row in bind.execute(text('SELECT id, a FROM t')):\n"
                 "    bind.execute(text('UPDATE t SET a = :a WHERE id = :id'), {'a': row.a.upper(), 'id': row[0]})\n"
                 "    op.execute(f\"UPDATE t SET a = '{row.a}'\")\n"
                 "count = bind.execute(text('select count(*) from t')).scalar()\n"
                 "if count == 0:\n"
                 "    op.create_index('ix', 't', ['a'])\n"
                 "else:\n"
                 "    op.create_index('ix', 't', ['a'])\n");
    CHECK_MESSAGE(run.complete, remarks_of(run));
    CHECK(find_index(table_of(run, "t"), "ix") != nullptr);
    CHECK(count_remarks(run, Remark::Kind::fails) == 0);
}

TEST_CASE("a while loop over batches of rows ends") {
    Run run =
        run_body(kTable +
                 "while True:\n"
                 "    rows = op.get_bind().execute(text('SELECT id FROM t WHERE a IS NULL LIMIT 100')).fetchall()\n"
                 "    if not rows:\n"
                 "        break\n"
                 "    for row in rows:\n"
                 "        op.execute(sa.text('UPDATE t SET a = 1 WHERE id = :id').bindparams(id=row.id))\n"
                 "op.alter_column('t', 'a', nullable=False)\n");
    CHECK_MESSAGE(run.complete, remarks_of(run));
    CHECK_FALSE(column_of(run, "t", "a").nullable);
}

TEST_CASE("a loop that only the application ends goes two rounds") {
    const std::string loop = "while True:\n    more = app.rows()\n    if app.is_last(more):\n        break\n";
    const Run run = run_body(kTable + "import app\n" + loop + loop + loop +
                             "while True:\n    for name in ['x', 'y']:\n        if app.has(name):\n"
                             "            op.drop_column('t', 'a')\n            break\n    break\n");
    CHECK(count_remarks(run, Remark::Kind::note) == 0);  // all ways were followed
    CHECK(find_doubt(run.after, {"", "t"}, "a") != nullptr);
    CHECK(find_doubt(run.after, {"", "other"}) == nullptr);
}

TEST_CASE("unknown arguments touch only what they name") {
    Run column = run_body(kTable +
                          "import app\nop.add_column('t', sa.Column('x', "
                          "app.make_type()))\nop.add_column('t', sa.Column(app.NAME, sa.Text))");
    CHECK_FALSE(column.complete);
    CHECK(find_doubt_of(column.after, "columns t") != nullptr);
    CHECK(find_doubt(column.after, {"", "t"}, "x") != nullptr);
    CHECK(find_doubt(column.after, {"", "t"}) == nullptr);
    CHECK(find_doubt(column.after, {"", "other"}) == nullptr);

    Run table = run_body(kTable + "import app\nop.drop_table(app.name())");
    CHECK_FALSE(table.complete);
    CHECK(find_doubt(table.after, {"", "other"}) != nullptr);

    Run sql = run_body(kTable + "import app\nop.execute(app.statement())");
    CHECK(find_doubt(sql.after, {"", "t"}) != nullptr);
    Run data = run_body(kTable + "import app\nop.execute('UPDATE t SET a = ' + app.value())");
    CHECK(data.complete);
}

TEST_CASE("code of the application that is handed the database") {
    CHECK_FALSE(run_body("from app import make\nmake(op)").complete);
    CHECK_FALSE(run_body("from app import make\nmake(op.get_bind())").complete);
    CHECK_FALSE(run_body("from app import make\nmake()").complete);
    CHECK(run_body("from app import make\nx = make()").complete);
    CHECK(run_body("import logging\nlogging.getLogger(__name__).info('hello')\nprint('x')").complete);
    CHECK_FALSE(run_body("from app import Base\nBase.metadata.create_all(bind=op.get_bind())").complete);
}

TEST_CASE("guards ask the schema itself") {
    const std::string helpers =
        "def has_column(table, column):\n"
        "    return column in [c['name'] for c in inspect(op.get_bind()).get_columns(table)]\n"
        "def has_index(name):\n"
        "    return op.get_bind().execute(text('SELECT 1 FROM pg_indexes WHERE indexname = :n'), {'n': "
        "name}).scalar() is not None\n";
    Run run =
        run_body(helpers + kTable +
                 "insp = sa.inspect(op.get_bind())\n"
                 "if not has_column('t', 'a'): op.add_column('t', sa.Column('a', sa.Text))\n"
                 "if not has_column('t', 'b'): op.add_column('t', sa.Column('b', sa.Text))\n"
                 "if 't' in insp.get_table_names() and not insp.has_table('u'): op.create_table('u', sa.Column('id', "
                 "sa.Integer))\n"
                 "if not has_index('ix'): op.create_index('ix', 't', ['a'])\n"
                 "if not has_index('ix'): op.create_index('ix', 't', ['a'])\n"
                 "if not any(fk['referred_table'] == 'u' for fk in insp.get_foreign_keys('t')): "
                 "op.create_unique_constraint('uq', 't', ['b'])\n"
                 "if {'uq'} & {c['name'] for c in insp.get_unique_constraints('t')}: op.drop_constraint('uq', 't')\n"
                 "if op.get_context().dialect.name == 'postgresql' and op.get_bind().dialect.has_table(op.get_bind(), "
                 "'u'): op.drop_table('u')\n");
    check_clean(run);
    CHECK(find_column(table_of(run, "t"), "b") != nullptr);
    CHECK(table_of(run, "t").indexes.size() == 1);
    CHECK(table_of(run, "t").uniques.empty());
    CHECK(run.after.tables.size() == 1);
}

TEST_CASE("a guard about something in doubt is in doubt itself") {
    Run first =
        run_body("import os\n" + kTable + "if os.getenv('X'):\n    op.add_column('t', sa.Column('b', sa.Text))");
    Run run = run_body(
        "if 'b' not in [c['name'] for c in inspect(op.get_bind()).get_columns('t')]:\n    op.add_column('t', "
        "sa.Column('b', sa.Text))",
        first.after);
    CHECK(find_doubt(run.after, {"", "t"}, "b") != nullptr);
    CHECK(find_doubt(run.after, {"", "t"}, "a") == nullptr);
}

TEST_CASE("errors: caught in try, remarked elsewhere") {
    const std::string index = "op.create_index('ix', 't', ['a'])\n";
    Run caught = run_body(kTable + index + "try:\n    " + index +
                          "except Exception:\n    pass\nop.add_column('t', sa.Column('b', sa.Text))");
    CHECK(caught.complete);
    CHECK(count_remarks(caught, Remark::Kind::fails) == 0);
    CHECK(find_column(table_of(caught, "t"), "b") != nullptr);
    Run plain = run_body(kTable + index + index + "op.add_column('t', sa.Column('b', sa.Text))");
    CHECK(count_remarks(plain, Remark::Kind::fails) == 1);
    CHECK(find_column(table_of(plain, "t"), "b") != nullptr);
    Run suppressed = run_body(kTable +
                              "import contextlib, sqlalchemy\nwith "
                              "contextlib.suppress(sqlalchemy.exc.ProgrammingError):\n    op.drop_table('nope')");
    CHECK(count_remarks(suppressed, Remark::Kind::fails) == 0);
}

TEST_CASE("early return, raise and downgrades that refuse") {
    Run returned = run_body("if op.get_bind().dialect.name != 'sqlite':\n    return\nop.drop_table('t')");
    check_clean(returned);
    Run raised = run_body("raise NotImplementedError('no way back')");
    CHECK(raised.complete);
    CHECK(count_remarks(raised, Remark::Kind::fails) == 1);
    Run wrong = run_body(kTable + "{}['missing']\nop.drop_table('t')");
    CHECK_FALSE(wrong.complete);
    Run guarded = run_body("import os\nif not os.environ.get('SURE'):\n    raise RuntimeError('set SURE')\n" + kTable);
    CHECK(guarded.after.tables.size() == 1);
    CHECK(guarded.complete);
}

TEST_CASE("other shapes of upgrade()") {
    Run given =
        run_module_text("def upgrade(op, tables, tester):\n    op.create_table('t', sa.Column('id', sa.Integer))\n");
    check_clean(given);
    CHECK(given.after.tables.size() == 1);
    Run none = run_module_text("x = 1\n");
    CHECK(none.complete);
    Run many = run_module_text(
        "def upgrade(engine_name):\n    globals()['upgrade_%s' % engine_name]()\ndef upgrade_a():\n    "
        "op.create_table('t', sa.Column('id', sa.Integer))\ndef upgrade_b():\n    "
        "op.create_table('u', sa.Column('id', sa.Integer))\n");
    CHECK(many.complete);
    CHECK(many.after.tables.size() == 2);
    Run same = run_module_text(
        "def upgrade(engine_name):\n    globals()['upgrade_%s' % engine_name]()\ndef upgrade_a():\n    "
        "op.create_table('t', sa.Column('id', sa.Integer))\ndef upgrade_b():\n    "
        "op.create_table('t', sa.Column('id', sa.Integer))\n");
    CHECK_FALSE(same.complete);
    CHECK(std::none_of(same.remarks.begin(), same.remarks.end(),
                       [](const Remark& remark) { return remark.kind == Remark::Kind::fails; }));
    Run one = run_module_text(
        "def upgrade(engine_name):\n    globals()['upgrade_%s' % engine_name]()\ndef upgrade_engine():\n    "
        "op.create_table('t', sa.Column('id', sa.Integer))\n");
    CHECK(one.after.tables.size() == 1);
}

TEST_CASE("what is not followed is said with its place") {
    Run run = run_body("match 1:\n    case 1:\n        op.drop_table('t')");
    CHECK_FALSE(run.complete);
    REQUIRE(count_remarks(run, Remark::Kind::unknown) == 1);
    CHECK(run.remarks.front().where == "m.py:7");
    CHECK(find_doubt_of(run.after, "*") != nullptr);
}

TEST_CASE("the beginning of the connection's url is known") {
    Run run = run_body(kTable +
                       "url = str(op.get_bind().engine.url)\n"
                       "if url.startswith('mysql'):\n    op.drop_table('t')\n"
                       "elif url.startswith(('sqlite', 'postgres')):\n    op.add_column('t', sa.Column('b', sa.Text))");
    check_clean(run);
    CHECK(find_column(table_of(run, "t"), "b") != nullptr);
    CHECK_FALSE(run_body(kTable + "if str(op.get_bind().engine.url).startswith('postgresql+psycopg2'):\n"
                                  "    op.drop_table('t')")
                    .complete);
}

TEST_CASE("where an operator compares a type's values, nothing that hangs on the type is certain to bar a change") {
    const std::string before =
        "op.execute(\"CREATE TYPE k AS ENUM ('A', 'B')\")\n"
        "op.execute(\"CREATE TABLE t (id int, s k)\")\n"
        "op.execute(\"CREATE INDEX ix ON t (id) WHERE s <> 'B'\")\n"
        "op.execute('ALTER TYPE k RENAME TO k_old')\n"
        "op.execute(\"CREATE TYPE k AS ENUM ('A', 'B', 'C')\")\n";
    const std::string change =
        "op.execute('ALTER TABLE t ALTER COLUMN s TYPE k USING s::text::k')\nop.execute('DROP TYPE k_old')\n";
    CHECK(count_remarks(run_body(before + change), Remark::Kind::fails) == 2);
    const std::string made =
        "op.execute('CREATE OPERATOR <> (leftarg = k, rightarg = k_old, procedure = different)')\n";
    CHECK(count_remarks(run_body(before + made + change), Remark::Kind::fails) == 0);
}

TEST_CASE("another connection: what is not there is not there, what is there may not be seen") {
    const std::string ask =
        "from sqlalchemy import engine_from_config\n"
        "config = op.get_context().config\n"
        "engine = engine_from_config(config.get_section(config.config_ini_section), prefix='sqlalchemy.')\n"
        "if not sa.inspect(engine).has_table('t'):\n    " +
        kTable + "else:\n    op.add_column('t', sa.Column('z', sa.Text))";
    Run fresh = run_body(ask);
    check_clean(fresh);
    CHECK(fresh.after.tables.size() == 1);
    Run again = run_body(ask, fresh.after);
    CHECK_FALSE(again.complete);
    CHECK_FALSE(run_body("e = sa.create_engine('postgresql://')\ne.execute('DROP TABLE t')").complete);
}
