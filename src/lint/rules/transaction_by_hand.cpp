#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const sql::Effect& effect : effects_of(step)) {
            if (effect.kind != sql::Effect::Kind::transaction) continue;
            report.add_part(step.place.line,
                            {.group = "",
                             .before = "",
                             .what = effect.words,
                             .after = " ends the transaction that Alembic has begun: the migration is no longer all or "
                                      "nothing"},
                            "take it out, or put what must run alone into `with op.get_context().autocommit_block():`");
        }
    }
}

}  // namespace

Rule transaction_by_hand() {
    return {
        .name = "transaction-by-hand",
        .category = Category::errors,
        .severity = Severity::warning,
        .problem =
            "BEGIN, COMMIT or ROLLBACK in SQL ends Alembic's own transaction: what came before stays even when "
            "the rest fails, and the version is noted apart from it.",
        .instead =
            "Leave transactions to Alembic; where one has to end, use `with "
            "op.get_context().autocommit_block():`.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
