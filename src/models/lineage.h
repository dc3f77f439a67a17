/// What a class derives from: which declarative base, with which rules, and whether it is mapped to a table.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/class_body.h"
#include "models/columns.h"
#include "models/convention.h"
#include "models/library.h"

namespace migrate::models {

struct Lineage {
    bool declarative = false;  ///< derives from a declarative base, SQLModel or Flask-SQLAlchemy's Model
    bool is_base = false;      ///< is such a base itself
    bool flask = false;
    BaseRules rules;
    Convention convention;
    std::vector<std::string> unknown_bases;  ///< from outside of the files, and not known to bring no columns
};

/// The table name when the class is mapped to a table of its own: `name` is what could be read, nothing when
/// it could not.
struct Mapping {
    bool mapped = false;
    std::optional<std::string> name;
};

struct ClassFacts {
    Lineage lineage;
    Mapping mapping;
    Target parent;  ///< the nearest base class mapped to a table; kind unknown without one
};

/// What is known of each class, found out once. Classes that derive from each other in a circle end as
/// unmapped.
class Classes {
  public:
    explicit Classes(const Library& library) : library_(library) {}

    const ClassFacts& facts(const Target& class_target);
    const Library& library() const { return library_; }

  private:
    Mapping find_mapping(const Target& class_target, const ClassFacts& facts);
    Target find_parent(const Target& class_target);

    const Library& library_;
    std::map<const python::ClassDef*, ClassFacts> known_;
};

/// The metadata a Table(...) is given: `metadata`, `Base.metadata`.
Convention convention_of_metadata(const Scope& scope, const python::Expression& metadata);

/// The bases that are classes of the files read, `Generic[T]` and the like taken off.
std::vector<Target> class_bases(const Library& library, const Target& class_target);

}  // namespace migrate::models
