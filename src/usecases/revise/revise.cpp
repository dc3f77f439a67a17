#include "usecases/revise/revise.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/files.h"
#include "base/text.h"
#include "intent/intent.h"
#include "schema/naming.h"
#include "usecases/create/compose.h"
#include "usecases/create/models_first.h"
#include "usecases/create/not_understood.h"
#include "usecases/create/read_back.h"
#include "usecases/create/sql_check.h"
#include "usecases/create/template_file.h"
#include "usecases/revise/fold.h"
#include "usecases/revise/revisable.h"
#include "usecases/revise/still_ours.h"
#include "usecases/text_diff.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMostLines = 6;  ///< of a person's, that are shown

bool is_in_parts(const ReviseRequest& request) {
    return !request.change.empty() || !request.add.empty() || !request.remove.empty();
}

tl::unexpected<Error> pending(const Workspace& workspace, const history::Revision& revision) {
    return fail("pending", "that is pending in " + revision.id + " already: nothing would change", "review that file",
                project::relative_path(workspace.project, revision.path));
}

/// The tables that are not what they were: those that a change is about where it does not name one.
std::vector<TableName> changed_tables(const Schema& before, const Schema& after) {
    std::vector<TableName> changed;
    for (const auto& [name, table] : after.tables) {
        const Table* old = find_table(before, name);
        if (old == nullptr || *old != table) changed.push_back(name);
    }
    return changed;
}

/// A change in words; where it names no table, that of the migration if it has one only ("add paid_at").
Result<intent::Understanding> read_about(const std::string& change, const Schema& after,
                                         const std::vector<TableName>& tables) {
    Result<intent::Understanding> read = intent::read_description(change, after, tables);
    if (!read || read->understood || tables.size() != 1) return read;
    const std::string table = to_string(tables.front());
    if (quote_identifier(table) != table) return read;
    Result<intent::Understanding> there = intent::read_description("in " + table + ", " + change, after, tables);
    if (!there || !there->understood) return read;
    there->assumptions.push_back("\"" + change + "\" is taken as of " + table + ", the only table of this migration");
    return there;
}

/// What `change` says in words; an error that the file itself causes is told as such.
Result<std::vector<RequestedOperation>> read_change(const ReviseRequest& request, const Workspace& before,
                                                    const history::Revision& revision, const Schema& after,
                                                    Wanted& wanted) {
    const Schema& head = before.postgresql.schema;
    const Result<intent::Understanding> read = read_about(request.change, after, changed_tables(head, after));
    if (!read) {
        const bool exists = read.error().code.ends_with("_exists");
        const bool made_here = exists && intent::read_description(request.change, head).has_value();
        return made_here ? pending(before, revision) : tl::unexpected(read.error());
    }
    if (read->glimpse) return tl::unexpected(not_understood_error(*read->glimpse, after, "change", "add"));
    wanted.assumptions = read->assumptions;
    wanted.unused = read->unused;
    return read->operations;
}

/// What the file does now, with the changes put in.
Result<plan::Plan> plan_in_parts(const ReviseRequest& request, const Workspace& before,
                                 const history::Revision& revision, const Recognised& recognised, Wanted& wanted) {
    if (!recognised.requests) {
        return fail("not_in_parts", revision.id + " does what cannot be asked for again piece by piece",
                    "send the whole request anew: description or operations");
    }
    std::vector<RequestedOperation> more = request.add;
    if (!request.change.empty()) {
        std::vector<RequestedOperation> read = TRY(read_change(request, before, revision, recognised.after, wanted));
        more.insert(more.end(), read.begin(), read.end());
    }
    if (request.wanted.backfill) hand_down_backfill(*request.wanted.backfill, more);
    FromModels asked = TRY(ask_models(std::move(more), recognised.after, *before.files,
                                      request.wanted.backfill.has_value(), before.kept.get()));
    wanted.from_models = std::move(asked.messages);
    wanted.plan.operations = *recognised.requests;
    for (const std::string& name : request.remove) {
        const RequestedOperation drop = TRY(drop_of(wanted.plan.operations, name));
        wanted.plan.operations = fold(std::move(wanted.plan.operations), drop).operations;
    }
    for (const RequestedOperation& one : asked.operations) {
        Folded folded = fold(std::move(wanted.plan.operations), one);
        wanted.plan.operations = std::move(folded.operations);
        if (!folded.assumption.empty()) wanted.assumptions.push_back(std::move(folded.assumption));
    }
    const std::string message = base::join(base::split_words(request.wanted.message.value_or("")), " ");
    wanted.title = message.empty() ? revision.message : message;
    return plan::complete(wanted.plan, before.heads(), before.rules);
}

Result<plan::Plan> plan_whole(const ReviseRequest& request, const Workspace& before, const history::Revision& revision,
                              Wanted& wanted) {
    CreateRequest whole = request.wanted;
    if (whole.description.empty() && !whole.message) whole.message = revision.message;
    wanted = TRY(read_request(whole, before.postgresql.schema, *before.files));
    return make_plan(wanted, whole, before);
}

/// Lines that are not ours, where it is known what ours would be.
std::string persons_lines(const Recognised& recognised, const std::string& text) {
    const std::string& ours = recognised.asked.empty() ? recognised.written : recognised.asked;
    std::vector<std::string> lines;
    const std::string diff = ours.empty() ? "" : unified_diff(ours, text, "", "");
    for (const std::string& line : base::split_lines(diff)) {
        const std::string_view own = base::trim(std::string_view(line).substr(line.empty() ? 0 : 1));
        if (lines.size() < kMostLines && line.starts_with('+') && !line.starts_with("+++ ") && !own.empty())
            lines.emplace_back(own);
    }
    return base::join(lines, " | ");
}

Error edited_error(const project::Project& project, const history::Revision& revision, const std::string& lines) {
    std::string message = base::base_name(revision.path) + " was edited by hand and stays as it is";
    if (!lines.empty()) message += "; lines that are not ours: " + lines;
    return {
        "edited", std::move(message),
        "make a new migration for the change (create_migration, alembic-migrate new), or let the user edit the file; "
        "replace_edited with the whole request writes it anew, without those lines",
        project::relative_path(project, revision.path)};
}

/// The new text with the lines of a person that the file has; nothing where they cannot be told apart from what
/// changes, or where the file would then not do what is planned.
std::optional<std::string> with_persons_lines(const Recognised& recognised, const std::string& edited,
                                              const std::string& text, const render::Header& header,
                                              const plan::Plan& made, const Workspace& before) {
    const std::optional<std::string> both = merged(recognised.asked, edited, text);
    const bool is_fine = both && fault_in(*both, header, made, before).empty() && does_the_same(*both, text, before);
    return is_fine ? both : std::nullopt;
}

/// Without the lock nothing is written.
Result<Review> revise_in(const project::Project& project, const ReviseRequest& request, const VersionsLock* held,
                         const base::Work& work) {
    const Revisable target = TRY(find_revisable(project, request.revision, request.allow_committed, work));
    const history::Revision& revision = target.revision;
    const Workspace& before = target.before;
    const Recognised recognised = recognise(before, revision, target.text);
    const bool in_parts = is_in_parts(request);
    const bool keeps_lines = in_parts && recognised.asked != target.text;
    const std::string lines = persons_lines(recognised, target.text);
    if (!recognised.word_for_word && !request.replace_edited && (!in_parts || recognised.asked.empty()))
        return tl::unexpected(edited_error(project, revision, lines));
    Wanted wanted;
    const plan::Plan made = TRY(in_parts ? plan_in_parts(request, before, revision, recognised, wanted)
                                         : plan_whole(request, before, revision, wanted));
    TRY(check_sql(made, wanted.plan, before));
    const Result<FileName> name = renamed_file(before, revision, wanted.title);
    if (!name) return tl::unexpected(name.error());
    const render::Header header = header_of(before, wanted.title, *name, revision.down_revisions);
    WrittenText written_text = TRY(write_text_of(before, header, made));
    if (keeps_lines) {
        std::optional<std::string> both =
            with_persons_lines(recognised, target.text, written_text.text, header, made, before);
        if (!both) return tl::unexpected(edited_error(project, revision, lines));
        written_text.text = std::move(*both);
        if (!lines.empty()) wanted.assumptions.push_back("lines that are not ours stay: " + lines);
    }
    const std::string& text = written_text.text;
    if (text == target.text && name->path == revision.path) return pending(before, revision);
    Review review = review_of(before, wanted, made, *name, revision.down_revisions, written_text);
    review.diff = unified_diff(target.text, text, project::relative_path(project, revision.path), review.path);
    TRY(check_place(project, revision.path));
    if (held == nullptr) return review;
    TRY(base::go_on(work));
    TRY(write_edits(*held, project, {{revision.path, revision.content_hash, name->path, text}}));
    review.written = true;
    return review;
}

/// ".20260301_000019_add_phone.py.discarded", with a number where one is there already.
std::string backup_path(const std::string& path) {
    const std::string first = base::join_path(base::parent_path(path), "." + base::base_name(path) + ".discarded");
    std::string free = first;
    for (int i = 2; base::exists(free); ++i) free = first + "." + std::to_string(i);
    return free;
}

/// Likewise.
Result<Review> discard_in(const project::Project& project, const ReviseRequest& request, const VersionsLock* held,
                          const base::Work& work) {
    const Revisable target = TRY(find_revisable(project, request.revision, request.allow_committed, work));
    const history::Revision& revision = target.revision;
    const std::string backup = backup_path(revision.path);
    const std::string shown = project::relative_path(project, revision.path);
    Review review{.revision = revision.id, .down_revisions = revision.down_revisions};
    review.path = project::relative_path(project, backup);
    review.moved.push_back({shown, review.path, revision.id, revision.id});
    review.messages.push_back({.kind = Message::Kind::operation,
                               .text = "take back " + shown + ": the head is " +
                                       (target.before.head.empty() ? "nothing" : target.before.head) + " again"});
    review.messages.push_back({.kind = Message::Kind::assumption,
                               .text = "nothing is lost: the file is kept as " + review.path +
                                       ", which Alembic does not read; rename it to have it back"});
    TRY(check_place(project, revision.path));
    if (held == nullptr) return review;
    TRY(base::go_on(work));
    TRY(write_edits(*held, project, {{revision.path, revision.content_hash, backup, target.text}}));
    review.written = true;
    return review;
}

using Change = Result<Review> (*)(const project::Project&, const ReviseRequest&, const VersionsLock*,
                                  const base::Work&);

Result<Review> under_lock(const ReviseRequest& request, const base::Work& work, Change change) {
    const project::Project project = TRY(project::find_project(request.wanted.start, request.wanted.project));
    return with_lock(project, request.wanted.dry_run, work.cancel,
                     [&](const VersionsLock* held) { return change(project, request, held, work); });
}

}  // namespace

Result<Review> revise_migration(const ReviseRequest& request, const base::Work& work) {
    const bool whole = !request.wanted.description.empty() || request.wanted.operations;
    if (whole && is_in_parts(request)) {
        return fail("bad_params", "the whole request and a change of it are both given",
                    "send description or operations, or else change, add and remove");
    }
    if (!whole && !is_in_parts(request)) {
        return fail("no_request", "nothing is said about what the migration should do",
                    "say the change, such as: make total not null");
    }
    if (request.replace_edited && is_in_parts(request)) {
        return fail("bad_params", "an edited file can only be replaced whole", "send description or operations",
                    "replace_edited");
    }
    return under_lock(request, work, revise_in);
}

Result<Review> discard_migration(const ReviseRequest& request, const base::Work& work) {
    return under_lock(request, work, discard_in);
}

}  // namespace migrate::usecases
