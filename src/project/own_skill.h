/// The project's own skill for migrations, which an agent followed before this program: what it says to do afterwards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/project.h"

namespace migrate::project {

inline constexpr const char* kOwnSkill = ".claude/skills/migrate/SKILL.md";  ///< in the project's root

/// The steps of a skill that remind: `2. Remind: "Deploy with /deploy path/<filename>"`, with the block of code under
/// it as its command, else the command between backticks. A path that ends in <filename> becomes {path}. Word for word.
std::vector<Reminder> reminders_in(std::string_view skill);

/// Those of the project's own skill; none where it has no such skill, or one that reminds of nothing.
std::vector<Reminder> own_reminders(const Project& project);

/// True when the project's skill for migrations or its CLAUDE.md speaks of this name.
bool speaks_of(const Project& project, std::string_view name);

}  // namespace migrate::project
