/// How the review of a migration that was made or changed reads: the same for creating, revising, merging and rebasing.
#pragma once

#include "usecases/review.h"
#include "verbs/verb.h"

namespace migrate::verbs {

/// {revision, down_revision, path, written, moved?, diff?, messages}; with `explain`, also the operations in request
/// form.
OutJson write_review(const usecases::Review& review, bool explain);
/// The JSON schema of that.
OutJson review_schema();
/// A tool's result that fits: long parts are cut, and say so; of a file that was there before the diff is shown and not
/// the whole.
mcp::ToolResult review_result(usecases::Review review, bool explain);

/// Whether the operations are asked for: only where what is asked has that flag.
template <typename Asked>
bool is_explained(const Asked& asked) {
    if constexpr (requires { asked.explain; }) return asked.explain;
    return false;
}

/// The definition with what all verbs that answer with a review have.
template <typename Asked>
Definition<Asked, usecases::Review> with_review(Definition<Asked, usecases::Review> definition) {
    definition.json = [](const usecases::Review& review, const Asked& asked) {
        return write_review(review, is_explained(asked));
    };
    definition.text = [](const usecases::Review& review, const Asked&) { return usecases::write_text(review); };
    definition.tool = [](const usecases::Review& review, const Asked& asked) {
        return review_result(review, is_explained(asked));
    };
    definition.brief = usecases::write_brief;
    return definition;
}

}  // namespace migrate::verbs
