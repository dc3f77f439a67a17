#include "usecases/install/own_skill.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "project/own_config.h"
#include "project/own_skill.h"
#include "project/profile.h"
#include "project/project.h"

namespace migrate::usecases {

std::vector<std::string> own_migrate(const std::string& claude_folder) {
    std::vector<std::string> files;
    const std::string command = claude_folder + "/commands/migrate.md";
    if (base::is_file(command)) files.push_back(command);
    const std::string skill = claude_folder + "/skills/migrate";
    const auto entries = base::list_directory(skill, {.recursive = true, .max_entries = 1'000});
    if (!entries) return files;
    for (const base::DirectoryEntry& entry : *entries) {
        if (entry.kind == base::EntryKind::file) files.push_back(skill + "/" + entry.name);
    }
    return files;
}

std::optional<ReplacedConfig> config_for(const std::string& project) {
    const Result<project::Project> found = project::find_project(project);
    if (!found) return std::nullopt;
    const auto own = project::find_own_config(*found);
    const std::vector<project::Reminder> reminders = project::own_reminders(*found);
    const auto rules = project::house_rules(*found, {});
    if (!own || *own || reminders.empty() || !rules) return std::nullopt;
    std::string text = "# What the project's own skill /migrate said, which alembic-migrate goes on with.\n";
    if (rules->profile != project::kDefaultProfile) text += "profile = \"" + rules->profile + "\"\n";
    for (const project::Reminder& reminder : reminders) {
        // A JSON string is one of TOML too.
        text += "\n[[reminders]]\ntext = " + nlohmann::json(reminder.text).dump() +
                "\ncommand = " + nlohmann::json(reminder.command).dump() + "\n";
    }
    return ReplacedConfig{found->root + "/" + project::kOwnSkill, found->root + "/.alembic-migrate.toml", text};
}

}  // namespace migrate::usecases
