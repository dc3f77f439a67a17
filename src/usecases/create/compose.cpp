#include "usecases/create/compose.h"

#include "base/attempt.h"
#include "base/text.h"
#include "intent/intent.h"
#include "project/databases.h"
#include "usecases/create/class_names.h"
#include "usecases/create/models_first.h"
#include "usecases/create/not_understood.h"
#include "usecases/create/own_findings.h"
#include "usecases/create/sql_check.h"
#include "usecases/reminders.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxTitle = 200;  ///< bytes of the docstring's first line

void warn_of_unused_words(const Wanted& wanted, Review& review) {
    if (wanted.unused.empty()) return;
    review.messages.push_back(
        {.kind = Message::Kind::warning,
         .text = "these words were read as a remark and change nothing: " + base::join(wanted.unused, ", "),
         .code = "unused_words"});
}

void add_of_kind(Message::Kind kind, const std::vector<Message>& messages, Review& review) {
    for (const Message& message : messages) {
        if (message.kind == kind) review.messages.push_back(message);
    }
}

void add_steps(const std::vector<Step>& steps, const std::string& before, Review& review) {
    for (const Step& step : steps) {
        std::string line = before + describe_with_sql(step.operation);
        if (step.only) line += " (" + std::string(name_of(*step.only)) + " only)";
        review.messages.push_back({.kind = Message::Kind::operation, .text = std::move(line)});
    }
}

}  // namespace

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

std::string title_of(const CreateRequest& request, const std::string& read_title) {
    std::string title = base::join(base::split_words(request.message.value_or("")), " ");
    if (title.empty())
        title = base::join(base::split_words(read_title.empty() ? request.description : read_title), " ");
    return std::string(base::cut_utf8(title, kMaxTitle));
}

/// As it stands, else with the tables of the classes that it names.
static Result<intent::Understanding> understand(const std::string& description, const Schema& head,
                                                ProjectFiles& files) {
    Result<intent::Understanding> read = intent::read_description(description, head);
    if (read ? read->understood : read.error().code != "no_such_table") return read;
    const Reworded reworded = name_tables_of_classes(description, head, files);
    if (reworded.assumptions.empty()) return read;
    Result<intent::Understanding> again = intent::read_description(reworded.description, head);
    if (!again || !again->understood) return again ? read : again;
    again->title = read ? read->title : again->title;
    again->assumptions.insert(again->assumptions.begin(), reworded.assumptions.begin(), reworded.assumptions.end());
    return again;
}

Result<Wanted> read_request(const CreateRequest& request, const Schema& head, ProjectFiles& files) {
    Wanted wanted;
    wanted.plan.down_operations = request.down_operations;
    wanted.plan.backfill = request.backfill;
    std::string read_title;
    const bool no_words = base::trim(request.description).empty();
    if (request.empty) {
        if (request.operations) return fail("bad_params", "empty and operations are both given", "send one", "empty");
        if (no_words && !request.message) return fail("no_request", "the file needs a title", "give a description");
    } else if (request.operations) {
        wanted.plan.operations = *request.operations;
        if (request.operations->empty())
            return fail("no_request", "operations is empty", "send at least one operation");
        if (no_words) read_title = describe(request.operations->front());
    } else {
        if (no_words)
            return fail("no_request", "there is no description", "say what to change, such as: add invoices table");
        Result<intent::Understanding> read = understand(request.description, head, files);
        if (!read) return tl::unexpected(read.error());
        if (read->glimpse) {
            return tl::unexpected(not_understood_error(*read->glimpse, head, "description", "operations"));
        }
        wanted.assumptions = read->assumptions;
        wanted.unused = read->unused;
        read_title = read->title;
        wanted.plan.operations = read->operations;
    }
    wanted.title = title_of(request, read_title);
    return wanted;
}

Result<plan::Plan> make_plan(Wanted& wanted, const CreateRequest& request, const Workspace& workspace) {
    if (request.backfill) hand_down_backfill(*request.backfill, wanted.plan.operations);
    FromModels asked = TRY(ask_models(std::move(wanted.plan.operations), workspace.postgresql.schema, *workspace.files,
                                      request.backfill.has_value(), workspace.kept.get()));
    wanted.plan.operations = std::move(asked.operations);
    wanted.from_models = std::move(asked.messages);
    return plan::complete(wanted.plan, workspace.heads(), workspace.rules);
}

Review review_of(const Workspace& workspace, const Wanted& wanted, const plan::Plan& made, const FileName& name,
                 const std::vector<std::string>& parents, const WrittenText& written) {
    const std::string& text = written.text;
    Review review{.revision = name.revision, .down_revisions = parents};
    review.path = project::relative_path(workspace.project, name.path);
    review.messages.push_back({.kind = Message::Kind::file, .text = text, .path = review.path});
    add_steps(made.up, "", review);
    if (wanted.plan.down_operations) add_steps(made.down, "downgrade: ", review);
    if (const std::string note = project::note_of_other(workspace.databases); !note.empty())
        review.messages.push_back({.kind = Message::Kind::assumption, .text = note});
    for (const std::string& text_of_assumption : wanted.assumptions) {
        review.messages.push_back({.kind = Message::Kind::assumption, .text = text_of_assumption});
    }
    add_of_kind(Message::Kind::assumption, wanted.from_models, review);
    for (const plan::Note& note : made.assumptions) {
        review.messages.push_back({.kind = Message::Kind::assumption, .text = note.text});
    }
    if (!workspace.naming.unknown.empty() && text.find("op.f(") != std::string::npos) {
        const std::string why = workspace.naming.unknown + " (" + workspace.naming.where + ")";
        review.messages.push_back({.kind = Message::Kind::assumption,
                                   .text = "names stand in op.f(), which no naming convention changes: which one the "
                                           "project's metadata has is not known: " +
                                           why});
    }
    add_of_kind(Message::Kind::warning, wanted.from_models, review);
    warn_of_unused_words(wanted, review);
    if (!written.note.empty()) {
        review.messages.push_back({.kind = Message::Kind::warning, .text = written.note, .code = "template_not_taken"});
    }
    for (const plan::Note& note : made.warnings) {
        review.messages.push_back({.kind = Message::Kind::warning, .text = note.text, .code = note.code});
    }
    review.up = made.up;
    review.down = made.down;
    add_findings(workspace, name, text, review);
    add_reminders(workspace.rules, review);
    return review;
}

}  // namespace migrate::usecases
