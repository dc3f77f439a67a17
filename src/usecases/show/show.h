/// Show what the chain leads to: the schema at a revision, and the revisions with what they do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/work.h"
#include "history/history.h"
#include "replay/replay.h"
#include "schema/schema.h"

namespace migrate::usecases {

struct SchemaRequest {
    std::string start;
    std::string project;
    std::string table;               ///< "" for all
    std::string at;                  ///< revision; "" for the head
    std::optional<Dialect> dialect;  ///< not given: PostgreSQL where it is in use
};

struct SchemaView {
    std::string revision;  ///< "" for an empty chain
    Schema schema;         ///< only the table asked for, when one was
    std::vector<replay::Remark> remarks;
};

/// Errors of project, history, replay; "no_such_table" with the nearest names.
Result<SchemaView> show_schema(const SchemaRequest& request, const base::Work& work = {});

/// As aligned text for people.
std::string write_schema_text(const SchemaView& view);
/// As a Mermaid entity-relationship diagram.
std::string write_schema_mermaid(const Schema& schema);
/// As DDL of its dialect.
std::string write_schema_sql(const SchemaView& view);

struct HistoryView {
    struct Entry {
        history::Revision revision;
        std::string path;  ///< relative to the project's root
        std::vector<std::string> operations;
        std::vector<replay::Remark> remarks;
        bool complete = true;
    };
    std::vector<Entry> entries;  ///< newest first
    std::vector<std::string> heads;
    std::vector<history::Fault> faults;
};

Result<HistoryView> show_history(const std::string& start, const std::string& project, const base::Work& work = {});
std::string write_history_text(const HistoryView& view);
/// As a Mermaid flowchart, parents above their children; dashed arrows for depends_on.
std::string write_history_mermaid(const HistoryView& view);

/// One migration: what stands in its file and what it does.
struct MigrationView {
    HistoryView::Entry entry;
    std::string content;
};

/// `revision` as in history::find_meant.
Result<MigrationView> show_migration(const std::string& start, const std::string& revision,
                                     const base::Work& work = {});
std::string write_migration_text(const MigrationView& view);

/// False for a type of the application's own that could not be followed, also inside an array.
bool is_known(const Type& type);

/// The ids of all revisions, newest first: from the headers alone. Empty when there is no project.
std::vector<std::string> revision_ids(const std::string& start);
/// The tables at head, in order. Empty when that cannot be known.
std::vector<std::string> table_names(const std::string& start, const base::Work& work = {});

}  // namespace migrate::usecases
