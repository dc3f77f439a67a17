#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

std::string fix_for(const sql::Effect& effect) {
    const std::string table = to_string(effect.table);
    return "if the table is large: in an autocommit_block(), repeat until no row is left: " + effect.words + " ... " +
           "WHERE id IN (SELECT id FROM " + table + " WHERE ... LIMIT 5000)";
}

/// True when the column came with this migration: then every row has a NULL in it.
bool is_new(const replay::Side& side, const TableName& table, const std::string& column) {
    const Table* before = find_table(side.before, table);
    return before != nullptr && find_column(*before, column) == nullptr;
}

void check(const replay::Visited& file, Report& report) {
    using Kind = sql::Effect::Kind;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const sql::Effect& effect : effects_of(step)) {
            const bool changes = effect.kind == Kind::update || effect.kind == Kind::remove;
            if (!changes || !effect.whole || !stood_before(file.postgresql, effect.table)) continue;
            const bool some = !effect.only_nulls.empty() && !is_new(file.postgresql, effect.table, effect.only_nulls);
            const std::string table = to_string(effect.table);
            report.add_part_as(
                some ? Severity::info : Severity::warning, step.place.line,
                {.group = effect.words + (some ? " some" : ""),
                 .before = "one " + effect.words +
                           (effect.kind == Kind::remove ? " deletes every row of " : " writes every row of "),
                 .what = some ? table + " without " + effect.only_nulls : table,
                 .after = " and locks them until the migration ends"},
                fix_for(effect));
        }
    }
}

}  // namespace

Rule backfill_without_batches() {
    return {
        .name = "backfill-without-batches",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "One UPDATE or DELETE over a whole table locks every row until the migration ends, writes each of "
            "them anew, and cannot be stopped and taken up again.",
        .instead =
            "Change some thousand rows at a time, each in a transaction of its own: a loop in an "
            "autocommit_block(), or a job beside the migration.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
