#include "usecases/review.h"

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

}  // namespace

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
