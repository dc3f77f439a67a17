#include "usecases/create.h"

#include <algorithm>

#include "base/clock.h"
#include "base/files.h"
#include "base/text.h"
#include "base/write.h"
#include "intent/intent.h"
#include "render/render.h"
#include "usecases/file_name.h"
#include "usecases/models_first.h"
#include "usecases/reminders.h"
#include "usecases/sql_check.h"
#include "usecases/template_file.h"
#include "usecases/workspace.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxTitle = 200;  ///< bytes of the docstring's first line

/// What the words or the operations of a request come to.
struct Wanted {
    std::string title;
    plan::Request plan;
    bool understood = true;
    std::vector<std::string> assumptions;
    std::vector<std::string> unused;
    std::vector<Message> from_models;
};

std::string title_of(const CreateRequest& request, const std::string& read_title) {
    std::string title = base::join(base::split_words(request.message.value_or("")), " ");
    if (title.empty())
        title = base::join(base::split_words(read_title.empty() ? request.description : read_title), " ");
    return std::string(base::cut_utf8(title, kMaxTitle));
}

Result<Wanted> read_request(const CreateRequest& request, const Schema& head) {
    Wanted wanted;
    wanted.plan.down_operations = request.down_operations;
    wanted.plan.backfill = request.backfill;
    std::string read_title;
    if (request.operations) {
        wanted.plan.operations = *request.operations;
        if (request.operations->empty())
            return fail("no_request", "operations is empty", "send at least one operation");
        if (base::trim(request.description).empty()) read_title = describe(request.operations->front());
    } else {
        if (base::trim(request.description).empty()) {
            return fail("no_request", "there is no description", "say what to change, such as: add invoices table");
        }
        Result<intent::Understanding> read = intent::read_description(request.description, head);
        if (!read) return tl::unexpected(read.error());
        wanted.understood = read->understood;
        wanted.assumptions = read->assumptions;
        wanted.unused = read->unused;
        read_title = read->title;
        if (read->understood) wanted.plan.operations = read->operations;
    }
    wanted.title = title_of(request, read_title);
    return wanted;
}

/// A NOT NULL column asked for in words takes its backfill from the request.
void hand_down_backfill(const std::string& value, std::vector<RequestedOperation>& operations) {
    for (RequestedOperation& operation : operations) {
        if (auto* add = std::get_if<RequestedAddColumn>(&operation)) {
            if (!add->column.backfill) add->column.backfill = value;
        }
        if (auto* alter = std::get_if<RequestedAlterColumn>(&operation)) {
            if (!alter->backfill && alter->alter.nullable == false) alter->backfill = value;
        }
    }
}

Error pending_error(const Workspace& workspace, const history::Revision& head) {
    return {"pending", "the same request is pending in " + head.id, "review that file, or revise it: it is the head",
            project::relative_path(workspace.project, head.path)};
}

void warn_of_unused_words(const Wanted& wanted, Review& review) {
    if (wanted.unused.empty()) return;
    const std::string words = base::join(wanted.unused, ", ");
    const std::string text =
        wanted.understood
            ? "these words were read as a remark and change nothing: " + words
            : "not understood: " + words +
                  ". The file is the empty template; send the change as operations and it is filled, such as " +
                  R"form([{"op":"add_column","table":"users","column":{"name":"phone","type":"string(20)"}}])form";
    review.messages.push_back(
        {.kind = Message::Kind::warning, .text = text, .code = wanted.understood ? "unused_words" : "not_understood"});
}

void add_of_kind(Message::Kind kind, const std::vector<Message>& messages, Review& review) {
    for (const Message& message : messages) {
        if (message.kind == kind) review.messages.push_back(message);
    }
}

Review review_of(const Workspace& workspace, const Wanted& wanted, const plan::Plan& made, const FileName& name,
                 const std::vector<std::string>& parents, const std::string& text) {
    Review review{.revision = name.revision, .down_revisions = parents, .understood = wanted.understood};
    review.path = project::relative_path(workspace.project, name.path);
    review.messages.push_back({.kind = Message::Kind::file, .text = text, .path = review.path});
    for (const Step& step : made.up) {
        std::string line = describe(step.operation);
        if (step.only) line += " (" + std::string(name_of(*step.only)) + " only)";
        review.messages.push_back({.kind = Message::Kind::operation, .text = std::move(line)});
    }
    for (const std::string& text_of_assumption : wanted.assumptions) {
        review.messages.push_back({.kind = Message::Kind::assumption, .text = text_of_assumption});
    }
    add_of_kind(Message::Kind::assumption, wanted.from_models, review);
    for (const plan::Note& note : made.assumptions) {
        review.messages.push_back({.kind = Message::Kind::assumption, .text = note.text});
    }
    add_of_kind(Message::Kind::warning, wanted.from_models, review);
    warn_of_unused_words(wanted, review);
    for (const plan::Note& note : made.warnings) {
        review.messages.push_back({.kind = Message::Kind::warning, .text = note.text, .code = note.code});
    }
    add_reminders(workspace.rules, review);
    review.up = made.up;
    review.down = made.down;
    return review;
}

/// Where the new text goes: a new file on top of the head, or the untouched template that is the head already.
struct Place {
    FileName name;
    std::vector<std::string> parents;
    std::optional<history::Revision> replaced;
};

Result<Place> choose_place(const Workspace& workspace, const CreateRequest& request, const Wanted& wanted,
                           const std::string& date) {
    const history::Revision* head = history::find_revision(workspace.graph, workspace.head);
    if (head != nullptr && is_untouched_template(workspace, *head)) {
        if (!wanted.understood && head->message == wanted.title) return tl::unexpected(pending_error(workspace, *head));
        const Result<FileName> name = file_name_of_template(workspace, *head, wanted.title);
        if (!name) return tl::unexpected(name.error());
        return Place{*name, head->down_revisions, *head};
    }
    const Result<FileName> name = next_file_name(workspace, wanted.title, date, request.number);
    if (!name) return tl::unexpected(name.error());
    Place place{*name, {}, std::nullopt};
    if (head != nullptr) place.parents = {head->id};
    return place;
}

Result<void> write_file(const Place& place, const std::string& text) {
    if (!place.replaced) return base::create_exclusive(place.name.path, text);
    if (place.replaced->path == place.name.path) {
        return base::replace_if_unchanged(place.name.path, place.replaced->content_hash, text);
    }
    const std::string folder = base::parent_path(place.name.path);
    return base::change_files(folder,
                              {{base::base_name(place.name.path), std::nullopt, text},
                               {base::base_name(place.replaced->path), place.replaced->content_hash, std::nullopt}});
}

Result<Review> create_in(const project::Project& project, const CreateRequest& request, const std::string& date) {
    Result<Workspace> workspace = open_workspace(project, request.head.value_or(""));
    if (!workspace) return tl::unexpected(workspace.error());
    Result<Wanted> wanted = read_request(request, workspace->postgresql.schema);
    const history::Revision* head = history::find_revision(workspace->graph, workspace->head);
    if (!wanted) {
        const bool repeated =
            head != nullptr && head->message == title_of(request, title_before_colon(request.description));
        return tl::unexpected(repeated ? pending_error(*workspace, *head) : wanted.error());
    }
    if (request.backfill) hand_down_backfill(*request.backfill, wanted->plan.operations);
    Result<FromModels> asked = ask_models(std::move(wanted->plan.operations), workspace->postgresql.schema, project,
                                          request.backfill.has_value());
    if (!asked) return tl::unexpected(asked.error());
    wanted->plan.operations = std::move(asked->operations);
    wanted->from_models = std::move(asked->messages);
    Result<plan::Plan> made = plan::complete(wanted->plan, workspace->heads(), workspace->rules);
    if (!made) {
        const bool repeated = head != nullptr && head->message == wanted->title && !wanted->title.empty();
        return tl::unexpected(repeated ? pending_error(*workspace, *head) : made.error());
    }
    if (Result<void> fine = check_sql(*made); !fine) return tl::unexpected(fine.error());
    const Result<Place> place = choose_place(*workspace, request, *wanted, date);
    if (!place) return tl::unexpected(place.error());
    const render::Header header = header_of(*workspace, wanted->title, place->name, place->parents);
    Result<std::string> text = render::write_migration(header, *made, workspace->rules);
    if (!text) return tl::unexpected(text.error());
    Review review = review_of(*workspace, *wanted, *made, place->name, place->parents, *text);
    if (request.dry_run) return review;
    if (Result<void> written = write_file(*place, *text); !written) return tl::unexpected(written.error());
    review.written = true;
    return review;
}

}  // namespace

Result<Review> create_migration(const CreateRequest& request) {
    const Result<std::string> date =
        request.date ? base::parse_date(*request.date) : Result<std::string>(base::today());
    if (!date) return tl::unexpected(date.error());
    const Result<project::Project> project = project::find_project(request.start, request.project);
    if (!project) return tl::unexpected(project.error());
    if (request.dry_run) return create_in(*project, request, *date);
    const Result<base::DirectoryLock> lock = lock_versions(*project);
    if (!lock) return tl::unexpected(lock.error());
    return create_in(*project, request, *date);
}

}  // namespace migrate::usecases
