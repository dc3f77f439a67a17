/// What stands in __table_args__ and in Table(...) besides columns: constraints, indexes, options.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/library.h"
#include "schema/schema.h"

namespace migrate::models {

/// A table while it is put together.
struct TableParts {
    Table table;
    std::map<std::string, std::string> columns_by_attribute;  ///< attribute to column name
    std::vector<Doubt> doubts;
};

/// Reads one item (UniqueConstraint, Index, ...) into the table; an item that cannot be read becomes a doubt.
void read_table_item(const Scope& scope, const python::Expression& item, TableParts& parts);

/// Reads the whole value of __table_args__: a tuple with or without a dictionary at its end, a dictionary,
/// sums of tuples.
void read_table_args(const Scope& scope, const python::Expression& value, TableParts& parts);

/// schema, comment: of a dictionary's or a Table call's keywords.
void read_table_option(const Scope& scope, const std::string& name, const python::Expression& value, TableParts& parts);

}  // namespace migrate::models
