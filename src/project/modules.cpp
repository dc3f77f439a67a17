#include "project/modules.h"

#include <algorithm>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "project/folder_walk.h"

namespace migrate::project {
namespace {

constexpr std::size_t kMaxParts = 16;
constexpr WalkLimits kAround = {.levels = 4, .entries = 20000};

/// The folders from that of the config up to the root, nearest first.
std::vector<std::string> folders_above(const Project& project) {
    std::vector<std::string> folders;
    std::string folder = project.config_path.empty() ? project.script_location : project.config_path;
    while (folder.size() > project.root.size() && folder.rfind('/') != std::string::npos) {
        folder = folder.substr(0, folder.rfind('/'));
        folders.push_back(folder);
    }
    return folders;
}

/// "app.models", and no path in disguise.
bool is_module_name(const std::string& name) {
    const std::vector<std::string> parts = base::split(name, '.');
    return parts.size() <= kMaxParts && std::ranges::all_of(parts, [](const std::string& part) {
               return !part.empty() && std::ranges::all_of(part, [](char c) {
                   return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
               });
           });
}

/// The file of a module in the folder: a package, or a file of its own.
std::optional<std::string> file_in(const std::string& folder, const std::string& name) {
    const std::string path = base::join_path(folder, base::replace_all(name, ".", "/"));
    for (const char* ending : {"/__init__.py", ".py"}) {
        if (base::is_file(path + ending)) return path + ending;
    }
    return std::nullopt;
}

bool is_packaging(const std::string& name) {
    return name == "pyproject.toml" || name == "setup.py" || name == "setup.cfg";
}

}  // namespace

Modules::Modules(const Project& project)
    : root_(project.root), env_(base::join_path(project.script_location, "env.py")), folders_(project.import_paths) {
    for (const std::string& folder : folders_above(project)) {
        folders_.push_back(folder);
        folders_.push_back(base::join_path(folder, "src"));
    }
}

void Modules::look_around() {
    looked_ = true;
    walk_folders(root_, kAround, [&](const std::string& folder, const std::vector<base::DirectoryEntry>& entries) {
        const auto holds = [&](std::string_view name) {
            return std::ranges::any_of(entries, [&](const base::DirectoryEntry& entry) { return entry.name == name; });
        };
        const std::string above = base::parent_path(folder);
        if (std::ranges::any_of(entries, [](const auto& entry) { return is_packaging(entry.name); }) ||
            (base::base_name(folder) == "src" && packaged_.contains(above)))
            packaged_.insert(folder);
        if (holds("__init__.py") || std::ranges::find(folders_, folder) != folders_.end()) return;
        for (const base::DirectoryEntry& entry : entries) {
            if (entry.kind == base::EntryKind::directory) holders_[entry.name].push_back(folder);
            if (entry.kind == base::EntryKind::file && entry.name.ends_with(".py"))
                holders_[entry.name.substr(0, entry.name.size() - 3)].push_back(folder);
        }
    });
}

std::optional<std::string> Modules::find(const std::string& name) {
    if (name == kEnvModule) return base::is_file(env_) ? std::optional(env_) : std::nullopt;
    if (!is_module_name(name)) return std::nullopt;
    for (const std::string& folder : folders_) {
        if (auto file = file_in(folder, name); file && base::is_inside(root_, *file)) return file;
    }
    if (!looked_) look_around();
    const auto holders = holders_.find(name.substr(0, name.find('.')));
    if (holders == holders_.end()) return std::nullopt;
    std::vector<std::string> found, packaged;
    for (const std::string& folder : holders->second) {
        const auto file = file_in(folder, name);
        if (!file) continue;
        found.push_back(*file);
        if (packaged_.contains(folder)) packaged.push_back(*file);
    }
    if (packaged.size() == 1) return packaged.front();
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::function<std::optional<std::string>(const std::string& name)> module_texts(std::shared_ptr<Modules> modules) {
    return [modules = std::move(modules)](const std::string& name) -> std::optional<std::string> {
        const auto path = modules->find(name);
        auto text = path ? base::read_file(*path) : fail("no_file", "", "");
        return text ? std::optional(*text) : std::nullopt;
    };
}

}  // namespace migrate::project
