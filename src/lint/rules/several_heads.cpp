#include "base/text.h"
#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

void check(const Chain& chain, Report& report) {
    if (chain.graph.heads.size() < 2 || !chain.graph.faults.empty()) return;  // a fault alone may make a second head
    const std::string heads = base::join(chain.graph.heads, ", ");
    for (const std::string& head : chain.graph.heads) {
        const history::Revision* revision = history::find_revision(chain.graph, head);
        if (revision == nullptr) continue;
        report.add_to(project::relative_path(chain.project, revision->path), 0,
                      "this is one of several heads: " + heads, "merge them: alembic merge heads -m \"merge heads\"");
    }
}

}  // namespace

Rule several_heads() {
    return {
        .name = "several-heads",
        .category = Category::chain,
        .severity = Severity::critical,
        .problem =
            "The chain has more than one head: `alembic upgrade head` stops, and the next revision "
            "does not know its parent.",
        .instead = "Join the heads with a merge revision, or put one branch behind the other.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
