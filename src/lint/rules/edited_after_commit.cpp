#include "lint/committed.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    for (const CommittedFile& file : chain.committed) {
        const std::string changed = changed_since(file);
        if (changed.empty()) continue;
        report.add_to(file.path, 0, changed + " differs from what " + file.branch + " has",
                      "git checkout " + file.branch + " -- " + file.path + ", and a new migration for the change");
    }
}

}  // namespace

Rule edited_after_commit() {
    return {
        .name = "edited-after-commit",
        .category = Category::chain,
        .severity = Severity::warning,
        .problem =
            "A migration that the main line has already was changed: databases that have run it never get the "
            "change, and new ones differ from them.",
        .instead = "Take the change back (git checkout), and put it into a new migration.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
