#include "server/create_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "server/params.h"

namespace migrate::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::array<std::string_view, 13> kKeys = {
    "description", "command",  "operations", "down_operations", "message", "date",   "number",
    "head",        "backfill", "project",    "empty",           "dry_run", "explain"};

/// The words after "/migrate" of what the harness typed.
Result<std::string> description_of_command(const std::string& command) {
    std::string_view rest = base::trim(command);
    for (std::string_view name : {"/migrate:migrate", "/migrate"}) {
        if (!rest.starts_with(name)) continue;
        rest.remove_prefix(name.size());
        if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t' && rest.front() != '\n') break;
        return std::string(base::trim(rest));
    }
    return bad_param("command", "command must begin with /migrate",
                     R"(send {"command": "/migrate add invoices table"})");
}

Result<void> read_texts(const json& params, usecases::CreateRequest& request) {
    const Result<std::optional<std::string>> description = read_text_param(params, "description");
    if (!description) return tl::unexpected(description.error());
    const Result<std::optional<std::string>> command = read_text_param(params, "command");
    if (!command) return tl::unexpected(command.error());
    request.description = description->value_or("");
    if (*command) {
        if (*description) return bad_param("command", "command and description are both given", "send one of them");
        const Result<std::string> words = description_of_command(**command);
        if (!words) return tl::unexpected(words.error());
        request.description = *words;
    }
    const std::array targets = {std::pair("message", &request.message), std::pair("date", &request.date),
                                std::pair("head", &request.head), std::pair("backfill", &request.backfill)};
    for (const auto& [key, target] : targets) {
        const Result<std::optional<std::string>> text = read_text_param(params, key);
        if (!text) return tl::unexpected(text.error());
        *target = *text;
    }
    const Result<std::optional<std::string>> project = read_text_param(params, "project");
    if (!project) return tl::unexpected(project.error());
    request.project = project->value_or("");
    return {};
}

Result<void> read_lists(const json& params, usecases::CreateRequest& request) {
    const std::array targets = {std::pair("operations", &request.operations),
                                std::pair("down_operations", &request.down_operations)};
    for (const auto& [key, target] : targets) {
        const auto found = params.find(key);
        if (found == params.end() || found->is_null()) continue;
        Result<std::vector<RequestedOperation>> operations = read_operations(*found, key);
        if (!operations) return tl::unexpected(operations.error());
        *target = std::move(*operations);
    }
    if (request.down_operations && !request.operations) {
        return bad_param("down_operations", "down_operations is given without operations", "send both");
    }
    return {};
}

ordered_json write_message(const usecases::Message& message) {
    using Kind = usecases::Message::Kind;
    ordered_json out = {{"type", std::string(usecases::name_of(message.kind))}};
    switch (message.kind) {
        case Kind::file:
            out["path"] = message.path;
            out["language"] = "python";
            out["content"] = message.text;
            break;
        case Kind::operation:
        case Kind::assumption:
            out["text"] = message.text;
            break;
        case Kind::warning:
            out["code"] = message.code;
            out["text"] = message.text;
            break;
        case Kind::reminder:
            out["step"] = message.step;
            out["text"] = message.text;
            out["command"] = message.command;
            break;
    }
    return out;
}

}  // namespace

Result<usecases::CreateRequest> read_create_request(const json& params, const std::string& start) {
    usecases::CreateRequest request{.start = start};
    if (!params.is_object())
        return bad_param("params", "params must be an object", R"(send {"description": "add invoices table"})");
    if (Result<void> fine = check_param_names(params, kKeys); !fine) return tl::unexpected(fine.error());
    if (Result<void> read = read_texts(params, request); !read) return tl::unexpected(read.error());
    if (Result<void> read = read_lists(params, request); !read) return tl::unexpected(read.error());
    const Result<std::optional<int>> number = read_number_param(params, "number");
    if (!number) return tl::unexpected(number.error());
    request.number = *number;
    const Result<bool> dry_run = read_flag_param(params, "dry_run");
    if (!dry_run) return tl::unexpected(dry_run.error());
    const Result<bool> explain = read_flag_param(params, "explain");
    if (!explain) return tl::unexpected(explain.error());
    const Result<bool> empty = read_flag_param(params, "empty");
    if (!empty) return tl::unexpected(empty.error());
    request.dry_run = *dry_run;
    request.empty = *empty;
    return request;
}

bool wants_explanation(const json& params) {
    return params.value("explain", json(false)) == json(true);
}

ordered_json write_review(const usecases::Review& review, bool explain) {
    ordered_json out = {{"revision", review.revision}};
    if (review.down_revisions.empty())
        out["down_revision"] = nullptr;
    else if (review.down_revisions.size() == 1)
        out["down_revision"] = review.down_revisions.front();
    else
        out["down_revision"] = review.down_revisions;
    out["path"] = review.path;
    out["written"] = review.written;
    for (const usecases::Moved& moved : review.moved) {
        out["moved"].push_back({{"from", moved.from},
                                {"to", moved.to},
                                {"old_revision", moved.old_revision},
                                {"revision", moved.revision}});
    }
    if (!review.diff.empty()) out["diff"] = review.diff;
    out["messages"] = ordered_json::array();
    for (const usecases::Message& message : review.messages) out["messages"].push_back(write_message(message));
    if (explain) {
        out["operations"] = ordered_json(write_steps(review.up));
        out["down_operations"] = ordered_json(write_steps(review.down));
    }
    return out;
}

// Short on purpose: an agent pays for it in every session. What is not listed is read, and named in errors.
ordered_json create_input_schema() {
    ordered_json properties;
    properties["description"] = {{"type", "string"}};
    properties["operations"] = operations_json_schema();
    properties["dry_run"] = {{"type", "boolean"}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

ordered_json create_output_schema() {
    const ordered_json text = {{"type", "string"}};
    const ordered_json message = {
        {"type", "object"}, {"properties", {{"type", text}, {"text", text}}}, {"required", {"type"}}};
    ordered_json properties;
    properties["revision"] = text;
    properties["down_revision"]["anyOf"] = {{{"type", "string"}}, {{"type", "array"}}, {{"type", "null"}}};
    properties["path"] = text;
    properties["written"] = {{"type", "boolean"}};
    properties["moved"] = {{"type", "array"}};
    properties["diff"] = text;
    properties["messages"] = {{"type", "array"}, {"items", message}};
    properties["operations"] = {{"type", "array"}};
    properties["down_operations"] = {{"type", "array"}};
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", {"revision", "down_revision", "path", "written", "messages"}}};
}

}  // namespace migrate::server
