#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"
#include "python/literal.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* created = std::get_if<CreateIndex>(step.operation);
        if (created == nullptr || created->index.where.empty() || created->index.name.empty()) continue;
        const Table* table = find_table(file.sqlite.upgrade.after, created->table);
        const Index* other = table == nullptr ? nullptr : find_index(*table, created->index.name);
        if (other == nullptr || !other->where.empty() || !is_certain(file.sqlite.upgrade.after, created->table))
            continue;
        report.add_as(*severity, step.place.line,
                      "index " + created->index.name + " is partial on PostgreSQL and whole on SQLite" +
                          (created->index.unique ? ", where it refuses rows that PostgreSQL takes" : ""),
                      "add sqlite_where=sa.text(" + python::write_string(created->index.where) + ")");
    }
}

}  // namespace

Rule partial_index_differs() {
    return {
        .name = "partial-index-differs",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem =
            "The index has postgresql_where and no sqlite_where: on SQLite it is not partial, and a unique one "
            "refuses rows that PostgreSQL takes.",
        .instead = "Give the same condition as sqlite_where.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
