/// What one migration shows of how its house writes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "render/import_order.h"

namespace migrate::usecases {

/// The type of a column as the file spells it: `sa.DateTime()`, or a class of the project's own with its import.
struct TypeSighting {
    std::string table, column;
    std::string code;                      ///< on one line, in double quotes
    std::optional<render::Import> import;  ///< none for SQLAlchemy's own
};

struct FormSightings {
    std::vector<std::pair<std::string, std::string>> form;  ///< the key of a house rule, and the value it keeps to
    std::vector<TypeSighting> types;                        ///< of the columns that the file makes
};

/// Nothing for a text that is not Python.
FormSightings sightings_in(const std::string& text);

}  // namespace migrate::usecases
