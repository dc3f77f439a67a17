/// What a MetaData names its constraints by.
#pragma once

#include <map>
#include <string>

namespace migrate::sqlalchemy {

/// MetaData(naming_convention=...) of the project's target_metadata, which Alembic's operations use: "ix",
/// "uq", "ck", "fk" or "pk" to a template such as "ck_%(table_name)s_%(constraint_name)s".
using NamingConvention = std::map<std::string, std::string>;

}  // namespace migrate::sqlalchemy
