#include "models/sources.h"

#include <memory>

#include "base/allowance.h"
#include "base/environment.h"
#include "base/text.h"
#include "interpreter/modules.h"
#include "sqlalchemy/libraries.h"

namespace migrate::models {

namespace {

constexpr long kMaxNodes = 50'000'000;  // evaluated, of all files
constexpr int kMaxMilliseconds = 20'000;
constexpr std::string_view kPackage = ".__init__";

}  // namespace

std::string Sources::add(const SourceFile& file) {
    std::string path = file.path.ends_with(".py") ? file.path.substr(0, file.path.size() - 3) : file.path;
    if (path.ends_with("/__init__")) path.resize(path.size() - 9);
    std::string found = base::replace_all(path, "/", ".");
    for (std::string name = found; !name.empty();) {
        const std::optional<SourceFile> there = reader_(name);
        if (there && there->path == file.path) {
            found = name;
            break;
        }
        const std::size_t dot = name.find('.');
        name = dot == std::string::npos ? "" : name.substr(dot + 1);
    }
    given_[found] = file;
    paths_[found] = file.path;
    return found;
}

std::optional<std::string> Sources::text_of(const std::string& module) {
    const bool package = module.ends_with(kPackage);
    const std::string name = package ? module.substr(0, module.size() - kPackage.size()) : module;
    const auto found = given_.find(name);
    const std::optional<SourceFile> file = found != given_.end() ? std::optional(found->second) : reader_(name);
    if (!file || (package && !file->path.ends_with("__init__.py"))) return std::nullopt;
    paths_[name] = file->path;
    return file->text;
}

std::string Sources::path_of(const std::string& module) const {
    const auto found = paths_.find(module);
    return found == paths_.end() ? module : found->second;
}

sqlalchemy::Setting setting_for(Sources& sources) {
    sqlalchemy::Setting setting;
    setting.limits.steps = kMaxNodes;
    setting.limits.milliseconds = kMaxMilliseconds;
    setting.parsed = std::make_shared<interpreter::ParsedModules>();
    setting.modules = with_libraries([&sources](const std::string& module) { return sources.text_of(module); });
    setting.deadline = base::thread_time() + std::chrono::milliseconds(kMaxMilliseconds);
    return setting;
}

}  // namespace migrate::models
