#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "project/formatter.h"
#include "project/house_keys.h"
#include "project/library_version.h"
#include "project/own_config.h"
#include "project/own_skill.h"
#include "project/profile.h"
#include "project/project.h"
#include "project/run_settings.h"

namespace migrate::project {
namespace {

constexpr const char* kSchema = "the chain";
constexpr const char* kFirstWithIfExists = "1.13.3";  // op.create_table and op.drop_table take it from there on

Result<std::string> profile_of(const Project& project, const ChainHabits& habits, const std::optional<OwnConfig>& own) {
    if (!own) return fitting_profile(project, habits);
    const std::string key = key_in(*own, "profile");
    if (!own->file.values.contains(key)) return fitting_profile(project, habits);
    return text_at(own->file, key).value_or("");
}

/// The pattern with another fixed beginning: "ix_{table}_{columns}" and "idx_" give "idx_{table}_{columns}".
std::string with_prefix(const std::string& pattern, const std::optional<std::string>& prefix) {
    if (!prefix) return pattern;
    return *prefix + pattern.substr(std::min(pattern.find('{'), pattern.size()));
}

HouseRules apply_habits(HouseRules rules, const ChainHabits& habits) {
    const auto prefix = [&](const char* key, std::string& pattern, const std::optional<std::string>& shown) {
        pattern = with_prefix(pattern, shown);
        if (shown) rules.sources[key] = kSchema;
    };
    prefix("index-name", rules.index_name, habits.index_prefix);
    prefix("unique-index-name", rules.unique_index_name, habits.unique_index_prefix);
    prefix("unique-name", rules.unique_name, habits.unique_prefix);
    prefix("check-name", rules.check_name, habits.check_prefix);
    prefix("foreign-key-name", rules.foreign_key_name, habits.foreign_key_prefix);
    if (habits.key_type) rules.sources["key-type"] = kSchema;
    rules.key_type = habits.key_type.value_or(rules.key_type);
    if (habits.revision_style) rules.sources["revision-style"] = kSchema;
    rules.revision_style = habits.revision_style.value_or(rules.revision_style);
    if (habits.created_at_column) {
        rules.created_at = !habits.created_at_column->empty();
        if (rules.created_at) rules.created_at_name = *habits.created_at_column;
        rules.sources["created-at"] = rules.sources["created-at-name"] = kSchema;
    }
    return rules;
}

/// " -c FILE" where Alembic would not find the config by itself in the root.
std::string config_option(const Project& project) {
    const std::string path = relative_path(project, project.config_path);
    if (path.empty() || path == "alembic.ini" || base::base_name(path) == "pyproject.toml") return {};
    return fmt::format(" -c {}", path);
}

}  // namespace

Result<HouseRules> house_rules(const Project& project, const ChainHabits& habits) {
    const Result<std::optional<OwnConfig>> own = find_own_config(project);
    if (!own) return tl::unexpected<Error>(own.error());
    const Result<std::string> profile = profile_of(project, habits, *own);
    if (!profile) return tl::unexpected<Error>(profile.error());
    Result<HouseRules> rules = read_profile(*profile);
    if (!rules) {
        Error error = rules.error();
        if (*own) error.where = place_of((*own)->file, key_in(**own, "profile"));
        return tl::unexpected<Error>(error);
    }
    *rules = apply_habits(std::move(*rules), habits);
    if (rules->profile == kDefaultProfile) *rules = take_learnt(std::move(*rules), habits.learnt);
    if (std::vector<Reminder> own_ones = own_reminders(project); !own_ones.empty())
        rules->reminders = std::move(own_ones);
    const std::string versions = project.version_locations.empty() ? project.root : project.version_locations.front();
    const Result<Formatting> formatting = find_formatting(versions, project.root);
    if (!formatting) return tl::unexpected<Error>(formatting.error());
    if (formatting->line_length) rules->sources["line-length"] = formatting->path;
    rules->line_length = formatting->line_length.value_or(rules->line_length);
    if (formatting->quotes) rules->sources["quote-style"] = formatting->path;
    rules->quotes = formatting->quotes.value_or(rules->quotes);
    rules->if_exists = rules->if_exists && !is_older(project.alembic_version, kFirstWithIfExists);
    rules->form.sqlalchemy_2 = is_before(project.sqlalchemy, "2.0.7") == false;
    if (*own) {
        const Result<RunSettings> for_runs = read_run_settings(**own);
        if (!for_runs) return tl::unexpected<Error>(for_runs.error());
        rules = apply_keys(std::move(*rules), (*own)->file, (*own)->table, keys_of_others());
        if (!rules) return rules;
    }
    for (Reminder& reminder : rules->reminders) {
        reminder.text = base::replace_all(reminder.text, "{config}", config_option(project));
        reminder.command = base::replace_all(reminder.command, "{config}", config_option(project));
    }
    return rules;
}

}  // namespace migrate::project
