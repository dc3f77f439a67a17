/// The naming convention that Alembic's operations take from env.py: that of the MetaData which
/// context.configure(target_metadata=...) is given.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/models.h"

namespace migrate::models {

struct TargetNaming {
    std::map<std::string, std::string> patterns;  ///< empty without a convention; the likely ones when not known
    std::string unknown;                          ///< why they are not known, one clause; "" when they are
    std::string where;                            ///< "app/db.py:12", of `unknown`
    std::string version_table_schema = {};        ///< as env.py writes it; "" for none, and where it is a setting
    bool operator==(const TargetNaming&) const = default;
};

/// The files of the project that hold the text, migrations and tests left out.
using FilesHolding = std::function<std::vector<SourceFile>(const std::string& text)>;

/// Runs env.py as far as the metadata needs it, with the project's modules that its names lead into. Where they cannot
/// be followed, and nothing else in the project speaks of a naming convention, there is none.
TargetNaming read_target_naming(const SourceFile& env, const ModuleReader& modules, const FilesHolding& holding,
                                const std::shared_ptr<python::ParsedTexts>& texts = {});

}  // namespace migrate::models
