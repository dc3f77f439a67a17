/// The project's own script.py.mako, filled: the usual placeholders only. Internal to the render room.
#pragma once

#include <string>
#include <vector>

#include "render/statements.h"

namespace migrate::render {

/// What goes into the placeholders.
struct TemplateValues {
    std::string message;  ///< escaped for a docstring
    std::string up_revision;
    std::vector<std::string> down_revisions;
    std::string create_date;
    std::vector<std::string> imports;
    std::vector<std::string> upgrades;  ///< lines, indented by four blanks
    std::vector<std::string> downgrades;
};

/// None, a string, or a tuple, as it stands after `column` characters of a line; broken over lines where it would pass
/// the line's end.
std::string write_revisions(const std::vector<std::string>& revisions, std::size_t column, const Style& style);

/// Error "bad_template" naming the first thing that is more than a usual placeholder (message, up_revision,
/// down_revision, create_date, imports, branch_labels, depends_on, upgrades, downgrades, with their repr(), comma,n and
/// if-else forms).
Result<std::string> fill_template(const std::string& mako, const TemplateValues& values, const Style& style);

}  // namespace migrate::render
