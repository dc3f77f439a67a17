#include <algorithm>

#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

/// What of the step cannot run inside a transaction; "" when nothing.
std::string refused_in(const Step& step) {
    using Kind = sql::Effect::Kind;
    const auto* created = std::get_if<CreateIndex>(step.operation);
    const auto* dropped = std::get_if<DropIndex>(step.operation);
    if ((created != nullptr && created->concurrently) || (dropped != nullptr && dropped->concurrently))
        return describe(*step.operation) + ": CONCURRENTLY";
    for (const sql::Effect& effect : effects_of(step)) {
        const bool vacuums = effect.kind == Kind::vacuum || effect.words == "VACUUM FULL";
        const bool concurrent = (effect.kind == Kind::reindex || effect.kind == Kind::detach) && effect.concurrently;
        if (vacuums || effect.kind == Kind::database) return effect.words;
        if (concurrent) return effect.words + " CONCURRENTLY";
    }
    return "";
}

bool ends_transaction(const Step& step) {
    const std::vector<sql::Effect> effects = effects_of(step);
    return std::any_of(effects.begin(), effects.end(), [](const sql::Effect& effect) {
        return effect.kind == sql::Effect::Kind::transaction && effect.words == "COMMIT";
    });
}

/// A connection set to autocommit, or committed by hand, ends the transaction too.
bool leaves_transaction(std::string_view text) {
    return text.find("AUTOCOMMIT") != std::string_view::npos || text.find(".commit()") != std::string_view::npos;
}

void check(const replay::ReplayedFile& file, Report& report) {
    if (leaves_transaction(file.text)) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        if (ends_transaction(step)) return;
        const std::string refused = step.place.autocommit ? "" : refused_in(step);
        if (refused.empty() || step.place.line == 0) continue;
        report.add(step.place.line, refused + " cannot run inside a transaction",
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
            "PostgreSQL refuses CONCURRENTLY, VACUUM, ALTER SYSTEM and CREATE or DROP DATABASE inside a "
            "transaction, and Alembic runs migrations in one.",
        .instead = "Put it inside `with op.get_context().autocommit_block():`.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
