#include <algorithm>

#include "lint/lint.h"
#include "lint/losses.h"
#include "schema/naming.h"

namespace migrate::lint::rules {

namespace {

/// True when all that upgrade() changes are labels that enums get.
bool only_adds_labels(const replay::FileRuns& side) {
    const auto is_label = [](const Operation& each) { return std::holds_alternative<AddEnumLabel>(each); };
    const auto is_sql = [](const Operation& each) { return std::holds_alternative<Execute>(each); };
    const std::vector<Operation>& all = side.upgrade.operations;
    return std::ranges::any_of(all, is_label) &&
           std::ranges::all_of(all, [&](const Operation& each) { return is_label(each) || is_sql(each); });
}

/// How a label is taken away: its type is replaced, which our own command writes.
std::string way_back(const replay::FileRuns& side) {
    const std::string otherwise = "raise NotImplementedError(\"...\") where going back without it would be wrong";
    for (const Operation& each : side.upgrade.operations) {
        const auto* added = std::get_if<AddEnumLabel>(&each);
        if (added == nullptr) continue;
        const auto type = side.before.enums.find(added->name);
        const bool known = type != side.before.enums.end() && !type->second.labels.empty();
        const std::string said = "remove value " + quote_text(added->label) + " from enum " + to_string(added->name) +
                                 ", rows become " + (known ? quote_text(type->second.labels.front()) : "");
        if (!known || said.find_first_of("\"\\$`") != std::string::npos) continue;
        return "alembic-migrate new \"" + said + "\" --dry-run shows how a label goes; or " + otherwise;
    }
    return otherwise;
}

void check(const replay::ReplayedFile& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || !does_nothing(*function)) return;
    if (!changes_schema(file.postgresql) && !changes_schema(file.sqlite)) return;
    const std::string next = next_upgrade_stops(file.postgresql);
    if (next.empty() && only_adds_labels(file.postgresql)) {
        report.add_as(Severity::info, line_of_function(file, "downgrade"),
                      "downgrade() is empty: the new enum labels stay; to take one away, its type is replaced",
                      way_back(file.postgresql));
        return;
    }
    report.add(line_of_function(file, "downgrade"),
               next.empty() ? "downgrade() is empty, but upgrade() changes the schema"
                            : "downgrade() is empty, and the next upgrade stops: " + next,
               "undo what upgrade() did, or raise NotImplementedError(\"...\") where that cannot be");
}

}  // namespace

Rule downgrade_empty() {
    return {
        .name = "downgrade-empty",
        .category = Category::downgrade,
        .severity = Severity::warning,
        .problem =
            "downgrade() does nothing although upgrade() changes the schema: the version goes back and the schema "
            "does not, and the next upgrade fails on what is still there.",
        .instead = "Undo what upgrade() did, or raise NotImplementedError where that cannot be.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
