#include "project/formatter.h"

#include <fmt/format.h>

#include "base/files.h"
#include "project/toml_file.h"

namespace migrate::project {
namespace {

constexpr int kMaxFolders = 64;
constexpr int kMaxExtends = 8;
constexpr int kMaxLineLength = 320;  // ruff's own limit

struct Config {
    TomlFile file;
    std::string folder;
    std::string table;  ///< "tool.ruff" in pyproject.toml, "" in ruff's own file

    std::string key(const std::string& name) const { return table.empty() ? name : table + "." + name; }
};

Result<std::optional<Config>> read_config(const std::string& path, const std::string& tool) {
    const Result<std::string> text = base::read_file(path);
    if (!text) return std::optional<Config>();
    const bool is_pyproject = base::base_name(path) == "pyproject.toml";
    if (is_pyproject && text->find(tool) == std::string::npos) return std::optional<Config>();
    Result<TomlFile> file = read_toml(*text, path);
    if (!file) return tl::unexpected<Error>(file.error());
    if (is_pyproject && !has_table(*file, tool)) return std::optional<Config>();
    return std::optional<Config>(Config{std::move(*file), base::parent_path(path), is_pyproject ? tool : ""});
}

Result<std::optional<Config>> nearest_config(const std::string& start, const std::string& root,
                                             const std::vector<std::string>& names, const std::string& tool) {
    std::string folder = start;
    for (int i = 0; i < kMaxFolders && !folder.empty(); ++i) {
        for (const std::string& name : names) {
            Result<std::optional<Config>> config = read_config(base::join_path(folder, name), tool);
            if (!config || *config) return config;
        }
        const std::string parent = base::parent_path(folder);
        if (folder == root || parent == folder) break;
        folder = parent;
    }
    return std::optional<Config>();
}

/// Adds what `config` says to what a nearer config left open.
void fill(Formatting& formatting, const Config& config) {
    const auto length = number_at(config.file, config.key("line-length"));
    if (!formatting.line_length && length && *length > 0 && *length <= kMaxLineLength) {
        formatting.line_length = static_cast<int>(*length);
    }
    const auto quotes = text_at(config.file, config.key("format.quote-style"));
    if (!formatting.quotes && quotes) {
        formatting.quotes = *quotes == "single" ? QuoteStyle::single_quotes : QuoteStyle::double_quotes;
    }
}

Result<Formatting> with_extends(Config config, const std::string& root) {
    Formatting formatting;
    for (int i = 0; i < kMaxExtends; ++i) {
        fill(formatting, config);
        const auto extend = text_at(config.file, config.key("extend"));
        if (!extend) return formatting;
        const std::string path = base::normal_path(base::join_path(config.folder, *extend));
        if (!base::is_file(path) || !base::is_inside(root, path)) return formatting;
        Result<std::optional<Config>> next = read_config(path, "tool.ruff");
        if (!next) return tl::unexpected<Error>(next.error());
        if (!*next) return formatting;
        config = std::move(**next);
    }
    return fail("bad_config", "The extend settings of ruff lead in a circle, or more than 8 files deep.",
                "Shorten the chain of extends.", config.file.path);
}

}  // namespace

Result<Formatting> find_formatting(const std::string& folder, const std::string& root) {
    Result<std::optional<Config>> ruff =
        nearest_config(folder, root, {".ruff.toml", "ruff.toml", "pyproject.toml"}, "tool.ruff");
    if (!ruff) return tl::unexpected<Error>(ruff.error());
    const auto shown = [&](const Config& config) {
        return config.file.path.substr(std::min(root.size() + 1, config.file.path.size()));
    };
    if (*ruff) {
        const std::string path = shown(**ruff);
        Result<Formatting> formatting = with_extends(std::move(**ruff), root);
        if (formatting) formatting->path = path;
        return formatting;
    }
    const Result<std::optional<Config>> black = nearest_config(folder, root, {"pyproject.toml"}, "tool.black");
    if (!black) return tl::unexpected<Error>(black.error());
    Formatting formatting;
    if (*black) {
        fill(formatting, **black);
        formatting.path = shown(**black);
    }
    return formatting;
}

}  // namespace migrate::project
