#include "usecases/merge/branches.h"

#include <algorithm>
#include <set>

#include "base/attempt.h"
#include "base/files.h"
#include "usecases/merge/objects.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

using replay::Remark;
using replay::Replay;

/// The files of one lane as one replay saw them.
using Seen = std::vector<Replay::File>;

/// What one order of the two leads to on one database.
struct Sequence {
    Schema schema;
    Seen front;
    Seen behind;
};

struct BothSequences {
    Sequence postgresql;
    Sequence sqlite;
};

Sequence split_up(Replay replayed, std::size_t common, std::size_t front) {
    const auto first = replayed.files.begin() + static_cast<std::ptrdiff_t>(common);
    const auto second = first + static_cast<std::ptrdiff_t>(front);
    return {std::move(replayed.schema), Seen(first, second), Seen(second, replayed.files.end())};
}

Result<BothSequences> run(const project::Project& project, const std::vector<history::Revision>& common,
                          const Lane& front, const Lane& behind, const base::Work& work) {
    replay::Line line;
    for (const std::vector<history::Revision>* part : {&common, &front.revisions, &behind.revisions}) {
        for (const history::Revision& revision : *part) line.push_back(&revision);
    }
    replay::Surroundings around = surroundings_of(project, work);
    around.lists_from = common.size();
    replay::BothReplays both = TRY(replay::replay_line_on_both(project, line, {}, around, work));
    const std::size_t length = front.revisions.size();
    return BothSequences{split_up(std::move(both.postgresql), common.size(), length),
                         split_up(std::move(both.sqlite), common.size(), length)};
}

std::vector<Operation> operations_of(const Seen& files) {
    std::vector<Operation> all;
    for (const Replay::File& file : files) all.insert(all.end(), file.operations.begin(), file.operations.end());
    return all;
}

void add_once(std::string text, std::vector<std::string>& texts) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

/// "a and b both add table x", or the phrase itself where it names them.
std::string with_names(const std::string& clash, const std::string& one, const std::string& other) {
    return clash.starts_with("both ") ? one + " and " + other + " " + clash : clash;
}

void note_objects(const Sequence& forward, const Sequence& backward, const Branches& branches, Meeting& meeting) {
    const std::string one = name_of(branches.first);
    const std::string other = name_of(branches.second);
    const auto first = uses_of(operations_of(forward.front));
    const auto second = uses_of(operations_of(backward.front));
    for (const std::string& clash : clashes(first, second, one, other)) {
        add_once(with_names(clash, one, other), meeting.conflicts);
    }
}

std::set<std::string> all_failures(const Seen& files) {
    std::set<std::string> found;
    for (const Replay::File& file : files) found.merge(failures_of(file));
    return found;
}

void note_failures(const Seen& alone, const Seen& behind, const Lane& other, Meeting& meeting) {
    const std::set<std::string> usual = all_failures(alone);
    for (const std::string& failure : all_failures(behind)) {
        if (!usual.contains(failure)) add_once(failure + " (behind " + name_of(other) + ")", meeting.conflicts);
    }
}

/// What stands between the two on one database.
void judge(const Sequence& forward, const Sequence& backward, const Branches& branches, Meeting& meeting) {
    for (const Seen* front : {&forward.front, &backward.front}) {
        for (const Replay::File& file : *front) note_unknown(file, meeting.unknown);
    }
    if (!meeting.conflicts.empty()) return;  // the names of objects say more than what follows from them
    note_failures(forward.front, backward.behind, branches.second, meeting);
    note_failures(backward.front, forward.behind, branches.first, meeting);
    if (!meeting.conflicts.empty() || same_schema(forward.schema, backward.schema)) return;
    for (const std::string& difference : differences(forward.schema, backward.schema)) {
        add_once("the order of the branches matters: " + difference, meeting.conflicts);
    }
}

}  // namespace

std::set<std::string> failures_of(const Replay::File& file) {
    std::set<std::string> found;
    for (const Remark& remark : file.remarks) {
        if (remark.kind == Remark::Kind::fails) found.insert(remark.where + ": " + remark.text);
    }
    return found;
}

void note_unknown(const Replay::File& file, std::vector<std::string>& unknown) {
    for (const Remark& remark : file.remarks) {
        if (remark.kind == Remark::Kind::unknown) add_once(remark.where + ": " + remark.text, unknown);
    }
}

Branches branches_of(const history::Graph& graph, const std::string& first_head, const std::string& second_head) {
    std::set<std::string> first;
    std::set<std::string> second;
    for (const history::Revision* revision : history::chain_to(graph, first_head)) first.insert(revision->id);
    for (const history::Revision* revision : history::chain_to(graph, second_head)) second.insert(revision->id);
    Branches branches{{}, {first_head, {}}, {second_head, {}}};
    for (const history::Revision& revision : graph.revisions) {
        const bool in_first = first.contains(revision.id);
        const bool in_second = second.contains(revision.id);
        if (in_first && in_second)
            branches.common.push_back(revision);
        else if (in_first)
            branches.first.revisions.push_back(revision);
        else if (in_second)
            branches.second.revisions.push_back(revision);
    }
    return branches;
}

Result<Meeting> meet(const project::Project& project, const Branches& branches, const base::Work& work) {
    const BothSequences forward = TRY(run(project, branches.common, branches.first, branches.second, work));
    const BothSequences backward = TRY(run(project, branches.common, branches.second, branches.first, work));
    Meeting meeting;
    // On SQLite a rebuilt table takes and makes its indexes: as operations that is noise.
    note_objects(forward.postgresql, backward.postgresql, branches, meeting);
    judge(forward.postgresql, backward.postgresql, branches, meeting);
    judge(forward.sqlite, backward.sqlite, branches, meeting);
    return meeting;
}

std::string name_of(const Lane& lane) {
    if (lane.revisions.empty()) return lane.head;
    const std::string first = base::base_name(lane.revisions.front().path);
    if (lane.revisions.size() == 1) return first;
    return first + " to " + base::base_name(lane.revisions.back().path);
}

}  // namespace migrate::usecases
