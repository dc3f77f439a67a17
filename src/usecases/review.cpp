#include "usecases/review.h"

#include <algorithm>

#include "base/text.h"

namespace migrate::usecases {

std::string_view name_of(Message::Kind kind) {
    switch (kind) {
        case Message::Kind::file:
            return "file";
        case Message::Kind::operation:
            return "operation";
        case Message::Kind::assumption:
            return "assumption";
        case Message::Kind::warning:
            return "warning";
        case Message::Kind::reminder:
            return "reminder";
    }
    return "";
}

namespace {

/// A list of messages of one kind under its heading; nothing when there are none.
void write_list(const Review& review, Message::Kind kind, std::string_view heading, std::string& text) {
    bool first = true;
    for (const Message& message : review.messages) {
        if (message.kind != kind) continue;
        if (first) text += "\n" + std::string(heading) + "\n";
        first = false;
        text += "  - " + message.text + "\n";
    }
}

constexpr std::size_t kRoomForBrief = 400;
constexpr std::string_view kSaidToPerson =
    "The user sees the file, this and the next steps: do not repeat them; one sentence is enough.";

std::vector<std::string> texts_of(const Review& review, Message::Kind kind) {
    std::vector<std::string> texts;
    for (const Message& message : review.messages) {
        if (message.kind == kind) texts.push_back(message.text);
    }
    return texts;
}

/// "HEADING one; two; and 3 more" in about this many bytes; nothing when there are no texts.
std::string in_one_line(std::string_view heading, const std::vector<std::string>& texts, std::size_t room) {
    if (texts.empty()) return "";
    std::string line(heading);
    std::size_t told = 0;
    for (; told < texts.size() && (told == 0 || line.size() + texts[told].size() < room); ++told) {
        line += (told > 0 ? "; " : "") + std::string(base::cut_utf8(texts[told], 2 * room));
    }
    if (told < texts.size()) line += "; and " + std::to_string(texts.size() - told) + " more";
    return line + "\n";
}

/// "Wrote PATH", or what a dry run would do.
std::string done_to(const Review& review) {
    if (review.moved.empty()) return (review.written ? "Wrote " : "Would write (dry run) ") + review.path + "\n";
    return std::string(review.written ? "Moved " : "Would move (dry run) ") + std::to_string(review.moved.size()) +
           (review.moved.size() == 1 ? " file" : " files") + ", the last is " + review.path + "\n";
}

}  // namespace

std::string write_brief(const Review& review) {
    using Kind = Message::Kind;
    std::string text = done_to(review);
    text += in_one_line("", texts_of(review, Kind::operation), 120);
    text += in_one_line("Tell the user, and ask: ", texts_of(review, Kind::warning), 140);
    const std::size_t left = kRoomForBrief - std::min(kRoomForBrief, text.size() + kSaidToPerson.size());
    text += in_one_line("Assumed: ", texts_of(review, Kind::assumption), std::max<std::size_t>(left, 60));
    return text + std::string(kSaidToPerson);
}

std::string write_text(const Review& review) {
    std::string text;
    const std::string parents = base::join(review.down_revisions, ", ");
    if (review.moved.empty()) {
        text += (review.written ? "Wrote " : "Would write (dry run) ") + review.path + "\n";
        text += "revision " + review.revision + ", revises " +
                (parents.empty() ? "nothing: it is the first" : parents) + "\n\n";
    } else {
        text += review.written ? "Rebased:\n" : "Would rebase (dry run):\n";
        for (const Moved& moved : review.moved) {
            text += "  " + moved.from + (moved.from == moved.to ? "" : "\n    is now " + moved.to) + "\n";
        }
        text += "\n";
    }
    for (const Message& message : review.messages) {
        if (message.kind == Message::Kind::file) text += message.text;
    }
    if (!review.diff.empty()) text += review.diff;
    write_list(review, Message::Kind::operation, review.moved.empty() ? "What upgrade() does:" : "What changes:", text);
    write_list(review, Message::Kind::assumption, "Assumed:", text);
    write_list(review, Message::Kind::warning, "Warnings:", text);
    bool first = true;
    for (const Message& message : review.messages) {
        if (message.kind != Message::Kind::reminder) continue;
        if (first) text += "\nNext:\n";
        first = false;
        text += "  " + std::to_string(message.step) + ". " + message.text + "\n";
        const bool shown = message.text.find("`" + message.command + "`") != std::string::npos;
        if (shown || message.command.empty()) continue;
        for (const std::string& line : base::split_lines(message.command)) text += "       " + line + "\n";
    }
    return text;
}

}  // namespace migrate::usecases
