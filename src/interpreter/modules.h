/// The project's own modules that a migration imports from: followed where their source is at hand.
///
/// A name stays a Named until it is used; then the module's file is read, the statements that bind the name run without
/// effect on the schema, and what it stands for takes its place: a helper function, a constant, an enumeration, a type.
/// The other statements of the module do not run: most are about the application.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/machine.h"
#include "python/syntax.h"

namespace migrate::interpreter {

/// Parsed modules by name, kept for all files of a chain; empty where there is no such module.
struct ParsedModules {
    struct One {
        std::shared_ptr<const python::Module> module;
        std::string package;                                                   ///< what its relative imports start from
        std::map<std::string, std::vector<const python::Statement*>> binding;  ///< its statements by what they bind
    };
    std::map<std::string, One> by_name;
};

/// The value itself, or what stands behind it when it names something of the project that can be followed.
Value settled(Machine& machine, const Value& value);

/// A name of the module of the project that the scope is in: bound only now, by the statements that bind it; not known
/// when they cannot be followed, nullopt when there is none.
std::optional<Value> lazy_name(Machine& machine, const Scope& scope, const std::string& name);

/// The names of a module of the project, bound as they are asked for, and its parsed text; nullptr when there is none.
Scope* module_scope(Machine& machine, const std::string& name);
const python::Module* parsed_text(Machine& machine, const std::string& name);

/// Runs all statements of a module, each once: those that bind names in the order of these, the others after them.
void run_module(Machine& machine, const std::string& name);

/// The name from one of the `from x import *` of the running module; nullopt when it has none.
std::optional<Value> starred_name(Machine& machine, const std::string& name);

/// "app.models.types" for `from .types import X` in a module of the package app.models.
std::string absolute_module(const Machine& machine, int level, const std::string& module);

}  // namespace migrate::interpreter
