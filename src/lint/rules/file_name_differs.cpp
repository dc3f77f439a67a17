#include "lint/lint.h"

namespace migrate::lint::rules {

namespace {

/// "20260211_000017", where the text begins like that.
std::string dated_number(std::string_view text) {
    constexpr std::size_t kLength = 15;
    if (text.size() < kLength || text[8] != '_') return {};
    const std::string_view head = text.substr(0, kLength);
    if (head.find_first_not_of("0123456789_") != std::string_view::npos) return {};
    return std::string(head);
}

void check(const Chain& chain, Report& report) {
    for (const history::Revision& revision : chain.graph.revisions) {
        const std::string in_name = dated_number(std::string_view(revision.path).substr(revision.path.rfind('/') + 1));
        const std::string in_id = dated_number(revision.id);
        if (in_name.empty() || in_id.empty() || in_name == in_id) continue;
        report.add_to(project::relative_path(chain.project, revision.path), 0,
                      "the file is called " + in_name + ", its revision " + in_id, "give both the same number");
    }
}

}  // namespace

Rule file_name_differs() {
    return {
        .name = "file-name-differs",
        .category = Category::chain,
        .severity = Severity::warning,
        .problem =
            "The file name begins with another dated number than the revision id: people look for the "
            "one and find the other.",
        .instead = "Name the file after its id.",
        .check_chain = check,
    };
}

}  // namespace migrate::lint::rules
