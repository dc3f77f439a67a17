/// Show what the chain leads to: the schema at a revision, and the revisions with what they do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/history.h"
#include "replay/replay.h"
#include "schema/schema.h"

namespace migrate::usecases {

struct SchemaRequest {
    std::string start;
    std::string project;
    std::string table;  ///< "" for all
    std::string at;     ///< revision; "" for the head
    Dialect dialect = Dialect::postgresql;
};

struct SchemaView {
    std::string revision;  ///< "" for an empty chain
    Schema schema;         ///< only the table asked for, when one was
    std::vector<replay::Remark> remarks;
};

/// Errors of project, history, replay; "no_such_table" with the nearest names.
Result<SchemaView> show_schema(const SchemaRequest& request);

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

Result<HistoryView> show_history(const std::string& start, const std::string& project);
std::string write_history_text(const HistoryView& view);

}  // namespace migrate::usecases
