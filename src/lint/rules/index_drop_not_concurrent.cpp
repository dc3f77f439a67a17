#include "lint/lint.h"
#include "lint/steps.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    for (const Step& step : steps) {
        const auto* dropped = std::get_if<DropIndex>(step.operation);
        if (dropped == nullptr || dropped->concurrently) continue;
        const Table* owner = find_index_owner(step.before, dropped->schema, dropped->index);
        if (owner == nullptr || !stood_before(file.postgresql, owner->name)) continue;
        if (find_table(file.postgresql.upgrade.after, owner->name) == nullptr) continue;  // it goes with its table
        const std::string table = to_string(owner->name);
        report.add_part(
            step.place.line,
            {.group = table,
             .before = "dropping ",
             .what = dropped->index,
             .after = " keeps everyone out of " + table + " until running queries are done"},
            "on a busy table: `with op.get_context().autocommit_block():` " +
                render::write_call(DropIndex{
                    .table = owner->name, .schema = dropped->schema, .index = dropped->index, .concurrently = true}));
    }
}

}  // namespace

Rule index_drop_not_concurrent() {
    return {
        .name = "index-drop-not-concurrent",
        .category = Category::locks,
        .severity = Severity::info,
        .problem = "DROP INDEX waits for every query that uses the table, and keeps all others waiting behind it.",
        .instead = "postgresql_concurrently=True inside op.get_context().autocommit_block().",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
