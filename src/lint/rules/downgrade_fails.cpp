#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/databases.h"
#include "lint/downgrade.h"
#include "lint/failures.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

/// On SQLite only what the chain gets to there.
std::optional<Severity> severity_for(const replay::ReplayedFile& file, const replay::FileRuns& side) {
    if (side.before.dialect == Dialect::sqlite) return severity_on_sqlite(file, Severity::warning);
    return severity_on_postgresql(file);
}

/// ", and perhaps again in line 12, line 14" for what comes after the first: it may follow from it.
std::string later(const std::vector<Failure>& failures) {
    std::set<int> lines;
    for (const Failure& failure : failures) lines.insert(failure.line);
    lines.erase(failures.front().line);
    lines.erase(0);
    constexpr std::size_t kShown = 3;
    std::vector<std::string> words;
    for (const int line : lines) words.push_back("line " + std::to_string(line));
    const std::string more = words.size() > kShown ? ", and " + std::to_string(words.size() - kShown) + " more" : "";
    words.resize(std::min(words.size(), kShown));
    return words.empty() ? "" : "; after that perhaps again in " + base::join(words, ", ") + more;
}

void check(const replay::ReplayedFile& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || only_raises(*function)) return;
    std::set<int> told;
    for (const replay::FileRuns* side : {&file.postgresql, &file.sqlite}) {
        const bool stopped = !failures_of(file, side->upgrade).empty();
        const std::optional<Severity> severity = severity_for(file, *side);
        if (stopped || !severity) continue;  // what upgrade() leaves is not known then
        std::vector<Failure> failures = failures_of(file, side->downgrade);
        std::erase_if(failures, [&](const Failure& failure) {
            return made_elsewhere(*side, side->upgrade.after, failure).has_value();
        });
        if (failures.empty() || !told.insert(failures.front().line).second) continue;
        const Failure& first = failures.front();
        report.add_as(
            leans_on_doubt(*side, first) ? Severity::info : *severity, first.line,
            "downgrade() stops on " + std::string(name_of(side->before.dialect)) + ": " + first.text + later(failures),
            fix_for(first));
    }
}

}  // namespace

Rule downgrade_fails() {
    return {
        .name = "downgrade-fails",
        .category = Category::downgrade,
        .severity = Severity::critical,
        .problem =
            "downgrade() stops with an error against the schema that upgrade() leaves: the way back that a failed "
            "deployment needs is not there.",
        .instead = "Undo what upgrade() did, in reverse order, with the names it used.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
