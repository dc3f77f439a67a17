#include "usecases/in_use.h"

#include <algorithm>

#include "base/files.h"

namespace migrate::usecases {

namespace {

/// True for a rule that tells only of PostgreSQL, or of how databases differ where PostgreSQL is none of them.
bool is_about_postgresql(const lint::Rule& rule) {
    return rule.postgresql_only || rule.category == lint::Category::locks || rule.name == "fails-on-postgresql";
}

bool names_version_num(const std::string& path) {
    const Result<std::string> text = base::read_file(path);
    return text && text->find("version_num") != std::string::npos;
}

/// True where env.py or a migration speaks of alembic_version's column: there is no other reason to.
bool widens_version_num(const project::Project& project) {
    if (names_version_num(base::join_path(project.script_location, "env.py"))) return true;
    for (const std::string& folder : project.version_locations) {
        const auto entries = base::list_directory(folder, {.recursive = project.recursive_version_locations});
        if (!entries) continue;
        const bool found = std::any_of(entries->begin(), entries->end(), [&](const base::DirectoryEntry& entry) {
            return entry.name.ends_with(".py") && names_version_num(base::join_path(folder, entry.name));
        });
        if (found) return true;
    }
    return false;
}

}  // namespace

void leave_out_long_ids(const project::Project& project, const project::Databases& databases,
                        std::vector<lint::Finding>& findings) {
    const auto is_long = [](const lint::Finding& finding) { return finding.rule == "long-revision-id"; };
    if (std::none_of(findings.begin(), findings.end(), is_long)) return;
    if (databases.only() == Dialect::sqlite || widens_version_num(project)) std::erase_if(findings, is_long);
}

std::vector<lint::Finding> check_in_use(const replay::Visited& file, const project::Databases& databases) {
    if (databases.postgresql && databases.sqlite) return lint::check_file(file);
    replay::Visited seen = file;
    if (!databases.sqlite) seen.sqlite = {};  // nothing is said of what does nothing
    std::vector<lint::Finding> findings = lint::check_file(seen);
    if (databases.postgresql) return findings;
    std::erase_if(findings, [&](const lint::Finding& finding) {
        const lint::Rule* rule = lint::find_rule(finding.rule);
        const bool foreign = !databases.sqlite && rule != nullptr && rule->category == lint::Category::dialects;
        return foreign || (rule != nullptr && is_about_postgresql(*rule));
    });
    return findings;
}

}  // namespace migrate::usecases
