#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "operations/json_text.h"
#include "server/create_json.h"
#include "server/revise_json.h"
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

int run_revise(const ReviseOptions& options, const Common& common) {
    nlohmann::json params = {{"replace_edited", options.replace_edited},
                             {"allow_committed", options.allow_committed},
                             {"dry_run", options.dry_run},
                             {"discard", options.discard},
                             {"remove", options.remove}};
    const std::string words = base::join(options.words, " ");
    if (!words.empty()) params[options.whole ? "description" : "change"] = words;
    for (const auto& [key, text] : {std::pair("revision", &options.revision), std::pair("message", &options.message),
                                    std::pair("backfill", &options.backfill)}) {
        if (!text->empty()) params[key] = *text;
    }
    for (const auto& [key, text] : {std::pair("add", &options.add), std::pair("operations", &options.operations)}) {
        if (text->empty()) continue;
        params[key] = read_json(*text);
        if (!params[key].is_discarded()) continue;
        return print_error({"bad_params", "--" + std::string(key) + " is not JSON", "give a JSON list", key},
                           common.json);
    }
    return print_review(server::revise_or_discard(params, common.start), common);
}

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
