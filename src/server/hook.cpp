#include "server/hook.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/files.h"
#include "base/text.h"
#include "base/visible.h"
#include "rpc/message.h"
#include "usecases/check.h"

namespace migrate::server {

namespace {

constexpr const char* kEvent = "PostToolUse";
constexpr std::size_t kRoomForEnd = 400;

std::string text_at(const rpc::Json& value, const char* key) {
    if (!value.is_object()) return "";
    const auto found = value.find(key);
    return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The file that was edited, when it may be a migration by its name and its text.
std::optional<std::string> edited_file(std::string_view input) {
    const auto message = rpc::read_json(input);
    if (!message || text_at(*message, "hook_event_name") != kEvent || !message->contains("tool_input"))
        return std::nullopt;
    const std::string file = text_at((*message)["tool_input"], "file_path");
    if (!file.ends_with(".py") || file.find('\0') != std::string::npos) return std::nullopt;
    const std::string path = base::join_path(text_at(*message, "cwd"), file);
    const Result<std::string> text = path.starts_with('/') ? base::read_file(path) : Result<std::string>("");
    if (!text || text->find("revision") == std::string::npos) return std::nullopt;
    return path;
}

std::string write_text(const usecases::CheckView& view) {
    std::string text = "alembic-migrate checked this migration:\n";
    std::size_t told = 0;
    for (const usecases::Found& found : view.found) {
        const std::string one = usecases::write_found_text(found);
        if (text.size() + one.size() + kRoomForEnd > kMaxHookText) break;
        text += one;
        ++told;
    }
    if (told < view.found.size())
        text += std::to_string(view.found.size() - told) + " more: call check_migrations, or alembic-migrate check\n";
    return text + "Repair what is wrong. What is meant so stays, with `# migrate: ignore[rule] why` on its line.";
}

}  // namespace

std::string answer_hook(std::string_view input) {
    if (input.size() > kMaxHookInput) return "";
    const std::optional<std::string> file = edited_file(input);
    if (!file) return "";
    Result<usecases::CheckView> view = usecases::check_one_file(*file);
    if (!view) return "";
    std::erase_if(view->found,
                  [](const usecases::Found& found) { return found.finding.severity == lint::Severity::info; });
    if (view->found.empty()) return "";
    const rpc::OutJson answer = {
        {"hookSpecificOutput", {{"hookEventName", kEvent}, {"additionalContext", write_text(*view)}}}};
    return base::with_escapes(answer.dump(-1, ' ', false, rpc::OutJson::error_handler_t::replace));
}

}  // namespace migrate::server
