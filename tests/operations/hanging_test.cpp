#include "operations/hanging.h"

#include <doctest/doctest.h>

#include "schema/view_text.h"

using namespace migrate;

namespace {

Schema with_table(Dialect dialect) {
    Schema schema;
    schema.dialect = dialect;
    Table table;
    table.name = {"", "users"};
    for (const char* name : {"id", "org", "total"}) {
        Column column;
        column.name = name;
        column.type.kind = TypeKind::integer;
        table.columns.push_back(column);
    }
    schema.tables.emplace(table.name, table);
    return schema;
}

Schema with_views(Dialect dialect) {
    Schema schema = with_table(dialect);
    for (const CreateView& view : {CreateView{{"", "a_base"}, "SELECT u.id, u.org FROM users u"},
                                   CreateView{{"", "b_over"}, "SELECT id FROM a_base WHERE org > 1"}})
        schema = migrate::apply(Operation(view), std::move(schema)).value();
    return schema;
}

AlterColumn to_bigint(const std::string& column) {
    AlterColumn change;
    change.table = {"", "users"};
    change.column = column;
    change.type = Type{};
    change.type->kind = TypeKind::bigint;
    return change;
}

std::vector<std::string> texts(const std::vector<Hanging>& all) {
    std::vector<std::string> found;
    for (const Hanging& each : all) found.push_back(to_text(each.thing));
    return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("views over views hang on a column's type, the outermost first") {
    const Schema schema = with_views(Dialect::postgresql);
    CHECK(texts(hangs_on(to_bigint("org"), schema)) == Texts{"view b_over", "view a_base"});
    CHECK(hangs_on(to_bigint("total"), schema).empty());
}

TEST_CASE("on SQLite views hang on a rebuild only") {
    const Schema schema = with_views(Dialect::sqlite);
    CHECK(hangs_on(to_bigint("org"), schema).empty());
    CHECK(texts(hangs_on(to_bigint("total"), schema, true)) == Texts{"view b_over", "view a_base"});
}

TEST_CASE("a view bars the drop of its column, and apply refuses it as PostgreSQL does") {
    const Schema schema = with_views(Dialect::postgresql);
    const DropColumn drop{.table = {"", "users"}, .column = "org"};
    const std::vector<Hanging> hanging = hangs_on(drop, schema);
    REQUIRE(hanging.size() == 2);
    CHECK(hanging.back().tie == Hanging::Tie::bars);
    CHECK(migrate::apply(Operation(drop), schema).error().code == "depends_on");
    const DropColumn cascade{.table = {"", "users"}, .column = "org", .cascade = true};
    CHECK(migrate::apply(Operation(cascade), schema)->views.empty());
}

TEST_CASE("generated columns and triggers hang on a type, and come back as they were") {
    Schema schema = with_table(Dialect::postgresql);
    Table& users = *find_table(schema, {"", "users"});
    Column twice;
    twice.name = "twice";
    twice.type.kind = TypeKind::integer;
    twice.computed = "total * 2";
    users.columns.push_back(twice);
    schema.attachments.change().push_back(
        {"trigger",
         "t_touch",
         {"", "users"},
         "CREATE TRIGGER t_touch BEFORE UPDATE OF total ON users EXECUTE FUNCTION f()"});
    const std::vector<Hanging> hanging = hangs_on(to_bigint("total"), schema);
    CHECK(texts(hanging) == Texts{"trigger t_touch of users", "generated column twice of users"});
    Schema bare = schema;
    for (const Hanging& each : hanging) bare = migrate::apply(each.drop, bare).value();
    CHECK(bare.attachments.empty());
    CHECK(find_column(*find_table(bare, {"", "users"}), "twice") == nullptr);
    for (auto each = hanging.rbegin(); each != hanging.rend(); ++each) bare = migrate::apply(each->make, bare).value();
    CHECK(bare == schema);
}

TEST_CASE("a star is the columns of the moment when the view is made") {
    Schema schema = with_table(Dialect::postgresql);
    schema = migrate::apply(Operation(CreateView{{"", "v"}, "SELECT * FROM users"}), std::move(schema)).value();
    CHECK(schema.views.at({"", "v"}) == "SELECT id, org, total FROM users");
    CHECK(with_columns_named("SELECT count(*) FROM users", schema) == "SELECT count(*) FROM users");
    CHECK(with_columns_named("SELECT u.*, 1 FROM users u JOIN other o ON true", schema) ==
          "SELECT u.id, u.org, u.total, 1 FROM users u JOIN other o ON true");
}

TEST_CASE("which columns a view reads") {
    const TableName users{"", "users"};
    CHECK(reads_column("SELECT id, org FROM users", users, "org"));
    CHECK(reads_column("SELECT u.org FROM public.users AS u", users, "org"));
    CHECK_FALSE(reads_column("SELECT id AS org FROM users", users, "org"));
    CHECK_FALSE(reads_column("SELECT id org FROM users", users, "org"));
    CHECK_FALSE(reads_column("SELECT u.id, o.org FROM users u JOIN orders o ON o.id = u.id", users, "org"));
    CHECK_FALSE(reads_column("SELECT 'org' FROM users", users, "org"));
    CHECK_FALSE(reads_column("SELECT org FROM billing.users", users, "org"));
    CHECK(reads_column("SELECT x FROM a, users WHERE org = 1", users, "org"));
}

TEST_CASE("a rename follows into a view, which gives out the old name on PostgreSQL") {
    const TableName users{"", "users"};
    CHECK(rename_column_in_view("SELECT id, org FROM users WHERE org > 1", users, "org", "unit", true) ==
          "SELECT id, unit AS org FROM users WHERE unit > 1");
    CHECK(rename_column_in_view("SELECT u.org, max(org) FROM users u GROUP BY u.org", users, "org", "unit", true) ==
          "SELECT u.unit AS org, max(unit) FROM users u GROUP BY u.unit");
    CHECK(rename_column_in_view("SELECT id, org FROM users", users, "org", "unit", false) ==
          "SELECT id, unit FROM users");
}
