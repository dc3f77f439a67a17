/// The baseline: a file with the findings that were there when it was written, so that an old chain starts clean and
/// only new findings count.
///
/// A finding is known by its file, its rule, what it says and the text of its line, never by the line's number: moved
/// lines bring nothing back. The file is JSON, one finding a line, sorted, so that git shows what changed in it.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lint/report.h"

namespace migrate::lint {

/// A finding with the text of its line.
struct Found {
    Finding finding;
    std::string source;  ///< without the blanks around it, at most 120 bytes; "" for a finding about the whole file
    bool operator==(const Found&) const = default;
};

/// What a finding is known by.
struct KnownFinding {
    std::string path;  ///< relative to the project's root
    std::string rule;
    std::string source;
    std::string message;  ///< with "*" for the numbers of lines
    auto operator<=>(const KnownFinding&) const = default;
};
KnownFinding known_as(const Found& found);

/// The same as 32 hex digits, for tools that follow findings from run to run.
std::string fingerprint_of(const Found& found);

struct Baseline {
    std::string path;                     ///< absolute
    std::string content_hash;             ///< of the file as it was read
    std::map<KnownFinding, int> entries;  ///< how often each is there
};

/// Nothing when there is no file. Errors: "not_a_baseline" with line or place, those of read_file.
Result<std::optional<Baseline>> read_baseline(const std::string& path);

/// Takes out of `found` what the baseline has, and out of the baseline what was found.
std::size_t leave_out_known(Baseline& baseline, std::vector<Found>& found);

/// Writes the entries to `path`: a new file, or in place of `old`, whole or not at all. Errors of base's writers.
Result<void> write_baseline(const std::string& path, const std::map<KnownFinding, int>& entries,
                            const std::optional<Baseline>& old);

}  // namespace migrate::lint
