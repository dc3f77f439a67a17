#include <algorithm>

#include "lint/lint.h"
#include "lint/locks.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

/// True when an earlier step of the same transaction keeps readers out of the table.
bool is_locked_before(const std::vector<Lock>& locks, const Lock& lock) {
    return std::any_of(locks.begin(), locks.end(), [&](const Lock& other) {
        return other.step < lock.step && other.transaction == lock.transaction && other.table == lock.table &&
               other.mode == Lock::Mode::access_exclusive;
    });
}

std::string fix_for(CreateIndex created) {
    created.concurrently = true;
    return "if the table has a million rows or more: `with op.get_context().autocommit_block():` " +
           render::write_call(created);
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    const std::vector<Lock> locks = locks_of(file.postgresql, steps);
    for (const Lock& lock : locks) {
        const auto* created = std::get_if<CreateIndex>(steps[lock.step].operation);
        if (created == nullptr) continue;
        const std::string table = to_string(created->table);
        const bool reads = is_locked_before(locks, lock);
        report.add_part(lock.line,
                        {.group = reads ? "reads" : "writes",
                         .before = "building ",
                         .what = created->index.name + " on " + table,
                         .after = " blocks " + std::string(reads ? "reads and writes" : "writes") +
                                  " of the table until it is done"},
                        fix_for(*created));
    }
}

}  // namespace

Rule index_not_concurrent() {
    return {
        .name = "index-not-concurrent",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "CREATE INDEX locks the table against writes until it is built: on a large table for minutes. Where "
            "the same transaction has locked the table before, for a new column, reads wait as well.",
        .instead =
            "On a table with rows: postgresql_concurrently=True inside op.get_context().autocommit_block(), in a "
            "migration of its own.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
