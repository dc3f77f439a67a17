/// The objects of Alembic and of the database that is migrated.
#pragma once

#include "sqlalchemy/objects.h"

namespace migrate::replay {

/// What has no state of its own: it stands for the database that is being migrated.
enum class DatabaseHandle {
    bind,
    engine,
    context,
    inspector,
    elsewhere,  ///< another connection to the database
    elsewhere_inspector,
    session,
    batch_context,
    autocommit,
    transaction,
    impl,
    config
};
struct DoorObject {
    DatabaseHandle handle = DatabaseHandle::bind;
};

struct ResultObject {
    enum class Kind { rows, data, unknown } kind = Kind::unknown;
    std::vector<std::string> columns;
    std::vector<interpreter::Items> rows;
    std::string reason;
    std::string key;       ///< of the question, for Unknown::key
    std::string question;  ///< the SELECT
    std::size_t next = 0;
    bool scalars = false;
    bool mappings = false;
};

struct BatchObject {
    TableName table;
    std::map<std::string, std::string> naming;
    std::string naming_doubt;     ///< why `naming` is not known
    bool never = false;           ///< recreate="never"
    bool anew = false;            ///< recreate="always", or something in it that SQLite's ALTER TABLE cannot do
    std::string unknown;          ///< why its table is not known
    std::set<std::string> lost;   ///< names that went with a dropped column, on SQLite
    Table gone;                   ///< the same indexes and constraints: they come back with a column of that name
    std::set<std::string> stale;  ///< CHECKs that name a column as it was before the batch renamed it, on SQLite
    std::vector<sqlalchemy::ConstraintObject> table_args;
    std::optional<bool> autoincrement;  ///< of the key when SQLite's table is made anew; nullopt where it is not known
    std::vector<Check> unnamed;         ///< the table's CHECKs without a name before the batch
    std::vector<std::string> refused;   ///< what SQLite refuses unless the table is made anew
};

}  // namespace migrate::replay
