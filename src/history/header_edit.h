/// Gives a migration file another revision id, other parents or other dependencies, and leaves every other byte alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate::history {

/// What the header is to say.
struct NewHeader {
    std::string revision;
    std::vector<std::string> down_revisions;
    std::vector<std::string> depends_on;
};

/// The text with the values of revision, down_revision and depends_on changed where they differ, and the docstring's
/// lines "Revision ID:" and "Revises:" with them. Error "cannot_rewrite" when a value that must change is not a plain
/// string, None, or a collection of as many plain strings; the result is read again before it is given.
Result<std::string> rewrite_header(std::string_view text, const NewHeader& wanted);

}  // namespace migrate::history
