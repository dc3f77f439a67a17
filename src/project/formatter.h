/// What the project's formatter (ruff, else black) says about line length and quotes.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "project/project.h"

namespace migrate::project {

struct Formatting {
    std::optional<int> line_length;
    std::optional<QuoteStyle> quotes;
    std::string path;  ///< of the config, relative to the root; "" for none
    bool operator==(const Formatting&) const = default;
};

/// The config that ruff would use for files in `folder`: .ruff.toml, ruff.toml or a pyproject.toml with
/// [tool.ruff] in the nearest folder up to `root`, `extend` followed within `root`; without one,
/// [tool.black]. Error "bad_config" when such a file is not TOML or its extends lead in a circle.
Result<Formatting> find_formatting(const std::string& folder, const std::string& root);

}  // namespace migrate::project
