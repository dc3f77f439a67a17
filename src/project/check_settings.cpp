#include "project/check_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "project/house_keys.h"
#include "project/own_config.h"

namespace migrate::project {
namespace {

constexpr const char* kBaseline = ".alembic-migrate-baseline.json";
constexpr std::string_view kPerFile = "per-file-ignores";
constexpr std::string_view kSeverity = "severity";
const std::vector<std::string> kLimits = {"info", "warning", "critical", "never"};
const std::vector<std::string> kSeverities = {"info", "warning", "critical"};

tl::unexpected<Error> wrong_value(const OwnConfig& config, const std::string& key, const std::string& wanted) {
    return fail("bad_config", fmt::format("The value of {} is not {}.", key, wanted), "Correct the value.",
                place_of(config.file, key_in(config, key)));
}

Result<std::string> word_at(const OwnConfig& config, const std::string& key, const std::vector<std::string>& words) {
    const auto text = text_at(config.file, key_in(config, key));
    if (text && std::find(words.begin(), words.end(), *text) != words.end()) return *text;
    return wrong_value(config, key, "one of " + base::join(words, ", "));
}

Result<std::vector<NamedRule>> rules_at(const OwnConfig& config, const std::string& key) {
    const auto names = texts_at(config.file, key_in(config, key));
    if (!names) return wrong_value(config, key, "a list of rules");
    std::vector<NamedRule> rules;
    for (const std::string& name : *names) rules.push_back({name, place_of(config.file, key_in(config, key))});
    return rules;
}

Result<std::string> baseline_at(const OwnConfig& config, const std::string& key, const Project& project) {
    const auto text = text_at(config.file, key_in(config, key));
    if (!text || text->empty()) return wrong_value(config, key, "a path");
    const std::string path = base::join_path(config.folder, *text);
    if (!base::is_directory(base::parent_path(path))) return wrong_value(config, key, "in a folder that exists");
    if (!base::is_inside(project.root, path)) return wrong_value(config, key, "a path inside the project");
    return path;
}

/// The name below a table of tables: "*/2023*.py" of "per-file-ignores.*/2023*.py"; "" when it is not of that table.
std::string name_below(std::string_view key, std::string_view table) {
    if (!key.starts_with(table) || key.size() <= table.size() + 1 || key[table.size()] != '.') return "";
    return std::string(key.substr(table.size() + 1));
}

tl::unexpected<Error> unknown_key(const OwnConfig& config, const std::string& key) {
    const std::vector<std::string> known = {"fail-on", "baseline", "ignore", std::string(kPerFile),
                                            std::string(kSeverity)};
    const std::vector<std::string> near = base::nearest(known, key);
    return fail("bad_config", fmt::format("There is no key {} for check.", key),
                near.empty() ? fmt::format("The keys are {}.", base::join(known, ", "))
                             : fmt::format("Did you mean {}?", base::join(near, " or ")),
                place_of(config.file, key_in(config, "check." + key)));
}

Result<void> take(CheckSettings& settings, const OwnConfig& config, const std::string& name, const Project& project) {
    const std::string key = "check." + name;
    if (name == "fail-on") {
        const Result<std::string> word = word_at(config, key, kLimits);
        if (!word) return tl::unexpected<Error>(word.error());
        settings.fail_on = *word;
    } else if (name == "baseline") {
        const Result<std::string> path = baseline_at(config, key, project);
        if (!path) return tl::unexpected<Error>(path.error());
        settings.baseline = *path;
    } else if (name == "ignore") {
        const Result<std::vector<NamedRule>> rules = rules_at(config, key);
        if (!rules) return tl::unexpected<Error>(rules.error());
        settings.ignore = *rules;
    } else if (const std::string pattern = name_below(name, kPerFile); !pattern.empty()) {
        const Result<std::vector<NamedRule>> rules = rules_at(config, key);
        if (!rules) return tl::unexpected<Error>(rules.error());
        settings.per_file_ignores.push_back({pattern, *rules});
    } else if (const std::string rule = name_below(name, kSeverity); !rule.empty()) {
        const Result<std::string> word = word_at(config, key, kSeverities);
        if (!word) return tl::unexpected<Error>(word.error());
        settings.severities.push_back({{rule, place_of(config.file, key_in(config, key))}, *word});
    } else if (name != kPerFile && name != kSeverity) {  // an empty table says nothing
        return unknown_key(config, name);
    }
    return {};
}

}  // namespace

Result<CheckSettings> check_settings(const Project& project) {
    CheckSettings settings;
    settings.baseline = base::join_path(config_folder(project), kBaseline);
    const Result<std::optional<OwnConfig>> found = find_own_config(project);
    if (!found) return tl::unexpected<Error>(found.error());
    if (!*found) return settings;
    const OwnConfig& config = **found;
    // A table of another name, [checks], would say nothing here: all keys have to be known.
    const Result<HouseRules> others = apply_keys(HouseRules(), config.file, config.table, keys_of_others());
    if (!others) return tl::unexpected<Error>(others.error());
    if (const auto value = config.file.values.find(key_in(config, "check")); value != config.file.values.end()) {
        const auto* empty = std::get_if<std::vector<std::string>>(&value->second.value);
        if (empty == nullptr || !empty->empty()) return wrong_value(config, "check", "a table");
    }
    for (const std::string& name : keys_below(config.file, key_in(config, "check"))) {
        const Result<void> taken = take(settings, config, name, project);
        if (!taken) return tl::unexpected<Error>(taken.error());
    }
    return settings;
}

}  // namespace migrate::project
