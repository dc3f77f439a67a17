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

/// A portable list, as a plan has it: no names that only one database knows.
std::vector<Step> portable_steps() {
    std::vector<Step> steps;
    for (int i = generate::number(0, 6); i > 0; --i) {
        Step step;
        const TableName table{"", generate::table_word()};
        switch (generate::number(0, 5)) {
            case 0:
                step.operation = AddColumn{table, generate::portable_column()};
                break;
            case 1: {
                CreateTable creation;
                creation.table.name = table;
                for (int column = generate::number(1, 4); column > 0; --column) {
                    creation.table.columns.push_back(generate::portable_column());
                }
                if (generate::chance(50)) creation.table.primary_key = PrimaryKey{"", {creation.table.columns[0].name}};
                step.operation = creation;
                break;
            }
            case 2: {
                AlterColumn change{table, generate::column_word(), generate::portable_type()};
                step.operation = change;
                break;
            }
            case 3:
                step.operation = DropColumn{table, generate::column_word()};
                break;
            case 4:
                step.operation = CreateIndex{table, Index{generate::object_word("idx"), {IndexElement{"id"}}}};
                break;
            default:
                step.operation = Execute{"UPDATE x SET y = 1", std::nullopt};
                break;
        }
        if (generate::chance(25)) step.only = generate::dialect();
        steps.push_back(std::move(step));
    }
    return steps;
}

std::vector<Operation> operations_on(Dialect dialect) {
    Schema schema = generate::schema_for(dialect, 5);
    std::vector<Operation> operations;
    for (int i = generate::number(0, 6); i > 0; --i) operations.push_back(generate::operation_on(schema));
    return operations;
}

}  // namespace

TEST_CASE("law: raised steps lower to exactly what they were made of") {
    CHECK(rc::check("portable", [] {
        const std::vector<Step> steps = portable_steps();
        const std::vector<Operation> postgresql = lower(steps, Dialect::postgresql);
        const std::vector<Operation> sqlite = lower(steps, Dialect::sqlite);
        const std::vector<Step> raised = raise_steps(postgresql, sqlite);
        RC_ASSERT(lower(raised, Dialect::postgresql) == postgresql);
        RC_ASSERT(lower(raised, Dialect::sqlite) == sqlite);
    }));
    CHECK(rc::check("unrelated", [] {
        const std::vector<Operation> postgresql = operations_on(Dialect::postgresql);
        const std::vector<Operation> sqlite = operations_on(Dialect::sqlite);
        const std::vector<Step> raised = raise_steps(postgresql, sqlite);
        if (lower(raised, Dialect::sqlite) != sqlite)
            RC_FAIL(shown(lower(raised, Dialect::sqlite)) + "\nis not\n" + shown(sqlite));
        // A name that PostgreSQL itself would give may have gone; then nothing else is different.
        const std::vector<Operation> again = lower(raised, Dialect::postgresql);
        RC_ASSERT(again.size() == postgresql.size());
        for (std::size_t i = 0; i < again.size(); ++i) {
            if (again[i] == postgresql[i]) continue;
            Schema start;
            add_doubt(start, {"*", "only the names matter here", ""});
            const auto a = migrate::apply(again[i], start);
            const auto b = migrate::apply(postgresql[i], start);
            if (a && b)
                RC_ASSERT(same_schema(*a, *b));
            else
                RC_ASSERT(again[i].index() == postgresql[i].index());
        }
    }));
}

TEST_CASE("a portable list stays one list") {
    CHECK(rc::check("no step twice", [] {
        std::vector<Step> steps = portable_steps();
        for (Step& step : steps) step.only.reset();
        const auto raised = raise_steps(lower(steps, Dialect::postgresql), lower(steps, Dialect::sqlite));
        RC_ASSERT(raised.size() == steps.size());
        for (const Step& step : raised) RC_ASSERT(!step.only.has_value());
    }));
}

TEST_CASE("the inverse of a portable table is one step on both") {
    CreateTable creation{Table{{"", "invoices"},
                               {Column{"id", *read_type("uuid"), false, default_generated_uuid()},
                                Column{"paid", *read_type("boolean"), false, default_false()},
                                Column{"created_at", *read_type("datetime"), false, default_now()}}}};
    creation.table.primary_key = PrimaryKey{"", {"id"}};
    const auto down = [&](Dialect dialect) {
        Schema schema;
        schema.dialect = dialect;
        schema = *migrate::apply(lower({Step{creation, std::nullopt}}, dialect), schema);
        return *invert(Operation(DropTable{{"", "invoices"}}), schema);
    };
    const std::vector<Step> raised = raise_steps(down(Dialect::postgresql), down(Dialect::sqlite));
    REQUIRE(raised.size() == 1);
    CHECK(raised[0] == Step{creation, std::nullopt});
}

TEST_CASE("lower leaves out what SQLite does not have, unless the step is SQLite's own") {
    const CreateEnum creation{EnumType{{"", "mood"}, {"sad"}}};
    CHECK(lower({Step{creation, std::nullopt}}, Dialect::sqlite).empty());
    CHECK(lower({Step{creation, Dialect::postgresql}}, Dialect::postgresql).size() == 1);
    CHECK(lower({Step{creation, Dialect::sqlite}}, Dialect::sqlite).size() == 1);
    CHECK(lower({Step{CommentTable{{"", "t"}, "x"}, std::nullopt}}, Dialect::sqlite).empty());
    AlterColumn identity{{"", "t"}, "id"};
    identity.set_identity = true;
    CHECK(lower({Step{identity, std::nullopt}}, Dialect::sqlite).empty());
    const Index index{"i", {IndexElement{"", "name", false, "", "gin_trgm_ops"}}, false, "gin"};
    const auto lowered = lower({Step{CreateIndex{{"", "t"}, index, true}, std::nullopt}}, Dialect::sqlite);
    CHECK(std::get<CreateIndex>(lowered[0]).index.method.empty());
    CHECK_FALSE(std::get<CreateIndex>(lowered[0]).concurrently);
}

TEST_CASE("steps that differ stand side by side, in order") {
    const Operation a = DropConstraint{{"", "t"}, "t_email_key", ConstraintKind::unique};
    const Operation b = DropConstraint{{"", "t"}, "", ConstraintKind::unique};
    const Operation both = DropColumn{{"", "t"}, "email"};
    const std::vector<Step> raised = raise_steps({a, both}, {b, both});
    CHECK(raised == std::vector<Step>{{a, Dialect::postgresql}, {b, Dialect::sqlite}, {both, std::nullopt}});
}
