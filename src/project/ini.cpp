#include "project/ini.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace migrate::project {
namespace {

constexpr int kMaxReferences = 10;
constexpr std::size_t kMaxResolvedBytes = 64 * 1024;

/// What configparser carries from line to line.
struct IniReader {
    Ini ini;
    IniSection* section = nullptr;
    IniValue* value = nullptr;  ///< of the key that a deeper indented line continues
    std::size_t key_indent = 0;
};

std::string place(const std::string& path, int line) {
    return fmt::format("{}:{}", path, line);
}

tl::unexpected<Error> bad_line(const IniReader& reader, int line, std::string message) {
    return fail("bad_config", std::move(message), "Correct this line of the file.", place(reader.ini.path, line));
}

Result<bool> open_section(IniReader& reader, std::string_view line, int number) {
    const std::string name(line.substr(1, line.rfind(']') - 1));
    if (name.empty()) return bad_line(reader, number, "The section has no name.");
    if (has_section(reader.ini, name) && name != "DEFAULT") {
        return bad_line(reader, number, fmt::format("The section [{}] is there twice.", name));
    }
    reader.section = nullptr;
    for (IniSection& section : reader.ini.sections) {
        if (section.name == name) reader.section = &section;
    }
    if (reader.section == nullptr) reader.section = &reader.ini.sections.emplace_back(IniSection{name, {}});
    reader.value = nullptr;
    return true;
}

Result<bool> read_key(IniReader& reader, std::string_view line, int number) {
    const std::size_t delimiter = line.find_first_of("=:");
    if (delimiter == std::string_view::npos || delimiter == 0) {
        return bad_line(reader, number,
                        fmt::format("\"{}\" is neither a section nor a key with a value.", base::cut_utf8(line, 60)));
    }
    const std::string key = base::lower(base::trim(line.substr(0, delimiter)));
    const auto [slot, added] =
        reader.section->values.emplace(key, IniValue{std::string(base::trim(line.substr(delimiter + 1))), number});
    if (!added) {
        return bad_line(reader, number, fmt::format("The key {} is twice in [{}].", key, reader.section->name));
    }
    reader.value = &slot->second;
    return true;
}

Result<bool> read_line(IniReader& reader, std::string_view raw, int number) {
    const std::string_view line = base::trim(raw);
    if (line.empty()) {
        if (reader.value != nullptr) reader.value->text += '\n';
        return true;
    }
    if (line.front() == '#' || line.front() == ';') return true;
    const std::size_t indent = raw.find_first_not_of(" \t");
    if (reader.value != nullptr && indent > reader.key_indent) {
        reader.value->text += fmt::format("\n{}", line);
        return true;
    }
    reader.key_indent = indent;
    if (line.front() == '[' && line.find(']') != std::string_view::npos) return open_section(reader, line, number);
    if (reader.section == nullptr) return bad_line(reader, number, "The file has a value before its first section.");
    return read_key(reader, line, number);
}

void drop_trailing_space(std::string& text) {
    const std::size_t last = text.find_last_not_of(" \t\r\n\f\v");
    text.erase(last == std::string::npos ? 0 : last + 1);
}

const IniSection* find_section(const Ini& ini, std::string_view name) {
    for (const IniSection& section : ini.sections) {
        if (section.name == name) return &section;
    }
    return nullptr;
}

const IniValue* find_raw(const Ini& ini, std::string_view section, const std::string& key) {
    for (const std::string_view name : {section, std::string_view("DEFAULT")}) {
        const IniSection* found = find_section(ini, name);
        if (found == nullptr) continue;
        const auto value = found->values.find(key);
        if (value != found->values.end()) return &value->second;
    }
    return nullptr;
}

using LookUp = std::function<std::optional<std::string>(const std::string&)>;

/// Resolves references, within limits on depth, size and steps: a file from elsewhere must not make it run
/// for ever.
class Resolver {
  public:
    Resolver(LookUp look_up, std::string where) : look_up_(std::move(look_up)), where_(std::move(where)) {}

    Result<std::string> resolve(std::string_view text, int depth = 0) {
        if (depth > kMaxReferences)
            return fail("bad_config", "References of values lead too deep.", "Write the value out.", where_);
        std::string result;
        while (!text.empty()) {
            const std::size_t plain = std::min(text.find('%'), text.size());
            result += text.substr(0, plain);
            text.remove_prefix(plain);
            if (text.empty()) break;
            if (text.starts_with("%%")) {
                result += '%';
                text.remove_prefix(2);
                continue;
            }
            const std::size_t end = text.starts_with("%(") ? text.find(")s") : std::string_view::npos;
            if (end == std::string_view::npos) {
                return fail("bad_config", "A % in the value is neither %% nor %(name)s.",
                            "Write %% for a percent sign.", where_);
            }
            const Result<std::string> value = resolve_name(base::lower(text.substr(2, end - 2)), depth);
            if (!value) return value;
            result += *value;
            text.remove_prefix(end + 2);
        }
        return result;
    }

  private:
    Result<std::string> resolve_name(const std::string& name, int depth) {
        const std::optional<std::string> value = look_up_(name);
        if (!value) {
            return fail("bad_config", fmt::format("The value refers to %({})s, which is not in the file.", name),
                        "Give that key in the same section, or write the value out.", where_);
        }
        read_bytes_ += value->size() + 1;
        if (read_bytes_ > kMaxResolvedBytes)
            return fail("bad_config", "The resolved value is too long.", "Write a shorter one.", where_);
        if (name == "here") return *value;
        return resolve(*value, depth + 1);
    }

    LookUp look_up_;
    std::string where_;
    std::size_t read_bytes_ = 0;
};

}  // namespace

Result<Ini> read_ini(std::string_view text, const std::string& path) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    IniReader reader;
    reader.ini.path = path;
    int number = 0;
    const std::vector<std::string> lines = base::split_lines(text);
    reader.ini.sections.reserve(lines.size() + 1);  // pointers into it stay good
    for (const std::string& line : lines) {
        const Result<bool> read = read_line(reader, line, ++number);
        if (!read) return tl::unexpected<Error>(read.error());
    }
    for (IniSection& section : reader.ini.sections) {
        for (auto& [key, value] : section.values) drop_trailing_space(value.text);
    }
    return std::move(reader.ini);
}

bool has_section(const Ini& ini, std::string_view section) {
    return find_section(ini, section) != nullptr;
}

bool has_own_key(const Ini& ini, std::string_view section, std::string_view key) {
    const IniSection* found = find_section(ini, section);
    return found != nullptr && found->values.contains(std::string(key));
}

Result<std::optional<std::string>> ini_value(const Ini& ini, std::string_view section, std::string_view key,
                                             const std::string& here) {
    const IniValue* raw = find_raw(ini, section, std::string(key));
    if (raw == nullptr) return std::optional<std::string>();
    const LookUp look_up = [&](const std::string& name) -> std::optional<std::string> {
        const IniValue* value = find_raw(ini, section, name);
        if (value != nullptr) return value->text;
        if (name == "here") return here;
        return std::nullopt;
    };
    const Result<std::string> value = Resolver(look_up, place(ini.path, raw->line)).resolve(raw->text);
    if (!value) return tl::unexpected<Error>(value.error());
    return std::optional<std::string>(*value);
}

Result<std::string> resolve_here(std::string_view text, const std::string& here, const std::string& where) {
    const LookUp look_up = [&](const std::string& name) -> std::optional<std::string> {
        return name == "here" ? std::optional<std::string>(here) : std::nullopt;
    };
    return Resolver(look_up, where).resolve(text);
}

}  // namespace migrate::project
