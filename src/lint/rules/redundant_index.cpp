#include <algorithm>

#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

std::vector<std::string> columns_of(const Index& index) {
    std::vector<std::string> names;
    for (const IndexElement& element : index.elements) {
        const bool plain = element.expression.empty() && !element.descending && element.nulls.empty() &&
                           element.opclass.empty() && element.collation.empty();
        if (!plain) return {};
        names.push_back(element.column);
    }
    return names;
}

bool is_plain(const Index& index) {
    return index.method.empty() && index.where.empty() && index.include.empty();
}

/// What serves every question that an index on these columns does; "" when nothing does.
std::string covering(const Table& table, const Index& index) {
    const std::vector<std::string> wanted = columns_of(index);
    if (wanted.empty() || !is_plain(index)) return "";
    const auto covers = [&](const std::vector<std::string>& columns) {
        if (index.unique) return columns == wanted;
        return columns.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), columns.begin());
    };
    if (table.primary_key && covers(table.primary_key->columns)) return "the primary key";
    for (const Unique& unique : table.uniques) {
        if (covers(unique.columns)) return "the unique constraint " + unique.name;
    }
    for (const Index& other : table.indexes) {
        if (other.name == index.name || !is_plain(other) || (index.unique && !other.unique)) continue;
        const bool twins = columns_of(other) == wanted && other.unique == index.unique;
        if (covers(columns_of(other)) && (!twins || other.name < index.name)) return "the index " + other.name;
    }
    return "";
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {
        const auto* created = std::get_if<CreateIndex>(step.operation);
        if (created == nullptr || !is_certain(file.postgresql.upgrade.after, created->table)) continue;
        const Table* table = find_table(file.postgresql.upgrade.after, created->table);
        const Index* index = table == nullptr ? nullptr : find_index(*table, created->index.name);
        const std::string other = index == nullptr ? "" : covering(*table, *index);
        if (other.empty()) continue;
        report.add(step.place.line,
                   "index " + index->name + " of " + to_string(table->name) + " does what " + other + " does already",
                   "leave it out");
    }
}

}  // namespace

Rule redundant_index() {
    return {
        .name = "redundant-index",
        .category = Category::integrity,
        .severity = Severity::info,
        .problem =
            "Another index, key or unique constraint of the table begins with the same columns: each row that is "
            "written keeps both up to date for nothing.",
        .instead = "Leave the shorter one out.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
