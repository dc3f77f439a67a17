// What check says of migrations that we write: nothing above INFO but what lies in the request itself.
#include <set>

#include "base/text.h"
#include "laws/many_cases.h"
#include "laws/stored.h"
#include "lint/lint.h"

using namespace migrate;

namespace {

/// The rules that tell of what the operation does by its nature, to a table that was there before.
std::set<std::string> rules_of(const Operation& operation) {
    return std::visit(overloaded{
                          [](const CreateIndex&) { return std::set<std::string>{"index-not-concurrent"}; },
                          [](const CreateUnique&) { return std::set<std::string>{"unique-builds-index"}; },
                          [](const CreateForeignKey&) { return std::set<std::string>{"constraint-without-not-valid"}; },
                          [](const CreateCheck&) { return std::set<std::string>{"constraint-without-not-valid"}; },
                          [](const RenameTable&) { return std::set<std::string>{"rename-breaks-code"}; },
                          [](const RenameColumn&) { return std::set<std::string>{"rename-breaks-code"}; },
                          [](const AddColumn&) { return std::set<std::string>{"volatile-default"}; },
                          [](const AlterColumn& alter) {
                              std::set<std::string> rules;
                              if (alter.type) rules.insert("type-change-rewrites");
                              if (alter.nullable == false) rules.insert({"not-null-scan", "nulls-before-not-null"});
                              return rules;
                          },
                          [](const RenameEnumLabel&) { return std::set<std::string>{"rename-breaks-code"}; },
                          [](const Execute&) { return std::set<std::string>{"backfill-without-batches"}; },
                          [](const auto&) { return std::set<std::string>{}; },
                      },
                      operation);
}

std::vector<lint::Finding> findings_in(const laws::Case& made, const std::string& text) {
    const auto module = python::parse(text);
    REQUIRE(module.has_value());
    const history::Revision revision{.id = "20260102_000002"};
    return lint::check_file({{replay::run_file(*module, "case.py", made.before.postgresql),
                              replay::run_file(*module, "case.py", made.before.sqlite)},
                             &revision,
                             "case.py",
                             text,
                             &*module});
}

}  // namespace

TEST_CASE("of what we write, check says nothing above INFO but what lies in the request") {
    std::set<std::string> met;
    int quiet = 0;
    laws::for_cases([&](const laws::Case& made) {
        const Result<std::string> text = laws::text_of(made, "20260102_000002", "20260101_000001");
        REQUIRE(text.has_value());
        std::set<std::string> expected;
        if (made.plan.up.size() > 1) expected.insert("several-locks");
        for (const Step& step : made.plan.up) expected.merge(rules_of(step.operation));
        bool loud = false;
        for (const lint::Finding& finding : findings_in(made, *text)) {
            if (finding.severity == lint::Severity::info) continue;
            loud = true;
            met.insert(finding.rule);
            if (finding.severity == lint::Severity::critical || !expected.contains(finding.rule))
                FAIL_CHECK("QUIET " << finding.rule << " " << finding.line << ": " << finding.message << "\n"
                                    << *text << "\n"
                                    << laws::shown(made));
        }
        quiet += loud ? 0 : 1;
    });
    CHECK(quiet > 20);
    for (const char* rule : {"index-not-concurrent", "rename-breaks-code", "type-change-rewrites"})
        CHECK_MESSAGE(met.contains(rule), rule);
}
