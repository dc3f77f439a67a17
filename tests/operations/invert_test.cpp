#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "operations/operation.h"
#include "support/generate_schema.h"

using namespace migrate;

namespace {

std::string shown(const std::vector<Operation>& operations) {
    std::vector<std::string> lines;
    for (const Operation& operation : operations) lines.push_back(describe(operation));
    return base::join(lines, "\n");
}

Schema applied(const std::vector<Operation>& operations, const Schema& schema) {
    const Result<Schema> result = migrate::apply(operations, schema);
    if (!result) RC_FAIL(result.error().message + "\nof\n" + shown(operations));
    return *result;
}

/// Applies the operation, then its inverse, and holds the result against the start.
void holds(const Operation& operation, const Schema& before) {
    const Result<Schema> after = migrate::apply(operation, before);
    RC_PRE(after.has_value());
    RC_TAG(std::string(name_of(operation)) + " " + std::string(name_of(before.dialect)));
    const Result<std::vector<Operation>> inverse = invert(operation, before);
    if (!inverse) RC_FAIL(describe(operation) + ": " + inverse.error().message);
    const Schema back = applied(*inverse, *after);
    if (!same_schema(back, before)) {
        RC_FAIL(describe(operation) + "\ninverse:\n" + shown(*inverse) + "\n" +
                base::join(differences(back, before), "\n"));
    }
}

Schema invoices_on(Dialect dialect) {
    Schema schema;
    schema.dialect = dialect;
    CreateTable users{
        Table{{"", "users"}, {Column{"id", *read_type("uuid"), false}, Column{"email", *read_type("text")}}}};
    users.table.primary_key = PrimaryKey{"", {"id"}};
    users.table.uniques = {Unique{"uniq_users_email", {"email"}}};
    CreateTable invoices{Table{{"", "invoices"},
                               {Column{"id", *read_type("uuid"), false}, Column{"user_id", *read_type("uuid")},
                                Column{"status", *read_type("string(20)"), false, Default{"'DRAFT'", std::nullopt}},
                                Column{"total", *read_type("numeric(12,2)")}}}};
    invoices.table.primary_key = PrimaryKey{"", {"id"}};
    invoices.table.checks = {Check{"chk_invoices_status", "status IN ('DRAFT','SENT')"},
                             Check{"chk_invoices_both", "status <> 'SENT' OR total > 0"}};
    invoices.table.foreign_keys = {
        ForeignKey{"fk_invoices_user_id_users", {"user_id"}, {"", "users"}, {"id"}, "CASCADE"}};
    Index partial{"idx_invoices_total", {IndexElement{"total"}}};
    partial.where = "status = 'SENT'";
    Result<Schema> result = migrate::apply(
        std::vector<Operation>{users, invoices,
                               CreateIndex{{"", "invoices"}, Index{"idx_invoices_status", {IndexElement{"status"}}}},
                               CreateIndex{{"", "invoices"}, partial}},
        schema);
    REQUIRE(result.has_value());
    return *result;
}

}  // namespace

TEST_CASE("law: the inverse leads exactly back, for every operation on both dialects") {
    CHECK(rc::check("invert", [] {
        const Schema before = generate::schema_for(generate::dialect());
        holds(generate::operation_on(before), before);
    }));
}

TEST_CASE("law: the inverse of a list leads exactly back") {
    CHECK(rc::check("invert a list", [] {
        const Schema start = generate::schema_for(generate::dialect(), 6);
        Schema schema = start;
        std::vector<Operation> operations;
        for (int i = 0; i < 8; ++i) {
            const Operation operation = generate::operation_on(schema);
            const Result<Schema> next = migrate::apply(operation, schema);
            if (!next) continue;
            operations.push_back(operation);
            schema = *next;
        }
        const auto inverse = invert(operations, start);
        if (!inverse) RC_FAIL(inverse.error().message);
        const Schema back = applied(*inverse, schema);
        if (!same_schema(back, start)) RC_FAIL(shown(operations) + "\n" + base::join(differences(back, start), "\n"));
    }));
}

TEST_CASE("law: diff leads from any schema to any other") {
    CHECK(rc::check("diff", [] {
        const Dialect dialect = generate::dialect();
        const Schema from = generate::schema_for(dialect, 8);
        const Schema to = generate::schema_for(dialect, 8);
        const std::vector<Operation> operations = diff(from, to);
        const Schema reached = applied(operations, from);
        if (!same_schema(reached, to)) RC_FAIL(shown(operations) + "\n" + base::join(differences(reached, to), "\n"));
        RC_ASSERT(diff(to, to).empty());
    }));
}

TEST_CASE("a dropped column comes back with all that PostgreSQL drops with it") {
    const Schema before = invoices_on(Dialect::postgresql);
    const DropColumn drop{{"", "invoices"}, "status"};
    const auto inverse = invert(Operation(drop), before);
    REQUIRE(inverse.has_value());
    CHECK(shown(*inverse) ==
          "add column invoices.status\n"
          "create check chk_invoices_status on invoices: status IN ('DRAFT','SENT')\n"
          "create check chk_invoices_both on invoices: status <> 'SENT' OR total > 0\n"
          "create index idx_invoices_status on invoices (status)\n"
          "create index idx_invoices_total on invoices (total) where status = 'SENT'");
    const Schema after = *migrate::apply(Operation(drop), before);
    CHECK(same_schema(*migrate::apply(*inverse, after), before));
}

TEST_CASE("a table dropped with cascade comes back with the keys of others") {
    const Schema before = invoices_on(Dialect::postgresql);
    const auto inverse = invert(Operation(DropTable{{"", "users"}, false, true}), before);
    REQUIRE(inverse.has_value());
    CHECK(shown(*inverse) ==
          "create table users (id, email)\n"
          "create foreign key fk_invoices_user_id_users on invoices (user_id) → users (id) on delete cascade");
}

TEST_CASE("what needs no inverse has none, what has none says so") {
    const Schema schema = invoices_on(Dialect::postgresql);
    CHECK(invert(Operation(DropTable{{"", "nothing"}, true}), schema)->empty());
    CHECK(invert(Operation(Execute{"SELECT 1", std::nullopt}), schema).error().code == "irreversible");
    CHECK(invert(Operation(Opaque{"x()", "a.py:1", "unknown call", {}}), schema).error().code == "irreversible");
    const auto execute = invert(Operation(Execute{"up", "down"}), schema);
    CHECK(*execute == std::vector<Operation>{Execute{"down", "up"}});
}

TEST_CASE("a label of an enum goes by making the type anew") {
    Schema schema;
    Column mood{"mood", *read_type("enum(mood,'sad','ok')"), false, Default{"'ok'", std::nullopt}};
    Table table{{"", "people"}, {mood}};
    schema = *migrate::apply(
        std::vector<Operation>{CreateEnum{EnumType{{"", "mood"}, {"sad", "ok"}}}, CreateTable{table}}, schema);
    const AddEnumLabel addition{{"", "mood"}, "great"};
    const auto inverse = invert(Operation(addition), schema);
    REQUIRE(inverse.has_value());
    CHECK(shown(*inverse) ==
          "rename type mood to mood_old\n"
          "create type mood (sad, ok)\n"
          "alter column people.mood: no default\n"
          "alter column people.mood: type enum(mood,'sad','ok')\n"
          "alter column people.mood: default 'ok'\n"
          "drop type mood_old");
    CHECK(same_schema(*migrate::apply(*inverse, *migrate::apply(Operation(addition), schema)), schema));
}

TEST_CASE("CONCURRENTLY is kept in the inverse") {
    const Schema schema = invoices_on(Dialect::postgresql);
    const CreateIndex creation{{"", "users"}, Index{"idx_users_email", {IndexElement{"email"}}}, true};
    const auto inverse = invert(Operation(creation), schema);
    REQUIRE(inverse->size() == 1);
    CHECK(std::get<DropIndex>(inverse->front()).concurrently);
}
