#include "operations/requested.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "support/generate_schema.h"

using namespace migrate;
using nlohmann::json;

namespace {

template <class Kind>
Kind read_one(const char* text) {
    const auto read = read_operations(json::array({json::parse(text)}));
    REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().message + " at " + read.error().where));
    return std::get<Kind>(read->front());
}

Error error_of(const char* text) {
    const auto read = read_operations(json::parse(text));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == "bad_operation");
    return read.error();
}

RequestedColumn requested_column() {
    RequestedColumn column;
    column.name = generate::column_word();
    if (generate::chance(80)) column.type = generate::portable_type();
    if (generate::chance(50)) column.nullable = generate::chance(50);
    if (column.type) column.server_default = generate::portable_default(*column.type);
    if (generate::chance(10)) column.identity = IdentityKind::always;
    column.primary_key = generate::chance(10);
    column.unique = generate::chance(10);
    column.index = generate::chance(10);
    if (generate::chance(30)) {
        column.references = Reference{generate::new_table_name(), generate::chance(50) ? "id" : "",
                                      generate::chance(50) ? "CASCADE" : "", "", generate::chance(20) ? "fk_x" : ""};
    }
    if (generate::chance(20)) column.in = {"DRAFT", "it's", "with space"};
    if (generate::chance(20)) column.check = "a > 0";
    if (generate::chance(20)) column.backfill = "'x'";
    return column;
}

RequestedOperation requested_operation() {
    const Schema schema = generate::schema_for(Dialect::postgresql, 3);
    const Table table = generate::some_table(schema);
    switch (generate::number(0, 13)) {
        case 0:
            return RequestedAddColumn{table.name, requested_column()};
        case 1:
            return DropTable{table.name, generate::chance(50), generate::chance(50)};
        case 2:
            return RenameTable{table.name, generate::new_table_name()};
        case 3:
            return CreateIndex{table.name, generate::index_for(schema, table), generate::chance(50)};
        case 4:
            return RequestedDropIndex{table.name, "", {"a", "b"}, generate::chance(50)};
        case 5:
            return RequestedExecute{"SELECT 1", "SELECT 2", generate::dialect()};
        case 6:
            return CreateCheck{table.name, generate::check_for(table)};
        case 7:
            return CreateUnique{table.name, generate::unique_for(table)};
        case 10:
            return CommentTable{table.name, generate::chance(50) ? "what it's for" : ""};
        case 11:
            return RenameIndex{table.name.schema, "idx_a", "idx_b"};
        case 12:
            return RenameConstraint{table.name, "uq_a", "uq_b"};
        case 13:
            return AddEnumLabel{generate::new_table_name(), "it's new", generate::chance(50) ? "old" : ""};
        case 8: {
            RequestedAlterColumn change;
            change.alter = std::get<AlterColumn>(generate::alter_column(schema, table));
            return change;
        }
        default: {
            RequestedTable request;
            request.table = table.name;
            for (int i = generate::number(0, 3); i > 0; --i) request.columns.push_back(requested_column());
            request.uniques = table.uniques;
            request.checks = table.checks;
            request.foreign_keys = table.foreign_keys;
            request.indexes = {generate::index_for(schema, table)};
            request.house_columns = generate::chance(70);
            return request;
        }
    }
}

}  // namespace

TEST_CASE("law: what is written is read back the same") {
    CHECK(rc::check("round trip", [] {
        const std::vector<RequestedOperation> operations = {requested_operation()};
        const json written = write_operations(operations);
        const auto read = read_operations(json::parse(written.dump()));
        if (!read) RC_FAIL(written.dump() + "\n" + read.error().message + " " + read.error().where);
        if (*read != operations) RC_FAIL(written.dump() + "\n" + write_operations(*read).dump());
    }));
}

TEST_CASE("a table as an agent writes it") {
    const auto table = read_one<RequestedTable>(R"j({"op": "create_table", "table": "invoices", "columns": [
        {"name": "number", "type": "string(32)", "nullable": false, "unique": true},
        {"name": "customer_id", "references": "customers.id", "on_delete": "cascade"},
        {"name": "status", "type": "string(32)", "in": ["DRAFT", "SENT"], "default": "DRAFT"}],
        "checks": [{"sql": "total >= 0", "name": "chk_invoices_total"}],
        "indexes": [{"columns": ["number"], "where": "paid_at IS NULL"}]
})j");
    CHECK(table.table == TableName{"", "invoices"});
    CHECK(table.house_columns);
    CHECK(table.columns[0].unique);
    CHECK(table.columns[1].references == Reference{{"", "customers"}, "id", "CASCADE"});
    CHECK_FALSE(table.columns[1].type.has_value());
    CHECK(table.columns[2].in == std::vector<std::string>{"DRAFT", "SENT"});
    CHECK(table.columns[2].server_default == Default{"'DRAFT'", std::nullopt});
    CHECK(table.checks == std::vector<Check>{{"chk_invoices_total", "total >= 0"}});
    CHECK(table.indexes[0].where == "paid_at IS NULL");
    CHECK(describe(RequestedOperation(table)) == "create table invoices (number, customer_id → customers.id, status)");
}

TEST_CASE("defaults mean what the column's type says") {
    const auto of = [](const char* type, const char* value) {
        json operation = {
            {"op", "add_column"}, {"table", "t"}, {"column", {{"name", "c"}, {"default", json::parse(value)}}}};
        if (*type) operation["column"]["type"] = type;
        const auto read = read_operations(json::array({operation}));
        REQUIRE(read.has_value());
        return std::get<RequestedAddColumn>(read->front()).column.server_default;
    };
    CHECK(of("string(9)", R"j("DRAFT")j") == Default{"'DRAFT'"});
    CHECK(of("string(9)", R"j("'DRAFT'")j") == Default{"'DRAFT'"});
    CHECK(of("text", R"j("it's")j") == Default{"'it''s'"});
    CHECK(of("text", R"j("now()")j") == Default{"'now()'"});
    CHECK(of("datetime", R"j("now()")j") == default_now());
    CHECK(of("datetime", R"j("2026-01-01")j") == Default{"'2026-01-01'"});
    CHECK(of("", R"j("now()")j") == default_now());
    CHECK(of("boolean", "true") == default_true());
    CHECK(of("boolean", "0") == default_false());
    CHECK(of("boolean", R"j("false")j") == default_false());
    CHECK(of("", "true") == default_true());
    CHECK(of("integer", "7") == Default{"7"});
    CHECK(of("numeric(9,2)", "1.5") == Default{"1.5"});
    CHECK(of("integer", R"j("7")j") == Default{"7"});
    CHECK(of("uuid", R"j("gen_random_uuid()")j") == default_generated_uuid());
    CHECK(of("json", "{}") == Default{"'{}'"});
    CHECK(of("json", "[]") == Default{"'[]'"});
    CHECK(of("json", R"j(["it's", 1])j") == Default{"'[\"it''s\",1]'"});
    CHECK(of("json", R"j({"a": [1]})j") == Default{"'{\"a\":[1]}'"});
    CHECK(of("array(text)", R"j(["a"])j") == Default{"'[\"a\"]'"});  // the plan writes it as each database has it
    CHECK(of("text", R"j({"sql": "upper('x')"
})j") == Default{"upper('x')"});
    CHECK(of("text", R"j({"sql": "now()::text", "sqlite": ""})j") == Default{"now()::text", ""});
    CHECK(of("text", "null") == std::nullopt);
}

TEST_CASE("the other operations") {
    const auto alter = read_one<RequestedAlterColumn>(
        R"j({"op": "alter_column", "table": "billing.users", "column": "age", "type": "integer", "using": "age::integer",
            "nullable": false, "default": null, "backfill": 0})j");
    CHECK(alter.alter.table == TableName{"billing", "users"});
    CHECK(alter.alter.set_default);
    CHECK_FALSE(alter.alter.server_default.has_value());
    CHECK(alter.backfill == "0");
    CHECK_FALSE(
        read_one<RequestedAlterColumn>(R"j({"op": "alter_column", "table": "t", "column": "c", "nullable": true})j")
            .alter.set_default);

    const auto index = read_one<CreateIndex>(
        R"j({"op": "create_index", "table": "t", "schema": "public", "columns": ["a", {"column": "b", "desc": true},
            {"expression": "lower(c)"
}], "unique": true, "method": "BTREE", "concurrently": true
})j");
    CHECK(index.table == TableName{"", "t"});
    CHECK(index.index.elements == std::vector<IndexElement>{{"a", ""}, {"b", "", true}, {"", "lower(c)"}});
    CHECK(index.index.method.empty());

    CHECK(read_one<CreateForeignKey>(
              R"j({"op": "create_foreign_key", "table": "t", "columns": ["a"], "references": "users"})j")
              .foreign_key.target_columns.empty());
    CHECK(
        read_one<CreateForeignKey>(
            R"j({"op": "create_foreign_key", "table": "t", "columns": "a", "references": "billing.users.id", "on_delete": "no action"})j")
            .foreign_key == ForeignKey{"", {"a"}, {"billing", "users"}, {"id"}});
    CHECK(read_one<RequestedDropConstraint>(
              R"j({"op": "drop_constraint", "table": "t", "kind": "foreignkey", "columns": ["a"]})j")
              .kind == ConstraintKind::foreign_key);
    CHECK(read_one<RequestedDropIndex>(R"j({"op": "drop_index", "name": "idx_x"})j").name == "idx_x");
    CHECK(read_one<RequestedExecute>(R"j({"op": "execute", "sql": "SELECT 1", "dialect": "sqlite"})j").dialect ==
          Dialect::sqlite);
    CHECK(read_one<DropTable>(R"j({"op": "drop_table", "table": "a.b", "schema": ""})j").table == TableName{"", "a.b"});
}

TEST_CASE("an error names the path, what was found and what is allowed") {
    const Error type = error_of(
        R"j([{"op": "create_table", "table": "t", "columns": ["a", {"name": "b"}, {"name": "c", "type": "strng(3)"}]
}])j");
    CHECK(type.where == "operations[0].columns[2].type");
    CHECK(type.message.find("strng(3)") != std::string::npos);
    CHECK(type.hint.find("did you mean string?") != std::string::npos);

    const Error key = error_of(R"j([{"op": "drop_table", "table": "t"}, {"op": "drop_table", "tabel": "t"}])j");
    CHECK(key.where == "operations[1]");
    CHECK(key.hint.find("did you mean table?") != std::string::npos);

    CHECK(error_of(R"j([{"op": "create_tabel", "table": "t"}])j").hint.find("create_table") != std::string::npos);
    CHECK(error_of(R"j([{"op": "drop_table"}])j").message == "the key table is missing");
    CHECK(error_of(R"j([7])j").where == "operations[0]");
    CHECK(error_of(R"j({})j").where == "operations");
    CHECK(error_of(R"j([])j").where == "operations");
    CHECK(error_of(R"j([{"op": "drop_table", "table": ""}])j").where == "operations[0].table");
    CHECK(error_of(R"j([{"op": "drop_table", "table": "a\u0000b"}])j").where == "operations[0].table");
    CHECK(error_of(R"j([{"op": "drop_table", "table": 5}])j").message.find("a number") != std::string::npos);
    CHECK(error_of(R"j([{"op": "alter_column", "table": "t", "column": "c"}])j").message == "nothing is to change");
    CHECK(error_of(
              R"j([{"op": "add_column", "table": "t", "column": {"name": "c", "type": "integer", "default": true}}])j")
              .where == "operations[0].column.default");
    CHECK(
        error_of(
            R"j([{"op": "add_column", "table": "t", "column": {"name": "c", "references": "u.id", "on_delete": "explode"}}])j")
            .where == "operations[0].column.on_delete");
    CHECK(error_of(R"j([{"op": "drop_constraint", "table": "t", "kind": "check"}])j").where == "operations[0]");
    CHECK(error_of(R"j([{"op": "execute", "sql": " "}])j").where == "operations[0]");
}

TEST_CASE("new names, comments and labels of enums") {
    CHECK(read_one<RenameIndex>(R"j({"op": "rename_index", "name": "a", "to": "b"})j") == RenameIndex{"", "a", "b"});
    CHECK(read_one<RenameConstraint>(R"j({"op": "rename_constraint", "table": "t", "name": "a", "to": "b"})j") ==
          RenameConstraint{{"", "t"}, "a", "b"});
    CHECK(read_one<CommentTable>(R"j({"op": "comment_table", "table": "t", "comment": ""})j") ==
          CommentTable{{"", "t"}, ""});
    CHECK(read_one<AddEnumLabel>(R"j({"op": "add_enum_label", "name": "mood", "label": "sad", "after": "ok"})j") ==
          AddEnumLabel{{"", "mood"}, "sad", "", "ok"});
    CHECK(error_of(R"j([{"op": "comment_table", "table": "t"}])j").where == "operations[0]");
    CHECK(error_of(R"j([{"op": "rename_index", "to": "b"}])j").where == "operations[0]");
    CHECK(error_of(R"j([{"op": "add_enum_label", "name": "m", "label": "l", "before": "a", "after": "b"}])j").where ==
          "operations[0]");
}

TEST_CASE("there are limits") {
    json many = json::array();
    for (int i = 0; i < 201; ++i) many.push_back({{"op", "drop_table"}, {"table", "t"}});
    CHECK(read_operations(many).error().where == "operations");
    json wide = {{"op", "create_table"}, {"table", "t"}, {"columns", json::array()}};
    for (int i = 0; i < 401; ++i) wide["columns"].push_back("c" + std::to_string(i));
    CHECK(read_operations(json::array({wide})).error().where == "operations[0].columns");
    const json long_name = {{"op", "drop_table"}, {"table", std::string(201, 'x')}};
    CHECK(read_operations(json::array({long_name})).error().where == "operations[0].table");
}

TEST_CASE("steps show in the same form; what the form has no word for is told in a line") {
    CreateTable creation{Table{{"", "t"}, {Column{"id", *read_type("uuid"), false, default_generated_uuid()}}}};
    creation.table.primary_key = PrimaryKey{"t_pkey", {"id"}};
    const json steps = write_steps({Step{creation, std::nullopt}, Step{RenameIndex{"", "a", "b"}, Dialect::postgresql},
                                    Step{DropEnum{{"", "mood"}}, Dialect::postgresql}});
    CHECK(steps == json::parse(R"j([{"op": "create_table", "table": "t", "house_columns": false, "primary_key": ["id"],
        "columns": [{"name": "id", "type": "uuid", "nullable": false, "default": "gen_random_uuid()"
}]
},
        {"op": "rename_index", "name": "a", "to": "b", "dialect": "postgresql"},
        {"op": "drop_enum", "text": "drop type mood", "dialect": "postgresql"}])j"));
}

TEST_CASE("the form that agents read is what the readers take, and small") {
    CHECK(operations_json_schema().dump().size() < 700);
    const std::vector<std::string> lines =
        base::split_lines(operations_json_schema()["description"].get<std::string>());
    REQUIRE(lines.size() == 3);
    REQUIRE(lines[0].starts_with("op: "));
    for (const std::string& op : base::split_words(lines[0].substr(4))) {
        const auto read = read_operations(json::array({{{"op", op}, {"nobody_knows", 1}}}));
        REQUIRE_FALSE(read.has_value());
        CHECK_MESSAGE(read.error().hint.find("allowed: ") != std::string::npos, op);
    }
    REQUIRE(lines[1].starts_with("type: "));
    for (std::string type : base::split_words(lines[1].substr(6))) {
        type = base::replace_all(base::replace_all(type, "(n)", "(20)"), "(p,s)", "(12,2)");
        CHECK_MESSAGE(read_type(base::replace_all(type, "(T)", "(text)")).has_value(), type);
    }
    CHECK(read_operations(json::parse(lines[2])).has_value());
}
