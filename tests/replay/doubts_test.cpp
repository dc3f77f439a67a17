// The borders of a doubt: what code that is not followed names, and what it only could have done.
#include "schema/doubts.h"

#include "python/syntax.h"
#include "replay/paths.h"
#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

const std::string kTable = "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))\n";

}  // namespace

TEST_CASE("a call that only says something leaves nothing open") {
    const Run run = run_body(kTable + "from app.log import logger\nlogger.debug('done')\nlogger.info('t')");
    CHECK(run.complete);
    CHECK(run.after.doubts.empty());
}

TEST_CASE("a session of the application's own asks for rows") {
    const Run run = run_body(kTable +
                             "from app import db\nsession = db.Session(bind=op.get_bind())\n"
                             "for row in session.query(db.User).all():\n    row.name = 'x'\nsession.commit()");
    CHECK(run.after.doubts.empty());
}

TEST_CASE("a helper that is not followed is a named doubt on what it names, else a possible one") {
    const Run named = run_body(kTable + "from app import helper\nhelper(op.get_bind(), tables=['t'])");
    CHECK(find_named_doubt(named.after, {"", "t"}) != nullptr);
    CHECK(find_possible_doubt(named.after) == nullptr);
    const Run possible = run_body(kTable + "from app import helper\nhelper(op.get_bind())");
    CHECK(find_named_doubt(possible.after, {"", "t"}) == nullptr);
    CHECK(find_possible_doubt(possible.after) != nullptr);
}

TEST_CASE("a doubt follows a rename") {
    const Run run = run_body(kTable +
                             "from app import make\nop.create_table('new_t', sa.Column('N', make()))\n"
                             "op.drop_table('t')\nop.rename_table('new_t', 't')");
    CHECK(find_named_doubt(run.after, {"", "t"}, "N") != nullptr);
    CHECK(find_named_doubt_of(run.after, "column new_t.N") == nullptr);
}

TEST_CASE("a failure that one way does not meet is not certain") {
    const Run run = run_body(kTable +
                             "from app import ENABLED\nop.create_index('ix', 't', ['id'])\n"
                             "if ENABLED:\n    op.execute('DROP INDEX IF EXISTS ix')\n"
                             "op.create_index('ix', 't', ['id'])");
    for (const Remark& remark : run.remarks) CHECK(remark.kind != Remark::Kind::fails);
    CHECK(find_index(*find_table(std::as_const(run.after), {"", "t"}), "ix") != nullptr);
}

TEST_CASE("questions in a loop that do not touch each other are all seen") {
    const Run run = run_body(kTable +
                             "from app import has\nfor i in range(100):\n"
                             "    if has(i):\n        op.add_column('t', sa.Column(f'c{i}', sa.Text))");
    CHECK(find_possible_doubt(run.after) == nullptr);
    CHECK(find_named_doubt(run.after, {"", "t"}, "c0") != nullptr);
    CHECK(find_named_doubt(run.after, {"", "t"}, "c99") != nullptr);
    CHECK(find_named_doubt(run.after, {"", "t"}, "id") == nullptr);
}

TEST_CASE("a chain that begins in the middle: tables from elsewhere are taken as they are used") {
    const Run run = run_body(
        "op.add_column('users', sa.Column('age', sa.Integer))\nop.drop_index('ix_old', 'users')\n"
        "op.create_index('ix_email', 'users', ['email'])\n"
        "op.create_table('orders', sa.Column('id', sa.Integer, primary_key=True),\n"
        "    sa.Column('shop_id', sa.Integer, sa.ForeignKey('shops.id')))");
    for (const Remark& remark : run.remarks) CHECK(remark.kind == Remark::Kind::note);
    CHECK(find_column(table_of(run, "users"), "age") != nullptr);
    CHECK(find_index(table_of(run, "users"), "ix_email") != nullptr);
    CHECK(table_of(run, "orders").foreign_keys.size() == 1);
    CHECK(find_named_doubt_of(run.after, "columns users") != nullptr);
    CHECK(find_named_doubt_of(run.after, "columns shops") != nullptr);
    CHECK(find_doubt_within(run.after, {"", "orders"}) == nullptr);
}

TEST_CASE("a table from elsewhere is known by its new name after a rename, and by none after a drop") {
    const std::string first = "op.add_column('tg_user', sa.Column('age', sa.Integer))\n";
    const std::string renames = "op.rename_table('tg_user', 'users')\nop.rename_table('tg_group', 'groups')";
    const Run run = run_body(first + renames);
    for (const Remark& remark : run.remarks) CHECK(remark.kind == Remark::Kind::note);
    CHECK(run.after.tables.size() == 2);
    CHECK(find_column(table_of(run, "users"), "age") != nullptr);
    CHECK(find_table(run.after, {"", "groups"}) != nullptr);
    CHECK(run_body(first + renames + "\nop.drop_table('groups')").after.tables.size() == 1);
}

TEST_CASE("where the chain has its beginning, a table that is not there is a failure") {
    const Run run = run_body(kTable + "op.add_column('users', sa.Column('age', sa.Integer))");
    REQUIRE(run.remarks.size() == 1);
    CHECK(run.remarks.front().kind == Remark::Kind::fails);
}

TEST_CASE("SQL with parts that are not known keeps its borders") {
    const auto run_sql = [](const std::string& sql) {
        return run_body(kTable + "import app\nx = app.value()\nop.execute(f\"" + sql + "\")");
    };
    CHECK(find_named_doubt_of(run_sql("ALTER TABLE t ADD CONSTRAINT ck CHECK (id IN ({x}))").after,
                              "constraint t.ck") != nullptr);
    CHECK(find_named_doubt_of(run_sql("CREATE INDEX {x} ON t (id)").after, "indexes t") != nullptr);
    CHECK(find_named_doubt_of(run_sql("ALTER TABLE t ADD COLUMN {x} TEXT").after, "columns t") != nullptr);
    CHECK(find_named_doubt_of(run_sql("ALTER TABLE t {x}").after, "table t") != nullptr);
    CHECK(find_possible_doubt(run_sql("DROP TABLE {x}").after) != nullptr);
    CHECK(run_sql("CREATE FUNCTION f() RETURNS int AS 'SELECT {x}' LANGUAGE sql").after.doubts.empty());
    for (const char* sql : {"ALTER TABLE t ADD COLUMN {x} TEXT", "CREATE INDEX {x} ON t (id)"})
        CHECK(find_possible_doubt(run_sql(sql).after) == nullptr);
}

TEST_CASE("operations of plugins are read as what they are") {
    const Run run = run_body(
        "op.execute(\"CREATE TYPE mood AS ENUM ('a')\")\n"
        "op.create_table('t', sa.Column('m', sa.Enum('a', name='mood', create_type=False)))\n"
        "op.sync_enum_values('public', 'mood', ['a', 'b'], [('t', 'm')], enum_values_to_rename=[])\n"
        "from app.views import VIEW\nop.create_entity(VIEW)");
    CHECK(run.after.doubts.empty());
    CHECK(run.after.enums.at({"", "mood"}).labels == std::vector<std::string>{"a", "b"});
    CHECK(table_of(run, "t").columns.front().type.labels == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a key column that add_column brings numbers itself, as SQLAlchemy makes it") {
    const auto identity_of = [](const std::string& column) {
        return table_of(run_body(kTable + "op.add_column('t', sa.Column('n', " + column + "))"), "t").columns.back();
    };
    CHECK(identity_of("sa.BigInteger(), primary_key=True, autoincrement=True").identity == IdentityKind::serial);
    CHECK(identity_of("sa.Integer(), primary_key=True").identity == IdentityKind::serial);
    CHECK_FALSE(identity_of("sa.Integer(), primary_key=True, autoincrement=False").identity);
    CHECK_FALSE(identity_of("sa.Integer(), autoincrement=True, nullable=False").identity);
}

TEST_CASE("SQLite has no conditions on columns") {
    const Schema before = schema_of(kTable, Dialect::sqlite);
    for (const char* call : {"op.add_column('t', sa.Column('z', sa.Integer), if_not_exists=True)",
                             "op.drop_column('t', 'z', if_exists=True)"}) {
        const Run run = run_body(call, before);
        CHECK(count_remarks(run, Remark::Kind::fails) == 1);
    }
}

TEST_CASE("a foreign key of a file that has run says that its target was there") {
    const std::string source =
        kHeader +
        "def upgrade():\n"
        "    op.create_table('t', sa.Column('a', sa.Integer(), sa.ForeignKey('made_elsewhere.id')))\n";
    const std::string next = "def upgrade():\n    op.create_table('made_elsewhere', sa.Column('id', sa.Integer()))\n";
    const Schema before = schema_of("op.create_table('first', sa.Column('a', sa.Text()))");
    const Run last = run_function(source, "m.py", "upgrade", before);
    CHECK(count_remarks(last, Remark::Kind::fails) == 1);
    CHECK(last.after == before);
    Surroundings around;
    around.has_run = true;
    const Run followed = run_function(source, "m.py", "upgrade", before, {}, around);
    CHECK(count_remarks(followed, Remark::Kind::fails) == 0);
    CHECK(count_remarks(followed, Remark::Kind::note) == 1);
    CHECK(table_of(followed, "t").foreign_keys.size() == 1);
    CHECK(find_named_doubt(followed.after, {"", "t"}) == nullptr);
    CHECK(find_named_doubt_of(followed.after, "columns made_elsewhere") != nullptr);
    const Run made = run_function(kHeader + next, "n.py", "upgrade", followed.after);
    CHECK(find_named_doubt_of(made.after, "columns made_elsewhere") == nullptr);
    CHECK(table_of(made, "made_elsewhere").columns.size() == 1);
}

TEST_CASE("what a file that has run uses was there, but not what an earlier file let go") {
    const std::string source =
        "def upgrade():\n"
        "    op.add_column('from_elsewhere', sa.Column('a', sa.Integer()))\n"
        "    op.add_column('let_go', sa.Column('a', sa.Integer()))\n";
    const Schema before = schema_of("op.create_table('first', sa.Column('a', sa.Text()))");
    const std::set<TableName> gone = {{"", "let_go"}};
    replay::Setting setting = setting_of("m.py", RunLimits{}, Surroundings{});
    setting.has_run = true;
    setting.gone = &gone;
    const Run run = run_parsed(*python::parse(kHeader + source), setting, "upgrade", before);
    REQUIRE_MESSAGE(count_remarks(run, Remark::Kind::fails) == 1, remarks_of(run));
    CHECK(remarks_of(run).find("let_go") != std::string::npos);
    CHECK(table_of(run, "from_elsewhere").columns.size() == 1);
    CHECK(find_named_doubt_of(run.after, "columns from_elsewhere") != nullptr);
    const Run newest = run_function(kHeader + source, "n.py", "upgrade", before);
    CHECK(count_remarks(newest, Remark::Kind::fails) == 2);
}
