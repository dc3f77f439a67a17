#include "server/revise_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "server/create_json.h"
#include "server/params.h"

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

/// Those that only revising knows; the others are read as for creating.
constexpr std::array kOwnKeys = {"revision", "change", "add", "remove", "replace_edited", "allow_committed", "discard"};
constexpr std::array kShared = {"description", "operations", "down_operations", "message",
                                "backfill",    "project",    "dry_run",         "explain"};

Result<void> read_flags(const json& params, usecases::ReviseRequest& request) {
    const Result<bool> edited = read_flag_param(params, "replace_edited");
    if (!edited) return tl::unexpected(edited.error());
    request.replace_edited = *edited;
    const Result<bool> committed = read_flag_param(params, "allow_committed");
    if (!committed) return tl::unexpected(committed.error());
    request.allow_committed = *committed;
    return {};
}

Result<void> read_own(const json& params, usecases::ReviseRequest& request) {
    const Result<std::optional<std::string>> revision = read_text_param(params, "revision");
    if (!revision) return tl::unexpected(revision.error());
    request.revision = revision->value_or("");
    const Result<std::optional<std::string>> change = read_text_param(params, "change");
    if (!change) return tl::unexpected(change.error());
    request.change = change->value_or("");
    Result<std::vector<std::string>> remove = read_texts_param(params, "remove");
    if (!remove) return tl::unexpected(remove.error());
    request.remove = std::move(*remove);
    if (const auto add = params.find("add"); add != params.end() && !add->is_null()) {
        Result<std::vector<RequestedOperation>> operations = read_operations(*add, "add");
        if (!operations) return tl::unexpected(operations.error());
        request.add = std::move(*operations);
    }
    return read_flags(params, request);
}

}  // namespace

Result<usecases::ReviseRequest> read_revise_request(const json& params, const std::string& start) {
    if (!params.is_object()) {
        return bad_param("params", "params must be an object", R"(send {"change": "make total not null"})");
    }
    std::vector<std::string_view> names(kOwnKeys.begin(), kOwnKeys.end());
    names.insert(names.end(), kShared.begin(), kShared.end());
    if (Result<void> fine = check_param_names(params, names); !fine) return tl::unexpected(fine.error());
    usecases::ReviseRequest request;
    if (Result<void> read = read_own(params, request); !read) return tl::unexpected(read.error());
    json shared = params;
    for (const char* key : kOwnKeys) shared.erase(key);
    Result<usecases::CreateRequest> wanted = read_create_request(shared, start);
    if (!wanted) return tl::unexpected(wanted.error());
    request.wanted = std::move(*wanted);
    return request;
}

Result<usecases::Review> revise_or_discard(const json& params, const std::string& start, const base::Work& work) {
    const Result<usecases::ReviseRequest> request = read_revise_request(params, start);
    if (!request) return tl::unexpected(request.error());
    const Result<bool> discard = read_flag_param(params, "discard");
    if (!discard) return tl::unexpected(discard.error());
    return *discard ? usecases::discard_migration(*request, work) : usecases::revise_migration(*request, work);
}

// Short on purpose, as create_input_schema.
ordered_json revise_input_schema() {
    ordered_json properties;
    properties["change"] = {{"type", "string"}};
    properties["add"] = {{"type", "array"}};
    properties["remove"] = {{"type", "array"}};
    properties["discard"] = {{"type", "boolean"}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace migrate::server
