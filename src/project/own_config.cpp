#include "project/own_config.h"

#include "base/files.h"

namespace migrate::project {
namespace {

constexpr int kMaxFolders = 64;
constexpr const char* kOwnFile = ".alembic-migrate.toml";
constexpr const char* kPyprojectTable = "tool.alembic-migrate";

Result<std::optional<OwnConfig>> own_config_in(const Project& project, const std::string& folder) {
    const std::string own = base::join_path(folder, kOwnFile);
    if (base::exists(own)) {
        const Result<std::string> text = base::read_file(own);
        if (!text) return tl::unexpected<Error>(text.error());
        Result<TomlFile> file = read_toml(*text, relative_path(project, own));
        if (!file) return tl::unexpected<Error>(file.error());
        return std::optional<OwnConfig>(OwnConfig{std::move(*file), "", folder});
    }
    const std::string pyproject = base::join_path(folder, "pyproject.toml");
    const Result<std::string> text = base::read_file(pyproject);
    if (!text || text->find("alembic-migrate") == std::string::npos) return std::optional<OwnConfig>();
    Result<TomlFile> file = read_toml(*text, relative_path(project, pyproject));
    if (!file) return tl::unexpected<Error>(file.error());
    if (!has_table(*file, kPyprojectTable)) return std::optional<OwnConfig>();
    return std::optional<OwnConfig>(OwnConfig{std::move(*file), kPyprojectTable, folder});
}

}  // namespace

std::string config_folder(const Project& project) {
    return project.config_path.empty() ? base::parent_path(project.script_location)
                                       : base::parent_path(project.config_path);
}

Result<std::optional<OwnConfig>> find_own_config(const Project& project) {
    std::string folder = config_folder(project);
    for (int i = 0; i < kMaxFolders && !folder.empty(); ++i) {
        Result<std::optional<OwnConfig>> config = own_config_in(project, folder);
        if (!config || *config) return config;
        const std::string parent = base::parent_path(folder);
        if (folder == project.root || parent == folder) break;
        folder = parent;
    }
    return std::optional<OwnConfig>();
}

std::vector<std::string> keys_of_others() {
    return {"profile", "check", "python", "postgres", "databases"};
}

std::string key_in(const OwnConfig& config, const std::string& key) {
    return config.table.empty() ? key : config.table + "." + key;
}

}  // namespace migrate::project
