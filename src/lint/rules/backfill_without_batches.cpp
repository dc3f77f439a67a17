#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

std::string fix_for(const sql::Effect& effect) {
    const std::string table = to_string(effect.table);
    return "if the table has a million rows or more: in an autocommit_block(), repeat until no row is left: " +
           effect.words + " ... " + "WHERE id IN (SELECT id FROM " + table + " WHERE ... LIMIT 5000)";
}

/// True when the column came with this migration: then every row has a NULL in it.
bool is_new(const replay::FileRuns& side, const TableName& table, const std::string& column) {
    const Table* before = find_table(side.before, table);
    return before != nullptr && find_column(*before, column) == nullptr;
}

/// What is said of the rows, and whether it may be all of them; "" for rows that the statement chooses.
struct Told {
    std::string which;
    std::string rows;
    std::string after;
    Severity severity = Severity::warning;
};

Told told_of(const sql::Effect& effect, const replay::FileRuns& side) {
    using Rows = sql::Effect::Rows;
    const std::string table = to_string(effect.table);
    switch (effect.rows) {
        case Rows::chosen:
            return {};
        case Rows::orphans:
            return {"the rows of ", table, " that its WHERE finds", Severity::info};
        case Rows::open:
            return {"perhaps every row of ", table};
        case Rows::nulls:
            if (!is_new(side, effect.table, effect.only_nulls))
                return {"every row of ", table + " without " + effect.only_nulls, "", Severity::info};
            break;
        case Rows::all:
            break;
    }
    return {"every row of ", table};
}

void check(const replay::ReplayedFile& file, Report& report) {
    using Kind = sql::Effect::Kind;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const sql::Effect& effect : effects_of(step)) {
            const bool changes = effect.kind == Kind::update || effect.kind == Kind::remove;
            if (!changes || !stood_before(file.postgresql, effect.table)) continue;
            const Told told = told_of(effect, file.postgresql);
            if (told.rows.empty()) continue;
            const std::string verb = effect.kind == Kind::remove ? " deletes " : " writes ";
            report.add_part_as(told.severity, step.place.line,
                               {.group = effect.words + told.which + (told.severity == Severity::info ? " some" : ""),
                                .before = "one " + effect.words + verb + told.which,
                                .what = told.rows,
                                .after = told.after + " and locks them until the migration ends"},
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
