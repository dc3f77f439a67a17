/// Migration files that the main line has in another form.
#pragma once

#include <string>

namespace migrate::lint {

/// A file whose text differs from that of the main line. Rules get it as a value: they do not ask git.
struct CommittedFile {
    std::string path;    ///< relative to the project's root
    std::string branch;  ///< that has it: "origin/main"
    std::string text_there;
    std::string text_here;
    bool operator==(const CommittedFile&) const = default;
};

/// What of the file differs in more than its formatting, comments and docstrings: "upgrade()", "downgrade() and
/// down_revision"; "" when nothing does.
std::string changed_since(const CommittedFile& file);

}  // namespace migrate::lint
