#include "base/text.h"
#include "lint/downgrade.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

constexpr std::size_t kShown = 3;

bool is_about_enum(const std::string& difference) {
    return difference.starts_with("type ");
}

std::string sentence(const replay::Side& side, std::vector<std::string> differing) {
    std::string text =
        "on " + std::string(name_of(side.before.dialect)) + " downgrade() does not lead back (before / after): ";
    const std::size_t more = differing.size() > kShown ? differing.size() - kShown : 0;
    differing.resize(differing.size() - more);
    text += base::join(differing, "; ");
    return more == 0 ? text : text + "; and " + std::to_string(more) + " more";
}

void check(const replay::Visited& file, Report& report) {
    const python::FunctionDef* function = find_function(file, "downgrade");
    if (function == nullptr || does_nothing(*function) || only_raises(*function)) return;
    for (const replay::Side* side : {&file.postgresql, &file.sqlite}) {
        if (!is_followed(*side)) continue;
        std::vector<std::string> differing = differences(side->before, side->downgrade.after);
        std::erase_if(differing, is_about_enum);  // enum-left-behind tells of those
        if (differing.empty()) continue;
        report.add(line_of_function(file, "downgrade"), sentence(*side, std::move(differing)),
                   "rebuild exactly what was there");
    }
}

}  // namespace

Rule downgrade_differs() {
    return {
        .name = "downgrade-differs",
        .category = Category::downgrade,
        .severity = Severity::critical,
        .problem =
            "After upgrade() and downgrade() the schema is not what it was: the next upgrade meets "
            "what was left behind, or misses what was not put back.",
        .instead = "Make downgrade() rebuild exactly what was there.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
