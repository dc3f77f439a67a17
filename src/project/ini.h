/// Reads alembic.ini the way Python's configparser does, and its %(name)s references only where a value is
/// asked for.
///
/// Keys of an ini file may refer to things that exist only at run time (`sqlalchemy.url = %(DATABASE_URL)s`),
/// so nothing is resolved while reading. It knows nothing of what Alembic's keys mean.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace migrate::project {

struct IniValue {
    std::string text;  ///< as written, continuation lines joined with line feeds
    int line = 0;      ///< where the key stands, from 1
    bool operator==(const IniValue&) const = default;
};

struct IniSection {
    std::string name;
    std::map<std::string, IniValue> values;  ///< keys in lower case
    bool operator==(const IniSection&) const = default;
};

struct Ini {
    std::string path;                  ///< as shown in errors
    std::vector<IniSection> sections;  ///< in file order; DEFAULT among them when it is there
    bool operator==(const Ini&) const = default;
};

/// Error "bad_config" with file and line where configparser would refuse: a key twice in a section, a section
/// twice, a line that is neither key nor section. `path` is only shown.
Result<Ini> read_ini(std::string_view text, const std::string& path);

/// True if the section has the key itself, not through DEFAULT.
bool has_own_key(const Ini& ini, std::string_view section, std::string_view key);
bool has_section(const Ini& ini, std::string_view section);

/// The value with `%(name)s` and `%%` resolved: names are looked up in the section, in DEFAULT, and `here`.
/// Nothing when the key is nowhere. Error "bad_config" for an unknown name, a stray %, or references more
/// than ten deep.
Result<std::optional<std::string>> ini_value(const Ini& ini, std::string_view section, std::string_view key,
                                             const std::string& here);

/// The same for one text whose only name is `here`, as Alembic treats values of pyproject.toml. `where` is
/// only shown.
Result<std::string> resolve_here(std::string_view text, const std::string& here, const std::string& where);

}  // namespace migrate::project
