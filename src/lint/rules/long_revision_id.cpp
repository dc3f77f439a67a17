#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

constexpr std::size_t kVersionLength = 32;

void check(const Chain& chain, Report& report) {
    for (const history::Revision& revision : chain.graph.revisions) {
        if (revision.id.size() <= kVersionLength) continue;
        report.add_to(project::relative_path(chain.project, revision.path), 0,
                      "the revision id " + revision.id + " has more than 32 characters", "use a shorter id");
    }
}

}  // namespace

Rule long_revision_id() {
    return {
        .name = "long-revision-id",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem =
            "alembic_version.version_num is VARCHAR(32): PostgreSQL refuses to note a longer id, after "
            "the migration has run.",
        .instead = "Use an id of at most 32 characters.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
