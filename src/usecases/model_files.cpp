#include "usecases/model_files.h"

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "interpreter/library.h"
#include "replay/project_modules.h"
#include "usecases/kept_of_files.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxEntries = 20000;
constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;
constexpr int kMaxLevels = 12;

constexpr std::array kSkippedFolders = {"node_modules", "__pycache__", "site-packages", "test", "tests", "dist"};
// A file without any of these cannot bring a column, a mixin, a type or a name that a class needs, but the package's
// own that leads on to one.
constexpr std::array kNeedles = {"sqlalchemy", "sqlmodel", "Column", "mapped_column", "Enum", "__tablename__"};

/// One walk downward, level by level, that gathers Python files.
class Walk {
  public:
    explicit Walk(const project::Project& project) : project_(project) {}

    std::vector<models::SourceFile> run() {
        std::vector<std::string> level = {project_.root};
        for (int depth = 0; depth <= kMaxLevels && !level.empty(); ++depth) {
            std::vector<std::string> next;
            for (const std::string& folder : level) visit(folder, next);
            level = std::move(next);
        }
        return std::move(files_);
    }

  private:
    bool is_entered(const base::DirectoryEntry& entry, const std::string& path) const {
        if (entry.is_link || entry.name.starts_with('.')) return false;
        if (std::find(kSkippedFolders.begin(), kSkippedFolders.end(), entry.name) != kSkippedFolders.end())
            return false;
        const auto& versions = project_.version_locations;
        return std::find(versions.begin(), versions.end(), path) == versions.end() &&
               !base::is_file(base::join_path(path, "pyvenv.cfg"));
    }

    void visit(const std::string& folder, std::vector<std::string>& next) {
        if (entries_ >= kMaxEntries) return;
        const auto entries = base::list_directory(folder, {.max_entries = kMaxEntries - entries_});
        if (!entries) return;
        entries_ += entries->size();
        for (const base::DirectoryEntry& entry : *entries) {
            const std::string path = base::join_path(folder, entry.name);
            if (entry.kind == base::EntryKind::directory && is_entered(entry, path)) next.push_back(path);
            if (entry.kind == base::EntryKind::file && entry.name.ends_with(".py")) read(path, entry.size);
        }
    }

    void read(const std::string& path, std::uint64_t size) {
        if (bytes_ + size > kMaxBytes) return;
        Result<std::string> text = base::read_file(path);
        if (!text) return;
        bytes_ += text->size();
        files_.push_back({project::relative_path(project_, path), std::move(*text)});
    }

    const project::Project& project_;
    std::vector<models::SourceFile> files_;
    std::size_t entries_ = 0;
    std::size_t bytes_ = 0;
};

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

bool is_known_library(const std::string& name) {
    return name.starts_with("sqlmodel") || name.starts_with("flask") || name.starts_with("pydantic");
}

}  // namespace

std::vector<models::SourceFile> python_files(const project::Project& project) {
    return Walk(project).run();
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
    if (const auto path = replay::find_module(project_, name)) {
        if (auto text = base::read_file(*path))
            return models::SourceFile{project::relative_path(project_, *path), std::move(*text)};
    }
    if (interpreter::is_library_name(name) || is_known_library(name)) return std::nullopt;
    const std::string end = "/" + base::replace_all(name, ".", "/");
    const models::SourceFile* only = nullptr;
    for (const models::SourceFile& file : all()) {
        const std::string path = "/" + file.path;
        if (!path.ends_with(end + ".py") && !path.ends_with(end + "/__init__.py")) continue;
        if (only != nullptr) return std::nullopt;
        only = &file;
    }
    return only == nullptr ? std::nullopt : std::optional(*only);
}

std::vector<models::Model> models_of(const project::Project& project, const std::vector<std::string>& words,
                                     cache::Store* kept) {
    ProjectFiles files(project);
    std::vector<models::SourceFile> read = files.all();
    std::erase_if(read, [](const models::SourceFile& file) { return !holds_any(file.text, kNeedles); });
    const bool named = std::any_of(read.begin(), read.end(), [&](const models::SourceFile& file) {
        return computes_names(file.text) || holds_any(base::lower(file.text), words);
    });
    if (!named) return {};
    return kept_of_files<std::vector<models::Model>>("models", project, read, files, kept, [&](AskedFiles& asked) {
        return models::read_models(read, [&](const std::string& module) { return asked.module(module); });
    });
}

}  // namespace migrate::usecases
