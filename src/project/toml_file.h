/// A TOML file as flat values, each with its line: all that this room asks of pyproject.toml, ruff.toml and
/// profiles.
///
/// Keeps the parser library in one translation unit. It knows nothing of what keys mean.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace migrate::project {

struct TomlValue {
    /// An empty table or array is kept as an empty list, so that its presence can be seen; dates are their
    /// text.
    std::variant<std::string, std::int64_t, bool, double, std::vector<std::string>> value;
    int line = 0;  ///< from 1
    bool operator==(const TomlValue&) const = default;
};

struct TomlFile {
    std::string path;                         ///< as shown in errors
    std::map<std::string, TomlValue> values;  ///< "tool.ruff.line-length"; entries of lists of tables are "name.0.key"
    bool operator==(const TomlFile&) const = default;
};

/// Error "bad_config" with file and line when the text is not TOML. `path` is only shown.
Result<TomlFile> read_toml(std::string_view text, const std::string& path);

/// True if the table, or any key below it, is there: `has_table(file, "tool.ruff")`.
bool has_table(const TomlFile& file, const std::string& table);
/// The keys below a table, without its name: "line-length", "format.quote-style".
std::vector<std::string> keys_below(const TomlFile& file, const std::string& table);

// Nothing where the key is not there or is of another kind.
std::optional<std::string> text_at(const TomlFile& file, const std::string& key);
std::optional<std::int64_t> number_at(const TomlFile& file, const std::string& key);
std::optional<bool> flag_at(const TomlFile& file, const std::string& key);
/// A list of texts; one text counts as a list of one.
std::optional<std::vector<std::string>> texts_at(const TomlFile& file, const std::string& key);
/// "file:line" of a key that is there.
std::string place_of(const TomlFile& file, const std::string& key);

}  // namespace migrate::project
