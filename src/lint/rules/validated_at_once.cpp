#include <algorithm>

#include "lint/lint.h"
#include "lint/locks.h"
#include "render/render.h"

namespace migrate::lint::rules {

namespace {

/// The name of a constraint that the step makes without looking at the rows; "" for other steps.
std::string made_not_valid(const Operation& operation) {
    const auto* key = std::get_if<CreateForeignKey>(&operation);
    const auto* check = std::get_if<CreateCheck>(&operation);
    if (key != nullptr && key->foreign_key.not_valid) return key->foreign_key.name;
    return check != nullptr && check->check.not_valid ? check->check.name : "";
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    const std::vector<Lock> locks = locks_of(file.postgresql, steps);
    for (const Lock& lock : locks) {
        const auto* validate = std::get_if<ValidateConstraint>(steps[lock.step].operation);
        if (validate == nullptr) continue;
        const auto made = std::find_if(locks.begin(), locks.end(), [&](const Lock& other) {
            return other.transaction == lock.transaction && other.table == lock.table && other.step < lock.step &&
                   made_not_valid(*steps[other.step].operation) == validate->name;
        });
        if (made == locks.end()) continue;
        const std::string table = to_string(lock.table);
        report.add_part(
            lock.line,
            {.group = table,
             .before = "",
             .what = validate->name,
             .after = ": made and validated in one transaction, so " + table + " stays locked while all of it is read"},
            "move " + render::write_call(*validate) + " into a later migration");
    }
}

}  // namespace

Rule validated_at_once() {
    return {
        .name = "validated-at-once",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "NOT VALID saves nothing when VALIDATE CONSTRAINT follows in the same transaction: the lock of the "
            "first is held while the second reads the table.",
        .instead = "Validate in a later migration, or in an autocommit_block().",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
