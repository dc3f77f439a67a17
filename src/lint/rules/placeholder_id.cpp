#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

constexpr std::array<std::string_view, 14> kPlaceholders = {
    "123456789abc", "abcdef123456", "a1b2c3d4e5f6", "1a2b3c4d5e6f", "123456abcdef", "abc123", "abc123def456",
    "xxxx",         "xxxxxxxxxxxx", "todo",         "changeme",     "revision_id",  "new",    "000000000000"};

void check(const Chain& chain, Report& report) {
    for (const history::Revision& revision : chain.graph.revisions) {
        if (std::find(kPlaceholders.begin(), kPlaceholders.end(), base::lower(revision.id)) == kPlaceholders.end())
            continue;
        report.add_to(project::relative_path(chain.project, revision.path), 0,
                      "the revision id " + revision.id + " looks like a placeholder", "take a made one");
    }
}

}  // namespace

Rule placeholder_id() {
    return {
        .name = "placeholder-id",
        .category = Category::chain,
        .severity = Severity::warning,
        .problem = "The id was typed, not made: the next hand that types gets the same one.",
        .instead = "Take an id from `alembic revision` or from the chain's own numbering.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
