/// What was put where for a host, and what was there before: so that it can be taken back, byte for byte.
///
/// A record is a folder in this user's folder for data: record.json, and `before` and `after`, the bytes of one file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace migrate::usecases {

using Command = std::vector<std::string>;

struct Record {
    std::string host;
    std::string project;  ///< "" for all projects
    std::string path;     ///< the file; "" where the host's own command did it
    std::optional<std::string> before;
    std::optional<std::string> after;
    std::string group;              ///< of the member of a JSON file that is ours; "" where all of the file is
    unsigned mode = 0;              ///< of `before`
    std::vector<std::string> made;  ///< folders that were not there, outer ones first
    std::vector<Command> undo;      ///< what takes back what the host's own commands did
    bool operator==(const Record&) const = default;
};

/// Where the record of this file, or of this host's commands, is kept.
std::string record_folder(const std::string& data, const Record& record);

/// All of them, in a fixed order; what is no record of ours is left out.
std::vector<Record> read_records(const std::string& data);
Result<void> write_record(const std::string& data, const Record& record);
void remove_record(const std::string& data, const Record& record);

}  // namespace migrate::usecases
