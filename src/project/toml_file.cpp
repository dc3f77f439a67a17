#include "project/toml_file.h"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace migrate::project {
namespace {

int line_of(const toml::node& node) {
    return static_cast<int>(node.source().begin.line);
}

std::string text_of(const toml::node& node) {
    std::ostringstream text;
    text << toml::node_view<const toml::node>(&node);
    return text.str();
}

/// Depth is bounded by the parser's own limit on nesting (256).
void add(std::map<std::string, TomlValue>& values, const std::string& key, const toml::node& node);

void add_table(std::map<std::string, TomlValue>& values, const std::string& key, const toml::table& table) {
    if (table.empty() && !key.empty()) values[key] = {std::vector<std::string>(), line_of(table)};
    for (const auto& [name, child] : table) {
        add(values, key.empty() ? std::string(name.str()) : fmt::format("{}.{}", key, name.str()), child);
    }
}

void add_array(std::map<std::string, TomlValue>& values, const std::string& key, const toml::array& array) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < array.size(); ++i) {
        const toml::node& child = array[i];
        if (child.is_table() || child.is_array()) {
            add(values, fmt::format("{}.{}", key, i), child);
        } else {
            texts.push_back(child.is_string() ? **child.as_string() : text_of(child));
        }
    }
    if (texts.size() == array.size()) values[key] = {std::move(texts), line_of(array)};
}

void add(std::map<std::string, TomlValue>& values, const std::string& key, const toml::node& node) {
    if (const toml::table* table = node.as_table()) {
        add_table(values, key, *table);
    } else if (const toml::array* array = node.as_array()) {
        add_array(values, key, *array);
    } else if (const auto* text = node.as_string()) {
        values[key] = {**text, line_of(node)};
    } else if (const auto* number = node.as_integer()) {
        values[key] = {**number, line_of(node)};
    } else if (const auto* flag = node.as_boolean()) {
        values[key] = {**flag, line_of(node)};
    } else if (const auto* real = node.as_floating_point()) {
        values[key] = {**real, line_of(node)};
    } else {
        values[key] = {text_of(node), line_of(node)};
    }
}

/// Where the string that begins at `at` has its end; the text's end when it has none.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string three(3, quote);
    const bool is_long = text.substr(at).starts_with(three);
    for (std::size_t i = at + (is_long ? 3 : 1); i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (!is_long && (text[i] == quote || text[i] == '\n')) {
            return i + 1;
        } else if (is_long && text.substr(i).starts_with(three)) {
            i += 3;
            for (int more = 0; more < 2 && i < text.size() && text[i] == quote; ++more)
                ++i;  // they belong to the value
            return i;
        }
    }
    return text.size();
}

/// The line of the first character beyond ASCII outside of strings and comments, where TOML has none; 0 for none. The
/// parser's behaviour is undefined there (toml++ 3.3: is_non_ascii_horizontal_whitespace of U+00E9).
int line_of_stray_character(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    int line = 1;
    std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) >= 0x80) return line;
        std::size_t end = at + 1;
        if (text[at] == '#') end = std::min(text.find('\n', at), text.size());
        if (text[at] == '"' || text[at] == '\'') end = end_of_string(text, at);
        line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                            text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        at = end;
    }
    return 0;
}

template <typename T>
std::optional<T> value_at(const TomlFile& file, const std::string& key) {
    const auto found = file.values.find(key);
    if (found == file.values.end()) return std::nullopt;
    const T* value = std::get_if<T>(&found->second.value);
    return value == nullptr ? std::nullopt : std::optional<T>(*value);
}

}  // namespace

Result<TomlFile> read_toml(std::string_view text, const std::string& path) {
    if (const int line = line_of_stray_character(text); line > 0) {
        return fail("bad_config", "The file is not valid TOML: a character that stands only in quotes or comments.",
                    "Correct this line of the file.", fmt::format("{}:{}", path, line));
    }
    const toml::parse_result parsed = toml::parse(text, std::string_view(path));
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return fail("bad_config", fmt::format("The file is not valid TOML: {}.", error.description()),
                    "Correct this line of the file.", fmt::format("{}:{}", path, error.source().begin.line));
    }
    TomlFile file{path, {}};
    add_table(file.values, "", parsed.table());
    return file;
}

bool has_table(const TomlFile& file, const std::string& table) {
    const auto next = file.values.lower_bound(table);
    if (next != file.values.end() && next->first == table) return true;
    const std::string prefix = table + ".";
    const auto below = file.values.lower_bound(prefix);
    return below != file.values.end() && below->first.starts_with(prefix);
}

std::vector<std::string> keys_below(const TomlFile& file, const std::string& table) {
    const std::string prefix = table.empty() ? "" : table + ".";
    std::vector<std::string> keys;
    for (auto entry = file.values.lower_bound(prefix); entry != file.values.end(); ++entry) {
        if (!entry->first.starts_with(prefix)) break;
        keys.push_back(entry->first.substr(prefix.size()));
    }
    return keys;
}

std::optional<std::string> text_at(const TomlFile& file, const std::string& key) {
    return value_at<std::string>(file, key);
}

std::optional<std::int64_t> number_at(const TomlFile& file, const std::string& key) {
    return value_at<std::int64_t>(file, key);
}

std::optional<bool> flag_at(const TomlFile& file, const std::string& key) {
    return value_at<bool>(file, key);
}

std::optional<std::vector<std::string>> texts_at(const TomlFile& file, const std::string& key) {
    if (const auto one = text_at(file, key)) return std::vector<std::string>{*one};
    return value_at<std::vector<std::string>>(file, key);
}

std::string place_of(const TomlFile& file, const std::string& key) {
    const auto found = file.values.find(key);
    return found == file.values.end() ? file.path : fmt::format("{}:{}", file.path, found->second.line);
}

}  // namespace migrate::project
