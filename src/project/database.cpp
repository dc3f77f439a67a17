#include "project/database.h"

#include "base/files.h"
#include "project/ini.h"

namespace migrate::project {

std::optional<Dialect> database_of(const Project& project) {
    if (project.section.empty()) return std::nullopt;
    const Result<std::string> text = base::read_file(project.config_path);
    const Result<Ini> ini = text ? read_ini(*text, project.config_path) : tl::unexpected<Error>(text.error());
    if (!ini) return std::nullopt;
    const auto url = ini_value(*ini, project.section, "sqlalchemy.url", base::parent_path(project.config_path));
    if (!url || !*url) return std::nullopt;
    if ((*url)->starts_with("sqlite")) return Dialect::sqlite;
    return (*url)->starts_with("postgres") ? std::optional(Dialect::postgresql) : std::nullopt;
}

}  // namespace migrate::project
