#include <algorithm>
#include <map>

#include "base/text.h"
#include "lint/lint.h"
#include "lint/locks.h"

namespace migrate::lint::rules {

namespace {

using Mode = Lock::Mode;

bool is_strong(const Lock& lock) {
    return lock.mode == Mode::access_exclusive || lock.mode == Mode::share_row_exclusive;
}

/// The strong lock on another table that the transaction holds already; nullptr when there is none.
const Lock* held_at(const std::vector<Lock>& locks, const Lock& slow) {
    const auto found = std::find_if(locks.begin(), locks.end(), [&](const Lock& lock) {
        return is_strong(lock) && lock.step < slow.step && lock.transaction == slow.transaction &&
               lock.table != slow.table;
    });
    return found == locks.end() ? nullptr : &*found;
}

void tell_of_order(const std::vector<Lock>& locks, Report& report) {
    std::map<int, std::vector<const Lock*>> by_transaction;
    for (const Lock& lock : locks) {
        std::vector<const Lock*>& taken = by_transaction[lock.transaction];
        const bool known =
            std::any_of(taken.begin(), taken.end(), [&](const Lock* other) { return other->table == lock.table; });
        if (lock.mode == Mode::access_exclusive && !known) taken.push_back(&lock);
    }
    for (const auto& [transaction, taken] : by_transaction) {
        if (taken.size() < 2) continue;
        std::vector<std::string> names;
        for (const Lock* lock : taken) names.push_back(to_string(lock->table));
        report.add_as(
            Severity::info, taken[1]->line,
            "one transaction locks " + base::join(names, ", ") + " one after the other and keeps them all to its end",
            "one migration for each table, or the order in which the application takes them; "
            "op.execute(\"SET lock_timeout = '5s'\") first");
        return;
    }
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::vector<Step> steps = upgrade_steps(file.postgresql);
    const std::vector<Lock> locks = locks_of(file.postgresql, steps);
    for (const Lock& slow : locks) {
        const Lock* held = slow.work.empty() ? nullptr : held_at(locks, slow);
        if (held == nullptr) continue;
        const std::string what =
            held->mode == Mode::access_exclusive ? "nobody can read or write " : "nobody can write ";
        report.add_as(held->mode == Mode::access_exclusive ? Severity::warning : Severity::info, slow.line,
                      what + to_string(held->table) + ", locked in line " + std::to_string(held->line) +
                          ", while this " + slow.work,
                      "put it into a migration of its own, after this one");
        return;
    }
    tell_of_order(locks, report);
}

}  // namespace

Rule several_locks() {
    return {
        .name = "several-locks",
        .category = Category::locks,
        .severity = Severity::warning,
        .problem =
            "PostgreSQL keeps every lock until the transaction ends. A table that was locked at the beginning "
            "stays locked while another one is read or written whole, and two tables locked in another order than "
            "the application does can deadlock.",
        .instead =
            "One migration for each table, the slow work in a migration of its own, and `SET lock_timeout` so "
            "that a migration that has to wait gives up.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
