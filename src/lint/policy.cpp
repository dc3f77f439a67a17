#include "lint/policy.h"

#include <algorithm>

#include "base/attempt.h"
#include "base/files.h"
#include "base/glob.h"
#include "base/text.h"

namespace migrate::lint {

namespace {

Result<void> check_name(const project::NamedRule& rule) {
    if (find_rule(rule.name) != nullptr) return {};
    std::vector<std::string> names;
    for (const Rule& known : all_rules()) names.emplace_back(known.name);
    const std::vector<std::string> near = base::nearest(names, rule.name);
    return fail("bad_config", "There is no rule " + rule.name + ".",
                near.empty() ? "The rules are " + base::join(names, ", ") + "."
                             : "Did you mean " + base::join(near, " or ") + "?",
                rule.where);
}

Result<std::set<std::string>> names_of(const std::vector<project::NamedRule>& rules) {
    std::set<std::string> names;
    for (const project::NamedRule& rule : rules) {
        TRY(check_name(rule));
        names.insert(rule.name);
    }
    return names;
}

/// A pattern without a folder is for files of that name anywhere.
bool fits(const std::string& path, const std::string& pattern) {
    return base::fits_glob(pattern.find('/') == std::string::npos ? base::base_name(path) : path, pattern);
}

Severity severity_of(const std::string& word) {
    if (word == "critical") return Severity::critical;
    return word == "warning" ? Severity::warning : Severity::info;
}

}  // namespace

Result<Policy> read_policy(const project::Project& project) {
    const project::CheckSettings settings = TRY(project::check_settings(project));
    Policy policy{.fail_on = settings.fail_on, .baseline = settings.baseline};
    std::set<std::string> ignored = TRY(names_of(settings.ignore));
    policy.ignored = std::move(ignored);
    for (const project::CheckSettings::ForFiles& files : settings.per_file_ignores) {
        std::set<std::string> names = TRY(names_of(files.rules));
        policy.ignored_in.emplace_back(files.pattern, std::move(names));
    }
    for (const project::CheckSettings::Severity& change : settings.severities) {
        TRY(check_name(change.rule));
        policy.severities[change.rule.name] = severity_of(change.severity);
    }
    return policy;
}

void apply_policy(const Policy& policy, std::vector<Finding>& findings) {
    std::erase_if(findings, [&](const Finding& finding) {
        if (policy.ignored.contains(finding.rule)) return true;
        return std::any_of(policy.ignored_in.begin(), policy.ignored_in.end(), [&](const auto& files) {
            return files.second.contains(finding.rule) && fits(finding.path, files.first);
        });
    });
    for (Finding& finding : findings) {
        const auto change = policy.severities.find(finding.rule);
        if (change != policy.severities.end()) finding.severity = change->second;
    }
}

}  // namespace migrate::lint
