#include <doctest/doctest.h>

#include "base/text.h"
#include "operations/operation.h"
#include "schema/text.h"

using namespace migrate;

namespace {

const TableName kUsers{"", "users"};
const TableName kOrders{"", "orders"};

Schema empty(Dialect dialect) {
    Schema schema;
    schema.dialect = dialect;
    return schema;
}

Schema applied(const std::vector<Operation>& operations, Schema schema) {
    Result<Schema> result = migrate::apply(operations, std::move(schema));
    REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
    return *result;
}

Error error_of(const Operation& operation, const Schema& schema) {
    const Result<Schema> result = migrate::apply(operation, schema);
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

Table table_of(const char* name, const std::vector<std::string>& columns) {
    Table table;
    table.name = read_table_name(name);
    for (const std::string& column : columns) table.columns.push_back(Column{column, *read_type("integer")});
    return table;
}

/// users (id key, email unique, age) and orders (id key, user_id → users.id, total), as most tests want it.
Schema shop(Dialect dialect) {
    Table users = table_of("users", {"id", "email", "age"});
    users.primary_key = PrimaryKey{"", {"id"}};
    users.uniques = {Unique{"uniq_users_email", {"email"}}};
    Table orders = table_of("orders", {"id", "user_id", "total"});
    orders.primary_key = PrimaryKey{"", {"id"}};
    orders.foreign_keys = {ForeignKey{"fk_orders_user", {"user_id"}, kUsers, {"id"}}};
    orders.checks = {Check{"chk_total", "total >= 0 AND note <> 'total'"}};
    return applied({CreateTable{users}, CreateTable{orders},
                    CreateIndex{kOrders, Index{"idx_orders_user_id", {IndexElement{"user_id"}}}}},
                   empty(dialect));
}

std::string constraint_names(const Table& table) {
    std::vector<std::string> names;
    for (const Check& check : table.checks) names.push_back(check.name);
    if (table.primary_key) names.push_back(table.primary_key->name);
    for (const Unique& unique : table.uniques) names.push_back(unique.name);
    for (const Exclude& exclude : table.excludes) names.push_back(exclude.name);
    for (const ForeignKey& key : table.foreign_keys) names.push_back(key.name);
    return base::join(names, " ");
}

}  // namespace

TEST_CASE("SQLite leaves the unnamed unnamed") {
    const Schema schema = shop(Dialect::sqlite);
    CHECK(schema.tables.at(kUsers).primary_key->name.empty());
    CHECK(schema.tables.at(kUsers).columns[0].nullable);
    CHECK_FALSE(shop(Dialect::postgresql).tables.at(kUsers).columns[0].nullable);
}

TEST_CASE("drop column on PostgreSQL") {
    const Schema schema = shop(Dialect::postgresql);
    SUBCASE("takes what leans on it inside the table") {
        const Schema after = applied({CreateCheck{kUsers, Check{"", "age > 1 OR email > 2"}},
                                      CreateIndex{kUsers, Index{"i", {IndexElement{"age"}}, false, "", "email > 3"}},
                                      DropColumn{kUsers, "email"}},
                                     schema);
        const Table& users = after.tables.at(kUsers);
        CHECK(users.uniques.empty());
        CHECK(users.checks.empty());
        CHECK(users.indexes.empty());
        CHECK(constraint_names(users) == "users_pkey");
    }
    SUBCASE("refuses where another table refers to it") {
        const Error error = error_of(DropColumn{kUsers, "id"}, schema);
        CHECK(error.code == "depends_on");
        CHECK(error.message.find("fk_orders_user of orders") != std::string::npos);
        const Schema after = applied({DropColumn{kUsers, "id", false, true}}, schema);
        CHECK(after.tables.at(kOrders).foreign_keys.empty());
        CHECK_FALSE(after.tables.at(kUsers).primary_key.has_value());
    }
    SUBCASE("refuses where a computed column leans on it") {
        Column computed{"twice", *read_type("integer")};
        computed.computed = "age * 2";
        const Schema with = applied({AddColumn{kUsers, computed}}, schema);
        CHECK(error_of(DropColumn{kUsers, "age"}, with).code == "depends_on");
        CHECK(find_column(applied({DropColumn{kUsers, "age", false, true}}, with).tables.at(kUsers), "twice") ==
              nullptr);
    }
}

TEST_CASE("drop column on SQLite leaves a dangling key") {
    const Schema after = applied({DropColumn{kUsers, "id"}}, shop(Dialect::sqlite));
    CHECK(after.tables.at(kOrders).foreign_keys.size() == 1);
}

TEST_CASE("drop table and drop constraint mind the keys of others on PostgreSQL only") {
    const Schema postgres = shop(Dialect::postgresql);
    CHECK(error_of(DropTable{kUsers}, postgres).code == "depends_on");
    CHECK(applied({DropTable{kUsers, false, true}}, postgres).tables.at(kOrders).foreign_keys.empty());
    CHECK(error_of(DropConstraint{kUsers, "users_pkey"}, postgres).code == "depends_on");
    CHECK(applied({DropTable{kUsers}}, shop(Dialect::sqlite)).tables.at(kOrders).foreign_keys.size() == 1);

    const Schema viewed = applied({CreateView{{"", "v"}, "SELECT id FROM orders"}}, postgres);
    CHECK(error_of(DropTable{kOrders}, viewed).message.find("view v") != std::string::npos);
    CHECK(applied({DropTable{kOrders, false, true}}, viewed).views.empty());
}

TEST_CASE("a dropped primary key leaves NOT NULL on PostgreSQL, and a key column cannot become nullable") {
    const Schema schema = shop(Dialect::postgresql);
    AlterColumn nullable{kOrders, "id"};
    nullable.nullable = true;
    CHECK(error_of(nullable, schema).code == "depends_on");
    const Schema after = applied({DropConstraint{kOrders, "orders_pkey"}}, schema);
    CHECK_FALSE(after.tables.at(kOrders).columns[0].nullable);
    CHECK(applied({nullable}, after).tables.at(kOrders).columns[0].nullable);
}

TEST_CASE("a rename follows everywhere") {
    const Schema schema = applied({RenameColumn{kUsers, "id", "user"}, RenameColumn{kOrders, "total", "sum"},
                                   RenameTable{kUsers, {"", "people"}}},
                                  shop(Dialect::postgresql));
    const Table& orders = schema.tables.at(kOrders);
    CHECK(orders.checks[0].sql == "sum >= 0 AND note <> 'total'");
    CHECK(orders.foreign_keys[0].target == TableName{"", "people"});
    CHECK(orders.foreign_keys[0].target_columns == std::vector<std::string>{"user"});
    const Table& people = schema.tables.at({"", "people"});
    CHECK(people.primary_key == PrimaryKey{"users_pkey", {"user"}});
}

TEST_CASE("names are refused where they are taken") {
    const Schema schema = shop(Dialect::postgresql);
    CHECK(error_of(CreateTable{table_of("users", {"a"})}, schema).code == "table_exists");
    CHECK(error_of(CreateTable{table_of("users_pkey", {"a"})}, schema).code == "table_exists");
    CHECK(error_of(RenameTable{kUsers, kOrders}, schema).code == "table_exists");
    CHECK(error_of(AddColumn{kUsers, Column{"age"}}, schema).code == "column_exists");
    CHECK(error_of(RenameColumn{kUsers, "age", "email"}, schema).code == "column_exists");
    CHECK(error_of(CreateIndex{kUsers, Index{"users_pkey", {IndexElement{"age"}}}}, schema).code == "index_exists");
    CHECK(error_of(CreateIndex{kUsers, Index{"idx_orders_user_id", {IndexElement{"age"}}}}, schema).code ==
          "index_exists");
    CHECK(error_of(CreateUnique{kUsers, Unique{"idx_orders_user_id", {"age"}}}, schema).code == "index_exists");
    CHECK(error_of(CreateCheck{kUsers, Check{"users_pkey", "true"}}, schema).code == "constraint_exists");
    CHECK(error_of(CreatePrimaryKey{kUsers, PrimaryKey{"", {"age"}}}, schema).code == "constraint_exists");
    CHECK(error_of(RenameConstraint{kUsers, "uniq_users_email", "users_pkey"}, schema).code == "constraint_exists");
    CHECK(applied({CreateCheck{kUsers, Check{"idx_orders_user_id", "true"}}}, schema).tables.at(kUsers).checks.size() ==
          1);
}

TEST_CASE("errors name what is near") {
    const Schema schema = shop(Dialect::postgresql);
    const Error table = error_of(DropTable{{"", "user"}}, schema);
    CHECK(table.code == "no_such_table");
    CHECK(table.hint == "did you mean users?");
    const Error column = error_of(DropColumn{kUsers, "emial"}, schema);
    CHECK(column.code == "no_such_column");
    CHECK(column.hint == "did you mean email?");
    CHECK(error_of(DropIndex{kUsers, "", "idx_order_user_id"}, schema).hint == "did you mean idx_orders_user_id?");
    CHECK(error_of(DropConstraint{kUsers, "uniq_user_email"}, schema).hint == "did you mean uniq_users_email?");
    CHECK(error_of(CreateUnique{kUsers, Unique{"u", {"agee"}}}, schema).code == "no_such_column");
    CHECK(error_of(DropEnum{{"", "mood"}}, schema).code == "no_such_type");
    CHECK(error_of(CreateForeignKey{kOrders, ForeignKey{"f", {"total"}, {"", "nowhere"}, {"id"}}}, schema).code ==
          "no_such_table");
    CHECK(error_of(CreateForeignKey{kOrders, ForeignKey{"f", {"total"}, kUsers, {"age"}}}, schema).code ==
          "no_such_constraint");
    CHECK(error_of(DropIndex{kUsers, "", "users_pkey"}, schema).code == "depends_on");
}

TEST_CASE("if_exists and if_not_exists do nothing where nothing is to do") {
    const Schema schema = shop(Dialect::postgresql);
    const TableName none{"", "nothing"};
    const std::vector<Operation> quiet = {
        CreateTable{table_of("users", {"x"}), true},
        DropTable{none, true},
        AddColumn{kUsers, Column{"age"}, true},
        DropColumn{kUsers, "nothing", true},
        CreateIndex{kOrders, Index{"idx_orders_user_id", {IndexElement{"total"}}}, false, true},
        DropIndex{std::nullopt, "", "nothing", false, true},
        DropConstraint{kUsers, "nothing", std::nullopt, true},
        DropEnum{none, true},
        DropView{none, true},
        DropSequence{none, true},
        RenameIndex{"", "nothing", "x", true}};
    CHECK(applied(quiet, schema) == schema);
}

TEST_CASE("serial and identity columns") {
    Table table = table_of("s", {"id", "n"});
    table.columns[0].identity = IdentityKind::serial;
    table.columns[1].identity = IdentityKind::always;
    const Schema schema = applied({CreateTable{table}}, empty(Dialect::postgresql));
    CHECK_FALSE(schema.tables.at({"", "s"}).columns[0].nullable);
    AlterColumn no_default{{"", "s"}, "id"};
    no_default.set_default = true;
    CHECK_FALSE(applied({no_default}, schema).tables.at({"", "s"}).columns[0].identity.has_value());
    AlterColumn to_text{{"", "s"}, "id"};
    to_text.type = Type{.kind = TypeKind::text};
    const Column text = applied({to_text}, schema).tables.at({"", "s"}).columns[0];
    CHECK_FALSE(text.identity.has_value());
    CHECK(text.server_default->sql == "nextval('s_id_seq'::regclass)");
    to_text.column = "n";
    CHECK(error_of(to_text, schema).code == "depends_on");
    AlterColumn with_default{{"", "s"}, "n"};
    with_default.set_default = true;
    with_default.server_default = Default{"4"};
    CHECK(error_of(with_default, schema).code == "depends_on");
}

TEST_CASE("an index becomes a unique constraint and takes its name") {
    Index index{"uix", {IndexElement{"age"}, IndexElement{"email"}}};
    index.unique = true;
    const Schema schema = applied({CreateIndex{kUsers, index}, CreateUnique{kUsers, Unique{"uniq_both"}, "uix"}},
                                  shop(Dialect::postgresql));
    CHECK(schema.tables.at(kUsers).indexes.empty());
    CHECK(schema.tables.at(kUsers).uniques.back() == Unique{"uniq_both", {"age", "email"}});
    const Schema renamed = applied({RenameIndex{"", "uniq_both", "uniq_two"}}, schema);
    CHECK(renamed.tables.at(kUsers).uniques.back().name == "uniq_two");
}

TEST_CASE("enums: columns know their type's labels, whatever happens to it") {
    const TableName mood{"", "mood"};
    Table people = table_of("people", {});
    people.columns = {Column{"mood", read_sql_type("mood"), true, Default{"'sad'::mood"}},
                      Column{"all", read_sql_type("mood[]")}};
    Schema schema =
        applied({CreateEnum{EnumType{mood, {"sad", "ok"}}}, CreateTable{people}}, empty(Dialect::postgresql));
    const auto type_of = [&](std::size_t column) { return schema.tables.at({"", "people"}).columns[column].type; };
    CHECK(type_of(0) == *read_type("enum(mood,'sad','ok')"));
    CHECK(type_of(1) == *read_type("array(enum(mood,'sad','ok'))"));
    CHECK(error_of(DropEnum{mood}, schema).code == "depends_on");
    schema = applied(
        {AddEnumLabel{mood, "fine", "", "sad"}, RenameEnumLabel{mood, "sad", "blue"}, RenameEnum{mood, {"", "state"}}},
        schema);
    CHECK(type_of(0) == *read_type("enum(state,'blue','fine','ok')"));
    CHECK(type_of(1) == *read_type("array(enum(state,'blue','fine','ok'))"));
    CHECK(schema.tables.at({"", "people"}).columns[0].server_default->sql == "'blue'::mood");
    CHECK(applied({DropEnum{{"", "state"}, false, true}}, schema).tables.at({"", "people"}).columns.empty());
    Table other = table_of("other", {});
    other.columns = {Column{"m", *read_type("enum(gone,'a')")}};
    CHECK(error_of(CreateTable{other}, schema).code == "no_such_type");
}

TEST_CASE("what is not understood leaves a doubt on what it touches") {
    Schema schema = applied({Opaque{"f()", "a.py:3", "unknown call", {"table users"}}}, shop(Dialect::postgresql));
    CHECK(find_doubt(schema, kUsers, "age")->where == "a.py:3");
    CHECK(find_doubt(schema, kOrders) == nullptr);
    schema = applied({Opaque{"g()", "a.py:4", "unknown call", {}}, Execute{"UPDATE users SET age = 1", std::nullopt}},
                     schema);
    CHECK(find_doubt(schema, kOrders)->where == "a.py:4");
    CHECK(schema.doubts.size() == 2);
}

TEST_CASE("describe") {
    const Schema schema = shop(Dialect::postgresql);
    CHECK(describe(Operation(CreateTable{schema.tables.at(kOrders)})) ==
          "create table orders (id, user_id → users.id, total)");
    CHECK(describe(Operation(AddColumn{kUsers, Column{"phone"}})) == "add column users.phone");
    AlterColumn change{kUsers, "age", *read_type("bigint")};
    change.nullable = false;
    CHECK(describe(Operation(change)) == "alter column users.age: type bigint, not null");
    CHECK(describe(Operation(Execute{"\n  UPDATE x\nSET y", std::nullopt})) == "execute UPDATE x …");
    CHECK(name_of(Operation(DropView{})) == "drop_view");
    CHECK(loses_rows(Operation(DropColumn{kUsers, "age"})).find("users.age") != std::string::npos);
    CHECK(loses_rows(Operation(change)).empty());
}

TEST_CASE("a rename to the same name is refused, as both databases do") {
    const Schema schema = shop(Dialect::postgresql);
    CHECK(error_of(RenameColumn{kUsers, "age", "age"}, schema).code == "column_exists");
    CHECK(error_of(RenameTable{kUsers, kUsers}, schema).code == "table_exists");
    CHECK(error_of(RenameIndex{"", "idx_orders_user_id", "idx_orders_user_id"}, schema).code == "index_exists");
}

TEST_CASE("the sequence of a serial column stays with the column that counts no more") {
    Table table = table_of("t", {"id", "x"});
    table.columns[0].identity = IdentityKind::serial;
    const Schema serial = applied({CreateTable{table}}, empty(Dialect::postgresql));
    const AlterColumn to_text{.table = {"", "t"}, .column = "id", .type = *read_type("text")};
    const AlterColumn no_default{.table = {"", "t"}, .column = "id", .set_default = true};
    const Schema text = applied({to_text}, serial);
    CHECK(text.sequences.at({"", "t_id_seq"}) == "AS integer");
    CHECK(find_table(text, {"", "t"})->columns[0].server_default->sql == "nextval('t_id_seq'::regclass)");

    SUBCASE("without the default it is still there, and goes with the column") {
        const Schema plain = applied({no_default}, text);
        CHECK_FALSE(find_table(plain, {"", "t"})->columns[0].server_default);
        CHECK(plain.sequences.contains({"", "t_id_seq"}));
        CHECK(applied({DropColumn{.table = {"", "t"}, .column = "id"}}, plain).sequences.empty());
        CHECK(applied({DropTable{.table = {"", "t"}}}, plain).sequences.empty());
    }
    SUBCASE("another default leaves it behind as well") {
        CHECK(applied({no_default}, serial).sequences.contains({"", "t_id_seq"}));
    }
    SUBCASE("it follows new names") {
        const Schema renamed = applied({RenameTable{{"", "t"}, {"", "u"}}, RenameColumn{{"", "u"}, "id", "key"}}, text);
        CHECK(applied({DropColumn{.table = {"", "u"}, .column = "key"}}, renamed).sequences.empty());
    }
    SUBCASE("as a whole number the column counts again") {
        const AlterColumn back{.table = {"", "t"}, .column = "id", .type = *read_type("integer")};
        CHECK(same_schema(applied({back}, text), serial));
    }
}
