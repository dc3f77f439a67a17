/// The names that a file has by its imports.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "python/syntax.h"
#include "render/import_order.h"

namespace migrate::usecases {

class ImportedNames {
  public:
    /// Takes the names of an import at the module's level; other statements and relative imports have none.
    void add(const python::Statement& statement);

    /// What brings the name, "app.types.GUID" or "GUID"; nothing for a name that the file makes itself.
    std::optional<render::Import> find(const std::string& name) const;

  private:
    std::map<std::string, render::Import> by_name_;
};

}  // namespace migrate::usecases
