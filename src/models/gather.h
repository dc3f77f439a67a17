/// The columns and table arguments of a class and of its mixins and abstract bases, in the order of a table.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "models/columns.h"
#include "models/lineage.h"

namespace migrate::models {

/// What the classes of one lineage bring together.
struct Gathered {
    std::vector<ColumnReading> columns;
    std::set<std::string> attributes;  ///< seen, also where they are no columns
    std::vector<Doubt> doubts;
    const python::Expression* table_args = nullptr;
    Scope table_args_scope;
};

/// `class_name` and `table_name` are what `cls.__name__` and `cls.__tablename__` are in declared_attr
/// functions. Bases that are mapped to a table of their own are left out: their columns are not in this one's
/// table.
Gathered gather_class(Classes& classes, const BaseRules& rules, const std::string& class_name,
                      const std::string& table_name, const Target& class_target);

}  // namespace migrate::models
