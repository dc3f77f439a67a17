#include <cctype>

#include "lint/lint.h"
#include "lint/steps.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

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

/// The whole of a name that replay has cut, as it stands in SQL; "" when it was not cut.
std::string whole_name(const std::string& text, const std::string& name) {
    if (name.size() != kMaxIdentifierBytes) return "";
    const std::size_t begin = text.find(name);
    if (begin == std::string::npos) return "";
    std::size_t end = begin + name.size();
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    return end - begin > name.size() ? text.substr(begin, end - begin) : "";
}

void tell(const std::string& name, int line, Report& report) {
    report.add(line, name + " has " + std::to_string(name.size()) + " bytes; PostgreSQL keeps 63",
               "call it " + shorten_identifier(name) + " or something shorter");
}

void check(const replay::Visited& file, Report& report) {
    for (const Step& step : upgrade_steps(file.postgresql)) {  // SQL for PostgreSQL alone
        for (const std::string& name : names_of(*step.operation)) {
            const std::string whole = whole_name(file.text, name);
            if (!whole.empty()) tell(whole, step.place.line, report);
        }
    }
    for (const Step& step : upgrade_steps(file.sqlite)) {  // replay has cut them on PostgreSQL
        for (const std::string& name : names_of(*step.operation)) {
            if (name.size() > kMaxIdentifierBytes) tell(name, step.place.line, report);
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
