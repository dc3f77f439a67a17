/// The naming convention of a MetaData, wherever in the project's modules it is made:
/// `MetaData(naming_convention=...)`, declarative bases, registries, SQLModel, Flask-SQLAlchemy's `db`.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/module_walk.h"

namespace migrate::models {

/// What one MetaData names its constraints by.
struct MetadataNaming {
    std::map<std::string, std::string> patterns;  ///< "ix", "uq", "ck", "fk", "pk" to a pattern with %(token)s
    std::string identity;                         ///< where this MetaData is made: two of the same are one object
    std::string unknown;                          ///< why it is not known, one clause; "" when it is
    std::string where;                            ///< "app/db.py:12", of `unknown`
    std::string library;                          ///< the full name of what comes from outside, when that is why
};

/// The files of the project that hold the text, migrations and tests left out.
using FilesHolding = std::function<std::vector<SourceFile>(const std::string& text)>;

class MetadataReader {
  public:
    MetadataReader(ModuleWalk& walk, FilesHolding holding) : walk_(walk), holding_(std::move(holding)) {}

    /// The MetaData that an expression at the module's level stands for: `Base.metadata`, `metadata`, `None`.
    MetadataNaming of(const WalkedModule& module, const python::Expression& metadata, int depth = 0);
    /// The same for what the expression was found to mean.
    MetadataNaming of_found(const WalkedModule& module, const python::Expression& metadata, const Meaning& meaning,
                            int depth = 0);
    /// What a naming_convention is given.
    MetadataNaming of_convention(const WalkedModule& module, const python::Expression& value, int depth = 0);

  private:
    MetadataNaming of_meaning(const WalkedModule& module, const python::Expression& expression,
                              const std::string& dotted, int depth);
    MetadataNaming of_call(const WalkedModule& module, const python::Expression& expression, int depth);
    MetadataNaming of_metadata_call(const WalkedModule& module, const python::Expression& expression);
    MetadataNaming of_function(const Meaning& function, int depth);
    MetadataNaming of_owner(const WalkedModule& module, const python::Expression& owner, int depth);
    MetadataNaming of_owner_call(const WalkedModule& module, const python::Expression& owner, int depth);
    MetadataNaming of_flask(const WalkedModule& module, const python::Expression& expression, int depth);
    MetadataNaming of_flask_call(const WalkedModule& module, const python::Expression& owner, int depth);
    std::optional<MetadataNaming> of_property(const Meaning& made, int depth);
    std::optional<MetadataNaming> of_class(const Meaning& class_meaning, int depth);
    std::optional<MetadataNaming> of_base(const WalkedModule& module, const python::Expression& base, int depth);
    bool is_flask_class(const Meaning& callee, int depth);

    ModuleWalk& walk_;
    FilesHolding holding_;
};

/// "app/db.py:12" of what stands there.
std::string place_in(const WalkedModule& module, const python::Span& span);

}  // namespace migrate::models
