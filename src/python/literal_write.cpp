#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "python/literal.h"
#include "python/unicode.h"

namespace migrate::python {

namespace {

std::string escape_of(char32_t code) {
    switch (code) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            break;
    }
    const auto value = static_cast<std::uint32_t>(code);
    if (value <= 0xFF) return fmt::format("\\x{:02x}", value);
    return value <= 0xFFFF ? fmt::format("\\u{:04x}", value) : fmt::format("\\U{:08x}", value);
}

/// The text with backslashes and invisible characters escaped; quotes are the caller's affair.
/// `quote` (0 for none) gets a backslash too.
std::string escape(std::string_view text, char quote) {
    std::string escaped;
    escaped.reserve(text.size() + 2);
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (character.code == U'\\' || (quote != 0 && character.code == static_cast<char32_t>(quote))) {
            escaped += '\\';
            escaped += static_cast<char>(character.code);
        } else if (must_be_escaped(character.code)) {
            escaped += escape_of(character.code);
        } else {
            append_utf8(escaped, character.code);
        }
        at += character.size;
    }
    return escaped;
}

std::string_view trim_end(std::string_view line) {
    const std::size_t last = line.find_last_not_of(" \t\r\f\v");
    return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Lines without blanks at their ends, without empty ones at both ends of the text.
std::vector<std::string> docstring_lines(std::string_view text) {
    std::vector<std::string> lines;
    for (const std::string& line :
         base::split(base::replace_all(base::replace_all(text, "\r\n", "\n"), "\r", "\n"), '\n')) {
        lines.emplace_back(trim_end(line));
    }
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    const auto first = std::ranges::find_if(lines, [](const std::string& line) { return !line.empty(); });
    lines.erase(lines.begin(), first);
    return lines;
}

/// Removes the indentation that all lines but the first share, and all of the first line's.
void remove_common_indentation(std::vector<std::string>& lines) {
    if (lines.empty()) return;
    lines.front().erase(0, lines.front().find_first_not_of(' '));
    std::size_t common = std::string::npos;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (!lines[i].empty()) common = std::min(common, lines[i].find_first_not_of(' '));
    }
    if (common == std::string::npos) return;
    for (std::size_t i = 1; i < lines.size(); ++i) lines[i].erase(0, common);
}

/// Quotes get a backslash where they would end the docstring, or where ruff would add a blank to keep them
/// from it: at both ends of the text, and every third in a row.
std::string escape_docstring_quotes(std::string_view line, bool first, bool last) {
    std::string escaped;
    int run = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        run = line[i] == '"' ? run + 1 : 0;
        const bool at_end = (first && i == 0) || (last && i + 1 == line.size());
        if (run == 3 || (run > 0 && at_end)) {
            escaped += '\\';
            run = 0;
        }
        escaped += line[i];
    }
    return escaped;
}

}  // namespace

std::string write_string(std::string_view text, Quote preferred) {
    const auto doubles = std::ranges::count(text, '"');
    const auto singles = std::ranges::count(text, '\'');
    const bool use_double = preferred == Quote::Double ? doubles <= singles : singles > doubles;
    const char quote = use_double ? '"' : '\'';
    return quote + escape(text, quote) + quote;
}

std::string write_docstring(std::string_view text, int indent) {
    std::vector<std::string> lines = docstring_lines(text);
    if (lines.empty()) return "\"\"\" \"\"\"";
    remove_common_indentation(lines);
    std::string written = "\"\"\"";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) written += '\n';
        if (i > 0 && !lines[i].empty()) written.append(static_cast<std::size_t>(indent), ' ');
        written += escape_docstring_quotes(escape(lines[i], 0), i == 0, i + 1 == lines.size());
    }
    if (lines.size() > 1) written.append("\n").append(static_cast<std::size_t>(indent), ' ');
    return written + "\"\"\"";
}

}  // namespace migrate::python
