#include "replay/project_modules.h"

namespace migrate::replay {

namespace {

/// The folders where Python may find the project's modules, nearest first.
std::vector<std::string> module_folders(const project::Project& project) {
    std::vector<std::string> folders;
    std::string folder = project.config_path.empty() ? project.script_location : project.config_path;
    while (folder.size() > project.root.size() && folder.rfind('/') != std::string::npos) {
        folder = folder.substr(0, folder.rfind('/'));
        folders.push_back(folder);
        folders.push_back(folder + "/src");
    }
    return folders;
}

}  // namespace

std::optional<std::string> find_module(const project::Project& project, const std::string& module) {
    return interpreter::find_module(module_folders(project), module);
}

ModuleSource project_modules(const project::Project& project) {
    return interpreter::modules_in(module_folders(project));
}

}  // namespace migrate::replay
