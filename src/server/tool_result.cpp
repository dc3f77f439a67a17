#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "server/create_json.h"
#include "server/error_text.h"
#include "server/tool_list.h"

namespace migrate::server {

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

}  // namespace

std::string dumped(const mcp::OutJson& json) {
    return json.dump(-1, ' ', false, mcp::OutJson::error_handler_t::replace);
}

bool fits(const mcp::ToolResult& result) {
    return result.text.size() <= kMaxResult && dumped(result.structured).size() <= kMaxResult;
}

mcp::ToolResult error_result(const Error& whole) {
    const Error error = bounded(whole);
    std::string text = error.message;
    if (!error.where.empty()) text += " (at " + error.where + ")";
    if (!error.hint.empty()) text += ". " + error.hint;
    return {.text = text + " [" + error.code + "]", .is_error = true};
}

mcp::ToolResult review_result(const Result<usecases::Review>& made, const mcp::Json& arguments) {
    if (!made) return error_result(made.error());
    usecases::Review review = *made;
    if (!review.diff.empty())
        std::erase_if(review.messages, [](const auto& each) { return each.kind == usecases::Message::Kind::file; });
    const bool explain = wants_explanation(arguments);
    mcp::ToolResult result = write_result(review, explain);
    if (!fits(result)) {
        const usecases::Review shorter = shortened(review);
        result = write_result(shorter, explain);
        // The operations alone can be longer than all else.
        if (!fits(result)) result = write_result(shorter, false);
    }
    const mcp::Json meta = arguments.value("_meta", mcp::Json());
    if (meta.is_object() && meta.value(kShownByHook, mcp::Json()) == true) {
        result.text_meta = {{kReviewKey, result.text}};
        result.text = usecases::write_brief(review);
    }
    return result;
}

}  // namespace migrate::server
