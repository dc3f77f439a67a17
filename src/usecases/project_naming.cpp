#include "usecases/project_naming.h"

#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "interpreter/library.h"
#include "usecases/kept_of_files.h"

namespace migrate::usecases {

models::TargetNaming project_naming(const project::Project& project, const std::shared_ptr<project::Modules>& modules,
                                    const base::Work& work) {
    const std::string path = base::join_path(project.script_location, "env.py");
    const Result<std::string> text = base::read_file(path);
    if (!text) return {};
    ProjectFiles files(project, modules);
    const models::SourceFile env{project::relative_path(project, path), *text};
    return kept_of_files<models::TargetNaming>("naming", project, env, files, work.kept.get(), [&](AskedFiles& asked) {
        return models::read_target_naming(
            env, [&](const std::string& module) { return asked.module(module); },
            [&](const std::string& held) { return asked.holding(held); });
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
    const auto modules = std::make_shared<project::Modules>(project);
    return surroundings_with(project_naming(project, modules, work), modules);
}

}  // namespace migrate::usecases
