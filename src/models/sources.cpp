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

void Sources::note_imports(const SourceFile& file) {
    for (const std::string& line : base::split_lines(file.text)) {
        const std::string_view text = base::trim(line);
        if (!text.starts_with("from ") && !text.starts_with("import ")) continue;
        const std::string_view name = base::trim(text.substr(text.find(' ')));
        imported_.emplace(name.substr(0, name.find_first_of(". ,")));
    }
}

std::string Sources::add(const SourceFile& file) {
    std::string path = file.path.ends_with(".py") ? file.path.substr(0, file.path.size() - 3) : file.path;
    if (path.ends_with("/__init__")) path.resize(path.size() - 9);
    const std::string whole = base::replace_all(path, "/", ".");
    std::string found;
    for (std::string name = whole; !name.empty();) {
        const std::size_t dot = name.find('.');
        const bool is_imported = imported_.contains(name.substr(0, dot));
        if (found.empty() || is_imported) {  // to ask for what is not on the path walks the whole repository
            const std::optional<SourceFile> there = reader_(name);
            const bool leads_there = there && there->path == file.path;
            if (leads_there) found = name;
            if (leads_there && is_imported) break;
        }
        name = dot == std::string::npos ? "" : name.substr(dot + 1);
    }
    if (found.empty()) found = whole;
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

sqlalchemy::Setting setting_for(Sources& sources, const std::shared_ptr<python::ParsedTexts>& texts) {
    sqlalchemy::Setting setting;
    if (texts) setting.texts = texts;
    setting.limits.steps = kMaxNodes;
    setting.limits.milliseconds = kMaxMilliseconds;
    setting.parsed = std::make_shared<interpreter::ParsedModules>();
    setting.modules = with_libraries([&sources](const std::string& module) { return sources.text_of(module); });
    setting.deadline = base::thread_time() + std::chrono::milliseconds(kMaxMilliseconds);
    return setting;
}

}  // namespace migrate::models
