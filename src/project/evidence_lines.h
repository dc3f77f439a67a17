/// Database URLs in any text that people write settings in. Internal to the project room.
#pragma once

#include <string>
#include <vector>

#include "project/databases.h"

namespace migrate::project {

/// Adds what "postgresql+asyncpg://", "sqlite:///" and their like in the text speak for, with their lines. Comments,
/// and placeholders such as Alembic's own driver://, say nothing.
void add_urls(const std::string& text, const std::string& shown, std::vector<Evidence>& all);

}  // namespace migrate::project
