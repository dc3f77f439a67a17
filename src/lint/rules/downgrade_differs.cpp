#include <algorithm>

#include "base/text.h"
#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/losses.h"

namespace migrate::lint::rules {

namespace {

constexpr std::size_t kShown = 3;

std::string sentence(const replay::FileRuns& side, std::vector<std::string> differing) {
    std::string text =
        "on " + std::string(name_of(side.before.dialect)) + " downgrade() does not lead back (before / after): ";
    const std::size_t more = differing.size() > kShown ? differing.size() - kShown : 0;
    differing.resize(differing.size() - more);
    text += base::join(differing, "; ");
    if (more > 0) text += "; and " + std::to_string(more) + " more";
    const std::string next = next_upgrade_stops(side);
    return next.empty() ? text : text + "; the next upgrade stops: " + next;
}

/// What downgrade() still has to do.
std::string fix_for(const replay::FileRuns& side) {
    const std::vector<Operation> missing = diff(side.downgrade.after, side.before);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < std::min(missing.size(), kShown); ++i) lines.push_back(describe(missing[i]));
    if (lines.empty()) return "rebuild exactly what was there";
    const std::string more = missing.size() > kShown ? "; and more" : "";
    return "downgrade() has to do this too: " + base::join(lines, "; ") + more;
}

void check(const replay::ReplayedFile& file, Report& report) {
    for (const replay::FileRuns* side : {&file.postgresql, &file.sqlite}) {
        if (!tells_of_way_back(file, *side)) continue;
        const bool on_sqlite = side->before.dialect == Dialect::sqlite;
        if (!on_sqlite && runs_on_sqlite_alone(file)) continue;
        const std::optional<Severity> severity =
            on_sqlite ? severity_on_sqlite(file, Severity::warning) : severity_of_difference(*side);
        std::vector<std::string> differing = untold_differences(*side);
        if (!severity || differing.empty()) continue;
        report.add_as(*severity, line_of_function(file, "downgrade"), sentence(*side, std::move(differing)),
                      fix_for(*side));
        return;  // SQLite only where PostgreSQL is fine
    }
}

}  // namespace

Rule downgrade_differs() {
    return {
        .name = "downgrade-differs",
        .category = Category::downgrade,
        .severity = Severity::critical,
        .problem =
            "After upgrade() and downgrade() the schema is not what it was. Where the next upgrade then meets "
            "what was left behind, or misses what was not put back, it stops: CRITICAL, else WARNING.",
        .instead = "Make downgrade() rebuild exactly what was there.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
