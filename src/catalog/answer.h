/// The catalog room: the questions that migrations ask of a database's catalogs, answered from a schema.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace migrate::sql {

/// A SELECT on a catalog (pg_indexes, pg_class, pg_type, pg_constraint, information_schema.tables / columns /
/// table_constraints, sqlite_master, PRAGMA table_info, to_regclass ...) answered from the schema.
struct Answer {
    enum class Kind {
        rows,
        data,
        unknown
    } kind = Kind::unknown;  ///< data: a question about rows of user tables, empty on a fresh database
    std::vector<std::string> columns;
    /// The answer, as text; nullopt is NULL. Of Kind::data: what empty tables would answer (count(*) is 0).
    std::vector<std::vector<std::optional<std::string>>> rows;
    /// What a driver would make of each column: booleans are "true" and "false", lists "{a,b}". SQLite has no
    /// booleans.
    enum class Type { text, integer, boolean, list };
    std::vector<Type> types;
    std::string reason;  ///< Kind::unknown: why not, one sentence
};
/// `parameters` are the values of :name and %(name)s binds, already text (a list as "{a,b}"); a missing one
/// makes the answer unknown. So does a doubt in the schema about what is asked. Alembic's own table is there,
/// though no schema holds it.
Answer answer(std::string_view select, const Schema& schema,
              const std::function<std::optional<std::string>(std::string_view)>& parameters);

}  // namespace migrate::sql
