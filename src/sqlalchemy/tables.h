/// Tables and MetaData as values.
#pragma once

#include <string>
#include <string_view>

#include "sqlalchemy/machine.h"

namespace migrate::sqlalchemy {

/// sa.Table(...), sa.table(...) and what they offer.
Value make_table(Machine& machine, const Arguments& arguments, bool light);
Value table_attribute(Machine& machine, const Value& self, std::string_view name);
Value table_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments);
/// table.c.<name>: the column as it is known, else one with only its name.
Value columns_attribute(Machine& machine, const ColumnsObject& columns, const std::string& name);
Value metadata_tables(Machine& machine, const MetadataObject& metadata);
Value metadata_method(Machine& machine, const Value& self, std::string_view name, const Arguments& arguments);

}  // namespace migrate::sqlalchemy
