#include "usecases/project_naming.h"

#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "interpreter/library.h"
#include "replay/project_modules.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

namespace {

using models::SourceFile;

/// The project's files, read when they are first asked for.
class Files {
  public:
    explicit Files(const project::Project& project) : project_(project) {}

    const std::vector<SourceFile>& all() {
        if (!read_) all_ = python_files(project_);
        read_ = true;
        return all_;
    }

    std::vector<SourceFile> holding(const std::string& text) {
        std::vector<SourceFile> found;
        for (const SourceFile& file : all()) {
            if (file.text.find(text) != std::string::npos) found.push_back(file);
        }
        return found;
    }

    /// Where Python would find the module, else the one file whose path ends so: env.py may add any folder to the path.
    std::optional<SourceFile> module(const std::string& name) {
        if (const auto path = replay::find_module(project_, name)) {
            if (auto text = base::read_file(*path)) return SourceFile{project::relative_path(project_, *path), *text};
        }
        if (interpreter::is_library_name(name) || is_known_library(name)) return std::nullopt;
        const std::string end = "/" + base::replace_all(name, ".", "/");
        const SourceFile* only = nullptr;
        for (const SourceFile& file : all()) {
            const std::string path = "/" + file.path;
            if (!path.ends_with(end + ".py") && !path.ends_with(end + "/__init__.py")) continue;
            if (only != nullptr) return std::nullopt;
            only = &file;
        }
        return only == nullptr ? std::nullopt : std::optional(*only);
    }

  private:
    static bool is_known_library(const std::string& name) {
        return name.starts_with("sqlmodel") || name.starts_with("flask") || name.starts_with("pydantic");
    }

    const project::Project& project_;
    std::vector<SourceFile> all_;
    bool read_ = false;
};

}  // namespace

models::TargetNaming project_naming(const project::Project& project) {
    const std::string path = base::join_path(project.script_location, "env.py");
    const Result<std::string> text = base::read_file(path);
    if (!text) return {};
    Files files(project);
    return models::read_target_naming(
        {project::relative_path(project, path), *text}, [&](const std::string& module) { return files.module(module); },
        [&](const std::string& held) { return files.holding(held); });
}

std::set<std::string> wrapped_names(const models::TargetNaming& naming) {
    std::set<std::string> kinds;
    for (const auto& [kind, pattern] : naming.patterns) {
        if (pattern.find("%(constraint_name)s") != std::string::npos) kinds.insert(kind);
    }
    if (!naming.unknown.empty()) kinds.insert("ck");
    return kinds;
}

replay::Surroundings surroundings_with(const models::TargetNaming& naming) {
    replay::Surroundings around;
    around.naming = naming.patterns;
    if (!naming.unknown.empty()) {
        around.naming_doubt = "the naming convention of the project's metadata is not known: " + naming.unknown + " (" +
                              naming.where + ")";
    }
    return around;
}

replay::Surroundings surroundings_of(const project::Project& project) {
    return surroundings_with(project_naming(project));
}

}  // namespace migrate::usecases
