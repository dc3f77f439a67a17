#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

constexpr std::size_t kLongest = 63;

std::vector<std::string> names_of(const Operation& operation) {
    std::vector<std::string> names;
    if (const auto* created = std::get_if<CreateTable>(&operation)) {
        names.push_back(created->table.name.name);
        for (const Column& column : created->table.columns) names.push_back(column.name);
        for (const Unique& unique : created->table.uniques) names.push_back(unique.name);
        for (const Check& each : created->table.checks) names.push_back(each.name);
        for (const ForeignKey& key : created->table.foreign_keys) names.push_back(key.name);
    }
    if (const auto* added = std::get_if<AddColumn>(&operation)) names.push_back(added->column.name);
    if (const auto* index = std::get_if<CreateIndex>(&operation)) names.push_back(index->index.name);
    if (const auto* unique = std::get_if<CreateUnique>(&operation)) names.push_back(unique->unique.name);
    if (const auto* made = std::get_if<CreateCheck>(&operation)) names.push_back(made->check.name);
    if (const auto* key = std::get_if<CreateForeignKey>(&operation)) names.push_back(key->foreign_key.name);
    if (const auto* renamed = std::get_if<RenameColumn>(&operation)) names.push_back(renamed->to);
    if (const auto* renamed = std::get_if<RenameTable>(&operation)) names.push_back(renamed->to.name);
    return names;
}

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.sqlite)) {  // replay has cut them on PostgreSQL
        for (const std::string& name : names_of(*step.operation)) {
            if (name.size() <= kLongest) continue;
            report.add(step.place.line, name + " has " + std::to_string(name.size()) + " bytes; PostgreSQL keeps 63",
                       "use a shorter name");
        }
    }
}

}  // namespace

Rule name_too_long() {
    return {
        .name = "name-too-long",
        .category = Category::integrity,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL cuts names at 63 bytes: the object is there under another name than the "
            "migration says.",
        .instead = "Use a name of at most 63 bytes.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
