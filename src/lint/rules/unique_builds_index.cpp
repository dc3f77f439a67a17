#include "base/text.h"
#include "lint/lint.h"
#include "lint/locks.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

std::string name_of_made(const Operation& operation) {
    const auto* unique = std::get_if<CreateUnique>(&operation);
    if (unique != nullptr)
        return unique->unique.name.empty() ? "a unique constraint (" + base::join(unique->unique.columns, ", ") + ")"
                                           : unique->unique.name;
    if (const auto* exclude = std::get_if<CreateExclude>(&operation)) return exclude->exclude.name;
    return "its primary key";
}

std::string fix_for(const Operation& operation) {
    const auto* unique = std::get_if<CreateUnique>(&operation);
    if (unique == nullptr || unique->unique.name.empty())
        return "look for rows that clash first; if the table has a million rows or more: run it while nothing else "
               "uses the table";
    Index index{.name = unique->unique.name, .unique = true};
    for (const std::string& column : unique->unique.columns) index.elements.push_back({.column = column});
    return "look for rows that clash first; if the table has a million rows or more: " +
           render::write_call(CreateIndex{.table = unique->table, .index = index, .concurrently = true}) +
           " in an autocommit_block(), then " +
           render::write_call(CreateUnique{unique->table, unique->unique, index.name});
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (const Lock& lock : locks_of(file.postgresql, steps)) {
        const Operation& operation = *steps[lock.step].operation;
        const bool builds = std::holds_alternative<CreateUnique>(operation) ||
                            std::holds_alternative<CreatePrimaryKey>(operation) ||
                            std::holds_alternative<CreateExclude>(operation);
        if (!builds || lock.work.empty()) continue;
        const std::string table = to_string(lock.table);
        report.add_part(lock.line,
                        {.group = table,
                         .before = "adding ",
                         .what = name_of_made(operation),
                         .after = " keeps everyone out of " + table + " while its index is built"},
                        fix_for(operation));
    }
}

}  // namespace

Rule unique_builds_index() {
    return {
        .name = "unique-builds-index",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "Adding a unique constraint, primary key or exclusion constraint builds its index while nobody can "
            "read or write the table, and stops at the first rows that clash.",
        .instead = "Look for duplicates first; build a unique index CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
