#include "project/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/environment.h"
#include "base/files.h"
#include "base/text.h"
#include "base/write.h"
#include "project/ini.h"
#include "project/library_version.h"
#include "project/toml_file.h"
#include "project/version_folders.h"

namespace migrate::project {
namespace {

constexpr std::size_t kMaxLocations = 100;
constexpr int kMaxLevelsUp = 8;
constexpr int kMaxLevelsUpWithoutGit = 2;  ///< conf/ and deploy/conf/

struct Option {
    std::optional<std::string> text;
    std::string where;              ///< file and line
    std::vector<std::string> list;  ///< where pyproject.toml has a list
};

/// Alembic's order: the ini file first, then [tool.alembic].
class Options {
  public:
    static Result<Options> read(const Candidate& candidate) {
        Options options;
        options.candidate_ = candidate;
        if (!candidate.ini_path.empty()) {
            const Result<std::string> text = base::read_file(candidate.ini_path);
            if (!text) return tl::unexpected<Error>(text.error());
            Result<Ini> ini = read_ini(*text, candidate.ini_path);
            if (!ini) return tl::unexpected<Error>(ini.error());
            options.ini_ = std::move(*ini);
        }
        if (!candidate.pyproject_path.empty()) {
            const Result<std::string> text = base::read_file(candidate.pyproject_path);
            if (!text) return tl::unexpected<Error>(text.error());
            Result<TomlFile> toml = read_toml(*text, candidate.pyproject_path);
            if (!toml) return tl::unexpected<Error>(toml.error());
            options.toml_ = std::move(*toml);
        }
        return options;
    }

    Result<Option> get(const std::string& name) const {
        const auto from_ini = ini_value(ini_, candidate_.section, name, candidate_.folder);
        if (!from_ini) return tl::unexpected<Error>(from_ini.error());
        if (*from_ini) return Option{**from_ini, line_of(name), {}};
        const std::string key = "tool.alembic." + name;
        const std::string where = place_of(toml_, key);
        Option option{std::nullopt, where, {}};
        if (const auto flag = flag_at(toml_, key)) option.text = *flag ? "true" : "false";
        if (const auto number = number_at(toml_, key)) option.text = std::to_string(*number);
        const bool is_text = text_at(toml_, key).has_value();
        for (const std::string& raw : texts_at(toml_, key).value_or(std::vector<std::string>())) {
            const Result<std::string> value = resolve_here(raw, candidate_.folder, where);
            if (!value) return tl::unexpected<Error>(value.error());
            if (is_text) {
                option.text = *value;
            } else {
                option.list.push_back(*value);
            }
        }
        return option;
    }

  private:
    std::string line_of(const std::string& name) const {
        for (const std::string_view wanted : {std::string_view(candidate_.section), std::string_view("DEFAULT")}) {
            for (const IniSection& section : ini_.sections) {
                const auto found = section.values.find(name);
                if (section.name == wanted && found != section.values.end()) {
                    return fmt::format("{}:{}", ini_.path, found->second.line);
                }
            }
        }
        return ini_.path;
    }

    Candidate candidate_;
    Ini ini_;
    TomlFile toml_;
};

/// Alembic's old way without a separator: blanks, or commas with blanks.
std::vector<std::string> split_legacy(std::string_view text) {
    std::string spaced = base::replace_all(text, ",", " ");
    return base::split_words(spaced);
}

Result<std::vector<std::string>> split_paths(const Options& options, const Option& value) {
    if (!value.text) return value.list;
    Result<Option> separator = options.get("path_separator");
    if (separator && !separator->text) separator = options.get("version_path_separator");
    if (!separator) return tl::unexpected<Error>(separator.error());
    if (!separator->text) return split_legacy(*value.text);
    const std::string& name = *separator->text;
    if (name == "space") return base::split_words(*value.text);
    const char character = name == "newline"            ? '\n'
                           : name == "os"               ? base::list_separator()
                           : name == ":" || name == ";" ? name[0]
                                                        : '\0';
    if (character == '\0') {
        return fail("bad_config", fmt::format("\"{}\" is not a path separator that Alembic knows.", name),
                    "Use space, newline, os, : or ;", separator->where);
    }
    std::vector<std::string> paths;
    for (const std::string& piece : base::split(*value.text, character)) {
        if (const std::string_view path = base::trim(piece); !path.empty()) paths.emplace_back(path);
    }
    return paths;
}

/// Turns the config's spellings of folders into absolute paths.
struct Places {
    std::string folder;  ///< of the config
    std::string top;     ///< the git root, or "" without one
    std::vector<std::string> import_paths;

    /// Where a location leads, whether or not it exists: first choice last resort alike is below `folder`.
    std::string absolute(const std::string& location) const {
        const std::string path = base::replace_all(location, "\\", "/");
        if (base::is_absolute(path)) return base::normal_path(path);
        std::vector<std::string> bases = {folder};
        std::string relative = path;
        if (const std::size_t colon = path.find(':'); colon != std::string::npos) {
            relative = base::replace_all(path.substr(0, colon), ".", "/") + "/" +
                       base::replace_all(path.substr(colon + 1), ":", "/");
            bases.insert(bases.begin(), import_paths.begin(), import_paths.end());
            add_package_roots(bases);
        }
        add_working_directories(bases);
        for (const std::string& from : bases) {
            const std::string candidate = base::normal_path(base::join_path(from, relative));
            if (base::exists(candidate)) return candidate;
        }
        return base::normal_path(base::join_path(folder, relative));
    }

    /// Where an installed package may have its source: here and in each folder above, and in their src.
    void add_package_roots(std::vector<std::string>& bases) const {
        std::string current = folder;
        for (int level = 0; level < kMaxLevelsUp; ++level) {
            bases.push_back(current);
            bases.push_back(base::join_path(current, "src"));
            const std::string parent = base::parent_path(current);
            if (current == top || parent == current) return;
            current = parent;
        }
    }

    /// Alembic takes a relative location from where it is started, which may be any folder above the config's.
    void add_working_directories(std::vector<std::string>& bases) const {
        std::string current = folder;
        for (int level = 0; level < (top.empty() ? kMaxLevelsUpWithoutGit : kMaxLevelsUp) && current != top; ++level) {
            const std::string parent = base::parent_path(current);
            if (parent.empty() || parent == current) return;
            bases.push_back(parent);
            current = parent;
        }
        if (!top.empty()) bases.push_back(top);
    }

    bool allowed(const std::string& path) const { return top.empty() || base::is_inside(top, path); }
};

Result<std::string> script_folder(const Options& options, const Candidate& candidate, const Places& places) {
    if (!candidate.script_folder.empty()) return candidate.script_folder;
    const Result<Option> option = options.get("script_location");
    if (!option) return tl::unexpected<Error>(option.error());
    const std::string config = candidate.ini_path.empty() ? candidate.pyproject_path : candidate.ini_path;
    if (!option->text || option->text->empty()) {
        if (base::is_file(base::join_path(candidate.folder, "env.py"))) return candidate.folder;
        return fail("bad_config", "The file gives no script_location.", "Set script_location to the folder of env.py.",
                    config);
    }
    const std::string path = places.absolute(*option->text);
    if (!base::is_directory(path)) {
        return fail("bad_config", fmt::format("script_location is {}, and there is no such folder.", *option->text),
                    "Correct script_location, or make the folder with alembic init.", option->where);
    }
    if (!places.allowed(path)) {
        return fail("bad_config", fmt::format("script_location {} leads out of the repository.", *option->text),
                    "Keep the migrations inside the repository.", option->where);
    }
    return base::resolve(path);
}

Result<std::vector<std::string>> version_folders(const Options& options, const Places& places,
                                                 const std::string& script) {
    const Result<Option> option = options.get("version_locations");
    if (!option) return tl::unexpected<Error>(option.error());
    const Result<std::vector<std::string>> locations = split_paths(options, *option);
    if (!locations) return locations;
    std::vector<std::string> folders;
    for (const std::string& location : *locations) {
        std::string path = places.absolute(location);
        if (!places.allowed(base::existing_part(path)) || folders.size() >= kMaxLocations) {
            return fail("bad_config", fmt::format("The version location {} leads out of the repository.", location),
                        "Keep the migrations inside the repository.", option->where);
        }
        if (const Result<std::string> real = base::resolve(path)) path = *real;
        if (std::find(folders.begin(), folders.end(), path) == folders.end()) folders.push_back(std::move(path));
    }
    if (folders.empty()) folders.push_back(base::join_path(script, "versions"));
    return folders;
}

Result<int> slug_length(const Options& options) {
    const Result<Option> option = options.get("truncate_slug_length");
    if (!option) return tl::unexpected<Error>(option.error());
    if (!option->text) return 40;
    const std::string_view text = base::trim(*option->text);
    int length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size() || length < 0) {
        return fail("bad_config", fmt::format("truncate_slug_length is \"{}\", not a number.", text),
                    "Write a number like 40.", option->where);
    }
    return length == 0 ? 40 : length;
}

Result<Places> places_of(const Candidate& candidate, const Options& options) {
    Places places{candidate.folder, git_root(candidate.folder), {}};
    const Result<Option> option = options.get("prepend_sys_path");
    if (!option) return tl::unexpected<Error>(option.error());
    std::vector<std::string> paths = option->list;
    if (option->text) paths = split_legacy(base::replace_all(base::replace_all(*option->text, ":", " "), ";", " "));
    for (const std::string& path : paths) {
        places.import_paths.push_back(base::normal_path(base::join_path(candidate.folder, path)));
    }
    return places;
}

/// Nothing is written outside of it: it must not follow where the config leads.
std::string root_of(const Places& places) {
    if (!places.top.empty()) return places.top;
    std::string root = places.folder;
    if (base::base_name(root) == "backend") root = base::parent_path(root);  // a backend is a part of a repository
    return root;
}

}  // namespace

bool says_script_folder(const Candidate& candidate) {
    const Result<Options> options = Options::read(candidate);
    const Result<Places> places = options ? places_of(candidate, *options) : tl::unexpected<Error>(options.error());
    if (!places) return true;  // wrong in another way
    const Result<Option> location = options->get("script_location");
    return location && location->text && base::is_directory(places->absolute(*location->text));
}

Result<Project> read_settings(const Candidate& candidate) {
    const Result<Options> options = Options::read(candidate);
    if (!options) return tl::unexpected<Error>(options.error());
    const Result<Places> places = places_of(candidate, *options);
    if (!places) return tl::unexpected<Error>(places.error());
    const Result<std::string> script = script_folder(*options, candidate, *places);
    if (!script) return tl::unexpected<Error>(script.error());
    const Result<std::vector<std::string>> versions = version_folders(*options, *places, *script);
    if (!versions) return tl::unexpected<Error>(versions.error());
    const Result<int> length = slug_length(*options);
    if (!length) return tl::unexpected<Error>(length.error());
    const Result<Option> file_template = options->get("file_template");
    if (!file_template) return tl::unexpected<Error>(file_template.error());
    const Result<Option> recursive = options->get("recursive_version_locations");
    if (!recursive) return tl::unexpected<Error>(recursive.error());
    const Result<Option> timezone = options->get("timezone");
    if (!timezone) return tl::unexpected<Error>(timezone.error());

    Project project;
    project.root = root_of(*places);
    project.config_path = candidate.ini_path.empty() ? candidate.pyproject_path : candidate.ini_path;
    project.import_paths = places->import_paths;
    project.section = candidate.section;
    project.script_location = *script;
    project.version_locations = *versions;
    const bool is_default = *versions == std::vector<std::string>{base::join_path(*script, "versions")};
    project.recursive_version_locations =
        recursive->text == "true" ||
        (!recursive->text && is_default && code_adds_folders_below(versions->front(), *script));
    project.file_template = file_template->text.value_or("");
    project.truncate_slug_length = *length;
    project.timezone = timezone->text.value_or("");
    const std::string mako = base::join_path(*script, "script.py.mako");
    if (base::is_file(mako)) project.template_path = mako;
    project.alembic_version = find_library_version(candidate.folder, project.root, "alembic").exact;
    project.sqlalchemy = find_library_version(candidate.folder, project.root, "sqlalchemy");
    return project;
}

}  // namespace migrate::project
