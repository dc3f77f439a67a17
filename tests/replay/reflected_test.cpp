// Tables that a migration reads from the database, and SQL that the application makes by itself.
#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

const std::string kTables =
    "op.create_table('p', sa.Column('id', sa.Integer, primary_key=True))\n"
    "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True),\n"
    "    sa.Column('p_id', sa.Integer, sa.ForeignKey('p.id', name='fk_t'), nullable=False))\n"
    "op.create_table('k', sa.Column('id', sa.Integer, sa.ForeignKey('p.id'), primary_key=True))\n";

/// copy_<name> of each table, as a chain makes its archive.
const std::string kCopies =
    "def upgrade():\n"
    "    meta = sa.MetaData()\n"
    "    meta.reflect(bind=op.get_bind())\n"
    "    for name in list(meta.tables.keys()):\n"
    "        table = sa.Table(name, meta, autoload_with=op.get_bind())\n"
    "        op.create_table('copy_' + name, meta, *[each._copy() for each in table.columns])\n";

}  // namespace

TEST_CASE("the copy of a column that was read from the database is in the key as that is, and counts as it does") {
    const Run run = run_module_text(kCopies, schema_of(kTables));
    check_clean(run);
    CHECK(table_of(run, "copy_t").primary_key->columns == std::vector<std::string>{"id"});
    CHECK(table_of(run, "copy_t").primary_key->name == "copy_t_pkey");
    CHECK(table_of(run, "copy_t").foreign_keys.empty());
    CHECK(column_of(run, "copy_t", "id").identity == IdentityKind::serial);
    CHECK(column_of(run, "copy_t", "p_id").nullable == false);
    CHECK_FALSE(column_of(run, "copy_k", "id").identity.has_value());
    CHECK(table_of(run, "copy_k").primary_key.has_value());
    const Run on_sqlite = run_module_text(kCopies, schema_of(kTables, Dialect::sqlite));
    check_clean(on_sqlite);
    CHECK(table_of(on_sqlite, "copy_t").primary_key->columns == std::vector<std::string>{"id"});
}

TEST_CASE("Alembic's own table is in the database too") {
    const Run run = run_module_text(kCopies, schema_of(kTables));
    CHECK(table_of(run, "copy_alembic_version").columns.front().name == "version_num");
    const std::string some =
        "def upgrade():\n"
        "    meta = sa.MetaData()\n"
        "    meta.reflect(op.get_bind(), only=['t'])\n"
        "    for name in meta.tables:\n        op.create_table('copy_' + name, sa.Column('x', sa.Integer))\n";
    const Run listed = run_module_text(some, schema_of(kTables));
    check_clean(listed);
    CHECK(listed.after.tables.size() == 4);
}

TEST_CASE("foreign keys that the application compiles have names that are not known") {
    const std::string compiled =
        "from sqlalchemy.ext import compiler\n"
        "@compiler.compiles(sa.ForeignKeyConstraint, 'postgresql')\n"
        "def process(element, compiler, **kw):\n"
        "    element.name = None\n"
        "    return compiler.visit_foreign_key_constraint(element, **kw)\n"
        "def upgrade():\n"
        "    op.create_table('n', sa.Column('id', sa.Integer, primary_key=True),\n"
        "        sa.Column('p_id', sa.Integer, sa.ForeignKey('p.id', name='fk_n')))\n";
    const auto objects = [&](Dialect dialect) {
        std::vector<std::string> found;
        for (const Doubt& doubt : run_module_text(compiled, schema_of(kTables, dialect)).after.doubts)
            found.push_back(doubt.object);
        return found;
    };
    const std::vector<std::string> all = objects(Dialect::postgresql);
    CHECK(base::join(all, ", ") ==
          "name constraint k.k_id_fkey, name constraint n.fk_n, name constraint t.fk_t, names fk");
    CHECK(objects(Dialect::sqlite).empty());
}

TEST_CASE("a type of SQLAlchemy that the module compiles is what it says, where compiles is SQLAlchemy's") {
    const std::string rest =
        "@compiles(postgresql.HSTORE, 'sqlite')\ndef made(*args, **kwargs):\n    return 'TEXT'\n"
        "def upgrade():\n    op.create_table('t', sa.Column('facts', postgresql.HSTORE()))\n";
    const Run theirs =
        run_module_text("from sqlalchemy.ext.compiler import compiles\n" + rest, empty_schema(Dialect::sqlite));
    check_clean(theirs);
    CHECK(column_of(theirs, "t", "facts").type.kind == TypeKind::text);
    const Run another = run_module_text("from app.tools import compiles\n" + rest, empty_schema(Dialect::sqlite));
    CHECK(count_remarks(another, Remark::Kind::fails) == 1);
}

TEST_CASE("sqlite_autoincrement is of the key, has no name, and goes with a batch that does not say it again") {
    const std::string tables =
        "op.create_table('t', sa.Column('id', sa.Integer, nullable=False), sa.Column('x', sa.Integer),\n"
        "    sa.PrimaryKeyConstraint('id', name='pk_t'), sqlite_autoincrement=True)\n";
    const Schema before = schema_of(tables, Dialect::sqlite);
    const PrimaryKey counts = {"", {"id"}, true};
    CHECK(before.tables.at({"", "t"}).primary_key == counts);
    CHECK(schema_of(tables).tables.at({"", "t"}).primary_key == PrimaryKey{"pk_t", {"id"}});
    const auto key_after = [&](const std::string& given, const std::string& call) {
        return table_of(run_body("with op.batch_alter_table('t'" + given + ") as b:\n    " + call + "\n", before), "t")
            .primary_key;
    };
    const std::string alters = "b.alter_column('x', nullable=False)";
    CHECK(key_after("", alters) == PrimaryKey{"", {"id"}});
    CHECK(key_after(", table_kwargs={'sqlite_autoincrement': True}", alters) == counts);
    CHECK(key_after("", "b.add_column(sa.Column('y', sa.Integer))") == counts);
}
