/// The history room: the headers of migration files, and the revision graph they make.
///
/// It reads only headers (a bounded lexical read; the python room only where that is not enough) and does not look at
/// what migrations do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/work.h"
#include "project/databases.h"
#include "project/project.h"

namespace migrate::history {

struct Revision {
    std::string id;
    std::vector<std::string> down_revisions;  ///< none for a base, several for a merge
    std::vector<std::string> depends_on;
    std::vector<std::string> branch_labels;
    bool has_unread_labels = false;                     ///< branch labels that only running the file tells
    std::string path;                                   ///< absolute
    std::string message;                                ///< first line of the docstring
    std::optional<int> number;                          ///< NNNNNN of a YYYYMMDD_NNNNNN file name or id
    std::string content_hash;                           ///< of the whole file
    std::optional<base::Fingerprint> fingerprint = {};  ///< of the same, where something is kept
    bool operator==(const Revision&) const = default;
};

/// What is wrong with the graph; each has the files it concerns.
struct Fault {
    std::string code;  ///< "several_heads", "missing_parent", "cycle", "duplicate_revision", "unreadable_file",
                       ///< "bad_revision_id"
    std::string message;
    std::string hint;
    std::vector<std::string> files;  ///< relative to the project's root
    bool operator==(const Fault&) const = default;
};

struct Graph {
    std::vector<Revision> revisions;  ///< parents before children; within that by number, then by path
    std::vector<std::string> heads;
    std::vector<std::string> bases;
    std::vector<Fault> faults;                     ///< everything wrong but several heads, which `one_head` tells
    int highest_number = 0;                        ///< of any NNNNNN in the versions folders
    std::vector<std::string> ignored;              ///< files Alembic would ignore too, for `history`
    std::vector<project::Evidence> evidence = {};  ///< of what databases the files are for
};

/// Reads the headers of all files. Error only when the folder cannot be read; what is wrong with files becomes faults.
Result<Graph> read_graph(const project::Project& project, const base::Work& work = {});

/// The one head ("" for an empty chain), or the error that tells the first fault or the several heads. `wanted` is the
/// request's `head`.
Result<std::string> one_head(const Graph& graph, const std::string& wanted = {});

const Revision* find_revision(const Graph& graph, const std::string& id);
/// Revisions that lead to `id` (all of its ancestors through down_revision and depends_on, and itself), in the order in
/// which Alembic runs them.
std::vector<const Revision*> chain_to(const Graph& graph, const std::string& id);

/// The same for many ids of one graph, which must outlive it.
class Ancestry {
  public:
    explicit Ancestry(const Graph& graph);
    [[nodiscard]] std::vector<const Revision*> to(const std::string& id) const;

  private:
    const Graph& graph_;
    std::unordered_map<std::string_view, const Revision*> names_;  ///< by id and by branch label
    std::vector<std::vector<std::size_t>> parents_;                ///< places among the graph's revisions
};

}  // namespace migrate::history
