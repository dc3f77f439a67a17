/// The project's Python files as modules: given ones by their paths, others as a reader finds them by name.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/models.h"
#include "sqlalchemy/machine.h"

namespace migrate::models {

class Sources {
  public:
    explicit Sources(ModuleReader reader) : reader_(std::move(reader)) {}

    /// What the file's import lines begin with: of two names that lead to a file, the one that is imported is taken.
    void note_imports(const SourceFile& file);
    /// The dotted name that leads to the file, as the reader finds it; its whole path's when none does.
    std::string add(const SourceFile& file);
    std::optional<std::string> text_of(const std::string& module);
    /// Of the modules that were read, by their names.
    [[nodiscard]] const std::map<std::string, std::string>& paths() const { return paths_; }
    [[nodiscard]] std::string path_of(const std::string& module) const;

  private:
    ModuleReader reader_;
    std::map<std::string, SourceFile> given_;  ///< by module
    std::map<std::string, std::string> paths_;
    std::set<std::string, std::less<>> imported_;  ///< outermost names
};

/// What the machines of one reading share; `sources` must outlive it.
sqlalchemy::Setting setting_for(Sources& sources, const std::shared_ptr<python::ParsedTexts>& texts);

}  // namespace migrate::models
