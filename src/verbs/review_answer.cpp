#include "verbs/review_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace migrate::verbs {

namespace {

constexpr std::size_t kRoomForFile = 12'000;  ///< of kMaxResult, each
constexpr std::size_t kRoomForDiff = 6'000;
constexpr std::size_t kRoomForMessages = 12'000;
constexpr std::size_t kMostMoved = 20;

/// Whole lines from the beginning, then how many more there are.
std::string first_lines(const std::string& text, std::size_t room, std::string_view where_all_is) {
    if (text.size() <= room) return text;
    const std::size_t end = text.rfind('\n', room);
    const std::string_view kept =
        end == std::string::npos ? base::cut_utf8(text, room) : std::string_view(text).substr(0, end + 1);
    const auto left_out = std::count(text.begin() + static_cast<std::ptrdiff_t>(kept.size()), text.end(), '\n');
    return fmt::format("{}# ... {} more lines{}\n", kept, left_out, where_all_is);
}

/// The same review with each part cut to its share; what is cut says so.
usecases::Review shortened(usecases::Review review) {
    using Kind = usecases::Message::Kind;
    const std::string all = review.written ? ": the whole is in " + review.path : "";
    review.diff = first_lines(review.diff, kRoomForDiff, all);
    std::size_t used = 0;
    std::size_t left_out = 0;
    std::vector<usecases::Message> kept;
    for (usecases::Message& message : review.messages) {
        if (message.kind == Kind::file) {
            message.text = first_lines(message.text, kRoomForFile, all);
        } else if (message.kind != Kind::reminder) {
            used += message.text.size() + message.code.size() + 40;
            if (used > kRoomForMessages) {
                ++left_out;
                continue;
            }
        }
        kept.push_back(std::move(message));
    }
    review.messages = std::move(kept);
    if (review.moved.size() > kMostMoved) {
        left_out += review.moved.size() - kMostMoved;
        review.moved.resize(kMostMoved);
    }
    if (left_out > 0) {
        review.messages.push_back({.kind = Kind::warning,
                                   .text = fmt::format("{} more messages are left out of this answer", left_out),
                                   .code = "left_out"});
    }
    return review;
}

mcp::ToolResult write_result(const usecases::Review& review, bool explain) {
    return {.structured = write_review(review, explain), .text = usecases::write_text(review)};
}

OutJson write_message(const usecases::Message& message) {
    using Kind = usecases::Message::Kind;
    OutJson out = {{"type", std::string(usecases::name_of(message.kind))}};
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

OutJson write_review(const usecases::Review& review, bool explain) {
    OutJson out = {{"revision", review.revision}};
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
    out["messages"] = OutJson::array();
    for (const usecases::Message& message : review.messages) out["messages"].push_back(write_message(message));
    if (explain) {
        out["operations"] = OutJson(write_steps(review.up));
        out["down_operations"] = OutJson(write_steps(review.down));
    }
    return out;
}

OutJson review_schema() {
    const OutJson text = {{"type", "string"}};
    const OutJson message = {
        {"type", "object"}, {"properties", {{"type", text}, {"text", text}}}, {"required", {"type"}}};
    OutJson properties;
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

mcp::ToolResult review_result(usecases::Review review, bool explain) {
    if (!review.diff.empty())
        std::erase_if(review.messages, [](const auto& each) { return each.kind == usecases::Message::Kind::file; });
    mcp::ToolResult result = write_result(review, explain);
    if (fits(result)) return result;
    const usecases::Review shorter = shortened(review);
    result = write_result(shorter, explain);
    // The operations alone can be longer than all else.
    return fits(result) ? result : write_result(shorter, false);
}

}  // namespace migrate::verbs
