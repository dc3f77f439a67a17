#include "usecases/create/create.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/text.h"
#include "usecases/create/compose.h"
#include "usecases/create/file_name.h"
#include "usecases/create/read_back.h"
#include "usecases/create/sql_check.h"
#include "usecases/create/template_file.h"
#include "usecases/other_branches.h"
#include "usecases/workspace.h"
#include "usecases/writing.h"

namespace migrate::usecases {

namespace {

Error pending_error(const Workspace& workspace, const history::Revision& head) {
    return {"pending", "the same request is pending in " + head.id, "review that file, or revise it: it is the head",
            project::relative_path(workspace.project, head.path)};
}

/// Where the new text goes: a new file on top of the head.
struct Place {
    FileName name;
    std::vector<std::string> parents;
    OtherBranches branches;
};

Result<Place> choose_place(const Workspace& workspace, const CreateRequest& request, const Wanted& wanted,
                           const std::string& date) {
    Place place{{}, {}, look_at_branches(workspace)};
    std::set<int> elsewhere;
    for (const auto& [number, phrase] : place.branches.numbers) elsewhere.insert(number);
    place.name = TRY(next_file_name(workspace, wanted.title, date, request.number, elsewhere));
    if (!workspace.head.empty()) place.parents = {workspace.head};
    return place;
}

/// What a migration does, without its header.
std::string_view body_of(std::string_view text) {
    const std::size_t at = text.find("\ndef upgrade(");
    return at == std::string_view::npos ? text : text.substr(at);
}

/// True when the head has this title and does, line for line, the same.
bool is_repeated(const history::Revision* head, const std::string& title, std::string_view text) {
    if (head == nullptr || head->message != title) return false;
    const Result<std::string> there = base::read_file(head->path);
    return there && body_of(*there) == body_of(text);
}

/// Without the lock nothing is written.
Result<Review> create_in(const project::Project& project, const CreateRequest& request, const std::string& date,
                         const VersionsLock* held, const base::Work& work) {
    Workspace workspace = TRY(open_workspace(project, request.head.value_or(""), work));
    Result<Wanted> wanted = read_request(request, workspace.postgresql.schema, *workspace.files);
    const history::Revision* head = history::find_revision(workspace.graph, workspace.head);
    if (!wanted) {
        const bool repeated =
            head != nullptr && head->message == title_of(request, title_before_colon(request.description));
        return tl::unexpected(repeated ? pending_error(workspace, *head) : wanted.error());
    }
    const Result<plan::Plan> made = make_plan(*wanted, request, workspace);
    if (!made) {
        const bool repeated = head != nullptr && head->message == wanted->title && !wanted->title.empty();
        return tl::unexpected(repeated ? pending_error(workspace, *head) : made.error());
    }
    TRY(check_sql(*made, wanted->plan, workspace));
    const Place place = TRY(choose_place(workspace, request, *wanted, date));
    const render::Header header = header_of(workspace, wanted->title, place.name, place.parents);
    const WrittenText written_text = TRY(write_text_of(workspace, header, *made));
    const std::string& text = written_text.text;
    if (is_repeated(head, wanted->title, text)) return tl::unexpected(pending_error(workspace, *head));
    Review review = review_of(workspace, *wanted, *made, place.name, place.parents, written_text);
    note_branches(place.branches, place.name.number, request.number.has_value(), review);
    if (held == nullptr) return review;
    TRY(base::go_on(work));
    TRY(write_new_file(*held, project, place.name.path, text));
    review.written = true;
    return review;
}

}  // namespace

Result<Review> create_migration(const CreateRequest& request, const base::Work& work) {
    const std::string date = TRY(request.date ? base::parse_date(*request.date) : Result<std::string>(base::now()));
    const project::Project project = TRY(project::find_project(request.start, request.project));
    if (request.dry_run) return create_in(project, request, date, nullptr, work);
    const VersionsLock held = TRY(lock_versions(project, work.cancel));
    return create_in(project, request, date, &held, work);
}

}  // namespace migrate::usecases
