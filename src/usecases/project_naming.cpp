#include "usecases/project_naming.h"

#include <array>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "interpreter/library.h"
#include "usecases/kept_of_files.h"

namespace migrate::usecases {

models::TargetNaming project_naming(ProjectFiles& files, const base::Work& work) {
    const project::Project& project = files.project();
    const std::string path = base::join_path(project.script_location, "env.py");
    const Result<std::string> text = base::read_file(path);
    if (!text) return {};
    const models::SourceFile env{project::relative_path(project, path), *text};
    return kept_of_files<models::TargetNaming>("naming", env, files, work.kept.get(), [&](AskedFiles& asked) {
        return models::read_target_naming(
            env, [&](const std::string& module) { return asked.module(module); },
            [&](const std::string& held) { return asked.holding(held); }, files.texts());
    });
}

std::set<std::string> wrapped_names(const models::TargetNaming& naming) {
    std::set<std::string> kinds;
    for (const auto& [kind, pattern] : naming.patterns) {
        if (pattern.find("%(constraint_name)s") != std::string::npos) kinds.insert(kind);
    }
    if (!naming.unknown.empty()) kinds.insert({"ck", "uq", "fk", "pk", "ix"});
    return kinds;
}

/// "%(table_name)s_%(column_0_name)s_key" as "{table}_{columns}_key"; nothing for what has other parts.
static std::optional<std::string> template_of(std::string pattern) {
    constexpr std::array kParts = {
        std::pair("%(table_name)s", "{table}"),        std::pair("%(column_0_name)s", "{columns}"),
        std::pair("%(column_0_N_name)s", "{columns}"), std::pair("%(column_0_label)s", "{table}_{columns}"),
        std::pair("%(constraint_name)s", "{columns}"), std::pair("%(referred_table_name)s", "{target}"),
    };
    for (const auto& [part, field] : kParts) pattern = base::replace_all(pattern, part, field);
    return pattern.find('%') == std::string::npos ? std::optional(std::move(pattern)) : std::nullopt;
}

void learn_names(const models::TargetNaming& naming, project::ChainHabits& habits) {
    if (!naming.unknown.empty()) return;
    const auto learn = [&](const char* kind, const char* rule, const std::optional<std::string>& shown) {
        const auto found = naming.patterns.find(kind);
        if (found == naming.patterns.end() || shown) return;
        const std::optional<std::string> name = template_of(found->second);
        if (name) habits.learnt.try_emplace(rule, project::Learnt{*name, "the naming convention of the metadata"});
    };
    learn("ix", "index-name", habits.index_prefix);
    learn("ix", "unique-index-name", habits.unique_index_prefix);
    learn("uq", "unique-name", habits.unique_prefix);
    learn("ck", "check-name", habits.check_prefix);
    learn("fk", "foreign-key-name", habits.foreign_key_prefix);
}

replay::Surroundings surroundings_with(const models::TargetNaming& naming,
                                       const std::shared_ptr<project::Modules>& modules) {
    replay::Surroundings around;
    around.naming = naming.patterns;
    around.version_table_schema = naming.version_table_schema;
    around.modules = project::module_texts(modules);
    if (!naming.unknown.empty()) {
        around.naming_doubt = "the naming convention of the project's metadata is not known: " + naming.unknown + " (" +
                              naming.where + ")";
    }
    return around;
}

replay::Surroundings surroundings_of(const project::Project& project, const base::Work& work) {
    ProjectFiles files(project);
    return surroundings_with(project_naming(files, work), files.modules());
}

}  // namespace migrate::usecases
