/// What SQL does to rows, locks and transactions where no Operation says it: the statements that read_statements gives
/// back as Execute.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace migrate::sql {

struct Effect {
    enum class Kind {
        update,
        remove,  ///< DELETE
        truncate,
        insert,
        transaction,  ///< BEGIN, COMMIT, ROLLBACK; not savepoints
        lock,         ///< LOCK TABLE
        rewrite,      ///< CLUSTER, VACUUM FULL: writes the table anew under ACCESS EXCLUSIVE
        vacuum,       ///< VACUUM without FULL
        reindex,
        refresh,      ///< REFRESH MATERIALIZED VIEW
        detach,       ///< ALTER TABLE ... DETACH PARTITION
        move,         ///< ALTER TABLE ... SET TABLESPACE, SET LOGGED: writes the table anew
        drop,         ///< of a function, schema or domain
        rename,       ///< of a function, schema or domain
        domain,       ///< ALTER DOMAIN ... ADD CONSTRAINT or SET NOT NULL
        set_timeout,  ///< SET lock_timeout or statement_timeout
        database,     ///< CREATE or DROP DATABASE, ALTER SYSTEM: never inside a transaction
    } kind = Kind::update;
    std::string words;  ///< how it begins, for people: "VACUUM FULL", "ALTER DOMAIN"
    TableName table;    ///< of update, remove, truncate, insert, rewrite, move, lock, detach: the (first) table
    /// update, remove: which rows, as far as the WHERE tells.
    enum class Rows {
        all,      ///< there is no WHERE
        nulls,    ///< `WHERE column IS NULL`, see `only_nulls`
        open,     ///< no constant and no LIMIT chooses: perhaps all, as in a join
        orphans,  ///< the same with NOT IN or NOT EXISTS of a query: those that miss another row
        chosen,
    } rows = Rows::chosen;
    std::string only_nulls;            ///< the column of `WHERE column IS NULL`
    bool concurrently = false;         ///< reindex, refresh, detach
    bool cascade = false;              ///< truncate, drop
    std::vector<std::string> columns;  ///< update: those that are set
    bool operator==(const Effect&) const = default;
};

/// The effects of one or more statements, in order. Text that PostgreSQL's grammar does not take has none.
std::vector<Effect> effects_of(std::string_view text);

}  // namespace migrate::sql
