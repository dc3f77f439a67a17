// op.batch_alter_table, and what SQLite does with and without it.
#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

const std::string kTables =
    "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))\n"
    "op.create_table('notes', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('owner', "
    "sa.Integer), sa.Column('text', sa.String(9)),\n"
    "    sa.CheckConstraint('id > 0'), sa.CheckConstraint('id < 99', name='small'))\n"
    "op.create_index('i_desc', 'notes', [sa.text('id DESC')])\n";

const std::string kBatch =
    "with op.batch_alter_table('notes', schema=None) as batch_op:\n"
    "    batch_op.add_column(sa.Column('extra', sa.Text(), nullable=True))\n"
    "    batch_op.alter_column('text', existing_type=sa.String(9), nullable=False, new_column_name='body')\n"
    "    batch_op.create_foreign_key('fk', 'users', ['owner'], ['id'], ondelete='SET NULL')\n"
    "    batch_op.create_unique_constraint('uq', ['owner'])\n"
    "    batch_op.create_check_constraint('ck', 'owner > 0')\n"
    "    batch_op.create_index('ix', ['owner'], unique=False)\n"
    "    batch_op.drop_index('ix')\n"
    "    batch_op.drop_constraint('small', type_='check')\n"
    "    batch_op.drop_column('extra')\n";

}  // namespace

TEST_CASE("a batch on both dialects") {
    for (Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        Run run = run_body(kBatch, schema_of(kTables, dialect));
        check_clean(run);
        const Table& notes = table_of(run, "notes");
        CHECK(find_column(notes, "body") != nullptr);
        CHECK_FALSE(find_column(notes, "body")->nullable);
        CHECK(notes.foreign_keys.front().on_delete == "SET NULL");
        CHECK(find_constraint(notes, "uq") == ConstraintKind::unique);
        CHECK(find_constraint(notes, "ck") == ConstraintKind::check);
        CHECK_FALSE(find_constraint(notes, "small"));
        CHECK(find_index(notes, "ix") == nullptr);
    }
}

TEST_CASE("making the table anew on SQLite loses unnamed CHECKs and DESC") {
    Run run = run_body("with op.batch_alter_table('notes') as b:\n    b.alter_column('text', nullable=False)",
                       schema_of(kTables, Dialect::sqlite));
    const Table& notes = table_of(run, "notes");
    CHECK(notes.checks.size() == 1);
    CHECK_FALSE(find_index(notes, "i_desc")->elements.front().descending);
    CHECK(count_remarks(run, Remark::Kind::note) == 2);
    Run plain = run_body("with op.batch_alter_table('notes') as b:\n    b.add_column(sa.Column('z', sa.Text()))",
                         schema_of(kTables, Dialect::sqlite));
    CHECK(table_of(plain, "notes").checks.size() == 2);
}

TEST_CASE("a CHECK that a batch itself brings stays, also without a name") {
    const std::string made =
        "op.create_table('t', sa.Column('a', sa.Boolean(create_constraint=True)),\n"
        "    sa.Column('b', sa.Boolean()))\n";
    const Run run = run_body(made +
                                 "with op.batch_alter_table('t') as b:\n"
                                 "    b.alter_column('b', type_=sa.Boolean(create_constraint=True))\n",
                             schema_of("", Dialect::sqlite));
    const Table& table = table_of(run, "t");
    REQUIRE(table.checks.size() == 1);
    CHECK(table.checks.front().sql == "b IN (0, 1)");
}

TEST_CASE("what a column took along comes back with another of its name in the same batch") {
    const std::string made =
        "op.create_table('t', sa.Column('a', sa.Integer()), sa.Column('b', sa.Integer()),\n"
        "    sa.UniqueConstraint('a', 'b', name='u'), sa.Index('i', 'b'), sa.Index('j', 'b'))\n"
        "with op.batch_alter_table('t') as b:\n    b.drop_column('b')\n    b.drop_index('j')\n";
    const Run back = run_body(made + "    b.add_column(sa.Column('b', sa.Text()))\n", schema_of("", Dialect::sqlite));
    check_clean(back);
    CHECK(find_index(table_of(back, "t"), "i") != nullptr);
    CHECK(find_index(table_of(back, "t"), "j") == nullptr);
    CHECK(find_constraint(table_of(back, "t"), "u") == ConstraintKind::unique);
    const Run gone = run_body(made, schema_of("", Dialect::sqlite));
    CHECK(find_index(table_of(gone, "t"), "i") == nullptr);
    CHECK_FALSE(find_constraint(table_of(gone, "t"), "u"));
}

TEST_CASE("two constraints of one name are SQLite's, until a batch keeps one of them") {
    const std::string twins =
        "op.create_table('twins', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.String(9)),\n"
        "    sa.CheckConstraint('id > 0', name='same'), sa.CheckConstraint('id < 99', name='same'))\n";
    const Run made = run_body(twins, schema_of("", Dialect::sqlite));
    check_clean(made);
    CHECK(table_of(made, "twins").checks.size() == 2);
    const Run refused = run_body(twins, schema_of("", Dialect::postgresql));
    CHECK(count_remarks(refused, Remark::Kind::fails) == 1);
    const Run batch = run_body("with op.batch_alter_table('twins') as b:\n    b.alter_column('a', nullable=False)",
                               schema_of(twins, Dialect::sqlite));
    CHECK(find_doubt_of(batch.after, "constraint twins.same") != nullptr);
    CHECK(count_remarks(batch, Remark::Kind::note) == 1);
    const Run plain = run_body("op.add_column('twins', sa.Column('z', sa.Text()))", schema_of(twins, Dialect::sqlite));
    CHECK(find_doubt(plain.after, {"", "twins"}) == nullptr);
}

TEST_CASE("without a batch SQLite refuses, and the replay goes on as though it had worked") {
    Run run = run_body(
        "op.alter_column('notes', 'text', nullable=False)\n"
        "op.create_unique_constraint('uq', 'notes', ['owner'])\n"
        "op.add_column('notes', sa.Column('boss', sa.Integer, sa.ForeignKey('users.id')))\n"
        "op.add_column('notes', sa.Column('data', postgresql.JSONB()))\n"
        "op.execute('CREATE EXTENSION IF NOT EXISTS pgcrypto')\n",
        schema_of(kTables, Dialect::sqlite));
    CHECK(count_remarks(run, Remark::Kind::fails) == 5);
    CHECK_MESSAGE(run.complete, remarks_of(run));
    CHECK_FALSE(column_of(run, "notes", "text").nullable);
    CHECK(column_of(run, "notes", "data").type.kind == TypeKind::json);
}

TEST_CASE("a naming convention of the batch") {
    Run run = run_body(
        "with op.batch_alter_table('notes', naming_convention={'uq': 'uq_%(table_name)s_%(column_0_name)s'}) "
        "as b:\n"
        "    b.create_unique_constraint(None, ['owner'])",
        schema_of(kTables, Dialect::sqlite));
    CHECK(table_of(run, "notes").uniques.front().name == "uq_notes_owner");
}

TEST_CASE("a constraint cannot be dropped without its name, unless a convention makes it of the table alone") {
    const std::string unnamed =
        "op.create_unique_constraint('uq_notes', 'notes', ['owner'])\n"
        "op.drop_constraint(None, 'notes', type_='unique')\n";
    const Run refused = run_body(unnamed, schema_of(kTables));
    CHECK(count_remarks(refused, Remark::Kind::fails) == 1);
    CHECK_MESSAGE(remarks_of(refused).find("its name, which is uq_notes") != std::string::npos, remarks_of(refused));
    CHECK(table_of(refused, "notes").uniques.size() == 1);
    const Run named = run_body(unnamed, schema_of(kTables), {}, {{"uq", "uq_%(table_name)s"}});
    check_clean(named);
    CHECK(table_of(named, "notes").uniques.empty());
    const Run other = run_body(unnamed, schema_of(kTables), {}, {{"uq", "uq_%(table_name)s_%(column_0_name)s"}});
    CHECK(count_remarks(other, Remark::Kind::fails) == 1);
}

TEST_CASE("SQLite's batch mode puts a constraint in the place of one of its name") {
    const std::string body =
        "with op.batch_alter_table('notes') as b:\n"
        "    b.create_unique_constraint('one', ['owner'])\n"
        "with op.batch_alter_table('notes') as b:\n"
        "    b.create_unique_constraint('one', ['text'])\n"
        "    b.create_primary_key('key', ['owner'])\n";
    const Run run = run_body(body, schema_of(kTables, Dialect::sqlite));
    check_clean(run);
    const Table& notes = table_of(run, "notes");
    REQUIRE(notes.uniques.size() == 1);
    CHECK(notes.uniques.front().columns == std::vector<std::string>{"text"});
    CHECK(notes.primary_key->columns == std::vector<std::string>{"owner"});
    CHECK(count_remarks(run_body(body, schema_of(kTables)), Remark::Kind::fails) == 2);
}

TEST_CASE("in SQLite's batch mode an index can be dropped after its column") {
    const std::string body =
        "op.create_index('i', 'notes', ['owner', 'text'])\n"
        "with op.batch_alter_table('notes') as b:\n"
        "    b.drop_column('text')\n"
        "    b.drop_index('i')\n"
        "    b.drop_index('never')\n";
    const Run run = run_body(body, schema_of(kTables, Dialect::sqlite));
    CHECK(count_remarks(run, Remark::Kind::fails) == 1);
    CHECK(remarks_of(run).find("never") != std::string::npos);
}

TEST_CASE("a table made anew on SQLite loses the collations of its indexes") {
    const Run run = run_body(
        "op.execute('CREATE INDEX i ON notes (text COLLATE NOCASE)')\n"
        "with op.batch_alter_table('notes', recreate='always') as b:\n"
        "    pass\n",
        schema_of(kTables, Dialect::sqlite));
    CHECK(find_index(table_of(run, "notes"), "i")->elements == std::vector<IndexElement>{{.column = "text"}});
}

TEST_CASE("SQLite keeps long names as they are, PostgreSQL cuts them") {
    const std::string name = "ix_flow_run__scheduler_deployment_id_auto_scheduled_next_scheduled_start_time";
    const std::string body = "op.execute('CREATE INDEX " + name + " ON notes (text)')\n";
    CHECK(find_index(table_of(run_body(body, schema_of(kTables, Dialect::sqlite)), "notes"), name) != nullptr);
    CHECK(find_index(table_of(run_body(body, schema_of(kTables)), "notes"), name.substr(0, 63)) != nullptr);
}

TEST_CASE("atexit runs nothing now") {
    check_clean(
        run_body("import atexit\natexit.register(print, 'done')\nop.drop_table('notes')\n", schema_of(kTables)));
}

TEST_CASE("a convention with %(constraint_name)s refuses what has no name") {
    const NamingConvention naming = {{"ck", "ck_%(table_name)s_%(constraint_name)s"}};
    const Run run = run_body("op.create_table('t', sa.Column('x', sa.Integer), sa.CheckConstraint('x > 0'))\n",
                             empty_schema(), {}, naming);
    CHECK(count_remarks(run, Remark::Kind::fails) == 1);
}

TEST_CASE("the CHECK of a type comes and goes with it") {
    const std::string checked = "sa.Boolean(create_constraint=True, name=";
    const Run run = run_body(
        "with op.batch_alter_table('notes') as b:\n"
        "    b.alter_column('owner', type_=" +
            checked +
            "op.f('flag')))\n"
            "with op.batch_alter_table('notes') as b:\n"
            "    b.alter_column('owner', existing_type=" +
            checked + "op.f('flag')), type_=" + checked +
            "'other'))\n"
            "op.add_column('users', sa.Column('x', " +
            checked + "'none')))\n",
        schema_of(kTables, Dialect::sqlite), {}, {{"ck", "ck_%(constraint_name)s"}});
    check_clean(run);
    CHECK(find_constraint(table_of(run, "notes"), "ck_other") == ConstraintKind::check);
    CHECK_FALSE(find_constraint(table_of(run, "notes"), "flag"));
    CHECK(table_of(run, "users").checks.empty());
}

TEST_CASE("batch mode on SQLite fails where a CHECK names a column that is renamed") {
    const std::string rename = "    b.alter_column('id', new_column_name='number')\n";
    const auto fails = [&](const std::string& more, Dialect dialect) {
        const Run run =
            run_body("with op.batch_alter_table('notes') as b:\n" + more + rename, schema_of(kTables, dialect));
        return count_remarks(run, Remark::Kind::fails);
    };
    CHECK(fails("", Dialect::sqlite) == 1);
    CHECK(fails("", Dialect::postgresql) == 0);
    CHECK(fails("    b.drop_constraint('small', type_='check')\n", Dialect::sqlite) == 0);
}

TEST_CASE("a batch that only adds columns is refused by SQLite as without it") {
    const Schema before = schema_of(kTables, Dialect::sqlite);
    const std::string batch = "with op.batch_alter_table('notes') as b:\n";
    const std::string add = "    b.add_column(sa.Column('z', sa.Text()), if_not_exists=True)\n";
    const Run plain = run_body(batch + add, before);
    REQUIRE_MESSAGE(count_remarks(plain, Remark::Kind::fails) == 1, remarks_of(plain));
    CHECK(plain.remarks.front().code == "sqlite_alter");
    check_clean(run_body(batch + add + "    b.alter_column('text', nullable=False)\n", before));
    check_clean(run_body(batch + add, schema_of(kTables)));
}

// As Alembic 1.13 leaves it on SQLite.
TEST_CASE("a table that a batch makes anew gets the names of the batch's convention") {
    const std::string tables =
        "op.create_table('p', sa.Column('id', sa.Integer(), primary_key=True))\n"
        "op.create_table('t', sa.Column('a', sa.Integer()), sa.Column('b', sa.Integer()),\n"
        "    sa.ForeignKeyConstraint(['a'], ['p.id']), sa.ForeignKeyConstraint(['b'], ['p.id']), "
        "sa.UniqueConstraint('b'))\n";
    const std::string batch =
        "with op.batch_alter_table('t', naming_convention={'fk': "
        "'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',\n"
        "        'uq': 'uq_%(table_name)s_%(column_0_name)s'}) as b:\n";
    const Run run =
        run_body(batch + "    b.drop_constraint('fk_t_a_p', type_='foreignkey')\n", schema_of(tables, Dialect::sqlite));
    check_clean(run);
    REQUIRE(table_of(run, "t").foreign_keys.size() == 1);
    CHECK(table_of(run, "t").foreign_keys.front().name == "fk_t_b_p");
    CHECK(table_of(run, "t").uniques.front().name == "uq_t_b");
    const Run kept =
        run_body(batch + "    b.add_column(sa.Column('c', sa.Integer()))\n", schema_of(tables, Dialect::sqlite));
    CHECK(table_of(kept, "t").foreign_keys.front().name.empty());
}

TEST_CASE("a table with JSONB that a batch makes anew: its type is in doubt then, and not before") {
    const std::string compiled =
        "from sqlalchemy.ext.compiler import compiles\n"
        "class JSONB(sa.JSON):\n    pass\n"
        "@compiles(JSONB, 'sqlite')\ndef _(*args, **kwargs):\n    return 'JSONB'\n"
        "def upgrade():\n"
        "    op.create_table('t', sa.Column('facts', JSONB(), nullable=False), sa.Column('x', sa.Integer))\n";
    const Run plain = run_module_text(compiled, empty_schema(Dialect::sqlite));
    check_clean(plain);
    CHECK(column_of(plain, "t", "facts").type.kind == TypeKind::jsonb);
    const auto doubts = [&](const std::string& column) {
        const std::string batch = "    with op.batch_alter_table('t') as b:\n        b.add_column(sa.Column('y', ";
        return run_module_text(compiled + batch + column + "))\n", empty_schema(Dialect::sqlite)).after.doubts.size();
    };
    CHECK(doubts("sa.Integer, sa.ForeignKey('t.x')") == 1);
    CHECK(doubts("sa.Integer, unique=True") == 1);
    CHECK(doubts("sa.Integer, server_default=sa.text('0')") == 1);
    CHECK(doubts("sa.Integer, sa.Computed('x + 1', persisted=True)") == 1);
    CHECK(doubts("sa.Integer, server_default='0', index=True") == 0);
    CHECK(doubts("sa.Integer, sa.Computed('x + 1')") == 0);
}

TEST_CASE("an SQL expression as the default of a new column makes SQLite's table anew: unnamed CHECKs go") {
    const Schema before =
        schema_of("op.create_table('t', sa.Column('x', sa.Integer), sa.CheckConstraint('x > 0'))\n", Dialect::sqlite);
    const auto checks = [&](const std::string& given) {
        return table_of(run_body("with op.batch_alter_table('t') as b:\n    b.add_column(sa.Column('y', sa.Integer, "
                                 "server_default=" +
                                     given + "))\n",
                                 before),
                        "t")
            .checks.size();
    };
    CHECK(checks("sa.text('0')") == 0);
    CHECK(checks("'0'") == 1);
}
