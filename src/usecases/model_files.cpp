#include "usecases/model_files.h"

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "project/folder_walk.h"
#include "usecases/kept_of_files.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;
constexpr project::WalkLimits kLimits = {.levels = 12, .sizes = true};
constexpr std::array kSkippedFolders = {"test", "tests", "dist"};
// A file without any of these cannot bring a column, a mixin, a type or a name that a class needs, but the package's
// own that leads on to one.
constexpr std::array kNeedles = {"sqlalchemy", "sqlmodel", "Column", "mapped_column", "Enum", "__tablename__"};

bool holds_any(const std::string& text, const auto& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const auto& word) { return text.find(word) != std::string::npos; });
}

/// True when a class's table may have a name that stands nowhere: any `__tablename__` that is no text.
bool computes_names(const std::string& text) {
    static constexpr std::string_view kName = "__tablename__";
    for (std::size_t at = text.find(kName); at != std::string::npos; at = text.find(kName, at + 1)) {
        std::string_view rest = base::trim(std::string_view(text).substr(at + kName.size()));
        if (rest.starts_with(":")) rest.remove_prefix(std::min(rest.find('='), rest.size()));
        if (!rest.starts_with("=")) return true;  // def __tablename__(cls), setattr(cls, "__tablename__", ...)
        rest = base::trim(rest.substr(1));
        if (!rest.starts_with("\"") && !rest.starts_with("'")) return true;
    }
    return false;
}

}  // namespace

std::vector<models::SourceFile> python_files(const project::Project& project) {
    std::vector<models::SourceFile> files;
    std::size_t bytes = 0;
    const auto holds = [](const auto& names, const std::string& name) {
        return std::ranges::find(names, name) != names.end();
    };
    const auto read = [&](const std::string& folder, const std::vector<base::DirectoryEntry>& entries) {
        for (const base::DirectoryEntry& entry : entries) {
            const bool fits = entry.kind == base::EntryKind::file && bytes + entry.size <= kMaxBytes;
            if (!fits || !entry.name.ends_with(".py")) continue;
            const std::string path = base::join_path(folder, entry.name);
            Result<std::string> text = base::read_file(path);
            if (!text) continue;
            bytes += text->size();
            files.push_back({project::relative_path(project, path), std::move(*text)});
        }
    };
    project::walk_folders(project.root, kLimits, read, [&](const std::string& path, const base::DirectoryEntry& entry) {
        return project::is_searched(path, entry) && !holds(kSkippedFolders, entry.name) &&
               !holds(project.version_locations, path);
    });
    return files;
}

const std::vector<models::SourceFile>& ProjectFiles::all() {
    if (!read_) all_ = python_files(project_);
    read_ = true;
    return all_;
}

std::vector<models::SourceFile> ProjectFiles::holding(const std::string& text) {
    std::vector<models::SourceFile> found;
    for (const models::SourceFile& file : all()) {
        if (file.text.find(text) != std::string::npos) found.push_back(file);
    }
    return found;
}

std::optional<models::SourceFile> ProjectFiles::module(const std::string& name) {
    const auto path = modules_->find(name);
    auto text = path ? base::read_file(*path) : fail("no_file", "", "");
    if (!text) return std::nullopt;
    return models::SourceFile{project::relative_path(project_, *path), std::move(*text)};
}

std::vector<models::Model> models_of(ProjectFiles& files, const std::vector<std::string>& words, cache::Store* kept) {
    std::vector<models::SourceFile> read = files.all();
    std::erase_if(read, [](const models::SourceFile& file) { return !holds_any(file.text, kNeedles); });
    const bool named = std::any_of(read.begin(), read.end(), [&](const models::SourceFile& file) {
        return computes_names(file.text) || holds_any(base::lower(file.text), words);
    });
    if (!named) return {};
    return kept_of_files<std::vector<models::Model>>("models", read, files, kept, [&](AskedFiles& asked) {
        return models::read_models(
            read, [&](const std::string& module) { return asked.module(module); }, files.texts());
    });
}

}  // namespace migrate::usecases
