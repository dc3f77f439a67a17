#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

using Kind = sql::Effect::Kind;

std::string problem_with(const sql::Effect& effect) {
    switch (effect.kind) {
        case Kind::lock:
            return "keeps others out of the table until the migration ends";
        case Kind::rewrite:
        case Kind::move:
            return "writes the table anew while nobody can read or write it";
        case Kind::reindex:
            return effect.concurrently ? "" : "blocks writes, and reads that would use the index, until it is done";
        case Kind::refresh:
            return effect.concurrently ? "" : "keeps readers out of the view until it is done";
        case Kind::detach:
            return effect.concurrently ? "" : "keeps everyone out of the partitioned table";
        case Kind::domain:
            return "reads every table that uses the domain while nobody can write to them";
        default:
            return "";
    }
}

std::string fix_for(const sql::Effect& effect) {
    if (effect.kind == Kind::reindex || effect.kind == Kind::refresh || effect.kind == Kind::detach)
        return "write " + effect.words + " ... CONCURRENTLY, inside `with op.get_context().autocommit_block():`";
    if (effect.kind == Kind::domain) return "add the constraint NOT VALID, and validate it in a later migration";
    return "run it while nothing else uses the table";
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        for (const sql::Effect& effect : effects_of(step)) {
            const std::string problem = problem_with(effect);
            const bool new_table = !effect.table.name.empty() && effect.kind != Kind::refresh &&
                                   find_table(file.postgresql.before, effect.table) == nullptr;
            if (problem.empty() || new_table) continue;
            const std::string table = effect.table.name.empty() ? "" : " " + to_string(effect.table);
            report.add(step.place.line, effect.words + table + " " + problem, fix_for(effect));
        }
    }
}

}  // namespace

Rule locks_by_sql() {
    return {
        .name = "locks-by-sql",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "The statement locks a whole table, most of them for as long as the table is large: LOCK TABLE, "
            "CLUSTER, VACUUM FULL, SET TABLESPACE, SET LOGGED, and REINDEX, REFRESH MATERIALIZED VIEW and DETACH "
            "PARTITION without CONCURRENTLY; ALTER DOMAIN reads every table that uses the domain.",
        .instead =
            "Use CONCURRENTLY inside op.get_context().autocommit_block() where there is one (pg_repack instead of "
            "CLUSTER and VACUUM FULL); else run it while nothing else does.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
