/// Puts a mapped class's table together: its columns and those of its mixins, keys, constraints, indexes.
#pragma once

#include <string>
#include <vector>

#include "models/convention.h"
#include "models/library.h"
#include "models/lineage.h"
#include "models/models.h"
#include "models/table_items.h"

namespace migrate::models {

/// A model that may still get columns of its subclasses, indexes from its module, and types of its foreign
/// keys' targets.
struct Draft {
    Model model;
    Target class_target;  ///< kind unknown for a Table(...)
    TableParts parts;
    Convention convention;
    std::vector<std::string> untyped;    ///< columns that take the type of what they refer to
    std::vector<std::string> no_serial;  ///< columns with autoincrement=False
    std::vector<std::string> serial;     ///< columns with autoincrement=True
};

/// The draft of a class that is mapped to a table of its own.
Draft draft_class(Classes& classes, const Target& class_target);
/// The draft of `name = Table("name", metadata, Column(...), ...)`.
Draft draft_table(const Scope& scope, const std::string& variable, const python::Call& call, const python::Span& span);
/// Adds the columns of a class that shares the draft's table.
void add_subclass(Classes& classes, const Target& class_target, Draft& draft);
/// Names, serial keys and the rest that needs the whole table.
void finish(Draft& draft);

}  // namespace migrate::models
