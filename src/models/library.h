/// The files that models are read from, and what the names in them stand for.
///
/// Nothing is executed: a name leads to an import, an assignment, a class or a function, also across the
/// files given. What leads out of them is External, with its full name
/// ("sqlalchemy.dialects.postgresql.JSONB").
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/models.h"
#include "python/syntax.h"

namespace migrate::models {

/// One module-level name. Pointers lead into the file's own module.
struct Symbol {
    enum class Kind { import_module, import_name, value, class_def, function };
    Kind kind = Kind::value;
    std::string module;  ///< of an import, dotted
    int level = 0;       ///< leading dots of the import
    std::string name;    ///< import_name: what is imported
    const python::Expression* value = nullptr;
    const python::ClassDef* class_def = nullptr;
    const python::FunctionDef* function = nullptr;
    bool ambiguous = false;  ///< assigned different values, under conditions
};

struct File {
    std::string path;
    python::Module module;
    std::map<std::string, Symbol, std::less<>> symbols;
    std::vector<Symbol> star_imports;
};

struct Library {
    std::vector<File> files;
};

/// What a dotted name leads to. `rest` is what follows a class's or value's name: "id" of `User.id`.
struct Target {
    enum class Kind { unknown, external, value, class_def, function };
    Kind kind = Kind::unknown;
    std::string name;  ///< external: the full name
    std::string rest;
    std::size_t file = 0;
    const python::Expression* value = nullptr;
    const python::ClassDef* class_def = nullptr;
    const python::FunctionDef* function = nullptr;
};

/// Where an expression stands.
struct Scope {
    const Library* library = nullptr;
    std::size_t file = 0;

    const File& current() const { return library->files[file]; }
};

/// Parses the files; one that is too large or cannot be parsed has no symbols and says so in `problems`.
struct LibraryReading {
    Library library;
    std::vector<std::string> problems;
};
LibraryReading read_library(const std::vector<SourceFile>& files);

Target find_target(const Scope& scope, std::string_view dotted);
Target find_target(const Scope& scope, const python::Expression& expression);

/// The last part of an external name of SQLAlchemy, SQLModel or Flask-SQLAlchemy's `db` ("Column", "String");
/// "" otherwise.
std::string sqlalchemy_name(const Target& target);

/// "path:line".
std::string place_in(const Scope& scope, const python::Span& span);

}  // namespace migrate::models
