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
