#include "project/run_settings.h"

#include <fmt/format.h>

#include "base/files.h"
#include "project/own_config.h"

namespace migrate::project {
namespace {

Result<std::string> text_of(const OwnConfig& config, const std::string& name) {
    const std::string key = key_in(config, name);
    if (!config.file.values.contains(key)) return std::string();
    const auto text = text_at(config.file, key);
    if (text && !text->empty()) return *text;
    return fail("bad_config", fmt::format("The value of {} is not a text.", name), "Correct the value.",
                place_of(config.file, key));
}

}  // namespace

Result<RunSettings> read_run_settings(const OwnConfig& config) {
    const Result<std::string> python = text_of(config, "python");
    if (!python) return tl::unexpected<Error>(python.error());
    const Result<std::string> postgres = text_of(config, "postgres");
    if (!postgres) return tl::unexpected<Error>(postgres.error());
    const bool is_path = python->find('/') != std::string::npos;
    return RunSettings{is_path ? base::join_path(config.folder, *python) : *python, *postgres};
}

Result<RunSettings> run_settings(const Project& project) {
    const Result<std::optional<OwnConfig>> config = find_own_config(project);
    if (!config) return tl::unexpected<Error>(config.error());
    return *config ? read_run_settings(**config) : RunSettings{};
}

}  // namespace migrate::project
