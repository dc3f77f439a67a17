#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

bool is_concurrent(const Operation& operation) {
    const auto* created = std::get_if<CreateIndex>(&operation);
    const auto* dropped = std::get_if<DropIndex>(&operation);
    return (created != nullptr && created->concurrently) || (dropped != nullptr && dropped->concurrently);
}

/// A connection set to autocommit, or a COMMIT by hand, ends the transaction too.
bool leaves_transaction(std::string_view text) {
    return text.find("AUTOCOMMIT") != std::string_view::npos || text.find("COMMIT") != std::string_view::npos ||
           text.find(".commit()") != std::string_view::npos;
}

void check(const replay::Visited& file, Report& report) {
    if (leaves_transaction(file.text)) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        if (!is_concurrent(*step.operation) || step.place.autocommit || step.place.line == 0) continue;
        report.add(step.place.line, describe(*step.operation) + ": CONCURRENTLY cannot run inside a transaction",
                   "wrap it in `with op.get_context().autocommit_block():`");
    }
}

}  // namespace

Rule concurrently_in_transaction() {
    return {
        .name = "concurrently-in-transaction",
        .category = Category::locks,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL refuses CREATE or DROP INDEX CONCURRENTLY inside a transaction, and Alembic "
            "runs migrations in one.",
        .instead = "Put it inside `with op.get_context().autocommit_block():`.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
