// What op.create_table, add_column and their relatives leave.
#include "replay/support.h"
#include "sql/sql.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

const std::string kUsers =
    "op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('email', "
    "sa.String(255), nullable=False))\n";

}  // namespace

TEST_CASE("a colon that text() would take for a bind is written with a backslash, which the database never sees") {
    Run run = run_body(
        "op.create_table('items', sa.Column('kind', sa.String(9), server_default=sa.text(\"'\\\\:x'\")),\n"
        "    sa.Column('plain', sa.String(9), server_default='\\\\:x'),\n"
        "    sa.CheckConstraint(\"kind <> '\\\\:y'\", name='ck_kind'))\n"
        "op.create_index('ix_kind', 'items', [sa.text(\"replace(kind, '\\\\:x', '')\")])\n");
    check_clean(run);
    CHECK(column_of(run, "items", "kind").server_default->sql == "':x'");
    CHECK(column_of(run, "items", "plain").server_default->sql == "'\\:x'");
    CHECK(table_of(run, "items").checks.front().sql == "kind <> ':y'");
    CHECK(table_of(run, "items").indexes.front().elements.front().expression == "replace(kind, ':x', '')");
}

TEST_CASE("create_table with all kinds of columns") {
    Run run = run_body(kUsers +
                       "op.create_table(\n"
                       "    'items',\n"
                       "    sa.Column('id', postgresql.UUID(as_uuid=True), primary_key=True, "
                       "server_default=sa.text('gen_random_uuid()')),\n"
                       "    sa.Column('owner', sa.Integer, sa.ForeignKey('users.id', ondelete='cascade', "
                       "name='fk_owner'), nullable=False),\n"
                       "    sa.Column('name', sa.String(length=20), unique=True, server_default='new'),\n"
                       "    sa.Column('price', sa.Numeric(12, 2), nullable=False, server_default=sa.text('0')),\n"
                       "    sa.Column('active', sa.Boolean(), server_default=sa.true()),\n"
                       "    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.func.now()),\n"
                       "    sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), comment='free'),\n"
                       "    sa.Column('tags', postgresql.ARRAY(sa.String(5))),\n"
                       "    sa.Column('n', sa.Integer, sa.Identity(always=True)),\n"
                       "    sa.Column('twice', sa.Integer, sa.Computed('price * 2', persisted=True)),\n"
                       "    sa.Column('kind', sa.Text, index=True),\n"
                       "    sa.CheckConstraint('((price >= 0))', name='chk_price'),\n"
                       "    sa.UniqueConstraint('owner', 'kind', name='uq_owner_kind'),\n"
                       "    comment='things',\n"
                       ")\n");
    check_clean(run);
    const Table& items = table_of(run, "items");
    CHECK(items.comment == "things");
    CHECK(column_of(run, "items", "id").type.kind == TypeKind::uuid);
    CHECK(column_of(run, "items", "id").server_default->sql == "gen_random_uuid()");
    CHECK_FALSE(column_of(run, "items", "id").nullable);
    CHECK(column_of(run, "items", "name").server_default->sql == "'new'");
    CHECK(column_of(run, "items", "price").type == Type{.kind = TypeKind::numeric, .precision = 12, .scale = 2});
    CHECK(column_of(run, "items", "active").server_default->sql == "true");
    CHECK(column_of(run, "items", "at").server_default->sql == "now()");
    CHECK(column_of(run, "items", "at").type.timezone);
    CHECK(column_of(run, "items", "data").comment == "free");
    CHECK(column_of(run, "items", "tags").type.element.front() == Type{.kind = TypeKind::string, .length = 5});
    CHECK(column_of(run, "items", "n").identity == IdentityKind::always);
    CHECK(column_of(run, "items", "twice").computed == "price * 2");
    CHECK(items.foreign_keys.front().name == "fk_owner");
    CHECK(items.foreign_keys.front().on_delete == "CASCADE");
    CHECK(items.checks.front().sql == "price >= 0");
    CHECK(items.primary_key->name == "items_pkey");
    CHECK(find_constraint(items, "items_name_key") == ConstraintKind::unique);
    CHECK(find_index(items, "ix_items_kind") != nullptr);
}

TEST_CASE("the one integer key numbers itself on PostgreSQL") {
    auto identity = [](const std::string& columns) {
        Run run = run_body(kUsers + "op.create_table('t', " + columns + ")");
        return column_of(run, "t", "id").identity;
    };
    CHECK(identity("sa.Column('id', sa.Integer, primary_key=True)") == IdentityKind::serial);
    CHECK(identity("sa.Column('id', sa.BigInteger(), nullable=False), sa.PrimaryKeyConstraint('id')") ==
          IdentityKind::serial);
    CHECK(identity("sa.Column('id', sa.Integer, primary_key=True, autoincrement=False)") == std::nullopt);
    CHECK(identity("sa.Column('id', sa.Integer, sa.ForeignKey('users.id'), primary_key=True)") == std::nullopt);
    CHECK(identity("sa.Column('id', sa.Integer, primary_key=True, server_default='1')") == std::nullopt);
    CHECK(identity("sa.Column('id', sa.Integer), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('id', 'b')") ==
          std::nullopt);
    CHECK(identity("sa.Column('id', sa.Integer, sa.Identity(), primary_key=True)") == IdentityKind::by_default);
    Run sqlite =
        run_body("op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))", empty_schema(Dialect::sqlite));
    CHECK(column_of(sqlite, "t", "id").identity == std::nullopt);
}

TEST_CASE("add_column, drop_column, alter_column") {
    Run run =
        run_body(kUsers +
                 "op.add_column('users', sa.Column('phone', sa.String(20), nullable=True))\n"
                 "op.add_column('users', sa.Column('boss', sa.Integer, sa.ForeignKey('users.id'), index=True))\n"
                 "op.add_column('users', sa.Column('code', sa.String(8), unique=True))\n"
                 "op.alter_column('users', 'phone', new_column_name='mobile', nullable=False, server_default='none', "
                 "existing_type=sa.String(20))\n"
                 "op.alter_column('users', 'email', type_=sa.Text(), postgresql_using='email::text')\n"
                 "op.alter_column('users', 'code', server_default=None, comment='c')\n"
                 "op.drop_column('users', 'boss')\n");
    check_clean(run);
    CHECK(column_of(run, "users", "mobile").server_default->sql == "'none'");
    CHECK_FALSE(column_of(run, "users", "mobile").nullable);
    CHECK(column_of(run, "users", "email").type.kind == TypeKind::text);
    CHECK_FALSE(column_of(run, "users", "email").nullable);
    CHECK(column_of(run, "users", "code").comment == "c");
    CHECK(table_of(run, "users").foreign_keys.empty());
    CHECK(table_of(run, "users").indexes.empty());
    CHECK(find_constraint(table_of(run, "users"), "users_code_key") == ConstraintKind::unique);
}

TEST_CASE("server_default=False leaves the default alone") {
    Run run = run_body(kUsers +
                       "op.alter_column('users', 'email', server_default='x')\nop.alter_column('users', "
                       "'email', server_default=False, nullable=True)");
    CHECK(column_of(run, "users", "email").server_default->sql == "'x'");
    CHECK(column_of(run, "users", "email").nullable);
}

TEST_CASE("indexes and constraints") {
    Run run = run_body(kUsers +
                       "op.create_index('i1', 'users', ['email'])\n"
                       "op.create_index(op.f('i2'), 'users', [sa.text('lower(email)')], unique=True, "
                       "postgresql_where=sa.text('id > 5'))\n"
                       "op.create_index('i3', 'users', [sa.text('id DESC'), 'email'], "
                       "postgresql_using='btree', postgresql_include=['email'])\n"
                       "op.create_index('i4', 'users', [sa.func.lower(sa.column('email'))], "
                       "postgresql_ops={'email': 'text_pattern_ops'})\n"
                       "op.create_index('i5', 'users', [sa.column('id').desc()], "
                       "postgresql_concurrently=True, if_not_exists=True)\n"
                       "op.create_unique_constraint('u1', 'users', ['email'])\n"
                       "op.create_check_constraint('c1', 'users', sa.column('id') > 0)\n"
                       "op.create_foreign_key(None, 'users', 'users', ['id'], ['id'], onupdate='CASCADE')\n"
                       "op.create_unique_constraint(None, 'users', ['id'])\n");
    check_clean(run);
    const Table& users = table_of(run, "users");
    CHECK(find_index(users, "i2")->unique);
    CHECK(find_index(users, "i2")->where == "id > 5");
    CHECK(find_index(users, "i2")->elements.front().expression == "lower(email)");
    CHECK(find_index(users, "i3")->elements.front().descending);
    CHECK(find_index(users, "i3")->include == std::vector<std::string>{"email"});
    CHECK(find_index(users, "i5")->elements.front().descending);
    CHECK(users.checks.front().sql == "id > 0");
    CHECK(users.foreign_keys.front().name == "users_id_fkey");
    CHECK(find_constraint(users, "users_id_key") == ConstraintKind::unique);

    Run after = run_body(
        "op.drop_index('i1', table_name='users')\nop.drop_constraint('u1', 'users', "
        "type_='unique')\nop.drop_constraint(op.f('c1'), 'users')",
        run.after);
    check_clean(after);
    CHECK(find_index(table_of(after, "users"), "i1") == nullptr);
    CHECK(table_of(after, "users").checks.empty());
}

TEST_CASE("old names of arguments") {
    Run run = run_body(kUsers +
                       "op.create_index(name='i1', tablename='users', columns=['email'])\n"
                       "op.create_foreign_key(name='f1', source='users', referent='users', "
                       "local_cols=['id'], remote_cols=['id'])\n"
                       "op.create_unique_constraint(name='u1', source='users', local_cols=['email'])\n"
                       "op.drop_index(name='i1', tablename='users')\n"
                       "op.drop_constraint(name='f1', tablename='users', type_='foreignkey')\n");
    check_clean(run);
    CHECK(table_of(run, "users").uniques.front().name == "u1");
    CHECK(table_of(run, "users").foreign_keys.empty());
}

TEST_CASE("schemas, renames, drops") {
    Run run = run_body(
        "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True), schema='billing')\n"
        "op.rename_table('a', 'b', schema='billing')\n"
        "op.create_table('c', sa.Column('id', sa.Integer, sa.ForeignKey('billing.b.id'), primary_key=True), "
        "schema='public')\n"
        "op.create_index('i', 'b', ['id'], schema='billing')\n"
        "op.create_table('gone', sa.Column('id', sa.Integer))\n"
        "op.drop_table('gone')\n"
        "op.drop_table('never', if_exists=True)\n");
    check_clean(run);
    CHECK(table_of(run, "c").foreign_keys.front().target == TableName{"billing", "b"});
    CHECK(find_index(table_of(run, "billing.b"), "i") != nullptr);
    CHECK(run.after.tables.size() == 2);
}

TEST_CASE("enumerations: create_table makes the type, add_column does not") {
    const std::string table =
        "op.create_table('t', sa.Column('mood', sa.Enum('sad', 'ok', name='mood'), nullable=False))\n";
    Run run = run_body(table);
    check_clean(run);
    CHECK(run.after.enums.at({"", "mood"}).labels == std::vector<std::string>{"sad", "ok"});
    REQUIRE(std::holds_alternative<CreateEnum>(run.operations.front()));

    Run twice = run_body(
        "mood = postgresql.ENUM('sad', 'ok', name='mood', create_type=False)\n"
        "mood.create(op.get_bind(), checkfirst=True)\n"
        "mood.create(op.get_bind(), checkfirst=True)\n"
        "op.create_table('t', sa.Column('mood', mood))\n"
        "op.add_column('t', sa.Column('other', mood))\n"
        "op.add_column('t', sa.Column('many', postgresql.ARRAY(mood)))\n");
    check_clean(twice);
    Run missing = run_body(
        "op.create_table('t', sa.Column('a', sa.Integer))\nop.add_column('t', sa.Column('mood', sa.Enum('x', "
        "name='mood')))");
    CHECK(count_remarks(missing, Remark::Kind::fails) == 1);
    CHECK(column_of(missing, "t", "mood").type.kind == TypeKind::enumeration);

    Run dropped = run_body("sa.Enum(name='mood').drop(op.get_bind(), checkfirst=False)",
                           run_body("sa.Enum('a', name='mood').create(op.get_bind())").after);
    check_clean(dropped);
    CHECK(dropped.after.enums.empty());

    Run sqlite = run_body(table, empty_schema(Dialect::sqlite));
    CHECK(column_of(sqlite, "t", "mood").type == Type{.kind = TypeKind::string, .length = 3});
    Run text = run_body(
        "op.create_table('t', sa.Column('m', sa.Enum('a', 'bb', name='m', native_enum=False, "
        "create_constraint=True)))");
    CHECK(table_of(text, "t").checks.front().sql == "m IN ('a', 'bb')");
}

TEST_CASE("types by dialect") {
    auto type = [](const std::string& python, Dialect dialect) {
        Run run = run_body("op.create_table('t', sa.Column('a', " + python + "))", empty_schema(dialect));
        CHECK_MESSAGE(run.complete, remarks_of(run));
        return sql_of(column_of(run, "t", "a").type, dialect);
    };
    const auto pg = Dialect::postgresql;
    CHECK(type("sa.String(36).with_variant(postgresql.UUID(as_uuid=True), 'postgresql')", pg) == "uuid");
    CHECK(type("sa.String(36).with_variant(postgresql.UUID(as_uuid=True), 'postgresql')", Dialect::sqlite) ==
          "VARCHAR(36)");
    CHECK(type("sa.JSON().with_variant(postgresql.JSONB, 'postgresql')", pg) == "jsonb");
    CHECK(type("sa.Uuid()", pg) == "uuid");
    CHECK(type("sa.Uuid", Dialect::sqlite) == "CHAR(32)");
    CHECK(type("sa.types.LargeBinary()", pg) == "bytea");
    CHECK(type("sa.Float()", pg) == "double precision");
    CHECK(type("sa.REAL()", pg) == "real");
    CHECK(type("sa.Interval()", Dialect::sqlite) == "DATETIME");
    CHECK(type("postgresql.TIMESTAMP(timezone=True, precision=3)", pg) == "timestamp(3) with time zone");
    CHECK(type("postgresql.TSVECTOR()", pg) == "tsvector");
    CHECK(type("sa.dialects.postgresql.INET()", pg) == "inet");
    CHECK(type("sa.Unicode(9)", pg) == "character varying(9)");
}

TEST_CASE("types of libraries and of the application") {
    const std::string upgrade = "def upgrade():\n    op.create_table('t', sa.Column('a', ";
    Run auto_string = run_module_text("import sqlmodel\n" + upgrade + "sqlmodel.sql.sqltypes.AutoString(length=7)))\n");
    CHECK(column_of(auto_string, "t", "a").type == Type{.kind = TypeKind::string, .length = 7});
    Run vector = run_module_text("from pgvector.sqlalchemy import Vector\n" + upgrade + "Vector(3)))\n");
    CHECK(column_of(vector, "t", "a").type.name == "vector(3)");
    Run own = run_module_text("from app.types import Money\n" + upgrade + "Money))\n");
    CHECK(column_of(own, "t", "a").type.kind == TypeKind::opaque);
    CHECK(column_of(own, "t", "a").type.name == "app.types.Money");
    Run called = run_module_text("import app.types\n" + upgrade + "app.types.Money(precision=2)))\n");
    CHECK(column_of(called, "t", "a").type.kind == TypeKind::opaque);
    CHECK(called.complete);
    Run decorated =
        run_module_text("class Lower(sa.types.TypeDecorator):\n    impl = sa.String(40)\n" + upgrade + "Lower()))\n");
    CHECK(column_of(decorated, "t", "a").type == Type{.kind = TypeKind::string, .length = 40});
}

TEST_CASE("naming conventions") {
    const NamingConvention naming = {{"ix", "ix_%(table_name)s_%(column_0_N_name)s"},
                                     {"uq", "uq_%(table_name)s_%(column_0_name)s"},
                                     {"ck", "ck_%(table_name)s_%(constraint_name)s"},
                                     {"fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"},
                                     {"pk", "pk_%(table_name)s"}};
    Run run = run_body(kUsers +
                           "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), "
                           "sa.Column('u', sa.Integer, sa.ForeignKey('users.id'), unique=True),\n"
                           "    sa.Column('k', sa.Integer, index=True), sa.CheckConstraint('k > 0', "
                           "name='positive'), sa.CheckConstraint('k < 9', name=op.f('small')))\n"
                           "op.drop_constraint('positive', 't', type_='check')\n",
                       empty_schema(), {}, naming);
    check_clean(run);
    const Table& table = table_of(run, "t");
    CHECK(table.primary_key->name == "pk_t");
    CHECK(table.uniques.front().name == "uq_t_u");
    CHECK(table.foreign_keys.front().name == "fk_t_u_users");
    CHECK(find_index(table, "ix_t_k") != nullptr);
    CHECK(table.checks.size() == 1);
    CHECK(table.checks.front().name == "small");
}

TEST_CASE("a naming convention that is not known puts names in doubt that depend on it") {
    const std::string source = kHeader + R"(
def upgrade():
    op.create_table('sure', sa.Column('x', sa.Integer), sa.UniqueConstraint('x', name='u'),
        sa.CheckConstraint('x > 0', name=op.f('c')))
    op.create_table('unnamed', sa.Column('x', sa.Integer, unique=True))
    op.create_table('wrapped', sa.Column('x', sa.Integer), sa.CheckConstraint('x > 0', name='positive'))
    op.create_table('later', sa.Column('x', sa.Integer))
    op.create_foreign_key(None, 'later', 'sure', ['x'], ['x'])
    op.create_table('own', sa.Column('x', sa.Integer))
    with op.batch_alter_table('own', naming_convention={'uq': 'uq_%(table_name)s'}) as batch:
        batch.create_unique_constraint(None, ['x'])
)";
    const Surroundings around = {{{"uq", "uq_%(table_name)s"}}, {}, "it is not known"};
    const Run run = run_function(source, "m.py", "upgrade", empty_schema(), {}, around);
    std::vector<std::string> doubtful;
    for (const Doubt& doubt : run.after.doubts) doubtful.push_back(doubt.object + ": " + doubt.reason);
    CHECK(doubtful == std::vector<std::string>{"name constraint later.later_x_fkey: it is not known",
                                               "name constraint unnamed.uq_unnamed: it is not known",
                                               "name constraint wrapped.positive: it is not known"});
    CHECK(table_of(run, "unnamed").uniques.front().name == "uq_unnamed");
    CHECK(table_of(run, "own").uniques.front().name == "uq_own");
}

TEST_CASE("a token that is the project's own puts the names of its kind in doubt, and no others") {
    const NamingConvention naming = {{"ix", "ix_%(unique:uq_:)s%(table_name)s_%(column_0_N_name)s"},
                                     {"uq", "uq_%(all)s_%(table_name)s"},
                                     {"pk", "pk_%(table_name)s"}};
    const Run run = run_body(
        "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.Integer, index=True),\n"
        "    sa.Column('b', sa.Integer, index=True, unique=True))\n"
        "op.create_table('u', sa.Column('a', sa.Integer, unique=True))\n",
        empty_schema(), {}, naming);
    const Table& table = table_of(run, "t");
    CHECK(table.primary_key->name == "pk_t");
    CHECK(find_index(table, "ix_t_a") != nullptr);
    CHECK(find_index(table, "ix_uq_t_b") != nullptr);
    REQUIRE(run.after.doubts.size() == 1);
    CHECK(run.after.doubts.begin()->object == "name constraint u.uq__u");
    CHECK(run.after.doubts.begin()->reason == "the naming convention's token all is the project's own");
}

TEST_CASE("a MetaData among the parts of a table is let be, as Alembic does") {
    const Run run = run_body("op.create_table('t', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True))\n");
    check_clean(run);
    CHECK(table_of(run, "t").columns.size() == 1);
}

TEST_CASE("a length that PostgreSQL has not fails there, and stays on SQLite") {
    const std::string text = "op.create_table('t', sa.Column('c', sa.String(length=16777215)))\n";
    CHECK(count_remarks(run_body(text), Remark::Kind::fails) == 1);
    const Run run = run_body(text, empty_schema(Dialect::sqlite));
    check_clean(run);
    CHECK(table_of(run, "t").columns.front().type.length == 16777215);
}

TEST_CASE("dropping what has no name raises, also where a naming convention is not known") {
    const std::string source = kHeader + R"(
def upgrade():
    op.create_table('o', sa.Column('id', sa.Integer, primary_key=True))
    op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, sa.ForeignKey('o.id')))
    try:
        op.drop_constraint(None, 't', type_='foreignkey')
        op.drop_column('t', 'b')
    except:
        pass
)";
    const Surroundings around = {{}, {}, "it is not known"};
    const Run run = run_function(source, "m.py", "upgrade", empty_schema(), {}, around);
    CHECK(find_column(table_of(run, "t"), "b") != nullptr);
    CHECK(std::ranges::any_of(run.after.doubts, [](const Doubt& doubt) { return doubt.object == "column t.b"; }));
}

TEST_CASE("a SchemaType of the application may add constraints") {
    const std::string source = kHeader + R"(
class Level(sa.types.TypeDecorator, sa.types.SchemaType):
    impl = sa.SmallInteger
def upgrade():
    op.create_table('t', sa.Column('a', Level()))
    op.drop_constraint('ck_t_valid_enum_a', 't', type_='check')
)";
    const Run run = run_function(source, "m.py", "upgrade", empty_schema(), {}, {});
    CHECK(count_remarks(run, Remark::Kind::fails) == 0);
    CHECK(find_column(table_of(run, "t"), "a")->type.kind == TypeKind::smallint);
}

TEST_CASE("a chain may begin with the index of a table that others made") {
    const Run run = run_body("op.drop_index('ix_pets_name', table_name='pets', schema='zoo')\n");
    CHECK(count_remarks(run, Remark::Kind::fails) == 0);
    CHECK(find_table(run.after, TableName{"zoo", "pets"}) != nullptr);
}

TEST_CASE("names of op.f() are cut where they are dropped, too") {
    const std::string table = "artefact_matching_rule_team_association";
    const std::string name = table + "_artefact_matching_rule_id_fkey";
    const std::string make = "op.create_table('" + table +
                             "', sa.Column('x', sa.Integer), sa.UniqueConstraint('x', name=op.f('" + name +
                             "')))\nop.create_index(op.f('" + name + "_i'), '" + table + "', ['x'])\n";
    const std::string drop = "op.drop_constraint(op.f('" + name + "'), '" + table + "', type_='unique')\n" +
                             "op.drop_index(op.f('" + name + "_i'))\n";
    const Run made = run_body(make);
    CHECK(table_of(made, table).uniques.front().name.size() == 60);
    const Run run = run_body(make + drop);
    check_clean(run);
    CHECK(table_of(run, table).uniques.empty());
    CHECK(table_of(run, table).indexes.empty());
}

TEST_CASE("a MetaData made in the migration has its own convention") {
    const Run run = run_body(
        "plain = sa.MetaData()\n"
        "sa.Table('a', plain, sa.Column('x', sa.Integer, unique=True))\n"
        "plain.create_all(op.get_bind())\n"
        "named = sa.MetaData(naming_convention={'uq': 'own_%(table_name)s'})\n"
        "sa.Table('b', named, sa.Column('x', sa.Integer, unique=True))\n"
        "named.create_all(op.get_bind())\n",
        empty_schema(), {}, {{"uq", "uq_%(table_name)s"}});
    CHECK(table_of(run, "a").uniques.front().name == "a_x_key");
    CHECK(table_of(run, "b").uniques.front().name == "own_b");
}

TEST_CASE("raw SQL goes the same way") {
    Run run =
        run_body(kUsers +
                 "op.execute('ALTER TABLE users ADD COLUMN IF NOT EXISTS at timestamptz NOT NULL DEFAULT now()')\n"
                 "op.execute(sa.text('CREATE UNIQUE INDEX i ON users (lower(email)) WHERE id > 0'))\n"
                 "op.execute('''UPDATE users SET email = 'a' WHERE email IS NULL; ALTER TABLE users ALTER COLUMN at "
                 "DROP NOT NULL;''')\n"
                 "op.get_bind().execute(sa.text('COMMENT ON TABLE users IS :c'), {'c': 'people'})\n"
                 "op.execute(sa.DDL('CREATE VIEW v AS SELECT id FROM users'))\n"
                 "users = sa.table('users', sa.column('email'))\n"
                 "op.execute(users.update().where(users.c.email == 'x').values(email='y'))\n"
                 "op.bulk_insert(users, [{'email': 'a'}])\n"
                 "op.get_bind().execute(sa.insert(users).values(email='z'))\n");
    check_clean(run);
    CHECK(column_of(run, "users", "at").nullable);
    CHECK(find_index(table_of(run, "users"), "i")->unique);
    CHECK(run.after.views.size() == 1);
}

TEST_CASE("names of op.f() and of conventions that PostgreSQL has no room for are cut as SQLAlchemy cuts them") {
    const std::string body =
        "op.create_table('t', sa.Column('a', sa.Integer))\n"
        "op.create_index(op.f('ix_a_name_that_goes_on_and_on_until_there_is_no_more_room_for_it_at_all'), 't', "
        "['a'])\n";
    Run run = run_body(body);
    CHECK(table_of(run, "t").indexes.front().name == "ix_a_name_that_goes_on_and_on_until_there_is_no_more_ro_917e");
    Run sqlite = run_body(body, empty_schema(Dialect::sqlite));
    CHECK(table_of(sqlite, "t").indexes.front().name.ends_with("room_for_it_at_all"));
}

TEST_CASE("CREATE TABLE leaves out foreign keys with use_alter where there is ALTER") {
    const std::string body =
        "op.create_table('a', sa.Column('id', sa.Integer, primary_key=True), sa.Column('b', sa.Integer),\n"
        "    sa.Column('c', sa.Integer, sa.ForeignKey('b.id', use_alter=True)),\n"
        "    sa.ForeignKeyConstraint(['b'], ['b.id'], use_alter=True))\n"
        "op.create_table('b', sa.Column('id', sa.Integer, primary_key=True))\n"
        "op.add_column('b', sa.Column('a', sa.Integer, sa.ForeignKey('a.id', use_alter=True)))\n";
    Run run = run_body(body);
    check_clean(run);
    CHECK(table_of(run, "a").foreign_keys.empty());
    CHECK(table_of(run, "b").foreign_keys.size() == 1);
    CHECK(table_of(run_body(body, empty_schema(Dialect::sqlite)), "a").foreign_keys.size() == 2);
}

TEST_CASE("create_table gives the table that it makes") {
    const Run run = run_body(
        "tags = op.create_table('tags', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', "
        "sa.Text()))\n"
        "op.bulk_insert(tags, [{'name': 'a'}])\n"
        "op.execute(tags.update().where(tags.c.name == 'a').values(name='b'))");
    CHECK(run.complete);
    CHECK(run.remarks.empty());
    REQUIRE(run.operations.size() == 3);
    CHECK(std::get<Execute>(run.operations[1]).sql.find("tags") != std::string::npos);
}

TEST_CASE("create_type=False of sa.Enum is obeyed from SQLAlchemy 2.1 on") {
    const std::string source =
        kHeader +
        "def upgrade():\n"
        "    op.create_table('t', sa.Column('s', sa.Enum('a', name='kind', create_type=False)))\n";
    const auto run = [&](std::optional<bool> before_2_1) {
        Surroundings around;
        around.before_2_1 = before_2_1;
        return run_function(source, "m.py", "upgrade", empty_schema(), {}, around);
    };
    check_clean(run(true));
    CHECK(run(true).after.enums.size() == 1);
    check_clean(run(std::nullopt));  // what ran somewhere has made its type
    CHECK(count_remarks(run(false), Remark::Kind::fails) == 1);
}

TEST_CASE("types of MySQL's own are refused by both") {
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Run run = run_body(
            "op.create_table('t', sa.Column('b', sa.dialects.mysql.MEDIUMBLOB()))\n"
            "op.create_table('u', sa.Column('b', sa.LargeBinary().with_variant(\n"
            "    sa.dialects.mysql.MEDIUMBLOB(), 'mysql')))",
            empty_schema(dialect));
        CHECK_MESSAGE(count_remarks(run, Remark::Kind::fails) == 1, remarks_of(run));
    }
}

TEST_CASE("the class of a dialect tells which it is") {
    const std::string body =
        "from sqlalchemy.dialects.sqlite.base import SQLiteDialect\n"
        "from sqlalchemy.dialects.postgresql.base import PGDialect\n"
        "from sqlalchemy.engine.default import DefaultDialect\n"
        "dialect = op.get_bind().dialect\n"
        "if isinstance(dialect, SQLiteDialect):\n    op.create_table('lite', sa.Column('a', sa.Text()))\n"
        "if isinstance(dialect, (PGDialect, sa.dialects.mysql.dialect)):\n"
        "    op.create_table('pg', sa.Column('a', sa.Text()))\n"
        "if isinstance(op.get_context().dialect, postgresql.dialect):\n"
        "    op.create_table('pg2', sa.Column('a', sa.Text()))\n"
        "if not isinstance(dialect, DefaultDialect):\n    op.create_table('none', sa.Column('a', sa.Text()))";
    const Run lite = run_body(body, empty_schema(Dialect::sqlite));
    check_clean(lite);
    CHECK(lite.after.tables.size() == 1);
    const Run pg = run_body(body);
    check_clean(pg);
    CHECK(pg.after.tables.size() == 2);
}

TEST_CASE("Alembic's own table is in no schema, and what widens it is kept to be read") {
    const Schema before = schema_of("op.create_table('t', sa.Column('a', sa.Text()))");
    const Run run = run_body(
        "op.alter_column('alembic_version', 'version_num', type_=sa.String(128))\n"
        "op.execute('ALTER TABLE alembic_version ALTER COLUMN version_num TYPE VARCHAR(64)')",
        before);
    check_clean(run);
    CHECK(run.after == before);
    REQUIRE(run.operations.size() == 2);
    CHECK(std::get<Execute>(run.operations[0]).sql ==
          "ALTER TABLE alembic_version ALTER COLUMN version_num TYPE character varying(128)");
}

TEST_CASE("tables that a migration declares as classes") {
    const std::string classes =
        "from sqlalchemy.orm import declarative_base, relationship\n"
        "Base = declarative_base()\n"
        "class Mixin:\n    id = sa.Column(sa.Integer, primary_key=True)\n"
        "class Tag(Mixin, Base):\n"
        "    __tablename__ = 'tag'\n"
        "    name = sa.Column(sa.String(9), unique=True)\n"
        "    shown = sa.Column('title', sa.Text)\n"
        "    things = relationship('Thing')\n"
        "    __table_args__ = (sa.CheckConstraint('id > 0', name='positive'),)\n"
        "class Thing(Base):\n"
        "    __tablename__ = 'thing'\n"
        "    tag_id = sa.Column(sa.Integer, sa.ForeignKey('tag.id'), primary_key=True)\n";
    const Run one = run_module_text(classes + "def upgrade():\n    Tag.__table__.create(op.get_bind())\n");
    check_clean(one);
    REQUIRE(table_of(one, "tag").columns.size() == 3);
    CHECK(table_of(one, "tag").columns[0].name == "id");
    CHECK(table_of(one, "tag").columns[2].name == "title");
    CHECK(table_of(one, "tag").uniques.size() == 1);
    CHECK(table_of(one, "tag").checks.size() == 1);
    const Run all = run_module_text(classes + "def upgrade():\n    Base.metadata.create_all(bind=op.get_bind())\n");
    check_clean(all);
    CHECK(table_of(all, "thing").foreign_keys.size() == 1);
    const Run open = run_module_text(
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
        "class Base(DeclarativeBase):\n    pass\n"
        "class Row(Base):\n    __tablename__ = 'row'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    text: Mapped[str | None]\n    what: Mapped[object]\n"
        "def upgrade():\n    Row.__table__.create(op.get_bind())\n");
    CHECK(column_of(open, "row", "text").nullable);
    CHECK(find_doubt_of(open.after, "column row.what") != nullptr);
}

TEST_CASE("how an index is made changes nothing of it") {
    const std::string body =
        "import os\n"
        "op.create_table('t', sa.Column('a', sa.Text()))\n"
        "op.create_index('ix', 't', ['a'], postgresql_concurrently=os.environ.get('SLOWLY') == 'true')";
    check_clean(run_body(body));
}

TEST_CASE("the next value of a sequence as a default") {
    const Run run = run_body(
        "s = sa.Sequence('numbers')\n"
        "op.execute(sa.schema.CreateSequence(s))\n"
        "op.create_table('t', sa.Column('a', sa.Integer(), server_default=s.next_value()))");
    check_clean(run);
    CHECK(column_of(run, "t", "a").server_default->sql == "nextval('numbers'::regclass)");
}

TEST_CASE("DefaultClause is a default, by its name and among the parts of a column") {
    const Run run = run_body(
        "op.create_table('t', sa.Column('a', sa.Integer(), server_default=sa.DefaultClause('7')),\n"
        "    sa.Column('b', sa.Integer(), sa.DefaultClause(sa.text('8'))))");
    check_clean(run);
    CHECK(column_of(run, "t", "a").server_default->sql == "'7'");
    CHECK(column_of(run, "t", "b").server_default->sql == "8");
}

TEST_CASE("what PostgreSQL's own grammar refuses fails there") {
    const Schema before = schema_of("op.create_table('t', sa.Column('a', sa.Text()))");
    const Run run =
        run_body("op.execute('PRAGMA foreign_keys=OFF')\nop.add_column('t', sa.Column('b', sa.Text()))", before);
    CHECK(run.after.doubts.empty());
    CHECK(count_remarks(run, Remark::Kind::fails) == 1);
    CHECK(table_of(run, "t").columns.size() == 2);
}

// As Alembic 1.8, 1.13 and 1.20 do it with SQLAlchemy 1.4, 2.0 and 2.1.
TEST_CASE("a type that another call of the file has made is made again by create_table") {
    const std::string make = "kind = sa.Enum('a', 'b', name='kind')\nkind.create(op.get_bind(), checkfirst=True)\n";
    const std::string table = "op.create_table('t', sa.Column('k', sa.Enum('a', 'b', name='kind')))\n";
    const Run twice = run_body(make + table);
    REQUIRE_MESSAGE(count_remarks(twice, Remark::Kind::fails) == 1, remarks_of(twice));
    CHECK(twice.remarks.front().code == "type_exists");
    CHECK(twice.after.tables.size() == 1);
    check_clean(run_body(table + "op.create_table('u', sa.Column('k', sa.Enum('a', 'b', name='kind')))\n"));
    check_clean(run_body(table, schema_of("op.execute(\"CREATE TYPE kind AS ENUM ('a', 'b')\")")));
    check_clean(run_body(make + table, empty_schema(Dialect::sqlite)));
    check_clean(run_body(make + "op.create_table('t', sa.Column('k', postgresql.ENUM('a', 'b', name='kind', "
                                "create_type=False)))\n"));
}

TEST_CASE("the sequence that a serial column has left behind can be dropped") {
    const Schema before = schema_of("op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True))");
    check_clean(
        run_body("op.execute('ALTER TABLE t ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE text')\n"
                 "op.execute('DROP SEQUENCE t_id_seq')",
                 before));
    CHECK(count_remarks(run_body("op.execute('DROP SEQUENCE t_other_seq')", before), Remark::Kind::fails) == 1);
}

TEST_CASE("a sequence that is dropped with CASCADE takes the default of its column along") {
    const Run run = run_body("op.execute('DROP SEQUENCE t_id_seq CASCADE')",
                             schema_of("op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True))"));
    check_clean(run);
    CHECK_FALSE(column_of(run, "t", "id").identity);
}

TEST_CASE("an enumeration whose labels are not known is there, and in doubt") {
    const Run run = run_body(
        "from application import KINDS\n"
        "op.create_table('t', sa.Column('k', sa.Enum(*KINDS, name='kind')))");
    CHECK_MESSAGE(count_remarks(run, Remark::Kind::fails) == 0, remarks_of(run));
    CHECK(find_doubt_of(run.after, "type kind") != nullptr);
    CHECK(table_of(run, "t").columns.size() == 1);
}
