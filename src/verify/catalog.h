/// What a database said of itself, object by object.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace migrate::verify {

/// "column users.email" to "character varying(255) not null", "index users.ix_email" to its definition ...
using Catalog = std::map<std::string, std::string>;

/// Reads the worker's `catalog` event. SQLite's tables and indexes are read from the statements that it keeps, so that
/// the same table written in two ways is the same.
Catalog read_catalog(const nlohmann::json& event, Dialect dialect);

/// Only what a Schema can hold: without triggers, functions, policies and the like.
Catalog without_what_no_schema_holds(const Catalog& catalog);

struct Difference {
    std::string object;
    std::string was;  ///< "" where it was not there
    std::string is;
    bool was_there = false;
    bool is_there = false;
    bool operator==(const Difference&) const = default;

    /// "index users.ix_email: is gone (CREATE INDEX ...)"
    std::string text() const;
};

/// Of a table that only one side has, the table alone.
std::vector<Difference> differences(const Catalog& was, const Catalog& is);

/// The doubt of the schema that the difference may come from; nullptr when it is certain.
const Doubt* doubt_about(const Schema& schema, const Difference& difference);

}  // namespace migrate::verify
