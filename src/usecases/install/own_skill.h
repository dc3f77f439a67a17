/// A project's own skill or command /migrate, which has the name that ours is to have.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace migrate::usecases {

inline constexpr const char* kOurSkill = ".claude/skills/migrate/SKILL.md";  ///< in a project without the plugin

/// The files of it below a folder .claude, sorted; none where there is no such skill and no such command.
std::vector<std::string> own_migrate(const std::string& claude_folder);

/// The configuration that keeps what the project's own skill says: its profile and its reminders.
struct ReplacedConfig {
    std::string skill;  ///< the file that it comes from
    std::string path;
    std::string text;
};
/// Nothing where the skill reminds of nothing, the project is none of Alembic's, or it has a configuration already.
std::optional<ReplacedConfig> config_for(const std::string& project);

}  // namespace migrate::usecases
