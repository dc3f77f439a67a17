/// The naming convention that Alembic's operations take from env.py: that of the MetaData which
/// context.configure(target_metadata=...) is given.
#pragma once

#include <map>
#include <string>

#include "models/metadata_naming.h"

namespace migrate::models {

struct TargetNaming {
    std::map<std::string, std::string> patterns;  ///< empty without a convention; the likely ones when not known
    std::string unknown;                          ///< why they are not known, one clause; "" when they are
    std::string where;                            ///< "app/db.py:12", of `unknown`
    bool operator==(const TargetNaming&) const = default;
};

/// Follows env.py's names through the modules of the project. Where they cannot be followed, and nothing else in the
/// project speaks of a naming convention, there is none.
TargetNaming read_target_naming(const SourceFile& env, const ModuleReader& modules, const FilesHolding& holding);

}  // namespace migrate::models
