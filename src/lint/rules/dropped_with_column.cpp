#include <algorithm>

#include "lint/lint.h"
#include "lint/losses.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

/// The call that makes an index, constraint or key of the table again; "" where it has none of the name.
std::string call_to_make(const Table& table, std::string_view name) {
    const auto find = [&](const auto& list) {
        return std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    };
    if (const Index* index = find_index(table, name))
        return render::write_call(CreateIndex{table.name, *index, false, false});
    if (const auto each = find(table.uniques); each != table.uniques.end())
        return render::write_call(CreateUnique{table.name, *each, ""});
    if (const auto each = find(table.checks); each != table.checks.end())
        return render::write_call(CreateCheck{table.name, *each});
    if (const auto each = find(table.foreign_keys); each != table.foreign_keys.end())
        return render::write_call(CreateForeignKey{table.name, *each});
    if (table.primary_key && table.primary_key->name == name)
        return render::write_call(CreatePrimaryKey{table.name, *table.primary_key});
    return "";
}

void check(const replay::ReplayedFile& file, Report& report) {
    const replay::FileRuns& side = file.postgresql;
    if (!tells_of_way_back(file, side)) return;
    for (const Loss& loss : losses_of(side)) {
        const Table* before = find_table(side.before, loss.table);
        const std::string call = before == nullptr ? "" : call_to_make(*before, loss.name);
        report.add_part_as(severity_of_difference(side), line_of_function(file, "downgrade"),
                           {.group = call,
                            .before = "downgrade() does not make ",
                            .what = loss.name,
                            .after = " again, which PostgreSQL drops with the column " + to_string(loss.table) + "." +
                                     loss.column + " (line " + std::to_string(loss.line) + ")"},
                           "add to downgrade(): " + call);
    }
}

}  // namespace

Rule dropped_with_column() {
    return {
        .name = "dropped-with-column",
        .category = Category::downgrade,
        .severity = Severity::critical,
        .problem =
            "PostgreSQL drops the indexes and constraints of a column silently with it. downgrade() brings the "
            "column back without them.",
        .instead = "Make them again in downgrade(), after the column.",
        .check_file = check,
        .postgresql_only = true,
    };
}

}  // namespace migrate::lint::rules
