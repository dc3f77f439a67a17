/// What a database can do: a row for each, so that another database is another row.
#pragma once

#include <array>
#include <string_view>

#include "schema/type.h"

namespace migrate {

struct Abilities {
    std::string_view shown;           ///< its name for people
    std::string_view default_schema;  ///< where names without a schema are; "" where they have none
    bool alters = false;              ///< ALTER TABLE changes columns and constraints, without making the table anew
    bool comments = false;
    bool enum_types = false;     ///< CREATE TYPE ... AS ENUM
    bool sequences = false;      ///< CREATE SEQUENCE, SERIAL, IDENTITY
    bool excludes = false;       ///< EXCLUDE constraints
    bool rich_types = false;     ///< ARRAY, INTERVAL, UUID and those of extensions
    bool booleans = false;       ///< true and false; else 1 and 0
    bool colon_casts = false;    ///< x::integer
    bool aborts = false;         ///< an error ends the transaction
    bool catalogs = false;       ///< pg_catalog and information_schema
    bool lists_uniques = false;  ///< a unique constraint is among the indexes
};

/// In the order of Dialect.
inline constexpr std::array<Abilities, 2> kAbilities = {
    Abilities{.shown = "PostgreSQL",
              .default_schema = "public",
              .alters = true,
              .comments = true,
              .enum_types = true,
              .sequences = true,
              .excludes = true,
              .rich_types = true,
              .booleans = true,
              .colon_casts = true,
              .aborts = true,
              .catalogs = true,
              .lists_uniques = true},
    Abilities{.shown = "SQLite"},
};

constexpr const Abilities& abilities_of(Dialect dialect) {
    return kAbilities[static_cast<std::size_t>(dialect)];
}

/// One of each for the databases that a chain is followed for.
template <class T>
struct ByDialect {
    T postgresql;
    T sqlite;

    const T& on(Dialect dialect) const { return dialect == Dialect::postgresql ? postgresql : sqlite; }
    T& on(Dialect dialect) { return dialect == Dialect::postgresql ? postgresql : sqlite; }
    const T& other_than(Dialect dialect) const { return dialect == Dialect::postgresql ? sqlite : postgresql; }
    T& other_than(Dialect dialect) { return dialect == Dialect::postgresql ? sqlite : postgresql; }
    bool operator==(const ByDialect&) const = default;
};

}  // namespace migrate
