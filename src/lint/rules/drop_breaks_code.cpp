#include <algorithm>

#include "base/text.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

bool is_made_again(const replay::FileRuns& side, const TableName& name) {
    return side.upgrade.after.views.contains(name) || side.upgrade.after.sequences.contains(name) ||
           find_table(side.upgrade.after, name) != nullptr;
}

/// The columns of a unique constraint or index of the table, joined; "" when the name is none of these.
std::string unique_columns(const Table& table, const std::string& name) {
    for (const Unique& unique : table.uniques) {
        if (unique.name == name) return base::join(unique.columns, ", ");
    }
    const Index* index = find_index(table, name);
    if (index == nullptr || !index->unique) return "";
    std::vector<std::string> columns;
    for (const IndexElement& element : index->elements)
        columns.push_back(element.column.empty() ? element.expression : element.column);
    return base::join(columns, ", ");
}

bool is_still_unique(const replay::FileRuns& side, const TableName& name, const std::string& columns) {
    const Table* table = find_table(side.upgrade.after, name);
    if (table == nullptr) return true;  // the table is gone, which drop-loses-rows tells
    if (table->primary_key && base::join(table->primary_key->columns, ", ") == columns) return true;
    const auto same = [&](const auto& each) { return unique_columns(*table, each.name) == columns; };
    return std::any_of(table->uniques.begin(), table->uniques.end(), same) ||
           std::any_of(table->indexes.begin(), table->indexes.end(), same);
}

void tell_of_unique(const replay::FileRuns& side, const Step& step, Report& report) {
    const auto* constraint = std::get_if<DropConstraint>(step.operation);
    const auto* index = std::get_if<DropIndex>(step.operation);
    if (constraint == nullptr && index == nullptr) return;
    const Table* table = constraint != nullptr ? find_table(step.before, constraint->table)
                                               : find_index_owner(step.before, index->schema, index->index);
    if (table == nullptr || !stood_before(side, table->name)) return;
    const std::string columns = unique_columns(*table, constraint != nullptr ? constraint->name : index->index);
    if (columns.empty() || is_still_unique(side, table->name, columns)) return;
    report.add(step.place.line,
               to_string(table->name) + "(" + columns + ") is no longer unique: code with ON CONFLICT (" + columns +
                   ") fails, and duplicates can come",
               "release the code that no longer relies on it first");
}

void check(const replay::ReplayedFile& file, Report& report) {
    const replay::FileRuns& side = file.postgresql;
    for (const Step& step : upgrade_steps(side)) {
        tell_of_unique(side, step, report);
        std::string what;
        const auto* view = std::get_if<DropView>(step.operation);
        const auto* sequence = std::get_if<DropSequence>(step.operation);
        if (view != nullptr && side.before.views.contains(view->name) && !is_made_again(side, view->name))
            what = "view " + to_string(view->name);
        if (sequence != nullptr && side.before.sequences.contains(sequence->name) &&
            !is_made_again(side, sequence->name))
            what = "sequence " + to_string(sequence->name);
        for (const sql::Effect& effect : effects_of(step)) {
            if (effect.kind == sql::Effect::Kind::drop && file.text.find("CREATE OR REPLACE") == std::string::npos)
                what = base::lower(effect.words.substr(5)) + (effect.cascade ? " with all that depends on it" : "");
        }
        if (what.empty()) continue;
        report.add(step.place.line, "dropping the " + what + ": code that still uses it fails",
                   "release the code that no longer uses it first");
    }
}

}  // namespace

Rule drop_breaks_code() {
    return {
        .name = "drop-breaks-code",
        .category = Category::locks,
        .severity = Severity::info,
        .problem =
            "A view, sequence, function or schema is dropped and not made again, or a unique constraint that ON "
            "CONFLICT may rely on: code that still runs fails.",
        .instead = "First release the code that no longer uses it.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
