#include "server/heads_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "server/params.h"

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::array<std::string_view, 7> kMergeKeys = {"strategy", "heads",   "message", "date",
                                                        "number",   "project", "dry_run"};
constexpr std::array<std::string_view, 5> kRebaseKeys = {"strategy", "branch", "onto", "project", "dry_run"};

Result<void> check_object(const json& params, std::span<const std::string_view> names) {
    if (!params.is_object()) return bad_param("params", "params must be an object", "send {} for all defaults");
    return check_param_names(params, names);
}

}  // namespace

Result<usecases::MergeRequest> read_merge_request(const json& params, const std::string& start) {
    usecases::MergeRequest request{.start = start};
    if (Result<void> fine = check_object(params, kMergeKeys); !fine) return tl::unexpected(fine.error());
    Result<std::vector<std::string>> heads = read_texts_param(params, "heads");
    if (!heads) return tl::unexpected(heads.error());
    request.heads = std::move(*heads);
    const Result<std::optional<std::string>> message = read_text_param(params, "message");
    if (!message) return tl::unexpected(message.error());
    request.message = *message;
    const Result<std::optional<std::string>> date = read_text_param(params, "date");
    if (!date) return tl::unexpected(date.error());
    request.date = *date;
    const Result<std::optional<int>> number = read_number_param(params, "number");
    if (!number) return tl::unexpected(number.error());
    request.number = *number;
    const Result<std::optional<std::string>> project = read_text_param(params, "project");
    if (!project) return tl::unexpected(project.error());
    request.project = project->value_or("");
    const Result<bool> dry_run = read_flag_param(params, "dry_run");
    if (!dry_run) return tl::unexpected(dry_run.error());
    request.dry_run = *dry_run;
    return request;
}

Result<usecases::RebaseRequest> read_rebase_request(const json& params, const std::string& start) {
    usecases::RebaseRequest request{.start = start};
    if (Result<void> fine = check_object(params, kRebaseKeys); !fine) return tl::unexpected(fine.error());
    Result<std::vector<std::string>> branch = read_texts_param(params, "branch");
    if (!branch) return tl::unexpected(branch.error());
    request.branch = std::move(*branch);
    const Result<std::optional<std::string>> onto = read_text_param(params, "onto");
    if (!onto) return tl::unexpected(onto.error());
    request.onto = onto->value_or("");
    const Result<std::optional<std::string>> project = read_text_param(params, "project");
    if (!project) return tl::unexpected(project.error());
    request.project = project->value_or("");
    const Result<bool> dry_run = read_flag_param(params, "dry_run");
    if (!dry_run) return tl::unexpected(dry_run.error());
    request.dry_run = *dry_run;
    return request;
}

Result<usecases::Review> resolve_heads(const json& params, const std::string& start, const base::Work& work) {
    const std::string strategy = params.is_object() && params.contains("strategy") && params["strategy"].is_string()
                                     ? params["strategy"].get<std::string>()
                                     : "";
    if (strategy == "merge") {
        const Result<usecases::MergeRequest> request = read_merge_request(params, start);
        if (!request) return tl::unexpected(request.error());
        return usecases::merge_heads(*request, work);
    }
    if (strategy == "rebase") {
        const Result<usecases::RebaseRequest> request = read_rebase_request(params, start);
        if (!request) return tl::unexpected(request.error());
        return usecases::rebase_branch(*request, work);
    }
    return bad_param("strategy", "strategy must be merge or rebase", std::string(usecases::how_to_choose()));
}

// Short on purpose, as create_input_schema.
ordered_json resolve_heads_input_schema() {
    ordered_json properties;
    properties["strategy"] = {{"enum", {"merge", "rebase"}}};
    properties["branch"] = {{"type", "array"}};
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", {"strategy"}}};
}

}  // namespace migrate::server
