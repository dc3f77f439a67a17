#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/output.h"
#include "server/create_json.h"
#include "usecases/merge.h"
#include "usecases/rebase.h"

namespace migrate::cli {

namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

int print_review(const Result<usecases::Review>& review, const Common& common) {
    if (!review) return print_error(review.error(), common.json);
    if (common.json)
        print_json(server::write_review(*review, false));
    else
        print_text(usecases::write_text(*review));
    return 0;
}

}  // namespace

int run_merge(const MergeOptions& options, const Common& common) {
    usecases::MergeRequest request{.start = common.start, .heads = options.heads, .dry_run = options.dry_run};
    request.message = unless_empty(options.message);
    request.date = unless_empty(options.date);
    if (options.number != 0) request.number = options.number;
    return print_review(usecases::merge_heads(request), common);
}

int run_rebase(const RebaseOptions& options, const Common& common) {
    return print_review(
        usecases::rebase_branch(
            {.start = common.start, .branch = options.branch, .onto = options.onto, .dry_run = options.dry_run}),
        common);
}

}  // namespace migrate::cli
