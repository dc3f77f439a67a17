// Any text as alembic.ini and as TOML: a value for each key or an error with its line.
#include <cstdint>

#include "fuzz/law.h"
#include "project/ini.h"
#include "project/toml_file.h"

namespace {

using namespace migrate;
using namespace migrate::project;

void check_error(const Error& error) {
    if (error.code != "bad_config" || error.message.empty() || error.where.empty()) std::abort();
}

void read_as_ini(const std::string& text) {
    const Result<Ini> ini = read_ini(text, "alembic.ini");
    if (!ini) return check_error(ini.error());
    for (const IniSection& section : ini->sections) {
        if (!has_section(*ini, section.name)) std::abort();
        for (const auto& [key, value] : section.values) {
            if (value.line < 1 || !has_own_key(*ini, section.name, key)) std::abort();
            const auto resolved = ini_value(*ini, section.name, key, "/here");
            if (!resolved) check_error(resolved.error());
        }
    }
}

void read_as_toml(const std::string& text) {
    const Result<TomlFile> file = read_toml(text, "pyproject.toml");
    if (!file) return check_error(file.error());
    for (const auto& [key, value] : file->values) {
        if (value.line < 1 || place_of(*file, key).empty()) std::abort();
        const int kinds =
            text_at(*file, key).has_value() + number_at(*file, key).has_value() + flag_at(*file, key).has_value();
        if (kinds > 1) std::abort();
        static_cast<void>(texts_at(*file, key));
        static_cast<void>(keys_below(*file, key));
    }
}

}  // namespace

void migrate::fuzz::take(std::string_view input) {
    const std::string text(input);
    read_as_ini(text);
    read_as_toml(text);
    if (const Result<std::string> value = resolve_here(text, "/here", "pyproject.toml:1"); !value) {
        check_error(value.error());
    }
}
