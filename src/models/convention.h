/// MetaData(naming_convention=...): the names it gives to constraints and indexes that have none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/library.h"
#include "schema/schema.h"

namespace migrate::models {

/// What the metadata of a declarative base says.
struct Convention {
    std::map<std::string, std::string> patterns;  ///< "ix", "uq", "ck", "fk", "pk" to a pattern with %(token)s
    std::string schema;                           ///< of tables that name none
    std::string doubt;                            ///< set when the convention could not be read
    bool operator==(const Convention&) const = default;
};

/// Reads a MetaData(...) call.
Convention read_convention(const Scope& scope, const python::Call& call);

/// Names what has no name and for what the convention has a pattern; an index always gets SQLAlchemy's own
/// `ix_<table>_<column>`. A CHECK with a name gets the pattern that wraps names (%(constraint_name)s).
void apply_convention(const Convention& convention, Table& table);

}  // namespace migrate::models
