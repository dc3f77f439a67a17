/// Which tables a question on a catalog is about, by the names in its conditions, so that only their rows are made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace migrate::sql {

/// A condition that all rows of the answer meet: the column holds one of these texts.
struct Wanted {
    std::string column;
    std::vector<std::string> texts;
};

/// The tables that have, or one of whose indexes has, this oid in the catalogs; there may be others among them.
std::vector<const Table*> tables_with_oid(const Schema& schema, std::string_view oid);

/// The schema with at least those tables whose rows in the catalog ("pg_indexes") may meet the conditions; all else in
/// it stays. nullopt where no condition says which they are.
std::optional<Schema> narrowed(const Schema& schema, std::string_view catalog, const std::vector<Wanted>& conditions);

}  // namespace migrate::sql
