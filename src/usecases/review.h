/// The usecases room: what a person or an agent can ask for, as typed requests, and typed reviews as answers.
///
/// Each use case is a folder of its own. The room reads and writes the project's files; it knows
/// nothing of JSON-RPC, MCP or terminals. Values here; what is done with them stands in create/create.h, workspace.h
/// and reviews' writers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/requested.h"

namespace migrate::usecases {

/// One line of a review, in the order a person reads them.
struct Message {
    enum class Kind { file, operation, assumption, warning, reminder };
    Kind kind = Kind::operation;
    std::string text;     ///< a sentence; the file's content for Kind::file
    std::string code;     ///< warnings: stable
    std::string path;     ///< files: relative to the project's root
    std::string command;  ///< reminders: what to type
    int step = 0;         ///< reminders: 1, 2, 3
    bool operator==(const Message&) const = default;
};
std::string_view name_of(Message::Kind kind);

/// A file that got another place in the history.
struct Moved {
    std::string from;  ///< relative to the project's root
    std::string to;
    std::string old_revision;
    std::string revision;
    bool operator==(const Moved&) const = default;
};

/// What came out of creating or changing migrations.
struct Review {
    std::string revision;
    std::vector<std::string> down_revisions;  ///< none for the first migration
    std::string path;                         ///< relative to the project's root
    bool written = false;
    std::vector<Moved> moved;  ///< by a rebase, parents first; `path` is then the last of them
    std::string diff;          ///< of files that were there before, as `diff -u` shows it
    std::vector<Message> messages;
    std::vector<Step> up;  ///< what was decided, for `explain`
    std::vector<Step> down;
};

/// The review as a person reads it: file, operations, assumptions, warnings, reminders; complete on its own.
std::string write_text(const Review& review);

/// For a model whose host shows the person the whole: in about 400 bytes what was written, what it does, what was
/// assumed and what to ask.
std::string write_brief(const Review& review);

}  // namespace migrate::usecases
