/// Branches of a history side by side: do they get on with each other, and where not.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "history/history.h"
#include "replay/replay.h"

namespace migrate::usecases {

/// The revisions of one branch since it left the others, parents first.
struct Lane {
    std::string head;
    std::vector<history::Revision> revisions;
};

/// Two branches: what both lead back to, and what each has for itself.
struct Branches {
    std::vector<history::Revision> common;  ///< parents first
    Lane first;
    Lane second;
};

/// For a graph without faults; the heads are two different revisions.
Branches branches_of(const history::Graph& graph, const std::string& first_head, const std::string& second_head);

struct Meeting {
    std::vector<std::string> conflicts;  ///< one phrase each, with both files named; empty when they get on
    std::vector<std::string> unknown;    ///< what could not be read: conflicts may hide there
};

/// Replays the one behind the other, in both orders and on both databases. A conflict is an object that both touch in
/// ways that exclude each other, a statement that fails only behind the other branch, or an end that depends on the
/// order. Errors of replay.
Result<Meeting> meet(const project::Project& project, const Branches& branches, const base::Work& work);

/// What fails in the file, as "where: what".
std::set<std::string> failures_of(const replay::Replay::File& file);
/// Adds what could not be read in the file, each once.
void note_unknown(const replay::Replay::File& file, std::vector<std::string>& unknown);

/// "20260301_000019_add_phone.py" for one revision, "a.py to c.py" for more.
std::string name_of(const Lane& lane);

}  // namespace migrate::usecases
