#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/environment.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "operations/json_text.h"
#include "server/create_json.h"
#include "usecases/create.h"

namespace migrate::cli {

std::string start_folder(const std::string& typed) {
    if (!typed.empty()) return typed;
    if (const auto folder = base::environment_variable("CLAUDE_PROJECT_DIR"); folder && !folder->empty())
        return *folder;
    return base::current_directory().value_or(".");
}

int run_new(const NewOptions& options, const Common& common) {
    nlohmann::json params = {{"dry_run", options.dry_run}, {"explain", options.explain}, {"empty", options.empty}};
    params["description"] = base::join(options.words, " ");
    if (!options.date.empty()) params["date"] = options.date;
    if (options.number != 0) params["number"] = options.number;
    if (!options.message.empty()) params["message"] = options.message;
    if (!options.head.empty()) params["head"] = options.head;
    if (!options.backfill.empty()) params["backfill"] = options.backfill;
    if (!options.operations.empty()) {
        params["operations"] = read_json(options.operations);
        if (params["operations"].is_discarded()) {
            return print_error({"bad_params", "--operations is not JSON", "give a JSON list", "operations"},
                               common.json);
        }
    }
    const Result<usecases::CreateRequest> request = server::read_create_request(params, common.start);
    if (!request) return print_error(request.error(), common.json);
    const Result<usecases::Review> review = usecases::create_migration(*request);
    if (!review) return print_error(review.error(), common.json);
    if (common.json)
        print_json(server::write_review(*review, options.explain));
    else
        print_text(usecases::write_text(*review));
    return 0;
}

}  // namespace migrate::cli
