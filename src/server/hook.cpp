#include "server/hook.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/allowance.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/text.h"
#include "base/visible.h"
#include "rpc/message.h"
#include "server/tools.h"
#include "usecases/check/check.h"
#include "verbs/verb.h"

namespace migrate::server {

namespace {

constexpr const char* kBefore = "PreToolUse";
constexpr const char* kAfter = "PostToolUse";
constexpr std::string_view kPrefix = "mcp__plugin_migrate_alembic__";
constexpr std::size_t kRoomForEnd = 400;

std::string text_at(const rpc::Json& value, const char* key) {
    if (!value.is_object()) return "";
    const auto found = value.find(key);
    return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The file that was edited, when it may be a migration by its name and its text.
std::optional<std::string> edited_file(const rpc::Json& message) {
    const std::string file = text_at(message["tool_input"], "file_path");
    if (!file.ends_with(".py") || file.find('\0') != std::string::npos) return std::nullopt;
    const std::string path = base::join_path(text_at(message, "cwd"), file);
    const Result<std::string> text = base::is_absolute(path) ? base::read_file(path) : Result<std::string>("");
    if (!text || text->find("revision") == std::string::npos) return std::nullopt;
    return path;
}

std::string write_text(const usecases::CheckView& view) {
    std::string text = "alembic-migrate checked this migration:\n";
    std::size_t told = 0;
    for (const lint::Found& found : view.found) {
        const std::string one = usecases::write_found_text(found);
        if (text.size() + one.size() + kRoomForEnd > kMaxHookText) break;
        text += one;
        ++told;
    }
    if (told < view.found.size())
        text += std::to_string(view.found.size() - told) + " more: call check_migrations, or alembic-migrate check\n";
    return text + "Repair what is wrong. What is meant so stays, with `# migrate: ignore[rule] why` on its line.";
}

/// What the agent gets to read after its edit.
rpc::OutJson after_edit(const std::string& text) {
    return {{"hookSpecificOutput", {{"hookEventName", kAfter}, {"additionalContext", text}}}};
}

/// What check says of the file that was just edited.
rpc::OutJson review_edit(const rpc::Json& message, const base::Work& work) {
    const std::optional<std::string> file = edited_file(message);
    if (!file) return nullptr;
    Result<usecases::CheckView> view;
    const auto stopped = base::within({}, [&] { view = usecases::check_one_file(*file, work); });
    if (stopped) return after_edit("alembic-migrate did not check this migration: " + base::visible(stopped->message));
    if (!view) return nullptr;
    std::erase_if(view->found, [](const lint::Found& found) { return found.finding.severity == lint::Severity::info; });
    if (view->found.empty()) return nullptr;
    return after_edit(write_text(*view));
}

/// Where a person sits at the client's own terminal: there what a hook says is shown to them.
bool is_shown_to_person() {
    return base::environment_variable("CLAUDE_CODE_ENTRYPOINT") == "cli";
}

/// Our own tools need no permission; where the person will be shown the answer, the server is told.
rpc::OutJson allow(const rpc::Json& message, std::string_view tool) {
    const bool is_allowed = std::ranges::any_of(verbs::all_verbs(), [&](const verbs::Verb& verb) {
        return !tool.empty() && verb.tool.name == tool && !verb.tool.asks_first;
    });
    if (!is_allowed) return nullptr;
    rpc::OutJson answer = {{"hookEventName", kBefore}, {"permissionDecision", "allow"}};
    const rpc::Json& input = message["tool_input"];
    if (is_shown_to_person() && input.is_object()) {
        answer["updatedInput"] = rpc::OutJson(input);
        answer["updatedInput"]["_meta"] = {{kShownByHook, true}};
    }
    return {{"hookSpecificOutput", std::move(answer)}};
}

/// What the server left for the person with its brief answer.
rpc::OutJson show_review(const rpc::Json& message) {
    const auto response = message.find("tool_response");
    if (response == message.end() || !response->is_array()) return nullptr;
    for (const rpc::Json& block : *response) {
        const auto meta = block.is_object() ? block.find("_meta") : block.end();
        const std::string review = meta == block.end() ? "" : text_at(*meta, kReviewKey);
        if (!review.empty()) return {{"systemMessage", base::visible(review, true)}};
    }
    return nullptr;
}

rpc::OutJson answer_to(const rpc::Json& message, const base::Work& work) {
    const std::string event = text_at(message, "hook_event_name");
    const std::string tool = text_at(message, "tool_name");
    if (!message.is_object() || !message.contains("tool_input")) return nullptr;
    const bool own = tool.starts_with(kPrefix);
    if (event == kBefore) return own ? allow(message, std::string_view(tool).substr(kPrefix.size())) : nullptr;
    if (event != kAfter) return nullptr;
    return own ? show_review(message) : review_edit(message, work);
}

}  // namespace

std::string answer_hook(std::string_view input, const base::Work& work) {
    if (input.size() > kMaxHookInput) return "";
    const auto message = rpc::read_json(input);
    if (!message) return "";
    const rpc::OutJson answer = answer_to(*message, work);
    return answer.is_null() ? ""
                            : base::with_escapes(answer.dump(-1, ' ', false, rpc::OutJson::error_handler_t::replace));
}

}  // namespace migrate::server
