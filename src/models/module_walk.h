/// Names followed through the modules of a project, each read only when a name leads into it.
///
/// Unlike a Library, which holds every file from the start and finds modules by the ends of their paths, a walk asks a
/// reader for each module by its name, as Python would. Nothing is executed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/library.h"

namespace migrate::models {

/// One module that was read.
struct WalkedModule {
    std::string name;     ///< "" of a file that was given by its path
    std::string package;  ///< what its relative imports start from
    Library library;      ///< of this one file
    const File& file() const { return library.files.front(); }
    Scope scope() const;
};

/// What a dotted name stands for. `rest` is what follows: "metadata" of `Base.metadata`.
struct Meaning {
    enum class Kind { unknown, outside, value, class_def, function };
    Kind kind = Kind::unknown;
    std::string name;  ///< outside of the project: the full name
    std::string rest;
    const WalkedModule* module = nullptr;
    const python::Expression* value = nullptr;
    const python::ClassDef* class_def = nullptr;
    const python::FunctionDef* function = nullptr;
};

class ModuleWalk {
  public:
    explicit ModuleWalk(ModuleReader reader) : reader_(std::move(reader)) {}

    /// The module of this name; nullptr when there is none, or when it cannot be parsed.
    const WalkedModule* load(const std::string& name);
    /// A file by its path, under the module name that leads to it when there is one.
    const WalkedModule* add(const SourceFile& file);
    Meaning find(const WalkedModule& module, const std::string& dotted, int steps = 0);
    /// The same for a name that an import inside a function binds: `from a import b` there.
    Meaning find_imported(const WalkedModule& module, const python::ImportFrom& import, const std::string& dotted);
    /// True when importing `start` imports the module at `path`, directly or through others.
    bool imports(const WalkedModule& start, const std::string& path);

  private:
    const WalkedModule* keep(const std::string& name, const SourceFile& file);
    Meaning find_by_star(const WalkedModule& module, const std::string& dotted, int steps);
    Meaning in_module(const std::string& name, const std::string& rest, int steps);
    Meaning of_symbol(const WalkedModule& module, const Symbol& symbol, const std::string& rest, int steps);
    std::vector<std::string> imported_by(const WalkedModule& module);

    ModuleReader reader_;
    std::map<std::string, const WalkedModule*> by_name_;
    std::map<std::string, std::unique_ptr<WalkedModule>> by_path_;
};

}  // namespace migrate::models
