/// Reads the header of one migration file: its identifiers and its docstring's first line.
///
/// A lexical read of the module's top-level assignments, stopped at the first function once the header is
/// complete. It knows no files, and nothing of what a migration does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate::history {

/// So many names are read of one identifier; a value with more is one that cannot be read.
inline constexpr std::size_t kMostNames = 1000;

struct Header {
    std::optional<std::string> revision;                     ///< nothing when the file does not assign it
    std::optional<std::vector<std::string>> down_revisions;  ///< the same; empty for None
    std::vector<std::string> depends_on;
    std::vector<std::string> branch_labels;
    bool has_unread_labels = false;  ///< they come from other code, say `(cli.EXPAND_BRANCH,)`
    std::string message;             ///< first line of the docstring that is not blank, UTF-8
    bool operator==(const Header&) const = default;
};

/// The last top-level assignment to a name counts, as in Python. Understands annotations, all string forms
/// but f-strings, tuples, lists and sets, implicit and explicit concatenation, and names assigned such a
/// value above. Error "unreadable_file" (with the line as `where`) for any other value of the four names, and
/// for text Python itself would refuse: NUL bytes, or not UTF-8 without a coding cookie.
Result<Header> read_header(std::string_view text);

}  // namespace migrate::history
